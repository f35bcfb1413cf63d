//! Recognisers and meeting programs of which only the names of the fields tell what they write: a list, wherever it stands,
//! of entries with words, and with who says them or when.

mod clock;
mod lists;
mod people;
mod spelling;

use serde_json::Value;
use themata_model::counted_as;

use super::super::utterance::Utterance;
use super::shapes::Found;
use clock::{Clock, Timed, are_in_other_units, clock, is_time};
use lists::{Lists, lists};
use people::People;

/// Names of the fields, the most telling first.
pub(super) const WORDS: &[&str] = &[
    "text",
    "transcript",
    "sentence",
    "content",
    "utterance",
    "caption",
    "punctuated_word",
    "word",
    "body",
    "finalSentence",
    "words",
];
#[rustfmt::skip]
pub(super) const SPEAKERS: &[&str] = &[
    "speaker", "speaker_label", "speaker_name", "speakerName", "speakerDisplayName", "speaker_display_name", "speakerLabel", "speaker_id", "speakerId", "spk", "participant",
    "participant_name", "participantName", "participantRole", "speakerDesignation", "speaker_designation", "speakerRole", "speaker_role", "speakerTag", "speaker_tag", "user_name", "username", "user", "author", "name", "role",
];
#[rustfmt::skip]
pub(super) const STARTS: &[&str] = &[
    "start", "start_time", "startTime", "start_ts", "startTs", "start_timestamp", "startTimestamp", "start_ms", "startMs",
    "start_time_ms", "startTimeMs", "start_offset", "startOffset", "start_offset_ms", "startOffsetMs", "start_millis", "startMillis",
    "start_milliseconds", "startMilliseconds", "start_seconds", "startSeconds", "begin", "begin_ms", "beginOffsetMillis", "beginOffset", "begin_offset", "begin_time", "beginTime", "from",
    "offset", "offset_ms", "offsetMs", "offset_milliseconds", "offsetMilliseconds", "timestamp", "timestamp_ms", "time", "ts",
];
#[rustfmt::skip]
pub(super) const ENDS: &[&str] = &[
    "end", "end_time", "endTime", "end_ts", "endTs", "end_timestamp", "endTimestamp", "end_ms", "endMs", "end_time_ms", "endTimeMs",
    "end_offset", "endOffset", "end_offset_ms", "endOffsetMs", "end_millis", "endMillis", "end_milliseconds", "endMilliseconds",
    "end_seconds", "endSeconds", "to",
];

/// What may stand around a list of words for who says them.
const SPEAKERS_AROUND: &[&str] = &[
    "speaker",
    "speaker_label",
    "speaker_name",
    "speakerName",
    "speakerLabel",
    "speaker_id",
    "speakerId",
    "spk",
    "participant",
];

/// The fields of a list of entries.
struct Fields {
    words: &'static str,
    speaker: Option<&'static str>,
    /// Whether the speaker stands around the list.
    around: bool,
    start: Option<&'static str>,
    /// Whether the time stands around the list, and is that of its first entry.
    start_around: bool,
    end: Option<&'static str>,
}

/// What the rows of a table say.
pub(super) struct Rows {
    pub(super) utterances: Vec<Utterance>,
    /// Rows without words.
    pub(super) odd: usize,
    /// Which columns were taken.
    pub(super) taken: String,
    /// Whether there are columns for who speaks, or for when it ends.
    pub(super) are_told: bool,
}

/// The rows of a table by the names of its columns; `None` where they have no words, or no times of a recording: those of
/// the calendar tell when a form was filled in.
pub(super) fn rows(entries: &[Value]) -> Option<Rows> {
    let (list, people) = (Lists::alone(entries), People::default());
    let fields = fields(&list, &people)?;
    let clock = fields.clock(&list);
    let is_recorded = fields.start.is_some() && !matches!(clock, Clock::Since(_));
    let (utterances, odd) = is_recorded.then(|| utterances(&list, &fields, &people, clock))?;
    let are_told = fields.end.is_some() || fields.speaker.is_some();
    Some(Rows { utterances, odd, taken: fields.in_words(clock), are_told })
}

