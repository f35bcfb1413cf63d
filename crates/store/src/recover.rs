//! A damaged file: what can still be read comes into a whole new one, and what is gone is named.
//!
//! The damaged file is only read, page by page, without SQLite: one page that is no page any more ends
//! the reading of nothing else. Rows that are gone from their table are taken from the trail, which holds
//! every row that a verb has written; indexes tell of the rest at least the names, and of codings all
//! that counts. Contents are what their hash says, or they are not used unseen. What was read and mended is
//! then written as a study like any other, so that the new file holds together or is not made.

mod from_trail;
mod mend;
mod pages;
mod salvage;
mod scratch;
mod sound;
mod trees;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use themata_model::{MemoAnchor, Op};

use crate::error::Fault;
use crate::migration::{self, MIGRATIONS, Migration};
use crate::read::Reader;
use crate::{Existing, Headway, OpenError, Snapshot, Store, WriteError, turn_digest};

use pages::Pages;

/// What came of the recovery of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// What is wrong with the file, a sentence each; empty when nothing is.
    pub damage: Vec<String>,
    /// The tables that hold or have lost rows.
    pub tables: Vec<RecoveredTable>,
    /// Rows that were read and whose table is not known any more.
    pub strays: usize,
}

/// What came of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveredTable {
    /// Its name in the file.
    pub table: String,
    /// Rows read.
    pub saved: usize,
    /// Rows brought back from the trail.
    pub from_trail: usize,
    /// Rows made again from an index and the texts.
    pub from_index: usize,
    /// Rows of which the name alone, or not even that, is left, and that stand in for what was lost.
    pub stand_ins: usize,
    /// Rows that are there and cannot be read.
    pub unreadable: usize,
    /// Texts that hold letters which cannot be read.
    pub garbled: usize,
    /// What is gone, by name.
    pub gone: Vec<String>,
}

impl Recovery {
    /// Whether the file is as it should be.
    pub fn is_intact(&self) -> bool {
        self.damage.is_empty()
            && self.strays == 0
            && self.tables.iter().all(|t| t.gone.is_empty() && t.unreadable == 0 && t.garbled == 0)
    }
}

/// A row that an index tells of and that its table does not have.
#[derive(Clone, Debug, Default)]
struct Lost {
    uuid: Option<String>,
    key: Option<String>,
    /// What counting needs of a coding.
    mark: Vec<Option<i64>>,
}

/// What is found on the way.
#[derive(Default)]
struct Finds {
    tables: BTreeMap<String, RecoveredTable>,
    damage: Vec<String>,
    /// By table and number of the row.
    lost: BTreeMap<String, BTreeMap<i64, Lost>>,
    strays: usize,
    list_incomplete: bool,
}

impl Finds {
    fn count(&mut self, table: &str) -> &mut RecoveredTable {
        self.tables
            .entry(table.to_string())
            .or_insert_with(|| RecoveredTable { table: table.to_string(), ..RecoveredTable::default() })
    }

    fn gone(&mut self, table: &str, what: String) {
        self.count(table).gone.push(what);
    }

    fn damaged_pages(&mut self, tree: &str, found: &trees::Tree) {
        if !found.unreadable.is_empty() {
            let pages: Vec<String> = found.unreadable.iter().take(20).map(u32::to_string).collect();
            let more = if found.unreadable.len() > 20 { " and more" } else { "" };
            let word = if found.unreadable.len() == 1 { "page" } else { "pages" };
            self.damage.push(format!("{word} {}{more} of `{tree}` cannot be read", pages.join(", ")));
        }
        if found.broken > 0 {
            self.damage
                .push(format!("{} of `{tree}` cannot be read", themata_model::counted(found.broken, "row")));
        }
    }
}

