//! What holds of every merge: two copies of one study, changed at random and brought together.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use proptest::prelude::*;
use themata_model::anchor::{Anchor, Finder, Revision};
use themata_model::{
    ByteOffset, Code, CodeKey, Coding, EvidenceLink, Excerpt, Finding, Memo, MemoAnchor, MemoKind, Piece,
    RowId, Span, Stance, Study, Target, Text, TextHash, TextIndex, Weight,
};
use themata_store::{
    Commit, Edit, Kind, MergeSide, Record, Settling, Store, Target as UndoTarget, Which, WriteError,
};
use themata_testkit::big_study;

use crate::copies::{Copies, fresh, fresh_op, next};
use crate::merging_model;

/// Numbers that repeat with their seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % n.max(1)
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

fn span(dice: &mut Dice, content: &str) -> Span {
    let boundary = |at: usize| (at..=content.len()).find(|at| content.is_char_boundary(*at)).unwrap();
    let start = boundary(dice.below(content.len() - 200));
    Span::new(content, ByteOffset(start), ByteOffset(boundary(start + 5 + dice.below(100)))).unwrap()
}

fn put(edit: &mut Edit<'_>, coding: &Coding) -> Result<(), WriteError> {
    let source = edit.source(&coding.source)?.unwrap();
    let text = source.text();
    edit.put(&Record::Coding(coding, text, &TextIndex::new(&text.content)))
}

/// One change, as a person makes it.
fn change(
    dice: &mut Dice,
    edit: &mut Edit<'_>,
    study: &Study,
    who: &str,
    texts: usize,
) -> Result<(), WriteError> {
    let codes = edit.codebook()?.codes().to_vec();
    let open: Vec<&Code> = codes.iter().filter(|c| c.level.as_str() == "open").collect();
    let coding_id = dice.of(&study.codings).id;
    let coding = |edit: &Edit<'_>| edit.codings(&Which::Ids(vec![coding_id])).map(|mut found| found.pop());
    let n = dice.below(1000);
    match dice.below(16) {
        0..=3 => {
            let source = edit.source(&dice.of(&study.sources).key)?.unwrap();
            let content = &source.text().content;
            let span = span(dice, content);
            let Anchor { quotation, prefix, suffix, .. } = Anchor::of(content, span);
            let target = Target::Code(dice.of(&open).key.clone(), BTreeMap::new());
            put(
                edit,
                &Coding {
                    id: fresh(next()),
                    source: source.key.clone(),
                    span: Some(span),
                    typed: quotation.clone(),
                    quotation,
                    prefix,
                    suffix,
                    target,
                    coder: who.parse().unwrap(),
                    memo: String::new(),
                    ..study.codings[0].clone()
                },
            )
        }
        4 => edit.remove(Kind::Coding, &[coding_id]),
        5 => match coding(edit)? {
            Some(c) => {
                let target = Target::Code(dice.of(&open).key.clone(), c.target.facets().clone());
                put(edit, &Coding { target, ..c })
            }
            None => Ok(()),
        },
        6 => match coding(edit)? {
            Some(c) => put(edit, &Coding { memo: format!("{who} {n}"), ..c }),
            None => Ok(()),
        },
        7 => match coding(edit)? {
            Some(c) => put(edit, &Coding { weight: Weight::new(i64::try_from(n % 100).unwrap()).ok(), ..c }),
            None => Ok(()),
        },
        8 => edit.put(&Record::Code(&Code { name: format!("{who} {n}"), ..dice.of(&codes).clone() })),
        9 => edit.put(&Record::Code(&Code { definition: format!("{who} {n}"), ..dice.of(&codes).clone() })),
        10 => {
            let mut code = dice.of(&codes).clone();
            code.aliases.push(format!("alias {n}"));
            edit.put(&Record::Code(&code))
        }
        11 => {
            // Both copies may hit on one key.
            let key: CodeKey = format!("new-{}", n % 20).parse().unwrap();
            if codes.iter().any(|code| code.key == key) {
                return Ok(());
            }
            let like = (*dice.of(&open)).clone();
            edit.put(&Record::Code(&Code { id: fresh(next()), key, marker: None, aliases: vec![], ..like }))
        }
        12 => {
            let (from, to) = (*dice.of(&open), *dice.of(&open));
            let has_children = codes.iter().any(|code| code.parent.as_ref() == Some(&from.key));
            let has_memos = !edit.around_code(&from.key)?.memos.is_empty();
            if from.key == to.key || has_children || has_memos {
                return Ok(());
            }
            edit.recode(&Which::OfCode(from.key.clone()), &to.key)?;
            edit.remove(Kind::Code, &[from.id])
        }
        // A corrected transcript takes all its codings along.
        13 if dice.below(texts) > 0 => Ok(()),
        13 => {
            let source = edit.source(&dice.of(&study.sources).key)?.unwrap();
            let old = &source.text().content;
            let touched = span(dice, old);
            let new = format!("{}{who} {n}{}", &old[..touched.start().0], &old[touched.end().0..]);
            edit_text(edit, &source.key, old, new)
        }
        14 => edit.put(&Record::Memo(&Memo {
            id: fresh(next()),
            key: format!("M{}", n % 30 + 1 + 100 * edit.keys(Kind::Memo)?.len()).parse().unwrap(),
            anchor: MemoAnchor::Row { kind: "code".into(), key: dice.of(&codes).key.to_string() },
            kind: MemoKind::Note,
            coder: None,
            date: None,
            text: format!("{who} {n}"),
            attributes: BTreeMap::new(),
        })),
        _ => {
            if edit.codings(&Which::Ids(vec![coding_id]))?.is_empty() {
                return Ok(());
            }
            let number = next();
            edit.put(&Record::Excerpt(&Excerpt {
                id: fresh(number),
                key: format!("X{number}").parse().unwrap(),
                pieces: vec![Piece { coding: coding_id }],
                text: None,
                translation: None,
                attribution: themata_model::AttributionGrade::Exhibit,
                exhibits: vec![],
                attributes: BTreeMap::new(),
            }))?;
            edit.put(&Record::Finding(&Finding {
                id: fresh(next()),
                key: format!("F{number}").parse().unwrap(),
                exhibit: None,
                case: None,
                code: Some(dice.of(&codes).key.clone()),
                facets: BTreeMap::new(),
                text: "A finding.".into(),
                rating: None,
                evidence: vec![EvidenceLink { coding: coding_id, stance: Stance::Supports }],
                attributes: BTreeMap::new(),
            }))
        }
    }
}

