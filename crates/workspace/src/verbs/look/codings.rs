//! Codings and sources by what a person calls them.

use themata_model::{Coding, RowId, Source, TextIndex};
use themata_store::{Edit, Kind, Which};

use super::{key, unknown};
use crate::WorkspaceError;

/// Digits of a coding's id that are shown: the last ones, which are random in every version of UUIDs.
const SHOWN: usize = 8;

/// Digits when [`SHOWN`] do not tell two codings apart: the whole last group.
const LONGER: usize = 12;

/// Fewest digits by which a coding may be called.
const FEWEST: usize = 4;

/// How a coding is called: the last digits of its id.
pub(crate) fn short_id(id: RowId) -> String {
    ending(id, SHOWN)
}

fn ending(id: RowId, digits: usize) -> String {
    let id = id.to_string();
    id[id.len().saturating_sub(digits)..].to_string()
}

/// Whether `words` can call a coding.
///
/// # Errors
/// When they are too few digits, or no digits.
pub(crate) fn digits(words: &str) -> Result<&str, WorkspaceError> {
    let words = words.trim();
    let listed = "`themata codings` lists the codings with their ids";
    let digits = words.chars().filter(|c| *c != '-');
    if words.is_empty() || !digits.clone().all(|c| c.is_ascii_hexdigit()) {
        return Err(WorkspaceError::refused(format!("`{words}` is not the id of a coding")).hint(listed));
    }
    if digits.count() < FEWEST {
        return Err(WorkspaceError::refused(format!("`{words}` is too short for the id of a coding"))
            .hint(format!("give at least {FEWEST} of its digits")));
    }
    Ok(words)
}

/// The one of `found` that `words` call.
///
/// # Errors
/// When it is none or several.
pub(crate) fn only(words: &str, found: &[RowId]) -> Result<RowId, WorkspaceError> {
    match found {
        [one] => Ok(*one),
        [] => Err(WorkspaceError::refused(format!("there is no coding `{words}`"))
            .hint("`themata codings` lists the codings with their ids")),
        several => {
            let ids: Vec<String> = several.iter().map(|id| format!("`{}`", ending(*id, LONGER))).collect();
            Err(WorkspaceError::refused(format!("`{words}` may mean the coding {}", ids.join(" or ")))
                .hint("give more digits"))
        }
    }
}

/// The id of the coding that these digits call: its whole id, or enough of its beginning or end.
pub(crate) fn coding_id(edit: &Edit<'_>, words: &str) -> Result<RowId, WorkspaceError> {
    let words = digits(words)?;
    only(words, &edit.codings_called(words)?)
}

/// The codings that these words call, in the order given, each once.
pub(crate) fn codings(edit: &Edit<'_>, words: &[String]) -> Result<Vec<Coding>, WorkspaceError> {
    let mut ids: Vec<RowId> = Vec::with_capacity(words.len());
    for words in words {
        let id = coding_id(edit, words)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut codings = edit.codings(&Which::Ids(ids.clone()))?;
    codings.sort_by_key(|coding| ids.iter().position(|id| *id == coding.id));
    Ok(codings)
}

/// The source with this key and its current text.
pub(crate) fn source_with_text(edit: &Edit<'_>, words: &str) -> Result<Source, WorkspaceError> {
    if let Some(source) = edit.source(&key(words)?)? {
        return Ok(source);
    }
    let keys = edit.keys(Kind::Source)?;
    let lower = words.trim().to_lowercase();
    let mut like = keys.iter().filter(|key| key.to_lowercase() == lower);
    let found = match (like.next(), like.next()) {
        (Some(only), None) => edit.source(&key(only)?)?,
        _ => None,
    };
    found.ok_or_else(|| unknown("source", words, keys.iter().map(String::as_str)))
}

/// Where a coding stands, as `S1:12`; `S1` when it is lost.
pub(crate) fn place(coding: &Coding, index: &TextIndex<'_>) -> String {
    match coding.span {
        Some(span) => format!("{}:{}", coding.source, index.line_of(span.start())),
        None => coding.source.to_string(),
    }
}
