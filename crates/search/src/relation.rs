//! Relations of codings: one within another, overlapping it, before it.

use crate::Quotation;
use crate::query::RelationKind;

/// Those of `left` that stand in the relation to one of `right`; never a coding to itself. Both lists are
/// ordered by text and start.
pub(crate) fn related(left: &[Quotation], kind: RelationKind, right: &[Quotation]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut text = None;
    let mut others = Others::default();
    for one in left {
        if text != Some(one.text) {
            text = Some(one.text);
            from += right[from..].partition_point(|other| other.text < one.text);
            let to = from + right[from..].partition_point(|other| other.text == one.text);
            others = Others::of(&right[from..to]);
        }
        let stands = match kind {
            RelationKind::Within => others.furthest_end(one.start, one.id).is_some_and(|end| end >= one.end),
            RelationKind::Overlaps => {
                others.furthest_end(one.end - 1, one.id).is_some_and(|end| end > one.start)
            }
            RelationKind::Before => others.starts_from(one.end, one.id),
        };
        if stands {
            found.push(*one);
        }
    }
    found
}

/// The codings of one text, ready to be asked for their ends.
#[derive(Default)]
struct Others {
    /// Start and id, in order.
    starts: Vec<(u32, i64)>,
    /// For as many codings from the first on: the two that end last, as end and id.
    last_ends: Vec<[Option<(u32, i64)>; 2]>,
}

impl Others {
    fn of(others: &[Quotation]) -> Others {
        let mut best: [Option<(u32, i64)>; 2] = [None, None];
        let mut last_ends = Vec::with_capacity(others.len());
        for other in others {
            let new = Some((other.end, other.id));
            if new > best[0] {
                best = [new, best[0]];
            } else if new > best[1] {
                best[1] = new;
            }
            last_ends.push(best);
        }
        Others { starts: others.iter().map(|other| (other.start, other.id)).collect(), last_ends }
    }

    /// The greatest end of those that start at `bound` or before, other than `id`.
    fn furthest_end(&self, bound: u32, id: i64) -> Option<u32> {
        let n = self.starts.partition_point(|(start, _)| *start <= bound);
        let best = self.last_ends.get(n.checked_sub(1)?)?;
        best.iter().flatten().find(|(_, other)| *other != id).map(|(end, _)| *end)
    }

    /// Whether one other than `id` starts at `bound` or after.
    fn starts_from(&self, bound: u32, id: i64) -> bool {
        self.starts.iter().rev().take(2).any(|(start, other)| *start >= bound && *other != id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: u32, start: u32, end: u32, id: i64) -> Quotation {
        Quotation { text, start, end, id }
    }

    #[test]
    fn relations_hold_within_one_text_and_never_to_itself() {
        let o = [at(0, 5, 9, 1), at(0, 20, 30, 2), at(1, 0, 4, 3)];
        let q = [at(0, 4, 10, 4), at(0, 20, 30, 2), at(0, 25, 40, 5)];
        let ids = |kind| related(&o, kind, &q).iter().map(|q| q.id).collect::<Vec<_>>();
        assert_eq!(ids(RelationKind::Within), [1]);
        assert_eq!(ids(RelationKind::Overlaps), [1, 2]);
        assert_eq!(ids(RelationKind::Before), [1]);
    }

    #[test]
    fn relations_equal_a_look_at_every_pair() {
        let mut dice = 7u32;
        let mut roll = |n: u32| {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (dice >> 8) % n
        };
        for _ in 0..200 {
            let mut list = |from: i64| {
                let mut list: Vec<Quotation> = (0..8)
                    .map(|i| {
                        let start = roll(20);
                        at(roll(2), start, start + 1 + roll(6), from + i)
                    })
                    .collect();
                list.sort();
                list
            };
            let (left, right) = (list(0), list(4));
            for kind in [RelationKind::Within, RelationKind::Overlaps, RelationKind::Before] {
                let stands = |a: &Quotation, b: &Quotation| {
                    a.text == b.text
                        && a.id != b.id
                        && match kind {
                            RelationKind::Within => b.start <= a.start && a.end <= b.end,
                            RelationKind::Overlaps => a.start < b.end && b.start < a.end,
                            RelationKind::Before => a.end <= b.start,
                        }
                };
                let naive: Vec<Quotation> =
                    left.iter().filter(|a| right.iter().any(|b| stands(a, b))).copied().collect();
                assert_eq!(related(&left, kind, &right), naive, "{kind} {left:?} {right:?}");
            }
        }
    }
}
