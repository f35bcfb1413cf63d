//! OpenDocument texts made here.

use super::super::container::tests::zip;
use crate::{Ingested, Options, read};

const STYLES: &str = "<office:automatic-styles><style:style style:name='P9'><style:paragraph-properties fo:break-before='page'/></style:style>\
    <style:style style:name='T9'><style:text-properties text:display='none'/></style:style>\
    <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
    <text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')' text:display-levels='2'/></text:list-style>\
    <text:list-style style:name='L2'><text:list-level-style-bullet text:level='1'/></text:list-style></office:automatic-styles>";

fn flat(body: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<office:document xmlns:office='o'>{STYLES}<office:master-styles><style:master-page>\
         <style:header><text:p>Running</text:p></style:header></style:master-page></office:master-styles>\
         <office:body><office:text>\n <text:sequence-decls/>\n{body}\n</office:text></office:body></office:document>"
    )
}

fn ingest(name: &str, bytes: &[u8]) -> (Ingested, Vec<String>) {
    let (ingested, problems) = read(name, bytes, &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[track_caller]
fn check(body: &str, expected: &str, expected_problems: &[&str]) {
    let (ingested, problems) = ingest("x.fodt", flat(body).as_bytes());
    assert_eq!(ingested.text, expected);
    assert_eq!(problems, [expected_problems, &["left out: 1 running head or foot"]].concat());
}

#[test]
fn packed_and_flat_documents_read_alike() {
    let body = "<text:p>I: Why?</text:p>\n<text:h>B: So.</text:h><text:p>I: Oh?</text:p>";
    check(body, "I: Why?\n\nB: So.\n\nI: Oh?\n", &[]);
    let content = format!(
        "<office:document-content>{STYLES}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let bytes =
        zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())]);
    let (ingested, problems) = ingest("x.odt", &bytes);
    assert_eq!(
        (ingested.text.as_str(), ingested.extraction.as_str()),
        ("I: Why?\n\nB: So.\n\nI: Oh?\n", "odt")
    );
    assert_eq!((ingested.turns.len(), problems.len()), (3, 0));
}

#[test]
fn white_space_counts_only_where_it_is_an_element() {
    let body = "<text:p>\n  One <text:span>\n two</text:span><text:s text:c='2'/>three<text:tab/>four<text:line-break/> five &amp; six\n</text:p>";
    check(body, "One two  three\tfour\nfive & six\n", &[]);
}

#[test]
fn changes_notes_and_comments_are_out_of_the_text() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>\
        <text:changed-region><text:insertion/></text:changed-region></text:tracked-changes>\
        <text:p>We<text:change/><office:annotation><dc:creator>X</dc:creator><text:p>odd</text:p></office:annotation> both\
        <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>foot</text:p></text:note-body></text:note>\
        <text:span text:style-name='T9'>secret</text:span><draw:frame><draw:image/><svg:desc>a cat</svg:desc></draw:frame> decide</text:p>";
    let said = [
        "tracked changes are taken as accepted: 1 insertion, 1 deletion",
        "left out: 1 comment",
        "left out: 1 footnote or endnote",
        "left out: 1 picture",
        "left out: 1 run of hidden text",
    ];
    check(body, "We both decide\n", &said);
}

#[test]
fn lists_keep_their_numbers_beside_the_text() {
    let body = "<text:list text:style-name='L1'><text:list-item><text:p>One</text:p><text:p>more</text:p><text:list><text:list-item><text:p>Inner</text:p>\
        </text:list-item></text:list></text:list-item><text:list-item><text:p>Two</text:p></text:list-item></text:list>\
        <text:list text:style-name='L2'><text:list-item><text:p>Dot</text:p></text:list-item></text:list>\
        <text:list text:style-name='L1' text:continue-numbering='true'><text:list-item><text:p>Three</text:p></text:list-item></text:list>";
    let (ingested, problems) = ingest("x.fodt", flat(body).as_bytes());
    let numbers: Vec<(&str, &str)> = ingested
        .locators
        .numbers()
        .iter()
        .map(|(at, n)| (n.as_str(), ingested.text[at.0..].lines().next().unwrap()))
        .collect();
    assert_eq!(numbers, [("1.", "One"), ("1.a)", "Inner"), ("2.", "Two"), ("3.", "Three")]);
    assert_eq!(problems[..2], ["left out: 1 bullet", "4 automatic numbers stand beside the text, not in it"]);
}

