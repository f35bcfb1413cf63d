//! Brings rows to a wanted state, whatever refers to what: new rows before those that point to
//! them, removed ones after; keys that change hands last.

mod order;
mod remove;

use std::collections::HashMap;

use serde_json::Value;

use crate::error::Fault;
use crate::image::{Image, Images};
use crate::trail;

use order::parents_first;
use remove::remove;

/// One row on its way from what it is to what it shall be.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) table: String,
    /// The row as it is; `None` when it is to be added.
    pub(crate) now: Option<Image>,
    /// The row as it shall be; `None` when it is to be removed.
    pub(crate) to: Option<Image>,
    /// The change of the trail that this one turns around to the letter, where there is one.
    pub(crate) turns: Option<i64>,
}

/// A row that changes.
struct Change {
    now: Image,
    to: Image,
    turns: Option<i64>,
}

/// A row that cannot be removed, because others hold on to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) table: String,
    pub(crate) label: String,
    /// The tables that refer to it, with how many rows each.
    pub(crate) by: Vec<(String, i64)>,
}

/// Why steps could not be applied.
#[derive(Debug)]
pub(crate) enum Unapplied {
    Fault(Fault),
    /// Rows that are needed or refer to something that is not there.
    Held(Vec<Held>),
    /// The key of a row is another one's: table of the rows, and the key.
    Taken {
        table: String,
        label: String,
    },
    /// A row refers to one that is gone: table and label of the row, and the table referred to.
    Dangling {
        table: String,
        label: String,
        to: String,
    },
}

impl Unapplied {
    /// The fault that this is where rows are known to hold together.
    pub(crate) fn into_fault(self) -> Fault {
        match self {
            Unapplied::Fault(fault) => fault,
            Unapplied::Held(held) => {
                let named: Vec<String> = held.iter().map(|h| format!("{} `{}`", h.table, h.label)).collect();
                Fault::Value(format!("rows that others need would be removed: {}", named.join(", ")))
            }
            Unapplied::Taken { table, label } => {
                Fault::Value(format!("the key `{label}` of a {table} is given twice"))
            }
            Unapplied::Dangling { table, label, to } => {
                Fault::Value(format!("{table} `{label}` refers to a {to} that is not there"))
            }
        }
    }
}

impl From<Fault> for Unapplied {
    fn from(fault: Fault) -> Self {
        Unapplied::Fault(fault)
    }
}

impl From<rusqlite::Error> for Unapplied {
    fn from(error: rusqlite::Error) -> Self {
        Unapplied::Fault(error.into())
    }
}

