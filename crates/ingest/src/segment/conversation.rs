//! Whether labels take turns like people do.

use std::collections::HashSet;

use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::evidence::{Evidence, Occurrence};
use super::lexicon::{self, Meaning};
use super::shape::Shape;
use super::{Family, SpeakerStyle, role, time};

/// Labels in the order of the text, with what is known of them.
#[derive(Clone, Copy)]
pub(super) struct Sequence<'a> {
    pub(super) occurrences: &'a [Occurrence],
    pub(super) labels: &'a [Evidence],
    pub(super) candidates: &'a [Candidate<'a>],
}

/// Whether the occurrences take turns like people do.
pub(super) fn is_one(all: &Sequence<'_>, blocks: &[usize]) -> bool {
    let Sequence { occurrences: sequence, labels, candidates } = *all;
    let (Some(first), Some(last)) = (sequence.first(), sequence.last()) else {
        return false;
    };
    let distinct: HashSet<usize> = sequence.iter().map(|o| o.label).collect();
    let timed = sequence.iter().filter(|o| candidates[o.candidate].timed).count();
    let words = sequence.iter().filter(|o| labels[o.label].is_word()).count();
    let by_words = words * 2 > sequence.len();
    // A time of its own in brackets after a name is a label's; a programme (`Lunch 12:30`) has
    // times too, but its entries do not recur.
    let in_label = |o: &&Occurrence| {
        matches!(candidates[o.candidate].style, SpeakerStyle::TimeAfter | SpeakerStyle::TimeDash)
    };
    let recurs = distinct.len() * 3 <= sequence.len() * 2
        || sequence.iter().filter(in_label).count() * 2 > sequence.len();
    let by_time = timed * 2 > sequence.len();
    if by_time && !recurs && !by_words {
        return false;
    }
    let from = blocks.partition_point(|&line| line < candidates[first.candidate].line);
    let to = blocks.partition_point(|&line| line <= candidates[last.candidate].line);
    if distinct.len() == 1 {
        // One person labelled throughout. With unlabelled paragraphs between, somebody else may be
        // speaking in them, and words would be put into the wrong mouth.
        return sequence.len() >= 2 && (by_time || (by_words && sequence.len() >= to - from));
    }
    let audience =
        sequence.iter().filter(|o| role::is_audience(&lexicon::key(&labels[o.label].name))).count();
    if audience * 3 > sequence.len() * 2 {
        return false;
    }
    if sequence.len() == 2 {
        return by_time || (words == 2 && asks_and_answers(sequence, labels));
    }
    if by_time {
        return true;
    }
    let changes = sequence.windows(2).filter(|pair| pair[0].label != pair[1].label).count();
    let alternates = changes * 4 >= sequence.len() - 1;
    let dense = sequence.len() * 12 >= to - from;
    alternates && (dense || by_words) && (by_words || !is_form(sequence, labels, distinct.len()))
}

/// Whether hardly anybody but the audience is labelled: then whoever gives the talk cannot be told from it.
fn only_audience(sequence: &[Occurrence], labels: &[Evidence]) -> bool {
    let is_audience = |o: &&Occurrence| role::is_audience(&lexicon::key(&labels[o.label].name));
    sequence.iter().filter(is_audience).count() * 3 > sequence.len() * 2
}

/// Whether one label of two asks and the other answers.
fn asks_and_answers(sequence: &[Occurrence], labels: &[Evidence]) -> bool {
    use themata_model::SpeakerRole::{Informant, Interviewer};
    if sequence.iter().all(|o| labels[o.label].paired) {
        return true;
    }
    let has = |role| sequence.iter().any(|o| labels[o.label].meaning == Meaning::Speaker(role));
    has(Interviewer) && has(Informant)
}

/// Whether three or more labels, none of them clearly a person, come round in one fixed order, as
/// the fields of a form do.
fn is_form(sequence: &[Occurrence], labels: &[Evidence], distinct: usize) -> bool {
    let may_be_field = |o: &Occurrence| labels[o.label].shape < Shape::Name && !labels[o.label].is_word();
    distinct >= 3
        && sequence.len() >= 2 * distinct
        && sequence.iter().all(may_be_field)
        && sequence.iter().zip(&sequence[distinct..]).all(|(a, b)| a.label == b.label)
}

/// Fewest labels without a colon: of names, and of words that may be headings.
const NAMES: usize = 4;
const SINGLE_WORDS: usize = 6;

/// Most paragraphs a turn has on average below a name alone on its line.
const PARAGRAPHS: usize = 6;

/// How many paragraphs may stand above the first name on its line, or which part of all.
const ABOVE: (usize, usize) = (12, 5);

