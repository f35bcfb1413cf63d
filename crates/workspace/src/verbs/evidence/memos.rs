//! Memos on anything.

use serde::Serialize;
use themata_model::{Attributes, Memo, MemoAnchor, MemoKey, MemoKind, Study};
use themata_store::{Kind, Part, Record};

use super::{anchor, today};
use crate::WorkspaceError;
use crate::verbs::roster::{self, changed, refuse_taken};
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of a memo; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MemoFacts {
    /// What it is about, for example `code:A`, or `study`.
    pub about: Option<String>,
    /// `theoretical`, `methodological`, `reflexive` or `note`.
    pub kind: Option<String>,
    /// The note.
    pub text: Option<String>,
    /// The date; today where nothing is told, `-` for none.
    pub date: Option<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl MemoFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, memo: &mut Memo) -> Result<Said, WorkspaceError> {
        if let Some(about) = &self.about {
            memo.anchor = anchor(at, about)?;
        }
        if let Some(kind) = &self.kind {
            memo.kind = kind.trim().parse().map_err(|error: String| WorkspaceError::refused(error))?;
        }
        if let Some(text) = &self.text {
            memo.text = text.trim().to_string();
        }
        if memo.text.is_empty() {
            return Err(WorkspaceError::refused("a memo needs words").hint("give them with `--text`"));
        }
        if let Some(date) = &self.date {
            memo.date = roster::date(date)?;
        }
        attributes::set(at, s, attributes::MEMOS, &mut memo.attributes, &self.set)?;
        at.edit.put(&Record::Memo(memo))?;
        let said =
            Said::new(format!("wrote the {} memo *{}* about {}", memo.kind.as_str(), memo.key, memo.anchor));
        Ok(touching(said, &memo.anchor))
    }
}

/// Marks the code or source that a memo is about as touched.
fn touching(said: Said, anchor: &MemoAnchor) -> Said {
    match anchor {
        MemoAnchor::Row { kind, key } if kind == "code" => said.code(key),
        MemoAnchor::Row { kind, key } if kind == "source" => said.source(key),
        _ => said,
    }
}

/// Adds a memo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AddMemo {
    /// The key; made from what it is about and the day where nothing is told.
    pub key: Option<String>,
    /// What is said of it.
    pub facts: MemoFacts,
}

impl Act for AddMemo {
    const VERB: &'static str = "add-memo";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let about = match &self.facts.about {
            Some(about) => anchor(at, about)?,
            None => MemoAnchor::Study,
        };
        let keys = at.edit.keys(Kind::Memo)?;
        let taken = |key: &str| keys.iter().any(|other| other == key);
        let key: MemoKey = match &self.key {
            Some(key) => look::key(key)?,
            None => look::free_key(&format!("{about} {}", today(at)), taken)?,
        };
        refuse_taken("memo", key.as_str(), taken(key.as_str()))?;
        let mut memo = Memo {
            id: at.fresh_id(),
            key,
            anchor: about,
            kind: MemoKind::Note,
            coder: at.by.coder.as_deref().map(look::key).transpose()?,
            date: Some(today(at)),
            text: String::new(),
            attributes: Attributes::new(),
        };
        self.facts.put(at, &at.edit.head()?, &mut memo)
    }
}

/// Changes a memo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeMemo {
    /// The memo.
    pub memo: String,
    /// What is said of it.
    pub facts: MemoFacts,
}

impl Act for ChangeMemo {
    const VERB: &'static str = "change-memo";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Memos])?;
        let old = look::memo(&s, &self.memo)?;
        let mut memo = old.clone();
        self.facts.put(at, &s, &mut memo)?;
        Ok(touching(changed("memo", &memo.key, memo == *old), &memo.anchor))
    }
}
