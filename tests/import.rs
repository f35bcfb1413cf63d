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

/// The commands with what each of them prints.
fn told(environment: &Environment, commands: &[Vec<&str>]) -> String {
    let told = |command: &Vec<&str>| format!("$ themata {}\n{}", command.join(" "), environment.run(command));
    commands.iter().map(told).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_pattern_shows_its_guesses_before_anything_is_taken_in() {
    let environment = begun();
    environment.write(
        "in",
        &[("R1_provider_Alpha_I1.txt", TALK), ("R2_customer_Beta_I2+I3.md", &TALK.replace("call", "letter"))],
    );
    let pattern = "{case}_{side}_{party}_{informant}";
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["import", "in", "--pattern", pattern],
            vec!["import", "in", "--pattern", pattern, "--create", "--dry-run"],
            vec!["sources"],
            vec!["import", "in", "--pattern", pattern, "--create", "--speaker", "Anna=I1"],
            vec!["sources"],
            vec!["cases"],
            vec!["import", "in", "--pattern", "{case}_{sid}"],
        ],
    ));
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
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["import", "one.txt", "two.txt", "--kind", "report"],
            vec!["import", "copy.txt"],
            vec!["import", "copy.txt", "--again", "--quiet"],
            vec!["import", "scan.pdf", "two.txt", "--strict"],
            vec!["import", "scan.pdf", "two.txt"],
            vec!["import", "one.txt", "two.txt"],
            vec!["import", "absent.txt"],
            vec!["sources"],
        ],
    ));
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
    insta::assert_snapshot!(told(
        &environment,
        &[
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
        ],
    ));
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
    let told = told(
        &environment,
        &[
            vec!["import", "one.txt"],
            vec!["import", "one.txt", "--preview"],
            vec!["import", "one.txt", "--update", "--preview"],
            vec!["import", "one.txt", "--update"],
            vec!["import", "one.txt", "--update"],
            vec!["import", "one.txt"],
            vec!["undo"],
        ],
    );
    // The name of a coding is made anew in every run.
    assert!(told.contains("1 coding exact") || told.contains("0 codings exact, 1 moved"), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn a_document_with_a_key_of_its_own_overwrites_no_other_of_the_same_file_name() {
    let environment = begun();
    environment.write("a", &[("talk.txt", TALK)]);
    environment.write("b", &[("talk.txt", "Another talk altogether.\n")]);
    environment.write("c", &[("talk.txt", "A third one.\n")]);
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["import", "a/talk.txt", "--key", "A"],
            vec!["import", "b/talk.txt", "--key", "B", "--update"],
            vec!["import", "b/talk.txt", "c/talk.txt", "--update"],
            vec!["sources"],
        ],
    ));
}

#[test]
fn who_was_told_to_be_a_speaker_stays_one_in_a_changed_document() {
    let environment = begun();
    let talk = |words: &str| format!("{TALK}\nRemark: {words}\n");
    environment.write(".", &[("one.txt", &talk("They laugh."))]);
    let taken = environment.run(&["import", "one.txt", "--role", "Remark=unknown"]);
    assert_eq!(taken.code, 0, "{taken}");
    environment.write(".", &[("one.txt", &talk("They laugh aloud."))]);
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["sources"],
            vec!["import", "one.txt", "--update", "--wave", "2"],
            vec!["import", "one.txt", "--update"],
            vec!["text", "one"],
        ],
    ));
}

#[test]
fn a_table_of_speakers_makes_labels_speakers_and_its_rows_in_vain_are_told() {
    let environment = begun();
    environment.write(
        ".",
        &[
            ("one.txt", "Words first.\n\nRemark: They laugh.\n\nRemark: And leave.\n"),
            ("who.csv", "label,role,source\nRemark,unknown,one\nCarl,informant,\nAnna,informant,two\n"),
        ],
    );
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["import", "one.txt", "--speakers", "who.csv", "--preview"],
            vec!["import", "one.txt", "--speakers", "who.csv"],
        ],
    ));
}

#[test]
fn the_key_column_outweighs_a_column_that_is_called_key() {
    let environment = begun();
    environment.write(".", &[("s.csv", "ID,Key,Why?\nR1,a,So it was.\nR2,a,Nobody asked.\n")]);
    insta::assert_snapshot!(told(
        &environment,
        &[vec!["import", "s.csv", "--text-columns", "Why?", "--key-column", "ID"], vec!["sources"],],
    ));
}

