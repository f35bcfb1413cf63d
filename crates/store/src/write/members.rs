//! Writes member checks and named states.

use themata_model::MemoAnchor;

use super::ids::if_any;
use super::{Writer, json};
use crate::error::Fault;

impl Writer<'_> {
    /// Member checks and named states.
    pub(super) fn members_and_states(&self) -> Result<(), Fault> {
        for (n, check) in (1i64..).zip(&self.study.member_checks) {
            let informant = if_any(check.informant.as_ref(), |key| self.ids.informant(key))?;
            let party = if_any(check.party.as_ref(), |key| self.ids.party(key))?;
            let coder = if_any(check.coder.as_ref(), |key| self.ids.coder(key))?;
            let attributes = json(&check.attributes)?;
            self.insert(
                "member_check",
                "rowid, uuid, position, key, informant_id, party_id, date, response, revision, coder_id, attributes",
                &[
                    &n,
                    &check.id.to_string(),
                    &n,
                    &check.key.as_str(),
                    &informant,
                    &party,
                    &check.date,
                    &check.response,
                    &check.revision,
                    &coder,
                    &attributes,
                ],
            )?;
            for (position, shown) in (0i64..).zip(&check.shown) {
                let (kind, key) = match shown {
                    MemoAnchor::Study => (None, None),
                    MemoAnchor::Row { kind, key } => (Some(kind), Some(key)),
                };
                let columns = "member_check_id, position, about_kind, about_key";
                self.insert("member_check_shown", columns, &[&n, &position, &kind, &key])?;
            }
        }
        for (n, state) in (1i64..).zip(&self.study.snapshots) {
            self.insert(
                "named_state",
                "rowid, uuid, position, name, op, at, coder, note",
                &[
                    &n,
                    &state.id.to_string(),
                    &n,
                    &state.name,
                    &state.op.to_string(),
                    &state.at,
                    &state.coder,
                    &state.note,
                ],
            )?;
        }
        Ok(())
    }
}
