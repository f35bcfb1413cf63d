//! Plain rows as an Excel workbook, for what is to be edited and read again.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::error::PublishError;

/// What a cell holds at most, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;

/// Widest column, in Excel's unit.
const WIDEST: f64 = 60.0;

/// Returns a workbook with one sheet called `name`; the first of `rows` is the head. Every cell is text, as it stands.
///
/// # Errors
/// When a cell holds more than a spreadsheet takes, or the workbook refuses the contents.
pub fn sheet(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, PublishError> {
    build(name, rows).map_err(PublishError::container("XLSX"))
}

fn build(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed date: equal codebooks give equal files.
    workbook
        .set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    let head = Format::new().set_bold().set_align(FormatAlign::Top);
    let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for at in (0u16..).take(columns) {
        let cells = rows.iter().filter_map(|row| row.get(usize::from(at)));
        let longest = cells.flat_map(|cell| cell.lines()).map(|line| line.chars().count()).max().unwrap_or(0);
        let longest = u32::try_from(longest).unwrap_or(u32::MAX);
        sheet.set_column_width(at, (f64::from(longest) + 2.0).clamp(6.0, WIDEST))?;
    }
    for (number, row) in (0u32..).zip(rows) {
        let format = if number == 0 { &head } else { &cell };
        for (at, words) in (0u16..).zip(row).filter(|(_, words)| !words.is_empty()) {
            if words.encode_utf16().count() > CELL_LIMIT {
                return Err(XlsxError::MaxStringLengthExceeded);
            }
            sheet.write_string_with_format(number, at, words, format)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}
