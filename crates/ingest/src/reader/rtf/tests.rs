//! Rich Text made here.

use crate::{Ingested, Options, read};

fn ingest(bytes: &[u8]) -> (Ingested, Vec<String>) {
    let (ingested, problems) = read("x.rtf", bytes, &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[track_caller]
fn check(body: &str, expected: &str, expected_problems: &[&str]) {
    let text = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\froman\\fcharset0 Times;}}{{\\f1\\fcharset204 Arial Cyr;}}{{\\f2\\fcharset2 Symbol;}}{{\\f3\\fcharset128 Gothic;}}}}\
         {{\\colortbl;\\red0;}}{{\\stylesheet{{\\s0 Normal;}}}}{{\\*\\generator X;}}{{\\info{{\\title T}}{{\\upr{{a}}{{\\*\\ud b}}}}}}\r\n\\pard\\plain\\f0 {body}}}"
    );
    let (ingested, problems) = ingest(text.as_bytes());
    assert_eq!(ingested.text, expected);
    assert_eq!(problems, expected_problems);
}

#[test]
fn paragraphs_lines_and_named_characters_are_read() {
    check(
        "I: Why?\\par B:\\tab So\\line more \\endash  {\\b bold\\i  italic}\\ldblquote x\\rdblquote\\~y\\_z\\-w \\{\\\\\\}\r\nend\\par I: Oh?\\par",
        "I: Why?\n\nB:\tSo\nmore – bold italic“x”\u{a0}y\u{2011}z\u{ad}w {\\}end\n\nI: Oh?\n",
        &[],
    );
}

#[test]
fn characters_by_number_take_the_place_of_their_stand_ins() {
    check("\\u8220?quoted\\u8221?\\par", "“quoted”\n", &[]);
    check("\\u8220\\'93quoted\\u8221\\'94, \\u228ah\\par", "“quoted”, äh\n", &[]);
    check("{\\uc2 \\u8364 EUR\\uc0\\u8364 x}\\u228?b", "€R€xäb\n", &[]);
    check("\\uc0\\u-10179\\u-8704 \\uc1\\u-10179?\\u-8704?", "😀😀\n", &[]);
    check("{\\uc1\\u55357\\'3f}{\\b\\uc1\\u56832\\'3f}", "😀\n", &[]);
    check("\\u-10179?x", "\u{fffd}x\n", &[]);
    check("a\\u8212\\par b", "a—\n\nb\n", &[]);
}

#[test]
fn every_font_has_its_own_code_page() {
    check("Gr\\'fc\\'dfe {\\f1 \\'cf\\'f0\\'e8} \\f3\\'82\\'a0\\f0\\'e9", "Grüße При あé\n", &[]);
    check("{\\f2 a\\'ae}{\\f2 \\u61537 ?}", "α→α\n", &[]);
    let (ingested, _) = ingest(b"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\\par}");
    assert_eq!(ingested.text, "При\n");
    let (ingested, problems) = ingest(b"{\\rtf1\\pc caf\\'e9}");
    assert_eq!(ingested.text, "café\n");
    assert_eq!(problems, ["the code page 437 is not known; read as windows-1252: look at accented letters"]);
}

#[test]
fn what_is_no_text_is_left_out_and_counted() {
    check(
        "So{\\footnote\\pard foot}{\\*\\annotation odd}{\\*\\shppict{\\pict\\pngblip 89504e}}{\\nonshppict{\\pict 00}}{\\object{\\*\\objdata 00}{\\result x}}\
         {\\v secret}{\\deleted gone}{\\revised  new}{\\header\\pard Study 7\\par}{\\footer\\pard \\par}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt  link}}{\\*\\unknown words}\\bin4 }}}}.\\par",
        "So new link.\n",
        &[
            "tracked changes are taken as accepted: 1 insertion, 1 deletion",
            "left out: 1 comment",
            "left out: 1 footnote or endnote",
            "left out: 1 picture",
            "left out: 1 embedded document",
            "left out: 1 run of hidden text",
            "left out: 1 running head or foot",
        ],
    );
}

