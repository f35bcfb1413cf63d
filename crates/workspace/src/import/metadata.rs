//! A table that tells of each document what its name does not: a row a document, a column a fact.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use themata_model::is_date;

use super::beside::{Beside, cell};
use super::files::{file_name, stem};
use super::told;
use crate::WorkspaceError;

const WHAT: &str = "table of metadata";

const HINT: &str = "it is a table (CSV, Excel, OpenDocument) with a column `file` that names each document by its key, file name or \
                    the name without its ending; its other columns are case, side, party, informant, wave, date, kind, language, \
                    recorded, key, and whatever else is to be an attribute";

/// Columns that name the document; the first one that is there does.
const NAMING: [&str; 3] = ["file", "source", "key"];

/// Documents that a sentence names one by one.
const NAMED: usize = 5;

/// What is told of the documents.
pub(super) struct Metadata {
    rows: Vec<Row>,
    /// The numbers of the rows by the names in them, in small letters.
    by_name: HashMap<String, usize>,
    /// What was guessed when the table was read.
    pub(super) remarks: Vec<String>,
}

/// What is told of one document.
struct Row {
    line: usize,
    name: String,
    told: Vec<(String, String)>,
}

/// What a document may be called.
pub(super) struct Names {
    /// Its file with the folders as it was given.
    pub(super) path: String,
    /// The keys that it has or would have.
    pub(super) keys: Vec<String>,
    /// The name of its original.
    pub(super) file: String,
}

/// Which row tells of which document.
pub(super) struct Assigned {
    /// For each document the number of its row.
    rows: Vec<Option<usize>>,
    /// Rows without a document, documents without a row.
    pub(super) in_vain: Vec<String>,
}

/// Reads the table.
///
/// # Errors
/// When nothing names the documents, or a row tells what cannot be.
pub(super) fn read(path: &Path) -> Result<Metadata, WorkspaceError> {
    let table = Beside::read(WHAT, path, HINT)?;
    let Some(naming) = NAMING.iter().find_map(|name| table.column(name)) else {
        return Err(table.refused("it has no column `file`"));
    };
    let mut wrong = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (line, cells) in &table.rows {
        let mut refuse = |why: String| wrong.push(format!("line {line}: {why}"));
        let name = cell(cells, Some(naming));
        if name.is_empty() {
            refuse("no document is named".to_string());
        } else if let Some(first) = by_name.insert(folded(name), rows.len()).and_then(|first| rows.get(first))
        {
            refuse(format!("`{name}` has a row already, in line {}", first.line));
        }
        let mut told: Vec<(String, String)> = Vec::new();
        for column in (0..cells.len()).filter(|column| *column != naming) {
            let value = cell(cells, Some(column));
            if value.is_empty() {
                continue;
            }
            match table.head.get(column).map(|head| head.as_str()).filter(|head| !head.is_empty()) {
                Some(head) => {
                    impossible(head, value).into_iter().for_each(&mut refuse);
                    told.push((head.to_string(), value.to_string()));
                }
                None => refuse(format!("`{value}` stands in a column without a name")),
            }
        }
        rows.push(Row { line: *line, name: name.to_string(), told });
    }
    if !wrong.is_empty() {
        return Err(table.refused(wrong.join("; ")));
    }
    let others = table.head.iter().enumerate().filter(|(n, _)| *n != naming).map(|(_, head)| head.as_str());
    let remarks =
        table.remarks.iter().cloned().chain(told::doubtful(&format!("the {WHAT}"), others)).collect();
    Ok(Metadata { rows, by_name, remarks })
}

