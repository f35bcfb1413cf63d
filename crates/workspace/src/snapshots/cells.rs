//! The cells of the paper's tables that differ between two states.

use std::collections::{BTreeMap, HashMap};

use themata_model::table::{Row, Table};
use themata_model::{Output, OutputKind};

use super::State;
use super::compare::Difference;
use crate::exhibits;

/// Tables that are compared when the study names no outputs.
const USUAL: [&str; 3] = ["frequency", "coverage", "framework"];

/// Makes each table of the paper from both states and lists the cells that differ.
pub(super) fn compare(before: &State, after: &State, out: &mut Vec<Difference>) {
    let renamed = renamed(before, after);
    for (name, kind, options) in tables(&after.study.outputs) {
        let make = |state: &State| exhibits::table(&state.study, &state.marks, &kind, &options);
        // A table that one of the states does not have has no cells to compare.
        let (Ok(old), Ok(new)) = (make(before), make(after)) else { continue };
        let (old, new) = (cells(&old, &renamed), cells(&new, &HashMap::new()));
        let about = format!("Table {name}");
        let mut keys: Vec<&(String, String)> = new.iter().map(|(key, _)| key).collect();
        let known: HashMap<_, _> = new.iter().map(|(key, value)| (key, value)).collect();
        let was: HashMap<_, _> = old.iter().map(|(key, value)| (key, value)).collect();
        keys.extend(old.iter().map(|(key, _)| key).filter(|key| !known.contains_key(key)));
        for key in keys {
            let text = |cells: &HashMap<&(String, String), &String>| {
                cells.get(key).map(|text| (*text).clone()).unwrap_or_default()
            };
            let (before, after) = (text(&was), text(&known));
            if before != after {
                let what = format!("{} × {}", key.0, key.1);
                out.push(Difference { about: about.clone(), change: "cell", what, before, after });
            }
        }
    }
}

fn tables(outputs: &[Output]) -> Vec<(String, String, BTreeMap<String, String>)> {
    let named = outputs.iter().filter_map(|output| match &output.kind {
        OutputKind::Table(kind) => Some((output.exhibit.to_string(), kind.clone(), output.options.clone())),
        OutputKind::Figure(_) => None,
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        return USUAL.iter().map(|kind| (kind.to_string(), kind.to_string(), BTreeMap::new())).collect();
    }
    named
}

/// The names of codes that were renamed, as rows are headed: the old one and the new one. A row that is
/// only called otherwise is the same row.
fn renamed(before: &State, after: &State) -> HashMap<String, String> {
    let new: HashMap<_, _> = after.study.codebook.codes().iter().map(|code| (code.id, code)).collect();
    let codes = before.study.codebook.codes().iter().filter_map(|was| Some((was, new.get(&was.id)?)));
    let pairs = codes.flat_map(|(was, code)| {
        [(was.marked_name(), code.marked_name()), (was.name.clone(), code.name.clone())]
    });
    pairs.filter(|(was, name)| was != name).collect()
}

/// The cells of a table by row and column, in order, under the names that `renamed` gives; rows with
/// equal heads are numbered.
fn cells(table: &Table, renamed: &HashMap<String, String>) -> Vec<((String, String), String)> {
    let name = |text: &str| renamed.get(text).cloned().unwrap_or_else(|| text.to_string());
    // A table that lists codes by key is read by key, else a row is headed by its first cell.
    let head = table.columns.iter().position(|column| column.key == "key").unwrap_or(0);
    let mut heading: Vec<String> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut cells = Vec::new();
    for row in &table.rows {
        let body = match row {
            Row::Heading { depth, text } => {
                heading.truncate(usize::from(*depth));
                heading.push(name(text));
                continue;
            }
            Row::Body(body) | Row::Total(body) => body,
        };
        let own = body.get(head).map(|cell| name(cell.plain().trim())).unwrap_or_default();
        let row = if matches!(row, Row::Total(_)) {
            if own.is_empty() { "total".to_string() } else { own }
        } else {
            [heading.as_slice(), &[own]].concat().join(" › ")
        };
        let n = seen.entry(row.clone()).or_insert(0);
        *n += 1;
        let row = if *n > 1 { format!("{row} ({n})") } else { row };
        for (_, (column, cell)) in table.columns.iter().zip(body).enumerate().filter(|(at, _)| *at != head) {
            cells.push(((row.clone(), name(&column.label)), cell.plain().trim().to_string()));
        }
    }
    cells
}
