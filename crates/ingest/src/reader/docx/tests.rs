//! Word documents made here.

mod apart;
mod headings;
mod tables;

use super::super::container::tests::zip;
use crate::{Ingested, Options, read};

const RELATIONS: &str = r#"<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// A document with this body, and these further parts.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://w"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    );
    let mut all = vec![("_rels/.rels", RELATIONS.as_bytes()), ("word/document.xml", document.as_bytes())];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
    zip(&all)
}

fn ingest(body: &str, parts: &[(&str, &str)]) -> (Ingested, Vec<String>) {
    let (ingested, problems) = read("x.docx", &docx(body, parts), &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[track_caller]
fn check(body: &str, expected: &str, expected_problems: &[&str]) {
    let (ingested, problems) = ingest(body, &[]);
    assert_eq!(ingested.text, expected);
    assert_eq!(problems, expected_problems);
}

fn p(text: &str) -> String {
    format!("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| format!("<w:tc><w:tcPr/>{}</w:tc>", cell.split('|').map(p).collect::<String>()))
        .collect();
    format!("<w:tr><w:trPr/>{cells}</w:tr>")
}

#[test]
fn paragraphs_with_labels_are_turns() {
    let body = ["Interview 3", "I: Why?", "B: So.", "More of it.", "I: Oh?", "B: Yes."].map(p).concat();
    let (ingested, problems) = ingest(&body, &[]);
    assert_eq!(ingested.text, "Interview 3\n\nI: Why?\n\nB: So.\n\nMore of it.\n\nI: Oh?\n\nB: Yes.\n");
    assert_eq!((ingested.turns.len(), ingested.extraction.as_str()), (4, "docx"));
    assert_eq!(problems, [""; 0]);
}

#[test]
fn empty_paragraphs_of_the_author_are_empty_lines() {
    let body = ["I: Why?", "", "B: So.", "", "I: Oh?"].map(p).concat();
    check(&body, "I: Why?\n\nB: So.\n\nI: Oh?\n", &[]);
}

#[test]
fn runs_with_their_special_characters_are_one_text() {
    let body = "<w:p><w:r><w:t xml:space='preserve'>a </w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>\
        <w:hyperlink><w:r><w:t>li</w:t><w:noBreakHyphen/><w:t>nk</w:t><w:softHyphen/></w:r></w:hyperlink>\
        <w:smartTag><w:smartTagPr/><w:r><w:t>smart</w:t></w:r></w:smartTag>\
        <w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:r><w:sym w:font='Symbol' w:char='F0AE'/></w:r></w:sdtContent></w:sdt>\
        <w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>&#x2013;7&amp;</w:t></w:r></w:p>";
    check(body, "a \tb\ncli\u{2011}nk\u{ad}smart→–7&\n", &[]);
}

#[test]
fn tracked_changes_are_taken_as_accepted_and_counted() {
    let body = "<w:p><w:r><w:t>We </w:t></w:r><w:ins><w:r><w:t>both </w:t></w:r></w:ins><w:del><w:r><w:delText>never </w:delText></w:r></w:del>\
        <w:r><w:t>de</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>\
        <w:p><w:r><w:t>and two</w:t></w:r><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>";
    let said = "tracked changes are taken as accepted: 1 insertion, 1 deletion, 1 move";
    check(body, "We both de\n\nOne and two\n", &[said]);
}

#[test]
fn what_stands_beside_the_text_is_left_out_and_counted() {
    let body = "<w:p><w:r><w:t>So</w:t><w:footnoteReference/><w:commentReference/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t><w:tab/></w:r>\
        <w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let parts = [
        ("word/comments.xml", "<c><w:comment><w:p><w:r><w:t>odd</w:t></w:r></w:p></w:comment></c>"),
        ("word/header1.xml", "<h><w:p><w:r><w:t>Study 7</w:t></w:r></w:p></h>"),
        ("word/footer1.xml", "<h><w:p><w:r><w:t> </w:t></w:r></w:p></h>"),
    ];
    let (ingested, problems) = ingest(body, &parts);
    assert_eq!(ingested.text, "So\n");
    let expected = [
        "left out: 1 comment",
        "left out: 1 footnote or endnote",
        "left out: 1 picture",
        "left out: 1 run of hidden text",
        "left out: 1 running head or foot",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn text_boxes_stand_before_their_paragraph_once() {
    let inner = p("boxed");
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{inner}</w:txbxContent></mc:Choice>\
         <mc:Fallback><w:txbxContent>{inner}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>anchor</w:t></w:r></w:p>"
    );
    check(&body, "boxed\n\nanchor\n", &[]);
}

#[test]
fn pages_follow_the_programs_own_breaks() {
    let body = "<w:p><w:r><w:t>One</w:t><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Two and </w:t>\
        <w:lastRenderedPageBreak/><w:t>three</w:t></w:r></w:p>";
    let (ingested, _) = ingest(body, &[]);
    let pages: Vec<(&str, &str)> =
        ingested.locators.pages().iter().map(|(at, name)| (name.as_str(), &ingested.text[at.0..])).collect();
    assert_eq!(pages, [("1", "One\n\nTwo and three\n"), ("2", "Two and three\n"), ("3", "three\n")]);
    let body = "<w:p><w:r><w:t>One</w:t><w:br w:type='page'/></w:r></w:p><w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>";
    assert_eq!(ingest(body, &[]).0.locators.pages().len(), 3);
}

#[test]
fn a_table_with_a_column_of_speakers_is_a_transcript() {
    let rows = [
        &["Time", "Speaker", "Text"][..],
        &["00:00:01", "Anna Berg", "Why?|And how?"],
        &["00:00:05", "Mikko:", "So."],
        &["00:00:09", "", "More."],
        &["00:01:02", "Anna Berg", "Note: Oh?"],
    ];
    let body =
        format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>());
    let (ingested, problems) = ingest(&body, &[]);
    let expected = "Time\tSpeaker\tText\n\nAnna Berg [00:00:01]: Why?\nAnd how?\n\nMikko [00:00:05]: So.\n00:00:09\tMore.\n\nAnna Berg [00:01:02]: Note: Oh?\n";
    assert_eq!(ingested.text, expected);
    assert_eq!(problems, ["a table of 5 rows is read as turns, with column 2 as the speakers"]);
    let labels: Vec<&str> =
        ingested.turns.iter().map(|turn| ingested.speakers[turn.speaker].label.as_str()).collect();
    assert_eq!(labels, ["Anna Berg", "Mikko", "Anna Berg"]);
    assert_eq!(ingested.turns[2].timestamp.map(|t| t.0), Some(62_000));
    assert_eq!(ingested.locators.times().len(), 4);
}

#[test]
fn the_speaker_may_stand_after_the_words_and_the_time_may_be_a_span() {
    let rows = [
        ["Timespan", "Content", "Speaker"],
        ["0:00.0 - 0:18.9", "Why did it grow?", "Anna"],
        ["0:18.9 - 1:02.5", "Since we worked.", "Mikko"],
    ];
    let body = format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>());
    let (ingested, _) = ingest(&body, &[]);
    let expected =
        "Timespan\tContent\tSpeaker\n\nAnna [0:00.0]: Why did it grow?\n\nMikko [0:18.9]: Since we worked.\n";
    assert_eq!(ingested.text, expected);
    assert_eq!(ingested.turns[1].timestamp.map(|t| t.0), Some(18_900));
}

#[test]
fn a_table_of_times_and_labelled_words_has_its_turns() {
    let rows =
        [["00:00:01", "I: Why?"], ["00:00:05", "B: So."], ["00:00:09", "I: Oh?"], ["00:00:12", "B: Yes."]];
    let body = format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>());
    let (ingested, _) = ingest(&body, &[]);
    assert_eq!(ingested.text, "00:00:01\tI: Why?\n00:00:05\tB: So.\n00:00:09\tI: Oh?\n00:00:12\tB: Yes.\n");
    let times: Vec<u64> = ingested.turns.iter().filter_map(|turn| turn.timestamp).map(|t| t.0).collect();
    assert_eq!(times, [1000, 5000, 9000, 12_000]);
}

