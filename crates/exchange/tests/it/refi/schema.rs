//! What is written is valid by the official schema, as `xmllint` judges. Where that is not at hand, the test says so, and fails
//! where `THEMATA_XMLLINT=required`, as `.ci/run` has it wherever it can install it.

use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use themata_exchange::refi::{self, Options, Target};
use themata_testkit::{arbitrary_study, small_study};

use super::samples::samples;
use super::support::{document, project};

fn schema(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refi/schema").join(name)
}

/// What is wrong with these documents; `None` where there is nobody to judge.
pub(super) fn faults(schema_name: &str, documents: &[String]) -> Option<String> {
    if documents.is_empty() {
        return Some(String::new());
    }
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<PathBuf> =
        (0..documents.len()).map(|n| folder.path().join(format!("document-{n}.xml"))).collect();
    for (name, document) in names.iter().zip(documents) {
        std::fs::write(name, document).unwrap();
    }
    let judged =
        Command::new("xmllint").args(["--noout", "--schema"]).arg(schema(schema_name)).args(&names).output();
    let Ok(judged) = judged else {
        let is_required = std::env::var("THEMATA_XMLLINT").is_ok_and(|word| word == "required");
        assert!(!is_required, "xmllint is not at hand; install libxml2-utils");
        drop(std::io::Write::write_all(
            &mut std::io::stderr(),
            b"xmllint is not at hand: nothing is validated\n",
        ));
        return None;
    };
    if judged.status.success() {
        return Some(String::new());
    }
    let said = String::from_utf8_lossy(&judged.stderr).into_owned();
    let faults: Vec<&str> = said.lines().filter(|line| !line.ends_with(" validates")).take(10).collect();
    Some(faults.join("\n"))
}

#[test]
fn every_study_is_written_as_a_valid_project() {
    let mut runner = TestRunner::deterministic();
    let strategy = arbitrary_study();
    let mut documents = Vec::new();
    for round in 0..60 {
        let study =
            if round == 0 { small_study() } else { strategy.new_tree(&mut runner).unwrap().current() };
        let written = refi::write(&study, None, Target::ALL[round % 5]).unwrap();
        documents.push(document(&written.bytes));
    }
    if let Some(faults) = faults("Project-mrt2019.xsd", &documents) {
        assert_eq!(faults, "");
    }
}

#[test]
fn a_foreign_project_stays_valid_when_it_is_changed() {
    let mut documents = Vec::new();
    for (_, bytes) in samples(&["qdpx", "qde"]) {
        let mut reading = refi::read(&bytes, &Options::default()).unwrap();
        for round in 0..4 {
            let study = &mut reading.study;
            match round {
                0 => {}
                1 => drop(study.codings.drain(..study.codings.len() / 2)),
                2 => study.codings.clear(),
                _ => drop(study.sources.drain(..1)),
            }
            let sources: Vec<_> = study.sources.iter().map(|source| source.key.clone()).collect();
            study.codings.retain(|coding| sources.contains(&coding.source));
            let lone = study.clone();
            study.memos.retain(|memo| memo.anchor.exists_in(&lone));
            for target in [Target::Generic, Target::Nvivo] {
                let written = refi::write(study, reading.kept.as_deref(), target).unwrap();
                documents.push(document(&written.bytes));
            }
        }
    }
    if let Some(faults) = faults("Project-mrt2019.xsd", &documents) {
        assert_eq!(faults, "");
    }
}

#[test]
fn what_another_tool_left_out_is_there_when_its_project_is_written() {
    let inside = "<CodeBook><Codes><Code guid='A 1' name='A' color='red'><Code guid='{CCCCCCCC-0000-4000-8000-000000000001}' name='B'/></Code></Codes></CodeBook>\
        <Variables><Variable guid='v' name='Age'/></Variables><Sources><TextSource guid='s' name='t' plainTextPath='internal://a.txt'>\
        <PlainTextSelection startPosition='0' endPosition='3'><Coding creatingUser='nobody'><CodeRef targetGUID='a 1'/></Coding></PlainTextSelection>\
        </TextSource></Sources><Sets/>";
    let bytes = project(inside, "X", &[("a.txt", "one two")]);
    let reading = refi::read(&bytes, &Options::default()).unwrap();
    let documents = Target::ALL
        .map(|target| document(&refi::write(&reading.study, reading.kept.as_deref(), target).unwrap().bytes));
    for document in &documents {
        let again = refi::read(document.as_bytes(), &Options::default()).unwrap();
        assert_eq!(again.study.codings.len(), 1, "{document}");
    }
    if let Some(faults) = faults("Project-mrt2019.xsd", &documents) {
        assert_eq!(faults, "");
    }
}
