//! The body of a Word document: caption, table, notes.

use quick_xml::escape::escape;
use themata_model::table::{Align, Block, Cell};

use super::package::NAMESPACE;
use crate::container::DECLARATION;
use crate::grid::{Grid, GridCell, GridRow};
use crate::tables::columns::{capacity, column_widths, row_lines};
use crate::tables::parts::{Part, parts};
use crate::text::{breakable, is_rtl};

/// Word counts in twentieths of a point.
const TWIPS: f64 = 20.0;
/// The size of the style `TableText`, in points, and a tenth more: the reader's face may be wider
/// than the one the widths are reckoned with.
const TEXT_SIZE: f64 = 8.5 * 1.1;

/// The page, in twentieths of a point as Word counts.
pub(super) struct Section {
    width: u32,
    height: u32,
    landscape: bool,
}

impl Section {
    const MARGIN: u32 = 1134;

    /// The A4 page of `grid`.
    pub(super) fn of(grid: &Grid) -> Section {
        let (short, long) = (11_906, 16_838);
        let landscape = grid.landscape;
        let (width, height) = if landscape { (long, short) } else { (short, long) };
        Section { width, height, landscape }
    }

    /// The width between the margins.
    pub(super) fn room(&self) -> u32 {
        self.width - 2 * Section::MARGIN
    }

    /// How many lines of table text fill a third of the page.
    fn third(&self) -> usize {
        (f64::from(self.height - 2 * Section::MARGIN) / TWIPS / 3.0 / (TEXT_SIZE * 1.2)) as usize
    }

    fn xml(&self) -> String {
        let orient = if self.landscape { " w:orient=\"landscape\"" } else { "" };
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>\
             <w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
             <w:pgSz w:w=\"{}\" w:h=\"{}\"{orient}/>\
             <w:pgMar w:top=\"{m}\" w:right=\"{m}\" w:bottom=\"{m}\" w:left=\"{m}\" \
             w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>",
            self.width,
            self.height,
            m = Section::MARGIN
        )
    }
}

/// Returns `word/document.xml`.
pub(super) fn document(grid: &Grid) -> String {
    let section = Section::of(grid);
    let mut out = format!(
        "{DECLARATION}<w:document xmlns:w=\"{NAMESPACE}\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>"
    );
    let room = f64::from(section.room()) / TWIPS;
    for (i, Part { grid: part, share }) in parts(grid, room, &|_| TEXT_SIZE).iter().enumerate() {
        if i > 0 {
            // Space, and what keeps Word from joining the tables.
            push_paragraph(&mut out, "Normal", None, "", "");
        }
        push_paragraph(&mut out, "Caption", None, &part.title, &run(&part.title, ""));
        if !part.columns.is_empty() {
            push_table(&mut out, part, room * share, section.third());
        }
    }
    for (i, note) in grid.notes.iter().enumerate() {
        // The notes hang together, and on the last row (see `push_row`).
        let style = if i + 1 < grid.notes.len() { "TableNoteKept" } else { "TableNote" };
        push_paragraph(&mut out, style, None, note, &run(note, ""));
    }
    out.push_str(&section.xml());
    out.push_str("</w:body></w:document>");
    out
}

