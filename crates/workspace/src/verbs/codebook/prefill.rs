//! Values that the codebook gives a code before anybody has sorted it.

use serde::Serialize;
use themata_store::Record;

use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Gives a code values in advance, or takes them away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PrefillCode {
    /// The code.
    pub code: String,
    /// `facet=value`, where the value may be `all`, `none`, or `-` to take it away.
    pub values: Vec<String>,
}

impl Act for PrefillCode {
    const VERB: &'static str = "prefill-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let mut code = look::code(&book, &self.code)?.clone();
        let study = at.edit.head()?;
        let mut told = Vec::new();
        for pair in &self.values {
            let (facet, value) = look::facet_value(&study, pair)?;
            match value {
                Some(value) => {
                    told.push(format!("{facet}={value}"));
                    code.prefilled.insert(facet, value);
                }
                None => {
                    told.push(format!("no {facet}"));
                    code.prefilled.remove(&facet);
                }
            }
        }
        if told.is_empty() {
            return Err(WorkspaceError::refused("it is not said which value")
                .hint("write for example `phase=advanced`, or `phase=-` to take the value away"));
        }
        at.edit.put(&Record::Code(&code))?;
        Ok(Said::new(format!("pre-filled *{}* with {}", code.marked_name(), told.join(", "))).code(&code.key))
    }
}
