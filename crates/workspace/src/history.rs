//! The logbook of a study: who did what, when; undo and redo along it.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Op, RowId};
use themata_store::{Commit, NotUndone, Target, WriteError, undone_by};

use crate::verbs::{By, Done, look};
use crate::{Workspace, WorkspaceError, clock};

/// One entry of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub number: i64,
    /// The verb, for example `merge-codes`.
    pub verb: String,
    /// Who did it, when known.
    pub coder: Option<String>,
    /// When, RFC 3339 in UTC; not known of what was built from files.
    pub at: Option<String>,
    /// What was done, a sentence without subject; names stand between asterisks.
    pub said: String,
    /// Keys of the codes it touched.
    pub codes: Vec<String>,
    /// Keys of the sources it touched.
    pub sources: Vec<String>,
    /// The entry that it took back.
    pub undoes: Option<i64>,
    /// The entry that took it back, unless that was taken back itself.
    pub undone_by: Option<i64>,
    /// How many rows it changed; 0 for what was written in bulk.
    pub rows: usize,
}

/// Which entries are wanted; what is not set does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Only by this coder.
    pub coder: Option<String>,
    /// Only what touched this code, under whatever key it had.
    pub code: Option<String>,
    /// Only what touched this source.
    pub source: Option<String>,
    /// Only this verb.
    pub verb: Option<String>,
    /// From this date or time on (a beginning of RFC 3339).
    pub since: Option<String>,
    /// Up to and including this date or time.
    pub until: Option<String>,
    /// Only the newest so many.
    pub last: Option<usize>,
}

