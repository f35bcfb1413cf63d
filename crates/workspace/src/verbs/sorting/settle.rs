//! Settling: the value that the raters agree on, with its reason; their placements stay.

use serde::Serialize;
use themata_model::{CaseKey, Placement, Settlement};
use themata_store::{Kind, Record};

use super::Sorted;
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene};

/// Settles the value of a code; replaces an earlier settlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettleCode {
    /// The code.
    pub code: String,
    /// The value agreed on, as `facet=value`; `all` and `none` are values, too.
    pub value: String,
    /// For which case; for all where none is given.
    pub case: Option<String>,
    /// Why.
    pub reason: String,
}

impl Act for SettleCode {
    const VERB: &'static str = "settle";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let sorted = Sorted::find(at, &self.code, self.case.as_deref())?;
        let (facet, value) = sorted.value(&self.value)?;
        if self.reason.trim().is_empty() {
            return Err(
                WorkspaceError::refused("a settlement needs its reason").hint("say it with `--reason`")
            );
        }
        let all = at.edit.settlements(sorted.key())?;
        let old = all.iter().find(|s| sorted.is(&facet.key, &s.code, s.case.as_ref(), &s.facet));
        let settlement = Settlement {
            id: old.map_or_else(|| sorted.id("settlement", None, facet), |old| old.id),
            code: sorted.key().clone(),
            case: sorted.case.clone(),
            facet: facet.key.clone(),
            value,
            reason: self.reason.trim().to_string(),
        };
        at.edit.put(&Record::Settlement(&settlement))?;
        let label = facet.label(&settlement.value);
        let instead = match old {
            Some(old) if old.value != settlement.value => format!(" instead of {}", facet.label(&old.value)),
            _ => String::new(),
        };
        let said = format!("settled {} as {label} ({}){instead}", sorted.named(), facet.name);
        let mut said = Said::new(said).code(sorted.key());
        for placement in at.edit.placements(sorted.key())? {
            let for_case = placement.case.is_none() || placement.case == settlement.case;
            if placement.facet == facet.key && for_case {
                said = said.detail(placed(&placement, facet));
            }
        }
        Ok(said)
    }
}

/// `anna: Early, for R1 (because …)`.
fn placed(placement: &Placement, facet: &themata_model::Facet) -> String {
    let case = placement.case.as_ref().map(|case: &CaseKey| format!(", for {case}")).unwrap_or_default();
    let reason = match placement.reason.trim() {
        "" => String::new(),
        reason => format!(" ({reason})"),
    };
    format!("{}: {}{case}{reason}", placement.rater, facet.label(&placement.value))
}

/// Takes the settlement of a code back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnsettleCode {
    /// The code.
    pub code: String,
    /// The facet; the only one where none is given.
    pub facet: Option<String>,
    /// For which case; the settlement for all where none is given.
    pub case: Option<String>,
}

impl Act for UnsettleCode {
    const VERB: &'static str = "unsettle";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let sorted = Sorted::find(at, &self.code, self.case.as_deref())?;
        let facet = sorted.facet(self.facet.as_deref())?;
        let all = at.edit.settlements(sorted.key())?;
        let settled: Vec<_> = all
            .iter()
            .filter(|s| sorted.is(&facet.key, &s.code, s.case.as_ref(), &s.facet))
            .map(|s| s.id)
            .collect();
        if settled.is_empty() {
            return Ok(Said::new(format!("{} is not settled by {}", sorted.named(), facet.name)));
        }
        at.edit.remove(Kind::Settlement, &settled)?;
        let said = format!("took back the settlement of {} by {}", sorted.named(), facet.name);
        Ok(Said::new(said).code(sorted.key()))
    }
}
