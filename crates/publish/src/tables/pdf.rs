//! Tables as PDF, set the way journals set them.

use serde::Serialize;
use themata_model::table::{Align, Block, Column};

use crate::error::PublishError;
use crate::grid::{Grid, GridCell, GridRow};
use crate::rendered::Rendered;
use crate::tables::columns::{block_texts, capacity, column_widths};
use crate::tables::parts::parts;
use crate::text::{breakable, is_rtl};
use crate::typeset::{self, FontChoice};

const TEMPLATE: &str = include_str!("../templates/table.typ");

/// The width inside the margins of an A4 page, in points: 210 or 297 mm less 2 × 18 mm.
const PORTRAIT: f64 = 493.2;
const LANDSCAPE: f64 = 739.8;

/// Sets the table.
pub(super) fn write(grid: &Grid) -> Result<Rendered, PublishError> {
    set(grid)?.into_pdf()
}

fn set(grid: &Grid) -> Result<typeset::Document, PublishError> {
    let fonts = FontChoice::covering(texts(grid));
    let data = TableData::new(grid, fonts.families.clone());
    typeset::set("table", TEMPLATE, &data, fonts)
}

/// Every text the page shows, for the choice of fonts.
fn texts(grid: &Grid) -> impl Iterator<Item = &str> {
    let cells = grid.rows.iter().flat_map(|row| -> Box<dyn Iterator<Item = &str>> {
        match row {
            GridRow::Heading { text, .. } => Box::new(std::iter::once(text.as_str())),
            GridRow::Cells { cells, .. } => {
                Box::new(cells.iter().flat_map(|cell| &cell.cell.blocks).flat_map(block_texts))
            }
        }
    });
    [grid.title.as_str(), grid.study.as_str()]
        .into_iter()
        .chain(grid.columns.iter().map(|column| column.label.as_str()))
        .chain(grid.notes.iter().map(String::as_str))
        .chain(cells)
}

/// What the template reads.
#[derive(Serialize)]
struct TableData {
    title: String,
    /// The table, or what it was cut into.
    parts: Vec<PartData>,
    study: String,
    draft: bool,
    landscape: bool,
    fonts: Vec<String>,
    /// Size of the cells' text, in points.
    size: f64,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PartData {
    title: String,
    columns: Vec<ColumnData>,
    rows: Vec<RowData>,
}

#[derive(Serialize)]
struct ColumnData {
    label: String,
    /// In points.
    width: f64,
    align: &'static str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum RowData {
    Heading { depth: u8, text: String, rtl: bool },
    Cells { total: bool, cells: Vec<CellData> },
}

#[derive(Serialize)]
struct CellData {
    column: usize,
    span: usize,
    blocks: Vec<BlockData>,
}

#[derive(Serialize)]
struct BlockData {
    kind: &'static str,
    text: String,
    attribution: Option<String>,
    locator: Option<String>,
    rtl: bool,
}

impl TableData {
    fn new(grid: &Grid, fonts: Vec<String>) -> TableData {
        let page = if grid.landscape { LANDSCAPE } else { PORTRAIT };
        let parts = parts(grid, page, &text_size);
        let size = text_size(parts.iter().map(|part| part.grid.columns.len()).max().unwrap_or(0));
        TableData {
            title: grid.title.clone(),
            parts: parts.iter().map(|part| PartData::new(&part.grid, page * part.share, size)).collect(),
            study: grid.study.clone(),
            draft: grid.draft,
            landscape: grid.landscape,
            fonts,
            size,
            notes: grid.notes.iter().map(|note| breakable(note, capacity(page, size))).collect(),
        }
    }
}

impl PartData {
    fn new(grid: &Grid, page: f64, size: f64) -> PartData {
        let widths = column_widths(grid, page, size);
        let room: Vec<usize> = widths.iter().map(|width| capacity(*width, size)).collect();
        let columns = grid.columns.iter().zip(&widths).zip(&room);
        PartData {
            title: grid.title.clone(),
            columns: columns
                .map(|((column, width), room)| ColumnData {
                    label: breakable(&column.label, *room),
                    width: *width,
                    align: align_name(column),
                })
                .collect(),
            rows: grid.rows.iter().map(|row| row_data(row, &room, capacity(page, size))).collect(),
        }
    }
}

fn row_data(row: &GridRow, room: &[usize], full: usize) -> RowData {
    match row {
        GridRow::Heading { depth, text } => {
            RowData::Heading { depth: *depth, text: breakable(text, full), rtl: is_rtl(text) }
        }
        GridRow::Cells { total, cells } => RowData::Cells {
            total: *total,
            cells: cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.span > 0)
                .map(|(column, cell)| cell_data(column, cell, room[column]))
                .collect(),
        },
    }
}

fn cell_data(column: usize, cell: &GridCell, room: usize) -> CellData {
    let blocks = cell.cell.blocks.iter().map(|block| {
        let (kind, text) = match block {
            Block::Text(text) => ("text", text),
            Block::Heading(text) => ("heading", text),
            Block::Bullet(text) => ("bullet", text),
            Block::Quotation { text, .. } => ("quotation", text),
        };
        let (attribution, locator) = match block {
            Block::Quotation { attribution, locator, .. } => (attribution, locator),
            _ => (&None, &None),
        };
        BlockData {
            kind,
            text: breakable(text, room),
            attribution: attribution.as_ref().map(|text| breakable(text, room)),
            locator: locator.as_ref().map(|text| breakable(text, room)),
            rtl: is_rtl(text),
        }
    });
    CellData { column, span: cell.span, blocks: blocks.collect() }
}

/// The size of the cells' text, in points: smaller where many columns share the page.
fn text_size(columns: usize) -> f64 {
    match columns {
        0..=6 => 8.5,
        7..=10 => 7.5,
        _ => 6.5,
    }
}

fn align_name(column: &Column) -> &'static str {
    match column.align {
        Align::Left => "left",
        Align::Right => "right",
        Align::Centre => "center",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn data(table: &themata_model::Table) -> TableData {
        TableData::new(&Grid::new(table, &testing::imprint()).unwrap(), vec!["Serif".into()])
    }

    fn pages(table: &themata_model::Table) -> usize {
        set(&Grid::new(table, &testing::imprint()).unwrap()).unwrap().len()
    }

    #[test]
    fn what_the_template_reads() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&data(&testing::features())).unwrap());
    }

    #[test]
    fn columns_fill_the_page_and_hold_their_words() {
        for table in [testing::informants(), testing::evidence(), testing::features()] {
            let data = data(&table);
            let page = if data.landscape { LANDSCAPE } else { PORTRAIT };
            let columns = &data.parts[0].columns;
            let sum: f64 = columns.iter().map(|column| column.width).sum();
            assert!((sum - page).abs() < 0.01, "{}: {sum}", table.kind);
            for column in columns {
                assert!(!column.label.contains(['\u{200B}', '\u{AD}']), "{} is broken", column.label);
            }
        }
    }

    #[test]
    fn tables_of_every_shape_are_set() {
        assert_eq!(pages(&themata_model::Table::new("t", "No columns")), 1);
        assert_eq!(pages(&testing::empty()), 1);
        assert_eq!(pages(&testing::one_column()), 1);
        assert_eq!(pages(&testing::informants()), 1);
        assert!(pages(&testing::evidence()) > 2);
    }
}
