//! One row, field by field: what only one copy changed is taken, what both changed is a conflict.

use std::collections::BTreeMap;

use serde_json::Value;

use super::rulings::{Dispute, MergeSide, Rulings, Stand};
use super::schema::{Schema, is_fixed};
use crate::image::Image;

/// Three rows that are one; without a base the two were added under the same key.
pub(super) struct Three<'a> {
    pub(super) table: &'a str,
    pub(super) row: &'a str,
    pub(super) base: Option<&'a Image>,
    pub(super) ours: &'a Image,
    pub(super) theirs: &'a Image,
}

/// What became of one value: theirs is taken, ours stays, or they differ.
enum Outcome {
    Ours,
    Theirs,
    Differ,
}

/// The merged row.
pub(super) fn merged(schema: &Schema, three: &Three<'_>, rulings: &mut Rulings<'_>) -> Image {
    let mut image = three.ours.clone();
    if is_fixed(three.table) || three.ours.says(three.theirs) {
        return image;
    }
    for (name, columns) in schema.fields(three.table) {
        let values = |image: &Image| -> Vec<Value> {
            columns.iter().map(|column| image.get(column).cloned().unwrap_or_default()).collect()
        };
        let (ours, theirs) = (values(three.ours), values(three.theirs));
        let base = three.base.map(values);
        if name == "attributes" {
            let merged = attributes(three, &base, rulings);
            image.insert(name, merged);
            continue;
        }
        let question = (three.table.to_string(), three.row.to_string(), name.clone());
        let take = match weigh(rulings.contested(&question), base.as_ref(), &ours, &theirs) {
            Outcome::Ours => false,
            Outcome::Theirs => true,
            Outcome::Differ if name == "position" => false,
            Outcome::Differ if three.table == "document" => {
                rulings.note(format!(
                    "both copies changed the file `{}` of the study folder; comments and layout are ours",
                    three.row
                ));
                false
            }
            Outcome::Differ => {
                let stand = |values: &Vec<Value>| {
                    Stand::Values(columns.iter().cloned().zip(values.iter().cloned()).collect())
                };
                rulings.ask(question, base.as_ref().map(stand), stand(&ours), stand(&theirs))
                    == MergeSide::Theirs
            }
        };
        if take {
            image.extend(columns.iter().cloned().zip(theirs));
        }
    }
    image
}

fn weigh(
    contested: Option<&Dispute>,
    base: Option<&Vec<Value>>,
    ours: &Vec<Value>,
    theirs: &Vec<Value>,
) -> Outcome {
    match base {
        _ if ours == theirs => Outcome::Ours,
        _ if contested.is_some() => Outcome::Differ,
        Some(base) if base == ours => Outcome::Theirs,
        Some(base) if base == theirs => Outcome::Ours,
        // Both wrote it down for the first time: whoever said something fills what the other left open.
        None if theirs.iter().all(is_empty) => Outcome::Ours,
        None if ours.iter().all(is_empty) => Outcome::Theirs,
        _ => Outcome::Differ,
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Further columns, each by itself.
fn attributes(three: &Three<'_>, base: &Option<Vec<Value>>, rulings: &mut Rulings<'_>) -> Value {
    let read = |value: Option<&Value>| -> BTreeMap<String, Value> {
        value.and_then(Value::as_str).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (ours, theirs) = (read(three.ours.get("attributes")), read(three.theirs.get("attributes")));
    let before = base.as_ref().map(|values| read(values.first()));
    let mut merged = ours.clone();
    let names: std::collections::BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        let one = |from: &BTreeMap<String, Value>| vec![from.get(name).cloned().unwrap_or_default()];
        let (our, their) = (one(&ours), one(&theirs));
        let was = before.as_ref().map(one);
        let question = (three.table.to_string(), three.row.to_string(), format!("attribute {name}"));
        let take = match weigh(rulings.contested(&question), was.as_ref(), &our, &their) {
            Outcome::Ours => false,
            Outcome::Theirs => true,
            Outcome::Differ => {
                let stand = |values: &Vec<Value>| {
                    Stand::Values(values.iter().map(|value| (name.clone(), value.clone())).collect())
                };
                rulings.ask(question, was.as_ref().map(stand), stand(&our), stand(&their))
                    == MergeSide::Theirs
            }
        };
        match (take, theirs.get(name)) {
            (false, _) => {}
            (true, Some(value)) => {
                merged.insert(name.clone(), value.clone());
            }
            (true, None) => {
                merged.remove(name);
            }
        }
    }
    Value::String(serde_json::to_string(&merged).unwrap_or_default())
}

/// The fields in which a row is another one; where it stands in a list does not count.
pub(super) fn changed(schema: &Schema, table: &str, base: &Image, now: &Image) -> Vec<String> {
    let differs = |columns: &[String]| {
        columns.iter().any(|c| base.get(c).unwrap_or(&Value::Null) != now.get(c).unwrap_or(&Value::Null))
    };
    let fields = schema.fields(table).into_iter();
    fields.filter(|(name, columns)| name != "position" && differs(columns)).map(|(name, _)| name).collect()
}
