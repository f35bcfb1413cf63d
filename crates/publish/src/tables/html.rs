//! Tables as one self-contained HTML page.

use themata_model::table::{Align, Block, Cell};

use crate::grid::{Grid, GridCell, GridRow};
use crate::text::is_rtl;

const STYLE: &str = include_str!("../templates/table.css");

/// Returns the page.
pub(super) fn write(grid: &Grid) -> String {
    let page = if grid.landscape { "@page { size: A4 landscape; }\n" } else { "" };
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
    out.push_str(&format!("<table{class}>\n<caption>{}</caption>\n", escape(&grid.title)));
    if !grid.columns.is_empty() {
        push_columns(&mut out, grid);
        push_body(&mut out, grid);
    }
    out.push_str("</table>\n");
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

fn push_columns(out: &mut String, grid: &Grid) {
    out.push_str("<colgroup>");
    for share in grid.shares() {
        out.push_str(&format!("<col style=\"width: {:.1}%\">", share * 100.0));
    }
    out.push_str("</colgroup>\n<thead>\n<tr>");
    for column in &grid.columns {
        out.push_str(&format!(
            "<th scope=\"col\"{}>{}</th>",
            align_class(column.align),
            escape(&column.label)
        ));
    }
    out.push_str("</tr>\n</thead>\n");
}

/// Writes the rows; each outermost heading opens a row group of its own, so that its scope is
/// what follows it.
fn push_body(out: &mut String, grid: &Grid) {
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
                    push_cell(out, cell, column == 0, grid.columns[column].align);
                }
                out.push_str("</tr>\n");
            }
        }
    }
    out.push_str("</tbody>\n");
}

fn push_cell(out: &mut String, cell: &GridCell, first: bool, align: Align) {
    let (open, close) = if first { ("th scope=\"row\"", "th") } else { ("td", "td") };
    let span = if cell.span > 1 { format!(" rowspan=\"{}\"", cell.span) } else { String::new() };
    out.push_str(&format!("<{open}{span}{}>", align_class(align)));
    push_blocks(out, &cell.cell);
    out.push_str(&format!("</{close}>"));
}

fn push_blocks(out: &mut String, cell: &Cell) {
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
            Block::Quotation { text, attribution, locator } => {
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
        push_blocks(&mut out, &cell);
        assert_eq!(out, "<ul><li>a</li><li>b</li></ul><p>c</p><ul><li>d</li></ul>");
    }
}
