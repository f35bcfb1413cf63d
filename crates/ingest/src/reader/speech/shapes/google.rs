//! The forms of Google Speech-to-Text: results, each with a transcript and perhaps its words.

use serde_json::Value;
use themata_model::Timestamp;

use super::super::super::utterance::Utterance;
use super::{by_time, speaker, time};

/// A result with the first of its alternatives.
struct Part<'a> {
    result: &'a Value,
    best: &'a Value,
    words: &'a [Value],
}

/// `results[].alternatives[0]`, its words where they have speakers, else its transcript. The older form repeats all words in
/// the last result, with their speakers there only. Where nobody is told apart, each channel is a speaker.
pub(super) fn google(value: &Value) -> Option<Vec<Option<Utterance>>> {
    let results = value.get("results")?.as_array()?;
    let part = |result| {
        let best = Value::get(result, "alternatives")?.get(0)?;
        let words = best.get("words").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        Some(Part { result, best, words })
    };
    let parts: Vec<Option<Part<'_>>> = results.iter().map(part).collect();
    let known: Vec<&Part<'_>> = parts.iter().flatten().collect();
    if let Some((last, others)) = known.split_last()
        && last.is_told_apart()
        && last.repeats(others)
    {
        return Some(last.words.iter().map(word).collect());
    }
    let channel =
        |part: &Part<'_>| part.result.get("channelTag").or_else(|| part.result.get("channel_tag")).cloned();
    let mut channels: Vec<Value> = known.iter().filter_map(|part| channel(part)).collect();
    channels.dedup();
    let by_channel = channels.len() > 1 && !known.iter().any(|part| part.is_told_apart());
    let mut all = Vec::new();
    for part in &parts {
        match part {
            Some(part) if part.is_told_apart() => all.extend(part.words.iter().map(word)),
            Some(part) => {
                let mut said = part.whole();
                if let (true, Some(said)) = (by_channel, &mut said) {
                    said.speaker = channel(part).as_ref().and_then(speaker);
                }
                all.push(said);
            }
            None => all.push(None),
        }
    }
    Some(if by_channel { by_time(all.into_iter().map(|one| vec![one]).collect()) } else { all })
}

impl Part<'_> {
    /// Whether its words say who speaks.
    fn is_told_apart(&self) -> bool {
        self.words.iter().any(|word| who(word).is_some())
    }

    /// Whether it holds the words of the others as well: it has no transcript of its own, begins with theirs, or begins
    /// when the first of them does.
    fn repeats(&self, others: &[&Part<'_>]) -> bool {
        let Some(first) = others.first() else { return true };
        let text = |part: &Part<'_>| {
            part.best.get("transcript").and_then(Value::as_str).unwrap_or_default().to_string()
        };
        if text(self).trim().is_empty() {
            return true;
        }
        let own: String = self.words.iter().filter_map(|word| word.get("word")?.as_str()).collect();
        let theirs: String = others.iter().map(|part| text(part)).collect();
        if letters(&own).starts_with(&letters(&theirs)) {
            return true;
        }
        // A time of nothing is often left out.
        let begins = |part: &Part<'_>| part.words.first().map(|word| start(word).unwrap_or(Timestamp(0)));
        let is_timed = self.words.iter().any(|word| start(word).is_some());
        is_timed && begins(self) == begins(first)
    }

    /// What it says as a whole.
    fn whole(&self) -> Option<Utterance> {
        let words = self.best.get("transcript")?.as_str()?.to_string();
        let start = self.words.first().and_then(start);
        let end = ["resultEndTime", "resultEndOffset", "result_end_time"];
        let end = end.iter().find_map(|key| time(self.result.get(key)?, 1.0));
        Some(Utterance {
            start: start.or(end.filter(|_| self.words.is_empty())),
            end,
            words,
            ..Utterance::default()
        })
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn word(word: &Value) -> Option<Utterance> {
    let end = ["endTime", "endOffset", "end_time"].iter().find_map(|key| time(word.get(key)?, 1.0));
    let words = word.get("word")?.as_str()?.to_string();
    Some(Utterance { speaker: who(word), start: start(word), end, words, opens: false })
}

fn start(word: &Value) -> Option<Timestamp> {
    ["startTime", "startOffset", "start_time"].iter().find_map(|key| time(word.get(key)?, 1.0))
}

/// Who says a word; the number 0 is nobody.
fn who(word: &Value) -> Option<String> {
    let tag = ["speakerTag", "speakerLabel", "speaker_tag"].iter().find_map(|key| word.get(key))?;
    if tag.as_i64() == Some(0) { None } else { speaker(tag) }
}
