//! The order of the levels of codes, after levels from two copies have come together.

use serde_json::Value;

use super::run::Copies;
use super::schema::{Tables, row, text};
use crate::image::Image;

const TABLE: &str = "level";

fn position(image: &Image) -> i64 {
    image.get("position").and_then(Value::as_i64).unwrap_or_default()
}

/// The ids of levels, from the lowest.
fn order(levels: &Tables) -> Vec<String> {
    let mut found: Vec<(i64, &String)> =
        levels.get(TABLE).into_iter().flatten().map(|(id, image)| (position(image), id)).collect();
    found.sort();
    found.into_iter().map(|(_, id)| id.clone()).collect()
}

/// Puts the levels of both copies in one order: that of the copy that changed it, else ours. New levels
/// of the other copy come after the one they stand after there; open levels come first.
pub(super) fn put_in_order(merged: &mut Tables, copies: &Copies) {
    let Copies { base, ours, theirs } = copies;
    let known = order(base);
    let is_changed = |copy: &Tables| {
        let still: Vec<String> = order(copy).into_iter().filter(|id| known.contains(id)).collect();
        !known.iter().filter(|id| still.contains(id)).eq(&still)
    };
    match !is_changed(ours) && is_changed(theirs) {
        true => arrange(merged, theirs, ours),
        false => arrange(merged, ours, theirs),
    }
}

/// Puts the levels of ours in the order of ours, open or printed as they are there.
pub(super) fn as_in_ours(merged: &mut Tables, copies: &Copies) {
    for (id, image) in merged.get_mut(TABLE).into_iter().flatten() {
        if let Some(open) = row(&copies.ours, TABLE, id).and_then(|our| our.get("open")) {
            image.insert("open".into(), open.clone());
        }
    }
    arrange(merged, &copies.ours, &copies.theirs);
}

fn arrange(merged: &mut Tables, first: &Tables, second: &Tables) {
    let is_there = |id: &String| row(merged, TABLE, id).is_some();
    let mut all: Vec<String> = order(first).into_iter().filter(is_there).collect();
    let mut before = None;
    for id in order(second).into_iter().chain(order(merged)).filter(is_there) {
        if !all.contains(&id) {
            let at = before.as_ref().and_then(|before| all.iter().position(|other| other == before));
            all.insert(at.map_or(0, |at| at + 1), id.clone());
        }
        before = Some(id);
    }
    let is_open = |id: &String| {
        row(merged, TABLE, id).and_then(|image| image.get("open")).and_then(Value::as_i64) == Some(1)
    };
    let (mut all, printed): (Vec<String>, Vec<String>) = all.into_iter().partition(is_open);
    all.extend(printed);
    let Some(levels) = merged.get_mut(TABLE) else { return };
    let now: Vec<i64> = all.iter().filter_map(|id| levels.get(id)).map(position).collect();
    if now.is_sorted_by(|a, b| a < b) {
        return;
    }
    let lowest = now.into_iter().min().unwrap_or_default();
    for (position, id) in (lowest..).zip(&all) {
        if let Some(image) = levels.get_mut(id) {
            image.insert("position".into(), position.into());
        }
    }
}

/// What people call the levels, from the lowest.
pub(super) fn told(levels: &Tables) -> String {
    let names = order(levels).into_iter().filter_map(|id| {
        let key = row(levels, TABLE, &id).and_then(|image| text(image, "key"))?;
        Some(format!("`{key}`"))
    });
    names.collect::<Vec<String>>().join(", ")
}
