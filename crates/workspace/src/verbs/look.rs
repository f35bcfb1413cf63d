//! Finding what a person names, with the nearest known key where there is none.

mod codings;
mod rows;

use std::str::FromStr;

use themata_model::{Code, Codebook, KeyError, Level};

use crate::WorkspaceError;

pub(crate) use codings::*;
pub(crate) use rows::*;

/// The one code that `words` mean: its key, marker, name or alias.
pub(crate) fn code<'a>(book: &'a Codebook, words: &str) -> Result<&'a Code, WorkspaceError> {
    match book.matches(words).as_slice() {
        [one] => Ok(one),
        [] => {
            let known = book.codes().iter().flat_map(|code| [code.key.as_str(), code.name.as_str()]);
            Err(unknown("code", words, known))
        }
        several => {
            let keys: Vec<String> = several.iter().map(|code| format!("`{}`", code.key)).collect();
            Err(WorkspaceError::refused(format!("`{words}` may mean {}", keys.join(" or ")))
                .hint("name the code by its key"))
        }
    }
}

/// The level with this key or name.
pub(crate) fn level<'a>(book: &'a Codebook, words: &str) -> Result<&'a Level, WorkspaceError> {
    let lower = words.trim().to_lowercase();
    let is = |level: &&Level| level.key.as_str() == words.trim() || level.name.to_lowercase() == lower;
    book.levels()
        .iter()
        .find(is)
        .ok_or_else(|| unknown("level", words, book.levels().iter().map(|level| level.key.as_str())))
}

/// A key made from a name: its letters and digits in lower case, joined by hyphens, with a number
/// behind it where the key is taken.
pub(crate) fn free_key<K: FromStr<Err = KeyError>>(
    name: &str,
    taken: impl Fn(&str) -> bool,
) -> Result<K, WorkspaceError> {
    let stem = themata_model::slug(name);
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let free = std::iter::once(stem.clone()).chain(numbered).find(|key| !taken(key));
    key(&free.unwrap_or_default())
}

/// A key as given.
pub(crate) fn key<K: FromStr<Err = KeyError>>(text: &str) -> Result<K, WorkspaceError> {
    text.parse().map_err(|error: KeyError| WorkspaceError::refused(error.to_string()))
}

/// The error for a `what` that does not exist, with the nearest of `known`.
pub(crate) fn unknown<'a>(
    what: &str,
    words: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> WorkspaceError {
    let error = WorkspaceError::refused(format!("there is no {what} `{words}`"));
    perhaps(error, words, known)
}

/// The error with the nearest of `known` as its hint, where one is near.
pub(crate) fn perhaps<'a>(
    error: WorkspaceError,
    words: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> WorkspaceError {
    match nearest(words, known) {
        Some(word) => error.hint(format!("did you mean `{word}`?")),
        None => error,
    }
}

/// The known word that somebody probably meant.
pub fn nearest<'a>(words: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = words.to_lowercase();
    let distance = |word: &str| strsim::osa_distance(&word.to_lowercase(), &lower);
    let nearest = known.into_iter().map(|word| (distance(word), word)).min_by_key(|(distance, _)| *distance);
    nearest.filter(|(distance, _)| *distance <= 2.max(words.chars().count() / 3)).map(|(_, word)| word)
}
