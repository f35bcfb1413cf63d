//! Surveys: of a table with one row a respondent each row becomes a document of its own.

mod columns;
mod head;
mod markup;
mod number;
mod ods;
mod quotes;
mod sheets;
mod table;
mod xlsx;

use std::collections::HashSet;

use themata_model::{Place, Problem, counted_as};

use super::writer::Writer;
use super::{speech, turn_table};
use crate::{IngestError, Ingested, language, segment};
pub(super) use table::{Table, csv_rows, delimiter};

/// Most rows of a survey.
const ROWS: usize = 250_000;

/// Most remarks on single rows.
const ROWS_NAMED: usize = 5;

/// How the columns of a survey are read; they are named as in the head, in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyOptions {
    /// Columns whose answers are the text; their heads are the questions.
    pub text_columns: Vec<String>,
    /// Column that names the respondent; without one the rows are counted.
    pub key_column: Option<String>,
    /// Name of the encoding of a CSV file; `None` to find out.
    pub encoding: Option<String>,
}

/// One respondent of a survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respondent {
    /// What the key column says, else `row-2` as the table counts its rows.
    pub key: String,
    /// The answers, each under its question.
    pub ingested: Ingested,
    /// The other columns by their heads, without those that are empty.
    pub attributes: Vec<(String, String)>,
    /// The row as it stands, with the head above it, as CSV.
    pub row: String,
}

/// What stands in a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Those who answered at least one of the questions, in the order of the table.
    pub respondents: Vec<Respondent>,
    /// What was left out or guessed.
    pub problems: Vec<Problem>,
}

/// Whether a document is a table (CSV, Excel, OpenDocument), by its name and first bytes, and none of recognised speech or of turns.
pub fn is_survey(name: &str, bytes: &[u8]) -> bool {
    Table::is_one(name, bytes) && !speech::is_table(name, bytes) && !turn_table::is_one(name, bytes)
}

/// A table that a person wrote beside the documents: of speakers, of what is known of each document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The heads of the columns, each on one line and each once.
    pub head: Vec<String>,
    /// The rows with words, each with the line that it begins in (in a spreadsheet the number of the row).
    pub rows: Vec<(usize, Vec<String>)>,
    /// What was guessed or left out.
    pub problems: Vec<Problem>,
}

/// Reads a table as it stands: CSV with `,`, `;` or tabs, Excel, OpenDocument.
///
/// # Errors
/// When the table cannot be read or holds no words.
pub fn read_sheet(name: &str, bytes: &[u8]) -> Result<Sheet, IngestError> {
    let table = Table::read(name, bytes, None)?;
    let rows = table.rows.into_iter().zip(table.lines).map(|((_, row), line)| (line, row)).collect();
    Ok(Sheet { head: table.head, rows, problems: table.problems })
}

/// Reads a survey: each row is a respondent, each chosen column a question with its answer.
///
/// # Errors
/// When the table cannot be read, no column of answers is named, a column is not there, or two rows have one key.
pub fn read_survey(name: &str, bytes: &[u8], options: &SurveyOptions) -> Result<Survey, IngestError> {
    let wanted: Vec<String> = options.text_columns.iter().chain(&options.key_column).cloned().collect();
    let table = Table::read_with(name, bytes, options.encoding.as_deref(), &wanted)?;
    let refuse = |why: String| IngestError::Survey { name: name.to_string(), why };
    if options.text_columns.is_empty() {
        return Err(refuse(columns::in_words(&table)));
    }
    if table.rows.len() > ROWS {
        let rows = table.rows.len();
        return Err(refuse(format!("it has {rows} rows; split it into tables of at most {ROWS}")));
    }
    let texts = options.text_columns.iter().map(|wanted| table.column(wanted)).collect::<Result<Vec<_>, _>>();
    let texts = texts.map_err(refuse)?;
    let key = options.key_column.as_ref().map(|wanted| table.column(wanted)).transpose().map_err(refuse)?;
    let mut survey = Survey { problems: table.problems.clone(), ..Survey::default() };
    let mut remarks = Vec::new();
    let (mut silent, mut marked) = (0, 0);
    let mut keys = HashSet::new();
    for (number, row) in &table.rows {
        let cell = |n: usize| row.get(n).map_or("", |cell| cell.trim());
        let unmarked: Vec<Option<String>> = texts.iter().map(|&n| markup::words(cell(n))).collect();
        marked += usize::from(unmarked.iter().any(Option::is_some));
        let said = texts.iter().zip(&unmarked).map(|(&n, words)| words.as_deref().unwrap_or_else(|| cell(n)));
        let answers: Vec<(&str, &str)> = texts.iter().map(|&n| table.asked[n].as_str()).zip(said).collect();
        if answers.iter().all(|(_, words)| words.is_empty()) {
            silent += 1;
            continue;
        }
        let named = key.map(cell).filter(|words| !words.is_empty());
        let own = named.map_or_else(|| format!("row-{number}"), str::to_string);
        if !keys.insert(own.clone()) {
            return Err(refuse(format!(
                "two of its rows are called `{own}`; name a column that tells them apart"
            )));
        }
        let others = (0..table.head.len()).filter(|n| !texts.contains(n) && Some(*n) != key);
        let attributes = others
            .filter(|&n| !cell(n).is_empty() && !table.head[n].is_empty())
            .map(|n| (table.head[n].clone(), cell(n).to_string()))
            .collect();
        let (ingested, odd) = answered(name, table.format, &answers);
        remarks.extend(odd.into_iter().map(|problem| format!("row {number}: {}", problem.message)));
        survey.respondents.push(Respondent { key: own, ingested, attributes, row: table.alone(row) });
    }
    let warning = |message: String| Problem::warning(Place::file(name), message);
    survey.problems.extend(unsaid(&table, &texts, key).into_iter().map(warning));
    if survey.respondents.is_empty() {
        return Err(refuse("no row has words in the chosen columns".to_string()));
    }
    if silent > 0 {
        let rows = counted_as(silent, "row", "rows");
        let message = format!("left out: {rows} without an answer in the chosen columns");
        survey.problems.push(warning(message));
    }
    if marked > 0 {
        let what = counted_as(marked, "row has", "rows have");
        let message = format!("{what} answers with markup of web pages, of which the words are taken");
        survey.problems.push(warning(message));
    }
    let more = remarks.len().saturating_sub(ROWS_NAMED);
    survey.problems.extend(remarks.into_iter().take(ROWS_NAMED).map(warning));
    if more > 0 {
        let what = counted_as(more, "more remark like it", "more remarks like these");
        survey.problems.push(warning(what));
    }
    Ok(survey)
}

