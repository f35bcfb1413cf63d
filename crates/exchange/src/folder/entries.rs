//! TOML files: entries with their lines, unknown entries kept or refused.

use std::cell::RefCell;
use std::collections::BTreeSet;

use themata_model::{Attributes, Place, Problem};
use toml_edit::{Item, TableLike, Value};

/// A parsed TOML file and its text, for lines.
pub(super) struct TomlFile<'a> {
    pub(super) file: &'a str,
    text: &'a str,
    pub(super) document: toml_edit::Document<String>,
}

impl<'a> TomlFile<'a> {
    /// Parses `text`.
    pub(super) fn parse(file: &'a str, text: &'a str, problems: &mut Vec<Problem>) -> Option<Self> {
        match toml_edit::Document::parse(text.to_string()) {
            Ok(document) => Some(TomlFile { file, text, document }),
            Err(error) => {
                let line = error.span().map_or(1, |span| line_of(text, span.start));
                let message = error.message().replace('\n', ", ");
                problems
                    .push(Problem::error(Place::file(file).line(line), format!("not valid TOML: {message}")));
                None
            }
        }
    }

    /// The entries of the whole file.
    pub(super) fn root(&'a self) -> Entries<'a> {
        Entries::new(self, self.document.as_table(), 1)
    }
}

/// One table of a TOML file. What is asked for is remembered; [`Entries::finish`] tells the rest.
pub(super) struct Entries<'a> {
    source: &'a TomlFile<'a>,
    table: &'a dyn TableLike,
    line: usize,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Entries<'a> {
    fn new(source: &'a TomlFile<'a>, table: &'a dyn TableLike, line: usize) -> Self {
        Entries { source, table, line, asked: RefCell::default() }
    }

