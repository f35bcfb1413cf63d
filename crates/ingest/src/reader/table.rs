//! Tables as text: a row is a line, its cells parted by tabs; where one column names the speakers, a row is
//! a turn.

mod pair;
mod plan;

use themata_model::Timestamp;

use super::document::{Pages, Paragraph};
use super::writer::{Writer, one_line};
use crate::segment::{clock, clock_alone, label_with_colon};
use pair::{Pair, pair};
pub(super) use plan::SPEAKER_HEADS;
use plan::{Plan, plan};

/// A table while it is gathered: rows of cells of paragraphs.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Cell>>,
    /// How many paragraphs were open where it began.
    pub(super) base: usize,
    /// Whether a cell is open.
    pub(super) in_cell: bool,
    /// Whether it stands in a text box.
    pub(super) boxed: bool,
}

type Cell = Vec<Paragraph>;

/// The rows as paragraphs, for a table inside a cell.
pub(super) fn flat(table: Table) -> Vec<Paragraph> {
    table
        .rows
        .into_iter()
        .flat_map(|row| if row.len() == 1 { row.into_iter().flatten().collect() } else { vec![line(row)] })
        .collect()
}

/// Whether the table is read as turns.
pub(super) fn holds_turns(table: &Table) -> bool {
    plan(table).is_some() || questions(table).is_some()
}

/// Whether the table is read as turns of speakers whom a column names, or its heads.
pub(super) fn names_speakers(table: &Table) -> bool {
    plan(table).is_some_and(|plan| plan.speaker.is_some()) || questions(table).is_some()
}

/// Writes the table.
pub(super) fn write(mut table: Table, writer: &mut Writer, pages: &mut Pages) {
    let plan = plan(&table);
    if let Some(plan) = &plan {
        // A title goes over all columns.
        table
            .rows
            .iter_mut()
            .filter(|row| row.len() == plan.columns)
            .take(plan.titles)
            .for_each(|row| row.truncate(1));
    }
    match plan.is_none().then(|| pair(&table)).flatten() {
        Some(Pair::Speakers(heads)) => return write_questions(table, &heads, writer, pages),
        Some(Pair::Unsure([one, other])) => writer.remark(format!(
            "a table of two columns is headed by `{one}` and `{other}`, who may be those that speak; it is read as rows, not as turns: head its columns `Interviewer` and `Respondent` if it holds their words"
        )),
        None => {}
    }
    if let Some(plan) = &plan {
        plan.say(table.rows.len(), writer);
    }
    let (mut outweighed, mut notes) = (0, Vec::new());
    for (n, row) in table.rows.into_iter().enumerate() {
        match &plan {
            Some(plan) if Some(n) != plan.head && row.len() == plan.columns => {
                outweighed += usize::from(plan.write(row, &mut notes, writer, pages));
            }
            _ if row.len() == 1 => {
                write_notes(&mut notes, writer, pages);
                for paragraph in row.into_iter().flatten() {
                    writer.part(2);
                    let start = writer.here();
                    write_line(&paragraph, 2, writer, pages);
                    // What goes over all columns between the turns is said by nobody.
                    if plan.is_some() && writer.here() > start {
                        writer.heading(start, BETWEEN);
                    }
                }
            }
            _ => {
                write_notes(&mut notes, writer, pages);
                writer.part(if n == 0 { 2 } else { 1 });
                let start = writer.here();
                write_line(&line(row), 1, writer, pages);
                if plan.as_ref().is_some_and(|plan| Some(n) == plan.head) {
                    writer.apart(start);
                }
            }
        }
    }
    write_notes(&mut notes, writer, pages);
    if plan.is_some() {
        writer.end_turns();
    }
    let (one, many) =
        ("number of a list in a row that has its own", "numbers of lists in rows that have their own");
    writer.left_out(outweighed, one, many);
    writer.part(2);
}

/// Writes what stood beside the words of a turn below it, on lines of its own that belong to no turn.
fn write_notes(notes: &mut Vec<Paragraph>, writer: &mut Writer, pages: &mut Pages) {
    for note in notes.drain(..) {
        writer.part(1);
        let start = writer.here();
        pages.write(&note, writer);
        writer.apart(start);
    }
}

