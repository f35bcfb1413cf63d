//! Putting a framework to use.

use serde::Serialize;
use themata_model::counted_as;
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
        // What the framework before had a place for, and this one has not.
        let loose = study.parents_in_use();
        let loose = loose.keys().filter(|key| book.get(key).is_some_and(|code| code.parent.is_none()));
        let loose: Vec<String> = loose.map(|key| format!("`{key}`")).collect();
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
