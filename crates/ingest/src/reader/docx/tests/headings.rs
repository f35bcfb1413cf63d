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

/// Speakers of the turns of a document whose labels `label` writes, with three paragraphs of words.
fn speakers(label: impl Fn(usize, usize) -> String) -> Vec<String> {
    let words = ["Why did it begin?", "With an oven, and so it grew.", "And then, what came of it all?"];
    let body: String = (0..12).map(|n| label(n, n % 2) + &p(words[n % 3])).collect();
    let (ingested, _) = ingest(&body, &[("word/styles.xml", THIRD)]);
    assert!(ingested.turns.iter().all(|turn| turn.body.is_some()), "{}", ingested.text);
    ingested.turns.iter().map(|turn| ingested.speakers[turn.speaker].label.clone()).collect()
}

const THIRD: &str = "<w:styles><w:style w:styleId='H3'><w:name w:val='heading 3'/></w:style></w:styles>";

#[test]
fn names_of_any_form_alone_in_a_type_or_style_of_their_own_begin_turns() {
    let bold = |words: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{words}</w:t></w:r>");
    let alternate = |names: [&str; 2]| -> Vec<String> { (0..12).map(|n| names[n % 2].to_string()).collect() };
    let heading =
        |name: &str| format!("<w:p><w:pPr><w:pStyle w:val='H3'/></w:pPr><w:r><w:t>{name}</w:t></w:r></w:p>");
    let names = ["Interviewer", "Harbour master"];
    assert_eq!(speakers(|_, who| heading(names[who])), alternate(names));
    let names = ["Lin Ek, researcher", "Mr Moos, baker"];
    assert_eq!(speakers(|_, who| format!("<w:p>{}</w:p>", bold(names[who]))), alternate(names));
    let names = ["LIN EK (S)", "PIA MOOS (C)"];
    let counted =
        |n: usize, who: usize| format!("<w:p>{}</w:p>", bold(&format!("Anf. {} {}:", n + 12, names[who])));
    assert_eq!(speakers(counted), alternate(names));
    let names = ["Lin Ek kesk", "Pia Moos vihr"];
    let numbered = |n: usize, who: usize| {
        format!("<w:p><w:r><w:t xml:space='preserve'>{} </w:t></w:r>{}</w:p>", n + 1, bold(names[who]))
    };
    assert_eq!(speakers(numbered), alternate(names));
    // Headings that do not come again are none.
    let parts = |n: usize, _: usize| {
        heading(&format!("The part about {}", ["bread", "flour", "ovens"][n % 3].repeat(n + 1)))
    };
    assert_eq!(speakers(parts), [""; 0]);
}

#[test]
fn the_heading_of_a_part_among_names_in_another_type_is_none_of_the_words() {
    let run = |kind: &str, words: &str| {
        format!("<w:p><w:r><w:rPr><w:{kind}/></w:rPr><w:t>{words}</w:t></w:r></w:p>")
    };
    let turns = |part: &str| {
        run("b", part)
            + &(run("i", "Moderator")
                + &p("Why did it begin?")
                + &run("i", "Speaker A")
                + &p("With an oven."))
                .repeat(3)
    };
    let (ingested, problems) = ingest(
        &(turns("Block 1 – Prices") + &turns("Block 2 – Trade") + &turns("Part three: the council")),
        &[],
    );
    let inside = |turn: &themata_model::Turn| {
        let words = turn.body.map_or("", |body| body.of(&ingested.text));
        words.contains("Block") || words.contains("council")
    };
    assert_eq!(ingested.turns.len(), 18);
    assert!(!ingested.turns.iter().any(inside), "{}", ingested.text);
    assert!(problems.iter().any(|said| said.contains("stand between turns as headings")), "{problems:?}");
}
