//! Several studies side by side: `search`, `quotes`, `table` and `check` with `--and`.

use serde_json::Value;

use crate::environment::{Environment, arg, sample, three_sides};

/// Two of the sample studies as study files.
fn two_samples() -> Environment {
    let environment = Environment::new();
    for name in ["relational-transformation", "role-alignment"] {
        let folder = sample().with_file_name(name);
        let output = environment.run(&["build", arg(&folder), "-o", &format!("{name}.themata"), "--quiet"]);
        assert_eq!(output.code, 0, "{output}");
    }
    environment
}

const TWO: [&str; 4] = ["-s", "relational-transformation.themata", "--and", "role-alignment.themata"];

fn json(environment: &Environment, args: &[&str]) -> Value {
    let output = environment.run(&[args, &TWO, &["--json"]].concat());
    assert_eq!(output.code, 0, "{output}");
    serde_json::from_str(&output.stdout).expect("JSON")
}

#[test]
fn every_hit_stands_under_the_name_of_its_study_as_a_search_of_that_study_alone_finds_it() {
    let environment = two_samples();
    let both = json(&environment, &["search", "trust", "--limit", "3"]);
    assert_eq!(both["schema"], "themata.search-list/1");
    let studies = both["studies"].as_array().expect("studies");
    let names: Vec<&str> = studies.iter().filter_map(|study| study["study"].as_str()).collect();
    assert_eq!(names, ["relational-transformation", "role-alignment"]);
    let mut total = 0;
    for study in studies {
        let file = study["path"].as_str().expect("a path");
        let alone = environment.run(&["search", "trust", "--limit", "3", "-s", file, "--json"]);
        let alone: Value = serde_json::from_str(&alone.stdout).expect("JSON");
        let mut found = study["search"].clone();
        total += found["total"].as_u64().expect("a number");
        for hit in found["hits"].as_array_mut().expect("hits") {
            assert_eq!(hit.as_object_mut().and_then(|hit| hit.remove("study")), Some(study["study"].clone()));
        }
        assert_eq!(found, alone, "{file}");
    }
    assert!(total > 0);
    assert_eq!(both["total"], total);

    let shown = environment.run(&[&["search", "trust", "--limit", "1"], &TWO[..]].concat());
    let heads: Vec<&str> =
        shown.stdout.lines().filter(|line| names.iter().any(|name| line.starts_with(name))).collect();
    assert_eq!(heads.len(), 2, "{shown}");
    assert!(shown.stderr.contains("role-alignment: ") && shown.stderr.contains("ranked"), "{shown}");

    let csv = environment.run(&[&["search", "trust", "--limit", "2", "--csv"], &TWO[..]].concat()).stdout;
    assert!(csv.starts_with("study,source,line,"), "{csv}");
    assert!(csv.contains("\nrelational-transformation,") && csv.contains("\nrole-alignment,"), "{csv}");
}

