//! Running heads, feet and page numbers: what stands at the same place on most pages.

use std::collections::{HashMap, HashSet};

use themata_model::counted_as;

use super::glyphs::Sheet;
use super::labels::{Opening, before_time, label, opening};
use super::lines::Line;
use crate::reader::writer::Writer;
use crate::segment::{can_stand_alone, clock};

/// How many lines at the top and at the bottom of a page may be running.
const DEEP: usize = 4;

/// How far the same place may differ, in points.
const NEAR: f64 = 3.0;

/// Smallest share of the pages on which the same words stand: heads may differ on left and right pages.
const SHARE: f64 = 0.4;

/// Fewest pages on which the same words stand.
const FEWEST: usize = 2;

/// How far a head stands from the text at least, in sizes of its letters, if it is short.
const ROOM: f64 = 1.9;

/// Longest head that is known by the number of the page in it, in bytes.
const LONGEST: usize = 120;

/// Largest share of the letters that a document may call no part of the text.
const ARTIFACTS: f64 = 0.3;

/// What was taken from the heads and feet of the pages.
#[derive(Default)]
pub(super) struct Heads {
    /// The name of each page.
    pub(super) names: Vec<String>,
    heads: usize,
    feet: usize,
    examples: Vec<String>,
    printed: bool,
}

impl Heads {
    /// Adds heads of tables that later pages repeat.
    pub(super) fn add(&mut self, repeated: &[String]) {
        self.heads += repeated.len();
        let example = repeated.first().map(|row| row.chars().take(60).collect());
        self.examples.extend(example.filter(|_| self.examples.len() < 3));
    }

    pub(super) fn say(&self, writer: &mut Writer) {
        let shown = || {
            let quoted: Vec<String> = self.examples.iter().map(|example| format!("`{example}`")).collect();
            quoted.join(", ")
        };
        let total = self.heads + self.feet;
        if total > 0 {
            let heads = counted_as(self.heads, "running head", "running heads");
            let feet = counted_as(self.feet, "foot or page number", "feet or page numbers");
            writer.remark(format!("left out: {heads} and {feet} ({})", shown()));
        }
        if self.printed {
            let (first, last) = (self.names.first(), self.names.last());
            let name = |name: Option<&String>| name.cloned().unwrap_or_default();
            writer.remark(format!("the pages are named as printed, {} to {}", name(first), name(last)));
        }
    }
}

/// A line at the edge of a page.
struct Edge {
    page: usize,
    line: usize,
    y: f64,
    /// Its words, with `#` for numbers.
    form: String,
    numbers: Vec<u32>,
    artifact: bool,
    /// Whether there is more room to the next line than between lines of a text.
    apart: bool,
    /// Whether it begins as who speaks does inside of pages.
    speaks: bool,
    /// Its words, if it begins with a time, or a name and a time, as lines inside of pages do.
    timed: Option<String>,
}

/// Longest number of a page with its words, in bytes.
const NUMBER: usize = 24;

/// Takes running heads and feet out of the pages.
pub(super) fn take(pages: &mut [Vec<Line>], sheets: &[Sheet]) -> Heads {
    let mut heads = Heads { names: (1..=pages.len()).map(|n| n.to_string()).collect(), ..Heads::default() };
    let marked = marks_artifacts(pages);
    let speakers = speakers(pages);
    let filled = pages.iter().filter(|lines| !lines.is_empty()).count();
    for top in [true, false] {
        for _ in 0..DEEP {
            let edges = edges(pages, sheets, top, &speakers);
            let taken: Vec<usize> = (0..edges.len())
                .filter(|&n| (marked && edges[n].artifact) || runs(&edges, n, filled))
                .collect();
            if taken.is_empty() {
                break;
            }
            number_pages(&mut heads, &edges, &taken, pages.len());
            for &n in &taken {
                let edge = &edges[n];
                let line = pages[edge.page].remove(edge.line);
                if let Some(next) = pages[edge.page].first_mut() {
                    next.apart = true;
                }
                if top {
                    heads.heads += 1
                } else {
                    heads.feet += 1
                }
                let text = line.text();
                let is_new = !heads.examples.iter().any(|other| form(other).0 == edge.form);
                if is_new && heads.examples.len() < 3 {
                    heads.examples.push(text.chars().take(60).collect());
                }
            }
        }
    }
    heads
}

