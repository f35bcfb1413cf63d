//! Which candidates are speaker labels, decided over the whole document.
//!
//! Three steps. The **core**: labels that recur, carry timestamps or are words for a speaker. The
//! **conversation**: the core must take turns, densely enough, and not like the fields of a form;
//! otherwise the document has no turns at all. The **rest**: in a document that is a conversation,
//! names that occur only once or twice are speakers too.

use std::collections::{HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::conversation::{self, Sequence};
use super::head::in_head;
use super::lexicon::{self, Meaning};
use super::shape::{Shape, is_initials, shape};
use super::{Family, SpeakerStyle, closing, extend, occupation, title};

/// What is known about one label in one family of layouts.
pub(super) struct Evidence {
    pub(super) family: Family,
    pub(super) shape: Shape,
    pub(super) meaning: Meaning,
    pub(super) known: bool,
    pub(super) count: usize,
    pub(super) timed: usize,
    pub(super) opens_block: usize,
    /// Occurrences below a line whose sentence goes on.
    pub(super) inside: usize,
    /// Occurrences that are set off by their type.
    pub(super) set_off: usize,
    /// Occurrences with a blank after the colon.
    pub(super) loose: usize,
    /// Occurrences before a colon without words behind it.
    pub(super) alone: usize,
    /// Whether it is a letter whose partner (`Q` and `A`) is there too.
    pub(super) paired: bool,
    /// Occurrences that only stand alone on their line.
    pub(super) bare: usize,
    /// Whether the same words follow it each time, as in a line that comes again.
    pub(super) same: bool,
    /// How many words follow it the first time.
    pub(super) words: usize,
    /// Line of the first occurrence.
    pub(super) first_line: usize,
    /// The name as first printed.
    pub(super) name: String,
}

impl Evidence {
    /// Whether the label says by itself that it stands for a speaker.
    pub(super) fn is_word(&self) -> bool {
        self.paired || matches!(self.meaning, Meaning::Speaker(_))
    }
}

/// A candidate with the number of its label.
#[derive(Clone, Copy)]
pub(super) struct Occurrence {
    pub(super) candidate: usize,
    pub(super) label: usize,
}

/// Returns the positions of the candidates that are labels, in text order.
pub(super) fn labels(
    text: &str,
    lines: &[Line],
    candidates: &[Candidate<'_>],
    known: &[String],
) -> Vec<usize> {
    let known: HashSet<String> = known.iter().map(|label| lexicon::key(label)).collect();
    let head = in_head(text, lines, candidates, &known);
    let (labels, occurrences) = collect(text, lines, candidates, &head, &known);
    let blocks = block_starts(lines);
    // Names in short interviews recur less.
    let marked = occurrences.iter().filter(|o| !BARE.contains(&labels[o.label].family)).count();
    let is_short = marked <= SHORT;
    let mut core = vec![false; labels.len()];
    for family in [Family::Colon, Family::Dash, Family::Line] {
        let mut in_family: Vec<bool> =
            labels.iter().map(|label| label.family == family && is_core(label, is_short)).collect();
        occupation::add(&mut in_family, family, &labels, &occurrences, candidates, lines, &blocks);
        without_refrains(&labels, &mut in_family);
        without_wrapped(&labels, &mut in_family);
        let sequence: Vec<Occurrence> = occurrences.iter().filter(|o| in_family[o.label]).copied().collect();
        let sequence = Sequence { occurrences: &sequence, labels: &labels, candidates };
        if conversation::is_one(&sequence, &blocks) {
            core.iter_mut().zip(&in_family).for_each(|(core, &member)| *core |= member);
        }
    }
    // Labels without a colon are looked for where there are no others.
    let bare: &[Family] = if core.contains(&true) { &[] } else { &BARE };
    let openings = if bare.is_empty() { Vec::new() } else { conversation::openings(text, lines) };
    let is_short = |family: Family| {
        labels.iter().filter(|label| label.family == family).map(|label| label.count).sum::<usize>() <= SHORT
    };
    for &family in bare {
        let mut in_family: Vec<bool> =
            labels.iter().map(|label| label.family == family && is_core(label, is_short(family))).collect();
        if family == Family::NameLine {
            without_answers(&labels, &mut in_family, &occurrences, candidates, lines);
        }
        let sequence: Vec<Occurrence> = occurrences.iter().filter(|o| in_family[o.label]).copied().collect();
        let sequence = Sequence { occurrences: &sequence, labels: &labels, candidates };
        if conversation::is_bare_one(&sequence, family, text, lines, &openings) {
            core.iter_mut().zip(&in_family).for_each(|(core, &member)| *core |= member);
            break;
        }
    }
    for (core, label) in core.iter_mut().zip(&labels) {
        *core |= label.known;
    }
    if !core.contains(&true) {
        return Vec::new();
    }
    extend::extend(text, &mut core, &labels, &occurrences, candidates, &blocks);
    extend::with_mistyped(&mut core, &labels);
    extend::with_misread(&mut core, &labels);
    title::leave_out(text, lines, &mut core, &labels, &occurrences, candidates);
    title::leave_out_parts(text, lines, &mut core, &labels, &occurrences, candidates);
    without_untimed(&mut core, &labels);
    closing::leave_out_label(text, lines, &mut core, &labels, &occurrences, candidates);
    occurrences.iter().filter(|o| core[o.label]).map(|o| o.candidate).collect()
}

/// Layouts without a colon, the surest first.
const BARE: [Family; 10] = [
    Family::Marked,
    Family::Bracket,
    Family::Tab,
    Family::BoldWords,
    Family::Semicolon,
    Family::NameLine,
    Family::Heading,
    Family::Stop,
    Family::Dots,
    Family::Blank,
];

/// Most words of a label that is no name but recurs very often (`Man in the back`).
const PHRASE_WORDS: usize = 4;

/// Fewest words behind a name that nobody says again and again, as heads of pages have them.
const HEAD_WORDS: usize = 3;

/// Most candidates of a short interview: a handful of questions with their answers.
const SHORT: usize = 12;

/// Groups the candidates outside the head by label and family of layouts.
fn collect<'a>(
    text: &'a str,
    lines: &[Line],
    candidates: &[Candidate<'a>],
    head: &[bool],
    known: &HashSet<String>,
) -> (Vec<Evidence>, Vec<Occurrence>) {
    let mut numbers: HashMap<(String, Family), usize> = HashMap::new();
    let mut labels: Vec<Evidence> = Vec::new();
    let mut occurrences = Vec::new();
    let words = |candidate: &Candidate<'_>| {
        text.get(candidate.end..lines[candidate.line].end).unwrap_or_default().trim()
    };
    let mut first_words: Vec<&str> = Vec::new();
    for (n, candidate) in candidates.iter().enumerate() {
        if head[n] {
            continue;
        }
        let family = candidate.style.family();
        let key = lexicon::key(candidate.name);
        let (meaning, is_known) = (lexicon::meaning(&key), known.contains(&key));
        let number = *numbers.entry((key, family)).or_insert_with(|| {
            labels.push(Evidence {
                family,
                shape: shape(candidate.name),
                meaning,
                known: is_known,
                count: 0,
                timed: 0,
                opens_block: 0,
                inside: 0,
                set_off: 0,
                loose: 0,
                alone: 0,
                paired: false,
                bare: 0,
                same: true,
                words: words(candidate).split_whitespace().count(),
                first_line: candidate.line,
                name: candidate.name.to_string(),
            });
            first_words.push(words(candidate));
            labels.len() - 1
        });
        let label = &mut labels[number];
        label.count += 1;
        label.timed += usize::from(candidate.timed);
        label.opens_block += usize::from(candidate.opens_block);
        label.inside += usize::from(!candidate.opens_block && goes_on(text, lines, candidate.line));
        label.set_off += usize::from(candidate.set_off);
        label.loose += usize::from(!candidate.tight);
        label.alone += usize::from(candidate.style == SpeakerStyle::ColonLine);
        label.same &=
            first_words[number].contains(char::is_alphanumeric) && words(candidate) == first_words[number];
        label.bare += usize::from(candidate.bare);
        occurrences.push(Occurrence { candidate: n, label: number });
    }
    pair(&mut labels);
    (labels, occurrences)
}

/// Marks letters for question and answer that occur together, unless other letters do too: then
/// they are the variables of a formula or the sections of a list.
fn pair(labels: &mut [Evidence]) {
    for family in [Family::Colon, Family::Dash, Family::Tab, Family::NameLine, Family::Stop] {
        let letters: Vec<(usize, String)> = labels
            .iter()
            .enumerate()
            .filter(|(_, label)| label.family == family && label.name.chars().nth(1).is_none_or(|c| c == '.'))
            .map(|(n, label)| (n, lexicon::key(&label.name).trim_end_matches('.').to_string()))
            .collect();
        if letters.len() > 4 {
            continue;
        }
        for (n, key) in &letters {
            let both = lexicon::partners(key, true).chain(lexicon::partners(key, false));
            labels[*n].paired =
                both.into_iter().any(|partner| letters.iter().any(|(_, other)| other == partner));
        }
    }
}

/// Leaves out labels that the same words follow each time, where others go on in many ways: lines that come again.
fn without_refrains(labels: &[Evidence], core: &mut [bool]) {
    let is_refrain = |label: &Evidence| {
        let may_be = label.shape < Shape::Name || label.words >= HEAD_WORDS;
        label.same && label.count >= 3 && may_be && !label.is_word() && !label.known
    };
    let varied = labels.iter().zip(&*core).filter(|(label, core)| **core && !label.same).count();
    if varied >= 2 {
        core.iter_mut().zip(labels).for_each(|(core, label)| *core &= !is_refrain(label));
    }
}

/// Leaves out what is said in one word, alone on its line: it stands below a name, above the next one, or, where names are
/// set off by their type, in that of the words.
fn without_answers(
    labels: &[Evidence],
    core: &mut [bool],
    occurrences: &[Occurrence],
    candidates: &[Candidate<'_>],
    lines: &[Line],
) {
    let names: Vec<&Occurrence> = occurrences.iter().filter(|o| core[o.label]).collect();
    let set_off: usize =
        labels.iter().zip(&*core).filter(|(_, core)| **core).map(|(label, _)| label.set_off).sum();
    let in_type = set_off * 2 > names.len();
    // Names stand without a full stop, where most do.
    let stopped = |label: &Evidence| label.name.ends_with('.') && !label.is_word();
    let with_stop: usize =
        labels.iter().zip(&*core).filter(|(l, core)| **core && stopped(l)).map(|(l, _)| l.count).sum();
    let are_few = with_stop * 3 < names.len();
    let mut between = vec![0_usize; labels.len()];
    let is_next = |above: &Occurrence, below: &Occurrence| {
        let (from, to) = (candidates[above.candidate].line + 1, candidates[below.candidate].line);
        lines[from.min(to)..to].iter().all(|line| line.kind == LineKind::Blank)
    };
    for (n, name) in names.iter().enumerate() {
        let below_name =
            n.checked_sub(1).is_some_and(|n| names[n].label != name.label && is_next(names[n], name));
        let above_name = names.get(n + 1).is_none_or(|next| is_next(name, next));
        between[name.label] += usize::from(below_name && above_name);
    }
    for ((core, label), between) in core.iter_mut().zip(labels).zip(between) {
        let is_said = between * 2 > label.count
            || (in_type && label.set_off * 2 < label.count)
            || (are_few && stopped(label) && !is_initials(&label.name));
        *core &= label.is_word() || label.known || !is_said;
    }
}

/// Leaves out words with a colon that seldom open a sentence (`Actually: it took years`), where every other label has its time.
fn without_untimed(core: &mut [bool], labels: &[Evidence]) {
    let others = labels.iter().zip(&*core).filter(|(label, core)| **core && label.timed > 0);
    let (timed, all) =
        others.fold((0, 0), |(timed, all), (label, _)| (timed + label.timed, all + label.count));
    for (core, label) in core.iter_mut().zip(labels) {
        let may_be_said = label.timed == 0 && label.shape == Shape::Word && !label.is_word() && !label.known;
        *core &= !(may_be_said && timed == all && label.count * SELDOM <= all);
    }
}

/// One of how many turns has a label at the most that may be said.
const SELDOM: usize = 12;

/// Leaves out words with a colon at which only the lines of a sentence happen to break, where the other labels stand
/// below whole sentences.
fn without_wrapped(labels: &[Evidence], core: &mut [bool]) {
    let is_wrapped = |label: &Evidence| label.inside * 2 > label.count;
    let others = labels.iter().zip(&*core).filter(|(label, core)| **core && !is_wrapped(label));
    let (inside, all) =
        others.fold((0, 0), |(inside, all), (label, _)| (inside + label.inside, all + label.count));
    for (core, label) in core.iter_mut().zip(labels) {
        let may_be_word = label.shape < Shape::Name && !label.is_word() && !label.known;
        *core &= !(may_be_word && is_wrapped(label) && all * 2 > label.count && inside * 5 <= all);
    }
}

/// Whether the line above breaks off inside a sentence.
fn goes_on(text: &str, lines: &[Line], line: usize) -> bool {
    let above =
        line.checked_sub(1).map(|n| text[lines[n].start..lines[n].end].trim_end()).unwrap_or_default();
    above.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';'))
}

