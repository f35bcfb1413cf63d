//! Finding quotations in texts: where a quotation stands, and where a coding has gone after its
//! text was edited.
//!
//! A [`Finder`] is built once per text. [`Finder::place`] answers where a quotation that a person
//! typed or copied stands; it forgives what word processors and printers change (quotation marks,
//! dashes, white space, hyphenation, ligatures) and understands the cuts (`…`, `[...]`) and
//! insertions (`[the provider]`) of quotations made for print. It never guesses: several places are
//! [`Misplaced::Ambiguous`], and a quotation that is merely similar is [`Misplaced::Absent`].
//!
//! An [`Anchor`] holds a coding's place with its words and some context; [`resolve`] finds it again
//! in a changed text and says how sure that is. Where both versions of the text are at hand, a
//! [`Revision`] follows the words through the edit, so that one "yes" is not taken for another.
//! [`verify_display`] tells whether a printed excerpt is borne out by the codings it cites.
//!
//! ```
//! use themata_model::anchor::{Finder, Placed};
//!
//! let text = "A: We don’t pay for outputs,\nwe pay for outcomes.";
//! let finder = Finder::new(text);
//! let placed = finder.place("We don't pay for outputs, we pay", None).unwrap();
//! assert!(matches!(placed, Placed::Whole { span, .. } if span.of(text).starts_with("We don’t")));
//!
//! let cut = finder.place("We don't pay … for outcomes", None).unwrap();
//! let shown: Vec<&str> = cut.spans().iter().map(|span| span.of(text)).collect();
//! assert_eq!(shown, ["We don’t pay", "for outcomes"]);
//! ```
//!
//! Nothing here knows about turns, speakers or codes, and nothing here changes a text.

mod alignment;
mod carry;
mod characters;
mod confirmed;
mod corrected;
mod display;
mod distance;
mod ends;
mod fold;
mod marks;
mod near;
mod pieces;
mod place;
mod resolve;
mod similar;

use crate::Span;

pub use carry::Revision;
pub use confirmed::{first_words, is_same_quotation};
pub use display::{DisplayCheck, DisplayPiece, Standing, verify_display};
pub use place::{Candidate, Finder, Fold, Misplaced, Placed};
pub use resolve::{Resolution, resolve};

/// Length of [`Anchor::prefix`] and [`Anchor::suffix`] in code points: five or six words, enough to
/// tell two equal answers apart, and the length the Web Annotation tools settled on (hypothesis:
/// src/annotator/anchoring/types.ts).
const CONTEXT: usize = 32;

/// Where a coding stands, with enough of the words to find it again in a changed text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// The place in the text the anchor was made for.
    pub span: Span,
    /// The words of the span, exactly as in that text.
    pub quotation: String,
    /// Up to 32 code points before the span.
    pub prefix: String,
    /// Up to 32 code points after the span.
    pub suffix: String,
}

impl Anchor {
    /// Returns the anchor of `span` in `text`.
    pub fn of(text: &str, span: Span) -> Anchor {
        let before = text.get(..span.start().0).unwrap_or_default();
        let after = text.get(span.end().0..).unwrap_or_default();
        let from = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
        let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        Anchor {
            span,
            quotation: span.of(text).to_string(),
            prefix: before[from..].to_string(),
            suffix: after[..to].to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ByteOffset;

    #[test]
    fn the_context_of_an_anchor_keeps_characters_whole() {
        let text = format!("{}Kern{}", "ö".repeat(40), "👩".repeat(40));
        let start = text.find("Kern").unwrap();
        let span = Span::new(&text, ByteOffset(start), ByteOffset(start + 4)).unwrap();
        let anchor = Anchor::of(&text, span);
        assert_eq!(anchor.quotation, "Kern");
        assert_eq!(anchor.prefix, "ö".repeat(32));
        assert_eq!(anchor.suffix, "👩".repeat(32));
    }

    #[test]
    fn at_the_ends_of_a_text_the_context_is_short() {
        let span = Span::new("abc", ByteOffset(0), ByteOffset(3)).unwrap();
        let anchor = Anchor::of("abc", span);
        assert_eq!((anchor.prefix.as_str(), anchor.suffix.as_str()), ("", ""));
    }
}
