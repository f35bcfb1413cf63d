//! Passages: the paragraphs of turns and documents, the unit that is indexed and compared.

use crate::line::{self, Line, LineKind};
use crate::{ByteOffset, Span, Turn};

/// Returns the paragraphs of `text` in order: those of the turns' bodies where there are turns,
/// else those of the whole text without its front matter.
///
/// Paragraphs are parted by blank lines; hard-wrapped lines stay together.
pub fn passages(text: &str, turns: &[Turn]) -> Vec<Span> {
    let lines = line::lines(text);
    if turns.is_empty() {
        let words: Vec<Line> = lines.into_iter().filter(|line| line.kind != LineKind::FrontMatter).collect();
        return paragraphs(text, &words, 0, text.len());
    }
    let mut found = Vec::new();
    for body in turns.iter().filter_map(|turn| turn.body) {
        let (start, end) = (body.start().0, body.end().0);
        let from = lines.partition_point(|line| line.end < start);
        let to = lines.partition_point(|line| line.start < end);
        if let Some(lines) = lines.get(from..to) {
            found.extend(paragraphs(text, lines, start, end));
        }
    }
    found
}

/// The paragraphs of the part of `lines` that lies within `start..end`.
fn paragraphs(text: &str, lines: &[Line], start: usize, end: usize) -> Vec<Span> {
    lines
        .split(|line| matches!(line.kind, LineKind::Blank | LineKind::Rule))
        .filter_map(|block| {
            let (first, last) = (block.first()?, block.last()?);
            let (from, to) = (first.start.max(start), last.end.min(end));
            let words = text.get(from..to)?;
            let lead = words.len() - words.trim_start().len();
            Span::new(text, ByteOffset(from + lead), ByteOffset(from + words.trim_end().len())).ok()
        })
        .collect()
}
