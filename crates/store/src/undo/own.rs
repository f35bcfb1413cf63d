//! Which entries of the history are a coder's own, whatever key the coder had when they were made.

use std::collections::HashMap;

use rusqlite::Connection;
use themata_model::Op;

/// The coders whom keys meant in the course of the history.
pub(super) struct Coders {
    /// By key: from which entry on it meant the coder with this id, oldest first.
    meant: HashMap<String, Vec<(i64, String)>>,
}

impl Coders {
    pub(super) fn read(db: &Connection) -> rusqlite::Result<Coders> {
        let mut meant: HashMap<String, Vec<(i64, String)>> = HashMap::new();
        let sql = "SELECT c.op, r.uuid, r.key, c.\"before\" ->> 'key', c.\"after\" ->> 'key' FROM coder r \
                   LEFT JOIN change c ON c.\"row\" = r.uuid AND c.\"table\" = 'coder' ORDER BY c.op, c.rowid";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (op, id, now): (Option<i64>, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (before, after): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
            let Some(op) = op else {
                meant.entry(now).or_default().insert(0, (i64::MIN, id));
                continue;
            };
            if let Some(before) = before {
                let of_key = meant.entry(before).or_default();
                if !of_key.iter().any(|(_, coder)| *coder == id) {
                    of_key.insert(0, (i64::MIN, id.clone()));
                }
            }
            if let Some(after) = after {
                meant.entry(after).or_default().push((op, id));
            }
        }
        Ok(Coders { meant })
    }

    /// Whose key it was at the entry with this number. An entry from another copy may have come later
    /// than the key was given up there.
    fn whose(&self, key: &str, seq: i64) -> Option<&str> {
        let of_key = self.meant.get(key)?;
        let then = of_key.iter().rev().find(|(from, _)| *from < seq).or(of_key.first());
        then.map(|(_, id)| id.as_str())
    }

    /// Whether `op` is by the coder who has the key `coder` now.
    pub(super) fn is_by(&self, op: &Op, coder: Option<&str>) -> bool {
        match (op.coder.as_deref(), coder) {
            (None, None) => true,
            (Some(then), Some(now)) => match (self.whose(then, op.seq), self.whose(now, i64::MAX)) {
                (Some(one), Some(other)) => one == other,
                _ => then == now,
            },
            _ => false,
        }
    }
}
