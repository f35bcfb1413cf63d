//! Recognised speech as tools for research write it, a word or a stretch of speech on each line: CTM (`recording channel start
//! length word`) and STM (`recording channel speaker start end words`).

use std::collections::HashSet;

use themata_model::counted_as;

use super::utterance::{Utterance, seconds};

/// Fewest lines to tell by.
const LINES: usize = 5;

/// Words that stand for none.
const NOTHING: [&str; 3] = ["<eps>", "<sil>", "sil"];

/// What a file says.
pub(super) struct Found {
    pub(super) utterances: Vec<Utterance>,
    pub(super) remark: String,
}

/// A line, its fields told apart.
struct Line<'a> {
    recording: &'a str,
    channel: &'a str,
    speaker: Option<&'a str>,
    start: f64,
    end: f64,
    words: Vec<&'a str>,
}

/// Reads a text of which all lines but notes (`;;`) have the fields of a word with its time.
pub(super) fn read(text: &str) -> Option<Found> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(";;"));
    let read =
        |parse: fn(&str) -> Option<Line<'_>>| -> Option<Vec<Line<'_>>> { lines().map(parse).collect() };
    let lines = read(word).or_else(|| read(stretch)).filter(|lines| lines.len() >= LINES)?;
    let back = lines
        .windows(2)
        .filter(|two| two[0].recording == two[1].recording && two[0].channel == two[1].channel)
        .filter(|two| two[1].start < two[0].start)
        .count();
    if back * 20 > lines.len() {
        return None;
    }
    let speakers: HashSet<&str> = lines.iter().filter_map(|line| line.speaker).collect();
    let channels: HashSet<&str> = lines.iter().map(|line| line.channel).collect();
    let recordings: HashSet<&str> = lines.iter().map(|line| line.recording).collect();
    let mut last = "";
    let mut utterances = Vec::with_capacity(lines.len());
    for line in &lines {
        let who = if speakers.is_empty() && channels.len() > 1 { Some(line.channel) } else { line.speaker };
        let who = who.filter(|_| speakers.len() > 1 || channels.len() > 1);
        let is_code = |who: &str| who.len() == 1 || who.bytes().all(|b| b.is_ascii_digit());
        let words: Vec<&str> = line.words.iter().copied().filter(|word| !NOTHING.contains(word)).collect();
        utterances.push(Utterance {
            speaker: who.map(|who| if is_code(who) { format!("Speaker {who}") } else { who.to_string() }),
            start: seconds(line.start),
            end: seconds(line.end),
            words: words.join(" "),
            opens: line.recording != last,
        });
        last = line.recording;
    }
    // Channels stand one after the other.
    if recordings.len() == 1 {
        utterances.sort_by_key(|one| one.start);
    }
    let what = counted_as(lines.len(), "line", "lines");
    let more = match recordings.len() {
        1 => String::new(),
        n => format!("; the words of {n} recordings stand one after the other"),
    };
    Some(Found {
        utterances,
        remark: format!("{what} of words with their times are read as recognised speech{more}"),
    })
}

/// `recording channel start length word`, and then perhaps how sure it is, and who speaks.
fn word(line: &str) -> Option<Line<'_>> {
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    let (&[recording, channel, start, length, word], more) = fields.split_first_chunk()?;
    let (start, length) = (number(start)?, number(length)?);
    let is_sure =
        more.first().is_none_or(|sure| *sure == "NA" || number(sure).is_some_and(|sure| sure <= 1.0));
    let speaker = more.get(2).copied().filter(|who| !matches!(*who, "NA" | "unknown" | "<NA>"));
    let is_one = is_sure && more.len() <= 3 && number(channel).is_none_or(|channel| channel < 100.0);
    is_one.then(|| Line { recording, channel, speaker, start, end: start + length, words: vec![word] })
}

/// `recording channel speaker start end words`, with marks of the speaker in angle brackets before the words.
fn stretch(line: &str) -> Option<Line<'_>> {
    let mut fields = line.split_ascii_whitespace();
    let (recording, channel, speaker) = (fields.next()?, fields.next()?, fields.next()?);
    let (start, end) = (number(fields.next()?)?, number(fields.next()?)?);
    let words =
        fields.filter(|word| !(word.starts_with('<') && word.ends_with('>') && word.contains(','))).collect();
    (start <= end).then_some(Line { recording, channel, speaker: Some(speaker), start, end, words })
}

fn number(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse::<f64>().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use crate::{Options, read};

    fn check(text: &str, expected: &str, times: usize, said: &str) {
        let (ingested, problems) = read("x.ctm", text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(ingested.text, expected);
        assert_eq!(ingested.locators.times().len(), times);
        let said_now: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        assert_eq!(said_now, [said]);
    }

    #[test]
    fn a_word_a_line_with_its_time_is_recognised_speech() {
        check(
            ";; by hand\nboat A 0.50 0.30 when 0.98\nboat A 0.90 0.30 was\nboat A 1.30 0.30 it 0.5\nboat A 9.50 0.30 <eps> 1\nboat A 9.90 0.30 then 1.00\n",
            "when was it\n\nthen\n",
            4,
            "5 lines of words with their times are read as recognised speech",
        );
    }

    #[test]
    fn channels_and_speakers_make_turns() {
        let of = |channel: char, from: u32| -> String {
            (0..3).map(|n| format!("boat {channel} {}.5 0.3 word\n", from + n)).collect()
        };
        check(
            &(of('A', 0) + &of('A', 6) + &of('B', 3)),
            "Speaker A [00:00:00]: word word word\n\nSpeaker B [00:00:03]: word word word\n\nSpeaker A [00:00:06]: word word word\n",
            9,
            "9 lines of words with their times are read as recognised speech",
        );
        let line = |who: &str, at: u32| format!("boat 1 {who} {at}.00 {at}.90 <o,f0,female> we talked\n");
        check(
            &[line("anna", 1), line("bo", 2), line("bo", 3), line("anna", 4), line("bo", 5)].concat(),
            "anna [00:00:01]: we talked\n\nbo [00:00:02]: we talked we talked\n\nanna [00:00:04]: we talked\n\nbo [00:00:05]: we talked\n",
            5,
            "5 lines of words with their times are read as recognised speech",
        );
    }
}