/// A document that says of itself what it is.
fn with_front_matter(told: &str) -> String {
    format!("---\n{told}\n---\n{TALK}")
}

#[test]
fn options_outweigh_the_table_the_table_the_name_and_the_name_what_the_document_says() {
    let environment = begun();
    let own = "case: R9\nside: customer\ninformant: [I1, I2]\nwave: 9\ndate: 2024-03-05T10:00\nplace: Lund\n\
               team:\n  - front\n  - back\nrecorded: true";
    environment.write("in", &[("R1_talk.md", &with_front_matter(own))]);
    environment.write(".", &[("told.csv", "file;Wave;Side;place\nr1_TALK;2;provider;\n")]);
    let base = ["import", "in", "--pattern", "{case}_{any}", "--metadata", "told.csv", "--create"];
    let with = |more: &[&'static str]| base.iter().chain(more).copied().collect::<Vec<_>>();
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["import", "in", "--preview"],
            with(&["--wave", "1", "--preview"]),
            with(&["--wave", "1", "--set", "place=Malmö", "--preview", "--json"]),
            with(&["--wave", "1"]),
            with(&[]),
            vec!["sources", "--json"],
        ],
    ));
}

#[test]
fn a_document_that_tells_what_cannot_be_is_taken_in_and_the_words_are_kept() {
    let environment = begun();
    let own = "date: 3 March\nrecorded: partly\ninformants: I1\ntags: *all\nkind: notes";
    environment.write(".", &[("one.md", &with_front_matter(own))]);
    insta::assert_snapshot!(told(
        &environment,
        &[vec!["import", "one.md", "--preview"], vec!["import", "one.md"], vec!["import", "one.md"]],
    ));
}

#[test]
fn a_table_of_metadata_lies_beside_the_documents_and_tells_in_vain_what_nobody_is() {
    let environment = begun();
    let talks: Vec<(String, String)> =
        (1..=9).map(|n| (format!("t{n}.txt"), TALK.replace("call", &format!("call {n}")))).collect();
    let talks: Vec<(&str, &str)> = talks.iter().map(|(file, talk)| (file.as_str(), talk.as_str())).collect();
    environment.write("in", &talks);
    environment.write(
        "in",
        &[
            ("scan.pdf", "%PDF-1.7\n"),
            (
                "told.csv",
                "source,key,date,recorded,Rolle,partys\n\
                 T1.TXT,Anna,2024-03-05,Yes,buyer,\nt2,,2024-03,no,,x\nt10,,,,,\nscan,,,,,\nin/t3.txt,,-,,,\n",
            ),
        ],
    );
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["import", "in", "--metadata", "in/told.csv", "--strict"],
            vec!["import", "in", "--metadata", "in/told.csv"],
            vec!["sources"],
        ],
    ));
}

#[test]
fn a_table_of_metadata_that_is_not_clear_is_refused_with_its_lines() {
    let environment = begun();
    environment.write("a", &[("talk.txt", TALK)]);
    environment.write("b", &[("talk.txt", "Another talk.\n"), ("other.txt", "A third one.\n")]);
    environment.write(
        ".",
        &[
            ("unnamed.csv", "document,case\ntalk,R1\n"),
            ("wrong.csv", "file,date,recorded,\nb/talk.txt,5 March,often,x\n\n,2024,yes,\nB/TALK.txt,,,\n"),
            ("several.csv", "file,case\ntalk.txt,R1\nother,R1\nother.txt,R2\n"),
        ],
    );
    let command = |table: &'static str| vec!["import", "a", "b", "--metadata", table];
    insta::assert_snapshot!(told(
        &environment,
        &["unnamed.csv", "wrong.csv", "several.csv", "absent.csv"].map(command),
    ));
}

#[test]
fn a_table_of_metadata_tells_of_the_respondents_of_a_survey() {
    let environment = begun();
    environment.write(
        ".",
        &[
            ("s.csv", "ID,Why?\nA1,So it was.\nA2,Nobody asked.\n"),
            ("told.csv", "key\tcase\tage\nA1\tR1\t34\nA2\tR2\t51\n"),
        ],
    );
    let command = [
        "import",
        "s.csv",
        "--text-columns",
        "Why?",
        "--key-column",
        "ID",
        "--metadata",
        "told.csv",
        "--create",
    ];
    insta::assert_snapshot!(told(&environment, &[command.to_vec(), vec!["sources"]]));
}

