//! Names that stand above the times of cues, as programs for meetings write them: `1 "Anna Berg" (1187346)`, or in notes:
//! `NOTE Speaker: Anna Berg`.

use std::collections::HashSet;

use themata_model::counted_as;

use super::Cue;
use crate::segment::{can_be_label, is_no_speaker, is_word_for_speaker};

/// Gives the cues the voices that stand in quotation marks in nearly all their `identifiers`; what else may be names is
/// returned as something to say.
pub(super) fn give_voices(cues: &mut [Cue], identifiers: &[&str]) -> Option<String> {
    let quoted: Vec<Option<&str>> = identifiers.iter().map(|identifier| quoted(identifier)).collect();
    let named = quoted.iter().flatten().filter(|name| !name.is_empty()).count();
    if named > 0 && quoted.iter().flatten().count() * 10 >= cues.len() * 9 {
        for (cue, name) in cues.iter_mut().zip(quoted) {
            cue.voice = name.filter(|name| !name.is_empty()).map(str::to_string);
        }
        return None;
    }
    let names: Vec<&str> = identifiers.iter().filter_map(|identifier| name(identifier)).collect();
    let own: HashSet<&str> = names.iter().copied().collect();
    let recur = own.len() >= 2 && own.len() * 2 <= names.len() && names.len() * 10 >= cues.len() * 9;
    if !recur {
        return None;
    }
    let first = names[0].to_string();
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) && !is_no_speaker(name)
    };
    let takes_turns = names.windows(2).filter(|two| two[0] != two[1]).count() * 10 >= names.len();
    if !own.iter().all(|name| is_name(name)) || !takes_turns {
        return Some(format!(
            "left out: what stands above the times and comes again as names do (`{first}`)"
        ));
    }
    for (cue, identifier) in cues.iter_mut().zip(identifiers) {
        cue.voice = name(identifier).map(str::to_string);
    }
    Some(format!(
        "what stands above the times comes again as names do (`{first}`), and is taken for who speaks"
    ))
}

/// The name in an identifier that is a number, a name in quotation marks, and perhaps a number in brackets.
fn quoted(identifier: &str) -> Option<&str> {
    let rest = identifier.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let (name, rest) = rest.strip_prefix('"')?.rsplit_once('"')?;
    let rest = rest.trim();
    let number = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    number.bytes().all(|b| b.is_ascii_digit()).then_some(name.trim())
}

/// What an identifier says beside a number, where it can be a name.
fn name(identifier: &str) -> Option<&str> {
    let name = identifier.trim_matches(|c: char| !c.is_alphabetic());
    let is_code = identifier.contains('-') && identifier.contains(|c: char| c.is_ascii_digit());
    (!name.is_empty() && !is_code && can_be_label(&format!("{name}:"), name)).then_some(name)
}

/// The name in a note that says who speaks.
pub(super) fn in_note(line: &str) -> Option<&str> {
    let (key, name) = line.strip_prefix("NOTE")?.split_once([':', '='])?;
    let name = name.trim();
    (is_word_for_speaker(key.trim()) && can_be_label(&format!("{name}:"), name)).then_some(name)
}

/// Gives the cues the voices that notes name, each before the cue of this number, until the next one; returns what is said of it.
pub(super) fn give_noted(cues: &mut [Cue], noted: &[(usize, &str)]) -> Option<String> {
    let ends = noted.iter().skip(1).map(|(at, _)| *at).chain([cues.len()]);
    for ((from, name), to) in noted.iter().zip(ends) {
        cues.get_mut(*from..to)?.iter_mut().for_each(|cue| cue.voice = Some((*name).to_string()));
    }
    let what = counted_as(noted.len(), "note says", "notes say");
    (!noted.is_empty()).then(|| format!("{what} who speaks in the cues below"))
}
