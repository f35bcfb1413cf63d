//! The head of a document: lines such as `Date: 3 May` or `Interviewee: John` above the first turn.

use std::collections::{HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::SpeakerStyle;
use super::candidate::Candidate;
use super::lexicon::{self, Meaning};
use super::roster;
use super::shape::{announced_initials, initials_of};

/// How far down a head may reach, in lines that are not blank.
const HEAD_LINES: usize = 40;

/// Longest value of a field, in bytes: longer ones are speech.
const VALUE_BYTES: usize = 100;

/// Fewest fields whose names never come again that make a head by themselves, and most words of their values.
const SINGLES: usize = 3;
const SINGLE_WORDS: usize = 8;

/// Most lines of title or explanation between fields of a head.
const PLAIN_LINES: usize = 3;

/// Returns for each candidate whether it belongs to the head; labels that are `known` to be speakers are no names
/// of fields.
pub(super) fn in_head(
    text: &str,
    lines: &[Line],
    candidates: &[Candidate<'_>],
    known: &HashSet<String>,
) -> Vec<bool> {
    // A name alone on its line is no field but a line of the title.
    let fields: Vec<&Candidate<'_>> = candidates.iter().filter(|candidate| !candidate.bare).collect();
    let names: HashMap<String, usize> = candidates.iter().fold(HashMap::new(), |mut names, one| {
        *names.entry(lexicon::key(one.name)).or_default() += 1;
        names
    });
    let end = head_end(text, lines, &fields, &names, known);
    let end = end.max(listed(text, lines, candidates)).max(roster::end(text, lines, candidates));
    candidates.iter().map(|candidate| candidate.line < end).collect()
}

/// A line of the opening of a document that may be a field: a label, a colon, a short value.
struct Field {
    line: usize,
    /// Whether its label is no speaker, or its value names one who speaks below.
    is_sure: bool,
    /// Whether its label never comes again and is no word for a speaker.
    is_single: bool,
}

/// The line after the last one of the head.
///
/// The head is the longest opening of lines that may be fields, up to the end of the paragraph with the last sure one: a
/// field whose name is no speaker (`Date`), with a value that is no sentence. Beside a sure one, or another one like it, so
/// is a field whose name never comes again.
fn head_end(
    text: &str,
    lines: &[Line],
    candidates: &[&Candidate<'_>],
    names: &HashMap<String, usize>,
    known: &HashSet<String>,
) -> usize {
    let fields = opening(text, lines, candidates, names, known);
    let told = |field: &&Field| field.is_sure || field.is_single;
    let are_enough =
        fields.iter().any(|field| field.is_sure) || fields.iter().filter(told).count() >= SINGLES;
    let last = fields.iter().rposition(|field| told(&field)).filter(|_| are_enough);
    let end = last.map_or(0, |last| {
        let in_block = fields[last..].windows(2).take_while(|pair| pair[1].line == pair[0].line + 1).count();
        fields[last + in_block].line + 1
    });
    end.max(names_only(text, lines, candidates))
}

/// The fields of the longest opening of a document that consists of them and of a few lines of title.
fn opening(
    text: &str,
    lines: &[Line],
    candidates: &[&Candidate<'_>],
    names: &HashMap<String, usize>,
    known: &HashSet<String>,
) -> Vec<Field> {
    let mut by_line = candidates.iter().peekable();
    let (mut plain, mut seen) = (0, 0);
    let mut fields: Vec<Field> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let candidate = by_line.next_if(|candidate| candidate.line == n);
        if matches!(line.kind, LineKind::Blank | LineKind::FrontMatter | LineKind::Rule) {
            continue;
        }
        seen += 1;
        // In a title a dash parts no name from words: `FOCUS GROUP 3 - PASSENGERS`.
        let is_title = |candidate: &Candidate<'_>| {
            candidate.style == SpeakerStyle::Dash
                && fields.is_empty()
                && !is_role(candidate)
                && line.end - line.start <= VALUE_BYTES
        };
        let Some(candidate) = candidate.filter(|candidate| !is_title(candidate)) else {
            plain += usize::from(line.kind == LineKind::Text);
            if seen > HEAD_LINES || plain > PLAIN_LINES || line.end - line.start > VALUE_BYTES {
                break;
            }
            continue;
        };
        let value = text.get(candidate.end..line.end).unwrap_or_default().trim();
        let may_be =
            matches!(candidate.style, SpeakerStyle::Colon | SpeakerStyle::Bold | SpeakerStyle::ColonLine)
                && value.len() <= VALUE_BYTES
                && !value.ends_with(['?', '!', '…', '？', '！']);
        // A name alone above its words begins a turn.
        let opens_turn = value.is_empty() && is_role(candidate);
        if seen > HEAD_LINES || !may_be || opens_turn {
            break;
        }
        let key = lexicon::key(candidate.name);
        let names_one = is_role(candidate) && names.contains_key(&lexicon::key(value));
        let is_sure = (lexicon::meaning(&key) == Meaning::NotASpeaker
            || has_field(value)
            || names_one
            || is_list_of_people(&key, value))
            && !known.contains(&key);
        if !is_sure && ends_sentence(value) {
            break;
        }
        // A full name above its initials speaks: `Anna Berg (AB): words`.
        let is_full_name = announced_initials(candidate.name).is_some()
            || initials_of(candidate.name)
                .is_some_and(|initials| names.contains_key(&lexicon::key(&initials)));
        let is_single = names.get(&key) == Some(&1)
            && !is_role(candidate)
            && !is_full_name
            && !known.contains(&key)
            && value.split_whitespace().count() <= SINGLE_WORDS
            && !value.is_empty();
        fields.push(Field { line: n, is_sure, is_single });
    }
    fields
}

/// Whether a value ends as a sentence does: not with the full stop of an initial or a number, `Frau M.`
fn ends_sentence(value: &str) -> bool {
    let last = value.strip_suffix('.').map(|rest| rest.rsplit([' ', '.']).next().unwrap_or(rest));
    let is_short = |last: &str| {
        (last.chars().count() <= 2 && last.starts_with(char::is_uppercase))
            || (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()))
    };
    value.ends_with('。') || last.is_some_and(|last| !is_short(last))
}

/// Whether a field names several who take part: `Participants: F1 (34), F2 (51)`.
fn is_list_of_people(key: &str, value: &str) -> bool {
    lexicon::names_all(key) && value.contains([',', '，', '、', ';'])
}

/// Whether the value of a field goes on with a further one, behind a wide blank: `Lin   Respondent: Pia`.
fn has_field(value: &str) -> bool {
    let Some(at) = ["\u{3000}", "\t", "   "].into_iter().filter_map(|wide| value.find(wide)).min() else {
        return false;
    };
    let rest = value[at..].trim_start();
    let Some((name, more)) = rest.split_once([':', '：']) else { return false };
    lexicon::meaning(&lexicon::key(name)) != Meaning::Open && !more.trim().is_empty()
}

/// The end of a head without a sure field: a first paragraph `Interviewer: Jane Doe` / `Interviewee:
/// John`, whose values are names, when the same or other labels go on below.
fn names_only(text: &str, lines: &[Line], candidates: &[&Candidate<'_>]) -> usize {
    let Some(first) = candidates.first() else {
        return 0;
    };
    let mut end = first.line;
    let mut fields = 0;
    for candidate in candidates {
        let line = lines[candidate.line];
        let value = text.get(candidate.end..line.end).unwrap_or_default().trim();
        let follows = lines[end..candidate.line].iter().all(|line| line.kind == LineKind::Blank);
        if !follows || candidate.style != SpeakerStyle::Colon || !is_name_list(value) {
            break;
        }
        end = candidate.line + 1;
        fields += 1;
    }
    let is_block = lines.get(end).is_none_or(|line| line.kind != LineKind::Text);
    if fields == 0 || fields > HEAD_LINES || !is_block || candidates.len() < fields + 2 {
        return 0;
    }
    let (head, body) = candidates.split_at(fields);
    let below: HashSet<String> = body.iter().map(|candidate| lexicon::key(candidate.name)).collect();
    let is_told_below = |field: &&Candidate<'_>| is_role(field) || below.contains(&lexicon::key(field.name));
    if head.iter().all(is_told_below) { end } else { 0 }
}

/// The end of a list of those who take part, without colons: labels, each once, with full names beside them, above turns
/// of the same labels.
fn listed(text: &str, lines: &[Line], candidates: &[Candidate<'_>]) -> usize {
    let is_tab = |candidate: &&Candidate<'_>| candidate.style == SpeakerStyle::Tab;
    let rows: Vec<&Candidate<'_>> = candidates.iter().filter(is_tab).collect();
    let table = table_of_fields(text, lines, &rows);
    if table > 0 {
        return table;
    }
    let mut keys = HashSet::new();
    let mut end = 0;
    for (n, row) in rows.iter().enumerate() {
        let value = text.get(row.end..lines[row.line].end).unwrap_or_default().trim();
        let follows =
            n == 0 || lines[rows[n - 1].line + 1..row.line].iter().all(|line| line.kind == LineKind::Blank);
        if !follows || !is_name_list(value) || !keys.insert(lexicon::key(row.name)) {
            break;
        }
        end = row.line + 1;
    }
    let below: HashSet<String> =
        rows.iter().filter(|row| row.line >= end).map(|row| lexicon::key(row.name)).collect();
    if keys.len() >= 2 && keys.iter().all(|key| below.contains(key)) { end } else { 0 }
}

/// The end of a table of what is known of the talk, above the first turns: lines with tabs in one paragraph, some of which
/// begin with words that are no speakers (`Date`), where turns of the other labels follow.
fn table_of_fields(text: &str, lines: &[Line], rows: &[&Candidate<'_>]) -> usize {
    let Some(first) = rows.first() else { return 0 };
    let is_field =
        |n: &usize| lines[*n].kind == LineKind::Text && text[lines[*n].start..lines[*n].end].contains('\t');
    let start = (0..first.line).rev().take_while(is_field).last().unwrap_or(first.line);
    let block: Vec<usize> = (start..lines.len()).take_while(is_field).collect();
    let is_no_speaker = |n: &&usize| {
        let line = &text[lines[**n].start..lines[**n].end];
        let name = line.split('\t').next().unwrap_or_default();
        lexicon::meaning(&lexicon::key(name.trim())) == Meaning::NotASpeaker
    };
    let end = start + block.len();
    let is_apart = lines.get(end).is_none_or(|line| line.kind == LineKind::Blank);
    let fields = block.iter().filter(is_no_speaker).count();
    let below = rows.iter().filter(|row| row.line >= end).count();
    if is_apart && fields * 2 >= block.len() && fields >= 2 && below >= block.len() { end } else { 0 }
}

fn is_role(candidate: &Candidate<'_>) -> bool {
    matches!(lexicon::meaning(&lexicon::key(candidate.name)), Meaning::Speaker(_))
}

/// One to five capitalised words, at least two of them, without the end of a sentence.
fn is_name_list(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase) || word.starts_with('(');
    (2..=8).contains(&words.len())
        && words.iter().all(capital)
        && !value.ends_with(['?', '!', '…', ','])
        && !ends_sentence(value)
}