#[test]
fn respondents_may_answer_alike_and_a_table_saved_as_text_is_a_survey_by_its_columns() {
    let environment = begun();
    let rows = "ID\tDate\tWhy?\n1\t13/05/2024\tNothing\n2\t2024-05-14\tNothing\n3\tonce\tNothing\n";
    environment.write(".", &[("s.txt", rows), ("talk.txt", TALK)]);
    let with = |f: &str| environment.run(&["import", f, "--text-columns", "Why?", "--key-column", "ID"]);
    let (run, again, talk) = (with("s.txt"), with("s.txt"), with("talk.txt"));
    assert_eq!(run.code, 0, "{run}");
    let said = run.to_string();
    assert!(!said.contains("left out") && said.contains("`13/05/2024`, which is no date"), "{said}");
    assert!(again.to_string().contains("everything is there already"), "{again}");
    assert!(talk.to_string().contains("columns of a survey are named"), "{talk}");
}

#[test]
fn sides_that_file_names_tell_are_sides_of_their_cases_though_no_party_is_told() {
    let environment = begun();
    let talk = |n: usize| TALK.replace("a call", &format!("call {n}"));
    environment.write(
        "in",
        &[("R1_provider.txt", &talk(1)), ("R1_customer.txt", &talk(2)), ("R2_provider.txt", &talk(3))],
    );
    let made = environment.run(&["import", "in", "--pattern", "{case}_{side}", "--create", "--quiet"]);
    assert_eq!(made.code, 0, "{made}");
    insta::assert_snapshot!(told(
        &environment,
        &[
            vec!["cases"],
            vec!["cases", "change", "R2", "--side", "customer"],
            vec!["cases", "change", "R1", "--side", "customer=-"],
            vec!["cases"],
        ],
    ));
}

#[test]
fn a_printed_history_names_a_few_sources_and_one_for_programs_all() {
    let environment = begun();
    let files: Vec<(String, String)> =
        (1..=7).map(|n| (format!("talk-{n}.txt"), TALK.replace("a call", &format!("call {n}")))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    environment.write("in", &files);
    assert_eq!(environment.run(&["import", "in"]).code, 0);
    let printed = environment.run(&["history", "--export", "md"]).stdout;
    assert!(printed.contains("| talk-1; talk-2; talk-3 and 4 more |"), "{printed}");
    let data = environment.run(&["history", "--export", "csv"]).stdout;
    assert!(data.contains("talk-6; talk-7"), "{data}");
    assert_eq!(environment.run(&["history", "--verb", "import"]).code, 0);
    assert_eq!(environment.run(&["history", "-o", "missing/history.docx"]).code, 2);
    assert!(!environment.path("missing").exists());
}

#[test]
fn a_preview_tells_what_the_import_leaves_out_and_names_that_do_not_fit_a_pattern() {
    let environment = begun();
    let three = TALK.replace("call", "letter");
    environment.write(
        "in",
        &[("R1_one.txt", TALK), ("R2_two.txt", TALK), ("R3_three.txt", &three), ("odd.txt", "Odd.")],
    );
    let asked = ["import", "in", "--pattern", "{case}_{key}.txt", "--create"];
    let preview = environment.run(&[&asked[..], &["--preview"]].concat());
    let import = environment.run(&asked);
    for run in [&preview, &import] {
        let said = run.to_string();
        assert_eq!(run.code, 1, "{run}");
        assert!(said.contains("left out: `R2_two.txt` has the same words as `R1_one.txt`"), "{run}");
        assert!(said.contains("odd.txt` does not fit the pattern; rename the file"), "{run}");
    }
    assert!(import.to_string().contains("Imported *one*, *three*"), "{import}");
}

#[test]
fn informants_that_only_a_label_names_are_made_where_that_is_asked_for() {
    let environment = begun();
    environment.write(".", &[("one.txt", TALK)]);
    let asked = ["import", "one.txt", "--speaker", "Anna=I9"];
    let refused = environment.run(&asked);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.to_string().contains("with `--create`"), "{refused}");
    let preview = environment.run(&[&asked[..], &["--preview"]].concat());
    assert_eq!(preview.code, 1, "{preview}");
    assert!(
        preview
            .to_string()
            .contains("left out: all of them, since the import is refused: there is no informant `I9`; ")
    );
    let made = environment.run(&[&asked[..], &["--create"]].concat());
    assert_eq!(made.code, 0, "{made}");
    assert!(environment.run(&["informants"]).to_string().contains("I9"));
}
