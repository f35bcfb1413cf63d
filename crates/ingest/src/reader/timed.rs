//! Plain texts of recognised speech: lines that begin with their time, `[00:01.000 --> 00:02.500] words`, or stand below it.

use std::collections::HashSet;

use themata_model::{ByteOffset, Timestamp, counted_as};

use super::cues::changes_speaker;
use super::utterance::{Utterance, join, seconds};
use crate::segment::{can_be_label, clock_alone};

/// Fewest lines with a time; one that says both beginning and end tells more.
const LINES: usize = 4;
const SPANS: usize = 2;

/// Most lines above the first time that do not count.
const HEAD: usize = 3;

/// In one of how many lines times have to stand that are said.
const RARE: usize = 6;

/// Longest time with its brackets, and longest name before one, in bytes.
const TIME: usize = 48;
const NAME: usize = 60;

/// Until when the first time of minutes and seconds counts from the beginning of a recording, and of hours, too; later
/// ones may be times of the day.
const FROM_MINUTES: u64 = 120_000;
const FROM_HOURS: u64 = 3_600_000;

/// What a line says besides its words.
struct Stamp<'a> {
    /// The name before the time.
    name: Option<&'a str>,
    start: Timestamp,
    end: Option<Timestamp>,
    /// Whether hours are written, or fractions, which no time of the day has.
    is_long: bool,
    words: &'a str,
}

/// A piece of a text that begins with a time.
struct Segment {
    speaker: Option<String>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    words: String,
    /// Whether an empty line stands before it.
    is_apart: bool,
}

/// What a text of timed lines says.
pub(super) struct Found {
    pub(super) utterances: Vec<Utterance>,
    /// Which of them begin paragraphs of their own if nobody is named.
    pub(super) openings: Vec<bool>,
    /// How many lines had times.
    pub(super) lines: usize,
    /// Whether each line says both beginning and end.
    pub(super) are_spans: bool,
}

/// Reads a text in which nearly all lines have times of a recording.
pub(super) fn read(text: &str) -> Option<Found> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let stamps: Vec<Option<Stamp<'_>>> = lines.iter().map(|line| stamp(line)).collect();
    let told: Vec<&Stamp<'_>> = stamps.iter().flatten().collect();
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    let spans = told.iter().filter(|stamp| stamp.end.is_some()).count();
    let are_spans = spans * 10 >= told.len() * 9;
    let alone = told.iter().filter(|stamp| stamp.words.is_empty()).count();
    let above = alone * 10 >= told.len() * 9;
    let head = lines.iter().zip(&stamps).take_while(|(_, stamp)| stamp.is_none());
    let filled = filled - head.filter(|(line, _)| !line.is_empty()).count().min(HEAD);
    let enough = match (above, are_spans) {
        (true, _) => told.len() * 3 >= filled,
        (_, true) => told.len() * 2 >= filled,
        _ => told.len() * 10 >= filled * 9,
    };
    if told.len() < if are_spans { SPANS } else { LINES } || !enough || !grow(&told) {
        return None;
    }
    let is_speech = is_of_recording(&told) && is_measured(&told);
    if !are_spans && !is_speech {
        return None;
    }
    let mut segments = segments(&lines, &stamps);
    name_behind(&mut segments);
    let named = segments.iter().filter(|segment| segment.speaker.is_some()).count();
    let by_name = named * 10 >= told.len() * 8;
    let mut openings = Vec::with_capacity(segments.len());
    let mut ended = true;
    let mut utterances = Vec::with_capacity(segments.len());
    for segment in segments {
        let is_head = segment.start.is_none();
        openings.push(is_head || (segment.is_apart && ended && !are_spans));
        ended = is_head || segment.words.ends_with(['.', '?', '!', '…', '。', '？', '！', '"', '”', '»']);
        let (speaker, words) = match segment.speaker {
            Some(name) if !by_name => (None, format!("{name}: {}", segment.words)),
            speaker => (speaker, segment.words),
        };
        let opens = changes_speaker(&words);
        utterances.push(Utterance { speaker, start: segment.start, end: segment.end, words, opens });
    }
    let first = utterances.iter().position(|utterance| utterance.start.is_some()).unwrap_or(0);
    openings[first] = true;
    Some(Found { utterances, openings, lines: told.len(), are_spans })
}

/// Times before lines of a text that is kept as it is: where they are of a recording, each with where its line begins.
pub(crate) fn marks(text: &str) -> Marks {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        if let Some(stamp) = stamp(line.trim()).filter(|stamp| stamp.name.is_none()) {
            found.push((start, stamp));
        }
        at += line.len();
    }
    let told: Vec<&Stamp<'_>> = found.iter().map(|(_, stamp)| stamp).collect();
    let is_known = grow(&told) && is_of_recording(&told);
    let filled = text.lines().filter(|line| !line.trim().is_empty()).count();
    let are_many = told.len() >= LINES && told.len() * RARE >= filled;
    let places = found.iter().map(|(at, stamp)| (ByteOffset(*at), stamp.start));
    Marks { places: places.filter(|_| are_many).collect(), is_known }
}

