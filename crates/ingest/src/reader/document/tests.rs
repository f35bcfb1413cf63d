//! Paragraphs, tables and pages as they are gathered.

use super::*;

fn paragraph(builder: &mut Builder, text: &str) {
    builder.open_paragraph();
    builder.text().push_str(text);
    builder.close_paragraph(None);
}

fn text(builder: Builder) -> String {
    let mut writer = Writer::default();
    builder.write(&mut writer, Breaks::All);
    writer.finish("x", "x", false).text
}

#[test]
fn paragraphs_are_parted_by_an_empty_line_unless_the_author_did_it() {
    let mut builder = Builder::default();
    ["One", "Two", "Three"].iter().for_each(|text| paragraph(&mut builder, text));
    assert_eq!(text(builder), "One\n\nTwo\n\nThree\n");
    let mut builder = Builder::default();
    ["", "One", "", "", "Two", "Three"].iter().for_each(|text| paragraph(&mut builder, text));
    assert_eq!(text(builder), "One\n\n\nTwo\nThree\n");
}

#[test]
fn a_deleted_paragraph_end_joins_two_paragraphs() {
    let mut builder = Builder::default();
    builder.open_paragraph();
    builder.text().push_str("One ");
    builder.carry_paragraph();
    paragraph(&mut builder, "and two");
    assert_eq!(text(builder), "One and two\n");
}

#[test]
fn tables_in_tables_and_wrong_nesting_lose_no_words() {
    let mut builder = Builder::default();
    builder.open_table();
    builder.open_cell();
    paragraph(&mut builder, "a");
    builder.open_table();
    paragraph(&mut builder, "between");
    builder.open_row();
    builder.open_cell();
    builder.text().push('b');
    builder.open_cell();
    builder.text().push('c');
    builder.close_table();
    builder.open_cell();
    paragraph(&mut builder, "d");
    assert_eq!(text(builder), "a\nbetween\nb\tc\td\n");
}

#[test]
fn pages_that_begin_in_empty_paragraphs_begin_with_the_next_words() {
    let mut builder = Builder::default();
    paragraph(&mut builder, "One");
    builder.page(Page::Hard);
    paragraph(&mut builder, "");
    builder.open_paragraph();
    builder.text().push_str("Two ");
    builder.page(Page::Hard);
    builder.text().push_str("three");
    builder.close_paragraph(None);
    let mut writer = Writer::default();
    builder.write(&mut writer, Breaks::All);
    let extract = writer.finish("x", "x", false);
    let pages: Vec<(&str, &str)> =
        extract.locators.pages().iter().map(|(at, name)| (name.as_str(), &extract.text[at.0..])).collect();
    assert_eq!(pages, [("1", "One\n\nTwo three\n"), ("2", "Two three\n"), ("3", "three\n")]);
}
