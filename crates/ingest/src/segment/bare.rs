//! Labels without a colon: a name alone on its line, before a tab, or a letter with a full stop; and times that
//! stand beside labels, on lines of their own or before the words.

use std::collections::HashSet;

use themata_model::line::{Line, LineKind};

use super::SpeakerStyle;
use super::candidate::Candidate;
use super::label::{
    Head, NAME_CHARS, is_lead, leading_time, may_stand_in_name, numbered_line, parse as parse_label,
};
use super::lexicon::{self, Meaning};
use super::shape::{Shape, is_initials, is_unspaced, shape};
use super::time;

/// Fewest words after a tab for the first cell to be a label, in bytes: what is shorter is a table.
const WORDS: usize = 2;

/// Reads the beginning of a line as a label without a colon; `opens` says whether the line stands at the top of a
/// paragraph.
pub(super) fn parse(line: &str, opens: bool) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let rest = line[start..].trim_end();
    before_tab(line, start, rest)
        .or_else(|| before_fields(line, start, rest))
        .or_else(|| before_bar(line, start, rest))
        .or_else(|| with_stop(line))
        .or_else(|| with_dots(line))
        .or_else(|| in_bold(line))
        .or_else(|| before_semicolon(start, rest))
        .or_else(|| before_blank(line).filter(|_| rest.ends_with(['.', '?', '!'])))
        .or_else(|| alone(start, rest, opens))
        .or_else(|| before_blank(line))
}

fn head<'a>(start: usize, name: &'a str, end: usize, style: SpeakerStyle) -> Head<'a> {
    Head { start, end, name, style, timestamp: None, tight: false, bare: true }
}

/// `Anna<tab>words`, also behind a time and a tab.
fn before_tab<'a>(line: &'a str, start: usize, rest: &'a str) -> Option<Head<'a>> {
    let mut from = start;
    let leading = leading_time(line, &mut from);
    // Chinese and Japanese have a wide blank where others have a tab; typesetters have blanks as wide as a letter.
    let wide = ['\t', '\u{3000}', '\u{2003}', '\u{2002}'];
    let line_rest = line.get(from..start + rest.len())?;
    let (name, words) = line_rest.split_once(wide).or_else(|| before_blanks(line_rest))?;
    let words = words.trim_start_matches(wide);
    // A time may stand behind the words, at the right edge.
    let spoken = words.rsplit_once('\t').filter(|(_, last)| time::alone(last).is_some());
    if spoken.map_or(words, |(spoken, _)| spoken.trim_end()).contains('\t')
        || words.len() < WORDS
        || !words.contains(char::is_alphabetic)
        || !is_name(certain_code(name.trim_end()))
    {
        return None;
    }
    let end = start + rest.len() - words.len();
    let kept = line[..end].trim_end().len();
    let name = name.trim_end();
    // The full stop of `Q.` is no part of it, nor that of a name that is no abbreviation.
    let letter = name.strip_suffix('.').filter(|bare| match bare.chars().count() {
        1 => lexicon::asks_or_answers(bare),
        letters => {
            let is_short_word =
                letters <= 4 && matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_));
            // Behind a number or a bracket no word was cut short.
            let is_whole = bare.ends_with(|c: char| c.is_numeric() || matches!(c, ')' | ']' | '）'));
            (is_whole || (!is_abbreviated(name) && !is_short_word)) && has_titles_only(bare)
        }
    });
    let name = letter.unwrap_or(name);
    Some(Head { timestamp: leading, ..head(start, name, kept, SpeakerStyle::Tab) })
}

/// A code without the mark that says that it is not sure: `B?`.
fn certain_code(name: &str) -> &str {
    let code = lexicon::certain(name);
    if is_initials(code) || matches!(lexicon::meaning(&lexicon::key(code)), Meaning::Speaker(_)) {
        code
    } else {
        name
    }
}

/// `Anna    words`: typewriters and plain mails have several blanks for a tab. Two are one only behind capitals and words for
/// speakers, since some write two between sentences.
fn before_blanks(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once("  ")?;
    let words = rest.trim_start_matches(' ');
    let is_wide = words.len() < rest.len()
        || name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        || matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_));
    (is_wide && name.ends_with(|c: char| c.is_alphanumeric() || c == ')')).then_some((name, words))
}

