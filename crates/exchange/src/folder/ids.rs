//! Ids of rows that are authored in files: given ones, else derived from their identity.

use std::collections::HashMap;

use themata_model::{RowId, StudyId};

/// Mints the ids of one kind of row; equal identities are told apart by their order.
pub(super) struct Ids {
    study: StudyId,
    kind: &'static str,
    seen: HashMap<String, usize>,
}

impl Ids {
    pub(super) fn new(study: StudyId, kind: &'static str) -> Self {
        Ids { study, kind, seen: HashMap::new() }
    }

    /// The id derived from `identity`; the second row with the same identity gets another one.
    pub(super) fn derive(&mut self, identity: &str) -> RowId {
        let ordinal = self.seen.entry(identity.to_string()).or_insert(0);
        *ordinal += 1;
        match *ordinal {
            1 => self.study.row(self.kind, identity),
            n => self.study.row(self.kind, &format!("{identity}\u{1f}{n}")),
        }
    }

    /// The id given in the file, else the derived one. The ordinal advances in both cases, so that
    /// writing an id on one row never changes the ids of the others.
    pub(super) fn given_or_derived(&mut self, given: Option<RowId>, identity: &str) -> RowId {
        let derived = self.derive(identity);
        given.unwrap_or(derived)
    }
}

/// Joins the parts of an identity so that no two different lists give the same text.
pub(super) fn identity(parts: &[&str]) -> String {
    parts.join("\u{1f}")
}