/// Whether a verb of the history is meant: by its name, or by the first word of it (`merge` for `merge-codes`).
fn is_verb(done: &str, meant: &str) -> bool {
    done.strip_prefix(meant).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// How many codes and sources an entry of a printed history names.
const NAMED: usize = 3;

impl Workspace {
    /// The entries of the history that `filter` lets through, oldest first.
    ///
    /// # Errors
    /// When the study cannot be read, or the filter names a code that never was.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<Entry>, WorkspaceError> {
        let ops = match self.store() {
            Some(store) => store.ops()?,
            None => self.full()?.0.history.iter().map(|op| (op.clone(), op.changes.len())).collect(),
        };
        self.check_filter(filter, &ops)?;
        let keys = filter.code.as_ref().map(|code| self.keys_of_code(code)).transpose()?;
        let entries = entries(&ops).into_iter().filter(|entry| {
            let day = |at: &Option<String>, fits: &dyn Fn(&str) -> bool| at.as_deref().is_some_and(fits);
            filter.coder.as_ref().is_none_or(|coder| entry.coder.as_ref() == Some(coder))
                && filter.verb.as_ref().is_none_or(|verb| is_verb(&entry.verb, verb))
                && filter.source.as_ref().is_none_or(|source| entry.sources.contains(source))
                && keys.as_ref().is_none_or(|keys| entry.codes.iter().any(|code| keys.contains(code)))
                && filter.since.as_ref().is_none_or(|since| day(&entry.at, &|at| at >= since.as_str()))
                && filter.until.as_ref().is_none_or(|until| {
                    day(&entry.at, &|at| at <= until.as_str() || at.starts_with(until.as_str()))
                })
        });
        let mut entries: Vec<Entry> = entries.collect();
        if let Some(last) = filter.last {
            entries.drain(..entries.len().saturating_sub(last));
        }
        Ok(entries)
    }

    /// Refuses a filter that can fit nothing because a word in it is mistaken.
    fn check_filter(&self, filter: &HistoryFilter, ops: &[(Op, usize)]) -> Result<(), WorkspaceError> {
        // The whole history needs no look at the study.
        if *filter == HistoryFilter::default() {
            return Ok(());
        }
        let study = self.outline()?;
        let known = |what: &str, word: &Option<String>, known: Vec<String>| match word {
            Some(word) if !known.contains(word) => {
                Err(look::unknown(what, word, known.iter().map(String::as_str)))
            }
            _ => Ok(()),
        };
        let coders = study.coders.iter().map(|coder| coder.key.to_string());
        known(
            "coder",
            &filter.coder,
            coders.chain(ops.iter().filter_map(|(op, _)| op.coder.clone())).collect(),
        )?;
        let verbs: Vec<String> = ops.iter().map(|(op, _)| op.verb.clone()).collect();
        let verb = filter.verb.clone().filter(|verb| !verbs.iter().any(|done| is_verb(done, verb)));
        known("verb", &verb, verbs)?;
        let sources = study.sources.iter().map(|source| source.key.to_string());
        let ever = entries(ops).into_iter().flat_map(|entry| entry.sources);
        known("source", &filter.source, sources.chain(ever).collect())?;
        for date in [&filter.since, &filter.until].into_iter().flatten() {
            // A beginning of `2026-01-31T09:30:00Z`.
            let shape = "0000-00-00T00:00:00Z";
            let fits = date.len() >= 4
                && date.len() <= shape.len()
                && date
                    .chars()
                    .zip(shape.chars())
                    .all(|(c, s)| if s == '0' { c.is_ascii_digit() } else { c == s });
            let day = date.split('T').next().unwrap_or_default();
            if !fits || !themata_model::is_date(day) {
                return Err(WorkspaceError::refused(format!("`{date}` is not a date"))
                    .hint("write for example 2026, 2026-01, 2026-01-31 or 2026-01-31T09:30"));
            }
        }
        Ok(())
    }

    /// The history as a table: the audit trail of an appendix. Where it is to be read, an entry names a few codes and
    /// sources and counts the others, and times are told to the minute; where it is data, all is written out.
    ///
    /// # Errors
    /// As [`Workspace::history`].
    pub fn audit_trail(&self, filter: &HistoryFilter, is_data: bool) -> Result<Table, WorkspaceError> {
        let list = |keys: &[String]| {
            if is_data || keys.len() <= NAMED + 1 {
                return keys.join("; ");
            }
            format!("{} and {} more", keys[..NAMED].join("; "), keys.len() - NAMED)
        };
        let time = |at: String| if is_data { at } else { at.replace('T', " ").chars().take(16).collect() };
        let mut table = Table::new("history", "Audit trail");
        table.columns = vec![
            Column::number("entry", "Entry"),
            Column::text("date", "Date (UTC)", 1.4),
            Column::text("coder", "By", 0.9),
            Column::text("done", "What was done", 4.0),
            Column::text("verb", "Verb", 1.2),
            Column::text("codes", "Codes", 1.2),
            Column::text("sources", "Sources", 1.5),
            Column::number("rows", "Rows"),
        ];
        for entry in self.history(filter)? {
            let taken_back = entry.undone_by.map(|by| format!(" [taken back by entry {by}]"));
            table.rows.push(Row::Body(vec![
                Cell::number(entry.number),
                Cell::text(time(entry.at.unwrap_or_default())),
                Cell::text(entry.coder.unwrap_or_default()),
                Cell::text(format!("{}{}", plain(&entry.said), taken_back.unwrap_or_default())),
                Cell::text(entry.verb),
                Cell::text(list(&entry.codes)),
                Cell::text(list(&entry.sources)),
                Cell::number(i64::try_from(entry.rows).unwrap_or(i64::MAX)),
            ]));
        }
        table.notes.push("Every change of the study is one entry; entries are never removed.".to_string());
        Ok(table)
    }

    /// The life of one code as a table: its names, keys, levels, parents and merges.
    ///
    /// # Errors
    /// When no code ever had this key or name, or the study cannot be read.
    pub fn code_history(&self, code: &str) -> Result<Table, WorkspaceError> {
        let Some(store) = self.store() else {
            return Err(WorkspaceError::FolderIsReadOnly { path: self.path().to_path_buf() });
        };
        let id = self.code_ever(code)?;
        let study = self.outline()?;
        let names: HashMap<String, String> =
            study.codebook.codes().iter().map(|code| (code.id.to_string(), code.marked_name())).collect();
        let ever: HashMap<String, String> =
            store.code_keys_ever()?.into_iter().map(|(key, id)| (id.to_string(), key)).collect();
        let levels: HashMap<String, String> =
            study.codebook.levels().iter().map(|level| (level.id.to_string(), level.name.clone())).collect();
        let entries =
            self.history(&HistoryFilter { code: Some(code.to_string()), ..HistoryFilter::default() })?;
        let changes: HashMap<i64, Option<String>> =
            store.changes_of_code(id)?.into_iter().map(|(op, change)| (op, change.after)).collect();
        let mut table = Table::new("code-history", format!("History of {code}"));
        table.columns = vec![
            Column::number("entry", "Entry"),
            Column::text("date", "Date (UTC)", 1.0),
            Column::text("coder", "By", 1.0),
            Column::text("done", "What was done", 3.0),
            Column::text("key", "Key", 1.0),
            Column::text("name", "Name", 2.0),
            Column::text("level", "Level", 1.0),
            Column::text("parent", "Below", 2.0),
        ];
        for entry in entries {
            let after = changes.get(&entry.number).cloned().flatten();
            let row: Value = after.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
            let named = |names: &HashMap<String, String>, id: String| match names.get(&id) {
                Some(name) => name.clone(),
                None if id.is_empty() => String::new(),
                None => match ever.get(&id) {
                    Some(key) => format!("`{key}` (deleted since)"),
                    None => "(deleted since)".to_string(),
                },
            };
            table.rows.push(Row::Body(vec![
                Cell::number(entry.number),
                Cell::text(entry.at.unwrap_or_default()),
                Cell::text(entry.coder.unwrap_or_default()),
                Cell::text(plain(&entry.said)),
                Cell::text(text("key")),
                Cell::text(text("name")),
                Cell::text(named(&levels, text("level_id"))),
                Cell::text(named(&names, text("parent_id"))),
            ]));
        }
        table
            .notes
            .push("Key, name, level and place are those after the entry, where it changed them; the codes above go by the names that they have now.".to_string());
        Ok(table)
    }

    /// Takes back the entry `number`, else the last one of the coder that is in force.
    ///
    /// # Errors
    /// When there is nothing, or somebody has changed what it changed since; the study is then as it was.
    pub fn undo(&mut self, number: Option<i64>, by: &By) -> Result<Done, WorkspaceError> {
        let target = number.map_or(Target::Last, Target::Number);
        self.take_back("undo", Some(&target), by)
    }

    /// Does again what the coder's last undo took back.
    ///
    /// # Errors
    /// As [`Workspace::undo`].
    pub fn redo(&mut self, by: &By) -> Result<Done, WorkspaceError> {
        self.take_back("redo", None, by)
    }

    fn take_back(&mut self, verb: &str, target: Option<&Target>, by: &By) -> Result<Done, WorkspaceError> {
        let by = self.known_actor(by)?;
        let op = new_op(verb, &by);
        let commit = if by.dry_run { Commit::Rehearse } else { Commit::Keep };
        let store = self.store_mut()?;
        let undone = match target {
            Some(target) => store.undo(target, &op, commit, described),
            None => store.redo(&op, commit, described),
        };
        let undone = undone.map_err(|error| refused(error, &by))?;
        let number = (!by.dry_run).then_some(undone.number);
        self.forget();
        let args: Value = serde_json::from_str(&described(&undone.op)).unwrap_or_default();
        let said = args["said"].as_str().unwrap_or_default().to_string();
        Ok(Done {
            said,
            details: Vec::new(),
            number,
            rehearsed: by.dry_run,
            rows: undone.rows,
            incomplete: false,
        })
    }

    /// Every key that the code has had.
    fn keys_of_code(&self, code: &str) -> Result<HashSet<String>, WorkspaceError> {
        let Some(store) = self.store() else { return Ok([code.to_string()].into()) };
        let id = self.code_ever(code)?;
        Ok(store
            .code_keys_ever()?
            .into_iter()
            .filter(|(_, other)| *other == id)
            .map(|(key, _)| key)
            .collect())
    }

    /// The code that has this key, marker or name, else that once had the key.
    fn code_ever(&self, words: &str) -> Result<RowId, WorkspaceError> {
        let study = self.outline()?;
        let now = look::code(&study.codebook, words);
        match (now, self.store()) {
            (Ok(code), _) => Ok(code.id),
            (Err(error), None) => Err(error),
            (Err(error), Some(store)) => {
                let ever = store.code_keys_ever()?.into_iter().find(|(key, _)| key == words);
                ever.map(|(_, id)| id).ok_or(error)
            }
        }
    }
}

