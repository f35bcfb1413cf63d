//! Stated parts against their stated whole: numbers of the paper that do not add up.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{StatedTotal, Study};

use super::Remarks;
use crate::roster::{describe, members, total_key, total_scope};

mod partition;
mod unheld;

use partition::is_partition;
pub(super) use unheld::is_unheld;
use unheld::stated_within;

/// What a total can be restricted by, in the order of [`total_scope`].
const DIMENSIONS: [&str; 4] = ["cases", "sides", "parties", "waves"];

/// How many ways to divide one whole are looked at; a paper states a few.
const DIVISIONS: usize = 32;

/// How many attempts to divide one whole are made before it is left alone.
const ATTEMPTS: usize = 20_000;

/// A stated whole and stated parts that make it up, whose sum is another (positions of totals, ascending).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Contradiction {
    whole: usize,
    parts: Vec<usize>,
}

/// Asks about every stated whole that its stated parts contradict, once, and says where the difference
/// sits as far as other stated numbers tell. Returns the totals that no roster could bear out for that
/// reason, while it bears out their whole.
pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) -> BTreeSet<usize> {
    let sums = Sums::new(study);
    let found = sums.contradictions();
    // Those that hold no smaller one: there the difference sits.
    let within = |small: &Contradiction, large: &Contradiction| {
        small.whole != large.whole && small.parts.iter().all(|part| large.parts.contains(part))
    };
    let is_root = |one: &&Contradiction| !found.iter().any(|other| other != *one && within(other, one));
    let roots: Vec<&Contradiction> = found.iter().filter(is_root).collect();
    let inside = |one: &Contradiction| -> Vec<&Contradiction> {
        roots.iter().copied().filter(|root| *root == one || within(root, one)).collect()
    };
    let is_told = |one: &&Contradiction| is_root(one) || !sums.steps_over(one);
    let mut order: Vec<&Contradiction> = found.iter().filter(is_told).collect();
    order.sort_by_key(|one| {
        let dimension = sums.dimension(one);
        let reach = std::cmp::Reverse(sums.size(one.whole));
        (reach, one.whole, std::cmp::Reverse((inside(one).len(), dimension.is_some(), one.parts.len())))
    });
    let mut told: BTreeSet<&Contradiction> = BTreeSet::new();
    let mut beyond = BTreeSet::new();
    for one in order {
        let roots = inside(one);
        if roots.iter().any(|root| told.contains(root)) {
            continue;
        }
        told.extend(&roots);
        for root in &roots {
            if sums.is_borne_out(root) {
                beyond.extend(root.parts.iter().copied());
            }
        }
        let whole = &study.totals[one.whole];
        let name = sums.dimension(one).map_or("parts", |dimension| DIMENSIONS[dimension]);
        let key = format!("parts:{}:{name}", total_key(whole));
        remarks.question(key, "totals", sums.sentence(one, &roots));
    }
    beyond
}

/// The stated totals with what the roster has for each.
struct Sums<'a> {
    study: &'a Study,
    members: Vec<BTreeMap<usize, u32>>,
}

impl<'a> Sums<'a> {
    fn new(study: &'a Study) -> Self {
        let held = |at: usize| match is_unheld(study, &study.totals[at]) {
            true => stated_within(study, at),
            false => members(study, &study.totals[at]),
        };
        Sums { study, members: (0..study.totals.len()).map(held).collect() }
    }

