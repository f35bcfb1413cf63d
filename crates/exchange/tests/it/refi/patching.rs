//! What was changed in a study since it came from another tool is changed in its project, and nothing else.

use std::collections::BTreeMap;

use proptest::prelude::*;
use themata_exchange::refi::{self, Options, Reading, Target};
use themata_model::{
    Anchor, ByteOffset, Codebook, Memo, MemoAnchor, MemoKind, RowId, Span, Study, TextHash, validate,
};
use themata_testkit::arbitrary_study;

use super::first_difference;
use super::support::{canonical, document, unzip, zip};

/// The project of a study as if another tool had written it: without the note that Themata reads back.
fn foreign(study: &Study, target: Target) -> Vec<u8> {
    let written = refi::write(study, None, target).unwrap();
    let mut parts = unzip(&written.bytes);
    let document = String::from_utf8(parts["project.qde"].clone()).unwrap();
    let document =
        document.replace("Themata (keep", "Notes (keep").replace("origin=\"Themata ", "origin=\"Tool ");
    parts.insert("project.qde".into(), document.into_bytes());
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip(&parts)
}

fn read(bytes: &[u8]) -> Reading {
    refi::read(bytes, &Options::default()).unwrap()
}

/// Some changes that a person may make.
fn changed(mut study: Study, choice: [u8; 8]) -> Study {
    let pick = |n: usize, of: usize| if of == 0 { 0 } else { usize::from(choice[n]) % of };
    if choice[0].is_multiple_of(2) && !study.codings.is_empty() {
        study.codings.remove(pick(1, study.codings.len()));
    }
    let mut codes = study.codebook.codes().to_vec();
    if choice[2].is_multiple_of(2) && !codes.is_empty() {
        let at = pick(3, codes.len());
        codes[at].name = "Another name & more".into();
        codes[at].definition = "another\ndefinition".into();
        codes[at].colour = "#00FF00".parse().ok();
        let mut more = codes[at].clone();
        more.id = study.id.row("code", "new");
        more.key = "a new code".parse().unwrap();
        more.marker = None;
        codes.push(more);
    }
    if choice[2].is_multiple_of(3) && !codes.is_empty() {
        let at = pick(4, codes.len());
        codes[at].parent = None;
    }
    study.codebook = Codebook::new(study.codebook.levels().to_vec(), codes).unwrap();
    let other = study.codebook.codes().last().map(|code| code.key.clone());
    if let (true, Some(code)) = (choice[4].is_multiple_of(2) && !study.codings.is_empty(), other) {
        let at = pick(5, study.codings.len());
        let mut more = study.codings[at].clone();
        study.codings[at].target = themata_model::Target::Code(code, BTreeMap::new());
        more.id = study.id.row("coding", "new");
        more.memo = "a new one".into();
        study.codings.push(more);
    }
    if choice[5].is_multiple_of(2) && !study.codings.is_empty() {
        let at = pick(6, study.codings.len());
        let source = study.codings[at].source.clone();
        let content = study.source(&source).unwrap().text().content.clone();
        if let Ok(span) =
            Span::new(&content, ByteOffset(0), ByteOffset(content.chars().next().map_or(0, char::len_utf8)))
        {
            let anchor = Anchor::of(&content, span);
            let coding = &mut study.codings[at];
            (coding.span, coding.quotation, coding.typed) =
                (Some(span), anchor.quotation.clone(), anchor.quotation);
            (coding.prefix, coding.suffix) = (anchor.prefix, anchor.suffix);
        }
    }
    if choice[6].is_multiple_of(3) && !study.sources.is_empty() {
        // The text is edited before everything; what stands in it moves.
        let at = pick(7, study.sources.len());
        let source = &mut study.sources[at];
        let before = "🚀 A line before.\n";
        let content = format!("{before}{}", source.text().content);
        let text = source.texts.last_mut().unwrap();
        let (turns, speakers, _) = themata_ingest::segment(&content);
        (text.turns, text.speakers, text.locators) = (turns, speakers, Default::default());
        text.hash = TextHash::of(&content);
        text.content = content.clone();
        for coding in study.codings.iter_mut().filter(|coding| coding.source == source.key) {
            let Some(span) = coding.span else { continue };
            let moved = |at: ByteOffset| ByteOffset(at.0 + before.len());
            let span = Span::new(&content, moved(span.start()), moved(span.end())).unwrap();
            let anchor = Anchor::of(&content, span);
            (coding.span, coding.prefix, coding.suffix) = (Some(span), anchor.prefix, anchor.suffix);
        }
    }
    if choice[7].is_multiple_of(2) {
        let anchor =
            study.codings.first().map(|c| MemoAnchor::Row { kind: "coding".into(), key: c.id.to_string() });
        study.memos.push(Memo {
            id: RowId(study.id.0.derive("memo")),
            key: "a new memo".parse().unwrap(),
            anchor: anchor.unwrap_or(MemoAnchor::Study),
            kind: MemoKind::Reflexive,
            coder: study.coders.first().map(|coder| coder.key.clone()),
            date: None,
            text: "A <thought>".into(),
            attributes: BTreeMap::new(),
        });
    }
    if choice[3].is_multiple_of(5) && !study.sources.is_empty() {
        let gone = study.sources.remove(pick(0, study.sources.len()));
        study.codings.retain(|coding| coding.source != gone.key);
    }
    let lone = study.clone();
    study.memos.retain(|memo| memo.anchor.exists_in(&lone));
    study.sort_codings();
    study
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_not_changed_stays_as_the_other_tool_wrote_it(study in arbitrary_study(), target in 0usize..5) {
        let bytes = foreign(&study, Target::ALL[target]);
        let reading = read(&bytes);
        let written = refi::write(&reading.study, reading.kept.as_deref(), Target::Generic).unwrap();
        let numbers = ["origin", "basePath", "startPosition", "endPosition"];
        prop_assert_eq!(canonical(&document(&bytes), &numbers), canonical(&document(&written.bytes), &numbers));
    }

    #[test]
    fn what_was_changed_is_changed_in_the_project(
        study in arbitrary_study(),
        choice in any::<[u8; 8]>(),
        target in 0usize..5,
    ) {
        let reading = read(&foreign(&study, Target::Generic));
        prop_assume!(validate(&reading.study).is_empty());
        let study = changed(reading.study, choice);
        prop_assert_eq!(validate(&study), vec![]);
        let written = refi::write(&study, reading.kept.as_deref(), Target::ALL[target]).unwrap();
        let again = read(&written.bytes);
        prop_assert_eq!(first_difference(&study, &again.study), None);
    }
}
