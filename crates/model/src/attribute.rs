//! Attributes: facts of the study's own beside those that the model names.

use std::collections::{BTreeMap, BTreeSet};

/// Column name to value; a row without a value has no entry.
pub type Attributes = BTreeMap<String, String>;

/// The attribute columns that a study declares, by kind of row (`parties`, `informants`, `sources`,
/// `codings`, …). A column that is not declared is kept too, but said to be unknown.
pub type DeclaredAttributes = BTreeMap<String, BTreeSet<String>>;
