//! Tables as Excel workbooks: one sheet with title, table and notes.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use themata_model::table::{Align, Block, Cell, Column};

use crate::error::PublishError;
use crate::grid::{Grid, GridCell, GridRow, bare_number};
use crate::tables::columns::longest_cell_word;
use crate::text::{is_rtl, longest_word};

/// The row of the title, of the heads and of the first row below.
const TITLE: u32 = 0;
const HEADS: u32 = 1;
const FIRST: u32 = 2;
/// The widths of all columns together, in Excel's unit (a digit of the standard font): what fits
/// an A4 page at full size.
const PORTRAIT_WIDTH: f64 = 88.0;
const LANDSCAPE_WIDTH: f64 = 132.0;
/// What a cell holds at most, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;
const CUT: &str = " … [cut: a spreadsheet cell holds no more]";
const PAPER_A4: u8 = 9;
/// The white space left and right of a cell's text together, with an indent of one, in Excel's
/// unit; without it neighbours touch.
const SIDES: f64 = 2.5;
/// Words up to this length, in characters, are not broken.
const WHOLE_WORD: usize = 18;

/// Returns the workbook.
pub(super) fn write(grid: &Grid) -> Result<Vec<u8>, PublishError> {
    build(grid).map_err(PublishError::container("XLSX"))
}

fn build(grid: &Grid) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date: the program has no clock, and equal studies give equal files.
    workbook.set_properties(
        &DocProperties::new()
            .set_title(limited(&grid.title))
            .set_subject(limited(&grid.study))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name(if grid.draft { "DRAFT" } else { "Table" })?;
    let widths = widths(grid);
    for (column, width) in (0u16..).zip(&widths) {
        sheet.set_column_width(column, *width)?;
    }
    page_setup(sheet, grid)?;
    let page = Page { widths };
    page.write_across(sheet, TITLE, &grid.title, &title_format(grid.draft))?;
    for (column, head) in (0u16..).zip(&grid.columns) {
        sheet.write_string_with_format(HEADS, column, limited(&head.label), &head_format(head))?;
    }
    let heads = grid.columns.iter().zip(&page.widths);
    // Bold letters are wider.
    let head_lines = heads.map(|(head, width)| lines(&head.label, cell_room(*width) * 0.85));
    sheet.set_row_height(HEADS, height(head_lines.fold(1.0, f64::max)))?;
    let mut next = FIRST;
    for (i, row) in grid.rows.iter().enumerate() {
        write_row(sheet, &page, grid, i, row, next)?;
        next += 1;
    }
    let notes = note_format();
    for (i, note) in (0u32..).zip(&grid.notes) {
        page.write_across(sheet, next + 1 + i, note, &notes)?;
    }
    workbook.save_to_buffer()
}

/// The widths of the columns, in Excel's unit.
struct Page {
    widths: Vec<f64>,
}

impl Page {
    /// Writes `text` across all columns, in a row high enough for it.
    fn write_across(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if self.widths.len() > 1 {
            let last = last_column(self.widths.len());
            sheet.merge_range(row, 0, row, last, &limited(text), format)?;
        } else {
            sheet.write_string_with_format(row, 0, limited(text), format)?;
        }
        sheet.set_row_height(row, height(lines(text, self.width() - SIDES)))?;
        Ok(())
    }

    fn width(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// The height a row of cells needs. Excel would size rows by itself, but other programs do
    /// not, and none does with merged cells: these spread their lines over their rows.
    fn row_height(&self, grid: &Grid, row: usize) -> f64 {
        let needed = (0..grid.columns.len()).map(|column| {
            let owner = (0..=row).rev().find_map(|i| match &grid.rows[i] {
                GridRow::Cells { cells, .. } if cells[column].span > 0 => Some(&cells[column]),
                _ => None,
            });
            owner.map_or(1.0, |cell| {
                let text: String = parts(&cell.cell).into_iter().map(|(_, text)| text).collect();
                (lines(&text, cell_room(self.widths[column])) / cell.span as f64).ceil()
            })
        });
        height(needed.fold(1.0, f64::max))
    }
}

/// How much of a column of `width` is left for text.
fn cell_room(width: f64) -> f64 {
    (width - SIDES).max(1.0)
}

/// How many lines `text` takes in `width`, broken between words; a little too many rather than too
/// few. Excel's unit is the width of a digit; letters are narrower on average (seen: 1.3 a unit),
/// but the reader's face may be wider than Excel's.
fn lines(text: &str, width: f64) -> f64 {
    let per_line = (width * 1.05).max(1.0) as usize;
    text.lines().map(|line| broken(line, per_line) as f64).sum()
}

/// How many lines of `per_line` characters the words of `line` fill.
fn broken(line: &str, per_line: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in line.split_whitespace().map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > per_line {
            lines += 1;
            used = 0;
        }
        used += word + usize::from(used > 0);
        // A word longer than a line is broken.
        lines += (used - 1) / per_line;
        used = (used - 1) % per_line + 1;
    }
    lines
}

