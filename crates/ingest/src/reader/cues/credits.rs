//! Who made the captions, as the last cues say.

use super::super::utterance::Utterance;
use super::super::writer::Writer;

/// How such a cue begins, in lower case.
#[rustfmt::skip]
const BEGIN: &[&str] = &[
    "subtitles by", "subtitled by", "subtitles:", "captions by", "captioned by", "captioning by", "closed captions by", "transcribed by", "transcript by",
    "transcription by", "translated by", "synced by", "untertitel von", "untertitel der", "untertitel im auftrag", "untertitelung", "untertitel:",
    "sottotitoli a cura", "sottotitoli di", "sottotitoli:", "sottotitoli creati", "sous-titres", "sous-titrage", "sous-titré par", "subtítulos por",
    "subtítulos de", "subtítulos:", "subtítulos realizados", "subtitulado por", "legendas por", "legendas de", "legendas pela", "legendado por",
    "ondertiteling", "ondertitels door", "ondertiteld door", "undertexter av", "undertexter:", "undertextning", "undertexter från", "undertekster av",
    "undertekster:", "teksting av", "tekstet av", "tekstning", "danske tekster", "tekstitys", "tekstittäjä", "suomennos", "napisy", "字幕",
];

/// Most cues at the end that say it.
const CUES: usize = 3;

/// Takes the last cues out that say who made the captions: nobody says them.
pub(super) fn take(lines: &mut Vec<Utterance>) -> Vec<Utterance> {
    let mut from = lines.len();
    let mut end = lines.len();
    for _ in 0..CUES {
        let Some(start) = lines[..end].iter().rposition(|line| line.opens) else { break };
        let words = lines[start].words.to_lowercase();
        if BEGIN.iter().any(|begin| words.starts_with(begin)) && start > 0 {
            from = start;
        }
        end = start;
    }
    lines.split_off(from)
}

/// Writes them below the last turn.
pub(super) fn write(lines: &[Utterance], writer: &mut Writer) {
    if lines.is_empty() {
        return;
    }
    writer.part(2);
    let start = writer.here();
    for line in lines {
        writer.part(if line.opens { 2 } else { 1 });
        if let Some(time) = line.start {
            writer.time(time);
        }
        writer.push(&line.words);
    }
    writer.apart(start);
    writer.remark("the last words of the file say who made the captions, and stand below the turns");
}
