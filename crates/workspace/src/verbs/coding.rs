//! Verbs on codings.

mod apply;
mod auto;
mod change;
mod confirm;
mod recode;
mod remove;
mod spot;
mod texts;
mod words;

use themata_model::{
    About, CaseKey, CodeKey, Coding, FacetValues, RowId, SideKey, SourceKey, Study, TextIndex, Weight,
};
use themata_store::Which;

use super::{Scene, look};
use crate::WorkspaceError;

pub use apply::ApplyCodes;
pub use auto::{AutoCode, FoundSpan};
pub use change::ChangeCodings;
pub use confirm::ConfirmCodings;
pub use recode::RecodeCodings;
pub use remove::RemoveCodings;
pub use spot::Spot;
pub(crate) use words::joined;

/// The coding by which the same coder says the same of the same words already.
fn twin(
    at: &Scene<'_, '_>,
    coding: &Coding,
    index: &TextIndex<'_>,
) -> Result<Option<Coding>, WorkspaceError> {
    let Some((start, end)) = coding.span.and_then(|span| index.chars_of_span(span)) else { return Ok(None) };
    let here = Which::At(coding.source.clone(), start, end);
    if at.edit.count(&here)? == 0 {
        return Ok(None);
    }
    let there = at.edit.codings(&here)?;
    let says_the_same = |other: &Coding| match (other.target.code(), coding.target.code()) {
        (None, None) => other.target.facets() == coding.target.facets(),
        (one, other) => one == other,
    };
    let same = |other: &Coding| other.id != coding.id && other.coder == coding.coder && says_the_same(other);
    Ok(there.into_iter().find(same))
}

/// Refuses what would make the same coder say the same of the same words twice.
fn refuse_twin(at: &Scene<'_, '_>, coding: &Coding, index: &TextIndex<'_>) -> Result<(), WorkspaceError> {
    let Some(twin) = twin(at, coding, index)? else { return Ok(()) };
    let (own, other) = (look::short_id(coding.id), look::short_id(twin.id));
    Err(WorkspaceError::refused(format!(
        "{} has coded {} in the same way already: `{own}` and `{other}` would be the same",
        twin.coder,
        words::standing(&twin, index)
    ))
    .hint(format!("remove one of them with `themata uncode {own}`")))
}

/// The case and side that words are about; a word left out says nothing, `none` or `-` that it is the
/// speaker's own.
fn about(
    roster: &Study,
    now: &About,
    case: Option<&str>,
    side: Option<&str>,
) -> Result<About, WorkspaceError> {
    let own = |word: &str| matches!(word.trim(), "none" | "-" | "");
    let case: Option<CaseKey> = match case {
        None => now.case.clone(),
        Some(word) if own(word) => None,
        Some(word) => Some(look::case(roster, word)?.key.clone()),
    };
    let side: Option<SideKey> = match side {
        None => now.side.clone(),
        Some(word) if own(word) => None,
        Some(word) => Some(look::side(roster, word)?.key.clone()),
    };
    Ok(About { case, side })
}

/// The facet values `now` with those of `pairs` put in; `facet=-` takes one away.
fn facets(roster: &Study, now: &FacetValues, pairs: &[String]) -> Result<FacetValues, WorkspaceError> {
    let mut values = now.clone();
    for pair in pairs {
        match look::facet_value(roster, pair)? {
            (facet, Some(value)) => values.insert(facet, value),
            (facet, None) => values.remove(&facet),
        };
    }
    Ok(values)
}

/// A weight as a person types it; `none` is none.
fn weight(word: &str) -> Result<Option<Weight>, WorkspaceError> {
    let word = word.trim();
    if ["none", "-", ""].contains(&word) {
        return Ok(None);
    }
    let number = word.parse().map_err(|_| {
        WorkspaceError::refused(format!("`{word}` is not a weight"))
            .hint("give a whole number from 0 to 100, or `none`")
    })?;
    Weight::new(number).map(Some).map_err(|error| WorkspaceError::refused(error.to_string()))
}

/// The codes and the sources of codings, each once.
fn touched(codings: &[Coding]) -> (Vec<CodeKey>, Vec<SourceKey>) {
    let (mut codes, mut sources): (Vec<CodeKey>, Vec<SourceKey>) = (Vec::new(), Vec::new());
    for coding in codings {
        codes.extend(
            coding
                .target
                .code()
                .filter(|code| !codes.contains(code))
                .cloned()
                .into_iter()
                .collect::<Vec<_>>(),
        );
        if !sources.contains(&coding.source) {
            sources.push(coding.source.clone());
        }
    }
    (codes, sources)
}

/// The ids of codings.
fn ids(codings: &[Coding]) -> Vec<RowId> {
    codings.iter().map(|coding| coding.id).collect()
}