/// Writes a table `room` points wide; rows of more than `third` lines may run over pages.
fn push_table(out: &mut String, grid: &Grid, room: f64, third: usize) {
    let points = column_widths(grid, room, TEXT_SIZE);
    let fits: Vec<usize> = points.iter().map(|width| capacity(*width, TEXT_SIZE)).collect();
    let widths: Vec<u32> = points.iter().map(|width| (width * TWIPS).round() as u32).collect();
    let sum: u32 = widths.iter().sum();
    out.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"JournalTable\"/><w:tblW w:w=\"{sum}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/>\
         <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
         w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
    ));
    for width in &widths {
        out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in grid.columns.iter().zip(&widths) {
        let rule = "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" \
                    w:color=\"auto\"/></w:tcBorders>";
        open_cell(out, *width, &format!("{rule}<w:vAlign w:val=\"bottom\"/>"));
        let label = run(&column.label, "");
        push_paragraph(out, "TableHead", Some(column.align), &column.label, &label);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    for (i, row) in grid.rows.iter().enumerate() {
        let kind = RowKind {
            total: matches!(row, GridRow::Cells { total: true, .. }),
            last: i + 1 == grid.rows.len(),
            high: row_lines(row, &fits) > third,
        };
        push_row(out, grid, row, &widths, kind);
    }
    out.push_str("</w:tbl>");
}

/// Writes a row. The last one draws the closing rule by itself, since the table's own is lost where
/// merged cells end there, and is kept with the notes, so that these never have a page alone.
fn push_row(out: &mut String, grid: &Grid, row: &GridRow, widths: &[u32], kind: RowKind) {
    out.push_str(if kind.high { "<w:tr>" } else { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" });
    match row {
        GridRow::Heading { depth, text } => {
            open_cell(out, widths.iter().sum(), &format!("<w:gridSpan w:val=\"{}\"/>", widths.len()));
            let style = ["TableHeading1", "TableHeading2", "TableHeading3"][usize::from(*depth).min(2)];
            push_paragraph(out, style, None, text, &run(text, ""));
            out.push_str("</w:tc>");
        }
        GridRow::Cells { cells, .. } => {
            for ((cell, column), width) in cells.iter().zip(&grid.columns).zip(widths) {
                push_cell(out, cell, column.align, *width, kind);
            }
        }
    }
    out.push_str("</w:tr>");
}

/// What sets a row apart from others.
#[derive(Clone, Copy)]
struct RowKind {
    total: bool,
    last: bool,
    /// Whether it may run over pages.
    high: bool,
}

impl RowKind {
    /// The style of a paragraph in the row.
    fn text_style(self) -> &'static str {
        if self.last && !self.high { "TableTextKept" } else { "TableText" }
    }

    fn borders(self) -> String {
        let rule = |edge, size| {
            format!("<w:{edge} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"auto\"/>")
        };
        let top = if self.total { rule("top", 4) } else { String::new() };
        let bottom = if self.last { rule("bottom", 8) } else { String::new() };
        if self.total || self.last {
            format!("<w:tcBorders>{top}{bottom}</w:tcBorders>")
        } else {
            String::new()
        }
    }
}

fn push_cell(out: &mut String, cell: &GridCell, align: Align, width: u32, row: RowKind) {
    let mut properties = match cell.span {
        0 => "<w:vMerge/>",
        1 => "",
        _ => "<w:vMerge w:val=\"restart\"/>",
    }
    .to_owned();
    properties.push_str(&row.borders());
    open_cell(out, width, &properties);
    if cell.span == 0 || cell.cell.blocks.is_empty() {
        // A cell without a paragraph is no valid cell.
        push_paragraph(out, row.text_style(), Some(align), "", "");
    } else {
        let room = capacity(f64::from(width) / TWIPS, TEXT_SIZE);
        push_blocks(out, &cell.cell, align, row, room);
    }
    out.push_str("</w:tc>");
}

/// Writes what stands in a cell whose lines hold `room` characters.
fn push_blocks(out: &mut String, cell: &Cell, align: Align, row: RowKind, room: usize) {
    // Soft hyphens only: where a word may be cut between any letters, the reader's program does it.
    let run = |text: &str, properties: &str| run(&breakable(text, room).replace('\u{200B}', ""), properties);
    let bold = if row.total { "<w:b/>" } else { "" };
    for block in &cell.blocks {
        match block {
            Block::Text(text) => {
                push_paragraph(out, row.text_style(), Some(align), text, &run(text, bold));
            }
            Block::Heading(text) => {
                push_paragraph(out, "TableCellHeading", Some(align), text, &run(text, ""));
            }
            Block::Bullet(text) => {
                push_paragraph(out, "TableBullet", None, text, &run(text, bold));
            }
            Block::Quotation { text, attribution, locator, .. } => {
                let mut runs = run(&format!("“{text}”"), "<w:rStyle w:val=\"Quotation\"/>");
                if let Some(attribution) = attribution {
                    let text = format!(" ({attribution})");
                    runs.push_str(&run(&text, "<w:rStyle w:val=\"Attribution\"/>"));
                }
                if let Some(locator) = locator {
                    let text = format!(" [{locator}]");
                    runs.push_str(&run(&text, "<w:rStyle w:val=\"Locator\"/>"));
                }
                push_paragraph(out, row.text_style(), Some(align), text, &runs);
            }
        }
    }
}

fn open_cell(out: &mut String, width: u32, properties: &str) {
    out.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{properties}</w:tcPr>"));
}

/// Writes a paragraph of `runs`; `text` decides its direction.
fn push_paragraph(out: &mut String, style: &str, align: Option<Align>, text: &str, runs: &str) {
    let bidi = if is_rtl(text) { "<w:bidi/>" } else { "" };
    let justify = match align {
        Some(Align::Right) => "<w:jc w:val=\"right\"/>",
        Some(Align::Centre) => "<w:jc w:val=\"center\"/>",
        Some(Align::Left) | None => "",
    };
    out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{bidi}{justify}</w:pPr>{runs}</w:p>"));
}

/// Returns a run of `text` with `properties`; line ends and tabs become elements.
fn run(text: &str, properties: &str) -> String {
    let rtl = if is_rtl(text) { "<w:rtl/>" } else { "" };
    let mut out = String::from("<w:r>");
    if !(properties.is_empty() && rtl.is_empty()) {
        out.push_str(&format!("<w:rPr>{properties}{rtl}</w:rPr>"));
    }
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("<w:br/>");
        }
        for (i, piece) in line.split_inclusive(['\t', '\u{AD}']).enumerate() {
            let text = piece.trim_end_matches(['\t', '\u{AD}']);
            if i == 0 || !text.is_empty() {
                out.push_str(&format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(text)));
            }
            out.push_str(match piece.chars().last() {
                Some('\t') => "<w:tab/>",
                Some('\u{AD}') => "<w:softHyphen/>",
                _ => "",
            });
        }
    }
    out.push_str("</w:r>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_keep_lines_tabs_and_direction() {
        assert_eq!(
            run("a < b\nc\td", ""),
            "<w:r><w:t xml:space=\"preserve\">a &lt; b</w:t><w:br/>\
             <w:t xml:space=\"preserve\">c</w:t><w:tab/><w:t xml:space=\"preserve\">d</w:t></w:r>"
        );
        assert_eq!(
            run("Ge\u{AD}heim", ""),
            "<w:r><w:t xml:space=\"preserve\">Ge</w:t><w:softHyphen/><w:t xml:space=\"preserve\">heim</w:t></w:r>"
        );
        assert!(run("“שלום”", "<w:b/>").starts_with("<w:r><w:rPr><w:b/><w:rtl/></w:rPr>"));
    }
}
