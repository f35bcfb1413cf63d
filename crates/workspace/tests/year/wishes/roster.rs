//! Wishes about the roster.

use themata_model::Study;
use themata_workspace::verbs::*;

use super::{attribute, case, coder, facet, fresh, informant, party, question, side, words};
use crate::desk::CODERS;
use crate::dice::Dice;

pub(super) fn wish(dice: &mut Dice, s: &Study) -> Option<Verb> {
    Some(match dice.below(18) {
        0 => AddSide { key: fresh(dice, "side "), facts: SideFacts { name: dice.maybe(2, words) } }.into(),
        1 => ChangeSide { side: side(dice, s)?, facts: SideFacts { name: words(dice) } }.into(),
        2 => AddParty { key: fresh(dice, "P"), facts: of_party(dice) }.into(),
        3 => ChangeParty { party: party(dice, s)?, facts: of_party(dice) }.into(),
        4 => AddCase { key: fresh(dice, "R"), facts: of_case(dice, s) }.into(),
        5 | 6 => ChangeCase { case: case(dice, s)?, facts: of_case(dice, s) }.into(),
        7 => AddInformant { key: fresh(dice, "I"), facts: of_informant(dice, s) }.into(),
        8 => ChangeInformant { informant: informant(dice, s)?, facts: of_informant(dice, s) }.into(),
        9 => AddCoder { key: fresh(dice, "coder "), facts: of_coder(dice) }.into(),
        10 => ChangeCoder { who: coder(dice, s)?, facts: of_coder(dice) }.into(),
        11 => AddFacet { key: fresh(dice, "facet "), facts: of_facet(dice, None) }.into(),
        12 => {
            let key = facet(dice, s)?;
            let known = s.facets.iter().find(|facet| facet.key.as_str() == key);
            let values = known.map(|facet| facet.values.iter().map(|v| v.key.to_string()).collect());
            ChangeFacet { facet: key, facts: of_facet(dice, values) }.into()
        }
        13 => AddQuestion { key: fresh(dice, "Q"), facts: of_question(dice) }.into(),
        14 => ChangeQuestion { question: question(dice, s)?, facts: of_question(dice) }.into(),
        15 | 16 => {
            let (kind, row) = some_row(dice, s)?;
            Rekey { kind, row, key: fresh(dice, "key ") }.into()
        }
        _ => {
            let (kind, row) = some_row(dice, s)?;
            DeleteRows { kind, rows: vec![row] }.into()
        }
    })
}

fn of_party(dice: &mut Dice) -> PartyFacts {
    PartyFacts { name: dice.maybe(2, words), set: dice.maybe(2, attribute).into_iter().collect() }
}

fn of_case(dice: &mut Dice, s: &Study) -> CaseFacts {
    let filled = |dice: &mut Dice| {
        let (side, party) = (side(dice, s)?, party(dice, s)?);
        Some(match dice.below(4) {
            0 => format!("{side}=-"),
            1 => format!("{side}={party};{}", super::party(dice, s)?),
            _ => format!("{side}={party}"),
        })
    };
    CaseFacts {
        label: dice.maybe(2, words),
        sides: dice.maybe(2, filled).into_iter().collect(),
        parties: dice.maybe(5, |dice| party(dice, s)).into_iter().collect(),
        set: dice.maybe(3, attribute).into_iter().collect(),
    }
}

fn of_informant(dice: &mut Dice, s: &Study) -> InformantFacts {
    InformantFacts {
        party: dice.maybe(2, |dice| if dice.once_in(6) { Some("-".into()) } else { party(dice, s) }),
        title: dice.maybe(2, words),
        count: dice.maybe(4, |dice| Some(1 + dice.below(3) as u32)),
        cases: dice.maybe(3, |dice| case(dice, s)).into_iter().collect(),
        set: dice.maybe(3, attribute).into_iter().collect(),
    }
}

fn of_coder(dice: &mut Dice) -> CoderFacts {
    CoderFacts { name: dice.maybe(2, words), set: dice.maybe(2, attribute).into_iter().collect() }
}

fn of_facet(dice: &mut Dice, known: Option<Vec<String>>) -> FacetFacts {
    let add = known.is_none() || dice.once_in(2);
    let mut values = known.unwrap_or_default();
    if add || values.is_empty() {
        values.push(format!("v{}", dice.below(30)));
    }
    if dice.once_in(3) {
        values.rotate_left(1);
    }
    if dice.once_in(6) && values.len() > 1 {
        values.pop();
    }
    let between = if dice.once_in(2) { "<" } else { "," };
    let first = values[0].clone();
    FacetFacts {
        name: dice.maybe(2, words),
        values: Some(values.join(between)),
        names: dice.maybe(3, |dice| Some(format!("{first}={}", words(dice)?))).into_iter().collect(),
        definitions: dice.maybe(3, |dice| Some(format!("{first}={}", words(dice)?))).into_iter().collect(),
    }
}

fn of_question(dice: &mut Dice) -> QuestionFacts {
    QuestionFacts { text: words(dice), set: dice.maybe(3, attribute).into_iter().collect() }
}

/// A row to rekey or delete; the coders who work stay who they are.
fn some_row(dice: &mut Dice, s: &Study) -> Option<(RowKind, String)> {
    Some(match dice.below(13) {
        0 => (RowKind::Side, side(dice, s)?),
        1 => (RowKind::Party, party(dice, s)?),
        2 => (RowKind::Case, case(dice, s)?),
        3 => (RowKind::Informant, informant(dice, s)?),
        4 => (RowKind::Coder, coder(dice, s).filter(|key| !CODERS.contains(&key.as_str()))?),
        5 => (RowKind::Facet, facet(dice, s)?),
        6 => (RowKind::Question, question(dice, s)?),
        7 => (RowKind::Source, super::source(dice, s)?),
        8 => (RowKind::Exhibit, super::exhibit(dice, s)?),
        9 => (RowKind::Excerpt, super::excerpt(dice, s)?),
        10 => (RowKind::Finding, super::finding(dice, s)?),
        11 => (RowKind::Memo, super::memo(dice, s)?),
        _ => (RowKind::MemberCheck, super::check(dice, s)?),
    })
}
