//! Where in a source something is coded: the ways in which a person points at words.

use serde::Serialize;
use themata_exchange::{Quoted, place_quotation};
use themata_model::anchor::{Anchor, Finder, Misplaced};
use themata_model::{ByteOffset, CharOffset, Source, Span, Text, TextIndex};

use super::words::shortened;
use crate::WorkspaceError;

/// Places listed for a quotation that stands at several; nobody reads more with care.
const LISTED: usize = 6;

/// Words that are to be coded, as a person points at them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// The words themselves, perhaps with cuts (`…`).
    Quote {
        /// The words.
        words: String,
        /// Which of several places is meant, counted from 1 in text order.
        nth: Option<usize>,
        /// The line (1-based) in which the words begin.
        line: Option<usize>,
    },
    /// A stretch in code points, end exclusive.
    Span {
        /// First code point, 0-based.
        start: usize,
        /// The one after the last.
        end: usize,
    },
    /// Whole lines (1-based), from the first to the last.
    Lines {
        /// First line.
        from: usize,
        /// Last line.
        to: usize,
    },
    /// All that is said in a turn, counted from 1.
    Turn(usize),
}

/// Words found.
pub(super) struct Found {
    /// The stretches, in text order; at least one.
    pub(super) spans: Vec<Span>,
    /// The quotation as typed, where it has cuts that the text does not have.
    pub(super) typed: Option<String>,
}

impl Spot {
    /// Finds the words in the current text of `source`. Of several places of a quotation the one nearest
    /// to `near` is meant.
    ///
    /// # Errors
    /// When nothing or several things are meant.
    pub(super) fn find(
        &self,
        source: &Source,
        text: &Text,
        index: &TextIndex<'_>,
        near: Option<ByteOffset>,
    ) -> Result<Found, WorkspaceError> {
        let content = text.content.as_str();
        let span = match self {
            Spot::Quote { words, nth, line } => {
                return quotation(source, index, words, (*nth, *line), near);
            }
            Spot::Span { start, end } => index
                .span_of_chars(CharOffset(*start), CharOffset(*end))
                .map_err(|error| WorkspaceError::refused(error.to_string()))?,
            Spot::Lines { from, to } => lines(source, text, *from, *to)?,
            Spot::Turn(number) => turn(source, text, *number)?,
        };
        Ok(Found { spans: vec![span.widened_to_graphemes(content)], typed: None })
    }
}

/// The words of whole lines, without the blanks around them and without the label of the turn that
/// begins there.
fn lines(source: &Source, text: &Text, from: usize, to: usize) -> Result<Span, WorkspaceError> {
    // A line feed at the end closes the last line and begins no other.
    let content = text.content.strip_suffix('\n').unwrap_or(&text.content);
    let starts: Vec<usize> =
        std::iter::once(0).chain(content.match_indices('\n').map(|(at, _)| at + 1)).collect();
    if from == 0 || from > to || to > starts.len() {
        let refusal = match from {
            _ if from > to => format!("the lines {from}–{to} run backwards"),
            _ if from == to => format!("`{}` has the lines 1–{}, not {from}", source.key, starts.len()),
            _ => format!("`{}` has the lines 1–{}, not {from}–{to}", source.key, starts.len()),
        };
        return Err(WorkspaceError::refused(refusal));
    }
    let start = starts[from - 1];
    let end = starts.get(to).map_or(content.len(), |next| next - 1);
    let begins_in_label = text.turn_at(ByteOffset(start)).filter(|turn| start < turn.label.end().0);
    let start = begins_in_label.map_or(start, |turn| turn.body.map_or(turn.label.end(), Span::start).0);
    let words = content.get(start..end).unwrap_or_default();
    let from_byte = start + (words.len() - words.trim_start().len());
    let to_byte = start + words.trim_end().len();
    Span::new(content, ByteOffset(from_byte), ByteOffset(to_byte))
        .map_err(|_| WorkspaceError::refused(format!("nothing is said in line {from} of `{}`", source.key)))
}

fn turn(source: &Source, text: &Text, number: usize) -> Result<Span, WorkspaceError> {
    let shown = format!("`themata show {}` numbers the turns", source.key);
    let turn = number.checked_sub(1).and_then(|at| text.turns.get(at)).ok_or_else(|| {
        let n = text.turns.len();
        WorkspaceError::refused(match n {
            0 => format!("no turns were found in `{}`", source.key),
            n => format!("`{}` has the turns 1–{n}, not {number}", source.key),
        })
        .hint(shown)
    })?;
    turn.body.ok_or_else(|| {
        WorkspaceError::refused(format!("nothing is said in turn {number} of `{}`", source.key))
    })
}

fn quotation(
    source: &Source,
    index: &TextIndex<'_>,
    words: &str,
    (nth, line): (Option<usize>, Option<usize>),
    near: Option<ByteOffset>,
) -> Result<Found, WorkspaceError> {
    if let (None, None, Some(span)) = (nth, line, only_place(index.text(), words)) {
        return Ok(Found { spans: vec![span], typed: None });
    }
    let finder = Finder::new(index.text());
    let near = match (nth, line) {
        (None, None) => near,
        _ => Some(chosen(source, &finder, index, words, nth, line)?),
    };
    match place_quotation(source, &finder, words, near) {
        Ok(Quoted { spans, edited }) => Ok(Found { spans, typed: edited.then(|| words.trim().to_string()) }),
        Err(misplaced) => Err(told(source, index, words, misplaced)),
    }
}

