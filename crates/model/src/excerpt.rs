//! Excerpts: what is printed of the informants' words.

use std::str::FromStr;

use crate::{Attributes, ExcerptKey, ExhibitUse, RowId};

/// Words of informants as printed in an exhibit.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: ExcerptKey,
    /// The codings it is taken from, in display order; at least one.
    pub pieces: Vec<Piece>,
    /// The words as displayed, with cuts (`…`) and insertions (`[ ]`); `None` prints the codings'
    /// own text, joined by ` … `.
    pub text: Option<String>,
    /// A translation; the displayed text is then in the target language.
    pub translation: Option<Translation>,
    /// How the speaker is named.
    pub attribution: AttributionGrade,
    /// Where it is used.
    pub exhibits: Vec<ExhibitUse>,
    /// Further columns.
    pub attributes: Attributes,
}

/// One coding used in an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The coding.
    pub coding: RowId,
}

/// A translated display text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The words in the language of publication; they are what is printed.
    pub text: String,
    /// Who translated, when told.
    pub translator: Option<String>,
}

/// How much of the speaker's identity an excerpt prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AttributionGrade {
    /// As the exhibit decides.
    #[default]
    Exhibit,
    /// Title and party: `procurement manager, Beta`.
    TitleAndParty,
    /// Vague title and party: `manager, Beta`.
    VagueTitleAndParty,
    /// Title with side and case in place of the party: `procurement manager, customer, R1`.
    TitleAndSide,
    /// Title only.
    Title,
    /// Party only: `a respondent from Beta`.
    Party,
    /// Side and case: `customer, R1`.
    SideAndCase,
    /// `a respondent`.
    Respondent,
    /// Nothing.
    Nothing,
    /// Words of the author's, for example a vague title.
    Words(String),
}

impl AttributionGrade {
    /// The word used in files.
    pub fn as_str(&self) -> &str {
        match self {
            AttributionGrade::Exhibit => "",
            AttributionGrade::TitleAndParty => "title-party",
            AttributionGrade::VagueTitleAndParty => "vague-party",
            AttributionGrade::TitleAndSide => "title-side",
            AttributionGrade::Title => "title",
            AttributionGrade::Party => "party",
            AttributionGrade::SideAndCase => "side-case",
            AttributionGrade::Respondent => "respondent",
            AttributionGrade::Nothing => "none",
            AttributionGrade::Words(words) => words,
        }
    }
}

impl FromStr for AttributionGrade {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(match word.trim() {
            "" => AttributionGrade::Exhibit,
            "title-party" => AttributionGrade::TitleAndParty,
            "vague-party" => AttributionGrade::VagueTitleAndParty,
            "title-side" => AttributionGrade::TitleAndSide,
            "title" => AttributionGrade::Title,
            "party" => AttributionGrade::Party,
            "side-case" => AttributionGrade::SideAndCase,
            "respondent" => AttributionGrade::Respondent,
            "none" => AttributionGrade::Nothing,
            words => AttributionGrade::Words(words.to_string()),
        })
    }
}
