//! Two copies of a study, worked on apart by the program and brought together.

use serde_json::Value;

use crate::environment::{Environment, arg, sample, three_sides};

/// A study in three files: as it was, and the copies of two coders.
fn copies() -> Environment {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    done(&environment, &["build", arg(&folder), "-o", "base.themata", "--quiet"]);
    done(&environment, &["coders", "add", "lee", "--name", "Lee", "-s", "base.themata"]);
    copy(&environment);
    environment
}

fn copy(environment: &Environment) {
    for name in ["kim.themata", "lee.themata"] {
        std::fs::copy(environment.path("base.themata"), environment.path(name)).expect("the file is copied");
    }
}

fn done(environment: &Environment, args: &[&str]) -> String {
    let output = environment.run(args);
    assert_eq!(output.code, 0, "{args:?}: {output}");
    output.stdout
}

/// Does a verb in the copy of a coder.
fn does(environment: &Environment, who: &str, verb: &[&str]) {
    let study = format!("{who}.themata");
    done(environment, &[verb, &["--coder", who, "-s", &study]].concat());
}

#[test]
fn copies_without_conflicts_become_one_file_that_knows_both_histories() {
    let environment = copies();
    does(&environment, "kim", &["code", "joint", "e1", "--quote", "After that it was easy"]);
    does(&environment, "kim", &["codes", "rename", "e2", "refusing"]);
    does(&environment, "lee", &["code", "joint", "e2", "--quote", "Easy for you."]);
    does(&environment, "lee", &["codes", "add", "on time", "--parent", "c"]);
    let before = std::fs::read(environment.path("lee.themata")).expect("the file is there");
    let args = ["merge", "kim.themata", "lee.themata", "--coder", "kim"];
    let tried = done(&environment, &[&args[..], &["--dry-run"]].concat());
    insta::assert_snapshot!(tried);
    let told = done(&environment, &[&args[..], &["-o", "both.themata"]].concat());
    insta::assert_snapshot!(told);
    assert!(std::fs::read(environment.path("lee.themata")).expect("the file is there") == before);
    let history: Value =
        serde_json::from_str(&done(&environment, &["history", "both.themata", "--json"])).expect("JSON");
    let entries = history["entries"].as_array().expect("a list").iter();
    let verbs: Vec<String> = entries
        .map(|entry| {
            format!("{} {}", entry["coder"].as_str().unwrap_or("-"), entry["verb"].as_str().unwrap_or("-"))
        })
        .collect();
    insta::assert_snapshot!(verbs.join("\n"));
    let list = |study: &str| done(&environment, &["codings", study]);
    assert_eq!(list("both.themata").lines().count(), list("base.themata").lines().count() + 2);
    done(&environment, &["undo", "both.themata", "--coder", "kim"]);
    assert_eq!(list("both.themata"), list("kim.themata"));
}

#[test]
fn conflicts_are_listed_and_nothing_is_written_until_they_are_settled() {
    let environment = copies();
    does(&environment, "kim", &["codes", "define", "e1", "--definition", "Doing what was said."]);
    does(&environment, "lee", &["codes", "define", "e1", "--definition", "Being reliable."]);
    does(&environment, "kim", &["codes", "rename", "e2", "refusing"]);
    does(&environment, "lee", &["codes", "rename", "e2", "declining"]);
    let args =
        ["merge", "base.themata", "kim.themata", "lee.themata", "-o", "both.themata", "--coder", "lee"];
    let open = environment.run(&[&args[..], &["--conflicts", "conflicts.csv"]].concat());
    assert_eq!(open.code, 1, "{open}");
    insta::assert_snapshot!(open.stdout);
    assert!(!environment.path("both.themata").exists());
    insta::assert_snapshot!(
        std::fs::read_to_string(environment.path("conflicts.csv")).expect("the list is written")
    );
    let json: Value =
        serde_json::from_str(&environment.run(&[&args[..], &["--json"]].concat()).stdout).expect("JSON");
    assert_eq!((json["open"].as_u64(), json["conflicts"][1]["theirs"].is_string()), (Some(2), true));
    let settled = environment.run(&[&args[..], &["--take", "1=theirs", "--ours"]].concat());
    assert_eq!(settled.code, 0, "{settled}");
    insta::assert_snapshot!(settled.stdout);
    let again = environment.run(&args);
    assert_eq!(again.code, 2, "{again}");
    insta::assert_snapshot!(again.stderr);
}

#[test]
fn what_is_no_copy_of_the_study_is_refused() {
    let environment = copies();
    let other = three_sides().into_iter().map(|(name, text)| (name, text.replace("\"triad\"", "\"other\"")));
    let other: Vec<(&str, String)> = other.collect();
    let other: Vec<(&str, &str)> = other.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = environment.write("other", &other);
    done(&environment, &["build", arg(&folder), "-o", "other.themata", "--quiet"]);
    let told: Vec<String> = [
        vec!["kim.themata", "other.themata"],
        vec!["kim.themata", "triad"],
        vec!["kim.themata", "lee.themata", "--coder", "kin"],
        vec!["kim.themata", "lee.themata", "--take", "1=both"],
    ]
    .iter()
    .map(|args| {
        let output = environment.run(&[&["merge", "-o", "both.themata"][..], args].concat());
        assert_eq!(output.code, 2, "{output}");
        format!("> {}\n{}", args.join(" "), output.stderr)
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn copies_of_the_sample_study_are_merged_and_merged_again() {
    let environment = Environment::new();
    done(&environment, &["build", arg(&sample()), "-o", "base.themata", "--quiet"]);
    for name in ["anna.themata", "jonas.themata"] {
        std::fs::copy(environment.path("base.themata"), environment.path(name)).expect("the file is copied");
    }
    let says = |study: &str| done(&environment, &["codings", study, "--json"]).matches("\"coder\"").count();
    let first = says("base.themata");
    does(&environment, "anna", &["codes", "merge", "b-people-left", "--into", "b-pilot-tells"]);
    does(&environment, "anna", &["code", "r1-alpha-01", "A", "--quote", "We had all this control know-how"]);
    does(&environment, "jonas", &["code", "r1-alpha-01", "b-people-left", "--quote", "they sent it to"]);
    does(&environment, "jonas", &["snapshot", "save", "R1"]);
    let args = ["merge", "anna.themata", "jonas.themata", "-o", "both.themata", "--coder", "anna"];
    let told = done(&environment, &args);
    assert!(
        told.contains("the code `b-people-left` was merged into `b-pilot-tells` in ours and stays"),
        "{told}"
    );
    assert_eq!(says("both.themata"), first + 2);
    // Jonas goes on in his copy; the next merge begins where the last one ended.
    does(&environment, "jonas", &["code", "r1-alpha-01", "A", "--quote", "We had all this"]);
    let args = ["merge", "both.themata", "jonas.themata", "-o", "again.themata", "--coder", "anna"];
    let told = done(&environment, &args);
    assert!(told.starts_with("Merged the copy *jonas.themata*: 1 coding taken over.\n"), "{told}");
    let state = done(&environment, &["snapshot", "diff", "R1", "-s", "again.themata"]);
    assert!(state.contains("gained"), "{state}");
    let checked = environment.run(&["check", "again.themata"]);
    assert_eq!(checked.code, 0, "{checked}");
}
