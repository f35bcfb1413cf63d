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
    /// Facet values: a coding passes with one of the values of its own, else by the value of its
    /// code or the nearest code above that has one: the value settled for the case the coding
    /// counts for, else the one derived over all.
    pub facets: BTreeMap<FacetKey, Wanted>,
}

/// The values of a facet that are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The values; `All` asks for what stretches over all values and for nothing else.
    pub values: BTreeSet<FacetAssignment>,
    /// Whether what stretches over all values stays out unless `All` is among the values; else it
    /// passes with any value.
    pub exactly: bool,
}

impl Wanted {
    /// Whether what has `value` passes.
    pub(crate) fn has(&self, value: &FacetAssignment) -> bool {
        let over_all = || *value == FacetAssignment::All && !self.exactly;
        let any = || self.values.iter().any(|wanted| matches!(wanted, FacetAssignment::Value(_)));
        self.values.contains(value) || over_all() && any()
    }

    /// `Restricted to codings marked Late, or of codes placed in it or in all values of Phase.`
    fn sentence(&self, facet: &Facet) -> String {
        let named = facet.values.iter().map(|value| FacetAssignment::Value(value.key.clone()));
        let named: Vec<FacetAssignment> = named.filter(|value| self.values.contains(value)).collect();
        let others = [FacetAssignment::All, FacetAssignment::None].into_iter();
        let others = others.filter(|value| self.values.contains(value));
        let labels: Vec<String> = named.iter().cloned().chain(others).map(|v| facet.label(&v)).collect();
        let there = if labels.len() == 1 { "it" } else { "one of these" };
        let (mut all, mut rest) = (String::new(), String::new());
        if !named.is_empty() && !self.exactly {
            all = format!(" or in all values of {}", facet.name);
        }
        if self.exactly && !self.values.contains(&FacetAssignment::All) {
            rest = format!(" What stretches over all values of {} is left out.", facet.name);
        }
        format!(
            "Restricted to codings marked {}, or of codes placed in {there}{all}.{rest}",
            labels.join(" or ")
        )
    }
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
        let facets = self.facets.iter().filter_map(|(key, wanted)| Some((study.facet(key)?, wanted)));
        sentences.extend(facets.map(|(facet, wanted)| wanted.sentence(facet)));
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    /// Whether the case is among those taken into account.
    pub(crate) fn has_case(&self, key: &CaseKey) -> bool {
        self.cases.is_empty() || self.cases.contains(key)
    }
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
    wanted: Wanted,
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
                .filter_map(|(key, wanted)| FacetSieve::new(study, key, wanted))
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
    fn new(study: &Study, key: &FacetKey, wanted: &Wanted) -> Option<Self> {
        let values = study.facet(key)?.values.iter().map(|v| FacetAssignment::Value(v.key.clone()));
        Some(FacetSieve {
            values: FacetValues::new(study, key)?,
            passing: values.map(|value| wanted.has(&value)).collect(),
            wanted: wanted.clone(),
        })
    }

    fn passes(&self, mark: &Mark, case: Option<u32>) -> bool {
        self.values.of(mark, case).is_some_and(|value| self.has(value))
    }

    fn has(&self, value: MarkValue) -> bool {
        match value {
            MarkValue::All => self.wanted.has(&FacetAssignment::All),
            MarkValue::None => self.wanted.has(&FacetAssignment::None),
            MarkValue::Value(at) => self.passing.get(at as usize).copied().unwrap_or_default(),
        }
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
    fn a_value_alone_leaves_out_what_stretches_over_all_values() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        b.say("b1", 2, "c2");
        b.say("b1", 3, "c2");
        b.say("b1", 4, "c3");
        let total = |values| {
            let text = made(&b, "frequency", &[("phase", values)]);
            text.lines().find_map(|line| line.strip_prefix("= All")).unwrap_or_default().to_string()
        };
        for (values, codings) in [
            ("early", 2),
            ("late", 3),
            ("only:early", 1),
            ("only:late", 2),
            ("only:early; only:late", 3),
            ("early; late", 4),
            ("all", 1),
            ("none", 0),
        ] {
            let found = total(values);
            assert!(found.contains(&format!(" ¦ {codings} ¦ ")), "{values}: {found}");
        }
        let alone = made(&b, "coverage", &[("phase", "only:late")]);
        assert!(!alone.contains("Name c3"), "{alone}");
        let note = "Restricted to codings marked late, or of codes placed in it. What stretches over all values of phase is left out.";
        assert!(alone.contains(note), "{alone}");
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
