//! Counting without texts gives what counting with them gives.

use proptest::prelude::*;
use themata_model::mark::{Mark, Marks};
use themata_model::{FacetAssignment, Study, Target};
use themata_store::Store;
use themata_testkit::{arbitrary_study, small_study};

use crate::study_file::written;

/// Marks without their places, whose unit differs.
fn unplaced(marks: &Marks) -> Marks {
    let marks_only = marks.marks.iter().map(|mark| Mark { start: 0, end: 0, ..mark.clone() });
    Marks { voices: marks.voices.clone(), marks: marks_only.collect() }
}

/// The places of marks in code points, counted naively.
fn places(study: &Study) -> Vec<(u32, u32)> {
    let placed = study.codings.iter().filter_map(|coding| Some((coding, coding.span?)));
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap();
    placed
        .map(|(coding, span)| {
            let content = &study.source(&coding.source).unwrap().text().content;
            (count(&content[..span.start().0]), count(&content[..span.end().0]))
        })
        .collect()
}

fn check(study: &Study) {
    let (_folder, path) = written(study);
    let store = Store::open(&path).unwrap();
    let marks = store.marks(&store.read_outline().unwrap()).unwrap();
    assert_eq!(unplaced(&marks), unplaced(&Marks::of(study)));
    let found: Vec<_> = marks.marks.iter().map(|mark| (mark.start, mark.end)).collect();
    assert_eq!(found, places(study));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn marks_from_tables_equal_marks_from_the_study(study in arbitrary_study()) {
        check(&study);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Codings stand in the file in the order they were made in; nobody sees it.
    #[test]
    fn the_order_in_which_codings_were_made_has_no_say(study in arbitrary_study(), order in any::<u64>()) {
        let mut made = study.clone();
        // Many alike at one place are told apart by their ids alone.
        made.codings.sort_by_key(|coding| coding.id.0.derive(&order.to_string()));
        let (_folder, path) = written(&made);
        let store = Store::open(&path).unwrap();
        prop_assert_eq!(&store.read_all().unwrap().study, &study);
        let marks = store.marks(&store.read_outline().unwrap()).unwrap();
        prop_assert_eq!(unplaced(&marks), unplaced(&Marks::of(&study)));
    }
}

#[test]
fn codings_alike_but_for_values_and_ids_are_numbered_as_the_study_lists_them() {
    let mut study = small_study();
    for n in 0..5 {
        let mut copy = study.codings[n].clone();
        copy.id = study.id.row("coding", &format!("a copy of {n}"));
        let late = FacetAssignment::Value("late".parse().unwrap());
        let code = copy.target.code().cloned();
        copy.target = Target::new(code, [("phase".parse().unwrap(), late)].into()).unwrap();
        let mut again = copy.clone();
        again.id = study.id.row("coding", &format!("another copy of {n}"));
        study.codings.extend([again, copy]);
    }
    let (_folder, path) = written(&study);
    let store = Store::open(&path).unwrap();
    study.sort_codings();
    assert_eq!(store.read_all().unwrap().study, study);
    let marks = store.marks(&store.read_outline().unwrap()).unwrap();
    assert_eq!(unplaced(&marks), unplaced(&Marks::of(&study)));
}

#[test]
fn the_small_study_has_its_marks() {
    check(&small_study());
}