/// The heads of a table of two columns, where one asks and the other answers.
fn questions(table: &Table) -> Option<[String; 2]> {
    match pair(table)? {
        Pair::Speakers(heads) => Some(heads),
        Pair::Unsure(_) => None,
    }
}

/// Writes such a table: each cell is a turn under the head of its column.
fn write_questions(table: Table, heads: &[String; 2], writer: &mut Writer, pages: &mut Pages) {
    let rows = themata_model::counted(table.rows.len() - 1, "row");
    writer.remark(format!(
        "a table of {rows} is read as turns of `{}` and `{}`, its columns",
        heads[0], heads[1]
    ));
    for (cell, head) in table.rows.into_iter().skip(1).flat_map(|row| row.into_iter().zip(heads)) {
        let mut words = Paragraph::default();
        append(&mut words, cell);
        if words.text.trim().is_empty() {
            pages.skip(&words);
            continue;
        }
        writer.part(2);
        pages.begin_due(writer);
        writer.label(head.trim_end_matches([':', ' ']), None);
        writer.push(" ");
        pages.write(&words, writer);
    }
    writer.part(2);
}

/// The level of what stands between turns in a row of its own, which no heading has.
const BETWEEN: u8 = 200;

fn write_line(paragraph: &Paragraph, gap: usize, writer: &mut Writer, pages: &mut Pages) {
    if paragraph.text.trim().is_empty() {
        pages.skip(paragraph);
    } else {
        writer.part(gap);
        pages.write(paragraph, writer);
    }
}

/// The cells of a row as one paragraph: cells parted by tabs, paragraphs inside a cell by line ends.
fn line(row: Vec<Cell>) -> Paragraph {
    let mut all = Paragraph::default();
    for (n, cell) in row.into_iter().enumerate() {
        if n > 0 {
            all.text.push('\t');
        }
        append(&mut all, cell);
    }
    all
}

fn append(all: &mut Paragraph, cell: Cell) {
    let last = cell.iter().rposition(|paragraph| !paragraph.text.trim().is_empty());
    for (n, paragraph) in cell.into_iter().enumerate() {
        all.join(paragraph);
        if last.is_some_and(|last| n < last) {
            all.text.push('\n');
        }
    }
}

impl Plan {
    /// Says how the table is read, and what becomes of columns that are no turn.
    fn say(&self, rows: usize, writer: &mut Writer) {
        let rows = themata_model::counted(rows, "row");
        writer.remark(match self.speaker {
            Some(column) => {
                format!("a table of {rows} is read as turns, with column {} as the speakers", column + 1)
            }
            None => {
                format!("a table of {rows} is read as turns, whose labels stand in column {}", self.words + 1)
            }
        });
        if let Some(end) = self.end {
            writer.remark(format!("left out: column {}, the times at which turns end", end + 1));
        }
        for (column, head) in &self.beside {
            let named = if head.is_empty() { String::new() } else { format!(" (`{head}`)") };
            writer.remark(format!(
                "column {}{named} stands below the turns, on lines of its own that belong to none",
                column + 1
            ));
        }
    }

