//! Which styles of a Rich Text document are those of headings.

use std::collections::HashMap;

use super::super::docx::built_in;

/// Longest name of a style that is kept.
const NAME: usize = 64;

/// The styles of a document, as far as they say what is a heading.
#[derive(Default)]
pub(super) struct Styles {
    levels: HashMap<i32, u8>,
    /// The style that the list of styles tells of.
    number: i32,
    name: String,
}

impl Styles {
    /// Begins what is told of a style.
    pub(super) fn begin(&mut self, number: i32) {
        self.number = number;
        self.name.clear();
    }

    /// Takes in a piece of its name, which ends with a semicolon.
    pub(super) fn name(&mut self, bytes: &[u8]) {
        self.name.extend(String::from_utf8_lossy(bytes).chars().take(NAME));
        let Some((name, _)) = self.name.split_once(';') else { return };
        if let Some(level) = built_in(name.trim()) {
            self.levels.insert(self.number, level);
        }
        self.name.clear();
    }

    /// The level of the headings of this style.
    pub(super) fn level(&self, number: i32) -> Option<u8> {
        self.levels.get(&number).copied()
    }
}
