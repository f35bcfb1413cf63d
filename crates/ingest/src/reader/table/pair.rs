//! Tables of two columns that are headed by the two who talk: one asks, the other answers.

use super::{Table, text};
use crate::reader::writer::one_line;
use crate::segment::{asks_and_answers, can_be_label, is_no_speaker, is_word_for_speaker};

/// Fewest rows below the heads to tell by.
const ROWS: usize = 4;

/// Most words of a head that is a name.
const WORDS: usize = 4;

/// What the heads of two columns are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// Those who say what stands below.
    Speakers([String; 2]),
    /// Perhaps those who do.
    Unsure([String; 2]),
}

/// What the heads of a table of two columns are, where they may be speakers.
pub(super) fn pair(table: &Table) -> Option<Pair> {
    let cells = |row: &Vec<_>| -> Vec<String> { row.iter().map(|cell| one_line(&text(cell))).collect() };
    let heads: [String; 2] = cells(table.rows.first()?).try_into().ok()?;
    if table.rows.len() < 2 || !table.rows.iter().all(|row| row.len() == 2) {
        return None;
    }
    if asks_and_answers(&heads[0], &heads[1]) {
        return Some(Pair::Speakers(heads));
    }
    let rows: Vec<Vec<String>> = table.rows[1..].iter().map(cells).collect();
    let filled: Vec<&Vec<String>> =
        rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    if filled.len() < ROWS || heads[0] == heads[1] || !heads.iter().all(|head| may_be_name(head)) {
        return None;
    }
    let asks = |n: usize| {
        let said: Vec<&String> = filled.iter().map(|row| &row[n]).filter(|cell| !cell.is_empty()).collect();
        let questions = said.iter().filter(|cell| is_question(cell)).count();
        (questions * 4 >= said.len() * 3, questions * 2 <= said.len(), said.len())
    };
    let (left, right) = (asks(0), asks(1));
    if left.2 * 3 < filled.len() || right.2 * 3 < filled.len() {
        return None;
    }
    let one_asks = (left.0 && right.1) || (right.0 && left.1);
    let sentences = filled.iter().flat_map(|row| row.iter()).filter(|cell| !cell.is_empty());
    let (ended, all) =
        sentences.fold((0, 0), |(ended, all), cell| (ended + usize::from(ends(cell)), all + 1));
    if ended * 4 < all * 3 {
        return None;
    }
    let is_known = heads.iter().any(|head| is_word_for_speaker(head.trim_end_matches(':')));
    let are_whole = heads.iter().all(|head| {
        is_word_for_speaker(head.trim_end_matches(':')) || is_whole_name(head.trim_end_matches(':'))
    });
    if takes_turns(&filled) {
        return Some(if one_asks || are_whole { Pair::Speakers(heads) } else { Pair::Unsure(heads) });
    }
    match (one_asks, are_whole) {
        (true, true) if is_known => Some(Pair::Speakers(heads)),
        (true, true) => Some(Pair::Unsure(heads)),
        (true, false) if is_known => Some(Pair::Unsure(heads)),
        _ => None,
    }
}

/// Whether each row has words in one of its cells, now in this one, now in that.
fn takes_turns(rows: &[&Vec<String>]) -> bool {
    let alone: Vec<bool> = rows
        .iter()
        .filter(|row| row[0].is_empty() != row[1].is_empty())
        .map(|row| row[0].is_empty())
        .collect();
    let changes = alone.windows(2).filter(|pair| pair[0] != pair[1]).count();
    alone.len() == rows.len() && changes * 2 >= rows.len()
}

/// Whether a head can be a name: a few words, the first with a capital letter where its script has such.
fn may_be_name(head: &str) -> bool {
    let name = head.trim_end_matches(':');
    !name.starts_with(char::is_lowercase)
        && name.split_whitespace().count() <= WORDS
        && (can_be_label(&format!("{name}:"), name) || is_word_for_speaker(name))
        && !is_no_speaker(name)
}

/// Whether a name has two words or more that all begin with a capital letter.
fn is_whole_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.len() > 1 && words.iter().all(|word| word.starts_with(char::is_uppercase))
}

fn ends(cell: &str) -> bool {
    cell.trim_end_matches(['"', '”', '“', '»', '«', ')', ' '])
        .ends_with(['.', '?', '!', '…', '。', '？', '！', ';', '؟'])
}

fn is_question(cell: &str) -> bool {
    cell.trim_end_matches(['"', '”', '“', '»', '«', ')', ' ']).ends_with(['?', '？', '؟', ';'])
}
