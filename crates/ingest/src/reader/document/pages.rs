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
}

impl Pages {
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
        Pages { counted: any.then_some(breaks), has_rendered, next: 1, pending: 0 }
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
        self.pending += paragraph.pages.iter().filter(|(_, page)| self.counts(*page)).count();
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
            if !self.counts(page) {
                continue;
            }
            if at >= end {
                self.pending += 1;
            } else {
                write_to(at, writer);
                self.begin(writer);
            }
        }
        write_to(end, writer);
    }

    /// Begins the pages that are due with the next word.
    pub(in crate::reader) fn begin_due(&mut self, writer: &mut Writer) {
        if self.counted.is_some() && self.next == 1 {
            self.begin(writer);
        }
        (0..std::mem::take(&mut self.pending)).for_each(|_| self.begin(writer));
    }

    fn begin(&mut self, writer: &mut Writer) {
        writer.page(&self.next.to_string());
        self.next += 1;
    }
}
