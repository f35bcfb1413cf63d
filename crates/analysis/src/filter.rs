//! Which codings a table takes into account.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::mark::{Mark, MarkValue, Marks};
use themata_model::{
    CaseKey, CodeKey, CoderKey, FacetAssignment, FacetKey, PartyKey, SideKey, Study, ValueKey,
};

use crate::derived_placements;
use crate::frame::Spot;
use crate::rule::CoderRule;

/// Which codings a table takes into account; an empty set restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Cases the codings count for.
    pub cases: BTreeSet<CaseKey>,
    /// Sides that speak.
    pub sides: BTreeSet<SideKey>,
    /// Parties that speak.
    pub parties: BTreeSet<PartyKey>,
    /// Coders.
    pub coders: BTreeSet<CoderKey>,
    /// Codes, each with all codes below it.
    pub codes: BTreeSet<CodeKey>,
    /// Facet values: a coding passes with one of the values (or all of them) of its own, else by
    /// the value derived for its code or the nearest code above that has one.
    pub facets: BTreeMap<FacetKey, BTreeSet<ValueKey>>,
}

impl Filter {
    /// Whose codings count under this filter.
    pub fn coder_rule(&self, study: &Study) -> CoderRule {
        if self.coders.is_empty() {
            return CoderRule::Union;
        }
        let chosen = study.coders.iter().filter(|coder| self.coders.contains(&coder.key));
        CoderRule::Only(chosen.map(|coder| coder.name.clone()).collect())
    }

    /// The restriction in words, as printed in notes; `None` when there is none. Coders are told
    /// by the counting rule.
    pub fn sentence(&self, study: &Study) -> Option<String> {
        let mut parts = Vec::new();
        let list = |names: Vec<String>| names.join(", ");
        if !self.cases.is_empty() {
            let names = study.cases.iter().filter(|c| self.cases.contains(&c.key)).map(|c| c.label.clone());
            parts.push(format!("cases {}", list(names.collect())));
        }
        if !self.sides.is_empty() {
            let names = study.sides.iter().filter(|s| self.sides.contains(&s.key)).map(|s| s.name.clone());
            parts.push(format!("sides {}", list(names.collect())));
        }
        if !self.parties.is_empty() {
            let names =
                study.parties.iter().filter(|p| self.parties.contains(&p.key)).map(|p| p.name.clone());
            parts.push(format!("parties {}", list(names.collect())));
        }
        if !self.codes.is_empty() {
            let names = study.codebook.codes().iter().filter(|c| self.codes.contains(&c.key));
            parts.push(format!("codes {}", list(names.map(|c| c.marked_name()).collect())));
        }
        for (facet, values) in &self.facets {
            let Some(facet) = study.facet(facet) else { continue };
            let names = facet.values.iter().filter(|v| values.contains(&v.key)).map(|v| v.name.clone());
            parts.push(format!("{} {}", facet.name, list(names.collect())));
        }
        (!parts.is_empty()).then(|| format!("Restricted to {}.", parts.join("; ")))
    }

    /// Whether the case is among those taken into account.
    pub(crate) fn has_case(&self, key: &CaseKey) -> bool {
        self.cases.is_empty() || self.cases.contains(key)
    }
}

/// A [`Filter`] resolved to positions.
pub(crate) struct Sieve {
    cases: Option<Vec<bool>>,
    sides: Option<Vec<bool>>,
    parties: Option<Vec<bool>>,
    coders: Option<Vec<bool>>,
    codes: Option<Vec<bool>>,
    facets: Vec<FacetSieve>,
}

struct FacetSieve {
    facet: u32,
    values: Vec<bool>,
    // Whether a code passes by the value derived for it; by position.
    codes: Vec<bool>,
}

fn flags<T, K: Ord>(wanted: &BTreeSet<K>, rows: &[T], key: impl Fn(&T) -> &K) -> Option<Vec<bool>> {
    (!wanted.is_empty()).then(|| rows.iter().map(|row| wanted.contains(key(row))).collect())
}

