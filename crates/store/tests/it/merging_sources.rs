//! Texts, sources and histories of two copies that are brought together.

use themata_model::anchor::Anchor;
use themata_model::{
    ByteOffset, Coding, FacetAssignment, FacetValue, Placement, RowId, Source, Span, Study, StudyId, Text,
    TextHash,
};
use themata_store::{
    Commit, Edit, Existing, Headway, Kind, MergeSide, Merging, Record, Settling, Snapshot, Store,
    Target as UndoTarget, WriteError,
};
use themata_testkit::small_study;

use serde_json::Map;

use crate::copies::{Copies, change_code, code, coded, edit_text, fresh, fresh_op, next, put_coding};
use crate::study_file::op as numbered;

#[test]
fn codings_follow_the_text_that_the_other_copy_edited() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    let old = s.source(&"S3".parse().unwrap()).unwrap().text().content.clone();
    copies.edit("a", |edit| put_coding(edit, &s, &coded(&s, "anna", "S3", "Beta told me", "trust")));
    let new = old.replace("Beta told", "Well, you know, Beta told");
    // A verb carries the codings along in the same op; here they follow in the next.
    edit_text(&copies, "b", "S3", &new);
    let b = copies.study("b");
    let at = new.find("it works there").unwrap();
    for mut coding in b.codings.iter().filter(|c| c.source.as_str() == "S3").cloned() {
        let shift = at - old.find("it works there").unwrap();
        let span = coding.span.unwrap();
        let span =
            Span::new(&new, ByteOffset(span.start().0 + shift), ByteOffset(span.end().0 + shift)).unwrap();
        let anchor = Anchor::of(&new, span);
        (coding.span, coding.prefix, coding.suffix) = (Some(span), anchor.prefix, anchor.suffix);
        copies.edit("b", |edit| put_coding(edit, &b, &coding));
    }
    let (study, report) = copies.merge();
    assert_eq!(study.source(&"S3".parse().unwrap()).unwrap().text().content, new);
    let found = study.codings.iter().find(|c| c.quotation == "Beta told me").unwrap();
    assert_eq!(found.span.unwrap().start().0, new.find("Beta told me").unwrap());
    assert_eq!((report.carried.moved, report.carried.lost), (1, 0));
}

#[test]
fn a_text_edited_by_both_is_a_conflict_and_codings_follow_the_one_that_stays() {
    let copies = Copies::of(&small_study());
    let old = small_study().source(&"S1".parse().unwrap()).unwrap().text().content.clone();
    let (ours, theirs) = (old.replace("every week", "each week"), old.replace("We call", "Oh, we do call"));
    edit_text(&copies, "a", "S1", &ours);
    edit_text(&copies, "b", "S1", &theirs);
    for name in ["a", "b"] {
        let s = copies.study(name);
        let lost: Vec<Coding> = s
            .codings
            .iter()
            .filter(|c| c.source.as_str() == "S1")
            .map(|c| Coding { span: None, ..c.clone() })
            .collect();
        copies.edit(name, |edit| lost.iter().try_for_each(|coding| put_coding(edit, &s, coding)));
    }
    let told = copies.conflicts();
    assert!(told[0].starts_with("1 source `S1`, text: line 2: "), "{told:?}");
    let text = |study: &Study| study.source(&"S1".parse().unwrap()).unwrap().text().content.clone();
    assert_eq!(text(&copies.settled(MergeSide::Ours)), ours);
    assert_eq!(text(&copies.settled(MergeSide::Theirs)), theirs);
}

#[test]
fn the_merged_file_knows_both_histories_and_undo_of_the_merge_brings_ours_back() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "a", "trust", |c| c.name = "Trusting".into());
    change_code(&copies, "b", "benefits", |c| c.name = "See benefits".into());
    let s = small_study();
    copies.edit("b", |edit| put_coding(edit, &s, &coded(&s, "bob", "S2", "They", "trust")));
    copies.merge();
    let mut store = Store::open(copies.path("c")).unwrap();
    let told: Vec<_> =
        store.history().unwrap().iter().map(|op| (op.seq, op.verb.clone(), op.coder.clone())).collect();
    let verbs: Vec<String> = told
        .iter()
        .map(|(seq, verb, coder)| format!("{seq} {verb} {}", coder.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(verbs, ["1 build anna", "2 edit anna", "3 edit bob", "4 edit bob", "5 merge anna"]);
    store.undo(&UndoTarget::Last, &fresh_op("undo", "anna"), Commit::Keep, |_| "{}".into()).unwrap();
    assert_eq!(store.read_all().unwrap().study, copies.study("a"));
}

#[test]
fn copies_that_go_on_apart_are_merged_again() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "a", "trust", |c| c.name = "ours".into());
    change_code(&copies, "b", "trust", |c| c.name = "theirs".into());
    change_code(&copies, "b", "benefits", |c| c.name = "See benefits".into());
    copies.merged("a", "b", "c", &Settling { rest: Some(MergeSide::Ours), ..Settling::default() });
    // Anna goes on from the merged file, Bob from his own copy.
    let gone = small_study().codings[3].id;
    copies.edit("c", |edit| edit.remove(Kind::Coding, &[gone]));
    change_code(&copies, "b", "benefits", |c| c.definition = "Later.".into());
    let report = copies.merged("c", "b", "d", &Settling::default());
    assert_eq!(report.conflicts, vec![], "what was settled before stays settled");
    let d = copies.study("d");
    assert_eq!(
        (code(&d, "trust").name.as_str(), code(&d, "benefits").definition.as_str()),
        ("ours", "Later.")
    );
    assert!(d.codings.iter().all(|c| c.id != gone));
    // And Bob goes on from there, too, while Anna stays behind.
    change_code(&copies, "d", "trust", |c| c.definition = "Of Bob.".into());
    let report = copies.merged("c", "d", "e", &Settling::default());
    assert_eq!(
        (report.conflicts.len(), code(&copies.study("e"), "trust").definition.as_str()),
        (0, "Of Bob.")
    );
}

