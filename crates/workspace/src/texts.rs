//! The texts of sources: as they are and as they were.

use serde::Serialize;
use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Source, TextIndex};

use crate::verbs::look;
use crate::{Workspace, WorkspaceError};

/// The text of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceText {
    /// Key of the source.
    pub source: String,
    /// Hash of the text.
    pub sha256: String,
    /// The text, word for word.
    pub text: String,
}

impl Workspace {
    /// The current text of a source.
    ///
    /// # Errors
    /// When there is no such source, or the study cannot be read.
    pub fn text(&self, source: &str) -> Result<SourceText, WorkspaceError> {
        let kept = match self.store() {
            Some(store) => store.source(&look::source(&*self.outline()?, source)?.key)?,
            None => Some(self.source_in_full(source)?.clone()),
        };
        let found = kept.and_then(|mut source| Some((source.texts.pop()?, source.key)));
        let (text, key) =
            found.ok_or_else(|| WorkspaceError::refused(format!("the source `{source}` has no text")))?;
        Ok(SourceText { source: key.to_string(), sha256: text.hash.to_string(), text: text.content })
    }

    /// The versions of a source's text, oldest first.
    ///
    /// # Errors
    /// As [`Workspace::text`].
    pub fn text_versions(&self, source: &str) -> Result<Table, WorkspaceError> {
        let source = self.source_in_full(source)?;
        let mut table = Table::new("versions", "Versions");
        for (key, label) in [("version", "Version"), ("characters", "Characters"), ("turns", "Turns")] {
            table.columns.push(Column::number(key, label));
        }
        for (key, label) in [("extraction", "Taken from"), ("sha256", "SHA-256")] {
            table.columns.push(Column::text(key, label, 1.0));
        }
        let number = |n: usize| Cell::number(i64::try_from(n).unwrap_or(i64::MAX));
        for (version, text) in (1..).zip(&source.texts) {
            table.rows.push(Row::Body(vec![
                number(version),
                number(TextIndex::new(&text.content).chars()),
                number(text.turns.len()),
                Cell::text(&text.extraction),
                Cell::text(text.hash.to_string()),
            ]));
        }
        table.notes.push("The last version is the current one.".to_string());
        Ok(table)
    }

    fn source_in_full(&self, words: &str) -> Result<&Source, WorkspaceError> {
        look::source(&self.full()?.0.study, words)
    }
}
