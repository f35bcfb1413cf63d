//! Whether a printed excerpt is borne out by the codings it cites.

use std::ops::Range;

use super::marks::{self, Element, ElementKind};
use super::pieces::longest_run;
use super::place::{Candidate, Finder, Hit};
use crate::{ByteOffset, Span};

/// A difference below this similarity is not shown as "perhaps this was meant".
const LEAST_SIMILAR: f64 = 0.5;

/// What [`verify_display`] found.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayCheck {
    /// The pieces of the display text in order.
    pub pieces: Vec<DisplayPiece>,
    /// Whether the pieces stand in the codings in the order they are displayed in.
    pub in_order: bool,
}

impl DisplayCheck {
    /// Whether all words of the display text stand in the codings, in whatever order, and there
    /// are some.
    pub fn is_borne_out(&self) -> bool {
        let words = |piece: &DisplayPiece| matches!(piece.standing, Standing::Borne { .. });
        self.pieces.iter().any(words) && self.not_borne().next().is_none()
    }

    /// The pieces that stand in no coding.
    pub fn not_borne(&self) -> impl Iterator<Item = &DisplayPiece> {
        self.pieces.iter().filter(|piece| matches!(piece.standing, Standing::NotBorne { .. }))
    }
}

/// A stretch of a display text.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayPiece {
    /// The stretch, in the display text.
    pub shown: Span,
    /// What it rests on.
    pub standing: Standing,
}

/// What a piece of a display text rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Words of a coding.
    Borne {
        /// Position of the coding in the list given.
        coding: usize,
        /// The words, in the text of that coding.
        span: Span,
    },
    /// Inserted by the author, in brackets.
    Inserted,
    /// A mark for what was left out.
    Cut,
    /// Words that stand in no coding.
    NotBorne {
        /// The coding (its position in the list given) and the place in it that is most similar.
        nearest: Option<(usize, Candidate)>,
    },
}

/// Compares `display`, a text with cuts and insertions, with the exact texts of the codings it is
/// made from. Typography is folded, and ellipses and brackets that stand in a coding are words, both
/// as in [`Finder::place`].
pub fn verify_display(display: &str, coding_texts: &[&str]) -> DisplayCheck {
    let finders: Vec<Finder<'_>> = coding_texts.iter().map(|text| Finder::new(text)).collect();
    let elements = marks::elements(display);
    let mut check = DisplayCheck { pieces: Vec::new(), in_order: true };
    let mut from = (0, 0);
    let mut at = 0;
    while at < elements.len() {
        let (last, standing) = standing_of(display, &elements, at, &finders, from);
        if let Standing::Borne { coding, span } = standing {
            check.in_order &= (coding, span.start().0) >= from;
            from = (coding, span.end().0);
        }
        // Words without a letter or digit are punctuation between two marks.
        let range = elements[at].range.start..elements[last].range.end;
        if display[range.clone()].contains(char::is_alphanumeric) || matches!(standing, Standing::Cut) {
            check.pieces.extend(trimmed(display, range).map(|shown| DisplayPiece { shown, standing }));
        }
        at = last + 1;
    }
    check
}