#[test]
fn tables_pages_and_text_boxes_are_read() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = |a: &str, b: &str| format!("<table:table-row>{}{}</table:table-row>", cell(a), cell(b));
    let body = format!(
        "<text:p>Top<draw:text-box><text:p>boxed</text:p></draw:text-box></text:p><table:table>{}{}{}</table:table>\
         <text:p text:style-name='P9'>Second <text:soft-page-break/>third</text:p>",
        row("Speaker", "Words"),
        row("Anna", "Why?"),
        row("Mikko", "So.")
    );
    let (ingested, _) = ingest("x.fodt", flat(&body).as_bytes());
    assert_eq!(ingested.text, "boxed\n\nTop\n\nSpeaker\tWords\n\nAnna: Why?\n\nMikko: So.\n\nSecond third\n");
    let pages: Vec<(&str, &str)> = ingested
        .locators
        .pages()
        .iter()
        .skip(1)
        .map(|(at, name)| (name.as_str(), &ingested.text[at.0..]))
        .collect();
    assert_eq!(pages, [("2", "Second third\n"), ("3", "third\n")]);
    assert_eq!(ingested.turns.len(), 2);
}

#[test]
fn locked_and_foreign_documents_are_errors_in_words() {
    let bytes = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
        ("META-INF/manifest.xml", b"<m><file-entry><encryption-data/></file-entry></m>"),
        ("content.xml", b"\x01\x02"),
    ]);
    let refusal = |name: &str, bytes: &[u8]| read(name, bytes, &Options::default()).unwrap_err().to_string();
    assert!(refusal("x.odt", &bytes).contains("it is protected by a password; "));
    assert!(refusal("x.fodt", b"<html/>").contains("its root element is not `office:document`"));
}

#[test]
fn pages_that_begin_between_paragraphs_and_rows_are_kept() {
    let row = |words: &str| {
        format!(
            "<table:table-row><table:table-cell><text:p>{words}</text:p></table:table-cell><table:table-cell/></table:table-row>"
        )
    };
    let body = format!(
        "<text:p>One</text:p><text:soft-page-break/><text:p>Two</text:p><table:table>{}<text:soft-page-break/>{}</table:table>",
        row("Three"),
        row("Four")
    );
    let (ingested, _) = ingest("x.fodt", flat(&body).as_bytes());
    let pages: Vec<(&str, &str)> = ingested
        .locators
        .pages()
        .iter()
        .map(|(at, name)| (name.as_str(), ingested.text[at.0..].split_whitespace().next().unwrap()))
        .collect();
    assert_eq!(pages, [("1", "One"), ("2", "Two"), ("3", "Four")]);
}

#[test]
fn a_heading_is_no_part_of_the_turn_above_it() {
    let body = "<text:p>I: Why?</text:p><text:p>B: So.</text:p><text:h text:outline-level='2'>Today</text:h><text:p>I: Oh?</text:p>\
        <text:p>B: Yes.</text:p><text:p text:style-name='Subtitle'>Later</text:p>";
    let (ingested, _) = ingest("x.fodt", flat(body).as_bytes());
    let words: Vec<&str> = ingested.turns.iter().map(|turn| turn.body.unwrap().of(&ingested.text)).collect();
    assert_eq!(words, ["Why?", "So.", "Oh?", "Yes."]);
    assert!(ingested.text.contains("Today") && ingested.text.contains("Later"));
}
