//! Copies that were merged before, more than once and not alike.

use std::collections::BTreeMap;

use themata_model::{Code, Codebook, Study};
use themata_store::{Commit, Kind, MergeReport, MergeSide, Record, Settling, Store, Target, WriteError};
use themata_testkit::small_study;

use crate::copies::{Copies, change_code, code, coded, fresh, fresh_op, next, put_coding};

fn all(side: MergeSide) -> Settling {
    Settling { rest: Some(side), ..Settling::default() }
}

/// Merges `a` and `b` as `x`, for ours, and as `y`, for theirs; `y` begins with the copy `first`.
fn crossed(copies: &Copies, first: &str) {
    copies.merged("a", "b", "x", &all(MergeSide::Ours));
    match first {
        "a" => copies.merged("a", "b", "y", &all(MergeSide::Theirs)),
        _ => copies.merged("b", "a", "y", &all(MergeSide::Ours)),
    };
}

fn lines(report: &MergeReport) -> Vec<String> {
    let told = report.conflicts.iter().map(|c| {
        let base = c.base.as_deref().unwrap_or("-");
        format!("{} {}, {}: {base} | {} | {}", c.kind, c.label, c.field, c.ours, c.theirs)
    });
    told.collect()
}

fn edit(copies: &Copies, name: &str, coder: &str, body: impl FnOnce(&Study, &mut themata_store::Edit<'_>)) {
    let study = copies.study(name);
    let mut store = Store::open(copies.path(name)).unwrap();
    let done: Result<_, WriteError> = store.edit(&fresh_op("edit", coder), Commit::Keep, |edit| {
        body(&study, edit);
        Ok(((), "{}".into()))
    });
    done.unwrap();
    store.close().unwrap();
}

#[test]
fn two_merges_of_the_same_copies_settled_differently_are_a_conflict() {
    for first in ["a", "b"] {
        let copies = Copies::of(&small_study());
        change_code(&copies, "a", "benefits", |c| c.name = "Benefits seen".into());
        change_code(&copies, "b", "benefits", |c| c.name = "Advantages".into());
        crossed(&copies, first);
        let report = copies.merged("x", "y", "z", &Settling::default());
        let told = "code `benefits`, name: Evaluate benefits | Benefits seen | Advantages";
        assert_eq!(lines(&report), [told], "{first}");
        copies.merged("x", "y", "ours", &all(MergeSide::Ours));
        copies.merged("x", "y", "theirs", &all(MergeSide::Theirs));
        assert_eq!(code(&copies.study("ours"), "benefits").name, "Benefits seen");
        assert_eq!(code(&copies.study("theirs"), "benefits").name, "Advantages");
        // Whoever merged the settled merge has nothing to decide any more.
        let after = copies.merged("theirs", "x", "again", &Settling::default());
        assert_eq!(lines(&after), Vec::<String>::new());
        assert_eq!(code(&copies.study("again"), "benefits").name, "Advantages");
    }
}

#[test]
fn two_merges_settled_alike_are_no_conflict() {
    for first in ["a", "b"] {
        let copies = Copies::of(&small_study());
        change_code(&copies, "a", "benefits", |c| c.name = "Benefits seen".into());
        change_code(&copies, "b", "benefits", |c| c.name = "Advantages".into());
        copies.merged("a", "b", "x", &all(MergeSide::Ours));
        let side = if first == "a" { MergeSide::Ours } else { MergeSide::Theirs };
        let second = if first == "a" { "b" } else { "a" };
        copies.merged(first, second, "y", &all(side));
        assert_eq!(lines(&copies.merged("x", "y", "z", &Settling::default())), Vec::<String>::new());
        assert_eq!(code(&copies.study("z"), "benefits").name, "Benefits seen");
    }
}

#[test]
fn what_was_deleted_in_one_merge_and_kept_in_the_other_is_a_conflict() {
    for first in ["a", "b"] {
        let copies = Copies::of(&small_study());
        let s = small_study();
        let mut coding = s.codings[2].clone();
        copies.edit("a", |edit| edit.remove(Kind::Coding, &[coding.id]));
        coding.memo = "important".into();
        copies.edit("b", |edit| put_coding(edit, &s, &coding));
        crossed(&copies, first);
        let report = copies.merged("x", "y", "z", &Settling::default());
        let told = lines(&report);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].ends_with("the whole row: - | deleted | changed: memo “important”"), "{told:?}");
        copies.merged("x", "y", "ours", &all(MergeSide::Ours));
        copies.merged("x", "y", "theirs", &all(MergeSide::Theirs));
        assert_eq!(copies.study("ours").codings.len(), 5);
        assert_eq!(copies.study("theirs").codings.len(), 6);
    }
}

