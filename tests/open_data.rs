//! Codings as one long table for other programs.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::environment::{Environment, arg, sample};

#[test]
fn every_coding_is_a_row_with_what_is_known_of_it() {
    let environment = Environment::of_three_sides();
    let args = ["code", "joint", "e2", "--turn", "6", "-s", "triad.themata", "--coder", "kim"];
    assert_eq!(environment.run(&args).code, 0);
    let written = environment.run(&["export", "triad.themata", "-o", "codings.csv"]);
    assert_eq!(written.code, 0, "{written}");
    assert!(written.stdout.starts_with("Wrote codings.csv with 5 codings in "), "{written}");
    let printed = environment.run(&["export", "triad.themata", "--to", "csv"]);
    let csv = std::fs::read_to_string(environment.path("codings.csv")).expect("it is there");
    assert_eq!(printed.stdout, csv, "a pipe has the same as the file");
    let lines = environment.run(&["export", "triad.themata", "--to", "jsonl"]);
    let rows: Vec<BTreeMap<String, Value>> =
        lines.stdout.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(rows.len(), 5);
    let about: Vec<&BTreeMap<String, Value>> =
        rows.iter().filter(|row| row["about_side"] == "dealer").collect();
    assert_eq!(about.len(), 1);
    assert_eq!(about[0]["text"], "the dealer keeps promises");
    assert_eq!(about[0]["level:aggregate-dimensions"], "Working together");
    assert_eq!(about[0]["informant:name"], "Dee");
    assert_eq!(about[0]["case"], serde_json::json!(["North"]));
    let timed = rows.iter().filter(|row| row["time"].is_string()).count();
    assert_eq!(timed, 1, "only what was coded here has a time");
}

#[test]
fn the_same_study_gives_the_same_bytes_in_every_format() {
    let environment = Environment::new();
    let folder = sample();
    let study = arg(&folder);
    for format in ["csv", "parquet", "jsonl"] {
        let (one, two) = (format!("one.{format}"), format!("two.{format}"));
        for out in [&one, &two] {
            let written = environment.run(&["export", study, "-o", out]);
            assert_eq!(written.code, 0, "{written}");
        }
        let bytes = |name: &str| std::fs::read(environment.path(name)).expect("it is there");
        assert_eq!(bytes(&one), bytes(&two), "{format}");
        assert!(bytes(&one).len() > 10_000, "{format}");
    }
    let parquet = std::fs::read(environment.path("one.parquet")).expect("it is there");
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
}

#[test]
fn what_cannot_be_written_is_refused_and_nothing_is_overwritten_unasked() {
    let environment = Environment::of_three_sides();
    let refusals: [(&[&str], &str); 5] = [
        (&["export", "triad.themata", "--to", "parquet"], "no text"),
        (&["export", "triad.themata", "-o", "triad/study.toml", "--to", "csv"], "exists already"),
        (&["export", "triad.themata", "-o", "a.csv", "--for", "nvivo"], "`--for`"),
        (&["export", "triad.themata", "--to", "csv", "--json"], "no file is named"),
        (&["export", "triad.themata"], "--output"),
    ];
    for (args, why) in refusals {
        let refused = environment.run(args);
        assert_eq!(refused.code, 2, "{refused}");
        assert!(refused.stderr.contains(why), "{refused}");
    }
    assert!(!environment.path("a.csv").exists());
    let first = environment.run(&["export", "triad.themata", "-o", "a.csv", "--json"]);
    assert!(first.stdout.contains("themata.open-data/1"), "{first}");
    assert_eq!(environment.run(&["export", "triad.themata", "-o", "a.csv"]).code, 2);
    assert_eq!(environment.run(&["export", "triad.themata", "-o", "a.csv", "--replace"]).code, 0);
}
