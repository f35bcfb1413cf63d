//! Facets: ordered sets of values of the study's own, and how raters sort codes into them.

use std::collections::BTreeMap;
use std::fmt;

use crate::{CaseKey, CodeKey, CoderKey, FacetKey, RowId, ValueKey};

/// An ordered set of values, for example phases, teams or outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key; also the name of its column in the files.
    pub key: FacetKey,
    /// What is printed.
    pub name: String,
    /// Whether the values follow one another (early < middle < late).
    pub ordered: bool,
    /// The values in print order; at least one.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: ValueKey,
    /// What is printed.
    pub name: String,
    /// What the value means.
    pub definition: Option<String>,
}

impl Facet {
    /// The position of a value, 0-based.
    pub fn position(&self, value: &ValueKey) -> Option<usize> {
        self.values.iter().position(|v| v.key == *value)
    }

    /// What is printed for an assignment of this facet.
    pub fn label(&self, assignment: &FacetAssignment) -> String {
        match assignment {
            FacetAssignment::All => format!("all values of {}", self.name),
            FacetAssignment::None => format!("no value of {}", self.name),
            FacetAssignment::Value(key) => {
                self.values.iter().find(|v| v.key == *key).map_or_else(|| key.to_string(), |v| v.name.clone())
            }
        }
    }
}

/// What a rater, a settlement or a codebook says of a code: one value, all of them, or none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetAssignment {
    /// Stretches over all values; written `all`.
    All,
    /// Stands outside the facet; written `none`.
    None,
    /// One value.
    Value(ValueKey),
}

impl fmt::Display for FacetAssignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FacetAssignment::All => f.write_str("all"),
            FacetAssignment::None => f.write_str("none"),
            FacetAssignment::Value(key) => key.fmt(f),
        }
    }
}

/// The facet values that one coding carries: at most one a facet.
pub type FacetValues = BTreeMap<FacetKey, FacetAssignment>;

/// One rater's sorting of one code, for one case or for all, blind to the other raters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Row id.
    pub id: RowId,
    /// Who sorted.
    pub rater: CoderKey,
    /// What was sorted.
    pub code: CodeKey,
    /// For which case; `None` for all.
    pub case: Option<CaseKey>,
    /// Into which facet.
    pub facet: FacetKey,
    /// The value chosen.
    pub value: FacetAssignment,
    /// Why.
    pub reason: String,
}

/// The value that the raters agreed on, with its reason; the placements stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Row id.
    pub id: RowId,
    /// What was sorted.
    pub code: CodeKey,
    /// For which case; `None` for all.
    pub case: Option<CaseKey>,
    /// Into which facet.
    pub facet: FacetKey,
    /// The value agreed on.
    pub value: FacetAssignment,
    /// Why.
    pub reason: String,
}
