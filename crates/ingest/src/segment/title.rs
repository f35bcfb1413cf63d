//! Titles with a colon: above the first turn, `R4: The dairy`, `Dairy Voices: Bo Ek`, and of parts that are counted, `Block B: Working
//! together`.

use themata_model::line::{Line, LineKind};

use super::Family;
use super::candidate::Candidate;
use super::evidence::{Evidence, Occurrence};
use super::lexicon;
use super::shape::{Shape, announced_initials};

/// Fewest turns of others below a title.
const TURNS: usize = 4;

/// Most words of a title behind its colon, and its longest in bytes.
const WORDS: usize = 6;
const LONG: usize = 60;

/// Leaves out labels that stand once, above all others, as a title does: names and numbered words alone in their
/// paragraph, with a few words behind them that end like no sentence.
pub(super) fn leave_out(
    text: &str,
    lines: &[Line],
    core: &mut [bool],
    labels: &[Evidence],
    occurrences: &[Occurrence],
    candidates: &[Candidate<'_>],
) {
    let mut speaking = occurrences.iter().filter(|o| core[o.label]);
    let Some(first) = speaking.next() else { return };
    let below = speaking.count();
    let label = &labels[first.label];
    let candidate = &candidates[first.candidate];
    let has_number = label.name.ends_with(|c: char| c.is_ascii_digit());
    let may_be_title = label.family == Family::Colon
        && label.count == 1
        && label.timed == 0
        && !label.known
        && if label.is_word() {
            has_number
        } else {
            label.shape == Shape::Name && announced_initials(&label.name).is_none()
        };
    if may_be_title && is_title(text, lines, candidate) && below >= TURNS {
        core[first.label] = false;
    }
}

/// Leaves out the titles of parts: a word and its number or letter, each once, alone in their paragraphs with a few words behind
/// them that end like no sentence.
pub(super) fn leave_out_parts(
    text: &str,
    lines: &[Line],
    core: &mut [bool],
    labels: &[Evidence],
    occurrences: &[Occurrence],
    candidates: &[Candidate<'_>],
) {
    let recurs =
        |stem: &Option<String>| labels.iter().any(|label| label.count > 1 && self::stem(label) == *stem);
    for occurrence in occurrences.iter().filter(|o| core[o.label]).copied().collect::<Vec<_>>() {
        let (label, candidate) = (&labels[occurrence.label], &candidates[occurrence.candidate]);
        let own = stem(label);
        let may_be_title = label.family == Family::Colon
            && label.count == 1
            && label.timed == 0
            && !label.known
            && !label.is_word()
            && own.is_some()
            && !recurs(&own);
        if may_be_title && is_title(text, lines, candidate) {
            core[occurrence.label] = false;
        }
    }
}

fn stem(label: &Evidence) -> Option<String> {
    counted_stem(&label.name).map(lexicon::key)
}

/// The word before a number, a capital or a Roman number: `Block` of `Block B`.
pub(crate) fn counted_stem(name: &str) -> Option<&str> {
    let mut words = name.split_whitespace();
    let (word, number, None) = (words.next()?, words.next()?, words.next()) else { return None };
    let is_number = number.bytes().all(|b| b.is_ascii_digit())
        || number.bytes().all(|b| b"IVX".contains(&b))
        || (number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase()));
    let is_word = word.chars().nth(2).is_some() && word.chars().all(char::is_alphabetic);
    (is_number && is_word).then_some(word)
}

/// Whether a label stands with a few words behind it that end like no sentence, alone in its paragraph.
fn is_title(text: &str, lines: &[Line], candidate: &Candidate<'_>) -> bool {
    let line = &lines[candidate.line];
    let value = text.get(candidate.end..line.end).unwrap_or_default().trim();
    let is_value = value.len() <= LONG
        && (1..=WORDS).contains(&value.split_whitespace().count())
        && value.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && value.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let is_alone = candidate.opens_block
        && lines.get(candidate.line + 1).is_some_and(|line| line.kind == LineKind::Blank);
    is_value && is_alone
}
