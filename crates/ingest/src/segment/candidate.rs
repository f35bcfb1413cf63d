//! Candidates: beginnings of lines that have the form of a speaker label. Whether they are labels
//! is decided later, over the whole document.

use std::collections::{HashMap, HashSet};

use themata_model::Timestamp;
use themata_model::line::{Line, LineKind};

use super::label::{Head, NAME_CHARS, leading_time, parse};
use super::{Marked, SpeakerStyle};
use super::{bare, lexicon, numbered, running, specks, time};

/// A beginning of a line that may be a speaker label.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    /// Position of its line.
    pub(super) line: usize,
    /// First byte of the label.
    pub(super) start: usize,
    /// Byte after the label's last mark (colon, bracket, dash).
    pub(super) end: usize,
    /// The name alone.
    pub(super) name: &'a str,
    pub(super) style: SpeakerStyle,
    pub(super) timestamp: Option<Timestamp>,
    /// Whether the line stands at the top of a paragraph.
    pub(super) opens_block: bool,
    /// Whether the words follow the colon without a blank (`Q:What`), as in `http://`.
    pub(super) tight: bool,
    /// Whether no mark at all says that it is a label, only that it stands alone on its line.
    pub(super) bare: bool,
    /// Where the label begins if its time stands on a line above: that line and its first byte.
    pub(super) above: Option<(usize, usize)>,
    /// Whether its time says that it is a label: not where every line has one.
    pub(super) timed: bool,
    /// Whether its whole line is set off by its type.
    pub(super) set_off: bool,
}

impl<'a> Candidate<'a> {
    /// The candidate that a label makes which was read in line `line` from the byte `from` of the text on.
    pub(super) fn of(line: usize, from: usize, head: Head<'a>, opens_block: bool) -> Candidate<'a> {
        Candidate {
            line,
            start: from + head.start,
            end: from + head.end,
            name: head.name,
            style: head.style,
            timestamp: head.timestamp,
            opens_block,
            tight: head.tight,
            bare: head.bare,
            above: None,
            timed: false,
            set_off: false,
        }
    }

    /// The line and the byte at which the whole label begins, time included.
    pub(super) fn begins(&self) -> (usize, usize) {
        self.above.unwrap_or((self.line, self.start))
    }
}

/// Returns the candidates of `text` in order, with the labels by their lines that the type tells.
pub(super) fn candidates<'a>(
    text: &'a str,
    lines: &[Line],
    mut typed: HashMap<usize, Head<'a>>,
) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    let mut after_text = false;
    let prefixes = numbered::prefixes(text, lines);
    for (n, line) in lines.iter().enumerate() {
        // A number before the words makes no entry of a list where it counts the turns.
        let (start, is_numbered) = (line.start + prefixes[n], prefixes[n] > 0);
        let words = &text[start..line.end];
        if line.kind == LineKind::Text || is_numbered {
            let marked = parse(words).filter(|head| !head.bare || has_words_below(text, lines, n));
            // `V. Then: so` may be a letter with a full stop as well as a name with a colon.
            let other = match &marked {
                Some(_) => bare::with_stop(words)
                    .or_else(|| bare::with_dots(words))
                    .or_else(|| bare::in_bold(words))
                    .or_else(|| bare::before_blank(words)),
                None => bare::parse(words, !after_text || stands_above_time(text, lines, n)),
            };
            // A gap before the words is a surer end of a name than a colon somewhere in them.
            let other = match &marked {
                Some(head) if head.name.contains("  ") => bare::parse(words, !after_text),
                _ => other,
            };
            // Beside names with a colon the dashes count like one of them, beside names without any as one of those.
            let dashes = || bare::with_dashes(words).filter(|_| marked.is_none());
            let with_colon = dashes().map(|head| Head { style: SpeakerStyle::Colon, bare: false, ..head });
            let dashes: Vec<Head<'_>> = with_colon.into_iter().chain(dashes()).collect();
            for head in marked.into_iter().chain(other).chain(dashes) {
                found.push(Candidate::of(n, start, head, !after_text));
            }
        }
        if line.kind == LineKind::List
            && !is_numbered
            && !lines.get(n + 1).is_some_and(|next| is_rule_of_table(&text[next.start..next.end]))
            && let Some(head) = bare::in_list(words)
        {
            found.push(Candidate::of(n, line.start, head, true));
        }
        // A heading may be the name of whoever speaks below it.
        if line.kind == LineKind::Heading
            && let Some((name, timestamp)) = bare::heading(words)
                .map(|name| (name, None))
                .or_else(|| bare::timed_heading(words).map(|(name, time)| (name, Some(time))))
        {
            found.push(Candidate {
                line: n,
                start: line.start,
                end: line.end,
                name,
                style: SpeakerStyle::Heading,
                timestamp,
                opens_block: true,
                tight: false,
                bare: true,
                above: None,
                timed: false,
                set_off: false,
            });
        }
        if let Some(head) = typed.remove(&n) {
            found.push(Candidate::of(n, line.start, head, !after_text));
        }
        after_text = matches!(line.kind, LineKind::Text | LineKind::List) && time::alone(words).is_none();
    }
    with_dashes_in_words(text, &mut found);
    with_dashes_in_names(text, lines, &mut found);
    without_first_words(text, &mut found);
    without_few(text, lines, &prefixes, &mut found);
    specks::add(text, lines, &mut found);
    running::drop(text, lines, &mut found);
    bare::with_times_beside(text, lines, &mut found);
    bare::with_times_after_colon(text, lines, &mut found);
    let is_timed = |line: &&Line| {
        line.kind == LineKind::Text && leading_time(&text[line.start..line.end], &mut 0).is_some()
    };
    let lines_timed = lines.iter().filter(is_timed).count();
    let labels_timed = found.iter().filter(|candidate| candidate.style == SpeakerStyle::TimeFirst).count();
    for candidate in &mut found {
        candidate.timed = candidate.timestamp.is_some()
            && (candidate.style != SpeakerStyle::TimeFirst || labels_timed * 3 >= lines_timed);
    }
    found
}

