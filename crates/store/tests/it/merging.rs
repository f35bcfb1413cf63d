//! Two copies of one study, worked on apart and brought together: one rule a test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Map;
use tempfile::TempDir;
use themata_model::anchor::Anchor;
use themata_model::{
    ByteOffset, Code, CodeKey, Coding, EvidenceLink, Memo, MemoAnchor, MemoKind, Op, RowId, Span, Stance,
    Study, StudyId, Target, Text, TextHash, TextIndex, validate,
};
use themata_store::{
    Commit, Edit, Existing, Kind, MergeReport, MergeSide, Merging, Record, Settling, Snapshot, Store,
    Target as UndoTarget, WriteError,
};
use themata_testkit::small_study;

use crate::study_file::op as numbered;

/// Two copies in one folder.
pub(crate) struct Copies {
    pub(crate) folder: TempDir,
}

impl Copies {
    pub(crate) fn of(study: &Study) -> Copies {
        let copies = Copies { folder: tempfile::tempdir().unwrap() };
        let base = copies.path("base");
        let build = numbered(1, "build");
        Store::write_new(&base, &Snapshot::of(study.clone()), Some(&build), Existing::Refuse).unwrap();
        for name in ["a", "b"] {
            std::fs::copy(&base, copies.path(name)).unwrap();
        }
        copies
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.themata"))
    }

    pub(crate) fn study(&self, name: &str) -> Study {
        read(&self.path(name))
    }

