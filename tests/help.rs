//! Help texts: the whole command line as a reader sees it, kept as docs/cli-reference.md.

use std::path::Path;

use crate::environment::Environment;

/// The verbs, those below a verb included, as the help lists them: two blanks before each.
pub(crate) fn verbs(environment: &Environment) -> Vec<Vec<String>> {
    let help = environment.run(&["-h"]).stdout;
    let overview = help.split("\nOptions:").next().unwrap_or_default();
    let mut found = Vec::new();
    for verb in listed(overview) {
        let help = environment.run(&[&verb, "-h"]).stdout;
        let below = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
        let below: Vec<Vec<String>> =
            listed(below.unwrap_or_default()).into_iter().map(|own| vec![verb.clone(), own]).collect();
        found.push(vec![verb]);
        found.extend(below);
    }
    found
}

fn listed(lines: &str) -> Vec<String> {
    let first = |line: &str| {
        let verb = line.strip_prefix("  ")?.split(' ').next()?;
        (!verb.is_empty() && verb != "help").then(|| verb.to_string())
    };
    lines.lines().filter_map(first).collect()
}

fn help(environment: &Environment, verb: &[String]) -> String {
    let args: Vec<&str> = verb.iter().map(String::as_str).chain(["--help"]).collect();
    let output = environment.run(&args);
    assert_eq!(output.code, 0, "{output}");
    output.stdout
}

#[test]
fn the_command_line_reference_is_what_the_help_says() {
    let environment = Environment::new();
    let mut text = "# Command line\n\nMade by the test `the_command_line_reference_is_what_the_help_says` from the help texts; \
                    `THEMATA_UPDATE_DOCS=1 cargo test --release --locked --test e2e` writes it anew.\n\n"
        .to_string();
    text.push_str(&format!("```text\n{}```\n", environment.run(&["--help"]).stdout));
    for verb in verbs(&environment) {
        let help = help(&environment, &verb);
        text.push_str(&format!("\n## themata {}\n\n```text\n{help}```\n", verb.join(" ")));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli-reference.md");
    if std::env::var_os("THEMATA_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).expect("the reference is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "docs/cli-reference.md is not what the help says; write it anew (see its head)");
}

#[test]
fn every_verb_shows_an_example() {
    let environment = Environment::new();
    let verbs = verbs(&environment);
    assert!(verbs.contains(&vec!["replicate".to_string()]), "{verbs:?}");
    for verb in &verbs {
        let help = help(&environment, verb);
        let verb = verb.join(" ");
        assert!(
            help.contains(&format!("Example: themata {verb}")),
            "{verb} has no example of its own:\n{help}"
        );
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let program = env!("CARGO_BIN_EXE_themata");
    let status = std::process::Command::new("sh").args(["-c", &format!("{program} --help | true")]).status();
    assert!(status.expect("sh runs").success());
}
