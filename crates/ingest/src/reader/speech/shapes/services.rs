//! The forms of services that write words or phrases one by one: Speechmatics, Rev AI, Azure.

use serde_json::Value;

use super::super::super::utterance::{Utterance, join};
use super::{list, speaker, time, words_and_marks};

/// `results[]`, each a word or a mark with the speaker in its first alternative, else on its channel.
pub(super) fn speechmatics(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?.as_array()?;
    let best = |result: &Value| result.get("alternatives").and_then(|all| all.get(0)).cloned();
    let content = |result: &Value| {
        let content = best(result)?.get("content")?.as_str()?.to_string();
        let joins = result.get("attaches_to").and_then(Value::as_str) == Some("previous")
            || result.get("type").and_then(Value::as_str) == Some("punctuation");
        Some((content, joins))
    };
    results.iter().any(|result| content(result).is_some()).then_some(())?;
    let who = |result: &Value| {
        let own = best(result).and_then(|best| best.get("speaker").and_then(speaker));
        own.or_else(|| result.get("channel").and_then(speaker))
    };
    Some(words_and_marks(results.iter(), content, who))
}

/// `results[]` with the times of words, and beside them `speaker_labels[]`, which say by the same times who speaks.
pub(super) fn labelled(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let at = |time: &Value| time.as_f64().map(|time| (time * 1000.0).round() as u64);
    let label = |label: &Value| Some((at(label.get("from")?)?, speaker(label.get("speaker")?)?));
    let who: std::collections::HashMap<u64, String> =
        value.get("speaker_labels")?.as_array()?.iter().filter_map(label).collect();
    let results = value.get("results")?.as_array()?.iter();
    let words =
        results.filter_map(|result| result.get("alternatives")?.get(0)?.get("timestamps")?.as_array());
    let word = |word: &Value| {
        let (start, end) = (word.get(1)?, word.get(2)?);
        let speaker = at(start).and_then(|start| who.get(&start).cloned());
        let words = word.get(0)?.as_str()?.to_string();
        Some(Utterance { speaker, start: time(start, 1.0), end: time(end, 1.0), words, opens: false })
    };
    let mut all: Vec<Option<Utterance>> = words.flatten().map(word).collect();
    // Of a word without a label the one before it tells.
    let mut last = None;
    for one in all.iter_mut().flatten() {
        one.speaker = one.speaker.take().or_else(|| last.clone());
        last.clone_from(&one.speaker);
    }
    all.iter().flatten().any(|one| one.speaker.is_some()).then_some(all)
}

/// `monologues[]`, each a turn of words and marks, blanks included.
pub(super) fn monologues(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let read = |entry: &Value| {
        let elements = entry.get("elements")?.as_array()?;
        let words = elements.iter().filter_map(|element| element.get("value")?.as_str()).collect();
        let at = |element: &Value, keys: [&str; 2]| keys.iter().find_map(|key| time(element.get(key)?, 1.0));
        let start = elements.iter().find_map(|element| at(element, ["ts", "timestamp"]));
        let end = elements.iter().rev().find_map(|element| at(element, ["end_ts", "end_timestamp"]));
        Some(Utterance { speaker: entry.get("speaker").and_then(speaker), start, end, words, opens: true })
    };
    list(value.get("monologues")?, read)
}

/// `{"result": [{"word": …, "start": …}], "text": …}`, or a list of these: the words with their times, spelt as in the text.
pub(super) fn results(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let entries = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let words = |entry: &Value| -> Option<Vec<Utterance>> {
        let result = entry.get("result")?.as_array()?;
        let text: Vec<&str> =
            entry.get("text").and_then(Value::as_str).unwrap_or("").split_whitespace().collect();
        let at = |word: &Value, key: &str| time(word.get(key)?, 1.0);
        let word = |(n, word): (usize, &Value)| {
            let own = word.get("word")?.as_str()?;
            let spelt = text.get(n).filter(|_| text.len() == result.len()).copied().unwrap_or(own);
            let (start, end) = (at(word, "start"), at(word, "end"));
            Some(Utterance { speaker: None, start, end, words: spelt.to_string(), opens: false })
        };
        let words: Vec<Utterance> = result.iter().enumerate().filter_map(word).collect();
        (!words.is_empty()).then_some(words)
    };
    let all: Vec<Option<Vec<Utterance>>> = entries.iter().map(words).collect();
    all.iter().any(Option::is_some).then_some(())?;
    let each = |entry: Option<Vec<Utterance>>| match entry {
        Some(words) => words.into_iter().map(Some).collect(),
        None => vec![None],
    };
    Some(all.into_iter().flat_map(each).collect())
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