/// Whether a label is a speaker by itself, should the document turn out to be a conversation.
fn is_core(label: &Evidence, is_short: bool) -> bool {
    if label.known {
        return true;
    }
    if label.meaning == Meaning::NotASpeaker || (label.loose == 0 && label.count < 3) {
        return false;
    }
    let is_word = label.is_word();
    let least = match (label.shape, label.family) {
        (_, Family::Stop) => {
            if label.paired || (is_word && label.name.chars().nth(1).is_some()) {
                1
            } else {
                usize::MAX
            }
        }
        // A time above a name alone on its line says that it is one.
        (Shape::Name | Shape::Word, Family::NameLine) if label.timed == label.count && !is_word => 1,
        _ if label.bare > 0 && !is_word => match label.shape {
            Shape::Name if is_short => 2,
            Shape::Word if is_short && label.family == Family::Tab => 2,
            _ if label.family == Family::Marked => 2,
            Shape::Name | Shape::Word => 3,
            Shape::Plain if label.family == Family::Tab => 4,
            _ => usize::MAX,
        },
        _ if is_word => 1,
        (Shape::Phrase, _) if label.name.split_whitespace().count() > PHRASE_WORDS => usize::MAX,
        (Shape::Phrase, _) => 8,
        // A form's fields rarely carry a time.
        _ if label.timed * 2 > label.count => 1,
        (Shape::Name, Family::Bracket) if is_short => 2,
        (_, Family::Line | Family::Dash | Family::Bracket) => 3,
        (Shape::Plain, _) => 4,
        _ if is_short => 2,
        _ => 3,
    };
    label.count >= least
}

