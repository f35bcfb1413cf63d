//! Captions of films, WebVTT (.vtt), SubRip (.srt) and SubViewer (.sbv), and texts of recognised speech: cues joined to turns and paragraphs, with their times
//! beside the text.

mod blocks;
mod credits;
mod few;
mod hyphens;
mod identifiers;
mod markup;
mod rolling;
mod speakers;
mod voices;
mod words;
mod written;

use themata_model::{Timestamp, counted, counted_as};

use super::plain::with_line_feeds;
use super::utterance::{self, Utterance, join};
use super::writer::Writer;
use super::{Extract, timed, words_timed};
use crate::decode::{Decoded, decode};
use crate::segment::{Marked, SpeakerStyle, segment_with};
use crate::{IngestError, Options};
pub(super) use blocks::times_with_comma;
pub(super) use markup::ROOTS as XML_ROOTS;
pub(super) use speakers::{Labels, find as find_labels};
use words::Piece;

/// Which of the formats is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    WebVtt,
    SubRip,
    SubViewer,
    /// TTML and its kin.
    Xml,
}

/// Words that are shown for a time.
#[derive(Debug, Default)]
struct Cue {
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    /// Who speaks, where that stands above the time.
    voice: Option<String>,
    lines: Vec<String>,
}

/// Reads a WebVTT file.
pub(super) fn read_vtt(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    read(Kind::WebVtt, name, bytes, options)
}

/// Reads a SubRip file.
pub(super) fn read_srt(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    read(Kind::SubRip, name, bytes, options)
}

/// Reads a SubViewer file, as YouTube writes it.
pub(super) fn read_sbv(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    read(Kind::SubViewer, name, bytes, options)
}

fn read(kind: Kind, name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    let decoded = decode(name, bytes, options.encoding.as_deref())?;
    // A file with line ends of two characters that was written once more has three.
    let text = with_line_feeds(decoded.text.replace("\r\r\n", "\n"));
    let found = blocks::read(kind, &text);
    Ok(extract(kind, name, found, &decoded, options))
}

/// Reads captions that are kept as XML.
///
/// # Errors
/// In words, when they are damaged or hold no cue.
pub(super) fn read_xml(name: &str, decoded: &Decoded, options: &Options) -> Result<Extract, String> {
    let found = markup::read(&decoded.text)?;
    if found.cues.is_empty() {
        return Err("it has no captions".to_string());
    }
    Ok(extract(Kind::Xml, name, found, decoded, options))
}

/// What the cues of a file say.
fn extract(kind: Kind, name: &str, found: blocks::Found, decoded: &Decoded, options: &Options) -> Extract {
    let mut writer = Writer::default();
    let mut cues = found.cues;
    let records = voices::from_records(&mut cues);
    if records > 0 {
        let what = counted_as(records, "cue is a record", "cues are records");
        writer
            .remark(format!("{what} of which the words and who speaks are taken; other fields are left out"));
    }
    voices::from_bold(&mut cues);
    let repeated = match cues.iter().any(words::is_rolling) {
        true => without_repeats(&mut cues),
        false => rolling::without_repeats(&mut cues),
    };
    let mut utterances = utterances(kind, &cues);
    let closing = credits::take(&mut utterances);
    let by_voice = utterances.iter().any(|utterance| utterance.speaker.is_some());
    let mut known = options.known_speakers.clone();
    if !by_voice {
        known.extend(written::unbracket(&mut utterances));
        known.extend(written::join_wrapped(&mut utterances));
    }
    let labels = match by_voice {
        true => Labels::None,
        false if speakers::find_above(&mut utterances) => Labels::Speakers,
        false => speakers::find(&mut utterances, &known),
    };
    labels.say(&mut writer);
    let unnamed = utterances
        .iter()
        .filter(|one| one.opens && one.speaker.as_deref() == Some(utterance::UNKNOWN))
        .count();
    if labels.are_told() && unnamed > 0 {
        let what = counted_as(unnamed, "line begins", "lines begin");
        writer.remark(format!(
            "{what} with a mark that somebody else speaks, without a name; such a speaker is called `{}`",
            utterance::UNKNOWN
        ));
    }
    let hyphens = hyphens::mend(&mut utterances);
    let mut utterances = whole(utterances);
    if by_voice {
        utterance::say_unnamed(utterance::name_unnamed(&mut utterances), "cue", "cues", &mut writer);
        utterance::without_names_again(&mut utterances, &mut writer);
    }
    utterance::write(&mut writer, &utterances);
    credits::write(&closing, &mut writer);
    say(&found.counts, repeated, &cues, &mut writer);
    hyphens.say(&mut writer);
    if !by_voice
        && !labels.are_told()
        && let Some(sets) = words::set_apart(&cues)
    {
        writer.remark(format!(
            "no turns are told: the words stand in {sets}, which may say who speaks, but nobody is named"
        ));
    }
    let format = match kind {
        Kind::WebVtt => "vtt",
        Kind::SubRip => "srt",
        Kind::SubViewer => "sbv",
        Kind::Xml => "xml (captions)",
    };
    let mut extract =
        writer.finish(name, &format!("{format}, {}", decoded.encoding), by_voice || labels != Labels::None);
    extract.language = found.language;
    extract.problems.extend(decoded.problems.iter().cloned());
    extract
}