/// The height of `lines` lines and some air, in points; 409 is the most a row can have.
fn height(lines: f64) -> f64 {
    (lines.max(1.0) * 15.0 + 4.0).min(409.0)
}

fn page_setup(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(FIRST, 0)?;
    sheet.set_repeat_rows(TITLE, HEADS)?;
    sheet.set_paper_size(PAPER_A4);
    if grid.landscape {
        sheet.set_landscape();
    }
    // One page wide, as many high as needed.
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer(if grid.draft { "&LDRAFT&R&P / &N" } else { "&R&P / &N" });
    Ok(())
}

fn widths(grid: &Grid) -> Vec<f64> {
    let page = if grid.landscape { LANDSCAPE_WIDTH } else { PORTRAIT_WIDTH };
    let shares = grid.shares();
    grid.columns
        .iter()
        .zip(shares)
        .enumerate()
        .map(|(i, (column, share))| {
            // Words are not broken; the bold letters of a head are wider. 255 is Excel's limit.
            let head = longest_word(&column.label).min(WHOLE_WORD) as f64 * 1.15;
            let cells = longest_cell_word(grid, i, WHOLE_WORD) as f64 * 1.05;
            (share * page).max(head.max(cells) + SIDES).clamp(8.0, 255.0)
        })
        .collect()
}

fn write_row(
    sheet: &mut Worksheet,
    page: &Page,
    grid: &Grid,
    i: usize,
    row: &GridRow,
    at: u32,
) -> Result<(), XlsxError> {
    match row {
        GridRow::Heading { depth, text } => page.write_across(sheet, at, text, &heading_format(*depth, text)),
        GridRow::Cells { total, cells } => {
            let last = i + 1 == grid.rows.len();
            for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| cell.span > 0) {
                let ends = last || i + cell.span == grid.rows.len();
                let format = cell_format(&grid.columns[usize::from(column)], cell, *total, ends);
                write_cell(sheet, at, column, cell, &format)?;
            }
            sheet.set_row_height(at, page.row_height(grid, i))?;
            Ok(())
        }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &GridCell,
    format: &Format,
) -> Result<(), XlsxError> {
    if cell.span > 1 {
        let last = row + u32::try_from(cell.span - 1).unwrap_or(0);
        sheet.merge_range(row, column, last, column, "", format)?;
    }
    // Whole numbers beyond 2^53 would lose digits in a spreadsheet and stay text.
    let exact = bare_number(&cell.cell).filter(|number| number.unsigned_abs() < (1 << 53));
    if let Some(number) = exact {
        sheet.write_number_with_format(row, column, number as f64, format)?;
        return Ok(());
    }
    let parts = parts(&cell.cell);
    let text: String = parts.iter().map(|(_, text)| text.as_str()).collect();
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else if parts.iter().all(|(bold, _)| !bold) || text.encode_utf16().count() > CELL_LIMIT {
        // write_string never makes a formula of text that starts with = + - or @.
        sheet.write_string_with_format(row, column, limited(&text), format)?;
    } else {
        let (bold, plain) = (Format::new().set_bold(), Format::new());
        let runs: Vec<(&Format, &str)> = parts
            .iter()
            .map(|(is_bold, text)| (if *is_bold { &bold } else { &plain }, text.as_str()))
            .collect();
        sheet.write_rich_string_with_format(row, column, &runs, format)?;
    }
    Ok(())
}

