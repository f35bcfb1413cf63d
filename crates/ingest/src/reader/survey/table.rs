//! A table in memory: its head and its rows, from whatever container.

use std::collections::{HashMap, HashSet};

use themata_model::{Place, Problem, counted_as};

use super::sheets::{Fits, Sheet};
use super::{head, ods, quotes, xlsx};
use crate::IngestError;
use crate::decode::decode;
use crate::reader::container::Container;
use crate::reader::writer::one_line;

/// Most cells of a table.
pub(super) const CELLS: usize = 4_000_000;

/// Most columns of a table.
pub(super) const COLUMNS: usize = 4_096;

/// How many rows are looked at to see whether a sheet has the columns that are asked for.
const TOP: usize = 200;

/// How many cells of the usual length a cell with these words counts for.
pub(super) fn weight(words: &str) -> usize {
    1 + words.len() / 100
}

/// Reads the sheet of a spreadsheet that fits.
type Rows = fn(&mut Container<'_>, &Fits<'_>) -> Result<Sheet, String>;

/// What is read of a container or a file: its rows, and what there is to say of it.
struct Cells {
    format: &'static str,
    rows: Vec<Vec<String>>,
    /// The line that each row begins in, where that is not its number.
    lines: Option<Vec<usize>>,
    /// Sheets that are left out.
    further: Vec<String>,
    problems: Vec<Problem>,
}

/// The rows of the sheet of a spreadsheet that has the columns `wanted`, else of the first that is a table.
fn packed(
    name: &str,
    bytes: &[u8],
    format: &'static str,
    rows: Rows,
    wanted: &[String],
) -> Result<Cells, String> {
    let has_columns = |rows: &[Vec<String>]| {
        let cells = Cells {
            format,
            rows: rows.iter().take(TOP).cloned().collect(),
            lines: None,
            further: Vec::new(),
            problems: Vec::new(),
        };
        Table::of(name, cells).is_some_and(|table| wanted.iter().all(|wanted| table.column(wanted).is_ok()))
    };
    let fits = Fits { has_columns: if wanted.is_empty() { None } else { Some(&has_columns) } };
    let mut container = Container::open(name, bytes)?;
    let sheet = rows(&mut container, &fits)?;
    let mut problems = container.problems();
    problems.extend(sheet.in_words().into_iter().map(|said| Problem::warning(Place::file(name), said)));
    Ok(Cells { format, rows: sheet.rows, lines: None, further: sheet.further, problems })
}

/// A table with a head.
#[derive(Default)]
pub(in crate::reader) struct Table {
    /// Format and encoding, for example `csv, UTF-8`.
    pub(in crate::reader) format: &'static str,
    /// The heads of the columns, each on one line and each once.
    pub(in crate::reader) head: Vec<String>,
    /// Heads that another column has before, each with what it is called instead.
    pub(super) doubled: Vec<(String, String)>,
    /// What was asked in each column: its head, unless the row below tells more.
    pub(super) asked: Vec<String>,
    /// The rows below the head that belong to it.
    below: Vec<Vec<String>>,
    /// The rows with words, with their numbers as the table counts them (the head is row 1).
    pub(in crate::reader) rows: Vec<(usize, Vec<String>)>,
    /// The line that each row begins in; in a spreadsheet the number of the row.
    pub(in crate::reader) lines: Vec<usize>,
    /// Sheets that are left out.
    further: Vec<String>,
    pub(in crate::reader) problems: Vec<Problem>,
}

impl Table {
    /// Whether a document is a table.
    pub(in crate::reader) fn is_one(name: &str, bytes: &[u8]) -> bool {
        let lower = name.to_lowercase();
        let named = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
        let packed = bytes.starts_with(b"PK");
        named(&[".csv", ".tsv"]) && !packed || packed && named(&[".xlsx", ".xlsm", ".ods"])
    }

    /// Reads a table; the first row with words that is no title is the head.
    pub(in crate::reader) fn read(
        name: &str,
        bytes: &[u8],
        encoding: Option<&str>,
    ) -> Result<Self, IngestError> {
        Self::read_with(name, bytes, encoding, &[])
    }

