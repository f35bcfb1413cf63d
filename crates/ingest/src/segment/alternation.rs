//! Names in a form that no list knows: lines that begin alike but for a few names, which come again and take turns. What the
//! form is matters little: `Head of sales > words`, `#A1 words`, `- Anna: words`, names alone on their lines.

mod beginning;

use std::collections::{BTreeMap, HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::candidate::{Candidate, is_rule_of_table};
use super::label::Head;
use super::lexicon::{self, Meaning};
use super::shape::{Shape, is_initials, shape};
use super::{SpeakerStyle, bare, paragraph, running};
pub(super) use beginning::is_title;
use beginning::{Beginning, Form, Parting};

/// Fewest labels between marks, and without any.
const MARKED: usize = 6;
const UNMARKED: usize = 8;

/// Most names between marks, and without any.
const MARKED_NAMES: usize = 12;
const UNMARKED_NAMES: usize = 6;

/// How often a name comes at the least that is added to others, before a colon or a dash and in other
/// forms; before a tab once is enough.
const ADDED_BEFORE_MARK: usize = 4;
const ADDED: usize = 2;

/// How often a word that is no speaker elsewhere comes at the least where it is one.
const OFTEN: usize = 4;

/// Most words that may follow a word of a name that only blanks part from what is said.
const BRANCHES: usize = 3;

/// A beginning in its line.
struct Found<'a> {
    line: usize,
    opens: bool,
    /// Whether the line with words above it ends like no sentence.
    inside: bool,
    beginning: Beginning<'a>,
}

/// The labels of a text in the one form in which most names take turns, where they explain more than those that are
/// accepted as labels among `candidates`.
pub(super) fn candidates<'a>(
    text: &'a str,
    lines: &[Line],
    candidates: &[Candidate<'a>],
    accepted: &[usize],
) -> Option<Vec<Candidate<'a>>> {
    let known: HashSet<String> = accepted.iter().map(|n| lexicon::key(candidates[*n].name)).collect();
    // Others that take turns can only be added to by what has marks, or lines, of its own.
    let are_told = known.len() >= 2;
    let mut own = in_one_form(text, lines, are_told);
    // What stands above the first turn of others is a head, unless somebody speaks there who does so below, too.
    let first = accepted.first().map_or(0, |n| candidates[*n].line);
    let below: HashSet<String> =
        own.iter().filter(|one| one.line >= first).map(|one| lexicon::key(one.name)).collect();
    own.retain(|one| !are_told || below.contains(&lexicon::key(one.name)));
    let alone = own.iter().all(|one| text[one.end..].trim_start_matches(' ').starts_with('\n'));
    let at: HashSet<usize> = own.iter().map(|one| one.line).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    own.iter().for_each(|one| *counts.entry(lexicon::key(one.name)).or_default() += 1);
    let all = |marks: &[char]| own.iter().all(|one| text[..one.end].ends_with(marks));
    let before_tab = own.iter().all(|one| text[one.end..].starts_with('\t'));
    let least_added = match before_tab {
        true => 1,
        false if all(&[':', '：', '-', '–', '—']) => ADDED_BEFORE_MARK,
        false => ADDED,
    };
    let added: Vec<usize> =
        counts.iter().filter(|(name, _)| !known.contains(*name)).map(|(_, count)| *count).collect();
    let is_sure = !are_told
        || (known.iter().all(|name| counts.contains_key(name))
            && (!added.is_empty() || alone)
            && added.iter().all(|count| *count >= least_added));
    let holds_all = accepted.iter().all(|n| at.contains(&candidates[*n].line));
    (is_sure && holds_all && own.len() > accepted.len()).then_some(own)
}