/// Times before lines that stay in the text.
pub(crate) struct Marks {
    /// Where they stand; nowhere where they are rare.
    pub(crate) places: Vec<(ByteOffset, Timestamp)>,
    /// Whether they are times of a recording, not of the day.
    pub(crate) is_known: bool,
}

impl Marks {
    /// What is said of them.
    pub(crate) fn in_words(&self) -> Option<String> {
        let lines =
            counted_as(self.places.len(), "line begins with its time", "lines begin with their times");
        let what = match (self.places.is_empty(), self.is_known) {
            (true, _) => return None,
            (false, true) => "which stay in the text and are kept beside it, too",
            (false, false) => {
                "which stay in the text as words: they may be of the day, since they do not count from the beginning of a recording"
            }
        };
        Some(format!("no turns are told: {lines}, {what}"))
    }
}

/// Whether the times grow, as good as always.
fn grow(stamps: &[&Stamp<'_>]) -> bool {
    let back = stamps.windows(2).filter(|pair| pair[1].start < pair[0].start).count();
    back * 20 < stamps.len().max(1)
}

/// Whether times count from the beginning of a recording.
fn is_of_recording(stamps: &[&Stamp<'_>]) -> bool {
    stamps.first().is_some_and(|first| {
        let until = if first.is_long { FROM_HOURS } else { FROM_MINUTES };
        first.end.is_some() || first.start.0 < until
    })
}

/// Whether times are where somebody paused, not at round numbers as a person or a clock sets them.
fn is_measured(stamps: &[&Stamp<'_>]) -> bool {
    stamps.iter().filter(|stamp| stamp.start.0 % 5_000 != 0).count() * 2 >= stamps.len()
}

/// The words below each time, wrapped lines joined; what stands above the first one has none.
fn segments(lines: &[&str], stamps: &[Option<Stamp<'_>>]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut is_apart = true;
    for (line, stamp) in lines.iter().zip(stamps) {
        match (stamp, segments.last_mut()) {
            (Some(stamp), _) => segments.push(Segment {
                speaker: stamp.name.map(str::to_string),
                start: Some(stamp.start),
                end: stamp.end,
                words: stamp.words.to_string(),
                is_apart,
            }),
            // Words below an empty line go on at the same time.
            (None, Some(last)) if !line.is_empty() && (!is_apart || last.words.is_empty()) => {
                join(&mut last.words, line);
            }
            (None, last) if !line.is_empty() => {
                let (start, end) = last.map_or((None, None), |last| (last.start, last.end));
                let words = (*line).to_string();
                segments.push(Segment { speaker: None, start, end, words, is_apart });
            }
            _ => {}
        }
        is_apart = line.is_empty();
    }
    segments
}

/// Takes the speakers from behind the words, where programs for coding write them: `0:03 - 0:06`, words, a tab, the name.
fn name_behind(segments: &mut [Segment]) {
    let name = |segment: &Segment| {
        let (words, name) = segment.words.rsplit_once('\t')?;
        let can_speak = !words.trim().is_empty() && can_be_label(&format!("{name}:"), name);
        (can_speak && segment.start.is_some()).then(|| (words.trim_end().to_string(), name.to_string()))
    };
    let found: Vec<Option<(String, String)>> = segments.iter().map(name).collect();
    let names: HashSet<&String> = found.iter().flatten().map(|(_, name)| name).collect();
    let named = found.iter().flatten().count();
    if named < LINES || named * 10 < segments.len() * 9 || names.len() * 2 > named {
        return;
    }
    for (segment, found) in segments.iter_mut().zip(found) {
        if let Some((words, name)) = found {
            (segment.words, segment.speaker) = (words, Some(name));
        }
    }
}

/// Reads the time at the beginning of a line, or behind the name of whoever speaks.
fn stamp(line: &str) -> Option<Stamp<'_>> {
    // The number of the row.
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let line = line.strip_prefix(&line[..digits]).and_then(|rest| rest.strip_prefix('\t')).unwrap_or(line);
    if let Some((start, end, is_long, length)) = time(line) {
        let words = line[length..].trim_start();
        let is_open = !line.starts_with(['[', '(']);
        // A time that nothing encloses is parted from the words by a blank or a mark.
        if is_open && words.len() == line.len() - length && !words.is_empty() && !words.starts_with(':') {
            return None;
        }
        let words = words.strip_prefix(':').unwrap_or(words).trim_start();
        return Some(Stamp { name: None, start, end, is_long, words });
    }
    let in_brackets = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (before, at) = match in_brackets {
        Some((name, rest)) => (name, line.len() - rest.trim_start().len()),
        None => {
            let at = line.find(['[', '(']).filter(|at| *at <= NAME)?;
            (line[..at].trim_end().trim_end_matches(':'), at)
        }
    };
    let (start, end, is_long, length) = time(line.get(at..)?)?;
    let words = line[at + length..].trim_start_matches([':', ' ']).trim_start();
    let can_speak = before.len() <= NAME && can_be_label(&format!("{before}:"), before);
    (end.is_some() && can_speak).then_some(Stamp { name: Some(before), start, end, is_long, words })
}

/// Beginning, end, whether hours or fractions are written, and the length of the time at the start of `text`.
type Time = (Timestamp, Option<Timestamp>, bool, usize);

fn time(text: &str) -> Option<Time> {
    let close = match text.chars().next()? {
        '[' => Some(']'),
        '(' => Some(')'),
        c if c.is_ascii_digit() => None,
        _ => return None,
    };
    if let Some(close) = close {
        let end = text.find(close).filter(|end| *end <= TIME)?;
        let inside = &text[1..end];
        let (start, end_time, is_long) = span(inside).or_else(|| {
            let (time, is_long) = moment(inside.trim(), inside.trim().ends_with('s'))?;
            Some((time, None, is_long))
        })?;
        return Some((start, end_time, is_long, end + 1));
    }
    let run = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit() && !":.,;s".contains(c)).unwrap_or(text.len());
        text[..end].trim_end_matches([':', '.', ',', ';']).len()
    };
    let first = run(text);
    let rest = text[first..].trim_start_matches(' ');
    // Tables that are saved as plain text have a tab between beginning and end.
    if let Some(mark) = ARROWS.into_iter().find(|mark| rest.starts_with(mark)) {
        let after = rest[mark.len()..].trim_start_matches(' ');
        let last = run(after);
        let length = text.len() - after.len() + last;
        if let Some((start, end, is_long)) = span(&text[..length]) {
            return Some((start, end, is_long, length));
        }
    }
    let (start, is_long) = moment(&text[..first], false)?;
    Some((start, None, is_long, first))
}

/// What stands between beginning and end.
const ARROWS: [&str; 6] = ["-->", "->", "–", "—", "-", "\t"];

fn span(text: &str) -> Option<(Timestamp, Option<Timestamp>, bool)> {
    let (first, last) = ARROWS.into_iter().find_map(|mark| text.split_once(mark))?;
    let ((start, is_long), (end, _)) = (moment(first.trim(), true)?, moment(last.trim(), true)?);
    (start <= end).then_some((start, Some(end), is_long))
}

/// A clock time, or a number of seconds with a fraction where these are `allowed`.
fn moment(text: &str, allowed: bool) -> Option<(Timestamp, bool)> {
    if text.starts_with(|c: char| c.is_ascii_digit())
        && let Some(time) = clock_alone(text)
    {
        return Some((time, text.matches(':').count() == 2 || text.contains(['.', ','])));
    }
    let number = text.trim_end_matches('s').trim_end();
    let is_number = allowed
        && number.len() <= 10
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && (number.contains('.') || number.len() < text.len());
    let value = number.parse::<f64>().ok().filter(|_| is_number)?;
    seconds(value).map(|time| (time, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_before_words_are_read_in_the_forms_of_recognisers() {
        let cases = [
            ("[00:01.000 --> 00:02.500]  So", 1_000, Some(2_500), "So"),
            ("[00:00:01.000 --> 00:00:02.500] So", 1_000, Some(2_500), "So"),
            ("[1.00s -> 3.88s] So", 1_000, Some(3_880), "So"),
            ("00:00:01 - 00:00:02 So", 1_000, Some(2_000), "So"),
            ("1.0-2.5 So", 1_000, Some(2_500), "So"),
            ("1.00\t2.50\tSo", 1_000, Some(2_500), "So"),
            ("7\t0:01 - 0:02\tSo", 1_000, Some(2_000), "So"),
            ("[0:03] So", 3_000, None, "So"),
            ("(00:03) So", 3_000, None, "So"),
            ("[3.2s] So", 3_200, None, "So"),
            ("0:03", 3_000, None, ""),
            ("0:03: So", 3_000, None, "So"),
        ];
        for (line, start, end, words) in cases {
            let found = stamp(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (found.start.0, found.end.map(|end| end.0), found.words),
                (start, end, words),
                "{line}"
            );
            assert_eq!(found.name, None, "{line}");
        }
        for line in
            ["12 men", "1.5 hours", "3:2", "(3) So", "[laughs] So", "2019-2024 we", "0:03pm", "[x", ""]
        {
            assert!(stamp(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_name_may_stand_before_beginning_and_end() {
        for line in ["S_01 [0:01 --> 0:02] So", "[S_01] [0:01 -> 0:02] So", "S_01 [1.00s -> 2.00s]: So"] {
            let found = stamp(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.name, found.start.0, found.words), (Some("S_01"), 1_000, "So"), "{line}");
        }
        assert!(stamp("So we met [0:01] and").is_none());
    }
}
