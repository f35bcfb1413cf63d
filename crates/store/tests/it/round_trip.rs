//! What is written is read.

use proptest::prelude::*;
use themata_model::{Change, Op, Study, TextHash, validate};
use themata_store::{Existing, ReadError, Snapshot, Store, WriteError};
use themata_testkit::{arbitrary_original, arbitrary_study, small_study};

use crate::study_file::{op, place};

fn history() -> Vec<Op> {
    let change = Change {
        table: "code".into(),
        row: "b1b0".into(),
        before: None,
        after: Some("{\"name\":\"𝔘\"}".into()),
    };
    let first = Op {
        changes: vec![change.clone(), Change { before: Some("{}".into()), ..change }],
        ..op(1, "add-code")
    };
    let second = Op { undoes: Some(first.id), coder: None, at: None, ..op(4, "undo") };
    vec![first, second]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_generated_study_is_read_as_it_was_written_and_its_outline_lacks_texts_and_codings_alone(study in arbitrary_study(), bytes in arbitrary_original()) {
        let mut snapshot = Snapshot::of(study);
        snapshot.documents.insert("study.toml".into(), "# a remark\nkey = \"generated\"\n".into());
        snapshot.originals = snapshot.study.sources.iter().map(|s| (s.key.clone(), bytes.clone())).collect();
        snapshot.history = history();
        let gone = [bytes.as_slice(), b"gone"].concat();
        snapshot.contents.insert(TextHash::of_bytes(&gone), gone);
        let (_folder, path) = place();
        Store::write_new(&path, &snapshot, None, Existing::Refuse).unwrap();
        let store = Store::open(&path).unwrap();
        prop_assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
        let read = store.read_all().unwrap();
        prop_assert_eq!(&read, &snapshot);
        let outline = Store::open_read_only(&path).unwrap().read_outline().unwrap();
        prop_assert_eq!(outline, without_bulk(snapshot.study));
    }
}

/// The study without what makes a file large.
fn without_bulk(mut study: Study) -> Study {
    study.codings.clear();
    study.sources.iter_mut().for_each(|source| source.texts.clear());
    study
}

#[test]
fn the_op_that_writes_a_study_continues_its_history() {
    let (_folder, path) = place();
    let mut snapshot = Snapshot::of(small_study());
    snapshot.history = history();
    Store::write_new(&path, &snapshot, Some(&op(0, "build")), Existing::Refuse).unwrap();
    let read = Store::open(&path).unwrap().history().unwrap();
    assert_eq!(read[..2], history());
    assert_eq!((read[2].seq, read[2].verb.as_str(), read[2].changes.len()), (5, "build", 0));
}

#[test]
fn a_study_is_written_once_into_an_empty_file() {
    let (_folder, path) = place();
    let mut store = Store::create(&path).unwrap();
    assert!(matches!(store.read_all(), Err(ReadError::Empty { .. })));
    let snapshot = Snapshot::of(small_study());
    store.write_all(&snapshot, None).unwrap();
    assert_eq!(store.read_all().unwrap(), snapshot);
    assert_eq!(store.n_codings().unwrap(), 6);
    assert!(matches!(store.write_all(&snapshot, None), Err(WriteError::NotEmpty { .. })));
}

#[test]
fn a_study_that_does_not_hold_together_is_refused_and_leaves_no_file() {
    let (folder, path) = place();
    let mut study = small_study();
    study.codings[0].coder = "nobody".parse().unwrap();
    let problems = validate(&study);
    let error = Store::write_new(&path, &Snapshot::of(study), None, Existing::Refuse).unwrap_err();
    assert!(matches!(error, WriteError::Invalid { problems: found } if found == problems));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_list_that_names_something_twice_is_refused_with_the_names() {
    let (_folder, path) = place();
    let mut study = small_study();
    study.sources[0].cases.push("R1".parse().unwrap());
    let error = Store::write_new(&path, &Snapshot::of(study), None, Existing::Refuse).unwrap_err();
    insta::assert_snapshot!(error, @"the study cannot be stored: sources: source `S1` names the case `R1` twice");
}

#[test]
fn a_text_under_the_hash_of_other_words_is_refused() {
    let (_folder, path) = place();
    let mut study = small_study();
    study.sources[1].texts[0].hash = TextHash::of("other words");
    let error = Store::write_new(&path, &Snapshot::of(study), None, Existing::Refuse).unwrap_err();
    insta::assert_snapshot!(error, @"the study cannot be stored: sources: the hash of a text of source `S2` is not that of its words");
}

#[test]
fn a_turn_outside_its_text_is_refused() {
    let (_folder, path) = place();
    let mut study = small_study();
    let text = &mut study.sources[0].texts[0];
    text.content.truncate(20);
    text.hash = TextHash::of(&text.content);
    study.codings.clear();
    study.excerpts.clear();
    study.findings.clear();
    let error = Store::write_new(&path, &Snapshot::of(study), None, Existing::Refuse).unwrap_err();
    insta::assert_snapshot!(error, @"the study cannot be stored: sources: a turn of source `S1` does not lie in its text");
}
