//! Codebooks (`.qdc`), read and written.

use proptest::prelude::*;
use themata_exchange::refi::{Error, Levels, Options, Target, read_codebook, write, write_codebook};
use themata_testkit::{arbitrary_study, small_study};

use super::samples::samples;
use super::schema::faults;

fn read(text: &str) -> themata_exchange::refi::CodebookReading {
    read_codebook(text.as_bytes(), &Options::default()).unwrap()
}

fn names(reading: &themata_exchange::refi::CodebookReading) -> Vec<String> {
    let code = |code: &themata_model::Code| format!("{} ({})", code.name, code.level);
    reading.codebook.in_tree_order().into_iter().map(code).collect()
}

#[test]
fn what_tools_really_write_is_read() {
    let text = "\u{feff}<?xml version='1.0'?><q:CodeBook xmlns:q='urn:QDA-XML:codebook:0:4' origin='ATLAS.ti Win 9'><q:Codes>\
                <q:Code guid='{2CE89C66-C28D-473B-B5C4-6CF87D20EF04}' name=' one; ' color='#f00'><q:Description> why\n</q:Description>\
                <q:Code guid='575cd58b-641a-48c7-bc7b-4f3d2199c776' name='two' isCodable='false' description='told here'/>\
                </q:Code></q:Codes><q:Sets/></q:CodeBook>";
    let reading = read(text);
    let codes = reading.codebook.codes();
    assert_eq!((codes[0].key.as_str(), codes[0].definition.as_str()), ("one,", "why"));
    assert_eq!(codes[0].colour.unwrap().to_string(), "#FF0000");
    assert_eq!(codes[0].id.to_string(), "2ce89c66-c28d-473b-b5c4-6cf87d20ef04");
    assert_eq!((codes[1].definition.as_str(), codes[1].attributes["codable"].as_str()), ("told here", "no"));
    assert_eq!(names(&reading), ["one; (theme)", "two (category)"]);
    assert_eq!(reading.attributes, ["codable"]);
}

#[test]
fn levels_come_from_depth_height_sets_or_a_map() {
    let code = |name: &str, inside: &str| {
        format!("<Code guid='{name}' name='{name}' isCodable='true'>{inside}</Code>")
    };
    let book = format!("{}{}", code("a", &code("b", &code("c", &code("d", "")))), code("e", ""));
    let sets = "<Set guid='s1' name='Low'><MemberCode guid='c'/><MemberCode guid='d'/></Set>\
                <Set guid='s2' name='High'><MemberCode targetGUID='a'/><MemberCode guid='e'/></Set>";
    let text = format!("<CodeBook><Codes>{book}</Codes><Sets>{sets}</Sets></CodeBook>");
    let on = |levels: Levels| {
        let reading = read_codebook(text.as_bytes(), &Options { levels, ..Options::default() }).unwrap();
        let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        (names(&reading).join(", "), problems)
    };
    assert_eq!(on(Levels::Depth).0, "a (dimension), b (theme), c (category), d (open), e (dimension)");
    assert_eq!(on(Levels::Height).0, "a (level 4), b (dimension), c (theme), d (category), e (category)");
    let map = vec![
        ("Words".to_string(), vec!["d".to_string(), "E".to_string()]),
        ("Ideas".into(), vec!["c".into()]),
        ("Areas".into(), vec!["b".into()]),
        ("Top".into(), vec!["a".into()]),
    ];
    assert_eq!(on(Levels::Map(map)).0, "a (Top), b (Areas), c (Ideas), d (Words), e (Words)");
    // Both codes of the lower set hang one below the other: such levels do not fit, and it is said.
    let (told, problems) = on(Levels::Sets(vec!["low".into(), "High".into()]));
    assert_eq!(told, "a (dimension), b (theme), c (category), d (open), e (dimension)");
    assert!(problems[0].contains("all levels are taken from the depth of the codes"), "{problems:?}");
    let (_, problems) = on(Levels::Sets(vec!["nothing".into()]));
    assert!(
        problems[0].contains("there is no set of codes `nothing`; the sets of codes are `Low`, `High`"),
        "{problems:?}"
    );
}

#[test]
fn what_is_no_codebook_is_said_to_be_none() {
    let fails = |text: &[u8]| match read_codebook(text, &Options::default()) {
        Err(error @ Error::NoCodebook { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(fails(b"<html/>").contains("its document is a `html`"));
    assert!(fails(b"").contains("there is no XML in it"));
    assert!(fails(b"<!DOCTYPE a><CodeBook/>").contains("document type"));
}

#[test]
fn the_codebook_of_a_project_is_read_too() {
    let study = small_study();
    let project = write(&study, None, Target::Generic).unwrap();
    let reading = read_codebook(&project.bytes, &Options::default()).unwrap();
    assert_eq!(reading.codebook.codes().len(), study.codebook.codes().len());
}

#[test]
fn samples_are_read_whether_valid_or_not() {
    for (name, bytes) in samples(&["qdc"]) {
        let reading = read_codebook(&bytes, &Options::default()).unwrap();
        let expected = match name.as_str() {
            "atlasti9win_portableqda.qdc" => 5,
            "spec_annexA_codebook_example.qdc" => 6,
            "portableqda_doorstop-core-tests-files-exported.qdc" => 8,
            "portableqda_portableQDA_test_compare_Diff_destAtlas.qdc" => 2,
            _ => reading.codebook.codes().len(),
        };
        assert_eq!(reading.codebook.codes().len(), expected, "{name}");
        let problems: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_codebook_comes_back_with_levels_markers_and_criteria(study in arbitrary_study()) {
        let bytes = write_codebook(&study);
        let reading = read_codebook(&bytes, &Options::default()).unwrap();
        let codes = reading.codebook.in_tree_order();
        prop_assert_eq!(codes.len(), study.codebook.codes().len());
        for (was, is) in study.codebook.in_tree_order().into_iter().zip(codes) {
            prop_assert_eq!((was.id, &was.level, &was.marker), (is.id, &is.level, &is.marker));
            prop_assert_eq!((&was.name, &was.definition, was.colour), (&is.name, &is.definition, is.colour));
            let above = |code: &themata_model::Code, book: &themata_model::Codebook| {
                code.parent.as_ref().and_then(|key| book.get(key)).map(|code| code.id)
            };
            prop_assert_eq!(above(was, &study.codebook), above(is, &reading.codebook));
        }
        let levels = |book: &themata_model::Codebook| book.levels().iter().map(|l| (l.key.clone(), l.name.clone(), l.open)).collect::<Vec<_>>();
        if !study.codebook.codes().is_empty() {
            prop_assert_eq!(levels(&study.codebook), levels(&reading.codebook));
        }
    }
}

#[test]
fn what_is_written_is_valid() {
    let document = String::from_utf8(write_codebook(&small_study())).unwrap();
    if let Some(faults) = faults("Codebook.xsd", &[document]) {
        assert_eq!(faults, "");
    }
}
