//! Tables as fragments for LaTeX in the style of booktabs: a float where the table fits a page, a
//! table that runs over pages where it does not.

mod escape;

use themata_model::table::{Align, Block, Cell};

use crate::grid::{Grid, GridCell, GridRow};
use crate::tables::columns::{capacity, column_widths, row_lines};
use crate::tables::parts::parts;
use crate::tables::tex::escape::escaped;
use crate::text::breakable;

/// The text block of an article on A4, in points; only the relative widths reach the file.
const ROOM: (f64, f64) = (430.0, 640.0);
const SIZE: f64 = 9.0;
/// How many lines a page holds, upright and on its side.
const PAGE: (usize, usize) = (46, 28);
/// A row higher than this, in lines, may be broken between its paragraphs.
const HIGH: usize = 14;

fn room(grid: &Grid) -> f64 {
    if grid.landscape { ROOM.1 } else { ROOM.0 }
}

/// Returns the fragment.
pub(super) fn write(grid: &Grid, kind: &str) -> String {
    let tables: Vec<TexTable> = parts(grid, room(grid), &|_| SIZE)
        .into_iter()
        .map(|part| TexTable::new(part.grid, part.share))
        .collect();
    let mut packages = vec!["array", "booktabs", "caption"];
    packages.extend(grid.landscape.then_some("pdflscape"));
    packages.extend(tables.iter().any(|table| table.long).then_some("longtable"));
    packages.extend(tables.iter().any(|table| !table.long).then_some("threeparttable"));
    packages.sort_unstable();
    let mut out = format!("% Table `{}`; to be read with \\input.\n", kind.replace(['\n', '\r'], " "));
    out.push_str(&format!("% Needs in the preamble: \\usepackage{{{}}}\n", packages.join(",")));
    out.push_str(
        "% For scripts other than Latin, set it with LuaLaTeX or XeLaTeX and a font that has them.\n",
    );
    if grid.landscape {
        out.push_str("\\begin{landscape}\n");
    }
    let last = tables.len().saturating_sub(1);
    for (i, table) in tables.iter().enumerate() {
        // The notes are those of the whole table and stand below its last part.
        table.push(&mut out, if i == last { &grid.notes } else { &[] });
    }
    if grid.landscape {
        out.push_str("\\end{landscape}\n");
    }
    out
}

/// A table, or a part of one that is too wide.
struct TexTable {
    grid: Grid,
    /// The width of each column as a part of the line.
    shares: Vec<f64>,
    /// How many characters a line of each column holds.
    fits: Vec<usize>,
    /// How many lines each row takes.
    lines: Vec<usize>,
    /// Whether it runs over pages.
    long: bool,
}

impl TexTable {
    /// The table that takes `share` of the line.
    fn new(grid: Grid, share: f64) -> TexTable {
        let (room, page) = (room(&grid), if grid.landscape { PAGE.1 } else { PAGE.0 });
        let widths = column_widths(&grid, room * share, SIZE);
        let fits: Vec<usize> = widths.iter().map(|width| capacity(*width, SIZE)).collect();
        let lines: Vec<usize> = grid.rows.iter().map(|row| row_lines(row, &fits)).collect();
        let long = lines.iter().sum::<usize>() + 2 * grid.notes.len() + 4 > page;
        let shares = widths.iter().map(|width| width / room).collect();
        TexTable { grid, shares, fits, lines, long }
    }

    fn push(&self, out: &mut String, notes: &[String]) {
        let size = if self.grid.columns.len() > 6 { "\\footnotesize" } else { "\\small" };
        let caption = format!("\\caption*{{{}}}", escaped(&self.grid.title));
        if self.grid.columns.is_empty() {
            self.push_float(out, size, &caption, notes);
        } else if self.long {
            self.push_long(out, size, &caption, notes);
        } else {
            self.push_float(out, size, &caption, notes);
        }
    }

