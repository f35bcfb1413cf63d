//! Numbers of turns or lines that stand before the words: `1. Anna: words`, `001 ANNA: words`.

use std::collections::HashSet;

use themata_model::line::{Line, LineKind};

use super::label::parse;

/// Fewest lines with numbers that grow by one.
const FEWEST: usize = 4;

/// Fewest numbers in a margin.
const MARGIN: usize = 2;

/// The length of the number before the words of each line, with the blanks behind it; nothing where numbers do not grow by
/// one through the text.
pub(super) fn prefixes(text: &str, lines: &[Line]) -> Vec<usize> {
    let is_text = |line: &Line| matches!(line.kind, LineKind::Text | LineKind::List);
    let found: Vec<Option<(u32, usize)>> =
        lines.iter().map(|line| number(&text[line.start..line.end]).filter(|_| is_text(line))).collect();
    let values: Vec<u32> = found.iter().flatten().map(|(value, _)| *value).collect();
    let grow = values.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    // Numbers of lines or paragraphs may leave some out, where nearly all of them stand before labels.
    let rise = values.windows(2).filter(|pair| pair[1] > pair[0]).count();
    let labels: Vec<&str> = lines
        .iter()
        .zip(&found)
        .filter_map(|(line, number)| {
            let head = number.and_then(|(_, length)| parse(&text[line.start + length..line.end]))?;
            (head.start == 0 && !head.bare).then_some(head.name)
        })
        .collect();
    let are_labels = labels.len() * 10 >= values.len() * 9;
    // Questions alone may be counted: those who ask come again and again.
    let distinct: HashSet<&&str> = labels.iter().collect();
    let come_again = are_labels && distinct.len() * 2 <= labels.len();
    let grow = if are_labels { rise } else { grow };
    let filled = lines.iter().filter(|line| is_text(line)).count();
    let is_few = values.len() * 4 < filled && !come_again;
    let are_told =
        values.len() >= FEWEST && grow * 10 >= (values.len().max(1) - 1) * 9 && (!is_few || come_again);
    if !are_told && !in_margin(text, lines, &found) {
        return vec![0; lines.len()];
    }
    found.into_iter().map(|number| number.map_or(0, |(_, length)| length)).collect()
}

/// Whether the numbers stand in a margin, at every fifth line or so: they grow by the same step, and the words of all lines begin
/// at one place.
fn in_margin(text: &str, lines: &[Line], found: &[Option<(u32, usize)>]) -> bool {
    let values: Vec<u32> = found.iter().flatten().map(|(value, _)| *value).collect();
    let step = |pair: &[u32]| pair[1].checked_sub(pair[0]);
    let Some(first) = values.windows(2).next().and_then(step).filter(|step| *step > 1) else { return false };
    let equal = values.windows(2).filter(|pair| step(pair) == Some(first)).count();
    if values.len() < MARGIN || equal * 10 < (values.len() - 1) * 9 {
        return false;
    }
    let Some(place) = found.iter().flatten().map(|(_, length)| *length).max().filter(|place| *place > 2)
    else {
        return false;
    };
    let begins = |line: &Line, number: &Option<(u32, usize)>| {
        let words = &text[line.start..line.end];
        number.map_or(words.len() - words.trim_start_matches(' ').len(), |(_, length)| length)
    };
    let full = lines.iter().zip(found).filter(|(line, _)| line.kind != LineKind::Blank);
    let (mut all, mut there) = (0_usize, 0_usize);
    for (line, number) in full {
        all += 1;
        there += usize::from(begins(line, number).abs_diff(place) <= 1);
    }
    there * 10 >= all * 8
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

#[cfg(test)]
mod tests {
    use crate::segment::segment;

    #[test]
    fn questions_alone_may_be_counted_and_numbers_may_stand_in_a_margin() {
        let answer = "V: We dug it in the dry summer, with\nspades and with two neighbours, and then\nwe drank from it for many\nyears.\n";
        let counted: String = (1..6).map(|n| format!("{n}. K: Who dug the well?\n{answer}")).collect();
        assert_eq!(segment(&counted).0.len(), 10);
        let line = |n: usize| match n % 5 {
            0 => format!("{n:>4} Asker: Who dug it then?\n"),
            1 | 3 => "     Anna: We dug it in the summer\n".to_string(),
            2 | 4 => "     and drank from it.\n".to_string(),
            _ => String::new(),
        };
        let text: String = (1..31).map(line).collect();
        let (turns, speakers, _) = segment(&text);
        assert_eq!((turns.len(), speakers.len()), (18, 2));
        // A list that counts fields is none.
        let list: String = ["Age", "Home", "Work", "Boat"]
            .iter()
            .enumerate()
            .map(|(n, word)| format!("{}. {word}: one\n", n + 1))
            .collect();
        assert!(segment(&format!("{list}{}", "Words go on here.\n".repeat(40))).0.is_empty());
    }
}
