//! `themata check`.

use crate::environment::{Environment, arg, sample, three_sides};

#[test]
fn the_sample_study_is_not_broken_and_raises_the_questions_it_should() {
    let environment = Environment::new();
    let output = environment.run(&["check", arg(&sample())]);
    assert_eq!(output.code, 0, "{output}");
    insta::assert_snapshot!(output.stdout);
    let strict = environment.run(&["check", arg(&sample()), "--strict"]);
    assert_eq!(strict.code, 1);
}

#[test]
fn the_other_sample_studies_raise_what_does_not_agree_in_their_papers() {
    let environment = Environment::new();
    for study in ["agile-co-creation", "role-alignment"] {
        let output = environment.run(&["check", arg(&sample().with_file_name(study))]);
        assert_eq!(output.code, 0, "{output}");
        insta::assert_snapshot!(study, output.stdout);
    }
}

#[test]
fn totals_that_contradict_the_roster_are_broken() {
    let environment = Environment::new();
    let mut files = three_sides();
    files.retain(|(name, _)| *name != "study.toml");
    files.push(("study.toml", "key = \"triad\"\n[[totals]]\nof = \"informants\"\nvalue = 4\n"));
    let folder = environment.write("triad", &files);
    let output = environment.run(&["check", arg(&folder)]);
    assert_eq!(output.code, 1, "{output}");
    insta::assert_snapshot!(output.stdout);
}

#[test]
fn an_accepted_question_no_longer_fails_a_strict_check() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let book = std::fs::read_to_string(folder.join("codebook.toml")).expect("read");
    let unused =
        "\n[[codes]]\nkey = \"e3\"\nlevel = \"Empirical themes\"\nparent = \"c\"\nname = \"never heard\"\n";
    std::fs::write(folder.join("codebook.toml"), format!("{book}{unused}")).expect("written");
    let output = environment.run(&["check", arg(&folder), "--strict", "--json"]);
    assert_eq!(output.code, 1, "{output}");
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let remarks = report["remarks"].as_array().expect("remarks");
    let questions: Vec<&str> =
        remarks.iter().filter(|r| r["class"] == "question").filter_map(|r| r["key"].as_str()).collect();
    assert!(!questions.is_empty(), "the study has open questions");
    let allow: Vec<String> = questions.iter().map(|key| format!("{key:?}")).collect();
    let toml = format!(
        "key = \"triad\"\nallow = [{}]\n[[totals]]\nof = \"informants\"\nvalue = 3\n",
        allow.join(", ")
    );
    std::fs::write(folder.join("study.toml"), toml).expect("written");
    let again = environment.run(&["check", arg(&folder), "--strict"]);
    assert_eq!(again.code, 0, "{again}");
}

#[test]
fn mistakes_in_a_folder_are_what_its_check_finds() {
    let environment = Environment::new();
    let mut files = three_sides();
    files.push(("codings/lee.csv", "source,code,quote\njoint,e9,Nobody said this.\n"));
    let folder = environment.write("triad", &files);
    let output = environment.run(&["check", arg(&folder)]);
    assert_eq!(output.code, 1);
    assert!(output.stdout.contains("codings/lee.csv:2 (code): there is no code `e9`"), "{output}");
}
