//! Verbs on codings.

use themata_model::{Coding, Study};
use themata_workspace::verbs::{
    ApplyCodes, By, ChangeCodings, ConfirmCodings, RecodeCodings, RemoveCodings, Spot,
};

use crate::working::Desk;

fn quote(words: &str) -> Spot {
    Spot::Quote { words: words.into(), nth: None, line: None }
}

fn code(source: &str, spot: Spot, codes: &[&str]) -> ApplyCodes {
    ApplyCodes {
        source: source.into(),
        spot,
        codes: codes.iter().map(ToString::to_string).collect(),
        in_vivo: false,
        weight: None,
        memo: None,
        about_case: None,
        about_side: None,
        set: Vec::new(),
    }
}

fn change(coding: &Coding) -> ChangeCodings {
    ChangeCodings { codings: vec![id(coding)], ..ChangeCodings::default() }
}

fn id(coding: &Coding) -> String {
    coding.id.to_string()
}

/// The coding that quotes these words.
fn coding(study: &Study, words: &str) -> Coding {
    study
        .codings
        .iter()
        .find(|coding| coding.quotation == words)
        .unwrap_or_else(|| panic!("no {words}"))
        .clone()
}

/// The codings that are new, each as source, words, what is said of them, and by whom.
fn added(before: &Study, after: &Study) -> Vec<String> {
    let new = after.codings.iter().filter(|coding| before.coding(coding.id).is_none());
    new.map(|coding| {
        let code = coding.target.code().map(ToString::to_string).unwrap_or_default();
        let facets: Vec<String> = coding.target.facets().iter().map(|(f, v)| format!(" {f}={v}")).collect();
        format!("{} “{}” {code}{} by {}", coding.source, coding.quotation, facets.concat(), coding.coder)
    })
    .collect()
}

#[test]
fn words_are_coded_as_they_are_quoted_with_what_is_said_of_them() {
    let mut desk = Desk::small();
    let before = desk.study();
    let verb = ApplyCodes {
        weight: Some("70".into()),
        memo: Some("Regular contact.".into()),
        about_case: Some("Relationship R2".into()),
        about_side: Some("customer".into()),
        set: vec!["Phase=Late".into()],
        ..code("s1", quote("that builds TRUST".to_lowercase().as_str()), &["A", "trust"])
    };
    let done = desk.does_soundly(verb);
    assert_eq!(done.said, "coded “That builds trust” (S1:2) as *A. Evaluate benefits* and *1. Trust*");
    let after = desk.study();
    insta::assert_snapshot!(added(&before, &after).join("\n"));
    let new = coding(&after, "That builds trust");
    assert_eq!((new.weight.map(|w| w.get()), new.memo.as_str()), (Some(70), "Regular contact."));
    assert_eq!(new.about.case.map(|k| k.to_string()), Some("R2".into()));
    assert_eq!(new.about.side.map(|k| k.to_string()), Some("customer".into()));
    assert!(new.prefix.ends_with("every week. ") && new.suffix.starts_with('.'));
}

#[test]
fn the_same_coder_does_not_say_the_same_twice_of_the_same_words() {
    let mut desk = Desk::small();
    let before = desk.study();
    let done = desk.does(code("S1", quote("We call them every week."), &["A"]));
    assert_eq!((done.number, done.rows), (None, 0));
    assert_eq!(
        done.said,
        "“We call them every week.” (S1:2) is coded as *A. Evaluate benefits* by anna already"
    );
    assert_eq!(desk.study(), before);
    let by_another = desk
        .workspace
        .apply(&code("S1", quote("We call them every week."), &["A"]).into(), &By::coder("bob"));
    assert!(by_another.unwrap().rows > 0, "another coder may");
    let done = desk.does_soundly(code("S1", quote("We call them every week."), &["A", "1"]));
    assert_eq!(done.said, "coded “We call them every week.” (S1:2) as *1. Trust*");
    assert!(done.details[1].ends_with("was there already"), "{:?}", done.details);
}