/// Applies `steps`. An op must be open.
pub(crate) fn apply(images: &Images<'_>, steps: Vec<Step>) -> Result<(), Unapplied> {
    defer_where_needed(images, &steps)?;
    let (mut added, mut changed, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for step in steps {
        match (step.now, step.to) {
            (None, Some(to)) => added.push((step.table, to)),
            (Some(now), Some(to)) if !now.says(&to) => {
                changed.push((step.table, Change { now, to, turns: step.turns }))
            }
            (Some(now), None) => removed.push((step.table, now)),
            _ => {}
        }
    }
    let mut afterwards = Vec::new();
    for (table, image) in parents_first(images, added, &mut afterwards)? {
        add(images, &table, &image, &mut afterwards)?;
    }
    for alike in alike(images, changed)? {
        change_alike(images, &alike, &mut afterwards)?;
    }
    // A row that goes may have the key of one that comes.
    remove(images, removed)?;
    for (table, to) in afterwards {
        let now = images.current(&table, &to)?.unwrap_or_default();
        match images.update(&table, &now, &to) {
            Ok(()) => confirm(images, &table, &now, &to)?,
            Err(fault) if is_duplicate(&fault) => {
                let label = label(images, &table, &to)?;
                return Err(Unapplied::Taken { table, label });
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(())
}

/// Has foreign keys checked at the end of the transaction where steps touch rows that refer to others by
/// more than a row number: these are in no order. All others are, and the setting would have every statement
/// prepared anew.
fn defer_where_needed(images: &Images<'_>, steps: &[Step]) -> Result<(), Unapplied> {
    for step in steps {
        if images.shape(&step.table)?.is_compound {
            if !trail::is_deferring(images.db)? {
                images.db.pragma_update(None, "defer_foreign_keys", true)?;
            }
            return Ok(());
        }
    }
    Ok(())
}

/// Rows that are put right once all others stand.
type Afterwards = Vec<(String, Image)>;

fn add(
    images: &Images<'_>,
    table: &str,
    image: &Image,
    afterwards: &mut Afterwards,
) -> Result<(), Unapplied> {
    match images.insert(table, image) {
        Ok(()) => confirm(images, table, &Image::new(), image),
        Err(fault) if is_duplicate(&fault) => {
            // The key is still another row's that is about to change or go.
            let Some(parked) = parked(images, table, image)? else { return Err(fault.into()) };
            images.insert(table, &parked).map_err(|fault| why(images, table, &Image::new(), image, fault))?;
            // What opened a circle is written whole afterwards, its key too.
            let waits =
                |(other, row): &(String, Image)| other == table && row.get("uuid") == image.get("uuid");
            if !afterwards.iter().any(waits) {
                afterwards.push((table.to_string(), image.clone()));
            }
            Ok(())
        }
        Err(fault) => Err(why(images, table, &Image::new(), image, fault)),
    }
}

/// Why a row could not be written: it refers to one that is gone, or else the fault.
fn why(images: &Images<'_>, table: &str, before: &Image, image: &Image, fault: Fault) -> Unapplied {
    confirm(images, table, before, image).err().unwrap_or(Unapplied::Fault(fault))
}

/// What rows that change alike have in common: table, whether they turn changes around, columns with new values.
type Told = (String, bool, Vec<(String, String)>);

/// Rows of one table that change to the same values in the same columns.
struct Alike {
    table: String,
    rows: Vec<Change>,
}

/// Brings together what changes alike, in the order of the first row of each.
fn alike(images: &Images<'_>, changed: Vec<(String, Change)>) -> Result<Vec<Alike>, Fault> {
    let mut groups: Vec<Alike> = Vec::new();
    let mut known: HashMap<Told, usize> = HashMap::new();
    for (table, row) in changed {
        let shape = images.shape(&table)?;
        let told = shape.differences(&row.now, &row.to).map(|column| {
            let value = row.to.get(&column.name).map(Value::to_string);
            (column.name.clone(), value.unwrap_or_default())
        });
        let key = (table.clone(), row.turns.is_some(), told.collect());
        let at = *known.entry(key).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Alike { table, rows: Vec::new() });
        }
        groups[at].rows.push(row);
    }
    Ok(groups)
}

/// Changes many rows by one statement, where they have UUIDs and no value of theirs is taken.
fn change_alike(images: &Images<'_>, alike: &Alike, afterwards: &mut Afterwards) -> Result<(), Unapplied> {
    let (table, rows) = (&alike.table, &alike.rows);
    if let [first, _, ..] = rows.as_slice()
        && images.shape(table)?.table.has_uuid()
    {
        let uuids: Vec<&Value> = rows.iter().filter_map(|row| row.to.get("uuid")).collect();
        let update = || images.update_alike(table, &first.now, &first.to, &uuids);
        let turned: Option<Vec<i64>> = rows.iter().map(|row| row.turns).collect();
        // Before the op is quiet for a moment: a quiet op follows nothing.
        images.follow(table)?;
        let updated = match turned {
            Some(changes) => trail::turning(images.db, &changes, update),
            None => update(),
        };
        match updated {
            // What is new in them is the same.
            Ok(()) => return confirm(images, table, &first.now, &first.to),
            Err(fault) if is_duplicate(&fault) => {}
            Err(fault) => return Err(why(images, table, &first.now, &first.to, fault)),
        }
    }
    rows.iter().try_for_each(|row| change(images, table, &row.now, &row.to, afterwards))
}

fn change(
    images: &Images<'_>,
    table: &str,
    now: &Image,
    to: &Image,
    afterwards: &mut Afterwards,
) -> Result<(), Unapplied> {
    match images.update(table, now, to) {
        Ok(()) => confirm(images, table, now, to),
        Err(fault) if is_duplicate(&fault) => {
            let Some(parked) = parked(images, table, to)? else { return Err(fault.into()) };
            images.update(table, now, &parked).map_err(|fault| why(images, table, now, to, fault))?;
            afterwards.push((table.to_string(), to.clone()));
            Ok(())
        }
        Err(fault) => Err(why(images, table, now, to, fault)),
    }
}

/// The row under a name of its own for the time being.
fn parked(images: &Images<'_>, table: &str, image: &Image) -> Result<Option<Image>, Fault> {
    let Some(label) = images.shape(table)?.label() else { return Ok(None) };
    let Some(uuid) = image.get("uuid").and_then(Value::as_str) else { return Ok(None) };
    let mut parked = image.clone();
    parked.insert(label.to_string(), Value::String(format!("~{uuid}")));
    Ok(Some(parked))
}

/// Looks that the row is what it shall be: a new reference to a row that is not there would be empty.
fn confirm(images: &Images<'_>, table: &str, before: &Image, image: &Image) -> Result<(), Unapplied> {
    let shape = images.shape(table)?;
    for reference in shape.references(image) {
        let is_new = before.get(&reference.column) != image.get(&reference.column);
        if is_new && !images.has(&reference.table, reference.uuid)? {
            let label = label(images, table, image)?;
            return Err(Unapplied::Dangling { table: table.to_string(), label, to: reference.table });
        }
    }
    Ok(())
}

/// What a person calls the row.
pub(crate) fn label(images: &Images<'_>, table: &str, image: &Image) -> Result<String, Fault> {
    let shape = images.shape(table)?;
    let named = shape.label().and_then(|label| image.get(label)).and_then(Value::as_str);
    let quoted = || image.get("quotation").and_then(Value::as_str);
    Ok(named.or_else(quoted).map_or_else(|| shape.row_of(image), str::to_string))
}

fn is_duplicate(fault: &Fault) -> bool {
    matches!(fault, Fault::Sqlite(error) if crate::write::is_duplicate(error))
}
