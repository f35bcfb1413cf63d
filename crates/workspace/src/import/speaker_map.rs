//! A table that tells who speaks under a label.

use std::path::Path;

use themata_ingest::Ingested;
use themata_model::Speaker;

use super::beside::{Beside, cell};
use crate::WorkspaceError;
use crate::verbs::Document;

/// What a row of the table tells.
struct Row {
    label: String,
    informant: String,
    role: String,
    source: String,
}

/// Who speaks under which label, in which source.
#[derive(Default)]
pub(super) struct SpeakerMap {
    rows: Vec<Row>,
    /// What was guessed when the table was read.
    pub(super) remarks: Vec<String>,
}

/// What is told of the speakers of one document, as `label=informant` and `label=role`.
#[derive(Default)]
pub(super) struct Own {
    pub(super) speakers: Vec<String>,
    pub(super) roles: Vec<String>,
}

/// Reads the table: columns `label` and `informant` or `role`, and `source` (its key or file) where labels mean
/// others in other documents.
pub(super) fn read(path: &Path) -> Result<SpeakerMap, WorkspaceError> {
    let hint = "it is a table (CSV, Excel, OpenDocument) with the columns label, informant, role and, where needed, source";
    let table = Beside::read("table of speakers", path, hint)?;
    let known = ["label", "informant", "role", "source"];
    let is_known = |head: &&String| known.contains(&head.to_lowercase().as_str());
    if let Some(other) = table.head.iter().find(|head| !is_known(head)) {
        return Err(table.refused(format!("it has a column `{other}`")));
    }
    let columns = known.map(|name| table.column(name));
    let [Some(_), ..] = columns else { return Err(table.refused("it has no column `label`")) };
    let row = |(_, row): &(usize, Vec<String>)| {
        let [label, informant, role, source] = columns.map(|column| cell(row, column).to_string());
        (!label.is_empty()).then(|| Row { label, informant, role: role.to_lowercase(), source })
    };
    let rows = table.rows.iter().filter_map(row).collect();
    Ok(SpeakerMap { rows, remarks: table.remarks })
}

impl Row {
    fn is_for(&self, key: &str, file: &str) -> bool {
        self.source == key || self.source == file
    }

    /// Whether the speaker of the document is meant, by the label or as the file calls them.
    fn is_of(&self, document: &Ingested, speaker: &Speaker) -> bool {
        document.label(&self.label).to_lowercase() == speaker.label.to_lowercase()
    }
}

impl SpeakerMap {
    /// The labels that may occur in the document with this key or file.
    pub(super) fn labels(&self, key: &str, file: &str) -> impl Iterator<Item = String> {
        let here = |row: &&Row| row.source.is_empty() || row.is_for(key, file);
        self.rows.iter().filter(here).map(|row| row.label.clone())
    }

    /// What rows tell in vain: of documents that are not there, or of labels that nobody has.
    pub(super) fn in_vain(&self, documents: &[&Document]) -> Vec<String> {
        let mut lines = Vec::new();
        let names =
            |document: &Ingested, row: &Row| document.speakers.iter().any(|own| row.is_of(document, own));
        for row in &self.rows {
            let meant =
                |document: &&&Document| row.source.is_empty() || row.is_for(&document.key, &document.file);
            let mut meant = documents.iter().filter(meant).peekable();
            let (label, source) = (&row.label, &row.source);
            if meant.peek().is_none() && !source.is_empty() {
                lines.push(format!(
                    "the table of speakers tells of `{label}` in `{source}`, which is none of the documents"
                ));
            } else if !meant.any(|document| names(&document.ingested, row)) {
                let place = if source.is_empty() { String::new() } else { format!(" in `{source}`") };
                lines.push(format!(
                    "the table of speakers tells of `{label}`, and nobody{place} is labelled so"
                ));
            }
        }
        lines
    }

    /// What is told of the speakers of the document with this key or file; a row that names it outweighs one that
    /// names none.
    pub(super) fn of(&self, key: &str, file: &str, document: &Ingested) -> Own {
        let mut own = Own::default();
        for speaker in &document.speakers {
            let here = |row: &&Row| row.is_for(key, file);
            let rows = || self.rows.iter().filter(|row| row.is_of(document, speaker));
            let Some(row) = rows().find(here).or_else(|| rows().find(|row| row.source.is_empty())) else {
                continue;
            };
            if !row.informant.is_empty() {
                own.speakers.push(format!("{}={}", speaker.label, row.informant));
            }
            if !row.role.is_empty() {
                own.roles.push(format!("{}={}", speaker.label, row.role));
            }
        }
        own
    }
}
