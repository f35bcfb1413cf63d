//! Titles with a colon above the first turn: `R4: The dairy`, `Dairy Voices: Bo Ek`.

use themata_model::line::{Line, LineKind};

use super::Family;
use super::candidate::Candidate;
use super::evidence::{Evidence, Occurrence};
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
    let line = &lines[candidate.line];
    let value = text.get(candidate.end..line.end).unwrap_or_default().trim();
    let is_value = value.len() <= LONG
        && (1..=WORDS).contains(&value.split_whitespace().count())
        && value.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && value.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let is_alone = candidate.opens_block
        && lines.get(candidate.line + 1).is_some_and(|line| line.kind == LineKind::Blank);
    if may_be_title && is_value && is_alone && below >= TURNS {
        core[first.label] = false;
    }
}
