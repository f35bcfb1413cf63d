//! Times at the ends of turns, as programs for typing from a recording write them: `Anna: words #00:01:02-3#`.

use themata_model::{Span, Timestamp, Turn};

use super::{span, time};

/// Fewest turns to tell by.
const FEWEST: usize = 3;

/// Gives the turns the times at their ends, which are then no part of the words: where no label has a time, most turns
/// end with one, and they grow.
pub(super) fn give(text: &str, turns: &mut [Turn]) {
    if turns.iter().any(|turn| turn.timestamp.is_some()) {
        return;
    }
    let said = |turn: &Turn| turn.body.map(|body| (body, body.of(text)));
    let found: Vec<(usize, Span, Timestamp, usize, bool)> = turns
        .iter()
        .enumerate()
        .filter_map(|(n, turn)| {
            let (body, words) = said(turn)?;
            let (time, at, in_brackets) = at_end(words)?;
            Some((n, body, time, at, in_brackets))
        })
        .collect();
    let bodies = turns.iter().filter(|turn| turn.body.is_some()).count();
    let grow = found.windows(2).filter(|pair| pair[0].2 <= pair[1].2).count();
    // A time without brackets may be said.
    let marked = found.iter().all(|(.., in_brackets)| *in_brackets);
    let enough = if marked { found.len() * 2 >= bodies } else { found.len() * 10 >= bodies * 9 };
    if found.len() < FEWEST || !enough || grow * 10 < (found.len() - 1) * 9 {
        return;
    }
    for (n, body, time, at, _) in found {
        let words = body.of(text).get(..at).unwrap_or_default().trim_end();
        turns[n].timestamp = Some(time);
        turns[n].body = span(text, body.start().0, body.start().0 + words.len());
    }
}

/// The time at the end of `words`, where it begins, and whether it stands in brackets.
fn at_end(words: &str) -> Option<(Timestamp, usize, bool)> {
    let close = words.chars().next_back()?;
    let open = match close {
        ')' => Some('('),
        ']' => Some('['),
        '）' => Some('（'),
        '#' => Some('#'),
        _ => None,
    };
    let blank = |(at, c): (usize, char)| c.is_whitespace().then_some(at + c.len_utf8());
    let at = match open {
        Some(open) => words[..words.len() - close.len_utf8()].rfind(open)?,
        None => words.char_indices().rev().find_map(blank).unwrap_or(0),
    };
    let last = words.get(at..)?;
    let found = if open.is_some() { time::bracketed(last) } else { time::bare(last) };
    let (time, _) = found.filter(|(_, length)| *length == last.len())?;
    Some((time, at, open.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_stands_at_the_end_with_or_without_brackets() {
        let cases = [
            ("Yes. [00:01:02]", Some((62_000, 5, true))),
            ("Yes. #00:01:02-3#", Some((62_300, 5, true))),
            ("是的。(01:02)", Some((62_000, 9, true))),
            ("Yes. 00:01:02", Some((62_000, 5, false))),
            ("#00:01:02-3#", Some((62_300, 0, true))),
            ("Yes (or so)", None),
            ("Yes\u{a0}01:02", Some((62_000, 5, false))),
            ("Yes #", None),
            ("]", None),
        ];
        for (words, expected) in cases {
            let seen = at_end(words).map(|(time, at, in_brackets)| (time.0, at, in_brackets));
            assert_eq!(seen, expected, "{words}");
        }
    }
}
