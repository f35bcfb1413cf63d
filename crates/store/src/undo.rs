//! Undo and redo: a new op that puts rows back as they were before an earlier one, after checking
//! that nobody has changed them since.
//!
//! Nothing is popped. Each coder has a line of own ops: an undo takes the last one that is in force, a
//! redo undoes the last undo; an op done in between ends what can be redone.

mod line;
mod own;
mod reasons;

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use themata_model::{Op, RowId};

use crate::apply::{Held, Step, Unapplied, apply, label};
use crate::error::Fault;
use crate::image::{Image, Images, Shapes, parse};
use crate::naming::{NamesNothing, names, names_nothing};
use crate::read::Reader;
use crate::standing::{Misplaced, misplaced, touched};
use crate::trail::{self, Logging};
use crate::{Commit, Store, WriteError};

pub(crate) use reasons::told;
pub use reasons::{Conflict, Later, NotUndone, Reason};

/// What shall be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The last op of the coder that is in force.
    Last,
    /// The op with this number in the trail, whoever did it.
    Number(i64),
}

/// What an undo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The op that was undone, without its changes.
    pub op: Op,
    /// The number of the op that undid it.
    pub number: i64,
    /// How many rows were put back.
    pub rows: usize,
}

impl Store {
    /// Undoes an op as the new op `by`, whose `undoes` is filled in. `describe` gives the arguments of
    /// the new op for the op undone.
    ///
    /// # Errors
    /// [`WriteError::NotUndone`] when there is nothing, or somebody has changed the rows since; the file is
    /// then as it was.
    pub fn undo(
        &mut self,
        target: &Target,
        by: &Op,
        commit: Commit,
        describe: impl FnOnce(&Op) -> String,
    ) -> Result<Undone, WriteError> {
        self.take_back(Way::Undo, target, by, commit, describe)
    }