    fn item(&self, key: &str) -> Option<&'a Item> {
        self.asked.borrow_mut().insert(key.to_string());
        self.table.get(key).filter(|item| !item.is_none())
    }

    /// The place of `key` in this table.
    pub(super) fn at(&self, key: &str) -> Place {
        let line = match self.table.get_key_value(key) {
            Some((key, _)) => key.span().map_or(self.line, |span| line_of(self.source.text, span.start)),
            None => self.line,
        };
        Place::file(self.source.file).line(line).column(key)
    }

    /// The place of this table itself.
    pub(super) fn here(&self) -> Place {
        Place::file(self.source.file).line(self.line)
    }

    fn wrong(&self, key: &str, wanted: &str, problems: &mut Vec<Problem>) {
        problems.push(Problem::error(self.at(key), format!("`{key}` should be {wanted}")));
    }

    /// A text; numbers are taken as they are written.
    pub(super) fn text(&self, key: &str, problems: &mut Vec<Problem>) -> Option<String> {
        match self.item(key)? {
            Item::Value(Value::String(text)) => Some(text.value().clone()),
            Item::Value(Value::Integer(number)) => Some(number.value().to_string()),
            _ => {
                self.wrong(key, "a text in quotes", problems);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required(&self, key: &str, problems: &mut Vec<Problem>) -> Option<String> {
        if self.item(key).is_none() {
            problems.push(Problem::error(
                Place::file(self.source.file).line(self.line),
                format!("`{key}` is missing"),
            ));
            return None;
        }
        self.text(key, problems)
    }

    /// A text as a key or another checked word.
    pub(super) fn parse<T>(&self, key: &str, problems: &mut Vec<Problem>) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let text = self.text(key, problems)?;
        self.parse_word(key, &text, problems)
    }

    /// `word`, found under `key`, as a checked word.
    pub(super) fn parse_word<T>(&self, key: &str, word: &str, problems: &mut Vec<Problem>) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        match word.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                problems.push(Problem::error(self.at(key), error.to_string()));
                None
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, key: &str, problems: &mut Vec<Problem>) -> Option<bool> {
        let found = self.item(key)?.as_bool();
        if found.is_none() {
            self.wrong(key, "`true` or `false`", problems);
        }
        found
    }

    /// A whole number from 0.
    pub(super) fn number(&self, key: &str, problems: &mut Vec<Problem>) -> Option<u32> {
        let found = self.item(key)?.as_integer().and_then(|n| u32::try_from(n).ok());
        if found.is_none() {
            self.wrong(key, "a whole number from 0", problems);
        }
        found
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn texts(&self, key: &str, problems: &mut Vec<Problem>) -> Vec<String> {
        match self.item(key) {
            None => Vec::new(),
            Some(Item::Value(Value::String(text))) => vec![text.value().clone()],
            Some(Item::Value(Value::Array(array))) => {
                let texts: Option<Vec<String>> =
                    array.iter().map(|v| v.as_str().map(str::to_string)).collect();
                texts.unwrap_or_else(|| {
                    self.wrong(key, "a list of texts", problems);
                    Vec::new()
                })
            }
            Some(_) => {
                self.wrong(key, "a list of texts", problems);
                Vec::new()
            }
        }
    }

    /// The tables of `[[key]]` (or an array of inline tables).
    pub(super) fn tables(&self, key: &str, problems: &mut Vec<Problem>) -> Vec<Entries<'a>> {
        match self.item(key) {
            None => Vec::new(),
            Some(Item::ArrayOfTables(array)) => {
                array.iter().map(|table| self.below(table, table.span())).collect()
            }
            Some(Item::Value(Value::Array(array))) if array.iter().all(Value::is_inline_table) => array
                .iter()
                .filter_map(|value| Some(self.below(value.as_inline_table()?, value.span())))
                .collect(),
            Some(_) => {
                self.wrong(key, &format!("a list of tables: `[[{key}]]`"), problems);
                Vec::new()
            }
        }
    }

    /// Whether `key` is a list of plain texts.
    pub(super) fn is_text_list(&self, key: &str) -> bool {
        let array = self.table.get(key).and_then(Item::as_array);
        array.is_some_and(|array| !array.is_empty() && array.iter().all(Value::is_str))
    }

    /// The table `[key]` (or an inline table).
    pub(super) fn table(&self, key: &str, problems: &mut Vec<Problem>) -> Option<Entries<'a>> {
        let item = self.item(key)?;
        match item.as_table_like() {
            Some(table) => Some(self.below(table, item.span())),
            None => {
                self.wrong(key, "a table", problems);
                None
            }
        }
    }

    fn below(&self, table: &'a dyn TableLike, span: Option<std::ops::Range<usize>>) -> Entries<'a> {
        let line = span.map_or(self.line, |span| line_of(self.source.text, span.start));
        Entries::new(self.source, table, line)
    }

    /// The keys of this table in their order.
    pub(super) fn keys(&self) -> Vec<String> {
        self.table.iter().map(|(key, _)| key.to_string()).collect()
    }

    /// All texts of this table that nobody asked for, as attributes, each with a warning; a name
    /// within two edits of a known one is an error.
    pub(super) fn finish(&self, problems: &mut Vec<Problem>) -> Attributes {
        let asked = self.asked.borrow();
        let mut rest = Attributes::new();
        for (key, item) in self.table.iter().filter(|(key, _)| !asked.contains(*key)) {
            let near = asked
                .iter()
                .find(|known| strsim::osa_distance(known, key) <= if key.len() < 5 { 1 } else { 2 });
            match (near, item.as_str()) {
                (Some(known), _) => {
                    problems.push(Problem::error(
                        self.at(key),
                        format!("no entry is called `{key}`; did you mean `{known}`?"),
                    ));
                }
                (None, Some(text)) => {
                    problems.push(Problem::warning(
                        self.at(key),
                        format!("the entry `{key}` is not known; it is kept as an attribute"),
                    ));
                    rest.insert(key.to_string(), text.to_string());
                }
                (None, None) => {
                    problems
                        .push(Problem::error(self.at(key), format!("the entry `{key}` is not known here")));
                }
            }
        }
        rest
    }
}

fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}
