//! Speakers that captions name in their words, as meeting programs write them: `Anna Berg: Why?`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use themata_model::{Turn, counted_as};

use super::super::utterance::{UNKNOWN, Utterance};
use super::super::writer::Writer;
use super::few;
use crate::segment::{
    Marked, can_be_label, can_stand_alone, is_no_speaker, is_saying, is_word_for_speaker, segment_with,
};

/// Fewest cues to tell by that names stand on their first lines.
pub(super) const CUES: usize = 4;

/// What came of the labels at the beginnings of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reader) enum Labels {
    None,
    /// They name who speaks.
    Speakers,
    /// They name who speaks, but for `words`, which stand in the middle of sentences; those that come `once` may be words, too.
    Doubtful {
        words: Vec<String>,
        once: Vec<String>,
    },
    /// They are words that come again before a colon.
    Phrases(Vec<String>),
}

impl Labels {
    /// Whether they name who speaks.
    pub(in crate::reader) fn are_told(&self) -> bool {
        matches!(self, Self::Speakers | Self::Doubtful { .. })
    }

    /// Whether they are words, and no text has to be searched for speakers again.
    pub(in crate::reader) fn are_words(&self) -> bool {
        matches!(self, Self::Phrases(_))
    }

    /// Says what was taken as words, though it comes again as labels do.
    pub(in crate::reader) fn say(&self, writer: &mut Writer) {
        let named = |names: &[String]| {
            let named: Vec<String> = names.iter().take(3).map(|name| format!("`{name}:`")).collect();
            named.join(", ")
        };
        if let Self::Doubtful { words, once } = self {
            if !words.is_empty() {
                writer.remark(format!(
                    "what stands before a colon where a cue goes on with a sentence is taken as words: {}; where that names who speaks, write it into the table of `--speakers`",
                    named(words)
                ));
            }
            if !once.is_empty() {
                let (count, verb) = (
                    counted_as(once.len(), "speaker", "speakers"),
                    if once.len() == 1 { "comes" } else { "come" },
                );
                writer.remark(format!(
                    "{count} {verb} only once and may be words before a colon ({}); look at the turn, and correct the text where it is none",
                    named(once)
                ));
            }
        }
        if let Self::Phrases(names) = self {
            let names: Vec<String> = names.iter().take(2).map(|name| format!("`{name}:`")).collect();
            writer.remark(format!(
                "no turns are told: {} come again before a colon, but not as names do, and are taken as words; where they name who speaks, write them into the table of `--speakers`",
                names.join(" and ")
            ));
        }
    }
}

