//! Labels at the beginnings of lines.

use std::collections::HashMap;

use super::lines::Line;
use crate::segment::{can_be_label, label_with_dash, label_with_time, letter_with_stop};

/// Longest label looked for at the beginning of a line, in bytes.
const LABEL: usize = 60;

/// Fewest lines that begin with a label, for it to open paragraphs wherever it begins a line.
const LINES: usize = 3;

/// Most words of a label that are looked for inside of lines.
const WORDS: usize = 4;

/// What stands before the first colon, before a dash or before a time at the end, if it can be a label, or a letter for question or answer with its
/// full stop.
pub(super) fn label(text: &str) -> Option<&str> {
    if let Some(label) =
        letter_with_stop(text).or_else(|| label_with_dash(text)).or_else(|| label_with_time(text))
    {
        return Some(label);
    }
    let head = &text[..text.floor_char_boundary(LABEL)];
    let at = head.find([':', '：'])?;
    // In French a blank stands before the colon.
    let name = head[..at].trim_end();
    (can_be_label(&format!("{name}:"), name)).then_some(name)
}

/// The labels with a colon that begin lines, and hardly ever stand elsewhere in them: words that only happen to stand at the
/// beginning of a line do so by chance.
pub(super) fn at_line_beginnings<'l>(lines: impl Iterator<Item = &'l Line>) -> HashMap<String, usize> {
    let texts: Vec<String> = lines.map(Line::text).collect();
    let mut begins: HashMap<&str, usize> = HashMap::new();
    let mut inside: HashMap<&str, usize> = HashMap::new();
    for text in &texts {
        let own = label(text).filter(|own| text[own.len()..].trim_start().starts_with([':', '：']));
        own.into_iter().for_each(|own| *begins.entry(own).or_default() += 1);
        for (at, _) in text.match_indices([':', '：']) {
            let before = text[..at].trim_end();
            let starts = before.rmatch_indices(' ').map(|(blank, _)| blank + 1).take(WORDS);
            starts.for_each(|start| *inside.entry(&before[start..]).or_default() += 1);
        }
    }
    let hardly_inside = |name: &str, n: usize| inside.get(name).is_none_or(|others| others * 2 <= n);
    begins
        .into_iter()
        .filter(|(name, n)| *n >= LINES && hardly_inside(name, *n))
        .map(|(name, n)| (name.to_string(), n))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_may_stand_between_a_label_and_its_colon() {
        for (text, name) in [("E : Et alors ?", "E"), ("Anne Roy\u{a0}: Oui.", "Anne Roy"), ("I: Why?", "I")]
        {
            assert_eq!(label(text), Some(name), "{text}");
        }
    }
}
