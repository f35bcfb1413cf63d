//! How a line begins that may begin with a name: what stands before the name, and what parts it from the words.

mod marked;
mod word;

use themata_model::Timestamp;

use crate::segment::label::is_lead;
use crate::segment::shape::is_unspaced;
use crate::segment::time;
pub(super) use marked::{before_colon, before_dash, has_colon};
pub(in crate::segment) use word::is_title;
use word::{is_inside, word};

/// Most words of a name, and most characters.
const WORDS: usize = 5;
const LONG: usize = 48;

/// Most characters of a name in a script without blanks.
const UNSPACED: usize = 8;

/// Most marks before a name.
const MARKS: usize = 3;

/// What parts a name from the words, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Parting {
    /// Marks, a tab, several blanks or a time.
    Marks,
    /// The end of the line, where marks or a time stand beside the name.
    MarkedLine,
    /// The end of the line alone.
    Line,
    /// A comma or a full stop.
    Stop,
    /// One blank.
    Blank,
}

/// The form of a beginning: everything but the name and what is said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form<'a> {
    pub(super) parting: Parting,
    numbered: bool,
    timed: bool,
    open: &'a str,
    close: String,
}

impl Form<'_> {
    /// Whether a tab parts the name from the words.
    pub(super) fn has_tab(&self) -> bool {
        self.close.contains('\t')
    }

    /// Whether a time stands beside the name.
    pub(super) fn is_timed(&self) -> bool {
        self.timed
    }

    /// Whether the name stands between brackets or marks of emphasis, as what is heard and what matters do.
    pub(super) fn encloses(&self) -> bool {
        self.open.ends_with(['(', '[', '*', '_', '（', '【', '<'])
    }
}

/// A beginning of a line, its places in bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Beginning<'a> {
    pub(super) form: Form<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) name: &'a str,
    pub(super) timestamp: Option<Timestamp>,
}

/// What stands before a name: a number, a time, marks.
struct Lead<'a> {
    numbered: bool,
    timestamp: Option<Timestamp>,
    /// Where the label begins, behind the number.
    start: usize,
    /// Where the name begins.
    name: usize,
    open: &'a str,
}

impl<'a> Lead<'a> {
    /// The beginning of a line at `at` with this before its `name`; its label ends `end` bytes behind where the name begins.
    fn beginning(
        &self,
        at: usize,
        name: &'a str,
        end: usize,
        timestamp: Option<Timestamp>,
        parting: Parting,
        close: String,
    ) -> Beginning<'a> {
        let timed = timestamp.is_some();
        let form = Form { parting, numbered: self.numbered, timed, open: self.open, close };
        Beginning { form, start: at + self.start, end: at + self.name + end, name, timestamp }
    }
}

/// Reads the beginning of the line `line`, which stands at `at`, with what parts its name from the words.
pub(super) fn read(line: &str, at: usize) -> Option<Beginning<'_>> {
    let is_sure = |one: &Beginning<'_>| matches!(one.form.parting, Parting::Marks | Parting::MarkedLine);
    // `M. Aubry > words` is a name with a letter before it, `Q. Who was it?` a letter before words.
    read_with(line, at, true).filter(is_sure).or_else(|| read_with(line, at, false))
}

/// Reads a name alone on its line that has a letter or a title before it: `D. TERESA`, `PROF. H. LANG`.
pub(super) fn alone_with_letter(line: &str, at: usize) -> Option<Beginning<'_>> {
    read_with(line, at, true).filter(|one| one.form.parting == Parting::Line && one.name.contains(". "))
}

fn read_with(line: &str, at: usize, with_letters: bool) -> Option<Beginning<'_>> {
    let line = line.trim_end();
    let lead = lead(line);
    let rest = &line[lead.name..];
    let name_end = name_end(rest, with_letters)?;
    let name = rest[..name_end].trim_end();
    // A number alone is a name only where a mark says so: `#2`.
    if !name.contains(char::is_alphabetic) && !lead.open.ends_with('#') {
        return None;
    }
    let (close, inner, length) = close(&rest[name.len()..]);
    let said = &rest[name.len() + length..];
    let timestamp = lead.timestamp.or(inner);
    let is_marked = !lead.open.is_empty() || !close.trim().is_empty() || timestamp.is_some();
    let parting = if said.is_empty() {
        if is_marked { Parting::MarkedLine } else { Parting::Line }
    } else {
        match close.as_str() {
            "," | ", " | "." | ". " => Parting::Stop,
            " " | "" => Parting::Blank,
            _ => Parting::Marks,
        }
    };
    let ends_sentence = close.contains(['?', '!', '？', '！', '。'])
        || (said.is_empty() && close.contains(['.', ',', ';', '…']));
    if ends_sentence || parting == Parting::Blank || (!said.is_empty() && !said.contains(char::is_alphabetic))
    {
        return None;
    }
    let end = name.len() + rest[name.len()..name.len() + length].trim_end().len();
    Some(lead.beginning(at, name, end, timestamp, parting, close))
}

