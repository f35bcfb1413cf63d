//! Tables as one self-contained HTML page.

use themata_model::table::{Align, Block, Cell};

use crate::grid::{Grid, GridCell, GridRow};
use crate::tables::columns::{capacity, cells_of, ordinary_need, share};
use crate::text::{breakable, is_rtl};

const STYLE: &str = include_str!("../templates/table.css");

/// A text size to reckon with; only widths in em reach the file.
const EM: f64 = 10.0;
/// The least widths of columns in em: of numbers, of names, of passages of text.
const NUMBERS: f64 = 3.0;
const NAMES: f64 = 9.0;
const PASSAGES: f64 = 15.0;
/// A column with a text longer than this, in characters, holds passages.
const PASSAGE: usize = 80;
/// A table wider than this, in em, takes the whole window.
const WIDE: f64 = 78.0;
/// The text sizes of print, in points, and the width between the margins of A4, upright and on its side.
const PRINT: (f64, f64) = (5.5, 9.0);
const PAPER: (f64, f64) = (482.0, 728.0);

/// How wide the columns are.
struct Widths {
    /// Parts of the width of the table.
    shares: Vec<f64>,
    /// The least width of each, in em.
    least: Vec<f64>,
    /// The least width of the table, in em.
    table: f64,
}

impl Widths {
    fn new(grid: &Grid) -> Widths {
        let least = |column: usize| {
            let floor = match grid.columns[column].align {
                Align::Left if cells_of(grid, column).any(|text| text.chars().count() > PASSAGE) => PASSAGES,
                Align::Left => NAMES,
                Align::Right | Align::Centre => NUMBERS,
            };
            floor.max(ordinary_need(grid, column, EM) / EM)
        };
        let least: Vec<f64> = (0..grid.columns.len()).map(least).collect();
        let page = least.iter().sum::<f64>().max(WIDE);
        let shares: Vec<f64> =
            share(&least, &grid.shares(), page).into_iter().map(|width| width / page).collect();
        let table = least.iter().zip(&shares).map(|(least, share)| least / share).fold(0.0, f64::max);
        Widths { shares, least, table }
    }

    /// The size of the text on paper, in points, at which the columns have what they need.
    fn print_size(&self, landscape: bool) -> f64 {
        let paper = if landscape { PAPER.1 } else { PAPER.0 };
        (paper / self.table.max(1.0)).clamp(PRINT.0, PRINT.1)
    }
}

/// Returns the page.
pub(super) fn write(grid: &Grid) -> String {
    let widths = Widths::new(grid);
    let mut page = format!(
        "table {{ min-width: {:.1}em; }}\n@media print {{ table {{ min-width: 0; font-size: {:.1}pt; }} }}\n",
        widths.table,
        widths.print_size(grid.landscape)
    );
    if widths.table > WIDE {
        page.push_str("@media screen { body { max-width: none; } }\n");
    }
    if grid.landscape {
        page.push_str("@page { size: A4 landscape; }\n");
    }
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}{page}</style>\n</head>\n<body>\n",
        escape(&grid.title)
    );
    if !grid.study.is_empty() {
        out.push_str(&format!("<p class=\"study\">{}</p>\n", escape(&grid.study)));
    }
    let class = if grid.draft { " class=\"draft\"" } else { "" };
    // Wide tables scroll sideways, by the keyboard too.
    out.push_str("<div class=\"scroll\" tabindex=\"0\">\n");
    out.push_str(&format!("<table{class}>\n<caption>{}</caption>\n", escape(&grid.title)));
    if !grid.columns.is_empty() {
        push_columns(&mut out, grid, &widths);
        push_body(&mut out, grid, &widths);
    }
    out.push_str("</table>\n</div>\n");
    if !grid.notes.is_empty() {
        out.push_str("<footer>\n");
        for note in &grid.notes {
            out.push_str(&format!("<p>{}</p>\n", escape(note)));
        }
        out.push_str("</footer>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn push_columns(out: &mut String, grid: &Grid, widths: &Widths) {
    out.push_str("<colgroup>");
    for share in &widths.shares {
        out.push_str(&format!("<col style=\"width: {:.2}%\">", share * 100.0));
    }
    out.push_str("</colgroup>\n<thead>\n<tr>");
    for (column, least) in grid.columns.iter().zip(&widths.least) {
        out.push_str(&format!(
            "<th scope=\"col\"{}>{}</th>",
            align_class(column.align),
            wrapped(&column.label, room(*least))
        ));
    }
    out.push_str("</tr>\n</thead>\n");
}

/// Writes the rows; each outermost heading opens a row group of its own, so that its scope is
/// what follows it.
fn push_body(out: &mut String, grid: &Grid, widths: &Widths) {
    out.push_str("<tbody>\n");
    for (i, row) in grid.rows.iter().enumerate() {
        match row {
            GridRow::Heading { depth, text } => {
                if *depth == 0 && i > 0 {
                    out.push_str("</tbody>\n<tbody>\n");
                }
                let level = depth.saturating_add(1).min(3);
                out.push_str(&format!(
                    "<tr class=\"heading level-{level}\"><th scope=\"rowgroup\" colspan=\"{}\"{}>{}</th></tr>\n",
                    grid.columns.len(),
                    direction(text),
                    escape(text)
                ));
            }
            GridRow::Cells { total, cells } => {
                out.push_str(if *total { "<tr class=\"total\">" } else { "<tr>" });
                for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| cell.span > 0) {
                    push_cell(out, cell, column == 0, grid.columns[column].align, room(widths.least[column]));
                }
                out.push_str("</tr>\n");
            }
        }
    }
    out.push_str("</tbody>\n");
}

