//! Web pages made here.

use crate::{Ingested, Options, read};

fn ingest(bytes: &[u8]) -> (Ingested, Vec<String>) {
    let (ingested, problems) = read("x.html", bytes, &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[track_caller]
fn check(page: &str, expected: &str) {
    assert_eq!(ingest(page.as_bytes()).0.text, expected);
}

#[test]
fn blocks_are_paragraphs_and_breaks_are_lines() {
    let page = "<!DOCTYPE html><html lang=de><head><title>Interview\n 7 &amp; 8</title><style>p { color: red }</style><script>if (a < b) { '<p>' }</script></head><body>\
        <nav><ul><li>Home</ul></nav>\n<h1>The  <b>plant</b></h1>\n<p>I: Why?<br>Second&nbsp;line<br/>\n third <p>B: So&hellip; <i>yes</i> , no.\
        <div>One</div><div>Two<div>Three</div></div><ul><li>a<li>b</ul><pre>\n  x  y\nz</pre><img src=x>end";
    let (ingested, problems) = ingest(page.as_bytes());
    let expected = "The plant\n\nI: Why?\nSecond\u{a0}line\nthird\n\nB: So… yes , no.\nOne\nTwo\nThree\n\na\nb\n\n  x  y\nz\n\nend\n";
    assert_eq!(ingested.text, expected);
    assert_eq!(problems, ["left out: 2 scripts, menus or form fields", "left out: 1 picture"]);
    assert_eq!(ingested.language.as_deref(), Some("de"));
    assert_eq!(ingested.metadata, [("title".to_string(), "Interview 7 & 8".to_string())]);
}

#[test]
fn tables_are_lines_of_cells_or_turns() {
    let row = |a: &str, b: &str| format!("<tr><td>{a}<td><p>{b}</p>");
    let rows = [
        row("I", "Why did it grow?"),
        row("B", "Since we<br>worked."),
        row("I", "And then?"),
        row("B", "More."),
    ]
    .concat();
    check(
        &format!("<p>Top<table>{rows}</table>Below"),
        "Top\n\nI: Why did it grow?\n\nB: Since we\nworked.\n\nI: And then?\n\nB: More.\n\nBelow\n",
    );
    check("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a\tb\n1\t2\n");
}

#[test]
fn the_head_names_the_encoding() {
    let (ingested, problems) =
        ingest(b"<html><head><meta charset=\"windows-1252\"></head><p>Gr\xfc\xdfe \x93x\x94");
    assert_eq!((ingested.text.as_str(), ingested.extraction.as_str()), ("Grüße “x”\n", "html, windows-1252"));
    assert_eq!(problems, [""; 0]);
    let (ingested, _) =
        ingest(b"<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'><p>\xb1");
    assert_eq!(ingested.text, "ą\n");
}

#[test]
fn tag_soup_loses_no_words() {
    check(
        "one <b>two <i>three</b> four</i> </div></table> five < six & seven",
        "one two three four\n\nfive < six & seven\n",
    );
    check(&"<div>x".repeat(3000), &"x\n".repeat(3000));
    assert_eq!(ingest("<table><tr><td>x".repeat(500).as_bytes()).0.text.split_whitespace().count(), 500);
}

#[test]
fn words_after_an_element_that_is_never_closed_are_said_to_be_left_out() {
    let (ingested, problems) = ingest(b"<p>One</p><object data='x'><p>Two, three</p>");
    assert_eq!(ingested.text, "One\n");
    assert_eq!(problems.last().unwrap(), "left out: all words after `<object>`, which is never closed");
    let (_, problems) = ingest(b"<p>One</p><nav>Menu</nav><nav> ");
    assert_eq!(problems, ["left out: 2 scripts, menus or form fields"]);
}

#[test]
fn heads_of_printed_pages_are_left_out_and_lists_of_definitions_are_turns() {
    let page = "<div title=\"header\"><p>Confidential</p></div><dl><dt>Anna<dd>Why did it begin?<dt>Mikko<dd>So.<dt>Anna<dd>Oh?<dt>Mikko<dd>Yes.\
        <dt>Anna<dd>And?<dt>Mikko<dd>No.</dl><div title=\"footer\"><p>Project</p></div>";
    let (ingested, problems) = ingest(page.as_bytes());
    assert_eq!(
        ingested.text,
        "Anna\nWhy did it begin?\n\nMikko\nSo.\n\nAnna\nOh?\n\nMikko\nYes.\n\nAnna\nAnd?\n\nMikko\nNo.\n"
    );
    assert_eq!(ingested.turns.len(), 6);
    assert_eq!(problems, ["left out: 2 running heads or feet"]);
}

#[test]
fn headings_stand_between_turns_and_tabs_in_a_line_stay() {
    let page = "<p>I\tWhy?</p><p>B\tSo.</p><h2>Today</h2><p>I\tOh?</p>\n\t<p>B\tYes,\n\tno.</p>";
    let (ingested, _) = ingest(page.as_bytes());
    assert_eq!(ingested.text, "I\tWhy?\n\nB\tSo.\n\nToday\n\nI\tOh?\n\nB\tYes, no.\n");
    let words: Vec<&str> = ingested.turns.iter().map(|turn| turn.body.unwrap().of(&ingested.text)).collect();
    assert_eq!(words, ["Why?", "So.", "Oh?", "Yes, no."]);
}

#[test]
fn lines_that_breaks_part_have_names_that_their_type_sets_off() {
    let line = |name: &str, words: &str| format!("<b>{name}</b> {words}<br>\n");
    let page = [line("H", "Who dug it?"), line("V1", "We did."), line("H", "When?"), line("V1", "Long ago.")]
        .concat();
    let (ingested, _) = ingest(format!("<p>{}</p><p>End<br><br>of it", page).as_bytes());
    assert_eq!(ingested.text, "H\tWho dug it?\nV1\tWe did.\nH\tWhen?\nV1\tLong ago.\n\nEnd\n\nof it\n");
    assert_eq!(ingested.turns.len(), 4);
}

#[test]
fn names_may_be_bold_by_a_style() {
    let line =
        |name: &str, words: &str| format!("<p><span class=c2>{name} </span><span class=c3>{words}</span>");
    let rows = [line("Anna", "Why?"), line("Mikko", "So."), line("Anna", "Oh?"), line("Mikko", "Yes.")];
    let page = format!(
        "<style>.c2{{font-weight:700}}.c3{{font-weight:400}}</style>{}",
        [rows.concat(), rows.concat()].concat()
    );
    let (ingested, _) = ingest(page.as_bytes());
    assert_eq!(ingested.turns.len(), 8, "{}", ingested.text);
}

#[test]
fn the_foot_of_a_web_page_is_no_part_of_the_last_turn() {
    let page = "<main><p>I: Why?<p>B: So.<p>I: Oh?<p>B: Yes.</main><div role=navigation>Next</div><footer>© The <b>site</b></footer>";
    let (ingested, problems) = ingest(page.as_bytes());
    assert!(ingested.text.ends_with("B: Yes.\n"), "{}", ingested.text);
    assert_eq!(problems, ["left out: 2 feet of the page (`Next © The site`)"]);
}

#[test]
fn questions_that_only_their_type_tells_are_said() {
    let page =
        "<p><b>Who dug it? Tell us.</b><p>We did.<p><b>When? And how.</b><p>Long ago.<p><b>Why?</b><p>So.";
    let (ingested, problems) = ingest(page.as_bytes());
    assert!(ingested.turns.is_empty());
    assert!(
        problems[0].starts_with("no turns are told: 3 questions are set off by their type"),
        "{problems:?}"
    );
}
