//! One thing under two ids: both copies added it under the same key, so it gets the id it has in ours.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;
use themata_model::Op;

use super::schema::{Schema, Tables, text};
use crate::image::Image;

/// From an id in their copy to the one in ours.
pub(super) type SameAs = HashMap<String, String>;

/// What tells things apart for people; tables after those they refer to.
const IDENTITIES: [(&str, &[&str]); 18] = [
    ("side", &["key"]),
    ("party", &["key"]),
    ("study_case", &["key"]),
    ("coder", &["key"]),
    ("level", &["key"]),
    ("exhibit", &["key"]),
    ("facet", &["key"]),
    ("facet_value", &["facet_id", "key"]),
    ("informant", &["key"]),
    ("source", &["key"]),
    ("code", &["key"]),
    ("text", &["source_id", "sha256"]),
    ("original", &["source_id"]),
    ("placement", &["rater_id", "code_id", "case_id", "facet_id"]),
    ("settlement", &["code_id", "case_id", "facet_id"]),
    ("link", &["from_id", "kind", "to_id"]),
    ("output", &["exhibit_id"]),
    ("stated_total", &["unit", "case_id", "side_id", "party_id", "wave"]),
];

/// What earlier merges found to be one thing: id in the one copy, id in the other.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<(String, String)>);

impl Known {
    /// Reads it from the merges of a history.
    pub(super) fn of<'o>(ops: impl IntoIterator<Item = &'o Op>) -> Known {
        let merges = ops.into_iter().filter(|op| op.verb == "merge");
        let args = merges.map(|op| serde_json::from_str::<Value>(&op.args).unwrap_or_default());
        let pairs = args.flat_map(|args| {
            let same = args.get(SAME).and_then(Value::as_object).cloned().unwrap_or_default();
            same.into_iter().filter_map(|(id, other)| Some((id, other.as_str()?.to_string())))
        });
        Known(pairs.collect())
    }

    /// The ids that things have in ours.
    pub(super) fn in_ours(&self, ours: &Tables) -> SameAs {
        if self.0.is_empty() {
            return SameAs::new();
        }
        let has: HashSet<&str> =
            ours.values().flat_map(BTreeMap::values).filter_map(|image| text(image, "uuid")).collect();
        let mut same_as = SameAs::new();
        for (id, other) in &self.0 {
            let (from, to) = if has.contains(id.as_str()) { (other, id) } else { (id, other) };
            if !has.contains(from.as_str()) {
                same_as.insert(from.clone(), to.clone());
            }
        }
        // What was one thing with another may have become one with a third.
        let last = |id: &String| {
            let next = |id: &&String| same_as.get(*id);
            std::iter::successors(Some(id), next).take(same_as.len() + 1).last().unwrap_or(id).clone()
        };
        same_as.keys().map(|id| (id.clone(), last(id))).filter(|(id, other)| id != other).collect()
    }
}

/// Where a merge writes down which ids of theirs became which of ours.
pub(super) const SAME: &str = "same";

/// Things that have one identity and two ids.
pub(super) fn same_things(ours: &Tables, theirs: &Tables) -> SameAs {
    let mut same_as = SameAs::new();
    for (table, columns) in IDENTITIES {
        let identity = |image: &Image, same_as: &SameAs| -> Vec<Value> {
            let value = |column: &&str| match image.get(column) {
                Some(Value::String(id)) => same_as.get(id).unwrap_or(id).as_str().into(),
                Some(other) => other.clone(),
                None => Value::Null,
            };
            columns.iter().map(value).collect()
        };
        pair(ours, theirs, table, &mut same_as, identity);
    }
    same_as
}

/// Codings that say the same of the same words: equal in all but their ids, their order, and a memo that
/// one of them lacks.
pub(super) fn same_codings(schema: &Schema, ours: &Tables, theirs: &Tables) -> SameAs {
    let values = |tables: &Tables| -> HashMap<String, Vec<String>> {
        let mut by_coding: HashMap<String, Vec<String>> = HashMap::new();
        for image in tables.get("coding_facet").into_iter().flat_map(BTreeMap::values) {
            if let Some(owner) = schema.owner("coding_facet", image) {
                let parts =
                    ["facet_id", "assignment", "value_id"].map(|column| text(image, column).unwrap_or(""));
                by_coding.entry(owner.to_string()).or_default().push(parts.join(" "));
            }
        }
        by_coding
    };
    let (of_ours, of_theirs) = (values(ours), values(theirs));
    let mut same_as = SameAs::new();
    pair(ours, theirs, "coding", &mut same_as, |image, _| {
        let uuid = text(image, "uuid").unwrap_or_default();
        let values = of_ours.get(uuid).or_else(|| of_theirs.get(uuid));
        let mut said: Vec<Value> =
            values.into_iter().flatten().map(|value| Value::String(value.clone())).collect();
        // Typography of what was typed does not make another coding.
        let left_out = ["uuid", "position", "memo", "typed"];
        said.extend(
            image.iter().filter(|(name, _)| !left_out.contains(&name.as_str())).map(|(_, v)| v.clone()),
        );
        said
    });
    same_as.retain(|theirs_id, ours_id| {
        let memo = |tables: &Tables, id: &str| {
            let coding = tables.get("coding").and_then(|rows| rows.get(id));
            coding.and_then(|image| text(image, "memo")).unwrap_or_default().to_string()
        };
        let (one, other) = (memo(ours, ours_id), memo(theirs, theirs_id));
        one == other || one.is_empty() || other.is_empty()
    });
    same_as
}

