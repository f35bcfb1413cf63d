//! Laws of the verbs on the codebook: whatever is done in whatever order, the study holds together, and
//! undoing it all brings the first study back.

use proptest::prelude::*;
use themata_model::{Severity, Study, validate};
use themata_testkit::arbitrary_study;
use themata_workspace::verbs::{
    AddCode, AddLevel, AliasCode, By, CodeOrder, DefineCode, DeleteCodes, DeleteLevel, MergeCodes, MoveCode,
    PrefillCode, RecolourCode, RekeyCode, RenameCode, ReorderCodes, ReorderLevels, SplitCode, Verb,
};

use crate::working::Desk;

/// The numbers that one verb is made of.
type Numbers = [u8; 6];

fn pick<T>(list: &[T], number: u8) -> Option<&T> {
    list.get(usize::from(number) % list.len().max(1))
}

/// A verb about what the study has; many of them must be refused.
fn verb(s: &Study, numbers: Numbers) -> Option<Verb> {
    let [which, a, b, c, d, e] = numbers;
    let codes = s.codebook.codes();
    let code = |number: u8| pick(codes, number).map(|code| code.key.to_string());
    let level = |number: u8| pick(s.codebook.levels(), number).map(|level| level.key.to_string());
    let maybe = |number: u8, word: Option<String>| word.filter(|_| number.is_multiple_of(2));
    let name = format!("name {a} {b}");
    let first = code(a);
    Some(match which % 16 {
        0 => AddCode { name, level: maybe(c, level(c)), parent: maybe(d, code(d)), ..AddCode::default() }
            .into(),
        1 => RenameCode { code: first?, name, forget: c.is_multiple_of(2) }.into(),
        2 => {
            let marker = maybe(c, Some(format!("M{}", c % 8)));
            let set = if d.is_multiple_of(4) { vec![format!("mood={e}")] } else { vec![] };
            DefineCode { code: first?, definition: Some(name), marker, set, ..DefineCode::default() }.into()
        }
        3 | 4 => MoveCode {
            code: first?,
            to: maybe(c, code(b)),
            top: c % 4 == 1,
            level: maybe(d, level(d)),
            before: maybe(e, code(d)),
            after: None,
        }
        .into(),
        5 | 6 => MergeCodes {
            from: [first, code(b)].into_iter().flatten().collect(),
            into: code(c)?,
            force: !d.is_multiple_of(4),
        }
        .into(),
        7 => {
            let ids: Vec<String> = s
                .codings
                .iter()
                .filter(|coding| coding.target.code().is_some_and(|k| Some(k.to_string()) == first))
                .map(|coding| coding.id.to_string())
                .collect();
            SplitCode {
                code: first?,
                name,
                codings: ids.into_iter().take(usize::from(c % 3)).collect(),
                case: pick(&s.cases, d).map(|case| case.key.to_string()),
                ..SplitCode::default()
            }
            .into()
        }
        8 => ReorderCodes {
            by: Some([CodeOrder::Name, CodeOrder::Marker, CodeOrder::Codings][usize::from(b % 3)]),
            ..ReorderCodes::default()
        }
        .into(),
        9 => ReorderCodes {
            codes: [first, code(b)].into_iter().flatten().collect(),
            after: maybe(c, code(d)),
            ..ReorderCodes::default()
        }
        .into(),
        10 => RecolourCode { code: first?, colour: maybe(b, Some("#102030".into())) }.into(),
        11 => AliasCode { code: first?, add: vec![name], remove: vec![] }.into(),
        12 => RekeyCode { code: first?, key: format!("key {b}") }.into(),
        13 => {
            let facet = pick(&s.facets, b)?;
            let value = pick(&facet.values, c)?.key.to_string();
            let word = [value.as_str(), "all", "none", "-"][usize::from(d % 4)].to_string();
            PrefillCode { code: first?, values: vec![format!("{}={word}", facet.key)] }.into()
        }
        14 => DeleteCodes {
            codes: vec![first?],
            force: !b.is_multiple_of(4),
            keep_children: c.is_multiple_of(2),
        }
        .into(),
        _ => match b % 3 {
            0 => {
                AddLevel { name, open: c.is_multiple_of(2), above: maybe(d, level(d)), ..AddLevel::default() }
                    .into()
            }
            1 => DeleteLevel { level: level(c)? }.into(),
            _ => {
                let mut levels: Vec<String> =
                    s.codebook.levels().iter().map(|level| level.key.to_string()).collect();
                let n = levels.len().max(1);
                levels.swap(usize::from(c) % n, usize::from(d) % n);
                ReorderLevels { levels }.into()
            }
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_done_to_the_codebook_holds_together_and_can_be_undone(
        study in arbitrary_study(),
        plan in proptest::collection::vec(any::<Numbers>(), 1..24),
    ) {
        let coder = By::coder(study.coders[0].key.to_string());
        let mut desk = Desk::of(study);
        let first = desk.study();
        let mut states = vec![first.clone()];
        for numbers in plan {
            let now = states.last().unwrap();
            let Some(verb) = verb(now, numbers) else { continue };
            let done = desk.workspace.apply(&verb, &coder);
            let after = desk.study();
            match done {
                Ok(done) if done.rows > 0 => {
                    let errors: Vec<_> = validate(&after).into_iter().filter(|p| p.severity == Severity::Error).collect();
                    prop_assert!(errors.is_empty(), "{verb:?}: {errors:?}");
                    states.push(after);
                }
                _ => prop_assert!(&after == now, "{verb:?} changed something and said it did not"),
            }
        }
        desk.holds_together();
        while states.len() > 1 {
            desk.workspace.undo(None, &coder).unwrap();
            states.pop();
            prop_assert!(&desk.study() == states.last().unwrap(), "undo brings another study back");
        }
        prop_assert!(desk.workspace.undo(None, &coder).is_err());
        prop_assert!(desk.study() == first);
    }
}