fn passes(flags: &Option<Vec<bool>>, position: Option<u32>) -> bool {
    match (flags, position) {
        (None, _) => true,
        (Some(flags), Some(at)) => flags.get(at as usize).copied().unwrap_or_default(),
        (Some(_), None) => false,
    }
}

impl Sieve {
    /// Resolves `filter` against `study`; keys that are not there match nothing.
    pub(crate) fn new(study: &Study, filter: &Filter) -> Self {
        let book = &study.codebook;
        let codes = (!filter.codes.is_empty()).then(|| {
            let mut flags = vec![false; book.codes().len()];
            for position in filter.codes.iter().filter_map(|key| book.position(key)) {
                book.subtree(position).into_iter().for_each(|at| flags[at] = true);
            }
            flags
        });
        Sieve {
            cases: flags(&filter.cases, &study.cases, |c| &c.key),
            sides: flags(&filter.sides, &study.sides, |s| &s.key),
            parties: flags(&filter.parties, &study.parties, |p| &p.key),
            coders: flags(&filter.coders, &study.coders, |c| &c.key),
            codes,
            facets: filter
                .facets
                .iter()
                .filter_map(|(key, values)| FacetSieve::new(study, key, values))
                .collect(),
        }
    }

    /// Fills `out` with the places for which `mark` counts; with none when it is left out. A mark
    /// without any place gets one without case and side.
    pub(crate) fn places(&self, marks: &Marks, mark: &Mark, out: &mut Vec<Spot>) {
        out.clear();
        let voice = marks.voice(mark);
        let whole = passes(&self.coders, Some(mark.coder))
            && passes(&self.parties, voice.party)
            && passes(&self.codes, mark.code)
            && self.facets.iter().all(|facet| facet.passes(mark));
        if !whole {
            return;
        }
        match mark.about_case {
            // The common case, without the list that `Marks::places` makes.
            None => out.extend(voice.places.iter().map(|&(case, side)| (Some(case), side))),
            Some(_) => out.extend(marks.places(mark).into_iter().map(|(case, side)| (Some(case), side))),
        }
        if out.is_empty() {
            out.push((None, voice.side));
        }
        out.retain(|&(case, side)| passes(&self.cases, case) && passes(&self.sides, side));
    }
}

impl FacetSieve {
    fn new(study: &Study, key: &FacetKey, wanted: &BTreeSet<ValueKey>) -> Option<Self> {
        let position = study.facets.iter().position(|facet| facet.key == *key)?;
        let facet = &study.facets[position];
        let derived = derived_placements(study, facet);
        let by_code: BTreeMap<_, _> =
            derived.iter().filter_map(|d| Some((&d.code, d.value.as_ref()?))).collect();
        let matches = |value: &FacetAssignment| match value {
            FacetAssignment::All => true,
            FacetAssignment::None => false,
            FacetAssignment::Value(key) => wanted.contains(key),
        };
        let book = &study.codebook;
        let passes = |code: &themata_model::Code| {
            let mut upward = std::iter::once(code).chain(book.ancestors(code));
            upward.find_map(|at| by_code.get(&at.key)).is_some_and(|value| matches(value))
        };
        Some(FacetSieve {
            facet: u32::try_from(position).ok()?,
            values: facet.values.iter().map(|value| wanted.contains(&value.key)).collect(),
            codes: book.codes().iter().map(passes).collect(),
        })
    }

    fn passes(&self, mark: &Mark) -> bool {
        match mark.facets.iter().find(|(facet, _)| *facet == self.facet) {
            Some((_, MarkValue::All)) => true,
            Some((_, MarkValue::None)) => false,
            Some((_, MarkValue::Value(value))) => {
                self.values.get(*value as usize).copied().unwrap_or_default()
            }
            None => mark.code.is_some_and(|code| self.codes[code as usize]),
        }
    }
}
