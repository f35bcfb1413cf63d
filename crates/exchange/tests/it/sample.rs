//! The sample study of this repository.

use std::path::PathBuf;

use themata_exchange::{canonical_files, read_folder, render_folder};

fn sample() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus-samples/relational-transformation")
}

#[test]
fn the_sample_study_has_no_problem_at_all() {
    let reading = read_folder(&sample(), false).unwrap();
    let lines: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(lines, Vec::<String>::new());
    assert_eq!(reading.folder.unwrap().study.sources.len(), 48);
}

#[test]
fn the_canonical_form_of_the_sample_is_its_own_canonical_form() {
    let folder = read_folder(&sample(), false).unwrap().folder.unwrap();
    let canonical = render_folder(&folder);
    let again = canonical_files(&canonical).unwrap();
    assert_eq!(canonical.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
    for (name, bytes) in &canonical {
        assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&again[name]), "{name}");
    }
}
