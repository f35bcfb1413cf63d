//! Full stops behind the names of a document that ends all its labels with them: `M.` beside `P1.` is called `M`.

use super::candidate::Candidate;

/// Most letters of a name that may end in a full stop of its own.
const SHORT: usize = 3;

/// Takes the full stops from the short names at `accepted` that have kept theirs, where it is the mark of all labels and longer
/// names have lost it as such.
pub(super) fn take(text: &str, candidates: &mut [Candidate<'_>], accepted: &[usize]) {
    let is_stopped = |one: &Candidate<'_>| {
        text.get(one.start..one.end).is_some_and(|label| label.trim_end().ends_with('.'))
    };
    let stopped = accepted.iter().filter(|n| is_stopped(&candidates[**n])).count();
    let has_lost =
        accepted.iter().any(|n| is_stopped(&candidates[*n]) && !candidates[*n].name.ends_with('.'));
    let are_codes = accepted
        .iter()
        .all(|n| candidates[*n].name.chars().all(|c| c == '.' || c.is_uppercase() || c.is_numeric()));
    if !(has_lost || are_codes) || stopped < accepted.len() {
        return;
    }
    for n in accepted {
        let bare = candidates[*n].name.strip_suffix('.').unwrap_or_default();
        if (1..=SHORT).contains(&bare.chars().count()) && bare.chars().all(char::is_alphanumeric) {
            candidates[*n].name = bare;
        }
    }
}