#[test]
fn a_pseudonym_that_two_studies_share_is_counted_for_each_of_them() {
    let environment = two_samples();
    let counts = json(&environment, &["quotes", "--party", "beta", "--count-by", "party"]);
    assert_eq!(counts["schema"], "themata.search-counts-list/1");
    for study in counts["studies"].as_array().expect("studies") {
        let rows = study["counts"]["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), 1, "{study}");
        assert_eq!(rows[0]["values"][0], "beta", "{study}");
    }
    let shown =
        environment.run(&[&["quotes", "--party", "beta", "--count-by", "party", "--csv"], &TWO[..]].concat());
    let lines: Vec<&str> = shown.stdout.lines().collect();
    assert_eq!(lines[0], "study,party,hits,sources", "{shown}");
    assert!(lines[1].starts_with("relational-transformation,beta,"), "{shown}");
    assert!(lines[2].starts_with("role-alignment,beta,"), "{shown}");
}

#[test]
fn a_study_without_what_is_asked_for_is_told_and_only_where_none_has_it_that_is_an_error() {
    let environment = two_samples();
    let found = json(&environment, &["search", "--case", "R1"]);
    let studies = found["studies"].as_array().expect("studies");
    assert!(studies[0]["search"]["total"].as_u64().is_some_and(|total| total > 0), "{found}");
    assert_eq!(studies[1]["search"], Value::Null);
    assert!(studies[1]["note"].as_str().is_some_and(|note| note.contains("R1")), "{found}");

    let told = environment.run(&[&["search", "--case", "R1"], &TWO[..]].concat());
    assert_eq!(told.code, 0, "{told}");
    assert!(told.stderr.contains("role-alignment was left out: "), "{told}");

    let none = environment.run(&[&["search", "--case", "nowhere"], &TWO[..]].concat());
    assert_eq!(none.code, 2, "{none}");
    assert!(none.stdout.is_empty() && none.stderr.contains("nowhere"), "{none}");
    let broken = environment.run(&[&["search", "\"open"], &TWO[..]].concat());
    assert_eq!(broken.code, 2, "{broken}");
}

#[test]
fn studies_are_checked_one_after_another_and_look_alike_names_are_a_question() {
    let environment = Environment::new();
    let folders = ["relational-transformation", "role-alignment"].map(|name| sample().with_file_name(name));
    let args = ["check", arg(&folders[0]), "--and", arg(&folders[1])];
    let both = environment.run(&args);
    assert_eq!(both.code, 0, "{both}");
    for folder in &folders {
        let alone = environment.run(&["check", arg(folder)]);
        assert!(both.stdout.contains(&alone.stdout), "{both}");
    }
    let (_, between) = both.stdout.split_once("Names of different studies").expect("a heading");
    insta::assert_snapshot!(between);

    let json = environment.run(&[&args[..], &["--json"]].concat());
    let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json["schema"], "themata.check-list/1");
    assert_eq!(json["studies"][1]["check"]["schema"], "themata.check/1");
    assert!(json["between"].as_array().expect("remarks").iter().all(|r| r["class"] == "question"));
}

#[test]
fn the_worst_study_decides_how_a_check_of_several_ends() {
    let environment = Environment::new();
    let good = environment.write("good", &three_sides());
    let mut files = three_sides();
    files.push(("codings/lee.csv", "source,code,quote\njoint,e9,Nobody said this.\n"));
    let bad = environment.write("bad", &files);
    let output = environment.run(&["check", arg(&good), "--and", arg(&bad)]);
    assert_eq!(output.code, 1, "{output}");
    assert!(output.stdout.contains("there is no code `e9`"), "{output}");
    assert!(output.stdout.contains("triad"), "{output}");
    let twice = environment.run(&["check", arg(&good), "--and", arg(&good)]);
    assert_eq!(twice.code, 2, "{twice}");
    assert!(twice.stderr.contains("named twice"), "{twice}");
}

#[test]
fn a_look_alike_name_is_accepted_by_its_key_in_either_study_and_in_whatever_order() {
    let environment = Environment::new();
    let first = environment.write("first", &three_sides());
    let mut files = three_sides();
    files.retain(|(name, _)| *name != "study.toml");
    files.push(("study.toml", "key = \"second\"\n"));
    let second = environment.write("second", &files);
    let between = |one: &str, other: &str| {
        let output = environment.run(&["check", one, "--and", other, "--json"]);
        let json: Value = serde_json::from_str(&output.stdout).expect("JSON");
        let remarks = json["between"].as_array().expect("remarks").clone();
        let of = |remark: Value| {
            (remark["key"].as_str().unwrap_or_default().to_string(), remark["allowed"] == true)
        };
        remarks.into_iter().map(of).collect::<std::collections::BTreeMap<String, bool>>()
    };
    let open = between(arg(&first), arg(&second));
    assert!(!open.is_empty() && open.values().all(|allowed| !allowed), "{open:?}");
    assert_eq!(open, between(arg(&second), arg(&first)));
    let keys: Vec<String> = open.keys().map(|key| format!("{key:?}")).collect();
    let toml = format!("key = \"second\"\nallow = [{}]\n", keys.join(", "));
    std::fs::write(second.join("study.toml"), toml).expect("written");
    let accepted = between(arg(&first), arg(&second));
    assert!(accepted.len() == open.len() && accepted.values().all(|allowed| *allowed), "{accepted:?}");
    let alone = environment.run(&["check", arg(&second), "--all"]);
    assert!(!alone.stdout.contains("unused-allow"), "{alone}");
}