/// The place of words that stand in the text once, to the letter: the first rule of [`Finder::place`],
/// for which the text need not be folded.
fn only_place(content: &str, words: &str) -> Option<Span> {
    if !words.contains(char::is_alphanumeric) {
        return None;
    }
    let typed = [words, words.trim()].into_iter().find(|typed| content.contains(typed))?;
    let at = content.find(typed).filter(|at| content.rfind(typed) == Some(*at))?;
    let span = Span::new(content, ByteOffset(at), ByteOffset(at + typed.len())).ok()?;
    Some(span.widened_to_graphemes(content))
}

/// Where the place begins that the person chose by its number or its line.
fn chosen(
    source: &Source,
    finder: &Finder<'_>,
    index: &TextIndex<'_>,
    words: &str,
    nth: Option<usize>,
    line: Option<usize>,
) -> Result<ByteOffset, WorkspaceError> {
    let mut places = finder.occurrences(words);
    if places.is_empty() {
        places = match finder.place(words, None) {
            Ok(placed) => placed.hull().into_iter().collect(),
            Err(Misplaced::Ambiguous { candidates }) => candidates,
            Err(misplaced) => return Err(told(source, index, words, misplaced)),
        };
    }
    let begins = |span: &Span| index.line_of(span.start());
    let there: Vec<Span> = match line {
        Some(line) => places.iter().copied().filter(|span| begins(span) == line).collect(),
        None => places.clone(),
    };
    if let (Some(line), []) = (line, there.as_slice()) {
        let message = format!("“{}” does not begin in line {line} of `{}`", shortened(words), source.key);
        return Err(WorkspaceError::refused(message).hint(candidates(index, &places)));
    }
    let found = match (nth, there.as_slice()) {
        (None, [only]) => Some(only),
        (None, several) => {
            return Err(told(source, index, words, Misplaced::Ambiguous { candidates: several.to_vec() }));
        }
        (Some(nth), several) => nth.checked_sub(1).and_then(|at| several.get(at)),
    };
    found.map(|span| span.start()).ok_or_else(|| {
        let message = match there.len() {
            1 => format!("“{}” stands there only once", shortened(words)),
            n => format!("“{}” stands there {n} times", shortened(words)),
        };
        WorkspaceError::refused(message).hint(candidates(index, &there))
    })
}

fn told(source: &Source, index: &TextIndex<'_>, words: &str, misplaced: Misplaced) -> WorkspaceError {
    let content = index.text();
    match misplaced {
        Misplaced::Empty => WorkspaceError::refused("the quotation is empty"),
        Misplaced::Ambiguous { candidates: places } => {
            let message =
                format!("“{}” stands at {} places in `{}`", shortened(words), places.len(), source.key);
            WorkspaceError::refused(message)
                .hint(candidates(index, &places))
                .hint("choose one with `--nth N` or `--line N`, or quote more words")
        }
        Misplaced::Absent { nearest } => {
            let message = format!("“{}” does not stand in `{}`", shortened(words), source.key);
            let error = WorkspaceError::refused(message);
            let similar: Vec<String> = nearest
                .iter()
                .map(|found| {
                    let line = index.line_of(found.span.start());
                    let words = shortened(found.span.of(content));
                    format!("line {line} “{words}” ({:.0} % alike)", found.score * 100.0)
                })
                .collect();
            if similar.is_empty() { error } else { error.hint(format!("similar is {}", similar.join("; "))) }
        }
    }
}

/// The places as a numbered list, each with the words around it.
fn candidates(index: &TextIndex<'_>, places: &[Span]) -> String {
    let content = index.text();
    let one = |(n, span): (usize, &Span)| {
        let around = Anchor::of(content, *span);
        let words = format!("{}{}{}", around.prefix, shortened(&around.quotation), around.suffix);
        format!("\n  {n}. line {}: … {} …", index.line_of(span.start()), themata_model::fold_typed(&words))
    };
    let mut list: String = (1..).zip(places).take(LISTED).map(one).collect();
    if places.len() > LISTED {
        list.push_str(&format!("\n  and {} more", places.len() - LISTED));
    }
    format!("it stands in{list}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_there_once_are_found_where_the_finder_finds_them() {
        let content = "A: We don’t pay, we pay… no, no, no. Cafe\u{301} au lait.\n";
        let finder = Finder::new(content);
        let typed =
            ["We don’t", " we pay… ", "pay", "no, no", "Cafe", "We don't", "au lait", "…", "", "nowhere"];
        for words in typed {
            let Some(only) = only_place(content, words) else { continue };
            assert_eq!(finder.place(words, None).unwrap().spans(), [only], "{words}");
        }
        assert!(only_place(content, "no, no").is_none(), "places may overlap");
        assert_eq!(only_place(content, "Cafe").unwrap().of(content), "Cafe\u{301}");
    }
}
