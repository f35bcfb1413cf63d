//! What refers to what, all over the schema; read once for an open file.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::trigger::OWN_TABLES;

/// A table with the column that refers.
type Referring = (String, String);

/// The references by row number among the tables.
#[derive(Debug, Default)]
pub(crate) struct ForeignKeys {
    /// By the table referred to: what refers to it.
    referring: HashMap<String, Vec<Referring>>,
    /// By the table of the owner: the tables whose rows belong to its rows.
    owned: HashMap<String, Vec<Referring>>,
}

impl ForeignKeys {
    pub(crate) fn read(db: &Connection) -> rusqlite::Result<ForeignKeys> {
        let sql = "SELECT f.\"table\", m.name, f.\"from\", \
                   c.pk = 1 OR (m.name, f.\"from\") IN (VALUES ('facet_value', 'facet_id'), \
                   ('text', 'source_id'), ('original', 'source_id')) \
                   FROM sqlite_schema m, pragma_foreign_key_list(m.name) f, pragma_table_info(m.name) c \
                   WHERE m.type = 'table' AND f.\"to\" = 'rowid' AND c.name = f.\"from\" ORDER BY m.name, f.id";
        let mut foreign = ForeignKeys::default();
        let mut statement = db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (to, from): (String, Referring) = (row.get(0)?, (row.get(1)?, row.get(2)?));
            if OWN_TABLES.contains(&from.0.as_str()) {
                continue; // What is only made from the facts holds none of them fast.
            }
            if row.get(3)? {
                foreign.owned.entry(to.clone()).or_default().push(from.clone());
            }
            foreign.referring.entry(to).or_default().push(from);
        }
        Ok(foreign)
    }

    /// The columns that refer to rows of `table`.
    pub(crate) fn referring_to(&self, table: &str) -> &[Referring] {
        self.referring.get(table).map_or(&[], Vec::as_slice)
    }

    /// The tables whose rows belong to a row of `table`: their primary key begins with it, or they
    /// are its texts, originals or values.
    pub(crate) fn owned_by(&self, table: &str) -> &[Referring] {
        self.owned.get(table).map_or(&[], Vec::as_slice)
    }
}
