//! Counts of pairs of codes by one sweep over the codings of each source.

use themata_model::table::CodingRef;

/// Start and end (exclusive) of a passage or turn.
pub(super) type Stretch = (u32, u32);

/// A coding in a source; sorted by source, then place, then code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    pub(super) source: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The place of the code among those compared.
    pub(super) code: u32,
    pub(super) coding: CodingRef,
}

/// How often each code is there, and how often each pair of codes is there together.
pub(crate) struct Pairs {
    codes: usize,
    // By code.
    own: Vec<u32>,
    own_codings: Vec<Vec<CodingRef>>,
    // By the lesser code, then the greater one.
    counts: Vec<u32>,
    codings: Vec<Vec<CodingRef>>,
}

impl Pairs {
    /// Returns the counts of `codes` codes before anything is counted.
    pub(super) fn new(codes: usize) -> Self {
        Pairs {
            codes,
            own: vec![0; codes],
            own_codings: vec![Vec::new(); codes],
            counts: vec![0; codes * codes],
            codings: vec![Vec::new(); codes * codes],
        }
    }

    /// How often the code at place `at` is there.
    pub(crate) fn own(&self, at: usize) -> u32 {
        self.own.get(at).copied().unwrap_or_default()
    }

    /// The codings behind [`Pairs::own`].
    pub(crate) fn own_codings(&self, at: usize) -> &[CodingRef] {
        self.own_codings.get(at).map_or(&[], Vec::as_slice)
    }

    /// How often the codes at the places `a` and `b` are there together.
    pub(crate) fn count(&self, a: usize, b: usize) -> u32 {
        self.counts.get(self.cell(a, b)).copied().unwrap_or_default()
    }

    /// The codings of both codes behind [`Pairs::count`], in the order of the study.
    pub(crate) fn codings(&self, a: usize, b: usize) -> &[CodingRef] {
        self.codings.get(self.cell(a, b)).map_or(&[], Vec::as_slice)
    }

    /// The share of the places of either code where both are: `n12 / (n1 + n2 − n12)`. `None` where
    /// it is no share, since more pairs overlap than there are spans, or neither code is there.
    pub(crate) fn coefficient(&self, a: usize, b: usize) -> Option<f64> {
        let (one, two, both) = (self.own(a), self.own(b), self.count(a, b));
        let either = (u64::from(one) + u64::from(two)).checked_sub(u64::from(both))?;
        (either > 0 && u64::from(both) <= either).then(|| f64::from(both) / either as f64)
    }

    fn cell(&self, a: usize, b: usize) -> usize {
        a.min(b) * self.codes + a.max(b)
    }

    /// Adds the pairs of spans of one source that share a character; `items` are sorted.
    pub(super) fn add_overlaps(&mut self, items: &[Item]) {
        let same = |a: &Item, b: &Item| (a.start, a.end, a.code) == (b.start, b.end, b.code);
        // The spans that may still reach into the next one.
        let mut open: Vec<&[Item]> = Vec::new();
        for span in items.chunk_by(same) {
            let Some(head) = span.first() else { continue };
            self.add_own(span);
            open.retain(|other| other.first().is_some_and(|other| other.end > head.start));
            for other in &open {
                let Some(first) = other.first().filter(|first| first.code != head.code) else { continue };
                let cell = self.cell(head.code as usize, first.code as usize);
                self.counts[cell] += 1;
                self.remember(cell, other);
                self.remember(cell, span);
            }
            open.push(span);
        }
    }

    /// Adds the passages or turns of one source that two codes share, and returns how many codings
    /// touch none; `items` are sorted, `stretches` sorted and apart from one another.
    pub(super) fn add_shared(&mut self, items: &[Item], stretches: &[Stretch]) -> usize {
        let mut outside = 0;
        let mut touched: Vec<(usize, Item)> = Vec::new();
        for item in items {
            let first = stretches.partition_point(|(_, end)| *end <= item.start);
            let beyond = stretches.partition_point(|(start, _)| *start < item.end);
            outside += usize::from(first >= beyond);
            touched.extend((first..beyond).map(|stretch| (stretch, *item)));
        }
        touched.sort_unstable_by_key(|(stretch, item)| (*stretch, item.code, item.coding));
        for of_stretch in touched.chunk_by(|a, b| a.0 == b.0) {
            let there: Vec<Vec<Item>> = of_stretch
                .chunk_by(|a, b| a.1.code == b.1.code)
                .map(|of_code| of_code.iter().map(|(_, item)| *item).collect())
                .collect();
            for (at, one) in there.iter().enumerate() {
                self.add_own(one);
                let Some(head) = one.first() else { continue };
                for other in &there[at + 1..] {
                    let Some(first) = other.first() else { continue };
                    let cell = self.cell(head.code as usize, first.code as usize);
                    self.counts[cell] += 1;
                    self.remember(cell, one);
                    self.remember(cell, other);
                }
            }
        }
        outside
    }

