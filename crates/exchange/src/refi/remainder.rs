//! The note in which Themata writes down what REFI-QDA has no place for, found and read back.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use themata_model::Uuid;

use super::package::{Package, decoded};
use super::project::{Project, Source};
use super::rows::Told;

/// Name of the note.
pub(crate) const NOTE: &str = "Themata (keep this note: it is read back)";

/// What is written in its first entry; another number is another layout.
pub(crate) const LAYOUT: &str = "1";

/// What the note says; empty where there is none.
#[derive(Debug, Default)]
pub(crate) struct Remainder {
    value: Value,
    /// Kind and id of a row to its position.
    rows: HashMap<(String, Uuid), usize>,
    /// What Themata wrote for the eyes of other tools only.
    written: HashSet<Uuid>,
    /// The GUID of the note itself.
    note: Option<Uuid>,
}

/// Whether a note is the one of Themata, by its name.
pub(crate) fn is_note(note: &Source) -> bool {
    note.name.starts_with("Themata (")
}

impl Remainder {
    /// The note of a project, if it has one that can be read.
    pub(crate) fn find(project: &Project, package: &Package) -> Option<Remainder> {
        project.notes.iter().filter(|note| is_note(note)).find_map(|note| {
            let words = note.words.as_ref()?;
            let text = words.content.clone().or_else(|| {
                let (_, bytes) = package.part(words.plain_path.as_deref()?)?;
                Some(decoded(bytes).0)
            })?;
            Remainder::of(&text, note.guid)
        })
    }

    fn of(text: &str, note: Uuid) -> Option<Remainder> {
        // Words that another tool wrote before or after are left out.
        let json = text.get(text.find('{')?..=text.rfind('}')?)?;
        let value: Value = serde_json::from_str(json).ok()?;
        let root = Told::of(&value)?;
        if root.text("themata") != LAYOUT {
            return None;
        }
        let written = root.list("written").into_iter().collect();
        let mut rows = HashMap::new();
        for (kind, list) in value.as_object()?.iter() {
            for (at, row) in list.as_array().into_iter().flatten().enumerate() {
                if let Some(id) = Told::of(row).and_then(|row| row.parse("id")) {
                    rows.insert((kind.clone(), id), at);
                }
            }
        }
        Some(Remainder { rows, written, note: Some(note), value })
    }

    /// Everything it says.
    pub(crate) fn root(&self) -> Option<Told<'_>> {
        Told::of(&self.value)
    }

    /// What it says of one row.
    pub(crate) fn row(&self, kind: &str, id: Uuid) -> Option<Told<'_>> {
        let at = self.rows.get(&(kind.to_string(), id))?;
        self.value.get(kind)?.get(*at).and_then(Told::of)
    }

    /// The rows of one kind, in the order of the study.
    pub(crate) fn rows<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = Told<'a>> {
        self.root().into_iter().flat_map(move |root| root.rows(kind))
    }

    /// Whether Themata wrote this element only so that other tools show what the note says.
    pub(crate) fn wrote(&self, guid: Uuid) -> bool {
        self.written.contains(&guid) || self.note == Some(guid)
    }
}