fn push_cell(out: &mut String, cell: &GridCell, first: bool, align: Align, room: usize) {
    let (open, close) = if first { ("th scope=\"row\"", "th") } else { ("td", "td") };
    let span = if cell.span > 1 { format!(" rowspan=\"{}\"", cell.span) } else { String::new() };
    out.push_str(&format!("<{open}{span}{}>", align_class(align)));
    push_blocks(out, &cell.cell, room);
    out.push_str(&format!("</{close}>"));
}

fn push_blocks(out: &mut String, cell: &Cell, room: usize) {
    let escape = |text: &str| wrapped(text, room);
    let mut in_list = false;
    for block in &cell.blocks {
        let is_bullet = matches!(block, Block::Bullet(_));
        if is_bullet != in_list {
            out.push_str(if is_bullet { "<ul>" } else { "</ul>" });
            in_list = is_bullet;
        }
        match block {
            Block::Text(text) => {
                out.push_str(&format!("<p{}>{}</p>", direction(text), escape(text)));
            }
            Block::Heading(text) => {
                out.push_str(&format!("<p class=\"head\"{}>{}</p>", direction(text), escape(text)))
            }
            Block::Bullet(text) => {
                out.push_str(&format!("<li{}>{}</li>", direction(text), escape(text)));
            }
            Block::Quotation { text, attribution, locator, .. } => {
                out.push_str(&format!("<p class=\"quotation\"{}>“{}”", direction(text), escape(text)));
                if let Some(attribution) = attribution {
                    out.push_str(&format!(" <span class=\"attribution\">({})</span>", escape(attribution)));
                }
                if let Some(locator) = locator {
                    out.push_str(&format!(" <span class=\"locator\">[{}]</span>", escape(locator)));
                }
                out.push_str("</p>");
            }
        }
    }
    if in_list {
        out.push_str("</ul>");
    }
}

fn align_class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"right\"",
        Align::Centre => " class=\"centre\"",
    }
}

fn direction(text: &str) -> &'static str {
    if is_rtl(text) { " dir=\"rtl\"" } else { "" }
}

/// Escapes text for element contents.
fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).replace('\n', "<br>")
}

/// How many characters fit a column of `width` em.
fn room(width: f64) -> usize {
    capacity(width * EM, EM)
}

/// Escapes text for a column of `room` characters: longer words get places to break.
fn wrapped(text: &str, room: usize) -> String {
    escape(&breakable(text, room)).replace('\u{AD}', "&shy;").replace('\u{200B}', "<wbr>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn html(table: &themata_model::Table) -> String {
        write(&Grid::new(table, &testing::imprint()).unwrap())
    }

    /// The page without its style sheet, which would drown the snapshot.
    fn body(page: &str) -> &str {
        page.split_once("</style>").unwrap().1
    }

    #[test]
    fn every_feature_of_a_table() {
        insta::assert_snapshot!(body(&html(&testing::features())));
    }

    #[test]
    fn markup_in_text_is_shown_not_run() {
        let mut table = testing::empty();
        table.title = "<script>alert(1)</script> & more".into();
        let page = html(&table);
        assert!(!page.contains("<script>"));
        assert!(page.contains("<caption>&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</caption>"));
    }

    #[test]
    fn a_list_is_closed_before_what_follows() {
        let cell = Cell {
            blocks: vec![
                Block::Bullet("a".into()),
                Block::Bullet("b".into()),
                Block::Text("c".into()),
                Block::Bullet("d".into()),
            ],
            ..Cell::default()
        };
        let mut out = String::new();
        push_blocks(&mut out, &cell, 20);
        assert_eq!(out, "<ul><li>a</li><li>b</li></ul><p>c</p><ul><li>d</li></ul>");
    }

    #[test]
    fn no_column_of_a_wide_table_is_narrower_than_its_words() {
        let mut table = themata_model::Table::new("t", "Wide");
        table.columns.push(themata_model::table::Column::text("a", "Aggregate dimensions", 1.0));
        let mut cells = vec![Cell::text("Geschäftsgeheimnisverletzungsbefürchtungen")];
        for i in 0..26 {
            table.columns.push(themata_model::table::Column::number(format!("n{i}"), format!("D{i:03}")));
            cells.push(Cell::number(i));
        }
        table.rows.push(themata_model::table::Row::Body(cells));
        let grid = Grid::new(&table, &testing::imprint()).unwrap();
        let widths = Widths::new(&grid);
        for (share, least) in widths.shares.iter().zip(&widths.least) {
            assert!(share * widths.table > least - 1e-6 && *least >= NUMBERS);
        }
        assert!(widths.least[0] >= NAMES && widths.table > WIDE);
        let page = write(&grid);
        assert!(page.contains("<div class=\"scroll\"") && page.contains("max-width: none"));
        assert!(page.contains("Ge&shy;schäfts&shy;ge&shy;heim"), "long words are divided between syllables");
    }
}