/// Whether a line is the rule below the head of a table in Markdown: `| --- | :-: |`.
pub(super) fn is_rule_of_table(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Adds the labels that the format marks where the words behind them (`http://…`) leave none, or make a longer one.
pub(super) fn add_marked<'a>(text: &'a str, lines: &[Line], marked: &Marked, found: &mut Vec<Candidate<'a>>) {
    let known: HashSet<(usize, usize)> =
        found.iter().filter(|one| !one.bare).map(|one| (one.start, one.end)).collect();
    let missing = marked
        .starts
        .iter()
        .copied()
        .zip(marked.label_ends.iter().copied())
        .filter(|label| !known.contains(label));
    let mut added = Vec::new();
    for (start, end) in missing {
        let Some(head) = text.get(start..end).and_then(parse) else { continue };
        if (head.start, head.end) != (0, end - start) {
            continue;
        }
        let line = lines.partition_point(|line| line.end < start);
        let timed = head.timestamp.is_some();
        added.push(Candidate { tight: false, timed, ..Candidate::of(line, start, head, true) });
    }
    if !added.is_empty() {
        let starts: HashSet<usize> = added.iter().map(|one| one.start).collect();
        found.retain(|one| !starts.contains(&one.start));
        found.extend(added);
        found.sort_by_key(|one| (one.line, one.start));
    }
}

