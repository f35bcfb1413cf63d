//! One CSV file in canonical form.

use std::collections::BTreeSet;

use themata_model::{Attributes, RowId};

use super::super::Files;

/// A CSV file being written: fixed columns, then attributes in alphabetical order; `id` in front
/// only when some row needs it; optional columns only when some row fills them.
pub(super) struct CsvFile {
    name: String,
    columns: Vec<Column>,
    rows: Vec<CsvRow>,
}

struct Column {
    name: String,
    /// Left out when no row fills it.
    optional: bool,
}

struct CsvRow {
    id: Option<RowId>,
    fields: Vec<String>,
    attributes: Attributes,
}

impl CsvFile {
    /// Returns an empty file.
    pub(super) fn new(name: impl Into<String>, columns: &[&str]) -> Self {
        let column = |name: &&str| Column { name: (*name).to_string(), optional: false };
        CsvFile { name: name.into(), columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }

    /// The file with these columns left out where no row fills them.
    #[must_use]
    pub(super) fn only_if_filled(mut self, columns: &[&str]) -> Self {
        for column in self.columns.iter_mut().filter(|column| columns.contains(&column.name.as_str())) {
            column.optional = true;
        }
        self
    }

    /// Adds a row; `id` is given when it is not the derived one.
    pub(super) fn row(&mut self, id: Option<RowId>, fields: Vec<String>, attributes: &Attributes) {
        self.rows.push(CsvRow { id, fields, attributes: attributes.clone() });
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts the file among `files`; nothing when it has no rows.
    pub(super) fn finish(self, files: &mut Files) {
        if !self.is_empty() {
            let bytes = self.bytes();
            files.insert(self.name, bytes);
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let with_ids = self.rows.iter().any(|row| row.id.is_some());
        let kept: Vec<usize> = (0..self.columns.len())
            .filter(|&i| !self.columns[i].optional || self.rows.iter().any(|row| !row.fields[i].is_empty()))
            .collect();
        let extra: BTreeSet<&String> = self.rows.iter().flat_map(|row| row.attributes.keys()).collect();
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        let id = with_ids.then(|| "id".to_string());
        let header = id
            .into_iter()
            .chain(kept.iter().map(|&i| self.columns[i].name.clone()))
            .chain(extra.iter().map(|name| (*name).clone()));
        // Writing to memory cannot fail, and every record has the header's length.
        let _ = writer.write_record(header.collect::<Vec<_>>());
        for row in &self.rows {
            let id = with_ids.then(|| row.id.map(|id| id.to_string()).unwrap_or_default());
            let fields = kept.iter().map(|&i| row.fields[i].clone());
            let attributes = extra.iter().map(|name| row.attributes.get(*name).cloned().unwrap_or_default());
            let _ = writer.write_record(id.into_iter().chain(fields).chain(attributes).collect::<Vec<_>>());
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// The keys joined as a `;`-list.
pub(super) fn list<K: std::fmt::Display>(keys: &[K]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
}

/// The text of an optional value.
pub(super) fn optional<T: std::fmt::Display>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// The id when it differs from what a reader would derive.
pub(super) fn unless_derived(id: RowId, derived: RowId) -> Option<RowId> {
    (id != derived).then_some(id)
}

/// A key as the stem of a file name: no separators, and not hidden, since a reader passes over hidden files.
pub(crate) fn file_stem(key: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_. ".contains(c) { c } else { '_' };
    let stem: String = key.chars().map(plain).collect();
    match stem.strip_prefix('.') {
        Some(rest) => format!("_{rest}"),
        None => stem,
    }
}
