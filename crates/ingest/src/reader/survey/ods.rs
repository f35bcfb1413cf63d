//! The cells of a sheet of an OpenDocument spreadsheet.

use super::sheets::{Fits, Sheet, pick};
use super::table::{CELLS, COLUMNS, weight};
use crate::reader::container::Container;
use crate::reader::xml::{Node, Xml};

/// Most rows with words that are only said to come again.
const AGAIN: usize = 10_000;

/// The rows of the sheet that fits.
pub(super) fn rows(container: &mut Container<'_>, fits: &Fits<'_>) -> Result<Sheet, String> {
    let text = container.text("content.xml")?.ok_or("it has no part `content.xml`")?;
    let next = |xml: &mut Xml<'_>| xml.find(|tag| (tag.name() == "table").then(|| tag.value("name")));
    let mut xml = Xml::new(&text);
    let mut names = Vec::new();
    while let Some(name) = next(&mut xml)? {
        names.push(name);
    }
    if names.is_empty() {
        return Err("it has no sheet".to_string());
    }
    pick(names, fits, |n| {
        let mut xml = Xml::new(&text);
        for _ in 0..=n {
            next(&mut xml)?;
        }
        sheet(&mut xml)
    })
}

fn sheet(xml: &mut Xml<'_>) -> Result<Vec<Vec<String>>, String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells: usize = 0;
    let mut row: Vec<String> = Vec::new();
    // What the cells of the row count for.
    let mut own: usize = 0;
    let mut repeated = 1;
    let mut again: usize = 0;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "table-row" => {
                repeated = times(&tag.value("number-rows-repeated"));
            }
            Node::Open(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                let n = times(&tag.value("number-columns-repeated"));
                let date = tag.value("date-value");
                let words = cell(xml)?;
                let words = if date.is_empty() {
                    words
                } else {
                    date.trim_end_matches("T00:00:00").replacen('T', " ", 1)
                };
                // Blank cells up to the edge of the sheet are said as one that is repeated.
                let n = if words.trim().is_empty() { n.min(COLUMNS.saturating_sub(row.len())) } else { n };
                if n > COLUMNS.saturating_sub(row.len()) {
                    return Err(format!("it has more than {COLUMNS} columns"));
                }
                own = own.saturating_add(n.saturating_mul(weight(&words)));
                if cells.saturating_add(own) > CELLS {
                    return Err(too_many());
                }
                row.extend(std::iter::repeat_n(words, n));
            }
            Node::Close(name) if name == "table-row" => {
                let last = row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
                row.truncate(last);
                // Blank rows down to the edge of the sheet likewise; respondents hardly answer alike.
                let n = if row.is_empty() { repeated.min(1_000) } else { repeated };
                again = again.saturating_add(if row.is_empty() { 0 } else { n - 1 });
                if again > AGAIN {
                    return Err(format!("it says that rows with words come again more than {AGAIN} times"));
                }
                own = row.iter().map(|cell| weight(cell)).fold(1, usize::saturating_add);
                cells = cells.saturating_add(n.saturating_mul(std::mem::take(&mut own)));
                if cells > CELLS {
                    return Err(too_many());
                }
                rows.extend(std::iter::repeat_n(std::mem::take(&mut row), n));
            }
            Node::Close(name) if name == "table" => break,
            _ => {}
        }
    }
    Ok(rows)
}

fn too_many() -> String {
    format!("it has more than {CELLS} cells, or too many long ones")
}

fn times(value: &str) -> usize {
    value.parse().unwrap_or(1).max(1)
}

/// The paragraphs of a cell, without its comments.
fn cell(xml: &mut Xml<'_>) -> Result<String, String> {
    let mut words = String::new();
    let mut paragraphs = 0;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "annotation" => xml.skip()?,
            Node::Open(tag) if tag.name() == "p" => {
                if paragraphs > 0 {
                    words.push('\n');
                }
                paragraphs += 1;
            }
            Node::Open(tag) if tag.name() == "s" => {
                let n: usize = tag.value("c").parse().unwrap_or(1);
                words.extend(std::iter::repeat_n(' ', n.min(100)));
            }
            Node::Open(tag) if tag.name() == "line-break" => words.push('\n'),
            Node::Open(tag) if tag.name() == "tab" => words.push('\t'),
            Node::Text(text) if paragraphs > 0 => words.push_str(&text),
            Node::Close(name) if matches!(name.as_str(), "table-cell" | "covered-table-cell") => break,
            _ => {}
        }
    }
    Ok(words)
}
