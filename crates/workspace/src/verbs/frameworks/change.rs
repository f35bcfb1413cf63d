//! Changing what is said of a framework.

use serde::Serialize;
use themata_store::{Kind, Record};

use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Changes key, name or definition of a framework; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeFramework {
    /// The framework.
    pub framework: String,
    /// Another key.
    pub key: Option<String>,
    /// Another name.
    pub name: Option<String>,
    /// What it goes by.
    pub definition: Option<String>,
}

impl Act for ChangeFramework {
    const VERB: &'static str = "change-framework";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let study = at.edit.frameworks()?;
        let old = super::find(&study, &self.framework)?;
        let mut new = old.clone();
        if let Some(key) = &self.key {
            new.key = look::key(key)?;
            if new.key != old.key && at.edit.has_key(Kind::Framework, new.key.as_str())? {
                return Err(WorkspaceError::refused(format!("there is a framework `{}` already", new.key)));
            }
        }
        if let Some(name) = &self.name {
            new.name = name.trim().to_string();
        }
        if let Some(definition) = &self.definition {
            new.definition = definition.trim().to_string();
        }
        if self.key.is_none() && self.name.is_none() && self.definition.is_none() {
            return Err(WorkspaceError::refused("it is not said what shall be changed")
                .hint("say it with --name, --definition or --key"));
        }
        at.edit.put(&Record::Framework(&new))?;
        let changed = [
            (new.key != old.key, format!("the key *{}*", new.key)),
            (new.name != old.name, format!("the name *{}*", new.name)),
            (new.definition != old.definition, "another definition".to_string()),
        ];
        let changed: Vec<String> = changed.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
        Ok(Said::new(match changed.is_empty() {
            true => format!("the framework *{}* is as it was", old.name),
            false => format!("gave the framework *{}* {}", old.name, changed.join(" and ")),
        }))
    }
}
