//! Documents that are damaged or made to do harm: every reader ends, quickly, with a text or with an error in
//! words, whatever the bytes are.
//!
//! By default a few hundred changed documents of each kind are tried. `THEMATA_FUZZ_SECONDS=120` tries for that
//! many seconds a kind, `THEMATA_FUZZ_ONLY=rtf` one kind alone, `THEMATA_FUZZ_SEED` begins elsewhere. What fails
//! is written to the folder for temporary files, and belongs into `tests/corpus` once it is mended.

mod pieces;

use std::io::{Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use themata_ingest::{IngestError, Ingested, Options, SurveyOptions, read, read_survey};
use themata_model::Problem;
use zip::write::SimpleFileOptions;

use pieces::PIECES;
use themata_testkit::{Mutator, numbers_to_try};

/// Longest time that one small document may take; machines that test are slow and busy.
const LONGEST: Duration = Duration::from_secs(30);

/// Inputs tried of each kind when no time is given.
const INPUTS: usize = 300;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn seed(file: &str) -> Vec<u8> {
    std::fs::read(corpus().join(file)).unwrap()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Kinds of documents, with their seeds.
fn seeds(kind: &str) -> Vec<Vec<u8>> {
    match kind {
        "docx" => vec![seed("seed.document.xml")],
        "odt" => vec![seed("seed.fodt")],
        "docx-zip" => vec![document(&seed("seed.document.xml"))],
        "json" => vec![
            seed("seed-turns.json"),
            seed("seed-segments.json"),
            seed("seed-services.json"),
            seed("seed-values.json"),
        ],
        "txt" => vec![seed("seed.txt"), seed("seed-named.txt")],
        "lines" => vec![seed("seed-lines.txt"), seed("seed-words.txt")],
        "vtt" => vec![seed("seed.vtt"), seed("seed-names.vtt")],
        "srt" => vec![seed("seed.srt"), seed("seed-names.srt")],
        "csv" => vec![seed("seed.csv"), seed("seed-heads.csv")],
        "xml" => vec![seed("seed.tei.xml"), seed("seed-words.tei.xml")],
        "xlsx" => vec![seed("seed.sheet.xml")],
        "ods" => vec![seed("seed.spreadsheet.xml")],
        kind => vec![seed(&format!("seed.{kind}"))],
    }
}

fn document(body: &[u8]) -> Vec<u8> {
    let (numbering, styles) = (seed("seed.numbering.xml"), seed("seed.styles.xml"));
    zip(&[("word/document.xml", body), ("word/numbering.xml", &numbering), ("word/styles.xml", &styles)])
}

fn workbook(sheet: &[u8]) -> Vec<u8> {
    let styles = br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let strings = b"<sst><si><t>ID</t></si><si><t>Why?</t></si><si><r><t>Nobody </t></r><r><t>asked.</t></r></si></sst>";
    zip(&[
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='S'/></sheets></workbook>"),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// The document that a changed seed makes: of containers, the changed part is packed.
fn packed(kind: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    match kind {
        "docx" => ("x.docx".into(), document(bytes)),
        "odt" => (
            "x.odt".into(),
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", bytes)]),
        ),
        "docx-zip" => ("x.docx".into(), bytes.to_vec()),
        "lines" => ("x.txt".into(), bytes.to_vec()),
        "xlsx" => ("x.xlsx".into(), workbook(bytes)),
        "ods" => (
            "x.ods".into(),
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", bytes)]),
        ),
        kind => (format!("x.{kind}"), bytes.to_vec()),
    }
}

/// Reads a document, or a survey with the column `Why?`, and holds what is promised of every text.
fn hold(name: &str, bytes: &[u8]) -> Result<(), IngestError> {
    if [".csv", ".xlsx", ".ods"].iter().any(|ending| name.ends_with(ending)) {
        let options = SurveyOptions { text_columns: vec!["Why?".to_string()], ..SurveyOptions::default() };
        let survey = read_survey(name, bytes, &options)?;
        assert!(!survey.respondents.is_empty());
        return survey.respondents.iter().try_for_each(|one| {
            held(&one.ingested, &survey.problems, bytes);
            Ok(())
        });
    }
    let (document, problems) = read(name, bytes, &Options::default())?;
    held(&document, &problems, bytes);
    Ok(())
}

fn held(document: &Ingested, problems: &[Problem], bytes: &[u8]) {
    let text = &document.text;
    assert!(text.len() <= 40 * bytes.len() + 200_000, "{} bytes became {}", bytes.len(), text.len());
    assert!(problems.len() < 100);
    let places = document
        .locators
        .pages()
        .iter()
        .map(|(at, _)| at)
        .chain(document.locators.numbers().iter().map(|(at, _)| at));
    for at in places.chain(document.locators.times().iter().map(|(at, _)| at)) {
        assert!(text.is_char_boundary(at.0), "a place is outside of the text");
    }
    assert!(document.locators.times().windows(2).all(|pair| pair[0].0 <= pair[1].0));
    assert!(document.locators.numbers().windows(2).all(|pair| pair[0].0 <= pair[1].0));
    let mut end = 0;
    for turn in &document.turns {
        assert!(turn.start().0 >= end && turn.speaker < document.speakers.len());
        end = turn.body_end().0;
    }
    if !document.extraction.starts_with("txt") && !document.extraction.starts_with("markdown") {
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'),
            "a control character is left"
        );
    }
}

/// Tries one input; keeps it where it fails.
fn try_one(kind: &str, name: &str, bytes: &[u8]) {
    let start = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| hold(name, bytes)));
    let slow = start.elapsed() > LONGEST;
    if outcome.is_err() || slow {
        let kept = std::env::temp_dir().join(format!("themata-{kind}-{}-{name}", bytes.len()));
        std::fs::write(&kept, bytes).unwrap();
        let what = if slow { "takes too long" } else { "breaks the reader" };
        panic!("a document {what}: {}", kept.display());
    }
}

fn try_kind(kind: &str) {
    let seeds = seeds(kind);
    for seed in &seeds {
        let (name, bytes) = packed(kind, seed);
        assert_eq!(hold(&name, &bytes), Ok(()), "the seed of {kind} is a good document");
    }
    for (tried, number) in numbers_to_try(kind, INPUTS) {
        let changed = Mutator::new(number, PIECES).change(&seeds[tried % seeds.len()]);
        let (name, bytes) = packed(kind, &changed);
        try_one(kind, &name, &bytes);
    }
}

#[test]
fn changed_word_documents_do_no_harm() {
    try_kind("docx");
    try_kind("docx-zip");
}

#[test]
fn changed_opendocument_texts_do_no_harm() {
    try_kind("odt");
    try_kind("fodt");
}

#[test]
fn changed_rich_text_does_no_harm() {
    try_kind("rtf");
}

#[test]
fn changed_plain_texts_do_no_harm() {
    try_kind("md");
    try_kind("txt");
    try_kind("lines");
}

#[test]
fn changed_web_pages_do_no_harm() {
    try_kind("html");
}

#[test]
fn changed_captions_do_no_harm() {
    try_kind("vtt");
    try_kind("srt");
    try_kind("sbv");
}

#[test]
fn changed_speech_does_no_harm() {
    try_kind("json");
    try_kind("tsv");
}

#[test]
fn changed_tei_does_no_harm() {
    try_kind("xml");
}

#[test]
fn changed_pdfs_do_no_harm() {
    try_kind("pdf");
}

#[test]
fn changed_surveys_do_no_harm() {
    try_kind("csv");
    try_kind("xlsx");
    try_kind("ods");
}

#[test]
fn everything_in_the_corpus_is_read_under_every_name() {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let own = file.file_name().unwrap().to_string_lossy().into_owned();
        for name in [
            &own, "x.docx", "x.odt", "x.fodt", "x.rtf", "x.html", "x.vtt", "x.srt", "x.json", "x.xml",
            "x.pdf", "x.txt", "x", "x.csv", "x.tsv",
        ] {
            try_one("corpus", name, &bytes);
        }
        try_one("corpus", "x.docx", &document(&bytes));
    }
}

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    for (n, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).as_bytes());
    }
    bytes.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    bytes
}

