//! The forms in which recognisers write: each turned into utterances.

mod services;

use serde_json::Value;
use themata_model::Timestamp;

use super::super::utterance::{Utterance, join, seconds};
use super::fields;
use crate::language::is_tag;
use crate::segment::clock_alone;

/// What a file holds.
pub(super) struct Found {
    /// Name of the form.
    pub(super) shape: &'static str,
    pub(super) utterances: Vec<Utterance>,
    pub(super) language: Option<String>,
    /// Entries that could not be used.
    pub(super) odd: usize,
    /// What was assumed.
    pub(super) remark: Option<String>,
}

/// A form: returns the entries it recognises.
struct Shape {
    name: &'static str,
    entries: fn(&Value) -> Option<Vec<Option<Utterance>>>,
}

/// All forms; the most telling first.
const SHAPES: &[Shape] = &[
    Shape { name: "turns", entries: |value| list(value.get("turns")?, |entry| turn(entry, 1.0)) },
    Shape { name: "whisper", entries: |value| list(value.get("segments")?, segment) },
    Shape { name: "whisper.cpp", entries: |value| list(value.get("transcription")?, offset_segment) },
    Shape { name: "assemblyai", entries: |value| list(value.get("utterances")?, |entry| turn(entry, 0.001)) },
    Shape { name: "deepgram", entries: deepgram },
    Shape { name: "transcribe", entries: transcribe },
    Shape { name: "speechmatics", entries: services::speechmatics },
    Shape { name: "rev.ai", entries: services::monologues },
    Shape { name: "azure", entries: services::phrases },
    Shape { name: "speech-to-text", entries: google },
    Shape { name: "segments", entries: |value| list(value.as_array().map(|_| value)?, segment) },
];

/// Finds the form of a file; `None` where it has none of them, or no words at all. A list without speakers may stand
/// around one that has some.
pub(super) fn find(value: &Value) -> Option<Found> {
    let known = known(value);
    let named = |found: &Found| found.utterances.iter().any(|utterance| utterance.speaker.is_some());
    match known {
        Some(found) if found.shape != "segments" || named(&found) => Some(found),
        None => fields::find(value),
        known => fields::find(value).filter(named).or(known),
    }
}

fn known(value: &Value) -> Option<Found> {
    SHAPES.iter().find_map(|shape| {
        let entries = (shape.entries)(value)?;
        let all = entries.len();
        let utterances: Vec<Utterance> = entries.into_iter().flatten().collect();
        let odd = all - utterances.len();
        let language = ["language", "language_code"].iter().find_map(|key| value.get(key)?.as_str());
        let language = language.map(|tag| tag.replace('_', "-")).filter(|tag| is_tag(tag));
        (!utterances.is_empty()).then_some(Found {
            shape: shape.name,
            utterances,
            language,
            odd,
            remark: None,
        })
    })
}

fn list(entries: &Value, read: impl Fn(&Value) -> Option<Utterance>) -> Option<Vec<Option<Utterance>>> {
    Some(entries.as_array()?.iter().map(read).collect())
}

/// A turn that stands by itself; `unit` is the length of the unit of time in seconds.
fn turn(entry: &Value, unit: f64) -> Option<Utterance> {
    let mut utterance = spoken(entry, unit)?;
    utterance.opens = true;
    Some(utterance)
}

/// A stretch of speech: those of one speaker that follow one another are one turn.
fn segment(entry: &Value) -> Option<Utterance> {
    spoken(entry, 1.0)
}

fn spoken(entry: &Value, unit: f64) -> Option<Utterance> {
    let words = ["text", "transcript"].iter().find_map(|key| entry.get(key)?.as_str())?.to_string();
    let named = |entry: &Value| ["speaker", "speaker_label"].iter().find_map(|key| speaker(entry.get(key)?));
    let speaker = named(entry).or_else(|| most(entry.get("words")?.as_array()?.iter().filter_map(named)));
    let at = |keys: [&str; 2]| keys.iter().find_map(|key| time(entry.get(key)?, unit));
    Some(Utterance {
        speaker,
        start: at(["start", "start_time"]),
        end: at(["end", "end_time"]),
        words,
        opens: false,
    })
}

/// The name that comes most often, of several the first.
fn most(names: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(other, _)| *other == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let highest = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == highest).map(|(name, _)| name)
}

