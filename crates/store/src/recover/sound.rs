//! Values that nothing but damage can have made: ids that are none, keys that cannot be, lists that are none.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use themata_model::{CodeKey, Study, Uuid};

use super::Lost;
use super::scratch::{Column, Table};

/// The value, or what stands in for it; `None` when the row is nothing without it.
pub(super) fn sound(
    table: &Table,
    column: &Column,
    text: String,
    known: Option<&Lost>,
    number: i64,
) -> Option<Sql> {
    let is_uuid = |text: &str| text.parse::<Uuid>().is_ok();
    let is_key = |text: &str| text.parse::<CodeKey>().is_ok();
    let sound = match column.name.as_str() {
        "uuid" | "id" | "undoes" => is_uuid(&text),
        "op" if column.kind == "TEXT" => is_uuid(&text),
        "key" | "wave" => is_key(&text),
        "attributes" | "options" => serde_json::from_str::<BTreeMap<String, String>>(&text).is_ok(),
        "declared_attributes" => declares(&text),
        _ => true,
    };
    if sound {
        return Some(Sql::Text(text));
    }
    match column.name.as_str() {
        "uuid" => known?.uuid.clone().map(Sql::Text),
        "key" => {
            let known = known.and_then(|lost| lost.key.clone()).filter(|key| is_key(key));
            Some(Sql::Text(
                known.unwrap_or_else(|| format!("lost-{}-{number}", super::mend::word(&table.name))),
            ))
        }
        "attributes" | "options" | "declared_attributes" => Some(Sql::Text("{}".to_string())),
        _ => column.nullable.then_some(Sql::Null),
    }
}

fn declares(text: &str) -> bool {
    let Ok(key) = "x".parse() else { return true };
    let mut study = Study::new(key, "");
    match serde_json::from_str(text) {
        Ok(declared) => {
            study.attributes = declared;
            true
        }
        Err(_) => false,
    }
}