/// A value with who speaks in the entries of its lists, where that stands in a field of their fields: `{"additions": {"speaker": …}}`.
pub(super) fn raised(value: &Value) -> Value {
    let entry = |entry: &Value| {
        let mut own = raised(entry);
        let Some(fields) = own.as_object_mut() else { return own };
        let inner = fields.values().filter_map(Value::as_object);
        let told = inner.flatten().filter(|(key, _)| SPEAKERS_AROUND.contains(&key.as_str()));
        let told: Vec<(String, Value)> = told.map(|(key, value)| (key.clone(), value.clone())).collect();
        for (key, value) in told {
            fields.entry(key).or_insert(value);
        }
        own
    };
    match value {
        Value::Array(list) => Value::Array(list.iter().map(entry).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), raised(value))).collect())
        }
        other => other.clone(),
    }
}

/// Finds the list of entries that says most: who speaks, else when.
pub(super) fn find(value: &Value) -> Option<Found> {
    let lists = lists(value);
    let people = People::of_file(value, &lists);
    let mut best: Option<(bool, usize, usize, Fields)> = None;
    for (n, list) in lists.iter().enumerate() {
        let Some(fields) = fields(list, &people) else { continue };
        let said = (fields.speaker.is_some(), words(list, fields.words).map(str::len).sum());
        if best.as_ref().is_none_or(|(named, most, ..)| said > (*named, *most)) {
            best = Some((said.0, said.1, n, fields));
        }
    }
    let (_, _, best, mut fields) = best?;
    let list = &lists[best];
    let entries: Vec<Timed<'_>> = list.entries().map(|(around, entry)| fields.timed(around, entry)).collect();
    if fields.end.is_some() && !matches!(fields.clock(list), Clock::Since(_)) && are_in_other_units(&entries)
    {
        (fields.start, fields.end) = (None, None);
    }
    let clock = fields.clock(list);
    let (mut utterances, odd) = utterances(list, &fields, &people, clock);
    let mut remark =
        format!("the form is unknown; by their names, the field {} is taken", fields.in_words(clock));
    if fields.start.is_none() {
        remark.push_str("; none is known to be the time");
    }
    for left_out in left_out(&lists, best, &utterances).into_iter().chain(unused(&lists, &fields)) {
        remark.push_str(&left_out);
    }
    let beside = list.beside().and_then(|beside| {
        ["text", "transcript"].iter().find_map(|key| Some((key, beside.get(key)?.as_str()?)))
    });
    if let Some((key, text)) = beside {
        let own: usize = utterances.iter().map(|utterance| spelling::letters(&utterance.words).len()).sum();
        if spelling::take(text, &mut utterances) {
            remark.push_str(&format!("; the words are spelt as in `{key}` beside them"));
        } else if spelling::letters(text).len() > own {
            remark.push_str(&format!("; `{key}` beside them has other words, and is left out"));
        }
    }
    let has_words = utterances.iter().any(|utterance| !utterance.words.trim().is_empty());
    has_words.then_some(Found { shape: "fields", utterances, language: None, odd, remark: Some(remark) })
}

/// Calls those who speak in a known form by the names that a list of people gives them; says what lists name speakers where
/// the form has none.
pub(super) fn add_people(value: &Value, utterances: &mut [Utterance]) -> Option<String> {
    let lists = lists(value);
    let people = People::of_file(value, &lists);
    if utterances.iter().all(|utterance| utterance.speaker.is_none()) {
        let has_words = |list: &Lists<'_>| WORDS.iter().any(|key| words(list, key).next().is_some());
        let list = lists.iter().find(|list| names_speakers(list) && !has_words(list))?;
        let path = list.in_words();
        return Some(format!(
            "the list `{path}` names speakers, but not in the entries with the words, and is left out"
        ));
    }
    for speaker in utterances.iter_mut().filter_map(|utterance| utterance.speaker.as_mut()) {
        if let Some(name) = people.name(speaker) {
            speaker.clone_from(name);
        }
    }
    None
}

