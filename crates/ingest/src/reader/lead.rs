//! Names of speakers that only their type sets off from the words, **Anna Berg** Then we began, or only the place where the
//! words begin.

use std::collections::{HashMap, HashSet};

use super::writer::{Writer, one_line};
use crate::segment::{can_stand_alone, clock, is_no_speaker, is_word_for_speaker};

/// Fewest paragraphs that begin so.
const FEWEST: usize = 4;

/// Most paragraphs per name on average.
const PARAGRAPHS: usize = 12;

/// A name at the beginning of a paragraph: it ends at one byte, and the words begin at another.
pub(super) struct Lead {
    pub(super) name: String,
    pub(super) end: usize,
    pub(super) words: usize,
}

/// The name that the first `end` bytes of a paragraph are, where words follow it without any mark.
pub(super) fn read(text: &str, end: usize) -> Option<Lead> {
    read_any(text, end).filter(|lead| can_stand_alone(&lead.name))
}

/// Like [`read`], also where the name says what somebody does, in words of which the first one alone has a capital:
/// `Head of sales`. Only that it comes again tells that it is one.
pub(super) fn read_any(text: &str, end: usize) -> Option<Lead> {
    let (name, rest) = (text.get(..end)?, text.get(end..)?);
    let is_blank = |c: char| c.is_whitespace() && !matches!(c, '\t' | '\n' | '\u{3000}');
    // A time may stand before the name.
    let before =
        clock(name.trim_start()).map_or(0, |(_, length)| name.len() - name.trim_start().len() + length);
    let name = one_line(&name[before..]);
    // In print a full stop stands behind the names, also in the type of the words.
    let stop = usize::from(rest.starts_with(". ") && !name.ends_with('.'));
    let (rest, mut end) = (&rest[stop..], end + stop);
    let mut words = rest.trim_start_matches(is_blank);
    if let Some((_, length)) = clock(words) {
        // Behind a name and a time in brackets nothing has to be parted.
        let behind = words[length..].trim_start_matches(is_blank);
        if words.starts_with(['[', '(', '#']) || behind.len() + length == words.len() {
            return None;
        }
        end = text.len() - words.len() + length;
        words = behind;
    }
    let parts = text.len() - words.len() - end;
    let is_mark = |c: char| c.is_whitespace() || ":：-–—".contains(c);
    // What is heard, `(laughs)`, is followed by words, what belongs to the name by a colon.
    let in_brackets = |words: &str| words.starts_with(['(', '[']) && !opens_with_gesture(words);
    let fits = parts > 0
        && words.contains(char::is_alphabetic)
        && !words.starts_with(is_mark)
        && !in_brackets(words);
    // In print a full stop stands behind the names.
    let stopped = name.strip_suffix('.').filter(|bare| bare.chars().count() > 2);
    let name = stopped.filter(|bare| can_stand_alone(bare)).map(str::to_string).unwrap_or(name);
    (fits && may_be_name(&name)).then_some(Lead { name, end, words: end + parts })
}

fn may_be_name(name: &str) -> bool {
    let is_inside = |c: char| c.is_alphanumeric() || " -'’.&()/".contains(c);
    let is_short = (2..=NAME_WORDS + 1).contains(&name.split_whitespace().count());
    can_stand_alone(name)
        || (is_short
            && name.starts_with(char::is_uppercase)
            && name.ends_with(|c: char| c.is_alphanumeric() || c == ')')
            && name.chars().all(is_inside)
            && !is_no_speaker(name))
}

