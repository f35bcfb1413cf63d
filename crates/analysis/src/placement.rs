//! The facet value of each code, derived from what the raters placed and settled.

use std::collections::BTreeMap;

use themata_model::{CaseKey, Code, CodeKey, CoderKey, Facet, FacetAssignment, Placement, Study};

/// The value of one code in one facet, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The code.
    pub code: CodeKey,
    /// The value; `None` when nobody gave one.
    pub value: Option<FacetAssignment>,
    /// Where the value comes from.
    pub basis: Basis,
    /// How many raters sorted the code, for any case.
    pub raters: usize,
    /// Cases whose own value is another.
    pub deviating: Vec<Deviation>,
    /// Cases whose raters disagree and whose value is not settled.
    pub unsettled_cases: Vec<CaseKey>,
}

/// Where a derived value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The raters agreed on it after discussion.
    Settled,
    /// All raters chose it.
    Unanimous,
    /// Nobody sorted the code; the codebook gives it.
    Prefilled,
    /// The raters disagree and nothing is settled; the codebook's value is shown where there is one.
    Unsettled,
    /// Nobody gave a value.
    Missing,
}

/// A case in which a code has another value than over all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The case.
    pub case: CaseKey,
    /// Its value.
    pub value: FacetAssignment,
    /// Why, where told.
    pub reason: String,
    /// Whether the value was settled for this case.
    pub settled: bool,
}

/// How far raters agree in one facet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Units (code, or code and case) that at least two raters sorted.
    pub units: usize,
    /// Units on which all raters agree.
    pub unanimous: usize,
    /// Pairs of raters over all units.
    pub pairs: usize,
    /// Pairs that agree.
    pub agreeing_pairs: usize,
}

/// Returns the value of every category, and of every other code that somebody gave a value in
/// `facet`, in tree order.
///
/// A settlement for the code as a whole decides. Else the placements for the code as a whole
/// decide when they are unanimous; where there are none, the values of the single cases (settled,
/// else unanimous) when they all are the same. A disagreement without a settlement stays
/// unsettled: there is no vote. Only where nobody sorted the code the codebook's value stands.
pub fn derived_placements(study: &Study, facet: &Facet) -> Vec<Derived> {
    let category = study.codebook.category_level().map(|level| &level.key);
    let mut out = Vec::new();
    for code in study.codebook.in_tree_order() {
        let derived = derive(study, facet, code);
        if category == Some(&code.level) || derived.basis != Basis::Missing {
            out.push(derived);
        }
    }
    out
}

/// The values settled for `case` of its own, by code.
pub(crate) fn settled_for<'s>(
    study: &'s Study,
    facet: &Facet,
    case: &CaseKey,
) -> BTreeMap<&'s CodeKey, &'s FacetAssignment> {
    let of_case = study.settlements.iter().filter(|s| s.facet == facet.key && s.case.as_ref() == Some(case));
    of_case.map(|s| (&s.code, &s.value)).collect()
}

/// Returns the values of [`derived_placements`] as they hold in `case`: those settled for it, else
/// those over all.
pub(crate) fn placements_in(study: &Study, facet: &Facet, case: &CaseKey) -> Vec<Derived> {
    let settled = settled_for(study, facet, case);
    let mut out = derived_placements(study, facet);
    for derived in &mut out {
        derived.deviating.retain(|deviation| deviation.case == *case && !deviation.settled);
        derived.unsettled_cases.retain(|key| key == case);
        if let Some(&value) = settled.get(&derived.code) {
            derived.value = Some(value.clone());
            derived.basis = Basis::Settled;
            derived.deviating.clear();
        }
    }
    out
}

/// Returns how far the raters agree in `facet`, each unit being one code over all or in one case.
pub fn agreement(study: &Study, facet: &Facet) -> Agreement {
    agreement_among(study, facet, |_| true)
}

/// As [`agreement`], of the placements that pass `wanted` only.
pub(crate) fn agreement_among(
    study: &Study,
    facet: &Facet,
    wanted: impl Fn(&Placement) -> bool,
) -> Agreement {
    let mut units: BTreeMap<(&CodeKey, Option<&CaseKey>), BTreeMap<&CoderKey, &FacetAssignment>> =
        BTreeMap::new();
    for p in study.placements.iter().filter(|p| p.facet == facet.key && wanted(p)) {
        units.entry((&p.code, p.case.as_ref())).or_default().insert(&p.rater, &p.value);
    }
    let mut out = Agreement::default();
    for values in units.values().filter(|values| values.len() > 1) {
        let values: Vec<_> = values.values().collect();
        out.units += 1;
        out.unanimous += usize::from(values.windows(2).all(|pair| pair[0] == pair[1]));
        for (i, a) in values.iter().enumerate() {
            out.pairs += values.len() - i - 1;
            out.agreeing_pairs += values[i + 1..].iter().filter(|b| *b == a).count();
        }
    }
    out
}

