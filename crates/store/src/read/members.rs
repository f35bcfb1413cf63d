//! Reads member checks and named states.

use themata_model::{MemberCheck, MemoAnchor, NamedState, Study};

use super::keys::key_if_any;
use super::structure::take;
use super::{Reader, attributes, parsed, rows};
use crate::error::Fault;

impl Reader<'_> {
    /// Member checks and named states.
    pub(crate) fn members(&self, study: &mut Study) -> Result<(), Fault> {
        let keys = &self.keys;
        let sql = "SELECT member_check_id, about_kind, about_key FROM member_check_shown \
                   ORDER BY member_check_id, position";
        let mut shown = self.lists(sql, |_, row| {
            Ok(match (row.get(1)?, row.get(2)?) {
                (Some(kind), Some(key)) => MemoAnchor::Row { kind, key },
                _ => MemoAnchor::Study,
            })
        })?;
        let sql = "SELECT rowid, uuid, key, informant_id, party_id, date, response, revision, coder_id, attributes \
                   FROM member_check ORDER BY position, uuid";
        study.member_checks = rows(self.db, sql, |row| {
            Ok(MemberCheck {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                informant: key_if_any(&keys.informants, row, 3)?,
                party: key_if_any(&keys.parties, row, 4)?,
                date: row.get(5)?,
                shown: take(&mut shown, row.get(0)?),
                response: row.get(6)?,
                revision: row.get(7)?,
                coder: key_if_any(&keys.coders, row, 8)?,
                attributes: attributes(row, 9)?,
            })
        })?;
        study.snapshots = self.named_states()?;
        Ok(())
    }

    /// The states that have a name.
    pub(crate) fn named_states(&self) -> Result<Vec<NamedState>, Fault> {
        let sql = "SELECT uuid, name, op, at, coder, note FROM named_state ORDER BY position, uuid";
        rows(self.db, sql, |row| {
            Ok(NamedState {
                id: parsed(row, 0)?,
                name: row.get(1)?,
                op: parsed(row, 2)?,
                at: row.get(3)?,
                coder: row.get(4)?,
                note: row.get(5)?,
            })
        })
    }
}