/// The cell's text in runs, bold or not; blocks stand on lines of their own.
fn parts(cell: &Cell) -> Vec<(bool, String)> {
    let mut parts: Vec<(bool, String)> = Vec::new();
    for block in &cell.blocks {
        if let Some((_, text)) = parts.last_mut() {
            text.push('\n');
        }
        let (bold, text) = match block {
            Block::Heading(text) => (true, text.clone()),
            Block::Bullet(text) => (false, format!("• {text}")),
            Block::Text(_) | Block::Quotation { .. } => (false, block.plain()),
        };
        match parts.last_mut() {
            Some((last, run)) if *last == bold => run.push_str(&text),
            _ => parts.push((bold, text)),
        }
    }
    parts.retain(|(_, text)| !text.is_empty());
    parts
}

/// Cuts `text` to what a cell holds, and says so in the text.
fn limited(text: &str) -> String {
    if text.encode_utf16().count() <= CELL_LIMIT {
        return text.to_owned();
    }
    let mut room = CELL_LIMIT - CUT.encode_utf16().count();
    let kept: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    kept + CUT
}

fn last_column(columns: usize) -> u16 {
    u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX)
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

fn aligned(format: Format, align: Align) -> Format {
    match align {
        Align::Left => format.set_align(FormatAlign::Left).set_indent(1),
        Align::Right => format.set_align(FormatAlign::Right).set_indent(1),
        Align::Centre => format.set_align(FormatAlign::Center),
    }
}

fn title_format(draft: bool) -> Format {
    let format = wrapped().set_bold().set_font_size(12).set_indent(1).set_border_bottom(FormatBorder::Medium);
    if draft { format.set_font_color("#AA0000") } else { format }
}

fn head_format(column: &Column) -> Format {
    let format = wrapped().set_bold().set_border_bottom(FormatBorder::Thin);
    aligned(format, column.align)
}

fn heading_format(depth: u8, text: &str) -> Format {
    let format = wrapped().set_border_top(FormatBorder::Hair);
    let format = if depth == 0 { format.set_bold() } else { format.set_italic() };
    let format = format.set_indent(depth.min(14) + 1);
    if is_rtl(text) { format.set_reading_direction(2) } else { format }
}

fn cell_format(column: &Column, cell: &GridCell, total: bool, ends_table: bool) -> Format {
    let mut format = aligned(wrapped(), column.align);
    if total {
        format = format.set_bold().set_border_top(FormatBorder::Thin);
    }
    if ends_table {
        format = format.set_border_bottom(FormatBorder::Medium);
    }
    if is_rtl(&cell.cell.plain()) {
        format = format.set_reading_direction(2);
    }
    format
}

fn note_format() -> Format {
    wrapped().set_indent(1).set_font_size(9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, container};

    fn sheet(table: &themata_model::Table) -> String {
        let bytes = write(&Grid::new(table, &testing::imprint()).unwrap()).unwrap();
        let parts = container::parts(&bytes);
        for (name, text) in &parts {
            container::assert_well_formed(name, text);
        }
        parts["xl/worksheets/sheet1.xml"].clone()
    }

    #[test]
    fn head_is_frozen_and_cells_are_merged() {
        let xml = sheet(&testing::features());
        assert!(xml.contains("<pane ySplit=\"2\""), "{xml}");
        assert!(xml.contains("orientation=\"landscape\""), "{xml}");
        assert!(xml.contains("<mergeCell ref=\"A4:A5\"/>"), "{xml}");
        assert!(xml.contains("<mergeCell ref=\"A3:C3\"/>"), "{xml}");
    }

    #[test]
    fn numbers_are_numbers_and_text_is_never_a_formula() {
        let mut table = testing::empty();
        for text in ["=1+1", "+1", "-1", "@x"] {
            table.rows.push(themata_model::table::Row::Body(vec![Cell::text(text), Cell::number(70)]));
        }
        let xml = sheet(&table);
        assert!(!xml.contains("<f>"), "{xml}");
        assert_eq!(xml.matches("<v>70</v>").count(), 4, "{xml}");
    }

    #[test]
    fn a_table_of_one_column_and_one_of_none() {
        sheet(&testing::one_column());
        sheet(&testing::empty());
        sheet(&themata_model::Table::new("t", "No columns"));
    }

    #[test]
    fn a_cell_too_long_for_a_spreadsheet_is_cut_and_says_so() {
        let long = limited(&"😀".repeat(20_000));
        assert!(long.encode_utf16().count() <= CELL_LIMIT);
        assert!(long.ends_with(CUT));
        assert_eq!(limited("short"), "short");
    }
}
