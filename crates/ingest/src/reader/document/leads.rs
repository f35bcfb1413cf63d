//! Names of speakers that only their type sets off from the words: **Anna Berg** Then we began.

use std::collections::HashMap;

use super::{Block, Paragraph};
use crate::reader::writer::{Writer, one_line};
use crate::segment::{can_stand_alone, is_word_for_speaker};

/// Fewest paragraphs that begin so.
const FEWEST: usize = 4;

/// Most paragraphs per name on average.
const PARAGRAPHS: usize = 12;

/// Where the words of a paragraph stop being set off, while they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lead {
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
        self.lead = match self.lead {
            Lead::None if on && is_blank => Lead::Open,
            Lead::Open if !on && is_blank => Lead::None,
            Lead::Open if !on => Lead::Closed(self.text.trim_end().len()),
            other => other,
        };
    }

    /// The name that is set off, with the place where it ends and where the words begin.
    fn name(&self) -> Option<(String, usize, usize)> {
        let Lead::Closed(end) = self.lead else { return None };
        let (name, rest) = (self.text.get(..end)?, self.text.get(end..)?);
        let words = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let parts = rest.len() - words.len();
        let name = one_line(name);
        let fits = parts > 0
            && words.contains(char::is_alphabetic)
            && !words.starts_with([':', '：', '(', '[', '-', '–', '—']);
        (fits && !words.starts_with(char::is_whitespace) && can_stand_alone(&name)).then_some((
            name,
            end,
            end + parts,
        ))
    }
}

/// Parts names that are set off from the words by a tab, where they take turns.
pub(super) fn part(blocks: &mut [Block], writer: &mut Writer) {
    let paragraphs = || {
        blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) if !paragraph.text.trim().is_empty() => Some(paragraph),
            _ => None,
        })
    };
    let names: Vec<(usize, String)> = paragraphs()
        .enumerate()
        .filter_map(|(n, paragraph)| Some((n, paragraph.name()?.0.to_lowercase())))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.iter().for_each(|(_, name)| *counts.entry(name).or_default() += 1);
    let recurs = |name: &str| counts.get(name).is_some_and(|n| *n >= 2) || is_word_for_speaker(name);
    let core: Vec<&(usize, String)> = names.iter().filter(|(_, name)| recurs(name)).collect();
    let changes = core.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
    let region = match (core.first(), core.last()) {
        (Some(first), Some(last)) => last.0 - first.0 + 1,
        _ => return,
    };
    if core.len() < FEWEST || changes * 2 < core.len() - 1 || region > core.len() * PARAGRAPHS {
        return;
    }
    let mut parted = 0;
    for block in blocks.iter_mut() {
        let Block::Paragraph(paragraph) = block else { continue };
        let Some((_, end, words)) = paragraph.name() else { continue };
        paragraph.text.replace_range(end..words, "\t");
        let moved = |at: usize| if at >= words { at - (words - end) + 1 } else { at.min(end) };
        paragraph.pages.iter_mut().for_each(|(at, _)| *at = moved(*at));
        paragraph.numbers.iter_mut().for_each(|(at, _)| *at = moved(*at));
        parted += 1;
    }
    let what = themata_model::counted_as(parted, "name that its type sets", "names that their type sets");
    writer.remark(format!("{what} off from the words are parted from them by a tab"));
}