#[test]
fn what_is_changed_in_one_of_two_merges_is_taken_and_what_is_deleted_stays_deleted() {
    for first in ["a", "b"] {
        let copies = Copies::of(&small_study());
        let s = small_study();
        change_code(&copies, "a", "benefits", |c| c.name = "of a".into());
        let of_b = coded(&s, "bob", "S2", "They", "trust");
        let (of_b_id, of_a) = (of_b.id, coded(&s, "anna", "S3", "Beta told me", "trust"));
        copies.edit("a", |edit| put_coding(edit, &s, &of_a));
        copies.edit("b", |edit| put_coding(edit, &s, &of_b));
        change_code(&copies, "b", "trust", |c| c.name = "of b".into());
        crossed(&copies, first);
        edit(&copies, "x", "anna", |_, edit| edit.remove(Kind::Coding, &[of_b_id]).unwrap());
        change_code(&copies, "x", "trust", |c| c.name = "of x".into());
        change_code(&copies, "y", "benefits", |c| c.name = "of y".into());
        let report = copies.merged("x", "y", "z", &Settling::default());
        assert_eq!(lines(&report), Vec::<String>::new(), "{first}");
        let z = copies.study("z");
        assert_eq!((code(&z, "trust").name.as_str(), code(&z, "benefits").name.as_str()), ("of x", "of y"));
        assert!(z.codings.iter().all(|c| c.id != of_b_id), "deleted in x, left alone in y");
        assert!(z.codings.iter().any(|c| c.id == of_a.id));
    }
}

#[test]
fn a_thing_added_by_both_is_one_thing_in_every_later_merge() {
    let copies = Copies::of(&small_study());
    let s = small_study();
    for name in ["a", "b"] {
        let like = code(&s, "benefits");
        let new = Code {
            id: fresh(next()),
            key: "on-time".parse().unwrap(),
            name: "On time".into(),
            marker: None,
            ..like
        };
        copies.edit(name, |edit| {
            edit.put(&Record::Code(&new))?;
            put_coding(edit, &s, &coded(&s, "anna", "S2", "They", "on-time"))
        });
    }
    crossed(&copies, "b");
    assert_eq!(copies.study("x").codings.len(), s.codings.len() + 1);
    // The old copy goes on with the id it has.
    let mut coding = copies.study("b").codings.iter().find(|c| c.quotation == "They").unwrap().clone();
    coding.memo = "again".into();
    copies.edit("b", |edit| put_coding(edit, &s, &coding));
    change_code(&copies, "y", "on-time", |c| c.definition = "Punctual.".into());
    assert_eq!(lines(&copies.merged("x", "b", "xb", &Settling::default())), Vec::<String>::new());
    assert_eq!(lines(&copies.merged("xb", "y", "z", &Settling::default())), Vec::<String>::new());
    let z = copies.study("z");
    assert_eq!(z.codings.len(), s.codings.len() + 1);
    assert_eq!(z.codings.iter().filter(|c| c.memo == "again").count(), 1);
    assert_eq!(code(&z, "on-time").definition, "Punctual.");
}

