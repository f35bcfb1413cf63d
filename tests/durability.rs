//! What was acknowledged stays, and no file is ever half written: the real program is killed, starved of
//! room, kept from writing and set against itself.

mod crash;
mod damage;
mod disk;
mod other_files;
mod read_only;
mod together;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::environment::{Environment, arg, three_sides};

/// A place with the study file `triad.themata`.
fn study() -> (Environment, PathBuf) {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let output = environment.run(&["build", arg(&folder), "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    let path = environment.path("triad.themata");
    (environment, path)
}

/// A connection that changes nothing and leaves the log where it is; where the program was stopped while it
/// changed the journal, one that may roll that back, as the program's own next one does.
fn looking(path: &Path) -> Connection {
    let reader = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens");
    match reader.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)) {
        Ok(_) => reader,
        Err(_) => Connection::open(path).expect("the file opens"),
    }
}

/// The number of the last entry of the history.
fn last_entry(path: &Path) -> i64 {
    looking(path).query_row("SELECT max(seq) FROM op", [], |row| row.get(0)).expect("there is a trail")
}

fn texts(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).expect("SQL");
    let rows = statement.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("texts")
}

/// The file holds together: all its pages, and all its references.
fn assert_whole(path: &Path, when: &str) {
    let db = looking(path);
    assert_eq!(texts(&db, "PRAGMA integrity_check"), ["ok"], "{when}");
    assert_eq!(texts(&db, "SELECT \"table\" FROM pragma_foreign_key_check"), [""; 0], "{when}");
    assert_eq!(texts(&db, "SELECT CAST(seq AS TEXT) FROM current_op"), [""; 0], "{when}");
}

/// All that a study says, without the ids that differ from file to file.
fn said(path: &Path) -> Vec<String> {
    let db = looking(path);
    let mut said = Vec::new();
    for from in [
        "codes",
        "quotations",
        "lost_quotations",
        "evidence",
        "texts",
        "(SELECT key, about_kind, kind, text FROM memo)",
        "(SELECT verb, coder, args FROM op WHERE seq > 1)",
    ] {
        let mut statement = db.prepare(&format!("SELECT * FROM {from}")).expect("a view");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<String> = (0..columns).map(|at| shown(row, at)).collect();
            said.push(format!("{from}: {}", values.join(" | ")));
        }
    }
    said.sort();
    said
}

/// A value; ids, and the short ones that sentences name, are left out.
fn shown(row: &rusqlite::Row<'_>, at: usize) -> String {
    let text = match row.get_ref(at).expect("a value") {
        rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        other => format!("{other:?}"),
    };
    let hex = |word: &str| word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| hex(word));
    words.fold(text.clone(), |shown, word| shown.replace(word, "#"))
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
