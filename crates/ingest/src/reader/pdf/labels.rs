//! Labels at the beginnings of lines.

use std::collections::HashMap;

use crate::segment::{
    can_be_label, can_stand_alone, clock, label_with_dash, label_with_time, letter_with_stop,
};

/// Longest label looked for at the beginning of a line, in bytes.
const LABEL: usize = 60;

/// Fewest lines that begin with a label, for it to open paragraphs wherever it begins a line.
const LINES: usize = 3;

/// Most words of a label that are looked for inside of lines.
const WORDS: usize = 4;

/// What stands before the first colon, before a dash or before a time at the end, if it can be a label, or a letter for question or answer with its
/// full stop.
pub(super) fn label(text: &str) -> Option<&str> {
    if let Some(label) =
        letter_with_stop(text).or_else(|| label_with_dash(text)).or_else(|| label_with_time(text))
    {
        return Some(label);
    }
    let head = &text[..text.floor_char_boundary(LABEL)];
    let at = head.find([':', '：'])?;
    // In French a blank stands before the colon.
    let name = head[..at].trim_end();
    (can_be_label(&format!("{name}:"), name)).then_some(name)
}

/// What a line begins with that is no label by itself, and is one where others begin so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening<'t> {
    /// A name, and nothing else.
    Alone(&'t str),
    /// A name in brackets or between stars, or one before a time, with the mark.
    Marked(&'t str),
}

/// Reads what a line begins with.
pub(super) fn opening(text: &str) -> Option<Opening<'_>> {
    if text.len() <= LABEL && can_stand_alone(text) {
        return Some(Opening::Alone(text));
    }
    let head = &text[..text.floor_char_boundary(LABEL)];
    between_marks(head).or_else(|| before_time(text)).map(Opening::Marked)
}

/// A name in brackets or between stars, with words behind it.
fn between_marks(head: &str) -> Option<&str> {
    let (open, close) =
        MARKS.into_iter().find(|(open, _)| head.starts_with(*open)).filter(|_| clock(head).is_none())?;
    let inside = &head[open.len_utf8()..];
    let name = inside.split(close).next().filter(|name| name.len() < inside.len())?;
    let end = open.len_utf8() + name.len() + close.len_utf8();
    let behind = head[end..].trim_start();
    let is_marked = match open {
        '*' => behind.starts_with([':', '：']),
        _ => !behind.is_empty(),
    };
    (is_marked && can_stand_alone(name)).then(|| &head[..end])
}

/// What stands around names at the beginning of a line.
const MARKS: [(char, char); 7] =
    [('(', ')'), ('[', ']'), ('<', '>'), ('{', '}'), ('*', '*'), ('（', '）'), ('【', '】')];

/// A name before a time, with what stands between the two.
pub(super) fn before_time(text: &str) -> Option<&str> {
    let head = &text[..text.floor_char_boundary(LABEL)];
    let blanks = head.match_indices([' ', '\u{a0}', '\t']).take(WORDS);
    let ends = blanks.map(|(at, blank)| (at, at + blank.len()));
    let mut found =
        ends.filter(|(at, time)| clock(&text[*time..]).is_some() && can_stand_alone(&text[..*at]));
    let (_, time) = found.next()?;
    let mark = text[time..].chars().next().filter(|c| !c.is_ascii_digit()).map_or(0, char::len_utf8);
    Some(&text[..time + mark])
}

/// Fewest lines that end in a time, for times to stand behind the words.
const TIMES: usize = 3;

/// Whether a line is a time between marks and nothing else: `#00:01:02-3#`.
pub(super) fn is_final_time(text: &str) -> bool {
    text.starts_with(['#', '[', '(']) && clock(text).is_some_and(|(_, length)| length == text.len())
}

/// Whether times between marks stand at the ends of lines, behind words, and do not begin lines with words.
pub(super) fn times_end(texts: &[String]) -> bool {
    let ends = |text: &&String| {
        let mark = text.rfind([' ', '\t']).map(|at| &text[at + 1..]);
        mark.is_some_and(is_final_time) && clock(text).is_none()
    };
    let begins = |text: &&String| {
        text.starts_with(['#', '[', '('])
            && clock(text).is_some_and(|(_, length)| text[length..].contains(char::is_alphabetic))
    };
    let n = texts.iter().filter(ends).count();
    n >= TIMES && texts.iter().filter(begins).count() * 10 <= n
}

/// Takes out what stands inside of lines as often as at their beginnings: what is heard, `(laughs)`, does.
pub(super) fn leave_out_what_stands_inside(openings: &mut HashMap<String, usize>, texts: &[String]) {
    openings.retain(|opening, n| {
        let inside = |text: &String| text.match_indices(opening.as_str()).filter(|(at, _)| *at > 0).count();
        *n >= 2 && texts.iter().map(inside).sum::<usize>() * 2 <= *n
    });
}

/// The labels with a colon that begin lines, and hardly ever stand elsewhere in them: words that only happen to stand at the
/// beginning of a line do so by chance.
pub(super) fn at_line_beginnings(texts: &[String]) -> HashMap<String, usize> {
    let mut begins: HashMap<&str, usize> = HashMap::new();
    let mut inside: HashMap<&str, usize> = HashMap::new();
    for text in texts {
        let own = label(text).filter(|own| text[own.len()..].trim_start().starts_with([':', '：']));
        own.into_iter().for_each(|own| *begins.entry(own).or_default() += 1);
        for (at, _) in text.match_indices([':', '：']) {
            let before = text[..at].trim_end();
            let starts = before.rmatch_indices(' ').map(|(blank, _)| blank + 1).take(WORDS);
            starts.for_each(|start| *inside.entry(&before[start..]).or_default() += 1);
        }
    }
    let hardly_inside = |name: &str, n: usize| inside.get(name).is_none_or(|others| others * 2 <= n);
    begins
        .into_iter()
        .filter(|(name, n)| *n >= LINES && hardly_inside(name, *n))
        .map(|(name, n)| (name.to_string(), n))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_may_stand_between_a_label_and_its_colon() {
        for (text, name) in [("E : Et alors ?", "E"), ("Anne Roy\u{a0}: Oui.", "Anne Roy"), ("I: Why?", "I")]
        {
            assert_eq!(label(text), Some(name), "{text}");
        }
    }
}
