//! Recognisers and meeting programs of which only the names of the fields tell what they write: a list, wherever it stands,
//! of entries with words, and with who says them or when.

use serde_json::Value;

use super::super::utterance::Utterance;
use super::shapes::{Found, speaker, time};

/// Names of the fields, the most telling first.
pub(super) const WORDS: &[&str] =
    &["text", "transcript", "sentence", "content", "utterance", "caption", "punctuated_word", "word", "body"];
#[rustfmt::skip]
pub(super) const SPEAKERS: &[&str] = &[
    "speaker", "speaker_label", "speaker_name", "speakerName", "speakerLabel", "speaker_id", "speakerId", "spk", "participant",
    "participant_name", "participantName", "user_name", "username", "user", "author", "name", "role",
];
#[rustfmt::skip]
pub(super) const STARTS: &[&str] = &[
    "start", "start_time", "startTime", "start_ts", "startTs", "start_timestamp", "startTimestamp", "begin", "from", "offset",
    "timestamp", "time", "ts",
];
#[rustfmt::skip]
pub(super) const ENDS: &[&str] = &["end", "end_time", "endTime", "end_ts", "endTs", "end_timestamp", "endTimestamp", "to"];

/// How deep lists are looked for.
const DEEP: usize = 8;

/// More units of time than this for one letter are thousandths of a second: nobody needs twenty seconds to say one, or
/// says fifty in one second.
const SLOWEST: f64 = 20.0;

/// The fields of a list of entries.
pub(super) struct Fields {
    words: &'static str,
    pub(super) speaker: Option<&'static str>,
    pub(super) start: Option<&'static str>,
    pub(super) end: Option<&'static str>,
}

/// Finds the list of entries that says most: who speaks, else when.
pub(super) fn find(value: &Value) -> Option<Found> {
    let mut best: Option<(bool, usize, &[Value], Fields)> = None;
    each_list(value, DEEP, &mut |list| {
        let Some(fields) = fields(list) else { return };
        let letters = list.iter().filter_map(|entry| entry.get(fields.words)?.as_str()).map(str::len).sum();
        let named = fields.speaker.is_some();
        if best.as_ref().is_none_or(|(best_named, most, ..)| (named, letters) > (*best_named, *most)) {
            best = Some((named, letters, list, fields));
        }
    });
    let (_, _, list, fields) = best?;
    let (utterances, odd, unit) = fields.read(list);
    let has_words = utterances.iter().any(|utterance| !utterance.words.trim().is_empty());
    has_words.then(|| Found {
        shape: "fields",
        utterances,
        language: None,
        odd,
        remark: Some(format!(
            "the form is unknown; by their names, the field {} is taken",
            fields.in_words(unit)
        )),
    })
}

impl Fields {
    /// What the entries say, how many of them have no words, and the unit of time in seconds.
    pub(super) fn read(&self, list: &[Value]) -> (Vec<Utterance>, usize, f64) {
        let unit = if is_thousandths(list, self) { 0.001 } else { 1.0 };
        let mut utterances: Vec<Utterance> = Vec::new();
        let mut odd = 0;
        for entry in list {
            let Some(words) = entry.get(self.words).and_then(Value::as_str) else {
                odd += 1;
                continue;
            };
            let speaker = self.speaker.and_then(|key| who(entry.get(key)?));
            let is_mark =
                !words.trim().is_empty() && words.trim().chars().all(|c| ".,?!…;:。、，？！".contains(c));
            match utterances.last_mut().filter(|last| is_mark && last.speaker == speaker) {
                Some(last) => last.words.push_str(words.trim()),
                None => utterances.push(Utterance {
                    speaker,
                    start: self.start.and_then(|key| time(first(entry.get(key)?), unit)),
                    end: self.end.and_then(|key| time(entry.get(key)?, unit)),
                    words: words.to_string(),
                    opens: false,
                }),
            }
        }
        (utterances, odd, unit)
    }

    /// Which fields are taken for what.
    pub(super) fn in_words(&self, unit: f64) -> String {
        let speaker = self.speaker.map(|key| format!("`{key}` for the speaker")).into_iter();
        let times = if unit < 1.0 { "time in thousandths of a second" } else { "time" };
        let start = self.start.map(|key| format!("`{key}` for the {times}"));
        let all: Vec<String> =
            speaker.chain([format!("`{}` for the words", self.words)]).chain(start).collect();
        all.join(" and ")
    }
}

/// Calls `read` with every list.
fn each_list<'a>(value: &'a Value, deep: usize, read: &mut impl FnMut(&'a [Value])) {
    match value {
        Value::Array(list) => {
            read(list);
            if deep > 0 {
                list.iter().for_each(|entry| each_list(entry, deep - 1, read));
            }
        }
        Value::Object(fields) if deep > 0 => {
            fields.values().for_each(|value| each_list(value, deep - 1, read))
        }
        _ => {}
    }
}

/// The fields that most entries of a list have; `None` without words, or with neither speakers nor times.
pub(super) fn fields(list: &[Value]) -> Option<Fields> {
    let most =
        |has: &dyn Fn(&Value) -> bool| list.iter().filter(|entry| has(entry)).count() * 5 >= list.len() * 4;
    let named = |keys: &'static [&'static str], fits: &dyn Fn(&Value) -> bool| {
        keys.iter().copied().find(|key| most(&|entry: &Value| entry.get(*key).is_some_and(fits)))
    };
    let words = named(WORDS, &Value::is_string).filter(|_| !list.is_empty())?;
    let speaker = named(SPEAKERS, &|value| who(value).is_some()).filter(|key| *key != words);
    let start = named(STARTS, &|value| time(first(value), 1.0).is_some());
    let end = named(ENDS, &|value| time(value, 1.0).is_some());
    (speaker.is_some() || start.is_some()).then_some(Fields { words, speaker, start, end })
}

/// Who speaks: a name, a number, or the name in an entry of its own.
fn who(value: &Value) -> Option<String> {
    let named = || ["name", "display_name", "displayName"].iter().find_map(|key| speaker(value.get(key)?));
    speaker(value).or_else(named)
}

/// The beginning of a span of time, `[1.5, 2.25]`.
fn first(value: &Value) -> &Value {
    value.get(0).unwrap_or(value)
}

/// Whether times count thousandths of a second: by how long letters would take otherwise.
fn is_thousandths(list: &[Value], fields: &Fields) -> bool {
    let number = |entry: &Value, key: Option<&str>| entry.get(key?).map(first)?.as_f64();
    let last = |entry: &Value| entry.get(fields.start?)?.get(1)?.as_f64();
    let starts: Vec<Option<f64>> = list.iter().map(|entry| number(entry, fields.start)).collect();
    let letters = |entry: &Value| {
        entry.get(fields.words).and_then(Value::as_str).map_or(0, |words| words.trim().chars().count())
    };
    let mut slowness: Vec<f64> = list
        .iter()
        .enumerate()
        .filter_map(|(n, entry)| {
            let next = || starts.get(n + 1).copied().flatten();
            let length = number(entry, fields.end).or_else(|| last(entry)).or_else(next)? - starts[n]?;
            let letters = letters(entry);
            (letters > 0 && length > 0.0).then(|| length / letters as f64)
        })
        .collect();
    slowness.sort_by(f64::total_cmp);
    slowness.get(slowness.len() / 2).is_some_and(|median| *median > SLOWEST)
}
