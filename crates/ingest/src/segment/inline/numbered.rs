//! Words for speakers with their numbers or letters, in whatever form a program sets them off inside of its text: `>> Speaker 1:`,
//! `[SPEAKER_00]:`, `(Sprecher A)`, `发言人1 00:12`, `[00:01] Puhuja 2:`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{INSIDE, inside, is_inside};
use crate::segment::candidate::Candidate;
use crate::segment::lexicon::{self, Meaning};
use crate::segment::time;

/// What may stand before a name, the name, and what may stand behind it.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let time = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?";
    let name = r"[\p{L}]+[\s_]?(?:\d{1,2}\b|[A-Z]\b)";
    Regex::new(&format!(
        r"(?:>>\s*)?(?:(?P<first>{time})\s+)?(?P<open>[\[(<【（]?)(?P<name>{name})(?P<close>[\])>】）]?)(?:,?\s*(?P<last>{time}))?(?P<colon>\s?[:：])?(?P<end>\s|$|[^\x00-\x7f])"
    ))
    .ok()
});

/// What sets a name off: brackets, a time before and behind it, a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Form {
    in_brackets: bool,
    time_first: bool,
    time_last: bool,
    colon: bool,
}

/// Longest label, in bytes, and paragraphs among which one begins with a label.
const LONG: usize = 80;
const FIRST: usize = 40;

/// The labels in the form that most of them have, where one of them opens a paragraph: who stands behind the words opens none.
pub(super) fn labels<'a>(text: &'a str, blocks: &[(usize, usize)]) -> Vec<Candidate<'a>> {
    let Some(label) = LABEL.as_ref() else { return Vec::new() };
    let opens = |(start, end): &(usize, usize)| {
        let first = &text[*start..text.floor_char_boundary((start + LONG).min(*end))];
        label.find(first).is_some_and(|found| first[..found.start()].trim().is_empty())
    };
    if !blocks.iter().take(FIRST).any(opens) {
        return Vec::new();
    }
    let mut found: Vec<(Form, Candidate<'a>)> = Vec::new();
    for (start, end) in blocks {
        for part in label.captures_iter(&text[*start..*end]) {
            let (Some(whole), Some(name)) = (part.get(0), part.name("name")) else { continue };
            let behind = part.name("end").map_or(whole.end(), |end| end.start());
            let has = |group: &str| part.name(group).is_some_and(|group| !group.is_empty());
            let in_brackets = has("open") && has("close");
            let form =
                Form { in_brackets, time_first: has("first"), time_last: has("last"), colon: has("colon") };
            let is_set_off = in_brackets || form.time_first || form.time_last || form.colon;
            let is_word = matches!(lexicon::meaning(&lexicon::key(name.as_str())), Meaning::Speaker(_));
            if !is_set_off || !is_word || has("open") != has("close") {
                continue;
            }
            let own = text.get(start + name.start()..start + name.end()).unwrap_or_default();
            let clock = part.name("first").or(part.name("last")).map(|clock| clock.as_str());
            let timestamp = clock.and_then(|clock| time::bracketed(clock).or_else(|| time::bare(clock)));
            let one = inside(own, start + whole.start(), start + behind);
            let timestamp = timestamp.map(|(time, _)| time);
            found.push((form, Candidate { timestamp, timed: timestamp.is_some(), ..one }));
        }
    }
    let mut counts: HashMap<Form, usize> = HashMap::new();
    found.iter().for_each(|(form, _)| *counts.entry(*form).or_default() += 1);
    let most = counts.into_iter().max_by_key(|(form, count)| (*count, *form)).map(|(form, _)| form);
    let found: Vec<Candidate<'a>> =
        found.into_iter().filter(|(form, _)| Some(*form) == most).map(|(_, one)| one).collect();
    // Lines that begin so are told otherwise.
    if found.iter().filter(|one| is_inside(text, one)).count() >= INSIDE { found } else { Vec::new() }
}
