//! Where the heads of a table stand: below a title, and sometimes in several rows.

use std::collections::HashSet;

use themata_model::counted_as;

/// Most rows of a title.
const TITLES: usize = 5;

/// What some services write below the question of a column, in the languages that they speak.
#[rustfmt::skip]
const BELOW: [&str; 16] = [
    "response", "open-ended response", "réponse", "réponse ouverte", "antwort", "antworten", "beantwortung in freitextfeld", "offene antwort",
    "respuesta", "respuesta abierta", "resposta", "resposta aberta", "risposta", "risposta aperta", "antwoord", "open antwoord",
];

/// The rows at the top of a table that are no answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Rows of a title above the heads.
    pub(super) titles: usize,
    /// All rows up to the answers.
    pub(super) rows: usize,
    /// Whether the row below the heads tells what was asked.
    pub(super) asks: bool,
    /// Whether the row below the heads tells columns of one head apart.
    pub(super) completes: bool,
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
    let titles = titles(rows).max(report(rows));
    let below = |n: usize| rows.get(titles + n).map(|(_, row)| row.as_slice());
    let of_service = |n: usize| below(n).is_some_and(is_of_service);
    let answers = rows.get(titles + 2..).unwrap_or_default();
    let labels = || {
        let (head, row) = (below(0)?, below(1)?);
        (is_labels(head, row, answers) || is_below(row) || completes(head, row, answers)).then_some(row)
    };
    let (more, asks) = match (of_service(1), of_service(2)) {
        (false, true) => (2, true),
        (true, _) => (1, false),
        _ => match labels() {
            Some(row) => (1, !is_below(row) && below(0).is_some_and(|head| is_labels(head, row, answers))),
            None => (0, false),
        },
    };
    let completes = more == 1 && !asks && !of_service(1) && below(1).is_some_and(|row| !is_below(row));
    Head { titles, rows: (titles + 1 + more).min(rows.len()), asks, completes }
}

/// Heads of which each but the first of a group is empty, completed by the row below: `Which boats?: The ferry`.
pub(super) fn completed(head: &[String], below: &[String]) -> Vec<String> {
    let mut group = String::new();
    let cell = |row: &[String], n: usize| row.get(n).map(|cell| cell.trim().to_string()).unwrap_or_default();
    let one = |n: usize| {
        let (own, more) = (cell(head, n), cell(below, n));
        if !own.is_empty() {
            group.clone_from(&own);
        }
        let begins_group = !own.is_empty() && cell(head, n + 1).is_empty() && !cell(below, n + 1).is_empty();
        let is_telling = !more.is_empty() && !BELOW.contains(&more.to_lowercase().as_str());
        match (is_telling && (own.is_empty() || begins_group), own.is_empty()) {
            (true, _) if group.is_empty() => more,
            (true, _) => format!("{group}: {more}"),
            (false, true) if !more.is_empty() => group.clone(),
            (false, _) => own,
        }
    };
    (0..head.len().max(below.len())).map(one).collect()
}

/// How many rows at the top have words in their first cell only, above a row in which nearly all columns have some, each
/// its own.
fn titles(rows: &[(usize, Vec<String>)]) -> usize {
    let columns = rows.iter().map(|(_, row)| filled(row)).max().unwrap_or(0);
    let is_title = |row: &[String]| filled(row) == 1 && !row[0].trim().is_empty();
    let titles = rows.iter().take(TITLES + 1).take_while(|(_, row)| is_title(row)).count();
    let below = rows.get(titles).is_some_and(|(_, row)| is_head(row, columns));
    if titles <= TITLES && below && rows.len() > titles + 1 { titles } else { 0 }
}

/// How many rows at the top tell of the table, two cells each at most (`Project`, `Ferry`), above an empty row and the heads.
fn report(rows: &[(usize, Vec<String>)]) -> usize {
    let columns = rows.iter().map(|(_, row)| filled(row)).max().unwrap_or(0);
    let Some(end) = rows.windows(2).take(REPORT).position(|two| two[1].0 > two[0].0 + 1) else { return 0 };
    let (above, below) = rows.split_at(end + 1);
    let tells = |row: &[String]| filled(row) <= 2 && !row[0].trim().is_empty();
    let is_headed = columns > 2 && below.len() > 1 && is_head(&below[0].1, columns);
    if is_headed && above.iter().all(|(_, row)| tells(row)) { above.len() } else { 0 }
}

/// Most rows of a report above a table.
const REPORT: usize = 12;

