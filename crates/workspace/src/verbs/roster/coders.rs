//! Coders.

use serde::Serialize;
use themata_model::{Attributes, Coder, Study};
use themata_store::{Part, Record};

use super::{changed, optional, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of a coder; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoderFacts {
    /// What is printed.
    pub name: Option<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl CoderFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, coder: &mut Coder) -> Result<(), WorkspaceError> {
        if let Some(name) = &self.name {
            coder.name = optional(name).unwrap_or_else(|| coder.key.to_string());
        }
        attributes::set(at, s, attributes::CODERS, &mut coder.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Coder(coder))?)
    }
}

/// Adds a coder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddCoder {
    /// The key.
    pub key: String,
    /// What is said of the coder.
    pub facts: CoderFacts,
}

impl Act for AddCoder {
    const VERB: &'static str = "add-coder";
    // The first coder has nobody to be added by.
    const BEGINS: bool = true;

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let key: themata_model::CoderKey = look::key(&self.key)?;
        refuse_taken("coder", &self.key, s.coder(&key).is_some())?;
        let mut coder =
            Coder { id: at.fresh_id(), name: key.to_string(), key, attributes: Attributes::new() };
        self.facts.put(at, &s, &mut coder)?;
        Ok(Said::new(format!("added the coder *{}*", coder.key)))
    }
}

/// Changes what is said of a coder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeCoder {
    /// The coder.
    pub who: String,
    /// What is said of the coder.
    pub facts: CoderFacts,
}

impl Act for ChangeCoder {
    const VERB: &'static str = "change-coder";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let old = look::coder(&s, &self.who)?;
        let mut coder = old.clone();
        self.facts.put(at, &s, &mut coder)?;
        Ok(changed("coder", &coder.key, coder == *old))
    }
}