/// PDFs that lead in circles, nest deeply or never end.
fn hostile_pdfs() -> Vec<Vec<String>> {
    let catalogue = "<< /Type /Catalog /Pages 2 0 R >>".to_string();
    let one_page = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string();
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
        .to_string();
    let stream = |dictionary: &str, data: &str| {
        format!("<< {dictionary} /Length {} >>\nstream\n{data}\nendstream", data.len())
    };
    let with_page =
        |rest: Vec<String>| [vec![catalogue.clone(), one_page.clone(), page.clone()], rest].concat();
    let circle = "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>".to_string();
    let chain = |n: usize| format!("<< /Type /Pages /Kids [{} 0 R {} 0 R] /Count 1 >>", n + 3, n + 3);
    let form = |n: usize| {
        let dictionary = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >>",
            n + 6
        );
        stream(&dictionary, &"/X Do ".repeat(10))
    };
    vec![
        vec![catalogue.clone(), circle],
        [vec![catalogue.clone()], (0..40).map(chain).collect()].concat(),
        [
            vec![catalogue.clone()],
            (0..5_000).map(|n| format!("<< /Type /Pages /Kids [{} 0 R] >>", n + 3)).collect(),
        ]
        .concat(),
        [
            vec![catalogue.clone(), one_page.clone(), page.clone(), stream("", "/X Do")],
            (0..45).map(form).collect(),
        ]
        .concat(),
        vec![catalogue.clone(), "[".repeat(300_000)],
        vec![catalogue.clone(), "<<".repeat(300_000)],
        vec![catalogue.clone(), "<< /A ".repeat(300_000)],
        with_page(vec![stream("", &"[".repeat(300_000))]),
        with_page(vec![stream("", &"<<".repeat(300_000))]),
        with_page(vec![stream("", &"q ".repeat(300_000))]),
        with_page(vec![stream("", &"/X BMC ".repeat(100_000))]),
        with_page(vec!["<< /Length 99999999999 >>\nstream\nq".to_string()]),
    ]
}

