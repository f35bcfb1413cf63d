//! What a verb did, in words.

use serde_json::{Value, json};

/// What a verb did, for the trail and for the person who asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// One sentence in the past tense without a subject, as the logbook prints it after the coder's
    /// name: `renamed *weekly calls* to *weekly meetings*`. Names stand between asterisks.
    pub(crate) sentence: String,
    /// Keys of the codes it touched.
    pub(crate) codes: Vec<String>,
    /// Keys of the sources it touched.
    pub(crate) sources: Vec<String>,
    /// Further lines for the person who asked: what was found, what should be looked at.
    pub(crate) details: Vec<String>,
    /// Whether something of what was asked for was left out, or is left for a person.
    pub(crate) incomplete: bool,
}

impl Said {
    /// Returns a sentence that touches neither codes nor sources.
    pub(crate) fn new(sentence: impl Into<String>) -> Said {
        Said { sentence: sentence.into(), ..Said::default() }
    }

    /// Adds a code that was touched.
    #[must_use]
    pub(crate) fn code(mut self, key: impl ToString) -> Said {
        self.codes.push(key.to_string());
        self
    }

    /// Adds a source that was touched.
    #[must_use]
    pub(crate) fn source(mut self, key: impl ToString) -> Said {
        self.sources.push(key.to_string());
        self
    }

    /// Adds a line for the person who asked.
    #[must_use]
    pub(crate) fn detail(mut self, line: impl Into<String>) -> Said {
        self.details.push(line.into());
        self
    }

    /// The arguments of the op: what was said, what was touched, what was asked for.
    pub(crate) fn args(&self, given: &Value) -> String {
        let mut args = json!({ "said": self.sentence, "given": given });
        for (name, keys) in [("codes", &self.codes), ("sources", &self.sources)] {
            if !keys.is_empty() {
                args[name] = json!(keys);
            }
        }
        args.to_string()
    }
}

/// What came of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// One sentence, as in the logbook.
    pub said: String,
    /// Further lines: what was found, what should be looked at.
    pub details: Vec<String>,
    /// Number of the entry in the history; `None` when nothing changed, or in a dry run.
    pub number: Option<i64>,
    /// Whether it was only rehearsed (and would change something).
    pub rehearsed: bool,
    /// How many rows changed, or would.
    pub rows: usize,
    /// Whether something that was asked for was left out; the details tell what.
    pub incomplete: bool,
}

impl Done {
    pub(crate) fn new(said: Said, number: Option<i64>, rehearsed: bool, rows: usize) -> Done {
        let Said { sentence, details, incomplete, .. } = said;
        Done { said: sentence, details, number, rehearsed, rows, incomplete }
    }
}