#[test]
fn a_span_lines_and_a_turn_are_other_ways_to_point_at_words() {
    let mut desk = Desk::small();
    let before = desk.study();
    let content = before.source(&"S2".parse().unwrap()).unwrap().text().content.clone();
    let start = content.chars().count() - content.split("They ").nth(1).unwrap().chars().count();
    desk.does_soundly(code("S2", Spot::Span { start, end: start + 8 }, &["A"]));
    desk.does_soundly(code("S2", Spot::Lines { from: 2, to: 2 }, &["weekly calls"]));
    desk.does_soundly(code("S1", Spot::Lines { from: 1, to: 2 }, &["D"]));
    desk.does_soundly(code("S3", Spot::Turn(2), &["relating"]));
    insta::assert_snapshot!(added(&before, &desk.study()).join("\n"));
    let refused = [
        desk.refuses(code("S2", Spot::Span { start: 9, end: 9 }, &["A"])),
        desk.refuses(code("S2", Spot::Span { start: 9, end: 9999 }, &["A"])),
        desk.refuses(code("S2", Spot::Lines { from: 2, to: 9 }, &["A"])),
        desk.refuses(code("S2", Spot::Lines { from: 2, to: 1 }, &["A"])),
        desk.refuses(code("S2", Spot::Lines { from: 3, to: 3 }, &["A"])),
        desk.refuses(code("S2", Spot::Turn(0), &["A"])),
        desk.refuses(code("S2", Spot::Turn(3), &["A"])),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn what_is_selected_is_widened_to_whole_characters() {
    let mut study = themata_testkit::small_study();
    study.codings.clear();
    study.excerpts.clear();
    study.findings.clear();
    let text = &mut study.sources[0].texts[0];
    text.content = text.content.replace("trust", "trust e\u{301}t");
    text.hash = themata_model::TextHash::of(&text.content);
    text.turns.pop();
    let at = text.content.chars().position(|c| c == '\u{301}').unwrap();
    let mut desk = Desk::of(study);
    desk.does_soundly(code("S1", Spot::Span { start: at, end: at + 1 }, &["A"]));
    assert_eq!(desk.study().codings[0].quotation, "e\u{301}");
}

#[test]
fn cuts_within_a_turn_are_one_coding_and_the_words_stay_as_typed() {
    let mut desk = Desk::small();
    let before = desk.study();
    desk.does_soundly(code("S1", quote("We call them … builds trust"), &["trust"]));
    let after = desk.study();
    let new = coding(&after, "We call them every week. That builds trust");
    assert_eq!(new.typed, "We call them … builds trust");
    let across = desk.does_soundly(code("S1", quote("work together … call them every"), &["trust"]));
    assert_eq!(across.said, "coded “work together … call them every” (S1:1) as *1. Trust*");
    insta::assert_snapshot!(added(&before, &desk.study()).join("\n"));
}

#[test]
fn of_several_places_the_person_chooses_one() {
    let mut desk = Desk::small();
    let spot = |nth, line| Spot::Quote { words: "them".into(), nth, line };
    let mut study = themata_testkit::small_study();
    study.codings.clear();
    study.excerpts.clear();
    study.findings.clear();
    let text = &mut study.sources[0].texts[0];
    text.content.push_str("\nWe meet them, too, and like them.\n");
    text.hash = themata_model::TextHash::of(&text.content);
    let mut several = Desk::of(study);
    insta::assert_snapshot!(
        [
            several.refuses(code("S1", spot(None, None), &["A"])),
            several.refuses(code("S1", spot(Some(4), None), &["A"])),
            several.refuses(code("S1", spot(None, Some(1)), &["A"])),
            several.refuses(code("S1", quote("we phone them each week"), &["A"])),
            several.refuses(code("S1", quote(" … "), &["A"])),
            desk.refuses(code(
                "S1",
                Spot::Quote { words: "builds trust".into(), nth: Some(2), line: None },
                &["A"]
            )),
        ]
        .join("\n---\n")
    );
    several.does_soundly(code("S1", spot(Some(2), None), &["A"]));
    several.does_soundly(code("S1", spot(None, Some(2)), &["A"]));
    let line = several.study().source(&"S1".parse().unwrap()).unwrap().text().content.lines().count();
    several.does_soundly(code("S1", spot(Some(2), Some(line)), &["A"]));
    assert_eq!(several.study().codings.len(), 3);
}

#[test]
fn the_informants_words_become_an_open_code_of_their_own() {
    let mut desk = Desk::small();
    let verb = |spot| ApplyCodes { in_vivo: true, ..code("S3", spot, &[]) };
    let done = desk.does_soundly(verb(quote("Here it does not.")));
    assert_eq!(done.said, "coded “Here it does not.” (S3:2) in vivo as *Here it does not*");
    let study = desk.study();
    let made = study.codebook.find("Here it does not").unwrap();
    assert_eq!((made.key.as_str(), made.level.as_str()), ("here-it-does-not", "open"));
    assert_eq!(made.origin, Some(themata_model::Origin::Emergent));
    let again = desk.does(verb(quote("here it does not")));
    assert!(again.said.contains("as *Here it does not*"), "{}", again.said);
    assert_eq!(
        desk.study().codebook.codes().len(),
        study.codebook.codes().len(),
        "the code is there already"
    );
}

#[test]
fn facet_values_stand_without_a_code_and_something_must_be_said() {
    let mut desk = Desk::small();
    let done = desk
        .does_soundly(ApplyCodes { set: vec!["phase=all".into()], ..code("S1", quote("every week"), &[]) });
    assert_eq!(done.said, "coded “every week” (S1:2) as phase=all");
    let refused = [
        desk.refuses(code("S1", quote("every week"), &[])),
        desk.refuses(code("S9", quote("every week"), &["A"])),
        desk.refuses(code("S1", quote("every week"), &["benefit"])),
        desk.refuses(ApplyCodes { weight: Some("101".into()), ..code("S1", quote("every week"), &["A"]) }),
        desk.refuses(ApplyCodes {
            set: vec!["phase=soon".into()],
            ..code("S1", quote("every week"), &["A"])
        }),
        desk.refuses(ApplyCodes { about_case: Some("R7".into()), ..code("S1", quote("every week"), &["A"]) }),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn codings_are_called_by_a_part_of_their_id() {
    let mut desk = Desk::small();
    let study = desk.study();
    let whole = id(&study.codings[1]);
    let calls =
        [&whole[..6], &whole[28..], &whole[30..], &whole.replace('-', "")[10..], &whole.to_uppercase()];
    for words in calls {
        let verb = ChangeCodings {
            codings: vec![words.to_string()],
            weight: Some("5".into()),
            ..Default::default()
        };
        desk.does(verb);
        let now = desk.study().coding(study.codings[1].id).unwrap().weight;
        assert_eq!(now.map(|w| w.get()), Some(5), "{words}");
        desk.undoes();
    }
    let uncode = |words: &str| RemoveCodings { codings: vec![words.into()], ..Default::default() };
    let refused =
        [desk.refuses(uncode("abc")), desk.refuses(uncode("weekly")), desk.refuses(uncode("0000000000"))];
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn what_is_used_is_only_removed_with_what_rests_on_it() {
    let mut desk = Desk::small();
    let study = desk.study();
    let used = RemoveCodings { codings: vec![id(&study.codings[0])], ..RemoveCodings::default() };
    insta::assert_snapshot!(desk.refuses(used.clone()).replace(&id(&study.codings[0]), "[ID]"));
    let done = desk.does_soundly(RemoveCodings { force: true, ..used });
    assert_eq!(done.said, "took *A. Evaluate benefits* off “We call them every week.” (S1:2)");
    assert!(done.details.iter().any(|line| line.contains("X1")), "{:?}", done.details);
    let after = desk.study();
    assert!(after.excerpts.is_empty() && after.coding(study.codings[0].id).is_none());
    assert_eq!(after.findings[0].evidence.len(), 1);
}

#[test]
fn only_ones_own_codings_go_when_they_are_not_named() {
    let mut desk = Desk::small();
    let before = desk.study();
    let done =
        desk.does_soundly(RemoveCodings { source: Some("S1".into()), force: true, ..Default::default() });
    assert_eq!(done.said, "removed 2 codings");
    let left = desk.study();
    assert!(left.codings.iter().all(|c| c.coder.as_str() == "bob" || c.source.as_str() != "S1"));
    let of_bob = RemoveCodings {
        code: Some("weekly-calls".into()),
        of: Some("bob".into()),
        ..RemoveCodings::default()
    };
    assert_eq!(
        desk.does_soundly(of_bob).said,
        "took *weekly calls* off “call them every week” (S1:2) by bob"
    );
    let none = desk.does(RemoveCodings { source: Some("S1".into()), ..RemoveCodings::default() });
    assert_eq!((none.rows, none.said.as_str()), (0, "there are no such codings"));
    assert_eq!(left.codings.len(), before.codings.len() - 2);
    desk.refuses(RemoveCodings::default());
}

#[test]
fn a_coding_gets_another_code_unless_it_has_that_one_there_already() {
    let mut desk = Desk::small();
    let study = desk.study();
    let first = &study.codings[0];
    let recode = |to: &str| RecodeCodings { codings: vec![id(first)], to: to.into() };
    let done = desk.does_soundly(recode("weekly calls"));
    insta::assert_snapshot!(done.said);
    assert_eq!(desk.does(recode("weekly-calls")).rows, 0);
    desk.does(code("S1", quote("We call them every week."), &["A"]));
    let refused = desk.refuses(recode("A"));
    assert!(
        refused.contains("has coded “We call them every week.” (S1:2) in the same way already"),
        "{refused}"
    );
    let several = RecodeCodings { codings: study.codings[1..3].iter().map(id).collect(), to: "D".into() };
    assert_eq!(desk.does_soundly(several).said, "gave 2 codings the code *D. Relating*");
}

#[test]
fn what_is_said_of_a_coding_changes_and_is_taken_back() {
    let mut desk = Desk::small();
    let first = desk.study().codings[0].clone();
    let verb = ChangeCodings {
        weight: Some("40".into()),
        memo: Some("why".into()),
        about_case: Some("R2".into()),
        about_side: Some("customer".into()),
        set: vec!["phase=late".into()],
        ..change(&first)
    };
    let done = desk.does_soundly(verb);
    insta::assert_snapshot!(done.said);
    let cleared = ChangeCodings {
        weight: Some("none".into()),
        memo: Some(String::new()),
        about_case: Some("none".into()),
        about_side: Some("-".into()),
        set: vec!["phase=-".into()],
        ..change(&first)
    };
    desk.does_soundly(cleared.clone());
    assert_eq!(desk.study().coding(first.id), Some(&first));
    assert_eq!(desk.does(cleared).rows, 0);
    desk.does(ApplyCodes { set: vec!["phase=early".into()], ..code("S2", quote("They"), &[]) });
    let bare = coding(&desk.study(), "They");
    let emptied = desk.refuses(ChangeCodings { set: vec!["phase=-".into()], ..change(&bare) });
    assert!(emptied.contains("says nothing but these facet values"), "{emptied}");
}

#[test]
fn borders_are_moved_to_the_nearest_words_or_by_their_ends() {
    let mut desk = Desk::small();
    let first = desk.study().codings[0].clone();
    let done = desk.does_soundly(ChangeCodings { spot: Some(quote("call them every")), ..change(&first) });
    assert_eq!(done.said, "changed the borders of “We call them every week.” (S1:2)");
    assert_eq!(done.details, ["“We call them every week.” is now “call them every”"]);
    let study = desk.study();
    let now = study.coding(first.id).unwrap();
    assert_eq!(now.quotation, now.typed);
    let content = &study.source(&first.source).unwrap().text().content;
    let start = content[..now.span.unwrap().start().0].chars().count();
    desk.does_soundly(ChangeCodings { end: Some(start + 9), ..change(&first) });
    assert_eq!(desk.study().coding(first.id).unwrap().quotation, "call them");
    let refused = [
        desk.refuses(ChangeCodings { start: Some(start + 9), ..change(&first) }),
        desk.refuses(ChangeCodings { spot: Some(quote("work together … We call")), ..change(&first) }),
        desk.refuses(ChangeCodings {
            codings: vec![id(&first), id(&study.codings[1])],
            end: Some(9),
            ..ChangeCodings::default()
        }),
    ];
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn a_lost_coding_gets_its_place_back_and_edited_words_are_confirmed() {
    let mut study = themata_testkit::small_study();
    study.codings[1].span = None;
    study.codings[2].typed = "we saw some benefits".into();
    let (lost, edited) = (study.codings[1].clone(), study.codings[2].clone());
    let mut desk = Desk::of(study);
    let confirm = |coding: &Coding| ConfirmCodings { codings: vec![id(coding)] };
    assert!(desk.refuses(confirm(&lost)).contains("has lost its place"));
    assert!(
        desk.refuses(ChangeCodings { end: Some(4), ..change(&lost) }).contains("both `--start` and `--end`")
    );
    desk.does_soundly(ChangeCodings { spot: Some(quote("builds trust")), ..change(&lost) });
    assert!(desk.study().coding(lost.id).unwrap().span.is_some());
    let done = desk.does_soundly(confirm(&edited));
    assert_eq!(done.said, "confirmed “we see the benefits” (S2:2)");
    assert_eq!(desk.study().coding(edited.id).unwrap().typed, "we see the benefits");
    assert_eq!(desk.does(confirm(&edited)).rows, 0, "there is nothing left to confirm");
}
