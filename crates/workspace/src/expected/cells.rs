//! Cells of a table as the paper prints them.

use themata_model::table::{Block, Cell, Column, Row, Table};
use themata_model::{Code, Study};

use super::{Comparison, Lines};

/// Compares every cell that the lines state with that of the table; an empty one states nothing.
pub(super) fn compare(lines: &Lines, table: &Table, study: &Study, comparison: &mut Comparison) {
    for (line, row) in &lines.rows {
        let label = row.first().map_or("", String::as_str);
        let found = rows_of(table, label, study);
        if found.is_empty() {
            comparison.compared += 1;
            comparison.differ(&lines.file, *line, format!("the table has no row `{label}`"));
            continue;
        }
        for (head, wanted) in lines.header.iter().zip(row).skip(1).filter(|(_, wanted)| !wanted.is_empty()) {
            comparison.compared += 1;
            let Some(position) = table.columns.iter().position(|column| is_named(column, head)) else {
                let known = table.columns.iter().skip(1).map(|column| format!("`{}`", short(&column.key)));
                let known = known.collect::<Vec<_>>().join(", ");
                let sentence = format!("the table has no column `{head}`; the columns are {known}");
                comparison.differ(&lines.file, *line, sentence);
                continue;
            };
            let cells: Vec<&Cell> = found.iter().filter_map(|cells| cells.get(position)).collect();
            let value = value_of(&cells, wanted);
            if value != *wanted {
                let sentence = format!(
                    "row `{label}`, column `{head}`: the paper prints `{wanted}`, the study gives `{value}`"
                );
                comparison.differ(&lines.file, *line, sentence);
            }
        }
    }
}

/// The key behind the kind of what is named: `alfa` of `party:alfa`.
fn short(key: &str) -> &str {
    key.split_once(':').map_or(key, |(_, key)| key)
}

fn is_named(column: &Column, head: &str) -> bool {
    column.key == head || column.label == head || short(&column.key) == head
}

/// The rows that `label` names: by what their first cell prints, or by the key, marker or name of a code,
/// case or value at their head. A code that several rows belong to names them all.
fn rows_of<'t>(table: &'t Table, label: &str, study: &Study) -> Vec<&'t [Cell]> {
    let code = study.codebook.find(label).map(|code: &Code| code.key.as_str());
    let is_meant = |key: &str| key == label || code == Some(key);
    let named = |cells: &[Cell]| {
        cells.first().is_some_and(|cell| cell.plain() == label)
            || cells.iter().filter_map(|cell| cell.key.as_deref()).any(is_meant)
    };
    let cells = table.rows.iter().filter_map(|row| match row {
        Row::Body(cells) | Row::Total(cells) => Some(cells.as_slice()),
        Row::Heading { .. } => None,
    });
    cells.filter(|cells| named(cells)).collect()
}

/// What stands in the cells, in the shape of what is wanted: numbers of several rows are added up, of other
/// texts the first counts.
fn value_of(cells: &[&Cell], wanted: &str) -> String {
    let is_number = wanted.parse::<i64>().is_ok();
    let numbers: Vec<i64> = cells.iter().filter_map(|cell| number_in(cell).filter(|_| is_number)).collect();
    match cells {
        [_, ..] if numbers.len() == cells.len() => numbers.iter().sum::<i64>().to_string(),
        [first, ..] => first.plain(),
        [] => String::new(),
    }
}

/// The number of a cell; that of a cell of quotations is how many stand in it.
fn number_in(cell: &Cell) -> Option<i64> {
    let quotations = quotations(cell).count();
    match cell.number {
        Some(number) => Some(number),
        None if quotations > 0 || cell.evidence.is_empty() && cell.plain().parse::<i64>().is_err() => {
            i64::try_from(quotations).ok()
        }
        None => None,
    }
}

/// The quotations of a cell.
pub(super) fn quotations(cell: &Cell) -> impl Iterator<Item = &Block> {
    cell.blocks.iter().filter(|block| matches!(block, Block::Quotation { .. }))
}
