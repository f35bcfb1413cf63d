//! Which columns of a survey are answers in words.

use themata_model::{counted, counted_as};

use super::table::Table;
use crate::reader::turn_table;

/// Answers have as many words as this, in the mean.
const WORDS: f64 = 4.0;

/// A column of a survey.
pub(super) struct Column {
    /// Its head.
    name: String,
    /// How many rows have words in it.
    filled: usize,
    /// How many words these have, in the mean.
    mean_words: f64,
    /// Whether it looks like answers in words.
    is_text: bool,
    /// Whether it could name the respondents: filled and different in every row.
    is_key: bool,
}

fn columns(table: &Table) -> Vec<Column> {
    let column = |n: usize| {
        let cells = table.rows.iter().filter_map(|(_, row)| row.get(n).map(|cell| cell.trim()));
        let mut cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let words: usize = cells.iter().map(|cell| crate::words(cell)).sum();
        let filled = cells.len();
        let mean_words = if filled == 0 { 0.0 } else { words as f64 / filled as f64 };
        cells.sort_unstable();
        cells.dedup();
        let is_key = filled > 1 && cells.len() == table.rows.len() && mean_words < 2.0;
        Column { name: table.head[n].clone(), filled, mean_words, is_text: mean_words >= WORDS, is_key }
    };
    (0..table.head.len()).map(column).filter(|column| !column.name.is_empty()).collect()
}

/// The columns for somebody who has to choose, with a proposal.
pub(super) fn in_words(table: &Table) -> String {
    let columns = columns(table);
    let one = |column: &Column| {
        let rows = counted_as(column.filled, "row", "rows");
        format!("`{}` ({rows}, {:.1} words)", column.name, column.mean_words)
    };
    let all: Vec<String> = columns.iter().map(one).collect();
    let texts: Vec<&str> = columns.iter().filter(|c| c.is_text).map(|column| column.name.as_str()).collect();
    // A head that says so names respondents rather than one that happens to differ in every row.
    let says_so = |column: &&Column| {
        let head = column.name.to_lowercase();
        let word = |one: &str| matches!(one, "id" | "nr" | "no" | "key" | "code" | "case");
        head.ends_with("id") || head.split(|c: char| !c.is_alphanumeric()).any(word)
    };
    let mut keys = columns.iter().filter(|column| column.is_key);
    let key = keys.clone().find(says_so).or_else(|| keys.next());
    let mut words = format!(
        "it is a table of {}, and nobody said which of them hold answers: {}",
        counted(columns.len(), "column"),
        all.join(", ")
    );
    if let Some(doubt) = turn_table::doubt(table) {
        words.push_str(&format!("; {doubt}; if it is a survey, name the columns with `--text-column`"));
    } else if !texts.is_empty() {
        // A head with a comma is written as a list of one.
        let named: Vec<String> = texts.iter().map(|name| format!("--text-column \"{name}\"")).collect();
        words.push_str(&format!("; perhaps `{}", named.join(" ")));
        if let Some(key) = key {
            words.push_str(&format!(" --key-column \"{}\"", key.name));
        }
        words.push('`');
    }
    words.push_str(&table.other_sheets());
    words
}