    /// Puts the codings in the order of the study, each once.
    pub(super) fn finish(&mut self) {
        for codings in self.codings.iter_mut().chain(&mut self.own_codings) {
            codings.sort_unstable();
            codings.dedup();
        }
    }

    fn add_own(&mut self, items: &[Item]) {
        let Some(code) = items.first().map(|item| item.code as usize) else { return };
        self.own[code] += 1;
        self.own_codings[code].extend(items.iter().map(|item| item.coding));
    }

    fn remember(&mut self, cell: usize, items: &[Item]) {
        self.codings[cell].extend(items.iter().map(|item| item.coding));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const CODES: usize = 5;

    fn items() -> impl Strategy<Value = Vec<Item>> {
        let one = (0u32..3, 0u32..40, 1u32..15, 0..5u32);
        prop::collection::vec(one, 0..50).prop_map(|rows| {
            let item = |(n, (source, start, length, code))| Item {
                source,
                start,
                end: start + length,
                code,
                coding: CodingRef(n),
            };
            let mut items: Vec<Item> = (0u32..).zip(rows).map(item).collect();
            items.sort_unstable();
            items
        })
    }

    fn swept(items: &[Item], stretches: Option<&[Stretch]>) -> Pairs {
        let mut pairs = Pairs::new(CODES);
        for of_source in items.chunk_by(|a, b| a.source == b.source) {
            match stretches {
                None => pairs.add_overlaps(of_source),
                Some(stretches) => {
                    pairs.add_shared(of_source, stretches);
                }
            }
        }
        pairs.finish();
        pairs
    }

    fn overlap(a: &Item, b: &Item) -> bool {
        a.source == b.source && a.start < b.end && b.start < a.end
    }

    type Place = (u32, u32, u32);

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn the_sweep_counts_as_all_pairs_do(items in items()) {
            let pairs = swept(&items, None);
            for a in 0..CODES {
                let of = |code: usize| items.iter().filter(move |item| item.code as usize == code);
                let place = |item: &Item| -> Place { (item.source, item.start, item.end) };
                let own: BTreeSet<Place> = of(a).map(place).collect();
                prop_assert_eq!(pairs.own(a) as usize, own.len());
                for b in (0..CODES).filter(|&b| b != a) {
                    let mut found: BTreeSet<(Place, Place)> = BTreeSet::new();
                    let mut codings: BTreeSet<CodingRef> = BTreeSet::new();
                    for one in of(a) {
                        for two in of(b).filter(|two| overlap(one, two)) {
                            found.insert((place(one), place(two)));
                            codings.extend([one.coding, two.coding]);
                        }
                    }
                    prop_assert_eq!(pairs.count(a, b) as usize, found.len());
                    prop_assert_eq!(pairs.count(a, b), pairs.count(b, a));
                    prop_assert_eq!(pairs.codings(a, b), codings.into_iter().collect::<Vec<_>>());
                }
            }
        }

        #[test]
        fn shared_stretches_count_as_asking_each_of_them_does(items in items(), widths in prop::collection::vec(1u32..9, 1..8)) {
            let mut stretches: Vec<Stretch> = Vec::new();
            let mut at = 2;
            for width in widths {
                stretches.push((at, at + width));
                at += width + 1;
            }
            let pairs = swept(&items, Some(&stretches));
            let touched = |code: usize| -> BTreeSet<(u32, Stretch)> {
                let of_code = items.iter().filter(|item| item.code as usize == code);
                let hits = of_code.flat_map(|item| {
                    let hit = |(start, end): &&Stretch| item.start < *end && *start < item.end;
                    stretches.iter().filter(hit).map(|stretch| (item.source, *stretch))
                });
                hits.collect()
            };
            for a in 0..CODES {
                prop_assert_eq!(pairs.own(a) as usize, touched(a).len());
                for b in (0..CODES).filter(|&b| b != a) {
                    let both = touched(a).intersection(&touched(b)).count();
                    prop_assert_eq!(pairs.count(a, b) as usize, both);
                    let share = pairs.coefficient(a, b);
                    prop_assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
                }
            }
        }
    }

    #[test]
    fn the_coefficient_is_the_share_of_places_with_both_codes() {
        let item = |start, code| Item { source: 0, start, end: start + 5, code, coding: CodingRef(start) };
        // Three spans of one code, two of the other, one of them shared: 1 / (3 + 2 − 1).
        let mut items = vec![item(0, 0), item(10, 0), item(20, 0), item(21, 1), item(40, 1)];
        items.sort_unstable();
        let pairs = swept(&items, None);
        assert_eq!(pairs.coefficient(0, 1), Some(0.25));
        assert_eq!(pairs.coefficient(0, 2), Some(0.0));
        assert_eq!(pairs.coefficient(2, 3), None);
    }
}
