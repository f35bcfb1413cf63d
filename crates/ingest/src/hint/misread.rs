//! Labels that text recognition misread, and lines that begin with the name of a speaker but not as a turn does.

use std::collections::HashMap;

use themata_model::{Place, Problem, Speaker, Turn, counted_as};

use crate::segment::misread::{form, short};
use crate::segment::{initials_of, is_word_for_speaker};

/// Longest label looked for, in bytes, and shortest name that is one without a colon, in characters.
const LABEL: usize = 60;
const NAME: usize = 3;

/// Blanks and marks that recognition may put into a label, in bytes.
const BLANKS: usize = 8;

/// How often two labels of one form stand that may be one speaker: the one at most, the other at least.
const SELDOM: usize = 2;
const OFTEN: usize = 6;

/// How often a name stands at the least of which another one is a slip.
const OFTEN_WRITTEN: usize = 4;

/// Most odd labels that are shown.
const SHOWN: usize = 3;

/// What there is to say.
pub(super) fn remarks(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Vec<Problem> {
    let found = [
        misread(file, text, turns, speakers),
        alike(file, turns, speakers),
        unsure(file, text, turns, speakers),
        by_initials(file, text, turns, speakers),
        unmarked(file, text, turns, speakers),
    ];
    found.into_iter().flatten().collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Labels that are read as others of the same form.
fn misread(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let low: Vec<String> = speakers.iter().map(|speaker| speaker.label.to_lowercase()).collect();
    let is_odd = |turn: &&Turn| {
        // A line may end inside of a label.
        let label = turn.label.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let name = label.trim_end_matches([':', '：', ' ']);
        short(name).is_some_and(|short| short.to_lowercase() == low[turn.speaker])
            || (!label.to_lowercase().contains(&low[turn.speaker])
                && form(&label).contains(&form(&low[turn.speaker])))
    };
    let odd: Vec<&Turn> = turns.iter().filter(is_odd).collect();
    let first = odd.first()?;
    let mut shown: Vec<String> = odd
        .iter()
        .map(|turn| {
            format!(
                "`{}` as `{}`",
                turn.label.of(text).trim_end_matches([':', '：']),
                speakers[turn.speaker].label
            )
        })
        .collect();
    shown.sort();
    shown.dedup();
    shown.truncate(SHOWN);
    let labels = counted_as(odd.len(), "label is", "labels are");
    let message = format!("{labels} taken for misread and read as others: {}", shown.join(", "));
    Some(Problem::warning(Place::file(file).line(line_of(text, first.label.start().0)), message))
}

/// Labels that say that it is not sure who speaks, read as whoever they name.
fn unsure(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let is_unsure = |turn: &&Turn| {
        turn.label.of(text).contains(['?', '？']) && !speakers[turn.speaker].label.contains(['?', '？'])
    };
    let found: Vec<&Turn> = turns.iter().filter(is_unsure).collect();
    let first = found.first()?;
    let labels = counted_as(found.len(), "label says", "labels say");
    let message = format!(
        "{labels} that it is not sure who speaks; the turns are those of whoever is named, as `{}` of `{}`",
        first.label.of(text).trim_end_matches([':', '：']),
        speakers[first.speaker].label
    );
    Some(Problem::warning(Place::file(file).line(line_of(text, first.label.start().0)), message))
}

/// Initials that are read as the full name printed above them.
fn by_initials(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let is_short = |turn: &&Turn| {
        let (label, name) = (turn.label.of(text), &speakers[turn.speaker].label);
        // A name that announces its initials, `Anna Berg (AB)`, leaves nothing to tell.
        let is_told = name.contains(['(', '（']) || label.contains(name.as_str());
        !is_told && initials_of(name).is_some_and(|initials| label.contains(&initials))
    };
    let first = turns.iter().find(is_short)?;
    let name = &speakers[first.speaker].label;
    let initials = initials_of(name)?;
    let message =
        format!("`{initials}` is taken for the initials of `{name}`; `--speaker` gives them another name");
    Some(Problem::warning(Place::file(file).line(line_of(text, first.label.start().0)), message))
}

/// Speakers whose names differ by letters of one shape, one of which hardly speaks.
fn alike(file: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let counts = super::counts(turns, speakers);
    // Blanks and marks alone tell nobody from another.
    let mut known: HashMap<String, &str> = HashMap::new();
    for speaker in speakers {
        if let Some(other) = known.insert(joined(&speaker.label), &speaker.label)
            && same_letters(other) == same_letters(&speaker.label)
        {
            let message = format!(
                "`{}` and `{other}` are two speakers; their names differ in blanks and marks alone",
                speaker.label
            );
            return Some(Problem::warning(Place::file(file), message));
        }
    }
    let mut often: HashMap<String, &str> = HashMap::new();
    for (speaker, _) in speakers.iter().zip(&counts).filter(|(_, count)| **count >= OFTEN) {
        often.insert(form(&speaker.label), &speaker.label);
    }
    let seldom =
        || speakers.iter().zip(&counts).filter(|(_, count)| **count <= SELDOM).map(|(one, _)| &one.label);
    if let Some((own, other)) = seldom().find_map(|own| Some((own, often.get(&form(own))?))) {
        let message = format!(
            "`{own}` and `{other}` are two speakers; text recognition takes their letters for one another"
        );
        return Some(Problem::warning(Place::file(file), message));
    }
    let written = || {
        speakers.iter().zip(&counts).filter(|(_, count)| **count >= OFTEN_WRITTEN).map(|(one, _)| &one.label)
    };
    let slip = |own: &str| written().find(|other| is_slip(own, other));
    let (own, other) = seldom().find_map(|own| Some((own, slip(own)?)))?;
    let message = format!(
        "`{own}` and `{other}` are two speakers; their names differ by one letter, and `{own}` hardly speaks: where it is a slip, mend the text"
    );
    Some(Problem::warning(Place::file(file), message))
}

/// Whether two names are one but for a letter that is missing, too many, wrong, or in the wrong place.
pub(super) fn is_slip(own: &str, other: &str) -> bool {
    let (own, other) = (own.to_lowercase(), other.to_lowercase());
    let letters = |name: &str| name.chars().filter(|c| c.is_alphabetic()).count();
    let numbers = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    letters(&own) >= 3
        && letters(&other) >= 4
        && numbers(&own) == numbers(&other)
        && strsim::osa_distance(&own, &other) == 1
}

/// Lines inside turns that begin with a speaker and another mark than a colon, or with one misread.
fn unmarked(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let labels: HashMap<String, &str> =
        speakers.iter().map(|speaker| (joined(&speaker.label), speaker.label.as_str())).collect();
    let longest = labels.values().map(|label| label.len() + BLANKS).max().unwrap_or_default();
    let mut starts = turns.iter().map(|turn| turn.start().0).peekable();
    let (mut found, mut at, mut ended) = (Vec::new(), 0, true);
    let has_blanks = text.contains("\n\n");
    let mut opens = true;
    for line in text.split_inclusive('\n') {
        let (start, words) = (at, line.trim());
        at += line.len();
        let is_turn = starts.peek().is_some_and(|turn| *turn < at);
        while starts.next_if(|turn| *turn < at).is_some() {}
        if !is_turn
            && start > turns[0].start().0
            && (begins(words, &labels, longest, ended) || (opens && ended && begins_plainly(words, speakers)))
        {
            found.push(start);
        }
        opens = words.is_empty() || !has_blanks;
        ended = words.is_empty() || words.ends_with(['.', '?', '!', '…', '"', '”', '»', '。', '？', '！']);
    }
    let first = found.first()?;
    let lines = counted_as(found.len(), "line begins", "lines begin");
    let message = format!(
        "{lines} with the name of a speaker but not as a turn does; where it is one, put a colon behind the name"
    );
    Some(Problem::warning(Place::file(file).line(line_of(text, *first)), message))
}

/// The letters and digits of a name, in small letters.
fn same_letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Whether a sign may be a letter, or the stroke that an `I` becomes.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '|'
}

/// A label in the form in which misread ones are alike, without blanks and marks.
fn joined(name: &str) -> String {
    let bare: String = name.chars().filter(|c| is_letter(*c)).collect();
    form(&bare)
}

/// Whether a line begins with a label, behind specks at most, and goes on as a turn may, however misread.
fn begins(words: &str, labels: &HashMap<String, &str>, longest: usize, ended: bool) -> bool {
    let head = &words[..words.floor_char_boundary(LABEL)];
    let clean = head.trim_start_matches(|c: char| !c.is_alphanumeric());
    let with_specks = (clean.len() < head.len()).then_some((clean, true));
    [(head, false)].into_iter().chain(with_specks).any(|(head, specks)| {
        // Up to the end of the first word, of the second and so on.
        let ends = head.char_indices().filter(|(_, c)| !is_letter(*c)).map(|(at, _)| at);
        let mut parted = ends.take_while(|end| *end <= longest).map(|end| head.split_at(end));
        parted.any(|(name, rest)| {
            labels.get(&joined(name)).is_some_and(|label| goes_on(name, rest, label, specks, ended))
        })
    })
}

/// Whether a paragraph begins with the name of a speaker and goes on with a capital, as a turn does whose colon was forgotten.
fn begins_plainly(words: &str, speakers: &[Speaker]) -> bool {
    speakers.iter().any(|speaker| {
        let rest = words.strip_prefix(speaker.label.as_str()).unwrap_or_default();
        let rest = rest.strip_prefix([',', ';']).unwrap_or(rest);
        let said = rest.trim_start_matches([' ', '\u{a0}', '¿', '¡', '"', '“', '„', '«']);
        speaker.label.chars().nth(2).is_some()
            && rest.starts_with([' ', '\u{a0}'])
            && said.starts_with(char::is_uppercase)
            && said.contains(' ')
    })
}

/// Whether what stands behind the name of a speaker may be a turn.
fn goes_on(name: &str, rest: &str, label: &str, specks: bool, ended: bool) -> bool {
    let is_same = name.to_lowercase() == label.to_lowercase();
    let letters = name.chars().filter(|c| is_letter(*c)).count();
    let behind = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mark = rest[..rest.len() - behind.len()].trim();
    // Before a comma somebody is called by a name.
    let is_called = mark == "," && !is_word_for_speaker(name);
    let is_capital = behind.starts_with(char::is_uppercase) || !behind.is_ascii();
    let is_long = letters >= NAME || (!name.is_ascii() && letters > 1);
    if mark.starts_with([':', '：', '∶']) {
        return is_long && (!is_same || specks || mark.starts_with('∶'));
    }
    let is_parted = !mark.is_empty() || rest.starts_with("  ");
    let has_marks = mark.starts_with(';') || mark.chars().count() > 1;
    let may_be =
        (is_long && is_parted && !is_called) || (letters > 1 && !mark.is_empty() && !is_called) || has_marks;
    may_be && ended && is_capital && !name.starts_with(char::is_lowercase)
}
