//! Merging two copies of a study on which people worked apart, from the last state that both share.
//!
//! Fields that only one copy changed are taken, rows that one copy deleted and the other one left
//! alone are deleted, codings that either added are kept. What both changed differently is a
//! conflict, with both values, to be settled for ours or theirs.

mod base;
mod fields;
mod joined;
mod levels;
mod lists;
mod places;
mod rulings;
mod run;
mod schema;
mod texts;
mod unify;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rusqlite::Connection;
use themata_model::{Op, RowId, validate};

use crate::apply::{Step, Unapplied, apply};
use crate::error::Fault;
use crate::image::Images;
use crate::new_file::NewFile;
use crate::past::{Rows, difference, everything};
use crate::read::Reader;
use crate::trail::{self, Logging};
use crate::{Headway, Store, WriteError};

use base::{Base, Copy, Search};
use rulings::{Question, Rulings};
use run::Copies;
use schema::{Schema, by_table};
use texts::Files;
use unify::{Known, SameAs};

pub use rulings::MergeSide;
pub use texts::Carried;

/// Two copies of one study, and the state they set out from where it is at hand as a file.
#[derive(Clone, Copy, Debug)]
pub struct Merging<'a> {
    /// The common state; found along the histories when it is not given.
    pub base: Option<&'a Store>,
    /// The copy into which the other one is merged.
    pub ours: &'a Store,
    /// The other copy.
    pub theirs: &'a Store,
}

/// How conflicts are settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settling {
    /// By the number of the conflict.
    pub each: BTreeMap<usize, MergeSide>,
    /// Those that are not settled one by one.
    pub rest: Option<MergeSide>,
}

/// Something that both copies changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeConflict {
    /// Its number, from 1; the same copies give the same numbers.
    pub number: usize,
    /// What kind of row it is.
    pub kind: String,
    /// What people call the row.
    pub label: String,
    /// What both changed.
    pub field: String,
    /// The value before both; `None` where there was none.
    pub base: Option<String>,
    /// The value in ours.
    pub ours: String,
    /// The value in theirs.
    pub theirs: String,
    /// How it was settled.
    pub settled: Option<MergeSide>,
}

/// How many rows of a table the merge added to ours, changed and took out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New in ours.
    pub added: usize,
    /// Other than before.
    pub changed: usize,
    /// Gone.
    pub removed: usize,
}

/// What comes of a merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// Every conflict, settled or not.
    pub conflicts: Vec<MergeConflict>,
    /// What a person should know, a sentence each.
    pub notes: Vec<String>,
    /// What the merge does to ours, by table.
    pub tally: BTreeMap<String, Tally>,
    /// How codings came over to a text that the other copy has edited.
    pub carried: Carried,
    /// How many entries of the history are taken over from theirs.
    pub entries: usize,
    /// The last entry that both copies share, where the histories tell.
    pub base: Option<RowId>,
}

impl MergeReport {
    /// Whether a person still has to decide something.
    pub fn is_open(&self) -> bool {
        self.conflicts.iter().any(|conflict| conflict.settled.is_none())
    }
}

/// A merge that is worked out.
struct Plan {
    report: MergeReport,
    merged: Rows,
    /// The entries of theirs that ours does not have.
    entries: Vec<Op>,
    /// The entries of theirs that lead to the merge, with those that ours has already.
    taken: Vec<RowId>,
    /// The entry of theirs from which they set out.
    parted: Option<RowId>,
    /// What is one thing under two ids: in theirs, in ours.
    same_as: SameAs,
    /// The last entry of ours.
    last: Option<RowId>,
}

