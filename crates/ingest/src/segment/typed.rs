//! Labels that the type or the style of their paragraph tells, whatever they say: `Harbour master`, `Marta Reis, baker` or
//! `Anf. 12 ANNA BERG (S):` alone in bold or as a heading, again and again, with words below.

use std::collections::{BTreeMap, HashMap};

use themata_model::line::{Line, LineKind};

use super::label::{Head, parse};
use super::lexicon::{self, Meaning};
use super::shape::{Shape, shape};
use super::{Marked, SpeakerStyle, time};

/// Fewest labels, and most different ones.
const LABELS: usize = 6;
const NAMES: usize = 12;

/// Longest label, in bytes and in words.
const LONG: usize = 60;
const WORDS: usize = 7;

/// The group of paragraphs that are set off without being headings.
const SET_OFF: u8 = 255;

/// A line that may be a label: its name stands from one byte to another.
struct Typed<'a> {
    line: usize,
    name: &'a str,
    from: usize,
    number: Option<u32>,
}

/// The labels of a text by their lines, where names of no common form recur and take turns in a type or style of their own.
pub(super) fn labels<'a>(text: &'a str, lines: &[Line], marked: &Marked) -> HashMap<usize, Head<'a>> {
    let mut groups: BTreeMap<u8, Vec<Typed<'a>>> = BTreeMap::new();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.kind == LineKind::Text) {
        let heading = marked.headings.partition_point(|heading| heading.end <= line.start);
        let level = marked
            .headings
            .get(heading)
            .filter(|heading| heading.start <= line.start)
            .map(|heading| heading.level);
        let set_off = marked.set_off.binary_search(&line.start).is_ok().then_some(SET_OFF);
        if let Some(group) = level.or(set_off)
            && let Some(typed) = typed(text, lines, n)
        {
            groups.entry(group).or_default().push(typed);
        }
    }
    groups.into_values().find_map(|group| among(group, text, lines)).unwrap_or_default().into_iter().collect()
}

/// The labels of one group, where it consists of them.
fn among<'a>(mut group: Vec<Typed<'a>>, text: &'a str, lines: &[Line]) -> Option<Vec<(usize, Head<'a>)>> {
    // Numbers that grow by one count the turns; others belong to the names.
    let numbers: Vec<u32> = group.iter().filter_map(|one| one.number).collect();
    let grow = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    if numbers.len() * 10 < group.len() * 9 || grow * 10 < numbers.len().saturating_sub(1) * 9 {
        for one in &mut group {
            let words = text[lines[one.line].start..lines[one.line].end].trim();
            (one.name, one.from) = (words.trim_end_matches([':', '：', ' ']), 0);
        }
    }
    let key = |one: &Typed<'_>| lexicon::key(one.name);
    let mut counts: HashMap<String, usize> = HashMap::new();
    group.iter().for_each(|one| *counts.entry(key(one)).or_default() += 1);
    let recurs = |one: &&Typed<'a>| counts[&key(one)] >= 2;
    let own: Vec<&Typed<'a>> = group.iter().filter(recurs).collect();
    let distinct = counts.values().filter(|count| **count >= 2).count();
    let changes = own.windows(2).filter(|pair| key(pair[0]) != key(pair[1])).count();
    let speaks = |one: &&&Typed<'_>| {
        let below = lines[one.line + 1..].iter().position(|line| line.kind != LineKind::Blank);
        below.is_some_and(|n| !group.iter().any(|other| other.line == one.line + 1 + n))
    };
    // Names of the common forms are told without.
    let is_common = |one: &&Typed<'_>| {
        shape(one.name) >= Shape::Word && one.from == 0 && !one.name.contains(',')
            || matches!(lexicon::meaning(&key(one)), Meaning::Speaker(_))
    };
    let is_talk = own.len() >= LABELS
        && (2..=NAMES).contains(&distinct)
        && own.len() * 4 >= group.len() * 3
        && changes * 2 >= own.len() - 1
        && own.iter().filter(speaks).count() * 10 >= own.len() * 9
        && !own.iter().all(is_common);
    let head = |one: &Typed<'a>| {
        let words = &text[lines[one.line].start..lines[one.line].end];
        let head = Head {
            start: words.len() - words.trim_start().len(),
            end: words.trim_end().len(),
            name: one.name,
            style: SpeakerStyle::Marked,
            timestamp: None,
            tight: false,
            bare: true,
        };
        (one.line, head)
    };
    is_talk.then(|| own.into_iter().map(head).collect())
}

/// A short line that ends like no sentence, with words below it.
fn typed<'a>(text: &'a str, lines: &[Line], n: usize) -> Option<Typed<'a>> {
    let words = text[lines[n].start..lines[n].end].trim();
    let name = words.trim_end_matches([':', '：', ' ']);
    let has_words = parse(words).is_some_and(|head| !words[head.end..].trim().is_empty());
    let fits = name.len() <= LONG
        && name.split_whitespace().count() <= WORDS
        && name.contains(char::is_alphabetic)
        && !name.ends_with(['?', '!', '…', ',', ';', '。', '？', '！'])
        && !(name.ends_with('.') && name.rsplit(' ').next().is_some_and(|last| last.len() > 4))
        && !has_words
        && time::alone(words).is_none()
        && lexicon::meaning(&lexicon::key(name)) != Meaning::NotASpeaker;
    let (from, number) = counted(name).unzip();
    let from = from.unwrap_or(0);
    fits.then(|| Typed { line: n, name: &name[from..], from, number })
}

/// Where the name begins behind a number, which a word may stand before: `12 Anna`, `Anf. 12 Anna`.
fn counted(words: &str) -> Option<(usize, u32)> {
    let word = words.len() - words.trim_start_matches(|c: char| c.is_alphabetic() || c == '.').len();
    let rest = words[word..].trim_start();
    if word > 0 && rest.len() == words[word..].len() {
        return None;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[..digits].parse().ok().filter(|_| (1..=5).contains(&digits))?;
    let behind = rest[digits..].trim_start_matches(['.', ')', ':']);
    let name = behind.trim_start();
    (name.len() < behind.len() && name.starts_with(char::is_alphabetic))
        .then_some((words.len() - name.len(), number))
}
