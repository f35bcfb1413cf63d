//! Rows as the trail writes them: a JSON object of all columns, in which a reference is the UUID of
//! the row referred to. With images a row can be compared, put back and carried to another file.

mod layout;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::Value;

use crate::error::Fault;
use crate::foreign::ForeignKeys;
use crate::trigger::{self, Table};

pub(crate) use layout::Image;

/// Reads and writes rows of one file by their images; what it learns of the schema is kept.
pub(crate) struct Images<'a> {
    pub(crate) db: &'a Connection,
    shapes: Arc<Shapes>,
    /// The tables whose changes the op is known to write to the trail.
    followed: RefCell<HashSet<String>>,
}

/// What was learned of the tables of one open file.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    tables: Mutex<HashMap<String, Arc<Shape>>>,
    foreign: OnceLock<ForeignKeys>,
    /// Tables that an op has changed.
    changed: Mutex<HashSet<String>>,
}

impl Shapes {
    /// Makes the triggers of the tables that ops have changed so far.
    pub(crate) fn get_ready(&self, db: &Connection) -> rusqlite::Result<()> {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.iter().try_for_each(|table| trigger::make(db, table))
    }
}

/// One table with the SQL that its rows need.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) table: Table,
    /// Columns that may be empty.
    nullable: Vec<bool>,
    /// Whether rows refer to others by more than a row number.
    pub(crate) is_compound: bool,
    select: String,
    insert: String,
    pub(crate) deletion: String,
    condition: String,
}

impl<'a> Images<'a> {
    pub(crate) fn new(db: &'a Connection) -> Self {
        Images::knowing(db, &Arc::default())
    }

    /// The same with what was learned of the tables before; for one op.
    pub(crate) fn knowing(db: &'a Connection, shapes: &Arc<Shapes>) -> Self {
        Images { db, shapes: Arc::clone(shapes), followed: RefCell::default() }
    }