/// What is not taken, or not as it may have been meant: cells without a head, cells that are missing, further columns of the
/// same head.
fn unsaid(table: &Table, texts: &[usize], key: Option<usize>) -> Vec<String> {
    let mut said = Vec::new();
    let nameless = |n: usize| table.head.get(n).is_none_or(String::is_empty);
    let taken = |n: usize| texts.contains(&n) || key == Some(n);
    let is_left_out = |(n, cell): &(usize, &String)| !cell.trim().is_empty() && nameless(*n) && !taken(*n);
    let left_out = table.rows.iter().flat_map(|(_, row)| row.iter().enumerate()).filter(is_left_out).count();
    if left_out > 0 {
        let cells = counted_as(left_out, "cell", "cells");
        said.push(format!("left out: {cells} in columns without a head; write heads above them"));
    }
    let heads = table.head.len();
    let mut short = table.rows.iter().zip(&table.lines).filter(|((_, row), _)| row.len() < heads);
    if table.format == "csv"
        && let Some(((_, row), line)) = short.next()
    {
        let cells = counted_as(row.len(), "cell", "cells");
        let more = match short.count() {
            0 => String::new(),
            more => format!(", and {} fewer, too", counted_as(more, "further row has", "further rows have")),
        };
        said.push(format!(
            "the row in line {line} has {cells} only, and the head has {heads}{more}; what is missing is taken as empty"
        ));
    }
    for &n in texts {
        let head = &table.head[n];
        let is_unread = |own: &&String| !texts.iter().any(|&n| table.head[n] == **own);
        let like = table.doubled.iter().filter(|(first, _)| first == head).map(|(_, own)| own);
        let like: Vec<&String> = like.filter(is_unread).collect();
        let Some(own) = like.first() else { continue };
        let columns = counted_as(like.len(), "further column is", "further columns are");
        said.push(format!(
            "{columns} called `{head}`, an attribute here; for answers that stand there name each, `--text-column \"{own}\"`"
        ));
    }
    said
}

/// The answers of one respondent: the head of the column is what is asked, the cell what is said.
fn answered(name: &str, format: &str, answers: &[(&str, &str)]) -> (Ingested, Vec<Problem>) {
    let mut writer = Writer::default();
    for (question, answer) in answers.iter().filter(|(_, answer)| !answer.is_empty()) {
        for (label, words) in [("Question", question), ("Answer", answer)] {
            writer.part(2);
            writer.label(label, None);
            writer.push(" ");
            writer.push(words);
        }
    }
    let extract = writer.finish(name, format, true);
    let (turns, speakers, style) = segment::segment_with(&extract.text, &[], &extract.marked);
    let language = language::language(&extract.text, &turns);
    let (text, extraction) = (extract.text, extract.extraction);
    let ingested = Ingested { text, extraction, turns, speakers, style, language, ..Ingested::default() };
    (ingested, extract.problems)
}

#[cfg(test)]
mod tests;
