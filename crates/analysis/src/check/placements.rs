//! Where raters, settlements and the codebook do not agree on the value of a code.

use themata_model::{Facet, Study};

use super::Remarks;
use crate::placement::{Basis, Derived, agreement, derived_placements};
use crate::plural::counted;

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
    for facet in &study.facets {
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
    use crate::check::testing::remarks;
    use crate::testing::Builder;

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