    /// Undoes the coder's last undo.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn redo(
        &mut self,
        by: &Op,
        commit: Commit,
        describe: impl FnOnce(&Op) -> String,
    ) -> Result<Undone, WriteError> {
        self.take_back(Way::Redo, &Target::Last, by, commit, describe)
    }

    fn take_back(
        &mut self,
        way: Way,
        target: &Target,
        by: &Op,
        commit: Commit,
        describe: impl FnOnce(&Op) -> String,
    ) -> Result<Undone, WriteError> {
        let path = self.path.clone();
        let shapes = Arc::clone(&self.shapes);
        let body = || -> Result<Undone, Stop> {
            let tx = trail::begin_op(&mut self.db, &shapes, commit)?;
            let op = find(&tx, way, target, by.coder.as_deref())?;
            let by = Op { undoes: Some(op.id), args: describe(&op), ..by.clone() };
            let number = trail::open(&tx, Some(&by), Logging::Rows)?;
            let rows = put_back(&tx, &shapes, &op)?;
            trail::close(tx, commit)?;
            Ok(Undone { op, number, rows })
        };
        body().map_err(|stop| match stop {
            Stop::Fault(fault) => fault.write(&path),
            Stop::Refused(reason) if way == Way::Redo => WriteError::NotUndone(reason.of_redo()),
            Stop::Refused(reason) => WriteError::NotUndone(reason),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

enum Stop {
    Fault(Fault),
    Refused(NotUndone),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Stop::Fault(error.into())
    }
}

/// The op that is meant, without its changes.
fn find(db: &Connection, way: Way, target: &Target, coder: Option<&str>) -> Result<Op, Stop> {
    let number = match target {
        Target::Number(number) => *number,
        Target::Last => {
            let word = if way == Way::Undo { "undo" } else { "redo" };
            line::last(db, way, coder)?.ok_or(Stop::Refused(NotUndone::Nothing { word }))?
        }
    };
    let op = trail::read_op(db, number)?.ok_or(Stop::Refused(NotUndone::NoSuchOp { number }))?;
    match undone_by(&trail::read_outlines(db, number - 1)?).get(&number) {
        Some(&by) => Err(Stop::Refused(NotUndone::AlreadyUndone { number, by })),
        None => Ok(op),
    }
}

/// The ops that are not in force, each with the op that undid it and is in force itself.
pub fn undone_by(ops: &[Op]) -> HashMap<i64, i64> {
    let numbers: HashMap<RowId, i64> = ops.iter().map(|op| (op.id, op.seq)).collect();
    let mut undone = HashMap::new();
    for op in ops.iter().rev() {
        let target = op.undoes.and_then(|id| numbers.get(&id));
        if let (Some(&target), false) = (target, undone.contains_key(&op.seq)) {
            undone.insert(target, op.seq);
        }
    }
    undone
}

/// Puts every row of `op` back as it was before it, and returns how many.
fn put_back(db: &Connection, shapes: &Arc<Shapes>, op: &Op) -> Result<usize, Stop> {
    let steps = net(db, op.seq)?;
    if steps.is_empty() {
        return Err(Stop::Refused(NotUndone::Bulk { number: op.seq, verb: op.verb.clone() }));
    }
    let images = Images::knowing(db, shapes);
    let mut conflicts = Vec::new();
    let mut wanted = Vec::with_capacity(steps.len());
    for Net { row, left, step } in steps {
        let Some(like) = step.now.as_ref().or(step.to.as_ref()) else { continue };
        let current = images.current_text(&step.table, like)?;
        // Mostly the row is written as it was.
        if current == left {
            wanted.push(step);
            continue;
        }
        let current = current.map(|text| parse(&text)).transpose()?;
        if let Some(step) = only_elsewhere(current.as_ref(), &step) {
            wanted.push(step);
        } else {
            let label = label(&images, &step.table, current.as_ref().unwrap_or(like))?;
            let reason = why_changed(db, op.seq, &step.table, &row)?;
            conflicts.push(Conflict { table: step.table, label, reason });
        }
    }
    let refuse = |conflicts| Stop::Refused(NotUndone::Conflicts { number: op.seq, conflicts });
    if !conflicts.is_empty() {
        return Err(refuse(conflicts));
    }
    let rows = wanted.len();
    let (touched, names, codebook) = (touched(&wanted), names(&wanted), concerns_codebook(&wanted));
    apply(&images, wanted).map_err(|unapplied| match unapplied {
        Unapplied::Fault(fault) => Stop::Fault(fault),
        Unapplied::Held(held) => refuse(held.into_iter().map(Conflict::from).collect()),
        Unapplied::Taken { table, label } => {
            refuse(vec![Conflict { table, label, reason: Reason::KeyTaken }])
        }
        Unapplied::Dangling { table, label, to } => {
            refuse(vec![Conflict { table, label, reason: Reason::RefersToNothing(to) }])
        }
    })?;
    let mut conflicts = Vec::new();
    for found in names_nothing(db, &names)? {
        conflicts.push(unnamed(&images, op.seq, found)?);
    }
    for found in misplaced(db, touched)? {
        conflicts.push(not_on_its_words(db, op.seq, found)?);
    }
    if !conflicts.is_empty() {
        return Err(refuse(conflicts));
    }
    match if codebook { Reader::new(db).codebook().err() } else { None } {
        Some(Fault::Value(message)) => Err(Stop::Refused(NotUndone::NoCodebook { number: op.seq, message })),
        Some(fault) => Err(fault.into()),
        None => Ok(rows),
    }
}

/// Whether steps change where a code or level stands.
fn concerns_codebook(steps: &[Step]) -> bool {
    steps.iter().any(|step| match (step.table.as_str(), &step.now, &step.to) {
        ("level", _, _) => true,
        ("code", Some(now), Some(to)) => {
            ["level_id", "parent_id"].iter().any(|column| now.get(column) != to.get(column))
        }
        ("code", _, _) => true,
        _ => false,
    })
}

/// Why a memo or member check would name nothing: what it names would go, or has gone before.
fn unnamed(images: &Images<'_>, seq: i64, found: NamesNothing) -> Result<Conflict, Fault> {
    let NamesNothing { table, uuid, key, named, given_up } = found;
    Ok(match given_up {
        Some(row) => {
            let by = written_by(images.db, seq, &uuid)?;
            Conflict {
                table: named.to_string(),
                label: label(images, named, &row)?,
                reason: Reason::NamedIn { table, key, by },
            }
        }
        None => Conflict {
            table: table.to_string(),
            label: key,
            reason: Reason::RefersToNothing(named.to_string()),
        },
    })
}

/// Columns that are counted anew, and say nothing of their own: the rank in the list, by a way through a folder;
/// what follows from the place of a coding, when the parts of speakers change.
const COUNTED: [&str; 4] = ["position", "line", "turn", "speaker"];

/// The step for a row that stands where the op left it but for what is [`COUNTED`] anew, or for columns that
/// a newer schema added.
fn only_elsewhere(current: Option<&Image>, step: &Step) -> Option<Step> {
    let (current, left) = (current?, step.now.as_ref()?);
    let mut counted = current.clone();
    for column in COUNTED.into_iter().filter(|_| current.contains_key("uuid")) {
        if current.contains_key(column) {
            counted.insert(column.into(), left.get(column).cloned().unwrap_or_default());
        }
    }
    if !counted.says(left) && !current.says(left) {
        return None;
    }
    // What the op did not change stays as it is now.
    let to = step.to.as_ref().map(|to| {
        let mut wanted = current.clone();
        for (column, value) in to.iter().filter(|(column, value)| left.get(column) != Some(value)) {
            wanted.insert(column.clone(), value.clone());
        }
        wanted
    });
    Some(Step { table: step.table.clone(), now: Some(current.clone()), to, turns: None })
}

/// Why a coding does not stand on its words: it was changed since, or its text was.
fn not_on_its_words(db: &Connection, seq: i64, found: Misplaced) -> Result<Conflict, Fault> {
    let label: String = found.quotation.chars().take(60).collect();
    match why_changed(db, seq, "coding", &found.coding)? {
        Reason::Otherwise => {
            let reason = why_changed(db, seq, "source", &found.source)?;
            Ok(Conflict { table: "source".into(), label: found.key.to_string(), reason })
        }
        reason => Ok(Conflict { table: "coding".into(), label, reason }),
    }
}

impl From<Held> for Conflict {
    fn from(held: Held) -> Self {
        Conflict { table: held.table, label: held.label, reason: Reason::InUse(held.by) }
    }
}

/// What an op did in all to one row, turned around.
struct Net {
    /// What tells the row apart.
    row: String,
    /// The row as the op left it, as the trail writes it.
    left: Option<String>,
    /// From the row as the op left it to the row as it was before.
    step: Step,
}

/// What an op did in all to each row, turned around.
fn net(db: &Connection, op: i64) -> Result<Vec<Net>, Fault> {
    let sql =
        "SELECT \"table\", \"row\", \"before\", \"after\", rowid FROM change WHERE op = ? ORDER BY rowid";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([op])?;
    let mut steps: Vec<Net> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (table, key): (String, String) = (row.get(0)?, row.get(1)?);
        let left: Option<String> = row.get(3)?;
        let now = left.as_deref().map(parse).transpose()?;
        match known.get(&(table.clone(), key.clone())) {
            Some(&at) => {
                steps[at].left = left;
                steps[at].step.now = now;
                steps[at].step.turns = None;
            }
            None => {
                known.insert((table.clone(), key.clone()), steps.len());
                let to = row.get::<_, Option<String>>(2)?.as_deref().map(parse).transpose()?;
                let turns = Some(row.get(4)?);
                steps.push(Net { row: key, left, step: Step { table, now, to, turns } });
            }
        }
    }
    Ok(steps)
}

/// Why a row is not as the op `seq` left it.
fn why_changed(db: &Connection, seq: i64, table: &str, row: &str) -> Result<Reason, Fault> {
    let which = "c.\"row\" = ?2 AND c.\"table\" = ?3";
    Ok(last(db, which, (seq, row, table))?.map_or(Reason::Otherwise, Reason::ChangedBy))
}

/// The last op after `seq` that wrote the row with this UUID or what belongs to it.
fn written_by(db: &Connection, seq: i64, uuid: &str) -> Result<Option<Later>, Fault> {
    // What belongs to a row has its UUID first in what tells it apart.
    let which = "(c.\"row\" = ?2 OR c.\"row\" > ?2 || ' ' AND c.\"row\" < ?2 || '!')";
    last(db, which, (seq, uuid))
}

/// The last op after the first of `params` with a change of `which` rows.
fn last(db: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Option<Later>, Fault> {
    // The op that is open is this undo itself.
    let sql = format!(
        "SELECT o.seq, o.verb, o.coder FROM change c JOIN op o ON o.seq = c.op \
         WHERE {which} AND c.op > ?1 AND c.op IS NOT (SELECT seq FROM current_op) ORDER BY c.op DESC LIMIT 1"
    );
    let later =
        |row: &rusqlite::Row<'_>| Ok(Later { number: row.get(0)?, verb: row.get(1)?, coder: row.get(2)? });
    Ok(db.prepare_cached(&sql)?.query_row(params, later).optional()?)
}
