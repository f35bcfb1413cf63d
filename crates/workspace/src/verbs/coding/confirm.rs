//! Confirming that a coding still says what it said, after its words were edited.

use serde::Serialize;
use themata_model::Coding;

use super::texts::{self, Texts};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Confirms that codings stand where they should, though their words are no longer those first coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConfirmCodings {
    /// The codings, by their ids.
    pub codings: Vec<String>,
}

impl Act for ConfirmCodings {
    const VERB: &'static str = "confirm-coding";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let codings = look::codings(at.edit, &self.codings)?;
        if let Some(lost) = codings.iter().find(|coding| coding.span.is_none()) {
            let id = look::short_id(lost.id);
            return Err(WorkspaceError::refused(format!("the coding `{id}` has lost its place"))
                .hint(format!("give it one with `themata coding {id} --quote 'words'`")));
        }
        let sources = texts::sources(at, &codings)?;
        let texts = Texts::of(&sources);
        let other: Vec<Coding> = codings.iter().filter(|coding| coding.is_unconfirmed()).cloned().collect();
        if other.is_empty() {
            let called = texts.called(&codings)?;
            return Ok(Said::new(format!("the words of {called} are those first coded")));
        }
        let confirmed: Vec<Coding> =
            other.iter().map(|coding| Coding { typed: coding.quotation.clone(), ..coding.clone() }).collect();
        texts.write(at, &confirmed)?;
        let mut said = Said::new(format!("confirmed {}", texts.called(&confirmed)?));
        for coding in &other {
            let (was, is) = super::words::change(&coding.typed, &coding.quotation);
            said = said.detail(format!("{}: “{was}” is now “{is}”", look::short_id(coding.id)));
        }
        let (codes, sources) = super::touched(&confirmed);
        said = codes.iter().fold(said, Said::code);
        Ok(sources.iter().fold(said, Said::source))
    }
}
