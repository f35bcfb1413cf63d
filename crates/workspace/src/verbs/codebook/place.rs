//! Moving codes about the tree.

use serde::Serialize;
use themata_model::{Code, Codebook, counted};
use themata_store::{Kind, Record};

use super::{below, with_code};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Moves a code, and all that is below it, below another code, to the top, onto another level, or
/// beside another code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MoveCode {
    /// The code.
    pub code: String,
    /// The code it shall stand below.
    pub to: Option<String>,
    /// Whether it shall stand below none.
    pub top: bool,
    /// The level it shall stand on.
    pub level: Option<String>,
    /// The code that it shall come right before, below the same parent.
    pub before: Option<String>,
    /// The code that it shall come right after, below the same parent.
    pub after: Option<String>,
}

impl Act for MoveCode {
    const VERB: &'static str = "move-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let old = look::code(&book, &self.code)?;
        let beside = self.before.as_ref().or(self.after.as_ref());
        let beside = beside.map(|words| look::code(&book, words)).transpose()?;
        if self.to.is_none() && !self.top && self.level.is_none() && beside.is_none() {
            return Err(WorkspaceError::refused("it is not said where to")
                .hint("say it with --to CODE, --top, --level LEVEL, --before CODE or --after CODE"));
        }
        let moved = self.moved(&book, old, beside)?;
        let after = with_code(&book, &moved).map_err(|error| self.hinted(error))?;
        at.edit.put(&Record::Code(&moved))?;
        if let Some(beside) = beside {
            self.arrange(at, &after, &moved, beside)?;
        } else if moved.parent != old.parent {
            at.edit.put_last(Kind::Code, moved.id)?;
        }
        let mut said = Said::new(self.sentence(&after, old, &moved, beside)).code(&moved.key);
        if let Some(position) = after.position(&moved.key) {
            match after.subtree(position).len().saturating_sub(1) {
                0 => {}
                n => said = said.detail(format!("with the {} below it", counted(n, "code"))),
            }
        }
        Ok(match &moved.parent {
            Some(parent) => said.code(parent),
            None => said,
        })
    }
}

impl MoveCode {
    fn moved(&self, book: &Codebook, old: &Code, beside: Option<&Code>) -> Result<Code, WorkspaceError> {
        let mut moved = old.clone();
        moved.parent = match (&self.to, self.top, beside) {
            (Some(words), _, _) => Some(look::code(book, words)?.key.clone()),
            (None, true, _) => None,
            (None, false, Some(beside)) => beside.parent.clone(),
            (None, false, None) => old.parent.clone(),
        };
        if let Some(words) = &self.level {
            moved.level = look::level(book, words)?.key.clone();
        }
        let parent = moved.parent.as_ref().and_then(|key| book.get(key));
        if parent.is_some_and(|parent| parent.id == old.id) {
            return Err(WorkspaceError::refused(format!("`{}` cannot stand below itself", old.key)));
        }
        if let Some(parent) = parent.filter(|parent| book.ancestors(parent).any(|above| above.id == old.id)) {
            let message = format!("`{}` cannot stand below `{}`, which stands below it", old.key, parent.key);
            return Err(WorkspaceError::refused(message));
        }
        Ok(moved)
    }

    fn hinted(&self, error: WorkspaceError) -> WorkspaceError {
        if self.level.is_none() {
            return error.hint("give the level along with --level LEVEL; `themata levels` lists them");
        }
        error.hint("what is below the code comes along: move it elsewhere first, or choose --to or --top")
    }

    /// Puts the code right before or after the other one.
    fn arrange(
        &self,
        at: &mut Scene<'_, '_>,
        book: &Codebook,
        moved: &Code,
        beside: &Code,
    ) -> Result<(), WorkspaceError> {
        let mut siblings = below(book, moved.parent.as_ref());
        siblings.retain(|code| code.id != moved.id);
        let Some(place) = siblings.iter().position(|code| code.id == beside.id) else {
            let message = format!("`{}` and `{}` do not stand below the same code", moved.key, beside.key);
            return Err(WorkspaceError::refused(message));
        };
        let mut ids: Vec<_> = siblings.iter().map(|code| code.id).collect();
        ids.insert(if self.before.is_some() { place } else { place + 1 }, moved.id);
        at.edit.reorder(Kind::Code, &ids)?;
        Ok(())
    }

    fn sentence(&self, book: &Codebook, old: &Code, moved: &Code, beside: Option<&Code>) -> String {
        let mut parts = Vec::new();
        if moved.parent != old.parent {
            parts.push(match moved.parent.as_ref().and_then(|key| book.get(key)) {
                Some(parent) => format!("below *{}*", parent.marked_name()),
                None => "to the top".to_string(),
            });
        }
        if moved.level != old.level
            && let Some(level) = book.level_of(moved)
        {
            parts.push(format!("onto the level {}", level.name));
        }
        if let Some(beside) = beside {
            let side = if self.before.is_some() { "before" } else { "after" };
            parts.push(format!("{side} *{}*", beside.marked_name()));
        }
        match parts.is_empty() {
            true => format!("*{}* stands there already", old.marked_name()),
            false => format!("moved *{}* {}", old.marked_name(), parts.join(", ")),
        }
    }
}
