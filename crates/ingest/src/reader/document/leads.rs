//! Where the words stop that are set off at the beginning of a paragraph, and the names among them.

use super::{Block, Paragraph};
use crate::reader::lead;
use crate::reader::writer::Writer;

/// Where the words of a paragraph stop being set off, while they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SetOff {
    /// Its first words are not set off, or all are.
    #[default]
    None,
    /// It began with words that are set off, which go on.
    Open,
    /// Its first words up to here are set off, and the next ones are not.
    Closed(usize),
}

impl Paragraph {
    /// Says whether the words that come are set off.
    pub(super) fn set_off(&mut self, on: bool) {
        let is_blank = self.text.trim().is_empty();
        self.set_off = match self.set_off {
            SetOff::None if on && is_blank => SetOff::Open,
            SetOff::Open if !on && is_blank => SetOff::None,
            SetOff::Open if !on => SetOff::Closed(self.text.trim_end().len()),
            other => other,
        };
    }

    /// Whether all its words are set off.
    pub(super) fn is_set_off(&self) -> bool {
        self.set_off == SetOff::Open
    }

    fn lead(&self) -> Option<lead::Lead> {
        match self.set_off {
            SetOff::Closed(end) => lead::read(&self.text, end),
            _ => None,
        }
    }
}

/// Parts names that are set off from the words by a tab, where they take turns.
pub(super) fn part(blocks: &mut [Block], writer: &mut Writer) {
    let full = |block: &&mut Block| matches!(block, Block::Paragraph(p) if !p.text.trim().is_empty());
    let mut names = Vec::new();
    for (n, block) in blocks.iter_mut().filter(full).enumerate() {
        if let Block::Paragraph(paragraph) = block
            && let Some(lead) = paragraph.lead()
        {
            names.push((n, lead.name));
        }
    }
    if !lead::take_turns(&names) {
        return;
    }
    for block in blocks.iter_mut() {
        let Block::Paragraph(paragraph) = block else { continue };
        let Some(lead::Lead { end, words, .. }) = paragraph.lead() else { continue };
        paragraph.text.replace_range(end..words, "\t");
        let moved = |at: usize| if at >= words { at - (words - end) + 1 } else { at.min(end) };
        paragraph.pages.iter_mut().for_each(|(at, _)| *at = moved(*at));
        paragraph.numbers.iter_mut().for_each(|(at, _)| *at = moved(*at));
    }
    lead::say(names.len(), lead::SetOffBy::Type, writer);
}
