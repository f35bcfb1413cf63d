//! Wishes about sources and their texts.

use themata_model::Study;
use themata_workspace::verbs::*;

use super::{attribute, case, fresh, informant, party, side, source};
use crate::desk::document;
use crate::dice::Dice;
use crate::{editing, talk};

pub(super) fn wish(dice: &mut Dice, s: &Study) -> Option<Verb> {
    Some(match dice.below(10) {
        0 => {
            let (n, name) = (2 + dice.below(5), talk::NAMES[dice.below(talk::NAMES.len())]);
            let text = talk::interview(dice, name, n);
            let facts = SourceFacts {
                informants: informant(dice, s).into_iter().collect(),
                ..SourceFacts::default()
            };
            let document = document(&fresh(dice, "s"), &text, facts);
            let speakers = dice.maybe(3, |dice| Some(format!("{name}={}", informant(dice, s)?)));
            Import {
                documents: vec![document],
                speakers: speakers.into_iter().collect(),
                roles: vec![],
                create: dice.once_in(2),
                again: false,
                update: false,
                strict: false,
                remarks: vec![],
                is_previewed: false,
            }
            .into()
        }
        1 if s.sources.len() > 25 => DeleteSource { source: source(dice, s)?, force: dice.once_in(2) }.into(),
        1..=3 => change(dice, s)?,
        _ => {
            let source = dice.pick(&s.sources)?;
            let old = &source.text().content;
            let mut new = old.clone();
            for _ in 0..1 + dice.below(3) {
                new = editing::edit(dice, &new)?.applied(&new);
            }
            EditText {
                source: source.key.to_string(),
                of: dice.maybe(2, |_| Some(source.text().hash.to_string())),
                file: "edited.txt".into(),
                bytes: new.into_bytes(),
            }
            .into()
        }
    })
}

fn change(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let row = dice.pick(&s.sources)?;
    let label = |dice: &mut Dice| dice.pick(&row.text().speakers).map(|speaker| speaker.label.clone());
    let facts = SourceFacts {
        cases: dice.maybe(3, |dice| case(dice, s)).into_iter().collect(),
        sides: dice.maybe(4, |dice| side(dice, s)).into_iter().collect(),
        parties: dice.maybe(4, |dice| party(dice, s)).into_iter().collect(),
        informants: dice.maybe(4, |dice| informant(dice, s)).into_iter().collect(),
        wave: dice.maybe(4, |dice| Some(format!("wave {}", dice.below(3)))),
        date: dice.maybe(4, |_| Some("2026-01-17".into())),
        kind: dice.maybe(5, |dice| Some(dice.pick(&["notes", "report", "diary", "transcript"])?.to_string())),
        language: dice.maybe(6, |_| Some("fi".into())),
        recorded: dice.maybe(5, |dice| Some(dice.pick(&["yes", "no", "-"])?.to_string())),
        set: dice.maybe(4, attribute).into_iter().collect(),
    };
    let speakers = dice.maybe(4, |dice| Some(format!("{}={}", label(dice)?, informant(dice, s)?)));
    let roles = dice.maybe(5, |dice| {
        let role = dice.pick(&["interviewer", "informant", "unknown"])?;
        Some(format!("{}={role}", label(dice)?))
    });
    let (speakers, roles) = (speakers.into_iter().collect(), roles.into_iter().collect());
    Some(ChangeSource { source: row.key.to_string(), facts, speakers, roles }.into())
}