    pub(crate) fn edit(&self, name: &str, body: impl FnOnce(&mut Edit<'_>) -> Result<(), WriteError>) {
        let coder = if name == "b" { "bob" } else { "anna" };
        let mut store = Store::open(self.path(name)).unwrap();
        store
            .edit(&fresh_op("edit", coder), Commit::Keep, |edit| body(edit).map(|()| ((), "{}".into())))
            .unwrap();
        store.close().unwrap();
    }

    /// Merges `b` into `a`, looks that what comes of it holds together, and returns it as `c`.
    pub(crate) fn merged(&self, a: &str, b: &str, to: &str, settling: &Settling) -> MergeReport {
        let (ours, theirs) =
            (Store::open_to_look(self.path(a)).unwrap(), Store::open_to_look(self.path(b)).unwrap());
        let merging = Merging { base: None, ours: &ours, theirs: &theirs };
        let told = |_: &MergeReport| Map::from_iter([("said".to_string(), "merged".into())]);
        let report = merging.write(settling, &self.path(to), &fresh_op("merge", "anna"), told).unwrap();
        if !report.is_open() {
            let store = Store::open(self.path(to)).unwrap();
            assert_eq!(store.check_integrity().unwrap(), Vec::<String>::new());
            assert_eq!(validate(&store.read_all().unwrap().study), vec![]);
        }
        report
    }

    /// Merges without any conflict.
    pub(crate) fn merge(&self) -> (Study, MergeReport) {
        let report = self.merged("a", "b", "c", &Settling::default());
        assert_eq!(report.conflicts, vec![]);
        (self.study("c"), report)
    }

    /// The conflicts of a merge as lines.
    pub(crate) fn conflicts(&self) -> Vec<String> {
        let report = self.merged("a", "b", "c", &Settling::default());
        assert!(!self.path("c").exists(), "nothing is written while a conflict is open");
        let told = report.conflicts.iter().map(|c| {
            let base = c.base.as_deref().unwrap_or("-");
            format!("{} {} {}, {}: {base} | {} | {}", c.number, c.kind, c.label, c.field, c.ours, c.theirs)
        });
        told.collect()
    }

    pub(crate) fn settled(&self, side: MergeSide) -> Study {
        let _ = std::fs::remove_file(self.path("c"));
        self.merged("a", "b", "c", &Settling { rest: Some(side), ..Settling::default() });
        self.study("c")
    }
}

pub(crate) fn read(path: &Path) -> Study {
    Store::open(path).unwrap().read_all().unwrap().study
}

pub(crate) fn fresh(n: usize) -> RowId {
    StudyId::of_key("merging").row("row", &n.to_string())
}

pub(crate) fn next() -> usize {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn fresh_op(verb: &str, coder: &str) -> Op {
    Op { id: fresh(next()), coder: Some(coder.into()), ..numbered(0, verb) }
}

pub(crate) fn code(study: &Study, key: &str) -> Code {
    study.code(&key.parse().unwrap()).unwrap().clone()
}

/// A coding of the first place where the words stand.
pub(crate) fn coded(study: &Study, coder: &str, source: &str, words: &str, code: &str) -> Coding {
    let content = &study.source(&source.parse().unwrap()).unwrap().text().content;
    let at = content.find(words).unwrap();
    let span = Span::new(content, ByteOffset(at), ByteOffset(at + words.len())).unwrap();
    let anchor = Anchor::of(content, span);
    Coding {
        id: fresh(next()),
        source: source.parse().unwrap(),
        span: Some(span),
        quotation: words.into(),
        typed: words.into(),
        prefix: anchor.prefix,
        suffix: anchor.suffix,
        target: Target::Code(code.parse().unwrap(), Default::default()),
        coder: coder.parse().unwrap(),
        ..study.codings[0].clone()
    }
}

pub(crate) fn put_coding(edit: &mut Edit<'_>, study: &Study, coding: &Coding) -> Result<(), WriteError> {
    let text = study.source(&coding.source).unwrap().text();
    edit.put(&Record::Coding(coding, text, &TextIndex::new(&text.content)))
}

fn edit_text(copies: &Copies, name: &str, source: &str, content: &str) {
    let text = Text {
        id: fresh(next()),
        content: content.into(),
        hash: TextHash::of(content),
        extraction: "txt, UTF-8".into(),
        turns: vec![],
        speakers: vec![],
        locators: Default::default(),
    };
    copies.edit(name, |edit| edit.put(&Record::Text(&source.parse().unwrap(), &text)));
}

fn change_code(copies: &Copies, name: &str, key: &str, change: impl Fn(&mut Code)) {
    let mut code = code(&copies.study(name), key);
    change(&mut code);
    copies.edit(name, |edit| edit.put(&Record::Code(&code)));
}

fn memo(key: &str, about: Option<&str>, text: &str) -> Memo {
    let anchor = about.map(|key| MemoAnchor::Row { kind: "code".into(), key: key.into() });
    Memo {
        id: fresh(next()),
        key: key.parse().unwrap(),
        anchor: anchor.unwrap_or(MemoAnchor::Study),
        kind: MemoKind::Note,
        coder: None,
        date: None,
        text: text.into(),
        attributes: Default::default(),
    }
}

#[test]
fn different_fields_of_one_code_come_together() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "a", "benefits", |c| c.name = "See benefits".into());
    change_code(&copies, "b", "benefits", |c| {
        c.definition = "What they get.".into();
        c.attributes.insert("round".into(), "2".into());
    });
    change_code(&copies, "a", "benefits", |c| {
        c.attributes.insert("axis".into(), "x".into());
    });
    let (study, report) = copies.merge();
    let merged = code(&study, "benefits");
    assert_eq!((merged.name.as_str(), merged.definition.as_str()), ("See benefits", "What they get."));
    assert_eq!(merged.attributes.len(), 2);
    assert_eq!(report.entries, 1);
}

#[test]
fn one_field_changed_by_both_is_a_conflict_that_is_settled_either_way() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "a", "benefits", |c| c.name = "Benefits seen".into());
    change_code(&copies, "b", "benefits", |c| c.name = "Advantages".into());
    insta::assert_snapshot!(copies.conflicts().join("\n"), @"1 code `benefits`, name: Evaluate benefits | Benefits seen | Advantages");
    assert_eq!(code(&copies.settled(MergeSide::Ours), "benefits").name, "Benefits seen");
    assert_eq!(code(&copies.settled(MergeSide::Theirs), "benefits").name, "Advantages");
}

#[test]
fn conflicts_are_settled_one_by_one_by_their_numbers() {
    let copies = Copies::of(&small_study());
    for (name, word) in [("a", "ours"), ("b", "theirs")] {
        change_code(&copies, name, "benefits", |c| c.name = word.into());
        change_code(&copies, name, "trust", |c| c.name = word.into());
    }
    let each = [(1, MergeSide::Ours), (2, MergeSide::Theirs)].into();
    let report = copies.merged("a", "b", "c", &Settling { each, rest: None });
    assert!(report.conflicts.iter().all(|conflict| conflict.settled.is_some()));
    let merged = copies.study("c");
    let names: Vec<String> =
        report.conflicts.iter().map(|c| code(&merged, c.label.trim_matches('`')).name).collect();
    assert_eq!(names, ["ours", "theirs"]);
    let none = Settling { each: [(3, MergeSide::Ours)].into(), rest: None };
    let (a, b) = (Store::open(copies.path("a")).unwrap(), Store::open(copies.path("b")).unwrap());
    let error = Merging { base: None, ours: &a, theirs: &b }.rehearse(&none).unwrap_err();
    assert_eq!(error.to_string(), "there is no conflict 3; there are 2");
}