/// Whether labels without a colon take turns like people do; without a mark of their own they have to do it more
/// clearly. `openings` are the lines that begin paragraphs.
pub(super) fn is_bare_one(
    all: &Sequence<'_>,
    family: Family,
    text: &str,
    lines: &[Line],
    openings: &[usize],
) -> bool {
    let Sequence { occurrences: sequence, labels, candidates } = *all;
    let (Some(first), Some(last)) = (sequence.first(), sequence.last()) else {
        return false;
    };
    let line_of = |o: &Occurrence| candidates[o.candidate].line;
    let distinct: HashSet<usize> = sequence.iter().map(|o| o.label).collect();
    let words = sequence.iter().filter(|o| labels[o.label].is_word()).count();
    let by_words = words * 2 > sequence.len();
    let by_names = sequence.iter().any(|o| labels[o.label].shape == Shape::Name);
    let least = if by_names { NAMES } else { SINGLE_WORDS };
    let is_enough = sequence.len() >= least
        || (by_words && (sequence.len() > 2 || (sequence.len() == 2 && asks_and_answers(sequence, labels))));
    if distinct.len() < 2
        || !is_enough
        || only_audience(sequence, labels)
        || (!by_words && is_form(sequence, labels, distinct.len()))
    {
        return false;
    }
    let changes = sequence.windows(2).filter(|pair| pair[0].label != pair[1].label).count();
    let within = |from: usize, to: usize| {
        openings.partition_point(|&line| line <= to) - openings.partition_point(|&line| line < from)
    };
    let region = within(line_of(first), line_of(last));
    match family {
        Family::Stop => {
            // Several may answer, by number.
            let are_two = distinct.len() == 2 || words == sequence.len();
            are_two && changes * 2 >= sequence.len() - 1 && asks_and_answers(sequence, labels)
        }
        // Nothing but the words for speakers tells, so nearly everything has to begin with one.
        Family::Blank => {
            let opens = sequence.iter().all(|o| candidates[o.candidate].opens_block);
            let is_text = |line: &&Line| matches!(line.kind, LineKind::Text | LineKind::List);
            let all = lines[line_of(first)..=line_of(last)].iter().filter(is_text).count();
            // Recognisers number whoever speaks, or give them letters, and break what they say into lines.
            let ends_in_number = |o: &Occurrence| {
                let name = &labels[o.label].name;
                let letter = name.rsplit_once(' ').map(|(_, letter)| letter);
                name.ends_with(|c: char| c.is_ascii_digit()) || letter.is_some_and(|letter| letter.len() == 1)
            };
            let least = if sequence.iter().all(ends_in_number) { 4 } else { 2 };
            words == sequence.len()
                && words >= SINGLE_WORDS
                && changes * least >= words - 1
                && words * 10 >= 9 * if opens { region } else { all }
        }
        Family::Dots | Family::BoldWords => changes * 2 >= sequence.len() - 1 && region <= sequence.len() * 3,
        Family::Semicolon => changes * 2 >= sequence.len() - 1 && region <= sequence.len() * 4,
        Family::NameLine | Family::Heading => {
            let before = within(0, line_of(first)).saturating_sub(1);
            let labelled: HashSet<usize> = sequence.iter().map(line_of).collect();
            let speaks = |o: &&Occurrence| speaks_below(text, lines, &candidates[o.candidate], &labelled);
            let speaking = sequence.iter().filter(speaks).count();
            // Headings are names only where nearly all of them are.
            let headings = lines[line_of(first)..=line_of(last)]
                .iter()
                .filter(|line| line.kind == LineKind::Heading)
                .count();
            (family != Family::Heading || headings * 9 <= sequence.len() * 10)
                && changes * 2 >= sequence.len() - 1
                && region <= sequence.len() * PARAGRAPHS * 2
                && before <= ABOVE.0.max(openings.len() / ABOVE.1)
                && speaking * 10 >= sequence.len() * 9
        }
        // What is heard (`[Music]`) stands in brackets, too, but hardly before everything that is said.
        Family::Bracket if !by_words && !by_names => {
            let takes_turns = changes * 4 >= (sequence.len() - 1) * 3 && region <= sequence.len() * 4;
            takes_turns || (changes * 2 >= sequence.len() - 1 && region * 4 <= sequence.len() * 5)
        }
        _ => changes * 4 >= sequence.len() - 1 && region <= sequence.len() * 12,
    }
}

/// Whether words stand below a name, and not the next name.
fn speaks_below(text: &str, lines: &[Line], candidate: &Candidate<'_>, labelled: &HashSet<usize>) -> bool {
    let below = (candidate.line + 1..lines.len()).find(|&n| {
        lines[n].start >= candidate.end && !matches!(lines[n].kind, LineKind::Blank | LineKind::Rule)
    });
    below.is_some_and(|n| {
        let line = &text[lines[n].start..lines[n].end];
        matches!(lines[n].kind, LineKind::Text | LineKind::List)
            && !labelled.contains(&n)
            && time::alone(line).is_none()
    })
}

/// The lines at which paragraphs begin; the line below a time that stands alone begins one too.
pub(super) fn openings(text: &str, lines: &[Line]) -> Vec<usize> {
    let mut openings = Vec::new();
    let mut inside = false;
    for (n, line) in lines.iter().enumerate() {
        let is_text = matches!(line.kind, LineKind::Text | LineKind::List);
        let is_time = is_text && time::alone(&text[line.start..line.end]).is_some();
        if is_text && !is_time && !inside {
            openings.push(n);
        }
        inside = is_text && !is_time;
    }
    openings
}
