//! How a TEI document uses elements that encoders use in several ways: `<said who>` for whole turns or for what is quoted, `<w>`
//! with blanks between or without, `<label>` in lists for terms or for speakers.

use std::collections::HashSet;

use super::super::writer::one_line;
use super::super::xml::{Node, Tag, Xml};
use crate::segment::can_be_label;

/// Elements that may say who speaks, besides `<u>` and `<sp>`.
const SPOKEN: [&str; 6] = ["said", "q", "quote", "p", "ab", "seg"];

/// Fewest labels in lists to tell by.
const LABELS: usize = 4;

/// How the elements are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// Which element says who speaks, where there is one, and how many there are of it.
    pub(super) spoken: Option<(&'static str, usize)>,
    /// Whether nearly all words stand in these, so that each is a turn.
    pub(super) spoken_are_turns: bool,
    /// Whether all words stand in `<w>`, with nothing that parts one from the next.
    pub(super) words_touch: bool,
    /// Whether names that come again label the items of lists.
    pub(super) labels_are_speakers: bool,
}

/// What is counted.
#[derive(Default)]
struct Counts {
    letters: usize,
    /// Of each element that says who speaks how many there are, and how many letters they have.
    spoken: [(usize, usize); SPOKEN.len()],
    in_words: usize,
    touching: usize,
    apart: usize,
}

impl Usage {
    /// Whether an element is a turn although it is no utterance.
    pub(super) fn is_turn(&self, tag: &Tag<'_>) -> bool {
        self.spoken_are_turns && self.spoken.is_some_and(|(name, _)| name == tag.name()) && says_who(tag)
    }

    /// Reads a whole document for it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut usage = Usage::default();
        let mut counts = Counts::default();
        let mut xml = Xml::new(text);
        let mut labels: Vec<String> = Vec::new();
        // Names of the elements that are open; whether a word ended, and whether something parts it from the next.
        let mut path: Vec<String> = Vec::new();
        let (mut after_word, mut is_parted) = (false, false);
        // The element that says who speaks, with its depth.
        let mut spoken: Option<(usize, usize)> = None;
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) => {
                    let name = tag.name();
                    let is_beside =
                        matches!(name, "teiHeader" | "note" | "head" | "fw" | "speaker" | "standOff");
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
                    let element = SPOKEN.iter().position(|spoken| *spoken == name);
                    if let Some(n) = element.filter(|_| spoken.is_none() && says_who(&tag)) {
                        counts.spoken[n].0 += 1;
                        spoken = Some((n, path.len()));
                    }
                    path.push(name.to_string());
                }
                Node::Close(name) => {
                    path.pop();
                    spoken = spoken.filter(|(_, depth)| *depth < path.len());
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
                    if let Some((n, _)) = spoken {
                        counts.spoken[n].1 += letters;
                    }
                    counts.in_words += if in_word { letters } else { 0 };
                    let has_blank = match in_word {
                        true => {
                            words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace)
                        }
                        false => words.contains(char::is_whitespace),
                    };
                    is_parted |= has_blank;
                    counts.apart += usize::from(in_word && has_blank && letters > 0);
                }
            }
        }
        let most = SPOKEN.iter().zip(counts.spoken).filter(|(_, (count, _))| *count > 1);
        if let Some((name, (count, letters))) = most.max_by_key(|(_, (_, letters))| *letters) {
            usage.spoken = Some((name, count));
            usage.spoken_are_turns = letters * 10 >= counts.letters * 9;
        }
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

fn says_who(tag: &Tag<'_>) -> bool {
    tag.get("who").is_some_and(|who| !who.is_empty())
}
