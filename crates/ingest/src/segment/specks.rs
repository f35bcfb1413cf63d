//! Labels behind specks that text recognition took for marks, `| Anna: words`, `' Anna: words`, and letters that it took for
//! digits and marks: `1: words` for `I: words`.

use std::collections::{HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::SpeakerStyle;
use super::candidate::Candidate;
use super::label::{Head, parse};
use super::{lexicon, misread};

/// Most specks before a label.
const MOST: usize = 2;

/// How often a label stands without specks at least.
const OFTEN: usize = 2;

/// Adds the labels behind specks that stand elsewhere without.
pub(super) fn add<'a>(text: &'a str, lines: &[Line], found: &mut Vec<Candidate<'a>>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for one in found.iter().filter(|one| one.style == SpeakerStyle::Colon && !one.bare) {
        *counts.entry(lexicon::key(one.name)).or_default() += 1;
    }
    let mut at = found.iter().map(|one| one.line).peekable();
    let mut added = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        while at.next_if(|line| *line < n).is_some() {}
        let words = &text[line.start..line.end];
        if at.peek() == Some(&n) || words.len() < 4 {
            continue;
        }
        let stands = |name: &str| counts.get(&lexicon::key(name)).is_some_and(|n| *n >= OFTEN);
        if let Some(head) =
            letter(words).filter(|head| misread::short(head.name).is_some_and(|meant| stands(&meant)))
        {
            added.push(Candidate::of(n, line.start, head, true));
            continue;
        }
        let Some(specks) = specks(words) else { continue };
        let Some(head) = parse(&words[specks..]) else { continue };
        let is_colon = head.style == SpeakerStyle::Colon && !head.bare && !head.tight;
        if head.start == 0 && is_colon && stands(head.name) {
            // The specks belong to no words.
            let behind = Candidate::of(n, line.start + specks, head, true);
            added.push(Candidate { start: line.start, ..behind });
        }
    }
    added.extend(misread_alone(text, lines, found));
    if !added.is_empty() {
        found.extend(added);
        found.sort_by_key(|one| one.line);
    }
}

/// Lines that are names that stand alone on other ones, but for letters of one shape: `8RANDT` for `BRANDT`.
fn misread_alone<'a>(text: &'a str, lines: &[Line], found: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for one in found.iter().filter(|one| one.style == SpeakerStyle::NameLine && one.timestamp.is_none()) {
        *counts.entry(one.name).or_default() += 1;
    }
    counts.retain(|_, count| *count >= ALONE);
    // Few texts have names so, and no line of words is one.
    let Some(longest) = counts.keys().map(|name| name.len()).max() else { return Vec::new() };
    let mut forms = misread::Forms::default();
    counts.iter().for_each(|(name, count)| forms.learn(name, *count));
    let at: HashSet<usize> = found.iter().map(|one| one.line).collect();
    let own = lines.iter().enumerate().filter(|(n, line)| line.kind == LineKind::Text && !at.contains(n));
    own.filter_map(|(n, line)| {
        let words = &text[line.start..line.end];
        let name = words.trim();
        if name.len() > longest * 2 {
            return None;
        }
        forms.meant(name, 1)?;
        let start = words.len() - words.trim_start().len();
        let head = Head {
            start,
            end: start + name.len(),
            name,
            style: SpeakerStyle::NameLine,
            timestamp: None,
            tight: false,
            bare: true,
        };
        Some(Candidate::of(n, line.start, head, true))
    })
    .collect()
}

/// How often a name stands alone on its line at the least that others may be meant to be.
const ALONE: usize = 4;

/// A digit or a mark before a colon, which may have been a letter.
fn letter(line: &str) -> Option<Head<'_>> {
    let rest = line.trim_start();
    let fits = rest.starts_with(['1', '|', '!', '8', '0']) && rest[1..].starts_with(": ");
    let start = line.len() - rest.len();
    fits.then(|| Head {
        start,
        end: start + 2,
        name: &rest[..1],
        style: SpeakerStyle::Colon,
        timestamp: None,
        tight: false,
        bare: false,
    })
}

/// The length of the specks that a line begins with, and of the blanks behind them.
fn specks(line: &str) -> Option<usize> {
    let line_words = line.trim_start();
    let words = line_words.trim_start_matches(|c: char| "|'‘’`´~.,^\"“”_=;:°•*¦!".contains(c) || c == ' ');
    let marks = line_words[..line_words.len() - words.len()].chars().filter(|c| *c != ' ').count();
    let fits = (1..=MOST).contains(&marks) && words.starts_with(char::is_alphanumeric);
    fits.then_some(line.len() - words.len())
}

#[cfg(test)]
mod tests {
    use crate::segment::segment;

    #[test]
    fn specks_before_a_label_that_stands_elsewhere_are_no_words() {
        let text = "Asker: Who dug it?\n\nAnna: We did.\n\n| Asker: With spades?\n\n' Anna: With spades.\n\nAsker: Oh.\n\n\
            ~ Anna: Yes.\n\nAsker: And then?\n\nAnna: We drank.\n\n- Note: nothing\n";
        let (turns, ..) = segment(text);
        let words: Vec<&str> = turns.iter().map(|turn| turn.body.unwrap().of(text)).collect();
        assert_eq!(words[..4], ["Who dug it?", "We did.", "With spades?", "With spades."]);
        assert_eq!(turns.len(), 8);
    }
}
