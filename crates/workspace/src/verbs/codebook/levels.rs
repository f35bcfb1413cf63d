//! Verbs on the levels of the codebook.

use serde::Serialize;
use themata_model::{Codebook, Level, counted_as};
use themata_store::{Kind, Record};

use super::checked;
use crate::WorkspaceError;
use crate::verbs::rows::in_use;
use crate::verbs::{Act, Said, Scene, frameworks, look};

/// Adds a level to the codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AddLevel {
    /// The column head of the data structure.
    pub name: String,
    /// The key; made from the name where none is given.
    pub key: Option<String>,
    /// Whether it is a level of open codes, which are not printed.
    pub open: bool,
    /// The level that it comes right above; without one a printed level comes on top, an open one
    /// right below the printed ones.
    pub above: Option<String>,
    /// The level that it comes right below.
    pub below: Option<String>,
}

impl Act for AddLevel {
    const VERB: &'static str = "add-level";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let name = self.name.trim();
        if name.is_empty() {
            return Err(WorkspaceError::refused("a level needs a name"));
        }
        let key = match &self.key {
            Some(key) => look::key(key)?,
            None => look::free_key(name, |key| book.levels().iter().any(|level| level.key.as_str() == key))?,
        };
        let level = Level { id: at.fresh_id(), key, name: name.to_string(), open: self.open };
        let place = self.place(&book)?;
        let mut levels = book.levels().to_vec();
        levels.insert(place, level.clone());
        checked(&book, levels.clone(), book.codes().to_vec())?;
        at.edit.put(&Record::Level(&level))?;
        arrange(at, &levels)?;
        let beside = match (levels.get(place + 1), place.checked_sub(1).and_then(|below| levels.get(below))) {
            (Some(above), _) => format!(" below *{}*", above.name),
            (None, Some(below)) => format!(" above *{}*", below.name),
            (None, None) => String::new(),
        };
        let what = if level.open { "the level of open codes" } else { "the level" };
        Ok(Said::new(format!("added {what} *{}*{beside}", level.name)))
    }
}

impl AddLevel {
    /// Its rank, lowest 0.
    fn place(&self, book: &Codebook) -> Result<usize, WorkspaceError> {
        let rank = |words: &str| -> Result<usize, WorkspaceError> {
            let found = look::level(book, words)?;
            Ok(book.levels().iter().position(|level| level.key == found.key).unwrap_or_default())
        };
        match (&self.above, &self.below) {
            (Some(words), _) => Ok(rank(words)? + 1),
            (None, Some(words)) => rank(words),
            (None, None) if self.open => Ok(book.levels().iter().filter(|level| level.open).count()),
            (None, None) => Ok(book.levels().len()),
        }
    }
}

/// Gives a level another name; its key stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenameLevel {
    /// The level.
    pub level: String,
    /// The new name.
    pub name: String,
}

impl Act for RenameLevel {
    const VERB: &'static str = "rename-level";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let old = look::level(&book, &self.level)?;
        let name = self.name.trim();
        if name.is_empty() {
            return Err(WorkspaceError::refused("a level needs a name"));
        }
        at.edit.put(&Record::Level(&Level { name: name.to_string(), ..old.clone() }))?;
        Ok(Said::new(format!("renamed the level *{}* to *{name}*", old.name)))
    }
}

/// Changes the order of the levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReorderLevels {
    /// The levels, lowest first; all of them.
    pub levels: Vec<String>,
}

impl Act for ReorderLevels {
    const VERB: &'static str = "reorder-levels";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let mut levels: Vec<Level> = Vec::new();
        for words in &self.levels {
            let level = look::level(&book, words)?;
            if levels.iter().any(|other| other.key == level.key) {
                return Err(WorkspaceError::refused(format!("the level `{}` is named twice", level.key)));
            }
            levels.push(level.clone());
        }
        let missing = book.levels().iter().filter(|level| !levels.iter().any(|other| other.key == level.key));
        let missing: Vec<String> = missing.map(|level| format!("`{}`", level.key)).collect();
        if !missing.is_empty() {
            let message = format!("it is not said where {} belongs", missing.join(" and "));
            return Err(WorkspaceError::refused(message).hint("name all levels, the lowest first"));
        }
        checked(&book, levels.clone(), book.codes().to_vec()).map_err(|error| {
            error.hint("a code stands below codes of higher levels only: move the codes first")
        })?;
        let study = at.edit.frameworks()?;
        for framework in &study.frameworks {
            let aside = frameworks::codebook_in(&study, &framework.key)?;
            checked(&aside, levels.clone(), aside.codes().to_vec()).map_err(|error| {
                error.hint(format!(
                    "this is so in the framework `{}`: put it to use and move the codes",
                    framework.key
                ))
            })?;
        }
        arrange(at, &levels)?;
        let names: Vec<String> = levels.iter().map(|level| format!("*{}*", level.name)).collect();
        Ok(Said::new(format!("put the levels into this order, lowest first: {}", names.join(", "))))
    }
}

/// Deletes a level on which no code stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteLevel {
    /// The level.
    pub level: String,
}

impl Act for DeleteLevel {
    const VERB: &'static str = "delete-level";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let level = look::level(&book, &self.level)?;
        let n = book.on_level(&level.key).count();
        if n > 0 {
            let message =
                format!("{} on the level `{}`", counted_as(n, "code stands", "codes stand"), level.key);
            return Err(WorkspaceError::refused(message)
                .hint("move them with `themata codes move CODE --level LEVEL`, or delete them"));
        }
        at.edit.remove(Kind::Level, &[level.id]).map_err(in_use)?;
        let mut said = Said::new(format!("deleted the level *{}*", level.name));
        for output in at.edit.outputs()? {
            let named = output.options.get("level");
            if named.is_some_and(|word| word == level.key.as_str() || *word == level.name) {
                said = said
                    .detail(format!("an output of exhibit `{}` still names it as its level", output.exhibit));
            }
        }
        Ok(said)
    }
}

fn arrange(at: &mut Scene<'_, '_>, levels: &[Level]) -> Result<(), WorkspaceError> {
    let ids: Vec<_> = levels.iter().map(|level| level.id).collect();
    Ok(at.edit.reorder(Kind::Level, &ids)?)
}
