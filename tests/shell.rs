//! What makes the program pleasant in a shell: completions, manual pages, colour, quiet, JSON.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::environment::{Environment, Output, arg, files_below, three_sides};

fn built() -> Environment {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let output = environment.run(&["build", arg(&folder), "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

/// Asks as the scripts for zsh and fish do: by words, the last one at the cursor.
fn asked(environment: &Environment, shell: &str, words: &[&str]) -> String {
    let words: Vec<&str> = ["--", "themata"].iter().chain(words).copied().collect();
    answer(environment.run_with(&words, &[("THEMATA_COMPLETE", shell)]))
}

/// Asks as the script for bash does: by the line up to the cursor and the piece to be replaced.
fn asked_by_bash(environment: &Environment, line: &str, piece: &str, listing: bool) -> String {
    let kind = if listing { "63" } else { "9" };
    let variables = [("THEMATA_COMPLETE", "bash"), ("THEMATA_COMPLETE_TYPE", kind)];
    answer(environment.run_with(&["--", line, piece], &variables))
}

fn answer(output: Output) -> String {
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{output}");
    output.stdout
}

#[test]
fn completions_offer_the_keys_of_the_study_on_the_line() {
    let environment = built();
    let shown: Vec<String> = [
        (vec!["table", "evidence", "triad.themata", "--code", ""], "fish"),
        (vec!["table", "evidence", "triad.themata", "--code", "e"], "zsh"),
        (vec!["table", "evidence", "-s", "triad", "--case", ""], "zsh"),
        (vec!["table", "evidence", "--side", "maker;d"], "fish"),
        (vec!["table", "evidence", "--party", "'Aster;B"], "fish"),
        (vec!["table", "evidence", "--coder=k"], "zsh"),
        (vec!["table", "frequency", "--level", "Emp"], "zsh"),
        (vec!["table", "f"], "fish"),
        (vec!["table", "evidence", "tri"], "zsh"),
        (vec!["figure", "d"], "zsh"),
        (vec!["repl"], "fish"),
        (vec!["status", "--"], "fish"),
    ]
    .iter()
    .map(|(words, shell)| {
        format!("{shell}> themata {}\n{}", words.join(" "), asked(&environment, shell, words))
    })
    .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn bash_is_given_what_it_can_put_on_the_line() {
    let environment = built();
    let shown: Vec<String> = [
        ("themata table evidence --code ", "", true),
        ("themata table evidence --code e", "e", false),
        ("themata table evidence --code=e", "e", false),
        ("themata table evidence --side 'maker;d", "maker;d", false),
        ("themata table frequency --level Emp", "Emp", false),
        ("themata table frequency --level \"Empirical t", "Empirical t", false),
        ("themata table frequency --level Empirical\\ t", "Empirical\\ t", false),
        ("themata table frequency triad", "triad", false),
    ]
    .iter()
    .map(|(line, piece, listing)| format!("> {line}\n{}", asked_by_bash(&environment, line, piece, *listing)))
    .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_facets_and_their_values_are_completed() {
    let environment = Environment::new();
    let mut files = three_sides();
    files[0].1 = "key = \"triad\"\n[[facets]]\nkey = \"phase\"\nname = \"Phase\"\nordered = true\n\
                  values = [{ key = \"early\", name = \"Early on\" }, { key = \"late\", name = \"Late\" }]\n";
    let folder = environment.write("triad", &files);
    let output = environment.run(&["build", arg(&folder)]);
    assert_eq!(output.code, 0, "{output}");
    let line = "themata table frequency --where phase=";
    assert_eq!(asked_by_bash(&environment, line, "=", false), "early\nlate\n");
    assert_eq!(asked(&environment, "zsh", &["table", "frequency", "--where", ""]), "phase=\n");
    assert_eq!(
        asked(&environment, "fish", &["table", "frequency", "--where", "phase=early;l"]),
        "phase=early;late\tLate\n"
    );
    assert_eq!(asked(&environment, "fish", &["table", "framework", "--facet", ""]), "phase\tPhase\n");
}

#[test]
fn completions_are_silent_about_what_cannot_be_read_and_change_nothing() {
    let environment = built();
    let before = files_below(&environment.path("."));
    let codes = asked(&environment, "fish", &["table", "evidence", "triad.themata", "--code", ""]);
    assert!(codes.contains("keeping one's word"), "{codes}");
    assert!(files_below(&environment.path(".")) == before, "a look leaves nothing behind");
    std::fs::write(environment.path("broken.themata"), "no study").expect("written");
    for study in ["broken.themata", "missing.themata", "."] {
        assert_eq!(asked(&environment, "zsh", &["table", "evidence", "-s", study, "--code", ""]), "");
    }
    assert_eq!(asked(&environment, "zsh", &["nonsense", "more", ""]), asked(&environment, "zsh", &[""]));
}

/// Runs a shell with the program's script and gives what `steps` print; `None` where there is no such
/// shell.
fn shell(environment: &Environment, shell: &str, flags: &[&str], steps: &str) -> Option<String> {
    let script = environment.run(&["completions", shell]);
    assert_eq!(script.code, 0, "{script}");
    std::fs::write(environment.path("script"), &script.stdout).expect("written");
    let output = Command::new(shell)
        .args(flags)
        .args(["-c", steps])
        .current_dir(environment.path("."))
        .env("PROGRAM", env!("CARGO_BIN_EXE_themata"))
        .output()
        .ok()?;
    assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_script_for_bash_completes_in_bash() {
    let environment = built();
    let steps = "source ./script; complete -p themata >/dev/null
                 COMP_LINE='themata table evidence triad.themata --code e' COMP_TYPE=9; COMP_POINT=${#COMP_LINE}
                 _themata \"$PROGRAM\" e --code; printf '%s\\n' \"${COMPREPLY[@]}\"";
    if let Some(said) = shell(&environment, "bash", &["--norc"], steps) {
        assert_eq!(said, "e1\ne2\n");
    }
}

#[test]
fn the_script_for_fish_completes_in_fish() {
    let environment = built();
    let steps = "source ./script; fish_add_path --path (dirname $PROGRAM)
                 complete --do-complete 'themata table evidence triad.themata --code e'";
    if let Some(said) = shell(&environment, "fish", &["--no-config"], steps) {
        assert_eq!(said, "e1\tkeeping one's word\ne2\tsaying no\n");
    }
}

#[test]
fn the_script_for_zsh_is_understood_by_zsh() {
    let environment = built();
    let steps = "autoload -Uz compinit; compinit -u -D; source ./script; print $_comps[themata]";
    if let Some(said) = shell(&environment, "zsh", &["-f"], steps) {
        assert_eq!(said, "_themata\n");
    }
}

#[test]
fn every_verb_has_a_manual_page_and_the_pages_are_the_same_each_time() {
    let environment = Environment::new();
    for folder in ["one", "two"] {
        let output = environment.run(&["man", "--out", folder]);
        assert_eq!(output.code, 0, "{output}");
    }
    let pages = files_below(&environment.path("one"));
    assert!(pages == files_below(&environment.path("two")));
    let help = environment.run(&["--help"]).stdout;
    for name in pages.keys().filter_map(|name| name.strip_prefix("themata-")) {
        let verb = name.trim_end_matches(".1").split('-').next().unwrap_or_default();
        assert!(help.contains(&format!("  {verb} ")), "{name} is the page of no verb");
    }
    for name in ["themata.1", "themata-table.1", "themata-build.1", "themata-completions.1"] {
        assert!(pages.contains_key(name), "{name} is missing");
    }
    insta::assert_snapshot!(String::from_utf8_lossy(&pages["themata-unpack.1"]));
}

#[test]
fn colour_is_for_terminals_and_for_those_who_insist() {
    let environment = built();
    let wrong = ["table", "freqency"];
    let colours = |variables: &[(&str, &str)]| {
        let error = environment.run_with(&wrong, variables).stderr;
        let list = environment.run_with(&["codes"], variables).stdout;
        let help = environment.run_with(&["--help"], variables).stdout;
        [error, list, help].map(|text| text.contains('\u{1b}'))
    };
    assert_eq!(colours(&[]), [false; 3]);
    assert_eq!(colours(&[("CLICOLOR_FORCE", "1")]), [true; 3]);
    assert_eq!(colours(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), [false; 3]);
    let painted = environment.run_with(&wrong, &[("CLICOLOR_FORCE", "1")]).stderr;
    assert!(painted.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m "), "{painted:?}");
    let json = environment.run_with(&["codes", "--json"], &[("CLICOLOR_FORCE", "1")]).stdout;
    assert!(!json.contains('\u{1b}'), "data are never painted");
}

#[test]
fn quiet_leaves_out_notes_and_nothing_else() {
    let environment = built();
    let loud = environment.run(&["table", "frequency", "-o", "t.csv"]);
    assert_eq!(loud.stderr, "Wrote t.csv.\n");
    for quiet in ["-q", "--quiet"] {
        let output = environment.run(&["table", "frequency", "-o", "t.csv", quiet]);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{output}");
    }
    let output = environment.run(&["-q", "table", "freqency"]);
    assert!(output.stderr.starts_with("error:"), "{output}");
}

#[test]
fn everything_that_prints_data_prints_it_as_json_that_names_its_schema() {
    let environment = built();
    let mut schemas = Vec::new();
    for command in [
        vec!["status"],
        vec!["cases"],
        vec!["sources"],
        vec!["informants"],
        vec!["codes"],
        vec!["check"],
        vec!["table", "frequency"],
        vec!["figure", "data-structure", "-o", "f.svg"],
        vec!["build", "triad", "-o", "again.themata"],
        vec!["unpack", "again.themata", "again"],
        vec!["replicate", "triad", "--out", "out", "--formats", "csv"],
    ] {
        let mut args = command.clone();
        args.push("--json");
        let output = environment.run(&args);
        let said: Value = serde_json::from_str(&output.stdout).unwrap_or_default();
        schemas.push(format!("{}: {}", command.join(" "), said["schema"].as_str().unwrap_or("none")));
    }
    insta::assert_snapshot!(schemas.join("\n"));
}

#[test]
fn every_schema_of_json_is_described() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let described = std::fs::read_to_string(root.join("../../docs/json.md")).expect("read");
    for (name, bytes) in files_below(&root.join("src")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for schema in text.split("\"themata.").skip(1).filter_map(|rest| rest.split('"').next()) {
            let heading = format!("## `themata.{schema}`");
            assert!(described.contains(&heading), "docs/json.md has no section {heading}, see {name}");
        }
    }
}

#[test]
fn with_json_what_goes_wrong_is_json_on_stderr() {
    let environment = built();
    let mut files = three_sides();
    files.push(("codings/lee.csv", "source,code,quote\njoint,e9,Nobody said this.\n"));
    environment.write("broken", &files);
    let mut shown = String::new();
    for args in [
        vec!["table", "freqency", "--json"],
        vec!["status", "nowhere.themata", "--json"],
        vec!["build", "broken", "-o", "b.themata", "--json"],
        vec!["build", "triad", "-o", "triad.themata", "--json"],
        vec!["status", "--jsn", "--json"],
        vec!["statsu", "--json"],
    ] {
        let output = environment.run(&args);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{output}");
        let said: Value = serde_json::from_str(&output.stderr).expect("JSON");
        assert_eq!(said["schema"], "themata.error/1");
        shown.push_str(&format!("> {}\n{}", args.join(" "), output.stderr));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_misspelt_verb_is_not_taken_for_a_study() {
    let environment = Environment::new();
    assert_eq!(environment.run(&["new", "s.themata"]).code, 0);
    let told = [
        vec!["coddes"],
        vec!["codes", "renam", "A", "B"],
        vec!["memo", "lst"],
        vec!["codes", "list"],
        vec!["cases", "R1", "X"],
        vec!["cases", "R1"],
        vec!["codes", "s.themata"],
    ]
    .map(|words| format!("$ themata {}\n{}", words.join(" "), environment.run(&words)));
    insta::assert_snapshot!(told.join("\n"));
}
