//! What the study was at an earlier point of its trail: rows are taken back change by change.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};
use themata_model::{Op, RowId};

use crate::apply::{Step, Unapplied, apply};
use crate::error::Fault;
use crate::image::{Image, Images, parse};
use crate::lines::Lines;
use crate::read::Reader;
use crate::trail::{self, Logging};
use crate::{Commit, Edited, Headway, Snapshot, Store, WriteError, trigger};

/// Every row of a study, by table and by what tells the row apart.
pub(crate) type Rows = BTreeMap<(String, String), Image>;

/// Names of states stay whatever state is brought back.
const NAMES: &str = "named_state";

impl Store {
    /// Reads the whole study as it was after the op with the id `op`; the history ends there.
    ///
    /// # Errors
    /// When the trail does not have the op, or does not tell how to come back to it.
    pub fn read_past(&mut self, op: RowId) -> Result<Snapshot, WriteError> {
        let path = self.path.clone();
        let mut read = || -> Result<Snapshot, Fault> {
            let tx = trail::begin(&mut self.db)?;
            let (seq, steps) = steps_back(&tx, op, Headway::unheard())?;
            trail::open(&tx, None, Logging::Bulk)?;
            apply(&Images::new(&tx), steps).map_err(Unapplied::into_fault)?;
            let mut snapshot = Reader::new(&tx).everything()?;
            snapshot.history.retain(|op| op.seq <= seq);
            tx.rollback()?;
            Ok(snapshot)
        };
        read().map_err(|fault| fault.write(&path))
    }

    /// Brings the study back to what it was after the op with the id `op`, as the new op `by`. Names of
    /// states stay.
    ///
    /// # Errors
    /// As [`Store::read_past`].
    pub fn restore(
        &mut self,
        op: RowId,
        by: &Op,
        commit: Commit,
        headway: Headway<'_>,
    ) -> Result<Edited<()>, WriteError> {
        let restored = self.edit(by, commit, |edit| {
            let steps = steps_back(edit.db(), op, headway.part(0, 50)).map_err(|fault| edit.fail(fault))?.1;
            edit.apply(steps.into_iter().filter(|step| step.table != NAMES).collect())?;
            headway.at(85);
            Ok(((), by.args.clone()))
        });
        headway.at(100);
        restored
    }
}

/// The number of the op, and from every row as it is to the row as it was after that op.
fn steps_back(db: &Connection, op: RowId, headway: Headway<'_>) -> Result<(i64, Vec<Step>), Fault> {
    // The op that is open has not happened yet.
    let open: Option<i64> = db.query_row("SELECT seq FROM current_op", [], |row| row.get(0)).optional()?;
    let mut ops = trail::read_ops(db)?;
    ops.retain(|op| Some(op.seq) != open);
    let Some(at) = ops.iter().position(|other| other.id == op) else {
        return Err(Fault::Value(format!("the history has no entry with the id {op}")));
    };
    let now = everything(db)?;
    headway.at(60);
    let then = state_after(db, &now, &ops, &Lines::of(&ops), at)?;
    headway.at(80);
    let steps = difference(now, then);
    headway.at(100);
    Ok((ops[at].seq, steps))
}

/// The rows after the op at `at`: back along what led to the rows as they are `now`, and from there
/// forward along what another copy did before it was merged.
pub(crate) fn state_after(
    db: &Connection,
    now: &Rows,
    ops: &[Op],
    lines: &Lines,
    at: usize,
) -> Result<Rows, Fault> {
    let (from, way) = lines.way_to(at);
    let Some(from) = from else {
        return Err(Fault::Value(format!(
            "the history does not tell the state from which entry {} set out",
            ops[at].seq
        )));
    };
    let mut rows = now.clone();
    for later in lines.own().iter().rev().take_while(|own| **own > from) {
        step(db, &mut rows, &ops[*later], Way::Back)?;
    }
    for next in way {
        step(db, &mut rows, &ops[next], Way::On)?;
    }
    Ok(rows)
}

/// Which way along the history.
#[derive(Clone, Copy)]
enum Way {
    Back,
    On,
}

/// Takes back what `op` did to `rows`, or does it again.
fn step(db: &Connection, rows: &mut Rows, op: &Op, way: Way) -> Result<(), Fault> {
    let sql = match way {
        Way::Back => "SELECT \"table\", \"row\", \"before\" FROM change WHERE op = ? ORDER BY rowid DESC",
        Way::On => "SELECT \"table\", \"row\", \"after\" FROM change WHERE op = ? ORDER BY rowid",
    };
    let mut statement = db.prepare_cached(sql)?;
    let mut changes = statement.query([op.seq])?;
    let mut any = false;
    while let Some(change) = changes.next()? {
        any = true;
        let key = (change.get(0)?, change.get(1)?);
        match change.get::<_, Option<String>>(2)? {
            Some(image) => rows.insert(key, parse(&image)?),
            None => rows.remove(&key),
        };
    }
    // A merge may add entries and find every row as it shall be.
    if any || op.verb == "merge" {
        return Ok(());
    }
    Err(Fault::Value(format!(
        "entry {} (`{}`) wrote the study from files, so what was before it is not in the history",
        op.seq, op.verb
    )))
}

/// The steps from `now` to `then`.
pub(crate) fn difference(now: Rows, mut then: Rows) -> Vec<Step> {
    let mut steps = Vec::new();
    for ((table, row), image) in now {
        match then.remove(&(table.clone(), row)) {
            Some(other) if image.says(&other) => {}
            to => steps.push(Step { table, now: Some(image), to, turns: None }),
        }
    }
    steps.extend(then.into_iter().map(|((table, _), to)| Step {
        table,
        now: None,
        to: Some(to),
        turns: None,
    }));
    steps
}

/// Reads every row of every table of facts.
pub(crate) fn everything(db: &Connection) -> Result<Rows, Fault> {
    let images = Images::new(db);
    let mut rows = Rows::new();
    for table in trigger::tables(db)? {
        let shape = images.shape(&table.name)?;
        for image in images.all(&table.name)? {
            rows.insert((table.name.clone(), shape.row_of(&image)), image);
        }
    }
    Ok(rows)
}