/// The beginnings of a line that only one blank parts from what is said: of one word, of two words and so on.
pub(super) fn by_blanks(line: &str, at: usize) -> Vec<Beginning<'_>> {
    let line = line.trim_end();
    let lead = lead(line);
    let rest = &line[lead.name..];
    let ends = rest.match_indices(' ').map(|(end, _)| end).take(WORDS);
    let fits = |end: &usize| {
        let name = &rest[..*end];
        name.chars().all(|c| c.is_alphanumeric() || is_inside(c) || c == ' ') && name.len() <= LONG
    };
    ends.take_while(fits)
        .filter(|end| rest[..*end].ends_with(char::is_alphanumeric))
        .filter(|end| rest[end + 1..].starts_with(|c: char| !c.is_whitespace()))
        .map(|end| lead.beginning(at, &rest[..end], end, lead.timestamp, Parting::Blank, " ".to_string()))
        .collect()
}

/// Reads what stands before a name.
fn lead(line: &str) -> Lead<'_> {
    let blanks = |from: usize| from + line[from..].len() - line[from..].trim_start_matches(is_lead).len();
    let mut start = blanks(0);
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = &line[start + digits..];
    let is_number = (1..=5).contains(&digits)
        && behind.trim_start_matches(['.', ')', ']']).starts_with([' ', '\t'])
        && time::bare(&line[start..]).is_none();
    if is_number {
        start = blanks(start + digits + behind.len() - behind.trim_start_matches(['.', ')', ']']).len());
    }
    let mut name = start;
    let mut timestamp = None;
    if let Some((time, length)) = time_at(&line[name..]) {
        timestamp = Some(time);
        name = blanks(name + length);
    }
    let open_from = name;
    let mut marks = 0;
    for c in line[name..].chars() {
        let is_mark = !c.is_alphanumeric() && !c.is_whitespace();
        if !(is_mark || (c == ' ' && marks > 0)) || marks >= MARKS {
            break;
        }
        marks += usize::from(is_mark);
        name += c.len_utf8();
    }
    Lead { numbered: is_number, timestamp, start, name, open: line[open_from..name].trim_end() }
}

/// A time at the beginning of `text`, in brackets, in angle brackets or bare, with blanks or the end behind it.
fn time_at(text: &str) -> Option<(Timestamp, usize)> {
    let between = |open: char, close: char| {
        let (inside, _) = text.strip_prefix(open)?.split_once(close)?;
        Some((time::alone(inside)?, inside.len() + 2))
    };
    let in_angles = || between('<', '>').or_else(|| between('{', '}'));
    let bare = || {
        time::bare(text)
            .filter(|(_, length)| text[*length..].is_empty() || text[*length..].starts_with(is_after_time))
    };
    time::bracketed(text).or_else(in_angles).or_else(bare)
}

fn is_after_time(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '>' | ']' | ')' | '|' | ';')
}

