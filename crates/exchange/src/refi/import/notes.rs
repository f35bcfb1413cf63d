//! Notes of the project as memos, each on what it hangs at, and links between codes.

use std::collections::BTreeMap;

use themata_model::{Link, LinkKind, Memo, MemoAnchor, MemoKind, RowId, Uuid};

use super::Import;
use super::names::clean;
use crate::refi::package::decoded;
use crate::refi::positions::Plain;
use crate::refi::project::Source;
use crate::refi::remainder;

impl Import<'_> {
    /// Remembers that a note hangs at a row.
    pub(super) fn anchor(&mut self, note: Uuid, kind: &'static str, key: &str) {
        self.anchors.entry(note).or_default().push((kind, key.to_string()));
    }

    pub(super) fn notes(&mut self) {
        self.collect_anchors();
        let project = self.project;
        for note in &project.notes {
            if self.remainder.wrote(note.guid) {
                continue;
            }
            if remainder::is_note(note) {
                self.problem("Notes", "the note of Themata cannot be read any more; it is kept as it is");
                continue;
            }
            if self.study.memos.iter().any(|memo| memo.id.0 == note.guid) {
                self.problem(
                    "Notes",
                    format!("the note `{}` has the GUID of another; taken once", note.name),
                );
                continue;
            }
            self.note(note);
        }
        let text = project.description.trim();
        if !text.is_empty() {
            let id = self.study.id.row("memo", "description of the project");
            let key = self.names.key("memos", id.0, "description of the project", "description");
            let (anchor, kind, text) = (MemoAnchor::Study, MemoKind::Note, text.to_string());
            let attributes = BTreeMap::new();
            self.study.memos.push(Memo { id, key, anchor, kind, coder: None, date: None, text, attributes });
        }
    }

    fn note(&mut self, note: &Source) {
        let text = self.text_of_note(note);
        let key: themata_model::MemoKey = self.names.key("memos", note.guid, &note.name, "memo");
        let mut attributes = BTreeMap::new();
        if key.as_str() != note.name.trim() && !note.name.trim().is_empty() && clean(&note.name) != note.name
        {
            attributes.insert("title".to_string(), note.name.trim().to_string());
        }
        if !note.description.trim().is_empty() {
            attributes.insert("description".to_string(), note.description.trim().to_string());
        }
        if let Some(words) = self.quoted_by_note.get(&note.guid) {
            attributes.insert("quotation".to_string(), words.clone());
        }
        let anchors = self.anchors.remove(&note.guid).unwrap_or_default();
        let mut places = anchors.into_iter().map(|(kind, key)| match kind {
            "study" => MemoAnchor::Study,
            kind => MemoAnchor::Row { kind: kind.to_string(), key },
        });
        let anchor = places.next().unwrap_or(MemoAnchor::Study);
        let also: Vec<String> = places.map(|place| place.to_string()).collect();
        if !also.is_empty() {
            attributes.insert("also on".to_string(), also.join("; "));
        }
        for name in attributes.keys().cloned().collect::<Vec<_>>() {
            self.declare("memos", &name);
        }
        let coder = note.by.user.and_then(|user| self.coders.get(&user).cloned());
        let date = note.by.time.clone();
        let (id, kind) = (RowId(note.guid), MemoKind::Note);
        self.study.memos.push(Memo { id, key, anchor, kind, coder, date, text, attributes });
    }

    fn text_of_note(&mut self, note: &Source) -> String {
        let Some(words) = &note.words else { return String::new() };
        let file = words.plain_path.as_deref();
        let text = match (&words.content, file.and_then(|path| self.package.part(path))) {
            (Some(content), _) => content.clone(),
            (None, Some((_, bytes))) => decoded(bytes).0,
            (None, None) => self.words(note).map(|read| read.plain.content).unwrap_or_default(),
        };
        let missing = file.is_some() && text.is_empty();
        if missing && file.and_then(|path| self.package.part(path)).is_none() {
            self.problem(&note.name, "the file with the words of this note is not in the project");
        }
        Plain::of(&text).content
    }

    /// What hangs at codes, sources, the project, and at the end of links.
    fn collect_anchors(&mut self) {
        let project = self.project;
        for code in &project.codes {
            let Some(key) = self.codes.get(&code.guid).cloned() else { continue };
            for note in &code.notes {
                self.anchor(*note, "code", key.as_str());
            }
        }
        let sources = project.sources.iter().flat_map(|source| source.transcripts.iter().chain([source]));
        for source in sources {
            let Some(key) = self.sources.get(&source.guid).and_then(|keys| keys.first()).cloned() else {
                continue;
            };
            for note in &source.notes {
                self.anchor(*note, "source", key.as_str());
            }
        }
        for note in &project.note_refs {
            self.anchor(*note, "study", "");
        }
        for link in &project.links {
            let (Some(origin), Some(target)) = (link.origin, link.target) else { continue };
            for (note, other) in [(origin, target), (target, origin)] {
                if project.notes.iter().any(|found| found.guid == note)
                    && let Some((kind, key)) = self.row_of(other)
                {
                    self.anchor(note, kind, &key);
                }
            }
        }
    }

    /// The row of the study that a GUID stands for.
    fn row_of(&self, guid: Uuid) -> Option<(&'static str, String)> {
        if let Some(key) = self.codes.get(&guid) {
            return Some(("code", key.to_string()));
        }
        if let Some(key) = self.sources.get(&guid).and_then(|keys| keys.first()) {
            return Some(("source", key.to_string()));
        }
        if let Some(id) = self.selections.get(&guid).and_then(|ids| ids.first()) {
            return Some(("coding", id.to_string()));
        }
        if self.coding_ids.contains(&RowId(guid)) {
            return Some(("coding", guid.to_string()));
        }
        self.cases.get(&guid).map(|key| ("case", key.to_string()))
    }

    /// Links between two codes; what else is linked is kept, or is where a note hangs.
    pub(super) fn links(&mut self) {
        let project = self.project;
        let is_note = |guid: Uuid| project.notes.iter().any(|note| note.guid == guid);
        for link in &project.links {
            let code = |guid: Option<Uuid>| guid.and_then(|guid| self.codes.get(&guid).cloned());
            let (Some(from), Some(to)) = (code(link.origin), code(link.target)) else {
                let hangs = [link.origin, link.target].into_iter().flatten().any(is_note);
                if !hangs {
                    self.keep("links between other things than codes");
                }
                continue;
            };
            if self.study.links.iter().any(|known| known.id.0 == link.guid) {
                self.problem(
                    "Links",
                    format!("the link `{}` has the GUID of another; taken once", link.name),
                );
                continue;
            }
            let mut attributes = BTreeMap::new();
            let direction = link.direction.to_lowercase();
            if !direction.is_empty() && direction != "oneway" {
                attributes.insert("direction".to_string(), direction);
                self.declare("links", "direction");
            }
            let name = if link.name.trim().is_empty() { "related" } else { link.name.trim() };
            self.study.links.push(Link {
                id: RowId(link.guid),
                from,
                kind: LinkKind(name.to_string()),
                to,
                evidence: Vec::new(),
                reason: String::new(),
                attributes,
            });
        }
        for _ in 0..project.graphs {
            self.keep("networks");
        }
    }
}
