//! Help texts: the whole command line as a reader sees it, kept as docs/cli-reference.md.

use std::path::Path;

use crate::environment::Environment;

const VERBS: [&str; 11] = [
    "replicate",
    "build",
    "unpack",
    "table",
    "figure",
    "check",
    "status",
    "cases",
    "sources",
    "informants",
    "codes",
];

#[test]
fn the_command_line_reference_is_what_the_help_says() {
    let environment = Environment::new();
    let mut text = "# Command line\n\nMade by the test `the_command_line_reference_is_what_the_help_says` from the help texts; \
                    `THEMATA_UPDATE_DOCS=1 cargo test --release --locked --test e2e` writes it anew.\n\n"
        .to_string();
    text.push_str(&format!("```text\n{}```\n", environment.run(&["--help"]).stdout));
    for verb in VERBS {
        let help = environment.run(&[verb, "--help"]);
        assert_eq!(help.code, 0);
        text.push_str(&format!("\n## themata {verb}\n\n```text\n{}```\n", help.stdout));
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
    for verb in VERBS {
        let help = environment.run(&[verb, "--help"]).stdout;
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
