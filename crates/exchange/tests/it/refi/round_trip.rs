//! Themata to REFI-QDA and back is the identity on what `docs/refi-map.md` lists as carried.

use proptest::prelude::*;
use themata_exchange::refi::{self, Options, Target};
use themata_model::{Study, validate};
use themata_testkit::{arbitrary_study, small_study};

use super::first_difference;

/// The study without what is not carried: older texts and named states.
fn carried(mut study: Study) -> Study {
    study.snapshots.clear();
    for source in &mut study.sources {
        source.texts.drain(..source.texts.len() - 1);
    }
    study
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_study_comes_back_as_it_was_whatever_tool_it_was_written_for(study in arbitrary_study(), target in 0usize..5) {
        let study = carried(study);
        prop_assert_eq!(validate(&study), vec![]);
        let written = refi::write(&study, None, Target::ALL[target]).unwrap();
        let reading = refi::read(&written.bytes, &Options::default()).unwrap();
        let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        prop_assert_eq!(first_difference(&study, &reading.study), None);
        prop_assert_eq!(problems, Vec::<String>::new());
        prop_assert_eq!(reading.report.doubtful.len(), 0);
        prop_assert_eq!(reading.kept, None);
    }

    #[test]
    fn the_same_study_is_written_to_the_same_bytes(study in arbitrary_study()) {
        let once = refi::write(&study, None, Target::Generic).unwrap();
        prop_assert_eq!(&once.bytes, &refi::write(&study, None, Target::Generic).unwrap().bytes);
    }
}

#[test]
fn a_small_study_comes_back_as_it_was() {
    let study = small_study();
    for target in Target::ALL {
        let written = refi::write(&study, None, target).unwrap();
        let reading = refi::read(&written.bytes, &Options::default()).unwrap();
        assert_eq!(first_difference(&carried(study.clone()), &reading.study), None);
    }
}
