//! Sources: what is told of them, who speaks in them, and taking them out.

mod facts;
mod import;
mod speakers;
mod text;
mod there;

use serde::Serialize;
use themata_model::{SourceKey, Text, TextIndex, counted};
use themata_store::{Kind, Part, Record, Which};

use crate::WorkspaceError;
use crate::verbs::roster::changed;
use crate::verbs::{Act, Said, Scene, look, take_along};

pub use facts::SourceFacts;
pub(crate) use facts::is_language_tag;
pub use import::{Document, Import};
pub use text::EditText;

/// Changes what is told of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeSource {
    /// The source.
    pub source: String,
    /// What is told of it.
    pub facts: SourceFacts,
    /// Who speaks under a label, as `label=informant`; `label=-` for nobody known.
    pub speakers: Vec<String>,
    /// The part of a speaker, as `label=interviewer`, `label=informant` or `label=unknown`.
    pub roles: Vec<String>,
}

impl Act for ChangeSource {
    const VERB: &'static str = "change-source";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let mut s = at.edit.parts(&[Part::Roster, Part::Sources])?;
        let old = look::source(&s, &self.source)?.clone();
        let mut source = old.clone();
        self.facts.apply(at, &mut s, &mut source, false)?;
        let mut same = true;
        if !self.speakers.is_empty() || !self.roles.is_empty() {
            let full = at.edit.source(&old.key)?;
            let mut text = full
                .and_then(|mut full| full.texts.pop())
                .ok_or_else(|| WorkspaceError::refused(format!("the source `{}` has no text", old.key)))?;
            let before = text.speakers.clone();
            speakers::map(&s, &mut source, &mut text.speakers, &self.speakers)?;
            speakers::cast(&old.key, &mut text.speakers, &self.roles)?;
            same = text.speakers == before;
            at.edit.put(&Record::Source(&source))?;
            at.edit.put(&Record::Speakers(&old.key, &text))?;
            if text.speakers.iter().zip(&before).any(|(now, before)| now.role != before.role) {
                placed_anew(at, &old.key, &text)?;
            }
        } else {
            at.edit.put(&Record::Source(&source))?;
        }
        let said = changed("source", &old.key, same && source == old).source(&old.key);
        let doubt = self.facts.kind.as_ref().and_then(|_| facts::doubtful_kind(&source));
        Ok(doubt.into_iter().fold(said, Said::detail))
    }
}

/// Writes the codings of a source again, since who says most of their words depends on who only asks.
fn placed_anew(at: &mut Scene<'_, '_>, source: &SourceKey, text: &Text) -> Result<(), WorkspaceError> {
    let index = TextIndex::new(&text.content);
    for coding in at.edit.codings(&Which::InSource(source.clone()))? {
        at.edit.put(&Record::Coding(&coding, text, &index))?;
    }
    Ok(())
}

/// Deletes a source with its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeleteSource {
    /// The source.
    pub source: String,
    /// Whether its codings go too, with what rests on them.
    pub force: bool,
}

impl Act for DeleteSource {
    const VERB: &'static str = "delete-source";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster, Part::Sources])?;
        let source = look::source(&s, &self.source)?;
        let codings = at.edit.codings(&Which::InSource(source.key.clone()))?;
        let ids: Vec<_> = codings.iter().map(|coding| coding.id).collect();
        let mut lines = take_along::resting_on(at.edit, &ids)?;
        let (memos, checks) = at.edit.said_of("source", source.key.as_str())?;
        lines.extend(memos.iter().map(|memo| format!("memo `{}` about the source goes along", memo.key)));
        let no_longer = |key| format!("member check `{key}` no longer names the source as shown");
        lines.extend(checks.iter().map(|check| no_longer(&check.key)));
        let with = match ids.len() {
            0 => String::new(),
            n => format!(" with {}", counted(n, "coding")),
        };
        let alone = ids.is_empty() && lines.is_empty();
        if !self.force && !alone {
            let mut error = WorkspaceError::refused(format!("the source `{}` would go{with}", source.key));
            for line in lines {
                error = error.hint(line);
            }
            return Err(error.hint("add `--force` if all of that may go; `themata undo` brings it back"));
        }
        take_along::codings(at, &ids)?;
        take_along::renamed(at, "source", source.key.as_str(), None)?;
        at.edit.remove(Kind::Source, &[source.id])?;
        let mut said = Said::new(format!("deleted the source *{}*{with}", source.key)).source(&source.key);
        for line in lines {
            said = said.detail(line);
        }
        Ok(said)
    }
}
