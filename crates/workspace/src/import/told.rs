//! What is told of a document, by whom: options outweigh the name of the file, and that outweighs the table.

use themata_exchange::columns;

use crate::verbs::SourceFacts;

/// Puts what a name or a table tells into the facts, where nobody told it before.
pub(super) fn put(facts: &mut SourceFacts, key: &mut Option<String>, field: &str, value: &str) {
    let list = |list: &mut Vec<String>| {
        if list.is_empty() {
            list.push(value.to_string());
        }
    };
    let one = |one: &mut Option<String>| {
        one.get_or_insert_with(|| value.to_string());
    };
    match field.to_lowercase().as_str() {
        "case" => list(&mut facts.cases),
        "side" => list(&mut facts.sides),
        "party" => list(&mut facts.parties),
        "informant" => list(&mut facts.informants),
        "wave" => one(&mut facts.wave),
        "date" => one(&mut facts.date),
        "kind" => one(&mut facts.kind),
        "language" => one(&mut facts.language),
        "recorded" => one(&mut facts.recorded),
        "key" => one(key),
        _ => attribute(facts, field, value),
    }
}

/// Puts what a column of a survey tells into the facts; the key is that of the key column alone.
pub(super) fn put_column(facts: &mut SourceFacts, field: &str, value: &str) {
    if field.to_lowercase() == "key" {
        return attribute(facts, field, value);
    }
    put(facts, &mut None, field, value);
}

/// A further fact; a name that has a meaning of its own gets an ending.
fn attribute(facts: &mut SourceFacts, name: &str, value: &str) {
    let name = name.replace('=', ":");
    let taken = columns::SOURCES.contains(&name.as_str()) || name == "id";
    let name = if taken { format!("{name} told") } else { name };
    let is_told = |pair: &String| pair.split_once('=').is_some_and(|(other, _)| other.trim() == name);
    if !facts.set.iter().any(is_told) {
        facts.set.push(format!("{name}={value}"));
    }
}
