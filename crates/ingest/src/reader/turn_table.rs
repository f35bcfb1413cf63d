//! Tables of turns that are kept in a spreadsheet or as CSV: a row is what somebody says, and the heads of the columns tell who,
//! when and what.

mod heads;

use std::collections::HashSet;

use themata_model::{Problem, Timestamp, counted_as};

use super::survey::Table;
use super::table::label_and_time;
use super::utterance::{self, Utterance};
use super::writer::{Writer, one_line};
use super::{Extract, utterance::seconds};
use crate::Options;
use crate::segment::{clock, clock_alone};
use heads::Role;

/// Fewest rows to tell by.
const ROWS: usize = 3;

/// Longest name, in characters.
const NAME: usize = 60;

/// What is known of a table by its heads and its cells.
struct Plan {
    speaker: usize,
    words: usize,
    time: Option<usize>,
    end: Option<usize>,
    number: Option<usize>,
}

/// Whether a table is one of turns.
pub(super) fn is_one(name: &str, bytes: &[u8]) -> bool {
    Table::read(name, bytes, None).is_ok_and(|table| plan(&table).is_some())
}

/// Reads a table of turns; `None` where it is none.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Option<Extract> {
    if !Table::is_one(name, bytes) {
        return None;
    }
    let table = Table::read(name, bytes, options.encoding.as_deref()).ok()?;
    let plan = plan(&table)?;
    let mut writer = Writer::default();
    writer.remark(plan.in_words(&table));
    let mut utterances = plan.utterances(&table, &mut writer);
    utterance::without_names_again(&mut utterances, &mut writer);
    utterance::write(&mut writer, &utterances);
    let mut extract = writer.finish(name, &format!("{} (turns)", table.format), true);
    let problems: Vec<Problem> = table.problems;
    extract.problems.extend(problems);
    Some(extract)
}

/// What somebody is told whose table may be one of turns, but is not surely one.
pub(super) fn doubt(table: &Table) -> Option<String> {
    let roles = roles(table);
    let timed = || (0..table.head.len()).find(|n| are_times(table, *n) && is_recording(table, *n));
    let names = |n: &usize| names(table, *n).is_some_and(|names| names.take_turns);
    let headed = (0..table.head.len()).find(|n| matches!(roles[*n], Some(Role::Speaker | Role::Person)));
    let speaker = match timed() {
        Some(time) => headed.or_else(|| (0..table.head.len()).find(|n| *n != time && names(n)))?,
        None => headed.filter(names)?,
    };
    let head = &table.head[speaker];
    let who = if head.is_empty() { format!("column {}", speaker + 1) } else { format!("`{head}`") };
    Some(format!(
        "it may be a transcript with a turn in each row, where {who} says who speaks: call its columns `Speaker`, `Time` and `Text`, and it is read as one"
    ))
}

/// What the heads of a table say.
fn roles(table: &Table) -> Vec<Option<Role>> {
    table.head.iter().map(|head| heads::role(head)).collect()
}

/// Tells who speaks, when and what: by the heads, where the cells bear them out.
fn plan(table: &Table) -> Option<Plan> {
    if table.rows.len() < ROWS {
        return None;
    }
    let roles = roles(table);
    let of = |role: Role| roles.iter().position(|own| *own == Some(role));
    let time = of(Role::Start).filter(|n| are_times(table, *n));
    let end = of(Role::End).filter(|n| are_times(table, *n));
    let speaker = of(Role::Speaker).or_else(|| of(Role::Person))?;
    let names = names(table, speaker)?;
    let is_placed = |n: &usize| [Some(speaker), time, end].contains(&Some(*n));
    let words = of(Role::Words).or_else(|| {
        // Under whatever head, the words are what is longest where times stand beside them.
        let longest = (0..table.head.len()).filter(|n| !is_placed(n)).max_by_key(|n| letters(table, *n));
        longest.filter(|n| time.is_some() && letters(table, *n) >= LETTERS * table.rows.len())
    })?;
    let number = of(Role::Number).filter(|n| *n != words && *n != speaker);
    let is_sure = roles[speaker] == Some(Role::Speaker) || time.is_some_and(|n| is_recording(table, n));
    let others = (0..table.head.len())
        .filter(|n| !is_placed(n) && *n != words && Some(*n) != number && letters(table, *n) > 0);
    let is_bare = || others.count() == 0;
    let speaks = names.take_turns || (names.count == 1 && time.is_some());
    (speaks && (is_sure || is_bare()) && speaker != words).then_some(Plan {
        speaker,
        words,
        time,
        end,
        number,
    })
}

/// Fewest letters that words have in the mean.
const LETTERS: usize = 12;

/// The cells of a column.
fn column(table: &Table, n: usize) -> impl Iterator<Item = &str> {
    table.rows.iter().map(move |(_, row)| cell(row, n))
}

fn cell(row: &[String], n: usize) -> &str {
    row.get(n).map_or("", |cell| cell.trim())
}

fn letters(table: &Table, n: usize) -> usize {
    column(table, n).map(|cell| cell.chars().count()).sum()
}

/// What the names in a column are like.
struct Names {
    count: usize,
    /// Whether several come again, now this one, now that one.
    take_turns: bool,
}