/// Another version of a text, with its codings carried along.
fn edit_text(
    edit: &mut Edit<'_>,
    source: &themata_model::SourceKey,
    old: &str,
    new: String,
) -> Result<(), WriteError> {
    let codings = edit.codings(&Which::InSource(source.clone()))?;
    let text = Text {
        id: fresh(next()),
        hash: TextHash::of(&new),
        content: new,
        extraction: "txt, UTF-8".into(),
        turns: vec![],
        speakers: vec![],
        locators: Default::default(),
    };
    edit.put(&Record::Text(source, &text))?;
    let (finder, index) = (Finder::new(&text.content), TextIndex::new(&text.content));
    let revision = Revision::between(old, &finder);
    for mut coding in codings {
        if let Some(anchor) = coding.anchor() {
            coding.span = revision.carry(&anchor).span();
        }
        if let Some(span) = coding.span {
            let Anchor { quotation, prefix, suffix, .. } = Anchor::of(&text.content, span);
            (coding.quotation, coding.prefix, coding.suffix) = (quotation, prefix, suffix);
        }
        edit.put(&Record::Coding(&coding, &text, &index))?;
    }
    Ok(())
}

/// Works on a copy; what is refused is left.
fn work(copies: &Copies, name: &str, who: &str, seed: u64, n: usize) {
    // One in so many corrections of a text is made: fewer where much is coded.
    let texts = if n > 100 { 15 } else { 1 };
    let mut store = Store::open(copies.path(name)).unwrap();
    let (mut dice, study) = (Dice(seed), store.read_all().unwrap().study);
    for _ in 0..n {
        let body = |edit: &mut Edit<'_>| {
            change(&mut dice, edit, &study, who, texts).map(|()| ((), "{}".to_string()))
        };
        match store.edit(&fresh_op("edit", who), Commit::Keep, body) {
            Ok(_) | Err(WriteError::InUse(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    store.close().unwrap();
}

fn all(side: MergeSide) -> Settling {
    Settling { rest: Some(side), ..Settling::default() }
}

fn merged(copies: &Copies, a: &str, b: &str, to: &str, side: MergeSide) -> Study {
    copies.merged(a, b, to, &all(side));
    copies.study(to)
}

/// What a study says, whatever order and ids its parts have.
fn gist(study: &Study) -> BTreeSet<String> {
    let codes = study.codebook.codes().iter().map(|c| {
        let aliases: BTreeSet<&String> = c.aliases.iter().collect();
        format!("{} {} {} {:?} {:?} {aliases:?}", c.key, c.name, c.definition, c.parent, c.level)
    });
    let codings = study
        .codings
        .iter()
        .map(|c| format!("{} {:?} {:?} {} {:?} {}", c.id, c.span, c.target, c.coder, c.weight, c.memo));
    let memos = study.memos.iter().map(|m| format!("{} {}", m.anchor, m.text));
    let excerpts = study.excerpts.iter().map(|x| format!("{} {:?}", x.key, x.pieces));
    let texts = study.sources.iter().map(|s| format!("{} {}", s.key, s.text().hash));
    codes.chain(codings).chain(memos).chain(excerpts).chain(texts).collect()
}

fn ids(study: &Study) -> BTreeSet<RowId> {
    study.codings.iter().map(|c| c.id).collect()
}

/// Every coding that neither copy deleted is there, and those are gone that one deleted and nobody
/// needs.
fn keeps_codings(base: &Study, a: &Study, b: &Study, c: &Study) {
    let (base, a, b, c) = (ids(base), ids(a), ids(b), ids(c));
    for id in a.union(&b) {
        let deleted = base.contains(id) && !(a.contains(id) && b.contains(id));
        assert!(deleted || c.contains(id), "the coding {id} is not kept");
    }
    assert!(c.iter().all(|id| a.contains(id) || b.contains(id)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn merging_keeps_the_work_of_both(seed in any::<u64>()) {
        let copies = Copies::of(&big_study(150, seed));
        work(&copies, "a", "anna", seed ^ 1, 40);
        work(&copies, "b", "bob", seed ^ 2, 40);
        let (base, a, b) = (copies.study("base"), copies.study("a"), copies.study("b"));
        let report = copies.merged("a", "b", "c", &all(MergeSide::Ours));
        let c = copies.study("c");
        merging_model::holds(&base, &a, &b, &c, &report);
        keeps_codings(&base, &a, &b, &c);
        let mirrored = merged(&copies, "b", "a", "mirrored", MergeSide::Theirs);
        let (one, other) = (gist(&c), gist(&mirrored));
        let differ: Vec<_> = one.symmetric_difference(&other).collect();
        prop_assert!(differ.is_empty(), "{differ:#?}");
        prop_assert_eq!(&merged(&copies, "a", "a", "aa", MergeSide::Ours), &a);
        prop_assert_eq!(&merged(&copies, "a", "base", "ab", MergeSide::Theirs), &a);
        prop_assert_eq!(&merged(&copies, "base", "b", "bb", MergeSide::Ours), &b);
        let mut store = Store::open(copies.path("c")).unwrap();
        store.undo(&UndoTarget::Last, &fresh_op("undo", "anna"), Commit::Rehearse, |_| "{}".into()).unwrap();
        store.close().unwrap();
        // Both go on, and merge again.
        work(&copies, "c", "anna", seed ^ 3, 20);
        work(&copies, "b", "bob", seed ^ 4, 20);
        let (before, again) = (b, copies.study("b"));
        let ours = copies.study("c");
        keeps_codings(&before, &ours, &again, &merged(&copies, "c", "b", "d", MergeSide::Theirs));
    }
}

#[test]
#[ignore = "a measurement; run it with --release -- --ignored"]
fn five_hundred_changes_on_either_side_are_merged_in_seconds() {
    let copies = Copies::of(&big_study(5_000, 7));
    work(&copies, "a", "anna", 1, 500);
    work(&copies, "b", "bob", 2, 500);
    let start = Instant::now();
    let report = copies.merged("a", "b", "c", &all(MergeSide::Ours));
    let took = start.elapsed();
    let limit = if cfg!(debug_assertions) { 60 } else { 5 };
    assert!(took.as_secs() < limit, "{took:?} for {} conflicts", report.conflicts.len());
    let [base, a, b, c] = ["base", "a", "b", "c"].map(|name| copies.study(name));
    keeps_codings(&base, &a, &b, &c);
    merging_model::holds(&base, &a, &b, &c, &report);
}
