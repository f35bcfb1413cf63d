//! Tables as text: a row is a line, its cells parted by tabs; where one column names the speakers, a row is
//! a turn.

use std::collections::HashSet;

use themata_model::{ByteOffset, Timestamp};

use super::document::{Pages, Paragraph};
use super::writer::{Writer, one_line};
use crate::segment::{
    asks_and_answers, can_be_label, clock, clock_alone, is_no_speaker, is_word_for_speaker,
};

/// A table while it is gathered: rows of cells of paragraphs.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Cell>>,
    /// How many paragraphs were open where it began.
    pub(super) base: usize,
    /// Whether a cell is open.
    pub(super) in_cell: bool,
}

type Cell = Vec<Paragraph>;

/// Fewest rows to tell by their contents that a column names speakers.
const ROWS_TO_TELL: usize = 3;

/// Heads of columns that name the speaker, in lower case.
#[rustfmt::skip]
const SPEAKER_HEADS: &[&str] = &[
    "speaker", "speakers", "speaker name", "name", "who", "person", "participant", "role", "sprecher", "sprecherin", "sprecher/in",
    "sprecher:in", "sprechende", "wer", "talare", "vem", "puhuja", "kuka", "hablante", "orador", "oradora", "quién", "locuteur",
    "locutrice", "intervenant", "qui", "parlante", "oratore", "chi", "spreker", "wie", "mówca", "osoba", "спикер", "говорящий",
    "falante", "quem", "taler", "konuşmacı", "说话人", "发言人", "話者", "화자",
];

/// The rows as paragraphs, for a table inside a cell.
pub(super) fn flat(table: Table) -> Vec<Paragraph> {
    table
        .rows
        .into_iter()
        .flat_map(|row| if row.len() == 1 { row.into_iter().flatten().collect() } else { vec![line(row)] })
        .collect()
}

/// Writes the table.
pub(super) fn write(table: Table, writer: &mut Writer, pages: &mut Pages) {
    let plan = plan(&table);
    if let Some(plan) = &plan {
        let (rows, column) = (themata_model::counted(table.rows.len(), "row"), plan.speaker + 1);
        writer.remark(format!("a table of {rows} is read as turns, with column {column} as the speakers"));
        plan.say(writer);
    }
    if plan.is_none()
        && let Some(heads) = questions(&table)
    {
        return write_questions(table, &heads, writer, pages);
    }
    let mut outweighed = 0;
    for (n, row) in table.rows.into_iter().enumerate() {
        match &plan {
            Some(plan) if Some(n) != plan.head && row.len() == plan.columns => {
                outweighed += usize::from(plan.write(row, writer, pages));
            }
            _ if row.len() == 1 => {
                for paragraph in row.into_iter().flatten() {
                    let is_between = plan.is_some() && !paragraph.text.trim().is_empty();
                    write_line(&paragraph, 2, writer, pages);
                    // What goes over all columns between the turns is said by nobody.
                    if is_between {
                        writer.heading(ByteOffset(writer.here().0 - paragraph.text.len()), BETWEEN);
                    }
                }
            }
            _ => write_line(&line(row), if n == 0 { 2 } else { 1 }, writer, pages),
        }
    }
    let (one, many) =
        ("number of a list in a row that has its own", "numbers of lists in rows that have their own");
    writer.left_out(outweighed, one, many);
    writer.part(2);
}

