//! Adding frameworks.

use std::collections::BTreeMap;

use serde::Serialize;
use themata_model::{Code, CodeKey, Framework, Study, counted};
use themata_store::{Kind, Record};

use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Adds a framework: an empty one, or the upper levels that the codebook has at present.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AddFramework {
    /// Its key.
    pub key: String,
    /// What is printed; the key where none is given.
    pub name: Option<String>,
    /// What it goes by.
    pub definition: Option<String>,
    /// Whether it is what the codebook has at present.
    pub present: bool,
    /// Of the present levels, the lowest whose codes become its own; the top level where none is given.
    pub from: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Act for AddFramework {
    const VERB: &'static str = "add-framework";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let study = at.edit.frameworks()?;
        let framework = self.framework(&study, at)?;
        if !self.present {
            if study.frameworks.is_empty() {
                let message = "the upper levels that the study has belong to no framework yet";
                return Err(WorkspaceError::refused(message).hint(
                    "give them a name first: `themata frameworks add KEY --present`, then add others",
                ));
            }
            at.edit.put(&Record::Framework(&framework))?;
            return Ok(Said::new(format!("added the framework *{}*", framework.name)).detail(format!(
                "add its codes with `themata codes add NAME --framework {0}`, hang codes below them with \
                 `themata frameworks place CODE --to PARENT --in {0}`",
                framework.key
            )));
        }
        if let Some(other) = &study.framework_in_use {
            return Err(WorkspaceError::refused(format!("the present upper levels are those of `{other}`"))
                .hint("add an empty framework without --present"));
        }
        let own = self.own(&study)?;
        at.edit.put(&Record::Framework(&framework))?;
        at.edit.use_framework(Some(&framework.key))?;
        for code in &own {
            let owned = Code { framework: Some(framework.key.clone()), ..(*code).clone() };
            at.edit.put(&Record::Code(&owned))?;
        }
        // What hangs below them does so in this framework from now on.
        let is_own = |key: &CodeKey| own.iter().any(|code| code.key == *key);
        for code in study.codebook.codes().iter().filter(|code| code.parent.as_ref().is_some_and(is_own)) {
            if !is_own(&code.key) {
                at.edit.put(&Record::Code(code))?;
            }
        }
        let said = Said::new(format!(
            "named what the codebook has at present the framework *{}*, with {} of its own",
            framework.name,
            counted(own.len(), "code")
        ));
        Ok(own.iter().fold(said, |said, code| said.code(&code.key)))
    }
}

impl AddFramework {
    fn framework(&self, study: &Study, at: &Scene<'_, '_>) -> Result<Framework, WorkspaceError> {
        let key = look::key(&self.key)?;
        if at.edit.has_key(Kind::Framework, self.key.trim())? {
            return Err(WorkspaceError::refused(format!("there is a framework `{key}` already")));
        }
        let name = self.name.as_deref().unwrap_or(&self.key).trim().to_string();
        let mut framework = Framework {
            id: at.fresh_id(),
            key,
            name,
            definition: self.definition.as_deref().unwrap_or_default().trim().to_string(),
            reason: String::new(),
            coder: None,
            date: None,
            codes: Vec::new(),
            parents: BTreeMap::new(),
        };
        match &self.reason {
            Some(reason) => super::decide(at, &mut framework, reason)?,
            None if self.present => super::decide(at, &mut framework, "")?,
            None => {}
        }
        if let Some(other) = study.frameworks.iter().find(|other| other.name == framework.name) {
            return Err(WorkspaceError::refused(format!(
                "`{}` is called *{}* already",
                other.key, other.name
            )));
        }
        Ok(framework)
    }

    /// The codes of the upper levels.
    fn own<'s>(&self, study: &'s Study) -> Result<Vec<&'s Code>, WorkspaceError> {
        let book = &study.codebook;
        let from = match &self.from {
            Some(words) => Some(look::level(book, words)?),
            None => book.top_level(),
        };
        let Some(from) = from.filter(|level| !level.open) else {
            return Err(WorkspaceError::refused("there is no printed level whose codes could be its own"));
        };
        let levels: Vec<_> = book.levels().iter().skip_while(|level| level.key != from.key).collect();
        let shared = book.codes().iter().filter(|code| code.framework.is_none());
        Ok(shared.filter(|code| levels.iter().any(|level| level.key == code.level)).collect())
    }
}
