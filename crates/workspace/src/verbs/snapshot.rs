//! Naming the state of the study.

use serde::Serialize;
use themata_model::NamedState;
use themata_store::{Kind, Record};

use super::{Act, Said, Scene, look};
use crate::WorkspaceError;

/// Gives the present state of the study a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SaveSnapshot {
    /// The name, for example `as submitted`.
    pub name: String,
    /// What the state is good for.
    pub note: String,
}

impl Act for SaveSnapshot {
    const VERB: &'static str = "save-snapshot";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(WorkspaceError::refused("a snapshot needs a name, for example `as submitted`"));
        }
        let states = at.edit.named_states()?;
        if let Some(state) = states.iter().find(|state| state.name == name) {
            let when = state.at.as_deref().unwrap_or("an unknown date");
            return Err(WorkspaceError::refused(format!("there is a snapshot `{name}` already, of {when}"))
                .hint("choose another name, or remove it with `themata snapshot delete`"));
        }
        // The state is that of the op before the one that is open.
        let Some(last) = at.edit.op_before()? else {
            return Err(WorkspaceError::refused("nothing has been done in this study yet"));
        };
        let state = NamedState {
            id: at.fresh_id(),
            name: name.clone(),
            op: last.id,
            at: Some(at.now.clone()),
            coder: at.by.coder.clone(),
            note: self.note.clone(),
        };
        at.edit.put(&Record::NamedState(&state))?;
        Ok(Said::new(format!("named the state after entry {} *{name}*", last.seq)))
    }
}

/// Forgets the name of a state; the state itself stays in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeleteSnapshot {
    /// The name.
    pub name: String,
}

impl Act for DeleteSnapshot {
    const VERB: &'static str = "delete-snapshot";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let states = at.edit.named_states()?;
        let Some(state) = states.iter().find(|state| state.name == self.name.trim()) else {
            return Err(look::unknown(
                "snapshot",
                &self.name,
                states.iter().map(|state| state.name.as_str()),
            ));
        };
        at.edit.remove(Kind::NamedState, &[state.id])?;
        Ok(Said::new(format!("forgot the name *{}*", state.name)))
    }
}
