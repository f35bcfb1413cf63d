//! Rows that are gone from their tables and known from the trail.

use std::collections::{BTreeMap, HashMap};

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension};

use super::Finds;
use super::scratch::{Column, Reference, Table};
use super::sound::sound;
use crate::error::Fault;
use crate::image::{Image, Images, parse};

/// What the trail last says of a row, and in which entry, by table and by what tells the row apart.
type Last = BTreeMap<(String, String), (i64, Said)>;

/// What the trail says of a row.
enum Said {
    Gone,
    Is(Image),
    /// It cannot be read.
    Garbled,
}

/// Rows that came back, by table.
pub(super) type Back = Vec<(String, Image)>;

/// Puts the rows back that the trail says are there and that their tables have lost.
pub(super) fn bring_back(
    db: &Connection,
    tables: &[Table],
    references: &[Reference],
    finds: &mut Finds,
) -> Result<Back, Fault> {
    let images = Images::new(db);
    let mut waiting: Vec<(String, Image)> = Vec::new();
    for ((table, row), (entry, said)) in last_images(db)? {
        let image = match said {
            Said::Gone => continue,
            Said::Is(image) if is_sound(tables, &table, &row, &image) => image,
            Said::Is(_) | Said::Garbled => {
                let what = super::mend::word(&table);
                finds.gone("change", format!("what entry {entry} says of a {what}: it is damaged"));
                continue;
            }
        };
        // A table that a later schema has done away with.
        if images.shape(&table).is_ok() && images.current(&table, &image)?.is_none() {
            waiting.push((table, image));
        }
    }
    let mut numbers = Numbers::default();
    let mut back = Vec::new();
    loop {
        let before = waiting.len();
        let mut later = Vec::new();
        for (table, image) in waiting {
            if needs_are_there(&images, &table, &image)? && images.insert(&table, &image).is_ok() {
                numbers.give(db, references, &table, &image, finds)?;
                finds.count(&table).from_trail += 1;
                back.push((table, image));
            } else {
                later.push((table, image));
            }
        }
        waiting = later;
        if waiting.len() == before {
            break;
        }
    }
    for (table, image) in waiting {
        let name = crate::apply::label(&images, &table, &image)?;
        finds
            .gone(&table, format!("`{name}`, which the history knows but which rests on rows that are gone"));
    }
    Ok(back)
}

/// Writes what rows that came back refer to, once it is there, too.
pub(super) fn complete(db: &Connection, back: &Back) -> Result<(), Fault> {
    let images = Images::new(db);
    for (table, image) in back {
        let now = images.current(table, image)?.unwrap_or_default();
        images.update(table, &now, image)?;
    }
    Ok(())
}

/// The last that the trail says of every row since the study was last written from files.
fn last_images(db: &Connection) -> Result<Last, Fault> {
    let sql = "SELECT \"table\", \"row\", \"after\", op FROM change
               WHERE op > (SELECT ifnull(max(seq), 0) FROM op WHERE verb IN ('build', 'edit-folder', 'recover'))
               ORDER BY op, rowid";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut last = Last::new();
    while let Some(row) = rows.next()? {
        let image: Option<String> = row.get(2)?;
        let said = match image.as_deref().map(parse) {
            None => Said::Gone,
            Some(Ok(image)) => Said::Is(image),
            Some(Err(_)) => Said::Garbled,
        };
        last.insert((row.get(0)?, row.get(1)?), (row.get(3)?, said));
    }
    Ok(last)
}

/// Whether an image can be what was written of the row: a turned letter in an id would bring back a row that never was.
fn is_sound(tables: &[Table], table: &str, row: &str, image: &Image) -> bool {
    // What a later schema has done away with is not asked for.
    let Some(table) = tables.iter().find(|known| known.name == table) else { return true };
    let holds = |column: &Column| match image.get(&column.name).and_then(|value| value.as_str()) {
        Some(text) if column.name == "uuid" && text != row => false,
        Some(text) if column.kind == "TEXT" => {
            sound(table, column, text.to_string(), None, 0) == Some(Sql::Text(text.to_string()))
        }
        _ => true,
    };
    table.columns.iter().all(holds)
}

fn needs_are_there(images: &Images<'_>, table: &str, image: &Image) -> Result<bool, Fault> {
    for reference in images.shape(table)?.references(image) {
        if !reference.nullable && !images.has(&reference.table, reference.uuid)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Row numbers for rows that come back: the one that others know them by, else one that nobody uses.
#[derive(Default)]
struct Numbers(HashMap<String, i64>);

impl Numbers {
    fn give(
        &mut self,
        db: &Connection,
        references: &[Reference],
        table: &str,
        image: &Image,
        finds: &Finds,
    ) -> Result<(), Fault> {
        let Some(uuid) = image.get("uuid").and_then(|uuid| uuid.as_str()) else { return Ok(()) };
        let lost = finds.lost.get(table);
        let known = lost.and_then(|rows| rows.iter().find(|(_, lost)| lost.uuid.as_deref() == Some(uuid)));
        let number = match known {
            Some((number, _)) => *number,
            None => self.unused(db, references, table, finds)?,
        };
        let free = db
            .query_row(
                &format!("SELECT 1 FROM \"{table}\" WHERE rowid = ? AND uuid <> ?"),
                (number, uuid),
                |_| Ok(()),
            )
            .optional()?
            .is_none();
        if free {
            db.execute(&format!("UPDATE \"{table}\" SET rowid = ? WHERE uuid = ?"), (number, uuid))?;
        }
        Ok(())
    }

    /// A number that neither a row nor a reference to a lost row has.
    fn unused(
        &mut self,
        db: &Connection,
        references: &[Reference],
        table: &str,
        finds: &Finds,
    ) -> Result<i64, Fault> {
        let highest = match self.0.get(table) {
            Some(highest) => *highest,
            None => {
                let lost = finds.lost.get(table).and_then(|rows| rows.keys().next_back().copied());
                let max = |sql: &str| db.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
                let mut highest = max(&format!("SELECT max(rowid) FROM \"{table}\""))?.max(lost).unwrap_or(0);
                for reference in references.iter().filter(|r| r.parent == table && r.columns.len() == 1) {
                    let sql =
                        format!("SELECT max(\"{}\") FROM \"{}\"", reference.columns[0], reference.table);
                    highest = highest.max(max(&sql)?.unwrap_or(0));
                }
                highest
            }
        };
        self.0.insert(table.to_string(), highest.saturating_add(1));
        Ok(highest.saturating_add(1))
    }
}
