//! Verbs on what is printed, concluded and thought: excerpts, exhibits, findings, memos, member checks.

mod excerpts;
mod exhibits;
mod findings;
mod members;
mod memos;

use themata_model::MemoAnchor;
use themata_store::Part;

use crate::WorkspaceError;
use crate::verbs::{Scene, look};

pub use excerpts::{AddExcerpt, ChangeExcerpt, ExcerptFacts};
pub(crate) use exhibits::check_output_names;
pub use exhibits::{AddExhibit, ChangeExhibit, ExhibitFacts, RemoveOutput, SetOutput};
pub use findings::{AddFinding, ChangeFinding, FindingFacts};
pub use members::{AddMemberCheck, ChangeMemberCheck, MemberCheckFacts};
pub use memos::{AddMemo, ChangeMemo, MemoFacts};

/// The kinds of things that memos are about and that members are shown.
const KINDS: [&str; 12] = [
    "code",
    "case",
    "party",
    "informant",
    "source",
    "coder",
    "facet",
    "excerpt",
    "finding",
    "exhibit",
    "member-check",
    "coding",
];

/// What `code:A` or `study` means; the thing may be named as everywhere else.
fn anchor(at: &Scene<'_, '_>, words: &str) -> Result<MemoAnchor, WorkspaceError> {
    let words = words.trim();
    if words == "study" {
        return Ok(MemoAnchor::Study);
    }
    let Some((kind, name)) = words.split_once(':') else {
        return Err(WorkspaceError::refused(format!("`{words}` does not say what kind of thing is meant"))
            .hint("write for example `code:A`, `case:R1` or `study`"));
    };
    let kind = kind.trim();
    let of = |part: Part| at.edit.parts(&[part]);
    let key = match kind {
        "code" => look::code(&at.edit.codebook()?, name)?.key.to_string(),
        "case" => look::case(&of(Part::Roster)?, name)?.key.to_string(),
        "party" => look::party(&of(Part::Roster)?, name)?.key.to_string(),
        "informant" => look::informant(&of(Part::Roster)?, name)?.key.to_string(),
        "source" => look::source(&of(Part::Sources)?, name)?.key.to_string(),
        "coder" => look::coder(&of(Part::Roster)?, name)?.key.to_string(),
        "facet" => look::facet(&at.edit.head()?, name)?.key.to_string(),
        "excerpt" => look::excerpt(&of(Part::Excerpts)?, name)?.key.to_string(),
        "finding" => look::finding(&of(Part::Findings)?, name)?.key.to_string(),
        "exhibit" => look::exhibit(&of(Part::Exhibits)?, name)?.key.to_string(),
        "member-check" => look::member_check(&of(Part::MemberChecks)?, name)?.key.to_string(),
        "coding" => look::coding_id(at.edit, name)?.to_string(),
        other => {
            return Err(look::unknown("kind of thing", other, KINDS)
                .hint(format!("the kinds are {} and `study` itself", KINDS.join(", "))));
        }
    };
    Ok(MemoAnchor::Row { kind: kind.to_string(), key })
}

/// What is written of today's date: the day of the op.
fn today(at: &Scene<'_, '_>) -> String {
    at.now.chars().take(10).collect()
}
