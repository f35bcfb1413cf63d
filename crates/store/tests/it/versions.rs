//! A study file of each schema version stays here and opens for ever. Beside the file lies the folder
//! that it was built from. The files have small pages, which leaves their schema as it is.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use themata_exchange::read_folder;
use themata_store::{Existing, OpenWarning, Snapshot, Store};

/// The newest version.
const NEWEST: u32 = 7;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A copy of the file of a version, in a folder of its own.
fn copy(version: u32) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.themata");
    fs::copy(fixtures().join(format!("v{version}.themata")), &path).unwrap();
    (folder, path)
}

/// What the folder of a version is today.
fn expected(version: u32) -> Snapshot {
    let reading = read_folder(&fixtures().join(format!("v{version}")), false).unwrap();
    let mut found = reading.folder.unwrap_or_else(|| panic!("{:#?}", reading.problems));
    // What the folder's canonical form is today is not what it was.
    found.history.retain(|op| op.verb != "edit-folder");
    Snapshot {
        documents: found.documents,
        originals: found.originals,
        contents: found.contents,
        history: found.history,
        ..Snapshot::of(found.study)
    }
}

fn version_of(path: &Path) -> u32 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// To be run once for a new version, when its schema is released; a file that is there stays.
#[test]
#[ignore = "writes the file of a new version"]
fn write_the_file_of_the_newest_version() {
    let path = fixtures().join(format!("v{NEWEST}.themata"));
    Store::write_new(&path, &expected(NEWEST), None, Existing::Refuse).unwrap();
    let db = Connection::open(&path).unwrap();
    let mode = |mode: &str| db.query_row(&format!("PRAGMA journal_mode = {mode}"), [], |_| Ok(())).unwrap();
    mode("DELETE");
    db.execute_batch("PRAGMA page_size = 512; VACUUM").unwrap();
    mode("WAL");
}

#[test]
fn every_version_has_its_file() {
    for version in 1..=NEWEST {
        assert_eq!(version_of(&copy(version).1), version);
    }
    let (_folder, path) = crate::study_file::written(&themata_testkit::small_study());
    assert_eq!(version_of(&path), NEWEST, "a new version: write its file and its folder");
}

#[test]
fn a_file_of_each_version_opens_and_holds_the_study_of_its_folder() {
    for version in 1..=NEWEST {
        let (folder, path) = copy(version);
        let store = Store::open(&path).unwrap();
        let backup = folder.path().join(format!("study.schema-{version}.themata"));
        let told =
            OpenWarning::Migrated { path: path.clone(), from: version, to: NEWEST, backup: backup.clone() };
        let warnings = if version < NEWEST { vec![told] } else { vec![] };
        assert_eq!(store.warnings(), warnings);
        assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
        assert_eq!(store.read_all().unwrap(), expected(version));
        store.close().unwrap();
        if version < NEWEST {
            assert_eq!(version_of(&backup), version);
        }
        let again = Store::open_read_only(&path).unwrap();
        assert_eq!(again.read_all().unwrap(), expected(version));
    }
}

#[test]
fn a_migrated_file_has_the_tables_of_a_new_one() {
    let schema = |path: &Path| -> Vec<(String, String)> {
        let db = Connection::open(path).unwrap();
        let sql = "SELECT name, ifnull(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                   ORDER BY name";
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let (_new, new) = crate::study_file::written(&themata_testkit::small_study());
    for version in 1..=NEWEST {
        let (_folder, path) = copy(version);
        Store::open(&path).unwrap().close().unwrap();
        assert_eq!(schema(&path), schema(&new));
    }
}

#[test]
fn contents_that_were_damaged_are_not_given_out() {
    let (_folder, path) = copy(NEWEST);
    let db = Connection::open(&path).unwrap();
    db.execute_batch(
        "DROP TRIGGER content_is_immutable;
         UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Mondays', 'Tuesday') AS BLOB);",
    )
    .unwrap();
    drop(db);
    let told = Store::open(&path).unwrap().read_all().unwrap_err().to_string();
    let from = told.find("holds a value").unwrap();
    let hash = "the content `";
    assert!(told[from..].contains(hash) && told.ends_with("is damaged: it has another hash"), "{told}");
}
