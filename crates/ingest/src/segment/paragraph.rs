//! Where paragraphs begin: below empty lines, and in lines of one width where the line above ends early.

use themata_model::line::{Line, LineKind};

use super::shape::is_unspaced;
use super::time;

/// Longest lines that a program or a typist breaks, in characters: longer ones are paragraphs.
const WIDE: usize = 160;

/// One of how many lines fills the width at the least, where lines are broken at it.
const FULL: usize = 4;

/// The lines at which paragraphs begin; a time that stands alone begins none.
pub(crate) fn starts(text: &str, lines: &[Line]) -> Vec<usize> {
    let words = |line: &Line| text[line.start..line.end].trim_end();
    let is_full = |line: &Line| {
        matches!(line.kind, LineKind::Text | LineKind::List) && time::alone(words(line)).is_none()
    };
    let mut lengths: Vec<usize> =
        lines.iter().filter(|line| is_full(line)).map(|line| words(line).chars().count()).collect();
    lengths.sort_unstable();
    // A few lines may be longer than the page is wide.
    let width = lengths.get(lengths.len() * 19 / 20).copied().unwrap_or(0);
    let fill = lengths.len() - lengths.partition_point(|length| length * 5 < width * 4);
    let are_broken = width <= WIDE && fill * FULL >= lengths.len();
    let mut found = Vec::new();
    let mut above: Option<&Line> = None;
    for (n, line) in lines.iter().enumerate() {
        if line.kind == LineKind::Heading {
            found.push(n);
        }
        if !is_full(line) {
            above = None;
            continue;
        }
        let ends_early =
            |above: &Line| words(above).chars().count() + 1 + first_word(words(line)) + width / 12 <= width;
        if !are_broken || above.is_none_or(ends_early) {
            found.push(n);
        }
        above = Some(line);
    }
    found
}

/// How many characters must stand together at the beginning of a line.
fn first_word(line: &str) -> usize {
    let line = line.trim_start();
    if line.starts_with(is_unspaced) { 1 } else { line.chars().take_while(|c| !c.is_whitespace()).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        starts(text, &themata_model::line::lines(text))
    }

    #[test]
    fn a_line_that_ends_early_ends_its_paragraph() {
        let text = "Anna > We came by the early boat and\nstayed until the road was built in\nspring.\nBo > And then?\nAnna > Then we left the island for the\nlast time.\n";
        assert_eq!(found(text), [0, 3, 4]);
    }

    #[test]
    fn lines_below_empty_ones_begin_paragraphs_and_times_alone_do_not() {
        assert_eq!(found("00:01\nIt began.\n\nIt grew and grew.\n\n00:02\nIt ended.\n"), [1, 3, 6]);
    }

    #[test]
    fn short_lines_are_paragraphs_each() {
        assert_eq!(
            found(
                "Anna\nIt began with an oven, long ago, in a small town.\nBo\nAnd then?\nAnna\nThen it grew.\nBo\nWhy?\nAnna\nSo.\n"
            ),
            (0..10).collect::<Vec<_>>()
        );
    }
}