/// What the entries of a list say, and how many say nothing.
fn utterances(list: &Lists<'_>, fields: &Fields, people: &People, clock: Clock) -> (Vec<Utterance>, usize) {
    let begins = |words: &str| words.starts_with(char::is_whitespace);
    let in_pieces = are_pieces(&words(list, fields.words).collect::<Vec<_>>());
    let mut utterances: Vec<Utterance> = Vec::new();
    let mut odd = 0;
    let mut last_start = None;
    for (around, entry) in list.entries() {
        let Some(words) = entry.get(fields.words).and_then(Value::as_str) else {
            odd += 1;
            continue;
        };
        let speaker = fields.speaker(around, entry, people);
        // A time around several entries is that of the first.
        let start = fields.start(around, entry);
        let is_new = start.map(std::ptr::from_ref) != last_start;
        last_start = start.map(std::ptr::from_ref);
        let is_mark = is_mark(words);
        let end = fields.end.and_then(|key| clock.read(entry.get(key)?));
        let joins = |last: &&mut Utterance| {
            (is_mark && (speaker.is_none() || last.speaker == speaker))
                || (in_pieces
                    && !begins(words)
                    && last.speaker == speaker
                    && !last.words.ends_with(char::is_whitespace))
        };
        match utterances.last_mut().filter(joins) {
            Some(last) if is_mark => {
                // French parts some marks from the word before them.
                let is_parted =
                    in_pieces && begins(words) && words.trim().starts_with(['?', '!', ':', ';', '»', '%']);
                last.words.push_str(if is_parted { " " } else { "" });
                last.words.push_str(words.trim());
                if in_pieces && words.ends_with(char::is_whitespace) {
                    last.words.push(' ');
                }
            }
            Some(last) => {
                last.words.push_str(words);
                last.end = end.or(last.end);
            }
            None => utterances.push(Utterance {
                speaker,
                start: start.filter(|_| is_new).and_then(|at| clock.read(at)),
                end,
                words: words.to_string(),
                opens: false,
            }),
        }
    }
    (utterances, odd)
}

/// Whether entries are pieces of words, of which those that begin one have a blank before them, or those that end one behind them.
fn are_pieces(words: &[&str]) -> bool {
    let pieces: Vec<&&str> = words.iter().filter(|words| !is_mark(words)).collect();
    let parts = |words: &str| words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
    let parting = pieces.iter().filter(|words| parts(words)).count();
    let several = pieces.iter().filter(|words| words.trim().contains(char::is_whitespace)).count();
    parting * PIECES >= pieces.len() && parting > 0 && several * 20 <= words.len()
}

/// Most pieces of a word in the mean.
const PIECES: usize = 6;

fn is_mark(words: &str) -> bool {
    !words.trim().is_empty() && words.trim().chars().all(|c| ".,?!…;:。、，？！".contains(c))
}

/// The words of the entries that have some.
fn words<'a>(list: &Lists<'a>, key: &'static str) -> impl Iterator<Item = &'a str> {
    list.entries().filter_map(move |(_, entry)| entry.get(key)?.as_str()).collect::<Vec<_>>().into_iter()
}

