//! What is done alike to rows of every kind: another key, and deleting what nothing rests on.

use serde::Serialize;
use themata_model::{MemoAnchor, RowId, Study, counted, counted_as};
use themata_store::{Conflict, Kind, Reason, Record, WriteError};

use super::{Act, Said, Scene, look, take_along};
use crate::WorkspaceError;

/// Kinds of rows that have a key of their own and are changed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// A side.
    Side,
    /// A party.
    Party,
    /// A case.
    Case,
    /// An informant.
    Informant,
    /// A coder.
    Coder,
    /// A facet.
    Facet,
    /// A question.
    Question,
    /// A source; it is deleted by a verb of its own.
    Source,
    /// An exhibit.
    Exhibit,
    /// An excerpt.
    Excerpt,
    /// A finding.
    Finding,
    /// A memo.
    Memo,
    /// A member check.
    MemberCheck,
}

/// Words of one kind: what it is called, what memos call it, and its verbs.
struct Words {
    name: &'static str,
    anchor: &'static str,
    rekey: &'static str,
    delete: &'static str,
    store: Kind,
}

impl RowKind {
    fn words(self) -> Words {
        let words = |name, anchor, rekey, delete, store| Words { name, anchor, rekey, delete, store };
        match self {
            RowKind::Side => words("side", "side", "rekey-side", "delete-side", Kind::Side),
            RowKind::Party => words("party", "party", "rekey-party", "delete-party", Kind::Party),
            RowKind::Case => words("case", "case", "rekey-case", "delete-case", Kind::Case),
            RowKind::Informant => {
                words("informant", "informant", "rekey-informant", "delete-informant", Kind::Informant)
            }
            RowKind::Coder => words("coder", "coder", "rekey-coder", "delete-coder", Kind::Coder),
            RowKind::Facet => words("facet", "facet", "rekey-facet", "delete-facet", Kind::Facet),
            RowKind::Question => {
                words("question", "question", "rekey-question", "delete-question", Kind::Question)
            }
            RowKind::Source => words("source", "source", "rekey-source", "delete-source", Kind::Source),
            RowKind::Exhibit => words("exhibit", "exhibit", "rekey-exhibit", "delete-exhibit", Kind::Exhibit),
            RowKind::Excerpt => words("excerpt", "excerpt", "rekey-excerpt", "delete-excerpt", Kind::Excerpt),
            RowKind::Finding => words("finding", "finding", "rekey-finding", "delete-finding", Kind::Finding),
            RowKind::Memo => words("memo", "memo", "rekey-memo", "delete-memo", Kind::Memo),
            RowKind::MemberCheck => words(
                "member check",
                "member-check",
                "rekey-member-check",
                "delete-member-check",
                Kind::MemberCheck,
            ),
        }
    }

    /// Id and key of the row that `words` mean.
    fn find(self, s: &Study, words: &str) -> Result<(RowId, String), WorkspaceError> {
        macro_rules! found {
            ($finder:ident) => {
                look::$finder(s, words).map(|row| (row.id, row.key.to_string()))
            };
        }
        match self {
            RowKind::Side => found!(side),
            RowKind::Party => found!(party),
            RowKind::Case => found!(case),
            RowKind::Informant => found!(informant),
            RowKind::Coder => found!(coder),
            RowKind::Facet => found!(facet),
            RowKind::Question => found!(question),
            RowKind::Source => found!(source),
            RowKind::Exhibit => found!(exhibit),
            RowKind::Excerpt => found!(excerpt),
            RowKind::Finding => found!(finding),
            RowKind::Memo => found!(memo),
            RowKind::MemberCheck => found!(member_check),
        }
    }

    /// Whether a row of the kind has this key.
    fn has(self, s: &Study, key: &str) -> bool {
        self.find(s, key).is_ok_and(|(_, found)| found == key)
    }
}

/// Gives a row another key; what names it by its key follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rekey {
    /// What kind of row.
    pub kind: RowKind,
    /// The row.
    pub row: String,
    /// The new key.
    pub key: String,
}

