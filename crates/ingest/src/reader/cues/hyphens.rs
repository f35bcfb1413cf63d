//! Words that line ends part with a hyphen in captions.

use themata_model::counted_as;

use super::super::pdf::hyphen::{Hyphen, Known};
use super::super::utterance::Utterance;
use super::super::writer::Writer;
use crate::language;

/// What stands behind a hyphen of its own in French.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    "même", "mêmes", "il", "ils", "elle", "elles", "nous", "vous", "moi", "toi", "lui", "leur", "ci", "là",
];

/// What may stand behind one in French and Portuguese, and may be the end of a word, too.
#[rustfmt::skip]
const PERHAPS_BEHIND: &[&str] = &[
    "on", "je", "tu", "ce", "y", "en", "le", "la", "les", "me", "te", "se", "lhe", "lhes", "lo", "los", "las", "nos",
];

/// How many hyphens at line ends went, and how many stand in their words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hyphens {
    mended: usize,
    kept: usize,
}

/// Joins words that line ends part: those inside of a cue as in a PDF, those between two cues where the whole word stands
/// elsewhere. The word stands in the line that it begins in.
pub(super) fn mend(lines: &mut [Utterance]) -> Hyphens {
    let mut found = Hyphens::default();
    if !lines.iter().any(|line| is_hyphen(line.words.chars().next_back())) {
        return found;
    }
    let mut known = Known::default();
    lines.iter().for_each(|line| known.learn(&line.words));
    let all: String = lines.iter().flat_map(|line| [line.words.as_str(), " "]).collect();
    known.language = language(&all, &[]);
    let has_behind = known.language.as_deref().is_some_and(|tag| tag == "fr" || tag == "pt");
    for n in 1..lines.len() {
        let (before, behind) = lines.split_at_mut(n);
        let (Some(line), Some(next)) = (before.last_mut(), behind.first_mut()) else { continue };
        let speaks_on = line.speaker == next.speaker && !super::changes_speaker(&next.words);
        let judged = match speaks_on {
            true if next.opens => between(&known, line, next),
            true => inside(&known, line, next, has_behind),
            false => None,
        };
        let is_parted = match judged {
            Some(Hyphen::Parted | Hyphen::Doubled) => true,
            Some(Hyphen::Own) => false,
            Some(Hyphen::Ends | Hyphen::EndsPerhaps) | None => continue,
        };
        if is_parted {
            line.words.pop();
            found.mended += 1;
        } else {
            found.kept += 1;
        }
        let end = next.words.find(char::is_whitespace).unwrap_or(next.words.len());
        line.words.push_str(&next.words[..end]);
        next.words = next.words[end..].trim_start().to_string();
    }
    found
}

impl Hyphens {
    /// Says what was joined.
    pub(super) fn say(self, writer: &mut Writer) {
        if self.mended > 0 {
            let what =
                counted_as(self.mended, "word that a line end parted is", "words that line ends parted are");
            writer.remark(format!("{what} joined without the hyphen"));
        }
        if self.kept > 0 {
            let what = counted_as(self.kept, "hyphen at a line end is", "hyphens at line ends are");
            writer.remark(format!("{what} kept, since the word may have it"));
        }
    }
}

fn is_hyphen(c: Option<char>) -> bool {
    matches!(c, Some('-' | '\u{2010}' | '\u{ad}'))
}

/// The parts of the word before and behind the line end, in small letters.
fn parts(line: &Utterance, next: &Utterance) -> (String, String) {
    let is_mark = |c: char| !c.is_alphanumeric();
    let head = line.words.rsplit(char::is_whitespace).next().unwrap_or("").trim_matches(is_mark);
    let tail = next.words.split_whitespace().next().unwrap_or("").trim_end_matches(is_mark);
    (head.to_lowercase(), tail.to_lowercase())
}

/// Between two cues only a word that stands elsewhere is joined: who breaks off writes a hyphen, too.
fn between(known: &Known, line: &Utterance, next: &Utterance) -> Option<Hyphen> {
    let (head, tail) = parts(line, next);
    let stands = known.has(&format!("{head}{tail}")) || known.has(&format!("{head}-{tail}"));
    known.judge(&line.words, &next.words).filter(|_| stands && !head.is_empty())
}

fn inside(known: &Known, line: &Utterance, next: &Utterance, has_behind: bool) -> Option<Hyphen> {
    let judged = known.judge(&line.words, &next.words)?;
    let (head, tail) = parts(line, next);
    if known.has(&format!("{head}{tail}")) || known.has(&format!("{head}-{tail}")) {
        return Some(judged);
    }
    if has_behind
        && (BEHIND.contains(&tail.as_str()) || (PERHAPS_BEHIND.contains(&tail.as_str()) && known.has(&head)))
    {
        return Some(Hyphen::Own);
    }
    // Who begins a word again, or another sentence, broke off.
    let is_capital = |words: &str| {
        words.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
    };
    let first = line.words.rsplit(char::is_whitespace).next().unwrap_or("");
    let breaks_off = tail.starts_with(&head) || (is_capital(&next.words) && !is_capital(first));
    (!breaks_off).then_some(judged)
}
