//! The order in which rows are written: what a row refers to comes before it. Each row is looked at once or twice,
//! however many stand in circles: every source refers to its text, which refers back.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use serde_json::Value;

use super::{Afterwards, Unapplied};
use crate::error::Fault;
use crate::image::{Image, Images, Reference};

/// Rows with the names of their tables.
pub(super) type Rows = Vec<(String, Image)>;

/// Orders rows so that what they refer to comes before them. Where rows refer to each other in a
/// circle, a reference that may be empty is left empty at first and written afterwards.
pub(super) fn parents_first(
    images: &Images<'_>,
    rows: Rows,
    afterwards: &mut Afterwards,
) -> Result<Rows, Unapplied> {
    let uuid = |image| Image::get(image, "uuid").and_then(Value::as_str);
    let references = rows.iter().map(|(table, image)| Ok(images.shape(table)?.references(image)));
    let references = references.collect::<Result<Vec<_>, Fault>>()?;
    let uuids: Vec<Option<&str>> = rows.iter().map(|(_, image)| uuid(image)).collect();
    let places = order(&uuids, |row| references[row].iter().map(|r| (r.uuid, r.nullable)).collect())
        .ok_or_else(|| Fault::Value("rows refer to each other in a circle".to_string()))?;
    let column = |row: usize, n: &usize| references[row].get(*n).map(|r: &Reference<'_>| r.column.clone());
    let places: Vec<(usize, Vec<String>)> = places
        .into_iter()
        .map(|place| (place.row, place.without.iter().filter_map(|n| column(place.row, n)).collect()))
        .collect();
    drop(references);
    let mut rows: Vec<Option<(String, Image)>> = rows.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(rows.len());
    for (row, without) in places {
        let Some((table, image)) = rows[row].take() else { continue };
        if without.is_empty() {
            ordered.push((table, image));
            continue;
        }
        let mut bare = image.clone();
        for column in without {
            bare.insert(column, Value::Null);
        }
        afterwards.push((table.clone(), image));
        ordered.push((table, bare));
    }
    Ok(ordered)
}

/// The place of a row in the order.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    row: usize,
    /// The references that are left empty, counted from 0.
    without: Vec<usize>,
}

/// What a row waits for.
#[derive(Clone, Default)]
struct Open {
    /// How many of its references lead to rows that have no place yet.
    all: usize,
    /// How many of these may not be left empty.
    needed: usize,
}

