//! Member checks and named states: what the people studied said of the analysis, and points of the
//! study's history that the authors want to come back to.

use crate::{Attributes, CoderKey, InformantKey, MemberCheckKey, MemoAnchor, PartyKey, RowId};

/// A member check (Lincoln & Guba 1985): somebody who was studied was shown a part of the analysis,
/// answered, and the analysis was revised or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberCheck {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: MemberCheckKey,
    /// Who saw it.
    pub informant: Option<InformantKey>,
    /// Whose people saw it, when the person is none of the informants.
    pub party: Option<PartyKey>,
    /// Date as written.
    pub date: Option<String>,
    /// What was shown: the study or rows of it, such as an exhibit, a finding or a code.
    pub shown: Vec<MemoAnchor>,
    /// What the person said of it.
    pub response: String,
    /// What was changed because of it; empty when nothing was.
    pub revision: String,
    /// Who asked.
    pub coder: Option<CoderKey>,
    /// Further columns.
    pub attributes: Attributes,
}

/// A state of the study that got a name, such as `as submitted`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedState {
    /// Row id.
    pub id: RowId,
    /// The name: unique, one line, without blanks at its ends.
    pub name: String,
    /// The last op of the trail that the state includes.
    pub op: RowId,
    /// When it was named, RFC 3339 in UTC.
    pub at: Option<String>,
    /// Who named it, when known.
    pub coder: Option<String>,
    /// What it is good for.
    pub note: String,
}
