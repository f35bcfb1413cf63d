//! `themata frameworks`: another framework redraws tables and figures, and undo brings the old ones back.

use std::path::Path;

use crate::environment::{Environment, Output, arg, three_sides};

fn agile() -> Environment {
    let environment = Environment::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus-samples/agile-co-creation");
    let output = environment.run(&["build", arg(&folder), "-o", "agile.themata", "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

fn does(environment: &Environment, command: &[&str]) {
    let _ = answered(environment, command);
}

fn answered(environment: &Environment, command: &[&str]) -> Output {
    let output = environment.run_with(command, &[("THEMATA_CODER", "ellen")]);
    assert_eq!(output.code, 0, "{}: {output}", command.join(" "));
    output
}

/// Tables and figures in which the upper levels show, as bytes.
fn drawn(environment: &Environment) -> Vec<Vec<u8>> {
    let mut bytes = Vec::new();
    for (verb, kind, file) in [
        ("figure", "data-structure", "f.svg"),
        ("table", "proof", "p.csv"),
        ("table", "frequency", "q.md"),
        ("table", "codebook", "b.csv"),
    ] {
        does(environment, &[verb, kind, "agile.themata", "-o", file]);
        // A figure of several pages has several files.
        let written = if kind == "data-structure" { "f-2.svg" } else { file };
        bytes.push(std::fs::read(environment.path(written)).expect("a file that was written"));
    }
    bytes
}

#[test]
fn another_framework_redraws_every_table_and_figure_and_undo_brings_the_old_ones_back() {
    let environment = agile();
    let before = drawn(&environment);
    let by_phase = String::from_utf8_lossy(&before[1]).to_string();
    assert!(
        by_phase.contains("Identifying digitalization needs")
            && !by_phase.contains("Steering digitalization")
    );
    let reason = "a reviewer asks who acts";
    does(&environment, &["frameworks", "use", "by-team", "--reason", reason, "-s", "agile.themata"]);
    let after = drawn(&environment);
    assert!(before.iter().zip(&after).all(|(old, new)| old != new));
    let by_team = String::from_utf8_lossy(&after[1]).to_string();
    assert!(
        by_team.contains("Steering digitalization") && !by_team.contains("Identifying digitalization needs")
    );
    let figure = String::from_utf8_lossy(&after[0]).to_string();
    assert_ne!(figure, String::from_utf8_lossy(&before[0]));
    // The choice goes along in the folder, and a folder is drawn like its file.
    does(&environment, &["unpack", "agile.themata", "folder"]);
    let told = answered(&environment, &["frameworks", "folder"]).stdout;
    assert!(told.contains(reason), "{told}");
    let table = answered(&environment, &["table", "proof", "folder", "-o", "p2.csv"]);
    assert_eq!(std::fs::read(environment.path("p2.csv")).expect("a table"), after[1], "{table}");
    let history = answered(&environment, &["history", "agile.themata"]).stdout;
    assert!(
        history.contains("put the framework *By team* to use instead of *By phase of the process*"),
        "{history}"
    );
    does(&environment, &["undo", "-s", "agile.themata"]);
    assert_eq!(drawn(&environment), before);
    does(&environment, &["redo", "-s", "agile.themata"]);
    assert_eq!(drawn(&environment), after);
}

#[test]
fn frameworks_are_listed_shown_and_compared() {
    let environment = agile();
    let mut told = String::new();
    for command in [
        &["frameworks", "agile.themata"][..],
        &["frameworks", "show", "by-team", "-s", "agile.themata"],
        &["framework", "compare", "by-phase", "By team", "-s", "agile.themata"],
    ] {
        let shown = answered(&environment, command).stdout;
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        told.push_str(&format!("> themata {}\n{}\n", command.join(" "), lines.join("\n")));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_second_framework_is_made_from_the_command_line() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let built = environment.run(&["build", arg(&folder), "--quiet"]);
    assert_eq!(built.code, 0, "{built}");
    let mut told = String::new();
    for command in [
        &["frameworks", "add", "by-power"][..],
        &["frameworks", "add", "by-trust", "--name", "By trust", "--present"],
        &["frameworks", "add", "by-power", "--definition", "Who can say no."],
        &["codes", "add", "Power", "--framework", "by-power"],
        &["codes", "add", "Weakness", "--framework", "by-power"],
        &["frameworks", "place", "f", "--to", "power", "--in", "by-power", "--dry-run"],
        &["frameworks", "place", "f", "--under", "power", "--in", "by-power"],
        &["codes"],
        &["frameworks", "use", "by-power", "--reason", "it explains the refusals"],
        &["codes"],
        &["codes", "move", "f", "--to", "weakness"],
        &["frameworks", "delete", "by-trust"],
        &["frameworks", "drop", "by-power"],
        &["codes"],
        &["frameworks"],
        &["undo"],
        &["frameworks"],
    ] {
        let output = environment.run(command);
        let shown = format!("{}{}", output.stdout, output.stderr);
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        told.push_str(&format!("> themata {}\n{}\n", command.join(" "), lines.join("\n")));
    }
    // The day on which it was chosen is not this day for ever.
    let dates = with_dates_hidden(&told);
    insta::assert_snapshot!(dates);
}

/// The text with every date as `DATE`.
fn with_dates_hidden(text: &str) -> String {
    let mut out = String::new();
    let bytes: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < bytes.len() {
        let is_date = bytes.get(at..at + 10).is_some_and(|ten| {
            ten.iter().enumerate().all(|(i, c)| if i == 4 || i == 7 { *c == '-' } else { c.is_ascii_digit() })
        });
        if is_date {
            out.push_str("DATE");
            at += 10;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

#[test]
fn two_copies_that_chose_differently_are_asked_which_framework_is_in_use() {
    let environment = agile();
    does(&environment, &["frameworks", "add", "by-cost", "--name", "By cost", "-s", "agile.themata"]);
    std::fs::copy(environment.path("agile.themata"), environment.path("theirs.themata")).expect("a copy");
    does(&environment, &["frameworks", "use", "by-team", "--reason", "who acts", "-s", "agile.themata"]);
    does(
        &environment,
        &["frameworks", "use", "by-cost", "--reason", "what it costs", "-s", "theirs.themata"],
    );
    let conflict = environment.run(&["merge", "agile.themata", "theirs.themata", "-o", "merged.themata"]);
    assert_ne!(conflict.code, 0);
    assert!(format!("{conflict}").contains("framework in use"), "{conflict}");
    does(&environment, &["merge", "agile.themata", "theirs.themata", "-o", "merged.themata", "--theirs"]);
    let told = answered(&environment, &["frameworks", "merged.themata"]).stdout;
    let used =
        |key: &str| told.lines().any(|line| line.trim_start().starts_with(key) && line.contains(" yes "));
    assert!(used("by-cost") && !used("by-team"), "{told}");
    assert!(told.contains("who acts") && told.contains("what it costs"), "{told}");
}

#[test]
fn a_study_is_rebuilt_in_another_framework_without_the_outputs_that_ask_for_codes_of_the_old_one() {
    let environment = agile();
    does(&environment, &["frameworks", "use", "by-team", "--reason", "who acts", "-s", "agile.themata"]);
    does(&environment, &["unpack", "agile.themata", "by-team"]);
    let output = environment.run(&["replicate", "by-team", "--out", "out", "--formats", "csv,svg"]);
    for key in ["figure-1", "figure-1-drawing", "section-4-2"] {
        assert!(!environment.path(&format!("out/{key}.csv")).exists(), "{output}");
    }
    assert!(
        output.stderr.contains("of the framework `by-phase`, which is not in use: it is left out"),
        "{output}"
    );
    let codebook = std::fs::read_to_string(environment.path("out/codebook.csv")).expect("a codebook");
    assert!(codebook.contains("Steering digitalization"), "{codebook}");
    assert!(!codebook.contains("Aggregate dimensions,Identifying digitalization needs"), "{codebook}");
}
