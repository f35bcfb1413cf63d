//! Speakers that captions name in their words, as meeting programs write them: `Anna Berg: Why?`.

use std::collections::HashMap;

use super::super::utterance::Utterance;
use crate::segment::{Marked, segment_with};

/// Gives the lines their speakers, where the labels at their beginnings make a conversation; the words after a
/// label belong to its speaker until the next label. Returns whether there are any.
pub(super) fn find(lines: &mut [Utterance], known: &[String]) -> bool {
    let mut text = String::new();
    let mut starts = HashMap::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            text.push_str(if line.opens { "\n\n" } else { "\n" });
        }
        // A dash before a label says once more that somebody else speaks.
        let words = without_dash(&line.words);
        starts.insert(text.len(), (n, line.words.len() - words.len()));
        text.push_str(words);
    }
    let (turns, speakers, _) = segment_with(&text, known, &Marked::default());
    let mut labels: HashMap<usize, (String, usize)> = HashMap::new();
    for turn in &turns {
        let start = turn.label.start().0;
        if let (Some(&(n, dash)), Some(speaker)) = (starts.get(&start), speakers.get(turn.speaker)) {
            labels.insert(n, (speaker.label.clone(), dash + turn.label.end().0 - start));
        }
    }
    if labels.is_empty() {
        return false;
    }
    let mut speaker = None;
    for (n, line) in lines.iter_mut().enumerate() {
        if let Some((label, length)) = labels.remove(&n) {
            line.words = line.words.get(length..).unwrap_or_default().trim().to_string();
            speaker = Some(label);
            line.opens = true;
        } else if super::changes_speaker(&line.words) {
            speaker = None;
        }
        line.speaker.clone_from(&speaker);
    }
    true
}

/// A line without the dash at its beginning.
fn without_dash(line: &str) -> &str {
    if super::changes_speaker(line) {
        line.trim_start_matches(['-', '–', '—']).trim_start()
    } else {
        line
    }
}
