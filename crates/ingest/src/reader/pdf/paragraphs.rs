//! Lines to paragraphs: a line goes on in the next one unless something says that it ends there.

use std::collections::HashMap;

use super::cells;
use super::grid::Grid;
use super::hyphen::{Joints, Known};
use super::labels::{self, Opening, is_final_time, label, opening};
use super::lines::{Line, main_font};
use super::names;
use crate::reader::document::Pages;
use crate::reader::table;
use crate::reader::writer::Writer;
use crate::segment::{can_stand_alone, clock};

/// How much more than usual two lines stand apart where a paragraph ends.
const APART: f64 = 1.25;

/// How much more to the right a line begins that opens a paragraph, in sizes of the letter.
const INDENT: f64 = 0.8;

/// How much two sizes differ that do not belong to one paragraph.
const SIZES: f64 = 1.12;

/// Smallest share of the ends of paragraphs with room below them, for the others to be ends of lines only.
const WITH_ROOM: f64 = 0.1;

/// Bytes of words that tell the language.
const SAMPLE: usize = 20_000;

/// What stands between two lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    /// The paragraph goes on.
    Nothing,
    /// It ends, with no more room than between lines.
    End,
    /// It ends, with room below.
    Room,
}

/// Where the lines of the columns usually begin and end, and how far they stand apart.
struct Layout {
    left: HashMap<usize, f64>,
    right: HashMap<usize, f64>,
    pitch: f64,
    labels: HashMap<String, usize>,
    /// Names that stand alone on a line, and marked beginnings of lines.
    alone: HashMap<String, usize>,
    marked: HashMap<String, usize>,
    /// Whether the numbers in the margin number paragraphs, not lines.
    numbers_open: bool,
    /// Whether times stand behind the words, so that one may fill a line of its own below them.
    times_end: bool,
}

/// Writes the pages as paragraphs, with the tables where they stand.
pub(super) fn write(pages: &[Vec<Line>], grids: &[Grid], names: &[String], writer: &mut Writer) {
    let layout = Layout::of(pages);
    let mut known = Known::default();
    let main = main_font(pages.iter().flatten().flat_map(|line| &line.pieces));
    let mut lines: Vec<(usize, &Line, String)> = pages
        .iter()
        .enumerate()
        .flat_map(|(page, lines)| lines.iter().map(move |line| (page, line, line.text())))
        .collect();
    lines.iter().for_each(|(_, _, text)| known.learn(text));
    let cells = grids.iter().flat_map(|grid| &grid.rows).flatten().flatten();
    let mut sample = String::new();
    lines.iter().for_each(|(_, _, text)| add(&mut sample, text));
    for (_, line) in cells {
        let text = line.text();
        known.learn(&text);
        add(&mut sample, &text);
    }
    known.language = crate::language(&sample, &[]);
    let after_table: Vec<usize> = grids.iter().map(|grid| place(&lines, grid)).collect();
    let mut tables = after_table.iter().zip(grids).peekable();
    // How much of each line is set off at its beginning.
    let set_off: Vec<usize> = lines.iter().map(|(_, line, _)| line.set_off(main)).collect();
    let is_name = |n: usize| set_off[n] > 0 && set_off[n] >= lines[n].2.len() && can_stand_alone(&lines[n].2);
    let mut labelled = names::openings_by_gap(&lines);
    labelled.extend(names::openings_by_type(&lines, &set_off));
    labelled.sort_unstable();
    let mut betweens = Vec::with_capacity(lines.len());
    // Where the lines of the paragraph begin: its first one, and the others once there are some.
    let mut first = 0.0;
    let mut left: Option<f64> = None;
    for (n, (page, line, text)) in lines.iter().enumerate() {
        let Some((page_before, before, _)) = n.checked_sub(1).map(|n| &lines[n]) else {
            first = line.x0();
            betweens.push(Between::Room);
            continue;
        };
        let same_place = page_before == page && !line.apart && before.column == line.column;
        let mut between = match after_table.contains(&n) {
            true => Between::Room,
            false => layout.between(before, line, text, same_place),
        };
        let opens = match left {
            Some(left) if same_place => (line.x0() - left).abs() > INDENT * line.size(),
            // On another page or in another column only an indent like that of the paragraph before tells.
            Some(left) => {
                let shift = line.x0() - layout.left(line);
                let own = first - left;
                shift > INDENT * line.size() && (shift - own).abs() < 0.3 * line.size()
            }
            None => false,
        };
        // A name in bold and words that are not belong to two paragraphs.
        let changes = (is_name(n - 1) && betweens[n - 1] != Between::Nothing && set_off[n] == 0)
            || (set_off[n - 1] == 0 && is_name(n));
        if between == Between::Nothing && (opens || changes || labelled.binary_search(&n).is_ok()) {
            between = Between::End;
        }
        if between == Between::Nothing {
            left = Some(line.x0());
        } else {
            (first, left) = (line.x0(), None);
        }
        betweens.push(between);
    }
    // Where most names alone on a line have room above, one at the top of a page has, too.
    let is_set_off = |n: usize| is_name(n) && set_off[n - 1] == 0;
    let opens_name = |n: &usize| {
        *n > 0
            && betweens[*n] != Between::Nothing
            && (is_set_off(*n) || layout.is_name_of_others(&lines[*n].2))
    };
    let alone: Vec<usize> = (0..lines.len()).filter(opens_name).collect();
    let with_room = alone.iter().filter(|n| betweens[**n] == Between::Room).count();
    if with_room * 2 > alone.len() {
        alone.iter().for_each(|n| betweens[*n] = Between::Room);
    }
    let ends = betweens.iter().filter(|between| **between == Between::End).count();
    let rooms = betweens.iter().filter(|between| **between == Between::Room).count();
    let end = if (rooms as f64) < WITH_ROOM * (ends + rooms) as f64 { 2 } else { 1 };
    let openings: Vec<usize> = (0..lines.len()).filter(|&n| betweens[n] != Between::Nothing).collect();
    names::part(&mut lines, &openings, &set_off, writer);
    let mut put = Put { writer, names, page: None, known, joints: Joints::default() };
    let usual = usual_size(&lines);
    let mut large = None;
    let mut start = put.writer.here();
    let mut all_set_off = true;
    for (n, (page, line, text)) in lines.iter().enumerate() {
        while let Some((_, grid)) = tables.next_if(|(at, _)| **at <= n) {
            put.table(grid);
        }
        let next = lines.get(n + 1).zip(betweens.get(n + 1));
        match betweens[n] {
            Between::Nothing => {}
            Between::End => put.writer.part(end),
            Between::Room => put.writer.part(2),
        }
        if betweens[n] != Between::Nothing {
            start = put.writer.here();
            large = Some(start);
            all_set_off = true;
        }
        all_set_off &= set_off[n] > 0 && set_off[n] >= text.len();
        large = large.filter(|_| line.size() > usual * SIZES);
        put.line(*page, line, text, next.map(|((_, _, text), between)| (text.as_str(), *between)));
        // Who asks may be told by the type alone.
        if all_set_off && text.ends_with(['?', '？']) && next.is_none_or(|(_, b)| *b != Between::Nothing) {
            put.writer.set_off(start);
        }
        if let Some(start) = large
            && next.is_none_or(|(_, between)| *between != Between::Nothing)
        {
            // The larger the letters, the larger the part below.
            put.writer.heading(start, u8::MAX.saturating_sub(line.size() as u8));
        }
    }
    tables.for_each(|(_, grid)| put.table(grid));
    let Put { joints, writer, .. } = put;
    joints.say(writer);
}