    fn total(&self, at: usize) -> &'a StatedTotal {
        &self.study.totals[at]
    }

    fn size(&self, at: usize) -> usize {
        self.members[at].len()
    }

    fn found(&self, at: usize) -> u64 {
        self.members[at].values().map(|&n| u64::from(n)).sum()
    }

    fn stated(&self, parts: &[usize]) -> u64 {
        parts.iter().map(|&at| u64::from(self.total(at).value)).sum()
    }

    fn contradictions(&self) -> BTreeSet<Contradiction> {
        let mut out = BTreeSet::new();
        for whole in 0..self.study.totals.len() {
            let mut divisions = self.by_roster(whole);
            divisions.extend((0..DIMENSIONS.len()).filter_map(|dimension| self.by_names(whole, dimension)));
            for mut parts in divisions {
                parts.sort_unstable();
                if self.stated(&parts) != u64::from(self.total(whole).value) {
                    out.insert(Contradiction { whole, parts });
                }
            }
        }
        out
    }

    /// Stated parts along one dimension that are all there are by name, whatever the roster has.
    fn by_names(&self, whole: usize, dimension: usize) -> Option<Vec<usize>> {
        let (of, scope) = (self.total(whole).of, total_scope(self.total(whole)));
        let is_part = |total: &StatedTotal| {
            let mut wider = total_scope(total);
            wider[dimension].take().is_some() && wider == scope && total.of == of
        };
        let parts = (0..self.study.totals.len()).filter(|&at| is_part(self.total(at)));
        let parts: Vec<usize> = parts.collect();
        is_partition(self.study, dimension, of, scope, parts.len()).then_some(parts)
    }

    /// All ways in which stated parts make up the whole in the roster, each person or interview in
    /// one part. Only a roster that has the whole as it is stated can tell that nothing is missing; where
    /// there is none yet, parts that are more than their whole contradict it.
    fn by_roster(&self, whole: usize) -> Vec<Vec<usize>> {
        let all = &self.members[whole];
        let value = u64::from(self.total(whole).value);
        let is_unheld = is_unheld(self.study, self.total(whole));
        if all.is_empty() || (!is_unheld && self.found(whole) != value) {
            return Vec::new();
        }
        let scope = total_scope(self.total(whole));
        let is_part = |at: &usize| {
            let (total, own) = (self.total(*at), &self.members[*at]);
            *at != whole
                && total.of == self.total(whole).of
                && !own.is_empty()
                && own.keys().all(|row| all.contains_key(row))
                // Of two totals of the same rows the narrower one is the part.
                && (own.len() < all.len() || is_narrower(total_scope(total), scope))
        };
        let parts: Vec<usize> = (0..self.study.totals.len()).filter(is_part).collect();
        let mut out = Vec::new();
        self.divide(all, &parts, &mut Vec::new(), &mut BTreeSet::new(), &mut out, &mut 0);
        out.retain(|parts| !is_unheld || self.stated(parts) > value);
        out
    }

    fn divide(
        &self,
        all: &BTreeMap<usize, u32>,
        parts: &[usize],
        chosen: &mut Vec<usize>,
        covered: &mut BTreeSet<usize>,
        out: &mut Vec<Vec<usize>>,
        attempts: &mut usize,
    ) {
        *attempts += 1;
        if out.len() >= DIVISIONS || *attempts > ATTEMPTS {
            return;
        }
        let Some(next) = all.keys().find(|row| !covered.contains(row)) else {
            out.push(chosen.clone());
            return;
        };
        for &part in parts {
            let own = &self.members[part];
            if !own.contains_key(next) || own.keys().any(|row| covered.contains(row)) {
                continue;
            }
            chosen.push(part);
            covered.extend(own.keys());
            self.divide(all, parts, chosen, covered, out, attempts);
            own.keys().for_each(|row| {
                covered.remove(row);
            });
            chosen.pop();
        }
    }

    /// The dimension that divides the whole into these parts, the last one where there are several.
    fn dimension(&self, one: &Contradiction) -> Option<usize> {
        let whole = total_scope(self.total(one.whole));
        let divides = |dimension: &usize| {
            let restricted = |&part: &usize| total_scope(self.total(part))[*dimension].is_some();
            whole[*dimension].is_none() && one.parts.iter().all(restricted)
        };
        (0..DIMENSIONS.len()).rev().find(divides)
    }

    /// Whether parts stand in for a stated number of what divides them: the waves of a party, in a sum by
    /// parties, for that of the party.
    fn steps_over(&self, one: &Contradiction) -> bool {
        let Some(dimension) = self.dimension(one) else { return false };
        let whole = self.total(one.whole);
        one.parts.iter().any(|&part| {
            let mut scope = total_scope(whole);
            scope[dimension] = total_scope(self.total(part))[dimension];
            let is_it = |at: usize, total: &StatedTotal| {
                total.of == whole.of && total_scope(total) == scope && !one.parts.contains(&at)
            };
            self.study.totals.iter().enumerate().any(|(at, total)| is_it(at, total))
        })
    }

    /// The parts summed by what divides them, in the order of the study: `12 + 13 + 11`.
    fn addends(&self, one: &Contradiction, number: impl Fn(usize) -> u64) -> String {
        let dimension = self.dimension(one);
        let mut sums: Vec<(Option<&str>, u64)> = Vec::new();
        for &part in &one.parts {
            let name = dimension.and_then(|dimension| total_scope(self.total(part))[dimension]);
            match sums.iter_mut().find(|(known, _)| known.is_some() && *known == name) {
                Some((_, sum)) => *sum += number(part),
                None => sums.push((name, number(part))),
            }
        }
        let numbers: Vec<String> = sums.into_iter().map(|(_, sum)| sum.to_string()).collect();
        numbers.join(" + ")
    }

    /// Whether the roster bears out the whole and its parts together are no more than it.
    fn is_borne_out(&self, one: &Contradiction) -> bool {
        let parts: u64 = one.parts.iter().map(|&part| self.found(part)).sum();
        let whole = self.found(one.whole);
        whole == u64::from(self.total(one.whole).value) && parts == whole
    }

    fn sentence(&self, one: &Contradiction, roots: &[&Contradiction]) -> String {
        let whole = describe(self.study, self.total(one.whole));
        let told = self.told(one);
        let places: Vec<String> = roots.iter().filter(|root| **root != one).map(|r| self.place(r)).collect();
        if !places.is_empty() {
            return format!("{whole}: {told}: does not reconcile ({})", places.join("; "));
        }
        let roster = if self.is_borne_out(one) { self.in_roster(one) } else { String::new() };
        format!("{whole}: {told}: does not reconcile{roster}")
    }

    /// `waves sum to 36 (12 + 13 + 11), total stated 34`.
    fn told(&self, one: &Contradiction) -> String {
        let name = self.dimension(one).map_or("parts", |dimension| DIMENSIONS[dimension]);
        let addends = self.addends(one, |part| u64::from(self.total(part).value));
        let sum = self.stated(&one.parts);
        let names = if self.dimension(one).is_none() {
            let parts = one.parts.iter().map(|&part| describe(self.study, self.total(part)));
            format!(": {}", parts.collect::<Vec<_>>().join("; "))
        } else {
            String::new()
        };
        format!("{name} sum to {sum} ({addends}{names}), total stated {}", self.total(one.whole).value)
    }

    fn in_roster(&self, one: &Contradiction) -> String {
        format!(", in the roster {}", self.addends(one, |part| self.found(part)))
    }

    /// Where the difference sits: `Acme +2: waves sum to 16 (8 + 8), total stated 14, in the roster 8 + 6`.
    fn place(&self, root: &Contradiction) -> String {
        let whole = self.total(root.whole);
        let of = describe(self.study, whole);
        let name = of.strip_prefix(&format!("{} of ", whole.of.as_str())).unwrap_or(&of);
        let difference = i128::from(self.stated(&root.parts)) - i128::from(whole.value);
        let roster = if self.is_borne_out(root) { self.in_roster(root) } else { String::new() };
        format!("{name} {difference:+}: {}{roster}", self.told(root))
    }
}

