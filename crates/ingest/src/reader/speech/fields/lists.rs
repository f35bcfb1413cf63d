//! The lists of a file, those at one place in entries that are alike taken together.

use std::collections::HashMap;

use serde_json::Value;

/// How deep lists are looked for.
const DEEP: usize = 8;

/// Lists of guesses at the same words, the best first.
const GUESSES: &[&str] = &["alternatives", "nBest", "n_best", "nbest", "hypotheses", "candidates"];

/// The lists that stand at one place.
pub(super) struct Lists<'a> {
    /// The names of the fields that lead to them.
    pub(super) path: Vec<&'a str>,
    /// Each with the entries around it, the outermost first.
    all: Vec<(Vec<&'a Value>, &'a [Value])>,
}

impl<'a> Lists<'a> {
    /// One list with nothing around it.
    pub(super) fn alone(list: &'a [Value]) -> Self {
        Self { path: Vec::new(), all: vec![(Vec::new(), list)] }
    }

    /// All entries, each with those around it.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&[&'a Value], &'a Value)> {
        self.all.iter().flat_map(|(around, list)| list.iter().map(|entry| (around.as_slice(), entry)))
    }

    /// The place in words.
    pub(super) fn in_words(&self) -> String {
        let path: Vec<&str> = self.path.iter().copied().filter(|key| !key.is_empty()).collect();
        path.join(".")
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.all.iter().map(|(_, list)| list.len()).sum()
    }

    /// Whether there are several lists.
    pub(super) fn is_several(&self) -> bool {
        self.all.len() > 1
    }

    /// What stands around the list, where it is one.
    pub(super) fn beside(&self) -> Option<&'a Value> {
        let [(around, _)] = self.all.as_slice() else { return None };
        around.last().copied()
    }
}

/// All lists of a file.
pub(super) fn lists(value: &Value) -> Vec<Lists<'_>> {
    let mut found = Found::default();
    found.walk(value, DEEP);
    found.lists
}

#[derive(Default)]
struct Found<'a> {
    lists: Vec<Lists<'a>>,
    places: HashMap<Vec<&'a str>, usize>,
    path: Vec<&'a str>,
    around: Vec<&'a Value>,
}

impl<'a> Found<'a> {
    fn walk(&mut self, value: &'a Value, deep: usize) {
        match value {
            Value::Array(list) => {
                let next = self.lists.len();
                let place = *self.places.entry(self.path.clone()).or_insert(next);
                if place == next {
                    self.lists.push(Lists { path: self.path.clone(), all: Vec::new() });
                }
                self.lists[place].all.push((self.around.clone(), list));
                let is_guess = self.path.last().is_some_and(|key| GUESSES.contains(key));
                let entries = if is_guess { list.get(..1).unwrap_or_default() } else { list };
                for entry in entries.iter().filter(|_| deep > 0) {
                    self.path.push("");
                    self.walk(entry, deep - 1);
                    self.path.pop();
                }
            }
            Value::Object(fields) if deep > 0 => {
                self.around.push(value);
                for (key, value) in fields {
                    self.path.push(key);
                    self.walk(value, deep - 1);
                    self.path.pop();
                }
                self.around.pop();
            }
            _ => {}
        }
    }
}
