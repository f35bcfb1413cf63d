//! CSV files: header checked, rows with their lines, unknown columns kept or refused.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Attributes, Place, Problem, RowId};

use super::Files;

/// A CSV file with a header.
pub(super) struct Sheet {
    pub(super) file: String,
    header: Vec<String>,
    /// Columns that become attributes.
    extra: Vec<usize>,
    pub(super) rows: Vec<SheetRow>,
}

/// One row with the line it begins on.
pub(super) struct SheetRow {
    pub(super) line: usize,
    fields: Vec<String>,
}

/// A row together with its sheet: access by column, problems with their place.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet,
    row: &'a SheetRow,
}

/// Which columns a file may have.
pub(super) struct Columns<'a> {
    /// Columns with a meaning.
    pub(super) known: &'a [&'a str],
    /// Columns without which a row says nothing.
    pub(super) required: &'a [&'a str],
    /// Facet keys, where the rows carry facet values.
    pub(super) facets: Vec<String>,
    /// Declared attributes.
    pub(super) declared: Option<&'a BTreeSet<String>>,
}

impl Sheet {
    /// Reads `file` if it is there.
    pub(super) fn read(
        files: &Files,
        file: &str,
        columns: &Columns<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<Sheet> {
        let bytes = files.get(file)?;
        let text = utf8(file, bytes, problems)?;
        if let Some(at) = text.find('\0') {
            let line = text[..at].matches('\n').count() + 1;
            let problem = Problem::error(Place::file(file).line(line), "the file holds a NUL character");
            problems.push(problem.hint("remove it; it is no part of any text"));
            return None;
        }
        let mut lines = LineCounter::new(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_string()).collect(),
            Err(error) => {
                problems.push(Problem::error(
                    Place::file(file).line(1),
                    format!("the header row cannot be read: {error}"),
                ));
                return None;
            }
        };
        if header.iter().all(String::is_empty) {
            if text.trim().is_empty() {
                return None;
            }
            problems.push(Problem::error(Place::file(file).line(1), "the header row is empty"));
            return None;
        }
        let mut sheet = Sheet { file: file.to_string(), extra: Vec::new(), rows: Vec::new(), header };
        let usable = sheet.check_header(columns, problems);
        for record in reader.into_records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |position| lines.line_of_row(position.byte()));
                    sheet.push(&record, line, problems);
                }
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    let place = Place::file(file).line(usize::try_from(line).unwrap_or(usize::MAX));
                    problems.push(Problem::error(place, format!("the row cannot be read: {error}")));
                }
            }
        }
        usable.then_some(sheet)
    }

    /// The rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|row| Row { sheet: self, row })
    }

    /// Whether the header has `column`.
    pub(super) fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    fn push(&mut self, record: &csv::StringRecord, line: usize, problems: &mut Vec<Problem>) {
        if record.iter().all(|field| field.trim().is_empty()) {
            return;
        }
        if record.len() > self.header.len() {
            let message = format!("the row has {} fields, the header {}", record.len(), self.header.len());
            let problem = Problem::error(Place::file(&self.file).line(line), message);
            problems.push(problem.hint("put a field that holds a comma in double quotes"));
            return;
        }
        let mut fields: Vec<String> = record.iter().map(str::to_string).collect();
        fields.resize(self.header.len(), String::new());
        self.rows.push(SheetRow { line, fields });
    }

    /// Whether the rows can be read. A misspelt column is an error, but is read as the one that is
    /// meant, so that the rows are checked too and tell nothing that follows from the misspelling.
    fn check_header(&mut self, columns: &Columns<'_>, problems: &mut Vec<Problem>) -> bool {
        if let Some(separator) = self.other_separator() {
            let message = format!("the columns are separated by {separator}, not by commas");
            let problem = Problem::error(Place::file(&self.file).line(1), message);
            problems.push(
                problem.hint("save the file with commas (in Excel: “CSV UTF-8”, or replace the separator)"),
            );
            return false;
        }
        let mut seen = BTreeSet::new();
        let facets = columns.facets.iter().map(String::as_str);
        let known: Vec<&str> =
            ["id"].into_iter().chain(columns.known.iter().copied()).chain(facets).collect();
        let declared = |name: &String| columns.declared.is_some_and(|declared| declared.contains(name));
        for i in 0..self.header.len() {
            let name = self.header[i].clone();
            let place = Place::file(&self.file).line(1).column(name.clone());
            if name.is_empty() {
                problems.push(Problem::error(place, format!("column {} has no name", i + 1)));
            } else if !seen.insert(name.clone()) {
                problems.push(Problem::error(place, format!("two columns are called `{name}`")));
            } else if declared(&name) {
                self.extra.push(i);
            } else if known.contains(&name.as_str()) {
                continue;
            } else if let Some(meant) = nearest_column(&name, &known) {
                let message = format!("no column is called `{name}`; did you mean `{meant}`?");
                let hint = "declare it under [attributes] in study.toml if it is an attribute of your own";
                problems.push(Problem::error(place, message).hint(hint));
                if !self.header.iter().any(|other| other == meant) {
                    self.header[i] = meant.to_string();
                }
            } else {
                let message = format!("the column `{name}` is not known; it is kept as an attribute");
                let hint = "declare it under [attributes] in study.toml to be rid of this warning";
                problems.push(Problem::warning(place, message).hint(hint));
                self.extra.push(i);
            }
        }
        let mut usable = true;
        for required in columns.required {
            if !self.header.iter().any(|name| name == required) {
                let message = format!("the column `{required}` is missing");
                problems.push(Problem::error(Place::file(&self.file).line(1).column(*required), message));
                usable = false;
            }
        }
        usable
    }
}

