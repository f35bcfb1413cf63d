//! The verbs of the working study: every change is one, every one is an entry of the trail and a step
//! of undo.
//!
//! A [`Verb`] is plain data: what a person asked for, in keys and words. [`Workspace::apply`] does it in
//! one transaction, or rehearses it, and says in a sentence what was done; the sentence goes into the
//! trail with the codes and sources it touched, so that the history reads like a logbook.

mod attributes;
mod by;
mod codebook;
mod coding;
mod evidence;
pub(crate) mod frameworks;
pub(crate) mod look;
mod roster;
mod rows;
mod said;
mod segments;
mod snapshot;
mod sorting;
mod sources;
pub(crate) mod take_along;

use serde::Serialize;
use themata_model::{CoderKey, Op, RowId};
use themata_store::{Commit, Edit};

use crate::{Workspace, WorkspaceError};

pub use by::By;
pub(crate) use codebook::taken as codebook_read;
pub use codebook::*;
pub(crate) use coding::joined;
pub use coding::{
    ApplyCodes, AutoCode, ChangeCodings, ConfirmCodings, FoundSpan, RecodeCodings, RemoveCodings, Spot,
};
pub(crate) use evidence::check_output_names;
pub use evidence::{
    AddExcerpt, AddExhibit, AddFinding, AddMemberCheck, AddMemo, ChangeExcerpt, ChangeExhibit, ChangeFinding,
    ChangeMemberCheck, ChangeMemo, ExcerptFacts, ExhibitFacts, FindingFacts, MemberCheckFacts, MemoFacts,
    RemoveOutput, SetOutput,
};
pub use frameworks::{AddFramework, ChangeFramework, DeleteFramework, PlaceInFramework, UseFramework};
pub(crate) use roster::values_from_words;
pub use roster::*;
pub use rows::{DeleteRows, Rekey, RowKind};
pub use said::Done;
pub(crate) use said::Said;
pub use segments::ImportSegments;
pub(crate) use segments::declare as segments_declared;
pub use snapshot::{DeleteSnapshot, SaveSnapshot};
pub use sorting::{PlaceCode, SettleCode, UnplaceCode, UnsettleCode};
pub(crate) use sources::is_language_tag;
pub use sources::{ChangeSource, DeleteSource, Document, EditText, Import, SourceFacts};

/// What one verb does to the study.
pub(crate) trait Act: Serialize {
    /// The verb as the trail names it, for example `rename-code`.
    const VERB: &'static str;

    /// Whether it may be done by a coder whom the study does not know yet.
    const BEGINS: bool = false;

    /// The verb of this very wish, where one type does the same to rows of several kinds.
    fn verb(&self) -> &'static str {
        Self::VERB
    }

    /// Does it in the open op.
    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError>;
}

/// What a verb acts on: the open op and who acts.
pub(crate) struct Scene<'e, 'db> {
    pub(crate) edit: &'e mut Edit<'db>,
    pub(crate) by: &'e By,
    /// When, RFC 3339 in UTC.
    pub(crate) now: String,
}

impl Scene<'_, '_> {
    /// The coder who acts.
    ///
    /// # Errors
    /// When nobody is named and the study has not exactly one.
    pub(crate) fn coder(&self) -> Result<CoderKey, WorkspaceError> {
        match &self.by.coder {
            Some(key) => look::key(key),
            None => Err(WorkspaceError::refused("it is not said who does this")
                .hint("say it with `--coder KEY`, or set THEMATA_CODER; `themata coders` lists the coders")),
        }
    }

    /// A fresh id (RFC 9562, version 7).
    pub(crate) fn fresh_id(&self) -> RowId {
        crate::clock::fresh_id()
    }
}

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// A change of the study.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Verb {
            $($(#[$doc])* $name($name),)*
        }

        impl Verb {
            fn name(&self) -> &'static str {
                match self {
                    $(Verb::$name(verb) => verb.verb(),)*
                }
            }

            fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
                match self {
                    $(Verb::$name(verb) => verb.act(at),)*
                }
            }

            /// Whether it may come before there is a coder.
            fn begins(&self) -> bool {
                match self {
                    $(Verb::$name(_) => <$name as Act>::BEGINS,)*
                }
            }

            fn given(&self) -> serde_json::Value {
                let given = match self {
                    $(Verb::$name(verb) => serde_json::to_value(verb),)*
                };
                given.unwrap_or_default()
            }
        }

        $(impl From<$name> for Verb {
            fn from(verb: $name) -> Verb {
                Verb::$name(verb)
            }
        })*
    };
}