fn derive(study: &Study, facet: &Facet, code: &Code) -> Derived {
    let placed: Vec<&Placement> =
        study.placements.iter().filter(|p| p.code == code.key && p.facet == facet.key).collect();
    let by_case = case_values(study, facet, code, &placed);
    let prefilled = code.prefilled.get(&facet.key).cloned();
    let overall: Vec<&&Placement> = placed.iter().filter(|p| p.case.is_none()).collect();
    let (value, basis) = if let Some(settled) = settled(study, facet, code, None) {
        (Some(settled.0), Basis::Settled)
    } else if let Some(first) = overall.first() {
        let unanimous = overall.iter().all(|p| p.value == first.value);
        if unanimous { (Some(first.value.clone()), Basis::Unanimous) } else { (prefilled, Basis::Unsettled) }
    } else if let Some(first) = by_case.values().next() {
        let same = by_case.values().all(|value| value.is_some() && value == first);
        match first {
            Some(case) if same => (Some(case.value.clone()), Basis::Unanimous),
            _ => (prefilled, Basis::Unsettled),
        }
    } else if prefilled.is_some() {
        (prefilled, Basis::Prefilled)
    } else {
        (None, Basis::Missing)
    };
    let mut raters: Vec<&CoderKey> = placed.iter().map(|p| &p.rater).collect();
    raters.sort();
    raters.dedup();
    let unsettled = by_case.iter().filter(|(_, value)| value.is_none());
    let unsettled_cases = unsettled.map(|(&case, _)| study.cases[case].key.clone()).collect();
    let deviates = |case: &CaseValue| value.as_ref().is_some_and(|value| *value != case.value);
    let deviating = by_case.iter().filter_map(|(&case, own)| {
        let own = own.as_ref().filter(|own| deviates(own))?;
        let case = study.cases[case].key.clone();
        Some(Deviation { case, value: own.value.clone(), reason: own.reason.clone(), settled: own.settled })
    });
    let deviating = deviating.collect();
    Derived { code: code.key.clone(), raters: raters.len(), value, basis, deviating, unsettled_cases }
}

#[derive(Clone)]
struct CaseValue {
    value: FacetAssignment,
    reason: String,
    settled: bool,
}

impl PartialEq for CaseValue {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

fn settled(
    study: &Study,
    facet: &Facet,
    code: &Code,
    case: Option<&CaseKey>,
) -> Option<(FacetAssignment, String)> {
    let found = study
        .settlements
        .iter()
        .find(|s| s.code == code.key && s.facet == facet.key && s.case.as_ref() == case);
    found.map(|s| (s.value.clone(), s.reason.clone()))
}

/// The value of each case that has placements or a settlement of its own, by position of the
/// case; `None` where its raters disagree.
fn case_values(
    study: &Study,
    facet: &Facet,
    code: &Code,
    placed: &[&Placement],
) -> BTreeMap<usize, Option<CaseValue>> {
    let mut out = BTreeMap::new();
    for (position, case) in study.cases.iter().enumerate() {
        if let Some((value, reason)) = settled(study, facet, code, Some(&case.key)) {
            out.insert(position, Some(CaseValue { value, reason, settled: true }));
            continue;
        }
        let of_case: Vec<_> = placed.iter().filter(|p| p.case.as_ref() == Some(&case.key)).collect();
        let Some(first) = of_case.first() else { continue };
        let unanimous = of_case.iter().all(|p| p.value == first.value);
        let reason =
            of_case.iter().map(|p| p.reason.trim()).find(|reason| !reason.is_empty()).unwrap_or_default();
        let value = CaseValue { value: first.value.clone(), reason: reason.to_string(), settled: false };
        out.insert(position, unanimous.then_some(value));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    fn value(word: &str) -> Option<FacetAssignment> {
        Some(FacetAssignment::Value(word.parse().unwrap()))
    }

    #[test]
    fn a_disagreement_is_not_outvoted() {
        let mut b = Builder::dyads();
        for (rater, phase) in [("ann", "early"), ("bob", "early"), ("cas", "late")] {
            b.place(rater, "c1", None, phase);
        }
        let d = &derived_placements(&b.study, &b.study.facets[0])[0];
        assert_eq!((d.basis, d.raters), (Basis::Unsettled, 3));
        assert_eq!(d.value, value("early"), "the pre-filled value is shown");
    }

    #[test]
    fn a_settlement_decides_and_cases_may_deviate_from_it() {
        let mut b = Builder::dyads();
        b.place("ann", "c1", None, "early").place("bob", "c1", None, "late");
        b.settle("c1", None, "late", "read again").settle("c1", Some("R2"), "early", "still new");
        let d = &derived_placements(&b.study, &b.study.facets[0])[0];
        assert_eq!((d.basis, d.value.clone()), (Basis::Settled, value("late")));
        assert_eq!(d.deviating.len(), 1);
        assert_eq!((d.deviating[0].case.as_str(), d.deviating[0].reason.as_str()), ("R2", "still new"));
    }

    #[test]
    fn unanimous_cases_make_the_value_and_a_split_case_leaves_it_open() {
        let mut b = Builder::dyads();
        b.place("ann", "c2", Some("R1"), "late").place("bob", "c2", Some("R1"), "late");
        b.place("ann", "c2", Some("R2"), "late");
        let facet = b.study.facets[0].clone();
        assert_eq!(derived_placements(&b.study, &facet)[1].basis, Basis::Unanimous);
        b.place("bob", "c2", Some("R2"), "early");
        let d = &derived_placements(&b.study, &facet)[1];
        assert_eq!((d.basis, d.unsettled_cases.len()), (Basis::Unsettled, 1));
    }

    #[test]
    fn agreement_counts_units_and_pairs() {
        let mut b = Builder::dyads();
        b.place("ann", "c1", None, "early")
            .place("bob", "c1", None, "early")
            .place("cas", "c1", None, "late");
        b.place("ann", "c2", None, "late").place("bob", "c2", None, "late");
        let a = agreement(&b.study, &b.study.facets[0]);
        assert_eq!((a.units, a.unanimous, a.pairs, a.agreeing_pairs), (2, 1, 4, 2));
    }
}
