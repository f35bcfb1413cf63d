//! Hanging codes below the codes of a framework, whether it is in use or not.

use serde::Serialize;
use themata_model::{Code, Codebook};

use crate::WorkspaceError;
use crate::verbs::codebook::changed;
use crate::verbs::{Act, Said, Scene, look};

/// Hangs shared codes below a code of a framework, or below none, in that framework alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlaceInFramework {
    /// The codes.
    pub codes: Vec<String>,
    /// The code of the framework; none takes them to the top.
    pub to: Option<String>,
    /// The framework.
    pub framework: String,
}

impl Act for PlaceInFramework {
    const VERB: &'static str = "place-in-framework";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let study = at.edit.frameworks()?;
        let framework = super::find(&study, &self.framework)?;
        let book = super::codebook_in(&study, &framework.key)?;
        let parent = self.to.as_deref().map(|words| look::code(&book, words)).transpose()?;
        if let Some(parent) = parent.filter(|parent| parent.framework.is_none()) {
            let message = format!("`{}` is no code of the framework `{}`", parent.key, framework.key);
            return Err(WorkspaceError::refused(message).hint(
                "a code that hangs below a shared code does so in every framework: `themata codes move CODE --to CODE`",
            ));
        }
        let mut placed: Vec<&Code> = Vec::new();
        for words in &self.codes {
            let code = look::code(&book, words)?;
            check(&book, code)?;
            if !placed.iter().any(|other| other.id == code.id) {
                placed.push(code);
            }
        }
        if placed.is_empty() {
            return Err(WorkspaceError::refused("it is not said which code is meant"));
        }
        changed(&book, |codes| {
            for code in codes.iter_mut().filter(|code| placed.iter().any(|other| other.id == code.id)) {
                code.parent = parent.map(|parent| parent.key.clone());
            }
        })?;
        for code in &placed {
            at.edit.place_in(&framework.key, &code.key, parent.map(|parent| &parent.key))?;
        }
        let names: Vec<String> = placed.iter().map(|code| format!("*{}*", code.marked_name())).collect();
        let place = match parent {
            Some(parent) => format!("below *{}*", parent.marked_name()),
            None => "to the top".to_string(),
        };
        let said =
            Said::new(format!("placed {} {place} in the framework *{}*", names.join(", "), framework.name));
        let said = placed.iter().fold(said, |said, code| said.code(&code.key));
        Ok(parent.into_iter().fold(said, |said, parent| said.code(&parent.key)))
    }
}

/// Whether a code may hang elsewhere in one framework than in the others.
fn check(book: &Codebook, code: &Code) -> Result<(), WorkspaceError> {
    if code.framework.is_some() {
        let message = format!("`{}` is a code of one framework, and is moved there", code.key);
        return Err(WorkspaceError::refused(message)
            .hint("put the framework to use, then `themata codes move CODE --to CODE`"));
    }
    let above = code.parent.as_ref().and_then(|key| book.get(key)).filter(|above| above.framework.is_none());
    match above {
        None => Ok(()),
        Some(above) => {
            let message = format!("`{}` hangs below `{}` in every framework", code.key, above.key);
            Err(WorkspaceError::refused(message)
                .hint(format!("place `{}` instead, or take `{}` from there first", above.key, code.key)))
        }
    }
}
