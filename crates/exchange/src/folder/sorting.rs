//! `placements.csv` and `settlements.csv`: how raters sorted codes into facet values.

use themata_model::{CodeKey, CoderKey, FacetAssignment, FacetKey, Placement, Problem, Settlement, Study};

use super::codebook_toml::assignment;
use super::codings::find_code;
use super::ids::{Ids, identity};
use super::notes::find_coder;
use super::roster::find_case;
use super::sheet::{Columns, Row, Sheet};
use super::{Files, columns};

struct Sorted {
    code: CodeKey,
    case: Option<themata_model::CaseKey>,
    facet: FacetKey,
    value: FacetAssignment,
    reason: String,
}

/// Reads both files.
pub(super) fn read(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::PLACEMENTS,
        required: &["rater", "code", "facet", "value"],
        facets: vec![],
        declared: None,
    };
    let sheet = Sheet::read(files, "placements.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "placement");
    for row in sheet.iter().flat_map(Sheet::iter) {
        let rater: Option<CoderKey> =
            row.some("rater").and_then(|word| find_coder(study, &word, &row, "rater", problems));
        let (Some(rater), Some(sorted)) = (rater, sorted(study, &row, problems)) else {
            continue;
        };
        let same = study.placements.iter().find(|p| {
            p.rater == rater && p.code == sorted.code && p.case == sorted.case && p.facet == sorted.facet
        });
        if same.is_some() {
            let message = format!("`{rater}` has sorted `{}` already", sorted.code);
            problems.push(Problem::error(row.at("code"), message));
            continue;
        }
        let identity = placement_identity(rater.as_str(), &sorted.code, sorted.case.as_ref(), &sorted.facet);
        let id = ids.given_or_derived(row.id(problems), &identity);
        let Sorted { code, case, facet, value, reason } = sorted;
        study.placements.push(Placement { id, rater, code, case, facet, value, reason });
    }
    let columns = Columns {
        known: columns::SETTLEMENTS,
        required: &["code", "facet", "value"],
        facets: vec![],
        declared: None,
    };
    let sheet = Sheet::read(files, "settlements.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "settlement");
    for row in sheet.iter().flat_map(Sheet::iter) {
        let Some(sorted) = sorted(study, &row, problems) else {
            continue;
        };
        let same = |s: &Settlement| s.code == sorted.code && s.case == sorted.case && s.facet == sorted.facet;
        if study.settlements.iter().any(same) {
            let message = format!("`{}` is settled already", sorted.code);
            problems.push(Problem::error(row.at("code"), message));
            continue;
        }
        let identity = placement_identity("", &sorted.code, sorted.case.as_ref(), &sorted.facet);
        let id = ids.given_or_derived(row.id(problems), &identity);
        let Sorted { code, case, facet, value, reason } = sorted;
        study.settlements.push(Settlement { id, code, case, facet, value, reason });
    }
}

/// What makes a placement (or, without a rater, a settlement) this one and no other.
pub(super) fn placement_identity(
    rater: &str,
    code: &CodeKey,
    case: Option<&themata_model::CaseKey>,
    facet: &FacetKey,
) -> String {
    identity(&[rater, code.as_str(), case.map_or("", |key| key.as_str()), facet.as_str()])
}

fn sorted(study: &Study, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Sorted> {
    let code = row.some("code").and_then(|word| find_code(study, &word, row, problems));
    let case = match row.get("case") {
        "" | "all" => Some(None),
        word => find_case(study, word, row, "case", problems).map(Some),
    };
    let place = row.at(if study.facets.iter().any(|f| f.key.as_str() == row.get("facet")) {
        "value"
    } else {
        "facet"
    });
    let value = assignment(study, row.get("facet"), row.get("value"), place, problems);
    let (facet, value) = value?;
    Some(Sorted { code: code?, case: case?, facet, value, reason: row.get("reason").to_string() })
}
