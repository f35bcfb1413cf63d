//! Speakers that captions name beside the words: in the name of each cue, or alone on its first line.

use std::collections::{HashMap, HashSet};

use themata_model::counted_as;

use super::{Cue, words};
use crate::reader::writer::{Writer, one_line};
use crate::segment::can_stand_alone;

/// Fewest cues that are named so.
const FEWEST: usize = 4;

/// Smallest share of the cues that are.
const SHARE: f64 = 0.6;

/// Gives the cues the speakers that stand beside their words, where nearly all have some that come again.
pub(super) fn take(cues: &mut [Cue], writer: &mut Writer) {
    if cues.iter().flat_map(|cue| &cue.lines).any(|line| line.contains("<v")) {
        return;
    }
    let named: Vec<Option<String>> = cues.iter().map(|cue| cue.name.as_deref().and_then(in_name)).collect();
    let named = of_speakers(named);
    if !named.is_empty() {
        let what = counted_as(named.len(), "cue tells", "cues tell");
        writer.remark(format!("the names of {what} who speaks"));
        named.into_iter().for_each(|(n, name)| cues[n].speaker = Some(name));
        return;
    }
    let named: Vec<Option<String>> = cues.iter().map(|cue| on_first_line(&cue.lines)).collect();
    let named = of_speakers(named);
    if !named.is_empty() {
        let what = counted_as(named.len(), "cue tells", "cues tell");
        writer.remark(format!("the first lines of {what} who speaks"));
    }
    for (n, name) in named {
        cues[n].speaker = Some(name);
        cues[n].lines.remove(0);
    }
}

/// The names with the numbers of their cues, if nearly all cues have one, and these come again as speakers do.
fn of_speakers(named: Vec<Option<String>>) -> Vec<(usize, String)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    named.iter().flatten().for_each(|name| *counts.entry(name.clone()).or_default() += 1);
    let comes_again = |name: &String| counts.get(name).is_some_and(|n| *n >= 2);
    let again = named.iter().flatten().filter(|name| comes_again(name)).count();
    let distinct: HashSet<&String> = named.iter().flatten().collect();
    let is_told =
        again >= FEWEST && again as f64 >= SHARE * named.len() as f64 && distinct.len() * 2 <= again;
    if !is_told {
        return Vec::new();
    }
    let read = |(n, name): (usize, Option<String>)| Some((n, name?));
    named.into_iter().enumerate().filter_map(read).collect()
}

/// The speaker in the name of a cue: `1 "Anna Berg" (1187346)`, `7 Anna Berg`.
fn in_name(name: &str) -> Option<String> {
    let rest = name.trim().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let quoted = || rest.strip_prefix('"')?.split_once('"').map(|(name, _)| one_line(name));
    let name = quoted().unwrap_or_else(|| one_line(rest));
    can_stand_alone(&name).then_some(name)
}

/// The speaker alone on the first of several lines.
fn on_first_line(lines: &[String]) -> Option<String> {
    let [first, rest @ ..] = lines else { return None };
    let name = words::plain(first);
    (!rest.is_empty() && can_stand_alone(&name)).then_some(name)
}