#[test]
fn both_changing_a_field_alike_is_no_conflict() {
    let copies = Copies::of(&small_study());
    for name in ["a", "b"] {
        change_code(&copies, name, "benefits", |c| c.name = "Same".into());
    }
    let (study, _) = copies.merge();
    assert_eq!(code(&study, "benefits").name, "Same");
}

#[test]
fn what_one_copy_deleted_and_the_other_left_alone_is_deleted() {
    let copies = Copies::of(&small_study());
    let (mine, yours) = (small_study().codings[2].id, small_study().codings[3].id);
    copies.edit("a", |edit| edit.remove(Kind::Coding, &[mine]));
    copies.edit("b", |edit| edit.remove(Kind::Coding, &[yours]));
    let (study, _) = copies.merge();
    assert_eq!(study.codings.len(), 4);
    assert!(study.codings.iter().all(|c| c.id != mine && c.id != yours));
}

#[test]
fn a_row_deleted_by_one_and_changed_by_the_other_is_a_conflict() {
    let copies = Copies::of(&small_study());
    let mut coding = small_study().codings[2].clone();
    copies.edit("a", |edit| edit.remove(Kind::Coding, &[coding.id]));
    coding.memo = "important".into();
    copies.edit("b", |edit| put_coding(edit, &small_study(), &coding));
    let told = copies.conflicts().join("\n");
    assert!(told.contains("“we see the benefits”, the whole row: - | deleted | changed: memo"), "{told}");
    assert_eq!(copies.settled(MergeSide::Ours).codings.len(), 5);
    let kept = copies.settled(MergeSide::Theirs);
    assert_eq!(kept.codings.len(), 6);
    assert!(kept.codings.iter().any(|c| c.memo == "important"));
}

#[test]
fn every_coders_new_codings_are_kept_and_identical_ones_become_one() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    let twice = |memo: &str| {
        let mut coding = coded(&s, "anna", "S3", "Beta told me", "trust");
        coding.memo = memo.into();
        coding
    };
    copies.edit("a", |edit| put_coding(edit, &s, &twice("why?")));
    copies.edit("b", |edit| {
        put_coding(edit, &s, &twice(""))?;
        put_coding(edit, &s, &coded(&s, "bob", "S3", "Beta told me", "trust"))
    });
    let (study, report) = copies.merge();
    let found: Vec<_> = study.codings.iter().filter(|c| c.quotation == "Beta told me").collect();
    let told: Vec<_> = found.iter().map(|c| (c.coder.as_str(), c.memo.as_str())).collect();
    assert_eq!(told, [("anna", "why?"), ("bob", "")]);
    assert_eq!(report.notes, ["1 coding that both copies made is one coding now"]);
}

#[test]
fn a_code_added_by_both_under_one_key_is_one_code() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    for (name, definition) in [("a", ""), ("b", "Being on time.")] {
        let new = Code {
            id: fresh(next()),
            key: "on-time".parse().unwrap(),
            name: "On time".into(),
            marker: None,
            definition: definition.into(),
            ..code(&s, "benefits")
        };
        copies.edit(name, |edit| {
            edit.put(&Record::Code(&new))?;
            put_coding(
                edit,
                &s,
                &coded(&s, if name == "a" { "anna" } else { "bob" }, "S2", "They", "on-time"),
            )
        });
    }
    let (study, _) = copies.merge();
    assert_eq!(code(&study, "on-time").definition, "Being on time.");
    let key: CodeKey = "on-time".parse().unwrap();
    assert_eq!(study.codings.iter().filter(|c| c.target.code() == Some(&key)).count(), 2);
}