#[test]
fn states_of_either_copy_are_read_back_from_the_merged_file() {
    let copies = Copies::of(&small_study());
    let last = |name: &str| Store::open(copies.path(name)).unwrap().history().unwrap().last().unwrap().id;
    let mut states = Vec::new();
    for (name, key) in [("a", "trust"), ("b", "trust"), ("a", "benefits"), ("b", "benefits")] {
        change_code(&copies, name, key, |c| c.name = format!("{key} of {name}"));
        states.push((last(name), copies.study(name)));
    }
    copies.merged("a", "b", "c", &Settling { rest: Some(MergeSide::Ours), ..Settling::default() });
    change_code(&copies, "b", "relating", |c| c.definition = "Later.".into());
    states.push((last("b"), copies.study("b")));
    change_code(&copies, "c", "relating", |c| c.name = "later".into());
    states.push((last("c"), copies.study("c")));
    copies.merged("c", "b", "d", &Settling::default());
    let mut store = Store::open(copies.path("d")).unwrap();
    for (op, study) in states {
        assert_eq!(store.read_past(op).unwrap().study, study);
    }
}

#[test]
fn copies_of_other_studies_are_refused() {
    let copies = Copies::of(&small_study());
    let mut other = small_study();
    other.id = StudyId::of_key("other");
    let path = copies.path("other");
    Store::write_new(&path, &Snapshot::of(other), None, Existing::Refuse).unwrap();
    let (a, b) = (Store::open(copies.path("a")).unwrap(), Store::open(path).unwrap());
    let error = Merging { base: None, ours: &a, theirs: &b }
        .rehearse(&Settling::default(), Headway::unheard())
        .unwrap_err();
    assert_eq!(error.to_string(), "these are not copies of one study: their ids differ");
}

#[test]
fn a_file_in_the_way_is_left_alone_and_the_copies_are_only_read() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "b", "trust", |c| c.name = "theirs".into());
    let before: Vec<Vec<u8>> = ["a", "b"].map(|name| std::fs::read(copies.path(name)).unwrap()).into();
    copies.merge();
    let after: Vec<Vec<u8>> = ["a", "b"].map(|name| std::fs::read(copies.path(name)).unwrap()).into();
    assert!(before == after, "the copies are as they were");
    let (a, b) =
        (Store::open_to_look(copies.path("a")).unwrap(), Store::open_to_look(copies.path("b")).unwrap());
    let merging = Merging { base: None, ours: &a, theirs: &b };
    let error = merging.write(
        &Settling::default(),
        &copies.path("c"),
        &fresh_op("merge", "anna"),
        |_| Map::new(),
        Headway::unheard(),
    );
    assert!(error.unwrap_err().to_string().contains("exists already"));
    let names = std::fs::read_dir(copies.folder.path()).unwrap().map(|e| e.unwrap().file_name());
    assert_eq!(names.count(), 4, "base, a, b and c, and nothing else");
}

#[test]
fn studies_built_apart_from_different_folders_lose_nothing() {
    let copies = Copies::of(&small_study());
    // The build of both has one id, though the folders differed.
    let mut other = small_study();
    other.codings.truncate(4);
    other.excerpts.clear();
    other.findings.clear();
    std::fs::remove_file(copies.path("b")).unwrap();
    let build = numbered(1, "build");
    Store::write_new(copies.path("b"), &Snapshot::of(other), Some(&build), Existing::Refuse).unwrap();
    let (study, _) = copies.merge();
    assert_eq!(study.codings.len(), 6);
    assert_eq!(study.findings.len(), 1);
}

/// A source as import makes it, with its original.
fn imported(edit: &mut Edit<'_>, key: &str, content: &str) -> Result<(), WriteError> {
    let like = small_study().sources[0].clone();
    let source = Source { id: fresh(next()), key: key.parse().unwrap(), texts: vec![], ..like };
    let text = Text {
        id: fresh(next()),
        content: content.into(),
        hash: TextHash::of(content),
        turns: vec![],
        locators: Default::default(),
        ..small_study().sources[0].text().clone()
    };
    edit.put(&Record::Source(&source))?;
    edit.put(&Record::Text(&source.key, &text))?;
    edit.put(&Record::Original(&source.key, content.as_bytes()))
}

