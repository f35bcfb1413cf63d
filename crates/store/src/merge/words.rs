//! Rows, fields and values as people call them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::lists;
use super::rulings::Stand;
use super::run::Copies;
use super::schema::{Schema, Tables, row, text};
use crate::image::Image;

/// Characters of a value that are shown in a list of conflicts.
const SHOWN: usize = 160;

/// Words of a quotation that are shown.
const OPENING: usize = 10;

/// What a table holds, as people call one row of it.
pub(super) fn kind(table: &str) -> String {
    match table {
        "study_case" => "case".into(),
        "case_side" | "case_side_party" => "case".into(),
        "named_state" => "snapshot".into(),
        "code_alias" | "code_reference" | "code_prefill" | "code_framework" | "code_parent" => "code".into(),
        "framework_in_use" => "study".into(),
        "coding_facet" => "coding".into(),
        "finding_facet" | "finding_evidence" => "finding".into(),
        "excerpt_coding" | "excerpt_exhibit" => "excerpt".into(),
        "source_case" | "source_side" | "source_party" | "source_informant" | "speaker" => "source".into(),
        "informant_case" => "informant".into(),
        "link_evidence" => "link".into(),
        "member_check_shown" => "member check".into(),
        "allowed" => "study".into(),
        "document" => "file".into(),
        other => other.replace('_', " "),
    }
}

/// A field of a row of `table`, or the list `name` of it.
pub(super) fn field(table: &str, name: &str) -> String {
    let name = match (table, name) {
        (_, "row") => return "the whole row".into(),
        (_, "case_side") => "sides",
        (_, "excerpt_coding") => "pieces",
        (_, "finding_evidence" | "link_evidence") => "evidence",
        (_, "member_check_shown") => "what was shown",
        (_, "code_prefill" | "coding_facet" | "finding_facet") => "values",
        (_, "allowed") => "accepted remarks",
        ("coding", "code_id") => "code",
        (_, name) => name,
    };
    let name = name.strip_suffix("_id").unwrap_or(name);
    let owned =
        ["code_", "source_", "informant_", "excerpt_"].into_iter().find_map(|owner| name.strip_prefix(owner));
    owned.unwrap_or(name).replace('_', " ")
}

/// The last digits of an id, by which codings are called.
pub(super) fn ending(id: &str) -> &str {
    id.get(id.len().saturating_sub(8)..).unwrap_or(id)
}

