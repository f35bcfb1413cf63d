//! The words of a turn.

use themata_model::Span;
use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::{SpeakerStyle, ending, label, span};

/// The words after a label and before `to`: the rest of `lines` without outer white space and without headings
/// and rules at the end, which belong to what follows.
pub(super) fn body(text: &str, lines: &[Line], candidate: &Candidate<'_>, to: usize) -> Option<Span> {
    let from = candidate.end;
    let words = |line: &&Line| !matches!(line.kind, LineKind::Blank | LineKind::Heading | LineKind::Rule);
    let last = lines.iter().rfind(words)?;
    let rest = text.get(from..last.end.min(to))?;
    let rest = if to == text.len() { ending::above_end(rest) } else { rest };
    // Below the last turn a program may have written its own name.
    let rest = match rest.trim_end().rfind('\n') {
        Some(at) if to == text.len() && ending::is_imprint(rest[at..].trim()) => &rest[..at],
        _ => rest,
    };
    // The bars at the end close the row of the table, and cells without words.
    let is_row = matches!(candidate.style, SpeakerStyle::Bar | SpeakerStyle::Marked)
        && lines.first().is_some_and(|line| text[line.start..line.end].trim_start().starts_with('|'));
    let rest = if is_row { rest.trim_end_matches(['|', ' ', '\t', '\n']) } else { rest };
    // A mark of Markdown that opens before the label closes behind the words.
    let mark = label::open_emphasis(&text[candidate.start..candidate.end]);
    let rest = mark.and_then(|mark| rest.trim_end().strip_suffix(mark)).unwrap_or(rest);
    let start = from + rest.len() - rest.trim_start().len();
    span(text, start, from + rest.trim_end().len())
}