/// Removes a source with all that rests on it.
fn removed(edit: &mut Edit<'_>, study: &Study, key: &str) -> Result<(), WriteError> {
    let source = study.source(&key.parse().unwrap()).unwrap();
    let codings: Vec<RowId> = study.codings.iter().filter(|c| c.source == source.key).map(|c| c.id).collect();
    edit.remove(Kind::Coding, &codings)?;
    edit.remove(Kind::Source, &[source.id])
}

#[test]
fn sources_that_either_imported_come_with_texts_and_codings() {
    let copies = Copies::of(&small_study());
    for (name, key) in [("a", "S8"), ("b", "S9")] {
        copies.edit(name, |edit| imported(edit, key, "Q: And then? A: Then we met again."));
        let s = copies.study(name);
        copies.edit(name, |edit| put_coding(edit, &s, &coded(&s, "bob", key, "we met again", "trust")));
    }
    let (study, _) = copies.merge();
    let keys: Vec<&str> = study.sources.iter().map(|s| s.key.as_str()).collect();
    assert_eq!(keys, ["S1", "S2", "S3", "S8", "S9"]);
    assert_eq!(study.codings.iter().filter(|c| c.quotation == "we met again").count(), 2);
    assert_eq!(Store::open(copies.path("c")).unwrap().read_all().unwrap().originals.len(), 2);
}

#[test]
fn one_document_imported_by_both_is_one_source() {
    let copies = Copies::of(&small_study());
    for (name, coder) in [("a", "anna"), ("b", "bob")] {
        copies.edit(name, |edit| imported(edit, "S9", "Q: And then? A: Then we met again."));
        let s = copies.study(name);
        copies.edit(name, |edit| put_coding(edit, &s, &coded(&s, coder, "S9", "we met again", "trust")));
    }
    let (study, _) = copies.merge();
    assert_eq!(study.sources.len(), 4);
    assert_eq!(study.sources[3].texts.len(), 1);
    assert_eq!(study.codings.iter().filter(|c| c.source.as_str() == "S9").count(), 2);
}

#[test]
fn a_source_that_one_deleted_stays_when_the_other_has_coded_in_it() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    copies.edit("a", |edit| removed(edit, &s, "S2"));
    copies.edit("b", |edit| put_coding(edit, &s, &coded(&s, "bob", "S2", "They", "trust")));
    let (study, report) = copies.merge();
    let here: Vec<&str> =
        study.codings.iter().filter(|c| c.source.as_str() == "S2").map(|c| c.quotation.as_str()).collect();
    assert_eq!(here, ["They"], "what was deleted without being needed stays deleted");
    assert_eq!(study.source(&"S2".parse().unwrap()).unwrap().cases, s.sources[1].cases);
    assert_eq!(report.notes.len(), 1);
}

#[test]
fn a_source_deleted_by_one_and_changed_by_the_other_comes_back_with_its_codings() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    copies.edit("a", |edit| removed(edit, &s, "S2"));
    let changed = Source { date: Some("2026-01-31".into()), ..s.sources[1].clone() };
    copies.edit("b", |edit| edit.put(&Record::Source(&changed)));
    assert_eq!(
        copies.conflicts(),
        ["1 source `S2`, the whole row: - | deleted | changed: date “2026-01-31”"]
    );
    assert_eq!(copies.settled(MergeSide::Ours), copies.study("a"));
    let kept = copies.settled(MergeSide::Theirs);
    assert_eq!((kept.sources.len(), kept.codings.len()), (3, 6));
}

#[test]
fn sortings_of_one_rater_and_values_of_one_facet_are_not_doubled() {
    let copies = Copies::of(&small_study());
    for (name, value, extra) in [("a", "early", "begun"), ("b", "late", "ended")] {
        let placement = Placement {
            id: fresh(next()),
            rater: "anna".parse().unwrap(),
            code: "trust".parse().unwrap(),
            case: None,
            facet: "phase".parse().unwrap(),
            value: FacetAssignment::Value(value.parse().unwrap()),
            reason: String::new(),
        };
        let mut facet = small_study().facets[0].clone();
        for key in ["over", extra] {
            let like = facet.values[0].clone();
            facet.values.push(FacetValue {
                id: fresh(next()),
                key: key.parse().unwrap(),
                name: key.into(),
                ..like
            });
        }
        copies.edit(name, |edit| {
            edit.put(&Record::Facet(&facet))?;
            edit.put(&Record::Placement(&placement))
        });
    }
    assert_eq!(copies.conflicts(), ["1 placement `anna`, `trust`, `phase`, value: - | `early` | `late`"]);
    let merged = copies.settled(MergeSide::Theirs);
    let values: Vec<&str> = merged.facets[0].values.iter().map(|v| v.key.as_str()).collect();
    assert_eq!(values, ["early", "late", "over", "begun", "ended"]);
    assert_eq!(merged.placements.len(), 1);
}
