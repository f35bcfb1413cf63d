//! Where the heads of a table stand: below a title, and sometimes in several rows.

use std::collections::HashSet;

use themata_model::counted_as;

/// Most rows of a title.
const TITLES: usize = 5;

/// What some services write below the question of a column that is answered in words.
const BELOW: [&str; 2] = ["response", "open-ended response"];

/// The rows at the top of a table that are no answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Rows of a title above the heads.
    pub(super) titles: usize,
    /// All rows up to the answers.
    pub(super) rows: usize,
    /// Whether the row below the heads tells what was asked.
    pub(super) asks: bool,
}

impl Head {
    /// What was left out, in words.
    pub(super) fn in_words(&self) -> impl Iterator<Item = String> {
        let title = (self.titles > 0).then(|| {
            format!("left out: {} above the heads of the columns", counted_as(self.titles, "row", "rows"))
        });
        let below = self.rows.saturating_sub(self.titles + 1);
        let below = (below > 0).then(|| {
            let (what, verb) = (counted_as(below, "row", "rows"), if below == 1 { "is" } else { "are" });
            format!("{what} below the heads of the columns {verb} taken as part of the heads")
        });
        title.into_iter().chain(below)
    }
}

/// Finds the heads in rows that have words.
pub(super) fn find(rows: &[(usize, Vec<String>)]) -> Head {
    let titles = titles(rows);
    let below = |n: usize| rows.get(titles + n).map(|(_, row)| row.as_slice());
    let of_service = |n: usize| below(n).is_some_and(is_of_service);
    let (more, asks) = match (of_service(1), of_service(2)) {
        (false, true) => (2, true),
        (true, _) => (1, false),
        _ => (usize::from(below(1).is_some_and(is_below)), false),
    };
    Head { titles, rows: (titles + 1 + more).min(rows.len()), asks }
}

/// How many rows at the top have words in their first cell only, above a row in which nearly all columns have some, each
/// its own.
fn titles(rows: &[(usize, Vec<String>)]) -> usize {
    let columns = rows.iter().map(|(_, row)| filled(row)).max().unwrap_or(0);
    let is_title = |row: &[String]| filled(row) == 1 && !row[0].trim().is_empty();
    let titles = rows.iter().take(TITLES + 1).take_while(|(_, row)| is_title(row)).count();
    let is_head = |row: &[String]| {
        let own: HashSet<&str> = words(row).filter(|cell| cell.contains(char::is_alphabetic)).collect();
        own.len() >= 2 && own.len() == filled(row) && own.len() * 4 >= columns * 3
    };
    let below = rows.get(titles).is_some_and(|(_, row)| is_head(row));
    if titles <= TITLES && below && rows.len() > titles + 1 { titles } else { 0 }
}

fn filled(row: &[String]) -> usize {
    words(row).count()
}

fn words(row: &[String]) -> impl Iterator<Item = &str> {
    row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// Whether each cell is a note of the service to itself: `{"ImportId":"QID1"}`.
fn is_of_service(row: &[String]) -> bool {
    filled(row) > 0
        && words(row).all(|cell| cell.starts_with("{\"") && cell.contains("ImportId") && cell.ends_with('}'))
}

/// Whether the cells only say that a column is answered in words.
fn is_below(row: &[String]) -> bool {
    filled(row) > 0 && words(row).all(|cell| BELOW.contains(&cell.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &[&[&str]], titles: usize, rows: usize, asks: bool) {
        let table: Vec<(usize, Vec<String>)> = table
            .iter()
            .enumerate()
            .map(|(n, row)| (n + 1, row.iter().map(ToString::to_string).collect()))
            .collect();
        assert_eq!(find(&table), Head { titles, rows, asks });
    }

    #[test]
    fn a_title_above_the_heads_is_no_head() {
        check(&[&["Survey of 2024", "", ""], &["ID", "Age", "Why?"], &["1", "30", "So."]], 1, 2, false);
        check(&[&["Survey"], &["Spring"], &["ID", "Why?"], &["1", "So."]], 2, 3, false);
    }

    #[test]
    fn a_table_of_one_column_and_heads_without_names_have_no_title() {
        check(&[&["Why?"], &["So."], &["Because."]], 0, 1, false);
        check(&[&["", "Why?"], &["1", "So."], &["2", "Yes."]], 0, 1, false);
        check(&[&["Why?", ""], &["So.", "1"], &["Yes.", "2"]], 0, 1, false);
        check(&[&["Why?", ""], &["So.", "a"]], 0, 1, false);
    }

    #[test]
    fn what_the_service_notes_for_itself_is_no_answer_and_the_row_above_it_asks() {
        let note = "{\"ImportId\":\"QID1\"}";
        check(&[&["ID", "Q1"], &["Response ID", "Why?"], &[note, note], &["1", "So."]], 0, 3, true);
        check(&[&["ID", "Q1"], &[note, note], &["1", "So."]], 0, 2, false);
        check(&[&["ID", "Why?"], &["", "Open-Ended Response"], &["1", "So."]], 0, 2, false);
        check(&[&["ID", "Why?"], &["1", "Response"]], 0, 1, false);
    }
}
