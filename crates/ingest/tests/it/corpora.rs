//! Documents by other people: facts counted by hand in excerpts, and whole sets where they are at hand.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use themata_ingest::{Ingested, Options, read};
use themata_model::ByteOffset;
use zip::write::SimpleFileOptions;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn ingest(name: &str, bytes: &[u8]) -> Ingested {
    read(name, bytes, &Options::default()).unwrap().0
}

fn labels(document: &Ingested) -> Vec<&str> {
    document.turns.iter().map(|turn| document.speakers[turn.speaker].label.as_str()).collect()
}

/// Says something to whoever runs the tests.
fn say(words: &str) {
    drop(std::io::stderr().write_all(format!("{words}\n").as_bytes()));
}

/// The files with this ending in a set; none, and a line that says so, where the sets are not at hand.
fn set(folder: &str, ending: &str) -> Vec<PathBuf> {
    let Some(corpora) = std::env::var_os("THEMATA_CORPORA") else {
        say(&format!("THEMATA_CORPORA names no folder: {folder} is not read"));
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(Path::new(&corpora).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    files
}

#[test]
fn the_german_group_interview_has_its_turns() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(&fixture("haski-i1-excerpt.document.xml")).unwrap();
    let document = ingest("i1.docx", &writer.finish().unwrap().into_inner());
    assert_eq!(labels(&document), ["I", "S2", "I", "S1", "S2", "I", "S1"]);
    assert!(document.text.starts_with("Interview with S1 and S2 - Anonymized German transcript of the statements\n with reference to NodeGrade\n"));
    assert!(
        document.turns[0]
            .body
            .unwrap()
            .of(&document.text)
            .starts_with("Wie gut fühlt ihr euch in Bezug auf die Klausur vorbereitet?")
    );
    assert_eq!(document.language.as_deref(), Some("de"));
}

#[test]
fn the_spanish_sitting_has_its_turns_and_pages() {
    let document = ingest("sitting.xml", &fixture("parlamint-es-excerpt.xml"));
    let expected = ["chair", "MaríaÁngelesEstellerRuedas", "chair", "AliciaRamosJordán", "chair", "chair"];
    assert_eq!(labels(&document), expected);
    assert_eq!(document.turns[1].body.unwrap().of(&document.text), "Sí, juro.\n\n[Aplausos]");
    assert_eq!(document.language.as_deref(), Some("es"));
    assert_eq!(document.metadata[1], ("date".to_string(), "2018-02-06".to_string()));
    assert_eq!(
        document.metadata[0].1,
        "Corpus parlamentario en español ParlaMint-ES, Sesión plenaria núm. 95 (2018-02-06) [ParlaMint]"
    );
    assert_eq!(document.locators.page_at(ByteOffset(0)), None);
}

#[test]
fn all_german_group_interviews_have_their_turns() {
    let counted: Vec<(usize, usize)> = set("haski-student-interviews-de", ".docx")
        .iter()
        .map(|file| {
            let document = ingest(&file.to_string_lossy(), &std::fs::read(file).unwrap());
            (document.turns.len(), document.text.split_whitespace().count())
        })
        .collect();
    if !counted.is_empty() {
        assert_eq!(counted, [(13, 802), (19, 985), (20, 1577)]);
    }
}

/// Every word between tags is in the text once, and every utterance is a turn.
#[test]
fn no_word_of_a_sitting_is_lost_or_invented() {
    let files = set("parlamint-es-tei/ParlaMint-ES.sample.TEI", ".xml");
    for file in files.iter().filter(|file| file.to_string_lossy().contains("ParlaMint-ES_")) {
        let xml = std::fs::read_to_string(file).unwrap();
        let document = ingest(&file.to_string_lossy(), xml.as_bytes());
        let body = &xml[xml.find("<text").unwrap()..];
        assert_eq!(document.turns.len(), body.matches("<u ").count(), "{}", file.display());
        let mut bare = String::new();
        for piece in body.split('<').skip(1) {
            bare.push(' ');
            bare.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        }
        let bare = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let mut said = document.text.clone();
        for turn in document.turns.iter().rev() {
            said.replace_range(turn.label.start().0..turn.label.end().0, "");
        }
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_string)
                .collect()
        };
        assert_eq!(words(&said), words(&bare), "{}", file.display());
    }
}