/// Whether what the document calls no part of the text can be believed.
fn marks_artifacts(pages: &[Vec<Line>]) -> bool {
    let (mut marked, mut all) = (0, 0);
    for piece in pages.iter().flatten().flat_map(|line| &line.pieces) {
        all += piece.text.len();
        marked += if piece.artifact { piece.text.len() } else { 0 };
    }
    marked as f64 <= ARTIFACTS * all as f64
}

/// Who speaks inside of pages.
#[derive(Default)]
struct Speakers {
    /// The forms of lines that begin with a time or with a name and a time, with their number.
    timed: HashMap<String, usize>,
    /// Labels that begin lines, with the words of these lines.
    labels: HashMap<String, HashSet<String>>,
    /// Names alone on a line, with the places on the pages where they stand.
    alone: HashMap<String, Vec<f64>>,
}

impl Speakers {
    /// Whether a line begins as others do, inside of pages, that hold other words or stand at other places.
    fn have(&self, text: &str, form: &str) -> bool {
        let other_words =
            |label| self.labels.get(label).is_some_and(|forms| forms.iter().any(|other| other != form));
        speaker(text).is_some_and(other_words)
            || self.alone.get(text).is_some_and(|places| places.len() >= PLACES)
    }
}

/// Fewest lines inside of pages that begin with times in one form.
const TIMED: usize = 3;

/// Fewest places inside of pages at which who speaks stands alone on a line.
const PLACES: usize = 3;

/// Finds who speaks inside of pages.
fn speakers(pages: &[Vec<Line>]) -> Speakers {
    let mut found = Speakers::default();
    for lines in pages {
        let ys = || lines.iter().map(Line::y);
        let (top, bottom) = (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max));
        for line in lines.iter().filter(|line| line.y() > top && line.y() < bottom) {
            let text = line.text();
            if let Some(form) = timed(&text) {
                *found.timed.entry(form).or_default() += 1;
            }
            if let Some(label) = speaker(&text) {
                found.labels.entry(label.to_string()).or_default().insert(form(&text).0);
            }
            if let Some(Opening::Alone(name)) = opening(&text) {
                let places = found.alone.entry(name.to_string()).or_default();
                if places.iter().all(|y| (y - line.y()).abs() > NEAR) {
                    places.push(line.y());
                }
            }
        }
    }
    found
}

/// The form of a time at the beginning of a line, or behind a name there.
fn timed(text: &str) -> Option<String> {
    if clock(text).is_some() {
        return Some(text.chars().take_while(|c| !c.is_ascii_digit()).collect());
    }
    let head = before_time(text)?;
    Some(format!("{} #", head.chars().next_back().filter(|c| "([{<（【".contains(*c)).unwrap_or(' ')))
}

/// The label of a line: with its mark, or parted from the words.
fn speaker(text: &str) -> Option<&str> {
    let before_tab = || text.split_once('\t').map(|(name, _)| name).filter(|name| can_stand_alone(name));
    label(text).or_else(before_tab)
}

/// The outermost line of each page.
fn edges(pages: &[Vec<Line>], sheets: &[Sheet], top: bool, speakers: &Speakers) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        let rank = |n: &usize| lines[*n].y();
        let outermost = if top {
            (0..lines.len()).min_by(|a, b| rank(a).total_cmp(&rank(b)))
        } else {
            (0..lines.len()).max_by(|a, b| rank(a).total_cmp(&rank(b)))
        };
        // Of a page from which a table was taken only its foot may be left.
        let half = sheets[page].height / 2.0;
        let outermost = outermost.filter(|&line| !top || rank(&line) < half);
        if let Some(line) = outermost {
            let text = lines[line].text();
            let (form, numbers) = form(&text);
            let speaks = speakers.have(&text, &form);
            let timed = timed(&text).is_some_and(|form| speakers.timed.get(&form) >= Some(&TIMED));
            let y = if top { rank(&line) } else { sheets[page].height - rank(&line) };
            let near = (0..lines.len()).filter(|&n| n != line).map(|n| (rank(&n) - rank(&line)).abs());
            let gap = near.min_by(f64::total_cmp).unwrap_or(f64::MAX);
            let apart = gap > ROOM * lines[line].size();
            edges.push(Edge {
                page,
                line,
                y,
                form,
                numbers,
                artifact: lines[line].is_artifact(),
                apart,
                speaks,
                timed: timed.then_some(text),
            });
        }
    }
    // The time of a turn comes once; that at which a page was printed comes on each.
    let times: Vec<String> = edges.iter().filter_map(|edge| edge.timed.clone()).collect();
    for edge in &mut edges {
        let is_own = |text: &String| times.iter().filter(|other| *other == text).count() == 1;
        edge.speaks |= edge.timed.as_ref().is_some_and(is_own);
    }
    edges
}

