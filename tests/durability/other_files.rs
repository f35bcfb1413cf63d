//! Files of other versions and of other programs.

use std::fs;
use std::path::Path;

use super::{assert_whole, study};
use crate::environment::{Environment, arg};

#[test]
fn a_file_of_a_newer_version_is_refused_politely() {
    let (environment, path) = study();
    let db = rusqlite::Connection::open(&path).expect("the file opens");
    db.pragma_update(None, "user_version", 99).expect("a number");
    drop(db);
    let before = fs::read(&path).expect("the file");
    for words in [vec!["status"], vec!["codes", "add", "x", "--coder", "kim"], vec!["undo"]] {
        let words: Vec<&str> = words.into_iter().chain(["-s", arg(&path)]).collect();
        let output = environment.run(&words);
        assert_eq!(output.code, 2, "{output}");
        assert!(
            output.stderr.starts_with(
                "error: `[DIR]/triad.themata` was written by a newer version of Themata (schema 99, newest known "
            ),
            "{output}"
        );
        assert!(output.stderr.ends_with("; update Themata to open it\n"), "{output}");
    }
    assert_eq!(fs::read(&path).expect("the file"), before);
}

#[test]
fn files_of_other_programs_are_not_touched() {
    let environment = Environment::new();
    let sqlite = environment.path("other.themata");
    let db = rusqlite::Connection::open(&sqlite).expect("a file");
    db.execute_batch("CREATE TABLE code (key TEXT); INSERT INTO code VALUES ('x')").expect("a table");
    drop(db);
    let text = environment.path("text.themata");
    fs::write(&text, "My only notes.\n").expect("a file");
    let empty = environment.path("empty.themata");
    fs::write(&empty, "").expect("a file");
    for path in [&sqlite, &text, &empty] {
        let before = fs::read(path).expect("the file");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        for words in [vec!["status"], vec!["codes", "add", "y"], vec!["history"]] {
            let words: Vec<&str> = words.into_iter().chain(["-s", arg(path)]).collect();
            let output = environment.run(&words);
            assert_eq!(output.code, 2, "{output}");
            assert!(
                output.stderr.starts_with(&format!("error: `[DIR]/{name}` is not a Themata study file\n"))
            );
        }
        assert_eq!(fs::read(path).expect("the file"), before, "{name}");
    }
}

#[test]
fn a_file_of_each_older_version_is_brought_up_after_a_backup_was_made() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/tests/fixtures");
    let environment = Environment::new();
    let path = environment.path("old.themata");
    fs::copy(fixtures.join("v1.themata"), &path).expect("a copy");
    let output = environment.run(&["codes", "add", "after all", "--coder", "anna", "-s", arg(&path)]);
    assert_eq!(output.code, 0, "{output}");
    assert_whole(&path, "after the migration");
    let backup = environment.path("old.schema-1.themata");
    let db = super::looking(&backup);
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    assert_eq!(version, 1);
    let output = environment.run(&["status", arg(&path)]);
    assert_eq!(output.code, 0, "{output}");
}