impl Merging<'_> {
    /// Works out the merge and writes nothing.
    ///
    /// # Errors
    /// When a copy cannot be read, or they are not copies of one study.
    pub fn rehearse(&self, settling: &Settling, headway: Headway<'_>) -> Result<MergeReport, WriteError> {
        Ok(self.plan(settling, headway)?.report)
    }

    /// Writes the merged study to a new file, unless conflicts are open; then nothing is written. The
    /// merge is the op `by`, whose arguments `describe` gives as a JSON object.
    ///
    /// # Errors
    /// As [`Merging::rehearse`], or when something is at `to` already, or the disk refuses.
    pub fn write(
        &self,
        settling: &Settling,
        to: &Path,
        by: &Op,
        describe: impl FnOnce(&MergeReport) -> serde_json::Map<String, serde_json::Value>,
        headway: Headway<'_>,
    ) -> Result<MergeReport, WriteError> {
        let plan = self.plan(settling, headway.part(0, 60))?;
        if plan.report.is_open() {
            return Ok(plan.report);
        }
        let args = describe(&plan.report);
        let mut new = NewFile::copy(self.ours, to)?;
        headway.at(65);
        let written = write(new.db(), &plan, by, args, self.theirs, headway.part(65, 95));
        written.map_err(|fault| fault.write(to))?;
        new.finish()?;
        headway.at(100);
        Ok(plan.report)
    }

    fn plan(&self, settling: &Settling, headway: Headway<'_>) -> Result<Plan, WriteError> {
        let Merging { base, ours, theirs } = *self;
        let read = || -> Result<Plan, Fault> {
            // One state of each file, whoever writes meanwhile.
            let (our_tx, their_tx) = (ours.db.unchecked_transaction()?, theirs.db.unchecked_transaction()?);
            let base_tx = base.map(|base| base.db.unchecked_transaction()).transpose()?;
            let files = Files { base: base_tx.as_deref(), ours: &our_tx, theirs: &their_tx };
            plan(&files, settling, headway)
        };
        read().map_err(|fault| fault.write(&theirs.path))
    }
}

fn study(db: &Connection) -> Result<String, Fault> {
    let found = db.query_row("SELECT uuid FROM study", [], |row| row.get(0));
    found.map_err(|error| match error {
        rusqlite::Error::QueryReturnedNoRows => Fault::Empty,
        other => other.into(),
    })
}

fn plan(files: &Files<'_>, settling: &Settling, headway: Headway<'_>) -> Result<Plan, Fault> {
    if study(files.ours)? != study(files.theirs)? {
        return Err(Fault::Value("these are not copies of one study: their ids differ".into()));
    }
    let images = Images::new(files.ours);
    let schema = Schema::read(&images)?;
    let (our_ops, their_ops) = (trail::read_ops(files.ours)?, trail::read_ops(files.theirs)?);
    let our_rows = everything(files.ours)?;
    headway.at(15);
    let their_rows = everything(files.theirs)?;
    headway.at(30);
    let known: HashSet<RowId> = our_ops.iter().map(|op| op.id).collect();
    let known_same = Known::of(our_ops.iter().chain(&their_ops));
    let search = Search {
        schema: &schema,
        files,
        known: &known_same,
        ours: Copy::new(files.ours, &our_rows, &our_ops),
        theirs: Copy::new(files.theirs, &their_rows, &their_ops),
    };
    let found = match files.base {
        Some(db) => {
            let op = trail::read_ops(db)?.last().map(|op| op.id);
            if study(db)? != study(files.ours)? {
                return Err(Fault::Value("the base is not a copy of the same study: its id differs".into()));
            }
            Base { rows: everything(db)?, op, is_known: true, ..Base::default() }
        }
        None => search.common()?,
    };
    headway.at(50);
    let copies = || Copies {
        base: by_table(found.rows.clone()),
        ours: by_table(our_rows.clone()),
        theirs: by_table(their_rows.clone()),
    };
    // Settling one conflict may raise another, which gets the next number.
    let mut numbered: Vec<Question> = Vec::new();
    let mut decided: HashMap<Question, MergeSide> = HashMap::new();
    let (rulings, merged) = loop {
        let mut rulings = Rulings::new(&decided, settling.rest, found.contested.clone());
        let merged = run::run(&schema, files, copies(), &known_same, &mut rulings)?;
        let Rulings { disputes, notes, .. } = rulings;
        for dispute in &disputes {
            if !numbered.contains(&dispute.question) {
                numbered.push(dispute.question.clone());
            }
        }
        let now: HashMap<Question, MergeSide> = (1..)
            .zip(&numbered)
            .filter_map(|(number, question)| Some((question.clone(), *settling.each.get(&number)?)))
            .collect();
        if now == decided {
            break ((disputes, notes), merged);
        }
        decided = now;
    };
    if let Some(unknown) = settling.each.keys().find(|number| **number == 0 || **number > numbered.len()) {
        return Err(Fault::Value(format!("there is no conflict {unknown}; there are {}", numbered.len())));
    }
    headway.at(85);
    let (disputes, mut notes) = rulings;
    if !found.is_known {
        notes.insert(0, "the histories share no state, so nothing counts as deleted by either copy".into());
    }
    let conflicts = disputes.iter().map(|dispute| {
        let (table, id, field) = &dispute.question;
        let Copies { ours, theirs, .. } = &merged.copies;
        let told = |stand, tables: &_| {
            words::told(&schema, &merged.copies, table, stand, schema::row(tables, table, id))
        };
        MergeConflict {
            number: numbered.iter().position(|known| *known == dispute.question).map_or(0, |at| at + 1),
            kind: words::kind(table),
            label: words::subject(&schema, &merged.copies, table, id),
            field: if field == "list" { words::field("", table) } else { words::field(table, field) },
            base: dispute.base.as_ref().map(|stand| told(stand, &merged.copies.base)),
            ours: told(&dispute.ours, ours),
            theirs: told(&dispute.theirs, theirs),
            settled: dispute.settled,
        }
    });
    let mut conflicts: Vec<MergeConflict> = conflicts.collect();
    conflicts.sort_by_key(|conflict| conflict.number);
    let history = trail::read_history(files.theirs)?;
    let entries: Vec<Op> = history.into_iter().filter(|op| !known.contains(&op.id)).collect();
    let (ours_in_force, theirs_in_force) = (search.ours.in_force(), search.theirs.in_force());
    let parted = search.theirs.parted(&ours_in_force);
    // What an earlier merge took over that was taken back comes again.
    let is_taken =
        |id: &RowId| !known.contains(id) || theirs_in_force.contains(id) && !ours_in_force.contains(id);
    let taken = their_ops.iter().map(|op| op.id).filter(is_taken).collect();
    let merged_rows = schema::as_rows(merged.tables);
    let report = MergeReport {
        conflicts,
        notes,
        tally: tally(&difference(our_rows, merged_rows.clone())),
        carried: merged.carried,
        entries: entries.len(),
        base: found.op,
    };
    let last = our_ops.last().map(|op| op.id);
    headway.at(100);
    Ok(Plan { report, merged: merged_rows, entries, taken, parted, same_as: merged.same_as, last })
}

