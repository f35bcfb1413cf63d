//! Sets of units, each with a score, and their algebra.

use fixedbitset::FixedBitSet;

/// Units by number, in order, each with its score.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Hits {
    pub(crate) ids: Vec<u32>,
    pub(crate) scores: Vec<f32>,
}

impl Hits {
    pub(crate) fn push(&mut self, id: u32, score: f32) {
        self.ids.push(id);
        self.scores.push(score);
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// All units of a set, without a score.
    pub(crate) fn of(set: &FixedBitSet) -> Hits {
        let ids: Vec<u32> = set.ones().map(|id| u32::try_from(id).unwrap_or(u32::MAX)).collect();
        let scores = vec![0.0; ids.len()];
        Hits { ids, scores }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, f32)> {
        self.ids.iter().copied().zip(self.scores.iter().copied())
    }

    /// Those for which `keep` holds.
    #[must_use]
    pub(crate) fn retained(self, mut keep: impl FnMut(u32) -> bool) -> Hits {
        let mut kept = Hits::default();
        for (id, score) in self.iter() {
            if keep(id) {
                kept.push(id, score);
            }
        }
        kept
    }

    /// Those in both, the scores added up.
    #[must_use]
    pub(crate) fn and(&self, other: &Hits) -> Hits {
        let mut both = Hits::default();
        let mut rest = other.iter().peekable();
        for (id, score) in self.iter() {
            while rest.next_if(|(other, _)| *other < id).is_some() {}
            if let Some((_, more)) = rest.next_if(|(other, _)| *other == id) {
                both.push(id, score + more);
            }
        }
        both
    }

    /// Those in either, the scores added up.
    #[must_use]
    pub(crate) fn or(&self, other: &Hits) -> Hits {
        let mut either = Hits { ids: Vec::with_capacity(self.len() + other.len()), scores: Vec::new() };
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        loop {
            match (left.peek().copied(), right.peek().copied()) {
                (None, None) => return either,
                (Some((a, score)), Some((b, more))) if a == b => {
                    either.push(a, score + more);
                    left.next();
                    right.next();
                }
                (Some((a, score)), other) if other.is_none_or(|(b, _)| a < b) => {
                    either.push(a, score);
                    left.next();
                }
                (_, Some((b, more))) => {
                    either.push(b, more);
                    right.next();
                }
                (Some(_), None) => return either,
            }
        }
    }

    /// Those that are not in the other.
    #[must_use]
    pub(crate) fn without(self, other: &Hits) -> Hits {
        let mut rest = other.ids.iter().copied().peekable();
        self.retained(|id| {
            while rest.next_if(|other| *other < id).is_some() {}
            rest.peek() != Some(&id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(ids: &[u32]) -> Hits {
        Hits { ids: ids.to_vec(), scores: vec![1.0; ids.len()] }
    }

    #[test]
    fn sets_meet_join_and_part() {
        let (a, b) = (hits(&[1, 3, 5, 9]), hits(&[2, 3, 9, 10]));
        assert_eq!(a.and(&b), Hits { ids: vec![3, 9], scores: vec![2.0, 2.0] });
        assert_eq!(a.or(&b).ids, [1, 2, 3, 5, 9, 10]);
        assert_eq!(a.or(&b).scores, [1.0, 1.0, 2.0, 1.0, 2.0, 1.0]);
        assert_eq!(a.clone().without(&b).ids, [1, 5]);
        assert_eq!(hits(&[]).or(&a), a);
    }
}
