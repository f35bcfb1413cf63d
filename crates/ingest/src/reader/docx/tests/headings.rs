//! Headings between turns.

use super::*;

const STYLES: &str = "<w:styles><w:style w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>\
    <w:style w:styleId='Own'><w:basedOn w:val='berschrift2'/></w:style>\
    <w:style w:styleId='Plain'><w:basedOn w:val='Own'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style></w:styles>";

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn said(body: &str) -> Vec<String> {
    let (ingested, _) = ingest(body, &[("word/styles.xml", STYLES)]);
    let words = |turn: &themata_model::Turn| turn.body.map_or("", |body| body.of(&ingested.text));
    ingested
        .turns
        .iter()
        .map(|turn| format!("{}: {}", ingested.speakers[turn.speaker].label, words(turn)))
        .collect()
}

#[test]
fn a_heading_is_no_part_of_the_turn_above_it() {
    for style in ["berschrift2", "Own", "Heading1", "Title"] {
        let body = [
            styled(style, "Part 1: begin"),
            p("I: Why?"),
            p("B: So."),
            p("And so."),
            styled(style, "Part 2: today"),
            p("I: Oh?"),
            p("B: Yes."),
            styled(style, "Leadership"),
            p("I: And?"),
            p("B: No."),
        ];
        let expected = ["I: Why?", "B: So.\n\nAnd so.", "I: Oh?", "B: Yes.", "I: And?", "B: No."];
        assert_eq!(said(&body.concat()), expected, "{style}");
    }
    assert_eq!(
        said(&[p("I: Why?"), p("B: So."), styled("Plain", "And so."), p("I: Oh?")].concat())[1],
        "B: So.\n\nAnd so."
    );
}

#[test]
fn names_and_questions_in_the_style_of_headings_begin_turns() {
    let names = ["Anna Berg", "Mikko"].map(|name| styled("Own", name) + &p("Some words."));
    let body = names.concat().repeat(4) + &styled("Own", "Dr. Jane Doe") + &p("One.") + &names[0];
    assert_eq!(said(&body).len(), 10);
    assert_eq!(said(&body)[8], "Dr. Jane Doe: One.");
    let body = (styled("Own", "Interviewer: Why?") + &p("Anna: So.")).repeat(3);
    assert_eq!(said(&body).len(), 6);
}

#[test]
fn a_name_in_the_type_of_the_others_speaks_though_it_speaks_seldom() {
    let set_off = |name: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r></w:p>");
    let turn = |name: &str| set_off(name) + &p("Some words, and more.");
    let body = (turn("Anna Berg") + &turn("Mikko Virta")).repeat(3)
        + &turn("Lin")
        + &turn("Anna Berg")
        + &turn("Lin");
    assert_eq!(said(&body).len(), 9);
    let plain =
        (turn("Anna Berg") + &turn("Mikko Virta")).repeat(3) + &(p("Okay") + &p("So it was.")).repeat(2);
    assert_eq!(said(&plain).len(), 6);
}

#[test]
fn questions_in_bold_without_labels_are_said() {
    let question = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Why is that so?</w:t></w:r></w:p>";
    let (ingested, problems) = ingest(&(question.to_string() + &p("It grew.")).repeat(3), &[]);
    assert_eq!(ingested.turns, []);
    assert_eq!(
        problems,
        [
            "no turns are told: 3 questions are set off by their type, but nobody is named; write labels before questions and answers"
        ]
    );
}
