//! A study made from nothing, by commands alone.

use crate::environment::{Environment, Output, files_below};

const FIRST: &str = "Interviewer: How did it begin?\n\nAnna: They call us every week, and we decide together.\n\n\
                     Interviewer: Always?\n\nAnna: From the second year on we did.\n";
const SECOND: &str = "Interviewer: How did it begin?\n\nBo: We meet each week. It was our idea.\n\n\
                      Interviewer: And now?\n\nBo: Now we decide alone again.\n";

/// Runs commands that must do what they are told; the study is the only one in the folder.
fn done(environment: &Environment, commands: &[&[&str]]) {
    for command in commands {
        let output = environment.run(command);
        assert_eq!(output.code, 0, "{command:?}: {output}");
    }
}

fn run(environment: &Environment, command: &[&str]) -> Output {
    let output = environment.run(command);
    assert_eq!(output.code, 0, "{command:?}: {output}");
    output
}

/// The id of the coding with this code in this source.
fn coding(environment: &Environment, source: &str, code: &str) -> String {
    let output = run(environment, &["codings", "--source", source, "--code", code, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    json["codings"][0]["id"].as_str().expect("an id").to_string()
}

/// Two interviews of one dyad, coded.
fn filled() -> Environment {
    let environment = Environment::new();
    environment
        .write("talks", &[("R1_customer_I1_20260203.txt", FIRST), ("R1_provider_I2_20260205.txt", SECOND)]);
    done(
        &environment,
        &[
            &[
                "new",
                "dyad.themata",
                "--title",
                "A dyad",
                "--coder",
                "anna",
                "--sides",
                "provider,customer",
                "--facet",
                "phase=early<late",
            ],
            &["parties", "add", "Alpha", "--set", "industry=rail"],
            &["parties", "add", "Beta", "--name", "Beta Ltd"],
            &["cases", "add", "R1", "--side", "provider=Alpha", "--side", "customer=Beta"],
            &["informants", "add", "I1", "--party", "Beta", "--title", "buyer", "--set", "name=Anna"],
            &["informants", "add", "I2", "--party", "Alpha", "--title", "account manager"],
            &["import", "talks", "--pattern", "{case}_{side}_{informant}_{date}.txt", "--speaker", "Bo=I2"],
            &["sources", "rekey", "R1_customer_I1_20260203", "S1"],
            &["sources", "rekey", "R1_provider_I2_20260205", "S2"],
            &["codes", "add", "Relating", "--level", "dimension"],
            &["codes", "add", "Deciding", "--parent", "relating", "--marker", "1"],
            &["codes", "add", "Decide together", "--parent", "deciding", "--marker", "A"],
            &["codes", "add", "Meet weekly", "--parent", "deciding", "--marker", "B"],
            &["code", "S1", "A", "--quote", "we decide together"],
            &["code", "S1", "B", "--quote", "They call us every week"],
            &["code", "S2", "B", "--quote", "We meet each week."],
        ],
    );
    environment
}

#[test]
fn a_study_made_from_nothing_prints_its_tables() {
    let environment = filled();
    let weekly = coding(&environment, "S1", "B");
    let other = coding(&environment, "S2", "B");
    done(
        &environment,
        &[
            &["exhibit", "add", "table-2", "--title", "Evidence of each category"],
            &["exhibit", "output", "table-2", "table", "evidence", "--set", "level=category"],
            &[
                "excerpt",
                "add",
                "X1",
                "--coding",
                &weekly,
                "--text",
                "They … us every week",
                "--exhibit",
                "table-2",
            ],
            &[
                "finding",
                "add",
                "F1",
                "--text",
                "Both meet weekly.",
                "--case",
                "R1",
                "--code",
                "B",
                "--supports",
                &weekly,
                "--qualifies",
                &other,
            ],
            &["memo", "add", "--about", "code:B", "--kind", "theoretical", "--text", "Habit, not trust."],
            &[
                "members",
                "add",
                "--informant",
                "I1",
                "--shown",
                "finding:F1",
                "--response",
                "That is us.",
                "--date",
                "2026-03-01",
            ],
        ],
    );
    let told: Vec<String> = [
        &["parties"] as &[&str],
        &["cases"],
        &["informants"],
        &["sources"],
        &["facets"],
        &["exhibit"],
        &["excerpt"],
        &["finding"],
        &["members", "list"],
        &["table", "informants"],
        &["table", "evidence", "--exhibit", "table-2"],
        &["check"],
    ]
    .iter()
    .map(|command| format!("$ themata {}\n{}", command.join(" "), environment.run(command).stdout))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
    done(&environment, &[&["unpack", "dyad.themata", "files"], &["build", "files", "-o", "again.themata"]]);
}

#[test]
fn every_list_is_printed_as_json() {
    let environment = filled();
    for list in [
        "sides",
        "parties",
        "cases",
        "informants",
        "coders",
        "facets",
        "questions",
        "sources",
        "exhibit",
        "excerpt",
        "finding",
        "memo",
        "members",
    ] {
        let output = run(&environment, &[list, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        assert!(json["schema"].as_str().is_some_and(|schema| schema.starts_with("themata.table/")), "{list}");
    }
    let output = run(&environment, &["parties", "add", "Gamma", "--dry-run", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(json["schema"], "themata.done/1");
}

#[test]
fn a_text_is_edited_from_a_file_or_in_an_editor() {
    let environment = filled();
    let text = run(&environment, &["text", "S1"]).stdout;
    assert_eq!(text, FIRST);
    environment.write(".", &[("better.txt", &FIRST.replace("every week", "every Monday"))]);
    let rehearsed = run(&environment, &["text", "S1", "--from", "better.txt", "--dry-run"]);
    assert!(rehearsed.stdout.contains("Dry run"), "{rehearsed}");
    assert_eq!(run(&environment, &["text", "S1", "--show"]).stdout, FIRST);
    // An editor that says what it sees, and puts a line before the text.
    environment.write(
        ".",
        &[("editor.sh", "ls -l \"$1\" | cut -c1-10 > mode\nprintf 'Malmö, 2026\\n\\n' | cat - \"$1\" > new && cat new > \"$1\"\n")],
    );
    let path = std::env::var("PATH").unwrap_or_default();
    let edited =
        environment.run_with(&["text", "S1", "--edit"], &[("EDITOR", "sh editor.sh"), ("PATH", &path)]);
    assert_eq!(edited.code, 0, "{edited}");
    assert!(edited.stdout.contains("0 codings exact, 2 moved, 0 approximate, 0 lost"), "{edited}");
    assert_eq!(std::fs::read_to_string(environment.path("mode")).expect("the mode"), "-rw-------\n");
    let beside: Vec<String> =
        files_below(&environment.path("")).into_keys().filter(|name| name.starts_with('.')).collect();
    assert_eq!(beside, Vec::<String>::new(), "the file that was edited is gone");
    let gives_up = environment.run_with(&["text", "S1", "--edit"], &[("EDITOR", "false"), ("PATH", &path)]);
    assert_eq!(gives_up.code, 2);
    insta::assert_snapshot!(environment.run(&["text", "S1", "--edit"]).stderr, @r"
    error: no editor is named
    hint: set EDITOR, for example `EDITOR=nano`, or bring in a changed file with `--from FILE`
    ");
    let versions = run(&environment, &["text", "S1", "--versions"]).stdout;
    assert_eq!(versions.lines().filter(|line| line.contains("txt, ")).count(), 2, "{versions}");
}

#[test]
fn a_new_study_overwrites_nothing() {
    let environment = Environment::new();
    let rehearsed = run(&environment, &["new", "one.themata", "--dry-run"]);
    assert!(!environment.path("one.themata").exists());
    let made = run(&environment, &["new", "one.themata"]);
    let again = environment.run(&["new", "one.themata"]);
    let odd = environment.run(&["new", "two.themata", "--facet", "phase"]);
    let codebook = environment.run(&["new", "two.themata", "--codebook", "absent.toml"]);
    let told: Vec<String> = [rehearsed, made, again, odd, codebook].iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
}
