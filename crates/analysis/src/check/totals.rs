//! Stated numbers against the roster, and stated parts against their stated whole.

use std::collections::BTreeMap;

use themata_model::{StatedTotal, Study, TotalOf};

use super::Remarks;
use crate::roster::{describe, total_checks, total_key, total_scope};

/// What a total can be restricted by, in the order of [`total_scope`].
const DIMENSIONS: [&str; 4] = ["cases", "sides", "parties", "waves"];

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
    for check in total_checks(study).into_iter().filter(|check| !check.holds()) {
        remarks.broken(
            format!("total:{}", check.key),
            "totals",
            format!(
                "{} are stated, but {} {} are in the roster",
                number(&check.of, check.stated),
                check.found,
                unit(&check.of)
            ),
        );
    }
    for (dimension, name) in DIMENSIONS.iter().enumerate() {
        parts(study, dimension, name, remarks);
    }
    let people: u32 = study.informants.iter().map(|informant| informant.count).sum();
    let interviews = study.sources.iter().filter(|source| source.kind.is_interview()).count();
    if interviews > 0 && people as usize != interviews {
        remarks.note(
            "informants-interviews".to_string(),
            "roster",
            format!(
                "there are {people} informants and {interviews} interviews; say in the paper which is counted"
            ),
        );
    }
}

/// `9 informants of R1`, from `informants of R1`.
fn number(of: &str, n: u32) -> String {
    format!("{n} {of}")
}

fn unit(of: &str) -> &str {
    of.split(' ').next().unwrap_or(of)
}

/// Compares each stated whole with the sum of its stated parts along one dimension.
fn parts(study: &Study, dimension: usize, name: &str, remarks: &mut Remarks<'_>) {
    let mut sums: BTreeMap<(TotalOf, [Option<&str>; 4]), Vec<&StatedTotal>> = BTreeMap::new();
    for total in &study.totals {
        let mut scope = total_scope(total);
        if scope[dimension].take().is_some() {
            sums.entry((total.of, scope)).or_default().push(total);
        }
    }
    for ((of, scope), parts) in sums {
        let whole = study.totals.iter().find(|total| total.of == of && total_scope(total) == scope);
        let Some(whole) = whole.filter(|_| is_partition(study, dimension, of, scope, &parts)) else {
            continue;
        };
        let sum: u32 = parts.iter().map(|part| part.value).sum();
        if sum != whole.value {
            remarks.broken(
                format!("parts:{}:{name}", total_key(whole)),
                "totals",
                format!(
                    "the stated {} by {name} sum to {sum}, the total stated is {}: this does not reconcile",
                    describe(study, whole),
                    whole.value
                ),
            );
        }
    }
}

/// Whether the parts are all there are and no one counts in two of them.
fn is_partition(
    study: &Study,
    dimension: usize,
    of: TotalOf,
    scope: [Option<&str>; 4],
    parts: &[&StatedTotal],
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
            stated.chain(held).collect::<std::collections::BTreeSet<_>>().len()
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
    parts.len() == n && n > 1 && !overlaps
}

fn repeat_interviews(study: &Study) -> bool {
    study.informants.iter().any(|informant| {
        let met = study.sources.iter().filter(|source| source.informants.contains(&informant.key));
        met.filter_map(|source| source.wave.as_ref()).collect::<std::collections::BTreeSet<_>>().len() > 1
    })
}

#[cfg(test)]
mod tests {
    use themata_model::{StatedTotal, TotalOf};

    use crate::check::testing::remarks;
    use crate::testing::Builder;

    fn total(b: &mut Builder, of: TotalOf, scope: [&str; 4], value: u32) {
        let id = b.study.id.row("total", &b.study.totals.len().to_string());
        let [case, side, party, wave] = scope;
        let (case, side) = (case.parse().ok(), side.parse().ok());
        let (party, wave) = (party.parse().ok(), wave.parse().ok());
        b.study.totals.push(StatedTotal { id, of, case, side, party, wave, value });
    }

    #[test]
    fn stated_totals_are_compared_with_the_roster() {
        let mut b = Builder::dyads();
        total(&mut b, TotalOf::Informants, [""; 4], 5);
        total(&mut b, TotalOf::Informants, ["R1", "user", "", ""], 3);
        total(&mut b, TotalOf::Informants, ["R2", "", "Acme", ""], 1);
        total(&mut b, TotalOf::Interviews, ["", "user", "", ""], 4);
        total(&mut b, TotalOf::Parties, [""; 4], 3);
        insta::assert_snapshot!(remarks(&b.study, &["total"]), @r"
        broken total:informants:R1:user [totals] 3 informants of R1, user are stated, but 2 informants are in the roster
        broken total:interviews:user [totals] 4 interviews of user are stated, but 3 interviews are in the roster
        ");
    }

    #[test]
    fn waves_that_do_not_sum_to_the_whole_are_broken() {
        let mut b = Builder::dyads();
        for (wave, n) in [("w1", 12), ("w2", 13), ("w3", 11)] {
            total(&mut b, TotalOf::Interviews, ["", "", "", wave], n);
        }
        total(&mut b, TotalOf::Interviews, [""; 4], 34);
        insta::assert_snapshot!(remarks(&b.study, &["parts"]), @"broken parts:interviews:waves [totals] the stated interviews by waves sum to 36, the total stated is 34: this does not reconcile");
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
}
