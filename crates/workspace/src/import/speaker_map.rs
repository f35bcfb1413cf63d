//! A table that tells who speaks under a label.

use std::path::Path;

use themata_model::Speaker;

use crate::WorkspaceError;

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
    let name = path.display();
    let refused = |why: String| {
        WorkspaceError::refused(format!("the table of speakers `{name}` cannot be read: {why}"))
            .hint("it is a CSV file with the columns label, informant, role and, where needed, source")
    };
    let bytes = std::fs::read(path).map_err(|error| refused(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| refused("it is not in UTF-8".to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or("");
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let head: Vec<String> = reader
        .headers()
        .map_err(|error| refused(error.to_string()))?
        .iter()
        .map(|cell| cell.trim().to_lowercase())
        .collect();
    let column = |wanted: &str| head.iter().position(|cell| cell == wanted);
    let known = ["label", "informant", "role", "source"];
    if let Some(other) = head.iter().find(|cell| !known.contains(&cell.as_str())) {
        return Err(refused(format!("it has a column `{other}`")));
    }
    let Some(label) = column("label") else { return Err(refused("it has no column `label`".to_string())) };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| refused(error.to_string()))?;
        let cell = |n: Option<usize>| n.and_then(|n| record.get(n)).map_or("", str::trim).to_string();
        if !cell(Some(label)).is_empty() {
            let (informant, role) = (cell(column("informant")), cell(column("role")).to_lowercase());
            rows.push(Row { label: cell(Some(label)), informant, role, source: cell(column("source")) });
        }
    }
    Ok(SpeakerMap { rows })
}

impl SpeakerMap {
    /// What is told of the speakers of the document with this key or file; a row that names it outweighs one that
    /// names none.
    pub(super) fn of(&self, key: &str, file: &str, speakers: &[Speaker]) -> Own {
        let mut own = Own::default();
        for speaker in speakers {
            let label = speaker.label.to_lowercase();
            let same = |row: &&Row| row.label.to_lowercase() == label;
            let here = |row: &&Row| row.source == key || row.source == file;
            let rows = || self.rows.iter().filter(same);
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