impl Sheet {
    /// The separator that a header of one column seems to use instead of commas.
    fn other_separator(&self) -> Option<&'static str> {
        let [only] = self.header.as_slice() else { return None };
        [(';', "semicolons"), ('\t', "tabs")]
            .into_iter()
            .find(|(c, _)| only.contains(*c))
            .map(|(_, word)| word)
    }
}

/// Lines of rows: the reader tells where a row's bytes begin, blank lines before it included.
struct LineCounter<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
}

impl<'t> LineCounter<'t> {
    fn new(text: &'t str) -> Self {
        LineCounter { text, byte: 0, line: 1 }
    }

    /// The line of the first character of the row whose bytes begin at `byte`. Rows come in order.
    fn line_of_row(&mut self, byte: u64) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = usize::try_from(byte).unwrap_or(usize::MAX).min(bytes.len());
        while bytes.get(at).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            at += 1;
        }
        if at > self.byte {
            self.line += bytes[self.byte..at].iter().filter(|b| **b == b'\n').count();
            self.byte = at;
        }
        self.line
    }
}

impl<'a> Row<'a> {
    /// The trimmed field of `column`; empty when there is none.
    pub(super) fn get(&self, column: &str) -> &'a str {
        self.raw(column).trim()
    }

    /// The field of `column` as it stands.
    pub(super) fn raw(&self, column: &str) -> &'a str {
        let position = self.sheet.header.iter().position(|name| name == column);
        position.map_or("", |i| self.row.fields[i].as_str())
    }

    /// The field of `column`, unless empty.
    pub(super) fn some(&self, column: &str) -> Option<String> {
        let field = self.get(column);
        (!field.is_empty()).then(|| field.to_string())
    }

    /// The `;`-list in `column`, blanks around the items dropped.
    pub(super) fn list(&self, column: &str) -> Vec<&'a str> {
        self.get(column).split(';').map(str::trim).filter(|item| !item.is_empty()).collect()
    }

    /// The `;`-list in `column`; an item given twice is an error.
    pub(super) fn unique_list(&self, column: &str, problems: &mut Vec<Problem>) -> Vec<&'a str> {
        let mut items: Vec<&str> = Vec::new();
        for item in self.list(column) {
            if items.contains(&item) {
                problems.push(Problem::error(self.at(column), format!("`{item}` is given twice")));
            } else {
                items.push(item);
            }
        }
        items
    }

    /// A whole number from 0 in `column`.
    pub(super) fn number(&self, column: &str, problems: &mut Vec<Problem>) -> Option<u64> {
        let field = self.get(column);
        if field.is_empty() {
            return None;
        }
        let number = field.parse().ok();
        if number.is_none() {
            let message = format!("`{field}` is not a whole number from 0");
            problems.push(Problem::error(self.at(column), message));
        }
        number
    }

    /// The place of `column` in this row.
    pub(super) fn at(&self, column: &str) -> Place {
        Place::file(&self.sheet.file).line(self.row.line).column(column)
    }

    /// The line the row begins on.
    pub(super) fn line(&self) -> usize {
        self.row.line
    }

    /// The fields that have no meaning of their own.
    pub(super) fn attributes(&self) -> Attributes {
        let with_name =
            self.sheet.extra.iter().map(|&i| (self.sheet.header[i].clone(), self.row.fields[i].clone()));
        with_name.filter(|(_, field)| !field.is_empty()).collect()
    }

    /// The field of `column` as a key, number, word … ; what is wrong goes to `problems`.
    pub(super) fn parse<T>(&self, column: &str, problems: &mut Vec<Problem>) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let field = self.get(column);
        if field.is_empty() {
            return None;
        }
        self.parse_word(column, field, problems)
    }

    /// `word`, found in `column`, as a key, number …
    pub(super) fn parse_word<T>(&self, column: &str, word: &str, problems: &mut Vec<Problem>) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        match word.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                problems.push(Problem::error(self.at(column), error.to_string()));
                None
            }
        }
    }

    /// Like [`Row::parse`], for a field that must not be empty.
    pub(super) fn required<T>(&self, column: &str, problems: &mut Vec<Problem>) -> Option<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        if self.get(column).is_empty() {
            problems.push(Problem::error(self.at(column), format!("`{column}` is empty")));
            return None;
        }
        self.parse(column, problems)
    }

    /// The id given in the row.
    pub(super) fn id(&self, problems: &mut Vec<Problem>) -> Option<RowId> {
        self.parse("id", problems)
    }

    /// `yes`, `no` or nothing.
    pub(super) fn yes_no(&self, column: &str, problems: &mut Vec<Problem>) -> Option<bool> {
        match self.get(column).to_lowercase().as_str() {
            "" => None,
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" => Some(false),
            other => {
                problems
                    .push(Problem::error(self.at(column), format!("`{other}` is neither `yes` nor `no`")));
                None
            }
        }
    }
}

