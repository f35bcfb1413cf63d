//! What a coder can undo and redo: found from the end of the history, for most often the last entries tell.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use themata_model::{Op, RowId};

use super::own::Coders;
use super::{Way, undone_by};
use crate::trail;

/// How many of the last entries are looked at first, and how many times more when they do not tell.
const FIRST: i64 = 200;
const MORE: i64 = 8;

/// What can be undone and redone by one coder, newest last; numbers of ops.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    undo: Vec<i64>,
    redo: Vec<i64>,
    /// Whether nothing that came before can be undone, and whether nothing can be redone.
    ends_undo: bool,
    ends_redo: bool,
}

/// The number of the op that `coder` would undo or redo next. What somebody else has undone meanwhile
/// is passed over.
pub(super) fn last(db: &Connection, way: Way, coder: Option<&str>) -> rusqlite::Result<Option<i64>> {
    let newest = trail::newest(db)?;
    let coders = Coders::read(db)?;
    let mut looked_at = FIRST;
    loop {
        let before = (newest - looked_at).max(0);
        let ops = trail::read_outlines(db, before)?;
        if let Some(line) = line(db, &ops, &coders, coder)? {
            let undone = undone_by(&ops);
            let (list, ends) = match way {
                Way::Undo => (line.undo, line.ends_undo),
                Way::Redo => (line.redo, line.ends_redo),
            };
            let last = list.into_iter().rev().find(|number| !undone.contains_key(number));
            if last.is_some() || ends || before == 0 {
                return Ok(last);
            }
        }
        looked_at = looked_at.saturating_mul(MORE);
    }
}

/// What `coder` can undo and redo of `ops`, the last ones of the history; `None` when one of them
/// undoes an op of the coder that came before them.
fn line(db: &Connection, ops: &[Op], coders: &Coders, coder: Option<&str>) -> rusqlite::Result<Option<Line>> {
    let mut has_changes = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM change WHERE op = ?)")?;
    let there: HashMap<RowId, i64> = ops.iter().map(|op| (op.id, op.seq)).collect();
    let mut own: HashMap<RowId, i64> = HashMap::new();
    let mut line = Line::default();
    for op in ops.iter().filter(|op| coders.is_by(op, coder)) {
        own.insert(op.id, op.seq);
        let target = op.undoes.and_then(|id| own.get(&id)).copied();
        match (op.undoes, target) {
            (None, _) if has_changes.query_row([op.seq], |row| row.get(0))? => {
                line.undo.push(op.seq);
                line.redo.clear();
                line.ends_redo = true;
            }
            // A merge that found every row as it shall be stands in nobody's way.
            (None, _) if op.verb == "merge" => {}
            // What was written in bulk (a build) cannot be undone, nor what came before it.
            (None, _) => line = Line { ends_undo: true, ends_redo: true, ..Line::default() },
            (Some(id), None) if !there.contains_key(&id) && is_own(db, id, coders, coder)? => {
                return Ok(None);
            }
            // An undo of somebody else's op can be taken back like any op of one's own.
            (Some(_), None) => line.undo.push(op.seq),
            (Some(_), Some(target)) => match line.redo.iter().position(|number| *number == target) {
                Some(at) => {
                    line.redo.remove(at);
                    line.undo.push(op.seq);
                }
                None => {
                    line.undo.retain(|number| *number != target);
                    line.redo.push(op.seq);
                }
            },
        }
    }
    Ok(Some(line))
}

/// Whether the op with this id is by the coder.
fn is_own(db: &Connection, id: RowId, coders: &Coders, coder: Option<&str>) -> rusqlite::Result<bool> {
    let sql = "SELECT seq FROM op WHERE id = ?";
    let seq: Option<i64> =
        db.prepare_cached(sql)?.query_row([id.to_string()], |row| row.get(0)).optional()?;
    let op = seq.map(|seq| trail::read_op(db, seq)).transpose()?.flatten();
    Ok(op.is_some_and(|op| coders.is_by(&op, coder)))
}

#[cfg(test)]
mod tests {
    use themata_model::StudyId;

    use crate::{Commit, Existing, Record, Snapshot, Store, Target, WriteError};

    use super::*;

    fn op(n: usize, coder: &str) -> Op {
        Op {
            seq: 0,
            id: StudyId::of_key("line").row("op", &n.to_string()),
            verb: "rename".into(),
            coder: Some(coder.into()),
            at: None,
            args: "{}".into(),
            undoes: None,
            changes: vec![],
        }
    }

    fn title(store: &Store) -> String {
        store.read_outline().unwrap().title
    }

    #[test]
    fn everything_can_be_undone_and_redone_however_far_back_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.themata");
        let study = themata_testkit::small_study();
        Store::write_new(&path, &Snapshot::of(study.clone()), None, Existing::Refuse).unwrap();
        let mut store = Store::open(&path).unwrap();
        store.db.pragma_update(None, "synchronous", "OFF").unwrap();
        let mut n = 0;
        let mut next = |coder| {
            n += 1;
            op(n, coder)
        };
        let changes = 260;
        for number in 1..=changes {
            let coder = if number % 50 == 0 { "bob" } else { "anna" };
            let study = themata_model::Study { title: format!("title {number}"), ..study.clone() };
            store
                .edit(&next(coder), Commit::Keep, |edit| {
                    edit.put(&Record::Study(&study))?;
                    Ok::<_, WriteError>(((), "{}".into()))
                })
                .unwrap();
        }
        let coder_of = |number: i64| if number % 50 == 0 { "bob" } else { "anna" };
        for number in (1..=changes).rev() {
            let undone = store.undo(&Target::Last, &next(coder_of(number)), Commit::Keep, |_| "{}".into());
            assert_eq!(undone.unwrap().op.seq, number);
        }
        assert_eq!(title(&store), study.title);
        assert!(store.undo(&Target::Last, &next("anna"), Commit::Keep, |_| "{}".into()).is_err());
        for number in 1..=changes {
            store.redo(&next(coder_of(number)), Commit::Keep, |_| "{}".into()).unwrap();
            assert_eq!(title(&store), format!("title {number}"));
        }
        assert!(store.redo(&next("anna"), Commit::Keep, |_| "{}".into()).is_err());
    }
}