    /// Reads a table; of several sheets the one that has the columns `wanted`.
    pub(super) fn read_with(
        name: &str,
        bytes: &[u8],
        encoding: Option<&str>,
        wanted: &[String],
    ) -> Result<Self, IngestError> {
        let unreadable = |looks_like: &'static str| {
            move |why: String| IngestError::Unreadable {
                name: name.to_string(),
                looks_like,
                why,
                remedy: "open it in a spreadsheet program and save it as .csv in UTF-8",
            }
        };
        let cells = if bytes.starts_with(b"PK") {
            if name.to_lowercase().ends_with(".ods") {
                let what = unreadable("an OpenDocument spreadsheet");
                packed(name, bytes, "ods", ods::rows, wanted).map_err(what)?
            } else {
                packed(name, bytes, "xlsx", xlsx::rows, wanted).map_err(unreadable("an Excel workbook"))?
            }
        } else {
            let decoded = decode(name, bytes, encoding)?;
            let mark = delimiter(&decoded.text);
            quotes::check(&decoded.text, mark).map_err(|why| misread(name, why))?;
            let (rows, lines) = csv_rows(&decoded.text).map_err(unreadable("a CSV table"))?;
            let mut problems = decoded.problems;
            let odd = ragged(&rows, &lines);
            problems
                .extend(odd.map(|(line, message)| Problem::warning(Place::file(name).line(line), message)));
            let (rows, lines) = (whole(rows, mark), Some(lines));
            Cells { format: "csv", rows, lines, further: Vec::new(), problems }
        };
        Self::of(name, cells).ok_or_else(|| unreadable("a table")("it holds no words".to_string()))
    }

    /// The table that cells are; `None` where they have no words.
    fn of(name: &str, cells: Cells) -> Option<Self> {
        let Cells { format, rows, lines, further, mut problems } = cells;
        let has_words = |row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let mut rows: Vec<(usize, Vec<String>)> = rows
            .into_iter()
            .enumerate()
            .map(|(n, row)| (n + 1, row))
            .filter(|(_, row)| has_words(row))
            .collect();
        let found = head::find(&rows);
        let mut top = rows.drain(..found.rows).map(|(_, row)| row).skip(found.titles);
        let head = top.next()?;
        let mut below: Vec<Vec<String>> = top.collect();
        let first = match below.first().filter(|_| found.completes) {
            Some(row) => head::completed(&head, row),
            None => head,
        };
        if found.completes {
            below.clear();
        }
        let head = heads(&first);
        let doubled = first
            .iter()
            .map(|cell| one_line(cell))
            .zip(&head)
            .filter(|(first, own)| first != *own)
            .map(|(first, own)| (first, own.clone()))
            .collect();
        let asked = match below.first().filter(|_| found.asks) {
            Some(asked) => (0..head.len()).map(|n| words_or(asked.get(n), &head[n])).collect(),
            None => head.clone(),
        };
        problems.extend(found.in_words().map(|message| Problem::warning(Place::file(name), message)));
        let line = |(number, _): &(usize, Vec<String>)| {
            lines.as_ref().and_then(|lines| lines.get(number - 1)).copied().unwrap_or(*number)
        };
        let lines: Vec<usize> = rows.iter().map(line).collect();
        Some(Table { format, head, doubled, asked, below, rows, lines, further, problems })
    }

    /// The column with this head, whatever the case.
    pub(super) fn column(&self, wanted: &str) -> Result<usize, String> {
        let wanted = one_line(wanted);
        let exact = self.head.iter().position(|head| *head == wanted);
        let like = || self.head.iter().position(|head| head.to_lowercase() == wanted.to_lowercase());
        exact.or_else(like).or_else(|| self.in_group(&wanted)).ok_or_else(|| {
            let known: Vec<String> = self.head.iter().map(|head| format!("`{head}`")).collect();
            format!(
                "it has no column `{wanted}`; its columns are {}{}",
                known.join(", "),
                self.other_sheets()
            )
        })
    }

    /// What is said of the sheets that are left out, where a column is looked for.
    pub(super) fn other_sheets(&self) -> String {
        let names: Vec<String> = self.further.iter().map(|name| format!("`{name}`")).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!(
                "; another sheet ({}) is read where all columns that are named are its",
                names.join(", ")
            ),
        }
    }

    /// The only column of a group, `Background: Age`, whose own head it is.
    fn in_group(&self, wanted: &str) -> Option<usize> {
        let end = format!(": {}", wanted.to_lowercase());
        let mut columns = (0..self.head.len()).filter(|n| self.head[*n].to_lowercase().ends_with(&end));
        columns.next().filter(|_| columns.next().is_none())
    }

    /// A row by itself under the head, as CSV; in quotation marks no cell can be taken for two.
    pub(super) fn alone(&self, row: &[String]) -> String {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        // Beyond the heads a spreadsheet may have notes.
        let mut head = self.head.clone();
        head.resize(head.len().max(row.len()), String::new());
        let mut rows = self.below.iter().map(Vec::as_slice).chain([row]);
        let written =
            writer.write_record(&head).and_then(|()| rows.try_for_each(|row| writer.write_record(row)));
        let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The error of a CSV table in which the cells cannot be told apart.
fn misread(name: &str, why: String) -> IngestError {
    IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "a CSV table",
        why,
        remedy: "write them so, or export the table as .xlsx",
    }
}

/// The words of a cell on one line, or others where it has none.
fn words_or(cell: Option<&String>, others: &str) -> String {
    cell.map(|cell| one_line(cell)).filter(|words| !words.is_empty()).unwrap_or_else(|| others.to_string())
}