/// Pairs the rows of `table` that only ours has with those that only theirs has, by identity.
fn pair(
    ours: &Tables,
    theirs: &Tables,
    table: &str,
    same_as: &mut SameAs,
    identity: impl Fn(&Image, &SameAs) -> Vec<Value>,
) {
    let none = BTreeMap::new();
    let (ours, theirs) = (ours.get(table).unwrap_or(&none), theirs.get(table).unwrap_or(&none));
    let mut waiting: HashMap<String, Vec<&String>> = HashMap::new();
    for (row, image) in ours.iter().rev().filter(|(row, _)| !theirs.contains_key(*row)) {
        let named = Value::Array(identity(image, &SameAs::new())).to_string();
        waiting.entry(named).or_default().push(row);
    }
    for (row, image) in theirs.iter().filter(|(row, _)| !ours.contains_key(*row)) {
        let named = Value::Array(identity(image, same_as)).to_string();
        if let Some(twin) = waiting.get_mut(&named).and_then(Vec::pop) {
            same_as.insert(row.clone(), twin.clone());
        }
    }
}

/// Gives rows, and whatever names them, the ids they have in ours.
pub(super) fn rename(schema: &Schema, tables: &mut Tables, same_as: &SameAs) {
    if same_as.is_empty() {
        return;
    }
    for (table, rows) in tables.iter_mut() {
        for (row, mut image) in std::mem::take(rows) {
            let mut touched = false;
            let columns: Vec<String> = schema
                .named(table, &image)
                .into_iter()
                .filter(|named| same_as.contains_key(named.uuid))
                .map(|named| named.column)
                .chain(text(&image, "uuid").filter(|uuid| same_as.contains_key(*uuid)).map(|_| "uuid".into()))
                .collect();
            for column in columns {
                if let Some(new) = text(&image, &column).and_then(|old| same_as.get(old)) {
                    image.insert(column, new.as_str().into());
                    touched = true;
                }
            }
            let row = if touched { schema.row_of(table, &image) } else { row };
            rows.insert(row, image);
        }
    }
}

/// Tables whose keys must differ, and the column.
const KEYED: [(&str, &str); 17] = [
    ("side", "key"),
    ("party", "key"),
    ("study_case", "key"),
    ("coder", "key"),
    ("level", "key"),
    ("exhibit", "key"),
    ("facet", "key"),
    ("facet_value", "key"),
    ("informant", "key"),
    ("source", "key"),
    ("code", "key"),
    ("memo", "key"),
    ("excerpt", "key"),
    ("finding", "key"),
    ("question", "key"),
    ("member_check", "key"),
    ("named_state", "name"),
];

/// Gives things of theirs another key where ours has it already: table, old key, new key.
pub(super) fn free_keys(merged: &mut Tables, ours: &Tables) -> Vec<(String, String, String)> {
    let mut given = Vec::new();
    for (table, column) in KEYED {
        let Some(rows) = merged.get_mut(table) else { continue };
        let owner = |image: &Image| text(image, "facet_id").unwrap_or_default().to_string();
        let key = |image: &Image| text(image, column).unwrap_or_default().to_string();
        let mut by_key: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for (row, image) in rows.iter() {
            by_key.entry((owner(image), key(image))).or_default().push(row.clone());
        }
        let clashes: Vec<_> = by_key.iter().filter(|(_, rows)| rows.len() > 1).collect();
        let mut changes = Vec::new();
        let mut taken: std::collections::HashSet<(String, String)> = by_key.keys().cloned().collect();
        for ((owner, key_), clashing) in clashes {
            let is_ours = |row: &&String| {
                ours.get(table).and_then(|rows| rows.get(*row)).is_some_and(|image| key(image) == *key_)
            };
            let keeper = clashing.iter().find(is_ours).or(clashing.first());
            for row in clashing.iter().filter(|row| Some(*row) != keeper) {
                let free = (2..).map(|n| format!("{key_}-{n}"));
                let free = free.into_iter().find(|free| taken.insert((owner.clone(), free.clone())));
                changes.push((row.clone(), key_.clone(), free.unwrap_or_default()));
            }
        }
        for (row, old, new) in changes {
            if let Some(image) = rows.get_mut(&row) {
                image.insert(column.to_string(), new.as_str().into());
            }
            given.push((table.to_string(), old, new));
        }
    }
    given
}
