//! Lists that belong to a row: aliases of a code, cases of a source, pieces of an excerpt.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fields::{self, Three};
use super::rulings::{MergeSide, Rulings, Stand};
use super::schema::{Belonging, Schema, Tables, belonging, text};
use crate::image::Image;

/// The rows of one table that belong to one row, in their order.
pub(super) type List = Vec<Image>;

/// The three lists of one owner.
pub(super) struct Lists<'a> {
    pub(super) table: &'a str,
    pub(super) owner: &'a str,
    pub(super) base: Option<&'a List>,
    pub(super) ours: &'a List,
    pub(super) theirs: &'a List,
}

/// In the order of their positions.
pub(super) fn sort(list: &mut List) {
    list.sort_by_key(|image| {
        let number = |column: &str| image.get(column).and_then(Value::as_i64).unwrap_or_default();
        (number("side_position"), number("position"))
    });
}

fn equal(one: &List, other: &List) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.says(b))
}

/// The merged list.
pub(super) fn merged(schema: &Schema, lists: &Lists<'_>, rulings: &mut Rulings<'_>) -> List {
    let Lists { ours, theirs, base, .. } = *lists;
    match belonging(lists.table) {
        Belonging::Fixed => return ours.clone(),
        Belonging::Rows => return row_by_row(schema, lists, rulings),
        _ => {}
    }
    if equal(ours, theirs) {
        return ours.clone();
    }
    if rulings.contested(&question(lists)).is_none()
        && let Some(list) = uncontested(lists)
    {
        return list;
    }
    match rulings.ask(question(lists), base.map(stand), stand(ours), stand(theirs)) {
        MergeSide::Ours => ours.clone(),
        MergeSide::Theirs => theirs.clone(),
    }
}

/// The merged list, where the copies do not contradict each other.
fn uncontested(lists: &Lists<'_>) -> Option<List> {
    let Lists { ours, theirs, base, .. } = *lists;
    if base.is_some_and(|base| equal(base, theirs)) {
        return Some(ours.clone());
    }
    if base.map_or(ours.is_empty(), |base| equal(base, ours)) {
        return Some(theirs.clone());
    }
    if base.is_none() && theirs.is_empty() {
        return Some(ours.clone());
    }
    if belonging(lists.table) != Belonging::Set {
        return None;
    }
    let union = union(lists);
    let is_judged_twice = lists.table == "finding_evidence" && has_two_stances(&union, ours, theirs);
    (!is_judged_twice).then_some(union)
}

fn question(lists: &Lists<'_>) -> (String, String, String) {
    (lists.table.to_string(), lists.owner.to_string(), "list".to_string())
}

fn stand(list: &List) -> Stand {
    Stand::List(list.clone())
}

/// Ours without what theirs took out, and what theirs put in.
fn union(lists: &Lists<'_>) -> List {
    let item = |image: &Image| {
        let mut image = image.clone();
        image.remove("position");
        image
    };
    let items = |list: &List| list.iter().map(item).collect::<Vec<Image>>();
    let (ours, theirs) = (items(lists.ours), items(lists.theirs));
    let base = lists.base.map(items).unwrap_or_default();
    let stays = |i: &Image| theirs.contains(i) || !base.contains(i);
    let kept = lists.ours.iter().zip(&ours).filter(|(_, i)| stays(i)).map(|(image, _)| image);
    let is_new = |i: &Image| !ours.contains(i) && !base.contains(i);
    let added = lists.theirs.iter().zip(&theirs).filter(|(_, i)| is_new(i)).map(|(image, _)| image);
    let first = [lists.ours, lists.theirs].into_iter().flatten();
    let first = first.filter_map(|image| image.get("position")?.as_i64()).min().unwrap_or_default();
    let all = (first..).zip(kept.chain(added)).map(|(position, image)| {
        let mut image = image.clone();
        image.insert("position".into(), position.into());
        image
    });
    all.collect()
}

