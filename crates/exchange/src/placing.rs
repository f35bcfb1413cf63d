//! Where a quotation that a person typed for a source stands: the rules beyond those of
//! [`themata_model::anchor`] that know of turns and paragraphs.

use themata_model::anchor::{Finder, Fold, Misplaced, Placed};
use themata_model::{ByteOffset, Source, Span};

/// Where a quotation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The stretches to be coded, in text order; at least one.
    pub spans: Vec<Span>,
    /// Whether the quotation was typed with cuts or insertions that its text does not have.
    pub edited: bool,
}

/// Places `quote` in the current text of `source`, for which `finder` was made; of several places the
/// one nearest to `near` is taken. Pieces of one turn are one stretch with a cut inside; pieces of
/// different turns are stretches of their own.
///
/// # Errors
/// When the quotation stands nowhere, at several places, or has no visible character.
pub fn place_quotation(
    source: &Source,
    finder: &Finder<'_>,
    quote: &str,
    near: Option<ByteOffset>,
) -> Result<Quoted, Misplaced> {
    match finder.place(quote, near) {
        Ok(Placed::Whole { span, fold }) => {
            let edited = fold == Fold::Folded && is_edited(quote, span.of(finder.text()));
            Ok(Quoted { spans: vec![span], edited })
        }
        Ok(Placed::Parts { spans }) => Ok(Quoted { spans: join_within_turns(source, &spans), edited: true }),
        Err(Misplaced::Ambiguous { candidates }) => match only_whole_passage(source, &candidates) {
            Some(span) => Ok(Quoted { spans: vec![span], edited: false }),
            None => Err(Misplaced::Ambiguous { candidates }),
        },
        Err(other) => Err(other),
    }
}

/// The one candidate that is a whole paragraph, where the others lie inside longer ones: a quotation
/// that stands for itself is what was meant, not the same words in passing.
fn only_whole_passage(source: &Source, candidates: &[Span]) -> Option<Span> {
    let text = source.text();
    let passages = themata_ingest::passages(&text.content, &text.turns);
    let mut whole = candidates.iter().filter(|span| passages.binary_search(span).is_ok());
    match (whole.next(), whole.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// Whether a typed quotation shows cuts or insertions that its text does not have.
pub(crate) fn is_edited(typed: &str, text: &str) -> bool {
    let marks = |t: &str| t.contains('[') || t.contains('…') || t.contains("...");
    marks(typed) && !marks(text)
}

/// Joins the pieces of one turn (of one paragraph where there are no turns).
fn join_within_turns(source: &Source, spans: &[Span]) -> Vec<Span> {
    let text = source.text();
    let home = |span: &Span| text.turn_at(span.start()).map(|turn| turn.start());
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if home(last) == home(span) && together(text.content.as_str(), *last, *span, home(span)) =>
            {
                *last = last.hull(*span);
            }
            _ => joined.push(*span),
        }
    }
    joined
}

fn together(content: &str, before: Span, after: Span, turn: Option<ByteOffset>) -> bool {
    let gap = content.get(before.end().0..after.start().0).unwrap_or_default();
    turn.is_some() || !gap.contains("\n\n")
}
