//! Labels and numbers that are no turns, to be said.

use std::collections::{HashMap, HashSet};

use themata_model::Turn;
use themata_model::line::{self, Line};

use super::candidate::Candidate;
use super::{
    Family, candidate, evidence, head, is_no_speaker, is_word_for_speaker, number_speakers, numbered, shape,
};

/// Where numbers stand before the words of lines that begin no turn, where numbers go through the text.
pub(crate) fn numbers_inside(text: &str, turns: &[Turn]) -> Vec<usize> {
    let lines = line::lines(text);
    let prefixes = numbered::prefixes(text, &lines);
    let is_inside = |line: &Line| {
        let above = turns.partition_point(|turn| turn.start().0 < line.start).checked_sub(1);
        let body = above.and_then(|n| turns[n].body);
        body.is_some_and(|body| body.start().0 < line.start && line.start < body.end().0)
            && turns.partition_point(|turn| turn.start().0 <= line.end) == above.map_or(0, |n| n + 1)
    };
    let inside = lines.iter().zip(&prefixes).filter(|(line, length)| **length > 0 && is_inside(line));
    inside.map(|(line, _)| line.start).collect()
}

/// Names that begin paragraphs of a text without turns as speakers do, if there are some, and little else.
pub(crate) fn too_seldom(text: &str) -> Option<Vec<String>> {
    let lines = line::lines(text);
    let candidates = candidate::candidates(text, &lines, HashMap::new());
    let fields = head::in_head(text, &lines, &candidates, &HashSet::new());
    let may_speak = |candidate: &Candidate<'_>| {
        !candidate.bare
            && !candidate.tight
            && candidate.style.family() == Family::Colon
            && shape::shape(candidate.name) >= shape::Shape::Word
            && !is_no_speaker(candidate.name)
    };
    let found: Vec<&Candidate<'_>> = candidates
        .iter()
        .zip(&fields)
        .filter(|(c, field)| !**field && may_speak(c))
        .map(|(c, _)| c)
        .collect();
    let (names, _) = number_speakers(&found);
    let paragraphs = evidence::block_starts(&lines).len();
    let is_most = found.len() * 2 >= paragraphs;
    ((2..=SEVERAL).contains(&names.len()) && is_most).then_some(names)
}

/// The one word for a speaker that begins paragraphs of a text without turns, and how many, where nobody else is named.
pub(crate) fn only_one(text: &str) -> Option<(String, usize)> {
    let lines = line::lines(text);
    let candidates = candidate::candidates(text, &lines, HashMap::new());
    let is_marked = |candidate: &&Candidate<'_>| {
        matches!(candidate.style.family(), Family::Colon | Family::Tab | Family::Bracket)
            && candidate.opens_block
            && is_word_for_speaker(candidate.name)
    };
    let found: Vec<&Candidate<'_>> = candidates.iter().filter(is_marked).collect();
    let (mut names, _) = number_speakers(&found);
    let name = names.pop().filter(|_| names.is_empty())?;
    Some((name, found.len()))
}

/// Most names that a short conversation has.
const SEVERAL: usize = 3;
