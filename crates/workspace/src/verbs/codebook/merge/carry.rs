//! Field by field, from a merged code to the one it is merged into: what that one says itself stands,
//! and where it says nothing, the merged code's word is taken over.

use std::collections::HashMap;

use themata_model::{CaseKey, Code, CoderKey, FacetAssignment, FacetKey, counted_as};
use themata_store::{Kind, Record};

use super::super::change::add_alias;
use super::super::rekey::outputs_follow;
use super::Kept;
use crate::WorkspaceError;
use crate::verbs::{Scene, take_along};

/// The code merged into with what it takes over; what it does not goes to `kept`.
pub(super) fn code(from: &Code, into: &Code, kept: &mut Kept) -> Code {
    let mut merged = into.clone();
    for words in std::iter::once(&from.name).chain(&from.aliases) {
        add_alias(&mut merged, words);
    }
    for reference in &from.references {
        if !merged.references.contains(reference) {
            merged.references.push(reference.clone());
        }
    }
    kept.keep("Definition", &from.definition);
    kept.keep("Inclusion", &from.inclusion);
    kept.keep("Exclusion", &from.exclusion);
    if let Some(origin) = from.origin.filter(|_| from.origin != into.origin) {
        kept.keep("Origin", origin.as_str());
    }
    for (name, value) in &from.attributes {
        match merged.attributes.get(name) {
            None => {
                merged.attributes.insert(name.clone(), value.clone());
            }
            Some(own) if own == value => {}
            Some(_) => kept.keep(name, value),
        }
    }
    for (facet, value) in &from.prefilled {
        match merged.prefilled.get(facet) {
            None => {
                merged.prefilled.insert(facet.clone(), value.clone());
            }
            Some(own) if own == value => {}
            Some(_) => kept.keep("Pre-filled", &format!("{facet}={value}")),
        }
    }
    merged
}

/// Lets everything around the merged code name the other one.
pub(super) fn around(
    at: &mut Scene<'_, '_>,
    from: &Code,
    into: &Code,
    force: bool,
    kept: &mut Kept,
    details: &mut Vec<String>,
) -> Result<(), WorkspaceError> {
    sortings(at, from, into, force, kept, details)?;
    let around = at.edit.around_code(&from.key)?;
    for mut finding in around.findings {
        finding.code = Some(into.key.clone());
        at.edit.put(&Record::Finding(&finding))?;
        details.push(format!("finding `{}` now speaks of *{}*", finding.key, into.marked_name()));
    }
    for mut link in around.links {
        for end in [&mut link.from, &mut link.to] {
            if *end == from.key {
                *end = into.key.clone();
            }
        }
        if link.from == link.to {
            let told = format!("{} “{}”", link.kind.0, link.reason);
            at.edit.remove(Kind::Link, &[link.id])?;
            kept.keep("Link between the two", &told);
            details.push(format!("the link between the two is gone: {told}"));
        } else {
            at.edit.put(&Record::Link(&link))?;
            details.push(format!("a link now runs {} → {}", link.from, link.to));
        }
    }
    let named = [
        (around.memos.len(), "memo", "memos"),
        (around.member_checks.len(), "member check", "member checks"),
    ];
    for (n, one, many) in named.into_iter().filter(|(n, _, _)| *n > 0) {
        details.push(format!(
            "{} now about *{}*",
            counted_as(n, &format!("{one} is"), &format!("{many} are")),
            into.marked_name()
        ));
    }
    take_along::renamed(at, "code", from.key.as_str(), Some(into.key.as_str()))?;
    let mut outputs = outputs_follow(at, from.key.as_str(), into.key.as_str())?;
    if let Some(marker) = &from.marker {
        outputs += outputs_follow(at, marker, into.key.as_str())?;
    }
    if outputs > 0 {
        let asks = counted_as(outputs, "output asks", "outputs ask");
        details.push(format!("{asks} for *{}* instead of *{}*", into.marked_name(), from.marked_name()));
    }
    Ok(())
}

/// Whose sorting it is (nobody's for an agreed value), for which case, in which facet.
type Place = (Option<CoderKey>, Option<CaseKey>, FacetKey);

/// A sorting of the merged code that finds its place taken.
struct Clash {
    told: String,
    agrees: bool,
}

/// Placements and settlements go over unless the other code has one of its own in the same place.
fn sortings(
    at: &mut Scene<'_, '_>,
    from: &Code,
    into: &Code,
    force: bool,
    kept: &mut Kept,
    details: &mut Vec<String>,
) -> Result<(), WorkspaceError> {
    let placements = at.edit.placements(&into.key)?;
    let settlements = at.edit.settlements(&into.key)?;
    let own: HashMap<Place, FacetAssignment> = placements
        .into_iter()
        .map(|p| ((Some(p.rater), p.case, p.facet), p.value))
        .chain(settlements.into_iter().map(|s| ((None, s.case, s.facet), s.value)))
        .collect();
    let (mut clashes, mut gone) = (Vec::new(), (Vec::new(), Vec::new()));
    let coder = at.by.coder.clone();
    let mut taken = |place: Place, value: &FacetAssignment, reason: &str| -> bool {
        let Some(other) = own.get(&place) else { return false };
        let told = told(&place, value, reason, coder.as_deref());
        clashes.push(Clash { told, agrees: other == value && reason.is_empty() });
        true
    };
    for mut placement in at.edit.placements(&from.key)? {
        let place = (Some(placement.rater.clone()), placement.case.clone(), placement.facet.clone());
        if taken(place, &placement.value, &placement.reason) {
            gone.0.push(placement.id);
        } else {
            placement.code = into.key.clone();
            at.edit.put(&Record::Placement(&placement))?;
        }
    }
    for mut settlement in at.edit.settlements(&from.key)? {
        let place = (None, settlement.case.clone(), settlement.facet.clone());
        if taken(place, &settlement.value, &settlement.reason) {
            gone.1.push(settlement.id);
        } else {
            settlement.code = into.key.clone();
            at.edit.put(&Record::Settlement(&settlement))?;
        }
    }
    at.edit.remove(Kind::Placement, &gone.0)?;
    at.edit.remove(Kind::Settlement, &gone.1)?;
    let lost: Vec<&Clash> = clashes.iter().filter(|clash| !clash.agrees).collect();
    if !lost.is_empty() && !force {
        let told: Vec<&str> = lost.iter().map(|clash| clash.told.as_str()).collect();
        let error = WorkspaceError::refused(format!(
            "`{}` and `{}` are both sorted; of `{}`: {}",
            from.key,
            into.key,
            from.key,
            told.join("; ")
        ));
        return Err(error.hint(format!(
            "with --force the sortings of `{}` stand, and a memo keeps those named here",
            into.key
        )));
    }
    for clash in lost {
        kept.keep("Sorting that gave way", &clash.told);
        details.push(format!("a sorting gave way: {}", clash.told));
    }
    Ok(())
}

/// What a sorting says, to the coder who asks: what others placed before it is settled, is not theirs to read.
fn told((rater, case, facet): &Place, value: &FacetAssignment, reason: &str, coder: Option<&str>) -> String {
    let case = case.as_ref().map(|case| format!(" for {case}")).unwrap_or_default();
    let who = match rater {
        None => "settled".to_string(),
        Some(rater) if Some(rater.as_str()) == coder => format!("{rater} placed it"),
        Some(rater) => {
            return format!("{rater} placed it{case} in a value of {facet}, which the history keeps");
        }
    };
    let reason = if reason.is_empty() { String::new() } else { format!(" (“{reason}”)") };
    format!("{who}{case} in {facet}={value}{reason}")
}