impl Act for Rekey {
    const VERB: &'static str = "rekey";

    fn verb(&self) -> &'static str {
        self.kind.words().rekey
    }

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.outline()?;
        let words = self.kind.words();
        let (_, old) = self.kind.find(&s, &self.row)?;
        let new = self.key.trim();
        let said = Said::new(format!("gave the {} *{old}* the key *{new}*", words.name));
        if old == new {
            return Ok(Said::new(format!("the {} *{old}* has this key already", words.name)));
        }
        if self.kind.has(&s, new) {
            return Err(WorkspaceError::refused(format!("there is a {} `{new}` already", words.name)));
        }
        if self.kind == RowKind::Facet {
            super::roster::check_facet_key(&s, new)?;
        }
        if self.kind == RowKind::Exhibit {
            super::check_output_names(&s, &old, new)?;
        }
        macro_rules! rekeyed {
            ($finder:ident, $record:ident) => {{
                let mut row = look::$finder(&s, &old)?.clone();
                row.key = look::key(new)?;
                at.edit.put(&Record::$record(&row))?;
            }};
        }
        match self.kind {
            RowKind::Side => rekeyed!(side, Side),
            RowKind::Party => rekeyed!(party, Party),
            RowKind::Case => rekeyed!(case, Case),
            RowKind::Informant => rekeyed!(informant, Informant),
            RowKind::Coder => rekeyed!(coder, Coder),
            RowKind::Facet => rekeyed!(facet, Facet),
            RowKind::Question => rekeyed!(question, Question),
            RowKind::Source => rekeyed!(source, Source),
            RowKind::Exhibit => rekeyed!(exhibit, Exhibit),
            RowKind::Excerpt => rekeyed!(excerpt, Excerpt),
            RowKind::Finding => rekeyed!(finding, Finding),
            RowKind::Memo => rekeyed!(memo, Memo),
            RowKind::MemberCheck => rekeyed!(member_check, MemberCheck),
        }
        take_along::renamed(at, words.anchor, &old, Some(new))?;
        let followed = follow_outputs(at, &s, words.anchor, &old, new)?;
        let said = if self.kind == RowKind::Source { said.source(new).source(&old) } else { said };
        Ok(match followed {
            0 => said,
            n => said.detail(counted_as(n, "output names it and follows", "outputs name it and follow")),
        })
    }
}

/// Lets the options of outputs that name a row by its key follow to a new key.
pub(crate) fn follow_outputs(
    at: &mut Scene<'_, '_>,
    s: &Study,
    kind: &str,
    old: &str,
    new: &str,
) -> Result<usize, WorkspaceError> {
    let mut followed = 0;
    for output in &s.outputs {
        let mut changed = output.clone();
        // `s` is the state before: the exhibit of an output may be what has a new key.
        if kind == "exhibit" && output.exhibit.as_str() == old {
            changed.exhibit = look::key(new)?;
        }
        for (name, value) in &mut changed.options {
            let names_it = name == kind || kind == "facet" && ["rows", "columns"].contains(&name.as_str());
            if names_it {
                let words: Vec<&str> = value
                    .split(';')
                    .map(str::trim)
                    .map(|word| if word == old { new } else { word })
                    .collect();
                if value.split(';').any(|word| word.trim() == old) {
                    *value = words.join(";");
                }
            }
        }
        if kind == "facet"
            && let Some(values) = changed.options.remove(old)
        {
            changed.options.insert(new.to_string(), values);
        }
        if changed.options != output.options {
            at.edit.put(&Record::Output(&changed))?;
            followed += 1;
        }
    }
    Ok(followed)
}

/// Deletes rows of one kind; refuses when something rests on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteRows {
    /// What kind of rows.
    pub kind: RowKind,
    /// The rows.
    pub rows: Vec<String>,
}

impl Act for DeleteRows {
    const VERB: &'static str = "delete";

