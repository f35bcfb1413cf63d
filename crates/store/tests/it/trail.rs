//! The trail that triggers write: nothing changes without it, and it suffices to go back.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;
use themata_model::{Change, TextHash};
use themata_store::Store;
use themata_testkit::small_study;

use crate::study_file::{changes, make_triggers, raw, under_op, written};

fn refusal(db: &Connection, sql: &str) -> String {
    db.execute_batch(sql).unwrap_err().to_string()
}

#[test]
fn nothing_changes_while_no_op_is_open() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    for sql in [
        "UPDATE coding SET memo = 'x'",
        "DELETE FROM excerpt_coding",
        "INSERT INTO question VALUES (9, 'u', 1, 'k', 't', '{}')",
    ] {
        assert!(refusal(&db, sql).contains("no op is open"), "{sql}");
    }
}

#[test]
fn an_op_that_does_not_follow_a_table_cannot_change_it() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    make_triggers(&db);
    db.execute_batch("BEGIN; INSERT INTO current_op VALUES (1, 1, 0, ' code coding_facet ')").unwrap();
    assert!(refusal(&db, "UPDATE coding SET memo = 'x'").contains("no op is open"));
}

#[test]
fn a_change_is_written_with_the_row_before_and_after() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    let changes = under_op(&db, 1, "UPDATE code SET name = 'calls each week' WHERE key = 'weekly-calls'");
    let study = small_study();
    let code = study.code(&"weekly-calls".parse().unwrap()).unwrap();
    let parent = study.code(&"benefits".parse().unwrap()).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].table.as_str(), changes[0].row.as_str()), ("code", code.id.to_string().as_str()));
    let images = [changes[0].before.as_deref(), changes[0].after.as_deref()].map(|image| {
        let image: Value = serde_json::from_str(image.unwrap()).unwrap();
        assert_eq!(image["parent_id"], parent.id.to_string());
        assert_eq!(image.get("rowid"), None);
        image["name"].as_str().unwrap().to_string()
    });
    assert_eq!(images, ["weekly calls", "calls each week"]);
}

#[test]
fn an_update_that_changes_nothing_leaves_no_trace() {
    let (_folder, path) = written(&small_study());
    assert_eq!(under_op(&raw(&path), 1, "UPDATE code SET name = name"), vec![]);
}

#[test]
fn replacing_a_row_tells_of_the_row_that_went() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    let replaced = under_op(
        &db,
        1,
        "INSERT INTO document VALUES ('a', '1'); INSERT OR REPLACE INTO document VALUES ('a', '2')",
    );
    let kinds: Vec<_> = replaced.iter().map(|c| (c.before.is_some(), c.after.is_some())).collect();
    assert_eq!(kinds, [(false, true), (true, false), (false, true)]);
}

#[test]
fn a_bulk_op_leaves_its_arguments_alone() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    db.execute_batch(
        "BEGIN; INSERT INTO op (seq, id, verb, args) VALUES (1, 'a', 'import', '{}');
         INSERT INTO current_op VALUES (1, 1, 1, ' ');
         UPDATE coding SET memo = 'x';
         UPDATE op SET args = '{\"codings\":6}' WHERE seq = 1;
         DELETE FROM current_op; COMMIT;",
    )
    .unwrap();
    assert_eq!(changes(&db, 1), vec![]);
}

#[test]
fn the_trail_itself_is_only_added_to() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    under_op(&db, 1, "UPDATE coding SET memo = 'x'");
    for sql in [
        "DELETE FROM op",
        "UPDATE op SET verb = 'y'",
        "DELETE FROM change",
        "UPDATE change SET \"row\" = 'y'",
    ] {
        assert!(refusal(&db, sql).contains("the trail is never"), "{sql}");
    }
}

#[test]
fn texts_and_identities_are_never_changed() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    make_triggers(&db);
    for (sql, sentence) in [
        ("UPDATE text SET extraction = 'x'", "a text is never changed"),
        ("UPDATE content SET bytes = x'00'", "a content is never changed"),
        ("DELETE FROM content", "a content is never removed"),
        ("UPDATE turn SET speaker = 0", "the turns of a text are never changed"),
        ("UPDATE speaker SET label = 'x'", "the speakers of a text are never changed"),
        ("UPDATE coding SET uuid = 'x' || rowid", "the identity of a row of `coding` never changes"),
        ("UPDATE source_case SET case_id = 2 WHERE source_id = 2", "the identity of a row of `source_case`"),
    ] {
        assert!(
            refusal(&db, &format!("BEGIN; INSERT INTO current_op VALUES (1, 0, 1, ' '); {sql}"))
                .contains(sentence),
            "{sql}"
        );
        db.execute_batch("ROLLBACK").unwrap();
    }
    assert_eq!(under_op(&db, 1, "UPDATE speaker SET role = 'unknown' WHERE label = 'Q'").len(), 3);
}

