//! Tables as GitHub-flavoured Markdown.

use themata_model::table::{Align, Block, Cell};

use crate::grid::{Grid, GridRow};

/// Returns the table between its title and its notes.
pub(super) fn write(grid: &Grid) -> String {
    let mut out = format!("### {}\n", escape(&grid.title));
    if !grid.columns.is_empty() {
        out.push('\n');
        push_row(&mut out, grid.columns.iter().map(|column| escape(&column.label)));
        push_row(
            &mut out,
            grid.columns.iter().map(|column| {
                match column.align {
                    Align::Left => "---",
                    Align::Right => "---:",
                    Align::Centre => ":---:",
                }
                .to_owned()
            }),
        );
        for row in &grid.rows {
            match row {
                GridRow::Heading { text, .. } => {
                    let head = format!("**{}**", escape(text));
                    let blanks = grid.columns.iter().skip(1).map(|_| String::new());
                    push_row(&mut out, std::iter::once(head).chain(blanks));
                }
                GridRow::Cells { total, cells } => push_row(
                    &mut out,
                    cells.iter().map(|cell| match (cell.span, total) {
                        (0, _) => String::new(),
                        (_, true) => bold(&cell_text(&cell.cell)),
                        (_, false) => cell_text(&cell.cell),
                    }),
                ),
            }
        }
    }
    for note in &grid.notes {
        out.push_str(&format!("\n{}\n", escape(note)));
    }
    out
}

fn push_row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        if cell.is_empty() {
            out.push_str(" |");
        } else {
            out.push_str(&format!(" {cell} |"));
        }
    }
    out.push('\n');
}

fn bold(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("**{text}**") }
}

fn cell_text(cell: &Cell) -> String {
    let blocks: Vec<String> = cell
        .blocks
        .iter()
        .map(|block| match block {
            Block::Text(_) | Block::Quotation { .. } => escape(&block.plain()),
            Block::Heading(text) => bold(&escape(text)),
            Block::Bullet(text) => format!("• {}", escape(text)),
        })
        .collect();
    blocks.join("<br>")
}

/// Escapes what Markdown would read as markup. Underscores inside words are no markup on GitHub
/// and stay, so that keys remain readable.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut chars = text.trim().chars();
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        let next = rest.chars().next().unwrap_or(' ');
        match c {
            '\\' | '`' | '*' | '|' | '~' => out.extend(['\\', c]),
            '_' if !(previous.is_alphanumeric() && next.is_alphanumeric()) => {
                out.extend(['\\', c]);
            }
            // `](` and `][` make a link; brackets alone, as in "[the customer]", do not.
            ']' if matches!(next, '(' | '[') => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '&' if begins_entity(rest) => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            '\t' => out.push(' '),
            c => out.push(c),
        }
        previous = c;
    }
    out
}

/// Whether `rest`, the text after an ampersand, would be read as a character reference.
fn begins_entity(rest: &str) -> bool {
    rest.split_once(';').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imprint::Imprint;
    use crate::testing;

    fn markdown(table: &themata_model::Table) -> String {
        write(&Grid::new(table, &testing::imprint()).unwrap())
    }

    #[test]
    fn markup_in_text_is_escaped() {
        let check = |input: &str, expected: &str| assert_eq!(escape(input), expected, "{input:?}");
        check("a | b", r"a \| b");
        check("2 * 3 * 4 `x`", r"2 \* 3 \* 4 \`x\`");
        check("r1_alpha_01 _em_", r"r1_alpha_01 \_em\_");
        check("[the customer] [a](b)", r"[the customer] [a\](b)");
        check("R&D, R & D, &amp; <b>", "R&D, R & D, &amp;amp; &lt;b>");
        check(" two\nlines ", "two<br>lines");
    }

    #[test]
    fn every_feature_of_a_table() {
        insta::assert_snapshot!(markdown(&testing::features()));
    }

    #[test]
    fn an_empty_table_has_its_head() {
        insta::assert_snapshot!(markdown(&testing::empty()), @r"
        ### Nothing yet

        | Case | Count |
        | --- | ---: |

        The data of this study are synthetic: the interviews were written for this sample and nobody said these words.
        ");
    }

    #[test]
    fn a_table_without_columns_is_title_and_notes() {
        let table = themata_model::Table::new("t", "No columns");
        let grid = Grid::new(&table, &Imprint::default()).unwrap();
        assert_eq!(write(&grid), "### No columns\n");
    }
}
