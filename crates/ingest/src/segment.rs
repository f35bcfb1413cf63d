//! Turns: who says what, told from the layout of the text.
//!
//! No single pattern decides. Every line beginning that could be a label is collected
//! (`candidate`), what the labels mean and look like is judged (`lexicon`, `shape`), and the whole
//! document decides which of them are speakers (`evidence`).

mod alternation;
mod apart;
mod bare;
mod body;
mod candidate;
mod closing;
mod columns;
mod conversation;
mod counted;
mod ending;
mod evidence;
mod extend;
mod final_time;
mod head;
mod heading;
mod inline;
mod label;
mod lexicon;
pub(crate) mod misread;
mod notes;
mod numbered;
mod occupation;
pub(crate) mod paragraph;
mod role;
mod roster;
mod running;
mod seldom;
mod shape;
mod specks;
mod stops;
mod tier;
mod time;
mod title;
mod typed;

use std::collections::HashMap;

use themata_model::line::{self, LineKind};
use themata_model::{ByteOffset, Span, Speaker, Timestamp, Turn};

use candidate::Candidate;
pub(crate) use heading::Heading;
pub(crate) use lexicon::is_saying;
pub use role::role_reasons;
pub(crate) use running::page_of_head;
pub(crate) use seldom::{numbers_inside, only_one, too_seldom};
pub(crate) use shape::initials_of;
pub use themata_model::passages;
pub(crate) use title::counted_stem;

/// The layout in which a text marks its speakers; the most frequent one where it mixes several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpeakerStyle {
    /// `Name: words`
    Colon,
    /// `Name:` alone, the words below.
    ColonLine,
    /// `Name (00:01:02): words`, also in square brackets and with the colon before the time.
    TimeAfter,
    /// `Name (00:01:02) - words`
    TimeDash,
    /// `[00:01:02] Name: words`
    TimeFirst,
    /// `Name: 00:01:02`, `Name 00:01:02` or `Name (00:01:02):` alone, the words below.
    TimeLine,
    /// `Name - words`
    Dash,
    /// `**Name:** words` or `**Name**: words`
    Bold,
    /// `**Name**` alone, the words below.
    BoldLine,
    /// `Name` alone, without any mark, the words below.
    NameLine,
    /// `## Name`, the words below.
    Heading,
    /// `Name`, a tab, the words.
    Tab,
    /// `Name | words`, with a time in a field of its own or without.
    Bar,
    /// `Name; words`
    Semicolon,
    /// `[Name] words` or `<Name> words`
    Bracket,
    /// `Q. words` or `Question. words`
    Stop,
    /// `Name... words`
    Dots,
    /// `**Name** words`
    BoldWords,
    /// `Participant 2 words`, without any mark.
    Blank,
    /// `{Name} words`, `Name > words`: a form of the document's own.
    Marked,
    /// `… words. Name: words …` inside a line.
    Inline,
}

/// Layouts that belong together: a label found in one of them counts in the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Family {
    Colon,
    Dash,
    Line,
    NameLine,
    Heading,
    Tab,
    Semicolon,
    Bracket,
    Stop,
    Dots,
    BoldWords,
    Marked,
    Blank,
}

/// Returns the turns of a canonical text, its speakers in order of first appearance, and the
/// layout that marks them; all empty where the text marks no speakers.
pub fn segment(text: &str) -> (Vec<Turn>, Vec<Speaker>, Option<SpeakerStyle>) {
    segment_with(text, &[], &Marked::default())
}

/// What the format of a document marks by itself, so that it has not to be inferred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Where the lines with their labels begin, in text order.
    pub(crate) starts: Vec<usize>,
    /// Where each of these labels ends.
    pub(crate) label_ends: Vec<usize>,
    /// Whether these are all turns there are.
    pub(crate) all: bool,
    /// What the document itself says to be headings, in text order.
    pub(crate) headings: Vec<Heading>,
    /// Where paragraphs begin that are set off by their type as a whole.
    pub(crate) set_off: Vec<usize>,
    /// Stretches in which no turn stands: text boxes, and what tables have beside the words; in text order.
    pub(crate) apart: Vec<(usize, usize)>,
    /// Where tables of turns end, and with them the last of their turns; in text order.
    pub(crate) ends: Vec<usize>,
}