/// `Anna<tab>00:01<tab>00:04<tab>words`: fields of times, in seconds too, and one name before the words, in any order.
fn before_fields<'a>(line: &str, start: usize, rest: &'a str) -> Option<Head<'a>> {
    let (fields, words) = rest.rsplit_once('\t')?;
    let is_number =
        |field: &str| field.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':' | b','));
    let is_time = |field: &str| time::alone(field).is_some() || is_number(field);
    let fields: Vec<&str> = fields.split('\t').map(str::trim).filter(|field| !field.is_empty()).collect();
    let mut names = fields.iter().copied().filter(|field| !is_time(field));
    let (name, None) = (names.next()?, names.next()) else { return None };
    let timestamp = fields.iter().find_map(|field| time::alone(field))?;
    if !words.contains(char::is_alphabetic) || !is_name(name) {
        return None;
    }
    let kept = line[..start + rest.len() - words.len()].trim_end().len();
    Some(Head { timestamp: Some(timestamp), ..head(start, name, kept, SpeakerStyle::Tab) })
}

/// A row of a table in Markdown, `| Anna | words |`, or an entry of a list that begins with a name in bold.
pub(super) fn in_list(line: &str) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let rest = line[start..].trim_end();
    if let Some(row) = rest.strip_prefix('|') {
        let row = row.strip_suffix('|')?;
        let inner = row.trim();
        let from = start + 1 + row.len() - row.trim_start().len();
        return before_bar(line, from, inner);
    }
    let entry = rest.strip_prefix(['-', '*', '+', '•', '·', '‣', '◦'])?;
    let from = line.len() - entry.trim_start().len() - (line.len() - start - rest.len());
    let is_in_bold = |style| matches!(style, SpeakerStyle::Bold | SpeakerStyle::TimeAfter);
    // Bullets are what word processors leave before whole paragraphs.
    let is_bullet = rest.starts_with(['•', '·', '‣', '◦']);
    let is_entry = |head: &Head<'_>| {
        (is_in_bold(head.style) && entry.trim_start().starts_with("**"))
            || (is_bullet
                && matches!(head.style, SpeakerStyle::Colon | SpeakerStyle::TimeAfter)
                && !head.bare)
    };
    let head = parse_label(&line[from..]).filter(|head| head.start == 0 && is_entry(head))?;
    Some(Head { start: from, end: from + head.end, ..head })
}

/// `Anna | words`, with a time in a field before or after the name or without.
fn before_bar<'a>(line: &str, start: usize, rest: &'a str) -> Option<Head<'a>> {
    let (first, after) = rest.split_once('|')?;
    let second = after.split_once('|');
    let (name, timestamp, words) = match (time::alone(first), second) {
        (Some(time), Some((name, words))) => (name, Some(time), words),
        (None, Some((field, words))) if time::alone(field).is_some() => (first, time::alone(field), words),
        (None, None) => (first, None, after),
        _ => return None,
    };
    let (name, words) = (name.trim(), words.trim_start());
    if !words.contains(char::is_alphabetic) || !is_name(name) {
        return None;
    }
    let kept = line[..start + rest.len() - words.len()].trim_end().len();
    Some(Head { timestamp, ..head(start, name, kept, SpeakerStyle::Bar) })
}

/// `――words`: in Japanese and Chinese two dashes stand for whoever asks.
pub(super) fn with_dashes(line: &str) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let rest = &line[start..];
    let words = rest.trim_start_matches(['―', '—', '─']);
    let dashes = &rest[..rest.len() - words.len()];
    let fits = dashes.chars().count() == 2
        && words.trim_start().starts_with(|c: char| is_unspaced(c) || matches!(c, '「' | '“'))
        && words.trim().chars().nth(1).is_some();
    fits.then(|| head(start, dashes, start + dashes.len(), SpeakerStyle::Tab))
}

/// `Anna; words`
fn before_semicolon(start: usize, rest: &str) -> Option<Head<'_>> {
    let at = rest.find([';', '；'])?;
    let name = rest[..at].trim_end();
    let mark = if rest[at..].starts_with(';') { 1 } else { '；'.len_utf8() };
    let words = &rest[at + mark..];
    let spaced = mark > 1 || words.starts_with([' ', '\t', '\u{a0}']);
    let looks =
        shape(name) >= Shape::Word || matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_));
    (spaced && looks && !words.trim().is_empty() && is_name(name))
        .then(|| head(start, name, start + at + mark, SpeakerStyle::Semicolon))
}

/// `**Anna** words`
pub(super) fn in_bold(line: &str) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let rest = line[start..].trim_end();
    let mark = ["**", "__"].into_iter().find(|mark| rest.starts_with(mark))?;
    let (inside, words) = rest[mark.len()..].split_once(mark)?;
    let name = inside.trim().trim_end_matches('.');
    let parted = words.starts_with([' ', '\t', '\u{a0}', '\u{2003}', '\u{3000}']);
    (parted && words.contains(char::is_alphabetic) && is_name(name))
        .then(|| head(start, name, start + rest.len() - words.len(), SpeakerStyle::BoldWords))
}

