//! `themata import`: documents taken in, with what their names and their words tell.

use crate::environment::Environment;

const TALK: &str =
    "Interviewer: How did it begin?\n\nAnna: With a call.\n\nInterviewer: And then?\n\nAnna: We met.\n";

fn begun() -> Environment {
    let environment = Environment::new();
    let made = environment.run(&["new", "study.themata", "--sides", "provider,customer"]);
    assert_eq!(made.code, 0, "{made}");
    environment
}

#[test]
fn a_pattern_shows_its_guesses_before_anything_is_taken_in() {
    let environment = begun();
    environment.write(
        "in",
        &[("R1_provider_Alpha_I1.txt", TALK), ("R2_customer_Beta_I2+I3.md", &TALK.replace("call", "letter"))],
    );
    let pattern = "{case}_{side}_{party}_{informant}";
    let told: Vec<String> = [
        vec!["import", "in", "--pattern", pattern],
        vec!["import", "in", "--pattern", pattern, "--create", "--dry-run"],
        vec!["sources"],
        vec!["import", "in", "--pattern", pattern, "--create", "--speaker", "Anna=I1"],
        vec!["sources"],
        vec!["cases"],
        vec!["import", "in", "--pattern", "{case}_{sid}"],
    ]
    .iter()
    .map(|command| format!("$ themata {}\n{}", command.join(" "), environment.run(command)))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_document_that_is_there_already_or_cannot_be_read_is_not_taken_in() {
    let environment = begun();
    environment.write(
        ".",
        &[
            ("one.txt", TALK),
            ("copy.txt", TALK),
            ("scan.pdf", "%PDF-1.7\n"),
            ("two.txt", "Words of a report.\n"),
        ],
    );
    let told: Vec<String> = [
        vec!["import", "one.txt", "two.txt", "--kind", "report"],
        vec!["import", "copy.txt"],
        vec!["import", "copy.txt", "--again", "--quiet"],
        vec!["import", "scan.pdf", "two.txt", "--strict"],
        vec!["import", "scan.pdf", "two.txt"],
        vec!["import", "one.txt", "two.txt"],
        vec!["import", "absent.txt"],
        vec!["sources"],
    ]
    .iter()
    .map(|command| format!("$ themata {}\n{}", command.join(" "), environment.run(command)))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_would_be_taken_in_is_shown_before() {
    let environment = begun();
    environment.write(
        ".",
        &[
            ("R1_I1.txt", TALK),
            ("who.csv", "label,informant,role\nAnna,I1,informant\nInterviewer,,unknown\n"),
            ("scan.pdf", "%PDF-1.7\n"),
            (
                "survey.csv",
                "ID,Age,What went well?\nA1,34,The calls each week were good for us.\nA2,51,Nothing.\n",
            ),
        ],
    );
    let pattern = "{case}_{informant}";
    let told: Vec<String> = [
        vec!["import", "R1_I1.txt", "--preview", "--pattern", pattern],
        vec!["import", "scan.pdf", "R1_I1.txt", "--preview", "--json"],
        vec!["import", "R1_I1.txt", "--pattern", pattern, "--create", "--speakers", "who.csv"],
        vec!["import", "survey.csv"],
        vec![
            "import",
            "survey.csv",
            "--text-columns",
            "What went well?",
            "--key-column",
            "id",
            "--informant-column",
            "ID",
            "--create",
        ],
        vec!["import", "survey.csv", "--text-columns", "What went well?", "--key-column", "id"],
        vec!["text", "A1"],
        vec!["sources"],
    ]
    .iter()
    .map(|command| format!("$ themata {}\n{}", command.join(" "), environment.run(command)))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_changed_document_brings_its_text_and_the_codings_follow() {
    let environment = begun();
    environment.write(".", &[("one.txt", TALK)]);
    assert_eq!(environment.run(&["import", "one.txt"]).code, 0);
    assert_eq!(environment.run(&["codes", "add", "calling"]).code, 0);
    let coded = environment.run(&["code", "one", "calling", "--quote", "With a call."]);
    assert_eq!(coded.code, 0, "{coded}");
    environment.write(".", &[("one.txt", &TALK.replace("How did it begin?", "How did all of this begin?"))]);
    let told: Vec<String> = [
        vec!["import", "one.txt"],
        vec!["import", "one.txt", "--update"],
        vec!["import", "one.txt", "--update"],
        vec!["import", "one.txt"],
        vec!["undo"],
    ]
    .iter()
    .map(|command| format!("$ themata {}\n{}", command.join(" "), environment.run(command)))
    .collect();
    let told = told.join("\n");
    // The name of a coding is made anew in every run.
    assert!(told.contains("1 coding exact") || told.contains("0 codings exact, 1 moved"), "{told}");
    insta::assert_snapshot!(told);
}