#[test]
fn every_study_has_its_table_as_a_table_of_that_study_alone_shows_it() {
    let environment = two_samples();
    let both = json(&environment, &["table", "informants"]);
    assert_eq!(both["schema"], "themata.table-list/1");
    assert_eq!(both["kind"], "informants");
    for study in both["studies"].as_array().expect("studies") {
        let file = study["path"].as_str().expect("a path");
        let alone = environment.run(&["table", "informants", "-s", file, "--json"]);
        let alone: Value = serde_json::from_str(&alone.stdout).expect("JSON");
        assert_eq!(study["table"], alone, "{file}");
        assert!(study["note"].is_null(), "{file}");
    }

    let shown = environment.run(&[&["table", "coverage"], &TWO[..]].concat());
    assert_eq!(shown.code, 0, "{shown}");
    for file in ["relational-transformation", "role-alignment"] {
        let alone = environment.run(&["table", "coverage", "-s", &format!("{file}.themata")]);
        assert!(shown.stdout.contains(&alone.stdout), "{file}");
        assert!(shown.stdout.lines().any(|line| line.starts_with(&format!("{file}: "))), "{file}");
    }
}

#[test]
fn a_file_is_written_for_each_study_with_its_key_at_the_end_of_the_name() {
    let environment = two_samples();
    let output = environment.run(&[&["table", "frequency", "-o", "numbers.csv"], &TWO[..]].concat());
    assert_eq!(output.code, 0, "{output}");
    for key in ["relational-transformation", "role-alignment"] {
        let alone =
            environment.run(&["table", "frequency", "-s", &format!("{key}.themata"), "-o", "alone.csv"]);
        assert_eq!(alone.code, 0, "{alone}");
        let name = format!("numbers-{key}.csv");
        assert!(output.stderr.contains(&name), "{output}");
        let read = |name: &str| std::fs::read(environment.path(name)).expect("a file");
        assert_eq!(read(&name), read("alone.csv"), "{key}");
    }
    assert!(!environment.path("numbers.csv").exists());

    let nothing = environment.run(&[&["table", "frequency", "-o", "numbers.doc"], &TWO[..]].concat());
    assert_eq!(nothing.code, 2, "{nothing}");
    assert!(nothing.stderr.contains("doc"), "{nothing}");
}

#[test]
fn a_table_that_one_study_cannot_have_is_left_out_with_a_note() {
    let environment = two_samples();
    let args = ["table", "frequency", "--case", "R1"];
    let shown = environment.run(&[&args, &TWO[..]].concat());
    assert_eq!(shown.code, 0, "{shown}");
    assert!(shown.stdout.contains("relational-transformation: "), "{shown}");
    assert!(
        shown.stderr.contains("role-alignment was left out: ") && shown.stderr.contains("`R1`"),
        "{shown}"
    );

    let none = environment.run(&[&["table", "frequency", "--case", "R99"], &TWO[..]].concat());
    assert_eq!(none.code, 2, "{none}");
    assert!(none.stderr.contains("R99"), "{none}");
    let unknown = environment.run(&[&["table", "frequenzy"], &TWO[..]].concat());
    assert_eq!(unknown.code, 2, "{unknown}");
    assert!(unknown.stderr.contains("did you mean `frequency`"), "{unknown}");
}
