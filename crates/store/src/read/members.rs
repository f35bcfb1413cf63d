//! Reads member checks and named states.

use rusqlite::types::Value;
use themata_model::{MemberCheck, MemoAnchor, NamedState};

use super::keys::key_if_any;
use super::structure::take;
use super::{Reader, attributes, parsed, rows, rows_with};
use crate::error::Fault;

impl Reader<'_> {
    /// The member checks for which `condition` holds with `params`.
    pub(crate) fn member_checks(&self, condition: &str, params: &[Value]) -> Result<Vec<MemberCheck>, Fault> {
        let keys = &self.keys;
        let sql = format!(
            "SELECT member_check_id, about_kind, about_key FROM member_check_shown \
             WHERE member_check_id IN (SELECT rowid FROM member_check WHERE {condition}) \
             ORDER BY member_check_id, position"
        );
        let mut shown = self.lists_with(&sql, params, |_, row| {
            Ok(match (row.get(1)?, row.get(2)?) {
                (Some(kind), Some(key)) => MemoAnchor::Row { kind, key },
                _ => MemoAnchor::Study,
            })
        })?;
        let sql = format!(
            "SELECT rowid, uuid, key, informant_id, party_id, date, response, revision, coder_id, attributes \
             FROM member_check WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
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
        })
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