/// Adds a line to a sample of the words, which needs no more than a few pages.
fn add(sample: &mut String, line: &str) {
    if sample.len() < SAMPLE {
        sample.push_str(line);
        sample.push('\n');
    }
}

/// The line before which a table stands.
fn place(lines: &[(usize, &Line, String)], grid: &Grid) -> usize {
    let is_below = |(page, line, _): &(usize, &Line, String)| {
        *page > grid.page || (*page == grid.page && line.y() > grid.top)
    };
    lines.iter().position(is_below).unwrap_or(lines.len())
}

/// The size in which most letters are set.
fn usual_size(lines: &[(usize, &Line, String)]) -> f64 {
    let mut sizes: Vec<(f64, usize)> =
        lines.iter().map(|(_, line, text)| (line.size(), text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut below = 0;
    let median = sizes.iter().find(|(_, letters)| {
        below += letters;
        below > half
    });
    median.map_or(0.0, |(size, _)| *size)
}

struct Put<'w> {
    writer: &'w mut Writer,
    names: &'w [String],
    page: Option<usize>,
    known: Known,
    joints: Joints,
}

impl Put<'_> {
    /// Writes a line with what joins it to the next one.
    fn line(&mut self, page: usize, line: &Line, text: &str, next: Option<(&str, Between)>) {
        if self.page != Some(page) {
            self.page = Some(page);
            if let Some(name) = self.names.get(page) {
                self.writer.page(name);
            }
        }
        if let Some(number) = &line.number {
            self.writer.number(number);
        }
        let next = next.filter(|(_, between)| *between == Between::Nothing).map(|(text, _)| text);
        let (words, blank) = self.joints.join(&self.known, text, next);
        self.writer.push(words);
        self.writer.push(blank);
    }

    /// Writes a table.
    fn table(&mut self, grid: &Grid) {
        let table = cells::table(grid, &self.known, &mut self.joints, &mut self.page);
        table::write(table, self.writer, &mut Pages::named(self.names));
    }
}

