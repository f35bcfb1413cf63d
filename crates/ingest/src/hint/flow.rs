//! Names that nothing but their place tells to be speakers: before a full stop, or in the midst of running text.

use std::collections::{HashMap, HashSet};

use themata_model::counted_as;

use crate::segment::{can_stand_alone, paragraph};

/// Fewest lines that begin with a name and a full stop, of one name and of all.
const OF_ONE: usize = 3;
const OF_ALL: usize = 6;

/// Most names.
const NAMES: usize = 8;

/// Fewest numbered speakers inside the text.
const NUMBERED: usize = 4;

/// How many of the paragraphs begin with a dash, where it is a dialogue.
pub(super) fn with_dashes(paragraphs: &[&str]) -> Option<usize> {
    let dashed = paragraphs.iter().filter(|line| line.starts_with(['–', '—', '-', '―', '─']));
    let (dashes, questions) =
        dashed.fold((0, 0), |(all, asking), line| (all + 1, asking + usize::from(asks(line))));
    // Lists have dashes, too, but hardly ask; where only who asks has one, nearly all do.
    let is_dialogue = questions * 4 >= dashes && dashes * 2 >= paragraphs.len();
    // Nothing else but speech has a long dash before every paragraph.
    let all = paragraphs.iter().filter(|line| line.starts_with(['–', '—', '―'])).count();
    let is_dialogue = is_dialogue || (all * 10 >= paragraphs.len() * 9 && questions >= 2);
    let only_asks = questions * 4 >= dashes * 3 && dashes * 4 >= paragraphs.len();
    (dashes >= 4 && (is_dialogue || only_asks)).then_some(dashes)
}

/// How many paragraphs begin with a long dash, where it is a dialogue in lines that are broken at one width.
pub(super) fn with_dashed_paragraphs(text: &str) -> Option<usize> {
    let paragraphs = paragraphs(text);
    let has_points = paragraphs.iter().any(|words| words.starts_with('-'));
    with_dashes(&paragraphs).filter(|_| !has_points)
}

/// The paragraphs, also in lines that are broken at one width.
fn paragraphs(text: &str) -> Vec<&str> {
    let lines = themata_model::line::lines(text);
    let starts = paragraph::starts(text, &lines);
    let end = |n: usize| starts.get(n + 1).map_or(text.len(), |next| lines[*next].start);
    (0..starts.len()).map(|n| text[lines[starts[n]].start..end(n)].trim()).collect()
}

/// Whether a line ends as a question does.
pub(super) fn asks(line: &str) -> bool {
    line.ends_with(['?', '？']) || line.ends_with("か。")
}

/// A few names with a full stop that lines begin with again and again: `Bo. We began then.`
pub(super) fn with_stops(lines: &[&str]) -> Option<String> {
    let mut ended = true;
    let mut found: Vec<&str> = Vec::new();
    for line in lines {
        let name = line.split_once(". ").filter(|(name, words)| {
            ended
                && name.chars().nth(1).is_some()
                && name.split(' ').count() <= 3
                && words.starts_with(|c: char| c.is_uppercase() || "¿¡«\"“".contains(c))
                && can_stand_alone(name)
        });
        found.extend(name.map(|(name, _)| name));
        ended = line.ends_with(['.', '?', '!', '…', '"', '”', '»']);
    }
    let (count, names) = few_that_take_turns(found)?;
    let named: Vec<String> = names.iter().take(5).map(|name| format!("`{name}.`")).collect();
    Some(format!(
        "no turns are told: {count} lines begin with {}, as with speakers, but with a full stop; put a colon behind the names",
        named.join(", ")
    ))
}

/// The few names that come again and take turns, in their order, and how often they come.
fn few_that_take_turns(mut found: Vec<&str>) -> Option<(usize, Vec<&str>)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    found.retain(|name| counts[name] >= OF_ONE);
    let changes = found.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let mut names = found.clone();
    names.sort_unstable();
    names.dedup();
    let takes_turns =
        found.len() >= OF_ALL && (2..=NAMES).contains(&names.len()) && changes * 2 >= found.len() - 1;
    takes_turns.then_some((found.len(), names))
}

/// A few names before corner brackets, in which Japanese and Chinese quote what somebody says.
pub(super) fn before_quotes(lines: &[&str]) -> Option<String> {
    let found: Vec<&str> = lines.iter().filter_map(|line| before_quote(line)).collect();
    let mut names: Vec<&str> = found.clone();
    names.sort_unstable();
    names.dedup();
    let changes = found.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let takes_turns = found.len() >= OF_ALL
        && found.len() * 10 >= lines.len() * 8
        && (2..=NAMES.min(found.len() / 2)).contains(&names.len())
        && changes * 2 >= found.len() - 1;
    let named: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    takes_turns.then(|| {
        format!(
            "no turns are told: {} lines begin with {} before a quotation, as with speakers; put a colon behind the names",
            found.len(),
            named.join(", ")
        )
    })
}

