//! Marks around names that are in no list of forms: `{Anna} words`, `Anna > words`, `#A words`, `== Anna (00:01:02) ==`. One form
//! for nearly all paragraphs, and a few names that take turns in it, tell that they are labels.

use std::collections::HashMap;

use themata_model::Timestamp;
use themata_model::line::{Line, LineKind};

use super::SpeakerStyle;
use super::label::Head;
use super::lexicon::{self, Meaning};
use super::shape::{Shape, is_initials, shape};
use super::{evidence, time};

/// Fewest lines of one form, and most names.
const LINES: usize = 6;
const NAMES: usize = 8;

/// Most words and bytes of a name.
const WORDS: usize = 4;
const LONG: usize = 60;

/// The marks before and behind a name.
type Marks<'a> = (&'a str, &'a str);

/// Marks that are read elsewhere.
const KNOWN: &[Marks<'static>] = &[("<", ">"), ("**", "**"), ("__", "__"), ("<<", ">>")];

/// A beginning of a line that has a name between marks.
struct Beginning<'a> {
    marks: Marks<'a>,
    start: usize,
    end: usize,
    name: &'a str,
    timestamp: Option<Timestamp>,
    alone: bool,
}

/// The labels of a text by their lines, where nearly all paragraphs begin with a name between the same marks.
pub(super) fn labels<'a>(text: &'a str, lines: &[Line]) -> HashMap<usize, Head<'a>> {
    let is_full =
        |line: &Line| !matches!(line.kind, LineKind::Blank | LineKind::FrontMatter | LineKind::Code);
    let full = lines.iter().filter(|line| is_full(line)).count();
    let found: Vec<(usize, Beginning<'a>)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_full(line))
        .filter_map(|(n, line)| Some((n, beginning(&text[line.start..line.end])?)))
        .collect();
    let mut counts: HashMap<Marks<'a>, usize> = HashMap::new();
    found.iter().for_each(|(_, one)| *counts.entry(one.marks).or_default() += 1);
    // What has a form of its own is read by that.
    counts.retain(|marks, _| !KNOWN.contains(marks));
    let most = counts.into_iter().max_by_key(|(marks, count)| (*count, *marks));
    let Some((marks, count)) = most.filter(|(_, count)| *count >= LINES) else { return HashMap::new() };
    let own: Vec<&(usize, Beginning<'a>)> = found.iter().filter(|(_, one)| one.marks == marks).collect();
    let blocks = evidence::block_starts(lines).len();
    let alone = own.iter().filter(|(_, one)| one.alone).count();
    let is_most = if blocks * 2 >= count {
        // Names alone on their lines may be paragraphs of their own.
        count * 10 >= (blocks - alone.min(blocks / 2)) * 8
    } else {
        count * 10 >= full * 8 || (alone == count && count * 3 >= full)
    };
    if !is_most || !take_turns(&own) {
        return HashMap::new();
    }
    let head = |one: &Beginning<'a>| Head {
        start: one.start,
        end: one.end,
        name: one.name,
        style: SpeakerStyle::Marked,
        timestamp: one.timestamp,
        tight: false,
        bare: true,
    };
    own.into_iter().map(|(n, one)| (*n, head(one))).collect()
}

/// Whether a few names take turns, and look like names.
fn take_turns(own: &[&(usize, Beginning<'_>)]) -> bool {
    let names: Vec<String> = own.iter().map(|(_, one)| lexicon::key(one.name)).collect();
    let mut distinct = names.clone();
    distinct.sort();
    distinct.dedup();
    let changes = names.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let looks = |name: &str| {
        is_initials(name)
            || shape(name) >= Shape::Word
            || matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_))
    };
    // `a)`, `b)`, `c)` are the points of a list.
    let is_list = distinct.iter().zip('a'..).all(|(name, letter)| name.chars().eq([letter]));
    (2..=NAMES.min(names.len() / 2)).contains(&distinct.len())
        && changes * 2 >= names.len() - 1
        && own.iter().all(|(_, one)| looks(one.name))
        && !is_list
}

