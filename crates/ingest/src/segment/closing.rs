//! What says that the recording ends, below the last turn: `[End of recording]`, `Ende der Aufnahme`.

use themata_model::line::{Line, LineKind};
use themata_model::{Span, Turn};

use super::candidate::Candidate;
use super::evidence::{Evidence, Occurrence};
use super::{evidence, page_of_head, span};

/// Words that say that something ends, by their beginnings.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    "end", "fin", "lev", "levanta", "closed", "close", "adjourn", "geschlossen", "encerr", "chiude", "chiusa", "avslutad", "fim", "slut", "avslut", "einde", "eind", "beendet", "beëindig", "päätty", "loppu", "lopetet", "koniec", "termina",
    "terminé", "conclu", "konec", "ende", "stop", "结束", "結束", "終了", "终了", "完",
];

/// Words for what was recorded or written down, by their beginnings.
#[rustfmt::skip]
const RECORDINGS: &[&str] = &[
    "record", "tape", "transcri", "interview", "session", "séance", "sesión", "sessão", "seduta", "sitzung", "sammanträde", "möte", "istunto", "zitting", "hearing", "audio", "video", "meeting", "aufnahme", "aufzeichnung", "transkri", "gespräch",
    "tonband", "entretien", "l'entretien", "l’entretien", "enregistrement", "l'enregistrement", "l’enregistrement", "grabaci",
    "entrevista", "gravaç", "intervju", "inspelning", "samtal", "bandet", "opname", "gesprek", "registrazi", "l'intervista",
    "l’intervista", "intervista", "nauhoi", "nauha", "haastattelu", "tallen", "äänit", "transcrip", "nagrani", "wywiad", "keskustelu",
    "录音", "錄音", "録音", "采访", "採訪", "访谈", "訪談", "インタビュー", "取材",
];

/// Most words of a line that says so, and of one that stands apart without saying so.
const WORDS: usize = 9;

/// Most words of a sentence that begins by saying so: `Se levanta la sesión a la una y veinte minutos de la tarde.`
const SENTENCE: usize = 16;

/// Most lines below the last words.
const LINES: usize = 3;

/// Fewest turns to tell by that paragraphs without a label are none of the talk.
const TURNS: usize = 6;

/// Fewest turns to tell by that one without a mark at its end is none.
const MANY: usize = 12;

/// Ends the last turn above such lines: what says so in words, and, where nearly every paragraph has its label and nearly every
/// turn ends as a sentence does, a short one that has neither, or stands in brackets as no other line does.
pub(super) fn leave_out(text: &str, lines: &[Line], chosen: &[&Candidate<'_>], turns: &mut [Turn]) {
    let dense = is_dense(text, lines, chosen, turns);
    let is_dense = dense.is_some();
    let are_sentences = chosen.len() >= TURNS && are_sentences(text, turns);
    let others: Vec<Span> = turns.iter().rev().skip(1).filter_map(|turn| turn.body).collect();
    let (Some(last), Some(label)) = (turns.last_mut(), chosen.last()) else { return };
    let Some(body) = last.body else { return };
    let first = lines.partition_point(|line| line.start < body.start().0 && line.end < body.start().0);
    let own = lines.iter().enumerate().skip(first.max(label.line) + 1);
    let full: Vec<usize> = own
        .filter(|(_, line)| line.start < body.end().0 && line.kind != LineKind::Blank)
        .map(|(n, _)| n)
        .collect();
    let words = |n: usize| text[lines[n].start..lines[n].end].trim();
    let is_apart = |n: usize| lines[n - 1].kind == LineKind::Blank;
    let is_bracketed = |line: &str| in_brackets(line).is_some();
    let has_others = others.iter().any(|body| body.of(text).lines().any(|line| is_bracketed(line.trim())));
    let closes = |n: usize| {
        let line = words(n);
        let ended = is_apart(n) || is_bracketed(line) || ends_sentence(words(n - 1));
        let words = line.split_whitespace().count();
        let short = words <= WORDS || (words <= SENTENCE && is_apart(n) && opens_with_end(line));
        let says = ended && says_end(in_brackets(line).unwrap_or(line), is_dense || is_bracketed(line));
        let is_bare = match (is_bracketed(line), is_in_capitals(line)) {
            (true, _) => !has_others,
            (false, true) => true,
            (false, false) => dense == Some(true) && !ends_sentence(line),
        };
        let is_signed = are_sentences && is_apart(n) && is_signature(line);
        short && (says || is_signed || (is_dense && is_apart(n) && is_bare))
    };
    // The number of the last page may stand below.
    let is_page = |n: &&usize| {
        let line = words(**n);
        let digits = line.trim_matches(|c: char| !c.is_alphanumeric());
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())) || page_of_head(line).is_some()
    };
    let pages = full.iter().rev().take(LINES).take_while(is_page).count();
    let closing = full.iter().rev().skip(pages).take(LINES).take_while(|n| closes(**n)).last();
    if let Some(n) = closing {
        let kept = text[body.start().0..lines[*n].start].trim_end();
        last.body = span(text, body.start().0, body.start().0 + kept.len());
    }
}

