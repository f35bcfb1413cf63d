//! Headings that the document marks by their style: they stand between the turns, unless they name who speaks.

use std::collections::HashMap;

use themata_model::line::{Line, LineKind};

use super::label::{Head, parse};
use super::shape::{Shape, has_number, shape};
use super::{Marked, bare, lexicon};

/// A paragraph that the document says to be a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last one.
    pub(crate) end: usize,
    /// Its level: the lower, the larger the part it is the heading of.
    pub(crate) level: u8,
}

/// Makes the lines of headings what they are. Some authors write the names of speakers in the style of a heading, or
/// whole questions with their labels: such lines stay text, where the name comes again, or where nearly all headings of
/// the level are such names.
pub(super) fn mark(text: &str, lines: &mut [Line], marked: &Marked, typed: &HashMap<usize, Head<'_>>) {
    let mut headings = marked.headings.clone();
    headings.extend(by_type(text, lines, marked, typed));
    headings.sort_by_key(|heading| heading.start);
    if headings.is_empty() {
        return;
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.kind == LineKind::Text) {
        if let Some(name) = name(&text[line.start..line.end]) {
            *counts.entry(lexicon::key(name)).or_default() += 1;
        }
    }
    // Headings of one level that name speakers, and all of them.
    let mut levels: HashMap<u8, (usize, usize)> = HashMap::new();
    let mut found: Vec<(usize, u8, bool, bool)> = Vec::new();
    let mut at = headings.iter().peekable();
    for (n, line) in lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Blank) {
        while at.next_if(|heading| heading.end <= line.start).is_some() {}
        let Some(heading) = at.peek().filter(|heading| heading.start <= line.start) else { continue };
        if typed.contains_key(&n) {
            continue;
        }
        let name = name(&text[line.start..line.end]).filter(|_| !marked.all);
        let speaks = name.is_some_and(|name| {
            let key = lexicon::key(name);
            counts.get(&key).is_some_and(|count| *count >= 2)
                || matches!(lexicon::meaning(&key), lexicon::Meaning::Speaker(_))
        });
        let level = levels.entry(heading.level).or_default();
        level.0 += usize::from(speaks);
        level.1 += 1;
        found.push((n, heading.level, speaks, name.is_some()));
    }
    for (n, level, speaks, may_be_name) in found {
        let nearly_all = levels.get(&level).is_some_and(|(speakers, all)| speakers * 4 >= all * 3);
        let names = speaks || (may_be_name && nearly_all);
        if !names {
            lines[n].kind = LineKind::Heading;
        }
    }
}

/// The level of headings that only their type tells.
const BY_TYPE: u8 = 100;

/// Longest heading that only its type tells, in bytes.
const LONG: usize = 80;

/// Short paragraphs in a type of their own that end like no sentence, where few paragraphs besides the names of speakers have
/// such a type.
fn by_type(text: &str, lines: &[Line], marked: &Marked, typed: &HashMap<usize, Head<'_>>) -> Vec<Heading> {
    let is_text = |line: &&Line| line.kind == LineKind::Text;
    let paragraphs = lines.iter().filter(is_text).count();
    let is_set_off = |line: &Line| marked.set_off.binary_search(&line.start).is_ok();
    let mut again: HashMap<&str, usize> = HashMap::new();
    let words = |line: &Line| text[line.start..line.end].trim();
    lines
        .iter()
        .filter(is_text)
        .filter(|line| is_set_off(line))
        .for_each(|line| *again.entry(words(line)).or_default() += 1);
    let recurs = |n: usize, line: &Line| {
        typed.contains_key(&n) || again.get(words(line)).is_some_and(|count| *count > 1)
    };
    let once = lines.iter().enumerate().filter(|(n, line)| is_set_off(line) && !recurs(*n, line)).count();
    if once * 5 > paragraphs {
        return Vec::new();
    }
    let name_of = |line: &Line| parse(&text[line.start..line.end]).map(|head| lexicon::key(head.name));
    let names: Vec<String> =
        lines.iter().filter(|line| line.kind == LineKind::Text).filter_map(name_of).collect();
    // The heading of a part may have a colon: `Part two: the council`.
    let is_title = |name: &str| {
        let key = lexicon::key(name);
        let is_open = lexicon::meaning(&key) == lexicon::Meaning::Open;
        let is_once = names.iter().filter(|other| **other == key).count() == 1;
        lexicon::meaning(&key) == lexicon::Meaning::NotASpeaker
            || (is_open
                && is_once
                && (shape(name) < Shape::Word || has_number(name) || name.starts_with('第')))
    };
    let is_heading = |line: &&Line| {
        let words = text[line.start..line.end].trim_end();
        let ends = words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '）'));
        is_set_off(line) && words.len() <= LONG && ends && parse(words).is_none_or(|head| is_title(head.name))
    };
    let heading = |line: &Line| Heading { start: line.start, end: line.end, level: BY_TYPE };
    let found = lines.iter().enumerate().filter(|(n, line)| is_text(line) && !recurs(*n, line));
    found.map(|(_, line)| line).filter(is_heading).map(heading).collect()
}

/// The name that a line begins with or is, should it be a label.
fn name(line: &str) -> Option<&str> {
    parse(line).map(|head| head.name).or_else(|| bare::heading(line))
}
