//! Rows of the note in which Themata writes down what REFI-QDA has no place for: JSON objects of texts, lists and
//! maps, empty entries left out.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use serde_json::{Map, Value};

/// A row to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row(Map<String, Value>);

impl Row {
    /// A row without entries.
    pub(crate) fn new() -> Self {
        Row::default()
    }

    /// With a text, unless it is empty.
    #[must_use]
    pub(crate) fn put(mut self, name: &str, value: impl Display) -> Self {
        let text = value.to_string();
        if !text.is_empty() {
            self.0.insert(name.to_string(), Value::String(text));
        }
        self
    }

    /// With a text, even an empty one, where there is one.
    #[must_use]
    pub(crate) fn some(mut self, name: &str, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            self.0.insert(name.to_string(), Value::String(value.to_string()));
        }
        self
    }

    /// With a mark where `is` holds.
    #[must_use]
    pub(crate) fn flag(mut self, name: &str, is: bool) -> Self {
        if is {
            self.0.insert(name.to_string(), Value::Bool(true));
        }
        self
    }

    /// With a list, unless it is empty.
    #[must_use]
    pub(crate) fn list(mut self, name: &str, values: impl IntoIterator<Item = impl Display>) -> Self {
        let list: Vec<Value> = values.into_iter().map(|value| Value::String(value.to_string())).collect();
        if !list.is_empty() {
            self.0.insert(name.to_string(), Value::Array(list));
        }
        self
    }

    /// With pairs, unless there are none.
    #[must_use]
    pub(crate) fn map(mut self, name: &str, pairs: &BTreeMap<impl Display, impl Display>) -> Self {
        let map: Map<String, Value> =
            pairs.iter().map(|(key, value)| (key.to_string(), Value::String(value.to_string()))).collect();
        if !map.is_empty() {
            self.0.insert(name.to_string(), Value::Object(map));
        }
        self
    }

    /// With rows inside, unless there are none.
    #[must_use]
    pub(crate) fn rows(mut self, name: &str, rows: impl IntoIterator<Item = Row>) -> Self {
        let rows: Vec<Value> = rows.into_iter().map(|row| Value::Object(row.0)).collect();
        if !rows.is_empty() {
            self.0.insert(name.to_string(), Value::Array(rows));
        }
        self
    }

    /// With one row inside, unless it is empty.
    #[must_use]
    pub(crate) fn row(mut self, name: &str, row: Row) -> Self {
        if !row.0.is_empty() {
            self.0.insert(name.to_string(), Value::Object(row.0));
        }
        self
    }

    /// Whether it says more than `id`.
    pub(crate) fn says_more_than_id(&self) -> bool {
        self.0.keys().any(|name| name != "id")
    }

    /// As JSON that any XML document can hold.
    pub(crate) fn json(&self) -> String {
        let json = serde_json::to_string(&self.0).unwrap_or_default();
        let mut out = String::with_capacity(json.len());
        for c in json.chars() {
            // JSON writes control characters as escapes itself; these two are no characters of XML either.
            match c {
                '\u{fffe}' => out.push_str("\\ufffe"),
                '\u{ffff}' => out.push_str("\\uffff"),
                '\u{7f}' => out.push_str("\\u007f"),
                c => out.push(c),
            }
        }
        out
    }
}

/// A row that was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a>(&'a Map<String, Value>);

impl<'a> Told<'a> {
    /// The row that a value is.
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Told)
    }

    /// The text of an entry, where there is one.
    pub(crate) fn some(self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::to_string)
    }

    /// The text of an entry, empty where there is none.
    pub(crate) fn text(self, name: &str) -> String {
        self.some(name).unwrap_or_default()
    }

    /// The entry as a key, id or word.
    pub(crate) fn parse<T: FromStr>(self, name: &str) -> Option<T> {
        self.0.get(name)?.as_str()?.parse().ok()
    }

    /// Whether the mark is there.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The list of an entry; what is none of its kind is passed over.
    pub(crate) fn list<T: FromStr>(self, name: &str) -> Vec<T> {
        let list = self.0.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|value| value.as_str()?.parse().ok()).collect()
    }

    /// The pairs of an entry.
    pub(crate) fn map<K: FromStr + Ord>(self, name: &str) -> BTreeMap<K, String> {
        let pairs = self.0.get(name).and_then(Value::as_object).into_iter().flatten();
        pairs.filter_map(|(key, value)| Some((key.parse().ok()?, value.as_str()?.to_string()))).collect()
    }

    /// The rows of an entry.
    pub(crate) fn rows(self, name: &str) -> impl Iterator<Item = Told<'a>> + use<'a> {
        let list = self.0.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Told::of)
    }

    /// The row of an entry.
    pub(crate) fn row(self, name: &str) -> Option<Told<'a>> {
        self.0.get(name).and_then(Told::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_and_no_character_is_too_much_for_xml() {
        let words = "a \u{1}\u{c}\u{fffe}\u{ffff}\u{7f}\u{1f680}\"\\\n";
        let row = Row::new().put("text", words).put("nothing", "").some("empty", Some("")).flag("yes", true);
        let row = row.list("list", ["a;b", "c"]).map("map", &BTreeMap::from([("k", "v")]));
        let json = row.rows("rows", [Row::new().put("id", "x")]).json();
        assert!(json.chars().all(crate::refi::tree::is_allowed));
        let value: Value = serde_json::from_str(&json).unwrap();
        let told = Told::of(&value).unwrap();
        assert_eq!(
            (told.text("text").as_str(), told.some("nothing"), told.some("empty")),
            (words, None, Some("".into()))
        );
        assert_eq!(told.list::<String>("list"), ["a;b", "c"]);
        assert_eq!(told.map::<String>("map"), BTreeMap::from([("k".to_string(), "v".to_string())]));
        assert_eq!(told.rows("rows").map(|row| row.text("id")).collect::<Vec<_>>(), ["x"]);
        assert!(told.flag("yes") && !told.flag("no"));
    }
}