fn tally(steps: &[Step]) -> BTreeMap<String, Tally> {
    let mut tally: BTreeMap<String, Tally> = BTreeMap::new();
    for step in steps {
        let of = tally.entry(step.table.clone()).or_default();
        match (&step.now, &step.to) {
            (None, _) => of.added += 1,
            (_, None) => of.removed += 1,
            _ => of.changed += 1,
        }
    }
    tally
}

/// Turns a copy of ours into the merged study.
fn write(
    db: &mut Connection,
    plan: &Plan,
    by: &Op,
    mut args: serde_json::Map<String, serde_json::Value>,
    theirs: &Store,
    headway: Headway<'_>,
) -> Result<(), Fault> {
    let tx = trail::begin(db)?;
    let ops = trail::read_ops(&tx)?;
    if ops.last().map(|op| op.id) != plan.last {
        return Err(Fault::Value("ours was changed while it was merged; begin again".into()));
    }
    let steps = difference(everything(&tx)?, plan.merged.clone());
    headway.at(40);
    if steps.is_empty() && plan.taken.is_empty() {
        // Theirs holds nothing that is new to ours.
        return Ok(());
    }
    take_contents(&tx, theirs)?;
    let next = ops.last().map_or(1, |op| op.seq + 1);
    let entries: Vec<Op> = (next..).zip(&plan.entries).map(|(seq, op)| Op { seq, ..op.clone() }).collect();
    trail::write_history(&tx, &entries)?;
    let ids: Vec<String> = plan.taken.iter().map(RowId::to_string).collect();
    args.insert("merged".into(), ids.into());
    args.insert("base".into(), plan.parted.map_or(serde_json::Value::Null, |id| id.to_string().into()));
    if !plan.same_as.is_empty() {
        let same = plan.same_as.iter().map(|(theirs, ours)| (theirs.clone(), ours.as_str().into()));
        args.insert(unify::SAME.into(), serde_json::Value::Object(same.collect()));
    }
    let op = Op { args: serde_json::Value::Object(args).to_string(), ..by.clone() };
    trail::open(&tx, Some(&op), Logging::Rows)?;
    apply(&Images::new(&tx), steps).map_err(Unapplied::into_fault)?;
    headway.at(70);
    let problems = validate(&Reader::new(&tx).everything()?.study);
    if !problems.is_empty() {
        return Err(Fault::Invalid(problems));
    }
    trail::close(tx, crate::Commit::Keep)?;
    Ok(())
}

/// Takes over texts and originals that ours does not have.
fn take_contents(db: &Connection, theirs: &Store) -> Result<(), Fault> {
    let known = {
        let mut statement = db.prepare("SELECT sha256 FROM content")?;
        let found = statement.query_map([], |row| row.get(0))?;
        found.collect::<rusqlite::Result<HashSet<String>>>()?
    };
    let mut statement = theirs.db.prepare("SELECT sha256, bytes FROM content")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !known.contains(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
            crate::content::keep(db, &crate::content::checked(row, 0, 1)?)?;
        }
    }
    Ok(())
}
