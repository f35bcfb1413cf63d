//! Documents as bytes.

use themata_ingest::{IngestError, Options, TurnDetection, read, segment};
use themata_model::ByteOffset;

fn refusal(name: &str, bytes: &[u8]) -> String {
    read(name, bytes, &Options::default()).expect_err("no reader").to_string()
}

#[test]
fn the_canonical_text_is_the_file_with_line_feeds_only() {
    let bytes = b"\xef\xbb\xbf  I: Why? \r\nB: So.\r\rI: e\xcc\x81?\n\nB: Yes.\n\n";
    let (document, problems) = read("r1.txt", bytes, &Options::default()).unwrap();
    assert_eq!(document.text, "  I: Why? \nB: So.\n\nI: e\u{301}?\n\nB: Yes.\n\n");
    assert_eq!(document.extraction, "txt, UTF-8");
    assert_eq!(problems, []);
    assert_eq!((document.turns, document.speakers, document.style), segment(&document.text));
}

#[test]
fn markdown_keeps_its_markup() {
    let text = "# T\n\n**Anna:** *Why?*\n\n**Mikko:** So.\n\n**Anna:** Oh?\n\n**Mikko:** Yes.\n";
    let (document, _) = read("notes/r1.md", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!((document.text.as_str(), document.extraction.as_str()), (text, "markdown, UTF-8"));
    assert_eq!(document.turns[0].body.unwrap().of(text), "*Why?*");
}

#[test]
fn formats_without_a_reader_are_named_with_a_way_out() {
    assert_eq!(
        refusal("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "`x.doc` is an old Office document (.doc, .xls or .ppt), which cannot be read yet; save it as .docx, .odt or .txt; a .docx that is taken for one is protected by a password, which has to be removed"
    );
    assert_eq!(
        refusal("talk.txt", b"%PDF-1.4\n"),
        "`talk.txt` is a PDF that cannot be read: it is damaged: its pages are not found; open it in a PDF viewer and print it to a PDF again"
    );
    assert!(refusal("a.m4a", b"\0\0\0\x20ftypM4A ").contains("transcribe it"));
}

#[test]
fn a_nul_is_refused_with_its_place() {
    let error = read("x.txt", b"ab\ncd\0ef", &Options::default()).unwrap_err();
    assert_eq!(error, IngestError::Nul { name: "x.txt".into(), position: 5, line: 2 });
}

#[test]
fn what_was_guessed_is_said() {
    let (document, problems) =
        read("x.txt", b"Fr\xe5ga: Hur d\xe5?\r\nSvar: S\xe5.\r\n", &Options::default()).unwrap();
    assert_eq!(document.extraction, "txt, windows-1252");
    assert_eq!(document.turns.len(), 2);
    assert!(problems[0].to_string().starts_with("x.txt: `x.txt` is not UTF-8; read as windows-1252; "));
    let (_, problems) = read("x.txt", b" \n", &Options::default()).unwrap();
    assert_eq!(problems[0].to_string(), "x.txt: `x.txt` is empty");
}

#[test]
fn options_take_the_text_as_it_is_or_name_its_speakers() {
    let text = b"Anna: One.\n\nShe nods.\n\nMikko: Two.\n";
    let (document, _) = read("x.txt", text, &Options::default()).unwrap();
    assert_eq!(document.turns.len(), 0);
    let known = Options { known_speakers: vec!["anna".into(), "Mikko".into()], ..Options::default() };
    assert_eq!(read("x.txt", text, &known).unwrap().0.turns.len(), 2);
    let as_is = Options { turns: TurnDetection::AsIs, ..known };
    assert_eq!(read("x.txt", text, &as_is).unwrap().0.turns.len(), 0);
}

#[test]
fn form_feeds_stay_and_count_pages() {
    let (document, _) =
        read("x.txt", b"I: Why?\nB: So.\n\x0cI: Oh?\nB: Yes.\n", &Options::default()).unwrap();
    assert_eq!(document.locators.page_at(ByteOffset(0)), Some("1"));
    assert_eq!(document.locators.page_at(document.turns[2].start()), Some("2"));
    assert_eq!(document.turns[1].body.unwrap().of(&document.text), "So.");
}

#[test]
fn the_language_is_told_only_where_it_is_clear() {
    let german = "I: Wie hat die Zusammenarbeit mit dem Lieferanten begonnen und wer hat damals entschieden?\n\nB: Wir haben zuerst nur kleine Aufträge vergeben, und dann wurde es von Jahr zu Jahr mehr.\n";
    let language = |text: &str| read("x.txt", text.as_bytes(), &Options::default()).unwrap().0.language;
    assert_eq!(language(german).as_deref(), Some("de"));
    assert_eq!(language("Ok."), None);
}
