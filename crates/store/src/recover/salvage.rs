//! Reads every row that the pages still give, tree by tree.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

use super::pages::Pages;
use super::scratch::{self, Index, Table};
use super::sound::sound;
use super::trees::{Row, Tree, Trees, Value};
use super::{Finds, Lost};
use crate::Headway;

/// What the indexes tell, by table and number of the row.
type Known = BTreeMap<String, BTreeMap<i64, Lost>>;

/// What is known of where trees begin.
struct Roots {
    stated: BTreeMap<String, u32>,
    /// The beginnings in a new file, where they agree with what the file says.
    usual: bool,
}

/// Reads all rows into the tables of `db`.
pub(super) fn fill(
    db: &Connection,
    pages: &Pages,
    finds: &mut Finds,
    headway: Headway<'_>,
) -> rusqlite::Result<()> {
    let tables = scratch::tables(db)?;
    let indexes = scratch::indexes(db)?;
    scratch::drop_triggers(db)?;
    db.execute_batch("DELETE FROM migration")?;
    let mut trees = Trees::new(pages);
    let roots = roots(&mut trees, &tables, &indexes, finds);
    // Indexes first: what they know mends rows.
    let mut known = Known::new();
    for index in &indexes {
        if let Some(root) = roots.of(&index.name, index.root, false, &trees) {
            let tree = trees.read(root, false);
            finds.damaged_pages(&index.name, &tree);
            tree.rows.iter().for_each(|row| learn(index, row, &mut known));
        }
    }
    headway.at(20);
    let mut hurt = Vec::new();
    for (done, table) in tables.iter().enumerate() {
        headway.part(20, 95).step(done, tables.len());
        let Some(root) = roots.of(&table.name, table.root, table.numbered, &trees) else {
            hurt.push(table);
            continue;
        };
        let tree = trees.read(root, table.numbered);
        if !tree.unreadable.is_empty() {
            hurt.push(table);
        }
        finds.damaged_pages(&table.name, &tree);
        insert(db, table, &tree, &known, finds)?;
    }
    // What is of no use here is at least known to be no stray.
    for root in roots.stated.values() {
        for of_table in [true, false] {
            if trees.may_begin(*root, of_table) {
                trees.read(*root, of_table);
            }
        }
    }
    if !hurt.is_empty() {
        for tree in trees.strays() {
            adopt(db, &hurt, &tree, &known, finds)?;
        }
    }
    for (table, mut rows) in known {
        let mut there = db.prepare(&format!("SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE rowid = ?)"))?;
        let mut gone = BTreeMap::new();
        while let Some((number, lost)) = rows.pop_first() {
            if !there.query_row([number], |row| row.get(0))? {
                gone.insert(number, lost);
            }
        }
        finds.lost.insert(table, gone);
    }
    Ok(())
}

/// Where the trees begin, read from the file's own list.
fn roots(trees: &mut Trees<'_>, tables: &[Table], indexes: &[Index], finds: &mut Finds) -> Roots {
    let mut list = trees.read(1, true);
    finds.damaged_pages("the list of tables", &list);
    if list.unreadable.contains(&1) {
        list.rows = trees.listed();
    }
    let mut stated = BTreeMap::new();
    for row in &list.rows {
        let [kind, name, _, root, ..] = row.values.as_slice() else { continue };
        let (Some(kind), Some(name), Some(root)) = (kind.text(), name.text(), root.integer()) else {
            continue;
        };
        if kind == "table" || kind == "index" {
            stated.insert(name, u32::try_from(root).unwrap_or_default());
        }
    }
    let usual = tables.iter().map(|t| (&t.name, t.root)).chain(indexes.iter().map(|i| (&i.name, i.root)));
    let (mut same, mut other) = (0, 0);
    for (name, root) in usual {
        match stated.get(name) {
            Some(found) if *found == root => same += 1,
            Some(_) => other += 1,
            None => finds.list_incomplete = true,
        }
    }
    Roots { stated, usual: same >= 10 * other }
}

impl Roots {
    fn of(&self, name: &str, usual: u32, of_table: bool, trees: &Trees<'_>) -> Option<u32> {
        match self.stated.get(name) {
            Some(root) => Some(*root),
            None => (self.usual && trees.may_begin(usual, of_table)).then_some(usual),
        }
    }
}

