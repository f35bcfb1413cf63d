//! Where the words stop that are set off at the beginning of a paragraph, and the names among them.

use std::collections::HashSet;

use super::{Block, Paragraph};
use crate::reader::lead;
use crate::reader::writer::Writer;
use crate::segment::{can_stand_alone, clock_alone};

/// How words differ from those around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reader) enum Type {
    /// As running text is.
    Plain,
    /// Only marked, as with a pen: the author's names may be, and whatever a reader found.
    Highlit,
    /// Bold, underlined, in a colour.
    SetOff,
}

impl Type {
    /// Whether letters of this colour, `#1f2328`, are set off: not those of nearly the black of running text.
    pub(in crate::reader) fn is_colour(hex: &str) -> bool {
        let parts = u32::from_str_radix(hex.trim_start_matches('#'), 16).ok().map(u32::to_be_bytes);
        parts.is_some_and(|parts| parts.into_iter().any(|part| part > DARK))
    }
}

/// The lightest of three parts of a colour that is nearly black.
const DARK: u8 = 0x40;

impl From<bool> for Type {
    fn from(on: bool) -> Self {
        if on { Type::SetOff } else { Type::Plain }
    }
}

/// Where the words of a paragraph stop being set off, while they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SetOff {
    /// Its first words are not set off, or all are.
    #[default]
    None,
    /// It began with words of this type, which go on.
    Open(Type),
    /// Its first words up to here are set off, and the next ones are not.
    Closed(usize),
}

impl Paragraph {
    /// Says of what type the words are that come.
    pub(super) fn set_off(&mut self, own: Type) {
        let before = self.text.trim();
        // The time or a number may stand before the name.
        let is_beside = || clock_alone(before).is_some() || is_number(before);
        let is_blank = before.is_empty() || (self.set_off == SetOff::None && is_beside());
        self.set_off = match self.set_off {
            SetOff::None if own != Type::Plain && is_blank => SetOff::Open(own),
            SetOff::Open(_) if own == Type::Plain && is_blank => SetOff::None,
            SetOff::Open(first) if own != first => SetOff::Closed(self.text.trim_end().len()),
            other => other,
        };
    }

    /// Whether all its words are set off.
    pub(super) fn is_set_off(&self) -> bool {
        self.set_off == SetOff::Open(Type::SetOff)
    }

    /// The name at the beginning, where names are known.
    fn lead_among(&self, known: &HashSet<String>) -> Option<lead::Lead> {
        match self.set_off {
            SetOff::Closed(end) => {
                let is_one = |lead: &lead::Lead| known.contains(&lead.name) || can_stand_alone(&lead.name);
                lead::read_known(&self.text, end, known).or_else(|| self.lead().filter(is_one))
            }
            SetOff::Open(_) => lead::read_whole(&self.text, known),
            SetOff::None => None,
        }
    }

    fn lead(&self) -> Option<lead::Lead> {
        match self.set_off {
            SetOff::Closed(end) => lead::read_any(&self.text, end),
            _ => None,
        }
    }
}

/// Whether words are a number of up to five digits.
fn is_number(words: &str) -> bool {
    let digits = words.trim_end_matches(['.', ')']);
    (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
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
