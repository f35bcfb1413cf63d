//! `themata build` and `themata unpack`: the two laws on real files.

use crate::environment::{Environment, arg, files_below, sample, three_sides};

#[test]
fn unpacking_what_was_built_gives_the_canonical_folder_and_building_that_changes_nothing() {
    let environment = Environment::new();
    let sample = sample();
    for command in [
        vec!["build", arg(&sample), "-o", "one.themata"],
        vec!["unpack", "one.themata", "one"],
        vec!["build", "one", "-o", "two.themata"],
        vec!["unpack", "two.themata", "two"],
        vec!["unpack", arg(&sample), "canonical"],
    ] {
        let output = environment.run(&command);
        assert_eq!(output.code, 0, "{command:?}: {output}");
    }
    let one = files_below(&environment.path("one"));
    for other in ["two", "canonical"] {
        let files = files_below(&environment.path(other));
        assert_eq!(one.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(files[name] == *bytes, "{name} differs in {other}");
        }
    }
}

#[test]
fn a_study_file_is_not_replaced_unless_told() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let first = environment.run(&["build", arg(&folder)]);
    assert_eq!(first.code, 0, "{first}");
    let second = environment.run(&["build", arg(&folder)]);
    assert_eq!(second.code, 2);
    insta::assert_snapshot!(second.stderr);
    let third = environment.run(&["build", arg(&folder), "--replace"]);
    assert_eq!(third.code, 0, "{third}");
}

#[test]
fn a_folder_that_is_not_empty_is_not_unpacked_into() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let built = environment.run(&["build", arg(&folder)]);
    assert_eq!(built.code, 0, "{built}");
    let output = environment.run(&["unpack", "triad.themata", "triad"]);
    assert_eq!(output.code, 2);
    insta::assert_snapshot!(output.stderr, @r"
    error: `triad` exists already and is not empty
    hint: name a folder that does not exist yet
    ");
}

#[test]
fn nothing_is_left_beside_a_study_file_that_was_read() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    for command in [vec!["build", arg(&folder)], vec!["status"], vec!["table", "frequency"]] {
        let output = environment.run(&command);
        assert_eq!(output.code, 0, "{command:?}: {output}");
    }
    let beside: Vec<String> =
        files_below(&environment.path("")).into_keys().filter(|name| !name.starts_with("triad/")).collect();
    assert_eq!(beside, ["triad.themata"]);
}

#[test]
fn what_is_no_study_is_told_so() {
    let environment = Environment::new();
    environment.write(".", &[("letter.themata", "Dear colleague,")]);
    let told: Vec<String> = [
        vec!["status"],
        vec!["status", "absent.themata"],
        vec!["build", "nowhere"],
        vec!["build", "."],
        vec!["table", "frequency", "-s", "x", "y"],
    ]
    .iter()
    .map(|command| environment.run(command).to_string())
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}