    /// What is known of `table`.
    pub(crate) fn shape(&self, table: &str) -> Result<Arc<Shape>, Fault> {
        // A thread that panicked leaves whole shapes behind.
        let mut shapes = self.shapes.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shape) = shapes.get(table) {
            return Ok(Arc::clone(shape));
        }
        let shape = Arc::new(Shape::read(self.db, table)?);
        shapes.insert(table.to_string(), Arc::clone(&shape));
        Ok(shape)
    }

    /// What is known of `table`, a row of which is about to be changed.
    fn followed(&self, table: &str) -> Result<Arc<Shape>, Fault> {
        self.follow(table)?;
        self.shape(table)
    }

    /// Has the open op write the changes of `table` to the trail.
    pub(crate) fn follow(&self, table: &str) -> Result<(), Fault> {
        if !self.followed.borrow().contains(table) {
            trigger::follow(self.db, table)?;
            self.followed.borrow_mut().insert(table.to_string());
            let mut changed = self.shapes.changed.lock().unwrap_or_else(PoisonError::into_inner);
            changed.insert(table.to_string());
        }
        Ok(())
    }

    /// What refers to what.
    pub(crate) fn foreign_keys(&self) -> Result<&ForeignKeys, Fault> {
        if let Some(foreign) = self.shapes.foreign.get() {
            return Ok(foreign);
        }
        let read = ForeignKeys::read(self.db)?;
        Ok(self.shapes.foreign.get_or_init(|| read))
    }

    /// The row with the key of `like`, as it is now.
    pub(crate) fn current(&self, table: &str, like: &Image) -> Result<Option<Image>, Fault> {
        self.current_text(table, like)?.map(|text| parse(&text)).transpose()
    }

    /// The row with the key of `like` as it is now, as the trail would write it.
    pub(crate) fn current_text(&self, table: &str, like: &Image) -> Result<Option<String>, Fault> {
        let shape = self.shape(table)?;
        let mut statement = self.db.prepare_cached(&shape.select)?;
        Ok(statement.query_row(params_from_iter(shape.key_of(like)), |row| row.get(0)).optional()?)
    }

    /// The rows whose `column` refers to the row with `uuid`, in the order of their keys.
    pub(crate) fn belonging(&self, table: &str, column: &str, uuid: &str) -> Result<Vec<Image>, Fault> {
        let shape = self.shape(table)?;
        let parent = shape.table.columns.iter().find(|c| c.name == column).and_then(|c| c.refers_to.clone());
        let Some(parent) = parent else {
            return Err(Fault::Value(format!("`{table}.{column}` refers to no table")));
        };
        let order: Vec<String> = shape.table.key().iter().map(|c| format!("t.\"{}\"", c.name)).collect();
        let sql = format!(
            "SELECT {} FROM \"{table}\" t WHERE t.\"{column}\" = (SELECT rowid FROM \"{parent}\" WHERE uuid = ?) \
             ORDER BY {}",
            trigger::image(&shape.table, "t"),
            order.join(", ")
        );
        self.query(&sql, [uuid])
    }

    /// Every row of `table`.
    pub(crate) fn all(&self, table: &str) -> Result<Vec<Image>, Fault> {
        let shape = self.shape(table)?;
        self.query(&format!("SELECT {} FROM \"{table}\" t", trigger::image(&shape.table, "t")), [])
    }

    fn query(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<Image>, Fault> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut images = Vec::new();
        while let Some(row) = rows.next()? {
            images.push(parse(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
        }
        Ok(images)
    }

    /// Whether `uuid` is a row of `table`.
    pub(crate) fn has(&self, table: &str, uuid: &str) -> Result<bool, Fault> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE uuid = ?)");
        Ok(self.db.prepare_cached(&sql)?.query_row([uuid], |row| row.get(0))?)
    }

    pub(crate) fn insert(&self, table: &str, image: &Image) -> Result<(), Fault> {
        let shape = self.followed(table)?;
        let values = shape.columns().map(|column| sql(image.get(&column.name)));
        self.db.prepare_cached(&shape.insert)?.execute(params_from_iter(values))?;
        Ok(())
    }

    /// Writes the columns in which `to` differs from `now`; both have the same key.
    pub(crate) fn update(&self, table: &str, now: &Image, to: &Image) -> Result<(), Fault> {
        let shape = self.followed(table)?;
        let changed: Vec<_> = shape.differences(now, to).collect();
        if changed.is_empty() {
            return Ok(());
        }
        let statement = format!("{} WHERE {}", shape.setting(&changed), shape.condition);
        let values = changed.iter().map(|column| sql(to.get(&column.name))).chain(shape.key_of(to));
        self.db.prepare_cached(&statement)?.execute(params_from_iter(values))?;
        Ok(())
    }

    /// The same for the rows with `uuids`, which all change to the same values in the same columns as the one that
    /// is given.
    pub(crate) fn update_alike(
        &self,
        table: &str,
        now: &Image,
        to: &Image,
        uuids: &[&Value],
    ) -> Result<(), Fault> {
        let shape = self.followed(table)?;
        let changed: Vec<_> = shape.differences(now, to).collect();
        let set = shape.setting(&changed);
        let statement = format!("{set} WHERE t.uuid IN (SELECT value FROM json_each(?))");
        let list = Sql::Text(uuids.iter().copied().cloned().collect::<Value>().to_string());
        let values = changed.iter().map(|column| sql(to.get(&column.name))).chain([list]);
        let written = self.db.prepare_cached(&statement)?.execute(params_from_iter(values))?;
        if written != uuids.len() {
            return Err(Fault::Value(format!("{written} of {} rows of `{table}` were written", uuids.len())));
        }
        Ok(())
    }

    pub(crate) fn delete(&self, table: &str, image: &Image) -> Result<(), Fault> {
        let shape = self.followed(table)?;
        self.db.prepare_cached(&shape.deletion)?.execute(params_from_iter(shape.key_of(image)))?;
        Ok(())
    }
}

