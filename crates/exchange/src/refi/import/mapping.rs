//! What variables, sets, cases and names of the project mean in a study: its cases, sides, parties, informants and
//! phases.

use std::collections::{BTreeMap, HashMap};

use themata_model::{
    CaseKey, CaseSide, Facet, FacetAssignment, FacetKey, FacetValue, Informant, InformantKey, Party,
    PartyKey, Place, Problem, Side, SideKey, SourceKey, Target, Uuid, ValueKey,
};

use super::Import;
use super::levels::{quoted, same};
use super::names::clean;
use crate::folder::informant_labelled;
use crate::refi::options::Tells;
use crate::refi::project::Source as Found;

/// The values of one fact, by source.
type Facts = HashMap<SourceKey, Vec<String>>;

impl Import<'_> {
    /// Gives sources, codings and codes what the options say.
    pub(super) fn mapped(&mut self) {
        let options = self.options;
        let facts = |import: &mut Self, tells: &Option<Tells>| -> Facts {
            tells.as_ref().map(|tells| import.facts(tells)).unwrap_or_default()
        };
        if matches!(&options.case_from, Some(tells) if !matches!(tells, Tells::Cases)) {
            let cases = facts(self, &options.case_from);
            self.put_cases(&cases);
        }
        let sides = facts(self, &options.side_from);
        self.put_sides(&sides);
        let parties = facts(self, &options.party_from);
        self.put_parties(&parties);
        let informants = facts(self, &options.informant_from);
        self.put_informants(&informants);
        self.sides_of_cases();
        if let Some(tells) = &options.phase_from {
            let phases = self.facts(tells);
            self.put_phases(tells, &phases);
        }
        self.name_speakers();
    }

    /// The values of a fact for every source.
    fn facts(&mut self, tells: &Tells) -> Facts {
        let mut facts = Facts::new();
        let project = self.project;
        let mut add = |key: &SourceKey, value: &str| {
            let value = clean(value);
            let values = facts.entry(key.clone()).or_default();
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        };
        let all = || project.sources.iter().flat_map(|source| source.transcripts.iter().chain([source]));
        let keys = |found: &Found| self.sources.get(&found.guid).cloned().unwrap_or_default();
        match tells {
            Tells::Variable(name) => {
                let wanted: Vec<Uuid> =
                    project.variables.iter().filter(|v| same(&v.name, name)).map(|v| v.guid).collect();
                for found in all() {
                    for value in found.values.iter().filter(|value| wanted.contains(&value.variable)) {
                        keys(found).iter().for_each(|key| add(key, &value.text));
                    }
                }
                for case in &project.cases {
                    for value in case.values.iter().filter(|value| wanted.contains(&value.variable)) {
                        let sources = case.sources.iter().filter_map(|guid| self.sources.get(guid)).flatten();
                        sources.for_each(|key| add(key, &value.text));
                    }
                }
                if wanted.is_empty() {
                    let known: Vec<&str> = project.variables.iter().map(|v| v.name.as_str()).collect();
                    self.unknown("variable", name, &known);
                }
            }
            Tells::Sets(name) => {
                for set in &project.sets {
                    if let Some(value) = value_of_set(&set.name, name.as_deref()) {
                        let sources = set.sources.iter().filter_map(|guid| self.sources.get(guid)).flatten();
                        sources.for_each(|key| add(key, &value));
                    }
                }
                if let Some(name) = name
                    && !project.sets.iter().any(|set| value_of_set(&set.name, Some(name)).is_some())
                {
                    let known: Vec<&str> = project.sets.iter().map(|set| set.name.as_str()).collect();
                    self.unknown("set", name, &known);
                }
            }
            Tells::Cases => {
                for case in &project.cases {
                    let sources = case.sources.iter().filter_map(|guid| self.sources.get(guid)).flatten();
                    sources.for_each(|key| add(key, &case.name));
                }
            }
            Tells::Name(pattern) => {
                let mut without = 0;
                for found in all() {
                    let own = keys(found);
                    match pattern
                        .told(super::names::without_ending(&found.name))
                        .or_else(|| pattern.told(&found.name))
                    {
                        Some(value) => own.iter().for_each(|key| add(key, &value)),
                        None => without += usize::from(!own.is_empty()),
                    }
                }
                if without > 0 {
                    let what = themata_model::counted(without, "source");
                    self.problem("Sources", format!("the names of {what} do not fit the pattern"));
                }
            }
        }
        facts
    }

    fn unknown(&mut self, what: &str, name: &str, known: &[&str]) {
        let problem = Problem::warning(Place::file("project.qde"), format!("there is no {what} `{name}`"));
        self.problems.push(problem.hint(format!("there are {}", quoted(known))));
    }

    /// The values of all sources in the order of these, each once.
    fn in_order(&self, facts: &Facts) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for value in self.study.sources.iter().filter_map(|source| facts.get(&source.key)).flatten() {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    }

    fn put_cases(&mut self, facts: &Facts) {
        for value in self.in_order(facts) {
            let id = self.study.id.row("case", &value);
            match self.study.cases.iter().find(|case| case.key.as_str() == value) {
                Some(known) => drop(self.cases.insert(id.0, known.key.clone())),
                None => drop(self.case(id.0, &value).key.clone()),
            }
        }
        let ids = self.study.id;
        for source in &mut self.study.sources {
            let told = facts.get(&source.key).into_iter().flatten();
            let keys: Vec<CaseKey> =
                told.filter_map(|value| self.cases.get(&ids.row("case", value).0).cloned()).collect();
            if !keys.is_empty() {
                source.cases = keys;
            }
        }
    }

    fn put_sides(&mut self, facts: &Facts) {
        for value in self.in_order(facts) {
            let Ok(key) = value.parse::<SideKey>() else { continue };
            if self.study.side(&key).is_some() {
                continue;
            }
            self.study.sides.push(Side { id: self.study.id.row("side", &value), key, name: value });
        }
        for source in self.study.sources.iter_mut().filter(|source| facts.contains_key(&source.key)) {
            source.sides = keys(facts, &source.key);
        }
    }

    fn put_parties(&mut self, facts: &Facts) {
        for value in self.in_order(facts) {
            let Ok(key) = value.parse::<PartyKey>() else { continue };
            if self.study.party(&key).is_some() {
                continue;
            }
            let (id, attributes) = (self.study.id.row("party", &value), BTreeMap::new());
            self.study.parties.push(Party { id, key, name: value, attributes });
        }
        for source in self.study.sources.iter_mut().filter(|source| facts.contains_key(&source.key)) {
            source.parties = keys(facts, &source.key);
        }
    }

    fn put_informants(&mut self, facts: &Facts) {
        for value in self.in_order(facts) {
            let Ok(key) = value.parse::<InformantKey>() else { continue };
            if self.study.informant(&key).is_some() {
                continue;
            }
            let speaks = |source: &&themata_model::Source| {
                facts.get(&source.key).is_some_and(|told| told.contains(&value))
            };
            let (mut parties, mut cases): (Vec<PartyKey>, Vec<CaseKey>) = (Vec::new(), Vec::new());
            for source in self.study.sources.iter().filter(speaks) {
                parties.extend(
                    source.parties.iter().filter(|key| !parties.contains(key)).cloned().collect::<Vec<_>>(),
                );
                cases.extend(
                    source.cases.iter().filter(|key| !cases.contains(key)).cloned().collect::<Vec<_>>(),
                );
            }
            let party = if parties.len() == 1 { parties.pop() } else { None };
            self.study.informants.push(Informant {
                id: self.study.id.row("informant", &value),
                key,
                party,
                title: String::new(),
                count: 1,
                cases,
                attributes: BTreeMap::new(),
            });
        }
        for source in self.study.sources.iter_mut().filter(|source| facts.contains_key(&source.key)) {
            source.informants = keys(facts, &source.key);
        }
    }

    /// A party that speaks in a source of one case and one side fills that side of the case.
    fn sides_of_cases(&mut self) {
        for source in &self.study.sources {
            if source.sides.is_empty() && source.parties.is_empty() {
                continue;
            }
            let sides: Vec<Option<SideKey>> = match source.sides.as_slice() {
                [] => vec![None],
                sides => sides.iter().cloned().map(Some).collect(),
            };
            for case in self.study.cases.iter_mut().filter(|case| source.cases.contains(&case.key)) {
                for side in &sides {
                    let at = case.sides.iter().position(|known| known.side == *side);
                    let at = at.unwrap_or_else(|| {
                        case.sides.push(CaseSide { side: side.clone(), parties: Vec::new() });
                        case.sides.len() - 1
                    });
                    for party in &source.parties {
                        if !case.sides[at].parties.contains(party) {
                            case.sides[at].parties.push(party.clone());
                        }
                    }
                }
            }
        }
    }

    /// Gives the codings of a source its phase; sets of codes give it to the codes as pre-filled.
    fn put_phases(&mut self, tells: &Tells, facts: &Facts) {
        let of_codes: Vec<(String, Vec<Uuid>)> = match tells {
            Tells::Sets(name) => {
                let sets = self.project.sets.iter().filter(|set| !set.codes.is_empty());
                let told = sets.filter_map(|set| {
                    Some((clean(&value_of_set(&set.name, name.as_deref())?), set.codes.clone()))
                });
                told.collect()
            }
            _ => Vec::new(),
        };
        let mut values = self.in_order(facts);
        for (value, _) in &of_codes {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values.retain(|value| value.parse::<ValueKey>().is_ok());
        if values.is_empty() {
            return;
        }
        let facet: FacetKey = "phase".parse().expect("a word is a key");
        let study = self.study.id;
        let rows = values.iter().filter_map(|value| {
            let id = study.row("facet-value", &format!("phase\u{1f}{value}"));
            Some(FacetValue { id, key: value.parse().ok()?, name: value.clone(), definition: None })
        });
        let rows: Vec<FacetValue> = rows.collect();
        match self.study.facets.iter_mut().find(|known| known.key == facet) {
            Some(known) => {
                let new: Vec<FacetValue> =
                    rows.into_iter().filter(|row| known.position(&row.key).is_none()).collect();
                known.values.extend(new);
            }
            None => {
                let id = study.row("facet", "phase");
                let (key, name) = (facet.clone(), "Phase".to_string());
                self.study.facets.push(Facet { id, key, name, ordered: true, values: rows });
            }
        }
        for coding in &mut self.study.codings {
            let Some([only]) = facts.get(&coding.source).map(Vec::as_slice) else { continue };
            let (Ok(value), Target::Code(_, facets)) = (only.parse(), &mut coding.target) else { continue };
            facets.insert(facet.clone(), FacetAssignment::Value(value));
        }
        if of_codes.is_empty() {
            return;
        }
        let mut codes = self.study.codebook.codes().to_vec();
        for code in &mut codes {
            let told = of_codes.iter().find(|(_, codes)| codes.contains(&code.id.0));
            if let Some(value) = told.and_then(|(value, _)| value.parse().ok()) {
                code.prefilled.insert(facet.clone(), FacetAssignment::Value(value));
            }
        }
        if let Ok(book) = themata_model::Codebook::new(self.study.codebook.levels().to_vec(), codes) {
            self.study.codebook = book;
        }
    }

    /// A speaker whose label is an informant's is that informant.
    fn name_speakers(&mut self) {
        let informants = &self.study.informants;
        for source in self.study.sources.iter_mut().filter(|source| self.segmented.contains(&source.key)) {
            let own: Vec<&Informant> =
                informants.iter().filter(|informant| source.informants.contains(&informant.key)).collect();
            for speaker in source.texts.iter_mut().flat_map(|text| &mut text.speakers) {
                speaker.informant = informant_labelled(&speaker.label, &own);
            }
        }
    }
}

fn keys<K: std::str::FromStr>(facts: &Facts, source: &SourceKey) -> Vec<K> {
    facts.get(source).into_iter().flatten().filter_map(|value| value.parse().ok()).collect()
}

/// What a set says when sets are asked for by `name`: of `Group: value` or `Group::value` the value.
fn value_of_set(set: &str, name: Option<&str>) -> Option<String> {
    let Some(name) = name else { return Some(set.to_string()) };
    if same(set, name) {
        return Some(set.trim().to_string());
    }
    let (group, value) = set.split_once("::").or_else(|| set.split_once(':'))?;
    same(group, name).then(|| value.trim().to_string()).filter(|value| !value.is_empty())
}