/// Whether a line stands on other pages too. A number alone has to grow with the pages.
fn runs(edges: &[Edge], n: usize, pages: usize) -> bool {
    let own = &edges[n];
    let least = ((SHARE * pages as f64).ceil() as usize).max(FEWEST);
    if own.form.is_empty() || own.speaks {
        return false;
    }
    // The only page there is has nothing to compare, but it is the first.
    if edges.len() == 1 && own.apart && own.numbers == [1] && !own.form.contains(char::is_alphabetic) {
        return true;
    }
    let beside = |other: &&Edge| (other.y - own.y).abs() <= NEAR;
    // Whatever stands beside the number of the page, such as the chapter.
    let carries = |other: &Edge, offset: i64| {
        other.numbers.iter().any(|number| i64::from(*number) - other.page as i64 == offset)
    };
    let counts_pages = own.form.len() <= LONGEST
        && own.numbers.iter().any(|number| {
            let offset = i64::from(*number) - own.page as i64;
            edges.iter().filter(beside).filter(|other| carries(other, offset)).count() >= least.max(3)
        });
    if counts_pages {
        return true;
    }
    // Below a short text the number may stand elsewhere.
    let on_each = |offset: i64| {
        edges.iter().all(|other| other.apart && other.form == own.form && carries(other, offset))
    };
    let first = own.numbers.first().map(|number| i64::from(*number) - own.page as i64);
    if edges.len() >= FEWEST && edges.len() == pages && own.form.len() <= NUMBER && first.is_some_and(on_each)
    {
        return true;
    }
    let same = |other: &&Edge| beside(other) && other.form == own.form;
    let alike: Vec<&Edge> = edges.iter().filter(same).collect();
    if alike.len() < least {
        return false;
    }
    if own.form.chars().any(char::is_alphabetic) {
        // Short turns come back by chance (`Yes.`), but they do not stand apart from the text.
        return own.form.len() > 20 || alike.iter().filter(|edge| edge.apart).count() * 2 > alike.len();
    }
    alike.iter().any(|edge| grows(edge, own))
}

/// Whether a number in both grows as the pages do.
fn grows(a: &Edge, b: &Edge) -> bool {
    if a.page == b.page {
        return false;
    }
    let step = b.page as i64 - a.page as i64;
    a.numbers.iter().zip(&b.numbers).any(|(a, b)| i64::from(*b) - i64::from(*a) == step)
}

/// Names the pages by the numbers printed on them, where these grow from page to page and begin elsewhere than at 1.
fn number_pages(heads: &mut Heads, edges: &[Edge], taken: &[usize], pages: usize) {
    let mut offsets: Vec<i64> = taken
        .iter()
        .filter_map(|&n| edges[n].numbers.first().map(|number| i64::from(*number) - edges[n].page as i64))
        .collect();
    offsets.sort_unstable();
    let Some(most) = offsets.chunk_by(|a, b| a == b).max_by_key(|run| run.len()) else { return };
    let offset = most[0];
    if most.len() >= FEWEST && most.len() * 10 >= taken.len() * 8 && offset > 1 && !heads.printed {
        heads.printed = true;
        heads.names = (0..pages as i64).map(|page| (page + offset).to_string()).collect();
    }
}

/// Words with `#` for numbers, and the numbers.
pub(super) fn form(text: &str) -> (String, Vec<u32>) {
    let mut form = String::new();
    let mut numbers = Vec::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            form.push('#');
            numbers.extend(digits.parse::<u32>().ok());
            digits.clear();
        }
        form.extend(c.to_lowercase());
    }
    let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
    // Roman numbers are numbers too.
    let roman = (1..=7).contains(&form.len()) && form.chars().all(|c| "ivxlc".contains(c));
    match roman.then(|| roman_value(&form)).flatten() {
        Some(value) => ("#".to_string(), vec![value]),
        None => (form, numbers),
    }
}

fn roman_value(text: &str) -> Option<u32> {
    let digit = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Vec<i64> = text.chars().map(digit).collect::<Option<_>>()?;
    let signed = |n: usize| {
        if digits.get(n + 1).is_some_and(|next| *next > digits[n]) { -digits[n] } else { digits[n] }
    };
    u32::try_from((0..digits.len()).map(signed).sum::<i64>()).ok()
}