#[test]
fn a_table_without_heads_is_told_by_its_contents() {
    let rows = [
        ["1", "I", "Why did it grow?"],
        ["2", "B", "Since we worked."],
        ["3", "I", "And then?"],
        ["4", "B", "More."],
    ];
    let body = format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>());
    let (ingested, _) = ingest(&body, &[]);
    assert_eq!(ingested.text, "I: Why did it grow?\n\nB: Since we worked.\n\nI: And then?\n\nB: More.\n");
    assert_eq!(ingested.turns.len(), 4);
    let numbers: Vec<&str> = ingested.locators.numbers().iter().map(|(_, number)| number.as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3", "4"]);
}

#[test]
fn a_transcript_in_a_table_keeps_its_pages_and_automatic_numbers() {
    let numbering = "<n><abstractNum abstractNumId='1'><lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.'/></lvl></abstractNum>\
        <num numId='1'><abstractNumId val='1'/></num></n>";
    let page = "<w:r><w:lastRenderedPageBreak/></w:r>";
    let number =
        |inner: &str| format!("<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>{inner}</w:p>");
    let line = |cells: [String; 4]| {
        format!("<w:tr>{}</w:tr>", cells.map(|cell| format!("<w:tc>{cell}</w:tc>")).concat())
    };
    let inside = format!("<w:p><w:r><w:t>Since </w:t></w:r>{page}<w:r><w:t>then.</w:t></w:r></w:p>");
    let timed = format!("<w:p>{page}<w:r><w:t>00:09</w:t></w:r></w:p>");
    let rows = [
        line([number(""), p("00:01"), p("I"), p("Why?")]),
        line([number(page), p("00:05"), p("B"), inside.clone()]),
        line([number(""), timed, p("I"), p("And then?")]),
        line([number(page), p("00:12"), p(""), p("More?")]),
        line([number(""), p("00:15"), p("B"), p("So.")]),
        line([number(""), p("00:17"), p(""), inside]),
    ];
    let (ingested, problems) =
        ingest(&format!("<w:tbl>{}</w:tbl>", rows.concat()), &[("word/numbering.xml", numbering)]);
    let line_at = |at: usize| ingested.text[at..].lines().next().unwrap_or_default();
    let pages: Vec<(&str, &str)> =
        ingested.locators.pages().iter().map(|(at, name)| (name.as_str(), line_at(at.0))).collect();
    let expected = [
        ("1", "I [00:01]: Why?"),
        ("2", "B [00:05]: Since then."),
        ("3", "then."),
        ("4", "I [00:09]: And then?"),
        ("5", "00:12\tMore?"),
        ("6", "then."),
    ];
    assert_eq!(pages, expected);
    let numbers: Vec<(&str, &str)> =
        ingested.locators.numbers().iter().map(|(at, number)| (number.as_str(), line_at(at.0))).collect();
    assert_eq!(numbers[..2], [("1.", "I [00:01]: Why?"), ("2.", "B [00:05]: Since then.")]);
    assert_eq!(numbers[5], ("6.", "00:17\tSince then."));
    assert_eq!(
        problems.last().map(String::as_str),
        Some("6 automatic numbers stand beside the text, not in it")
    );
}

