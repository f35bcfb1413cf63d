//! Whether stated numbers along one dimension are all there are by name.

use std::collections::BTreeSet;

use themata_model::{Study, TotalOf};

/// Whether so many parts are all there are, and no one counts in two of them.
pub(super) fn is_partition(
    study: &Study,
    dimension: usize,
    of: TotalOf,
    scope: [Option<&str>; 4],
    parts: usize,
) -> bool {
    let in_case = |case: &themata_model::Case| scope[0].is_none_or(|key| case.key.as_str() == key);
    let n = match dimension {
        0 => study.cases.len(),
        1 => study.sides.len(),
        2 => study
            .parties
            .iter()
            .filter(|p| scope[0].is_none() || study.cases.iter().any(|c| in_case(c) && c.has_party(&p.key)))
            .count(),
        _ => {
            let stated = study.totals.iter().filter_map(|total| total.wave.as_ref());
            let held = study.sources.iter().filter_map(|source| source.wave.as_ref());
            stated.chain(held).collect::<BTreeSet<_>>().len()
        }
    };
    // Cases and parties counted by case or side may belong to several; people and interviews, once
    // they do, are told by the sources, so that only what is known to overlap is let pass.
    let overlaps = match (of, dimension) {
        (TotalOf::Parties, 0 | 1) | (TotalOf::Cases, 1 | 2) => true,
        (TotalOf::Informants, 0 | 1) => {
            study.informants.iter().any(|informant| study.cases_of_informant(informant).len() > 1)
        }
        (TotalOf::Informants, 3) => repeat_interviews(study),
        (TotalOf::Interviews | TotalOf::Documents, 0..=2) => {
            study.sources.iter().any(|s| s.cases.len() > 1 || s.parties.len() > 1 || s.informants.len() > 1)
        }
        _ => false,
    };
    parts == n && n > 1 && !overlaps
}

fn repeat_interviews(study: &Study) -> bool {
    study.informants.iter().any(|informant| {
        let met = study.sources.iter().filter(|source| source.informants.contains(&informant.key));
        met.filter_map(|source| source.wave.as_ref()).collect::<BTreeSet<_>>().len() > 1
    })
}
