//! Files that open, and sentences about those that do not.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use themata_store::{Existing, OpenError, Snapshot, Store, WriteError};
use themata_testkit::small_study;

use crate::study_file::{place, raw, written};

/// The message without the folder, which differs from run to run.
fn message(error: &dyn std::error::Error, folder: &Path) -> String {
    error.to_string().replace(&format!("{}/", folder.display()), "")
}

fn open_message(path: &Path) -> String {
    message(&Store::open(path).unwrap_err(), path.parent().unwrap())
}

#[test]
fn a_missing_file_and_foreign_files_are_told_apart() {
    let (_folder, path) = place();
    insta::assert_snapshot!(open_message(&path), @"there is no file `a study.themata`");
    for content in ["", "key,name\n", "SQLite format 2, or some other long text"] {
        fs::write(&path, content).unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(open_message(&path), @"`a study.themata` is not a Themata study file");
        }
    }
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    insta::assert_snapshot!(open_message(&path), @"`a study.themata` is not a Themata study file");
}

#[test]
fn a_newer_file_is_refused_politely() {
    let (_folder, path) = written(&small_study());
    raw(&path).pragma_update(None, "user_version", 8).unwrap();
    insta::assert_snapshot!(
        open_message(&path),
        @"`a study.themata` was written by a newer version of Themata (schema 8, newest known 7); update Themata to open it"
    );
    assert!(matches!(Store::open_read_only(&path), Err(OpenError::TooNew { found: 8, known: 7, .. })));
}

#[test]
fn a_file_with_another_schema_of_the_same_version_is_refused() {
    let (_folder, path) = written(&small_study());
    raw(&path).execute("UPDATE migration SET sha256 = 'other'", []).unwrap();
    insta::assert_snapshot!(
        open_message(&path),
        @"`a study.themata` was made by a different build of Themata: its schema 1 is not the one this program knows"
    );
}

#[test]
fn a_damaged_file_says_so() {
    let (_folder, path) = written(&small_study());
    let mut bytes = fs::read(&path).unwrap();
    // The first page holds the schema.
    bytes[100..4096].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let told = open_message(&path);
    assert!(told.starts_with("`a study.themata` is damaged ("), "{told}");
}

#[test]
fn damage_inside_is_found_by_the_integrity_check() {
    let (_folder, path) = written(&small_study());
    let store = Store::open(&path).unwrap();
    assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
    store.close().unwrap();
    let db = raw(&path);
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db.execute_batch(
        "INSERT INTO current_op VALUES (1, 0, 1, ' '); DELETE FROM coder WHERE key = 'bob'; DELETE FROM current_op;",
    )
    .unwrap();
    drop(db);
    let found = Store::open(&path).unwrap().check_integrity().unwrap();
    assert_eq!(found, vec!["a row of `coding` points to a row of `coder` that is not there"; 2]);
}

#[test]
fn a_file_that_another_connection_writes_to_is_locked() {
    let (_folder, path) = place();
    let mut store = Store::create(&path).unwrap();
    store.set_patience(Duration::from_millis(20)).unwrap();
    let other = raw(&path);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.write_all(&Snapshot::of(small_study()), None).unwrap_err();
    let told = message(&error, path.parent().unwrap());
    assert!(told.starts_with("`a study.themata` is held by another"), "{told}");
    other.execute_batch("COMMIT").unwrap();
    store.write_all(&Snapshot::of(small_study()), None).unwrap();
}

#[test]
fn a_folder_that_takes_no_files_is_told() {
    let error = Store::create(PathBuf::from("/nowhere at all/x.themata")).unwrap_err();
    insta::assert_snapshot!(error, @"`/nowhere at all/x.themata` cannot be opened");
}

#[test]
fn an_existing_file_is_replaced_only_when_told() {
    let (folder, path) = written(&small_study());
    let mut other = small_study();
    other.title = "Another".into();
    let snapshot = Snapshot::of(other);
    let error = Store::write_new(&path, &snapshot, None, Existing::Refuse).unwrap_err();
    insta::assert_snapshot!(
        message(&error, folder.path()),
        @"`a study.themata` exists already; choose another name, or say that it may be replaced"
    );
    assert_eq!(Store::open(&path).unwrap().read_outline().unwrap().title, "A small study");
    Store::write_new(&path, &snapshot, None, Existing::Replace).unwrap();
    assert_eq!(Store::open(&path).unwrap().read_outline().unwrap().title, "Another");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn neither_a_foreign_file_nor_an_open_one_is_replaced() {
    let (_folder, path) = place();
    fs::write(&path, "my only copy of something else").unwrap();
    let snapshot = Snapshot::of(small_study());
    let refused = Store::write_new(&path, &snapshot, None, Existing::Replace);
    assert!(matches!(refused, Err(WriteError::Open(OpenError::NotThemata { .. }))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "my only copy of something else");
    fs::remove_file(&path).unwrap();
    let store = Store::create(&path).unwrap();
    let refused = Store::write_new(&path, &snapshot, None, Existing::Replace);
    assert!(refused.unwrap_err().to_string().contains(" is held by "));
    store.close().unwrap();
    Store::write_new(&path, &snapshot, None, Existing::Replace).unwrap();
}

#[test]
fn a_closed_file_stands_alone_and_reads_the_same() {
    let (folder, path) = place();
    let mut store = Store::create(&path).unwrap();
    store.write_all(&Snapshot::of(small_study()), None).unwrap();
    store.checkpoint().unwrap();
    assert_eq!(store.warnings(), []);
    store.close().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(reader.read_all().unwrap().study, small_study());
}

#[test]
fn a_reader_cannot_write() {
    let (folder, path) = place();
    Store::create(&path).unwrap().close().unwrap();
    let mut reader = Store::open_read_only(&path).unwrap();
    let error = reader.write_all(&Snapshot::of(small_study()), None).unwrap_err();
    insta::assert_snapshot!(
        message(&error, folder.path()),
        @"`a study.themata` cannot be written: the file or its folder is read-only, or its disk is full; make room, or copy it to a folder of your own"
    );
}

#[test]
fn a_copy_is_a_study_file_of_its_own() {
    let (folder, path) = written(&small_study());
    let copy = folder.path().join("copy.themata");
    Store::open(&path).unwrap().save_copy(&copy).unwrap();
    assert_eq!(Store::open(&copy).unwrap().read_all().unwrap(), Snapshot::of(small_study()));
    let again = Store::open(&path).unwrap().save_copy(&copy);
    assert!(matches!(again, Err(OpenError::Exists { .. })));
}
