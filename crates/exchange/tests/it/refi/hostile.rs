//! Projects that are damaged or made to do harm: reading ends, quickly, with a sound study or with an error in words,
//! whatever the bytes are, and what was read can be written.
//!
//! By default a few hundred changed projects of each kind are tried. `THEMATA_FUZZ_SECONDS=120` tries for that many seconds a
//! kind, `THEMATA_FUZZ_ONLY=own` one kind alone, `THEMATA_FUZZ_SEED` begins elsewhere. What fails is written to the folder for
//! temporary files.

mod pieces;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use themata_exchange::refi::{self, Error, Options, Target};
use themata_model::Severity;
use themata_testkit::{Mutator, arbitrary_study, numbers_to_try, small_study};

use super::support::{project, unzip, zip};
use pieces::PIECES;

/// Longest time that one small project may take; machines that test are slow and busy.
const LONGEST: Duration = Duration::from_secs(10);

/// Inputs tried of each kind when no time is given.
const INPUTS: usize = 400;

/// The text beside every project.
const TEXT: &str = "\u{feff}Interviewer: 😀 one\r\n\r\nRespondent: two 🚀 three\r\n";

/// A project with everything that is read, as other tools write it.
fn foreign() -> Vec<u8> {
    let inside = "<Users><User guid='u1' name='Anna'/></Users><CodeBook><Codes><Code guid='c1' name='A' isCodable='true' color='#f00'><Description>d</Description><NoteRef targetGUID='n1'/>\
        <Code guid='c2' name='B' isCodable='false'/></Code></Codes></CodeBook><Variables><Variable guid='v1' name='Region' typeOfVariable='Text'/></Variables>\
        <Cases><Case guid='e1' name='R1'><CodeRef targetGUID='c1'/><VariableValue><VariableRef targetGUID='v1'/><TextValue>North</TextValue></VariableValue><SourceRef targetGUID='s1'/><SelectionRef targetGUID='x1'/></Case></Cases>\
        <Sources><TextSource guid='s1' name='talk.docx' plainTextPath='internal://s.txt' richTextPath='internal://s.docx'><PlainTextSelection guid='x1' name='two 🚀 thr…' startPosition='37' endPosition='49'><Description>c</Description>\
        <Coding guid='k1' creatingUser='u1' creationDateTime='2024-05-01T10:00:00Z'><CodeRef targetGUID='c1'/><NoteRef targetGUID='n2'/></Coding></PlainTextSelection><Coding guid='k2'><CodeRef targetGUID='c2'/></Coding></TextSource>\
        <PDFSource guid='p1' name='r.pdf' path='internal://r.pdf'><PDFSelection guid='x2' page='0' firstX='1' firstY='1' secondX='2' secondY='2'><Representation guid='r2'><PlainTextContent>three</PlainTextContent></Representation><Coding guid='k3'><CodeRef targetGUID='c1'/></Coding></PDFSelection>\
        <Representation guid='r1' plainTextPath='internal://s.txt'><PlainTextSelection guid='x3' startPosition='0' endPosition='5'><Coding guid='k4'><CodeRef targetGUID='c1'/></Coding></PlainTextSelection></Representation></PDFSource>\
        <VideoSource guid='m1' name='f.mp4' path='relative:///f.mp4'><Transcript guid='t1' plainTextPath='internal://t.txt'><SyncPoint guid='y1' position='0' timeStamp='0'/><SyncPoint guid='y2' position='9' timeStamp='900'/>\
        <TranscriptSelection guid='x4' fromSyncPoint='y1' toSyncPoint='y2'><Coding guid='k5'><CodeRef targetGUID='c1'/></Coding></TranscriptSelection></Transcript><VideoSelection guid='x5' begin='1' end='2'/></VideoSource></Sources>\
        <Notes><Note guid='n1' name='m'><PlainTextContent>t</PlainTextContent></Note><Note guid='n2' name='n' plainTextPath='internal://s.txt'><PlainTextSelection guid='x6' startPosition='0' endPosition='3'><Coding guid='k6'><CodeRef targetGUID='c1'/></Coding></PlainTextSelection></Note></Notes>\
        <Links><Link guid='l1' name='leads to' originGUID='c1' targetGUID='c2'/><Link guid='l2' originGUID='n1' targetGUID='x5'/></Links>\
        <Sets><Set guid='g1' name='Side: provider'><MemberCode targetGUID='c1'/><MemberSource targetGUID='s1'/><MemberNote targetGUID='n1'/></Set></Sets><Graphs><Graph guid='q1'><Vertex guid='q2' representedGUID='c1' firstX='1' firstY='1'/></Graph></Graphs><NoteRef targetGUID='n1'/>";
    project(inside, "NVivo 14", &[("s.txt", TEXT), ("t.txt", "Anna: one\nBo: two\n")])
}

