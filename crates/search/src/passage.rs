//! The passages of a text: what is indexed.

use themata_model::{ByteOffset, Span, Text, TextIndex, Turn};

use crate::Language;

/// A paragraph of a turn, or one that stands outside the turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands.
    pub span: Span,
    /// Start in code points.
    pub start: u32,
    /// End in code points, exclusive.
    pub end: u32,
    /// Position of the turn; `None` outside turns.
    pub turn: Option<u32>,
    /// Position of the speaker in the text's list; `None` outside turns.
    pub speaker: Option<u32>,
}

/// A text to be indexed.
#[derive(Clone, Debug)]
pub struct IndexedText {
    /// What the text is known by in the index; see [`TextKey`].
    pub key: TextKey,
    /// The language its words are stemmed in: that of the key, else the one that was detected.
    pub language: Option<Language>,
    /// The words.
    pub content: String,
    /// Its passages in order.
    pub passages: Vec<Passage>,
}

/// What a text is known by in the index: whatever changes it must change what is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey {
    /// Version of the text, an opaque word without line breaks: text, turns and all.
    pub version: String,
    /// The language it is said to be in, if any; else it is detected when the text is read.
    pub language: Option<Language>,
}

impl TextKey {
    /// The word the index keeps.
    pub(crate) fn term(&self) -> String {
        format!("{} {}", self.version, self.language.map_or("-", Language::tag))
    }
}

/// Returns the passages of `text`: the paragraphs of its turns, and of what stands outside them as
/// far as it has words.
pub fn passages(text: &Text) -> Vec<Passage> {
    let content = &text.content;
    let mut spans: Vec<(Span, Option<&Turn>, Option<usize>)> = Vec::new();
    let mut turns = text.turns.iter().enumerate().peekable();
    for span in themata_model::passages(content, &text.turns) {
        while turns.peek().is_some_and(|(_, turn)| turn.body_end() <= span.start()) {
            turns.next();
        }
        let (turn, number) = match turns.peek() {
            Some((number, turn)) if turn.start() <= span.start() => (Some(*turn), Some(*number)),
            _ => (None, None),
        };
        spans.push((span, turn, number));
    }
    if !text.turns.is_empty() {
        spans.extend(outside(text).into_iter().map(|span| (span, None, None)));
        spans.sort_by_key(|(span, ..)| span.start());
    }
    let index = TextIndex::new(content);
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let passage = |(span, turn, number): (Span, Option<&Turn>, Option<usize>)| {
        let (start, end) = index.chars_of_span(span)?;
        Some(Passage {
            span,
            start: small(start.0),
            end: small(end.0),
            turn: number.map(small),
            speaker: turn.map(|turn| small(turn.speaker)),
        })
    };
    spans.into_iter().filter_map(passage).collect()
}

/// The paragraphs, or pieces of paragraphs, that belong to no turn and hold letters.
fn outside(text: &Text) -> Vec<Span> {
    let mut found = Vec::new();
    let mut first = 0;
    for paragraph in themata_model::passages(&text.content, &[]) {
        while text.turns.get(first).is_some_and(|turn| turn.body_end() <= paragraph.start()) {
            first += 1;
        }
        let mut from = paragraph.start();
        for turn in text.turns[first..].iter().take_while(|turn| turn.start() < paragraph.end()) {
            found.extend(trimmed(&text.content, from, turn.start()));
            from = from.max(turn.body_end());
        }
        found.extend(trimmed(&text.content, from, paragraph.end()));
    }
    found
}

/// The stretch without white space at its ends, when there are letters in it.
fn trimmed(content: &str, from: ByteOffset, to: ByteOffset) -> Option<Span> {
    let words = content.get(from.0..to.0)?;
    if !words.chars().any(char::is_alphabetic) {
        return None;
    }
    let start = from.0 + (words.len() - words.trim_start().len());
    Span::new(content, ByteOffset(start), ByteOffset(from.0 + words.trim_end().len())).ok()
}
