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
