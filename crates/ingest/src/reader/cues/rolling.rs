//! Captions that show words again: lines that roll up, and lines that grow word by word.

use super::{Cue, words};

/// Fewest cues that repeat what the one before shows.
const FEWEST: usize = 3;

/// Takes out what cues show again of the one before, where at least half of them do; returns how many lines.
pub(super) fn without_repeats(cues: &mut [Cue]) -> usize {
    let shown: Vec<Vec<String>> = cues.iter().map(lines).collect();
    let full: Vec<usize> = (0..cues.len()).filter(|n| !shown[*n].is_empty()).collect();
    let pairs: Vec<(usize, usize)> = full.windows(2).map(|two| (two[0], two[1])).collect();
    // Cues that are the same as a whole may be said twice.
    let rolls = |(last, next): &&(usize, usize)| {
        shown[*last] != shown[*next] && rolled(&shown[*last], &shown[*next]) > 0
    };
    let rolls = pairs.iter().filter(rolls).count();
    let grows = pairs.iter().filter(|(last, next)| grown(&shown[*last], &shown[*next]).is_some()).count();
    let are_many = |n: usize| n >= FEWEST && n * 2 >= pairs.len();
    let mut taken = 0;
    if are_many(rolls) {
        let mut kept = full[0];
        for (last, next) in pairs {
            let again = rolled(&shown[last], &shown[next]);
            let lines = &mut cues[next].lines;
            lines.retain(|line| !words::plain(line).is_empty());
            taken += lines.drain(..again.min(lines.len())).count();
            // Nobody pauses while words are shown again.
            match lines.is_empty() {
                true => cues[kept].end = cues[next].end,
                false => kept = next,
            }
        }
    } else if are_many(grows) {
        for (last, next) in pairs {
            if let Some(more) = grown(&shown[last], &shown[next]) {
                cues[next].lines = vec![more];
                taken += 1;
            }
        }
    }
    taken
}

/// The lines with words of a cue.
fn lines(cue: &Cue) -> Vec<String> {
    cue.lines.iter().map(|line| words::plain(line)).filter(|line| !line.is_empty()).collect()
}

/// How many of the first lines of a cue are the last ones of the cue before.
fn rolled(last: &[String], next: &[String]) -> usize {
    let most = last.len().min(next.len());
    (1..=most).rev().find(|n| last[last.len() - n..] == next[..*n]).unwrap_or(0)
}

/// What a cue adds to the words of the one before, which it shows again.
fn grown(last: &[String], next: &[String]) -> Option<String> {
    let (last, next) = (last.join(" "), next.join(" "));
    let more = next.strip_prefix(&last)?;
    (!more.trim().is_empty()).then(|| more.trim().to_string())
}