impl Shape {
    fn read(db: &Connection, name: &str) -> Result<Shape, Fault> {
        let table = Table { name: name.to_string(), columns: trigger::columns(db, name)? };
        if table.columns.is_empty() {
            return Err(Fault::Value(format!(
                "the trail names the table `{name}`, which this file does not have"
            )));
        }
        let sql = "SELECT \"notnull\" = 0 AND pk = 0 FROM pragma_table_info(?) ORDER BY cid";
        let nullable =
            db.prepare_cached(sql)?.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let sql = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_list(?) WHERE \"to\" <> 'rowid')";
        let is_compound = db.prepare_cached(sql)?.query_row([name], |row| row.get(0))?;
        let keys: Vec<String> = table
            .key()
            .iter()
            .map(|column| format!("t.\"{}\" = {}", column.name, placeholder(column)))
            .collect();
        let condition = keys.join(" AND ");
        let select = format!("SELECT {} FROM \"{name}\" t WHERE {condition}", trigger::image(&table, "t"));
        let written: Vec<_> = table.columns.iter().filter(|column| column.name != "rowid").collect();
        let names: Vec<String> = written.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let marks: Vec<String> = written.iter().map(|column| placeholder(column)).collect();
        let insert = format!("INSERT INTO \"{name}\" ({}) VALUES ({})", names.join(", "), marks.join(", "));
        let deletion = format!("DELETE FROM \"{name}\" AS t WHERE {condition}");
        Ok(Shape { table, nullable, is_compound, select, insert, deletion, condition })
    }

    fn columns(&self) -> impl Iterator<Item = &trigger::Column> {
        self.table.columns.iter().filter(|column| column.name != "rowid")
    }

    /// The columns in which two rows with the same key differ.
    pub(crate) fn differences<'s>(
        &'s self,
        now: &'s Image,
        to: &'s Image,
    ) -> impl Iterator<Item = &'s trigger::Column> {
        let value = |image: &'s Image, name: &str| image.get(name).unwrap_or(&Value::Null);
        self.columns().filter(move |column| value(now, &column.name) != value(to, &column.name))
    }

    /// The beginning of a statement that changes `columns`.
    fn setting(&self, columns: &[&trigger::Column]) -> String {
        let sets: Vec<String> =
            columns.iter().map(|column| format!("\"{}\" = {}", column.name, placeholder(column))).collect();
        format!("UPDATE \"{}\" AS t SET {}", self.table.name, sets.join(", "))
    }

    /// The values of the key columns.
    fn key_of(&self, image: &Image) -> Vec<Sql> {
        self.table.key().iter().map(|column| sql(image.get(&column.name))).collect()
    }

    /// What tells the row apart, as the trail writes it.
    pub(crate) fn row_of(&self, image: &Image) -> String {
        let parts = self.table.key().into_iter().map(|column| match image.get(&column.name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    /// The references of a row: column, table and UUID referred to, and whether it may be empty.
    pub(crate) fn references<'i>(&self, image: &'i Image) -> Vec<Reference<'i>> {
        let columns = self.table.columns.iter().zip(&self.nullable);
        columns
            .filter_map(|(column, nullable)| {
                let table = column.refers_to.clone()?;
                let uuid = image.get(&column.name)?.as_str()?;
                Some(Reference { column: column.name.clone(), table, uuid, nullable: *nullable })
            })
            .collect()
    }

    /// The column whose values tell rows apart for people, where there is one.
    pub(crate) fn label(&self) -> Option<&'static str> {
        ["key", "name"].into_iter().find(|label| self.table.columns.iter().any(|c| c.name == *label))
    }
}

/// One row that refers to another.
pub(crate) struct Reference<'i> {
    pub(crate) column: String,
    pub(crate) table: String,
    pub(crate) uuid: &'i str,
    pub(crate) nullable: bool,
}

fn placeholder(column: &trigger::Column) -> String {
    match &column.refers_to {
        Some(parent) => format!("(SELECT rowid FROM \"{parent}\" WHERE uuid = ?)"),
        None if column.blob => "unhex(?)".to_string(),
        None => "?".to_string(),
    }
}

fn sql(value: Option<&Value>) -> Sql {
    match value {
        None | Some(Value::Null) => Sql::Null,
        Some(Value::String(text)) => Sql::Text(text.clone()),
        Some(Value::Bool(yes)) => Sql::Integer(i64::from(*yes)),
        Some(Value::Number(number)) => match number.as_i64() {
            Some(whole) => Sql::Integer(whole),
            None => number.as_f64().map_or(Sql::Null, Sql::Real),
        },
        Some(nested) => Sql::Text(nested.to_string()),
    }
}

/// Reads an image that the trail holds.
pub(crate) fn parse(text: &str) -> Result<Image, Fault> {
    serde_json::from_str(text)
        .map_err(|error| Fault::Value(format!("a row of the trail is not JSON: {error}")))
}
