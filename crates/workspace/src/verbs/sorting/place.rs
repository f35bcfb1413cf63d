//! Placing: one rater sorts a code into a value, blind to the others. Nothing that is said, here or in
//! the history, tells the value to another rater.

use serde::Serialize;
use themata_model::{FacetAssignment, Placement};
use themata_store::{Kind, Record};

use super::Sorted;
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene};

/// Sorts a code into values of facets, as the acting coder sees it; replaces the own earlier sorting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceCode {
    /// The code.
    pub code: String,
    /// Facet values, each as `facet=value`; `all` and `none` are values, too.
    pub values: Vec<String>,
    /// For which case; for all where none is given.
    pub case: Option<String>,
    /// Why; the earlier reason stays where none is given.
    pub reason: Option<String>,
}

impl Act for PlaceCode {
    const VERB: &'static str = "place";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let rater = at.coder()?;
        let sorted = Sorted::find(at, &self.code, self.case.as_deref())?;
        let all = at.edit.placements(sorted.key())?;
        let mut lines = Vec::new();
        let mut names: Vec<String> = Vec::new();
        let mut facets = Vec::new();
        for pair in &self.values {
            let (facet, value) = sorted.value(pair)?;
            if facets.contains(&facet.id) {
                let message = format!("the facet `{}` is given two values", facet.key);
                return Err(WorkspaceError::refused(message).hint("`all` stands for every value"));
            }
            let own = all
                .iter()
                .find(|p| p.rater == rater && sorted.is(&facet.key, &p.code, p.case.as_ref(), &p.facet));
            let placement = Placement {
                id: own.map_or_else(|| sorted.id("placement", Some(&rater), facet), |own| own.id),
                rater: rater.clone(),
                code: sorted.key().clone(),
                case: sorted.case.clone(),
                facet: facet.key.clone(),
                value,
                reason: self.reason(own),
            };
            at.edit.put(&Record::Placement(&placement))?;
            lines.push(line(facet, &placement.value, own.map(|own| &own.value)));
            names.push(facet.name.clone());
            facets.push(facet.id);
        }
        let said = format!("sorted {} by {}", sorted.named(), crate::verbs::joined(&names));
        Ok(lines.into_iter().fold(Said::new(said).code(sorted.key()), Said::detail))
    }
}

impl PlaceCode {
    /// The reason given, else the earlier one.
    fn reason(&self, own: Option<&Placement>) -> String {
        match &self.reason {
            Some(reason) => reason.trim().to_string(),
            None => own.map(|own| own.reason.clone()).unwrap_or_default(),
        }
    }
}

fn line(facet: &themata_model::Facet, value: &FacetAssignment, before: Option<&FacetAssignment>) -> String {
    let label = facet.label(value);
    match before {
        Some(before) if before == value => format!("{}: {label}, as before", facet.name),
        Some(before) => format!("{}: {label} instead of {}", facet.name, facet.label(before)),
        None => format!("{}: {label}", facet.name),
    }
}

/// Takes the acting coder's own sorting of a code back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnplaceCode {
    /// The code.
    pub code: String,
    /// The facet; the only one where none is given.
    pub facet: Option<String>,
    /// For which case; the sorting for all where none is given.
    pub case: Option<String>,
}

impl Act for UnplaceCode {
    const VERB: &'static str = "unplace";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let rater = at.coder()?;
        let sorted = Sorted::find(at, &self.code, self.case.as_deref())?;
        let facet = sorted.facet(self.facet.as_deref())?;
        let placements = at.edit.placements(sorted.key())?;
        let own: Vec<_> = placements
            .iter()
            .filter(|p| p.rater == rater && sorted.is(&facet.key, &p.code, p.case.as_ref(), &p.facet))
            .map(|p| p.id)
            .collect();
        if own.is_empty() {
            return Ok(Said::new(format!("{rater} has not sorted {} by {}", sorted.named(), facet.name)));
        }
        at.edit.remove(Kind::Placement, &own)?;
        let said = format!("took back the sorting of {} by {}", sorted.named(), facet.name);
        Ok(Said::new(said).code(sorted.key()))
    }
}
