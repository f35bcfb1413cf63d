//! Verbs on the sorting of codes.

use themata_model::Study;
use themata_workspace::verbs::{By, PlaceCode, SettleCode, UnplaceCode, UnsettleCode};

use crate::working::Desk;

fn place(value: &str, case: Option<&str>) -> PlaceCode {
    PlaceCode {
        code: "A".into(),
        values: vec![value.into()],
        case: case.map(Into::into),
        reason: Some("first talks".into()),
    }
}

fn placements(study: &Study) -> Vec<String> {
    let case = |p: &themata_model::Placement| p.case.as_ref().map(|c| format!(" {c}")).unwrap_or_default();
    study
        .placements
        .iter()
        .map(|p| format!("{} {}{} {}={}", p.rater, p.code, case(p), p.facet, p.value))
        .collect()
}

#[test]
fn a_rater_replaces_the_own_sorting_and_sees_no_other() {
    let mut desk = Desk::small();
    desk.workspace.apply(&place("phase=early", None).into(), &By::coder("bob")).unwrap();
    let first = desk.does_soundly(place("phase=late", None));
    assert_eq!(first.said, "sorted *A. Evaluate benefits* by Phase");
    assert_eq!(first.details, ["Phase: late"]);
    let second = desk.does_soundly(place("phase=all", None));
    assert_eq!(second.details, ["Phase: all values of Phase instead of late"]);
    desk.does_soundly(place("phase=none", Some("R1")));
    assert_eq!(
        placements(&desk.study()),
        ["bob benefits phase=early", "anna benefits phase=all", "anna benefits R1 phase=none"]
    );
    assert_eq!(desk.does(place("phase=all", None)).rows, 0);
    let history = desk.workspace.history(&Default::default()).unwrap();
    assert!(history.iter().all(|entry| !entry.said.contains("early")), "the logbook tells no value");
}

#[test]
fn a_sorting_is_taken_back_by_its_rater_only() {
    let mut desk = Desk::small();
    let unplace = UnplaceCode { code: "benefits".into(), facet: None, case: None };
    desk.workspace.apply(&place("phase=early", None).into(), &By::coder("bob")).unwrap();
    assert_eq!(desk.does(unplace.clone()).said, "anna has not sorted *A. Evaluate benefits* by Phase");
    desk.does(place("phase=late", None));
    assert_eq!(desk.does_soundly(unplace).said, "took back the sorting of *A. Evaluate benefits* by Phase");
    assert_eq!(placements(&desk.study()), ["bob benefits phase=early"]);
}

#[test]
fn a_settlement_has_a_reason_and_keeps_the_sortings() {
    let mut desk = Desk::small();
    desk.workspace.apply(&place("phase=early", None).into(), &By::coder("bob")).unwrap();
    desk.does(place("phase=late", None));
    let settle = |value: &str, reason: &str| SettleCode {
        code: "A".into(),
        value: value.into(),
        case: None,
        reason: reason.into(),
    };
    let done = desk.does_soundly(settle("phase=early", "both mean the first talks"));
    assert_eq!(done.said, "settled *A. Evaluate benefits* as early (Phase)");
    assert_eq!(done.details, ["bob: early (first talks)", "anna: late (first talks)"]);
    let again = desk.does_soundly(settle("phase=late", "second thoughts"));
    assert_eq!(again.said, "settled *A. Evaluate benefits* as late (Phase) instead of early");
    assert_eq!((desk.study().settlements.len(), desk.study().placements.len()), (1, 2));
    let refused = [
        desk.refuses(settle("phase=late", " ")),
        desk.refuses(settle("phase=lat", "x")),
        desk.refuses(settle("phase", "x")),
        desk.refuses(settle("phase=-", "x")),
        desk.refuses(SettleCode { case: Some("R3".into()), ..settle("phase=late", "x") }),
    ];
    insta::assert_snapshot!(refused.join("\n"));
    let unsettle = UnsettleCode { code: "A".into(), facet: Some("phase".into()), case: None };
    desk.does_soundly(unsettle.clone());
    assert!(desk.study().settlements.is_empty());
    assert_eq!(desk.does(unsettle).rows, 0);
}

#[test]
fn taking_back_an_older_change_never_leaves_two_sortings_of_one_rater() {
    let mut desk = Desk::small();
    let anna = By::coder("anna");
    desk.does(place("phase=early", None));
    let unplace = UnplaceCode { code: "A".into(), facet: None, case: None };
    let gone = desk.does(unplace).number;
    desk.does(place("phase=late", None));
    let error = desk.workspace.undo(gone, &anna).unwrap_err();
    assert!(error.to_string().contains("was changed since by anna"), "{error}");
    assert_eq!(placements(&desk.study()), ["anna benefits phase=late"]);
    desk.holds_together();

    let mut twice = place("phase=early", None);
    twice.values.push("phase=late".into());
    assert!(desk.refuses(twice).contains("is given two values"));
}
