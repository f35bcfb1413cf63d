//! Tables of coded segments that other tools export.

use crate::environment::Environment;

/// The published frequencies of a table, as `code: number`.
fn frequencies(environment: &Environment, study: &str) -> Vec<(String, u64)> {
    let listed = environment.run(&["codes", study, "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
    let codings = environment.run(&["codings", study, "--json"]);
    let codings: serde_json::Value = serde_json::from_str(&codings.stdout).expect("JSON");
    assert_eq!(listed["schema"], "themata.table/1");
    let mut counts: std::collections::BTreeMap<String, u64> = Default::default();
    for coding in codings["codings"].as_array().expect("a list") {
        *counts.entry(coding["name"].as_str().expect("a name").to_string()).or_default() += 1;
    }
    counts.into_iter().collect()
}

#[test]
fn a_published_table_becomes_a_study_with_the_same_frequencies() {
    let environment = Environment::new();
    let table = "Document,Quotation Content,Codes,Created by,Age\n\
                 P1,\"We met, and it was good.\",\"Trust, early; Costs, risks\",Ann,34\n\
                 P1,We did not pay.,\"Costs, risks\",Ann,34\n\
                 P1,We did not pay.,\"Costs, risks\",Bo,34\n\
                 P1,We did not pay.,\"Costs, risks\",Ann,34\n\
                 P2,\"Yes.\",\"Trust, early\nTime\",Ann,41\n\
                 P2,Nobody coded this.,,Ann,41\n";
    environment.write(".", &[("table.csv", table)]);
    let shown = environment.run(&["import", "table.csv", "--segments", "-o", "t.themata", "--preview"]);
    assert!(!environment.path("t.themata").exists(), "{shown}");
    let made = environment.run(&["import", "table.csv", "--segments", "-o", "t.themata"]);
    assert_eq!(made.code, 1, "a row without a code is reported: {made}");
    insta::assert_snapshot!(made.stdout);
    let counted = frequencies(&environment, "t.themata");
    let pair = |name: &str, n: u64| (name.to_string(), n);
    assert_eq!(counted, [pair("Costs, risks", 4), pair("Time", 1), pair("Trust, early", 2)]);
    let table = environment.run(&["table", "frequency", "t.themata"]);
    assert_eq!(table.code, 0, "{table}");
    assert_eq!(environment.run(&["unpack", "t.themata", "folder"]).code, 0);
    assert_eq!(environment.run(&["build", "folder", "-o", "again.themata"]).code, 0);
    assert_eq!(frequencies(&environment, "again.themata"), counted);
    assert_eq!(environment.run(&["check", "t.themata"]).code, 0);
}

#[test]
fn segments_find_their_words_in_the_documents_and_go_again_in_one_step() {
    let environment = Environment::of_three_sides();
    let table = "Dokumentname;Code;Segment;Kommentar;Gewicht;Autor\n\
                 joint.txt;Early trust > saying no;“After that it was easy”;hm;50;Kim\n\
                 joint;Trust;After that it was easy, I supposed.;;0;Lee\n\
                 joint;Trust;you;;0;Lee\n\
                 joint;Trust;nobody ever said this at all;;0;Lee\n\
                 joint;Trast;Easy for you.;;0;Lee\n\
                 elsewhere;Trust;Easy for you.;;0;Lee\n";
    environment.write(".", &[("table.csv", table)]);
    let before = environment.run(&["codings", "triad.themata"]).stdout;
    let args = ["import", "table.csv", "--segments", "-s", "triad.themata", "--coder", "kim"];
    let shown = environment.run(&[&args[..], &["--dry-run"]].concat());
    assert_eq!(environment.run(&["codings", "triad.themata"]).stdout, before, "{shown}");
    let done = environment.run(&args);
    assert_eq!(done.code, 1, "{done}");
    insta::assert_snapshot!(done.stdout);
    // Ids are new each time, and lost codings stand in any order.
    let codings = environment.run(&["codings", "triad.themata"]).stdout;
    let mut codings: Vec<String> = codings.lines().map(|line| line.chars().skip(10).collect()).collect();
    codings.sort();
    insta::assert_snapshot!(codings.join("\n"));
    let again = environment.run(&args);
    assert!(again.stdout.contains("is in the study already"), "{again}");
    for _ in 0..2 {
        assert_eq!(environment.run(&["undo", "-s", "triad.themata", "--coder", "kim"]).code, 0);
    }
    assert_eq!(environment.run(&["codings", "triad.themata"]).stdout, before);
}

#[test]
fn columns_are_named_by_hand_where_nobody_knows_them() {
    let environment = Environment::new();
    environment
        .write(".", &[("t.csv", "Wer,Was,Wozu\nP1,Hello there.,Greeting\n"), ("book.csv", "name\nHello\n")]);
    let refused = environment.run(&["import", "t.csv", "--segments", "-o", "t.themata"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("`Wer`, `Was`, `Wozu`"), "{refused}");
    let map = ["--map", "Wer=document", "--map", "Was=segment", "--map", "Wozu=code"];
    let wrong = environment.run(&["import", "t.csv", "--segments", "-o", "t.themata", "--map", "Wer=who"]);
    assert!(wrong.stderr.contains("the fields are document"), "{wrong}");
    let strict =
        [&["import", "t.csv", "--segments", "-o", "strict.themata", "--codebook", "book.csv"], &map[..]]
            .concat();
    let told = environment.run(&strict);
    assert!(told.stdout.contains("there is no code `Greeting`"), "{told}");
    let made = environment.run(&[&["import", "t.csv", "--segments", "-o", "t.themata"], &map[..]].concat());
    assert_eq!(made.code, 0, "{made}");
    assert_eq!(frequencies(&environment, "t.themata"), [("Greeting".to_string(), 1)]);
}