/// Lines at which paragraphs begin.
pub(super) fn block_starts(lines: &[Line]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut inside = false;
    for (n, line) in lines.iter().enumerate() {
        let text = matches!(line.kind, LineKind::Text | LineKind::List);
        if text && !inside {
            starts.push(n);
        }
        inside = text;
    }
    starts
}

impl SpeakerStyle {
    /// Layouts in which one label stands for one speaker; `A - …` says nothing about `A: …`.
    pub(super) fn family(self) -> Family {
        match self {
            SpeakerStyle::Dash => Family::Dash,
            SpeakerStyle::BoldLine => Family::Line,
            SpeakerStyle::NameLine => Family::NameLine,
            SpeakerStyle::Heading => Family::Heading,
            SpeakerStyle::Tab | SpeakerStyle::Bar => Family::Tab,
            SpeakerStyle::Semicolon => Family::Semicolon,
            SpeakerStyle::Bracket => Family::Bracket,
            SpeakerStyle::Stop => Family::Stop,
            SpeakerStyle::Dots => Family::Dots,
            SpeakerStyle::BoldWords => Family::BoldWords,
            SpeakerStyle::Marked => Family::Marked,
            SpeakerStyle::Blank => Family::Blank,
            _ => Family::Colon,
        }
    }
}