    fn push_float(&self, out: &mut String, size: &str, caption: &str, notes: &[String]) {
        out.push_str("\\begin{table}[tbp]\n\\begin{threeparttable}\n");
        out.push_str(&format!("{size}\n{caption}\n"));
        if !self.grid.columns.is_empty() {
            out.push_str(&format!("\\begin{{tabular}}{{{}}}\n\\toprule\n", self.specification()));
            out.push_str(&self.head());
            out.push_str("\\midrule\n");
            self.push_rows(out);
            out.push_str("\\bottomrule\n\\end{tabular}\n");
        }
        if !notes.is_empty() {
            out.push_str("\\begin{tablenotes}[flushleft]\\footnotesize\n");
            for note in notes {
                out.push_str(&format!("\\item {}\n", escaped(note)));
            }
            out.push_str("\\end{tablenotes}\n");
        }
        out.push_str("\\end{threeparttable}\n\\end{table}\n");
    }

    fn push_long(&self, out: &mut String, size: &str, caption: &str, notes: &[String]) {
        out.push_str(&format!("{{{size}\n\\begin{{longtable}}{{{}}}\n", self.specification()));
        let head = self.head();
        out.push_str(&format!("{caption}\\\\\n\\toprule\n{head}\\midrule\n\\endfirsthead\n"));
        out.push_str(&format!(
            "\\toprule\n{head}\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n\\bottomrule\n"
        ));
        for note in notes {
            // In the foot of the last page, so that the notes never have a page alone.
            out.push_str(&format!("{}\\\\\n", self.across(&format!("\\footnotesize {}", escaped(note)))));
        }
        out.push_str("\\endlastfoot\n");
        self.push_rows(out);
        out.push_str("\\end{longtable}\n}\n");
    }

    /// The columns: of fixed widths, so that text wraps.
    fn specification(&self) -> String {
        let column = |(column, share): (&themata_model::table::Column, &f64)| {
            let set = match column.align {
                Align::Left => "\\raggedright",
                Align::Right => "\\raggedleft",
                Align::Centre => "\\centering",
            };
            format!(">{{{set}\\arraybackslash}}p{{\\dimexpr {share:.4}\\linewidth-2\\tabcolsep\\relax}}")
        };
        self.grid.columns.iter().zip(&self.shares).map(column).collect::<Vec<_>>().join("\n  ")
    }

    fn head(&self) -> String {
        let labels = self.grid.columns.iter().zip(&self.fits).map(|(column, fit)| {
            let label = escaped(&breakable(&column.label, *fit));
            format!("\\textbf{{{label}}}")
        });
        format!("{} \\\\\n", labels.collect::<Vec<_>>().join(" & "))
    }

    /// A cell across all columns.
    fn across(&self, body: &str) -> String {
        format!(
            "\\multicolumn{{{}}}{{>{{\\raggedright\\arraybackslash}}p{{\\dimexpr \\linewidth-2\\tabcolsep\\relax}}}}\
             {{{body}}}",
            self.grid.columns.len()
        )
    }

    fn push_rows(&self, out: &mut String) {
        // Without rules between them, high or merged rows run into one another.
        let high = self.lines.iter().any(|lines| *lines > 3);
        let grouped = high
            || self.grid.rows.iter().any(|row| match row {
                GridRow::Cells { cells, .. } => cells.first().is_some_and(|cell| cell.span > 1),
                GridRow::Heading { .. } => false,
            });
        // Space belongs between rows, not below a heading.
        let mut after_cells = false;
        for (row, lines) in self.grid.rows.iter().zip(&self.lines) {
            match row {
                GridRow::Heading { depth, text } => {
                    if after_cells {
                        out.push_str("\\addlinespace\n");
                    }
                    let style = if *depth == 0 { "\\textbf" } else { "\\emph" };
                    let body = self.across(&format!("{style}{{{}}}", escaped(text)));
                    // A heading stays with its first row.
                    out.push_str(&format!("{body} \\\\{}\n", if self.long { "*" } else { "" }));
                }
                GridRow::Cells { total, cells } => {
                    let starts = cells.first().is_some_and(|cell| cell.span > 0);
                    if *total {
                        out.push_str("\\midrule\n");
                    } else if after_cells && grouped && starts {
                        out.push_str("\\addlinespace\n");
                    }
                    self.push_cells(out, cells, *total, *lines);
                }
            }
            after_cells = matches!(row, GridRow::Cells { .. });
        }
    }