#[test]
fn the_numbers_of_all_paragraphs_of_a_cell_stand_where_they_begin() {
    let numbering = "<n><abstractNum abstractNumId='1'><lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1'/></lvl></abstractNum>\
        <num numId='1'><abstractNumId val='1'/></num></n>";
    let numbered = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let row = |speaker: &str, cell: [&str; 2]| {
        format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", p(speaker), cell.map(numbered).concat())
    };
    let rows = |heads: [&str; 2]| {
        let [one, two] = heads;
        [row(one, ["Why?", "And how?"]), row(two, ["So.", "Like that."]), row(one, ["Oh?", ""])].concat()
    };
    let check = |rows: String, expected: &[(&str, &str)]| {
        let (ingested, _) = ingest(&format!("<w:tbl>{rows}</w:tbl>"), &[("word/numbering.xml", numbering)]);
        let found: Vec<(&str, &str)> = ingested
            .locators
            .numbers()
            .iter()
            .map(|(at, number)| (number.as_str(), ingested.text[at.0..].lines().next().unwrap()))
            .collect();
        assert_eq!(found, expected);
    };
    check(
        rows(["I", "B"]),
        &[("1", "I: Why?"), ("2", "And how?"), ("3", "B: So."), ("4", "Like that."), ("5", "I: Oh?")],
    );
    check(
        rows(["one thing. And", "12"]),
        &[("1", "Why?"), ("2", "And how?"), ("3", "So."), ("4", "Like that."), ("5", "Oh?")],
    );
}