#[test]
fn every_state_of_either_copy_can_be_looked_at_after_merges_both_ways() {
    let copies = Copies::of(&small_study());
    let mut states: BTreeMap<_, Study> = BTreeMap::new();
    let mut note = |name: &str| {
        let store = Store::open(copies.path(name)).unwrap();
        let op = store.history().unwrap().last().unwrap().id;
        states.insert(op, store.read_all().unwrap().study);
    };
    let mut change = |name: &str, key: &str, word: &str| {
        change_code(&copies, name, key, |c| c.name = word.into());
        note(name);
    };
    change("a", "benefits", "a1");
    change("b", "trust", "b1");
    copies.merged("a", "b", "x", &Settling::default());
    change("x", "trust", "x1");
    change("b", "benefits", "b2");
    // The second copy knows less of the first than the first of it.
    copies.merged("b", "x", "y", &all(MergeSide::Ours));
    change("y", "weekly-calls", "y1");
    change("a", "weekly-calls", "a2");
    copies.merged("a", "y", "z", &all(MergeSide::Theirs));
    let mut store = Store::open(copies.path("z")).unwrap();
    for (op, study) in states {
        let past = store.read_past(op).unwrap();
        assert_eq!(past.study.codebook, study.codebook);
        assert_eq!(past.study.codings, study.codings);
    }
}

#[test]
fn a_merge_that_was_taken_back_can_be_made_again() {
    let copies = Copies::of(&small_study());
    change_code(&copies, "a", "benefits", |c| c.name = "of a".into());
    change_code(&copies, "b", "benefits", |c| c.name = "of b".into());
    change_code(&copies, "b", "trust", |c| c.name = "trust of b".into());
    copies.merged("a", "b", "x", &all(MergeSide::Theirs));
    let mut store = Store::open(copies.path("x")).unwrap();
    store.undo(&Target::Last, &fresh_op("undo", "anna"), Commit::Keep, |_| "{}".into()).unwrap();
    store.close().unwrap();
    change_code(&copies, "b", "weekly-calls", |c| c.name = "calls of b".into());
    let report = copies.merged("x", "b", "y", &Settling::default());
    assert_eq!(lines(&report), ["code `benefits`, name: Evaluate benefits | of a | of b"]);
    copies.merged("x", "b", "z", &all(MergeSide::Ours));
    let z = copies.study("z");
    let names = ["benefits", "trust", "weekly-calls"].map(|key| code(&z, key).name);
    assert_eq!(names, ["of a", "trust of b", "calls of b"]);
    // Nothing of it comes a second time.
    assert_eq!(lines(&copies.merged("z", "b", "again", &Settling::default())), Vec::<String>::new());
    assert_eq!(copies.study("again"), z);
}

#[test]
fn codes_that_two_merges_left_below_each_other_are_a_conflict() {
    let mut s = small_study();
    let open = |key: &str| Code {
        id: fresh(next()),
        key: key.parse().unwrap(),
        name: key.into(),
        parent: None,
        ..code(&s, "weekly-calls")
    };
    let codes = s.codebook.codes().iter().cloned().chain([open("x"), open("y")]).collect();
    s.codebook = Codebook::new(s.codebook.levels().to_vec(), codes).unwrap();
    let copies = Copies::of(&s);
    change_code(&copies, "a", "x", |c| c.parent = Some("y".parse().unwrap()));
    change_code(&copies, "b", "y", |c| c.parent = Some("x".parse().unwrap()));
    copies.merged("a", "b", "m", &Settling::default());
    copies.merged("b", "a", "n", &Settling::default());
    let told = lines(&copies.merged("m", "n", "z", &Settling::default()));
    assert!(!told.is_empty() && told.iter().all(|line| line.contains("place in the tree")), "{told:?}");
    copies.merged("m", "n", "z", &all(MergeSide::Ours));
    assert_eq!(copies.study("z").codebook, copies.study("m").codebook);
}
