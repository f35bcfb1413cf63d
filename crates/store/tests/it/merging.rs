//! Two copies of one study, worked on apart and brought together: one rule a test.

use themata_model::{Code, CodeKey, EvidenceLink, Level, Stance, Study};
use themata_store::{
    Commit, Edit, Headway, Kind, MergeSide, Merging, Record, Settling, Store, Which, WriteError,
};
use themata_testkit::small_study;

use crate::copies::{Copies, change_code, code, coded, fresh, fresh_op, memo, next, put_coding};

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
    let error = Merging { base: None, ours: &a, theirs: &b }.rehearse(&none, Headway::unheard()).unwrap_err();
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
    assert!(told.contains("“we see the benefits”, the whole row: - | deleted | changed: memo “"), "{told}");
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
        report.notes[0].starts_with("the code `weekly-calls` was deleted in ours and stays"),
        "{:?}",
        report.notes
    );
}

#[test]
fn a_code_merged_by_one_and_changed_by_the_other_is_told_so_and_gets_its_codings_back() {
    let s = small_study();
    let id = code(&s, "weekly-calls").id;
    let copies = Copies::of(&s);
    let mut store = Store::open(copies.path("a")).unwrap();
    let merge = |edit: &mut Edit<'_>| -> Result<_, WriteError> {
        edit.recode(&Which::OfCode("weekly-calls".parse().unwrap()), &"trust".parse().unwrap())?;
        edit.remove(Kind::Code, &[id])?;
        Ok(((), r#"{"codes": ["trust", "weekly-calls"]}"#.to_string()))
    };
    store.edit(&fresh_op("merge-codes", "anna"), Commit::Keep, merge).unwrap();
    store.close().unwrap();
    change_code(&copies, "b", "weekly-calls", |c| c.definition = "Every week.".into());
    let at = |study: &Study, key: &str| {
        let key: CodeKey = key.parse().unwrap();
        study.codings.iter().filter(|c| c.target.code() == Some(&key)).count()
    };
    let told = "1 code `weekly-calls`, the whole row: - | merged it into `trust` | changed: definition “Every week.”";
    assert_eq!(copies.conflicts(), [told]);
    let (of_trust, of_calls) = (at(&s, "trust"), at(&s, "weekly-calls"));
    assert_eq!(at(&copies.settled(MergeSide::Ours), "trust"), of_trust + of_calls);
    let theirs = copies.settled(MergeSide::Theirs);
    assert_eq!((at(&theirs, "trust"), at(&theirs, "weekly-calls")), (of_trust, of_calls));
    assert_eq!(code(&theirs, "weekly-calls").definition, "Every week.");
    // New codings alone let the code stay, and call nothing back.
    copies.edit("base", |edit| put_coding(edit, &s, &coded(&s, "bob", "S2", "They", "weekly-calls")));
    let report = copies.merged("a", "base", "d", &Settling::default());
    assert!(report.notes[0].starts_with("the code `weekly-calls` was merged into `trust` in ours and stays"));
    assert_eq!(at(&copies.study("d"), "weekly-calls"), 1);
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

/// A level over all others, or below the printed ones.
fn add_level(copies: &Copies, name: &str, key: &str, open: bool, at: usize) {
    copies.edit(name, |edit| {
        let level = Level { id: fresh(next()), key: key.parse().unwrap(), name: key.into(), open };
        let mut order: Vec<_> = edit.codebook()?.levels().iter().map(|level| level.id).collect();
        edit.put(&Record::Level(&level))?;
        order.insert(at, level.id);
        edit.reorder(Kind::Level, &order)
    });
}

#[test]
fn levels_that_either_added_come_in_an_order_that_holds() {
    let s = small_study();
    let top = s.codebook.levels().len();
    let copies = Copies::of(&s);
    add_level(&copies, "a", "above", false, top);
    add_level(&copies, "b", "in-vivo", true, 0);
    let (study, report) = copies.merge();
    let keys = |study: &Study| -> Vec<String> {
        study.codebook.levels().iter().map(|level| level.key.to_string()).collect()
    };
    let mut wanted = keys(&s);
    wanted.insert(0, "in-vivo".into());
    wanted.push("above".into());
    assert_eq!(keys(&study), wanted);
    assert_eq!(report.notes, Vec::<String>::new());
}

#[test]
fn a_level_opened_by_one_and_a_printed_one_put_below_it_by_the_other_come_together() {
    let s = small_study();
    let open = s.codebook.levels().iter().filter(|level| level.open).count();
    let copies = Copies::of(&s);
    let mut opened = s.codebook.levels()[open].clone();
    opened.open = true;
    copies.edit("a", |edit| edit.put(&Record::Level(&opened)));
    add_level(&copies, "b", "between", false, open);
    let (study, _) = copies.merge();
    assert_eq!(study.codebook.levels().len(), s.codebook.levels().len() + 1);
}