    /// Writes a row; a high one in a table over pages as one line a paragraph, since LaTeX breaks no
    /// row.
    fn push_cells(&self, out: &mut String, cells: &[GridCell], total: bool, lines: usize) {
        let texts: Vec<Vec<String>> = cells
            .iter()
            // A merged cell is printed once.
            .zip(&self.fits)
            .map(|(cell, fit)| if cell.span == 0 { Vec::new() } else { blocks(&cell.cell, total, *fit) })
            .collect();
        if !self.long || lines <= HIGH {
            let texts: Vec<String> = texts.iter().map(|blocks| blocks.join("\\par ")).collect();
            out.push_str(&format!("{} \\\\\n", texts.join(" & ")));
            return;
        }
        let most = texts.iter().map(Vec::len).max().unwrap_or(0);
        for k in 0..most {
            let line: Vec<&str> =
                texts.iter().map(|blocks| blocks.get(k).map_or("", String::as_str)).collect();
            out.push_str(&format!("{} \\\\\n", line.join(" & ")));
        }
    }
}

/// The paragraphs of a cell whose lines hold `fit` characters.
fn blocks(cell: &Cell, bold: bool, fit: usize) -> Vec<String> {
    let escaped = |text: &str| escaped(&breakable(text, fit));
    let set = |block: &Block| match block {
        Block::Text(text) if bold => format!("\\textbf{{{}}}", escaped(text)),
        Block::Text(text) => escaped(text),
        Block::Heading(text) => format!("\\textbf{{{}}}", escaped(text)),
        Block::Bullet(text) => format!("\\textbullet{{}}~{}", escaped(text)),
        Block::Quotation { text, attribution, locator, .. } => {
            let mut out = format!("“{}”", escaped(text));
            if let Some(attribution) = attribution {
                out.push_str(&format!(" ({})", escaped(attribution)));
            }
            if let Some(locator) = locator {
                out.push_str(&format!(" {{\\footnotesize {{[}}{}{{]}}}}", escaped(locator)));
            }
            out
        }
    };
    cell.blocks.iter().map(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn tex(table: &themata_model::Table) -> String {
        write(&Grid::new(table, &testing::imprint()).unwrap(), &table.kind)
    }

    #[test]
    fn every_feature_of_a_table() {
        insta::assert_snapshot!(tex(&testing::features()));
    }

    #[test]
    fn a_short_table_is_a_float() {
        insta::assert_snapshot!(tex(&testing::informants()));
    }

    #[test]
    fn a_long_table_runs_over_pages_and_its_high_rows_may_be_broken() {
        let text = tex(&testing::evidence());
        assert!(text.contains("\\begin{longtable}") && !text.contains("\\begin{table}"));
        assert_eq!(text.matches("\\endlastfoot").count(), 1);
        assert!(text.contains("DRAFT: Table 3"));
    }

    #[test]
    fn braces_and_environments_are_closed() {
        for table in [
            testing::features(),
            testing::evidence(),
            testing::empty(),
            testing::one_column(),
            themata_model::Table::new("t", "No columns"),
        ] {
            let text = tex(&table);
            for name in ["landscape", "longtable", "table", "threeparttable", "tabular", "tablenotes"] {
                let count = |word: &str| text.matches(&format!("\\{word}{{{name}}}")).count();
                assert_eq!(count("begin"), count("end"), "{name} in {}", table.kind);
            }
            let depth = text.replace("\\{", "").replace("\\}", "").chars().fold(0i32, |depth, c| match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            });
            assert_eq!(depth, 0, "{}", table.kind);
        }
    }
}
