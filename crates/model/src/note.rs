//! Coders, memos, links between codes, and questions.

use std::fmt;
use std::str::FromStr;

use crate::{Attributes, CodeKey, CoderKey, MemoKey, QuestionKey, RowId, Study};

/// A person who codes, sorts or writes memos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coder {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: CoderKey,
    /// What is printed.
    pub name: String,
    /// Further columns.
    pub attributes: Attributes,
}

/// A note of the researchers on anything in the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: MemoKey,
    /// What the memo is about.
    pub anchor: MemoAnchor,
    /// What kind of thought it holds.
    pub kind: MemoKind,
    /// Who wrote it.
    pub coder: Option<CoderKey>,
    /// Date as written.
    pub date: Option<String>,
    /// The note.
    pub text: String,
    /// Further columns.
    pub attributes: Attributes,
}

/// What a memo is about or a member was shown: the kind of row and its key (the id for codings), or
/// the whole study. Written `study`, or kind and key as in `code:A`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemoAnchor {
    /// The whole study.
    Study,
    /// One row: kind of row (`code`, `case`, `source`, …) and its key.
    Row {
        /// Kind of row.
        kind: String,
        /// Key of the row.
        key: String,
    },
}

impl MemoAnchor {
    /// Whether `study` has what it names.
    pub fn exists_in(&self, study: &Study) -> bool {
        match self {
            MemoAnchor::Study => true,
            MemoAnchor::Row { kind, key } => study.has_row(kind, key),
        }
    }
}

impl fmt::Display for MemoAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MemoAnchor::Study => f.write_str("study"),
            MemoAnchor::Row { kind, key } => write!(f, "{kind}:{key}"),
        }
    }
}

impl FromStr for MemoAnchor {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word.split_once(':') {
            None if word.trim() == "study" => Ok(MemoAnchor::Study),
            Some((kind, key)) => Ok(MemoAnchor::Row { kind: kind.trim().into(), key: key.trim().into() }),
            None => {
                Err(format!("`{word}` does not say what kind of thing is meant; write for example `code:A`"))
            }
        }
    }
}

/// The kinds of memo that grounded analysis tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MemoKind {
    /// On concepts and their links.
    Theoretical,
    /// On procedure.
    Methodological,
    /// On the researcher's own part.
    Reflexive,
    /// Anything else.
    Note,
}

impl MemoKind {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            MemoKind::Theoretical => "theoretical",
            MemoKind::Methodological => "methodological",
            MemoKind::Reflexive => "reflexive",
            MemoKind::Note => "note",
        }
    }
}

impl FromStr for MemoKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [MemoKind::Theoretical, MemoKind::Methodological, MemoKind::Reflexive, MemoKind::Note]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| {
                format!("`{word}` is not a kind of memo; use `theoretical`, `methodological`, `reflexive` or `note`")
            })
    }
}

/// A relation between two codes, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Row id.
    pub id: RowId,
    /// Where it starts.
    pub from: CodeKey,
    /// What relation it is.
    pub kind: LinkKind,
    /// Where it ends.
    pub to: CodeKey,
    /// Codings that bear it out.
    pub evidence: Vec<RowId>,
    /// Why.
    pub reason: String,
    /// Further columns.
    pub attributes: Attributes,
}

/// The relation that a link states, in the study's own word: `triggers`, `builds on`, `enables`,
/// `co-evolves with`, `interdependent with`, …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkKind(pub String);

/// A question of the interview guide or of the research.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: QuestionKey,
    /// The question.
    pub text: String,
    /// Further columns.
    pub attributes: Attributes,
}
