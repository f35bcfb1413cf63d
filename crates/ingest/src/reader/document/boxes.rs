//! Text boxes: their words are kept, and no turn stands in them.

use themata_model::{ByteOffset, counted_as};

use super::Block;
use crate::reader::writer::Writer;

/// Notes while text is written where the words of boxes stand.
pub(super) struct Boxes {
    /// Whether boxes are a small part of the document; else they may be what it consists of.
    are_few: bool,
    /// Where the box began that is being written.
    open: Option<ByteOffset>,
    count: usize,
}

impl Boxes {
    pub(super) fn new(blocks: &[Block]) -> Self {
        let words = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph.text.trim().len(),
            Block::Table(table) => table.rows.iter().flatten().flatten().map(|p| p.text.trim().len()).sum(),
        };
        let all: usize = blocks.iter().map(words).sum();
        let boxed: usize = blocks.iter().filter(|block| is_boxed(block)).map(words).sum();
        Boxes { are_few: boxed * 3 <= all, open: None, count: 0 }
    }

    /// Says that a block is about to be written.
    pub(super) fn begin(&mut self, block: &Block, writer: &mut Writer) {
        let is_boxed = self.are_few && is_boxed(block);
        if !is_boxed && let Some(start) = self.open.take() {
            writer.apart(start);
        } else if is_boxed && self.open.is_none() {
            self.open = Some(writer.here());
            self.count += 1;
        }
    }

    /// Says that everything is written.
    pub(super) fn end(mut self, writer: &mut Writer) {
        if let Some(start) = self.open.take() {
            writer.apart(start);
        }
        if self.count > 0 {
            let (verb, they) = if self.count == 1 { ("stands", "it is") } else { ("stand", "they are") };
            let boxes = counted_as(self.count, "text box", "text boxes");
            writer.remark(format!(
                "{boxes} {verb} above the paragraph {they} fixed to, and no turn begins there"
            ));
        }
    }
}

/// Whether a block stands in a text box and has words.
fn is_boxed(block: &Block) -> bool {
    match block {
        Block::Paragraph(paragraph) => paragraph.boxed && !paragraph.text.trim().is_empty(),
        Block::Table(table) => table.boxed,
    }
}
