//! Variables, sets and descriptions as attributes of sources and codes.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use themata_model::{SourceKey, Uuid};

use super::Import;
use super::levels::same;
use super::names::clean;
use crate::folder::columns;
use crate::refi::options::Levels;
use crate::refi::project::{Set, Value};
use crate::refi::report::Grouping;

impl Import<'_> {
    /// Declares an attribute of a kind of row.
    pub(super) fn declare(&mut self, kind: &str, name: &str) {
        let declared = self.study.attributes.entry(kind.to_string()).or_default();
        if !declared.contains(name) {
            declared.insert(name.to_string());
        }
    }

    /// The name of a variable as the name of an attribute; `None` for one that Themata wrote itself.
    pub(super) fn variable(&self, guid: Uuid) -> Option<String> {
        if self.remainder.wrote(guid) {
            return None;
        }
        let variable = self.project.variables.iter().find(|variable| variable.guid == guid)?;
        Some(as_attribute(&variable.name))
    }

    /// Puts variables, sets and descriptions of sources and sets of codes into attributes.
    pub(super) fn attributes(&mut self) {
        self.report_groupings();
        let project = self.project;
        for source in project.sources.iter().flat_map(|source| source.transcripts.iter().chain([source])) {
            for key in self.sources.get(&source.guid).cloned().unwrap_or_default() {
                self.put_values(&key, &source.values);
                let description = source.description.trim();
                if !description.is_empty() {
                    self.put(&key, "description", description);
                }
            }
        }
        let are_cases = self.cases_are_cases();
        for case in project.cases.iter().filter(|case| !are_cases || !case.is_named()) {
            let keys = case.sources.iter().filter_map(|guid| self.sources.get(guid)).flatten();
            for key in keys.cloned().collect::<Vec<_>>() {
                self.put(&key, "case of the project", &case.name);
                self.put_values(&key, &case.values);
            }
        }
        // A set that tells a level is no attribute beside.
        let is_level = |set: &Set| match &self.options.levels {
            Levels::Sets(names) => names.iter().any(|name| same(name, &set.name)),
            _ => false,
        };
        let others = project.sets.iter().filter(|set| !self.remainder.wrote(set.guid) && !is_level(set));
        let sets: Vec<&Set> = others.collect();
        for set in &sets {
            let keys: Vec<SourceKey> =
                set.sources.iter().filter_map(|guid| self.sources.get(guid)).flatten().cloned().collect();
            let mut seen = HashSet::new();
            for key in keys.iter().filter(|key| seen.insert(*key)) {
                self.put(key, "set", &set.name);
            }
            if !set.notes.is_empty() {
                self.keep("sets of notes");
            } else if set.codes.is_empty() && set.sources.is_empty() {
                self.keep("empty sets");
            }
        }
        self.sets_of_codes(&sets);
    }

    fn put_values(&mut self, key: &SourceKey, values: &[Value]) {
        for value in values {
            if let Some(name) = self.variable(value.variable) {
                self.put(key, &name, &value.text);
            }
        }
    }

    /// Adds a value to an attribute of a source; several are parted by a semicolon.
    fn put(&mut self, key: &SourceKey, name: &str, value: &str) {
        let value = value.trim();
        let Some(source) = self.study.sources.iter_mut().find(|source| source.key == *key) else { return };
        if value.is_empty() {
            return;
        }
        add(&mut source.attributes, name, value);
        self.declare("sources", name);
    }

    fn sets_of_codes(&mut self, sets: &[&Set]) {
        let mut codes = self.study.codebook.codes().to_vec();
        let mut any = false;
        for code in &mut codes {
            for set in sets.iter().filter(|set| set.codes.contains(&code.id.0)) {
                add(&mut code.attributes, "set", &set.name);
                any = true;
            }
        }
        if !any {
            return;
        }
        self.declare("codes", "set");
        let levels = self.study.codebook.levels().to_vec();
        if let Ok(book) = themata_model::Codebook::new(levels, codes) {
            self.study.codebook = book;
        }
    }

    /// What the project groups its sources by, to choose from.
    fn report_groupings(&mut self) {
        let project = self.project;
        let of_cases = project.cases.iter().flat_map(|case| &case.values);
        let of_sources = project.sources.iter().flat_map(|source| &source.values);
        let mut values: BTreeMap<Uuid, BTreeSet<String>> = BTreeMap::new();
        for value in of_cases.chain(of_sources) {
            values.entry(value.variable).or_default().insert(value.text.clone());
        }
        for variable in project.variables.iter().filter(|variable| !self.remainder.wrote(variable.guid)) {
            let values = values.get(&variable.guid).into_iter().flatten().cloned().collect();
            self.report.variables.push(Grouping { name: variable.name.clone(), values });
        }
        for set in project.sets.iter().filter(|set| !self.remainder.wrote(set.guid)) {
            let sources = set.sources.iter().filter_map(|guid| self.sources.get(guid)?.first());
            let codes = set.codes.iter().filter_map(|guid| self.codes.get(guid));
            let mut values: Vec<String> =
                sources.map(ToString::to_string).chain(codes.map(ToString::to_string)).collect();
            values.sort();
            self.report.sets.push(Grouping { name: set.name.clone(), values });
        }
    }
}

fn add(attributes: &mut BTreeMap<String, String>, name: &str, value: &str) {
    match attributes.get_mut(name) {
        Some(known) if known.split("; ").any(|one| one == value) => {}
        Some(known) => {
            known.push_str("; ");
            known.push_str(value);
        }
        None => {
            attributes.insert(name.to_string(), value.to_string());
        }
    }
}

/// The name of a variable as a column that no file of a study folder has already.
pub(crate) fn as_attribute(name: &str) -> String {
    let name = clean(name);
    let name = if name.is_empty() { "variable".to_string() } else { name };
    let lower = name.to_lowercase();
    let taken = [
        columns::SOURCES,
        columns::CASES,
        columns::CODINGS,
        columns::INFORMANTS,
        &["id", "source", "description", "set"],
    ];
    if taken.iter().any(|columns| columns.contains(&lower.as_str())) {
        format!("{name} (imported)")
    } else {
        name
    }
}