impl Layout {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut ends: HashMap<usize, Vec<f64>> = HashMap::new();
        let mut left: HashMap<usize, f64> = HashMap::new();
        let mut steps = Vec::new();
        for lines in pages {
            for line in lines {
                ends.entry(line.column).or_default().push(line.x1());
                let first = left.entry(line.column).or_insert(f64::MAX);
                *first = first.min(line.x0());
            }
            for pair in lines.windows(2) {
                let step = (pair[1].y() - pair[0].y()) / pair[1].size();
                if !pair[1].apart && (0.8..4.0).contains(&step) {
                    steps.push(step);
                }
            }
        }
        let usual = |(column, mut ends): (usize, Vec<f64>)| {
            ends.sort_by(f64::total_cmp);
            let outliers = if ends.len() >= 12 { ends.len() / 50 + 1 } else { 0 };
            (column, ends[ends.len() - 1 - outliers])
        };
        let right = ends.into_iter().map(usual).collect();
        steps.sort_by(f64::total_cmp);
        let pitch = steps.get(steps.len() / 5).copied().unwrap_or(1.2);
        let all = pages.iter().map(Vec::len).sum::<usize>();
        let numbers: Vec<&str> = pages.iter().flatten().filter_map(|line| line.number.as_deref()).collect();
        let fives = numbers.iter().filter(|number| number.ends_with(['0', '5'])).count();
        let numbers_open = numbers.len() * 10 < all * 8 && fives * 2 < numbers.len();
        let (labels, alone, marked) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut layout = Layout { left, right, pitch, labels, alone, marked, numbers_open, times_end: false };
        layout.learn(pages);
        layout
    }

    /// Learns the labels at the beginnings of lines that are beginnings of paragraphs without doubt.
    fn learn(&mut self, pages: &[Vec<Line>]) {
        let [mut labels, mut alone, mut marked] = [HashMap::new(), HashMap::new(), HashMap::new()];
        let texts: Vec<String> = pages.iter().flatten().map(Line::text).collect();
        let mut of_lines = texts.iter();
        for lines in pages {
            for (n, (line, text)) in lines.iter().zip(&mut of_lines).enumerate() {
                let opens =
                    n == 0 || line.apart || self.between(&lines[n - 1], line, "", true) != Between::Nothing;
                if !opens {
                    continue;
                }
                if let Some(label) = label(text) {
                    *labels.entry(label.to_string()).or_default() += 1;
                }
                match opening(text) {
                    Some(Opening::Alone(name)) => *alone.entry(name.to_string()).or_default() += 1,
                    Some(Opening::Marked(name)) => *marked.entry(name.to_string()).or_default() += 1,
                    None => {}
                }
            }
        }
        labels.extend(labels::at_line_beginnings(&texts));
        labels::leave_out_what_stands_inside(&mut marked, &texts);
        (self.labels, self.alone, self.marked) = (labels, alone, marked);
        self.times_end = labels::times_end(&texts);
    }

    /// Whether a line begins as others do that begin paragraphs without doubt.
    fn begins_as_others(&self, text: &str) -> bool {
        let again = |counts: &HashMap<String, usize>, name: &str| counts.get(name).is_some_and(|n| *n >= 2);
        label(text).is_some_and(|label| again(&self.labels, label))
            || self.is_name_of_others(text)
            || matches!(opening(text), Some(Opening::Marked(name)) if again(&self.marked, name))
    }

    /// Whether a line is a name that stands alone on others, too.
    fn is_name_of_others(&self, text: &str) -> bool {
        self.alone.get(text).is_some_and(|n| *n >= 2)
    }

    /// What stands between two lines, where they begin aside.
    fn between(&self, before: &Line, line: &Line, text: &str, same_place: bool) -> Between {
        let (a, b) = (before.size(), line.size());
        if same_place && (line.y() - before.y()) / b.max(a) > APART * self.pitch {
            return Between::Room;
        }
        if a > SIZES * b || b > SIZES * a {
            return Between::Room;
        }
        if (self.numbers_open && line.number.is_some())
            || (clock(text).is_some() && !(self.times_end && is_final_time(text)))
            || self.begins_as_others(text)
            || self.is_name_of_others(&before.text())
            || is_item(text)
        {
            return Between::End;
        }
        let right = self.right.get(&before.column).copied().unwrap_or(0.0);
        // The first word would have stood in the line before, had that not ended.
        let fits = before.x1() + line.first_width() + 0.6 * a < right;
        if fits && !is_parted(&before.text(), text) { Between::End } else { Between::Nothing }
    }

    /// Where the lines of the column begin.
    fn left(&self, line: &Line) -> f64 {
        self.left.get(&line.column).copied().unwrap_or(0.0)
    }
}

/// Whether a hyphen at the end of a line, however short it is, leaves a word to go on in small letters below.
pub(super) fn is_parted(before: &str, text: &str) -> bool {
    let head = before.strip_suffix(['-', '\u{2010}', '\u{ad}']);
    let word = text.split_whitespace().next().unwrap_or_default();
    head.is_some_and(|head| head.ends_with(char::is_lowercase))
        && word.starts_with(char::is_lowercase)
        && !is_small_item(word)
}

/// Whether a word is the letter of an entry in a list: `a)`, `b.`.
fn is_small_item(word: &str) -> bool {
    word.chars().count() == 2 && word.ends_with([')', '.'])
}

/// Whether a line is an entry of a list.
pub(super) fn is_item(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if "•◦▪‣●○■·➢✓".contains(first) {
        return true;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    (1..=2).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))
}
