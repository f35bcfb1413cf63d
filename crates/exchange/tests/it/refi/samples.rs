//! Real projects of other tools, where the folder named by `THEMATA_REFI_SAMPLES` is at hand.

use std::path::PathBuf;

use themata_exchange::refi::{self, Options, Target};

use super::first_difference;
use super::support::{canonical, document, unzip};

/// The samples of a kind, by name; none, and a word about it, where the folder is not at hand.
pub(super) fn samples(endings: &[&str]) -> Vec<(String, Vec<u8>)> {
    let Some(folder) = std::env::var_os("THEMATA_REFI_SAMPLES").map(PathBuf::from) else {
        drop(std::io::Write::write_all(
            &mut std::io::stderr(),
            b"THEMATA_REFI_SAMPLES names no folder: real projects are not tried\n",
        ));
        return Vec::new();
    };
    let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    found.sort();
    found
}

/// The tool that wrote a sample.
fn tool(name: &str) -> Target {
    match name {
        name if name.starts_with("nvivo") => Target::Nvivo,
        name if name.starts_with("atlas") || name.starts_with("skyloom") => Target::Atlasti,
        _ => Target::Generic,
    }
}

#[test]
fn nothing_of_a_foreign_project_is_lost_on_the_way_through_a_study() {
    for (name, bytes) in samples(&["qdpx", "qde"]) {
        let reading = refi::read(&bytes, &Options::default()).unwrap();
        let was = document(&bytes);
        let written = refi::write(&reading.study, reading.kept.as_deref(), tool(&name)).unwrap();
        // Who wrote it now is said, and where its films lay on somebody's disk is not.
        let is = document(&written.bytes);
        assert_eq!(
            canonical(&was, &["origin", "basePath"]),
            canonical(&is, &["origin", "basePath"]),
            "{name}"
        );
        let (mut old, mut new) = (unzip(&bytes), unzip(&written.bytes));
        old.retain(|name, _| !name.to_lowercase().ends_with(".qde"));
        new.remove("project.qde");
        assert!(old == new, "the files of {name} have changed");
        // For any other tool, only the numbers of positions differ.
        let numbers = ["origin", "basePath", "startPosition", "endPosition", "position"];
        let written = refi::write(&reading.study, reading.kept.as_deref(), Target::Generic).unwrap();
        assert_eq!(canonical(&was, &numbers), canonical(&document(&written.bytes), &numbers), "{name}");
    }
}

#[test]
fn a_foreign_project_that_was_written_again_is_the_same_study() {
    for (name, bytes) in samples(&["qdpx", "qde"]) {
        let reading = refi::read(&bytes, &Options::default()).unwrap();
        let lacks_texts = reading.study.sources.iter().any(|source| source.text().content.is_empty());
        for target in Target::ALL {
            // For QualCoder, texts that are missing are there, with nothing in them.
            if target == Target::Qualcoder && lacks_texts {
                continue;
            }
            let written = refi::write(&reading.study, reading.kept.as_deref(), target).unwrap();
            let again = refi::read(&written.bytes, &Options::default()).unwrap();
            assert_eq!(first_difference(&reading.study, &again.study), None, "{name} for {target:?}");
        }
        // Without what was kept, the study is all the same.
        let alone = refi::write(&reading.study, None, Target::Generic).unwrap();
        let again = refi::read(&alone.bytes, &Options::default()).unwrap();
        assert_eq!(first_difference(&reading.study, &again.study), None, "{name} alone");
    }
}

#[test]
fn samples_are_read_with_all_their_codings_in_place() {
    let expected = [
        ("nvivo126win_oltas.qdpx", 60, 97, 0, 0),
        ("nvivo127mac_oltas_17june.qdpx", 152, 297, 0, 1),
        // Their texts are not there, four selections stand on pictures, pages and films, two are made twice.
        ("skyloom_TestProject.qdpx", 14, 10, 10, 0),
        ("atlasti84_refi_vendor_standard_project.qde", 14, 10, 10, 0),
    ];
    for (name, bytes) in samples(&["qdpx", "qde"]) {
        let Some((_, codes, codings, lost, doubtful)) = expected.iter().find(|row| row.0 == name) else {
            continue;
        };
        let reading = refi::read(&bytes, &Options::default()).unwrap();
        let (study, report) = (&reading.study, &reading.report);
        let found =
            (study.codebook.codes().len(), study.codings.len(), report.lost.len(), report.doubtful.len());
        assert_eq!(found, (*codes, *codings, *lost, *doubtful), "{name}");
        assert!(study.codings.iter().all(|coding| !coding.quotation.contains('\r')));
    }
}
