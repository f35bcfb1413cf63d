//! The rows of the roster and of the evidence by what a person calls them.

use themata_model::{
    Case, Coder, Excerpt, Exhibit, Facet, FacetAssignment, FacetKey, FacetValue, Finding, Informant,
    MemberCheck, Memo, Party, Question, Side, Source, Study,
};

use super::unknown;
use crate::WorkspaceError;

/// The row that `words` mean: its key, else its key or name, upper and lower case being the same.
pub(crate) fn row<'a, T>(
    what: &str,
    words: &str,
    rows: &'a [T],
    names: impl Fn(&T) -> (&str, &str),
) -> Result<&'a T, WorkspaceError> {
    let words = words.trim();
    if let Some(row) = rows.iter().find(|row| names(row).0 == words) {
        return Ok(row);
    }
    let lower = words.to_lowercase();
    let like = |text: &str| text.to_lowercase() == lower;
    let found: Vec<&T> = rows.iter().filter(|row| like(names(row).0) || like(names(row).1)).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let known =
                rows.iter().flat_map(|row| [names(row).0, names(row).1]).filter(|name| !name.is_empty());
            Err(unknown(what, words, known))
        }
        several => {
            let keys: Vec<String> = several.iter().map(|row| format!("`{}`", names(row).0)).collect();
            Err(WorkspaceError::refused(format!("`{words}` may mean {}", keys.join(" or ")))
                .hint(format!("name the {what} by its key")))
        }
    }
}

macro_rules! finders {
    ($($(#[$doc:meta])* $name:ident: $type:ident in $list:ident, $what:literal, $label:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name<'a>(study: &'a Study, words: &str) -> Result<&'a $type, WorkspaceError> {
            let label: fn(&$type) -> &str = $label;
            row($what, words, &study.$list, |row| (row.key.as_str(), label(row)))
        }
    )*};
}

finders! {
    /// The side with this key or name.
    side: Side in sides, "side", |row| &row.name;
    /// The party with this key or name.
    party: Party in parties, "party", |row| &row.name;
    /// The case with this key or label.
    case: Case in cases, "case", |row| &row.label;
    /// The informant with this key or title.
    informant: Informant in informants, "informant", |row| &row.title;
    /// The coder with this key or name.
    coder: Coder in coders, "coder", |row| &row.name;
    /// The facet with this key or name.
    facet: Facet in facets, "facet", |row| &row.name;
    /// The question with this key.
    question: Question in questions, "question", |_| "";
    /// The source with this key.
    source: Source in sources, "source", |_| "";
    /// The exhibit with this key or title.
    exhibit: Exhibit in exhibits, "exhibit", |row| &row.title;
    /// The excerpt with this key.
    excerpt: Excerpt in excerpts, "excerpt", |_| "";
    /// The finding with this key.
    finding: Finding in findings, "finding", |_| "";
    /// The memo with this key.
    memo: Memo in memos, "memo", |_| "";
    /// The member check with this key.
    member_check: MemberCheck in member_checks, "member check", |_| "";
}

/// A facet and what is said of it, from `facet=value`; `None` where the value is `-`, which takes the
/// value away. `all` and `none` stand for every value and for no value.
pub(crate) fn facet_value(
    study: &Study,
    pair: &str,
) -> Result<(FacetKey, Option<FacetAssignment>), WorkspaceError> {
    let Some((name, word)) = pair.split_once('=') else {
        return Err(WorkspaceError::refused(format!("`{pair}` is not of the form FACET=VALUE"))
            .hint("write for example `phase=advanced`"));
    };
    let facet = facet(study, name)?;
    let assigned = match word.trim() {
        "-" => None,
        "all" => Some(FacetAssignment::All),
        "none" => Some(FacetAssignment::None),
        word => Some(FacetAssignment::Value(value(facet, word)?.key.clone())),
    };
    Ok((facet.key.clone(), assigned))
}

/// The value of a facet that `words` mean.
pub(crate) fn value<'f>(facet: &'f Facet, words: &str) -> Result<&'f FacetValue, WorkspaceError> {
    let found = row("value", words, &facet.values, |value| (value.key.as_str(), &value.name));
    found.map_err(|error| match error {
        WorkspaceError::Refused { message, hints } if message.starts_with("there is no value") => {
            WorkspaceError::Refused {
                message: format!("the facet `{}` has no value `{}`", facet.key, words.trim()),
                hints,
            }
        }
        other => other,
    })
}