/// What the element `at` rests on, and the last element that stands together with it.
fn standing_of(
    display: &str,
    elements: &[Element],
    at: usize,
    finders: &[Finder<'_>],
    from: (usize, usize),
) -> (usize, Standing) {
    match elements[at].kind {
        ElementKind::Cut => return (at, Standing::Cut),
        ElementKind::Insertion => return (at, Standing::Inserted),
        ElementKind::Words => {}
    }
    let mut places: Vec<(usize, usize, Hit)> = Vec::new();
    for (coding, finder) in finders.iter().enumerate() {
        if let Some((last, hits)) = longest_run(finder, display, elements, at) {
            places.extend(hits.into_iter().map(|hit| (last, coding, hit)));
        }
    }
    // The longest run; of these the first after the piece before, else the first at all.
    let best = places.into_iter().min_by_key(|(last, coding, hit)| {
        let place = (*coding, hit.span.start().0);
        (std::cmp::Reverse(*last), place < from, place)
    });
    match best {
        Some((last, coding, hit)) => (last, Standing::Borne { coding, span: hit.span }),
        None => (at, Standing::NotBorne { nearest: nearest(&display[elements[at].range.clone()], finders) }),
    }
}

fn nearest(words: &str, finders: &[Finder<'_>]) -> Option<(usize, Candidate)> {
    let candidates = finders.iter().enumerate().flat_map(|(coding, finder)| {
        finder.nearest(words, 1, LEAST_SIMILAR).into_iter().map(move |candidate| (coding, candidate))
    });
    candidates.reduce(|best, other| if other.1.score > best.1.score { other } else { best })
}

fn trimmed(display: &str, range: Range<usize>) -> Option<Span> {
    let shown = &display[range.clone()];
    let start = range.start + shown.len() - shown.trim_start().len();
    Span::new(display, ByteOffset(start), ByteOffset(start + shown.trim().len())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODINGS: [&str; 2] = [
        "We don’t pay them for outputs, we pay for outcomes.",
        "The team met the customers every week … mostly online.",
    ];

    /// Pieces are written `0:words of coding 0`, `/` a cut, `+` an insertion, `?words` not borne.
    fn check(display: &str, expected: &[&str]) -> DisplayCheck {
        let check = verify_display(display, &CODINGS);
        let shown: Vec<String> = check
            .pieces
            .iter()
            .map(|piece| match piece.standing {
                Standing::Borne { coding, span } => {
                    format!("{coding}:{}", span.of(CODINGS[coding]))
                }
                Standing::Inserted => "+".to_string(),
                Standing::Cut => "/".to_string(),
                Standing::NotBorne { .. } => format!("?{}", piece.shown.of(display)),
            })
            .collect();
        assert_eq!(shown, expected, "{display:?}");
        check
    }

    #[test]
    fn cuts_and_insertions_are_borne_out_by_the_codings() {
        let whole = check("“We don't pay them for outputs.”", &["0:We don’t pay them for outputs"]);
        assert!(whole.is_borne_out() && whole.in_order);
        check("We don't pay [the providers] for outputs", &["0:We don’t pay", "+", "0:for outputs"]);
        check(
            "… we pay for outcomes. […] [T]he team met …",
            &["/", "0:we pay for outcomes.", "/", "1:The team met", "/"],
        );
        check("[w]e pay for outcomes", &["0:we pay for outcomes"]);
    }

    #[test]
    fn an_ellipsis_of_the_informant_is_no_cut() {
        check("customers every week... mostly online", &["1:customers every week … mostly online"]);
        check("customers every week … online", &["1:customers every week", "/", "1:online"]);
    }

    #[test]
    fn words_that_stand_in_no_coding_are_shown_with_what_was_perhaps_meant() {
        let bad = check(
            "We don't pay them for outcome … for outcomes",
            &["?We don't pay them for outcome", "/", "0:for outcomes"],
        );
        assert!(!bad.is_borne_out());
        let Standing::NotBorne { nearest: Some((0, candidate)) } = bad.pieces[0].standing else {
            panic!("{bad:?}")
        };
        assert!(candidate.score > 0.7, "{candidate:?}");
        check("They trust us", &["?They trust us"]);
        assert!(!check("", &[]).is_borne_out());
        assert!(!check("[...]", &["/"]).is_borne_out());
    }

    #[test]
    fn pieces_in_another_order_are_told() {
        let turned = check("for outcomes … for outputs", &["0:for outcomes", "/", "0:for outputs"]);
        assert!(turned.is_borne_out() && !turned.in_order);
        assert!(!check("The team met … we pay", &["1:The team met", "/", "0:we pay"]).in_order);
    }
}
