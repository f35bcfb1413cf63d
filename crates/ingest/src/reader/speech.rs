//! What speech recognisers write as JSON and as tables: utterances, segments or words with their times and speakers.
//!
//! The generic form is `{"turns": [{"speaker": "Anna", "start": 1.5, "end": 3, "text": "Why?"}]}`; every field
//! but `text` may be left out, and times are seconds or `00:00:01.500`.

mod fields;
mod shapes;
mod table;

use serde_json::Value;
use themata_model::Timestamp;

use super::utterance::{self, Utterance};
use super::writer::{Writer, one_line};
use super::{Extract, cues, html};
use crate::decode::decode;
use crate::{IngestError, Options};

/// Whether a table is recognised speech.
pub(super) fn is_table(name: &str, bytes: &[u8]) -> bool {
    table::read(name, bytes, None).is_some()
}

/// Reads a table of recognised speech; `None` where it is none.
pub(super) fn read_table(name: &str, bytes: &[u8], options: &Options) -> Option<Extract> {
    let found = table::read(name, bytes, options.encoding.as_deref())?;
    let mut writer = Writer::default();
    let mut utterances = tidy(found.utterances);
    utterance::say_unnamed(utterance::name_unnamed(&mut utterances), "segment", "segments", &mut writer);
    utterance::without_names_again(&mut utterances, &mut writer);
    utterance::write(&mut writer, &utterances);
    writer.remark(found.remark);
    say_odd(found.odd, &mut writer);
    let named = utterances.iter().any(|utterance| utterance.speaker.is_some());
    let mut extract = writer.finish(name, &format!("csv (speech), {}", found.encoding), named);
    extract.problems.extend(found.problems);
    Some(extract)
}

/// Reads the JSON of a speech recogniser.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    let unreadable = |why: String| IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "a JSON file",
        why,
        remedy: "export the transcript as .txt, .vtt or .docx, or as JSON of the form {\"turns\": [{\"speaker\": …, \"start\": seconds, \"text\": …}]}",
    };
    let decoded = decode(name, bytes, options.encoding.as_deref())?;
    let value = values(&decoded.text)
        .or_else(|error| values(&without_nan(&decoded.text)).map_err(|_| error))
        .map_err(|error| unreadable(damage(&error)))?;
    if let Some(page) = page(&value) {
        return html::read(name, page.as_bytes(), options);
    }
    // Some programs begin the names of all fields with a capital.
    let found = shapes::find(&value).or_else(|| shapes::find(&uncapitalised(&value)));
    // Who speaks may stand in a field of a field.
    let is_named = |found: &shapes::Found| found.utterances.iter().any(|one| one.speaker.is_some());
    let raised = || shapes::find(&fields::raised(&value)).filter(is_named);
    let Some(found) = (match found {
        Some(found) if !is_named(&found) => raised().or(Some(found)),
        found => found,
    }) else {
        return Err(unreadable("it has none of the forms in which speech recognisers write".to_string()));
    };
    let mut writer = Writer::default();
    let mut utterances = tidy(found.utterances);
    say_order(&mut utterances, &mut writer);
    let are_words = take_labels(&mut utterances, &options.known_speakers, &mut writer);
    utterance::say_unnamed(utterance::name_unnamed(&mut utterances), "segment", "segments", &mut writer);
    utterance::without_names_again(&mut utterances, &mut writer);
    utterance::write(&mut writer, &utterances);
    say_odd(found.odd, &mut writer);
    if let Some(remark) = found.remark {
        writer.remark(remark);
    }
    let named = utterances.iter().any(|utterance| utterance.speaker.is_some());
    let extraction = format!("json ({}), {}", found.shape, decoded.encoding);
    let mut extract = writer.finish(name, &extraction, named || are_words);
    extract.language = found.language;
    extract.problems.extend(decoded.problems);
    Ok(extract)
}

/// The value of a file; several that follow one another, as programs write them line by line, are read as a list of them.
fn values(text: &str) -> serde_json::Result<Value> {
    // Some programs begin each value with a mark of its own.
    let text = text.replace('\u{1e}', " ");
    let mut values =
        serde_json::Deserializer::from_str(&text).into_iter().collect::<Result<Vec<Value>, _>>()?;
    match values.len() {
        0 => serde_json::from_str(&text),
        1 => Ok(values.remove(0)),
        _ => Ok(Value::Array(values)),
    }
}