/// Names the entry that stands in the way of an undo, and how to take it back.
fn refused(error: WriteError, by: &By) -> WorkspaceError {
    let WriteError::NotUndone(reason) = error else { return error.into() };
    let Some(later) = reason.in_the_way() else {
        let is_conflict = matches!(reason, NotUndone::Conflicts { .. });
        let error = WriteError::from(reason);
        let hint =
            "`themata history` shows what was done since; take that back first, or make the change by hand";
        return if is_conflict {
            WorkspaceError::refused(error.to_string()).hint(hint)
        } else {
            error.into()
        };
    };
    let coder = by.coder.as_ref().map(|coder| format!(" --coder {coder}")).unwrap_or_default();
    let hint = format!(
        "take back entry {0} first, if nobody needs it: themata undo --entry {0}{coder}",
        later.number
    );
    WorkspaceError::refused(reason.to_string()).hint(hint)
}

/// An op that begins now.
pub(crate) fn new_op(verb: &str, by: &By) -> Op {
    Op {
        seq: 0,
        id: clock::fresh_id(),
        verb: verb.to_string(),
        coder: by.coder.clone(),
        at: Some(clock::now()),
        args: "{}".to_string(),
        undoes: None,
        changes: Vec::new(),
    }
}

/// The arguments of an op that takes `undone` back.
fn described(undone: &Op) -> String {
    let args: Value = serde_json::from_str(&undone.args).unwrap_or_default();
    let what = args.get("what").and_then(Value::as_str).map_or_else(|| said(undone, &args), str::to_string);
    // Who takes back what took an entry back does the entry again, by whichever verb.
    let is_again = args.get("entry").is_some()
        && !args.get("again").and_then(Value::as_bool).unwrap_or(undone.verb == "redo");
    let word = if is_again { "did again" } else { "took back" };
    let mut described = json!({
        "said": format!("{word} entry {}: {what}", args.get("entry").and_then(Value::as_i64).unwrap_or(undone.seq)),
        "what": what,
        "entry": args.get("entry").cloned().unwrap_or_else(|| undone.seq.into()),
        "again": is_again,
    });
    for list in ["codes", "sources"] {
        if let Some(keys) = args.get(list) {
            described[list] = keys.clone();
        }
    }
    described.to_string()
}

