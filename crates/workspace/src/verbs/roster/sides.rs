//! Sides.

use serde::Serialize;
use themata_model::Side;
use themata_store::{Part, Record};

use super::{changed, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// What is said of a side; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SideFacts {
    /// What is printed; the key where nothing is told.
    pub name: Option<String>,
}

/// Adds a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddSide {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: SideFacts,
}

impl Act for AddSide {
    const VERB: &'static str = "add-side";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let key = look::key(&self.key)?;
        refuse_taken("side", &self.key, s.side(&key).is_some())?;
        let name = self.facts.name.as_deref().and_then(super::optional).unwrap_or_else(|| key.to_string());
        let side = Side { id: at.fresh_id(), key, name };
        at.edit.put(&Record::Side(&side))?;
        Ok(Said::new(format!("added the side *{}*", side.key)))
    }
}

/// Changes what is said of a side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeSide {
    /// The side.
    pub side: String,
    /// What is said of it.
    pub facts: SideFacts,
}

impl Act for ChangeSide {
    const VERB: &'static str = "change-side";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let old = look::side(&s, &self.side)?;
        let mut side = old.clone();
        if let Some(name) = &self.facts.name {
            side.name = super::optional(name).unwrap_or_else(|| side.key.to_string());
        }
        at.edit.put(&Record::Side(&side))?;
        Ok(changed("side", &side.key, side == *old))
    }
}
