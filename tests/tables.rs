//! `themata table`, `figure` and the lists.

use crate::environment::{Environment, arg, three_sides};

fn built() -> Environment {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let output = environment.run(&["build", arg(&folder)]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

#[test]
fn every_table_is_shown_for_the_only_study_in_the_folder() {
    let environment = built();
    let mut shown = String::new();
    for kind in
        ["informants", "evidence", "proof", "cross-case", "dyads", "coverage", "frequency", "codebook"]
    {
        let output = environment.run(&["table", kind]);
        assert_eq!(output.code, 0, "{kind}: {output}");
        shown.push_str(&output.stdout);
        shown.push('\n');
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_lists_and_the_status_are_shown() {
    let environment = built();
    let shown: Vec<String> = ["status", "cases", "sources", "informants", "codes"]
        .iter()
        .map(|verb| environment.run(&[verb]).to_string())
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn json_holds_numbers_as_numbers() {
    let environment = built();
    let output = environment.run(&["table", "frequency", "--json"]);
    let table: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(table["schema"], "themata.table/1");
    let rows = table["rows"].as_array().expect("rows");
    assert!(rows.iter().any(|row| row["own"] == 2), "{table:#}");
    let status = environment.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status.stdout).expect("JSON");
    assert_eq!(status["codings"], 4);
}

#[test]
fn a_study_folder_serves_as_well_as_a_study_file() {
    let environment = built();
    let file = environment.run(&["table", "frequency", "triad.themata"]);
    let folder = environment.run(&["table", "frequency", "-s", "triad"]);
    let variable = environment.run_with(&["table", "frequency"], &[("THEMATA_STUDY", "triad")]);
    assert_eq!(file.stdout, folder.stdout);
    assert_eq!(file.stdout, variable.stdout);
}

#[test]
fn every_format_is_written_and_an_unknown_one_refused() {
    let environment = built();
    for name in ["t.md", "t.csv", "t.html", "t.xlsx", "t.docx", "t.pdf", "t.tex", "t.json", "t.parquet"] {
        let output = environment.run(&["table", "frequency", "-o", name]);
        assert_eq!(output.code, 0, "{name}: {output}");
        assert!(std::fs::metadata(environment.path(name)).expect("written").len() > 100, "{name}");
    }
    for name in ["f.svg", "f.pdf", "f.png", "f.typ", "f.pptx"] {
        let output =
            environment.run(&["figure", "data-structure", "-o", name, "--style", "bullets", "--colour"]);
        assert_eq!(output.code, 0, "{name}: {output}");
    }
    let wrong = environment.run(&["table", "frequency", "-o", "t.odt"]);
    assert_eq!(wrong.code, 2);
    insta::assert_snapshot!(wrong.stderr, @"error: `odt` is not a format of tables; use md, csv, html, xlsx, docx, pdf, tex, json or parquet\n");
}

#[test]
fn json_is_the_same_on_the_terminal_and_in_a_file() {
    let environment = built();
    let printed = environment.run(&["table", "frequency", "--json"]);
    let _ = environment.run(&["table", "frequency", "-o", "t.json"]);
    let written = std::fs::read_to_string(environment.path("t.json")).expect("written");
    assert_eq!(printed.stdout, written);
}

#[test]
fn a_chart_is_no_slide() {
    let environment = built();
    let output = environment.run(&["figure", "frequency", "-o", "f.pptx"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("it can as svg, pdf, png or typ"), "{output}");
}

#[test]
fn a_misspelt_word_gets_the_nearest_one() {
    let environment = built();
    let told: Vec<String> = [
        vec!["table", "freqency"],
        vec!["table", "frequency", "--case", "Nroth"],
        vec!["table", "frequency", "--where", "phase"],
        vec!["table", "frequency", "--where", "phase=early"],
        vec!["table", "framework"],
        vec!["figure", "data", "-o", "f.svg"],
    ]
    .iter()
    .map(|command| environment.run(command).to_string())
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}
