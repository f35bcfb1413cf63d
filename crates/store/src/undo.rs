//! Undo and redo: a new op that puts rows back as they were before an earlier one, after checking
//! that nobody has changed them since.
//!
//! Nothing is popped. Each coder has a line of own ops: an undo takes the last one that is in force, a
//! redo undoes the last undo; an op done in between ends what can be redone.

mod line;
mod own;

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use themata_model::{Op, RowId};

use crate::apply::{Held, Step, Unapplied, apply, label};
use crate::error::Fault;
use crate::image::{Image, Images, Shapes, parse, same};
use crate::standing::{Misplaced, misplaced, touched};
use crate::trail::{self, Logging};
use crate::{Commit, Store, WriteError};

/// What shall be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The last op of the coder that is in force.
    Last,
    /// The op with this number in the trail, whoever did it.
    Number(i64),
}

/// Why something cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotUndone {
    /// There is nothing.
    #[error("there is nothing to {word}")]
    Nothing {
        /// `undo` or `redo`.
        word: &'static str,
    },
    /// No op has this number.
    #[error("the history has no entry {number}")]
    NoSuchOp {
        /// The number.
        number: i64,
    },
    /// It has been undone already.
    #[error("entry {number} is undone already, by entry {by}")]
    AlreadyUndone {
        /// The number.
        number: i64,
        /// The op that undid it.
        by: i64,
    },
    /// The op wrote the study in bulk and cannot be taken back.
    #[error("entry {number} (`{verb}`) wrote the study from files and cannot be undone")]
    Bulk {
        /// The number.
        number: i64,
        /// Its verb.
        verb: String,
    },
    /// Somebody has changed the rows since.
    #[error("entry {number} cannot be undone: {}", told(conflicts))]
    Conflicts {
        /// The number.
        number: i64,
        /// Every row that stands in the way.
        conflicts: Vec<Conflict>,
    },
}

/// A row that is no longer as the op left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The table of the row.
    pub table: String,
    /// What a person calls the row.
    pub label: String,
    /// What stands in the way.
    pub reason: Reason,
}

/// What stands in the way of an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The row was changed by a later op: its number, verb and coder.
    ChangedBy {
        /// The number.
        number: i64,
        /// The verb.
        verb: String,
        /// Who did it.
        coder: Option<String>,
    },
    /// Other rows hold on to it: tables with how many rows each.
    InUse(Vec<(String, i64)>),
    /// It refers to a row of this table that is gone.
    RefersToNothing(String),
    /// It is not as the op left it, and the trail does not tell why: another copy was merged.
    Otherwise,
}