/// Leaves out the last label of all, where it stands once and its line says that the recording ends: `Fin : 11 h 04`.
pub(super) fn leave_out_label(
    text: &str,
    lines: &[Line],
    core: &mut [bool],
    labels: &[Evidence],
    occurrences: &[Occurrence],
    candidates: &[Candidate<'_>],
) {
    let Some(last) = occurrences.iter().rfind(|o| core[o.label]) else { return };
    let (label, line) = (&labels[last.label], &lines[candidates[last.candidate].line]);
    let words = text[line.start..line.end].trim();
    let may_end = label.count == 1 && !label.known && !label.is_word() && label.timed == 0;
    let says = text.get(candidates[last.candidate].end..line.end).unwrap_or_default();
    let is_form = says.contains('_') && !says.contains(char::is_alphanumeric);
    if may_end && (is_form || (words.split_whitespace().count() <= WORDS && says_end(words, true))) {
        core[last.label] = false;
    }
}

/// Whether every paragraph of a long talk has its label; `None` where not even nearly every one has, or where turns do not end
/// as sentences do.
fn is_dense(text: &str, lines: &[Line], chosen: &[&Candidate<'_>], turns: &[Turn]) -> Option<bool> {
    let (first, last) = (chosen.first()?, chosen.last()?);
    let paragraphs = evidence::block_starts(lines);
    let within = paragraphs.iter().filter(|&&line| (first.line..last.line).contains(&line)).count();
    let is_dense = chosen.len() >= TURNS && chosen.len() * 10 >= within * 9 && are_sentences(text, turns);
    is_dense.then_some(chosen.len() >= MANY && chosen.len() > within)
}

/// Whether nearly all turns but the last end as sentences do.
fn are_sentences(text: &str, turns: &[Turn]) -> bool {
    let bodies = turns.iter().rev().skip(1).filter_map(|turn| turn.body).map(|body| body.of(text));
    let (ended, all) =
        bodies.fold((0, 0), |(ended, all), words| (ended + usize::from(ends_sentence(words)), all + 1));
    ended * 10 >= all * 9
}

/// Whether a line that ends like no sentence says who wrote the words down: `Transcribed by K. Lowe, 9 May 2021`.
fn is_signature(line: &str) -> bool {
    let low = line.to_lowercase();
    let first = low.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let opens = WRITERS.iter().any(|word| first.starts_with(word));
    let has_day = super::shape::is_day(line) || has_short_day(line);
    !ends_sentence(line) && (opens || has_day) && line.split_whitespace().nth(1).is_some()
        || (opens && line.contains(super::shape::is_unspaced))
}

/// Words for writing down, by their beginnings.
#[rustfmt::skip]
const WRITERS: &[&str] = &[
    "transcri", "transkri", "trascri", "typed", "abgetippt", "verschriftlicht", "utskriv", "litteroi", "uitgewerkt", "uitgeschreven",
    "przepis", "整理", "转录", "記録", "记录", "文字起こし",
];

/// Whether a line has a day in numbers alone: `9.5.2021`, `9/5/21`.
fn has_short_day(line: &str) -> bool {
    line.split_whitespace().any(|word| {
        let parts: Vec<&str> = word.trim_end_matches(',').split(['.', '/', '-']).collect();
        let is_number =
            |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(is_number)
    })
}

/// Whether words end as a sentence does, or with what is heard in brackets.
fn ends_sentence(words: &str) -> bool {
    words.trim_end().ends_with([
        '.', '?', '!', '…', '。', '？', '！', ')', ']', '"', '”', '»', '“', '-', '–', '—', '」', '#',
    ])
}

/// Whether a line has two words or more, and capitals only.
fn is_in_capitals(line: &str) -> bool {
    line.split_whitespace().nth(1).is_some()
        && line.contains(char::is_uppercase)
        && !line.contains(char::is_lowercase)
}

/// What stands inside of the brackets, strokes or asterisks around a whole line.
fn in_brackets(line: &str) -> Option<&str> {
    let pairs = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('<', '>'), ('{', '}')];
    let inside = pairs.into_iter().find_map(|(open, close)| line.strip_prefix(open)?.strip_suffix(close));
    let strokes = ['*', '-', '–', '—', '=', '#', '_', '~'];
    let between = || {
        let inside = line.trim_start_matches(strokes);
        let own = inside.trim_end_matches(strokes);
        (inside.len() + 1 < line.len() && own.len() + 1 < inside.len()).then_some(own.trim())
    };
    inside.or_else(between).filter(|inside| inside.contains(char::is_alphabetic))
}

/// Whether a line says that the recording ends; the end alone is enough where it stands apart.
fn says_end(line: &str, is_apart: bool) -> bool {
    let low = line.to_lowercase();
    let words: Vec<&str> = low
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ',' | '!' | '。' | '：'))
        .filter(|word| !word.is_empty())
        .collect();
    let begins = |word: &str, list: &[&str]| list.iter().any(|start| word.starts_with(start));
    let is_unspaced = low.chars().any(super::shape::is_unspaced);
    if is_unspaced {
        let has = |list: &[&str]| list.iter().any(|word| !word.is_ascii() && low.contains(word));
        return low.chars().count() <= 12 && has(ENDS) && has(RECORDINGS);
    }
    let Some(first) = words.first() else { return false };
    let is_number = |word: &&&str| {
        word.contains(|c: char| c.is_ascii_digit()) || ["h", "uhr", "kl", "klo", "at"].contains(word)
    };
    let (mut ends, mut records) = (0, 0);
    for word in &words {
        ends += usize::from(begins(word, ENDS));
        records += usize::from(begins(word, RECORDINGS));
    }
    // When it ended may stand in a whole sentence: `Das Gespräch endete um 10.52 Uhr.`
    let has_time = words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()));
    let opens = begins(first, ENDS)
        || begins(first, RECORDINGS)
        || words.len() <= 4
        || has_time
        || opens_with_end(line);
    let is_alone = words.iter().skip(1).filter(|word| !is_number(word)).count() == 0 && WHOLE.contains(first);
    (ends > 0 && records > 0 && opens && !line.ends_with(['?', '？'])) || (is_apart && is_alone)
}