fn entries(ops: &[(Op, usize)]) -> Vec<Entry> {
    let bare: Vec<Op> = ops.iter().map(|(op, _)| op.clone()).collect();
    let undone = undone_by(&bare);
    let numbers: HashMap<RowId, i64> = bare.iter().map(|op| (op.id, op.seq)).collect();
    ops.iter()
        .map(|(op, rows)| {
            let args: Value = serde_json::from_str(&op.args).unwrap_or_default();
            let list = |name: &str| -> Vec<String> {
                let items = args.get(name).and_then(Value::as_array).into_iter().flatten();
                items.filter_map(Value::as_str).map(str::to_string).collect()
            };
            Entry {
                number: op.seq,
                verb: op.verb.clone(),
                coder: op.coder.clone(),
                at: op.at.clone(),
                said: said(op, &args),
                codes: list("codes"),
                sources: list("sources"),
                undoes: op.undoes.and_then(|id| numbers.get(&id)).copied(),
                undone_by: undone.get(&op.seq).copied(),
                rows: *rows,
            }
        })
        .collect()
}

/// What an op did: the sentence it left, or one made of what it counted.
fn said(op: &Op, args: &Value) -> String {
    if let Some(said) = args.get("said").and_then(Value::as_str) {
        return said.to_string();
    }
    let count = |name: &str, noun: &str| {
        let n = args.get(name).and_then(Value::as_u64).unwrap_or(0);
        themata_model::counted(usize::try_from(n).unwrap_or(usize::MAX), noun)
    };
    match op.verb.as_str() {
        "build" => format!(
            "built the study from a folder ({}, {}, {})",
            count("sources", "source"),
            count("codes", "code"),
            count("codings", "coding")
        ),
        "edit-folder" => "took over a study folder that was edited by hand".to_string(),
        verb => verb.to_string(),
    }
}

/// A sentence without the marks around names.
pub(crate) fn plain(said: &str) -> String {
    said.replace('*', "")
}
