//! Rules that every table of facts must keep, read from a real file.

use rusqlite::Connection;
use themata_testkit::small_study;

use crate::study_file::{raw, texts, written};

const OWN_TABLES: [&str; 7] =
    ["migration", "op", "change", "current_op", "content", "trail_trigger", "turn_digest"];

fn tables(db: &Connection) -> Vec<String> {
    let all = texts(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    );
    all.into_iter().filter(|name| !OWN_TABLES.contains(&name.as_str())).collect()
}

#[test]
fn every_table_of_facts_tells_the_trail_of_each_change() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    let tables = tables(&db);
    assert_eq!(tables.len(), 54, "a new table: is it in the folder format, too?");
    for table in tables {
        for event in ["insert", "update", "delete"] {
            let name = format!("trail_{table}_{event}");
            let sql = texts(
                &db,
                &format!("SELECT sql FROM trail_trigger WHERE name = '{name}' AND \"table\" = '{table}'"),
            );
            assert_eq!(sql.len(), 1, "{name} is missing");
            let guard = format!("SELECT sql FROM sqlite_schema WHERE name = 'guard_{table}_{event}'");
            assert_eq!(texts(&db, &guard).len(), 1, "nothing guards {table} against {event}");
            for column in
                texts(&db, &format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'rowid'"))
            {
                assert!(sql[0].contains(&format!("'{column}', ")), "{name} leaves out {column}");
            }
        }
    }
}

#[test]
fn every_row_has_a_uuid_or_belongs_to_one_that_has() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    for table in tables(&db) {
        let columns = texts(&db, &format!("SELECT name FROM pragma_table_info('{table}')"));
        if columns.iter().any(|c| c == "uuid") {
            let alias =
                format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 1 AND type = 'INTEGER'");
            assert_eq!(texts(&db, &alias), ["rowid"], "{table}");
            let unique = format!(
                "SELECT c.name FROM pragma_index_list('{table}') i, pragma_index_info(i.name) c
                 WHERE i.\"unique\" AND i.partial = 0 AND c.name = 'uuid'"
            );
            assert_eq!(texts(&db, &unique), ["uuid"], "{table}");
            continue;
        }
        if ["document", "allowed", "framework_in_use"].contains(&table.as_str()) {
            continue;
        }
        let owner = format!(
            "SELECT f.\"table\" FROM pragma_foreign_key_list('{table}') f
             JOIN pragma_table_info('{table}') c ON c.name = f.\"from\" AND c.pk = 1 WHERE f.\"to\" = 'rowid'"
        );
        assert_eq!(texts(&db, &owner).len(), 1, "{table} has no owner");
    }
}

#[test]
fn every_table_is_strict_and_the_file_says_whose_it_is() {
    let (_folder, path) = written(&small_study());
    let db = raw(&path);
    let lax = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
               AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    assert_eq!(texts(&db, lax), Vec::<String>::new());
    let id: u32 = db.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
    assert_eq!(id.to_be_bytes(), *b"Them");
}
