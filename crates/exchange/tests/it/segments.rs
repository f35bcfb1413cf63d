//! Tables of coded segments: every row is counted or reported.

use std::collections::BTreeMap;

use proptest::prelude::*;
use themata_exchange::{SegmentOptions, SegmentReading, read_segments};
use themata_model::Study;

/// Codes and documents are made where there are none.
fn options() -> SegmentOptions {
    SegmentOptions {
        map: Vec::new(),
        create_codes: true,
        create_documents: true,
        coder: "me".parse().unwrap(),
        kind: "document".to_string(),
    }
}

fn read(study: &Study, name: &str, bytes: &[u8]) -> SegmentReading {
    read_segments(name, bytes, study, &options(), &mut |kind, identity| study.id.row(kind, identity))
}

fn empty() -> Study {
    Study::new("s".parse().unwrap(), "S")
}

/// Codings by the path of their code.
fn counts(reading: &SegmentReading) -> BTreeMap<String, usize> {
    let book = reading.codebook.as_ref().unwrap();
    let mut counts = BTreeMap::new();
    for coding in &reading.codings {
        let code = book.get(coding.target.code().unwrap()).unwrap();
        let mut path: Vec<&str> = book.ancestors(code).map(|above| above.name.as_str()).collect();
        path.reverse();
        path.push(&code.name);
        *counts.entry(path.join(" > ")).or_default() += 1;
    }
    counts
}

#[test]
fn columns_of_dedoose_say_of_each_code_whether_it_is_applied() {
    let table = "Media Title,Excerpt Copy,Codes Applied Combined,Code: Trust Applied,Code: Trust Weight,Code: Costs, risks Applied\n\
                 P1,We met.,Trust,True,7,False\nP1,We paid.,\"Trust, Costs, risks\",True,,True\n";
    let table = table.replace("Code: Costs, risks Applied", "\"Code: Costs, risks Applied\"");
    let reading = read(&empty(), "t.csv", table.as_bytes());
    let expected = [("Trust".to_string(), 2), ("Costs, risks".to_string(), 1)];
    assert_eq!(counts(&reading), BTreeMap::from(expected));
    assert_eq!(reading.codings.iter().filter(|coding| coding.weight.is_some()).count(), 1);
}

#[test]
fn every_coding_stands_where_its_words_are_and_facts_of_documents_go_to_them() {
    let table = "document,code,segment,city,mood\nP1,A > B,one,Lund,gay\nP1,A,two,Lund,sad\nP1,A > B,one,Lund,gay\nP2,C,three,Ystad,gay\n";
    let reading = read(&empty(), "t.csv", table.as_bytes());
    let texts: Vec<&str> = reading.sources.iter().map(|source| source.text().content.as_str()).collect();
    assert_eq!(texts, ["one\n\ntwo\n\none", "three"]);
    for coding in &reading.codings {
        let source = reading.sources.iter().find(|source| source.key == coding.source).unwrap();
        assert_eq!(coding.span.unwrap().of(&source.text().content), coding.quotation);
    }
    assert_eq!(reading.sources[0].attributes["city"], "Lund");
    assert_eq!(reading.codings[1].attributes["mood"], "sad");
    assert_eq!(reading.report.doubles.len(), 1);
    assert_eq!(counts(&reading), BTreeMap::from([("A".into(), 1), ("A > B".into(), 2), ("C".into(), 1)]));
}

#[test]
fn documents_of_the_same_name_in_different_groups_are_different_documents() {
    let table = "Dokumentgruppe,Dokumentname,Kodes,Zitat-Inhalt\nAnbieter,Interview 1,A,one\nKunden,Interview 1,A,two\nKunden,Interview 2,B,three\n";
    let reading = read(&empty(), "t.csv", table.as_bytes());
    let keys: Vec<&str> = reading.sources.iter().map(|source| source.key.as_str()).collect();
    assert_eq!(keys, ["Interview 1 (Anbieter)", "Interview 1 (Kunden)", "Interview 2"]);
    assert_eq!(reading.sources[2].attributes["Dokumentgruppe"], "Kunden");
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "t.csv:1: `Interview 1` stands in the groups `Anbieter`, `Kunden`; these are taken for different documents, `Interview 1 (GROUP)`"
        ]
    );
}

#[test]
fn a_row_that_says_what_is_said_already_is_counted_as_left_out() {
    let made = read(&empty(), "t.csv", b"document,code,segment\nP1,A,one\nP1,A,two\n");
    let mut study = empty();
    study.codebook = made.codebook.unwrap();
    study.sources = made.sources;
    study.codings = made.codings.into_iter().skip(1).collect();
    let again = read(&study, "t.csv", b"document,code,segment\nP1,A,one\nP1,A,one\nP1,A,two\n");
    let report = &again.report;
    assert_eq!((again.codings.len(), report.rows, report.taken), (1, 3, 1));
    assert_eq!((report.exact, report.left_out.len()), (1, 2));
}

#[test]
fn what_is_made_in_a_study_that_is_there_has_ids_of_its_own() {
    let table = "document,code,segment\nP1,A,one\n";
    let study = empty();
    let mut made = 0;
    let mut fresh = |_: &'static str, _: &str| {
        made += 1;
        study.id.row("fresh", &made.to_string())
    };
    let mut ids = Vec::new();
    for _ in 0..2 {
        let reading = read_segments("t.csv", table.as_bytes(), &study, &options(), &mut fresh);
        let source = &reading.sources[0];
        ids.extend([source.id, source.texts[0].id, reading.codings[0].id]);
    }
    let all: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(all.len(), ids.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn frequencies_are_those_of_the_table(
        rows in prop::collection::vec((0usize..4, prop::collection::btree_set(0usize..6, 1..4), "[a-z]{1,3}( [a-z]{1,3})?"), 1..40),
        mark in prop::sample::select(vec!["; ", "\n"]),
    ) {
        let codes = ["Trust", "Trust, early", "Costs, risks, and fears", "Überraschung", "a/b", "Time > Late"];
        let mut csv = csv_of(&["Dokument", "Codes", "Zitatinhalt"]);
        let mut expected: BTreeMap<String, usize> = BTreeMap::new();
        for (document, picked, words) in &rows {
            let cell: Vec<&str> = picked.iter().map(|at| codes[*at]).collect();
            cell.iter().for_each(|code| *expected.entry((*code).to_string()).or_default() += 1);
            csv.push_str(&csv_of(&[&format!("P{document}"), &cell.join(mark), words]));
        }
        // A cell alone names the codes with commas, so that lists with other marks need no guess.
        for code in codes {
            csv.push_str(&csv_of(&["Q", &format!("{code}{mark}Only here"), "x y"]));
            *expected.entry(code.to_string()).or_default() += 1;
            *expected.entry("Only here".to_string()).or_default() += 1;
        }
        let reading = read(&empty(), "t.csv", csv.as_bytes());
        prop_assert_eq!(counts(&reading), expected);
        prop_assert_eq!(reading.report.left_out.len(), 0);
    }

    #[test]
    fn no_table_makes_the_reader_panic(text in "(\\PC|[\n\t;,>/\"]){0,160}") {
        let _ = read(&empty(), "t.csv", format!("document,codes,segment\n{text}").as_bytes());
        let _ = read(&empty(), "t.csv", text.as_bytes());
    }
}

fn csv_of(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
    format!("{}\n", cells.join(","))
}