    /// Writes a row as a turn, and those of its cells into `notes` that belong to none; returns whether its number outweighed
    /// one of a list in its words.
    fn write(
        &self,
        mut row: Vec<Cell>,
        notes: &mut Vec<Paragraph>,
        writer: &mut Writer,
        pages: &mut Pages,
    ) -> bool {
        let mut beside = row.iter().enumerate().filter(|(n, _)| *n != self.words).flat_map(|(_, cell)| cell);
        let automatic =
            beside.find_map(|paragraph| paragraph.numbers.first().map(|(_, number)| number.clone()));
        let own = |column: Option<usize>| column.and_then(|n| row.get(n)).map(text).unwrap_or_default();
        let (label, own_time) = label_and_time(&own(self.speaker));
        let time = one_line(&own(self.time));
        let number = Some(one_line(&own(self.number))).filter(|number| !number.is_empty()).or(automatic);
        let printed = first_clock(&time).or(own_time);
        let mut words = Paragraph::default();
        append(&mut words, row.get_mut(self.words).map(std::mem::take).unwrap_or_default());
        let goes_on = label.is_empty() && !self.begins_turn(&words.text);
        if !goes_on {
            write_notes(notes, writer, pages);
        }
        for (n, cell) in row.into_iter().enumerate() {
            self.beside(n, cell, &mut words, label.is_empty(), notes, pages);
        }
        if label.is_empty() && words.text.trim().is_empty() && time.is_empty() {
            pages.skip(&words);
            return false;
        }
        writer.part(if goes_on { 1 } else { 2 });
        pages.begin_due(writer);
        // The number of the row outweighs that of a list on its first line, which is that of the row otherwise.
        let first = words.numbers.first().filter(|(at, _)| *at == 0).map(|(_, number)| number.clone());
        if first.is_some() {
            words.numbers.remove(0);
        }
        let outweighed = number.is_some() && first.is_some();
        if let Some(number) = number.or(first) {
            writer.number(&number);
        }
        if !label.is_empty() {
            writer.label(&label, printed.as_ref().map(|(shown, _)| shown.as_str()));
            writer.push(" ");
        } else if !time.is_empty() {
            words.shift(&format!("{time}\t"));
        }
        if let Some((_, time)) = printed {
            writer.time(time);
        }
        pages.write(&words, writer);
        outweighed
    }

    /// Whether the words of a row have a label of their own, where no column names the speakers.
    fn begins_turn(&self, words: &str) -> bool {
        self.speaker.is_none() && label_with_colon(words.trim_start()).is_some()
    }

    /// Takes in a cell beside the words: what belongs to them behind a tab, the pages that begin in it, and the rest as a
    /// note, unless it has a place of its own.
    fn beside(
        &self,
        n: usize,
        cell: Cell,
        words: &mut Paragraph,
        of_nobody: bool,
        notes: &mut Vec<Paragraph>,
        pages: &mut Pages,
    ) {
        // In a column of times some cells may have other words.
        let is_time = first_clock(&one_line(&text(&cell))).is_some();
        let placed = [self.speaker, self.number].contains(&Some(n))
            || (Some(n) == self.time && (is_time || of_nobody))
            || (Some(n) == self.end && is_time);
        if !placed && !text(&cell).trim().is_empty() {
            if self.shared.contains(&n) {
                words.text.push_str(if words.text.is_empty() { "" } else { "\t" });
                return append(words, cell);
            }
            let mut note = Paragraph::default();
            append(&mut note, cell);
            note.numbers.clear();
            return notes.push(note);
        }
        for paragraph in cell {
            if n < self.words {
                pages.skip(&paragraph);
            } else {
                let end = words.text.len();
                words.pages.extend(paragraph.pages.iter().map(|&(_, page)| (end, page)));
            }
        }
    }
}

/// What a cell of speakers says: `Anna Berg:`, `Anna (00:01:02)`, or the name above the time.
pub(super) fn label_and_time(cell: &str) -> (String, Option<(String, Timestamp)>) {
    let cell = one_line(cell);
    let bare = cell.trim_end_matches([':', '：', ' ']);
    if let Some((name, last)) = bare.rsplit_once(' ')
        && let Some(time) = clock_alone(last)
    {
        let shown = last.trim_matches(|c: char| "()[]#".contains(c)).to_string();
        return (name.trim_end_matches([':', '：', ' ']).to_string(), Some((shown, time)));
    }
    (bare.to_string(), None)
}

/// The first time in a cell, with its characters; a span of time (`00:01 – 00:05`) is cited by its beginning.
fn first_clock(cell: &str) -> Option<(String, Timestamp)> {
    let cell = cell.trim();
    let (time, length) = clock(cell)?;
    let shown = cell.get(..length)?.trim_matches(|c: char| "()[]# ".contains(c));
    Some((shown.split('-').next().unwrap_or(shown).to_string(), time))
}

fn text(cell: &Cell) -> String {
    let mut all = Paragraph::default();
    append(&mut all, cell.clone());
    all.text
}

#[cfg(test)]
mod tests;
