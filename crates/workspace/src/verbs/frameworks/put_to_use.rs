//! Putting a framework to use.

use std::collections::BTreeSet;

use serde::Serialize;
use themata_model::{Code, CodeKey, counted_as};
use themata_store::Record;

use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene};

/// Puts a framework to use: every table and figure is drawn with its codes from then on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UseFramework {
    /// The framework.
    pub framework: String,
    /// Why this one.
    pub reason: String,
}

impl Act for UseFramework {
    const VERB: &'static str = "use-framework";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let study = at.edit.frameworks()?;
        let framework = super::find(&study, &self.framework)?;
        if study.framework_in_use.as_ref() == Some(&framework.key) {
            return Ok(Said::new(format!("the framework *{}* is in use", framework.name)));
        }
        if self.reason.trim().is_empty() {
            return Err(WorkspaceError::refused("the choice of a framework needs its reason")
                .hint("say it with `--reason`"));
        }
        let book = super::codebook_in(&study, &framework.key)?;
        let mut chosen = framework.clone();
        super::decide(at, &mut chosen, &self.reason)?;
        at.edit.put(&Record::Framework(&chosen))?;
        at.edit.use_framework(Some(&framework.key))?;
        let before = study.framework_in_use.as_ref().and_then(|key| study.framework(key));
        let instead = before.map(|before| format!(" instead of *{}*", before.name)).unwrap_or_default();
        let mut said = Said::new(format!(
            "put the framework *{}* to use{instead}: {}",
            framework.name,
            self.reason.trim()
        ));
        // Also what only the framework before had a place for: this one may have no codes yet.
        let unplaced: BTreeSet<&CodeKey> = super::unplaced(&book).into_iter().map(|code| &code.key).collect();
        let placed = study.parents_in_use();
        let is_loose = |code: &&Code| {
            code.parent.is_none() && (unplaced.contains(&code.key) || placed.contains_key(&code.key))
        };
        let loose = book.in_tree_order().into_iter().filter(is_loose);
        let loose: Vec<String> = loose.map(|code| format!("`{}`", code.key)).collect();
        if !loose.is_empty() {
            said = said.detail(format!(
                "{} below no code in it: {}; `themata frameworks place` gives them one",
                counted_as(loose.len(), "code hangs", "codes hang"),
                loose.join(", ")
            ));
        }
        Ok(super::outputs_without_code(at, &book)?.into_iter().fold(said, Said::detail))
    }
}
