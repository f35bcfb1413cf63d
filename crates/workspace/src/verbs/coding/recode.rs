//! Giving codings another code.

use serde::Serialize;
use themata_model::{Coding, Target};
use themata_store::Which;

use super::texts::{self, Texts};
use super::words;
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Gives codings another code; all else of them stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecodeCodings {
    /// The codings, by their ids.
    pub codings: Vec<String>,
    /// The code they get.
    pub to: String,
}

impl Act for RecodeCodings {
    const VERB: &'static str = "recode";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let to = look::code(&book, &self.to)?;
        let before = look::codings(at.edit, &self.codings)?;
        let sources = texts::sources(at, &before)?;
        let texts = Texts::of(&sources);
        let differs = |coding: &&Coding| coding.target.code() != Some(&to.key);
        let old: Vec<Coding> = before.iter().filter(differs).cloned().collect();
        if old.is_empty() {
            let called = texts.called(&before)?;
            return Ok(Said::new(format!("{called} stand under *{}* already", to.marked_name())));
        }
        let new: Vec<Coding> = old
            .iter()
            .map(|coding| {
                let target = Target::Code(to.key.clone(), coding.target.facets().clone());
                Coding { target, ..coding.clone() }
            })
            .collect();
        for coding in &new {
            super::refuse_twin(at, coding, texts.index(coding)?)?;
        }
        // Where they stand stays, so that nothing but the code is written.
        at.edit.recode(&Which::Ids(new.iter().map(|coding| coding.id).collect()), &to.key)?;
        let called = texts.called(&old)?;
        let mut said = match old.as_slice() {
            [one] => {
                let instead = words::target(&one.target, &book);
                Said::new(format!("gave {called} the code *{}* instead of {instead}", to.marked_name()))
            }
            _ => Said::new(format!("gave {called} the code *{}*", to.marked_name())),
        };
        let (codes, sources) = super::touched(&old);
        said = codes.iter().fold(said, Said::code).code(&to.key);
        Ok(sources.iter().fold(said, Said::source))
    }
}
