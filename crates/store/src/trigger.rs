//! The triggers that write the trail, generated from the schema for every table of facts.
//!
//! Their texts are long, and whoever opens a file has to read all that stands in its schema. So they stand in a table
//! of their own, and a writer makes those of the tables that it changes as temporary triggers ([`follow`]). In the
//! schema are short guards, which refuse a change of a table that no open op follows.
//!
//! A row is written as a JSON object of all its columns. Integer row numbers never leave the file:
//! `rowid` is left out, and a column that refers to a row holds that row's UUID, so that the trail
//! stays true when a study is unpacked and built again, or merged with another copy. Bytes are
//! written in hexadecimal.

use rusqlite::Connection;

use crate::turn_digest;

/// Tables that hold no facts of the study but the trail and the file's own state.
pub(crate) const OWN_TABLES: [&str; 7] =
    ["migration", "op", "change", "current_op", "content", KEPT, turn_digest::TABLE];

/// The table of the triggers' texts.
const KEPT: &str = "trail_trigger";

/// One table of facts, as the schema has it.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// One column.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) blob: bool,
    /// Rank in the primary key, from 1; 0 outside it.
    pub(crate) key: u32,
    /// The table whose `rowid` it holds.
    pub(crate) refers_to: Option<String>,
}

impl Table {
    /// Whether its rows have a UUID of their own.
    pub(crate) fn has_uuid(&self) -> bool {
        self.columns.iter().any(|column| column.name == "uuid")
    }

    /// The columns that tell its rows apart: the UUID, else the primary key.
    pub(crate) fn key(&self) -> Vec<&Column> {
        if self.has_uuid() {
            return self.columns.iter().filter(|column| column.name == "uuid").collect();
        }
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key
    }
}

/// The tables of facts, by name.
pub(crate) fn tables(db: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut names = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let facts = names.into_iter().filter(|name| !OWN_TABLES.contains(&name.as_str()));
    facts.map(|name| Ok(Table { columns: columns(db, &name)?, name })).collect()
}

pub(crate) fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut statement = db.prepare(
        "SELECT c.name, c.type, c.pk, (
           SELECT min(f.\"table\") FROM pragma_foreign_key_list(?1) f WHERE f.\"from\" = c.name AND f.\"to\" = 'rowid')
         FROM pragma_table_info(?1) c ORDER BY c.cid",
    )?;
    let rows = statement.query_map([table], |row| {
        Ok(Column {
            name: row.get(0)?,
            blob: row.get::<_, String>(1)? == "BLOB",
            key: row.get(2)?,
            refers_to: row.get(3)?,
        })
    })?;
    rows.collect()
}

/// Makes the guards of every table of facts, and keeps the texts of the triggers that write the trail.
pub(crate) fn create_all(db: &Connection) -> rusqlite::Result<()> {
    let tables = tables(db)?;
    tables.iter().try_for_each(|table| db.execute_batch(&guards(table)))?;
    // A file that is only being recovered may be older than the table.
    if !db.table_exists(None, KEPT)? {
        return Ok(());
    }
    db.execute_batch("DELETE FROM trail_trigger")?;
    let mut keep = db.prepare("INSERT INTO trail_trigger (name, \"table\", sql) VALUES (?, ?, ?)")?;
    for table in &tables {
        for (name, sql) in triggers(table) {
            keep.execute((name, &table.name, sql))?;
        }
    }
    Ok(())
}

/// Has the open op write the changes of `table` to the trail; to be called before a row of it is touched. A bulk op
/// follows nothing, and without an op nothing is done, so that the guards refuse.
pub(crate) fn follow(db: &Connection, table: &str) -> rusqlite::Result<()> {
    let sql = "UPDATE current_op SET followed = followed || ?1 || ' '
               WHERE NOT bulk AND instr(followed, ' ' || ?1 || ' ') = 0";
    if db.prepare_cached(sql)?.execute([table])? == 0 {
        return Ok(());
    }
    make(db, table)
}

/// Makes the triggers of `table` that write the trail, where they are not there yet.
pub(crate) fn make(db: &Connection, table: &str) -> rusqlite::Result<()> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE type = 'trigger' AND tbl_name = ?)";
    if db.prepare_cached(sql)?.query_row([table], |row| row.get(0))? {
        return Ok(());
    }
    let mut kept = db.prepare_cached("SELECT sql FROM trail_trigger WHERE \"table\" = ? ORDER BY name")?;
    let texts: Vec<String> = kept.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    texts.iter().try_for_each(|sql| db.execute_batch(sql))
}

