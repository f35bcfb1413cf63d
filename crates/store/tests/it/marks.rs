//! Counting without texts gives what counting with them gives.

use proptest::prelude::*;
use themata_model::mark::{Mark, Marks};
use themata_model::{FacetAssignment, Study, Target};
use themata_store::{CodingPlace, Placed, PlacedChoice, Store};
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

/// The choice that some bits make of what there is.
fn choice(all: &Placed, study: &Study, bits: u32) -> PlacedChoice {
    let bit = |n: u32| bits >> n & 1 == 1;
    let some = |n: usize| (0u32..).take(n).filter(|at| bits >> (at % 7 + 8) & 1 == 1).collect::<Vec<u32>>();
    let places = || {
        all.marks.marks.iter().zip(&all.numbers).enumerate().filter(|(at, _)| bits >> (at % 5 + 16) & 1 == 1)
    };
    let of = |mark: &Mark| all.marks.voice(mark).source;
    let stretch = |(at, (mark, _)): (usize, (&Mark, &i64))| match at % 3 {
        0 => (of(mark), mark.start, mark.start + 1),
        1 => (of(mark), mark.end, mark.end + 9),
        _ => (of(mark), mark.start.saturating_sub(4), mark.start),
    };
    let one = |(at, (mark, number)): (usize, (&Mark, &i64))| CodingPlace {
        source: of(mark),
        start: mark.start,
        // Another coding than is meant stands there.
        end: mark.end + u32::from(at % 4 == 3),
        number: *number,
    };
    PlacedChoice {
        codes: bit(0).then(|| some(study.codebook.codes().len())),
        sources: bit(1).then(|| some(study.sources.len())),
        touching: bit(2).then(|| places().map(stretch).collect()),
        these: (!bit(2) && bit(3)).then(|| places().map(one).collect()),
    }
}

/// Whether a coding is meant.
fn is_meant(choice: &PlacedChoice, source: u32, mark: &Mark, number: i64) -> bool {
    let (start, end) = (mark.start, mark.end);
    choice.codes.as_ref().is_none_or(|codes| mark.code.is_some_and(|code| codes.contains(&code)))
        && choice.sources.as_ref().is_none_or(|sources| sources.contains(&source))
        && choice.touching.as_ref().is_none_or(|all| {
            all.iter().any(|(of, first, last)| *of == source && start < *last && *first < end)
        })
        && choice
            .these
            .as_ref()
            .is_none_or(|these| these.contains(&CodingPlace { source, start, end, number }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_choice_leaves_what_a_look_at_every_coding_leaves(study in arbitrary_study(), bits in prop::collection::vec(any::<u32>(), 12)) {
        let (_folder, path) = written(&study);
        let store = Store::open(&path).unwrap();
        let outline = store.read_outline().unwrap();
        let numbers = store.row_numbers(&outline).unwrap();
        let speakers = store.speakers(&outline, &numbers).unwrap();
        let all = store.placed(&outline, &numbers, &speakers, &PlacedChoice::default()).unwrap();
        for bits in bits {
            let choice = choice(&all, &outline, bits);
            let meant: Vec<(u32, &Mark, i64)> = all
                .marks
                .marks
                .iter()
                .zip(&all.numbers)
                .map(|(mark, number)| (all.marks.voice(mark).source, mark, *number))
                .filter(|(source, mark, number)| is_meant(&choice, *source, mark, *number))
                .collect();
            let found = store.placed(&outline, &numbers, &speakers, &choice).unwrap();
            let meant_numbers: Vec<i64> = meant.iter().map(|(_, _, number)| *number).collect();
            prop_assert_eq!(&found.numbers, &meant_numbers, "{:?}", &choice);
            let places: Vec<CodingPlace> = meant
                .iter()
                .map(|(source, mark, number)| CodingPlace { source: *source, start: mark.start, end: mark.end, number: *number })
                .collect();
            prop_assert_eq!(store.coding_places(&numbers, &choice).unwrap(), places, "{:?}", &choice);
        }
    }
}