verbs! {
    /// Adds a side.
    AddSide,
    /// Changes what is said of a side.
    ChangeSide,
    /// Adds a party.
    AddParty,
    /// Changes what is said of a party.
    ChangeParty,
    /// Adds a case.
    AddCase,
    /// Changes what is said of a case.
    ChangeCase,
    /// Adds an informant.
    AddInformant,
    /// Changes what is said of an informant.
    ChangeInformant,
    /// Adds a coder.
    AddCoder,
    /// Changes what is said of a coder.
    ChangeCoder,
    /// Adds a facet.
    AddFacet,
    /// Changes a facet or its values.
    ChangeFacet,
    /// Adds a question.
    AddQuestion,
    /// Changes a question.
    ChangeQuestion,
    /// Takes documents in as sources.
    Import,
    /// Takes coded segments in from a table.
    ImportSegments,
    /// Changes what is told of a source.
    ChangeSource,
    /// Deletes a source.
    DeleteSource,
    /// Gives a source another version of its text.
    EditText,
    /// Adds an excerpt.
    AddExcerpt,
    /// Changes an excerpt.
    ChangeExcerpt,
    /// Adds an exhibit.
    AddExhibit,
    /// Changes an exhibit.
    ChangeExhibit,
    /// Says which table or figure prints an exhibit.
    SetOutput,
    /// Lets nothing print an exhibit.
    RemoveOutput,
    /// Adds a finding.
    AddFinding,
    /// Changes a finding.
    ChangeFinding,
    /// Adds a memo.
    AddMemo,
    /// Changes a memo.
    ChangeMemo,
    /// Adds a member check.
    AddMemberCheck,
    /// Changes a member check.
    ChangeMemberCheck,
    /// Gives a row another key.
    Rekey,
    /// Deletes rows that nothing rests on.
    DeleteRows,
    /// Adds a code.
    AddCode,
    /// Takes codes in from a file.
    ImportCodes,
    /// Gives a code another name.
    RenameCode,
    /// Changes other wordings of a code's name.
    AliasCode,
    /// Gives a code a colour.
    RecolourCode,
    /// Says what a code means.
    DefineCode,
    /// Gives a code values in advance.
    PrefillCode,
    /// Gives a code another key.
    RekeyCode,
    /// Moves a code about the tree.
    MoveCode,
    /// Moves several codes to one place.
    MoveCodes,
    /// Changes the order of codes.
    ReorderCodes,
    /// Merges codes into another one.
    MergeCodes,
    /// Splits a code.
    SplitCode,
    /// Deletes codes.
    DeleteCodes,
    /// Adds a level.
    AddLevel,
    /// Gives a level another name.
    RenameLevel,
    /// Changes the order of the levels.
    ReorderLevels,
    /// Deletes a level.
    DeleteLevel,
    /// Adds a framework.
    AddFramework,
    /// Changes what is said of a framework.
    ChangeFramework,
    /// Puts a framework to use.
    UseFramework,
    /// Hangs codes below the codes of a framework.
    PlaceInFramework,
    /// Deletes a framework.
    DeleteFramework,
    /// Codes words of a source.
    ApplyCodes,
    /// Codes what a search found.
    AutoCode,
    /// Changes codings and their borders.
    ChangeCodings,
    /// Confirms codings whose words were edited.
    ConfirmCodings,
    /// Gives codings another code.
    RecodeCodings,
    /// Takes codings away.
    RemoveCodings,
    /// Sorts a code as one rater sees it.
    PlaceCode,
    /// Takes a rater's sorting back.
    UnplaceCode,
    /// Settles the value of a code.
    SettleCode,
    /// Takes a settlement back.
    UnsettleCode,
    /// Gives the present state a name.
    SaveSnapshot,
    /// Forgets the name of a state.
    DeleteSnapshot,
}

impl Workspace {
    /// Who acts: the coder named, who must be known, else the only one the study has.
    pub(crate) fn known_actor(&mut self, by: &By) -> Result<By, WorkspaceError> {
        self.actor(by, false)
    }

    fn actor(&mut self, by: &By, begins: bool) -> Result<By, WorkspaceError> {
        let known = self.store_mut()?.coders()?;
        let coder = match (&by.coder, known.as_slice()) {
            (Some(key), known) if known.iter().any(|coder| coder.as_str() == key) => Some(key.clone()),
            // Whoever begins may add coders, the first one among them.
            (Some(key), _) if begins => Some(key.clone()),
            (Some(key), known) => {
                let known = known.iter().map(|coder| coder.as_str());
                return Err(look::unknown("coder", key, known)
                    .hint(format!("add a coder with `themata coders add {key}`")));
            }
            (None, [only]) => Some(only.to_string()),
            (None, several) if !several.is_empty() && !begins => {
                let known: Vec<String> = several.iter().map(|coder| format!("`{coder}`")).collect();
                return Err(WorkspaceError::refused("it is not said who does this").hint(format!(
                    "say it with `--coder KEY`, or set THEMATA_CODER; the coders are {}",
                    known.join(", ")
                )));
            }
            (None, _) => None,
        };
        Ok(By { coder, dry_run: by.dry_run })
    }

    /// Does `verb` as one op of the trail.
    ///
    /// # Errors
    /// When the study is a folder, the verb names something that does not exist or may not be, or the file
    /// cannot be written. The study is then as it was.
    pub fn apply(&mut self, verb: &Verb, by: &By) -> Result<Done, WorkspaceError> {
        let by = &self.actor(by, verb.begins())?;
        let now = crate::clock::now();
        let op = Op {
            seq: 0,
            id: crate::clock::fresh_id(),
            verb: verb.name().to_string(),
            coder: by.coder.clone(),
            at: Some(now.clone()),
            args: "{}".to_string(),
            undoes: None,
            changes: Vec::new(),
        };
        let commit = if by.dry_run { Commit::Rehearse } else { Commit::Keep };
        let edited = self.store_mut()?.edit(&op, commit, |edit| {
            let said = verb.act(&mut Scene { edit, by, now })?;
            let args = said.args(&verb.given());
            Ok::<_, WorkspaceError>((said, args))
        })?;
        self.forget();
        Ok(Done::new(
            edited.value,
            edited.number.filter(|_| !by.dry_run),
            by.dry_run && edited.rows > 0,
            edited.rows,
        ))
    }
}
