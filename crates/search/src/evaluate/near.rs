//! Where units may be found, so that only the codings there have to be looked at.

use super::Evaluation;
use crate::SearchError;
use crate::arrangement::Arrangement;
use crate::hits::Hits;
use crate::query::Query;
use crate::search::Unit;

/// As many passages are few in any corpus.
const A_FEW: u64 = 500;

/// Part of a text: the text, first code point, and the one after the last.
pub(super) type Stretch = (u32, u32, u32);

impl Evaluation<'_> {
    /// Where units stand that hold the rarest words of those that must stand in them anyway, parts of a
    /// conjunction; `None` when these are common.
    pub(super) fn stretches_of_rarest(&self, parts: &[Query]) -> Result<Option<Vec<Stretch>>, SearchError> {
        let view = &self.index.view;
        let mut rarest: Option<Arrangement> = None;
        for part in parts {
            let Query::Words(wording) = part else { continue };
            let arrangement = Arrangement::of(wording, view, &self.languages)?;
            if rarest.as_ref().is_none_or(|rarest| arrangement.cost() < rarest.cost()) {
                rarest = Some(arrangement);
            }
        }
        // Common words stand at most codings.
        let rarest = rarest.filter(|rarest| rarest.cost() < (view.len() as u64 / 16).max(A_FEW));
        rarest.map(|words| Ok(self.stretches(&self.passages_of(&words, None)?))).transpose()
    }

    /// Where passages, or the turns they are of, stand; those side by side as one.
    fn stretches(&self, docs: &Hits) -> Vec<Stretch> {
        let view = &self.index.view;
        let stretch = |&doc: &u32| {
            let docs = match self.unit {
                Unit::Turn => view.turn(view.first_of_turns()[doc as usize]),
                _ => doc..doc + 1,
            };
            (view.text(doc), view.start(docs.start), view.end(docs.end - 1))
        };
        let mut all: Vec<Stretch> = docs.ids.iter().map(stretch).collect();
        all.sort_unstable();
        all.dedup_by(|next, last| {
            let is_beside = next.0 == last.0 && next.1 <= last.2;
            if is_beside {
                last.2 = last.2.max(next.2);
            }
            is_beside
        });
        all
    }
}

/// The parts of a conjunction; any other query is its only part.
pub(super) fn parts_of(query: &Query) -> &[Query] {
    match query {
        Query::All(parts) => parts,
        other => std::slice::from_ref(other),
    }
}
