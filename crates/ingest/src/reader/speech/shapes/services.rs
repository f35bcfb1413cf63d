//! The forms of services that write words or phrases one by one, or by channel: Speechmatics, Rev AI, Azure, Deepgram, Amazon.

use serde_json::Value;

use super::super::super::utterance::{Utterance, join};
use super::{list, speaker, time};

/// `results[]`, each a word or a mark with the speaker in its first alternative.
pub(super) fn speechmatics(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?.as_array()?;
    let best = |result: &Value| result.get("alternatives").and_then(|all| all.get(0)).cloned();
    let content = |result: &Value| best(result)?.get("content")?.as_str().map(str::to_string);
    results.iter().any(|result| content(result).is_some()).then_some(())?;
    let mut all: Vec<Option<Utterance>> = Vec::new();
    for result in results {
        let Some(content) = content(result) else {
            all.push(None);
            continue;
        };
        let joins = result.get("attaches_to").and_then(Value::as_str) == Some("previous")
            || result.get("type").and_then(Value::as_str) == Some("punctuation");
        if joins && let Some(Some(last)) = all.last_mut() {
            last.words.push_str(&content);
            continue;
        }
        let at = |key: &str| time(result.get(key)?, 1.0);
        all.push(Some(Utterance {
            speaker: best(result).and_then(|best| best.get("speaker").and_then(speaker)),
            start: at("start_time"),
            end: at("end_time"),
            words: content,
            opens: false,
        }));
    }
    Some(all)
}

/// `monologues[]`, each a turn of words and marks, blanks included.
pub(super) fn monologues(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let read = |entry: &Value| {
        let elements = entry.get("elements")?.as_array()?;
        let words = elements.iter().filter_map(|element| element.get("value")?.as_str()).collect();
        let start = elements.iter().find_map(|element| time(element.get("ts")?, 1.0));
        let end = elements.iter().rev().find_map(|element| time(element.get("end_ts")?, 1.0));
        Some(Utterance { speaker: entry.get("speaker").and_then(speaker), start, end, words, opens: true })
    };
    list(value.get("monologues")?, read)
}

/// `recognizedPhrases[]`, in the order of time, with times in ten millionths of a second; where nobody is told apart,
/// each channel is a speaker.
pub(super) fn phrases(value: &Value) -> Option<Vec<Option<Utterance>>> {
    const TICK: f64 = 1e-7;
    let phrases = value.get("recognizedPhrases")?.as_array()?;
    let channels: std::collections::HashSet<u64> =
        phrases.iter().filter_map(|phrase| phrase.get("channel")?.as_u64()).collect();
    let read = |phrase: &Value| {
        let mut words = String::new();
        join(&mut words, phrase.get("nBest")?.get(0)?.get("display")?.as_str()?);
        let start = phrase.get("offsetInTicks").and_then(|ticks| time(ticks, TICK));
        let by_channel = phrase.get("channel").filter(|_| channels.len() > 1);
        let who = phrase.get("speaker").or(by_channel).and_then(speaker);
        Some(Utterance { speaker: who, start, end: None, words, opens: false })
    };
    let mut all: Vec<Option<Utterance>> = phrases.iter().map(read).collect();
    all.sort_by_key(|utterance| utterance.as_ref().and_then(|utterance| utterance.start));
    Some(all)
}

/// Several channels, each with the words of one speaker, in order of time.
pub(super) fn channels(channels: &Value) -> Option<Vec<Option<Utterance>>> {
    let mut all = Vec::new();
    for (n, channel) in channels.as_array()?.iter().enumerate() {
        let best = channel.get("alternatives")?.get(0)?;
        let read = |word: &Value| {
            let words = word.get("punctuated_word").or_else(|| word.get("word"))?.as_str()?.to_string();
            let at = |key: &str| time(word.get(key)?, 1.0);
            let speaker = Some(format!("Channel {}", n + 1));
            Some(Utterance { speaker, start: at("start"), end: at("end"), words, opens: false })
        };
        match best.get("words").and_then(Value::as_array) {
            Some(words) => all.extend(words.iter().map(read)),
            None => all.push(read(&serde_json::json!({"word": best.get("transcript")?}))),
        }
    }
    all.sort_by_key(|one: &Option<Utterance>| one.as_ref().and_then(|one| one.start));
    Some(all)
}

/// `results.channel_labels.channels[]` with items each.
pub(super) fn labelled_channels(results: &Value) -> Option<Vec<Option<Utterance>>> {
    let channels = results.get("channel_labels")?.get("channels")?.as_array()?;
    let mut all: Vec<Option<Utterance>> = Vec::new();
    for channel in channels {
        let name = channel.get("channel_label").and_then(speaker);
        let mut own: Vec<Option<Utterance>> = Vec::new();
        for item in channel.get("items")?.as_array()? {
            let best = item.get("alternatives").and_then(|all| all.get(0)?.get("content")?.as_str());
            let is_mark = item.get("type").and_then(Value::as_str) == Some("punctuation");
            match (best, own.last_mut()) {
                (Some(mark), Some(Some(last))) if is_mark => last.words.push_str(mark),
                (Some(words), _) => {
                    let at = |key: &str| time(item.get(key)?, 1.0);
                    let (start, end) = (at("start_time"), at("end_time"));
                    let (speaker, words) = (name.clone(), words.to_string());
                    own.push(Some(Utterance { speaker, start, end, words, opens: false }));
                }
                (None, _) => own.push(None),
            }
        }
        all.extend(own);
    }
    all.sort_by_key(|one| one.as_ref().and_then(|one| one.start));
    Some(all)
}
