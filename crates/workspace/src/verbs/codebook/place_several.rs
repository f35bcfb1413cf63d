//! Moving several codes to one place, as when open codes are boiled down.

use serde::Serialize;

use super::{MoveCode, starred};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, joined, look};

/// Moves several codes, each with all that is below it, to the same place, in the order given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MoveCodes {
    /// The codes.
    pub codes: Vec<String>,
    /// The code they shall stand below.
    pub to: Option<String>,
    /// Whether they shall stand below none.
    pub top: bool,
    /// The level they shall stand on.
    pub level: Option<String>,
    /// The code that they shall come right before, below the same parent.
    pub before: Option<String>,
    /// The code that they shall come right after, below the same parent.
    pub after: Option<String>,
}

impl Act for MoveCodes {
    const VERB: &'static str = "move-codes";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let mut after = self.after.clone();
        let mut said = Said::new("");
        let mut names = Vec::new();
        for words in &self.codes {
            let book = at.edit.codebook()?;
            let code = look::code(&book, words)?;
            let one = MoveCode {
                code: code.key.to_string(),
                to: self.to.clone(),
                top: self.top,
                level: self.level.clone(),
                before: self.before.clone(),
                after,
            };
            let moved = one.act(at)?;
            names.push(starred([code]));
            // Those that follow come after this one, so that they stand as they were given.
            after = self.after.as_ref().map(|_| code.key.to_string());
            said.codes
                .extend(moved.codes.into_iter().filter(|key| !said.codes.contains(key)).collect::<Vec<_>>());
        }
        said.sentence = format!("moved {}{}", joined(&names), self.destination(at)?);
        Ok(said)
    }
}

impl MoveCodes {
    /// Where they went, in words.
    fn destination(&self, at: &Scene<'_, '_>) -> Result<String, WorkspaceError> {
        let book = at.edit.codebook()?;
        let mut words = String::new();
        if self.top {
            words.push_str(" to the top");
        }
        for (how, code) in [("below", &self.to), ("before", &self.before), ("after", &self.after)] {
            if let Some(code) = code {
                words.push_str(&format!(" {how} {}", starred([look::code(&book, code)?])));
            }
        }
        if let Some(level) = &self.level {
            words.push_str(&format!(" onto the level {}", look::level(&book, level)?.name));
        }
        Ok(words)
    }
}
