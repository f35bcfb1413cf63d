//! Names that the words of cues hold in forms of their own: in bold before the words, or as fields of a record.

use std::collections::HashSet;

use serde_json::Value;

use super::{Cue, words};
use crate::segment::can_be_label;

/// Fewest cues to tell by.
const CUES: usize = 3;

/// Gives the cues the voices that stand in bold before their words, `<b>Anna Berg</b> words`, where names come again and begin
/// at least every second cue.
pub(super) fn from_bold(cues: &mut [Cue]) {
    let found: Vec<Option<(String, String)>> = cues
        .iter()
        .map(|cue| bold(cue.lines.first()?).filter(|(_, rest)| !rest.is_empty() || cue.lines.len() > 1))
        .collect();
    let names: Vec<&String> = found.iter().flatten().map(|(name, _)| name).collect();
    let own: HashSet<&&String> = names.iter().collect();
    let are_names = own.iter().all(|name| can_be_label(&format!("{name}:"), name));
    let is_told = names.len() >= CUES
        && own.len() >= 2
        && own.len() * 2 <= names.len() + 1
        && names.len() * 2 >= cues.len()
        && are_names;
    if !is_told || cues.iter().any(|cue| cue.voice.is_some()) {
        return;
    }
    for (cue, found) in cues.iter_mut().zip(found) {
        let Some((name, rest)) = found else { continue };
        cue.voice = Some(name);
        match rest.is_empty() {
            true => drop(cue.lines.remove(0)),
            false => cue.lines[0] = rest,
        }
    }
}

/// The name in bold that a line begins with, without a colon, and the rest of the line.
fn bold(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let (inner, rest) = ["b", "strong"]
        .into_iter()
        .find_map(|tag| line.strip_prefix(&format!("<{tag}>"))?.split_once(&format!("</{tag}>")))?;
    let name = words::plain(inner).trim_end_matches([':', '：']).trim_end().to_string();
    let rest = rest.trim_start().trim_start_matches([':', '：']).trim_start().to_string();
    let is_name = name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    is_name.then_some((name, rest))
}

/// Names of the fields of a record that a cue is.
const SPEAKERS: [&str; 5] = ["speakerName", "speakerDisplayName", "speaker_name", "speaker", "name"];
const WORDS: [&str; 4] = ["spokenText", "text", "transcript", "words"];

/// Reads cues whose words are records, as programs for meetings write them (`{"speakerName": …, "spokenText": …}`); returns how
/// many there are.
pub(super) fn from_records(cues: &mut [Cue]) -> usize {
    let record = |cue: &Cue| -> Option<(Option<String>, String)> {
        let all = cue.lines.join("\n");
        let value: Value = serde_json::from_str(all.trim()).ok().filter(Value::is_object)?;
        let field =
            |names: &[&str]| names.iter().find_map(|name| value.get(*name)?.as_str().map(str::to_string));
        Some((field(&SPEAKERS).filter(|name| !name.trim().is_empty()), field(&WORDS)?))
    };
    let begins = |cue: &&Cue| cue.lines.first().is_some_and(|line| line.trim_start().starts_with('{'));
    if cues.is_empty() || cues.iter().filter(begins).count() * 10 < cues.len() * 9 {
        return 0;
    }
    let found: Vec<Option<(Option<String>, String)>> = cues.iter().map(record).collect();
    let all = found.iter().flatten().count();
    if all * 10 < cues.len() * 9 {
        return 0;
    }
    for (cue, found) in cues.iter_mut().zip(found) {
        if let Some((name, words)) = found {
            cue.voice = name;
            cue.lines = words.lines().map(str::to_string).collect();
        }
    }
    all
}
