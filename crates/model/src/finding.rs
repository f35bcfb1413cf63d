//! Findings: what the researcher concludes for one cell of a comparison.

use std::str::FromStr;

use crate::{Attributes, CaseKey, CodeKey, ExhibitKey, FacetValues, FindingKey, RowId};

/// A conclusion with its evidence. What the program assembles itself is a draft and never one of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: FindingKey,
    /// The exhibit it belongs to; `None` for any.
    pub exhibit: Option<ExhibitKey>,
    /// The case; `None` when the cell has none (team × phase).
    pub case: Option<CaseKey>,
    /// The code, of any level.
    pub code: Option<CodeKey>,
    /// The values of the cell.
    pub facets: FacetValues,
    /// The sentence that is printed.
    pub text: String,
    /// A judgement such as `converge` or `high`.
    pub rating: Option<String>,
    /// What it rests on.
    pub evidence: Vec<EvidenceLink>,
    /// Further columns, for example the reason of the rating.
    pub attributes: Attributes,
}

/// One coding as evidence for or against a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvidenceLink {
    /// How the coding bears on the finding.
    pub stance: Stance,
    /// The coding.
    pub coding: RowId,
}

/// How a coding bears on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Speaks for it.
    Supports,
    /// Limits it.
    Qualifies,
    /// Speaks against it.
    Contradicts,
}

impl Stance {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Supports => "supports",
            Stance::Qualifies => "qualifies",
            Stance::Contradicts => "contradicts",
        }
    }
}

impl FromStr for Stance {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Stance::Supports, Stance::Qualifies, Stance::Contradicts]
            .into_iter()
            .find(|stance| stance.as_str() == word)
            .ok_or_else(|| format!("`{word}` is not a stance; use `supports`, `qualifies` or `contradicts`"))
    }
}