/// The first words of a quotation.
pub(super) fn opening(quotation: &str) -> String {
    let words: Vec<&str> = quotation.split_whitespace().collect();
    match words.get(..OPENING) {
        Some(first) if words.len() > OPENING => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}

/// What people call a row.
pub(super) fn label(ours: &Tables, theirs: &Tables, table: &str, image: &Image) -> String {
    let named = |column: &str, of: &str| {
        let id = text(image, column)?;
        let found = row(ours, of, id).or_else(|| row(theirs, of, id))?;
        Some(label(ours, theirs, of, found))
    };
    let either = |columns: &[(&str, &str)]| -> String {
        let parts: Vec<String> = columns.iter().filter_map(|(column, of)| named(column, of)).collect();
        parts.join(", ")
    };
    match table {
        "coding" => {
            let id = ending(text(image, "uuid").unwrap_or_default());
            format!("{id} “{}”", opening(text(image, "quotation").unwrap_or_default()))
        }
        "placement" => either(&[
            ("rater_id", "coder"),
            ("code_id", "code"),
            ("case_id", "study_case"),
            ("facet_id", "facet"),
        ]),
        "settlement" => either(&[("code_id", "code"), ("case_id", "study_case"), ("facet_id", "facet")]),
        "link" => format!(
            "{} → {}",
            named("from_id", "code").unwrap_or_default(),
            named("to_id", "code").unwrap_or_default()
        ),
        "output" => either(&[("exhibit_id", "exhibit")]),
        "text" | "original" | "source_case" | "source_side" | "source_party" | "source_informant" => {
            either(&[("source_id", "source")])
        }
        "study" => format!("`{}`", text(image, "key").unwrap_or_default()),
        "speaker" => format!("`{}`", text(image, "label").unwrap_or_default()),
        "document" => format!("`{}`", text(image, "name").unwrap_or_default()),
        "stated_total" => text(image, "unit").unwrap_or_default().to_string(),
        "claim" => text(image, "kind").unwrap_or_default().to_string(),
        "code_prefill" | "code_alias" | "code_reference" => {
            either(&[("code_id", "code"), ("facet_id", "facet")])
        }
        "code_parent" => either(&[("code_id", "code"), ("framework_id", "framework")]),
        "code_framework" => either(&[("code_id", "code")]),
        "framework_in_use" => "the framework in use".to_string(),
        "coding_facet" => either(&[("coding_id", "coding"), ("facet_id", "facet")]),
        "finding_facet" | "finding_evidence" => either(&[("finding_id", "finding"), ("facet_id", "facet")]),
        "excerpt_coding" | "excerpt_exhibit" => either(&[("excerpt_id", "excerpt")]),
        "informant_case" => either(&[("informant_id", "informant")]),
        "case_side" | "case_side_party" => either(&[("case_id", "study_case")]),
        "link_evidence" => either(&[("link_id", "link")]),
        "member_check_shown" => either(&[("member_check_id", "member_check")]),
        _ => match text(image, "key").or_else(|| text(image, "name")) {
            Some(key) => format!("`{key}`"),
            None => text(image, "uuid").map(ending).unwrap_or_default().to_string(),
        },
    }
}

/// What people call the row that a conflict is about: `row` is an id, the key of a row without one, or
/// the id of the owner of a list.
pub(super) fn subject(schema: &Schema, copies: &Copies, table: &str, id: &str) -> String {
    let Copies { base, ours, theirs } = copies;
    let find = |table: &str| [ours, theirs, base].into_iter().find_map(|tables| row(tables, table, id));
    if let Some(image) = find(table) {
        return label(ours, theirs, table, image);
    }
    let owner = schema.owner_column(table).and_then(|column| {
        let columns = &schema.shapes.get(table)?.table.columns;
        columns.iter().find(|c| c.name == column)?.refers_to.clone()
    });
    let named = owner.and_then(|owner| find(&owner).map(|image| label(ours, theirs, &owner, image)));
    named.unwrap_or_default()
}

/// What a copy says, in words; `image` is the row as the copy has it, where it is there.
pub(super) fn told(
    schema: &Schema,
    copies: &Copies,
    table: &str,
    stand: &Stand,
    image: Option<&Image>,
) -> String {
    let Copies { base, ours, theirs } = copies;
    let value = |table: &str, column: &str, value: &Value| -> Option<String> {
        let shape = schema.shapes.get(table)?;
        let to = shape.table.columns.iter().find(|c| c.name == column).and_then(|c| c.refers_to.clone());
        match (value, to) {
            (Value::Null, _) => None,
            (Value::String(id), Some(to)) => {
                let found = [ours, theirs, base].into_iter().find_map(|tables| row(tables, &to, id));
                Some(found.map_or_else(|| id.clone(), |image| label(ours, theirs, &to, image)))
            }
            (Value::String(words), None) => Some(words.clone()),
            (other, _) => Some(other.to_string()),
        }
    };
    let known: BTreeMap<&str, &Value> = match stand {
        Stand::Values(values) => values.iter().map(|(column, value)| (column.as_str(), value)).collect(),
        _ => BTreeMap::new(),
    };
    let words = match stand {
        Stand::Gone => "deleted".to_string(),
        Stand::Joined(into) => format!("merged it into `{into}`"),
        Stand::Changed(fields) => {
            let columns = schema.fields(table);
            let changed = |name: &String| {
                let columns = columns.iter().find(|(known, _)| known == name).map(|(_, columns)| columns);
                let said = |column: &String| value(table, column, image?.get(column)?);
                let said: Vec<String> = columns.into_iter().flatten().filter_map(said).collect();
                match said.is_empty() {
                    true => field(table, name),
                    false => format!("{} “{}”", field(table, name), said.join(", ")),
                }
            };
            format!("changed: {}", fields.iter().map(changed).collect::<Vec<_>>().join(", "))
        }
        Stand::Words(words) => words.clone(),
        Stand::Values(_) if known.contains_key("quotation") => {
            let quotation = known.get("quotation").and_then(|v| v.as_str()).unwrap_or_default();
            match (known.get("start").and_then(|v| v.as_i64()), known.get("end").and_then(|v| v.as_i64())) {
                (Some(start), Some(end)) => format!("“{quotation}” ({start}–{end})"),
                _ => format!("“{quotation}” (lost)"),
            }
        }
        Stand::Values(values) => {
            let mut parts: Vec<String> = values.iter().filter_map(|(c, v)| value(table, c, v)).collect();
            if parts.len() > 1 && known.contains_key("assignment") {
                parts.remove(0);
            }
            parts.join(", ")
        }
        Stand::List(list) => {
            let own = schema.owner_column(table);
            let item = |image: &Image| {
                let (table, image) = lists::stored(table, image.clone());
                let left_out = ["position", "side_position"];
                let said =
                    image.iter().filter(|(c, _)| Some(c.as_str()) != own && !left_out.contains(&c.as_str()));
                let parts: Vec<String> = said.filter_map(|(c, v)| value(&table, c, v)).collect();
                parts.join(" ")
            };
            list.iter().map(item).collect::<Vec<String>>().join("; ")
        }
    };
    if words.is_empty() { "(nothing)".into() } else { shortened(&words) }
}

fn shortened(words: &str) -> String {
    let words = words.replace('\n', " ");
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} …", words[..at].trim_end()),
        None => words,
    }
}

/// The first line in which two texts differ, as each has it.
pub(super) fn first_difference(one: &str, other: &str) -> (String, String) {
    let (mut a, mut b) = (one.lines(), other.lines());
    for line in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (x, y) if x == y => {}
            (x, y) => {
                let told = |found: Option<&str>| match found {
                    Some(words) => format!("line {line}: {}", shortened(words)),
                    None => format!("ends before line {line}"),
                };
                return (told(x), told(y));
            }
        }
    }
    (String::new(), String::new())
}