/// Like [`segment`], with labels that are known to be speakers however seldom they occur, and with turns
/// that are certain.
pub(crate) fn segment_with(
    text: &str,
    known: &[String],
    marked: &Marked,
) -> (Vec<Turn>, Vec<Speaker>, Option<SpeakerStyle>) {
    let mut lines = line::lines(text);
    let typed = if marked.all { HashMap::new() } else { typed::labels(text, &lines, marked) };
    heading::mark(text, &mut lines, marked, &typed);
    apart::mark(&mut lines, marked);
    let mut candidates = candidate::candidates(text, &lines, typed);
    candidate::add_marked(text, &lines, marked, &mut candidates);
    candidates.retain(|candidate| !apart::holds(&marked.apart, candidate.start));
    for candidate in &mut candidates {
        candidate.set_off = marked.set_off.binary_search(&lines[candidate.line].start).is_ok();
    }
    let mut accepted =
        if marked.all { Vec::new() } else { evidence::labels(text, &lines, &candidates, known) };
    if let (Some(first), Some(last)) = (marked.starts.first(), marked.starts.last()) {
        // The rows of a table are whole turns.
        accepted.retain(|n| !(first..=last).contains(&&candidates[*n].start));
        let is_marked =
            |n: &usize| !candidates[*n].bare && marked.starts.binary_search(&candidates[*n].start).is_ok();
        accepted.extend((0..candidates.len()).filter(is_marked));
        accepted.sort_unstable();
        accepted.dedup();
    }
    if !marked.all
        && marked.starts.is_empty()
        && let Some(own) = alternation::candidates(text, &lines, &candidates, &accepted)
    {
        accepted = (0..own.len()).collect();
        candidates = own;
    }
    if !marked.all
        && marked.starts.is_empty()
        && let Some(own) = inline::candidates(text, &lines, &candidates, &accepted)
    {
        accepted = (0..own.len()).collect();
        candidates = own;
    }
    if marked.starts.is_empty() {
        columns::leave_out_head(text, &lines, &candidates, &mut accepted);
    }
    stops::take(text, &mut candidates, &accepted);
    let chosen: Vec<&Candidate<'_>> = accepted.iter().map(|&n| &candidates[n]).collect();
    let (labels, numbers) = number_speakers(&chosen);
    let headings_end_turns = notes::is_sparse(&lines, &chosen);
    let mut turns: Vec<Turn> = chosen
        .iter()
        .enumerate()
        .filter_map(|(n, candidate)| {
            let next = chosen.get(n + 1);
            let to = next.map_or(text.len(), |next| next.begins().1);
            // A label inside of a line has words of the turn before it.
            let goes_on = |next: &Candidate<'_>| {
                next.style == SpeakerStyle::Inline && next.start > lines[next.line].start
            };
            let next_line = next.map_or(lines.len(), |next| next.begins().0 + usize::from(goes_on(next)));
            let table_end = apart::end_of_table(&marked.ends, candidate.end).filter(|end| *end < to);
            let to = table_end.unwrap_or(to);
            let next_line = table_end
                .map_or(next_line, |end| lines.partition_point(|line| line.start < end))
                .max(candidate.line + 1);
            let mut own = &lines[candidate.line..next_line];
            let ends = headings_end_turns || (next.is_none() && notes::are_below(&lines, &chosen));
            if ends && let Some(heading) = own.iter().skip(1).position(|line| line.kind == LineKind::Heading)
            {
                own = &own[..=heading];
            }
            Some(Turn {
                speaker: numbers[n],
                label: span(text, candidate.begins().1, candidate.end)?,
                body: body::body(text, own, candidate, to),
                timestamp: candidate.timestamp,
            })
        })
        .collect();
    tier::give(text, &mut turns);
    closing::leave_out(text, &lines, &chosen, &mut turns);
    final_time::give(text, &mut turns);
    let roles = role::roles(text, &labels, &turns);
    let speakers =
        labels.into_iter().zip(roles).map(|(label, role)| Speaker { label, role, informant: None }).collect();
    (turns, speakers, main_style(&chosen))
}

/// Reads a clock time at the start of `text`; returns it with its length in bytes.
pub(crate) fn clock(text: &str) -> Option<(Timestamp, usize)> {
    time::bracketed(text).or_else(|| time::with_half(text)).or_else(|| time::bare(text))
}

/// The clock time that `text` is, where it is nothing else.
pub(crate) fn clock_alone(text: &str) -> Option<Timestamp> {
    clock(text).filter(|(_, length)| *length == text.len()).map(|(time, _)| time)
}

/// What a label says of itself: whether it is a word for a speaker.
pub(crate) fn is_word_for_speaker(label: &str) -> bool {
    matches!(lexicon::meaning(&lexicon::key(label)), lexicon::Meaning::Speaker(_))
}

/// Whether a label is a word that opens a remark or a field, never a turn.
pub(crate) fn is_no_speaker(label: &str) -> bool {
    lexicon::meaning(&lexicon::key(label)) == lexicon::Meaning::NotASpeaker
}

/// Whether one of two labels is a word for asking, and the other one for answering.
pub(crate) fn asks_and_answers(one: &str, other: &str) -> bool {
    use themata_model::SpeakerRole::{Informant, Interviewer};
    let part = |label: &str| {
        let key = lexicon::key(label.trim_end_matches([':', '：']));
        match lexicon::meaning(&key) {
            lexicon::Meaning::Speaker(role) => Some(role),
            _ => lexicon::head_of_column(&key),
        }
    };
    matches!(
        (part(one), part(other)),
        (Some(Interviewer), Some(Informant)) | (Some(Informant), Some(Interviewer))
    )
}

/// Whether a line that begins with `label` and goes on with words is read as a turn of that very label.
pub(crate) fn can_be_label(label: &str, name: &str) -> bool {
    let text = format!("{label} words");
    let lines = line::lines(&text);
    let candidates = candidate::candidates(&text, &lines, HashMap::new());
    candidates
        .first()
        .is_some_and(|one| one.start == 0 && one.end == label.len() && one.name == name && !one.bare)
}

