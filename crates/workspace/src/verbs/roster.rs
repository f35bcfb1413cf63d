//! Verbs on the roster: sides, parties, cases, informants, coders, facets, questions.

mod cases;
mod coders;
mod facets;
mod informants;
mod parties;
mod questions;
mod sides;

use crate::WorkspaceError;
use crate::verbs::Said;

pub use cases::{AddCase, CaseFacts, ChangeCase};
pub use coders::{AddCoder, ChangeCoder, CoderFacts};
pub use facets::{AddFacet, ChangeFacet, FacetFacts};
pub use informants::{AddInformant, ChangeInformant, InformantFacts};
pub use parties::{AddParty, ChangeParty, PartyFacts};
pub use questions::{AddQuestion, ChangeQuestion, QuestionFacts};
pub use sides::{AddSide, ChangeSide, SideFacts};

pub(crate) use facets::{check_facet_key, values_from_words};

/// Refuses a key that a row of the kind has already.
pub(crate) fn refuse_taken(what: &str, key: &str, taken: bool) -> Result<(), WorkspaceError> {
    if !taken {
        return Ok(());
    }
    Err(WorkspaceError::refused(format!("there is a {what} `{key}` already")))
}

/// What is said of a change: that it was made, or that there was nothing to change.
pub(crate) fn changed(what: &str, key: &impl ToString, same: bool) -> Said {
    let key = key.to_string();
    Said::new(if same {
        format!("the {what} *{key}* is so already")
    } else {
        format!("changed the {what} *{key}*")
    })
}

/// A text that stands for nothing when it is `-` or blank.
pub(crate) fn optional(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text != "-").then(|| text.to_string())
}

/// A date as `2026-01-31`, `2026-01` or `2026`; `-` or nothing takes it away.
pub(crate) fn date(text: &str) -> Result<Option<String>, WorkspaceError> {
    match optional(text) {
        Some(date) if !themata_model::is_date(&date) => {
            Err(WorkspaceError::refused(format!("`{}` is not a date", date.escape_debug()))
                .hint("write a day as `2026-01-31`, a month as `2026-01` or a year as `2026`"))
        }
        date => Ok(date),
    }
}

/// The items of lists written with `;`, or of several such lists; `-` alone empties the list.
pub(crate) fn items(lists: &[String]) -> Vec<&str> {
    let items = lists.iter().flat_map(|list| list.split(';')).map(str::trim);
    items.filter(|item| !item.is_empty() && *item != "-").collect()
}
