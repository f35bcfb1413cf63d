//! What is told of a document, by whom: options outweigh the table of metadata, that outweighs the name of the file, and
//! that what the document says of itself. Of each fact the first word counts.

use themata_exchange::columns;
use themata_model::is_date;

use crate::verbs::{SourceFacts, is_language_tag, look};
use themata_model::WaveKey;

/// Facts that have a meaning of their own; whatever else is told becomes an attribute.
const FACTS: [&str; 10] =
    ["case", "side", "party", "informant", "wave", "date", "kind", "language", "recorded", "key"];

/// Puts what a name or a table tells into the facts, where nobody told it before.
pub(super) fn put(facts: &mut SourceFacts, key: &mut Option<String>, field: &str, value: &str) {
    let list = |list: &mut Vec<String>| {
        if list.is_empty() {
            list.push(value.to_string());
        }
    };
    let one = |one: &mut Option<String>| {
        one.get_or_insert_with(|| value.to_string());
    };
    match field.to_lowercase().as_str() {
        "case" => list(&mut facts.cases),
        "side" => list(&mut facts.sides),
        "party" => list(&mut facts.parties),
        "informant" => list(&mut facts.informants),
        "wave" => one(&mut facts.wave),
        "date" => one(&mut facts.date),
        "kind" => one(&mut facts.kind),
        "language" => one(&mut facts.language),
        "recorded" => {
            facts.recorded.get_or_insert_with(|| answer(value).unwrap_or(value).to_string());
        }
        "key" => one(key),
        _ => attribute(facts, field, value),
    }
}

/// Puts what a column of a survey tells into the facts; the key is that of the key column alone. What does not fit is
/// kept as an attribute, and comes back as a remark on the column.
pub(super) fn put_column(facts: &mut SourceFacts, field: &str, value: &str) -> Option<Remark> {
    if field.to_lowercase() == "key" {
        attribute(facts, field, value);
        return None;
    }
    let (what, name) = misfit(facts, field, value)?;
    Some(Remark {
        column: format!("the column `{field}` says "),
        words: format!("`{value}`, which is {what}; such are kept as the attribute `{name}`"),
    })
}

/// What is said of a column of a survey, once.
pub(super) struct Remark {
    column: String,
    words: String,
}

impl Remark {
    /// Says it, where nothing was said of the column.
    pub(super) fn say(self, warnings: &mut Vec<String>) {
        if !warnings.iter().any(|warning| warning.starts_with(&self.column)) {
            warnings.push(self.column + &self.words);
        }
    }
}

/// Puts what the document says of itself. Its words are nobody's answer to a question of this program: what does not
/// fit, such as a date that is none, is kept as an attribute, and comes back as the end of a remark on the document.
pub(super) fn put_own(
    facts: &mut SourceFacts,
    key: &mut Option<String>,
    field: &str,
    value: &str,
) -> Option<String> {
    if field.to_lowercase() == "key" {
        put(facts, key, field, value);
        return None;
    }
    let (what, name) = misfit(facts, field, value)?;
    let field = field.to_lowercase();
    Some(format!("says `{field}: {value}`, which is {what} and is kept as the attribute `{name}`"))
}

/// Puts a fact; a date, an answer, a wave or a tag of a language that is none becomes an attribute, and comes back as what it is instead,
/// with the name of that.
fn misfit(facts: &mut SourceFacts, field: &str, value: &str) -> Option<(&'static str, String)> {
    let folded = field.to_lowercase();
    let (is_told, fits) = match folded.as_str() {
        "date" => (facts.date.is_some(), day(value)),
        "recorded" => (facts.recorded.is_some(), answer(value)),
        "language" => (facts.language.is_some(), Some(value).filter(|tag| is_language_tag(tag))),
        "wave" => (facts.wave.is_some(), Some(value).filter(|wave| look::key::<WaveKey>(wave).is_ok())),
        _ => (false, Some(value)),
    };
    if is_told {
        return None;
    }
    if let Some(value) = fits {
        put(facts, &mut None, field, value);
        return None;
    }
    attribute(facts, &folded, value);
    let what = match folded.as_str() {
        "date" => "no date",
        "language" => "no tag of a language such as `en`",
        "wave" => "no key of a wave",
        _ => "neither `yes` nor `no`",
    };
    Some((what, format!("{folded} told")))
}

/// The date, without the time of the day behind it.
fn day(value: &str) -> Option<&str> {
    let (day, rest) = value.split_at_checked(10).unwrap_or((value, ""));
    if rest.starts_with(['T', ' ']) && is_date(day) {
        return Some(day);
    }
    is_date(value).then_some(value)
}

/// `yes` or `no`, where the words say either.
pub(super) fn answer(words: &str) -> Option<&'static str> {
    match words.to_lowercase().as_str() {
        "yes" | "true" => Some("yes"),
        "no" | "false" => Some("no"),
        _ => None,
    }
}

/// Remarks on names that become attributes and differ from a fact by one letter or by being of several.
pub(super) fn doubtful<'n>(teller: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let meant = |name: &str| {
        let name = name.to_lowercase();
        let is_near =
            |fact: &&&str| name == "parties" && **fact == "party" || strsim::osa_distance(&name, fact) == 1;
        FACTS.iter().find(is_near).filter(|_| !FACTS.contains(&name.as_str()))
    };
    let doubt = |name: &str| {
        let fact = meant(name)?;
        Some(format!("{teller} tells `{name}`, which becomes an attribute; did you mean `{fact}`?"))
    };
    names.filter_map(doubt).collect()
}

/// A further fact; a name that has a meaning of its own gets an ending.
fn attribute(facts: &mut SourceFacts, name: &str, value: &str) {
    let name = name.replace('=', ":");
    let taken = columns::SOURCES.contains(&name.as_str()) || name == "id";
    let name = if taken { format!("{name} told") } else { name };
    let is_told = |pair: &String| pair.split_once('=').is_some_and(|(other, _)| other.trim() == name);
    if !facts.set.iter().any(is_told) {
        facts.set.push(format!("{name}={value}"));
    }
}
