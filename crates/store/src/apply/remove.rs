//! Removes rows: those that refer before those referred to, and none that others hold on to.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::order::{Rows, parents_first};
use super::{Held, Unapplied, label};
use crate::error::Fault;
use crate::image::{Image, Images};

/// From so many rows of a table on, what may refer to them is indexed for the time being: each row that goes is looked
/// for there, by us and by SQLite.
const MANY: usize = 100;

/// Removes rows, those that refer before those referred to, unless others hold on to them.
pub(super) fn remove(images: &Images<'_>, rows: Rows) -> Result<(), Unapplied> {
    // Most steps remove nothing, and need not know what refers to what all over the schema.
    if rows.is_empty() {
        return Ok(());
    }
    let indexes = index_referring(images, &rows)?;
    let removed = remove_in_order(images, rows);
    for index in indexes {
        images.db.execute_batch(&format!("DROP INDEX \"{index}\""))?;
    }
    removed
}

fn remove_in_order(images: &Images<'_>, rows: Rows) -> Result<(), Unapplied> {
    let mut afterwards = Vec::new();
    let mut ordered = parents_first(images, rows, &mut afterwards)?;
    // A circle is opened by emptying what the later rows refer back with.
    let name = |table: &'_ String, image: &Image| (table.clone(), image.get("uuid").map(Value::to_string));
    let opened: HashMap<_, _> = afterwards.iter().map(|(table, image)| (name(table, image), image)).collect();
    for (table, bare) in ordered.iter().filter(|_| !opened.is_empty()) {
        if let Some(whole) = opened.get(&name(table, bare)) {
            images.update(table, whole, bare)?;
        }
    }
    ordered.reverse();
    let mut held = Vec::new();
    for (table, image) in &ordered {
        let by = referrers(images, table, image)?;
        if by.is_empty() {
            images.delete(table, image)?;
        } else {
            held.push(Held { table: table.clone(), label: label(images, table, image)?, by });
        }
    }
    if held.is_empty() { Ok(()) } else { Err(Unapplied::Held(held)) }
}

/// The tables with rows that refer to this one, with how many each.
fn referrers(images: &Images<'_>, table: &str, image: &Image) -> Result<Vec<(String, i64)>, Fault> {
    let Some(uuid) = image.get("uuid").and_then(Value::as_str) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (referrer, column) in images.foreign_keys()?.referring_to(table) {
        let sql = format!(
            "SELECT count(*) FROM \"{referrer}\" \
             WHERE \"{column}\" = (SELECT rowid FROM \"{table}\" WHERE uuid = ?)"
        );
        let n: i64 = images.db.prepare_cached(&sql)?.query_row([uuid], |row| row.get(0))?;
        if n > 0 {
            found.push((referrer.clone(), n));
        }
    }
    Ok(found)
}

/// Indexes the columns that refer to a table of which many rows go, where no index begins with them, and returns the
/// names of the indexes. In the schema they would cost every write of those tables, for what is seldom done.
fn index_referring(images: &Images<'_>, rows: &[(String, Image)]) -> Result<Vec<String>, Fault> {
    let mut going: BTreeMap<&str, usize> = BTreeMap::new();
    for (table, _) in rows {
        *going.entry(table).or_default() += 1;
    }
    let mut made = Vec::new();
    for (table, _) in going.into_iter().filter(|(_, n)| *n >= MANY) {
        for (referrer, column) in images.foreign_keys()?.referring_to(table) {
            let is_indexed: bool = images.db.query_row(
                "SELECT EXISTS (SELECT 1 FROM pragma_index_list(?1) l, pragma_index_info(l.name) i \
                 WHERE NOT l.\"partial\" AND i.seqno = 0 AND i.name = ?2) \
                 OR EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2 AND pk = 1)",
                [referrer, column],
                |row| row.get(0),
            )?;
            if !is_indexed {
                let index = format!("for_now_{referrer}_{column}");
                images
                    .db
                    .execute_batch(&format!("CREATE INDEX \"{index}\" ON \"{referrer}\" (\"{column}\")"))?;
                made.push(index);
            }
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;
    use themata_model::{Op, Source, StudyId, Text};
    use themata_testkit::small_study;

    use super::*;
    use crate::{Commit, Existing, Record, Snapshot, Store, Target, WriteError};

    fn op(verb: &str) -> Op {
        Op {
            seq: 0,
            id: StudyId::of_key("many").row("op", verb),
            verb: verb.into(),
            coder: None,
            at: None,
            args: "{}".into(),
            undoes: None,
            changes: vec![],
        }
    }

    /// How many steps SQLite takes to remove the texts when the import of so many sources is undone.
    fn steps_of_undo(sources: usize) -> i32 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.themata");
        let study = small_study();
        Store::write_new(&path, &Snapshot::of(study.clone()), None, Existing::Refuse).unwrap();
        let mut store = Store::open(&path).unwrap();
        store.db.pragma_update(None, "synchronous", "OFF").unwrap();
        let like = &study.sources[0];
        let id = |kind: &str, n: usize| StudyId::of_key("many").row(kind, &n.to_string());
        store
            .edit(&op("import"), Commit::Keep, |edit| {
                for n in 0..sources {
                    let key = format!("S{n:04}").parse().unwrap();
                    let file = format!("sources/s{n}.txt");
                    let source = Source { id: id("source", n), key, file, texts: vec![], ..like.clone() };
                    let text = Text { id: id("text", n), ..like.texts[0].clone() };
                    edit.put(&Record::Source(&source))?;
                    edit.put(&Record::Text(&source.key, &text))?;
                    edit.put(&Record::Original(&source.key, format!("{n}").as_bytes()))?;
                }
                Ok::<_, WriteError>(((), "{}".into()))
            })
            .unwrap();
        store.undo(&Target::Last, &op("undo"), Commit::Keep, |_| "{}".into()).unwrap();
        assert_eq!(store.read_all().unwrap().study, study);
        let deletion = Images::new(&store.db).shape("text").unwrap().deletion.clone();
        let steps = store.db.prepare_cached(&deletion).unwrap().get_status(StatementStatus::VmStep);
        store.redo(&op("redo"), Commit::Keep, |_| "{}".into()).unwrap();
        assert_eq!(store.read_all().unwrap().study.sources.len(), study.sources.len() + sources);
        let left = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'for_now%'";
        assert_eq!(store.db.query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
        steps
    }

    #[test]
    fn a_text_is_removed_in_as_many_steps_however_many_sources_there_are() {
        let (few, many) = (steps_of_undo(200), steps_of_undo(800));
        assert!(few > 0 && many < 5 * few, "{few} steps for 200 sources, {many} for 800");
    }
}