/// The letter for question or answer, with its full stop, that a line begins with.
pub(crate) fn letter_with_stop(line: &str) -> Option<&str> {
    bare::with_stop(line).filter(|head| head.start == 0).map(|head| &line[..head.end])
}

/// The label that a line begins with, where a dash ends it: `Anna – words`, `P.- words`.
pub(crate) fn label_with_dash(line: &str) -> Option<&str> {
    label::parse(line)
        .filter(|head| head.start == 0 && head.style == SpeakerStyle::Dash)
        .map(|head| &line[..head.end])
}

/// The name that stands with its time alone on a line: `Anna 0:41`.
pub(crate) fn label_with_time(line: &str) -> Option<&str> {
    let is_label =
        |head: &label::Head<'_>| head.start == 0 && head.style == SpeakerStyle::TimeLine && !head.bare;
    label::parse(line).filter(is_label).map(|head| head.name)
}

/// The name of the label with a colon that a line begins with.
pub(crate) fn label_with_colon(line: &str) -> Option<&str> {
    let is_label = |head: &label::Head<'_>| {
        head.start == 0 && !head.bare && !head.tight && head.style.family() == Family::Colon
    };
    label::parse(line.lines().next()?).filter(is_label).map(|head| head.name)
}

/// Whether a name can be a label without any mark.
pub(crate) fn can_stand_alone(name: &str) -> bool {
    bare::parse(name, true).is_some_and(|head| head.start == 0 && head.end == name.len())
}

/// The labels in order of first appearance, and for each candidate the number of its label. Initials
/// that a label announces (`Jonas Nick (JN)`) are the same speaker when they follow as a label.
fn number_speakers(chosen: &[&Candidate<'_>]) -> (Vec<String>, Vec<usize>) {
    let mut counts: HashMap<String, (&str, usize)> = HashMap::new();
    for candidate in chosen {
        let entry = counts.entry(lexicon::key(candidate.name)).or_insert((candidate.name, 0));
        entry.1 += 1;
        // A name that is sure once is written so.
        entry.0 = if entry.0.ends_with(['?', '？']) { candidate.name } else { entry.0 };
    }
    let counted = counted::stems(&chosen.iter().map(|one| one.name).collect::<Vec<_>>());
    // Who laughs or sighs is no other: `Anna (laughing)` beside `Anna`; a name in brackets may be.
    let without_aside = |name| -> Option<&str> {
        let (own, aside) = str::split_once(name, ['(', '[', '（', '［'])?;
        let is_there = counts.get(&lexicon::key(own)).is_some_and(|(_, count)| *count >= 2);
        (is_there && !aside.starts_with(char::is_uppercase)).then_some(own.trim_end())
    };
    let mut forms = misread::Forms::default();
    counts.values().for_each(|(name, count)| forms.learn(lexicon::certain(name), *count));
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut labels = Vec::new();
    let mut numbers = Vec::new();
    for candidate in chosen {
        let key = lexicon::key(candidate.name);
        // Who was misread is whoever was meant.
        let count = counts.get(&key).map_or(0, |(_, count)| *count);
        let meant = forms.meant(candidate.name, count);
        let sure = counts.get(&key).map_or(candidate.name, |(name, _)| *name);
        let own = if candidate.name.ends_with(['?', '？']) { sure } else { candidate.name };
        let own = lexicon::own_name(own);
        let own = counted.get(&key).copied().or_else(|| without_aside(own)).unwrap_or(own);
        let name = meant.unwrap_or(own);
        let key = lexicon::key(name);
        let next = labels.len();
        let number = *known.entry(key).or_insert(next);
        if number == next {
            // A line may end inside of a name.
            labels.push(name.replace('\n', " "));
            let told = shape::announced_initials(name).map(str::to_string);
            if let Some(initials) = told.or_else(|| initials_below(name, &counts)) {
                known.entry(lexicon::key(&initials)).or_insert(number);
            }
        }
        numbers.push(number);
    }
    (labels, numbers)
}

/// The initials of a full name that is printed once or twice, where they speak more often and are of no other name.
fn initials_below(name: &str, counts: &HashMap<String, (&str, usize)>) -> Option<String> {
    let initials = shape::initials_of(name)?;
    let count = |label: &str| counts.get(&lexicon::key(label)).map_or(0, |(_, count)| *count);
    let others = counts.values().filter(|(other, _)| shape::initials_of(other).as_ref() == Some(&initials));
    (count(name) <= 2 && count(&initials) > count(name) && others.count() == 1).then_some(initials)
}

fn span(text: &str, start: usize, end: usize) -> Option<Span> {
    Span::new(text, ByteOffset(start), ByteOffset(end)).ok()
}

fn main_style(chosen: &[&Candidate<'_>]) -> Option<SpeakerStyle> {
    let mut styles: Vec<SpeakerStyle> = chosen.iter().map(|candidate| candidate.style).collect();
    styles.sort_unstable();
    styles.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).map(|run| run[0])
}
