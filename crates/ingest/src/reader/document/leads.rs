//! Where the words stop that are set off at the beginning of a paragraph, and the names among them.

use std::collections::HashSet;

use super::{Block, Paragraph};
use crate::reader::lead;
use crate::reader::writer::Writer;
use crate::segment::clock_alone;

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
        let before = self.text.trim();
        // The time may stand before the name.
        let is_blank = before.is_empty() || (self.set_off == SetOff::None && clock_alone(before).is_some());
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

    /// The name at the beginning, where names are known.
    fn lead_among(&self, known: &HashSet<String>) -> Option<lead::Lead> {
        match self.set_off {
            SetOff::Closed(end) => lead::read_known(&self.text, end, known).or_else(|| self.lead()),
            SetOff::Open => lead::read_whole(&self.text, known),
            SetOff::None => None,
        }
    }

    fn lead(&self) -> Option<lead::Lead> {
        match self.set_off {
            SetOff::Closed(end) => lead::read(&self.text, end),
            _ => None,
        }
    }
}

/// The names that come again.
fn often(names: &[(usize, String)]) -> HashSet<String> {
    let mut seen = HashSet::new();
    names.iter().filter(|(_, name)| !seen.insert(name)).map(|(_, name)| name.clone()).collect()
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
    let known = often(&names);
    let mut parted = 0;
    for block in blocks.iter_mut() {
        let Block::Paragraph(paragraph) = block else { continue };
        let Some(lead::Lead { end, words, .. }) = paragraph.lead_among(&known) else { continue };
        parted += 1;
        paragraph.text.replace_range(end..words, "\t");
        let moved = |at: usize| if at >= words { at - (words - end) + 1 } else { at.min(end) };
        paragraph.pages.iter_mut().for_each(|(at, _)| *at = moved(*at));
        paragraph.numbers.iter_mut().for_each(|(at, _)| *at = moved(*at));
    }
    lead::say(parted, lead::SetOffBy::Type, writer);
}