fn seeds(kind: &str) -> Vec<Vec<u8>> {
    match kind {
        "foreign" => vec![foreign()],
        _ => {
            let mut runner = TestRunner::deterministic();
            let generated = (0..3).map(|_| arbitrary_study().new_tree(&mut runner).unwrap().current());
            let studies = generated.chain([small_study()]);
            studies.map(|study| refi::write(&study, None, Target::Nvivo).unwrap().bytes).collect()
        }
    }
}

/// The project with its document changed; now and then the container itself.
fn changed(seed: &[u8], number: u64) -> Vec<u8> {
    let mut mutator = Mutator::new(number, PIECES);
    if number.is_multiple_of(8) {
        return mutator.change(seed);
    }
    let mut parts = unzip(seed);
    let names: Vec<String> = parts.keys().cloned().collect();
    let name = if number % 8 == 1 { &names[number as usize / 8 % names.len()] } else { "project.qde" };
    let bytes = mutator.change(&parts[name]);
    parts.insert(name.to_string(), bytes);
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip(&parts)
}

fn hold(bytes: &[u8]) -> Result<(), Error> {
    let options = Options {
        side_from: Some("set:Side".parse().unwrap()),
        phase_from: Some("Region".parse().unwrap()),
        ..Options::default()
    };
    for options in [Options::default(), options] {
        let reading = refi::read(bytes, &options)?;
        let wrong: Vec<String> = reading
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .map(ToString::to_string)
            .collect();
        assert_eq!(wrong, Vec::<String>::new(), "the study does not hold together");
        for target in [Target::Generic, Target::Nvivo] {
            let written = refi::write(&reading.study, reading.kept.as_deref(), target)?;
            let again = refi::read(&written.bytes, &Options::default())?;
            assert_eq!(again.study.sources.len(), reading.study.sources.len());
        }
    }
    Ok(())
}

fn try_kind(kind: &str) {
    let seeds = seeds(kind);
    for seed in &seeds {
        assert_eq!(hold(seed), Ok(()), "the seed of {kind} is a good project");
    }
    for (tried, number) in numbers_to_try(kind, INPUTS) {
        let bytes = changed(&seeds[tried % seeds.len()], number);
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| hold(&bytes)));
        let slow = start.elapsed() > LONGEST;
        if outcome.is_err() || slow {
            let kept = std::env::temp_dir().join(format!("themata-{kind}-{tried}.qdpx"));
            std::fs::write(&kept, &bytes).unwrap();
            panic!(
                "a project {}: {}",
                if slow { "takes too long" } else { "breaks the reader" },
                kept.display()
            );
        }
    }
}

#[test]
fn changed_projects_of_other_tools_do_no_harm() {
    try_kind("foreign");
}

#[test]
fn changed_projects_of_themata_do_no_harm() {
    try_kind("own");
}

#[test]
fn bombs_of_every_kind_end_in_words() {
    let codes = "<Code guid='c' name='c' isCodable='true'>".repeat(100_000);
    let deep = project(&format!("<CodeBook><Codes>{codes}</Codes></CodeBook>"), "X", &[]);
    let entities =
        "<!DOCTYPE Project [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><Project name='&b;'/>";
    let file = "<!DOCTYPE Project [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Project name='&a;'/>";
    let blanks = vec![b' '; 40 << 20];
    let large = zip(&[("project.qde", &blanks)]);
    for bytes in [deep, entities.into(), file.into(), large, b"PK\x03\x04".to_vec(), Vec::new()] {
        let error = refi::read(&bytes, &Options::default()).unwrap_err();
        assert!(
            error.to_string().starts_with("this is no project of REFI-QDA that can be read: "),
            "{error}"
        );
    }
    let outside = zip(&[("project.qde", b"<Project name='x'/>"), ("../../x.txt", b"x"), ("/etc/x", b"x")]);
    let reading = refi::read(&outside, &Options::default()).unwrap();
    assert_eq!(reading.problems.len(), 2);
    let written = refi::write(&reading.study, reading.kept.as_deref(), Target::Generic).unwrap();
    assert_eq!(unzip(&written.bytes).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn bytes_that_mean_nothing_are_no_project(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(refi::read(&bytes, &Options::default()).is_err());
        prop_assert!(refi::read_codebook(&bytes, &Options::default()).is_err());
    }
}
