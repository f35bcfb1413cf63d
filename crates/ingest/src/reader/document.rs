//! Paragraphs and tables as word processors and web pages have them, gathered and then written as text.

mod boxes;
mod leads;
mod pages;

use super::table::{self, Table};
use super::writer::Writer;
pub(super) use leads::Type;
pub(super) use pages::Pages;

/// A paragraph with what stands beside its words.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// Where in the text there are numbers that the document prints: before it, or before what was joined to it.
    pub(super) numbers: Vec<(usize, String)>,
    /// Where in the text pages begin.
    pub(super) pages: Vec<(usize, Page)>,
    /// How many line feeds part it from what stands before; `None` where the whole document decides.
    pub(super) gap: Option<usize>,
    /// Where the words stop that are set off at its beginning.
    set_off: leads::SetOff,
    /// The level of the heading that it is, if it is one.
    heading: Option<u8>,
    /// Whether it stands in a text box.
    boxed: bool,
}

impl Paragraph {
    /// Puts `words` before its own.
    pub(super) fn shift(&mut self, words: &str) {
        self.text.insert_str(0, words);
        self.set_off = leads::SetOff::None;
        self.pages.iter_mut().for_each(|(at, _)| *at += words.len());
        self.numbers.iter_mut().for_each(|(at, _)| *at += words.len());
    }

    /// Joins `next` to it, without the blanks at its end.
    pub(super) fn join(&mut self, next: Paragraph) {
        let (from, words) = (self.text.len(), next.text.trim_end());
        self.pages.extend(next.pages.into_iter().map(|(at, page)| (from + at.min(words.len()), page)));
        self.numbers
            .extend(next.numbers.into_iter().map(|(at, number)| (from + at.min(words.len()), number)));
        self.text.push_str(words);
    }
}

/// How a document says that a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The program that wrote the document broke the page here.
    Rendered,
    /// The author asked for a new page.
    Hard,
    /// The page with this number begins here, from zero.
    Nth(usize),
}

/// Which page breaks of a document count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// All of them.
    All,
    /// Where the program noted its own, they stand beside those of the author, which then do not count again.
    RenderedFirst,
}

/// Deepest nesting of tables; deeper ones are read as part of the outer one.
const TABLES: usize = 64;

enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

/// Gathers paragraphs and tables while a document is read; it forgives whatever is closed twice or never.
#[derive(Default)]
pub(super) struct Builder {
    blocks: Vec<Block>,
    tables: Vec<Table>,
    paragraphs: Vec<Paragraph>,
    /// A paragraph whose end was deleted: the next one goes on in it.
    carried: Option<Paragraph>,
    pages: Vec<Page>,
    /// Tables nested too deeply, which are not opened.
    too_deep: usize,
    /// Text boxes that are open.
    boxes: usize,
}

impl Builder {
    /// Begins a paragraph; one inside another (a text box) stands before it.
    pub(super) fn open_paragraph(&mut self) {
        let mut paragraph = self.carried.take().unwrap_or_default();
        paragraph.boxed = self.boxes > 0;
        let here = paragraph.text.len();
        paragraph.pages.extend(self.pages.drain(..).map(|page| (here, page)));
        self.paragraphs.push(paragraph);
    }

    /// Ends the paragraph; `gap` as in [`Paragraph::gap`].
    pub(super) fn close_paragraph(&mut self, gap: Option<usize>) {
        if let Some(mut paragraph) = self.paragraphs.pop() {
            paragraph.gap = gap;
            self.emit(paragraph);
        }
    }

    /// Ends the paragraph without a line end: the next one goes on in it.
    pub(super) fn carry_paragraph(&mut self) {
        self.carried = self.paragraphs.pop();
    }

    /// Begins a text box.
    pub(super) fn open_box(&mut self) {
        self.boxes += 1;
    }

    /// Ends the text box.
    pub(super) fn close_box(&mut self) {
        self.boxes = self.boxes.saturating_sub(1);
    }

    /// Whether a paragraph is open in the innermost cell.
    pub(super) fn in_paragraph(&self) -> bool {
        self.paragraphs.len() > self.tables.last().map_or(0, |table| table.base)
    }

    /// The text of the open paragraph; begins one where none is open.
    pub(super) fn text(&mut self) -> &mut String {
        if !self.in_paragraph() {
            self.open_paragraph();
        }
        let last = self.paragraphs.len() - 1;
        &mut self.paragraphs[last].text
    }

    /// Appends a tab; behind a page break, a line goes on with it.
    pub(super) fn tab(&mut self) {
        let length = self.text().len();
        let is_broken = self.paragraphs.last().is_some_and(|paragraph| {
            paragraph.text.ends_with('\n') && paragraph.pages.last() == Some(&(length - 1, Page::Hard))
        });
        let text = self.text();
        text.truncate(length - usize::from(is_broken));
        text.push('\t');
    }

