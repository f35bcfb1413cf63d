//! What a merged code said, kept in a memo on the code it was merged into.

use themata_model::{Code, Codebook, Memo, MemoAnchor, MemoKind};
use themata_store::Kind;

use crate::WorkspaceError;
use crate::verbs::{Scene, look};

/// Lines of the memo.
pub(super) struct Kept {
    heading: String,
    stem: String,
    lines: Vec<String>,
}

impl Kept {
    /// Nothing yet of the code `from`.
    pub(super) fn new(from: &Code, book: &Codebook) -> Kept {
        let level = book.level_of(from).map_or("", |level| level.name.as_str());
        Kept {
            heading: format!("Merged from “{}” (key {}, {level}).", from.marked_name(), from.key),
            stem: format!("merged {}", from.key),
            lines: Vec::new(),
        }
    }

    /// Keeps one thing that was said, unless it is empty.
    pub(super) fn keep(&mut self, what: &str, text: &str) {
        if !text.is_empty() {
            self.lines.push(format!("{what}: {text}"));
        }
    }

    /// The memo, when there is anything to keep.
    pub(super) fn memo(self, at: &Scene<'_, '_>, into: &Code) -> Result<Option<Memo>, WorkspaceError> {
        if self.lines.is_empty() {
            return Ok(None);
        }
        let taken = at.edit.keys(Kind::Memo)?;
        Ok(Some(Memo {
            id: at.fresh_id(),
            key: look::free_key(&self.stem, |key| taken.iter().any(|other| other == key))?,
            anchor: MemoAnchor::Row { kind: "code".to_string(), key: into.key.to_string() },
            kind: MemoKind::Methodological,
            coder: at.by.coder.as_deref().map(look::key).transpose()?,
            date: Some(at.now.chars().take("2000-01-01".len()).collect()),
            text: format!("{}\n{}", self.heading, self.lines.join("\n")),
            attributes: Default::default(),
        }))
    }
}