/// Reads a plain text as captions where nearly all its lines have the times of a recogniser. Where labels beside the times
/// make turns of the lines as they are, only lines that go on with one speaker are reason to join them.
pub(super) fn read_timed(name: &str, text: &str, encoding: &str, options: &Options) -> Option<Extract> {
    if let Some(found) = words_timed::read(text) {
        let mut writer = Writer::default();
        utterance::write(&mut writer, &found.utterances);
        writer.remark(found.remark);
        let is_told = found.utterances.iter().any(|utterance| utterance.speaker.is_some());
        return Some(writer.finish(name, &format!("txt (recognised speech), {encoding}"), is_told));
    }
    let timed::Found { mut utterances, openings, lines, are_spans } = timed::read(text)?;
    let (mut turns, _, style) = segment_with(text, &options.known_speakers, &Marked::default());
    let by_name = utterances.iter().any(|utterance| utterance.speaker.is_some());
    let mut labels = Labels::None;
    if !by_name {
        utterances.iter_mut().for_each(|utterance| utterance.opens = true);
        labels = speakers::find(&mut utterances, &options.known_speakers);
    }
    if labels.are_words() {
        turns.clear();
    }
    let is_told = by_name || labels.are_told();
    let goes_on = turns.windows(2).filter(|pair| pair[0].speaker == pair[1].speaker).count();
    let is_broken =
        is_told && (style == Some(SpeakerStyle::Marked) || (are_spans && goes_on * 10 >= turns.len()));
    if !turns.is_empty() && !is_broken {
        return None;
    }
    for (utterance, opens) in utterances.iter_mut().zip(openings) {
        utterance.opens = utterance.speaker.is_none() && (opens || changes_speaker(&utterance.words));
    }
    let mut writer = Writer::default();
    labels.say(&mut writer);
    utterance::write(&mut writer, &utterances);
    let lines = counted_as(lines, "line with its time is", "lines with their times are");
    writer.remark(format!(
        "{lines} joined to running text, the times kept beside it; `--as-is` leaves the file as it is"
    ));
    Some(writer.finish(name, &format!("txt (recognised speech), {encoding}"), is_told || labels.are_words()))
}

fn say(counts: &blocks::Counts, repeated: usize, cues: &[Cue], writer: &mut Writer) {
    writer.left_out(counts.notes, "note, style or region", "notes, styles or regions");
    if let Some(names) = &counts.names {
        writer.remark(names.as_str());
    }
    writer.left_out(repeated, "repeated line of rolling captions", "repeated lines of rolling captions");
    if counts.untimed > 0 {
        let what = counted_as(counts.untimed, "cue has no readable time", "cues have no readable time");
        writer.remark(format!("{what}; the words are there"));
    }
    let starts: Vec<Timestamp> = cues.iter().filter_map(|cue| cue.start).collect();
    let back = starts.windows(2).filter(|pair| pair[1] < pair[0]).count();
    if back > 0 {
        let what = counted(back, "time");
        writer.remark(format!("time runs backwards at {what}; the cues stand in the order of the file"));
    }
}

/// The lines of all cues, each with who speaks where a voice tag says so, cues and lines not joined yet.
fn utterances(kind: Kind, cues: &[Cue]) -> Vec<Utterance> {
    let mut all = Vec::new();
    for cue in cues {
        let mut voice: Option<String> = cue.voice.clone();
        let mut opens = true;
        for line in &cue.lines {
            for Piece { voice: changed, words } in words::pieces(line, kind == Kind::WebVtt) {
                if let Some(changed) = changed {
                    voice = changed;
                    opens = true;
                }
                if words.trim().is_empty() {
                    continue;
                }
                all.push(Utterance {
                    speaker: voice.clone(),
                    start: cue.start,
                    end: cue.end,
                    words: words.trim().to_string(),
                    opens,
                });
                opens = false;
            }
        }
    }
    all
}

/// Joins the lines of each cue (those after one that `opens`), and lets a turn or paragraph begin where a line
/// says so by a dash or by `>>`.
fn whole(lines: Vec<Utterance>) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = Vec::new();
    for mut line in lines {
        let is_nobody = line.speaker.as_deref().is_none_or(|name| name == utterance::UNKNOWN);
        let changes = is_nobody && changes_speaker(&line.words);
        match all.last_mut() {
            Some(last) if !line.opens && !changes => join(&mut last.words, &line.words),
            _ => {
                line.opens = changes;
                all.push(line);
            }
        }
    }
    all
}

/// Whether a line begins with a sign that somebody else speaks now.
pub(super) fn changes_speaker(line: &str) -> bool {
    if line.starts_with(">>") {
        return true;
    }
    let rest = line.strip_prefix(['-', '–', '—']);
    rest.is_some_and(|rest| {
        rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || "[(¿¡\"“„«'‘…".contains(c))
    })
}

/// Takes out the lines that rolling captions show a second time; returns how many.
fn without_repeats(cues: &mut [Cue]) -> usize {
    let mut before: Vec<String> = Vec::new();
    let mut taken = 0;
    for cue in cues {
        let plain: Vec<String> = cue.lines.iter().map(|line| words::plain(line)).collect();
        let mut n = 0;
        cue.lines.retain(|_| {
            n += 1;
            let repeats = !plain[n - 1].is_empty() && before.last() == Some(&plain[n - 1]);
            taken += usize::from(repeats);
            !repeats
        });
        let shown: Vec<String> = plain.into_iter().filter(|line| !line.is_empty()).collect();
        if !shown.is_empty() {
            before = shown;
        }
    }
    taken
}

#[cfg(test)]
mod tests;
