//! `themata codes` and `themata levels`: the codebook changed from the command line.

use crate::environment::{Environment, arg, three_sides};

fn built() -> Environment {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let output = environment.run(&["build", arg(&folder), "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

/// Runs commands one after the other and gives what they say.
fn told(environment: &Environment, commands: &[&[&str]]) -> String {
    let mut shown = String::new();
    for command in commands {
        let output = environment.run(command);
        shown.push_str(&format!("> themata {}\n", command.join(" ")));
        shown.push_str(&output.stdout);
        shown.push_str(&output.stderr);
    }
    shown
}

#[test]
fn a_codebook_is_worked_on_from_the_command_line() {
    let environment = built();
    std::fs::write(environment.path("definition.txt"), "Doing what was promised.\n").expect("written");
    insta::assert_snapshot!(told(
        &environment,
        &[
            &["codes", "add", "weekly calls", "--parent", "c"],
            &["codes", "rename", "weekly-calls", "calls"],
            &[
                "codes",
                "define",
                "e1",
                "--text-file",
                "definition.txt",
                "--marker",
                "A",
                "--origin",
                "emergent"
            ],
            &["codes", "define", "e1", "--origin", "emergnt"],
            &["codes", "alias", "e1", "--add", "promises"],
            &["codes", "recolour", "promises", "#1F77B4"],
            &["codes", "rekey", "promises", "promise"],
            &["codes", "split", "promise", "--new", "hearsay", "--source", "alone"],
            &["codes", "move", "hearsay", "--before", "A"],
            &["codes", "reorder", "--by", "name"],
            &["codes", "merge", "e2", "hearsay", "--into", "promise", "--dry-run"],
            &["codes", "merge", "e2", "hearsay", "--into", "promise"],
            &["codes", "delete", "c"],
            &["codes", "delete", "c", "--force", "--keep-children"],
            &["levels"],
            &["levels", "delete", "conceptual-categories"],
            &["levels", "rename", "families", "Themes"],
            &["levels", "add", "Core"],
            &["codes", "move", "f", "--to", "calls"],
            &["codes"],
            &["undo"],
        ],
    ));
    let output = environment.run(&["unpack", "triad.themata", "again"]);
    assert_eq!(output.code, 0, "{output}");
    let output = environment.run(&["build", "again", "-o", "again.themata"]);
    assert_eq!(output.code, 0, "{output}");
    assert_eq!(
        environment.run(&["codes", "again.themata"]).stdout,
        environment.run(&["codes", "triad.themata"]).stdout
    );
}

#[test]
fn what_was_done_is_told_as_json_too() {
    let environment = built();
    let output = environment.run(&["codes", "merge", "e2", "--into", "e1", "--json"]);
    let done: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(done["schema"], "themata.done/1");
    assert_eq!(done["said"], "merged *saying no* into *keeping one's word*, 2 codings moved");
    let output = environment.run(&["codes", "delete", "e1", "--json"]);
    let error: serde_json::Value = serde_json::from_str(&output.stderr).expect("JSON");
    assert_eq!((output.code, &error["schema"]), (2, &serde_json::json!("themata.error/1")));
}