/// The lists with words that are not said otherwise.
fn left_out(lists: &[Lists<'_>], best: usize, utterances: &[Utterance]) -> Vec<String> {
    let said: String = utterances.iter().map(|utterance| spelling::letters(&utterance.words)).collect();
    let chosen = &lists[best].path;
    let is_apart = |list: &&Lists<'_>| !list.path.starts_with(chosen) && !chosen.starts_with(&list.path);
    let mut all = Vec::new();
    for (n, list) in lists.iter().filter(is_apart).enumerate() {
        if n == LOOKED_AT {
            all.push("; further lists beside them are left out".to_string());
        }
        if n == LOOKED_AT || all.len() == LEFT_OUT {
            break;
        }
        let Some(key) = WORDS.iter().copied().find(|key| words(list, key).next().is_some()) else { continue };
        let own: String = words(list, key).map(spelling::letters).collect();
        if !own.is_empty() && !said.contains(&own) {
            let entries = counted_as(list.len(), "entry", "entries");
            all.push(format!(
                "; the list `{}` of {entries} has other words, and is left out",
                list.in_words()
            ));
        }
    }
    all
}

/// What is said where a list names speakers, and none is taken.
fn unused(lists: &[Lists<'_>], fields: &Fields) -> Option<String> {
    let list = lists.iter().find(|list| names_speakers(list)).filter(|_| fields.speaker.is_none())?;
    let path = list.in_words();
    Some(format!(
        "; the list `{path}` names speakers, but not in the entries with the words, and is left out"
    ))
}

/// Whether some entries of a list say who speaks.
fn names_speakers(list: &Lists<'_>) -> bool {
    let has =
        |entry: &Value| SPEAKERS_AROUND.iter().any(|key| entry.get(*key).is_some_and(|who| !who.is_null()));
    list.entries().any(|(_, entry)| has(entry))
}

/// Most lists of which it is looked whether their words are said otherwise.
const LOOKED_AT: usize = 100;

/// Most lists that are said to be left out.
const LEFT_OUT: usize = 3;

impl Fields {
    /// Which fields are taken for what.
    fn in_words(&self, clock: Clock) -> String {
        let around = if self.around { " around them" } else { "" };
        let speaker = self.speaker.map(|key| format!("`{key}`{around} for the speaker")).into_iter();
        let start_around = if self.start_around { " around them" } else { "" };
        let start = self.start.map(|key| format!("`{key}`{start_around} for the {}", clock.in_words()));
        let all: Vec<String> =
            speaker.chain([format!("`{}` for the words", self.words)]).chain(start).collect();
        all.join(" and ")
    }

    /// How the times of a list are read.
    fn clock(&self, list: &Lists<'_>) -> Clock {
        let entries: Vec<Timed<'_>> =
            list.entries().map(|(around, entry)| self.timed(around, entry)).collect();
        self.start.map_or(Clock::Seconds, |key| clock(key, &entries))
    }

    fn speaker(&self, around: &[&Value], entry: &Value, people: &People) -> Option<String> {
        let key = self.speaker?;
        if self.around {
            return around.iter().rev().find_map(|entry| people.who(entry.get(key)?));
        }
        people.who(entry.get(key)?)
    }

    fn timed<'a>(&self, around: &[&'a Value], entry: &'a Value) -> Timed<'a> {
        let words = entry.get(self.words).and_then(Value::as_str);
        Timed {
            start: self.start(around, entry),
            end: self.end.and_then(|key| entry.get(key)),
            letters: words.map_or(0, |words| words.trim().chars().count()),
        }
    }

    fn start<'a>(&self, around: &[&'a Value], entry: &'a Value) -> Option<&'a Value> {
        let key = self.start?;
        if self.start_around { around.iter().rev().find_map(|entry| entry.get(key)) } else { entry.get(key) }
    }
}

/// The fields that most entries of a list have; `None` without words, or with neither speakers nor times.
fn fields(list: &Lists<'_>, people: &People) -> Option<Fields> {
    let all = list.len();
    let most = |has: &dyn Fn(&[&Value], &Value) -> bool| {
        list.entries().filter(|(around, entry)| has(around, entry)).count() * 5 >= all * 4
    };
    let named = |keys: &'static [&'static str], fits: &dyn Fn(&Value) -> bool| {
        keys.iter().copied().find(|key| most(&|_, entry: &Value| entry.get(*key).is_some_and(fits)))
    };
    let words = named(WORDS, &Value::is_string).filter(|_| all > 0)?;
    let is_named = |value: &Value| people.who(value).is_some();
    let own = named(SPEAKERS, &is_named).filter(|key| *key != words);
    let around = || {
        let has = |key: &str| {
            most(&|around: &[&Value], _| around.iter().any(|entry| entry.get(key).is_some_and(is_named)))
        };
        SPEAKERS_AROUND.iter().copied().find(|key| has(key))
    };
    let speaker = own.or_else(around);
    let own_start = named(STARTS, &is_time);
    let of_list = |around: &[&Value], key: &str| {
        around.iter().rev().find_map(|entry| entry.get(key)).is_some_and(is_time)
    };
    let start_around =
        || STARTS.iter().copied().find(|key| most(&|around: &[&Value], _| of_list(around, key)));
    let start = own_start.or_else(|| start_around().filter(|_| list.is_several()));
    let end = named(ENDS, &is_time);
    let around = own.is_none() && speaker.is_some();
    (speaker.is_some() || start.is_some()).then_some(Fields {
        words,
        speaker,
        around,
        start,
        start_around: own_start.is_none(),
        end,
    })
}