/// A value in which the names of all fields begin with a small letter.
fn uncapitalised(value: &Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(uncapitalised).collect()),
        Value::Object(fields) => {
            let small = |key: &str| {
                let mut chars = key.chars();
                chars
                    .next()
                    .map(|first| first.to_lowercase().chain(chars).collect::<String>())
                    .unwrap_or_default()
            };
            Value::Object(fields.iter().map(|(key, value)| (small(key), uncapitalised(value))).collect())
        }
        other => other.clone(),
    }
}

/// What is wrong with a file, and where.
fn damage(error: &serde_json::Error) -> String {
    let what = match error.to_string().starts_with("recursion limit") {
        true => "it is damaged, or its lists stand too deep in one another,",
        false => "it is damaged",
    };
    format!("{what} at line {}, column {}", error.line(), error.column())
}

/// The text of a file with `null` for what is no number (`NaN`, `Infinity`), as some programs write it.
fn without_nan(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let (mut rest, mut is_quoted) = (text, false);
    while let Some(c) = rest.chars().next() {
        let none = ["NaN", "-NaN", "Infinity", "-Infinity"].into_iter().find(|none| rest.starts_with(none));
        let length = match (is_quoted, c, none) {
            (true, '\\', _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            (false, _, Some(none)) => {
                all.push_str("null");
                rest = &rest[none.len()..];
                continue;
            }
            _ => c.len_utf8(),
        };
        is_quoted ^= c == '"';
        all.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    all
}

/// The page that a transcript is in a file of a program for transcribing (`.otr`): its text with the times that were set.
fn page(value: &Value) -> Option<String> {
    let is_set = |key: &str| value.get(key).is_some();
    let text = value.get("text")?.as_str().filter(|_| is_set("media") || is_set("media-time"))?;
    let apart = text.replace("</span>", "</span> ");
    text.contains('<').then(|| format!("<html><body>{apart}</body></html>"))
}

/// Takes entries out that stand twice, as programs write them that show words before they are sure, and says so; says whether time
/// runs backwards.
fn say_order(utterances: &mut Vec<Utterance>, writer: &mut Writer) {
    let all = utterances.len();
    utterances.dedup_by(|next, last| next.start.is_some() && next == last && next.words.contains(' '));
    let twice = all - utterances.len();
    writer.left_out(twice, "entry that stands there twice", "entries that stand there twice");
    let starts: Vec<Timestamp> = utterances.iter().filter_map(|one| one.start).collect();
    let back = starts.windows(2).filter(|pair| pair[1] < pair[0]).count();
    if back * 4 > starts.len() {
        let what = themata_model::counted(back, "time");
        writer.remark(format!("time runs backwards at {what}; the entries stand in the order of the file"));
    }
}

/// Where no field says who speaks, labels at the beginnings of the words may, as in captions; returns whether what looks like
/// labels are words.
fn take_labels(utterances: &mut Vec<Utterance>, known: &[String], writer: &mut Writer) -> bool {
    let words: usize = utterances.iter().map(|one| one.words.split_whitespace().count()).sum();
    let is_named = utterances.iter().any(|one| one.speaker.is_some());
    // Words of several lines may hold several labels, which are looked for as in any text.
    let has_lines = utterances.iter().any(|one| one.words.contains('\n'));
    if is_named || has_lines || words < utterances.len() * WORDS {
        return false;
    }
    let mut apart = utterances.clone();
    apart.iter_mut().for_each(|one| one.opens = true);
    let labels = cues::find_labels(&mut apart, known);
    labels.say(writer);
    if labels.are_told() {
        apart.iter_mut().for_each(|one| one.opens = false);
        *utterances = apart;
    }
    labels.are_words()
}

/// Fewest words that entries have in the mean where labels are looked for before them.
const WORDS: usize = 3;

/// The utterances with white space folded in each line.
fn tidy(mut utterances: Vec<Utterance>) -> Vec<Utterance> {
    for utterance in &mut utterances {
        utterance.words =
            utterance.words.split('\n').map(one_line).collect::<Vec<_>>().join("\n").trim().to_string();
    }
    utterances
}

fn say_odd(odd: usize, writer: &mut Writer) {
    if odd > 0 {
        let what = themata_model::counted_as(odd, "entry", "entries");
        writer.remark(format!("{what} without words or of an unknown form were left out"));
    }
}

#[cfg(test)]
mod tests;
