//! The forms in which recognisers write: each turned into utterances.

mod channels;
mod google;
mod services;
mod transcribe;

use serde_json::Value;
use themata_model::{Timestamp, counted_as};

use super::super::utterance::{Utterance, seconds};
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
    Shape { name: "whisper", entries: |value| segments(value.get("segments")?) },
    Shape { name: "whisper.cpp", entries: |value| turning(value.get("transcription")?) },
    Shape { name: "assemblyai", entries: |value| list(value.get("utterances")?, |entry| turn(entry, 0.001)) },
    Shape { name: "deepgram", entries: channels::deepgram },
    Shape { name: "watson", entries: services::labelled },
    Shape { name: "transcribe", entries: transcribe::transcribe },
    Shape { name: "speechmatics", entries: services::speechmatics },
    Shape { name: "rev.ai", entries: services::monologues },
    Shape { name: "azure", entries: services::phrases },
    Shape { name: "speech-to-text", entries: google::google },
    Shape { name: "vosk", entries: services::results },
    Shape { name: "segments", entries: |value| segments(value) },
];

/// How deep what a service writes may stand in a file about it.
const DEEP: usize = 4;

/// Finds the form of a file; `None` where it has none of them, or no words at all. A list without speakers or times may stand
/// around one that has some, or call them otherwise.
pub(super) fn find(value: &Value) -> Option<Found> {
    let known = known(value).or_else(|| inside(value));
    let is_named = |found: &Found| found.utterances.iter().any(|utterance| utterance.speaker.is_some());
    let is_timed = |found: &Found| found.utterances.iter().any(|utterance| utterance.start.is_some());
    match known {
        Some(found) if is_named(&found) && is_timed(&found) => Some(with_people(value, found)),
        None => fields::find(value),
        Some(known) => {
            let least = letters(&known) / 10 * 9;
            let tells_more = |found: &Found| {
                let names = is_named(found) && !is_named(&known);
                let times = is_timed(found) && !is_timed(&known) && (is_named(found) || !is_named(&known));
                (names || times) && letters(found) >= least
            };
            let more = fields::find(value).filter(tells_more);
            more.or_else(|| Some(with_people(value, known)))
        }
    }
}

fn with_people(value: &Value, mut found: Found) -> Found {
    let more = fields::add_people(value, &mut found.utterances);
    found.remark = found.remark.or(more);
    found
}

/// Forms that may have their times in thousandths of a second as well.
const IN_SECONDS: [&str; 3] = ["turns", "whisper", "segments"];

/// Takes the times for thousandths of a second where letters would take far too long in seconds.
fn in_thousandths(utterances: &mut [Utterance]) -> Option<String> {
    let mut slowness: Vec<u64> = utterances
        .iter()
        .zip(utterances.iter().skip(1).map(|next| next.start).chain([None]))
        .filter_map(|(one, next)| {
            let letters = one.words.trim().chars().count() as u64;
            let length = one.end.or(next)?.0.checked_sub(one.start?.0)?;
            (letters > 0 && length > 0).then(|| length / letters)
        })
        .collect();
    slowness.sort_unstable();
    slowness.get(slowness.len() / 2).filter(|median| **median > SLOWEST)?;
    for time in utterances.iter_mut().flat_map(|one| [&mut one.start, &mut one.end]).flatten() {
        time.0 /= 1000;
    }
    Some("the times are taken for thousandths of a second".to_string())
}

/// More thousandths of a second than this for one letter are none.
const SLOWEST: u64 = 20_000;

fn letters(found: &Found) -> usize {
    let words = |utterance: &Utterance| utterance.words.chars().filter(|c| c.is_alphanumeric()).count();
    found.utterances.iter().map(words).sum()
}

