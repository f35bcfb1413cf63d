//! Which column of a table names the speakers, told from the heads and the contents.

use std::collections::HashSet;

use super::{Table, label_and_time, text};
use crate::reader::writer::one_line;
use crate::segment::{can_be_label, clock, is_no_speaker, is_word_for_speaker, label_with_colon};

/// Fewest rows to tell by their contents that a column names speakers.
const ROWS_TO_TELL: usize = 3;

/// Heads of columns that name the speaker, in lower case.
#[rustfmt::skip]
pub(in crate::reader) const SPEAKER_HEADS: &[&str] = &[
    "speaker", "speakers", "speaker name", "name", "who", "person", "participant", "role", "sprecher", "sprecherin", "sprecher/in",
    "sprecher:in", "sprechende", "wer", "talare", "vem", "puhuja", "kuka", "hablante", "orador", "oradora", "quién", "locuteur",
    "locutrice", "intervenant", "qui", "parlante", "oratore", "chi", "spreker", "wie", "mówca", "osoba", "спикер", "говорящий",
    "falante", "quem", "taler", "konuşmacı", "说话人", "发言人", "話者", "화자",
];

/// Which column holds what in a table that is a transcript.
pub(super) struct Plan {
    pub(super) columns: usize,
    /// How many rows above the heads are titles: of their cells only the first has words.
    pub(super) titles: usize,
    /// The row of heads.
    pub(super) head: Option<usize>,
    /// The column of speakers; `None` where labels stand before the words.
    pub(super) speaker: Option<usize>,
    pub(super) words: usize,
    pub(super) time: Option<usize>,
    /// A second time, that of the end.
    pub(super) end: Option<usize>,
    pub(super) number: Option<usize>,
    /// Columns that hold the words where the other one is empty.
    pub(super) shared: Vec<usize>,
    /// Columns whose words belong to no turn, with their heads.
    pub(super) beside: Vec<(usize, String)>,
}

/// Tells from heads and contents which column names the speakers; `None` where none does.
pub(super) fn plan(table: &Table) -> Option<Plan> {
    let columns = table.rows.iter().map(Vec::len).max().filter(|&columns| (2..=12).contains(&columns))?;
    let mut full: Vec<usize> = (0..table.rows.len()).filter(|&n| table.rows[n].len() == columns).collect();
    if full.len() < 2 || full.len() * 2 < table.rows.len() {
        return None;
    }
    let mut cells: Vec<Vec<String>> = full
        .iter()
        .map(|&n| table.rows[n].iter().map(|cell| text(cell).trim().to_string()).collect())
        .collect();
    let is_title = |row: &&Vec<String>| !row[0].is_empty() && row[1..].iter().all(String::is_empty);
    let mut titles = cells.iter().take_while(is_title).count().min(cells.len() - 1);
    let (mut headed, mut has_head) = heads(&cells[titles..]);
    if has_head {
        cells.drain(..titles);
        full.drain(..titles);
    } else {
        titles = 0;
        (headed, has_head) = heads(&cells);
    }
    let body = if has_head { &cells[1..] } else { &cells[..] };
    let column = |n: usize| body.iter().map(move |row| row[n].as_str());
    let number = (0..columns).find(|&n| is_numbers(column(n)));
    let time = (0..columns).find(|&n| Some(n) != number && is_times(column(n)));
    let end =
        (0..columns).find(|&n| time.is_some_and(|time| n > time) && Some(n) != number && is_times(column(n)));
    let open = |n: &usize| ![number, time, end, headed].contains(&Some(*n));
    let words = (0..columns).filter(open).max_by_key(|&n| (column(n).map(str::len).sum::<usize>(), n))?;
    let speaker = match headed {
        Some(headed) => Some(is_labels(column(headed)).then_some(headed)?),
        None => (0..words).filter(open).find(|&n| is_labels(column(n)) && recur(column(n))),
    };
    // Those who take part stand in a table of one row each, with what is known of them.
    if speaker.is_some_and(|speaker| is_list_of_people(column(speaker), column(words))) {
        return None;
    }
    let words = if speaker.is_some() { words } else { (0..columns).find(|&n| are_labelled(column(n)))? };
    let placed = [speaker, Some(words), time, end, number];
    let is_full = |n: &usize| !placed.contains(&Some(*n)) && column(*n).any(|cell| !cell.is_empty());
    // Where one column holds what the one says and another what the others say, both are words.
    let is_shared = |n: &usize| {
        let (alone, all) = body
            .iter()
            .filter(|row| !row[*n].is_empty())
            .fold((0, 0), |(alone, all), row| (alone + usize::from(row[words].is_empty()), all + 1));
        speaker.is_some() && alone * 2 > all
    };
    let (shared, beside): (Vec<usize>, Vec<usize>) = (0..columns).filter(is_full).partition(is_shared);
    if speaker.is_none() && beside.is_empty() {
        return None;
    }
    let has_head = has_head || (speaker.is_none() && label_with_colon(&cells[0][words]).is_none());
    let head_of = |n: usize| if has_head { one_line(&cells[0][n]) } else { String::new() };
    let beside = beside.into_iter().map(|n| (n, head_of(n))).collect();
    let head = has_head.then_some(full[0]);
    Some(Plan { columns, titles, head, speaker, words, time, end, number, shared, beside })
}

