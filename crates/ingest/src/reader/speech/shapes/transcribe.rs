//! The form of Amazon Transcribe: segments, or words and marks one by one, or a transcript as a whole.

use std::collections::HashMap;

use serde_json::Value;

use super::super::super::utterance::Utterance;
use super::{by_time, list, segment, speaker, words_and_marks};

/// `results.audio_segments`, else the words of each channel, else `results.items`, else the whole transcript.
pub(super) fn transcribe(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?;
    if let Some(segments) = results.get("audio_segments") {
        return list(segments, segment);
    }
    if let Some(channels) =
        results.get("channel_labels").and_then(|labels| labels.get("channels")?.as_array())
    {
        let of_channel = |channel: &Value| match channel.get("items").and_then(Value::as_array) {
            Some(items) => words(items, |_| channel.get("channel_label").and_then(speaker)),
            None => vec![None],
        };
        return Some(by_time(channels.iter().map(of_channel).collect()));
    }
    let Some(items) = results.get("items").and_then(Value::as_array).filter(|items| !items.is_empty()) else {
        return list(results.get("transcripts")?, segment);
    };
    // Older files say who speaks at which time in a list of its own.
    let segments = results.get("speaker_labels").and_then(|labels| labels.get("segments")?.as_array());
    let stretches = segments.into_iter().flatten().filter_map(|segment| segment.get("items")?.as_array());
    let at_times: HashMap<&str, &Value> = stretches
        .flatten()
        .filter_map(|item| Some((item.get("start_time")?.as_str()?, item.get("speaker_label")?)))
        .collect();
    Some(words(items, |item| {
        let at_time = || at_times.get(item.get("start_time")?.as_str()?).copied();
        item.get("speaker_label").or_else(at_time).and_then(speaker)
    }))
}

/// Items one by one, `{"type": "pronunciation", "alternatives": [{"content": "so"}]}`.
fn words(items: &[Value], who: impl Fn(&Value) -> Option<String>) -> Vec<Option<Utterance>> {
    let content = |item: &Value| {
        let content = item.get("alternatives")?.get(0)?.get("content")?.as_str()?;
        Some((content.to_string(), item.get("type").and_then(Value::as_str) == Some("punctuation")))
    };
    words_and_marks(items.iter(), content, who)
}
