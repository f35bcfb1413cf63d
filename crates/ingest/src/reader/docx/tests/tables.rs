//! Tables used as transcripts, and types of letters that styles give.

use super::*;

/// Speakers and words of the turns.
fn said(ingested: &Ingested) -> Vec<(&str, &str)> {
    let words = |turn: &themata_model::Turn| turn.body.map_or("", |body| body.of(&ingested.text));
    ingested.turns.iter().map(|turn| (ingested.speakers[turn.speaker].label.as_str(), words(turn))).collect()
}

#[test]
fn a_row_over_all_columns_stands_between_the_turns() {
    let body = [
        row(&["The beginning"]),
        row(&["Int.", "How did it begin?"]),
        row(&["Ms Kolb", "With an oven."]),
        row(&["The flood"]),
        row(&["Int.", "And then?"]),
        row(&["Ms Kolb", "Water."]),
    ];
    let (ingested, _) = ingest(&format!("<w:tbl>{}</w:tbl>", body.concat()), &[]);
    assert_eq!(
        said(&ingested),
        [
            ("Int.", "How did it begin?"),
            ("Ms Kolb", "With an oven."),
            ("Int.", "And then?"),
            ("Ms Kolb", "Water.")
        ]
    );
    assert!(ingested.text.contains("With an oven.\n\nThe flood\n\nInt.: And then?"));
}

#[test]
fn a_column_of_questions_and_one_of_answers_are_turns() {
    let body = [
        row(&["Question", "Answer"]),
        row(&["Why?", "So.|And so."]),
        row(&["When?", ""]),
        row(&["Who?", "We."]),
    ];
    let (ingested, problems) = ingest(&format!("<w:tbl>{}</w:tbl>", body.concat()), &[]);
    assert_eq!(
        ingested.text,
        "Question: Why?\n\nAnswer: So.\nAnd so.\n\nQuestion: When?\n\nQuestion: Who?\n\nAnswer: We.\n"
    );
    assert_eq!(ingested.turns.len(), 5);
    assert_eq!(problems, ["a table of 3 rows is read as turns of `Question` and `Answer`, its columns"]);
    let body = [row(&["问题", "回答"]), row(&["为什么？", "因为。"]), row(&["谁？", "我们。"])];
    assert_eq!(ingest(&format!("<w:tbl>{}</w:tbl>", body.concat()), &[]).0.turns.len(), 4);
    let body = [row(&["Question", "Number"]), row(&["Why?", "3"]), row(&["When?", "4"])];
    assert_eq!(ingest(&format!("<w:tbl>{}</w:tbl>", body.concat()), &[]).0.turns, []);
}

#[test]
fn a_wide_blank_behind_a_name_in_small_capitals_parts_it_from_the_words() {
    let turn = |name: &str, words: &str| {
        format!(
            "<w:p><w:r><w:rPr><w:smallCaps/></w:rPr><w:t>{name}</w:t></w:r><w:r><w:t>\u{2003}{words}</w:t></w:r></w:p>"
        )
    };
    let body = (turn("Vidal", "Why?") + &turn("Ms Brun", "So.")).repeat(2);
    let (ingested, _) = ingest(&body, &[]);
    assert_eq!(
        said(&ingested),
        [("Vidal", "Why?"), ("Ms Brun", "So."), ("Vidal", "Why?"), ("Ms Brun", "So.")]
    );
}

#[test]
fn questions_that_their_style_sets_off_are_said() {
    const STYLES: &str = "<w:styles><w:style w:styleId='Ask'><w:rPr><w:i/></w:rPr></w:style>\
        <w:style w:styleId='Child'><w:basedOn w:val='Ask'/></w:style>\
        <w:style w:styleId='Off'><w:basedOn w:val='Ask'/><w:rPr><w:i w:val='0'/></w:rPr></w:style></w:styles>";
    let styled = |style: &str, run: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r>{run}<w:t>{text}</w:t></w:r></w:p>")
    };
    let problems = |style: &str, run: &str| {
        let body = (styled(style, run, "Why is that so?") + &p("It grew.")).repeat(3);
        ingest(&body, &[("word/styles.xml", STYLES)]).1
    };
    for style in ["Ask", "Child"] {
        assert_eq!(problems(style, "").len(), 1, "{style}");
        assert_eq!(problems(style, "<w:rPr><w:i w:val='0'/></w:rPr>").len(), 0, "{style}");
    }
    assert_eq!(problems("Off", "").len(), 0);
}