/// Why a fact cannot have this value.
fn impossible(head: &str, value: &str) -> Option<String> {
    let is_wrong = match head.to_lowercase().as_str() {
        "date" => value != "-" && !is_date(value),
        "recorded" => value != "-" && told::answer(value).is_none(),
        _ => return None,
    };
    let should = if head.to_lowercase() == "date" {
        "is no date such as `2026-01-31`, `2026-01` or `2026`"
    } else {
        "does not say whether it was recorded (`yes` or `no`)"
    };
    is_wrong.then(|| format!("`{value}` {should}"))
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

impl Names {
    /// A file that could not be read.
    pub(super) fn unread(path: &str) -> Names {
        Names { path: path.to_string(), keys: Vec::new(), file: file_name(path).to_string() }
    }

    /// Whatever a row may call the document: its file with some of its folders, with and without the ending, its key.
    fn all(&self) -> BTreeSet<String> {
        let path = folded(&self.path);
        let below = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..)).map(str::to_string);
        let own = self.keys.iter().map(String::as_str).chain([self.file.as_str(), stem(&self.file)]);
        let mut all: BTreeSet<String> = own.map(folded).chain(below).collect();
        all.insert(path);
        all
    }
}

impl Metadata {
    /// The rows under a name of the document.
    fn rows_of(&self, names: &Names) -> BTreeSet<usize> {
        names.all().iter().filter_map(|name| self.by_name.get(name).copied()).collect()
    }

    /// Finds the row of each document; rows of files that were not read tell nothing in vain.
    ///
    /// # Errors
    /// When two rows tell of one document, or one row of several.
    pub(super) fn assign(&self, documents: &[Names], unread: &[Names]) -> Result<Assigned, WorkspaceError> {
        let mut meant: Vec<Vec<&Names>> = vec![Vec::new(); self.rows.len()];
        let mut wrong = Vec::new();
        let mut rows = Vec::new();
        for names in documents {
            let own = self.rows_of(names);
            for row in &own {
                meant.get_mut(*row).into_iter().for_each(|meant| meant.push(names));
            }
            let mut both = own.iter().filter_map(|row| self.rows.get(*row));
            if let (Some(one), Some(other)) = (both.next(), both.next()) {
                let (line, first) = (other.line, one.line);
                wrong.push(format!(
                    "line {line}: `{}` and `{}` of line {first} are one document",
                    other.name, one.name
                ));
            }
            rows.push(own.first().copied());
        }
        let unread: BTreeSet<usize> = unread.iter().flat_map(|names| self.rows_of(names)).collect();
        let mut in_vain = Vec::new();
        for (number, (row, meant)) in self.rows.iter().zip(&meant).enumerate() {
            let name = &row.name;
            if meant.is_empty() && !unread.contains(&number) {
                in_vain.push(format!("the {WHAT} tells of `{name}`, which is none of the documents"));
            }
            if meant.len() > 1 {
                let paths: Vec<String> =
                    meant.iter().take(NAMED).map(|own| format!("`{}`", own.path)).collect();
                wrong.push(format!("line {}: `{name}` may be {}", row.line, paths.join(" or ")));
            }
        }
        if !wrong.is_empty() {
            return Err(WorkspaceError::refused(format!("the {WHAT} is not clear: {}", wrong.join("; ")))
                .hint("each document has one row; name it by its file with the ending, and with the folder where that is needed"));
        }
        let without =
            documents.iter().zip(&rows).filter(|(_, row)| row.is_none()).map(|(names, _)| &names.file);
        in_vain.extend(said_of_none(&without.collect::<Vec<_>>()));
        Ok(Assigned { rows, in_vain })
    }

    /// What is told of the document with this number.
    pub(super) fn of(&self, assigned: &Assigned, document: usize) -> &[(String, String)] {
        let row = assigned.rows.get(document).copied().flatten().and_then(|row| self.rows.get(row));
        row.map_or(&[], |row| row.told.as_slice())
    }

    /// The key that the table tells of the document with these names.
    pub(super) fn key(&self, names: &Names) -> Option<&str> {
        let row = self.rows_of(names).first().and_then(|row| self.rows.get(*row))?;
        row.told.iter().find(|(head, _)| folded(head) == "key").map(|(_, key)| key.as_str())
    }
}

/// A sentence on documents that have no row.
fn said_of_none(without: &[&String]) -> Option<String> {
    if without.is_empty() {
        return None;
    }
    let names: Vec<String> = without.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = match without.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("the {WHAT} tells nothing of {}{more}", names.join(", ")))
}