/// The labels in the one form in which most names take turns; none where there is no such form.
fn in_one_form<'a>(text: &'a str, lines: &[Line], are_told: bool) -> Vec<Candidate<'a>> {
    let starts = paragraph::starts(text, lines);
    let opening: HashSet<usize> = starts.iter().copied().collect();
    let mut forms: BTreeMap<Form<'a>, Vec<Found<'a>>> = BTreeMap::new();
    let mut with_blanks: Vec<Vec<Found<'a>>> = Vec::new();
    let (mut is_ended, mut is_inside, mut colons) = (true, false, 0);
    for (n, line) in lines.iter().enumerate() {
        let words = &text[line.start..line.end];
        let below_sentence = std::mem::replace(&mut is_ended, words.trim_end().ends_with(is_end));
        let inside = is_inside;
        if line.kind != LineKind::Blank {
            is_inside =
                words.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '，' | '、'));
        }
        let is_head = lines.get(n + 1).is_some_and(|next| is_rule_of_table(&text[next.start..next.end]));
        if !matches!(line.kind, LineKind::Text | LineKind::List | LineKind::Heading) || is_head {
            continue;
        }
        let opens = opening.contains(&n) || below_sentence;
        let found = |beginning| Found { line: n, opens, inside, beginning };
        let read = beginning::read(words, line.start);
        let is_read = |one: &Beginning<'_>| read.as_ref().is_some_and(|read| read.form == one.form);
        let to_colon = beginning::before_colon(words, line.start).filter(|one| !is_read(one));
        let to_dash = beginning::before_dash(words, line.start).filter(|one| !is_read(one));
        let alone = beginning::alone_with_letter(words, line.start).filter(|one| !is_read(one));
        for beginning in read.into_iter().chain(to_colon).chain(to_dash).chain(alone) {
            forms.entry(beginning.form.clone()).or_default().push(found(beginning));
        }
        if opens && !are_told {
            colons += usize::from(beginning::has_colon(words));
            with_blanks.push(beginning::by_blanks(words, line.start).into_iter().map(found).collect());
        }
    }
    // A label with a colon is read as such or not at all.
    if colons * 2 > with_blanks.len() {
        with_blanks.clear();
    }
    if are_told {
        forms.retain(|form, _| form.parting != Parting::Stop);
    }
    for found in without_common(with_blanks) {
        forms.entry(found.beginning.form.clone()).or_default().push(found);
    }
    // Of forms that explain nearly as much the surest stands first.
    let talks: Vec<Vec<Found<'a>>> =
        forms.into_iter().filter_map(|(form, found)| talk(&form, found, text, &starts, are_told)).collect();
    let most = talks.iter().map(Vec::len).max().unwrap_or(0);
    let Some(talk) = talks.into_iter().find(|talk| talk.len() * 10 >= most * 8) else { return Vec::new() };
    let mut found: Vec<Candidate<'a>> = talk.into_iter().map(candidate).collect();
    running::drop(text, lines, &mut found);
    bare::with_times_beside(text, lines, &mut found);
    found
}

/// What ends a sentence.
fn is_end(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '"' | '”' | '»' | '“' | '’' | ')' | ']' | '。' | '？' | '！' | '」')
}

