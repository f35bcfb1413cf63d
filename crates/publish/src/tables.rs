//! Tables, one file a format.

mod columns;
mod csv;
mod docx;
mod html;
mod json;
mod markdown;
mod parts;
mod pdf;
mod tex;
mod xlsx;

use themata_model::Table;

use crate::error::PublishError;
use crate::format::TableFormat;
use crate::grid::Grid;
use crate::imprint::Imprint;
use crate::rendered::Rendered;

/// Writes `table` in `format`.
pub(crate) fn render(
    table: &Table,
    format: TableFormat,
    imprint: &Imprint,
) -> Result<Rendered, PublishError> {
    let grid = Grid::new(table, imprint)?;
    match format {
        TableFormat::Markdown => Ok(Rendered::file(markdown::write(&grid).into_bytes())),
        TableFormat::Csv => csv::write(&grid).map(Rendered::file),
        TableFormat::Html => Ok(Rendered::file(html::write(&grid).into_bytes())),
        TableFormat::Xlsx => xlsx::write(&grid).map(Rendered::file),
        TableFormat::Docx => docx::write(&grid).map(Rendered::file),
        TableFormat::Pdf => pdf::write(&grid),
        TableFormat::Tex => Ok(Rendered::file(tex::write(&grid, &table.kind).into_bytes())),
        TableFormat::Json => Ok(Rendered::file(json::write(&grid, table).into_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use themata_model::table::{Cell, Row};

    #[test]
    fn equal_input_gives_equal_bytes() {
        for format in TableFormat::ALL {
            let render = || render(&testing::features(), format, &testing::imprint()).unwrap();
            assert!(render() == render(), "{format:?}");
        }
    }

    #[test]
    fn a_draft_says_so_in_every_readable_format() {
        let mut table = testing::features();
        let text = |table: &Table, format| {
            let rendered = render(table, format, &testing::imprint()).unwrap();
            String::from_utf8(rendered.files[0].clone()).unwrap()
        };
        for format in [TableFormat::Markdown, TableFormat::Html] {
            assert!(text(&table, format).contains("DRAFT: Table 2"));
        }
        let csv = text(&table, TableFormat::Csv);
        assert!(csv.lines().next().is_some_and(|header| header.starts_with("draft,")), "{csv}");
        assert!(csv.contains("DRAFT"));
        table.draft = false;
        for format in [TableFormat::Markdown, TableFormat::Csv, TableFormat::Html] {
            assert!(!text(&table, format).contains("DRAFT"));
        }
    }

    #[test]
    fn only_pdf_reports_missing_glyphs() {
        let mut table = testing::one_column();
        // For private use: no font of a test machine draws it.
        table.rows.push(Row::Body(vec![Cell::text("\u{10FFFD}")]));
        for format in TableFormat::ALL {
            let rendered = render(&table, format, &testing::imprint()).unwrap();
            let expected: &[char] = if format == TableFormat::Pdf { &['\u{10FFFD}'] } else { &[] };
            assert_eq!(rendered.missing_glyphs, expected, "{format:?}");
        }
    }
}