/// Reads a name between marks at the beginning of a line, with the time that may stand before it or behind it.
fn beginning(line: &str) -> Option<Beginning<'_>> {
    let mut start = line.len() - line.trim_start().len();
    let mut timestamp = None;
    if let Some((time, length)) = leading_time(&line[start..]) {
        timestamp = Some(time);
        start += length;
        start += line[start..].len() - line[start..].trim_start().len();
    }
    let rest = line[start..].trim_end();
    let open = &rest[..rest.find(|c| !is_mark(c))?];
    let after = &rest[open.len()..];
    let name_from = after.len() - after.trim_start_matches(' ').len();
    let words = &after[name_from..];
    let in_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '_');
    // A mark before a code is enough where a blank stands behind it: `#A1 words`.
    let stop = words.find(|c| !in_name(c)).filter(|at| *at <= LONG);
    let marked =
        stop.map(|at| words.split_at(at)).filter(|(name, _)| name.split_whitespace().count() <= WORDS);
    let (name, behind) = match marked {
        Some((name, behind)) if closes(behind, open) => (name, behind),
        _ if !open.is_empty() && name_from == 0 => {
            words.split_once(' ').map(|(name, _)| words.split_at(name.len()))?
        }
        _ => return None,
    };
    let (inner, length) = inner_time(behind);
    let behind = &behind[length..];
    let close = &behind[..behind.find(|c| !is_mark(c)).unwrap_or(behind.len())];
    let said = &behind[close.len()..];
    let end = start + rest.len() - said.len();
    let fits = open.chars().count() <= 3
        && close.chars().count() <= 3
        && !(open.is_empty() && close.is_empty())
        && name.starts_with(char::is_alphanumeric)
        && name.contains(char::is_alphabetic)
        && (said.is_empty() || (said.starts_with([' ', '\t']) && said.contains(char::is_alphabetic)));
    let name = name.trim_end();
    fits.then(|| Beginning {
        marks: (open, close),
        start,
        end,
        name,
        timestamp: timestamp.or(inner),
        alone: said.is_empty(),
    })
}

/// Whether a name ends before `behind`: at a time in brackets, or at a mark that closes it.
fn closes(behind: &str, open: &str) -> bool {
    inner_time(behind).1 > 0
        || (behind.starts_with(is_mark) && (!open.is_empty() || !behind.starts_with(['*', '_', '#'])))
}

/// A time before the name: in brackets of its own, `<00:00:03>`.
fn leading_time(rest: &str) -> Option<(Timestamp, usize)> {
    let inside = rest.strip_prefix('<').and_then(|inside| inside.split_once('>')).map(|(inside, _)| inside);
    match inside {
        Some(inside) => time::alone(inside).map(|time| (time, inside.len() + 2)),
        None => time::bracketed(rest),
    }
}

/// A time in brackets behind the name, with the blank that follows it.
fn inner_time(behind: &str) -> (Option<Timestamp>, usize) {
    let from = behind.len() - behind.trim_start().len();
    match time::bracketed(&behind[from..]) {
        Some((time, length)) => {
            let after = &behind[from + length..];
            (Some(time), from + length + after.len() - after.trim_start_matches(' ').len())
        }
        None => (None, 0),
    }
}

/// Marks that may set off a name; those that have forms of their own, and those of sentences, are none.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '{' | '}'
            | '*'
            | '#'
            | '@'
            | '='
            | '<'
            | '>'
            | '~'
            | '/'
            | '\\'
            | '§'
            | '+'
            | '%'
            | '^'
            | '_'
            | ')'
            | '→'
            | '»'
            | '›'
            | '►'
            | '▶'
            | '⇒'
            | '$'
            | '&'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: impl Fn(&str, &str) -> String, expected: usize) {
        let talk = [
            ("Lin Ek", "Why did it begin?"),
            ("Pia", "With an oven."),
            ("Lin Ek", "And then?"),
            ("Pia", "It grew."),
        ];
        let text: String = talk.iter().chain(&talk).map(|(name, words)| form(name, words) + "\n").collect();
        let found = labels(&text, &themata_model::line::lines(&text));
        assert_eq!(found.len(), expected, "{text}");
        assert!(found.values().all(|head| ["Lin Ek", "Pia", "L1", "P1"].contains(&head.name)), "{text}");
    }

    #[test]
    fn one_form_of_marks_around_a_few_names_tells_that_they_are_labels() {
        check(|name, words| format!("{{{name}}} {words}"), 8);
        check(|name, words| format!("*{name}* {words}"), 8);
        check(|name, words| format!("{name} > {words}"), 8);
        check(|name, words| format!("{name} // {words}"), 8);
        check(|name, words| format!("<00:01:02> {name} > {words}"), 8);
        check(|name, words| format!("== {name} (00:01:02) ==\n{words}\n"), 8);
        check(|name, words| format!("#{}1 {words}", &name[..1]), 8);
        check(
            |name, words| format!("{}) {words}", &name[..1]).replace("L)", "Lin Ek)").replace("P)", "Pia)"),
            8,
        );
    }

    #[test]
    fn points_of_a_list_emphasis_and_tags_are_no_labels() {
        check(|name, words| format!("{}) {words}", if name == "Pia" { "b" } else { "a" }), 0);
        check(|name, words| format!("{name} is *here* {words}"), 0);
        check(|_, words| format!("#town {words}"), 0);
        check(|name, words| if name == "Pia" { format!("*Pia* {words}") } else { words.to_string() }, 0);
    }
}
