//! What stands under headings and belongs to no turn.

use std::collections::HashSet;

use themata_model::line::{Line, LineKind};

use super::candidate::Candidate;
use super::{evidence, lexicon};

/// Whether the labels are words for question and answer and most paragraphs have none. Then the text
/// is a talk or a report with some questions in it, and what stands under the next heading is no
/// answer to them. (A talk labelled with the speaker's name goes on under the same name.)
pub(super) fn is_sparse(lines: &[Line], chosen: &[&Candidate<'_>]) -> bool {
    let first = chosen.first().map_or(0, |candidate| candidate.line);
    let paragraphs = evidence::block_starts(lines).iter().filter(|&&line| line >= first).count();
    let question_or_answer =
        chosen.iter().filter(|candidate| lexicon::asks_or_answers(candidate.name)).count();
    question_or_answer * 2 > chosen.len() && chosen.len() * 4 < paragraphs
}

/// Whether what stands under a heading below the last turn is none of it: where nearly every paragraph up to that heading
/// begins with a label, or under no heading above somebody goes on without one.
pub(super) fn are_below(lines: &[Line], chosen: &[&Candidate<'_>]) -> bool {
    let (Some(first), Some(last)) = (chosen.first(), chosen.last()) else { return false };
    let below = lines[last.line + 1..].iter().position(|line| line.kind == LineKind::Heading);
    let Some(heading) = below.map(|below| last.line + 1 + below) else { return false };
    let paragraphs = evidence::block_starts(lines);
    let within = paragraphs.iter().filter(|&&line| (first.line..heading).contains(&line)).count();
    let at: HashSet<usize> = chosen.iter().map(|one| one.begins().0).collect();
    let is_filled = |n: &usize| !matches!(lines[*n].kind, LineKind::Blank | LineKind::Rule);
    let goes_on = |heading: usize| {
        let below = (heading + 1..last.line).find(is_filled);
        below.is_some_and(|n| lines[n].kind != LineKind::Heading && !at.contains(&n))
    };
    let goes_on_above =
        (first.line..last.line).any(|n| lines[n].kind == LineKind::Heading && !at.contains(&n) && goes_on(n));
    chosen.len() >= MANY && (chosen.len() * 10 >= within * 9 || !goes_on_above)
}

/// Fewest turns to tell by that nearly every paragraph has a label.
const MANY: usize = 6;
