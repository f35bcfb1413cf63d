//! The pages of a document, counted while its text is written.

use super::{Block, Breaks, Page, Paragraph};
use crate::reader::writer::Writer;

/// Counts the pages while text is written.
pub(in crate::reader) struct Pages {
    /// The breaks that count; `None` where the document has none.
    counted: Option<Breaks>,
    has_rendered: bool,
    next: usize,
    /// Pages that began where nothing was written.
    pending: usize,
    /// What is printed on the pages, where that is known.
    names: Vec<String>,
}

impl Pages {
    /// Pages with names of their own, whose beginnings say which they are.
    pub(in crate::reader) fn named(names: &[String]) -> Self {
        Pages { counted: Some(Breaks::All), has_rendered: false, next: 0, pending: 0, names: names.to_vec() }
    }

    pub(super) fn new(blocks: &[Block], breaks: Breaks) -> Self {
        let mut has_rendered = false;
        let mut any = false;
        let mut see = |paragraph: &Paragraph| {
            any |= !paragraph.pages.is_empty();
            has_rendered |= paragraph.pages.iter().any(|(_, page)| *page == Page::Rendered);
        };
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => see(paragraph),
                Block::Table(table) => table.rows.iter().flatten().flatten().for_each(&mut see),
            }
        }
        Pages { counted: any.then_some(breaks), has_rendered, next: 1, pending: 0, names: Vec::new() }
    }

    fn counts(&self, page: Page) -> bool {
        match self.counted {
            Some(Breaks::All) => true,
            Some(Breaks::RenderedFirst) => !self.has_rendered || page == Page::Rendered,
            None => false,
        }
    }

    /// Notes the page breaks of a paragraph that is not written.
    pub(in crate::reader) fn skip(&mut self, paragraph: &Paragraph) {
        paragraph.pages.iter().for_each(|(_, page)| self.due(*page));
    }

    /// Notes a page that begins with the next word.
    fn due(&mut self, page: Page) {
        match page {
            Page::Nth(page) => (self.next, self.pending) = (page + 1, 1),
            page => self.pending += usize::from(self.counts(page)),
        }
    }

    /// Writes the paragraph's words, with the pages that begin in it and the numbers that stand beside it.
    pub(in crate::reader) fn write(&mut self, paragraph: &Paragraph, writer: &mut Writer) {
        self.begin_due(writer);
        let text = paragraph.text.as_str();
        let end = text.trim_end().len();
        let mut from = 0;
        let mut numbers = paragraph.numbers.iter().filter(|(at, _)| *at < end).peekable();
        let mut write_to = |to: usize, writer: &mut Writer| {
            while let Some((at, number)) = numbers.next_if(|(at, _)| *at <= to) {
                writer.push(text.get(from..*at).unwrap_or_default());
                from = *at;
                writer.number(number);
            }
            writer.push(text.get(from..to).unwrap_or_default());
            from = to;
        };
        for &(at, page) in &paragraph.pages {
            if at >= end {
                self.due(page);
            } else if self.counts(page) {
                write_to(at, writer);
                self.due(page);
                self.begin_due(writer);
            }
        }
        write_to(end, writer);
    }

    /// Begins the pages that are due with the next word.
    pub(in crate::reader) fn begin_due(&mut self, writer: &mut Writer) {
        if self.counted.is_some() && self.next == 1 && self.names.is_empty() {
            self.begin(writer);
        }
        (0..std::mem::take(&mut self.pending)).for_each(|_| self.begin(writer));
    }

    fn begin(&mut self, writer: &mut Writer) {
        let name = self.next.checked_sub(1).and_then(|n| self.names.get(n));
        writer.page(&name.cloned().unwrap_or_else(|| self.next.to_string()));
        self.next += 1;
    }
}
