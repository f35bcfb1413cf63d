//! Front matter as people and programs write it, and as they should not.

use std::time::{Duration, Instant};

use crate::{Ingested, Options};

fn document(bytes: &[u8]) -> (Ingested, String) {
    let (document, problems) = crate::read("r1.md", bytes, &Options::default()).unwrap();
    (document, problems.iter().map(|problem| format!("{problem}\n")).collect())
}

/// What the front matter tells, a line each, and below it what cannot be read.
fn told(front_matter: &str) -> String {
    let (document, problems) = document(format!("---\n{front_matter}\n---\nWords.\n").as_bytes());
    let told = document.metadata.iter().map(|(name, value)| format!("{name} = {value}\n"));
    told.collect::<String>() + &problems
}

#[test]
fn names_tell_values_lists_and_names_below_them() {
    insta::assert_snapshot!(told(
        "# Who and when\n\
         title: Talks: the first year   # of three\n\
         case: R1\n\
         \"informant\" : [I1, \"I2, the older\", 'I3''s', ]\n\
         date: 2024-03-05\n\
         time: 10:30\n\
         url: https://example.org/a#b\n\
         Größe der Firma: größer als 50\n\
         team:\n\
         - front\n\
         - 'back # office'\n\
         \n\
         place:\n\
         \x20 town: \"Malm\\u00f6 \\\"S\\\"\"\n\
         \x20 rooms:\n\
         \x20   - 1\n\
         \x20   - 2\n\
         \x20 land: SE\n\
         nothing:\n\
         null: ~\n\
         none: []\n\
         summary: >-\n\
         \x20 They met: early\n\
         \x20 # and late.\n\
         words: go on\n\
         \x20 in a second line\n\
         recorded: yes"
    ), @r#"
    title = Talks: the first year
    case = R1
    informant = I1; I2, the older; I3's
    date = 2024-03-05
    time = 10:30
    url = https://example.org/a#b
    Größe der Firma = größer als 50
    team = front; back # office
    place.town = Malmö "S"
    place.rooms = 1; 2
    place.land = SE
    summary = They met: early # and late.
    words = go on in a second line
    recorded = yes
    "#);
}

#[test]
fn what_cannot_be_read_is_said_with_its_line_and_the_rest_is_told() {
    insta::assert_snapshot!(told(
        "case: R1\n\
         authors:\n\
         \x20 - name: Anna\n\
         \x20   place: Turku\n\
         \x20 - Mikko\n\
         side: *provider\n\
         tags: [a, [b]]\n\
         wave: \"1\n\
         some words\n\
         map: {a: 1}\n\
         far: [a,\n\
         \x20 b]\n\
         place:\n\
         \x20 town: Lund\n\
         \x20 town: Malmö\n\
         kind: notes"
    ), @r#"
    case = R1
    authors = Mikko
    place.town = Lund
    kind = notes
    r1.md:4: `- name: Anna` in the front matter is left out: it is a list of names with values
    r1.md:7: `side: *provider` in the front matter is left out: its value begins with a mark that has a meaning of its own; put it in quotation marks
    r1.md:8: `tags: [a, [b]]` in the front matter is left out: it has a list in a list, or braces in it, or its list is not closed
    r1.md:9: `wave: "1` in the front matter is left out: a quotation mark is not closed, or something follows it
    r1.md:10: `some words` in the front matter is left out: it has no name with a colon
    r1.md: 3 more lines of the front matter left out
    "#);
}

#[test]
fn line_ends_marks_and_the_other_end_change_nothing() {
    let plain = document(b"---\ncase: R1\nwave: 2\n---\nWords.\n");
    assert_eq!(plain.0.metadata, [("case".into(), "R1".into()), ("wave".into(), "2".into())]);
    assert_eq!(plain.1, "");
    assert!(plain.0.text.starts_with("---\ncase: R1\n"), "the front matter stays in the text");
    assert_eq!(
        document(b"\xef\xbb\xbf---\r\ncase: R1\r\nwave: 2\r\n...\r\nWords.\r\n").0.metadata,
        plain.0.metadata
    );
}

#[test]
fn words_below_a_rule_or_without_a_second_line_are_no_front_matter() {
    let none = |text: &str| {
        let (document, problems) = document(text.as_bytes());
        assert_eq!((document.metadata, problems), (Vec::new(), String::new()), "{text}");
    };
    none("---\ncase: R1\nWords.\n");
    none("---\n\ncase: R1\n---\nWords.\n");
    none("---\nWords between rules\n---\nWords.\n");
    none("Words.\n---\ncase: R1\n---\n");
    none("---");
    none("---\n---\nWords.\n");
    none("----\ncase: R1\n---\n");
}

#[test]
fn a_name_that_comes_twice_keeps_the_lines_from_being_front_matter_and_that_is_said() {
    let (told, problems) = document(b"---\nauthor: Anna\ncase: R1\nauthor: Mikko\n---\nWords.\n");
    assert_eq!(told.metadata, []);
    assert_eq!(
        problems,
        "r1.md:4: `author` comes twice between the lines of `---`: they are taken as text, not as front matter\n"
    );
    let (told, problems) = document(b"---\nAnna: So.\nMikko: Oh?\nAnna: Yes.\n---\nAnna: Or not.\n");
    assert_eq!((told.metadata, problems.lines().count()), (Vec::new(), 2));
}

#[test]
fn hostile_front_matter_is_read_fast_and_remarked_on_briefly() {
    let mib = 1 << 20;
    let nested: String = (0..190).map(|n| format!("{}{}:\n", " ".repeat(n), "n".repeat(5_000))).collect();
    for front_matter in [
        "a: ".repeat(mib / 3),
        format!("a: [{}", "[".repeat(mib)),
        format!("a: [{}]", "'',".repeat(mib / 3)),
        format!("a: \"{}", "\\".repeat(mib)),
        format!("a: {}", "# ".repeat(mib / 2)),
        format!("{}: a", "ö".repeat(mib / 2)),
        format!("a: {}", ":".repeat(mib)),
        format!("a:\n{}", "- - - -\n".repeat(190)),
        format!("a:\n{}", " b: c\n".repeat(190)),
        "a: b\n".repeat(mib / 5),
        nested,
    ] {
        let begun = Instant::now();
        let (_, problems) = document(format!("---\n{front_matter}\n---\nWords.\n").as_bytes());
        assert!(problems.lines().count() <= 6 && problems.len() < 2_000, "{problems}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }
}
