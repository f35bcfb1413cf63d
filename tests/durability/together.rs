//! Several processes on one file: one waits for the other, nothing is lost.

use std::time::Instant;

use super::{assert_whole, looking, study, texts};
use crate::environment::arg;

#[test]
fn processes_that_write_at_once_lose_nothing() {
    let (environment, path) = study();
    std::thread::scope(|scope| {
        for worker in 0..3 {
            let (environment, path) = (&environment, &path);
            scope.spawn(move || {
                for n in 0..50 {
                    let name = format!("w{worker}-{n}");
                    let output = environment.run(&[
                        "codes",
                        "add",
                        &name,
                        "--key",
                        &name,
                        "--coder",
                        "kim",
                        "-s",
                        arg(path),
                    ]);
                    assert_eq!(output.code, 0, "{name}: {output}");
                    assert!(output.stdout.contains("(entry "), "{output}");
                }
            });
        }
    });
    assert_whole(&path, "after all have written");
    let db = looking(&path);
    let mut expected: Vec<String> = (0..3).flat_map(|w| (0..50).map(move |n| format!("w{w}-{n}"))).collect();
    expected.sort();
    assert_eq!(texts(&db, "SELECT key FROM code WHERE key LIKE 'w%-%' ORDER BY key"), expected);
    let ops: (i64, i64) = db
        .query_row("SELECT count(*), max(seq) FROM op", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a trail");
    assert_eq!(ops, (151, 151), "one entry each, without a gap");
}

#[test]
fn whoever_waits_too_long_is_told_who_holds_the_file() {
    let (environment, path) = study();
    let db = rusqlite::Connection::open(&path).expect("the file opens");
    db.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let looked = environment.run(&["codes", arg(&path)]);
    assert_eq!((looked.code, looked.stderr.as_str()), (0, ""), "looking waits for nobody: {looked}");
    let begun = Instant::now();
    let output = environment.run(&["codes", "add", "late", "--coder", "kim", "-s", arg(&path)]);
    assert!(begun.elapsed().as_secs() >= 4, "it waits a while");
    assert_eq!(output.code, 2, "{output}");
    let process = format!("(process {}); close it there or try again later", std::process::id());
    assert!(output.stderr.starts_with("error: `[DIR]/triad.themata` is held by `"), "{output}");
    assert!(!cfg!(target_os = "linux") || output.stderr.contains(&process), "{output}");
    db.execute_batch("COMMIT").expect("the lock is given back");
    let output = environment.run(&["codes", "add", "late", "--coder", "kim", "-s", arg(&path)]);
    assert_eq!(output.code, 0, "{output}");
}