impl Store {
    /// Reads what can be read out of the file at `damaged` and writes it to the new file `to`, with `op` as
    /// the last entry of its history, whose arguments `describe` makes. Nothing is written when nothing is
    /// wrong. The damaged file and its log are only read.
    ///
    /// # Errors
    /// When there is no file, it is none of ours or newer, nothing of a study can be read, or `to` cannot
    /// be written.
    pub fn recover(
        damaged: impl AsRef<Path>,
        to: impl AsRef<Path>,
        op: &Op,
        describe: impl FnOnce(&Recovery) -> String,
        headway: Headway<'_>,
    ) -> Result<Recovery, WriteError> {
        let (path, to) = (damaged.as_ref(), to.as_ref());
        if to.symlink_metadata().is_ok() {
            return Err(OpenError::Exists { path: to.into() }.into());
        }
        let pages = Pages::read(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => OpenError::Missing { path: path.into() },
            _ => OpenError::File { path: path.into(), source },
        })?;
        let known = migration::newest(MIGRATIONS);
        if let Some(found) = pages.version().filter(|found| *found > known) {
            return Err(OpenError::TooNew { path: path.into(), found, known }.into());
        }
        let (snapshot, mut recovery) =
            read(&pages, headway.part(2, 85)).map_err(|fault| unreadable(path, fault))?;
        recovery.damage.extend(complaints(&pages, to));
        headway.at(93);
        if !recovery.is_intact() {
            let op = Op { args: describe(&recovery), ..op.clone() };
            Store::write_new(to, &snapshot, Some(&op), Existing::Refuse)?;
        }
        headway.at(100);
        Ok(recovery)
    }
}

fn unreadable(path: &Path, fault: Fault) -> WriteError {
    match fault {
        Fault::Empty => WriteError::Value {
            message: format!("nothing of a study can be read out of `{}`", path.display()),
        },
        Fault::Value(message) => WriteError::Value {
            message: format!(
                "what can be read out of `{}` does not hold together: {message}",
                path.display()
            ),
        },
        other => other.write(path),
    }
}

/// Reads and mends a study.
fn read(pages: &Pages, headway: Headway<'_>) -> Result<(Snapshot, Recovery), Fault> {
    let (db, mut finds) = salvaged(pages, headway.part(0, 40))?;
    let damaged = words::contents(&db)?;
    let tables = scratch::tables(&db)?;
    let references = scratch::references(&db, &tables)?;
    headway.at(41);
    let back = from_trail::bring_back(&db, &tables, &references, &mut finds)?;
    headway.at(42);
    mend::mend(&db, &references, &back, &mut finds)?;
    headway.at(43);
    words::mend(&db, &damaged, &mut finds)?;
    headway.at(90);
    let mut snapshot = Reader::new(&db).everything()?;
    settle(&mut snapshot, &mut finds);
    headway.at(100);
    let tables = finds.tables.into_values().filter(|table| *table != bare(&table.table)).collect();
    Ok((snapshot, Recovery { damage: finds.damage, tables, strays: finds.strays }))
}

fn bare(table: &str) -> RecoveredTable {
    RecoveredTable { table: table.to_string(), ..RecoveredTable::default() }
}

/// The rows of the file in tables of the newest schema. Where the file does not tell its schema, the one
/// that takes in the most rows is the one it had.
fn salvaged(pages: &Pages, headway: Headway<'_>) -> Result<(Connection, Finds), Fault> {
    let steps = |version: u32| -> (Vec<Migration>, Vec<Migration>) {
        MIGRATIONS.iter().partition(|step| step.version <= version)
    };
    let known = migration::newest(MIGRATIONS);
    let stated = pages.version().filter(|version| *version > 0);
    let versions = stated.map_or_else(|| (1..=known).rev().collect(), |version| vec![version]);
    let mut best: Option<(usize, u32, Connection, Finds)> = None;
    let tries = versions.len();
    for (tried, version) in versions.into_iter().enumerate() {
        let headway = headway.part(100 * tried / tries, 100 * (tried + 1) / tries);
        let db = scratch::empty(&steps(version).0)?;
        let mut finds = Finds::default();
        if pages.log_is_damaged {
            finds.damage.push("the log beside the file breaks off; what came after is not in it".to_string());
        }
        if let Some(stated) = pages.stated_count().filter(|stated| *stated > pages.count()) {
            finds.damage.push(format!("the file is cut off: {} of {stated} pages are there", pages.count()));
        }
        salvage::fill(&db, pages, &mut finds, headway)?;
        let facts = finds.tables.values().filter(|t| {
            !["migration", "op", "change", "document", "trail_trigger", turn_digest::TABLE]
                .contains(&t.table.as_str())
        });
        let saved: usize = facts.map(|table| table.saved).sum();
        if best.as_ref().is_none_or(|(most, ..)| saved > *most) {
            best = Some((saved, version, db, finds));
        }
    }
    let Some((1.., version, db, mut finds)) = best else { return Err(Fault::Empty) };
    if stated.is_none() {
        finds.damage.push("the head of the file is gone; its schema was found by its rows".to_string());
    }
    if finds.list_incomplete {
        finds.damage.push("the list of tables is incomplete".to_string());
    }
    finds.tables.remove("migration");
    finds.tables.remove("current_op");
    finds.tables.remove("trail_trigger");
    finds.tables.remove(turn_digest::TABLE);
    db.execute_batch("DELETE FROM current_op")?;
    scratch::migrate(&db, &steps(version).1)?;
    db.execute_batch("DELETE FROM turn_digest")?;
    Ok((db, finds))
}

