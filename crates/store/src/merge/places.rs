//! The tree of codes and the order of rows, after fields from two copies have come together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::levels;
use super::rulings::Rulings;
use super::run::Copies;
use super::schema::{Tables, row, text};
use super::words;
use crate::image::Image;

/// Takes back places in the tree of codes that cannot be together, such as two codes each moved
/// below the other one; and codings that were left with neither code nor value.
pub(super) fn mend(merged: &mut Tables, copies: &Copies, rulings: &mut Rulings<'_>) {
    levels::put_in_order(merged, copies);
    codes(merged, &copies.ours, rulings);
    if faulty(merged).is_some_and(|faulty| !faulty.is_empty()) {
        // Codes stand as in ours, so it is the levels that do not.
        levels::as_in_ours(merged, copies);
        codes(merged, &copies.ours, rulings);
        rulings.note(format!("the levels are in the order of ours: {}", levels::told(merged)));
    }
    codings(merged, &copies.ours, rulings);
}

fn codes(merged: &mut Tables, ours: &Tables, rulings: &mut Rulings<'_>) {
    while let Some(faulty) = misplaced(merged, ours) {
        let our = row(ours, "code", &faulty).cloned();
        // It goes with none of the moves that brought it below these.
        let mut at = Some(faulty.clone());
        while let Some(id) = at {
            let above = row(merged, "code", &id).and_then(|code| text(code, "parent_id")).map(str::to_string);
            let question = ("code".to_string(), id, "place in the tree".to_string());
            at = if rulings.unasked.contains(&question) { None } else { above };
            rulings.unasked.push(question);
        }
        let Some(image) = merged.get_mut("code").and_then(|codes| codes.get_mut(&faulty)) else { return };
        for column in ["level_id", "parent_id"] {
            let place = our.as_ref().and_then(|our| our.get(column).cloned());
            if column == "parent_id" || place.is_some() {
                image.insert(column.into(), place.unwrap_or_default());
            }
        }
        let name = text(image, "key").unwrap_or_default().to_string();
        rulings.note(format!(
            "the code `{name}` stays where ours has it: its place in theirs does not go with other moves"
        ));
    }
}

fn codings(merged: &mut Tables, ours: &Tables, rulings: &mut Rulings<'_>) {
    let values = merged.get("coding_facet").into_iter().flat_map(BTreeMap::values);
    let with_value: BTreeSet<String> =
        values.filter_map(|image| text(image, "coding_id")).map(str::to_string).collect();
    let codings = merged.get("coding").into_iter().flatten();
    let bare: Vec<String> = codings
        .filter(|(id, image)| text(image, "code_id").is_none() && !with_value.contains(*id))
        .map(|(id, _)| id.clone())
        .collect();
    for id in bare {
        let code =
            row(ours, "coding", &id).and_then(|image| image.get("code_id").cloned()).unwrap_or_default();
        if let Some(image) = merged.get_mut("coding").and_then(|codings| codings.get_mut(&id)) {
            image.insert("code_id".into(), code);
        }
        for (key, value) in ours.get("coding_facet").into_iter().flatten() {
            if text(value, "coding_id") == Some(&id) {
                merged.entry("coding_facet".into()).or_default().insert(key.clone(), value.clone());
            }
        }
        rulings.note(format!("coding {} keeps code and values of ours", words::ending(&id)));
    }
}

/// The codes that hang below one that is not above them.
fn faulty(merged: &Tables) -> Option<Vec<&String>> {
    let codes = merged.get("code")?;
    let mut levels: Vec<(&String, &Image)> = merged.get("level")?.iter().collect();
    let position = |image: &Image| image.get("position").and_then(Value::as_i64).unwrap_or_default();
    levels.sort_by_key(|(_, image)| position(image));
    let level = |code: &Image| {
        let id = text(code, "level_id")?;
        let rank = levels.iter().position(|(level, _)| *level == id)?;
        Some((rank, levels[rank].1.get("open").and_then(Value::as_i64) == Some(1)))
    };
    let parent = |code: &Image| text(code, "parent_id").and_then(|id| codes.get_key_value(id));
    let is_faulty = |id: &String, code: &Image| {
        let Some((_, above)) = parent(code) else { return false };
        let (Some((rank, open)), Some((above_rank, _))) = (level(code), level(above)) else { return false };
        if above_rank == rank && open {
            let mut at = parent(code);
            for _ in 0..=codes.len() {
                match at {
                    None => return false,
                    Some((other, _)) if other == id => return true,
                    Some((_, code)) => at = parent(code),
                }
            }
            return true;
        }
        above_rank <= rank
    };
    let faulty = codes.iter().filter(|(id, code)| is_faulty(id, code)).map(|(id, _)| id);
    Some(faulty.collect())
}

/// A code that hangs below one that is not above it, and that does so not in ours as well.
fn misplaced(merged: &Tables, ours: &Tables) -> Option<String> {
    let codes = merged.get("code")?;
    let parent = |code: &Image| text(code, "parent_id").and_then(|id| codes.get_key_value(id));
    let place =
        |image: &Image| ["level_id", "parent_id"].map(|column| text(image, column).map(str::to_string));
    let is_other = |id: &String, code: &Image| {
        row(ours, "code", id).map_or(place(code)[1].is_some(), |our| place(our) != place(code))
    };
    let mut found: Vec<&String> = Vec::new();
    for id in faulty(merged)? {
        // The fault may lie with the code or with what it hangs below.
        let mut at = codes.get_key_value(id);
        for _ in 0..=codes.len() {
            let Some((id, code)) = at else { break };
            if is_other(id, code) {
                found.push(id);
                break;
            }
            at = parent(code);
        }
    }
    found.into_iter().min().cloned()
}

/// Gives what only theirs has a place after what ours has, unless ours left the order of that table
/// alone.
pub(super) fn append_new(merged: &mut Tables, copies: &Copies) {
    let none = BTreeMap::new();
    let position = |image: &Image| image.get("position").and_then(Value::as_i64);
    for (table, rows) in merged.iter_mut().filter(|(table, _)| *table != "level") {
        let of = |tables: &'_ Tables| -> BTreeMap<String, Option<i64>> {
            tables
                .get(table)
                .unwrap_or(&none)
                .iter()
                .map(|(id, image)| (id.clone(), position(image)))
                .collect()
        };
        if !rows
            .values()
            .next()
            .is_some_and(|image| image.contains_key("uuid") && image.contains_key("position"))
        {
            continue;
        }
        let (base, ours) = (of(&copies.base), of(&copies.ours));
        if ours.iter().all(|(id, position)| base.get(id) == Some(position)) {
            continue;
        }
        let mut last =
            rows.iter().filter(|(id, _)| ours.contains_key(*id)).filter_map(|(_, i)| position(i)).max();
        let mut new: Vec<(i64, String)> = rows
            .iter()
            .filter(|(id, _)| !ours.contains_key(*id))
            .map(|(id, image)| (position(image).unwrap_or_default(), id.clone()))
            .collect();
        new.sort();
        for (_, id) in new {
            last = Some(last.map_or(0, |last| last.saturating_add(1)));
            if let Some(image) = rows.get_mut(&id) {
                image.insert("position".into(), last.into());
            }
        }
    }
}
