//! What somebody may wish to do next: verbs of every kind about what the study has; many must be refused.

mod codebook;
mod codings;
mod evidence;
mod roster;
mod sources;

use themata_model::Study;
use themata_workspace::verbs::{DeleteSnapshot, SaveSnapshot, Verb};

use crate::dice::Dice;
use crate::talk;

/// A verb, or nothing where the study lacks what it would be about.
pub(crate) fn wish(dice: &mut Dice, s: &Study) -> Option<Verb> {
    match dice.below(24) {
        0..=2 => roster::wish(dice, s),
        3..=5 => sources::wish(dice, s),
        6..=11 => codings::wish(dice, s),
        12..=16 => codebook::wish(dice, s),
        17 | 18 => codings::sorting(dice, s),
        19..=22 => evidence::wish(dice, s),
        _ => snapshot(dice, s),
    }
}

fn snapshot(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let names: Vec<&String> = s.snapshots.iter().map(|state| &state.name).collect();
    match dice.below(3) {
        0 if names.len() > 3 => Some(DeleteSnapshot { name: dice.pick(&names)?.to_string() }.into()),
        _ => Some(SaveSnapshot { name: format!("state {}", dice.below(40)), note: talk::words(dice) }.into()),
    }
}

/// A key of `list`, sometimes one that does not exist.
fn key<T>(dice: &mut Dice, list: &[T], key: impl Fn(&T) -> String) -> Option<String> {
    if dice.once_in(40) {
        return Some("nobody".to_string());
    }
    dice.pick(list).map(key)
}

macro_rules! keys {
    ($($name:ident: $list:ident;)*) => {$(
        fn $name(dice: &mut Dice, s: &Study) -> Option<String> {
            key(dice, &s.$list, |row| row.key.to_string())
        }
    )*};
}

keys! {
    side: sides;
    party: parties;
    case: cases;
    informant: informants;
    coder: coders;
    facet: facets;
    question: questions;
    source: sources;
    exhibit: exhibits;
    excerpt: excerpts;
    finding: findings;
    memo: memos;
    check: member_checks;
}

/// A code as a person may call it.
fn code(dice: &mut Dice, s: &Study) -> Option<String> {
    let code = dice.pick(s.codebook.codes())?;
    Some(match dice.below(10) {
        0 => code.name.clone(),
        1 => code.marker.clone().unwrap_or_else(|| code.key.to_string()),
        2 => code.aliases.first().cloned().unwrap_or_else(|| code.key.to_string()),
        _ => code.key.to_string(),
    })
}

fn level(dice: &mut Dice, s: &Study) -> Option<String> {
    key(dice, s.codebook.levels(), |level| level.key.to_string())
}

fn coding(dice: &mut Dice, s: &Study) -> Option<String> {
    let id = dice.pick(&s.codings)?.id;
    Some(crate::desk::called(dice, id))
}

/// `facet=value`, or a value of its own kind.
fn value(dice: &mut Dice, s: &Study) -> Option<String> {
    let facet = dice.pick(&s.facets)?;
    let word = match dice.below(8) {
        0 => "all".to_string(),
        1 => "none".to_string(),
        2 => "-".to_string(),
        _ => dice.pick(&facet.values)?.key.to_string(),
    };
    Some(format!("{}={word}", facet.key))
}

/// An attribute that is set, or taken away.
fn attribute(dice: &mut Dice) -> Option<String> {
    let name = dice.pick(&["mood", "a \"note\"", "Branche;x", "ort"])?;
    let value = if dice.once_in(3) { String::new() } else { talk::words(dice) };
    Some(format!("{name}={value}"))
}

fn words(dice: &mut Dice) -> Option<String> {
    Some(if dice.once_in(8) { "-".to_string() } else { talk::words(dice) })
}

/// A key that may be free.
fn fresh(dice: &mut Dice, stem: &str) -> String {
    format!("{stem}{}", dice.below(900))
}
