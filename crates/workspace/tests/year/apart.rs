//! Two copies on which people work apart, and what is left of their work when they come together.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Coding, RowId, Study};
use themata_workspace::verbs::By;
use themata_workspace::{MergeRequest, MergeSide, merge};

use crate::desk::{Desk, errors};
use crate::dice::Dice;
use crate::progress::Progress;
use crate::{fields, seed, size, wishes};

/// Does so many verbs as one coder.
fn works(desk: &mut Desk, coder: &str, verbs: usize, seed: u64) {
    let mut dice = Dice::new(seed);
    let mut done = 0;
    while done < verbs {
        let study = desk.study();
        let Some(verb) = wishes::wish(&mut dice, &study) else { continue };
        done += usize::from(desk.apply(&verb, coder).is_ok_and(|done| done.rows > 0));
        if dice.once_in(15) {
            let by = By::coder(coder);
            let _ = if dice.once_in(3) { desk.workspace.redo(&by) } else { desk.workspace.undo(None, &by) };
        }
    }
}

fn by_id(s: &Study) -> BTreeMap<RowId, &Coding> {
    s.codings.iter().map(|coding| (coding.id, coding)).collect()
}

/// The ids of codings that only the copy has.
fn made(base: &Study, copy: &Study) -> BTreeSet<RowId> {
    let known = by_id(base);
    copy.codings.iter().map(|coding| coding.id).filter(|id| !known.contains_key(id)).collect()
}

#[test]
fn two_copies_that_diverged_come_together() {
    let pairs = size(1, 4);
    let mut progress = Progress::of("apart: pairs of copies", pairs);
    for pair in 0..pairs {
        let seed = seed() + 100 * pair as u64;
        let mut base = Desk::begun(size(200, 1_200));
        let (mut ours, mut theirs) = (base.copied(), base.copied());
        let verbs = size(40, 500);
        works(&mut ours, "anna", verbs, seed);
        works(&mut theirs, "bob", verbs, 1_000 + seed);
        let (base, a, b) = (base.study(), ours.study(), theirs.study());
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("year.themata");
        // A copy is read as it lies, so that nothing may stand in its log.
        let (left, right) = (ours.copied(), theirs.copied());
        let request = MergeRequest {
            ours: left.path().to_path_buf(),
            theirs: right.path().to_path_buf(),
            output: output.clone(),
            rest: Some(MergeSide::Ours),
            by: By::coder("anna"),
            ..MergeRequest::default()
        };
        let merged = merge(&request, &|_| ()).unwrap_or_else(|error| panic!("seed {seed}: {error:?}"));
        assert_eq!(merged.written.as_ref(), Some(&output), "seed {seed}: {:?}", merged.conflicts);
        let mut desk = Desk::at(folder, output);
        let s = desk.study();
        assert_eq!(errors(&s), Vec::<String>::new(), "seed {seed}");
        desk.holds_together();
        keeps_codings(seed, &base, &a, &b, &s);
        fields::hold(seed, [&base, &a, &b, &s], &merged);
        progress.at(pair + 1);
    }
}

/// No coding that somebody made or kept is gone but by a deletion or with what it needs.
fn keeps_codings(seed: u64, base: &Study, a: &Study, b: &Study, s: &Study) {
    let now = by_id(s);
    for (copy, other) in [(a, b), (b, a)] {
        for id in made(base, copy) {
            let coding = by_id(copy)[&id];
            let has_source = other.sources.iter().any(|source| source.key == coding.source);
            let was_there = base.sources.iter().any(|source| source.key == coding.source);
            assert!(
                now.contains_key(&id) || was_there && !has_source,
                "seed {seed}: the new coding {coding:?} is lost"
            );
        }
    }
    let (in_a, in_b) = (by_id(a), by_id(b));
    for coding in &base.codings {
        if in_a.contains_key(&coding.id) && in_b.contains_key(&coding.id) {
            assert!(now.contains_key(&coding.id), "seed {seed}: {coding:?} is lost");
        }
    }
}