/// Where the name at the beginning of `rest` ends: before a mark that stands in no name, a tab, several blanks or a time.
fn name_end(rest: &str, with_letters: bool) -> Option<usize> {
    if !rest.starts_with(char::is_alphanumeric) || time_at(rest).is_some() {
        return None;
    }
    let mut words = 0;
    let mut at = 0;
    loop {
        let opens = words == 0 || rest[..at].trim_end().ends_with('.');
        at += word(&rest[at..], opens, with_letters)?;
        words += 1;
        let behind = &rest[at..];
        let next = behind.strip_prefix([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
        let goes_on = next.filter(|next| {
            (next.starts_with(char::is_alphanumeric) && time_at(next).is_none())
                || is_addition(next).is_some()
        });
        let Some(next) = goes_on else { break };
        if let Some(length) = is_addition(next) {
            at += behind.len() - next.len() + length;
            break;
        }
        if words == WORDS {
            return None;
        }
        at += behind.len() - next.len();
    }
    let name = &rest[..at];
    let letters = name.chars().count();
    let fits = letters <= LONG
        && name.contains(char::is_alphanumeric)
        && !(name.chars().all(is_unspaced) && letters > UNSPACED);
    fits.then_some(at)
}

/// What stands in brackets behind a name and belongs to it: a few words, no time and no number.
fn is_addition(text: &str) -> Option<usize> {
    let (inside, _) = text.strip_prefix('(')?.split_once(')')?;
    let fits = inside.starts_with(char::is_alphabetic)
        && inside.split_whitespace().count() <= WORDS
        && !inside.ends_with(|c: char| c.is_ascii_digit());
    fits.then_some(inside.len() + 2)
}

/// What parts a name from the words, with blanks made one and times, numbers of pages and the like left out; the time in it;
/// and how long it is.
fn close(rest: &str) -> (String, Option<Timestamp>, usize) {
    let mut close = String::new();
    let mut timestamp = None;
    let mut at = 0;
    while let Some(c) = rest[at..].chars().next() {
        if timestamp.is_none()
            && let Some((time, length)) = time_at(&rest[at..])
        {
            timestamp = Some(time);
            at += length;
            close.push('T');
            continue;
        }
        if let Some(length) = number_in_brackets(&rest[at..]) {
            at += length;
            close.push('#');
            continue;
        }
        if c.is_alphanumeric() || (opens_words(c) && !close.is_empty()) {
            break;
        }
        match c {
            '\t' | '\u{3000}' => close.push('\t'),
            c if c.is_whitespace() && close.ends_with(' ') => {
                close.pop();
                close.push_str("  ");
            }
            c if c.is_whitespace() && close.ends_with(['\t', ' ']) => {}
            c if c.is_whitespace() => close.push(' '),
            c => close.push(c),
        }
        at += c.len_utf8();
    }
    (close, timestamp, at)
}

/// Marks that belong to what is said, not to the name.
fn opens_words(c: char) -> bool {
    matches!(
        c,
        '¿' | '¡'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '\''
            | '['
            | '('
            | '（'
            | '…'
            | '「'
            | '『'
            | '《'
            | '*'
            | '_'
    )
}

/// `(p. 3)`, `[12]`: a number in brackets, with a short word before it.
fn number_in_brackets(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let (inside, _) = text[1..].split_once(close)?;
    let number = inside.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | ' ' | '#' | '§'));
    let fits = inside.len() <= 12 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(inside.len() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, name: &str, parting: Parting, close: &str) {
        let found = read(line, 0).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(
            (found.name, found.form.parting, found.form.close.as_str()),
            (name, parting, close),
            "{line}"
        );
    }

    #[test]
    fn names_are_read_between_whatever_stands_beside_them() {
        check("Head of sales > We left.", "Head of sales", Parting::Marks, " > ");
        check("- Anna: It began.", "Anna", Parting::Marks, ": ");
        check("12. Anna\tIt began.", "Anna", Parting::Marks, "\t");
        check("[00:01:02] {Anna} It began.", "Anna", Parting::Marks, "} ");
        check("Dr. Hallam:: It began.", "Dr. Hallam", Parting::Marks, ":: ");
        check("Anna 00:01:02 It began.", "Anna", Parting::Marks, " T ");
        check("Anna (p. 3): It began.", "Anna", Parting::Marks, " #: ");
        check("Sales manager (provider) - It began.", "Sales manager (provider)", Parting::Marks, " - ");
        check("María José :- ¿Cómo?", "María José", Parting::Marks, " :- ");
        check("## Head of sales", "Head of sales", Parting::MarkedLine, "");
        check("Head of sales", "Head of sales", Parting::Line, "");
        check("Anna, it began.", "Anna", Parting::Stop, ", ");
        check("P-01/ It began.", "P-01", Parting::Marks, "/ ");
    }

    #[test]
    fn sentences_numbers_and_times_begin_with_no_name() {
        for line in
            ["It began with an oven in the town (1990)", "00:01:02", "12 It began.", "3 > 2", "", "- - -"]
        {
            assert!(read(line, 0).is_none(), "{line}");
        }
    }
}