/// What the rows themselves cannot say: things that are named by their key and are not there.
fn settle(snapshot: &mut Snapshot, finds: &mut Finds) {
    let study = &mut snapshot.study;
    let bare: Vec<String> =
        study.excerpts.iter().filter(|e| e.pieces.is_empty()).map(|e| e.key.to_string()).collect();
    study.excerpts.retain(|excerpt| !excerpt.pieces.is_empty());
    for key in bare {
        finds.gone("excerpt", format!("`{key}`, because its codings are gone"));
    }
    let known = study.clone();
    for memo in &mut study.memos {
        if !memo.anchor.exists_in(&known) {
            finds.gone("memo", format!("what `{}` is about; it is a memo on the study now", memo.key));
            memo.anchor = MemoAnchor::Study;
        }
    }
    for check in &mut study.member_checks {
        let before = check.shown.len();
        check.shown.retain(|shown| shown.exists_in(&known));
        if check.shown.len() < before {
            finds.gone("member_check", format!("a part of what was shown in `{}`", check.key));
        }
    }
}

/// What of the schema is not as it was made, which no look at pages tells: a letter of a view, for example.
fn altered(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let version = migration::version_of(db)?;
    let steps: Vec<Migration> = MIGRATIONS.iter().copied().filter(|step| step.version <= version).collect();
    let made = scratch::empty(&steps)?;
    // The triggers of the trail are the program's own, and those of older files were others.
    let mut texts = vec![
        "SELECT type || ' `' || name || '`', sql FROM sqlite_schema WHERE sql IS NOT NULL
         AND NOT (type = 'trigger' AND (name GLOB 'trail_*' OR name GLOB 'guard_*'))",
    ];
    if version == migration::newest(MIGRATIONS) {
        texts.push("SELECT type || ' `' || name || '`', sql FROM sqlite_schema WHERE name GLOB 'guard_*'");
        texts.push("SELECT 'text of the trigger `' || name || '`', sql FROM trail_trigger");
    }
    let mut altered = Vec::new();
    for sql in texts {
        let read = |db: &Connection| -> rusqlite::Result<HashMap<String, String>> {
            db.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let (is, was) = (read(db)?, read(&made)?);
        altered.extend(
            was.iter().filter(|(name, text)| is.get(*name) != Some(*text)).map(|(name, _)| name.clone()),
        );
    }
    altered.sort();
    Ok(altered.into_iter().map(|name| format!("the {name} is not as it was made")).collect())
}

/// What SQLite has to say of the file and its log, looked at in a copy beside `to`.
fn complaints(pages: &Pages, to: &Path) -> Vec<String> {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let copy = to.with_file_name(format!(".{name}.{}.looked-at", std::process::id()));
    let mut bytes = pages.assembled();
    // It has no log of its own.
    if let Some(modes) = bytes.get_mut(18..20) {
        modes.fill(1);
    }
    let look = || -> rusqlite::Result<Vec<String>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&copy, flags)?;
        let mut statement = db.prepare("PRAGMA integrity_check(20)")?;
        let mut told: Vec<String> =
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        told.extend(altered(&db)?);
        Ok(told)
    };
    let told = match std::fs::write(&copy, bytes) {
        Ok(()) => look().unwrap_or_else(|error| vec![error.to_string()]),
        Err(_) => Vec::new(),
    };
    // A leftover does no harm.
    let _ = std::fs::remove_file(&copy);
    told.into_iter()
        .flat_map(|told| told.lines().map(str::to_string).collect::<Vec<_>>())
        .filter(|line| line != "ok")
        .collect()
}
