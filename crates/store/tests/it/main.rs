//! The study file through its public face, and its tables as another program sees them.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod copies;
mod editing;
mod marks;
mod merging;
mod merging_again;
mod merging_laws;
mod merging_model;
mod merging_sources;
mod opening;
mod recovering;
mod round_trip;
mod schema;
mod study_file;
mod trail;
mod versions;
mod views;

/// A test file that nobody names here would never run.
#[test]
fn every_test_file_runs() {
    let listed = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".rs") else { continue };
        assert!(stem == "main" || listed.contains(&format!("mod {stem};")), "{name} is not in main.rs");
    }
}