/// The heads, numbered where two are the same.
fn heads(row: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    // The number that the next of the same head would have.
    let mut next: HashMap<String, usize> = HashMap::new();
    let own = |cell: &String| {
        let head = one_line(cell);
        if head.is_empty() || taken.insert(head.clone()) {
            return head;
        }
        let n = next.entry(head.clone()).or_insert(2);
        loop {
            let own = format!("{head} ({n})");
            *n += 1;
            if taken.insert(own.clone()) {
                return own;
            }
        }
    };
    row.iter().map(own).collect()
}

/// Rows, and the lines that they begin in.
pub(in crate::reader) type RowsWithLines = (Vec<Vec<String>>, Vec<usize>);

/// The rows of a CSV table with their lines; what parts the cells is what parts most of them in the first line. Quotation marks
/// that can be read in two ways are signs as any others.
pub(in crate::reader) fn csv_rows(text: &str) -> Result<RowsWithLines, String> {
    let mark = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .quoting(quotes::check(text, mark).is_ok())
        .from_reader(text.as_bytes());
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|error| format!("it is damaged ({error})"))?;
        cells += record.len();
        if cells > CELLS || record.len() > COLUMNS {
            return Err(format!("it has more than {CELLS} cells or {COLUMNS} columns"));
        }
        lines.push(record.position().map_or(rows.len() + 1, |position| line_of(text, position)));
        rows.push(record.iter().map(str::to_string).collect());
    }
    Ok((rows, lines))
}

/// What there is to say of the first row with more cells than the first row of all with as many as most, and of the others.
fn ragged(rows: &[Vec<String>], lines: &[usize]) -> Option<(usize, String)> {
    let width = width(rows);
    let mut longer = rows.iter().zip(lines).filter(|(row, _)| filled(row) > width);
    let (row, line) = longer.next()?;
    let (cells, more) = (filled(row), longer.count());
    let others = if more > 0 {
        format!(", and so {}", counted_as(more, "more row", "more rows"))
    } else {
        String::new()
    };
    let most = if is_by_head(rows) { "the head has" } else { "most have" };
    Some((
        *line,
        format!(
            "a row has {cells} cells where {most} {width}{others}; those behind are joined to the last, since its words may hold the mark between cells without quotation marks"
        ),
    ))
}

/// Whether only the head tells how many cells a row has: most have more, now so many, now so many, which begin with a blank as
/// words behind a comma do.
fn is_by_head(rows: &[Vec<String>]) -> bool {
    let Some((head, rows)) = rows.split_first() else { return false };
    let longer: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() > head.len()).collect();
    let lengths: HashSet<usize> = longer.iter().map(|row| row.len()).collect();
    let beyond = || longer.iter().flat_map(|row| &row[head.len()..]);
    let behind_blank = beyond().filter(|cell| cell.starts_with(' ')).count();
    head.len() > 1
        && head.iter().all(|cell| !cell.trim().is_empty())
        && longer.len() * 2 > rows.len()
        && lengths.len() > 1
        && behind_blank * 10 >= beyond().count() * 9
}

/// How many cells most rows have.
fn width(rows: &[Vec<String>]) -> usize {
    if is_by_head(rows) {
        return rows.first().map_or(0, Vec::len);
    }
    let mut counts: HashMap<usize, usize> = HashMap::new();
    rows.iter().for_each(|row| *counts.entry(row.len()).or_default() += 1);
    let first = rows.first().map_or(0, Vec::len);
    let most = counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width);
    most.max(first)
}

/// How many cells a row has up to the last with words.
fn filled(row: &[String]) -> usize {
    row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// The rows, with cells that are too many joined to the last.
fn whole(mut rows: Vec<Vec<String>>, mark: u8) -> Vec<Vec<String>> {
    let width = width(&rows);
    for row in rows.iter_mut().filter(|row| filled(row) > width && width > 0) {
        let end = filled(row);
        let last = row[width - 1..end].join(char::from(mark).encode_utf8(&mut [0; 4]) as &str);
        row.truncate(width - 1);
        row.push(last);
    }
    rows
}

/// The line in which a record begins that is found from `position` on, behind empty lines.
fn line_of(text: &str, position: &csv::Position) -> usize {
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let behind = text.as_bytes().get(at..).unwrap_or_default();
    let empty = behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    usize::try_from(position.line()).unwrap_or(usize::MAX).saturating_add(empty.count())
}

/// What parts most cells in the first line.
pub(in crate::reader) fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |mark: &u8| unquoted(first).filter(|byte| byte == mark).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// The bytes of a line outside of quotation marks.
fn unquoted(line: &str) -> impl Iterator<Item = u8> + '_ {
    let mut inside = false;
    line.bytes().filter(move |byte| {
        inside ^= *byte == b'"';
        !inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_are_the_same_are_numbered_past_those_that_have_the_number_already() {
        let row = ["Q", "Q (2)", "", "Q", " Q ", "", "q"].map(String::from);
        assert_eq!(heads(&row), ["Q", "Q (2)", "", "Q (3)", "Q (4)", "", "q"]);
    }
}
