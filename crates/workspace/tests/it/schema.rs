//! Every table of the study file has a file in the folder.

use rusqlite::Connection;
use themata_store::Store;

/// Tables that hold no facts: the file's own machinery.
const MACHINERY: &[&str] = &["migration", "current_op", "trail_trigger", "turn_digest"];

/// Where the rows of each table stand in the folder.
const HOMES: &[(&str, &str)] = &[
    ("study", "study.toml"),
    ("side", "study.toml"),
    ("facet", "study.toml"),
    ("facet_value", "study.toml"),
    ("stated_total", "study.toml"),
    ("claim", "study.toml"),
    ("exhibit", "study.toml"),
    ("output", "study.toml"),
    ("allowed", "study.toml"),
    ("level", "codebook.toml"),
    ("code", "codebook.toml"),
    ("framework", "codebook.toml"),
    ("party", "parties.csv"),
    ("study_case", "cases.csv"),
    ("case", "cases.csv"),
    ("informant", "informants.csv"),
    ("source", "sources.csv"),
    ("text", "texts.csv"),
    ("turn", "turns.csv"),
    ("speaker", "speakers.csv"),
    ("page", "pages.csv"),
    ("locator", "locators.csv"),
    ("coder", "coders.csv"),
    ("coding", "codings/*.csv"),
    ("placement", "placements.csv"),
    ("settlement", "settlements.csv"),
    ("excerpt", "excerpts.csv"),
    ("finding", "findings.csv"),
    ("memo", "memos.csv"),
    ("link", "links.csv"),
    ("question", "questions.csv"),
    ("op", "history.jsonl"),
    ("change", "history.jsonl"),
    ("document", "study.toml"),
    ("original", "sources/"),
    ("content", "sources/, texts/, removed/"),
    ("member_check", "members.csv"),
    ("named_state", "snapshots.csv"),
];

#[test]
fn every_table_of_the_study_file_has_a_file_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.themata");
    Store::create(&path).unwrap().close().unwrap();
    let db = Connection::open(&path).unwrap();
    let mut query = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let tables: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.len() > 40, "{tables:?}");
    let has_home = |table: &String| {
        HOMES.iter().any(|(known, _)| table == known || table.starts_with(&format!("{known}_")))
    };
    let homeless: Vec<&String> =
        tables.iter().filter(|table| !MACHINERY.contains(&table.as_str()) && !has_home(table)).collect();
    assert_eq!(homeless, Vec::<&String>::new(), "say in which file of the folder these tables stand");
}
