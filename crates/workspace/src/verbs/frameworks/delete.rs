//! Deleting a framework.

use serde::Serialize;
use themata_model::{Code, RowId, Study, counted};
use themata_store::{Kind, Record};

use crate::WorkspaceError;
use crate::verbs::rows::in_use;
use crate::verbs::{Act, Said, Scene};

/// Deletes a framework with its own codes; of the last one the codes stay, and belong to no framework.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeleteFramework {
    /// The framework.
    pub framework: String,
}

impl Act for DeleteFramework {
    const VERB: &'static str = "delete-framework";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let study = at.edit.frameworks()?;
        let framework = super::find(&study, &self.framework)?;
        if study.framework_in_use.as_ref() == Some(&framework.key) {
            if study.frameworks.len() > 1 {
                return Err(WorkspaceError::refused(format!("the framework `{}` is in use", framework.key))
                    .hint("put another one to use first: `themata frameworks use KEY --reason …`"));
            }
            return dissolve(at, &study, framework.id);
        }
        for code in &framework.codes {
            let (memos, checks) = at.edit.said_of("code", code.key.as_str())?;
            let named: Vec<String> = memos
                .iter()
                .map(|memo| format!("memo `{}`", memo.key))
                .chain(checks.iter().map(|check| format!("member check `{}`", check.key)))
                .collect();
            if !named.is_empty() {
                let message = format!("its code `{}` is named by {}", code.key, named.join(", "));
                return Err(WorkspaceError::refused(message)
                    .hint("delete these first, or let them be about something else"));
            }
        }
        for code in framework.parents.keys() {
            at.edit.place_in(&framework.key, code, None)?;
        }
        let ids: Vec<RowId> = framework.codes.iter().map(|code| code.id).collect();
        at.edit.remove(Kind::Code, &ids).map_err(in_use)?;
        at.edit.remove(Kind::Framework, &[framework.id]).map_err(in_use)?;
        let said = Said::new(format!(
            "deleted the framework *{}* with {} of its own",
            framework.name,
            counted(ids.len(), "code")
        ));
        Ok(framework.codes.iter().fold(said, |said, code| said.code(&code.key)))
    }
}

/// Makes the codes of the only framework codes of the codebook like all others.
fn dissolve(at: &mut Scene<'_, '_>, study: &Study, framework: RowId) -> Result<Said, WorkspaceError> {
    let name = study.frameworks.first().map_or_else(String::new, |framework| framework.name.clone());
    at.edit.use_framework(None)?;
    let own = study.codebook.codes().iter().filter(|code| code.framework.is_some());
    for code in own {
        at.edit.put(&Record::Code(&Code { framework: None, ..code.clone() }))?;
    }
    for key in study.parents_in_use().keys() {
        if let Some(code) = study.codebook.get(key) {
            at.edit.put(&Record::Code(code))?;
        }
    }
    at.edit.remove(Kind::Framework, &[framework]).map_err(in_use)?;
    Ok(Said::new(format!("deleted the framework *{name}*; its codes stay, as codes of the codebook")))
}