    fn verb(&self) -> &'static str {
        self.kind.words().delete
    }

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.outline()?;
        let words = self.kind.words();
        let mut ids = Vec::new();
        let mut keys = Vec::new();
        for row in &self.rows {
            let (id, key) = self.kind.find(&s, row)?;
            if !ids.contains(&id) {
                named_nowhere(&s, &words, &key)?;
                ids.push(id);
                keys.push(key);
            }
        }
        if ids.is_empty() {
            return Err(WorkspaceError::refused(format!("it is not said which {} is meant", words.name)));
        }
        let mut lines = Vec::new();
        if self.kind == RowKind::Exhibit {
            // What prints an exhibit says nothing without it.
            for output in s.outputs.iter().filter(|o| keys.iter().any(|key| key == o.exhibit.as_str())) {
                at.edit.remove(Kind::Output, &[output.id])?;
                lines.push(format!("the output that printed `{}` goes along", output.exhibit));
            }
        }
        at.edit.remove(words.store, &ids).map_err(in_use)?;
        let names: Vec<String> = keys.iter().map(|key| format!("*{key}*")).collect();
        let said = Said::new(format!("deleted the {} {}", words.name, names.join(", ")));
        Ok(lines.into_iter().fold(said, Said::detail))
    }
}

/// Refuses when memos or member checks name the row.
fn named_nowhere(s: &Study, words: &Words, key: &str) -> Result<(), WorkspaceError> {
    let is = |anchor: &MemoAnchor| matches!(anchor, MemoAnchor::Row { kind, key: k } if kind == words.anchor && k == key);
    let memos = s.memos.iter().filter(|memo| is(&memo.anchor)).map(|memo| format!("memo `{}`", memo.key));
    let checks = s.member_checks.iter().filter(|check| check.shown.iter().any(is));
    let checks = checks.map(|check| format!("member check `{}`", check.key));
    let by: Vec<String> = memos.chain(checks).collect();
    if by.is_empty() {
        return Ok(());
    }
    Err(WorkspaceError::refused(format!("the {} `{key}` is named by {}", words.name, by.join(", ")))
        .hint("delete these first, or let them be about something else"))
}

/// Says what holds on to rows that were to be deleted.
pub(crate) fn in_use(error: WriteError) -> WorkspaceError {
    let WriteError::InUse(conflicts) = error else { return error.into() };
    let one = |conflict: &Conflict| {
        let name = format!("the {} `{}`", word_of(&conflict.table), conflict.label);
        match &conflict.reason {
            Reason::InUse(by) => {
                // The values of a facet are its own; what uses them is told of each.
                let others = by.iter().filter(|(table, _)| table != "facet_value");
                let by: Vec<String> = others.map(|(table, n)| users(*n, word_of(table))).collect();
                format!("{name} is used by {}", by.join(", "))
            }
            _ => format!("{name} cannot be deleted"),
        }
    };
    let told: Vec<String> = conflicts.iter().map(one).collect();
    WorkspaceError::refused(told.join("; ")).hint("change or delete what uses it first")
}

/// What a person calls the rows of a table.
fn word_of(table: &str) -> &str {
    match table {
        "study_case" | "case_side" | "case_side_party" => "case",
        "source_case" | "source_side" | "source_party" | "source_informant" => "source",
        "informant_case" => "informant",
        "speaker" => "speaker in a text",
        "coding_facet" => "coding",
        "code_prefill" => "code",
        "excerpt_coding" | "excerpt_exhibit" => "excerpt",
        "finding_facet" | "finding_evidence" => "finding",
        "link_evidence" => "link",
        "stated_total" => "stated total",
        "member_check" => "member check",
        "facet_value" => "value",
        other => other,
    }
}

fn users(n: i64, word: &str) -> String {
    let n = usize::try_from(n).unwrap_or_default();
    if word == "speaker in a text" { counted_as(n, word, "speakers in texts") } else { counted(n, word) }
}
