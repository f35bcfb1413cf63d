//! Numbers of turns or lines that stand before the words: `1. Anna: words`, `001 ANNA: words`.

use themata_model::line::{Line, LineKind};

use super::label::parse;

/// Fewest lines with numbers that grow by one.
const FEWEST: usize = 4;

/// The length of the number before the words of each line, with the blanks behind it; nothing where numbers do not grow by
/// one through the text.
pub(super) fn prefixes(text: &str, lines: &[Line]) -> Vec<usize> {
    let is_text = |line: &Line| matches!(line.kind, LineKind::Text | LineKind::List);
    let found: Vec<Option<(u32, usize)>> =
        lines.iter().map(|line| number(&text[line.start..line.end]).filter(|_| is_text(line))).collect();
    let values: Vec<u32> = found.iter().flatten().map(|(value, _)| *value).collect();
    let grow = values.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    let filled = lines.iter().filter(|line| is_text(line)).count();
    // Numbers of lines or paragraphs may leave some out, where nearly all of them stand before labels.
    let rise = values.windows(2).filter(|pair| pair[1] > pair[0]).count();
    let labels = lines.iter().zip(&found).filter(|(line, number)| {
        number.is_some_and(|(_, length)| {
            parse(&text[line.start + length..line.end]).is_some_and(|head| head.start == 0 && !head.bare)
        })
    });
    let grow = if labels.count() * 10 >= values.len() * 9 { rise } else { grow };
    if values.len() < FEWEST || grow * 10 < (values.len() - 1) * 9 || values.len() * 4 < filled {
        return vec![0; lines.len()];
    }
    found.into_iter().map(|number| number.map_or(0, |(_, length)| length)).collect()
}

/// The number that a line begins with, and how long it is with its mark and blanks.
fn number(line: &str) -> Option<(u32, usize)> {
    let rest = line.trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let value = rest[..digits].parse().ok().filter(|_| (1..=5).contains(&digits))?;
    let behind = rest[digits..].strip_prefix(['.', ')']).unwrap_or(&rest[digits..]);
    let words = behind.trim_start_matches([' ', '\t']);
    (words.len() < behind.len() && words.starts_with(char::is_alphabetic))
        .then_some((value, line.len() - words.len()))
}
