//! Paragraphs to index.

use themata_ingest::{passages, segment};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (turns, ..) = segment(text);
    let seen: Vec<&str> = passages(text, &turns).iter().map(|span| span.of(text)).collect();
    assert_eq!(seen, expected, "{text}");
}

#[test]
fn a_passage_is_a_paragraph_of_a_turn() {
    check(
        "Title\n\nI: Why?\n\nB: One\ntwo.\n\n  Three.  \n\n\nI: Oh?\nB: Yes.",
        &["Why?", "One\ntwo.", "Three.", "Oh?", "Yes."],
    );
    check("I:\n\nWhy?\n\nB:\n\nSo.\n", &["Why?", "So."]);
}

#[test]
fn without_turns_a_passage_is_a_paragraph_of_the_text() {
    check("---\ntitle: x\n---\n\n# Head\n\nOne\ntwo.\n\n***\n\nThree.\n", &["# Head", "One\ntwo.", "Three."]);
    check("", &[]);
    check(" \n\t\n", &[]);
}