/// Orders rows, of which each has one of `uuids`; `references` tells for a row which UUIDs it refers to, and whether that
/// may be left empty. The rows are gone through again and again in their order, and each is taken as soon as nothing
/// that it refers to waits. When none can be taken, the first one is that can do without what waits; `None` when there
/// is no such row.
fn order<'i>(
    uuids: &[Option<&'i str>],
    references: impl Fn(usize) -> Vec<(&'i str, bool)>,
) -> Option<Vec<Place>> {
    let known = uuids.iter().enumerate().filter_map(|(row, uuid)| Some(((*uuid)?, row)));
    let known: HashMap<&str, usize> = known.collect();
    // What a row refers to other than itself: the row, and whether that may be left empty.
    let targets = |row: usize| -> Vec<(usize, Option<usize>, bool)> {
        let found = references(row).into_iter().enumerate();
        found.map(|(n, (uuid, empty))| (n, known.get(uuid).copied().filter(|to| *to != row), empty)).collect()
    };
    let mut open = vec![Open::default(); uuids.len()];
    let mut referring: Vec<Vec<(usize, bool)>> = vec![Vec::new(); uuids.len()];
    for (row, open) in open.iter_mut().enumerate() {
        for (_, to, may_be_empty) in targets(row) {
            let Some(to) = to else { continue };
            referring[to].push((row, may_be_empty));
            open.all += 1;
            open.needed += usize::from(!may_be_empty);
        }
    }
    let of_rows = |fits: &dyn Fn(&Open) -> bool| -> BinaryHeap<Reverse<usize>> {
        (0..open.len()).filter(|row| fits(&open[*row])).map(Reverse).collect()
    };
    // Rows that can be taken in this round and in the next, and those that can do without what waits.
    let (mut now, mut next) = (of_rows(&|open| open.all == 0), BinaryHeap::new());
    let mut opening = of_rows(&|open| open.all > 0 && open.needed == 0);
    let mut has_place = vec![false; uuids.len()];
    let mut places = Vec::with_capacity(uuids.len());
    while places.len() < uuids.len() {
        if now.is_empty() {
            std::mem::swap(&mut now, &mut next);
        }
        let (row, in_turn) = match now.pop() {
            Some(Reverse(row)) => (row, true),
            None => (opening.pop()?.0, false),
        };
        if has_place[row] {
            continue;
        }
        has_place[row] = true;
        let waits = |(n, to, _): (usize, Option<usize>, bool)| to.filter(|to| !has_place[*to]).map(|_| n);
        let without = if in_turn { Vec::new() } else { targets(row).into_iter().filter_map(waits).collect() };
        places.push(Place { row, without });
        for &(waiting, may_be_empty) in &referring[row] {
            let left = &mut open[waiting];
            left.all -= 1;
            left.needed -= usize::from(!may_be_empty);
            if has_place[waiting] {
                continue;
            }
            match (left.all, left.needed) {
                (0, _) if in_turn && waiting < row => next.push(Reverse(waiting)),
                (0, _) => now.push(Reverse(waiting)),
                (_, 0) if !may_be_empty => opening.push(Reverse(waiting)),
                _ => {}
            }
        }
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Rows `name` and `name>other`, or `name>other?` where the reference may be left empty.
    fn ordered(rows: &[&str]) -> Option<Vec<String>> {
        let names: Vec<Option<&str>> = rows.iter().map(|row| row.split('>').next()).collect();
        let references = |row: usize| {
            let all = rows[row].split('>').skip(1);
            all.map(|to| (to.trim_end_matches('?'), to.ends_with('?'))).collect()
        };
        let told = |place: Place| {
            let without: String = place.without.iter().map(|n| format!(" without {n}")).collect();
            format!("{}{without}", names[place.row].unwrap())
        };
        order(&names, references).map(|places| places.into_iter().map(told).collect())
    }

    #[test]
    fn what_a_row_refers_to_comes_before_it() {
        assert_eq!(ordered(&["c>b", "b>a", "a", "d>a>elsewhere"]).unwrap(), ["a", "d", "b", "c"]);
        assert_eq!(ordered(&["a>a", "b>a"]).unwrap(), ["a", "b"], "a row does not wait for itself");
    }

    #[test]
    fn a_circle_is_opened_where_a_reference_may_be_left_empty() {
        let rows = ["turn>text", "text>source", "source>case>text?", "case"];
        assert_eq!(ordered(&rows).unwrap(), ["case", "source without 1", "text", "turn"]);
        let first = ["a>b?", "b>a?"];
        assert_eq!(ordered(&first).unwrap(), ["a without 0", "b"], "the first that can do without");
        assert_eq!(ordered(&["a>b", "b>a"]), None);
    }

    #[test]
    fn each_row_is_looked_at_once_or_twice_however_many_circles_there_are() {
        for circles in [200, 800] {
            let names: Vec<String> = (0..circles)
                .flat_map(|n| [format!("turn{n}"), format!("text{n}"), format!("source{n}")])
                .collect();
            let uuids: Vec<Option<&str>> = names.iter().map(|name| Some(name.as_str())).collect();
            let looked_at = Cell::new(0);
            let references = |row: usize| {
                looked_at.set(looked_at.get() + 1);
                match row % 3 {
                    0 => vec![(names[row + 1].as_str(), false)],
                    1 => vec![(names[row + 1].as_str(), false)],
                    _ => vec![(names[row - 1].as_str(), true)],
                }
            };
            let places = order(&uuids, references).unwrap();
            assert_eq!(places.len(), names.len());
            assert_eq!(places.iter().filter(|place| !place.without.is_empty()).count(), circles);
            assert!(looked_at.get() <= 2 * names.len(), "{} for {}", looked_at.get(), names.len());
        }
    }
}