#[test]
fn a_page_that_begins_behind_the_last_word_of_a_paragraph_loses_no_words() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t xml:space='preserve'>abc  </w:t><w:lastRenderedPageBreak/></w:r></w:p>\
        <w:p><w:r><w:t>éé</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>d</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let (ingested, _) = ingest(body, &[]);
    assert_eq!(ingested.text, "abc\néé\td\n");
}

#[test]
fn other_tables_are_lines_of_cells() {
    let rows = [["Price", "12"], ["Yes", "Anna|Mikko"], ["No", "nobody came"]];
    let body = format!(
        "{}<w:tbl>{}</w:tbl>{}",
        p("Above"),
        rows.iter().map(|cells| row(cells)).collect::<String>(),
        p("Below")
    );
    check(&body, "Above\n\nPrice\t12\nYes\tAnna\nMikko\nNo\tnobody came\n\nBelow\n", &[]);
}

#[test]
fn deleted_rows_are_gone() {
    let body = format!(
        "<w:tbl>{}<w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
        row(&["a", "b"]),
        p("gone")
    );
    check(&body, "a\tb\n", &["tracked changes are taken as accepted: 1 deletion"]);
}

#[test]
fn automatic_numbers_stand_beside_the_text_unless_they_are_words() {
    let numbering = "<n><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Q%1:'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='2'/></w:num></n>";
    let item = |number: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [item(1, "One"), item(1, "Two"), item(2, "Why?"), item(2, "How?")].concat();
    let (ingested, problems) = ingest(&body, &[("word/numbering.xml", numbering)]);
    assert_eq!(ingested.text, "One\n\nTwo\n\nQ1: Why?\n\nQ2: How?\n");
    let numbers: Vec<(&str, &str)> = ingested
        .locators
        .numbers()
        .iter()
        .map(|(at, number)| (number.as_str(), &ingested.text[at.0..at.0 + 3]))
        .collect();
    assert_eq!(numbers, [("1.", "One"), ("2.", "Two")]);
    assert_eq!(problems[0], "2 automatic numbers stand beside the text, not in it");
}