/// Looks `word` up among `known`; a miss is an error at `place` that names the nearest.
pub(super) fn look_up<'k, K: Ord + std::fmt::Display>(
    what: &str,
    word: &str,
    known: &'k BTreeMap<String, K>,
    place: impl FnOnce() -> Place,
    problems: &mut Vec<Problem>,
) -> Option<&'k K> {
    if let Some(found) = known.get(word) {
        return Some(found);
    }
    problems.push(unknown(what, word, known.keys().map(String::as_str), place()));
    None
}

/// The error for a key that does not exist, with the nearest that does.
pub(super) fn unknown<'k>(
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'k str>,
    place: Place,
) -> Problem {
    let known: Vec<&str> = known.collect();
    let problem = Problem::error(place, format!("there is no {what} `{word}`"));
    let lower = word.to_lowercase();
    let distance = |key: &&&str| strsim::osa_distance(&key.to_lowercase(), &lower);
    match known.iter().min_by_key(distance) {
        Some(near) if is_near(distance(&near), word) => problem.hint(format!("did you mean `{near}`?")),
        _ if known.is_empty() => problem.hint(format!("the study has no {what} at all")),
        _ if known.len() <= 12 => problem.hint(format!(
            "known are {}",
            known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
        )),
        _ => problem,
    }
}

/// Whether a key so many edits away is probably meant: two edits, or a third of a long word; fewer
/// than the word has letters, since any letter is one edit from any other.
fn is_near(distance: usize, word: &str) -> bool {
    let letters = word.chars().count();
    distance <= 2.max(letters / 3) && 2 * distance <= letters
}

/// A known column that a name is probably meant for: within two edits, one for short names.
fn nearest_column<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let allowed = |other: &str| {
        if name.chars().count().min(other.chars().count()) < 5 { 1 } else { 2 }
    };
    let lower = name.to_lowercase();
    known.iter().copied().find(|other| strsim::osa_distance(&lower, other) <= allowed(other))
}

/// The first field of every row of a CSV file, its header left out.
pub(super) fn first_column(bytes: &[u8]) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    reader
        .records()
        .flatten()
        .filter_map(|record| record.get(0).map(|field| field.trim().to_string()))
        .collect()
}

/// The text of a file, BOM dropped.
pub(super) fn utf8<'b>(file: &str, bytes: &'b [u8], problems: &mut Vec<Problem>) -> Option<&'b str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            let problem = Problem::error(Place::file(file).line(line), "the file is not UTF-8");
            problems.push(problem.hint("save it as UTF-8 (in Excel: “CSV UTF-8”)"));
            None
        }
    }
}