/// Puts the rows of a tree into their table; what the table refuses is damaged.
fn insert(
    db: &Connection,
    table: &Table,
    tree: &Tree,
    known: &Known,
    finds: &mut Finds,
) -> rusqlite::Result<()> {
    let sql = insertion(table);
    let mut statement = db.prepare(&sql)?;
    let mut refused = tree.broken;
    let mut saved = 0;
    for row in &tree.rows {
        match values(table, row, known, finds).map(|values| statement.execute(params_from_iter(values))) {
            Some(Ok(_)) => saved += 1,
            _ => refused += 1,
        }
    }
    finds.count(&table.name).saved += saved;
    finds.count(&table.name).unreadable += refused;
    Ok(())
}

fn insertion(table: &Table) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let marks = vec!["?"; names.len()];
    format!("INSERT INTO \"{}\" ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "))
}

/// The values of a row in the order of the columns; `None` when it cannot be what it says.
fn values(table: &Table, row: &Row, known: &Known, finds: &mut Finds) -> Option<Vec<Sql>> {
    let number = row.number.unwrap_or_default();
    let known = known.get(&table.name).and_then(|rows| rows.get(&number));
    let mut values = Vec::with_capacity(table.columns.len());
    for (at, column) in table.columns.iter().enumerate() {
        values.push(match row.values.get(at) {
            Some(Value::Null) | None if column.is_number => row.number.map_or(Sql::Null, Sql::Integer),
            Some(Value::Null) | None => Sql::Null,
            Some(Value::Integer(number)) => Sql::Integer(*number),
            Some(Value::Real(number)) => Sql::Real(*number),
            Some(Value::Blob(bytes)) => Sql::Blob(bytes.clone()),
            Some(Value::Text(bytes)) => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                let sound = sound(table, column, text.clone(), known, number)?;
                if sound != Sql::Text(text) || std::str::from_utf8(bytes).is_err() {
                    finds.count(&table.name).garbled += 1;
                }
                sound
            }
        });
    }
    Some(values)
}

/// Gives the rows of a tree that no other leads to back to the one table that they can be of.
fn adopt(
    db: &Connection,
    hurt: &[&Table],
    tree: &Tree,
    known: &Known,
    finds: &mut Finds,
) -> rusqlite::Result<()> {
    let fitting = |table: &&&Table| tree.rows.iter().all(|row| fits(table, row));
    let mut candidates = hurt.iter().filter(fitting);
    let (Some(table), None) = (candidates.next(), candidates.next()) else {
        finds.strays += tree.rows.iter().filter(|row| row.number.is_some()).count();
        return Ok(());
    };
    let mut statement = db.prepare(&insertion(table))?;
    for row in &tree.rows {
        // A row that is there already was read on its own page.
        let Some(values) = values(table, row, known, finds) else { continue };
        if statement.execute(params_from_iter(values)).is_ok() {
            finds.count(&table.name).saved += 1;
        }
    }
    Ok(())
}

fn fits(table: &Table, row: &Row) -> bool {
    let fits = |(value, column): (&Value, &scratch::Column)| match value {
        Value::Null => column.nullable || column.is_number,
        Value::Integer(_) => column.kind == "INTEGER" && !column.is_number,
        Value::Real(_) => false,
        Value::Blob(_) => column.kind == "BLOB",
        Value::Text(bytes) => {
            let uuid = column.name == "uuid";
            column.kind == "TEXT"
                && std::str::from_utf8(bytes)
                    .is_ok_and(|text| !uuid || text.parse::<themata_model::Uuid>().is_ok())
        }
    };
    row.number.is_some() == table.numbered
        && row.values.len() == table.columns.len()
        && row.values.iter().zip(&table.columns).all(fits)
}

/// Takes from an entry of an index what it tells of its row.
fn learn(index: &Index, row: &Row, known: &mut Known) {
    let Some(number) = row.values.last().and_then(Value::integer) else { return };
    let lost = known.entry(index.table.clone()).or_default().entry(number).or_default();
    match (index.columns.as_slice(), row.values.first()) {
        ([only], Some(value)) if only == "uuid" => {
            lost.uuid = value.text().filter(|text| text.parse::<themata_model::Uuid>().is_ok());
        }
        ([only], Some(value)) if only == "key" => lost.key = value.text(),
        (columns, _) if row.values.len() > columns.len() => {
            lost.mark = row.values.iter().take(columns.len()).map(Value::integer).collect();
        }
        _ => {}
    }
}
