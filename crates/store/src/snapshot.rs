//! Everything a study file holds, in memory.

use std::collections::BTreeMap;

use themata_model::{Op, SourceKey, Study, TextHash};

/// A study with what belongs to it but is no fact of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Every fact.
    pub study: Study,
    /// Files of the study folder kept word for word (comments and all) and the folder's layout, by
    /// name.
    pub documents: BTreeMap<String, String>,
    /// The bytes that sources were extracted from.
    pub originals: BTreeMap<SourceKey, Vec<u8>>,
    /// Texts and originals of what was removed, by their hash: only the trail names them, and they
    /// are needed to bring it back.
    pub contents: BTreeMap<TextHash, Vec<u8>>,
    /// The audit trail, oldest first.
    pub history: Vec<Op>,
}

impl Snapshot {
    /// Returns a study without documents, originals, contents and history.
    pub fn of(study: Study) -> Snapshot {
        Snapshot {
            study,
            documents: BTreeMap::new(),
            originals: BTreeMap::new(),
            contents: BTreeMap::new(),
            history: Vec::new(),
        }
    }
}
