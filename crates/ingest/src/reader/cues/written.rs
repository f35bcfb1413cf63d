//! Labels in forms that are brought into the usual one before speakers are looked for: in brackets, wrapped over two lines.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::utterance::{Utterance, join};
use super::speakers::{CUES, NAME};
use crate::segment::{can_be_label, can_stand_alone, is_no_speaker};

/// Most words of the second part of a label that is wrapped.
const WRAPPED_WORDS: usize = 3;

/// Fewest cues in which the same label is wrapped.
const WRAPPED: usize = 3;

/// The name in brackets, `(Anna) words`, that a cue begins with, and where the words begin.
pub(super) fn in_brackets(words: &str) -> Option<(&str, usize)> {
    let close = match words.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let end = words.find(close)?;
    // A colon may stand behind the bracket, too.
    let behind = end + 1 + usize::from(words[end + 1..].starts_with(':'));
    let (name, rest) = (&words[1..end], &words[behind..]);
    let is_name = name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && can_be_label(&format!("{name}:"), name);
    let begins = rest.starts_with(' ') && !rest.trim().is_empty();
    (is_name && begins && !is_no_speaker(name)).then_some((name, behind))
}

/// Writes names in brackets as those with a colon, where they begin nearly all cues and come again, or the first and many others;
/// returns those that come again.
pub(super) fn unbracket(lines: &mut [Utterance]) -> Vec<String> {
    let cues = lines.iter().filter(|line| line.opens).count();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (name, _) in lines.iter().filter(|line| line.opens).filter_map(|line| in_brackets(&line.words)) {
        *counts.entry(name.to_string()).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let begins = lines.first().is_some_and(|line| in_brackets(&line.words).is_some());
    let are_all = all * 10 >= cues * 9;
    let again: Vec<usize> = counts.values().copied().filter(|count| *count > 1).collect();
    let are_many = begins && all * MANY >= cues && again.len() >= 2 && again.iter().sum::<usize>() * 2 > all;
    let come_again = counts.len() >= 2 && counts.len() * 2 <= all;
    if all < CUES || !(are_many || (are_all && come_again)) {
        return Vec::new();
    }
    // Beside cues without any, a word that comes once may be a sound.
    counts.retain(|name, count| are_all || *count > 1 || name.contains(' '));
    for line in lines.iter_mut().filter(|line| line.opens) {
        if let Some((name, end)) = in_brackets(&line.words).filter(|(name, _)| counts.contains_key(*name)) {
            line.words = format!("{name}:{}", &line.words[end..]);
        }
    }
    let mut names: Vec<String> =
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

/// Names in brackets before one in so many cues are many.
const MANY: usize = 5;

/// Joins the first two lines of cues between which a label is wrapped (`The governor` / `Anna Berg: words`): where the whole
/// comes again and again, and its second part begins no cue by itself.
/// Returns those that are longer than names are: so many words come again for being one.
pub(super) fn join_wrapped(lines: &mut Vec<Utterance>) -> Vec<String> {
    let label = |n: usize| -> Option<String> {
        let (first, next) = (lines.get(n)?, lines.get(n + 1).filter(|next| !next.opens)?);
        let (end, rest) = next.words.split_once([':', '：'])?;
        // `At 9:15` is a time.
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (whole, has_end) = (format!("{} {end}", first.words), first.words.contains([':', '：']));
        let is_name = can_be_label(&format!("{whole}:"), &whole);
        // A second part in small letters is no name by itself.
        let is_short = end.starts_with(char::is_lowercase)
            && end.split_whitespace().count() <= WRAPPED_WORDS
            && whole.chars().count() <= NAME;
        let begins_anew =
            n.checked_sub(1).is_none_or(|before| !lines[before].words.ends_with(char::is_alphanumeric));
        (!has_end && is_name && (can_stand_alone(&whole) || (is_short && begins_anew))).then_some(whole)
    };
    let opens: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].opens).collect();
    let wrapped: HashMap<usize, String> = opens.iter().filter_map(|n| Some((*n, label(*n)?))).collect();
    if wrapped.is_empty() {
        return Vec::new();
    }
    let begin: HashSet<&str> =
        opens.iter().filter_map(|n| Some(lines[*n].words.split_once([':', '：'])?.0)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    wrapped.values().for_each(|whole| *counts.entry(whole).or_default() += 1);
    let is_one = |(n, whole): (&usize, &String)| {
        let end = lines[n + 1].words.split([':', '：']).next().unwrap_or_default();
        (counts[whole.as_str()] >= WRAPPED || begin.contains(whole.as_str())) && !begin.contains(end)
    };
    let joined: HashSet<usize> = wrapped.iter().filter(|one| is_one(*one)).map(|(n, _)| n + 1).collect();
    let names: BTreeSet<String> =
        wrapped.iter().filter(|one| is_one(*one)).map(|(_, whole)| whole.clone()).collect();
    let mut kept: Vec<Utterance> = Vec::with_capacity(lines.len());
    for (n, line) in std::mem::take(lines).into_iter().enumerate() {
        match kept.last_mut().filter(|_| joined.contains(&n)) {
            Some(last) => join(&mut last.words, &line.words),
            None => kept.push(line),
        }
    }
    *lines = kept;
    names.into_iter().filter(|name| !can_stand_alone(name)).collect()
}