/// The heads of a table of two columns, where one asks and the other answers.
fn questions(table: &Table) -> Option<[String; 2]> {
    let first: Vec<String> = table.rows.first()?.iter().map(|cell| one_line(&text(cell))).collect();
    let heads: [String; 2] = first.try_into().ok()?;
    let in_pair = asks_and_answers(&heads[0], &heads[1]);
    (in_pair && table.rows.len() >= 2 && table.rows.iter().all(|row| row.len() == 2)).then_some(heads)
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
        writer.label(head, None);
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

/// Which column holds what in a table that is a transcript.
struct Plan {
    columns: usize,
    /// The row of heads.
    head: Option<usize>,
    speaker: usize,
    words: usize,
    time: Option<usize>,
    /// A second column of times: when a turn ended.
    ends: Option<usize>,
    number: Option<usize>,
    /// Columns that have no place of their own, with their heads.
    others: Vec<(usize, String)>,
}

impl Plan {
    /// Says what becomes of columns that are no turn.
    fn say(&self, writer: &mut Writer) {
        if let Some(ends) = self.ends {
            writer.remark(format!("left out: column {}, the times at which turns end", ends + 1));
        }
        for (column, head) in &self.others {
            let named = if head.is_empty() { String::new() } else { format!(" (`{head}`)") };
            writer.remark(format!("column {}{named} stands in the turns, behind a tab", column + 1));
        }
    }

    /// Writes a row as a turn; returns whether its number outweighed one of a list in its words.
    fn write(&self, mut row: Vec<Cell>, writer: &mut Writer, pages: &mut Pages) -> bool {
        let mut beside = row.iter().enumerate().filter(|(n, _)| *n != self.words).flat_map(|(_, cell)| cell);
        let automatic =
            beside.find_map(|paragraph| paragraph.numbers.first().map(|(_, number)| number.clone()));
        let own = |column: Option<usize>| column.and_then(|n| row.get(n)).map(text).unwrap_or_default();
        let (label, own_time) = label_and_time(&own(Some(self.speaker)));
        let time = one_line(&own(self.time));
        let number = Some(one_line(&own(self.number))).filter(|number| !number.is_empty()).or(automatic);
        let printed = first_clock(&time).or(own_time);
        let mut words = Paragraph::default();
        append(&mut words, row.get_mut(self.words).map(std::mem::take).unwrap_or_default());
        for (n, cell) in row.into_iter().enumerate() {
            self.beside(n, cell, &mut words, pages);
        }
        if label.is_empty() && words.text.trim().is_empty() && time.is_empty() {
            pages.skip(&words);
            return false;
        }
        writer.part(if label.is_empty() { 1 } else { 2 });
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

    /// Takes in a cell beside the words: its own words behind a tab, unless they have a place of their own, and
    /// the pages that begin in it.
    fn beside(&self, n: usize, cell: Cell, words: &mut Paragraph, pages: &mut Pages) {
        let placed = [Some(self.speaker), self.time, self.ends, self.number].contains(&Some(n));
        if !placed && !text(&cell).trim().is_empty() {
            words.text.push('\t');
            return append(words, cell);
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
fn label_and_time(cell: &str) -> (String, Option<(String, Timestamp)>) {
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

/// Tells from heads and contents which column names the speakers; `None` where none does.
fn plan(table: &Table) -> Option<Plan> {
    let columns = table.rows.iter().map(Vec::len).max().filter(|&columns| (2..=12).contains(&columns))?;
    let full: Vec<usize> = (0..table.rows.len()).filter(|&n| table.rows[n].len() == columns).collect();
    if full.len() < 2 || full.len() * 2 < table.rows.len() {
        return None;
    }
    let cells: Vec<Vec<String>> = full
        .iter()
        .map(|&n| table.rows[n].iter().map(|cell| text(cell).trim().to_string()).collect())
        .collect();
    let headed = (0..columns).find(|&column| {
        let head = cells[0][column].to_lowercase();
        SPEAKER_HEADS.contains(&head.trim_end_matches(':'))
    });
    // A word such as "Speaker" in the first row heads the column unless it speaks below, too.
    let headed = headed
        .filter(|&column| cells[1..].iter().all(|row| !row[column].eq_ignore_ascii_case(&cells[0][column])));
    let has_head = headed.is_some() || is_head(&cells);
    let body = if has_head { &cells[1..] } else { &cells[..] };
    let column = |n: usize| body.iter().map(move |row| row[n].as_str());
    let number = (0..columns).find(|&n| is_numbers(column(n)));
    let time = (0..columns).find(|&n| Some(n) != number && is_times(column(n)));
    let is_end = |n: &usize| ![number, time].contains(&Some(*n)) && is_times(column(*n));
    let ends = time.and_then(|time| (time + 1..columns).find(is_end));
    let open = |n: &usize| ![number, time, ends, headed].contains(&Some(*n));
    let words = (0..columns).filter(open).max_by_key(|&n| (column(n).map(str::len).sum::<usize>(), n))?;
    let speaker = match headed {
        Some(headed) => is_labels(column(headed)).then_some(headed)?,
        None => (0..words).filter(open).find(|&n| is_labels(column(n)) && recur(column(n)))?,
    };
    let others = (0..columns)
        .filter(|n| open(n) && ![speaker, words].contains(n) && column(*n).any(|cell| !cell.is_empty()))
        .map(|n| (n, if has_head { one_line(&cells[0][n]) } else { String::new() }))
        .collect();
    Some(Plan { columns, head: has_head.then_some(full[0]), speaker, words, time, ends, number, others })
}

/// Whether the first row heads the others in words that are not known: short cells, each once in its column, above numbers or
/// times that it is none of.
fn is_head(cells: &[Vec<String>]) -> bool {
    let Some((first, below)) = cells.split_first().filter(|(_, below)| below.len() >= ROWS_TO_TELL) else {
        return false;
    };
    let column = |n: usize| below.iter().map(move |row| row[n].as_str());
    let is_short = |cell: &String| {
        !cell.is_empty()
            && cell.chars().count() <= 24
            && !cell.ends_with(['.', '?', '!', '。', '？', '！', ':'])
            || cell.chars().count() <= 4
    };
    let is_own = |(n, cell): (usize, &String)| column(n).all(|other| other != cell);
    let tells = |n: usize| {
        let is_other = !first[n].contains(|c: char| c.is_ascii_digit());
        is_other && (is_numbers(column(n)) || is_times(column(n)))
    };
    first.iter().all(is_short) && first.iter().enumerate().all(is_own) && (0..first.len()).any(tells)
}

/// Whether all cells are numbers that grow.
fn is_numbers<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let numbers: Vec<Option<u32>> = cells
        .filter(|cell| !cell.is_empty())
        .map(|cell| cell.trim_end_matches(['.', ')']).parse().ok())
        .collect();
    numbers.len() >= 2
        && numbers.iter().all(Option::is_some)
        && numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// Whether nearly all cells are times.
fn is_times<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut times, mut others) = (0_usize, 0_usize);
    for cell in cells.filter(|cell| !cell.is_empty()) {
        let is_time = cell.len() <= 40 && clock(cell).is_some();
        if is_time { times += 1 } else { others += 1 }
    }
    times > 0 && others * 8 <= times
}

/// Whether the cells look like labels: short, one line, a form that labels have.
fn is_labels<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut labels, mut empty) = (0_usize, 0_usize, 0_usize);
    for cell in cells {
        all += 1;
        if cell.is_empty() {
            empty += 1;
            continue;
        }
        let (label, _) = label_and_time(cell);
        let fits = label.chars().count() <= 40
            && (!label.ends_with(['.', '?', '!']) || is_word_for_speaker(&label))
            && cell.lines().filter(|line| !line.trim().is_empty()).count() <= 2
            && !is_no_speaker(&label)
            && can_be_label(&format!("{label}:"), &label);
        labels += usize::from(fits);
    }
    labels > 0 && labels + empty == all && empty * 2 <= all
}

/// Whether the labels come again, as speakers do, or are words for speakers.
fn recur<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let labels: Vec<String> =
        cells.filter(|cell| !cell.is_empty()).map(|cell| label_and_time(cell).0.to_lowercase()).collect();
    if labels.iter().all(|label| is_word_for_speaker(label)) {
        return labels.len() >= 2;
    }
    let distinct: HashSet<&String> = labels.iter().collect();
    let changes = labels.windows(2).filter(|pair| pair[0] != pair[1]).count();
    labels.len() >= ROWS_TO_TELL
        && distinct.len() * 2 <= labels.len() + 1
        && distinct.len() >= 2
        && changes * 4 >= labels.len() - 1
}
