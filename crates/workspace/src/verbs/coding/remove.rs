//! Taking codings away.

use std::collections::BTreeSet;

use serde::Serialize;
use themata_model::{CodeKey, CoderKey, Coding, SourceKey};
use themata_store::{Part, Which};

use super::texts::{self, Texts};
use super::words;
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look, take_along};

/// Codings listed by their ids in what is said.
const LISTED: usize = 20;

/// Takes codings away: those named, or the acting coder's own in a source, of a code, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RemoveCodings {
    /// The codings, by their ids.
    pub codings: Vec<String>,
    /// Those in this source.
    pub source: Option<String>,
    /// Those of this code itself.
    pub code: Option<String>,
    /// Those of this coder instead of the acting one.
    pub of: Option<String>,
    /// Whether what rests on them goes along.
    pub force: bool,
}

impl Act for RemoveCodings {
    const VERB: &'static str = "uncode";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let gone = self.meant(at)?;
        if gone.is_empty() {
            return Ok(Said::new("there are no such codings"));
        }
        let ids = super::ids(&gone);
        if !self.force {
            let resting = take_along::resting_on(at.edit, &ids)?;
            if !resting.is_empty() {
                let error = WorkspaceError::refused(format!(
                    "{} used: {}",
                    if ids.len() == 1 { "the coding is" } else { "some of the codings are" },
                    resting.join("; ")
                ));
                return Err(error.hint("add `--force` to remove them all the same"));
            }
        }
        let shown = &gone[..gone.len().min(LISTED)];
        let sources = texts::sources(at, shown)?;
        let texts = Texts::of(&sources);
        let called = texts.called(&gone)?;
        let along = take_along::codings(at, &ids)?;
        let own = at.coder()?;
        let others: BTreeSet<&CoderKey> =
            gone.iter().map(|coding| &coding.coder).filter(|c| **c != own).collect();
        let others: Vec<String> = others.into_iter().map(ToString::to_string).collect();
        let by = if others.is_empty() { String::new() } else { format!(" by {}", words::joined(&others)) };
        let mut said = match gone.as_slice() {
            [one] => Said::new(format!("took {} off {called}{by}", words::target(&one.target, &book))),
            _ => Said::new(format!("removed {called}{by}")),
        };
        if gone.len() > 1 {
            for coding in shown {
                let standing = texts.standing(coding)?;
                said = said.detail(format!("{} off {standing}", words::target(&coding.target, &book)));
            }
            if gone.len() > LISTED {
                said = said.detail(format!("and {} more", gone.len() - LISTED));
            }
        }
        said = along.into_iter().fold(said, Said::detail);
        let (codes, sources) = super::touched(&gone);
        said = codes.iter().fold(said, Said::code);
        Ok(sources.iter().fold(said, Said::source))
    }
}

impl RemoveCodings {
    fn meant(&self, at: &Scene<'_, '_>) -> Result<Vec<Coding>, WorkspaceError> {
        if !self.codings.is_empty() {
            return look::codings(at.edit, &self.codings);
        }
        let source: Option<SourceKey> = match &self.source {
            Some(words) => Some(look::source_with_text(at.edit, words)?.key),
            None => None,
        };
        let code: Option<CodeKey> = match &self.code {
            Some(words) => Some(look::code(&at.edit.codebook()?, words)?.key.clone()),
            None => None,
        };
        let coder: CoderKey = match &self.of {
            Some(words) => look::coder(&at.edit.parts(&[Part::Roster])?, words)?.key.clone(),
            None => at.coder()?,
        };
        let mut meant = match (&source, &code, &self.of) {
            (Some(source), _, _) => at.edit.codings(&Which::InSource(source.clone()))?,
            (None, Some(code), _) => at.edit.codings(&Which::OfCode(code.clone()))?,
            (None, None, Some(_)) => at.edit.codings(&Which::ByCoder(coder.clone()))?,
            (None, None, None) => {
                return Err(WorkspaceError::refused("it is not said which codings are to go")
                    .hint("name them by their ids, or with `--source`, `--code` or `--of`"));
            }
        };
        meant.retain(|coding| {
            coding.coder == coder && code.as_ref().is_none_or(|code| coding.target.code() == Some(code))
        });
        Ok(meant)
    }
}