/// Gives the lines their speakers, where the labels at their beginnings make a conversation; the words after a
/// label belong to its speaker until the next label.
pub(in crate::reader) fn find(lines: &mut [Utterance], known: &[String]) -> Labels {
    let mut begun = begin_all(lines);
    if begun.is_empty() {
        begun = few::names(lines);
    }
    let mut text = String::new();
    let mut starts = HashMap::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            text.push_str(if line.opens { "\n\n" } else { "\n" });
        }
        // A dash before a label says once more that somebody else speaks.
        let words = without_dash(&line.words);
        starts.insert(text.len(), (n, line.words.len() - words.len()));
        match odd(words, &begun) {
            // What no text calls a speaker is given a name that all do.
            Some((number, length)) => {
                text.push_str(&format!("SPEAKER_{:03}:{}", STAND_IN + number, &words[length..]));
            }
            None => text.push_str(words),
        }
        // The cue has its time; one that ends the line is said, and so is what says that words come (`她对我说：`).
        if ends_in_clock(words) || words.trim_end().strip_suffix(['：', ':']).is_some_and(is_saying) {
            text.push('.');
        }
    }
    let told = known;
    let known: Vec<String> = known.iter().cloned().chain(begun.iter().cloned()).collect();
    let (turns, speakers, _) = segment_with(&text, &known, &Marked::default());
    let with_colon = |turn: &Turn| turn.label.of(&text).ends_with([':', '：']);
    let mostly_colons = turns.iter().filter(|turn| with_colon(turn)).count() * 2 > turns.len();
    let mut labels: HashMap<usize, (String, usize)> = HashMap::new();
    // Beside names with a colon, what stands alone on a line are words.
    for turn in turns.iter().filter(|turn| !mostly_colons || with_colon(turn) || is_followed(turn, &text)) {
        let start = turn.label.start().0;
        if let (Some(&(n, dash)), Some(speaker)) = (starts.get(&start), speakers.get(turn.speaker)) {
            labels.insert(n, (speaker.label.clone(), dash + turn.label.end().0 - start));
        }
    }
    let names: BTreeSet<String> = labels.values().map(|(name, _)| name.clone()).collect();
    for (n, line) in lines.iter().enumerate() {
        let words = without_dash(&line.words);
        let Some((name, length)) = before_colon(words, |_| true) else { continue };
        let is_tight = words[length..].starts_with(|c: char| c.is_ascii_digit()) && names.contains(name);
        if begun.contains(name) || is_tight {
            labels.insert(n, (name.to_string(), line.words.len() - words.len() + length));
        }
    }
    if labels.is_empty() {
        return Labels::None;
    }
    if begun.is_empty()
        && let Some(names) = phrases(lines, &labels, &known)
    {
        return Labels::Phrases(names);
    }
    let words = within_sentences(lines, &mut labels, told);
    let once = once(&labels, told);
    let mut speaker = None;
    for (n, line) in lines.iter_mut().enumerate() {
        if let Some((label, length)) = labels.remove(&n) {
            line.words = line.words.get(length..).unwrap_or_default().trim().to_string();
            speaker = Some(label);
            line.opens = true;
        } else if super::changes_speaker(&line.words) && speaker.is_some() {
            speaker = Some(UNKNOWN.to_string());
            line.opens = true;
        }
        line.speaker.clone_from(&speaker);
    }
    if words.is_empty() && once.is_empty() { Labels::Speakers } else { Labels::Doubtful { words, once } }
}

/// Whether a name is a word for a speaker, or one of those that are known.
fn is_sure(name: &str, known: &[String]) -> bool {
    is_word_for_speaker(name) || known.iter().any(|known| known.to_lowercase() == name.to_lowercase())
}

/// The labels that come once among many that come again, and are no words for speakers.
fn once(labels: &HashMap<usize, (String, usize)>, known: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    labels.values().for_each(|(name, _)| *counts.entry(name).or_default() += 1);
    let seldom = counts.iter().filter(|(name, count)| **count == 1 && !is_sure(name, known));
    let names: Vec<String> = seldom.map(|(name, _)| (*name).to_string()).collect();
    if names.len() * MANY <= labels.len() { names } else { Vec::new() }
}

/// Labels among which one in so many comes once are many.
const MANY: usize = 6;

/// Takes those labels out that come once or twice, always where the cue before breaks off within a sentence, while the others
/// stand behind whole ones (`There are two` / `things: first …`); returns them.
fn within_sentences(
    lines: &[Utterance],
    labels: &mut HashMap<usize, (String, usize)>,
    known: &[String],
) -> Vec<String> {
    let goes_on = |n: &usize| {
        let before = n.checked_sub(1).map_or("", |before| lines[before].words.trim_end());
        before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    };
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    labels.iter().for_each(|(n, (name, _))| places.entry(name).or_default().push(*n));
    let is_within =
        |name: &str, at: &[usize]| at.len() <= SELDOM && at.iter().all(goes_on) && !is_sure(name, known);
    let others = || places.iter().filter(|(name, at)| !is_within(name, at)).flat_map(|(_, at)| at);
    let (all, within) = (others().count(), others().filter(|n| goes_on(n)).count());
    if all < CUES || within * 10 > all {
        return Vec::new();
    }
    let names: Vec<String> =
        places.iter().filter(|(name, at)| is_within(name, at)).map(|(name, _)| (*name).to_string()).collect();
    labels.retain(|_, (name, _)| !names.contains(name));
    names
}

/// How often at most a label comes that may be words of a sentence.
const SELDOM: usize = 2;

