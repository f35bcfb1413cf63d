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
        vec!["import", "scan.pdf", "two.txt"],
        vec!["import", "absent.txt"],
        vec!["sources"],
    ]
    .iter()
    .map(|command| format!("$ themata {}\n{}", command.join(" "), environment.run(command)))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}