/// The name that opens the first `end` bytes of a paragraph and is one of those that are `known`: behind it stand a dash
/// and words, or words in capitals that are set off, too.
pub(super) fn read_known(text: &str, end: usize, known: &HashSet<String>) -> Option<Lead> {
    let set_off = text.get(..end)?;
    let lead = |name: &str| {
        let words = text.len() - text[name.len()..].trim_start().len();
        (words > name.len()).then(|| Lead { name: name.to_string(), end: name.len(), words })
    };
    let rest = text[end..].trim_start();
    if known.contains(set_off) && rest.starts_with(['-', '–', '—']) {
        return lead(set_off);
    }
    let (name, word) = set_off.rsplit_once(' ')?;
    let is_stressed = word.chars().nth(1).is_some()
        && word.chars().all(char::is_uppercase)
        && name.contains(char::is_lowercase);
    if is_stressed && known.contains(name) { lead(name) } else { None }
}

/// The name that opens a paragraph that is set off as a whole: one that is known, or a word for a speaker.
pub(super) fn read_whole(text: &str, known: &HashSet<String>) -> Option<Lead> {
    let ends = text.match_indices(' ').map(|(at, _)| at).take(NAME_WORDS);
    let found = ends.filter(|at| {
        let (name, words) = (&text[..*at], text[at + 1..].trim_start());
        let opens =
            words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "¿¡„“\"«(".contains(c));
        let is_word = name.chars().nth(2).is_some() && is_word_for_speaker(name);
        opens && (known.contains(name) || is_word)
    });
    let end = found.last()?;
    let words = text.len() - text[end..].trim_start().len();
    Some(Lead { name: text[..end].to_string(), end, words })
}

/// Most words of a name at the beginning of a paragraph that is set off as a whole.
const NAME_WORDS: usize = 4;

/// Whether words in brackets open what is said, and further words follow.
fn opens_with_gesture(words: &str) -> bool {
    let close = if words.starts_with('(') { ')' } else { ']' };
    let behind = words.split_once(close).map_or("", |(_, behind)| behind);
    behind.starts_with(' ')
        && behind.trim_start().starts_with(|c: char| c.is_alphanumeric() || "¿¡„“\"«".contains(c))
}

/// Whether names, given with the numbers of their paragraphs, take turns.
pub(super) fn take_turns(names: &[(usize, String)]) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    names.iter().for_each(|(_, name)| *counts.entry(name.to_lowercase()).or_default() += 1);
    let recurs =
        |name: &str| counts.get(&name.to_lowercase()).is_some_and(|n| *n >= 2) || is_word_for_speaker(name);
    let core: Vec<&(usize, String)> = names.iter().filter(|(_, name)| recurs(name)).collect();
    let changes = core.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
    let (Some(first), Some(last)) = (core.first(), core.last()) else { return false };
    core.len() >= FEWEST && changes * 2 >= core.len() - 1 && last.0 - first.0 < core.len() * PARAGRAPHS
}

/// What sets names off from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetOffBy {
    /// Their type.
    Type,
    /// The gap behind them, up to the place where all words begin.
    Gap,
}

/// Says how many names were parted from the words.
pub(super) fn say(parted: usize, by: SetOffBy, writer: &mut Writer) {
    let (one, many) = match by {
        SetOffBy::Type => ("name that its type sets", "names that their type sets"),
        SetOffBy::Gap => ("name that the gap behind it sets", "names that the gaps behind them set"),
    };
    let what = themata_model::counted_as(parted, one, many);
    let verb = if parted == 1 { "is" } else { "are" };
    writer.remark(format!("{what} off from the words {verb} parted from them by a tab"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_may_stand_between_a_name_and_the_words_but_what_belongs_to_the_name_may_not() {
        for text in ["Anna Berg Then we", "Anna Berg (laughs) Then we", "Anna Berg [laughs] Then we"] {
            assert_eq!(read(text, 9).map(|lead| lead.words), Some(10), "{text}");
        }
        assert_eq!(read("Anna Berg. Then we", 10).map(|lead| lead.name), Some("Anna Berg".to_string()));
        for text in [
            "Anna Berg (Alpha): Then we",
            "Anna Berg (00:01) Then we",
            "Anna Berg: Then we",
            "Anna Berg (laughs",
        ] {
            assert!(read(text, 9).is_none(), "{text}");
        }
    }
}