/// The labels, where they are rather words that come again before a colon (`And he said: …`): they are few, none is a word for
/// a speaker, and the file begins without any; a little of that is enough where all of them are phrases.
fn phrases(
    lines: &[Utterance],
    labels: &HashMap<usize, (String, usize)>,
    known: &[String],
) -> Option<Vec<String>> {
    let names: BTreeSet<&String> = labels.values().map(|(name, _)| name).collect();
    let cues = lines.iter().filter(|line| line.opens).count();
    let above =
        labels.keys().min().map_or(0, |first| lines[..*first].iter().filter(|line| line.opens).count());
    let most = if names.iter().all(|name| is_phrase(name)) { 0 } else { HEAD.max(cues / 20) };
    // In scripts without blanks a word for saying tells by itself.
    let all_say = names.iter().all(|name| is_saying(name));
    let are_few = labels.len() * FEW < cues && above > most;
    ((are_few || all_say) && !names.iter().any(|name| is_sure(name, known)))
        .then(|| names.into_iter().cloned().collect())
}

/// Labels that begin fewer than one in so many cues are few.
const FEW: usize = 5;

/// Most cues above the first label.
const HEAD: usize = 3;

/// Whether a name is rather a part of a sentence: its last word is a small one, or in a script without blanks it is long or ends with
/// a word for saying.
fn is_phrase(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let (first, last) = (words.next(), words.next_back());
    let is_unspaced = |c: char| ('\u{3040}'..='\u{9fff}').contains(&c);
    match (first, last) {
        (Some(_), Some(last)) => last.starts_with(char::is_lowercase),
        (Some(word), None) if word.chars().all(is_unspaced) => word.chars().count() > 4 || is_saying(word),
        _ => false,
    }
}

/// The number from which stand-ins for names are counted.
const STAND_IN: usize = 900;

/// Whether words follow a label on its own line.
fn is_followed(turn: &Turn, text: &str) -> bool {
    let line = text[turn.label.end().0..].lines().next().unwrap_or_default();
    !line.trim().is_empty()
}

/// Whether a line ends in a time of the day or of a recording, without brackets.
fn ends_in_clock(words: &str) -> bool {
    let words = words.trim_end();
    let is_half = |c: char| matches!(c, 'a' | 'p' | 'A' | 'P' | 'm' | 'M' | ' ' | '\u{a0}' | '\u{202f}');
    let clock = words.trim_end_matches(is_half);
    let digits =
        clock.len() - clock.trim_end_matches(|c: char| c.is_ascii_digit() || ":.,".contains(c)).len();
    clock[clock.len() - digits..].contains(':') && clock.ends_with(|c: char| c.is_ascii_digit())
}

/// What stands before the first colon of a line that `parts` a name from the words by what follows it, and where these begin.
pub(super) fn before_colon(words: &str, parts: impl Fn(&str) -> bool) -> Option<(&str, usize)> {
    let mut colons = words.match_indices([':', '：']);
    let (at, colon) = colons.find(|(at, colon)| parts(&words[at + colon.len()..]))?;
    let name = words[..at].trim_end();
    let is_short = !name.is_empty() && name.chars().count() <= NAME;
    is_short.then_some((name, at + colon.len()))
}

/// Longest name that begins cues, in characters.
pub(super) const NAME: usize = 80;

/// The number of the name that a line begins with, and where its words begin, where it is one of those that begin nearly all
/// cues and can be no label in a text.
fn odd(words: &str, begun: &BTreeSet<String>) -> Option<(usize, usize)> {
    let (name, length) = before_colon(words, |_| true)?;
    let number = begun.iter().position(|own| own == name)?;
    let is_plain = can_be_label(&format!("{name}:"), name) && can_stand_alone(name) && !is_no_speaker(name);
    (!is_plain).then_some((number, length))
}