/// Whether `scope` has every restriction of `wide`, and more.
fn is_narrower(scope: [Option<&str>; 4], wide: [Option<&str>; 4]) -> bool {
    scope != wide && scope.iter().zip(wide).all(|(own, wide)| wide.is_none() || *own == wide)
}

#[cfg(test)]
mod tests {
    use themata_model::TotalOf;

    use crate::check::testing::remarks;
    use crate::check::totals::tests::total;
    use crate::testing::Builder;

    /// The dyads, met in three waves: the makers in the first and second, the users in the third.
    fn waves() -> Builder {
        let mut b = Builder::dyads();
        for (source, wave) in b.study.sources.iter_mut().zip(["w1", "w2", "w3", "w3", "w3"]) {
            source.wave = wave.parse().ok();
        }
        total(&mut b, TotalOf::Interviews, [""; 4], 5);
        b
    }

    #[test]
    fn waves_that_do_not_sum_to_the_whole_are_asked_about() {
        let mut b = Builder::dyads();
        for (wave, n) in [("w1", 12), ("w2", 13), ("w3", 11)] {
            total(&mut b, TotalOf::Interviews, ["", "", "", wave], n);
        }
        total(&mut b, TotalOf::Interviews, [""; 4], 34);
        insta::assert_snapshot!(remarks(&b.study, &["parts"]), @"question parts:interviews:waves [totals] interviews: waves sum to 36 (12 + 13 + 11), total stated 34: does not reconcile");
    }

