//! Tables of recognised speech (.tsv and .csv of Whisper and its kin): a row is a stretch of speech with its times.

use serde_json::{Map, Value};

use themata_model::{Place, Problem, counted};

use super::super::utterance::Utterance;
use super::fields::{self, ENDS, SPEAKERS, STARTS, WORDS};
use crate::decode::decode;
use crate::reader::survey::{csv_rows, delimiter};

/// What a table says.
pub(super) struct Found {
    pub(super) utterances: Vec<Utterance>,
    /// Rows without words.
    pub(super) odd: usize,
    /// Which columns were taken.
    pub(super) remark: String,
    pub(super) encoding: &'static str,
    pub(super) problems: Vec<Problem>,
}

/// Fewest rows to tell by.
const ROWS: usize = 2;

/// Longest recording: later beginnings are dates.
const LONGEST: f64 = 200_000.0;

/// Reads a table whose columns are words and their times, by the names of the columns and what stands in them.
pub(super) fn read(name: &str, bytes: &[u8], encoding: Option<&str>) -> Option<Found> {
    let lower = name.to_lowercase();
    let is_named = lower.ends_with(".csv") || lower.ends_with(".tsv");
    if !is_named || bytes.starts_with(b"PK") || (encoding.is_none() && !may_be_one(bytes)) {
        return None;
    }
    let decoded = decode(name, bytes, encoding).ok()?;
    let (rows, lines) = csv_rows(&decoded.text).ok()?;
    let mut rows = rows.into_iter();
    let head: Vec<String> = rows.next()?.iter().map(|head| key(head)).collect();
    let mark = char::from(delimiter(&decoded.text)).to_string();
    let mut longer = Vec::new();
    let rows = rows.zip(lines.iter().skip(1)).map(|(row, line)| {
        longer.extend((row.len() > head.len()).then_some(*line));
        whole(row, head.len(), &mark)
    });
    let entries: Vec<Value> = rows.map(|row| entry(&head, row)).filter(|entry| !entry.is_null()).collect();
    let fields::Rows { utterances, odd, taken, are_told } = fields::rows(&entries)?;
    let starts: Vec<f64> =
        utterances.iter().filter_map(|one| one.start).map(|time| time.0 as f64 / 1000.0).collect();
    let back = starts.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let is_speech = are_told
        && utterances.len() >= ROWS
        && starts.len() == utterances.len()
        && back * 20 < starts.len()
        && starts.first().is_some_and(|first| *first < LONGEST);
    let remark = format!("the table is read as recognised speech, not as a survey: {taken} is taken");
    let mut problems = decoded.problems;
    problems.extend(longer.first().map(|line| {
        let rows = counted(longer.len(), "row");
        let message = format!(
            "cells beyond the {} of the head are joined to the last, in {rows}, here first",
            head.len()
        );
        Problem::warning(Place::file(name).line(*line), message)
    }));
    is_speech.then_some(Found { utterances, odd, remark, encoding: decoded.encoding, problems })
}

/// A row with cells that are too many joined to the last: words that hold the mark between cells.
fn whole(mut row: Vec<String>, width: usize, mark: &str) -> Vec<String> {
    if row.len() > width {
        let last = row.split_off(width - 1).join(mark);
        row.push(last);
    }
    row
}

/// Whether the first line names columns of words and of times.
fn may_be_one(bytes: &[u8]) -> bool {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(&first[..first.len().min(1_000)]).replace('\0', "");
    let heads: Vec<String> = line.split([',', ';', '\t', '|']).map(key).collect();
    let has = |names: &[&str]| heads.iter().any(|head| names.contains(&head.as_str()));
    has(WORDS) && has(STARTS) && (has(ENDS) || has(SPEAKERS))
}

/// The head of a column as fields are named.
fn key(head: &str) -> String {
    let head = head.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{feff}'));
    head.to_lowercase().replace([' ', '-'], "_")
}

/// A row as an entry of a list; nothing where all its cells are empty.
fn entry(head: &[String], row: Vec<String>) -> Value {
    if row.iter().all(|cell| cell.trim().is_empty()) {
        return Value::Null;
    }
    let is_time = |head: &String| STARTS.contains(&head.as_str()) || ENDS.contains(&head.as_str());
    let fields: Map<String, Value> = head
        .iter()
        .zip(row)
        .map(|(head, cell)| {
            let number = cell.trim().replace(',', ".").parse::<f64>().ok().filter(|_| is_time(head));
            (head.clone(), number.map_or(Value::String(cell), Value::from))
        })
        .collect();
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use crate::{Ingested, Options, is_survey, read};

    fn check(name: &str, table: &str, text: &str, remark: &str) -> Ingested {
        assert!(!is_survey(name, table.as_bytes()), "{table}");
        let (ingested, problems) = read(name, table.as_bytes(), &Options::default()).unwrap();
        assert_eq!(ingested.text, text);
        let said: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        assert_eq!(said, [format!("the table is read as recognised speech, not as a survey: {remark}")]);
        ingested
    }

    #[test]
    fn a_table_with_words_and_their_times_is_a_transcript() {
        let ingested = check(
            "x.tsv",
            "start\tend\ttext\n0\t2500\tWe began with\n2520\t4000\ta small order.\n9000\t11000\tIt grew.\n",
            "We began with a small order.\n\nIt grew.\n",
            "`text` for the words and `start` for the time in thousandths of a second is taken",
        );
        let times: Vec<u64> = ingested.locators.times().iter().map(|(_, time)| time.0).collect();
        assert_eq!(times, [0, 2520, 9000]);
        assert_eq!(ingested.extraction, "csv (speech), UTF-8");
    }

    #[test]
    fn words_with_single_quotation_marks_or_marks_between_cells_are_whole() {
        let table = "start,end,text\n0,2500,\"Yes\" she said\n2520,4000,a small, small order.\n9000,11000,\"It grew.\n";
        let (ingested, problems) = read("x.csv", table.as_bytes(), &Options::default()).unwrap();
        assert_eq!(ingested.text, "\"Yes\" she said a small, small order.\n\n\"It grew.\n");
        let said = problems.last().unwrap().to_string();
        assert_eq!(
            said,
            "x.csv:3: cells beyond the 3 of the head are joined to the last, in 1 row, here first"
        );
    }

    #[test]
    fn a_column_of_speakers_makes_turns() {
        let ingested = check(
            "x.csv",
            "Start,End,Speaker,Text\r\n0.00,2.50,SPEAKER_00,Why so?\r\n2.52,5.02,SPEAKER_01,\"It grew,\"\r\n5.10,6.00,SPEAKER_01,slowly.\r\n",
            "SPEAKER_00 [00:00:00]: Why so?\n\nSPEAKER_01 [00:00:02]: It grew, slowly.\n",
            "`speaker` for the speaker and `text` for the words and `start` for the time is taken",
        );
        assert_eq!(ingested.turns.len(), 2);
    }

    #[test]
    fn other_tables_stay_surveys() {
        for table in [
            "id,text\n1,We began\n2,It grew\n",
            "timestamp,user,text\n1700000000.5,Anna,Hi\n1700000009.5,Mikko,Hello\n",
            "start,end,text\n2024-01-02,2024-01-03,We began\n2024-01-02,2024-01-03,It grew\n",
            "start,end,text\n2024-01-02 10:00:03,2024-01-02 10:09:00,We began\n2024-01-02 11:00:00,2024-01-02 11:08:00,It grew\n",
            "time,name,text\n90,Anna,We began\n30,Mikko,It grew\n10,Lin,Yes\n",
        ] {
            assert!(is_survey("x.csv", table.as_bytes()), "{table}");
        }
    }
}