/// The names with a colon, of whatever signs, that begin nearly all cues, and come again: speakers however long each goes on. Where all
/// other cues begin with a dash, as words of somebody else do, a few names are enough.
fn begin_all(lines: &[Utterance]) -> BTreeSet<String> {
    let is_parted = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit() || c == '/');
    let opening = || lines.iter().filter(|line| line.opens).map(|line| without_dash(&line.words));
    let parted: BTreeSet<&str> =
        opening().filter_map(|words| Some(before_colon(words, is_parted)?.0)).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    // A number may stand close behind the colon of a name that is known.
    for (name, _) in opening().filter_map(|words| before_colon(words, |_| true)) {
        if parted.contains(name) {
            *counts.entry(name.to_string()).or_default() += 1;
        }
    }
    let cues = opening().count();
    let all: usize = counts.values().sum();
    let firsts = counts.clone();
    let seldom = counts.values().filter(|count| **count == 1).count();
    // Where every cue has a name, one that comes only once is one, too.
    if all < cues || seldom * 4 > cues {
        counts.retain(|_, count| *count > 1);
    }
    let named: usize = counts.values().sum();
    let dashed = lines.iter().filter(|line| line.opens && super::changes_speaker(&line.words));
    let others = dashed.filter(|line| before_colon(without_dash(&line.words), |_| true).is_none()).count();
    let is_named = |name: &String| can_be_label(&format!("{name}:"), name) && can_stand_alone(name);
    if others > 0 && all >= 2 && all + others == cues && firsts.len() >= 2 && firsts.keys().all(is_named) {
        return firsts.into_keys().collect();
    }
    let are_all = named >= CUES && named * 10 >= cues * 9 && counts.len() * 2 <= named;
    if are_all { counts.into_keys().collect() } else { BTreeSet::new() }
}

/// Gives the cues their speakers where names that come again stand alone on the first lines of nearly all of them, as programs
/// for cutting films write them. Returns whether there are any.
pub(super) fn find_above(lines: &mut Vec<Utterance>) -> bool {
    let opens: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].opens).collect();
    let ends = opens.iter().skip(1).copied().chain([lines.len()]);
    let name = |(from, to): (usize, usize)| {
        let line = lines[from].words.as_str();
        let name = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(line);
        (to > from + 1 && can_stand_alone(name)).then(|| name.to_string())
    };
    let names: Vec<Option<String>> = opens.iter().copied().zip(ends).map(name).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.iter().flatten().for_each(|name| *counts.entry(name).or_default() += 1);
    let is_name = |name: &&String| counts[name.as_str()] > 1 || is_word_for_speaker(name);
    let named: Vec<&String> = names.iter().flatten().filter(is_name).collect();
    let own: HashSet<&str> = named.iter().map(|name| name.as_str()).collect();
    let are_people = own.len() >= 2 || own.iter().all(|name| is_word_for_speaker(name));
    let are_few = own.len() * 2 <= named.len() || own.iter().all(|name| is_word_for_speaker(name));
    if named.len() < CUES || named.len() * 10 < opens.len() * 9 || !are_people || !are_few {
        return false;
    }
    // A name that comes only once is one where every cue has a name.
    let is_taken = |name: &&String| is_name(name) || names.iter().all(Option::is_some);
    let above: HashMap<usize, String> = opens
        .iter()
        .zip(&names)
        .filter_map(|(n, name)| Some((*n, name.as_ref().filter(is_taken)?.clone())))
        .collect();
    let mut speaker = None;
    let mut kept = Vec::with_capacity(lines.len());
    let mut takes_name = false;
    for (n, mut line) in std::mem::take(lines).into_iter().enumerate() {
        if let Some(name) = above.get(&n) {
            speaker = Some(name.clone());
            takes_name = true;
            continue;
        }
        line.opens |= std::mem::take(&mut takes_name);
        line.speaker.clone_from(&speaker);
        kept.push(line);
    }
    *lines = kept;
    true
}

/// A line without the dash at its beginning.
pub(super) fn without_dash(line: &str) -> &str {
    // A dot of a list stands before labels only.
    let listed = line.strip_prefix(['•', '*', '·', '▪', '●']).map(str::trim_start);
    if super::changes_speaker(line) {
        line.trim_start_matches(['-', '–', '—']).trim_start()
    } else if let Some(rest) = listed.filter(|rest| before_colon(rest, |_| true).is_some()) {
        rest
    } else {
        line
    }
}
