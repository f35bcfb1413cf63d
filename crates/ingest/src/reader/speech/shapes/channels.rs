//! The form of Deepgram: utterances, or for each channel of the recording paragraphs or words.

use serde_json::Value;

use super::super::super::utterance::{Utterance, join};
use super::{by_time, list, segment, speaker, time};

/// `results.utterances`, else the paragraphs or the words of the first alternative of each channel. Where there are
/// several channels, each is a speaker, and they stand in the order of time.
pub(super) fn deepgram(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?;
    let is_filled = |list: &&Value| list.as_array().is_some_and(|list| !list.is_empty());
    if let Some(utterances) = results.get("utterances").filter(is_filled) {
        // They end where somebody pauses, and one speaker may go on in the next.
        return list(utterances, segment);
    }
    let channels = results.get("channels")?.as_array()?;
    let mut all = Vec::new();
    for (n, channel) in channels.iter().enumerate() {
        let best = channel.get("alternatives").and_then(|all| all.get(0));
        let Some(mut said) = best.and_then(of_channel) else {
            all.push(vec![None]);
            continue;
        };
        if channels.len() > 1 {
            for utterance in said.iter_mut().flatten() {
                let own = utterance.speaker.take();
                utterance.speaker = Some(own.map_or_else(
                    || format!("Channel {}", n + 1),
                    |own| format!("{own} on channel {}", n + 1),
                ));
            }
        }
        all.push(said);
    }
    Some(if channels.len() > 1 { by_time(all) } else { all.into_iter().flatten().collect() })
}

/// The paragraphs of an alternative, else its words, else its transcript.
fn of_channel(best: &Value) -> Option<Vec<Option<Utterance>>> {
    let at = |entry: &Value, key: &str| time(entry.get(key)?, 1.0);
    let said = |entry: &Value, words: String| Utterance {
        speaker: entry.get("speaker").and_then(speaker),
        start: at(entry, "start"),
        end: at(entry, "end"),
        words,
        opens: false,
    };
    let paragraphs = best.get("paragraphs").and_then(|paragraphs| paragraphs.get("paragraphs"));
    if let Some(paragraphs) = paragraphs.and_then(Value::as_array) {
        let read = |entry: &Value| {
            let sentences = entry.get("sentences")?.as_array()?;
            let mut words = String::new();
            for sentence in sentences {
                join(&mut words, sentence.get("text").and_then(Value::as_str).unwrap_or_default());
            }
            Some(said(entry, words))
        };
        return Some(paragraphs.iter().map(read).collect());
    }
    let word = |entry: &Value| {
        let words = entry.get("punctuated_word").or_else(|| entry.get("word"))?.as_str()?;
        Some(said(entry, words.to_string()))
    };
    match best.get("words") {
        Some(words) => list(words, word),
        None => Some(vec![segment(best)]),
    }
}
