//! Wishes about codings, and about sorting codes.

use themata_model::{Source, Study};
use themata_workspace::verbs::*;

use super::{case, code, coding, side, source, value, words};
use crate::dice::Dice;

pub(super) fn wish(dice: &mut Dice, s: &Study) -> Option<Verb> {
    Some(match dice.below(12) {
        0..=4 => apply(dice, s)?,
        5 | 6 => change(dice, s)?,
        7 => {
            let codings = (0..1 + dice.below(3)).filter_map(|_| coding(dice, s)).collect();
            RecodeCodings { codings, to: code(dice, s)? }.into()
        }
        8 => ConfirmCodings { codings: unconfirmed(dice, s)? }.into(),
        9 => RemoveCodings {
            source: Some(source(dice, s)?),
            code: dice.maybe(2, |dice| code(dice, s)),
            of: dice.maybe(4, |dice| super::coder(dice, s)),
            force: dice.once_in(2),
            codings: vec![],
        }
        .into(),
        _ => RemoveCodings {
            codings: (0..1 + dice.below(2)).filter_map(|_| coding(dice, s)).collect(),
            force: dice.once_in(2),
            ..RemoveCodings::default()
        }
        .into(),
    })
}

/// Some words of the source, pointed at in one of the ways there are.
fn spot(dice: &mut Dice, source: &Source) -> Option<Spot> {
    let content = &source.text().content;
    let chars = content.chars().count();
    let start = dice.below(chars);
    let end = (start + 1 + dice.below(120)).min(chars);
    Some(match dice.below(6) {
        0 => Spot::Turn(1 + dice.below(source.text().turns.len() + 1)),
        1 => {
            let from = 1 + dice.below(content.lines().count());
            Spot::Lines { from, to: from + dice.below(3) }
        }
        2 => {
            let body = dice.pick(&source.text().turns)?.body?.of(content);
            let all: Vec<&str> = body.split_whitespace().collect();
            let from = dice.below(all.len());
            let to = (from + 1 + dice.below(12)).min(all.len());
            let cut = if dice.once_in(4) { " … " } else { " " };
            let half = from + (to - from) / 2;
            let words = format!("{}{cut}{}", all[from..half].join(" "), all[half..to].join(" "));
            Spot::Quote { words, nth: dice.maybe(2, |_| Some(1)), line: None }
        }
        _ => Spot::Span { start, end },
    })
}

fn apply(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let source = dice.pick(&s.sources)?;
    let in_vivo = dice.once_in(12);
    let codes = (0..dice.below(3)).filter_map(|_| code(dice, s)).collect();
    Some(
        ApplyCodes {
            source: source.key.to_string(),
            spot: spot(dice, source)?,
            codes,
            in_vivo,
            weight: dice.maybe(5, |dice| Some(dice.below(110).to_string())),
            memo: dice.maybe(6, words),
            about_case: dice.maybe(6, |dice| case(dice, s)),
            about_side: dice.maybe(8, |dice| side(dice, s)),
            set: (0..dice.below(2)).filter_map(|_| value(dice, s)).collect(),
        }
        .into(),
    )
}

fn change(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let coding = dice.pick(&s.codings)?;
    let source = s.source(&coding.source)?;
    let chars = source.text().content.chars().count();
    let mut change = ChangeCodings { codings: vec![coding.id.to_string()], ..ChangeCodings::default() };
    match dice.below(5) {
        0 => change.spot = spot(dice, source),
        1 => change.start = Some(dice.below(chars)),
        2 => change.end = Some(dice.below(chars + 1)),
        3 => change.codings.extend(super::coding(dice, s)),
        _ => {}
    }
    change.weight =
        dice.maybe(3, |dice| Some(if dice.once_in(4) { "none".into() } else { dice.below(101).to_string() }));
    change.memo = dice.maybe(4, words);
    change.about_case =
        dice.maybe(4, |dice| if dice.once_in(3) { Some("none".into()) } else { case(dice, s) });
    change.about_side = dice.maybe(6, |dice| side(dice, s));
    change.set = dice.maybe(3, |dice| value(dice, s)).into_iter().collect();
    Some(change.into())
}

fn unconfirmed(dice: &mut Dice, s: &Study) -> Option<Vec<String>> {
    let changed: Vec<_> = s.codings.iter().filter(|coding| coding.typed != coding.quotation).collect();
    let some = (0..1 + dice.below(3)).filter_map(|_| dice.pick(&changed).map(|coding| coding.id.to_string()));
    Some(some.collect())
}

pub(super) fn sorting(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let sorted = |dice: &mut Dice, s: &Study| {
        let all: Vec<String> = s.placements.iter().map(|row| row.code.to_string()).collect();
        if dice.once_in(2) { dice.pick(&all).cloned() } else { code(dice, s) }
    };
    let case = dice.maybe(3, |dice| case(dice, s));
    let facet = dice.maybe(2, |dice| super::facet(dice, s));
    Some(match dice.below(8) {
        0..=2 => PlaceCode {
            code: code(dice, s)?,
            values: (0..1 + dice.below(2)).filter_map(|_| value(dice, s)).collect(),
            case,
            reason: dice.maybe(2, words),
        }
        .into(),
        3 => UnplaceCode { code: sorted(dice, s)?, facet, case }.into(),
        4..=6 => {
            let (code, value) = (sorted(dice, s)?, value(dice, s)?);
            SettleCode { code, value, case, reason: words(dice)? }.into()
        }
        _ => {
            let row = dice.pick(&s.settlements)?;
            let (code, facet) = (row.code.to_string(), Some(row.facet.to_string()));
            UnsettleCode { code, facet, case: row.case.as_ref().map(ToString::to_string) }.into()
        }
    })
}
