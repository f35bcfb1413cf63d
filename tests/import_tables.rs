//! `themata import`: tables of respondents and of turns, and what columns and tables beside them tell.

use crate::environment::Environment;

fn begun() -> Environment {
    let environment = Environment::new();
    let made = environment.run(&["new", "study.themata"]);
    assert_eq!(made.code, 0, "{made}");
    environment
}

#[test]
fn a_column_that_tells_what_does_not_fit_is_kept_and_said() {
    let environment = begun();
    environment.write(".", &[("s.csv", "ID,Language,Why?\n1,English,The lamps.\n2,de,The boat.\n")]);
    let run = environment.run(&["import", "s.csv", "--text-columns", "Why?", "--key-column", "ID"]);
    let said = run.to_string();
    assert_eq!(run.code, 0, "{said}");
    let kept = "`English`, which is no tag of a language such as `en`; such are kept as the attribute `language told`";
    assert!(said.contains(kept), "{said}");
}

#[test]
fn respondents_without_a_key_are_said_to_be_counted_when_they_are_brought_up_to_date() {
    let environment = begun();
    environment.write(".", &[("s.csv", "Age,Why?\n30,The lamps.\n31,The boat.\n")]);
    let first = environment.run(&["import", "s.csv", "--text-columns", "Why?"]);
    assert!(!first.to_string().contains("--key-column"), "{first}");
    environment.write(".", &[("s.csv", "Age,Why?\n29,The pier.\n30,The lamps.\n31,The boat.\n")]);
    let again = environment.run(&["import", "s.csv", "--text-columns", "Why?", "--update"]);
    let said = again.to_string();
    assert!(
        said.contains("these get the words of somebody else") && said.contains("`--key-column`"),
        "{said}"
    );
}

#[test]
fn a_table_of_turns_is_a_transcript_unless_columns_of_answers_are_named() {
    let environment = begun();
    let table = "Zeit;Sprecher;Text\n0:01;I;Wer entscheidet?\n0:04;Anna;Wir beide.\n0:09;I;Seit wann?\n";
    environment.write(".", &[("turns.csv", table)]);
    let preview = environment.run(&["import", "turns.csv", "--preview"]).to_string();
    assert!(preview.contains("the table is read as turns, not as a survey"), "{preview}");
    let survey = environment.run(&["import", "turns.csv", "--text-columns", "Text", "--preview"]).to_string();
    assert!(!survey.contains("is read as turns") && survey.contains("row-2"), "{survey}");
}

#[test]
fn a_speaker_is_told_of_by_the_name_that_the_file_has_as_well_as_by_the_label() {
    let environment = begun();
    let cue = |n: usize, name: &str, words: &str| {
        format!("00:00:0{n}.000 --> 00:00:0{n}.900\n<v {name}>{words}\n\n")
    };
    let talk = |last: &str| {
        let cues = [
            cue(1, "P07 - Nurse", "Why so?"),
            cue(2, "Anna - Acme", "It grew."),
            cue(3, "P07 - Nurse", last),
        ];
        format!("WEBVTT\n\n{}", cues.concat())
    };
    let table = "label,informant,role\nAnna - Acme,,interviewer\n\"P07, Nurse\",,informant\n";
    environment.write(".", &[("a.vtt", &talk("Oh.")), ("b.vtt", &talk("I see.")), ("who.csv", table)]);
    let by_table = environment.run(&["import", "a.vtt", "--speakers", "who.csv"]).to_string();
    let by_hand = ["import", "b.vtt", "--role", "Anna - Acme=interviewer", "--role", "P07 - Nurse=informant"];
    for said in [by_table, environment.run(&by_hand).to_string()] {
        assert!(said.contains("P07, Nurse (informant), Anna, Acme (interviewer)"), "{said}");
    }
}