#[test]
fn a_memo_of_theirs_under_a_key_of_ours_gets_a_free_key() {
    let copies = Copies::of(&small_study());
    copies.edit("a", |edit| edit.put(&Record::Memo(&memo("M1", None, "ours"))));
    copies.edit("b", |edit| edit.put(&Record::Memo(&memo("M1", None, "theirs"))));
    let (study, report) = copies.merge();
    let told: Vec<_> = study.memos.iter().map(|m| (m.key.as_str(), m.text.as_str())).collect();
    assert_eq!(told, [("M1", "ours"), ("M1-2", "theirs")]);
    assert_eq!(report.notes, ["both copies have a memo `M1`: theirs is `M1-2` now"]);
}

#[test]
fn a_memo_follows_the_code_that_the_other_copy_gave_another_key() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "a", "trust", |c| c.key = "trusting".parse().unwrap());
    copies.edit("b", |edit| edit.put(&Record::Memo(&memo("M1", Some("trust"), "on trust"))));
    let (study, _) = copies.merge();
    assert_eq!(study.memos[0].anchor.to_string(), "code:trusting");
}

#[test]
fn a_code_that_a_new_coding_needs_stays_though_the_other_copy_deleted_it() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    let calls = s.codings.iter().find(|c| c.coder.as_str() == "bob" && c.source.as_str() == "S1").unwrap().id;
    let id = code(&s, "weekly-calls").id;
    copies.edit("a", |edit| {
        edit.remove(Kind::Coding, &[calls])?;
        edit.remove(Kind::Code, &[id])
    });
    copies.edit("b", |edit| put_coding(edit, &s, &coded(&s, "bob", "S2", "They", "weekly-calls")));
    let (study, report) = copies.merge();
    assert!(study.code(&"weekly-calls".parse().unwrap()).is_some());
    assert!(study.codings.iter().all(|c| c.id != calls));
    assert!(
        report.notes[0].starts_with("the code `weekly-calls` was deleted in one copy and stays"),
        "{:?}",
        report.notes
    );
}

#[test]
fn aliases_and_evidence_of_both_are_united() {
    let copies = Copies::of(&small_study());
    for (name, alias, coding) in [("a", "gains", 2), ("b", "profits", 3)] {
        change_code(&copies, name, "benefits", |c| c.aliases.push(alias.into()));
        let mut finding = copies.study(name).findings[0].clone();
        finding
            .evidence
            .push(EvidenceLink { stance: Stance::Supports, coding: small_study().codings[coding].id });
        copies.edit(name, |edit| edit.put(&Record::Finding(&finding)));
    }
    let (study, _) = copies.merge();
    assert_eq!(code(&study, "benefits").aliases, ["gains", "profits"]);
    assert_eq!(study.findings[0].evidence.len(), 4);
}

#[test]
fn pieces_of_an_excerpt_changed_by_both_are_a_conflict() {
    let copies = Copies::of(&small_study());
    for (name, coding) in [("a", 1), ("b", 2)] {
        let mut excerpt = small_study().excerpts[0].clone();
        excerpt.pieces.push(themata_model::Piece { coding: small_study().codings[coding].id });
        copies.edit(name, |edit| edit.put(&Record::Excerpt(&excerpt)));
    }
    let told = copies.conflicts();
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("1 excerpt `X1`, pieces: "), "{told:?}");
    assert_eq!(copies.settled(MergeSide::Theirs).excerpts[0].pieces[1].coding, small_study().codings[2].id);
}

#[test]
fn codes_moved_below_each_other_stay_a_tree() {
    let mut s = small_study();
    let open = |key: &str| Code {
        id: fresh(next()),
        key: key.parse().unwrap(),
        name: key.into(),
        parent: None,
        ..code(&s, "weekly-calls")
    };
    let codes = s.codebook.codes().iter().cloned().chain([open("x"), open("y")]).collect();
    s.codebook = themata_model::Codebook::new(s.codebook.levels().to_vec(), codes).unwrap();
    let copies = Copies::of(&s);
    change_code(&copies, "a", "x", |c| c.parent = Some("y".parse().unwrap()));
    change_code(&copies, "b", "y", |c| c.parent = Some("x".parse().unwrap()));
    let (study, report) = copies.merge();
    assert_eq!(code(&study, "x").parent, Some("y".parse().unwrap()));
    assert_eq!(code(&study, "y").parent, None);
    assert_eq!(report.notes.len(), 1);
}

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
    let error = Merging { base: None, ours: &a, theirs: &b }.rehearse(&Settling::default()).unwrap_err();
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
    let error =
        merging.write(&Settling::default(), &copies.path("c"), &fresh_op("merge", "anna"), |_| Map::new());
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
