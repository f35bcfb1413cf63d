//! Changing what a code is called and how it looks.

use serde::Serialize;
use themata_model::Code;
use themata_store::Record;

use super::namesakes;
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Gives a code another name; the old one stays findable as an alias.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RenameCode {
    /// The code.
    pub code: String,
    /// The new name.
    pub name: String,
    /// Whether the old name is forgotten instead of kept as an alias.
    pub forget: bool,
}

impl Act for RenameCode {
    const VERB: &'static str = "rename-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let old = look::code(&book, &self.code)?;
        let name = self.name.trim();
        if name.is_empty() {
            return Err(WorkspaceError::refused("a code needs a name"));
        }
        let mut code = old.clone();
        code.name = name.to_string();
        code.aliases.retain(|alias| alias != name);
        if !self.forget {
            add_alias(&mut code, &old.name);
        }
        at.edit.put(&Record::Code(&code))?;
        let sentence = format!("renamed *{}* to *{}*", old.marked_name(), code.marked_name());
        let said = Said::new(sentence).code(&code.key);
        Ok(namesakes(&book, &code.key, [code.name.as_str()]).into_iter().fold(said, Said::detail))
    }
}

/// Adds and removes other wordings of a code's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AliasCode {
    /// The code.
    pub code: String,
    /// Wordings to add.
    pub add: Vec<String>,
    /// Wordings to remove.
    pub remove: Vec<String>,
}

impl Act for AliasCode {
    const VERB: &'static str = "alias-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let mut code = look::code(&book, &self.code)?.clone();
        let (mut done, mut added) = (Vec::new(), Vec::new());
        for words in &self.remove {
            let Some(at) = code.aliases.iter().position(|alias| alias == words.trim()) else {
                let known = code.aliases.iter().map(String::as_str);
                return Err(look::unknown(&format!("alias of `{}`", code.key), words, known));
            };
            done.push(format!("without *{}*", code.aliases.remove(at)));
        }
        for words in &self.add {
            if words.trim().is_empty() {
                return Err(WorkspaceError::refused("an alias needs words"));
            }
            if add_alias(&mut code, words.trim()) {
                done.push(format!("with *{}*", words.trim()));
                added.push(words.trim());
            }
        }
        at.edit.put(&Record::Code(&code))?;
        let name = code.marked_name();
        let said = match done.is_empty() {
            true => Said::new(format!("*{name}* goes by these names already")),
            false => Said::new(format!("changed the aliases of *{name}*: {}", done.join(", "))),
        };
        Ok(namesakes(&book, &code.key, added).into_iter().fold(said.code(&code.key), Said::detail))
    }
}

/// Adds a wording that the code does not go by yet; says whether it did.
pub(super) fn add_alias(code: &mut Code, words: &str) -> bool {
    let is_new = code.name != words && !code.aliases.iter().any(|alias| alias == words);
    if is_new {
        code.aliases.push(words.to_string());
    }
    is_new
}

/// Gives a code a colour, or takes it away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecolourCode {
    /// The code.
    pub code: String,
    /// `#RRGGBB`; without one the code has no colour.
    pub colour: Option<String>,
}

impl Act for RecolourCode {
    const VERB: &'static str = "recolour-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let mut code = look::code(&book, &self.code)?.clone();
        let colour = self.colour.as_ref().map(|word| word.trim().parse().map_err(WorkspaceError::refused));
        code.colour = colour.transpose()?;
        at.edit.put(&Record::Code(&code))?;
        let name = code.marked_name();
        Ok(Said::new(match code.colour {
            Some(colour) => format!("gave *{name}* the colour {colour}"),
            None => format!("took the colour of *{name}* away"),
        })
        .code(&code.key))
    }
}
