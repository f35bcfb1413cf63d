//! Adding codes.

use serde::Serialize;
use themata_model::{Code, CodeKey, Codebook, FrameworkKey, Level, Study};
use themata_store::{Kind, Record};

use super::{changed, namesakes};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, frameworks, look};

/// Adds a code to the codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AddCode {
    /// What is printed.
    pub name: String,
    /// The key; made from the name where none is given.
    pub key: Option<String>,
    /// The level, by key or name; the lowest one, or the one below the parent, where none is given.
    pub level: Option<String>,
    /// The code above.
    pub parent: Option<String>,
    /// Printed mark such as `A`.
    pub marker: Option<String>,
    /// What the code means.
    pub definition: Option<String>,
    /// The framework whose own code it is; where none is given, the one in use if the level holds own codes.
    pub framework: Option<String>,
}

impl Act for AddCode {
    const VERB: &'static str = "add-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let study = at.edit.frameworks()?;
        let framework = self.framework.as_deref().map(|words| frameworks::find(&study, words)).transpose()?;
        let book = match framework {
            Some(framework) => frameworks::codebook_in(&study, &framework.key)?,
            None => study.codebook.clone(),
        };
        let mut code = self.code(&book, at)?;
        code.framework = match framework {
            Some(framework) => Some(framework.key.clone()),
            None => of_level(&study, &code),
        };
        let added = changed(&book, |codes| codes.push(code.clone()))?;
        at.edit.put(&Record::Code(&code))?;
        let level = added.level_of(&code).map_or_else(|| code.level.to_string(), |level| level.name.clone());
        let below = match code.parent.as_ref().and_then(|key| book.get(key)) {
            Some(parent) => format!(" below *{}*", parent.marked_name()),
            None => String::new(),
        };
        let own = match framework {
            Some(framework) => format!(" in the framework *{}*", framework.name),
            None => String::new(),
        };
        let said = Said::new(format!("added *{}* ({level}){below}{own}", code.marked_name())).code(&code.key);
        Ok(namesakes(&book, &code.key, [code.name.as_str()]).into_iter().fold(said, Said::detail))
    }
}

impl AddCode {
    fn code(&self, book: &Codebook, at: &Scene<'_, '_>) -> Result<Code, WorkspaceError> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(WorkspaceError::refused("a code needs a name"));
        }
        let parent = self.parent.as_deref().map(|words| look::code(book, words)).transpose()?;
        let level = self.level(book, parent)?;
        let taken = at.edit.keys(Kind::Code)?;
        let key: CodeKey = match &self.key {
            Some(key) => look::key(key)?,
            None => look::free_key(name, |key| taken.iter().any(|code| code == key))?,
        };
        Ok(Code {
            id: at.fresh_id(),
            key,
            level: level.key.clone(),
            framework: None,
            parent: parent.map(|code| code.key.clone()),
            marker: self.marker.clone().filter(|marker| !marker.trim().is_empty()),
            name: name.to_string(),
            aliases: Vec::new(),
            definition: self.definition.clone().unwrap_or_default(),
            inclusion: String::new(),
            exclusion: String::new(),
            origin: None,
            references: Vec::new(),
            colour: None,
            prefilled: Default::default(),
            attributes: Default::default(),
        })
    }

    /// The level asked for; without one the next below the parent, or the lowest.
    fn level<'b>(&self, book: &'b Codebook, parent: Option<&Code>) -> Result<&'b Level, WorkspaceError> {
        let levels = book.levels();
        if let Some(words) = &self.level {
            return look::level(book, words);
        }
        let above = parent.and_then(|code| levels.iter().position(|level| level.key == code.level));
        let found = match above {
            Some(0) => levels.first(),
            Some(rank) => levels.get(rank - 1),
            None if self.framework.is_some() => book.top_level(),
            None => levels.first(),
        };
        found.ok_or_else(|| {
            WorkspaceError::refused("the codebook has no levels").hint("add them with `themata levels add`")
        })
    }
}

/// The framework in use, where codes of frameworks stand on the level of the code.
pub(super) fn of_level(study: &Study, code: &Code) -> Option<FrameworkKey> {
    let aside = study.frameworks.iter().flat_map(|framework| &framework.codes);
    let mut own = study.codebook.codes().iter().chain(aside).filter(|other| other.framework.is_some());
    study.framework_in_use.clone().filter(|_| own.any(|other| other.level == code.level))
}
