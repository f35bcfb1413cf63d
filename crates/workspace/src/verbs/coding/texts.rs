//! The texts that codings stand in, each read once a verb.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Coding, Source, SourceKey, Text, TextIndex};
use themata_store::Record;

use super::words;
use crate::WorkspaceError;
use crate::verbs::{Scene, look};

/// The sources of codings with their current texts.
pub(super) fn sources(at: &Scene<'_, '_>, codings: &[Coding]) -> Result<Vec<Source>, WorkspaceError> {
    let keys: BTreeSet<&SourceKey> = codings.iter().map(|coding| &coding.source).collect();
    keys.into_iter().map(|key| look::source_with_text(at.edit, key.as_str())).collect()
}

/// Texts with their positions.
pub(super) struct Texts<'a>(BTreeMap<&'a SourceKey, (&'a Text, TextIndex<'a>)>);

impl<'a> Texts<'a> {
    pub(super) fn of(sources: &'a [Source]) -> Texts<'a> {
        let one = |source: &'a Source| (&source.key, (source.text(), TextIndex::new(&source.text().content)));
        Texts(sources.iter().map(one).collect())
    }

    /// The positions of the text that a coding stands in.
    pub(super) fn index(&self, coding: &Coding) -> Result<&TextIndex<'a>, WorkspaceError> {
        Ok(&self.of_coding(coding)?.1)
    }

    /// Writes codings.
    pub(super) fn write(&self, at: &mut Scene<'_, '_>, codings: &[Coding]) -> Result<(), WorkspaceError> {
        for coding in codings {
            let (text, index) = self.of_coding(coding)?;
            at.edit.put(&Record::Coding(coding, text, index))?;
        }
        Ok(())
    }

    /// Where a coding stands, as `“we call them” (S1:3)`.
    pub(super) fn standing(&self, coding: &Coding) -> Result<String, WorkspaceError> {
        Ok(words::standing(coding, self.index(coding)?))
    }

    /// What codings are called in a sentence: the one by its words, several by their number.
    pub(super) fn called(&self, codings: &[Coding]) -> Result<String, WorkspaceError> {
        match codings {
            [one] => self.standing(one),
            several => Ok(format!("{} codings", several.len())),
        }
    }

    fn of_coding(&self, coding: &Coding) -> Result<&(&'a Text, TextIndex<'a>), WorkspaceError> {
        let found = self.0.get(&coding.source);
        found.ok_or_else(|| look::unknown("source", coding.source.as_str(), []))
    }
}
