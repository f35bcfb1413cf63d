//! Who speaks: a name, a number, or what a list of people in the same file calls it.

use std::collections::HashMap;

use serde_json::Value;

use super::super::shapes::speaker;
use super::lists::Lists;

const IDS: &[&str] =
    &["id", "spkid", "speaker_id", "speakerId", "participant_id", "participantId", "key", "label"];
const NAMES: &[&str] = &[
    "name",
    "speaker_name",
    "speakerName",
    "participant_name",
    "participantName",
    "display_name",
    "displayName",
];

/// The names of people by what they are called elsewhere.
#[derive(Default)]
pub(super) struct People(HashMap<String, String>);

impl People {
    /// The people of all lists of speakers or participants.
    pub(super) fn find(lists: &[Lists<'_>]) -> Self {
        let is_of_people = |list: &&Lists<'_>| {
            let key = list.path.last().map(|key| key.to_lowercase()).unwrap_or_default();
            ["speaker", "participant", "attendee"].iter().any(|word| key.contains(word))
        };
        let person = |entry: &Value| {
            let id = IDS.iter().find_map(|key| id(entry.get(key)?))?;
            let name = NAMES.iter().find_map(|key| entry.get(key)?.as_str())?.trim();
            (!name.is_empty()).then(|| (id, name.to_string()))
        };
        let entries = lists.iter().filter(is_of_people).flat_map(Lists::entries);
        Self(entries.filter_map(|(_, entry)| person(entry)).collect())
    }

    /// The people of a file, those also whose names stand under what they are called elsewhere: `{"speakers": {"A": "Anna"}}`.
    pub(super) fn of_file(value: &Value, lists: &[Lists<'_>]) -> Self {
        let mut people = Self::find(lists);
        let fields = value.as_object().into_iter().flatten();
        let maps = fields.filter(|(key, _)| {
            let key = key.to_lowercase();
            ["speaker", "participant"].iter().any(|word| key.contains(word))
        });
        for (id, name) in maps.filter_map(|(_, map)| map.as_object()).flatten() {
            if let Some(name) = name.as_str().map(str::trim).filter(|name| !name.is_empty()) {
                people.0.entry(id.clone()).or_insert_with(|| name.to_string());
            }
        }
        people
    }

    /// The name of somebody who is called so in the words, by a number or letter perhaps with `Speaker` before it.
    pub(super) fn name(&self, called: &str) -> Option<&String> {
        let short = called.strip_prefix("Speaker ");
        self.0.get(called).or_else(|| self.0.get(short?))
    }

    /// Who speaks: a name, a number, or the name in an entry of its own.
    pub(super) fn who(&self, value: &Value) -> Option<String> {
        let listed = || self.0.get(&id(value)?).cloned();
        let named =
            || ["name", "display_name", "displayName"].iter().find_map(|key| speaker(value.get(key)?));
        listed().or_else(|| speaker(value)).or_else(named)
    }
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.trim().to_string()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
