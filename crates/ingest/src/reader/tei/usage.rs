//! How a TEI document uses elements that encoders use in several ways: `<said>` for whole turns or for what is quoted, `<w>`
//! with blanks between or without, `<label>` in lists for terms or for speakers.

use std::collections::HashSet;

use super::super::writer::one_line;
use super::super::xml::{Node, Xml};
use crate::segment::can_be_label;

/// Fewest labels in lists to tell by.
const LABELS: usize = 4;

/// How the elements are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// How many `<said>` say who speaks.
    pub(super) said: usize,
    /// Whether nearly all words stand in them, so that each is a turn.
    pub(super) said_are_turns: bool,
    /// Whether all words stand in `<w>`, with nothing that parts one from the next.
    pub(super) words_touch: bool,
    /// Whether names that come again label the items of lists.
    pub(super) labels_are_speakers: bool,
}

/// What is counted.
#[derive(Default)]
struct Counts {
    letters: usize,
    in_said: usize,
    in_words: usize,
    touching: usize,
    apart: usize,
}

impl Usage {
    /// Reads a whole document for it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut usage = Usage::default();
        let mut counts = Counts::default();
        let mut xml = Xml::new(text);
        let mut labels: Vec<String> = Vec::new();
        // Names of the elements that are open; whether a word ended, and whether something parts it from the next.
        let mut path: Vec<String> = Vec::new();
        let (mut after_word, mut is_parted) = (false, false);
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) => {
                    let name = tag.name();
                    let is_beside = matches!(name, "teiHeader" | "note" | "head" | "fw" | "speaker" | "standOff");
                    if is_beside {
                        xml.skip()?;
                        continue;
                    }
                    if name == "label" && path.last().is_some_and(|outer| outer == "list") {
                        labels.push(one_line(&xml.words()?));
                        continue;
                    }
                    if name == "w" {
                        counts.touching += usize::from(after_word && !is_parted);
                        counts.apart += usize::from(after_word && is_parted);
                    }
                    if name == "said" && tag.get("who").is_some_and(|who| !who.is_empty()) {
                        usage.said += 1;
                    }
                    path.push(name.to_string());
                }
                Node::Close(name) => {
                    path.pop();
                    match name.as_str() {
                        "w" => (after_word, is_parted) = (true, false),
                        "u" | "s" | "p" | "seg" | "ab" | "l" => after_word = false,
                        _ => {}
                    }
                }
                Node::Text(words) => {
                    let within = |name: &str| path.iter().any(|outer| outer == name);
                    if !within("text") {
                        continue;
                    }
                    let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
                    let in_word = within("w");
                    counts.letters += letters;
                    counts.in_said += if within("said") { letters } else { 0 };
                    counts.in_words += if in_word { letters } else { 0 };
                    let has_blank = match in_word {
                        true => words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace),
                        false => words.contains(char::is_whitespace),
                    };
                    is_parted |= has_blank;
                    counts.apart += usize::from(in_word && has_blank && letters > 0);
                }
            }
        }
        usage.said_are_turns = usage.said > 1 && counts.in_said * 10 >= counts.letters * 9;
        usage.words_touch =
            counts.touching > 0 && counts.apart == 0 && counts.in_words * 10 >= counts.letters * 9;
        let own: HashSet<&String> = labels.iter().collect();
        usage.labels_are_speakers = labels.len() >= LABELS
            && own.len() > 1
            && own.len() * 2 <= labels.len()
            && own.iter().all(|name| can_be_label(&format!("{name}:"), name) || name.ends_with([':', '：']));
        Ok(usage)
    }
}