/// A few names in brackets behind what they said: `We left then. (Bo)`.
pub(super) fn behind_words<'a>(lines: &[&'a str]) -> Option<String> {
    let last = |line: &&'a str| -> Option<&'a str> {
        let (words, name) = line.strip_suffix([')', ']', '）'])?.rsplit_once(['(', '[', '（'])?;
        let is_name = name.starts_with(|c: char| c.is_uppercase() || !c.is_ascii())
            && name.split_whitespace().count() <= 4
            && name.contains(char::is_alphabetic);
        (is_name && !words.trim().is_empty()).then_some(name)
    };
    let (count, names) = few_that_take_turns(lines.iter().filter_map(last).collect())?;
    let named: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    (count * 5 >= lines.len()).then(|| {
        format!(
            "no turns are told: {count} lines end with {} in brackets, as with speakers; put the names before the words, with a colon",
            named.join(", ")
        )
    })
}

/// Questions that stand in bold, as paragraphs of their own.
pub(super) fn asked_in_bold(lines: &[&str]) -> Option<String> {
    let asks = |line: &&&str| {
        let inside = line.strip_prefix("**").and_then(|line| line.strip_suffix("**"));
        inside.is_some_and(|inside| inside.trim_end().ends_with(['?', '？']) && !inside.contains("**"))
    };
    let asking = lines.iter().filter(asks).count();
    (asking >= OF_ONE && asking * 10 >= lines.len()).then(|| {
        format!("no turns are told: {asking} questions stand in bold, but nobody is named; write labels before questions and answers")
    })
}

/// The short name before a corner bracket.
fn before_quote(line: &str) -> Option<&str> {
    let (name, words) = line.split_once(['「', '“'])?;
    let is_short = (1..=8).contains(&name.chars().count()) && name.chars().all(char::is_alphanumeric);
    (is_short && words.chars().nth(1).is_some()).then_some(name)
}

/// Numbered speakers in running text: `speaker 0 so how did it begin speaker 1 well`.
pub(super) fn numbered(text: &str) -> Option<String> {
    let low = text.to_lowercase();
    let found: Vec<&str> = low
        .match_indices("speaker")
        .filter_map(|(at, word)| {
            let rest = low[at + word.len()..].trim_start_matches([' ', '_']);
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            (1..=2).contains(&digits).then(|| &low[at..low.len() - rest.len() + digits])
        })
        .collect();
    let distinct: HashSet<&&str> = found.iter().collect();
    let first = found.first().filter(|_| found.len() >= NUMBERED && distinct.len() >= 2)?;
    let all = counted_as(found.len(), "speaker is", "speakers are");
    Some(format!(
        "no turns are told: {all} numbered inside the text (`{first}` …), but nothing sets them off; begin a line and put a colon behind each"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_full_stop_are_said_where_they_take_turns() {
        let talk =
            ["Bo Ek. We did it", "ourselves.", "Interviewer. Who?", "Bo Ek. Nobody.", "Interviewer. Why?"];
        let said = with_stops(&[talk, talk].concat());
        assert_eq!(
            said.unwrap(),
            "no turns are told: 8 lines begin with `Bo Ek.`, `Interviewer.`, as with speakers, but with a full stop; put a colon behind the names"
        );
        assert_eq!(with_stops(&["It grew. Then", "it stopped. So", "Lund. We left."].repeat(4)), None);
    }

    #[test]
    fn names_behind_the_words_and_questions_in_bold_are_said() {
        let talk = ["We left then. (Bo)", "And why?  (Lin Ek)"].repeat(4);
        assert_eq!(
            behind_words(&talk).unwrap(),
            "no turns are told: 8 lines end with `Bo`, `Lin Ek` in brackets, as with speakers; put the names before the words, with a colon"
        );
        assert_eq!(behind_words(&["We left then (in May).", "And why? (laughs)"].repeat(4)), None);
        assert!(asked_in_bold(&["**Why did it begin?**", "It was cold."].repeat(3)).is_some());
        assert_eq!(asked_in_bold(&["**Why** did it begin?", "It was cold."].repeat(3)), None);
    }

    #[test]
    fn numbered_speakers_inside_the_text_are_said() {
        assert!(numbered(&"speaker 0 so how did it begin speaker 1 well ".repeat(2)).is_some());
        assert_eq!(numbered(&"the speaker 1 was loud ".repeat(9)), None);
    }
}