proptest! {
    #[test]
    fn a_good_document_that_is_cut_changed_or_doubled_does_no_harm(
        kind in prop::sample::select(vec!["docx", "odt", "fodt", "rtf", "html", "vtt", "srt", "json", "xml", "pdf"]),
        at in any::<prop::sample::Index>(),
        length in 0..60_usize,
        new in prop::collection::vec(any::<u8>(), 0..6),
        times in 0..30_usize,
    ) {
        let mut bytes = seeds(kind).remove(0);
        let from = at.index(bytes.len());
        let to = (from + length).min(bytes.len());
        let doubled = bytes[from..to].repeat(times);
        bytes.splice(from..to, doubled.into_iter().chain(new));
        let (name, bytes) = packed(kind, &bytes);
        // What is promised of every text is asserted there.
        drop(hold(&name, &bytes));
        drop(hold(&name, &bytes[..bytes.len() / 2]));
    }
}

#[test]
fn texts_that_grow_by_themselves_stay_small() {
    let deep = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    let cases = [
        ("x.rtf", format!("{{\\rtf1 {}}}", deep("{\\pict ", "}", 50_000))),
        ("x.rtf", format!("{{\\rtf1 {}}}", "\\trowd\\intbl\\cell".repeat(20_000))),
        ("x.rtf", "{\\rtf1 ".to_string() + &"\\u-10179?".repeat(50_000)),
        ("x.html", deep("<table><tr><td>", "", 20_000)),
        ("x.html", deep("<b>", "</b>", 50_000)),
        ("x.html", "<".repeat(200_000)),
        ("x.html", format!("<p {}>x", "a=1 ".repeat(20_000))),
        ("x.html", "&".repeat(100_000)),
        ("x.xml", deep("<TEI>", "", 50_000)),
        ("x.xml", format!("<TEI {}/>", (0..20_000).map(|n| format!("a{n}='1' ")).collect::<String>())),
        ("x.json", "[".repeat(200_000)),
        ("x.json", format!("[{}]", "{\"text\":\"a: b\",\"start\":1},".repeat(20_000).trim_end_matches(','))),
        ("x.vtt", format!("WEBVTT\n\n{}", "00:00.000 --> 00:01.000\n<v A\n\n".repeat(10_000))),
        ("x.vtt", format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{}", "<".repeat(50_000))),
        ("x.vtt", format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{}", "<v A>&".repeat(20_000))),
        ("x.srt", "1\n00:00:00,000 --> 00:00:01,000\n{\\".repeat(10_000)),
        ("x.srt", "-->\n".repeat(50_000)),
    ];
    for (n, (name, text)) in cases.into_iter().enumerate() {
        try_one(&format!("case-{n}"), name, text.as_bytes());
    }
    for (n, objects) in hostile_pdfs().into_iter().enumerate() {
        try_one(&format!("pdf-{n}"), "x.pdf", &pdf(&objects));
    }
    let lists = "<text:s text:c='999999999'/><table:table-cell table:number-columns-repeated='999999999'/>"
        .repeat(1_000);
    let body =
        format!("<office:document><office:body><text:p>{lists}</text:p></office:body></office:document>");
    try_one("repeated", "x.fodt", body.as_bytes());
}