#[test]
fn columns_of_ends_are_left_out_and_others_are_said() {
    let body = [
        row(&["N.º", "Habla", "Texto", "Comienzo", "Fin", "Código"]),
        row(&["1", "Lin", "Why?", "00:00:01", "00:00:03", ""]),
        row(&["2", "Pia", "So it went.", "00:00:03", "00:00:09", "family"]),
        row(&["3", "Lin", "And then?", "00:00:09", "00:00:11", ""]),
        row(&["4", "Pia", "Nothing much.", "00:00:11", "00:00:14", ""]),
    ];
    let (ingested, problems) = ingest(&format!("<w:tbl>{}</w:tbl>", body.concat()), &[]);
    let expected = [("Lin", "Why?"), ("Pia", "So it went."), ("Lin", "And then?"), ("Pia", "Nothing much.")];
    assert_eq!(said(&ingested), expected);
    assert_eq!(ingested.locators.numbers().len(), 4);
    assert_eq!(
        problems,
        [
            "a table of 5 rows is read as turns, with column 2 as the speakers",
            "left out: column 5, the times at which turns end",
            "column 6 (`Código`) stands below the turns, on lines of its own that belong to none",
        ]
    );
}

#[test]
fn names_in_bold_are_told_beside_times_dashes_stressed_words_and_whole_questions() {
    let b = |words: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>");
    let r = |words: &str| format!("<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>");
    let expected =
        [("Lin Ek", "Why?"), ("Pia", "So it went."), ("Lin Ek", "And then?"), ("Pia", "Nothing much.")];
    let plain = |turn: usize| {
        let (name, words) = expected[turn];
        b(name) + &r(&format!(" {words}"))
    };
    let timed = |turn: usize| r(&format!("00:00:0{turn} ")) + &plain(turn);
    let behind = |turn: usize| {
        let (name, words) = expected[turn];
        b(name) + &r(&format!(" 00:00:0{turn} {words}"))
    };
    let whole = |turn: usize| {
        let (name, words) = expected[turn];
        if turn == 2 { b(&format!("{name} {words}")) } else { plain(turn) }
    };
    let forms: [&dyn Fn(usize) -> String; 4] = [&plain, &timed, &behind, &whole];
    for (n, form) in forms.into_iter().enumerate() {
        let twice = (0..8).map(|turn| format!("<w:p>{}</w:p>", form(turn % 4))).collect::<String>();
        let (ingested, _) = ingest(&twice, &[]);
        assert_eq!(said(&ingested), [expected, expected].concat(), "{n}: {}", ingested.text);
    }
    let stressed = (0..8)
        .map(|turn| {
            format!(
                "<w:p>{}{}</w:p>",
                b(if turn == 5 { "Pia NEVER" } else { expected[turn % 4].0 }),
                r(" we said.")
            )
        })
        .collect::<String>();
    let (ingested, _) = ingest(&stressed, &[]);
    assert_eq!(said(&ingested)[5], ("Pia", "NEVER we said."));
    assert_eq!(ingested.speakers.len(), 2);
}

#[test]
fn questions_in_a_type_of_their_own_among_named_answers_are_said() {
    let question = |words: &str| format!("<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{words}</w:t></w:r></w:p>");
    let body = [
        p("Lin: With an oven."),
        question("And then, what came?"),
        p("Pia: Water."),
        question("And who paid for all that?"),
        p("Lin: Nobody."),
        question("And what will come?"),
        p("Pia: Bread."),
    ];
    let (ingested, problems) = ingest(&body.concat(), &[]);
    assert_eq!(ingested.turns.len(), 4);
    assert!(
        problems.iter().any(|said| said.starts_with("3 questions set off by their type stand inside turns")),
        "{problems:?}"
    );
}

#[test]
fn names_that_are_only_marked_as_with_a_pen_are_told_and_marked_answers_stay_answers() {
    let run = |marked: &str, words: &str| {
        format!("<w:r><w:rPr>{marked}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
    };
    for marked in ["<w:highlight w:val='yellow'/>", "<w:shd w:fill='FFFF00'/>"] {
        let turn = |name: &str, words: &str| format!("<w:p>{}{}</w:p>", run(marked, name), run("", words));
        let turns = (turn("Lin Ek", " Why?") + &turn("Pia", " So it went.")).repeat(2);
        let (ingested, _) = ingest(&(turns + &format!("<w:p>{}</w:p>", run(marked, "And bread"))), &[]);
        let expected = [
            ("Lin Ek", "Why?"),
            ("Pia", "So it went."),
            ("Lin Ek", "Why?"),
            ("Pia", "So it went.\n\nAnd bread"),
        ];
        assert_eq!(said(&ingested), expected);
    }
    let bold = |words: &str| run("<w:b/>", words);
    let turn = |name: &str, words: &str| {
        format!("<w:p>{}{}</w:p>", bold(name), run("<w:highlight w:val='yellow'/>", words))
    };
    let turns = (turn("Lin Ek", " Why?") + &turn("Pia", " So it went.")).repeat(2);
    assert_eq!(ingest(&turns, &[]).0.turns.len(), 4, "a passage that is marked begins behind the name");
}
