//! Labels that name what somebody does, not who it is: `Harbour master: words`, `Head of sales: words`.

use std::collections::{HashMap, HashSet};

use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::evidence::{Evidence, Occurrence};
use super::lexicon::Meaning;
use super::shape::Shape;
use super::{Family, SpeakerStyle};

/// Most words of such a label.
const WORDS: usize = 5;

/// Fewest labels that are known for others.
const FEWEST: usize = 3;

/// Adds labels of a few words, the first with a capital, to those of the family in which others are sure, where they come
/// again and stand below paragraphs that are labelled: nearly every paragraph that follows a label begins with one.
pub(super) fn add(
    in_family: &mut [bool],
    family: Family,
    labels: &[Evidence],
    occurrences: &[Occurrence],
    candidates: &[Candidate<'_>],
    lines: &[Line],
    blocks: &[usize],
) {
    let sure: Vec<&Candidate<'_>> =
        occurrences.iter().filter(|o| in_family[o.label]).map(|o| &candidates[o.candidate]).collect();
    // Where turns stand line by line, each line is a paragraph.
    let by_lines = sure.iter().filter(|candidate| candidate.opens_block).count() * 2 < sure.len();
    let every: Vec<usize> = (0..lines.len()).filter(|n| lines[*n].kind != LineKind::Blank).collect();
    let blocks = if by_lines { &every } else { blocks };
    let may_be = |label: &Evidence| {
        label.family == family
            && label.shape == Shape::Phrase
            && label.meaning != Meaning::NotASpeaker
            && label.count >= 2
            && !label.same
            && label.loose == label.count
            && (label.opens_block == label.count || (by_lines && label.inside == 0))
            && label.name.starts_with(|c: char| c.is_uppercase())
            && label.name.split_whitespace().count() <= WORDS
    };
    let line = |o: &Occurrence| candidates[o.candidate].line;
    // What stands behind another label is said.
    let mut first: HashMap<usize, usize> = HashMap::new();
    for candidate in candidates {
        let start = first.entry(candidate.line).or_insert(candidate.start);
        *start = candidate.start.min(*start);
    }
    let mut styles: HashMap<SpeakerStyle, usize> = HashMap::new();
    sure.iter().for_each(|candidate| *styles.entry(candidate.style).or_default() += 1);
    let like_others = |style| styles.get(&style).is_some_and(|n| n * 2 >= sure.len());
    let mut begins = vec![true; labels.len()];
    for o in occurrences {
        let Candidate { start, style, .. } = candidates[o.candidate];
        begins[o.label] &= first.get(&line(o)) == Some(&start) && like_others(style);
    }
    let may_be = |n: usize| begins[n] && may_be(&labels[n]);
    let sure: Vec<usize> = sure.iter().map(|candidate| candidate.line).collect();
    let labelled: HashSet<usize> =
        occurrences.iter().filter(|o| in_family[o.label] || may_be(o.label)).map(line).collect();
    let beside = |line: usize, step: isize| -> Option<usize> {
        let at = blocks.binary_search(&line).ok()?;
        blocks.get(at.checked_add_signed(step)?).copied()
    };
    let next: Vec<usize> = sure.iter().filter_map(|line| beside(*line, 1)).collect();
    let covered = next.iter().filter(|line| labelled.contains(line)).count();
    if sure.len() < FEWEST || covered * 10 < next.len() * 9 {
        return;
    }
    let mut follows = vec![0_usize; labels.len()];
    for o in occurrences {
        follows[o.label] += usize::from(beside(line(o), -1).is_some_and(|above| labelled.contains(&above)));
    }
    for (n, label) in labels.iter().enumerate() {
        in_family[n] |= may_be(n) && follows[n] * 10 >= label.count * 9;
    }
}