/// Everything in the tables of facts, row by row, without row numbers.
fn state(path: &std::path::Path) -> themata_store::Snapshot {
    let mut snapshot = Store::open(path).unwrap().read_all().unwrap();
    snapshot.history.clear();
    // What was removed stays to be brought back.
    snapshot.contents.clear();
    snapshot
}

#[test]
fn the_images_of_an_op_suffice_to_take_it_back() {
    let study = small_study();
    let (_folder, path) = written(&study);
    let before = state(&path);
    let db = raw(&path);
    let coding = study.codings[1].id;
    let hash = TextHash::of_bytes(&[0, 255]);
    let undone = under_op(
        &db,
        1,
        &format!(
            "UPDATE coding SET code_id = 3, memo = 'now a benefit', about_case_id = 2 WHERE uuid = '{coding}';
             DELETE FROM excerpt_coding; DELETE FROM excerpt_exhibit; DELETE FROM excerpt;
             DELETE FROM finding_evidence WHERE stance = 'contradicts';
             DELETE FROM coding_facet WHERE coding_id = 6; DELETE FROM coding WHERE rowid = 6;
             INSERT INTO code (uuid, position, key, level_id, parent_id, name, definition, inclusion, exclusion, attributes)
               VALUES ('11111111-1111-5111-8111-111111111111', 5, 'new', 1, 3, 'new', '', '', '', '{{}}');
             INSERT INTO code_alias SELECT rowid, 0, 'fresh' FROM code WHERE key = 'new';
             INSERT INTO content (sha256, bytes) VALUES ('{hash}', x'00FF');
             INSERT INTO original (uuid, source_id, sha256) VALUES ('o', 1, '{hash}')"
        ),
    );
    drop(db);
    assert_ne!(state(&path), before);
    let db = raw(&path);
    let sql: Vec<String> = undone.iter().rev().map(|change| taken_back(&db, change)).collect();
    let redone = under_op(&db, 2, &sql.join(";\n"));
    assert_eq!(redone.len(), undone.len());
    drop(db);
    assert_eq!(state(&path), before);
    // And back again: undoing the undo brings the new rows, bytes included.
    let db = raw(&path);
    let sql: Vec<String> = redone.iter().rev().map(|change| taken_back(&db, change)).collect();
    under_op(&db, 3, &sql.join(";\n"));
    let original = &state(&path).originals[&study.sources[0].key];
    assert_eq!(*original, [0, 255]);
}

/// SQL that puts the row of `change` back to what it was, from the images and the schema alone.
fn taken_back(db: &Connection, change: &Change) -> String {
    let table = &change.table;
    let mut statement = db
        .prepare(
            "SELECT c.name, c.type, (SELECT min(f.\"table\") FROM pragma_foreign_key_list(?1) f
               WHERE f.\"from\" = c.name AND f.\"to\" = 'rowid'), c.pk FROM pragma_table_info(?1) c WHERE c.name <> 'rowid'",
        )
        .unwrap();
    type Column = (String, String, Option<String>, i64);
    let columns: Vec<Column> = statement
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let image: BTreeMap<String, Value> =
        serde_json::from_str(change.before.as_deref().or(change.after.as_deref()).unwrap()).unwrap();
    let value = |(name, kind, parent, _): &Column| match (&image[name], parent) {
        (Value::Null, _) => "NULL".to_string(),
        (Value::String(uuid), Some(parent)) => format!("(SELECT rowid FROM {parent} WHERE uuid = '{uuid}')"),
        (Value::String(hex), None) if kind == "BLOB" => format!("x'{hex}'"),
        (Value::String(text), None) => format!("'{}'", text.replace('\'', "''")),
        (other, _) => other.to_string(),
    };
    let has_uuid = columns.iter().any(|column| column.0 == "uuid");
    let is_key = |column: &&Column| if has_uuid { column.0 == "uuid" } else { column.3 > 0 };
    let pairs = |chosen: Vec<&Column>| {
        chosen.into_iter().map(|c| format!("\"{}\" = {}", c.0, value(c))).collect::<Vec<_>>()
    };
    let wanted = pairs(columns.iter().filter(is_key).collect()).join(" AND ");
    match (&change.before, &change.after) {
        (Some(_), Some(_)) => {
            format!("UPDATE {table} SET {} WHERE {wanted}", pairs(columns.iter().collect()).join(", "))
        }
        (None, _) => format!("DELETE FROM {table} WHERE {wanted}"),
        (Some(_), None) => {
            let names: Vec<_> = columns.iter().map(|c| format!("\"{}\"", c.0)).collect();
            let values: Vec<_> = columns.iter().map(value).collect();
            format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
        }
    }
}
