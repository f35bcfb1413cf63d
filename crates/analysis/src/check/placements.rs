//! Where raters, settlements and the codebook do not agree on the value of a code.

use themata_model::{Facet, FacetAssignment, Study};

use super::Remarks;
use crate::placement::{Basis, Derived, agreement, derived_placements, settled_for};
use crate::plural::counted;

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
    for facet in &study.facets {
        findings(study, facet, remarks);
        for derived in derived_placements(study, facet) {
            one_code(study, facet, &derived, remarks);
        }
        let agreed = agreement(study, facet);
        if agreed.units > 0 {
            // Whole percents, rounded half up; coefficients corrected for chance are made elsewhere.
            let percent = (agreed.unanimous * 200 + agreed.units) / (agreed.units * 2);
            let disagreements = counted(agreed.units - agreed.unanimous, "disagreement");
            remarks.note(
                format!("agreement:{}", facet.key),
                format!("facet {}", facet.key),
                format!(
                    "raters sorted alike in {} of {} ({percent} percent), with {disagreements}",
                    agreed.unanimous,
                    counted(agreed.units, "sorting")
                ),
            );
        }
    }
}

/// Findings in another value than the one settled for their code, in their case or over all.
fn findings(study: &Study, facet: &Facet, remarks: &mut Remarks<'_>) {
    let derived = derived_placements(study, facet);
    for finding in &study.findings {
        let (Some(code), Some(value)) = (&finding.code, finding.facets.get(&facet.key)) else { continue };
        let of_case = finding.case.as_ref().and_then(|case| {
            let own = settled_for(study, facet, case).get(code).map(|value| (*value).clone())?;
            Some((own, study.case(case).map_or_else(|| case.to_string(), |case| case.label.clone())))
        });
        let over_all = || {
            let settled = derived.iter().find(|d| d.code == *code && d.basis == Basis::Settled)?;
            Some((settled.value.clone()?, "all cases".to_string()))
        };
        let Some((settled, scope)) = of_case.or_else(over_all) else { continue };
        // What holds in all values holds in each of them.
        if settled == *value || settled == FacetAssignment::All {
            continue;
        }
        let name = study.code(code).map_or_else(|| code.to_string(), |code| code.marked_name());
        remarks.question(
            format!("finding-deviates:{}", finding.key),
            format!("finding {}", finding.key),
            format!(
                "the finding stands in {}, but “{name}” is settled as {} for {scope}",
                facet.label(value),
                facet.label(&settled)
            ),
        );
    }
}

fn one_code(study: &Study, facet: &Facet, derived: &Derived, remarks: &mut Remarks<'_>) {
    let Some(code) = study.code(&derived.code) else { return };
    let name = code.marked_name();
    let place = format!("code {}", code.key);
    let case_label = |key| study.case(key).map_or_else(|| key.to_string(), |case| case.label.clone());
    // Where single cases are open, these are told.
    if derived.basis == Basis::Unsettled && derived.unsettled_cases.is_empty() {
        remarks.question(
            format!("unsettled:{}:{}", code.key, facet.key),
            place.clone(),
            format!(
                "the raters place “{name}” in different values of {}, and nothing is settled",
                facet.name
            ),
        );
    }
    for case in &derived.unsettled_cases {
        remarks.question(
            format!("unsettled:{}:{}:{case}", code.key, facet.key),
            place.clone(),
            format!(
                "the raters place “{name}” in different values of {} for {}, and nothing is settled",
                facet.name,
                case_label(case)
            ),
        );
    }
    for deviation in &derived.deviating {
        let reason = deviation.reason.trim().trim_end_matches('.');
        let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
        let overall = derived.value.as_ref().map(|value| facet.label(value)).unwrap_or_default();
        remarks.question(
            format!("deviates:{}:{}:{}", code.key, facet.key, deviation.case),
            place.clone(),
            format!(
                "{} places “{name}” in {}{reason}; over all it is {overall}",
                case_label(&deviation.case),
                facet.label(&deviation.value)
            ),
        );
    }
    let prefilled = code.prefilled.get(&facet.key);
    if let (Some(prefilled), Some(value), Basis::Settled | Basis::Unanimous) =
        (prefilled, &derived.value, derived.basis)
        && prefilled != value
    {
        let how =
            if derived.basis == Basis::Settled { "was settled as" } else { "was placed by all raters in" };
        remarks.question(
            format!("settled-otherwise:{}:{}", code.key, facet.key),
            place,
            format!(
                "“{name}” {how} {}, but the codebook says {}",
                facet.label(value),
                facet.label(prefilled)
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use themata_model::FacetAssignment;

    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn a_finding_in_another_phase_than_settled_is_asked_about() {
        let mut b = Builder::dyads();
        b.settle("c1", None, "early", "").settle("c1", Some("R2"), "late", "");
        let facet = b.study.facets[0].key.clone();
        for case in ["R1", "R2"] {
            let finding = b.finding(case, "c1", "So it was.", &[]);
            finding.facets.insert(facet.clone(), FacetAssignment::Value("early".parse().unwrap()));
        }
        insta::assert_snapshot!(remarks(&b.study, &["finding-deviates"]), @"question finding-deviates:f4 [finding f4] the finding stands in early, but “Name c1” is settled as late for R2");
    }

    #[test]
    fn disagreements_deviations_and_other_values_are_asked_about() {
        let mut b = Builder::dyads();
        b.place("ann", "c1", None, "early").place("bob", "c1", None, "late");
        b.place("ann", "c2", None, "early").place("bob", "c2", None, "early");
        b.settle("c2", Some("R2"), "late", "They were further.");
        b.place("ann", "c3", Some("R1"), "all").place("bob", "c3", Some("R1"), "late");
        insta::assert_snapshot!(remarks(&b.study, &["unsettled", "deviates", "settled-", "agreement"]), @r"
        question unsettled:c1:phase [code c1] the raters place “Name c1” in different values of phase, and nothing is settled
        question deviates:c2:phase:R2 [code c2] R2 places “Name c2” in late (They were further); over all it is early
        question settled-otherwise:c2:phase [code c2] “Name c2” was placed by all raters in early, but the codebook says late
        question unsettled:c3:phase:R1 [code c3] the raters place “Name c3” in different values of phase for R1, and nothing is settled
        note agreement:phase [facet phase] raters sorted alike in 1 of 3 sortings (33 percent), with 2 disagreements
        ");
    }
}