/// Whether the end and what ends stand among the first words of a line: `Se levanta la sesión`, `La séance est levée`.
fn opens_with_end(line: &str) -> bool {
    let low = line.to_lowercase();
    let first: Vec<&str> = low.split_whitespace().take(FIRST).collect();
    let has = |list: &[&str]| first.iter().any(|word| list.iter().any(|start| word.starts_with(start)));
    has(FORMAL) && has(RECORDINGS) && !line.ends_with(['?', '？'])
}

/// Among how many words they stand.
const FIRST: usize = 4;

/// Words with which a meeting is closed, by their beginnings.
const FORMAL: &[&str] =
    &["levanta", "levée", "adjourn", "geschlossen", "encerr", "chiusa", "avslutad", "termina", "päätty"];

/// Words that say by themselves that something is over.
const WHOLE: &[&str] =
    &["end", "ende", "schluss", "fin", "fim", "slut", "einde", "fine", "loppu", "koniec", "konec"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_recording_is_said_in_many_languages() {
        for line in [
            "End of recording",
            "Ende der Aufnahme.",
            "Fin de l'entretien",
            "Nauhoitus päättyy",
            "Slut på intervjun",
            "录音结束",
            "インタビュー終了",
            "The recording ends here",
            "Fim da gravação",
            "Einde van het interview",
            "Interview ended 14:05",
            "Se levanta la sesión a la una y veinte minutos de la tarde.",
        ] {
            assert!(says_end(line, false), "{line}");
        }
        for line in ["Fin : 11 h 04", "END", "Slut"] {
            assert!(says_end(line, true) && !says_end(line, false), "{line}");
        }
        for line in [
            "We tend to record it",
            "Slut på det roliga",
            "So it ended?",
            "The interview was long",
            "Finally",
        ] {
            assert!(!says_end(line, false), "{line}");
        }
        assert_eq!(in_brackets("*** Ende ***"), Some("Ende"));
        assert_eq!(in_brackets("[laughs] Yes"), None);
    }
}
