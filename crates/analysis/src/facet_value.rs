//! The value of a coding in a facet: its own, else that of its code.

use std::collections::BTreeMap;

use themata_model::mark::{Mark, MarkValue};
use themata_model::{CaseKey, CodeKey, FacetAssignment, FacetKey, Study};

use crate::placement::{derived_placements, settled_for};

/// The values of one facet, resolved to positions.
pub(crate) struct FacetValues {
    facet: u32,
    // The value derived for each code, or for the nearest code above that has one; by position.
    codes: Vec<Option<MarkValue>>,
    // The same in the cases (by position) that have settlements of their own.
    in_cases: BTreeMap<u32, Vec<Option<MarkValue>>>,
}

impl FacetValues {
    /// Returns the values of the facet with `key`; `None` when the study has no such facet.
    pub(crate) fn new(study: &Study, key: &FacetKey) -> Option<Self> {
        let position = study.facets.iter().position(|facet| facet.key == *key)?;
        let facet = &study.facets[position];
        let derived = derived_placements(study, facet);
        let by_code: BTreeMap<_, _> =
            derived.iter().filter_map(|d| Some((&d.code, d.value.as_ref()?))).collect();
        let mark_value = |value: &FacetAssignment| match value {
            FacetAssignment::All => Some(MarkValue::All),
            FacetAssignment::None => Some(MarkValue::None),
            FacetAssignment::Value(key) => u32::try_from(facet.position(key)?).ok().map(MarkValue::Value),
        };
        let values = |case: Option<&CaseKey>| -> Vec<Option<MarkValue>> {
            let settled: BTreeMap<&CodeKey, &FacetAssignment> =
                case.map(|case| settled_for(study, facet, case)).unwrap_or_default();
            let value = |code: &themata_model::Code| {
                let mut upward = std::iter::once(code).chain(study.codebook.ancestors(code));
                upward
                    .find_map(|at| settled.get(&at.key).or_else(|| by_code.get(&at.key)))
                    .and_then(|value| mark_value(value))
            };
            study.codebook.codes().iter().map(value).collect()
        };
        let own = |case: &&themata_model::Case| !settled_for(study, facet, &case.key).is_empty();
        let in_cases = (0u32..).zip(&study.cases).filter(|(_, case)| own(case));
        Some(FacetValues {
            facet: u32::try_from(position).ok()?,
            codes: values(None),
            in_cases: in_cases.map(|(position, case)| (position, values(Some(&case.key)))).collect(),
        })
    }

    /// The value of `mark` where it counts for `case`: its own, else the one settled for its code in
    /// that case, else the one derived for its code over all; codes without a value have that of the
    /// nearest code above.
    pub(crate) fn of(&self, mark: &Mark, case: Option<u32>) -> Option<MarkValue> {
        if let Some((_, value)) = mark.facets.iter().find(|(facet, _)| *facet == self.facet) {
            return Some(*value);
        }
        let of_case = case.and_then(|case| self.in_cases.get(&case));
        of_case.unwrap_or(&self.codes).get(mark.code? as usize).copied().flatten()
    }

    /// The value of the code at `position` over all: its own, else that of the nearest code above.
    pub(crate) fn over_all(&self, position: usize) -> Option<MarkValue> {
        self.codes.get(position).copied().flatten()
    }

    /// The values that the code at `position` has, over all or in some case.
    pub(crate) fn of_code(&self, position: usize) -> impl Iterator<Item = MarkValue> + '_ {
        let everywhere = std::iter::once(&self.codes).chain(self.in_cases.values());
        everywhere.filter_map(move |codes| codes.get(position).copied().flatten())
    }
}