#[test]
fn the_number_of_a_row_outweighs_that_of_a_list_in_it_and_that_is_said() {
    let numbering = "<n><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1)'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></n>";
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let row = |number: u8, name: &str, words: &str| {
        format!(
            "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc><w:tc>{words}</w:tc></w:tr>",
            p(&number.to_string()),
            p(name)
        )
    };
    let rows = [
        row(1, "Anna", &p("How did it begin?")),
        row(2, "Mikko", &format!("{}{}", item("With an order."), item("With a call."))),
        row(3, "Anna", &p("And then, what came then?")),
        row(4, "Mikko", &format!("{}{}", p("Two things:"), item("Growth."))),
    ];
    let (ingested, problems) =
        ingest(&format!("<w:tbl>{}</w:tbl>", rows.concat()), &[("word/numbering.xml", numbering)]);
    let numbers: Vec<(&str, &str)> = ingested
        .locators
        .numbers()
        .iter()
        .map(|(at, number)| (number.as_str(), &ingested.text[at.0..at.0 + 6]))
        .collect();
    let expected = [
        ("1", "Anna: "),
        ("2", "Mikko:"),
        ("b)", "With a"),
        ("3", "Anna: "),
        ("4", "Mikko:"),
        ("c)", "Growth"),
    ];
    assert_eq!(numbers, expected);
    assert!(
        problems.contains(&"left out: 1 number of a list in a row that has its own".to_string()),
        "{problems:?}"
    );
}

#[test]
fn names_that_their_type_sets_off_take_turns() {
    let bold = |name: &str, words: &str| {
        format!(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r><w:r><w:t xml:space='preserve'> {words}</w:t></w:r></w:p>"
        )
    };
    let body = [
        bold("Anna Berg", "How did it begin?"),
        bold("Mikko", "With an order."),
        p("Then it grew."),
        bold("Anna Berg", "Who decides?"),
        bold("Mikko", "We both do."),
        bold("Jane Doe", "And I."),
        bold("Anna Berg", "Ah."),
    ];
    let (ingested, problems) = ingest(&body.concat(), &[]);
    let said: Vec<(&str, &str)> = ingested
        .turns
        .iter()
        .map(|turn| (ingested.speakers[turn.speaker].label.as_str(), turn.body.unwrap().of(&ingested.text)))
        .collect();
    assert_eq!(said.len(), 6);
    assert_eq!(said[1], ("Mikko", "With an order.\n\nThen it grew."));
    assert_eq!(said[4], ("Jane Doe", "And I."));
    assert_eq!(problems, ["6 names that their type sets off from the words are parted from them by a tab"]);
    // Words that are set off for their weight stay where they are.
    let body = [
        bold("Market share", "grew."),
        bold("Costs", "fell."),
        p("And so."),
        bold("Anna", "left."),
        p("End."),
    ];
    assert_eq!(
        ingest(&body.concat(), &[]).0.text,
        "Market share grew.\n\nCosts fell.\n\nAnd so.\n\nAnna left.\n\nEnd.\n"
    );
}

#[test]
fn damaged_and_locked_documents_are_errors_in_words() {
    let refusal = |bytes: &[u8]| read("x.docx", bytes, &Options::default()).unwrap_err().to_string();
    let end = "; open it in a word processor and save it again as .docx";
    assert_eq!(
        refusal(&zip(&[("word/other.xml", b"<a/>")])),
        format!("`x.docx` is a Word document that cannot be read: it has no part `word/document.xml`{end}")
    );
    assert!(refusal(b"no").contains("it is no zip container"));
    let whole = docx(&p("words"), &[]);
    assert!(refusal(&whole[..whole.len() / 2]).ends_with(end));
    let deep = "<w:sdt>".repeat(5000);
    assert!(refusal(&docx(&deep, &[])).contains("nested more than 1000 deep"));
}

#[test]
fn parts_beside_the_text_that_are_damaged_are_remarked() {
    let (ingested, problems) =
        ingest(&p("Words"), &[("word/numbering.xml", "<n><num"), ("word/header1.xml", "<h>")]);
    assert_eq!(ingested.text, "Words\n");
    assert!(
        problems[0].starts_with("its part `word/numbering.xml` is used only as far as it is sound: "),
        "{problems:?}"
    );
    assert_eq!(
        problems[1],
        "its part `word/header1.xml` is used only as far as it is sound: its XML ends in the middle"
    );
}