/// `Anna... words`
pub(super) fn with_dots(line: &str) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let rest = line[start..].trim_end();
    let at = rest.find(['.', '…'])?;
    let words = rest[at..].strip_prefix("...").or_else(|| rest[at..].strip_prefix('…'))?;
    let name = rest[..at].trim_end();
    let looks =
        shape(name) >= Shape::Word || matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_));
    (words.starts_with([' ', '\t', '\u{a0}']) && looks && !words.trim().is_empty() && is_name(name))
        .then(|| head(start, name, start + rest.len() - words.len(), SpeakerStyle::Dots))
}

/// `Q. words`: a letter that stands for asking or answering, or a whole word for it.
pub(super) fn with_stop(line: &str) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let start = start + numbered_line(&line[start..]);
    let (letter, words) = line[start..].split_once(". ")?;
    let is_letter = letter.chars().count() == 1 && letter.chars().all(char::is_uppercase);
    let asks_or_answers = lexicon::partners(&lexicon::key(letter), true).next().is_some()
        || lexicon::partners(&lexicon::key(letter), false).next().is_some();
    let word = letter.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let is_word = word.chars().count() > 3
        && word.chars().all(char::is_alphabetic)
        && letter.starts_with(char::is_uppercase)
        && lexicon::asks_or_answers(letter);
    (((is_letter && asks_or_answers) || is_word) && !words.trim().is_empty())
        .then(|| head(start, letter, start + letter.len() + 1, SpeakerStyle::Stop))
}

/// `Participant 2 words`: a whole word for a speaker, with the number that may follow it, and only a blank behind.
pub(super) fn before_blank(line: &str) -> Option<Head<'_>> {
    let start = line.len() - line.trim_start_matches(is_lead).len();
    let rest = line[start..].trim_end();
    let (first, words) = rest.split_once(' ')?;
    let has_number = first.ends_with(|c: char| c.is_ascii_digit());
    let numbered = words.split_once(' ').filter(|(number, _)| {
        !has_number
            && number.len() <= 3
            && number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    });
    let is_word = |name: &str| {
        name.chars().filter(|c| c.is_alphabetic()).count() > 2
            && matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_))
    };
    let with_number = numbered.map(|(number, _)| &rest[..first.len() + 1 + number.len()]);
    let name = with_number.filter(|name| is_word(name)).or(Some(first).filter(|name| is_word(name)))?;
    let words = &rest[name.len()..];
    (words.contains(char::is_alphabetic) && is_name(name))
        .then(|| head(start, name, start + name.len(), SpeakerStyle::Blank))
}

/// A name alone on the first line of a paragraph.
fn alone(start: usize, rest: &str, opens: bool) -> Option<Head<'_>> {
    let name = rest.trim_end_matches(is_lead);
    let is_short_word = name.len() <= 6
        && name.ends_with('.')
        && matches!(lexicon::meaning(&lexicon::key(name.trim_end_matches('.'))), Meaning::Speaker(_));
    let closed = !name.ends_with(['.', ',', '-', '–', '&', '/']) || is_abbreviated(name) || is_short_word;
    let looks = |name: &str| {
        shape(name) >= Shape::Word || matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_))
    };
    let is_assent = lexicon::is_assent(name) && name.contains(char::is_lowercase);
    (opens && closed && !is_assent && is_name(name) && looks(name))
        .then(|| head(start, name, start + name.len(), SpeakerStyle::NameLine))
}

/// The name that a Markdown heading is.
pub(super) fn heading(line: &str) -> Option<&str> {
    let name = line.trim().trim_start_matches('#').trim().trim_matches('*').trim_end_matches(':');
    alone(0, name, true).map(|head| head.name)
}

/// The name and the time that a Markdown heading is: `### Anna (00:01:02)`.
pub(super) fn timed_heading(line: &str) -> Option<(&str, themata_model::Timestamp)> {
    let head = parse_label(line.trim().trim_start_matches('#').trim_start())?;
    head.timestamp.filter(|_| head.style == SpeakerStyle::TimeLine).map(|time| (head.name, time))
}