fn candidate(found: Found<'_>) -> Candidate<'_> {
    let Beginning { start, end, name, timestamp, .. } = found.beginning;
    let head = Head {
        start: 0,
        end: end - start,
        name,
        style: SpeakerStyle::Marked,
        timestamp,
        tight: false,
        bare: true,
    };
    Candidate { timed: timestamp.is_some(), ..Candidate::of(found.line, start, head, found.opens) }
}

/// Of the beginnings of each line that only a blank parts from what is said, the longest one that comes again like the
/// shorter ones.
fn without_common(all: Vec<Vec<Found<'_>>>) -> Vec<Found<'_>> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    all.iter().flatten().for_each(|one| *counts.entry(one.beginning.name).or_default() += 1);
    let mut branches: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
    for pair in all.iter().flat_map(|line| line.windows(2)) {
        *branches.entry(pair[0].beginning.name).or_default().entry(pair[1].beginning.name).or_default() += 1;
    }
    let goes_on = |name: &str| {
        let again: Vec<usize> = branches
            .get(name)
            .into_iter()
            .flat_map(|next| next.values().copied())
            .filter(|n| *n >= 3)
            .collect();
        again.len() <= BRANCHES && again.iter().sum::<usize>() * 10 >= counts[name] * 9
    };
    all.into_iter()
        .filter_map(|line| {
            let longest = line.iter().position(|one| !goes_on(one.beginning.name))?;
            line.into_iter().nth(longest)
        })
        .collect()
}

/// The labels of one form, where they are a talk.
fn talk<'a>(
    form: &Form<'a>,
    found: Vec<Found<'a>>,
    text: &str,
    starts: &[usize],
    are_told: bool,
) -> Option<Vec<Found<'a>>> {
    let mut found = without_heads(without_refrains(found, text));
    if form.parting == Parting::Blank {
        without_openings(&mut found, text);
    }
    let is_marked = matches!(form.parting, Parting::Marks | Parting::MarkedLine);
    let mut counts: HashMap<String, usize> = HashMap::new();
    found.iter().for_each(|one| *counts.entry(key(one)).or_default() += 1);
    let again = if is_marked { 2 } else { 3 };
    // Where nobody else speaks, `EG` may be initials and `Editor` somebody who does.
    let beginnings = found.len();
    let is_often = |one: &Found<'_>| {
        let count = counts[&key(one)];
        let among_others = is_initials(one.beginning.name) && count * 8 >= beginnings;
        count >= OFTEN && (!are_told || among_others)
    };
    let may_speak = |one: &Found<'_>| {
        (looks_like_name(one.beginning.name)
            || (is_marked && form.is_timed() && is_small_code(one.beginning.name)))
            && !lexicon::is_saying(&key(one))
            && (lexicon::meaning(&key(one)) != Meaning::NotASpeaker || is_often(one))
    };
    let opening = found.iter().filter(|one| one.opens).count();
    let comes_again =
        |one: &Found<'_>| counts[&key(one)] >= again && may_speak(one) && (is_marked || one.opens);
    let own: Vec<&Found<'a>> = found.iter().filter(|one| comes_again(one)).collect();
    let (first, last) = (own.first()?.line, own.last()?.line);
    let names: HashSet<String> = own.iter().map(|one| key(one)).collect();
    let changes = own.windows(2).filter(|pair| key(pair[0]) != key(pair[1])).count();
    let (least, most) = if is_marked { (MARKED, MARKED_NAMES) } else { (UNMARKED, UNMARKED_NAMES) };
    let has_word = own.iter().any(|one| matches!(lexicon::meaning(&key(one)), Meaning::Speaker(_)));
    let one_asks = one_asks(&own, text);
    let is_asked = has_word || one_asks;
    // A table of points has them once or twice each.
    let most = most.min(own.len() / if is_asked { 2 } else { 3 });
    let all = if form.parting == Parting::Marks { found.len() } else { own.len() };
    let paragraphs =
        starts.partition_point(|line| *line <= last) - starts.partition_point(|line| *line < first);
    let (part, of) = match form.parting {
        Parting::Marks => (3, 10),
        Parting::MarkedLine | Parting::Line => (1, 8),
        Parting::Stop if is_asked => (6, 10),
        Parting::Stop => (8, 10),
        Parting::Blank => (6, 10),
    };
    let takes_turns = all >= least
        && (2..=most).contains(&names.len())
        && changes * 2 >= own.len() - 1
        && own.iter().filter(|one| one.opens).count() * 10 >= opening * 7
        && own.len() * of >= paragraphs * part
        && !is_list(&names);
    // Without marks of their own, and in those of what is heard, somebody has to ask.
    let is_field = |one: &&Found<'_>| {
        lexicon::meaning(&key(one)) == Meaning::NotASpeaker && !is_initials(one.beginning.name)
    };
    let is_told = one_asks
        || (has_word && !own.iter().any(is_field))
        || (form.parting == Parting::Marks && !form.encloses() && !own.iter().any(is_field));
    let speaks =
        |pair: &[&Found<'_>]| !text[pair[0].beginning.end..pair[1].beginning.start].trim().is_empty();
    let have_words = own.windows(2).filter(|pair| speaks(pair)).count() * 10 >= (own.len() - 1) * 9;
    if !(takes_turns && is_told && have_words) {
        return None;
    }
    // Between marks, who speaks once is somebody, too.
    let is_dense = form.has_tab() && found.len() * 10 >= paragraphs * 9;
    let is_one = |one: &Found<'_>| {
        let looks = shape(one.beginning.name) >= Shape::Word || is_dense;
        comes_again(one) || (form.parting == Parting::Marks && one.opens && may_speak(one) && looks)
    };
    Some(found.into_iter().filter(is_one).collect())
}

