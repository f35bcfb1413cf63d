//! Carries an author's comments over to a TOML document that was made anew.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

/// Returns `new` as text, with the comments and the unchanged entries of `old` as they stood.
pub(super) fn merge(old: Option<&str>, mut new: DocumentMut) -> String {
    if let Some(old) = old.and_then(|text| text.parse::<DocumentMut>().ok()) {
        merge_tables(old.as_table(), new.as_table_mut());
        new.set_trailing(old.trailing().clone());
    }
    new.to_string()
}

fn merge_tables(old: &Table, new: &mut Table) {
    *new.decor_mut() = old.decor().clone();
    new.set_position(old.position());
    let keys: Vec<String> = new.iter().map(|(key, _)| key.to_string()).collect();
    for key in keys {
        let Some((old_key, old_item)) = old.get_key_value(&key) else {
            continue;
        };
        if let Some(mut new_key) = new.key_mut(&key) {
            *new_key.leaf_decor_mut() = old_key.leaf_decor().clone();
        }
        match (old_item, new.get_mut(&key)) {
            (Item::Table(old), Some(Item::Table(new))) => merge_tables(old, new),
            (Item::ArrayOfTables(old), Some(Item::ArrayOfTables(new))) => merge_lists(old, new),
            (Item::Value(old), Some(Item::Value(new))) => {
                if bare(&old.to_string()) == bare(&new.to_string()) {
                    *new = old.clone();
                } else {
                    *new.decor_mut() = old.decor().clone();
                }
            }
            _ => {}
        }
    }
}

/// Tables of a list are the same when they have the same `key` (or, without keys, the same place).
fn merge_lists(old: &ArrayOfTables, new: &mut ArrayOfTables) {
    let key_of = |table: &Table| table.get("key").and_then(Item::as_str).map(str::to_string);
    for (i, table) in new.iter_mut().enumerate() {
        let same = match key_of(table) {
            Some(key) => old.iter().find(|other| key_of(other).as_ref() == Some(&key)),
            None => old.get(i),
        };
        if let Some(same) = same {
            merge_tables(same, table);
            // Old positions would fix the old order; the new order is the study's.
            table.set_position(None);
        }
    }
}

/// A value without white space, for comparing.
fn bare(value: &str) -> String {
    value.split_whitespace().collect()
}
