//! Tables used as transcripts, in web pages.

use crate::{Ingested, Options, read};

/// The table of these rows, its cells parted by bars, and what is said of it.
fn ingest(rows: &[&str]) -> (Ingested, Vec<String>) {
    let row = |row: &&str| format!("<tr><td>{}</td></tr>", row.replace(" | ", "</td><td>"));
    let page =
        format!("<html><body><table>{}</table></body></html>", rows.iter().map(row).collect::<String>());
    let (ingested, problems) = read("x.html", page.as_bytes(), &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[test]
fn the_times_at_which_turns_end_are_none_of_their_words() {
    let (ingested, problems) = ingest(&[
        "Beginn | Ende | Sprecher | Text",
        "00:00:03 | 00:00:06 | Ms Kolb | Why did it grow?",
        "00:00:35 | unclear | Anna | Since we worked.",
        "00:01:06 | 00:01:09 | Ms Kolb | And then?",
        "00:01:16 | 00:01:19 | Anna | More.",
        "00:01:26 | 00:01:29 | Ms Kolb | So.",
        "00:01:36 | 00:01:39 | Anna | Yes.",
        "00:01:46 | 00:01:49 | Ms Kolb | No.",
        "00:01:56 | 00:01:59 | Anna | So.",
        "00:02:06 | 00:02:09 | Ms Kolb | Oh.",
    ]);
    assert!(
        ingested.text.starts_with(
            "Beginn\tEnde\tSprecher\tText\n\nMs Kolb [00:00:03]: Why did it grow?\n\nAnna [00:00:35]: Since we worked.\nunclear\n\n"
        ),
        "{}",
        ingested.text
    );
    assert_eq!(ingested.turns.len(), 9);
    assert_eq!(
        problems,
        [
            "a table of 10 rows is read as turns, with column 3 as the speakers",
            "left out: column 2, the times at which turns end",
        ]
    );
}

#[test]
fn a_first_row_of_words_that_never_come_again_heads_the_columns_whatever_they_say() {
    let (ingested, problems) = ingest(&[
        "N.º | Habla | Texto | Código",
        "1 | Anna | Why did it grow? | ",
        "2 | Ms Kolb | Since we worked. | CONF",
        "3 | Anna | And then? | ",
        "4 | Ms Kolb | More. | ",
    ]);
    assert_eq!(
        ingested.text,
        "N.º\tHabla\tTexto\tCódigo\n\nAnna: Why did it grow?\n\nMs Kolb: Since we worked.\nCONF\n\nAnna: And then?\n\nMs Kolb: More.\n"
    );
    let numbers: Vec<&str> = ingested.locators.numbers().iter().map(|(_, number)| number.as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4"]);
    assert_eq!(
        problems,
        [
            "a table of 5 rows is read as turns, with column 2 as the speakers",
            "column 4 (`Código`) stands below the turns, on lines of its own that belong to none",
        ]
    );
}

#[test]
fn a_first_row_of_two_columns_whose_words_are_no_sentence_and_never_come_again_heads_them() {
    let body = ["Anna | Why did it grow?", "Ramón | Since we worked.", "Anna | And then?", "Ramón | More."];
    for head in
        ["Nombre | Texto", "Kürzel | Beitrag", "Henkilö | Mitä sanoi", "Participante | Texto", "姓名 | 内容"]
    {
        let (ingested, _) = ingest(&[&[head][..], &body].concat());
        assert_eq!(ingested.turns.len(), 4, "{head}");
        assert_eq!(ingested.speakers.len(), 2, "{head}");
    }
    // Who speaks first may say little, and may come again.
    for first in ["Pia | Yes.", "Anna | Yes", "Moderator | Anna, please, tell us"] {
        let (ingested, _) = ingest(&[&[first][..], &body].concat());
        assert_eq!(ingested.turns.len(), 5, "{first}");
    }
}

#[test]
fn a_title_above_the_heads_is_no_turn() {
    for head in ["Speaker | Utterance", "Vem | Vad", "Nombre | Texto"] {
        let rows =
            ["Interview 9 | ", head, "Anna | Why?", "Mikko | So.", "Anna | And then?", "Mikko | More."];
        let (ingested, _) = ingest(&rows);
        assert_eq!(ingested.turns.len(), 4, "{head}: {}", ingested.text);
        assert!(ingested.text.starts_with("Interview 9\n"), "{}", ingested.text);
    }
}

#[test]
fn two_columns_headed_by_the_two_who_talk_are_their_turns() {
    let (ingested, problems) = ingest(&[
        "Laura | Nino",
        "Why did it grow? | ",
        " | Since we worked.",
        "And then? | ",
        " | More of it.",
        "Who decides? | ",
        " | Nobody.",
    ]);
    assert!(
        ingested.text.starts_with("Laura: Why did it grow?\n\nNino: Since we worked.\n\n"),
        "{}",
        ingested.text
    );
    assert_eq!((ingested.turns.len(), ingested.speakers.len()), (6, 2));
    assert_eq!(problems[0], "a table of 6 rows is read as turns of `Laura` and `Nino`, its columns");

    let body = ["Why? | Since we worked.", "And then? | More of it.", "Who decides? | Nobody.", "So? | Yes."];
    for head in ["Intervistatrice | Sig. Balbo", "Interviewer | Mr Pike"] {
        let (ingested, _) = ingest(&[&[head][..], &body].concat());
        assert_eq!((ingested.turns.len(), ingested.speakers.len()), (8, 2), "{head}");
    }
}

#[test]
fn columns_whose_heads_may_be_those_who_talk_are_told_and_others_stay_silent() {
    let body = ["Why? | Since we worked.", "And then? | More of it.", "Who decides? | Nobody.", "So? | Yes."];
    for head in ["Interviewer | Notizen", "Anna Berg | Mikko Maki"] {
        let (ingested, problems) = ingest(&[&[head][..], &body].concat());
        assert_eq!(ingested.turns.len(), 0, "{head}");
        assert!(
            problems.iter().any(|problem| problem.contains("who may be those that speak")),
            "{problems:?}"
        );
    }
    for rows in [
        [&["Thema | Bemerkung"][..], &body].concat(),
        vec!["Anna | Mikko", "a boat | ", " | a car", "a house | ", " | a garden"],
        vec!["Anna Berg | Mikko Maki", "Boats. | Cars.", "Gulls. | Dogs.", "Tea. | Milk.", "Rain. | Snow."],
    ] {
        let (ingested, problems) = ingest(&rows);
        assert_eq!(ingested.turns.len(), 0, "{rows:?}");
        assert!(!problems.iter().any(|problem| problem.contains("who may be")), "{problems:?}");
    }
}