/// Whether a coding supports and contradicts one finding only because two people judged it differently.
fn has_two_stances(union: &List, ours: &List, theirs: &List) -> bool {
    let twice = |list: &List, coding: &str| {
        list.iter().filter(|image| text(image, "coding_id") == Some(coding)).count() > 1
    };
    union
        .iter()
        .filter_map(|image| text(image, "coding_id"))
        .any(|coding| twice(union, coding) && !twice(ours, coding) && !twice(theirs, coding))
}

/// Rows that are told apart by what they assign a value to.
fn row_by_row(schema: &Schema, lists: &Lists<'_>, rulings: &mut Rulings<'_>) -> List {
    let Lists { table, ours, theirs, base, .. } = *lists;
    let labels = |list: &List| -> Vec<String> {
        list.iter().map(|image| text(image, "label").unwrap_or_default().to_string()).collect()
    };
    if table == "speaker" && labels(ours) != labels(theirs) {
        return ours.clone();
    }
    let row = |image: &Image| schema.row_of(table, image);
    let find =
        |list: Option<&List>, key: &str| list.and_then(|l| l.iter().find(|image| row(image) == key).cloned());
    let mut keys: Vec<String> = ours.iter().map(row).collect();
    keys.extend(theirs.iter().map(row).filter(|key| !ours.iter().any(|image| row(image) == *key)));
    let mut merged = List::new();
    for key in keys {
        let (b, o, t) = (find(base, &key), find(Some(ours), &key), find(Some(theirs), &key));
        let (question, is_ours) = ((table.to_string(), key.clone(), "row".to_string()), o.is_some());
        let values = |image: &Image| {
            let columns = schema.fields(table).into_iter().flat_map(|(_, columns)| columns);
            Stand::Values(columns.map(|c| (c.clone(), image.get(&c).cloned().unwrap_or_default())).collect())
        };
        match (b, o, t) {
            (b, Some(o), Some(t)) => {
                let three = Three { table, row: &key, base: b.as_ref(), ours: &o, theirs: &t };
                merged.push(fields::merged(schema, &three, rulings));
            }
            (b, Some(one), None) | (b, None, Some(one))
                if rulings.contested(&question).is_some() || b.as_ref().is_some_and(|b| !b.says(&one)) =>
            {
                let side = if is_ours { MergeSide::Ours } else { MergeSide::Theirs };
                let (was, is) = (b.as_ref().map(values), values(&one));
                let (ours, theirs) = if is_ours { (is, Stand::Gone) } else { (Stand::Gone, is) };
                let keeps = rulings.ask(question, was, ours, theirs) == side;
                merged.extend(keeps.then_some(one));
            }
            (None, Some(one), None) | (None, None, Some(one)) => merged.push(one),
            _ => {}
        }
    }
    merged
}

/// The lists of a copy, by table and owner; rows without an owner belong to ``.
pub(super) fn of(schema: &Schema, tables: &Tables) -> BTreeMap<String, BTreeMap<String, List>> {
    let mut lists = BTreeMap::new();
    for (table, rows) in tables.iter().filter(|(table, _)| !schema.stands_alone(table)) {
        let by_owner: &mut BTreeMap<String, List> = lists.entry(group(table).to_string()).or_default();
        for image in rows.values() {
            let owner = schema.owner(table, image).unwrap_or_default().to_string();
            let mut image = image.clone();
            if group(table) != table {
                // The rows of two tables make one list.
                image.insert(TABLE.into(), table.as_str().into());
            }
            by_owner.entry(owner).or_default().push(image);
        }
    }
    lists.values_mut().flat_map(|by_owner| by_owner.values_mut()).for_each(sort);
    lists
}

/// Marks a row of a list that stands in another table than the list's own.
const TABLE: &str = "\u{1}table";

/// The list that rows of `table` belong to: parties of a side are part of the sides of a case.
fn group(table: &str) -> &str {
    if table == "case_side_party" { "case_side" } else { table }
}

/// The table of a row of a list, and the row as it is stored.
pub(super) fn stored(table: &str, mut image: Image) -> (String, Image) {
    let own = match image.remove(TABLE) {
        Some(Value::String(own)) => own,
        _ => table.to_string(),
    };
    (own, image)
}