    #[test]
    fn parts_that_may_overlap_or_are_not_all_there_are_not_summed() {
        let mut b = Builder::dyads();
        b.informant("both", "Acme", "director", &[]);
        total(&mut b, TotalOf::Informants, ["R1", "", "", ""], 4);
        total(&mut b, TotalOf::Informants, ["R2", "", "", ""], 3);
        total(&mut b, TotalOf::Informants, [""; 4], 6);
        total(&mut b, TotalOf::Interviews, ["R1", "", "", ""], 3);
        total(&mut b, TotalOf::Interviews, [""; 4], 5);
        assert_eq!(remarks(&b.study, &["parts"]), "");
    }

    #[test]
    fn the_difference_is_placed_by_another_division_and_no_roster_is_blamed_for_it() {
        let mut b = waves();
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", ""], 2);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w1"], 1);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w2"], 3);
        total(&mut b, TotalOf::Interviews, ["", "user", "", "w3"], 3);
        insta::assert_snapshot!(remarks(&b.study, &["parts", "total"]), @"question parts:interviews:waves [totals] interviews: waves sum to 7 (1 + 3 + 3), total stated 5: does not reconcile (Acme +2: waves sum to 4 (1 + 3), total stated 2, in the roster 1 + 1)");
    }

    #[test]
    fn without_another_division_only_the_sum_is_told() {
        let mut b = waves();
        total(&mut b, TotalOf::Interviews, ["", "", "", "w1"], 1);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w2"], 1);
        total(&mut b, TotalOf::Interviews, ["", "user", "", "w3"], 4);
        insta::assert_snapshot!(remarks(&b.study, &["parts", "total"]), @"question parts:interviews:waves [totals] interviews: waves sum to 6 (1 + 1 + 4), total stated 5: does not reconcile, in the roster 1 + 1 + 3");
    }

    #[test]
    fn a_roster_that_lacks_rows_tells_of_no_division() {
        let mut b = waves();
        b.study.totals[0].value = 9;
        total(&mut b, TotalOf::Interviews, ["", "maker", "", ""], 2);
        total(&mut b, TotalOf::Interviews, ["", "", "", "w3"], 3);
        assert_eq!(remarks(&b.study, &["parts"]), "");
    }

    #[test]
    fn parties_of_a_side_are_counted_on_that_side() {
        let mut b = Builder::dyads();
        total(&mut b, TotalOf::Parties, ["", "maker", "", ""], 1);
        total(&mut b, TotalOf::Parties, ["", "user", "", ""], 2);
        total(&mut b, TotalOf::Parties, ["R1", "user", "", ""], 1);
        assert_eq!(remarks(&b.study, &["total"]), "");
    }

    #[test]
    fn waves_of_a_party_do_not_stand_in_for_its_stated_number_in_a_sum_by_parties() {
        let mut b = Builder::dyads();
        for (source, wave) in b.study.sources.iter_mut().zip(["w1", "w2", "w3", "w3", "w3"]) {
            source.wave = wave.parse().ok();
        }
        total(&mut b, TotalOf::Interviews, [""; 4], 5);
        for (party, n) in [("Acme", 2), ("Bolt", 2), ("Coil", 1)] {
            total(&mut b, TotalOf::Interviews, ["", "", party, ""], n);
        }
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w1"], 2);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w2"], 1);
        total(&mut b, TotalOf::Interviews, ["", "user", "", "w3"], 3);
        insta::assert_snapshot!(remarks(&b.study, &["parts"]), @"question parts:interviews:waves [totals] interviews: waves sum to 6 (2 + 1 + 3), total stated 5: does not reconcile (Acme +1: waves sum to 3 (2 + 1), total stated 2, in the roster 1 + 1)");
    }

    #[test]
    fn a_whole_that_no_parts_make_up_is_given_up_soon() {
        let mut b = waves();
        for party in ["Acme", "Bolt", "Coil"] {
            for _ in 0..40 {
                total(&mut b, TotalOf::Interviews, ["", "", party, ""], 1);
            }
        }
        b.study.sources[4].informants.clear();
        b.study.sources[4].texts[0].speakers.iter_mut().for_each(|speaker| speaker.informant = None);
        let start = std::time::Instant::now();
        assert_eq!(remarks(&b.study, &["parts"]), "");
        assert!(start.elapsed().as_secs() < 5);
    }
}
