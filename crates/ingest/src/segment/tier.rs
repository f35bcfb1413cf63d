//! Transcripts of talk in tiers, as archives of child language keep them: `*MOT:` and a tab before the words, marks of the
//! place in the recording behind them, and lines such as `%mor:` below that are nobody's words.

use themata_model::{Timestamp, Turn};

use super::span;

/// Ends the turns above the lines that say something of them, and gives them the times of the marks behind their words,
/// where no label has a time and most turns have such a mark.
pub(super) fn give(text: &str, turns: &mut [Turn]) {
    for turn in turns.iter_mut().filter(|turn| turn.label.of(text).starts_with('*')) {
        if let Some(body) = turn.body {
            let (start, words) = (body.start().0, above_tiers(body.of(text)));
            turn.body = span(text, start, start + words.len());
        }
    }
    let is_timed = turns.iter().any(|turn| turn.timestamp.is_some());
    let marked = |turn: &&mut Turn| turn.body.is_some_and(|body| first_mark(body.of(text)).is_some());
    let bodies = turns.iter().filter(|turn| turn.body.is_some()).count();
    let marks = turns.iter_mut().filter(marked).count();
    if is_timed || marks == 0 || marks * 2 < bodies {
        return;
    }
    for turn in turns.iter_mut() {
        let Some(body) = turn.body else { continue };
        let words = body.of(text);
        turn.timestamp = first_mark(words).map(|(_, _, time)| time);
        // A mark at the very end is none of the words.
        let last = words.char_indices().rev().filter(|(_, c)| is_sign(*c)).nth(1).map(|(at, _)| at);
        let at_end =
            last.filter(|at| mark(&words[*at..]).is_some_and(|(length, _)| at + length == words.len()));
        if let Some(at) = at_end {
            turn.body = span(text, body.start().0, body.start().0 + words[..at].trim_end().len());
        }
    }
}

/// The words above the first line that begins with `%mor:` or `@Comment:`.
fn above_tiers(words: &str) -> &str {
    let is_tier = |rest: &str| {
        let name =
            rest.strip_prefix(['%', '@']).and_then(|rest| rest.split([':', '\n']).next()).unwrap_or_default();
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
    };
    let lines = words.match_indices('\n').map(|(at, _)| at);
    let first = lines.into_iter().find(|at| is_tier(&words[at + 1..]));
    words[..first.unwrap_or(words.len())].trim_end()
}

/// What stands before and behind the two numbers of a mark: a control character, or the bullet that programs show for it.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{15}' | '•')
}

/// The first mark: where it begins, its length, and the time that it says.
fn first_mark(words: &str) -> Option<(usize, usize, Timestamp)> {
    words.char_indices().filter(|(_, c)| is_sign(*c)).find_map(|(at, _)| {
        let (length, time) = mark(&words[at..])?;
        Some((at, length, time))
    })
}

/// The mark at the start of `text`: two numbers of thousandths of a second, `•1500_2750•`.
fn mark(text: &str) -> Option<(usize, Timestamp)> {
    let sign = text.chars().next().filter(|c| is_sign(*c))?;
    let inside = &text[sign.len_utf8()..];
    let inside = &inside[..inside.find(sign).filter(|end| *end <= 24)?];
    let (from, to) = inside.split_once('_')?;
    let number = |digits: &str| digits.parse::<u64>().ok().filter(|_| (1..=10).contains(&digits.len()));
    let (from, to) = (number(from)?, number(to)?);
    (from <= to).then_some((inside.len() + 2 * sign.len_utf8(), Timestamp(from)))
}