/// Whether each label stands once, beside a few words that end like no sentence.
fn is_list_of_people<'a>(
    labels: impl Iterator<Item = &'a str>,
    words: impl Iterator<Item = &'a str>,
) -> bool {
    let mut known = HashSet::new();
    let is_sentence = |cell: &str| {
        cell.ends_with(['.', '?', '!', '…', '。', '？', '！']) || cell.split_whitespace().count() > PERSON
    };
    labels.filter(|label| !label.is_empty()).all(|label| known.insert(label.to_lowercase()))
        && !words.into_iter().any(is_sentence)
}

/// Most words beside the name of somebody who takes part.
const PERSON: usize = 12;

/// The column that the first row names as that of the speakers, and whether it is a row of heads.
fn heads(cells: &[Vec<String>]) -> (Option<usize>, bool) {
    let headed = (0..cells[0].len()).find(|&column| {
        let head = cells[0][column].to_lowercase();
        SPEAKER_HEADS.contains(&head.trim_end_matches(':'))
    });
    // A word such as "Speaker" in the first row heads the column unless it speaks below, too.
    let headed = headed
        .filter(|&column| cells[1..].iter().all(|row| !row[column].eq_ignore_ascii_case(&cells[0][column])));
    (headed, headed.is_some() || is_head(cells) || is_head_of_numbers(cells) || is_head_of_two(cells))
}

/// Whether the first row of two columns heads them: one or two words in each that never come again, and those of the second
/// are no sentence, as nearly all below are.
fn is_head_of_two(cells: &[Vec<String>]) -> bool {
    let Some((head, body)) = cells.split_first().filter(|(_, body)| body.len() > ROWS_TO_TELL) else {
        return false;
    };
    let [label, words] = &head[..] else { return false };
    let ends = |cell: &str| cell.ends_with(|c: char| !c.is_alphanumeric());
    let is_short = |cell: &str| (1..WORDS_OF_HEAD).contains(&cell.split_whitespace().count()) && !ends(cell);
    let sentences = body.iter().filter(|row| ends(&row[1])).count();
    let times = |name: &str| body.iter().filter(|row| row[0].eq_ignore_ascii_case(name)).count();
    let others_recur = || body.iter().all(|row| row[0].is_empty() || times(&row[0]) > 1);
    is_short(label)
        && is_short(words)
        && clock(words).is_none()
        && words.starts_with(char::is_alphabetic)
        && times(label) == 0
        && sentences * 10 >= body.len() * 9
        && (!is_word_for_speaker(label) || others_recur())
}

/// Whether the first row of at least three columns heads them, whatever it says: it has a few words in each, none of which come
/// again below, and none that are a number or a time.
fn is_head(cells: &[Vec<String>]) -> bool {
    let Some((head, body)) = cells.split_first() else { return false };
    let is_name = |cell: &str| {
        cell.chars().any(char::is_alphabetic)
            && cell.split_whitespace().count() <= WORDS_OF_HEAD
            && !cell.ends_with(['.', '?', '!', '…', ':', ','])
            && clock(cell).is_none()
            && !is_word_for_speaker(cell)
    };
    let own: HashSet<String> = head.iter().map(|cell| cell.to_lowercase()).collect();
    let comes_again = |n: usize| body.iter().any(|row| row[n].to_lowercase() == head[n].to_lowercase());
    head.len() >= 3
        && own.len() == head.len()
        && body.len() >= ROWS_TO_TELL
        && (0..head.len()).all(|n| (is_name(&head[n]) || is_number_sign(&head[n])) && !comes_again(n))
}

/// Most words of a head.
const WORDS_OF_HEAD: usize = 3;

/// Whether a head only says that numbers stand below: `#`, `N.º`, `Nr.`.
fn is_number_sign(head: &str) -> bool {
    matches!(head.to_lowercase().as_str(), "#" | "n." | "no." | "nr." | "nro." | "n.º" | "nº" | "n°" | "№")
}

/// Whether the first row heads the others in words that are not known: short cells, each once in its column, above numbers or
/// times that it is none of.
fn is_head_of_numbers(cells: &[Vec<String>]) -> bool {
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
            && (!label.ends_with(['.', '?', '!']) || is_word_for_speaker(&label) || ends_in_initial(&label))
            && cell.lines().filter(|line| !line.trim().is_empty()).count() <= 2
            && !is_no_speaker(&label)
            && can_be_label(&format!("{label}:"), &label);
        labels += usize::from(fits);
    }
    labels > 0 && labels + empty == all && empty * 2 <= all
}

/// Whether a label ends in a letter that stands for a name: `Mme R.`
fn ends_in_initial(label: &str) -> bool {
    let last = label.rsplit(' ').next().unwrap_or_default();
    let mut letters = last.strip_suffix('.').unwrap_or_default().split('.');
    last.contains('.') && letters.all(|one| one.chars().count() == 1 && one.chars().all(char::is_uppercase))
}

/// Whether nearly all cells begin with a label and its colon, labels that come again as speakers do.
fn are_labelled<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut labels) = (0_usize, Vec::new());
    for cell in cells.filter(|cell| !cell.is_empty()) {
        all += 1;
        labels.extend(label_with_colon(cell));
    }
    labels.len() * 10 >= all * 8 && recur(labels.into_iter())
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
