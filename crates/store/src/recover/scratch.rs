//! Tables in memory as the damaged file had them, without the rules that would refuse what is incomplete.

use rusqlite::Connection;

use crate::migration::{self, Migration};

/// One table of a schema.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    /// In the order of the file.
    pub(super) columns: Vec<Column>,
    pub(super) numbered: bool,
    pub(super) root: u32,
}

/// One column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) nullable: bool,
    /// It is the row's number.
    pub(super) is_number: bool,
}

/// An index that tells of rows: by one column, or of all marks of the codings.
#[derive(Clone, Debug)]
pub(super) struct Index {
    pub(super) name: String,
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    pub(super) root: u32,
}

/// Empty tables after the first `version` steps of the schema. All that is done to them is one transaction: in
/// memory each end of one takes as long as the tables are large.
pub(super) fn empty(steps: &[Migration]) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.pragma_update(None, "foreign_keys", false)?;
    migration::apply(&mut db, steps)?;
    db.execute_batch("BEGIN")?;
    Ok(db)
}

/// Takes away all triggers: nothing is refused, and nothing told to the trail.
pub(super) fn drop_triggers(db: &Connection) -> rusqlite::Result<()> {
    let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    names.iter().try_for_each(|name| db.execute_batch(&format!("DROP TRIGGER \"{name}\"")))
}

/// Brings the filled tables to the newest schema.
pub(super) fn migrate(db: &Connection, steps: &[Migration]) -> rusqlite::Result<()> {
    steps.iter().try_for_each(|step| db.execute_batch(step.sql))?;
    drop_triggers(db)
}

/// The tables, by name.
pub(super) fn tables(db: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut statement = db.prepare(
        "SELECT s.name, NOT l.wr, s.rootpage FROM sqlite_schema s JOIN pragma_table_list(s.name) l
         WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.name",
    )?;
    let found: Vec<(String, bool, u32)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let table = |(name, numbered, root): (String, bool, u32)| {
        let columns = columns(db, &name, numbered)?;
        Ok(Table { name, columns, numbered, root })
    };
    found.into_iter().map(table).collect()
}

fn columns(db: &Connection, table: &str, numbered: bool) -> rusqlite::Result<Vec<Column>> {
    // A table without row numbers begins with its primary key.
    let order = if numbered { "cid" } else { "pk = 0, pk, cid" };
    let sql = format!("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?) ORDER BY {order}");
    let mut statement = db.prepare(&sql)?;
    let columns = statement.query_map([table], |row| {
        let (kind, pk): (String, u32) = (row.get(1)?, row.get(3)?);
        let is_number = numbered && pk == 1 && kind == "INTEGER";
        let nullable = !row.get::<_, bool>(2)? && pk == 0;
        Ok(Column { name: row.get(0)?, kind, nullable, is_number })
    })?;
    columns.collect()
}

/// The indexes that tell what a row was.
pub(super) fn indexes(db: &Connection) -> rusqlite::Result<Vec<Index>> {
    let mut statement = db.prepare(
        "SELECT s.name, s.tbl_name, (SELECT group_concat(ifnull(i.name, 'rowid'), ' ') FROM pragma_index_info(s.name) i),
           s.rootpage
         FROM sqlite_schema s JOIN pragma_table_list(s.tbl_name) l
         WHERE s.type = 'index' AND NOT l.wr ORDER BY s.name",
    )?;
    let found = statement.query_map([], |row| {
        let columns: String = row.get(2)?;
        let columns = columns.split(' ').map(str::to_string).collect();
        Ok(Index { name: row.get(0)?, table: row.get(1)?, columns, root: row.get(3)? })
    })?;
    let mut found: Vec<Index> = found.collect::<Result<_, _>>()?;
    found.retain(|index| {
        index.name == "coding_mark"
            || matches!(index.columns.as_slice(), [only] if only == "uuid" || only == "key")
    });
    Ok(found)
}

/// One column, or two together, that must lead to a row of another table.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    pub(super) parent: String,
    pub(super) parent_columns: Vec<String>,
    pub(super) nullable: bool,
}

/// Every reference of the schema.
pub(super) fn references(db: &Connection, tables: &[Table]) -> rusqlite::Result<Vec<Reference>> {
    let mut found: Vec<Reference> = Vec::new();
    for table in tables {
        let mut statement = db.prepare(
            "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id, seq",
        )?;
        let rows = statement.query_map([&table.name], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?;
        let mut last = None;
        for row in rows {
            let (id, parent, from, to) = row?;
            let nullable = table.columns.iter().any(|column| column.name == from && column.nullable);
            match found.last_mut().filter(|_| last == Some(id)) {
                Some(reference) => {
                    reference.columns.push(from);
                    reference.parent_columns.push(to);
                    reference.nullable &= nullable;
                }
                None => found.push(Reference {
                    table: table.name.clone(),
                    columns: vec![from],
                    parent,
                    parent_columns: vec![to],
                    nullable,
                }),
            }
            last = Some(id);
        }
    }
    Ok(found)
}

impl Reference {
    /// The condition on rows `c` that lead nowhere.
    pub(super) fn dangles(&self) -> String {
        let given: Vec<String> =
            self.columns.iter().map(|column| format!("c.\"{column}\" IS NOT NULL")).collect();
        let pairs = self.columns.iter().zip(&self.parent_columns);
        let same: Vec<String> = pairs.map(|(from, to)| format!("p.\"{to}\" = c.\"{from}\"")).collect();
        format!(
            "{} AND NOT EXISTS (SELECT 1 FROM \"{}\" p WHERE {})",
            given.join(" AND "),
            self.parent,
            same.join(" AND ")
        )
    }
}