#[test]
fn lists_keep_their_numbers_beside_the_text() {
    check(
        "{\\listtext\\pard 1.\\tab}One\\par{\\listtext a)\\tab}Two\\par{\\pntext\\f2\\'b7\\tab}Dot\\par{\\listtext I:\\tab}Why?\\par",
        "One\n\nTwo\n\nDot\n\nI: Why?\n",
        &["left out: 1 bullet", "2 automatic numbers stand beside the text, not in it"],
    );
}

#[test]
fn rows_of_tables_are_lines_or_turns() {
    let row = |a: &str, b: &str| format!("\\trowd\\cellx1\\cellx2\\pard\\intbl {a}\\cell {b}\\cell\\row\r\n");
    let rows = [row("Price", "12"), row("Anna\\par Mikko", ""), row("x", "y")].concat();
    check(
        &format!("Top\\par {rows}\\pard Below\\par"),
        "Top\n\nPrice\t12\nAnna\nMikko\nx\ty\n\nBelow\n",
        &[],
    );
    let rows =
        [row("I", "Why did it grow?"), row("B", "Since we worked."), row("I", "And?"), row("B", "More.")]
            .concat();
    check(
        &rows,
        "I: Why did it grow?\n\nB: Since we worked.\n\nI: And?\n\nB: More.\n",
        &["a table of 4 rows is read as turns, with column 1 as the speakers"],
    );
}

#[test]
fn pages_text_boxes_and_double_texts_are_read() {
    check(
        "{\\upr{ansi}{\\*\\ud{unicode}}}{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt boxed\\par}}{\\shprslt fallback}}end",
        "boxed\n\nunicodeend\n",
        &["1 text box stands above the paragraph it is fixed to, and no turn begins there"],
    );
    let (ingested, _) = ingest(b"{\\rtf1 One\\par\\page Two\\par}");
    assert_eq!(
        ingested.locators.pages().iter().map(|(at, _)| &ingested.text[at.0..]).collect::<Vec<_>>(),
        ["One\n\nTwo\n", "Two\n"]
    );
}

#[test]
fn damage_is_said_and_depth_does_no_harm() {
    let (ingested, problems) = ingest(b"{\\rtf1 One\\par tw");
    assert_eq!(ingested.text, "One\n\ntw\n");
    assert_eq!(problems, ["the document ends in the middle; what was there is read, the rest is missing"]);
    let deep = format!("{{\\rtf1 {}x{}}}", "{\\b ".repeat(100_000), "}".repeat(100_000));
    assert_eq!(ingest(deep.as_bytes()).0.text, "x\n");
    let refusal = read("x.rtf", b"words", &Options::default()).unwrap_err().to_string();
    assert!(
        refusal
            .starts_with("`x.rtf` is a Rich Text document that cannot be read: it does not begin as one; ")
    );
}

#[test]
fn a_heading_is_no_part_of_the_turn_above_it() {
    let text = "{\\rtf1{\\stylesheet{\\s0 Normal;}{\\s2\\sbasedon0\\b heading 2;}{\\*\\cs9 heading 3;}}\\pard\\s0 I: Why?\\par \\pard\\s0 B: So.\\par \
        \\pard\\s2 Today\\par \\pard\\s0 I: Oh?\\par B: Yes.\\par \\pard\\outlinelevel0 Later\\par \\pard I: So?\\par}";
    let (ingested, _) = ingest(text.as_bytes());
    let words: Vec<&str> = ingested.turns.iter().map(|turn| turn.body.unwrap().of(&ingested.text)).collect();
    assert_eq!((words, ingested.text.contains("Later")), (vec!["Why?", "So.", "Oh?", "Yes.", "So?"], true));
}
