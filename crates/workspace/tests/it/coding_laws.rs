//! Random verbs on codings with undo and redo, against the plainest model there is: a list of the states
//! that the study has been in, and a finger on one of them.

use proptest::prelude::*;
use proptest::sample::Index;
use themata_model::{Study, validate};
use themata_workspace::WorkspaceError;
use themata_workspace::verbs::{
    ApplyCodes, By, ChangeCodings, ConfirmCodings, PlaceCode, RecodeCodings, RemoveCodings, SettleCode, Spot,
    UnplaceCode, UnsettleCode, Verb,
};

use crate::working::Desk;

/// One thing that somebody does.
#[derive(Clone, Debug)]
enum Step {
    Do(Wish),
    Undo,
    Redo,
}

/// A verb whose objects are found in the study as it is.
#[derive(Clone, Debug)]
struct Wish {
    kind: usize,
    source: Index,
    from: Index,
    length: usize,
    code: Index,
    other: Index,
    coding: Index,
    flag: bool,
}

fn wish() -> impl Strategy<Value = Wish> {
    let picks = (any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>());
    (0usize..12, picks, 1usize..30, any::<bool>()).prop_map(
        |(kind, (source, from, code, other, coding), length, flag)| Wish {
            kind,
            source,
            from,
            length,
            code,
            other,
            coding,
            flag,
        },
    )
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![5 => wish().prop_map(Step::Do), 2 => Just(Step::Undo), 1 => Just(Step::Redo)];
    prop::collection::vec(step, 1..24)
}

impl Wish {
    fn verb(&self, study: &Study) -> Verb {
        let source = self.source.get(&study.sources);
        let chars = source.text().content.chars().count();
        let start = self.from.index(chars);
        let span = Spot::Span { start, end: (start + self.length).min(chars) };
        let codes = study.codebook.codes();
        let (code, other) = (self.code.get(codes).key.to_string(), self.other.get(codes).name.clone());
        let codings = match study.codings.as_slice() {
            [] => vec!["00000000".to_string()],
            some => vec![self.coding.get(some).id.to_string()],
        };
        let value = if self.flag { "phase=early" } else { "phase=all" }.to_string();
        let case = self.flag.then(|| "R1".to_string());
        let change = ChangeCodings { codings: codings.clone(), ..ChangeCodings::default() };
        let apply = ApplyCodes {
            source: source.key.to_string(),
            spot: span.clone(),
            codes: vec![code.clone()],
            in_vivo: false,
            weight: None,
            memo: None,
            about_case: case.clone(),
            about_side: None,
            set: Vec::new(),
        };
        match self.kind {
            0 => Verb::from(ApplyCodes { codes: vec![code, other], ..apply }),
            1 => Verb::from(ApplyCodes { codes: Vec::new(), set: vec![value], ..apply }),
            2 => Verb::from(ApplyCodes { codes: Vec::new(), in_vivo: true, ..apply }),
            3 => Verb::from(RemoveCodings { codings, force: self.flag, ..RemoveCodings::default() }),
            4 => Verb::from(RecodeCodings { codings, to: code }),
            5 => Verb::from(ChangeCodings { spot: Some(span), ..change }),
            6 => Verb::from(ChangeCodings {
                weight: Some(self.length.to_string()),
                about_case: case,
                ..change
            }),
            7 => Verb::from(ChangeCodings { set: vec![value], memo: Some("noted".into()), ..change }),
            8 => Verb::from(PlaceCode { code, values: vec![value], case, reason: None }),
            9 => Verb::from(UnplaceCode { code, facet: None, case }),
            10 if self.flag => Verb::from(UnsettleCode { code, facet: None, case: None }),
            10 => Verb::from(SettleCode { code, value, case, reason: "agreed".into() }),
            _ => Verb::from(ConfirmCodings { codings }),
        }
    }
}

fn refused(error: &WorkspaceError) -> bool {
    matches!(error, WorkspaceError::Refused { .. })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn verbs_with_undo_and_redo_walk_along_a_list_of_states(steps in steps()) {
        let mut desk = Desk::small();
        let anna = By::coder("anna");
        let mut states = vec![desk.study()];
        let mut at = 0;
        for step in steps {
            match step {
                Step::Do(wish) => match desk.workspace.apply(&wish.verb(&states[at]), &anna) {
                    Ok(done) if done.rows > 0 => {
                        states.truncate(at + 1);
                        states.push(desk.study());
                        at += 1;
                        prop_assert_eq!(validate(&states[at]), vec![]);
                    }
                    Ok(_) => {}
                    Err(error) => prop_assert!(refused(&error), "{error}"),
                },
                Step::Undo if at > 0 => {
                    desk.workspace.undo(None, &anna).unwrap();
                    at -= 1;
                }
                Step::Undo => prop_assert!(desk.workspace.undo(None, &anna).is_err()),
                Step::Redo if at + 1 < states.len() => {
                    desk.workspace.redo(&anna).unwrap();
                    at += 1;
                }
                Step::Redo => prop_assert!(desk.workspace.redo(&anna).is_err()),
            }
            prop_assert!(desk.study() == states[at], "the study is not in the state it should be in");
        }
        desk.holds_together();
    }
}