/// The results of a service inside of a file about the task that it did; of several those with the most words.
fn inside(value: &Value) -> Option<Found> {
    let mut all = Vec::new();
    each_inside(value, DEEP, &mut all);
    all.sort_by_key(letters);
    let mut best = all.pop()?;
    if !all.is_empty() {
        let what = counted_as(all.len(), "further transcript", "further transcripts");
        best.remark = Some(format!("left out: {what} in the file; the longest is taken"));
    }
    Some(best)
}

fn each_inside(value: &Value, deep: usize, all: &mut Vec<Found>) {
    let Some(fields) = value.as_object().filter(|_| deep > 0) else { return };
    for value in fields.values() {
        match value.get("results").and_then(|_| known(value)) {
            Some(found) => all.push(found),
            None => each_inside(value, deep - 1, all),
        }
    }
}

fn known(value: &Value) -> Option<Found> {
    SHAPES.iter().find_map(|shape| {
        let entries = (shape.entries)(value)?;
        let all = entries.len();
        let mut utterances: Vec<Utterance> = entries.into_iter().flatten().collect();
        let odd = all - utterances.len();
        let in_thousandths =
            IN_SECONDS.contains(&shape.name).then(|| in_thousandths(&mut utterances)).flatten();
        let changes = utterances.iter().filter(|one| one.opens && one.speaker.is_none()).count();
        let remark = (shape.name == "whisper.cpp" && changes > 0).then(|| {
            let what = counted_as(changes, "change", "changes");
            format!("no turns are told: the file marks {what} of speaker, each of which begins a paragraph, and names nobody")
        });
        let remark = remark.or(in_thousandths);
        let language = ["language", "language_code"].iter().find_map(|key| value.get(key)?.as_str());
        let language = language.map(|tag| tag.replace('_', "-")).filter(|tag| is_tag(tag));
        (!utterances.is_empty()).then_some(Found {
            shape: shape.name,
            utterances,
            language,
            odd,
            remark,
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

/// Stretches of speech, some of which only say of their words who says them.
fn segments(entries: &Value) -> Option<Vec<Option<Utterance>>> {
    let mut all = Vec::new();
    for entry in entries.as_array()? {
        match segment(entry) {
            Some(utterance) if utterance.speaker.is_none() => {
                all.extend(by_words(entry, utterance).into_iter().map(Some))
            }
            other => all.push(other),
        }
    }
    Some(all)
}

/// A stretch of speech by the speakers of its words: as a whole where they have one, in parts where they have several, and
/// are all of its words.
fn by_words(entry: &Value, mut whole: Utterance) -> Vec<Utterance> {
    let said = |word: &Value| {
        let words = ["word", "text"].iter().find_map(|key| word.get(key)?.as_str())?.to_string();
        let who = ["speaker", "speaker_label"].iter().find_map(|key| speaker(word.get(key)?));
        let (start, end) =
            (word.get("start").and_then(|at| time(at, 1.0)), word.get("end").and_then(|at| time(at, 1.0)));
        Some(Utterance { speaker: who, start, end, words, opens: false })
    };
    let words: Vec<Utterance> =
        entry.get("words").and_then(Value::as_array).into_iter().flatten().filter_map(said).collect();
    let mut named = words.iter().filter_map(|word| word.speaker.clone());
    let Some(first) = named.next() else { return vec![whole] };
    if named.any(|other| other != first) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let all: String = words.iter().map(|word| letters(&word.words)).collect();
        if all == letters(&whole.words) {
            return words;
        }
    }
    let most = |who: &String| words.iter().filter(|word| word.speaker.as_ref() == Some(who)).count();
    whole.speaker = words.iter().rev().filter_map(|word| word.speaker.clone()).max_by_key(most);
    vec![whole]
}

fn spoken(entry: &Value, unit: f64) -> Option<Utterance> {
    let words = ["text", "transcript"].iter().find_map(|key| entry.get(key)?.as_str())?.to_string();
    let speaker = ["speaker", "speaker_label"].iter().find_map(|key| speaker(entry.get(key)?));
    let at = |keys: [&str; 2]| keys.iter().find_map(|key| time(entry.get(key)?, unit));
    Some(Utterance {
        speaker,
        start: at(["start", "start_time"]),
        end: at(["end", "end_time"]),
        words,
        opens: false,
    })
}

/// A name as it stands; a number or a single letter is `Speaker 1`.
pub(super) fn speaker(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => name.trim().to_string(),
        // Some programs write -1 for nobody.
        Value::Number(number) if number.as_f64().is_some_and(|number| number < 0.0) => return None,
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
                Err(_) => clock_alone(text).or_else(|| clock_alone(shortened(text)?)),
            }
        }
        _ => None,
    }
}

/// A clock time with no more than three digits behind the seconds: `00:00:03.1200000`.
fn shortened(text: &str) -> Option<&str> {
    let (clock, fraction) = text.split_once(['.', ','])?;
    fraction.bytes().all(|b| b.is_ascii_digit()).then(|| text.get(..clock.len() + 4)).flatten()
}

/// Stretches of speech, of which some say that somebody else speaks behind them (`"speaker_turn_next": true`).
fn turning(entries: &Value) -> Option<Vec<Option<Utterance>>> {
    let mut turns = false;
    let read = |entry: &Value| {
        let mut utterance = offset_segment(entry)?;
        utterance.opens = turns;
        turns = entry.get("speaker_turn_next").and_then(Value::as_bool).unwrap_or(false);
        Some(utterance)
    };
    Some(entries.as_array()?.iter().map(read).collect())
}

/// `{"offsets": {"from": milliseconds, "to": …}, "text": …}`
fn offset_segment(entry: &Value) -> Option<Utterance> {
    let words = entry.get("text")?.as_str()?.to_string();
    let at = |key: &str| time(entry.get("offsets")?.get(key)?, 0.001);
    let speaker = entry.get("speaker").and_then(speaker);
    Some(Utterance { speaker, start: at("from"), end: at("to"), words, opens: false })
}

/// Silence between two stretches of speech on one channel, in milliseconds.
const PAUSE: u64 = 1_000;

/// What was said on several channels in the order of time: of what overlaps, one stretch of speech is not torn by another.
fn by_time(channels: Vec<Vec<Option<Utterance>>>) -> Vec<Option<Utterance>> {
    let mut all = Vec::new();
    for channel in channels {
        // When the stretch began, and where it stands now.
        let (mut begun, mut now, mut ended) = (None, None, true);
        for entry in channel {
            if let Some(utterance) = &entry {
                let paused = match (now, utterance.start) {
                    (Some(Timestamp(now)), Some(Timestamp(start))) => start >= now.saturating_add(PAUSE),
                    _ => false,
                };
                if ended || paused {
                    begun = utterance.start.or(now).or(begun);
                }
                now = utterance.end.or(utterance.start).or(now);
                ended = utterance.words.trim_end().ends_with(['.', '?', '!', '…', '。', '？', '！']);
            }
            all.push((begun, entry));
        }
    }
    all.sort_by_key(|(begun, _)| *begun);
    all.into_iter().map(|(_, entry)| entry).collect()
}

/// Words and marks that a service writes one by one, the marks joined to the word before them. An entry has the words, and
/// whether they are a mark.
fn words_and_marks<'a>(
    entries: impl Iterator<Item = &'a Value>,
    content: impl Fn(&Value) -> Option<(String, bool)>,
    who: impl Fn(&Value) -> Option<String>,
) -> Vec<Option<Utterance>> {
    let mut all: Vec<Option<Utterance>> = Vec::new();
    for entry in entries {
        let Some((words, is_mark)) = content(entry) else {
            all.push(None);
            continue;
        };
        if is_mark && let Some(Some(last)) = all.last_mut() {
            last.words.push_str(&words);
            continue;
        }
        let at = |key: &str| time(entry.get(key)?, 1.0);
        let (start, end) = (at("start_time"), at("end_time"));
        all.push(Some(Utterance { speaker: who(entry), start, end, words, opens: false }));
    }
    all
}
