//! Projects of other tools: a study written as one, and read back.

use serde_json::Value;

use crate::environment::Environment;

fn codings(environment: &Environment, study: &str) -> Value {
    let listed = environment.run(&["codings", study, "--json"]);
    let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    listed["codings"].clone()
}

#[test]
fn a_study_comes_back_from_its_project_whatever_the_tool() {
    let environment = Environment::of_three_sides();
    let before = codings(&environment, "triad.themata");
    // A folder is written as well as the file that is built of it.
    assert_eq!(environment.run(&["export", "triad", "-o", "folder.qdpx"]).code, 0);
    for tool in ["generic", "nvivo", "maxqda", "atlasti", "qualcoder"] {
        let (project, study) = (format!("{tool}.qdpx"), format!("{tool}.themata"));
        let written = environment.run(&["export", "triad.themata", "-o", &project, "--for", tool]);
        assert_eq!(written.code, 0, "{written}");
        let read = environment.run(&["import", &project, "-o", &study]);
        assert_eq!(read.code, 0, "{read}");
        assert_eq!(codings(&environment, &study), before, "{tool}");
        let table = |study: &str| environment.run(&["table", "frequency", study]).stdout;
        assert_eq!(table(&study), table("triad.themata"), "{tool}");
    }
}

#[test]
fn a_preview_tells_what_is_in_a_project_and_makes_nothing() {
    let environment = Environment::of_three_sides();
    assert_eq!(environment.run(&["export", "triad.themata", "-o", "triad.qdpx"]).code, 0);
    let shown = environment.run(&["import", "triad.qdpx", "--preview"]);
    assert_eq!(shown.code, 0, "{shown}");
    insta::assert_snapshot!(shown.stdout);
    let refused = environment.run(&["import", "triad.qdpx"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("-o STUDY.themata"), "{refused}");
    let into = environment.run(&["import", "triad.qdpx", "-s", "triad.themata"]);
    assert!(into.stderr.contains("cannot be taken into a study that is there"), "{into}");
    let again = environment.run(&["import", "triad.qdpx", "-o", "triad.themata"]);
    assert_eq!(again.code, 2, "a study is never overwritten unasked: {again}");
}

#[test]
fn what_a_study_has_no_place_for_goes_the_way_through_study_and_folder_and_back() {
    let environment = Environment::of_three_sides();
    let args = ["export", "triad.themata", "-o", "triad.qdpx", "--for", "nvivo"];
    assert_eq!(environment.run(&args).code, 0);
    let with_picture = with_a_picture(&std::fs::read(environment.path("triad.qdpx")).expect("it is there"));
    std::fs::write(environment.path("picture.qdpx"), with_picture).expect("it can be written");
    let read = environment.run(&["import", "picture.qdpx", "-o", "picture.themata"]);
    assert_eq!(read.code, 0, "{read}");
    assert!(read.stdout.contains("pictures: 1"), "{read}");
    assert_eq!(environment.run(&["unpack", "picture.themata", "folder"]).code, 0);
    assert_eq!(environment.run(&["build", "folder", "-o", "again.themata"]).code, 0);
    for study in ["picture.themata", "again.themata"] {
        let written = environment.run(&["export", study, "-o", "out.qdpx", "--replace"]);
        assert_eq!(written.code, 0, "{written}");
        let shown = environment.run(&["import", "out.qdpx", "--preview"]);
        assert!(shown.stdout.contains("pictures: 1"), "{study}: {shown}");
    }
}

#[test]
fn what_is_no_project_is_refused_in_a_sentence() {
    let environment = Environment::of_three_sides();
    environment.write(".", &[("talk.qdpx", "no container"), ("talk.txt", "Anna: Hello.\n")]);
    let refused = environment.run(&["import", "talk.qdpx", "-o", "talk.themata"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("`talk.qdpx` cannot be taken in"), "{refused}");
    assert!(!environment.path("talk.themata").exists());
    let refused = environment.run(&["import", "talk.txt", "-o", "talk.themata"]);
    assert_eq!(refused.code, 2, "{refused}");
    let refused = environment.run(&["export", "triad.themata", "-o", "triad.docx"]);
    assert_eq!(refused.code, 2, "{refused}");
}

/// The project with a source that is a picture.
fn with_a_picture(project: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut from = zip::ZipArchive::new(Cursor::new(project)).expect("a container");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("it can be read");
        let name = part.name().expect("a name").to_string();
        if name.ends_with(".qde") {
            let picture = "<PictureSource guid=\"11111111-2222-4333-8444-555555555555\" name=\"hall\" \
                           path=\"internal://hall.png\"/></Sources>";
            let text = String::from_utf8(bytes).expect("UTF-8");
            bytes = text.replace("</Sources>", picture).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&bytes).expect("it can be written");
    }
    to.start_file("sources/hall.png", zip::write::SimpleFileOptions::default()).expect("a part");
    to.write_all(&[0x89, b'P', b'N', b'G']).expect("it can be written");
    to.finish().expect("a container").into_inner()
}
