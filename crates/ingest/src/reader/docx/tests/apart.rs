//! What belongs to no turn: notes beside the words of a table, text boxes, and what stands below a table of turns.

use super::*;

/// Speakers and words of the turns.
fn said(ingested: &Ingested) -> Vec<(&str, &str)> {
    let words = |turn: &themata_model::Turn| turn.body.map_or("", |body| body.of(&ingested.text));
    ingested.turns.iter().map(|turn| (ingested.speakers[turn.speaker].label.as_str(), words(turn))).collect()
}

fn table(rows: &[&[&str]]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>())
}

#[test]
fn notes_beside_the_words_stand_below_the_turn_and_belong_to_none() {
    let body = table(&[
        &["Speaker", "Text", "Notes"],
        &["Lin", "Why?", ""],
        &["Pia", "So it went.", "family"],
        &["", "And on.", "family"],
        &["Lin", "And then?", ""],
    ]);
    let (ingested, problems) = ingest(&body, &[]);
    assert_eq!(said(&ingested), [("Lin", "Why?"), ("Pia", "So it went.\nAnd on."), ("Lin", "And then?")]);
    assert!(ingested.text.contains("So it went.\nAnd on.\nfamily\nfamily\n\nLin:"), "{}", ingested.text);
    assert!(
        problems.contains(
            &"column 3 (`Notes`) stands below the turns, on lines of its own that belong to none".to_string()
        ),
        "{problems:?}"
    );
}

#[test]
fn notes_beside_words_that_have_their_labels_belong_to_no_turn() {
    let body = table(&[
        &["Talk", "Comment"],
        &["Lin Ek: Why?", ""],
        &["Pia: So it went.", "good"],
        &["Lin Ek: And then?", "Pia: see page 3"],
        &["Pia: Nothing much.", ""],
    ]);
    let (ingested, problems) = ingest(&body, &[]);
    let expected =
        [("Lin Ek", "Why?"), ("Pia", "So it went."), ("Lin Ek", "And then?"), ("Pia", "Nothing much.")];
    assert_eq!(said(&ingested), expected, "{}", ingested.text);
    assert_eq!(
        problems,
        [
            "a table of 5 rows is read as turns, whose labels stand in column 1",
            "column 2 (`Comment`) stands below the turns, on lines of its own that belong to none",
        ]
    );
}

#[test]
fn words_that_stand_in_one_column_or_the_other_are_words_of_the_turns() {
    let body = table(&[
        &["I", "Why?", ""],
        &["Pia", "", "So it went."],
        &["I", "And then?", ""],
        &["Pia", "", "Nothing much."],
    ]);
    let expected = [("I", "Why?"), ("Pia", "So it went."), ("I", "And then?"), ("Pia", "Nothing much.")];
    assert_eq!(said(&ingest(&body, &[]).0), expected);
}

#[test]
fn what_stands_below_a_table_of_turns_belongs_to_none() {
    let rows: [&[&str]; 4] =
        [&["Lin Ek", "Why?"], &["Pia", "So."], &["Lin Ek", "And then?"], &["Pia", "Nothing much."]];
    let body =
        table(&rows) + &p("The end of it, then coffee.") + &p("Lin Ek: One more thing.") + &p("Please.");
    let (ingested, problems) = ingest(&body, &[]);
    assert_eq!(said(&ingested)[3..], [("Pia", "Nothing much."), ("Lin Ek", "One more thing.\n\nPlease.")]);
    assert!(
        problems
            .iter()
            .any(|said| said.starts_with("`The end of it, then coffee.` stands outside the turns")),
        "{problems:?}"
    );
}

#[test]
fn a_text_box_begins_no_turn_and_belongs_to_none() {
    let boxed = |words: &str| format!("<w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p>", p(words));
    let body = [p("I: Why did it begin there?"), p("Pia: So it went, with an oven."), p("I: And then?")]
        .concat()
        + &boxed("Plan: part 3")
        + &p("Pia: Nothing much.");
    let (ingested, problems) = ingest(&body, &[]);
    assert_eq!(
        said(&ingested),
        [
            ("I", "Why did it begin there?"),
            ("Pia", "So it went, with an oven."),
            ("I", "And then?"),
            ("Pia", "Nothing much.")
        ],
        "{}",
        ingested.text
    );
    assert!(ingested.text.contains("Plan: part 3"));
    assert_eq!(problems, ["1 text box stands above the paragraph it is fixed to, and no turn begins there"]);
    // Where boxes hold most of the words, they are the talk.
    let all = ["I: Why?", "Pia: So it went.", "I: And then?", "Pia: Nothing much."].map(boxed).concat();
    assert_eq!(ingest(&all, &[]).0.turns.len(), 4);
}
