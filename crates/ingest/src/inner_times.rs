//! Times that stand inside of turns, as bureaus set them every half minute.

use themata_model::{ByteOffset, Timestamp, Turn};

use crate::segment;

/// Fewest times inside of turns that are those of a recording.
const INNER: usize = 2;

/// How long after the last time of a turn one inside of it may be, in milliseconds.
const LAST_TURN: u64 = 3_600_000;

/// Times in brackets, or alone on their lines, inside of turns, each with where the words behind it begin; none where they do
/// not grow.
pub(crate) fn read(text: &str, turns: &[Turn]) -> Vec<(ByteOffset, Timestamp)> {
    let mut found: Vec<(ByteOffset, Timestamp)> = Vec::new();
    let mut printed: Vec<Timestamp> = Vec::new();
    for turn in turns {
        let Some(body) = turn.body else { continue };
        printed.extend(turn.timestamp);
        let words = body.of(text);
        let mut push = |at: usize, time: Timestamp| {
            let behind = words[at..].len() - words[at..].trim_start().len();
            found.push((ByteOffset(body.start().0 + at + behind), time));
        };
        let mut at = 0;
        for line in words.split_inclusive('\n') {
            if let Some(time) = segment::clock_alone(line.trim()) {
                push(at + line.len(), time);
            } else {
                for (open, _) in line.match_indices(['[', '(']) {
                    if let Some((time, length)) = segment::clock(&line[open..]) {
                        push(at + open + length, time);
                    }
                }
            }
            at += line.len();
        }
    }
    let grow = found.windows(2).all(|pair| pair[0].1 <= pair[1].1);
    let until = |time: &Timestamp| printed.last().is_none_or(|last| time.0 <= last.0 + LAST_TURN);
    let are_told = found.len() >= INNER && grow && found.last().is_some_and(|(_, time)| until(time));
    if are_told { found } else { Vec::new() }
}
