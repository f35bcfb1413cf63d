//! Codings are placed by their quotation.

use themata_exchange::read_files;
use themata_model::Study;

use crate::support::{folder, problems};

fn study(codings: &str) -> Study {
    let files = folder(&[("codings/anna.csv", codings)]);
    let reading = read_files(&files, false);
    assert!(reading.folder.is_some(), "{:?}", reading.problems);
    reading.folder.expect("told above").study
}

fn quotations(codings: &str) -> Vec<String> {
    study(codings).codings.iter().map(|coding| coding.quotation.clone()).collect()
}

#[test]
fn typography_and_line_ends_may_differ_from_the_source() {
    let codings = "source,code,quote\ns1,A,\"We don't pay for outputs, we pay for outcomes - always. It took some time to develop the platform\"\n";
    assert_eq!(
        quotations(codings),
        [
            "We don’t pay for outputs, we pay for outcomes – always.\nIt took some time to develop the plat-\nform"
        ]
    );
}

#[test]
fn as_many_equal_rows_as_places_take_one_place_each() {
    let study = study("source,code,quote\ns1,A,\"Yes, exactly.\"\ns1,A,\"Yes, exactly.\"\n");
    let starts: Vec<usize> = study.codings.iter().map(|c| c.span.unwrap().start().0).collect();
    assert_eq!(study.codings.len(), 2);
    assert!(starts[0] < starts[1]);
    assert_ne!(study.codings[0].id, study.codings[1].id);
}

#[test]
fn a_start_decides_between_places() {
    let study = study("source,code,quote,start\ns1,A,\"Yes, exactly.\",222\n");
    let text = &study.sources[0].text().content;
    let start = study.codings[0].span.unwrap().start().0;
    assert_eq!(text[..start].chars().count(), 222);
}

#[test]
fn a_quotation_with_a_cut_is_one_coding_and_an_excerpt() {
    let study = study("source,code,quote\ns1,A,We don't pay … for outcomes\n");
    assert_eq!(study.codings.len(), 1);
    assert_eq!(study.codings[0].quotation, "We don’t pay for outputs, we pay for outcomes");
    assert_eq!(study.codings[0].typed, "We don't pay … for outcomes");
    assert_eq!(study.excerpts.len(), 1);
    assert_eq!(study.excerpts[0].text.as_deref(), Some("We don't pay … for outcomes"));
    assert_eq!(study.excerpts[0].pieces[0].coding, study.codings[0].id);
}

#[test]
fn pieces_of_different_turns_are_codings_of_their_own() {
    let study = study("source,code,quote\ns1,A,we pay for outcomes … They trusted us.\n");
    let quotations: Vec<&str> = study.codings.iter().map(|c| c.quotation.as_str()).collect();
    assert_eq!(quotations, ["we pay for outcomes", "They trusted us."]);
    assert_eq!(study.excerpts[0].pieces.len(), 2);
}

#[test]
fn an_insertion_in_brackets_is_matched_back() {
    let study = study("source,code,quote\ns1,A,[The customers] trusted us.\n");
    assert_eq!(study.excerpts[0].text.as_deref(), Some("[The customers] trusted us."));
    assert!(study.codings[0].quotation.ends_with("trusted us."));
}

#[test]
fn several_codes_in_a_cell_are_several_codings_of_one_span() {
    let study = study("source,code,quote\ns1,A; T,They trusted us.\n");
    assert_eq!(study.codings.len(), 2);
    assert_eq!(study.codings[0].span, study.codings[1].span);
}

#[test]
fn a_code_may_be_named_by_marker_name_or_alias_and_a_facet_may_stand_alone() {
    let study =
        study("source,code,quote,phase\ns1,alpha talk,They trusted us.,\ns1,,How did it begin?,early\n");
    assert_eq!(study.codings.len(), 2);
    assert!(study.codings.iter().any(|c| c.target.code().is_none()));
}

#[test]
fn offsets_that_no_longer_hold_are_mended_by_the_quotation_and_said() {
    let files = folder(&[("codings/anna.csv", "source,code,quote,start,end\ns1,A,They trusted us.,3,19\n")]);
    let reading = read_files(&files, false);
    let study = reading.folder.unwrap().study;
    assert_eq!(study.codings[0].quotation, "They trusted us.");
    assert!(reading.problems[0].to_string().contains("it was found in line 9"), "{:?}", reading.problems);
}

#[test]
fn what_cannot_be_placed_is_refused_or_kept_as_lost() {
    let files = folder(&[("codings/anna.csv", "source,code,quote\ns1,A,Nobody ever said this at all.\n")]);
    assert!(read_files(&files, false).folder.is_none());
    let study = read_files(&files, true).folder.unwrap().study;
    assert_eq!(study.codings[0].span, None);
    assert_eq!(study.codings[0].quotation, "Nobody ever said this at all.");
}

#[test]
fn a_joint_interview_knows_who_speaks() {
    let speakers = "source,label,role,informant\ns1,Respondent,informant,ana\n";
    assert_eq!(problems(&[("speakers.csv", speakers)]), "");
    let unknown = problems(&[("speakers.csv", "source,label,informant\ns1,Responden,ana\n")]);
    assert!(unknown.contains("did you mean `Respondent`?"), "{unknown}");
}

#[test]
fn ids_do_not_depend_on_the_order_of_rows_or_on_other_rows() {
    let one = study("source,code,quote\ns1,A,They trusted us.\n");
    let two = study("source,code,quote\ns1,A,How did it begin?\ns1,A,They trusted us.\n");
    let id = |study: &Study| study.codings.iter().find(|c| c.quotation == "They trusted us.").unwrap().id;
    assert_eq!(id(&one), id(&two));
}
