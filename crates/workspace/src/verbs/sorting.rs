//! Verbs on the sorting of codes into facet values: placements by raters, settlements by all.

mod place;
mod settle;

use themata_model::{CaseKey, Code, CodeKey, CoderKey, Facet, FacetAssignment, FacetKey, RowId, Study};
use themata_store::Part;

use super::{Scene, look};
use crate::WorkspaceError;

pub use place::{PlaceCode, UnplaceCode};
pub use settle::{SettleCode, UnsettleCode};

/// What is sorted: a code, for one case or for all.
struct Sorted {
    code: Code,
    case: Option<CaseKey>,
    roster: Study,
}

impl Sorted {
    fn find(at: &Scene<'_, '_>, code: &str, case: Option<&str>) -> Result<Sorted, WorkspaceError> {
        let book = at.edit.codebook()?;
        let roster = at.edit.parts(&[Part::Roster])?;
        let case =
            case.map(|words| Ok::<_, WorkspaceError>(look::case(&roster, words)?.key.clone())).transpose()?;
        Ok(Sorted { code: look::code(&book, code)?.clone(), case, roster })
    }

    fn key(&self) -> &CodeKey {
        &self.code.key
    }

    /// The code's name, with the case where it is sorted for one.
    fn named(&self) -> String {
        match &self.case {
            Some(case) => format!("*{}* for {case}", self.code.marked_name()),
            None => format!("*{}*", self.code.marked_name()),
        }
    }

    /// Facet and value of `facet=value`.
    fn value(&self, pair: &str) -> Result<(&Facet, FacetAssignment), WorkspaceError> {
        match look::facet_value(&self.roster, pair)? {
            (facet, Some(value)) => Ok((look::facet(&self.roster, facet.as_str())?, value)),
            (facet, None) => Err(WorkspaceError::refused(format!("no value of `{facet}` is given"))
                .hint("to take a sorting back, use `themata unplace` or `themata unsettle`")),
        }
    }

    /// The facet with this key or name; the only one where none is named.
    fn facet(&self, words: Option<&str>) -> Result<&Facet, WorkspaceError> {
        match (words, self.roster.facets.as_slice()) {
            (Some(words), _) => look::facet(&self.roster, words),
            (None, [only]) => Ok(only),
            (None, _) => {
                Err(WorkspaceError::refused("it is not said which facet is meant")
                    .hint("name it after the code"))
            }
        }
    }

    /// The id of a sorting: the same whenever the same is sorted again, so that taking back an earlier
    /// sorting, or bringing copies together, never leaves two of them.
    fn id(&self, kind: &str, rater: Option<&CoderKey>, facet: &Facet) -> RowId {
        let coder = rater.and_then(|key| self.roster.coder(key)).map(|coder| coder.id);
        let case = self.case.as_ref().and_then(|key| self.roster.case(key)).map(|case| case.id);
        let words = |id: Option<RowId>| id.map(|id| id.to_string()).unwrap_or_default();
        let what = format!("{} {} {} {}", words(coder), self.code.id, words(case), facet.id);
        self.roster.id.row(kind, &what)
    }

    /// Whether a sorting is of this code, case and facet.
    fn is(&self, facet: &FacetKey, code: &CodeKey, case: Option<&CaseKey>, of: &FacetKey) -> bool {
        code == self.key() && case == self.case.as_ref() && of == facet
    }
}