/// Whether full stops stand only behind short words before others: `M. FABRE`.
fn has_titles_only(name: &str) -> bool {
    let mut words = name.split('.').rev();
    words.next().is_some_and(|last| !name.contains('.') || last.chars().nth(3).is_some())
        && words.all(|word| word.trim_start().chars().count() <= 4)
        && !name.split(' ').any(|word| word.trim_end_matches('.').contains('.'))
}

/// Whether the full stop at the end belongs to the name: `A. B.`, `John Miller jr.`
fn is_abbreviated(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("");
    name.ends_with('.') && last.chars().filter(|c| c.is_alphabetic()).count() <= 2
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= NAME_CHARS
        && name.chars().all(may_stand_in_name)
        && name.starts_with(char::is_alphanumeric)
        && name.chars().any(char::is_alphabetic)
        && name.matches('(').count() == name.matches(')').count()
        && (lexicon::meaning(&lexicon::key(name)) != Meaning::NotASpeaker || is_initials(name))
}

/// Gives labels without a time the one that stands alone on the line above, or below a name alone on its line.
pub(super) fn with_times_beside(text: &str, lines: &[Line], candidates: &mut [Candidate<'_>]) {
    let time_of = |n: usize| {
        let line = lines[n];
        (line.kind == LineKind::Text || line.kind == LineKind::List)
            .then(|| time::alone(&text[line.start..line.end]))
            .flatten()
    };
    let is_blank = |n: &usize| lines[*n].kind == LineKind::Blank;
    // Where most times stand above names, one below a name is that of the next.
    let at: HashSet<usize> = candidates.iter().map(|candidate| candidate.line).collect();
    let times: Vec<usize> = (0..lines.len()).filter(|n| time_of(*n).is_some()).collect();
    let below_names = times.iter().filter(|n| above(**n, is_blank).is_some_and(|n| at.contains(&n))).count();
    let next = |n: usize| (n + 1..lines.len().min(n + 4)).find(|n| !is_blank(n));
    let above_names = times.iter().filter(|n| next(**n).is_some_and(|n| at.contains(&n))).count();
    let mut taken = None;
    for candidate in candidates.iter_mut().filter(|candidate| candidate.timestamp.is_none()) {
        let below = (candidate.line + 1..lines.len()).find(|n| !is_blank(n));
        if candidate.style == SpeakerStyle::NameLine
            && above_names <= below_names
            && let Some(n) = below.filter(|n| *n <= candidate.line + 2)
            && let Some(time) = time_of(n)
            && Some(n) != taken
            && above(candidate.line, is_blank).and_then(time_of).is_none()
        {
            candidate.timestamp = Some(time);
            candidate.end = lines[n].start + text[lines[n].start..lines[n].end].trim_end().len();
            taken = Some(n);
            continue;
        }
        if let Some(n) = above(candidate.line, is_blank).filter(|n| Some(*n) != taken)
            && let Some(time) = time_of(n)
        {
            let line = &text[lines[n].start..lines[n].end];
            candidate.timestamp = Some(time);
            candidate.above = Some((n, lines[n].start + line.len() - line.trim_start().len()));
            taken = Some(n);
        }
    }
}

/// The line above that is not blank, behind at most two that are.
fn above(line: usize, is_blank: impl Fn(&usize) -> bool) -> Option<usize> {
    (line.saturating_sub(3)..line).rev().find(|n| !is_blank(n))
}

/// Takes the times that stand between label and words (`Anna: 00:16 words`) as part of the labels, where nearly all
/// labels have one and they grow: in a single line it might be said.
pub(super) fn with_times_after_colon(text: &str, lines: &[Line], candidates: &mut [Candidate<'_>]) {
    let colons: Vec<usize> =
        (0..candidates.len()).filter(|&n| candidates[n].style == SpeakerStyle::Colon).collect();
    let timed: Vec<(usize, themata_model::Timestamp, usize)> = colons
        .iter()
        .filter_map(|&n| {
            let candidate = &candidates[n];
            let rest = text.get(candidate.end..lines[candidate.line].end)?;
            let words = rest.trim_start();
            let (time, length) = time::bare(words)?;
            words[length..].starts_with([' ', '\t']).then_some((
                n,
                time,
                candidate.end + rest.len() - words.len() + length,
            ))
        })
        .collect();
    let grow = timed.windows(2).filter(|pair| pair[0].1 <= pair[1].1).count();
    if timed.len() < 3 || timed.len() * 5 < colons.len() * 4 || grow * 10 < (timed.len() - 1) * 9 {
        return;
    }
    for (n, time, end) in timed {
        candidates[n].timestamp = Some(time);
        candidates[n].end = end;
        candidates[n].style = SpeakerStyle::TimeAfter;
    }
}