/// Whether nearly all columns have words in a row, each its own.
fn is_head(row: &[String], columns: usize) -> bool {
    let own: HashSet<&str> = words(row).filter(|cell| cell.contains(char::is_alphabetic)).collect();
    own.len() >= 2 && own.len() == filled(row) && own.len() * 4 >= columns * 3
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

/// Whether a row says in words what the codes above it mean: heads are codes without blanks, and where numbers, days or times stand below,
/// it has words, each its own.
fn is_labels(head: &[String], row: &[String], answers: &[(usize, Vec<String>)]) -> bool {
    let columns: Vec<usize> = (0..head.len()).filter(|n| !head[*n].trim().is_empty()).collect();
    let cell = |n: usize| row.get(n).map_or("", |cell| cell.trim());
    let is_code = |n: &usize| !head[*n].trim().contains(char::is_whitespace) && head[*n].len() <= CODE;
    let said: Vec<usize> = columns.iter().copied().filter(|n| !cell(*n).is_empty()).collect();
    let own: HashSet<&str> = said.iter().map(|n| cell(*n)).collect();
    let in_numbers = |n: &usize| {
        let mut cells = below(answers, *n).peekable();
        let has_digits_only =
            |cell: &str| cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains(char::is_alphabetic);
        cells.peek().is_some() && cells.all(has_digits_only)
    };
    let numbers = said.iter().filter(|n| in_numbers(n)).count();
    let is_longer = said.iter().filter(|n| cell(**n).contains(char::is_whitespace)).count() * 3 >= said.len();
    columns.iter().all(is_code)
        && said.len() * 4 >= columns.len() * 3
        && own.len() == said.len()
        && said.iter().all(|n| is_words(cell(*n)) && below(answers, *n).all(|other| other != cell(*n)))
        && is_longer
        && numbers >= 2
}

/// Longest code for a question, in bytes.
const CODE: usize = 40;

/// Whether a row tells columns apart that have one head together, or none: it is empty where all answers have something, as in
/// the first column, and says what the heads leave open.
fn completes(head: &[String], row: &[String], answers: &[(usize, Vec<String>)]) -> bool {
    let cell = |cells: &[String], n: usize| cells.get(n).is_none_or(|cell| cell.trim().is_empty());
    let is_always_told = |n: usize| {
        let told = below(answers, n).count();
        told > 0 && told == answers.len()
    };
    let gaps = (0..head.len()).filter(|n| cell(row, *n) && !cell(head, *n) && is_always_told(*n)).count();
    let open: Vec<usize> = (0..head.len().max(row.len())).filter(|n| cell(head, *n)).collect();
    let fills = |n: &usize| !cell(row, *n) || below(answers, *n).next().is_none();
    let is_of_service = words(row).any(|cell| BELOW.contains(&cell.to_lowercase().as_str()));
    if is_grouped(head, row, answers, gaps) {
        return true;
    }
    cell(row, 0)
        && gaps >= if is_of_service { 1 } else { 2 }
        && filled(row) > 0
        && words(row).all(is_words)
        && open.iter().any(|n| !cell(row, *n))
        && (is_of_service || open.iter().all(fills))
}

/// Whether heads stand in a row below those of their groups, which a spreadsheet merges over several columns: it tells all columns
/// of each group apart, in words that are nobody's answer, and is empty in a column that is always told or has words above numbers.
fn is_grouped(head: &[String], row: &[String], answers: &[(usize, Vec<String>)], gaps: usize) -> bool {
    let told = |cells: &[String], n: usize| cells.get(n).is_some_and(|cell| !cell.trim().is_empty());
    let width = head.len().max(row.len());
    let open: Vec<usize> = (0..width).filter(|n| !told(head, *n)).collect();
    let begins_group = |n: usize| n + 1 < width && !told(head, n + 1) && told(row, n + 1);
    let in_numbers = |n: usize| {
        let mut cells = below(answers, n).peekable();
        cells.peek().is_some() && cells.all(|cell| !cell.contains(char::is_alphabetic))
    };
    let own: HashSet<&str> = words(row).collect();
    !open.is_empty()
        && open.iter().all(|n| told(row, *n) && *n > 0)
        && (0..width).filter(|n| told(head, *n) && told(row, *n)).all(begins_group)
        && (gaps > 0 || (0..width).any(|n| told(row, n) && in_numbers(n)))
        && own.len() == filled(row)
        && words(row).all(is_words)
        && (0..width).all(|n| !told(row, n) || below(answers, n).all(|other| other != row[n].trim()))
}

/// The cells of a column that have something.
fn below(answers: &[(usize, Vec<String>)], n: usize) -> impl Iterator<Item = &str> {
    answers
        .iter()
        .filter_map(move |(_, row)| row.get(n))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
}

fn is_number(cell: &str) -> bool {
    cell.replace(',', ".").parse::<f64>().is_ok()
}

fn is_words(cell: &str) -> bool {
    cell.contains(char::is_alphabetic) && !is_number(cell)
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
        assert_eq!(find(&table), Head { titles, rows, asks, completes: false });
    }

    #[test]
    fn a_title_above_the_heads_is_no_head() {
        check(&[&["Survey of 2024", "", ""], &["ID", "Age", "Why?"], &["1", "30", "So."]], 1, 2, false);
        check(&[&["Survey"], &["Spring"], &["ID", "Why?"], &["1", "So."]], 2, 3, false);
    }

    #[test]
    fn what_is_told_of_a_table_above_an_empty_row_is_no_head() {
        let rows = |gap: usize| -> Vec<(usize, Vec<String>)> {
            let rows = [
                ["Made in May", "", ""],
                ["Project", "Ferry", ""],
                ["ID", "Age", "Why?"],
                ["1", "30", "So."],
            ];
            let number = |n: usize| if n > 1 { n + 1 + gap } else { n + 1 };
            rows.iter().enumerate().map(|(n, row)| (number(n), row.map(String::from).to_vec())).collect()
        };
        assert_eq!(find(&rows(1)).titles, 2);
        assert_eq!(find(&rows(0)).titles, 0, "without an empty row the second may be the head");
    }

    #[test]
    fn a_table_of_one_column_and_heads_without_names_have_no_title() {
        check(&[&["Why?"], &["So."], &["Because."]], 0, 1, false);
        check(&[&["", "Why?"], &["1", "So."], &["2", "Yes."]], 0, 1, false);
        check(&[&["Why?", ""], &["So.", "1"], &["Yes.", "2"]], 0, 1, false);
        check(&[&["Why?", ""], &["So.", "a"]], 0, 1, false);
    }

    #[test]
    fn a_row_of_words_below_codes_and_above_numbers_says_what_was_asked() {
        let head = ["CASE", "A101", "A102_01"];
        let labels = ["Number of the case", "How often", "What has changed?"];
        check(&[&head, &labels, &["100", "2", "So."], &["101", "1", "No."]], 0, 2, true);
        check(&[&head, &["99", "How often", "What has changed?"], &["100", "2", "So."]], 0, 1, false);
        check(
            &[&head, &["a b", "How often", "So."], &["c d", "2", "Yes."], &["d e", "1", "No."]],
            0,
            1,
            false,
        );
        let days = ["session", "created", "q1", "q2"];
        let named = ["Session", "Created", "How often?", "Why so?"];
        check(&[&days, &named, &["ab", "2024-05-01 10:00", "1", "So."]], 0, 2, true);
        let asked = ["Case", "How often?", "Why?"];
        check(&[&asked, &labels, &["100", "2", "So."], &["101", "1", "No."]], 0, 1, false);
    }

    #[test]
    fn a_row_that_tells_columns_of_one_head_apart_completes_the_heads() {
        let rows = |rows: &[[&str; 4]]| -> Vec<(usize, Vec<String>)> {
            rows.iter().enumerate().map(|(n, row)| (n + 1, row.map(String::from).to_vec())).collect()
        };
        let head = ["ID", "Which boats?", "", "Why?"];
        for below in [
            ["", "Response", "Other (please say)", "Open-Ended Response"],
            ["", "Réponse", "Autre", "Réponse ouverte"],
        ] {
            let table = rows(&[head, below, ["1", "Small", "", "So."], ["2", "", "mine", ""]]);
            assert_eq!(find(&table), Head { titles: 0, rows: 2, asks: false, completes: true });
            let completed = completed(&table[0].1, &table[1].1);
            assert_eq!(completed, ["ID", "Which boats?", &format!("Which boats?: {}", below[2]), "Why?"]);
        }
        let choices = rows(&[head, ["", "Ferry", "Other", ""], ["1", "x", "", "So."], ["2", "", "y", "No."]]);
        assert_eq!(find(&choices), Head { titles: 0, rows: 2, asks: false, completes: true });
        let heads = completed(&choices[0].1, &choices[1].1);
        assert_eq!(heads, ["ID", "Which boats?: Ferry", "Which boats?: Other", "Why?"]);
        let nameless =
            rows(&[head, ["", "Ferry", "mine", "So."], ["1", "", "", "So."], ["2", "", "y", "No."]]);
        assert_eq!(find(&nameless).rows, 1, "an answer without a key is an answer");
    }

    #[test]
    fn heads_below_the_merged_heads_of_their_groups_are_joined_to_them() {
        let group = ["ID", "Background", "", "Open questions", ""];
        let own = ["", "Age", "Village", "What do you like?", "What would you change?"];
        let answers =
            [["1", "30", "Kilmory", "The lamps.", "Nothing."], ["2", "31", "Kilmory", "So.", "The boat."]];
        let of = |group: [&str; 5], own: [&str; 5]| -> Vec<(usize, Vec<String>)> {
            let rows = [group, own, answers[0], answers[1]];
            rows.iter().enumerate().map(|(n, row)| (n + 1, row.map(String::from).to_vec())).collect()
        };
        let table = of(group, own);
        assert_eq!(find(&table), Head { titles: 0, rows: 2, asks: false, completes: true });
        let heads = completed(&table[0].1, &table[1].1);
        assert_eq!(heads[..3], ["ID", "Background: Age", "Background: Village"]);
        assert_eq!(
            heads[3..],
            ["Open questions: What do you like?", "Open questions: What would you change?"]
        );
        let group = ["Background", "", "", "Open questions", ""];
        let table = of(group, ["ID", "Age", "Village", "What do you like?", "What would you change?"]);
        assert!(find(&table).completes);
        // Who answers without a head above some of the columns is no head.
        let table = of(group, ["0", "29", "Oban", "The crew.", "No."]);
        assert!(!find(&table).completes);
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
