//! Codings: one code, or a facet value alone, applied by one coder to one span of one text.

use unicode_normalization::UnicodeNormalization;

use crate::anchor::is_same_quotation;
use crate::{Anchor, Attributes, CaseKey, CodeKey, CoderKey, FacetValues, RowId, SideKey, SourceKey, Span};

/// What a coding says of its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A code, perhaps with facet values.
    Code(CodeKey, FacetValues),
    /// Facet values only: a passage that illustrates a phase, say, without any category.
    Facets(FacetValues),
}

impl Target {
    /// Returns the target, or nothing when there is neither a code nor a value.
    pub fn new(code: Option<CodeKey>, facets: FacetValues) -> Result<Target, CodingError> {
        match code {
            Some(code) => Ok(Target::Code(code, facets)),
            None if facets.is_empty() => Err(CodingError::SaysNothing),
            None => Ok(Target::Facets(facets)),
        }
    }

    /// The code, where there is one.
    pub fn code(&self) -> Option<&CodeKey> {
        match self {
            Target::Code(code, _) => Some(code),
            Target::Facets(_) => None,
        }
    }

    /// The facet values, perhaps none.
    pub fn facets(&self) -> &FacetValues {
        match self {
            Target::Code(_, facets) | Target::Facets(facets) => facets,
        }
    }
}

/// Why values do not make a coding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodingError {
    /// Neither code nor facet value.
    #[error(
        "the coding has neither a code nor a facet value; for a passage outside all codes, `none` can stand in a facet's column"
    )]
    SaysNothing,
    /// Weight outside 0 to 100.
    #[error("the weight {0} is not between 0 and 100")]
    Weight(i64),
}

/// How much a coding weighs, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u8);

impl Weight {
    /// Returns the weight.
    ///
    /// # Errors
    /// When it is not between 0 and 100.
    pub fn new(weight: i64) -> Result<Self, CodingError> {
        u8::try_from(weight).ok().filter(|w| *w <= 100).map(Weight).ok_or(CodingError::Weight(weight))
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// What the speaker talks about when it is not the speaker's own case or side.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct About {
    /// The other case.
    pub case: Option<CaseKey>,
    /// The other side.
    pub side: Option<SideKey>,
}

impl About {
    /// Whether it says nothing: the speaker talks of the own case and side.
    pub fn is_empty(&self) -> bool {
        self.case.is_none() && self.side.is_none()
    }
}

/// One coding.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    /// Row id.
    pub id: RowId,
    /// The document.
    pub source: SourceKey,
    /// Where it stands in the current text; `None` when it could not be found again. A lost coding
    /// is kept, listed and shown, and counted nowhere.
    pub span: Option<Span>,
    /// The quotation: exactly the text of the span, or, when lost, the last text it had.
    pub quotation: String,
    /// The quotation as first typed or marked; ids are derived from it.
    pub typed: String,
    /// Some text before and after, to find the place again after an edit.
    pub prefix: String,
    /// Text after the span.
    pub suffix: String,
    /// What is said of the span.
    pub target: Target,
    /// Who says so.
    pub coder: CoderKey,
    /// Another case or side the words are about.
    pub about: About,
    /// Optional weight.
    pub weight: Option<Weight>,
    /// The coder's remark.
    pub memo: String,
    /// Further columns.
    pub attributes: Attributes,
}

/// A quotation as typed, in the form that ids are derived from: NFC, white space folded to one
/// blank, none at the ends.
pub fn fold_typed(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

impl Coding {
    /// Whether the words of the coding are no longer those first typed or marked, but for typography, cuts and
    /// insertions: its text was edited there, and nobody has confirmed the coding since.
    pub fn is_unconfirmed(&self) -> bool {
        self.span.is_some() && !is_same_quotation(&self.typed, &self.quotation)
    }

    /// The anchor by which the coding is found again, when it has a place.
    pub fn anchor(&self) -> Option<Anchor> {
        let span = self.span?;
        Some(Anchor {
            span,
            quotation: self.quotation.clone(),
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_must_say_something() {
        assert_eq!(Target::new(None, FacetValues::new()), Err(CodingError::SaysNothing));
        assert!(Target::new("A".parse().ok(), FacetValues::new()).is_ok());
    }

    #[test]
    fn weights_run_from_0_to_100() {
        assert_eq!(Weight::new(100).map(Weight::get), Ok(100));
        assert_eq!(Weight::new(101), Err(CodingError::Weight(101)));
        assert_eq!(Weight::new(-1), Err(CodingError::Weight(-1)));
    }
}