    /// Says of what type the words are that come, or whether they are set off.
    pub(super) fn set_off(&mut self, own: impl Into<Type>) {
        if self.in_paragraph()
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.set_off(own.into());
        }
    }

    /// Says that the open paragraph is a heading of this level.
    pub(super) fn heading(&mut self, level: u8) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.heading = Some(level);
        }
    }

    /// Gives the open paragraph its number.
    pub(super) fn number(&mut self, number: String) {
        if let Some(paragraph) = self.paragraphs.last_mut()
            && paragraph.numbers.is_empty()
        {
            paragraph.numbers.push((0, number));
        }
    }

    /// Says that a page begins at the next word.
    pub(super) fn page(&mut self, page: Page) {
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.pages.push((paragraph.text.len(), page)),
            None => self.pages.push(page),
        }
    }

    pub(super) fn open_table(&mut self) {
        if self.tables.len() >= TABLES {
            self.too_deep += 1;
        } else {
            self.tables.push(Table {
                base: self.paragraphs.len(),
                boxed: self.boxes > 0,
                ..Table::default()
            });
        }
    }

    pub(super) fn open_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(Vec::new());
        }
    }

    /// Takes the row back: it was deleted.
    pub(super) fn drop_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            table.rows.pop();
        }
    }

    pub(super) fn open_cell(&mut self) {
        self.close_cell();
        if let Some(table) = self.tables.last_mut() {
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
            if let Some(row) = table.rows.last_mut() {
                row.push(Vec::new());
            }
            table.in_cell = true;
        }
    }

    /// Ends the cell with whatever paragraph is open in it.
    pub(super) fn close_cell(&mut self) {
        let Some(base) = self.tables.last().map(|table| table.base) else { return };
        if let Some(carried) = self.carried.take() {
            self.emit(carried);
        }
        while self.paragraphs.len() > base {
            self.close_paragraph(None);
        }
        if let Some(table) = self.tables.last_mut() {
            table.in_cell = false;
        }
    }

    pub(super) fn close_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        self.close_cell();
        let Some(table) = self.tables.pop() else { return };
        if self.tables.is_empty() {
            self.blocks.push(Block::Table(table));
        } else {
            for paragraph in table::flat(table) {
                self.emit(paragraph);
            }
        }
    }

    fn emit(&mut self, paragraph: Paragraph) {
        match self.tables.last_mut() {
            Some(table) => {
                if !table.in_cell && table.rows.last().is_none_or(Vec::is_empty) {
                    // Words between rows or cells are words all the same.
                    if paragraph.text.trim().is_empty() && paragraph.pages.is_empty() {
                        return;
                    }
                    table.rows.push(vec![Vec::new()]);
                }
                if let Some(cell) = table.rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push(paragraph);
                }
            }
            None => self.blocks.push(Block::Paragraph(paragraph)),
        }
    }

    /// Writes everything gathered. Paragraphs without a gap of their own are parted by an empty line, unless
    /// the author parted them by empty paragraphs: then each is a line and the empty ones are empty lines.
    pub(super) fn write(mut self, writer: &mut Writer, breaks: Breaks) {
        while !self.tables.is_empty() {
            self.close_table();
        }
        if let Some(carried) = self.carried.take() {
            self.emit(carried);
        }
        while let Some(paragraph) = self.paragraphs.pop() {
            self.emit(paragraph);
        }
        leads::part(&mut self.blocks, writer);
        let mut pages = Pages::new(&self.blocks, breaks);
        let gap = self.gap();
        let mut boxes = boxes::Boxes::new(&self.blocks);
        for block in self.blocks {
            boxes.begin(&block, writer);
            match block {
                Block::Table(table) => table::write(table, writer, &mut pages),
                Block::Paragraph(paragraph) if paragraph.text.trim().is_empty() => {
                    if gap == 1 && paragraph.gap.is_none() {
                        writer.part(1);
                        writer.push(if writer.is_empty() { "" } else { "\n" });
                    }
                    pages.skip(&paragraph);
                }
                Block::Paragraph(paragraph) => {
                    writer.part(paragraph.gap.unwrap_or(gap));
                    let start = writer.here();
                    pages.write(&paragraph, writer);
                    if paragraph.is_set_off() {
                        writer.set_off(start);
                    }
                    if let Some(level) = paragraph.heading {
                        writer.heading(start, level);
                    }
                }
            }
        }
        boxes.end(writer);
    }

    /// One line feed where empty paragraphs part the others, two where nothing does.
    fn gap(&self) -> usize {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text.trim()),
            Block::Table(_) => None,
        });
        let (empty, full): (Vec<&str>, Vec<&str>) = texts.partition(|text| text.is_empty());
        if empty.len() * 6 > full.len() { 1 } else { 2 }
    }
}

#[cfg(test)]
mod tests;