fn key(one: &Found<'_>) -> String {
    lexicon::key(one.beginning.name)
}

/// Leaves out names that the same words follow each time: lines that come again, as heads of pages do.
fn without_refrains<'a>(mut found: Vec<Found<'a>>, text: &str) -> Vec<Found<'a>> {
    let mut said: HashMap<String, (usize, HashSet<&str>)> = HashMap::new();
    for one in &found {
        let words = text[one.beginning.end..].lines().next().unwrap_or_default().trim();
        let (count, different) = said.entry(key(one)).or_default();
        *count += 1;
        different.insert(words);
    }
    let is_refrain = |one: &Found<'_>| {
        let (count, different) = &said[&key(one)];
        *count >= 3 && different.len() == 1 && !different.contains("")
    };
    let refrains: Vec<bool> = found.iter().map(is_refrain).collect();
    let mut refrains = refrains.into_iter();
    found.retain(|_| refrains.next() == Some(false));
    found
}

/// How many names stand for each head of a page at the least.
const HEADS: usize = 3;

/// Leaves out lines that stand in the midst of sentences, as heads of pages do, where the names stand below whole ones.
fn without_heads(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for one in &found {
        let (inside, all) = counts.entry(key(one)).or_default();
        *inside += usize::from(one.inside);
        *all += 1;
    }
    let is_head = |(inside, all): &(usize, usize)| *all >= 2 && inside * 2 > *all;
    let names = counts.values().filter(|count| !is_head(count));
    let (inside, all) = names.fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let heads: usize = counts.values().filter(|count| is_head(count)).map(|(_, all)| all).sum();
    if inside * 5 <= all && heads * HEADS <= all {
        found.retain(|one| !is_head(&counts[&key(one)]));
    }
    found
}

/// Leaves out words that go on in small letters, as a sentence does that begins with them, where behind the others one begins.
fn without_openings(found: &mut Vec<Found<'_>>, text: &str) {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for one in &*found {
        let goes_on = text[one.beginning.end..].trim_start().starts_with(char::is_lowercase);
        let (small, all) = counts.entry(key(one)).or_default();
        *small += usize::from(goes_on);
        *all += 1;
    }
    let is_opening = |(small, all): &(usize, usize)| small * 2 > *all;
    let (others, all) = counts
        .values()
        .filter(|count| count.1 >= 3)
        .fold((0, 0), |sum, count| (sum.0 + if is_opening(count) { 0 } else { count.1 }, sum.1 + count.1));
    if others * 2 > all {
        found.retain(|one| !is_opening(&counts[&key(one)]));
    }
}

/// Whether a name begins as names and words for speakers do.
fn looks_like_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit() || (c.is_alphabetic() && !c.is_lowercase()))
        || matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_))
}

/// `jk`: initials in small letters.
fn is_small_code(name: &str) -> bool {
    (2..=3).contains(&name.chars().count()) && name.chars().all(char::is_lowercase)
}

/// `a)`, `b)`, `c)` are the points of a list.
fn is_list(names: &HashSet<String>) -> bool {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort();
    names.iter().zip('a'..).all(|(name, letter)| name.chars().eq([letter]))
}

/// Whether one of those who speak asks mostly, and another one seldom.
fn one_asks(own: &[&Found<'_>], text: &str) -> bool {
    let mut asked: HashMap<String, (usize, usize)> = HashMap::new();
    for (n, one) in own.iter().enumerate() {
        let to = own.get(n + 1).map_or(text.len(), |next| next.beginning.start);
        let asks = text[one.beginning.end..to].contains(['?', '？', '؟']);
        let (asking, all) = asked.entry(lexicon::key(one.beginning.name)).or_default();
        *asking += usize::from(asks);
        *all += 1;
    }
    let asker = asked.values().filter(|(asking, all)| *asking >= 3 && asking * 2 >= *all);
    asker.into_iter().any(|(asking, all)| {
        asked.values().any(|(other, turns)| *turns >= 3 && other * all * 2 <= asking * turns)
    })
}