/// A name as it stands; a number or a single letter is `Speaker 1`.
pub(super) fn speaker(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => name.trim().to_string(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_short = name.chars().count() == 1 || name.bytes().all(|b| b.is_ascii_digit());
    (!name.is_empty()).then(|| if is_short { format!("Speaker {name}") } else { name })
}

/// A time: a number of units, the same as a string (`"1.5"`, `"1.5s"`), or a clock time.
pub(super) fn time(value: &Value, unit: f64) -> Option<Timestamp> {
    match value {
        Value::Number(number) => seconds(number.as_f64()? * unit),
        Value::String(text) => {
            let text = text.trim();
            match text.trim_end_matches('s').parse::<f64>() {
                Ok(number) => seconds(number * unit),
                Err(_) => clock_alone(text),
            }
        }
        _ => None,
    }
}

/// `{"offsets": {"from": milliseconds, "to": …}, "text": …}`
fn offset_segment(entry: &Value) -> Option<Utterance> {
    let words = entry.get("text")?.as_str()?.to_string();
    let at = |key: &str| time(entry.get("offsets")?.get(key)?, 0.001);
    let speaker = entry.get("speaker").and_then(speaker);
    Some(Utterance { speaker, start: at("from"), end: at("to"), words, opens: false })
}

/// `results.utterances`, else the paragraphs, else the words of the first alternative.
fn deepgram(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?;
    if let Some(utterances) = results.get("utterances") {
        return list(utterances, |entry| turn(entry, 1.0));
    }
    let channels = results.get("channels")?;
    if channels.get(1).is_some() {
        return services::channels(channels);
    }
    let best = channels.get(0)?.get("alternatives")?.get(0)?;
    let paragraphs = best.get("paragraphs").and_then(|paragraphs| paragraphs.get("paragraphs"));
    if let Some(paragraphs) = paragraphs.and_then(Value::as_array) {
        let read = |entry: &Value| {
            let sentences = entry.get("sentences")?.as_array()?;
            let mut words = String::new();
            for sentence in sentences {
                join(&mut words, sentence.get("text").and_then(Value::as_str).unwrap_or_default());
            }
            let at = |key: &str| time(entry.get(key)?, 1.0);
            let speaker = entry.get("speaker").and_then(speaker);
            Some(Utterance { speaker, start: at("start"), end: at("end"), words, opens: false })
        };
        return Some(paragraphs.iter().map(read).collect());
    }
    let word = |entry: &Value| {
        let words = entry.get("punctuated_word").or_else(|| entry.get("word"))?.as_str()?.to_string();
        let at = |key: &str| time(entry.get(key)?, 1.0);
        let speaker = entry.get("speaker").and_then(speaker);
        Some(Utterance { speaker, start: at("start"), end: at("end"), words, opens: false })
    };
    list(best.get("words")?, word)
}

/// `results.audio_segments`, else `results.items` with a label each, else the whole transcript.
fn transcribe(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?;
    if let Some(segments) = results.get("audio_segments") {
        return list(segments, segment);
    }
    if let Some(found) = services::labelled_channels(results) {
        return Some(found);
    }
    let items = results.get("items").and_then(Value::as_array);
    let labelled = items.filter(|items| items.iter().any(|item| item.get("speaker_label").is_some()));
    let Some(items) = labelled else {
        return list(results.get("transcripts")?, segment);
    };
    let mut all: Vec<Option<Utterance>> = Vec::new();
    for item in items {
        let content = item.get("alternatives").and_then(|all| all.get(0)?.get("content")?.as_str());
        let Some(content) = content else {
            all.push(None);
            continue;
        };
        let is_mark = item.get("type").and_then(Value::as_str) == Some("punctuation");
        if is_mark && let Some(Some(last)) = all.last_mut() {
            last.words.push_str(content);
            continue;
        }
        let at = |key: &str| time(item.get(key)?, 1.0);
        all.push(Some(Utterance {
            speaker: item.get("speaker_label").and_then(speaker),
            start: at("start_time"),
            end: at("end_time"),
            words: content.to_string(),
            opens: false,
        }));
    }
    Some(all)
}

/// Whether the last words say again what was said before.
fn repeats(before: &[Value], last: &[Value]) -> bool {
    let word = |word: &Value| word.get("word").and_then(Value::as_str).map(str::to_string);
    last.len() >= before.len() && before.iter().zip(last).all(|(one, other)| word(one) == word(other))
}

/// `results[].alternatives[0]`, also as the response of an operation; where words have speakers, the last result repeats all
/// of them with theirs, or each result has its own.
fn google(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results").or_else(|| value.get("response")?.get("results"))?.as_array()?;
    let best = |result: &Value| result.get("alternatives").and_then(|all| all.get(0)).cloned();
    let words_of = |entry: &Value| entry.get("words").and_then(Value::as_array).cloned().unwrap_or_default();
    let number = |word: &Value| {
        let tag = word
            .get("speakerTag")
            .or_else(|| word.get("speakerLabel"))
            .or_else(|| word.get("speaker_tag"))?;
        (tag.as_i64() != Some(0)).then_some(())?;
        speaker(tag)
    };
    let mut all: Vec<Vec<Value>> =
        results.iter().map(|result| best(result).map(|entry| words_of(&entry)).unwrap_or_default()).collect();
    let last = all.pop().unwrap_or_default();
    let before: Vec<Value> = all.concat();
    let is_labelled = |word: &Value| number(word).is_some();
    let all_are = !last.is_empty() && last.iter().all(is_labelled);
    let says_all = all_are && (!before.iter().any(is_labelled) || repeats(&before, &last));
    let labelled = before.iter().chain(&last).filter(|word| is_labelled(word)).count();
    if says_all || labelled * 2 > before.len() + last.len() {
        let words: Vec<&Value> =
            if says_all { last.iter().collect() } else { before.iter().chain(&last).collect() };
        let read = |word: &Value| {
            let at = |keys: [&str; 3]| keys.iter().find_map(|key| time(word.get(key)?, 1.0));
            Some(Utterance {
                speaker: number(word),
                start: at(["startTime", "startOffset", "start_time"]),
                end: at(["endTime", "endOffset", "end_time"]),
                words: word.get("word")?.as_str()?.to_string(),
                opens: false,
            })
        };
        return Some(words.into_iter().map(read).collect());
    }
    let read = |result: &Value| {
        let entry = best(result)?;
        let words = entry.get("transcript")?.as_str()?.to_string();
        let start = words_of(&entry).first().and_then(|word| time(word.get("startTime")?, 1.0));
        Some(Utterance { start, words, ..Utterance::default() })
    };
    Some(results.iter().map(read).collect())
}