/// Where a tab parts names from the words, a dash behind it belongs to the words: somebody breaks in.
fn with_dashes_in_words(text: &str, found: &mut [Candidate<'_>]) {
    let by_tab = |one: &&Candidate<'_>| one.style == SpeakerStyle::Tab;
    let names: HashSet<String> = found.iter().filter(by_tab).map(|one| lexicon::key(one.name)).collect();
    for one in found.iter_mut().filter(|one| one.style == SpeakerStyle::Dash) {
        let label = &text[one.start..one.end];
        if let Some(at) = label.find('\t')
            && label[..at].trim_end().ends_with(one.name)
            && names.contains(&lexicon::key(one.name))
        {
            (one.style, one.bare, one.end) = (SpeakerStyle::Tab, true, one.start + at);
        }
    }
}

/// Where the words behind a dash end with a colon or a time and come again with the name, they belong to it: `Anna - Acme: words`.
fn with_dashes_in_names<'a>(text: &'a str, lines: &[Line], found: &mut [Candidate<'a>]) {
    let whole = |one: &Candidate<'a>| {
        let rest = text.get(one.end..lines[one.line].end)?;
        let from = one.end + rest.len() - rest.trim_start().len();
        let head = parse(&text[from..lines[one.line].end])
            .filter(|head| head.start == 0 && !head.bare && !head.tight)?;
        let name_from = one.start + text[one.start..one.end].find(one.name)?;
        let name_to = from + text[from..from + head.end].find(head.name)? + head.name.len();
        let name = &text[name_from..name_to];
        (head.style != SpeakerStyle::Dash && name.chars().count() <= NAME_CHARS).then_some((name, from, head))
    };
    let mut counts: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
    for one in found.iter().filter(|one| one.style == SpeakerStyle::Dash) {
        let name = whole(one).map_or("", |(name, ..)| name);
        *counts.entry(one.name).or_default().entry(name).or_default() += 1;
    }
    let comes_again = |own: &str, name: &str| counts[own].len() == 1 && counts[own][name] >= 2;
    for one in found.iter_mut().filter(|one| one.style == SpeakerStyle::Dash) {
        if let Some((name, from, head)) = whole(one).filter(|(name, ..)| comes_again(one.name, name)) {
            (one.name, one.style, one.end) = (name, head.style, from + head.end);
            one.timestamp = one.timestamp.or(head.timestamp);
        }
    }
}

/// A letter behind a word for a speaker that nothing parts from the words is one of them (`RESEARCHER I see`), where the word
/// stands without a letter, too, or small letters follow and no other letter numbers the speakers.
fn without_first_words(text: &str, found: &mut [Candidate<'_>]) {
    let letter = |one: &Candidate<'_>| {
        let (word, letter) = one.name.rsplit_once(' ')?;
        let is_letter = letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase());
        (one.style == SpeakerStyle::Blank && is_letter).then(|| (lexicon::key(word), letter.to_string()))
    };
    let bare: HashSet<String> =
        found.iter().filter(|one| letter(one).is_none()).map(|one| lexicon::key(one.name)).collect();
    let numbered: HashSet<(String, String)> = found.iter().filter_map(letter).collect();
    for one in found.iter_mut() {
        let Some((word, own)) = letter(one) else { continue };
        let goes_on = text[one.end..].trim_start().starts_with(char::is_lowercase);
        let has_other = numbered.iter().any(|(other, letter)| *other == word && *letter != own);
        if bare.contains(&word) || (goes_on && !has_other) {
            one.name = one.name[..one.name.len() - 1].trim_end();
            one.end = one.start + one.name.len();
        }
    }
}

/// Leaves out the labels in entries of lists, unless nearly all entries have one, and in quoted lines, unless most labels
/// stand in such lines.
fn without_few(text: &str, lines: &[Line], prefixes: &[usize], found: &mut Vec<Candidate<'_>>) {
    if prefixes.iter().any(|length| *length > 0) {
        return;
    }
    let is_entry = |line: &Line| line.kind == LineKind::List && !text[line.start..line.end].contains('|');
    let is_quoted = |line: &Line| {
        let words = text[line.start..line.end].trim_start();
        words.starts_with('>') && !words.starts_with(">>")
    };
    let count = |is: &dyn Fn(&Line) -> bool| found.iter().filter(|one| is(&lines[one.line])).count();
    let entries = lines.iter().filter(|line| is_entry(line)).count();
    let (in_entries, quoted) = (count(&is_entry), count(&is_quoted));
    let (few_in_entries, few_quoted) = (in_entries * 5 < entries * 4, quoted * 2 < found.len());
    found.retain(|one| {
        let line = &lines[one.line];
        let is_few = (few_in_entries && is_entry(line)) || (few_quoted && is_quoted(line));
        !is_few
    });
}

/// Whether the next line is a time and nothing else.
fn stands_above_time(text: &str, lines: &[Line], n: usize) -> bool {
    lines.get(n + 1).is_some_and(|line| time::alone(&text[line.start..line.end]).is_some())
}

/// Whether the next line that is not empty holds words without a time before them.
fn has_words_below(text: &str, lines: &[Line], n: usize) -> bool {
    let next = lines[n + 1..].iter().find(|line| line.kind != LineKind::Blank);
    next.is_some_and(|line| {
        line.kind == LineKind::Text && leading_time(&text[line.start..line.end], &mut 0).is_none()
    })
}