/// Removes the guards, and the triggers that older files have in their place, for a migration.
pub(crate) fn remove_all(db: &Connection) -> rusqlite::Result<()> {
    for table in tables(db)? {
        for event in ["insert", "update", "delete", "rekey"] {
            db.execute_batch(&format!(
                "DROP TRIGGER IF EXISTS \"trail_{0}_{event}\"; DROP TRIGGER IF EXISTS \"guard_{0}_{event}\"",
                table.name
            ))?;
        }
    }
    Ok(())
}

/// The triggers in the schema that refuse a change of a table which no open op follows.
fn guards(table: &Table) -> String {
    let name = &table.name;
    let guard = |event: &str| {
        format!(
            "CREATE TRIGGER \"guard_{name}_{}\" BEFORE {event} ON \"{name}\"\n\
             WHEN NOT EXISTS (SELECT 1 FROM current_op WHERE bulk OR instr(followed, ' {name} '))\n\
             BEGIN SELECT RAISE(ABORT, 'no op is open: rows of `{name}` change only through an op of the trail'); END;\n",
            event.to_lowercase()
        )
    };
    ["INSERT", "UPDATE", "DELETE"].map(guard).concat()
}

/// The four triggers of one table that write the trail, each with its name. In bulk only the first condition is
/// looked at, which costs a look-up of one row.
fn triggers(table: &Table) -> [(String, String); 4] {
    let name = &table.name;
    let (old, new) = (image(table, "OLD"), image(table, "NEW"));
    let event = |event: &str, row: &str, before: &str, after: &str| {
        let trigger = format!("trail_{name}_{}", event.to_lowercase());
        let sql = format!(
            "CREATE TEMP TRIGGER \"{trigger}\" AFTER {event} ON \"{name}\"\n\
             WHEN (SELECT bulk FROM current_op) IS NOT 1\n\
             BEGIN\n\
             INSERT INTO change (op, \"table\", \"row\", \"before\", \"after\")\n\
             SELECT seq, '{name}', {row}, b, a FROM current_op, (SELECT {before} AS b, {after} AS a)\n\
             WHERE b IS NOT a;\n\
             END",
        );
        (trigger, sql)
    };
    let key: Vec<&Column> = table.columns.iter().filter(|c| c.key > 0 || c.name == "uuid").collect();
    let changed: Vec<String> =
        key.iter().map(|c| format!("OLD.\"{0}\" IS NOT NEW.\"{0}\"", c.name)).collect();
    let rekey = format!("trail_{name}_rekey");
    let refusal = format!(
        "CREATE TEMP TRIGGER \"{rekey}\" BEFORE UPDATE ON \"{name}\" WHEN {}\n\
         BEGIN SELECT RAISE(ABORT, 'the identity of a row of `{name}` never changes; remove it and add another'); END",
        changed.join(" OR ")
    );
    [
        event("INSERT", &identity(table, "NEW"), "NULL", &new),
        event("UPDATE", &identity(table, "NEW"), &old, &new),
        event("DELETE", &identity(table, "OLD"), &old, "NULL"),
        (rekey, refusal),
    ]
}

/// All columns of a row as a JSON object.
pub(crate) fn image(table: &Table, row: &str) -> String {
    let columns = table.columns.iter().filter(|column| column.name != "rowid");
    let entries: Vec<String> = columns.map(|c| format!("'{}', {}", c.name, value(c, row))).collect();
    format!("json_object({})", entries.join(", "))
}

/// The key columns of a row, joined by a blank.
fn identity(table: &Table, row: &str) -> String {
    let parts: Vec<String> = table.key().into_iter().map(|column| value(column, row)).collect();
    parts.join(" || ' ' || ")
}

fn value(column: &Column, row: &str) -> String {
    let name = &column.name;
    match &column.refers_to {
        Some(parent) => format!("(SELECT uuid FROM \"{parent}\" WHERE rowid = {row}.\"{name}\")"),
        None if column.blob => format!("hex({row}.\"{name}\")"),
        None => format!("{row}.\"{name}\""),
    }
}