/// The names in a column, where all are short; a row without one goes on with the one above.
fn names(table: &Table, n: usize) -> Option<Names> {
    let names: Vec<String> = column(table, n)
        .filter(|cell| !cell.is_empty())
        .map(|cell| label_and_time(cell).0.to_lowercase())
        .collect();
    let is_name = |name: &String| {
        name.chars().count() <= NAME
            && clock_alone(name).is_none()
            && name.parse::<f64>().is_err()
            && name.contains(char::is_alphabetic)
    };
    let is_filled = names.len() * 2 >= table.rows.len() && names.len() >= ROWS;
    if !is_filled || !names.iter().all(is_name) {
        return None;
    }
    let distinct: HashSet<&String> = names.iter().collect();
    let changes = names.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let count = distinct.len();
    let take_turns = count >= 2 && count * 2 <= names.len() + 1 && changes * 4 >= names.len() - 1;
    Some(Names { count, take_turns })
}

/// Whether nearly all cells of a column with words are times.
fn are_times(table: &Table, n: usize) -> bool {
    let times: Vec<bool> =
        column(table, n).filter(|cell| !cell.is_empty()).map(|cell| moment(cell).is_some()).collect();
    let others = times.iter().filter(|is_time| !**is_time).count();
    times.len() >= ROWS && others * 8 <= times.len()
}

/// Whether the times of a column grow.
fn is_recording(table: &Table, n: usize) -> bool {
    let times: Vec<Timestamp> = column(table, n).filter_map(moment).collect();
    let back = times.windows(2).filter(|pair| pair[1] < pair[0]).count();
    back * 10 <= times.len()
}

/// The time in a cell: of a clock, of whose span the beginning counts, or a number of seconds.
fn moment(cell: &str) -> Option<Timestamp> {
    if let Some((time, _)) = clock(cell) {
        return Some(time);
    }
    cell.trim_end_matches(['s', ' ']).replace(',', ".").parse().ok().and_then(seconds)
}

/// Whether a time says hours, minutes and seconds.
fn is_long(cell: &str) -> bool {
    cell.matches(':').count() == 2
}

impl Plan {
    /// How the table is read.
    fn in_words(&self, table: &Table) -> String {
        let head = |n: usize| match table.head[n].as_str() {
            "" => format!("column {}", n + 1),
            head => format!("`{head}`"),
        };
        let time = self.time.map(|n| format!(" and {} for the time", head(n))).unwrap_or_default();
        format!(
            "the table is read as turns, not as a survey: {} for the speaker and {} for the words{time} is taken",
            head(self.speaker),
            head(self.words)
        )
    }

    /// What the rows say; what has no place in a turn is left out and said.
    fn utterances(&self, table: &Table, writer: &mut Writer) -> Vec<Utterance> {
        // A spreadsheet shows a length of time without its seconds where these are zero.
        let in_hours = table.format == "xlsx" && self.time.is_some_and(|n| column(table, n).any(is_long));
        let time = |cell: &str| match moment(cell) {
            Some(time) if in_hours && cell.matches(':').count() == 1 => Some(Timestamp(time.0 * 60)),
            time => time,
        };
        let mut utterances: Vec<Utterance> = Vec::new();
        let (mut wordless, mut nameless, mut above) = (Vec::new(), 0, None);
        for ((_, row), line) in table.rows.iter().zip(&table.lines) {
            let (named, own) = label_and_time(cell(row, self.speaker));
            let words = cell(row, self.words);
            if words.is_empty() {
                wordless.push(*line);
                continue;
            }
            let has_name = !named.is_empty();
            nameless += usize::from(!has_name);
            if has_name {
                above = Some(named);
            }
            let start = self.time.and_then(|n| time(cell(row, n))).or(own.map(|(_, time)| time));
            let end = self.end.and_then(|n| time(cell(row, n)));
            let words = words.split('\n').map(one_line).collect::<Vec<_>>().join("\n");
            utterances.push(Utterance { speaker: above.clone(), start, end, words, opens: false });
        }
        if let Some(line) = wordless.first() {
            let rows = counted_as(wordless.len(), "row", "rows");
            writer.remark(format!("left out: {rows} without words, here first: row {line}"));
        }
        if nameless > 0 {
            let rows = counted_as(nameless, "row names", "rows name");
            writer.remark(format!(
                "{rows} nobody, and {} on with the one above",
                if nameless == 1 { "goes" } else { "go" }
            ));
        }
        let placed = [Some(self.speaker), Some(self.words), self.time, self.end, self.number];
        let left_out: Vec<String> = (0..table.rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0))
            .filter(|n| !placed.contains(&Some(*n)) && letters(table, *n) > 0)
            .map(|n| match table.head.get(n).filter(|head| !head.is_empty()) {
                Some(head) => format!("`{head}`"),
                None => format!("number {}", n + 1),
            })
            .collect();
        if !left_out.is_empty() {
            let what = counted_as(left_out.len(), "column", "columns");
            writer.remark(format!("left out: {what} beside the words ({})", left_out.join(", ")));
        }
        utterances
    }
}

#[cfg(test)]
mod tests;
