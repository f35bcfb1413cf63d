//! Which codings a table takes into account.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::mark::{Mark, MarkValue, Marks};
use themata_model::{CaseKey, CodeKey, CoderKey, Facet, FacetAssignment, FacetKey, PartyKey, SideKey, Study};

use crate::facet_value::FacetValues;
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
    /// the value of its code or the nearest code above that has one: the value settled for the
    /// case the coding counts for, else the one derived over all.
    pub facets: BTreeMap<FacetKey, BTreeSet<FacetAssignment>>,
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
        let mut sentences: Vec<String> = Vec::new();
        if !parts.is_empty() {
            sentences.push(format!("Restricted to {}.", parts.join("; ")));
        }
        let facets = self.facets.iter().filter_map(|(key, values)| Some((study.facet(key)?, values)));
        sentences.extend(facets.map(|(facet, values)| of_values(facet, values)));
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// Whether the case is among those taken into account.
    pub(crate) fn has_case(&self, key: &CaseKey) -> bool {
        self.cases.is_empty() || self.cases.contains(key)
    }
}

/// `Restricted to codings marked Late, or of codes placed in it or in all values of Phase.`
fn of_values(facet: &Facet, values: &BTreeSet<FacetAssignment>) -> String {
    let named = facet.values.iter().map(|value| FacetAssignment::Value(value.key.clone()));
    let named: Vec<FacetAssignment> = named.filter(|value| values.contains(value)).collect();
    let others = [FacetAssignment::All, FacetAssignment::None].into_iter();
    let labels: Vec<String> =
        named.iter().cloned().chain(others.filter(|v| values.contains(v))).map(|v| facet.label(&v)).collect();
    let there = if labels.len() == 1 { "it" } else { "one of these" };
    let all = if named.is_empty() { String::new() } else { format!(" or in all values of {}", facet.name) };
    format!("Restricted to codings marked {}, or of codes placed in {there}{all}.", labels.join(" or "))
}

/// Whether each of `marks` counts under `filter`, for some case and side: as tables count it.
pub fn admitted(study: &Study, marks: &Marks, filter: &Filter) -> Vec<bool> {
    let sieve = Sieve::new(study, filter);
    let mut places = Vec::new();
    let admits = |mark: &Mark| {
        sieve.places(marks, mark, &mut places);
        !places.is_empty()
    };
    marks.marks.iter().map(admits).collect()
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
    values: FacetValues,
    wanted: BTreeSet<FacetAssignment>,
    // Whether each value passes; by position.
    passing: Vec<bool>,
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
            && passes(&self.codes, mark.code);
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
        out.retain(|&(case, side)| {
            passes(&self.cases, case)
                && passes(&self.sides, side)
                && self.facets.iter().all(|facet| facet.passes(mark, case))
        });
    }

    /// Whether codings of the code at `position` may pass by the code's own values.
    pub(crate) fn passes_code(&self, position: usize) -> bool {
        self.facets.iter().all(|facet| facet.values.of_code(position).any(|value| facet.has(value)))
    }
}

impl FacetSieve {
    fn new(study: &Study, key: &FacetKey, wanted: &BTreeSet<FacetAssignment>) -> Option<Self> {
        let values = study.facet(key)?.values.iter().map(|v| FacetAssignment::Value(v.key.clone()));
        Some(FacetSieve {
            values: FacetValues::new(study, key)?,
            passing: values.map(|value| is_wanted(wanted, &value)).collect(),
            wanted: wanted.clone(),
        })
    }

    fn passes(&self, mark: &Mark, case: Option<u32>) -> bool {
        self.values.of(mark, case).is_some_and(|value| self.has(value))
    }

    fn has(&self, value: MarkValue) -> bool {
        match value {
            MarkValue::All => is_wanted(&self.wanted, &FacetAssignment::All),
            MarkValue::None => is_wanted(&self.wanted, &FacetAssignment::None),
            MarkValue::Value(at) => self.passing.get(at as usize).copied().unwrap_or_default(),
        }
    }
}

/// Whether a value is asked for; what stretches over all values passes with any of them.
fn is_wanted(wanted: &BTreeSet<FacetAssignment>, value: &FacetAssignment) -> bool {
    match value {
        FacetAssignment::All => wanted.iter().any(|wanted| *wanted != FacetAssignment::None),
        value => wanted.contains(value),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::testing::{Builder, print};
    use crate::{Options, table};

    fn made(b: &Builder, kind: &str, options: &[(&str, &str)]) -> String {
        let map: BTreeMap<String, String> =
            options.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let options = Options::from_map(&b.study, &map, &[]).unwrap();
        print(&table(kind, &b.study, &b.marks(), &options).unwrap())
    }

    #[test]
    fn the_value_settled_for_a_case_decides_there() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        b.say("c1p", 2, "c1");
        b.settle("c1", None, "early", "").settle("c1", Some("R2"), "late", "They were further.");
        let total = |value| {
            let text = made(&b, "frequency", &[("phase", value), ("by", "case")]);
            text.lines().find(|line| line.starts_with("= All")).unwrap_or_default().to_string()
        };
        assert!(total("early").ends_with("1 ¦ 1 ¦ 1"), "{}", total("early"));
        assert!(total("late").ends_with("1 ¦ 1 ¦ 1"), "{}", total("late"));
        assert!(made(&b, "frequency", &[("phase", "late"), ("by", "case")]).contains("¦ R2\n"));
        assert!(total("all").ends_with("0 ¦ 0"), "{}", total("all"));
    }

    #[test]
    fn codes_of_other_values_are_no_gaps_and_the_note_says_what_passes() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c2");
        let text = made(&b, "coverage", &[("phase", "late")]);
        assert!(!text.contains("Name c1"), "{text}");
        assert!(text.contains("Name c2") && text.contains("Name c3"), "{text}");
        let note = "Restricted to codings marked late, or of codes placed in it or in all values of phase.";
        assert!(text.contains(note), "{text}");
    }
}