pub(crate) fn told(conflicts: &[Conflict]) -> String {
    let one = |conflict: &Conflict| {
        let name = format!("{} `{}`", conflict.table.replace('_', " "), conflict.label);
        match &conflict.reason {
            Reason::ChangedBy { number, verb, coder } => {
                let coder = coder.as_deref().unwrap_or("somebody");
                format!("{name} was changed since by {coder} (entry {number}, `{verb}`)")
            }
            Reason::InUse(by) => {
                let by: Vec<String> =
                    by.iter().map(|(table, n)| format!("{n} × {}", table.replace('_', " "))).collect();
                format!("{name} is used since ({})", by.join(", "))
            }
            Reason::Otherwise => {
                format!("{name} is not as that entry left it; undo what came after it first")
            }
            Reason::RefersToNothing(table) => {
                format!("{name} needs a {} that is gone", table.replace('_', " "))
            }
        }
    };
    let first: Vec<String> = conflicts.iter().take(5).map(one).collect();
    let more = conflicts.len().saturating_sub(first.len());
    match more {
        0 => first.join("; "),
        _ => format!("{}; and {more} more", first.join("; ")),
    }
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
            let tx = trail::begin(&mut self.db)?;
            let op = find(&tx, way, target, by.coder.as_deref())?;
            let by = Op { undoes: Some(op.id), args: describe(&op), ..by.clone() };
            let number = trail::open(&tx, Some(&by), Logging::Rows)?;
            let rows = put_back(&tx, &shapes, &op)?;
            trail::close(tx, commit)?;
            Ok(Undone { op, number, rows })
        };
        body().map_err(|stop| match stop {
            Stop::Fault(fault) => fault.write(&path),
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
            let reason = changed_by(db, op.seq, &step.table, &row)?;
            conflicts.push(Conflict { table: step.table, label, reason });
        }
    }
    let refuse = |conflicts| Stop::Refused(NotUndone::Conflicts { number: op.seq, conflicts });
    if !conflicts.is_empty() {
        return Err(refuse(conflicts));
    }
    let rows = wanted.len();
    let touched = touched(&wanted);
    apply(&images, wanted).map_err(|unapplied| match unapplied {
        Unapplied::Fault(fault) => Stop::Fault(fault),
        Unapplied::Held(held) => refuse(held.into_iter().map(Conflict::from).collect()),
        Unapplied::Dangling { table, label, to } => {
            refuse(vec![Conflict { table, label, reason: Reason::RefersToNothing(to) }])
        }
    })?;
    let misplaced = misplaced(db, touched)?;
    if !misplaced.is_empty() {
        let conflicts = misplaced.into_iter().map(|found| not_on_its_words(db, op.seq, found));
        return Err(refuse(conflicts.collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

/// The step for a row that stands where the op left it but for its rank in the list, which a way
/// through a folder counts anew, or for columns that a newer schema added.
fn only_elsewhere(current: Option<&Image>, step: &Step) -> Option<Step> {
    let (current, left) = (current?, step.now.as_ref()?);
    let mut ranked = current.clone();
    if current.contains_key("uuid") {
        ranked.insert("position".into(), left.get("position").cloned().unwrap_or_default());
    }
    if !same(&ranked, left) && !same(current, left) {
        return None;
    }
    // What the op did not change stays as it is now.
    let to = step.to.as_ref().map(|to| {
        let mut wanted = current.clone();
        for (column, value) in to.iter().filter(|(column, value)| left.get(*column) != Some(value)) {
            wanted.insert(column.clone(), value.clone());
        }
        wanted
    });
    Some(Step { table: step.table.clone(), now: Some(current.clone()), to })
}

/// Why a coding does not stand on its words: it was changed since, or its text was.
fn not_on_its_words(db: &Connection, seq: i64, found: Misplaced) -> Result<Conflict, Fault> {
    let label: String = found.quotation.chars().take(60).collect();
    match changed_by(db, seq, "coding", &found.coding)? {
        Reason::Otherwise => {
            let reason = changed_by(db, seq, "source", &found.source)?;
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
    let sql = "SELECT \"table\", \"row\", \"before\", \"after\" FROM change WHERE op = ? ORDER BY rowid";
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
            }
            None => {
                known.insert((table.clone(), key.clone()), steps.len());
                let to = row.get::<_, Option<String>>(2)?.as_deref().map(parse).transpose()?;
                steps.push(Net { row: key, left, step: Step { table, now, to } });
            }
        }
    }
    Ok(steps)
}

/// The last op after `seq` that changed the row.
fn changed_by(db: &Connection, seq: i64, table: &str, row: &str) -> Result<Reason, Fault> {
    // The op that is open is this undo itself.
    let sql = "SELECT o.seq, o.verb, o.coder FROM change c JOIN op o ON o.seq = c.op \
               WHERE c.\"row\" = ?1 AND c.\"table\" = ?2 AND c.op > ?3 AND c.op IS NOT (SELECT seq FROM current_op) \
               ORDER BY c.op DESC LIMIT 1";
    let found = db.prepare_cached(sql)?.query_row((row, table, seq), |row| {
        Ok(Reason::ChangedBy { number: row.get(0)?, verb: row.get(1)?, coder: row.get(2)? })
    });
    Ok(found.optional()?.unwrap_or(Reason::Otherwise))
}
