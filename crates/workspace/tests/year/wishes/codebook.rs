//! Wishes about the codebook.

use themata_model::Study;
use themata_workspace::verbs::*;

use super::{attribute, case, code, fresh, level, value, words};
use crate::dice::Dice;

pub(super) fn wish(dice: &mut Dice, s: &Study) -> Option<Verb> {
    // So that there is always a codebook to work on.
    if s.codebook.codes().len() < 150 {
        return Some(add(dice, s));
    }
    Some(match dice.below(24) {
        0..=2 => add(dice, s),
        3 | 4 => RenameCode { code: code(dice, s)?, name: words(dice)?, forget: dice.once_in(2) }.into(),
        5 => AliasCode {
            code: code(dice, s)?,
            add: dice.maybe(2, words).into_iter().collect(),
            remove: dice.maybe(4, words).into_iter().collect(),
        }
        .into(),
        6 => {
            let colour = dice.maybe(2, |dice| Some(format!("#{:06x}", dice.below(0x100_0000))));
            RecolourCode { code: code(dice, s)?, colour }.into()
        }
        7 | 8 => define(dice, s)?,
        9 => {
            let values = (0..1 + dice.below(2)).filter_map(|_| value(dice, s)).collect();
            PrefillCode { code: code(dice, s)?, values }.into()
        }
        10 => RekeyCode { code: code(dice, s)?, key: fresh(dice, "rekeyed ") }.into(),
        11..=13 => MoveCode {
            code: code(dice, s)?,
            to: dice.maybe(2, |dice| code(dice, s)),
            top: dice.once_in(5),
            level: dice.maybe(2, |dice| level(dice, s)),
            before: dice.maybe(5, |dice| code(dice, s)),
            after: dice.maybe(5, |dice| code(dice, s)),
        }
        .into(),
        14 | 15 => reorder(dice, s)?,
        16 | 17 => {
            let from = (0..1 + dice.below(2)).filter_map(|_| code(dice, s)).collect();
            MergeCodes { from, into: code(dice, s)?, force: !dice.once_in(4) }.into()
        }
        18 | 19 => split(dice, s)?,
        20 => {
            let codes = vec![code(dice, s)?];
            DeleteCodes { codes, force: !dice.once_in(3), keep_children: dice.once_in(2) }.into()
        }
        _ => levels(dice, s)?,
    })
}

fn add(dice: &mut Dice, s: &Study) -> Verb {
    let code = AddCode {
        name: words(dice).unwrap_or_default(),
        key: dice.maybe(3, |dice| Some(fresh(dice, "code "))),
        level: dice.maybe(2, |dice| level(dice, s)),
        parent: dice.maybe(3, |dice| code(dice, s)),
        marker: dice.maybe(4, |dice| Some(format!("M{}", dice.below(50)))),
        framework: None,
        definition: dice.maybe(3, words),
    };
    code.into()
}

fn define(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let row = dice.pick(s.codebook.codes())?;
    Some(
        DefineCode {
            code: row.key.to_string(),
            definition: dice.maybe(2, words),
            inclusion: dice.maybe(3, words),
            exclusion: dice.maybe(3, words),
            origin: dice
                .maybe(4, |dice| Some(dice.pick(&["emergent", "theory-led", "predefined", ""])?.to_string())),
            marker: dice.maybe(3, |dice| Some(format!("M{}", dice.below(50)))),
            add_references: dice.maybe(3, words).into_iter().collect(),
            remove_references: row
                .references
                .first()
                .cloned()
                .filter(|_| dice.once_in(3))
                .into_iter()
                .collect(),
            set: dice.maybe(4, attribute).into_iter().collect(),
        }
        .into(),
    )
}

fn reorder(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let orders = [CodeOrder::Marker, CodeOrder::Name, CodeOrder::Codings];
    if dice.once_in(3) {
        let (by, below) = (Some(orders[dice.below(3)]), dice.maybe(2, |dice| code(dice, s)));
        return Some(ReorderCodes { by, below, ..ReorderCodes::default() }.into());
    }
    let parent = &dice.pick(s.codebook.codes())?.parent;
    let siblings: Vec<_> = s.codebook.codes().iter().filter(|code| code.parent == *parent).collect();
    let some = |dice: &mut Dice| dice.pick(&siblings).map(|code| code.key.to_string());
    let codes = (0..1 + dice.below(3)).filter_map(|_| some(dice)).collect();
    let (before, after) = if dice.once_in(2) { (some(dice), None) } else { (None, some(dice)) };
    Some(ReorderCodes { codes, before, after, ..ReorderCodes::default() }.into())
}

fn split(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let coding = dice.pick(&s.codings)?;
    let split = SplitCode {
        code: coding.target.code()?.to_string(),
        name: words(dice)?,
        key: dice.maybe(3, |dice| Some(fresh(dice, "half "))),
        ..SplitCode::default()
    };
    Some(
        match dice.below(4) {
            0 => SplitCode { codings: vec![coding.id.to_string()], ..split },
            1 => SplitCode { source: Some(coding.source.to_string()), ..split },
            2 => SplitCode { case: case(dice, s), ..split },
            _ => SplitCode { values: value(dice, s).into_iter().collect(), ..split },
        }
        .into(),
    )
}

fn levels(dice: &mut Dice, s: &Study) -> Option<Verb> {
    Some(match dice.below(4) {
        0 if s.codebook.levels().len() < 8 => AddLevel {
            name: words(dice)?,
            key: dice.maybe(2, |dice| Some(fresh(dice, "level "))),
            open: dice.once_in(4),
            above: dice.maybe(2, |dice| level(dice, s)),
            below: dice.maybe(4, |dice| level(dice, s)),
        }
        .into(),
        1 => DeleteLevel { level: level(dice, s)? }.into(),
        2 => {
            let mut levels: Vec<String> =
                s.codebook.levels().iter().map(|level| level.key.to_string()).collect();
            let (a, b) = (dice.below(levels.len()), dice.below(levels.len()));
            levels.swap(a, b);
            ReorderLevels { levels }.into()
        }
        _ => RenameLevel { level: level(dice, s)?, name: words(dice)? }.into(),
    })
}
