//! What the format of a document keeps apart from the turns: text boxes, columns beside the words of a table, and whatever
//! stands below a table of turns.

use themata_model::line::{Line, LineKind};

use super::Marked;

/// Makes the lines that stand apart none of the words of a turn.
pub(super) fn mark(lines: &mut [Line], marked: &Marked) {
    let full = lines.iter_mut().filter(|line| line.kind != LineKind::Blank);
    for line in full.filter(|line| holds(&marked.apart, line.start)) {
        line.kind = LineKind::Heading;
    }
}

/// Whether one of the stretches holds the byte `at`.
pub(super) fn holds(apart: &[(usize, usize)], at: usize) -> bool {
    let next = apart.partition_point(|(start, _)| *start <= at);
    next.checked_sub(1).is_some_and(|n| at < apart[n].1)
}

/// Where the table ends in which a turn begins at `at`, should it be one.
pub(super) fn end_of_table(ends: &[usize], at: usize) -> Option<usize> {
    ends.get(ends.partition_point(|end| *end < at)).copied()
}
