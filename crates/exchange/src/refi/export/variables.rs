//! What a study knows of sources and cases, as variables that other tools show.

use std::collections::BTreeSet;
use std::fmt::Display;

use themata_model::{Source, SourceKind};

use super::Export;
use crate::refi::tree::Element;

impl Export<'_> {
    /// The variables that sources and cases have values of.
    pub(super) fn variables(&mut self) -> Vec<Element> {
        let study = self.study;
        let mut names: BTreeSet<String> = BTreeSet::new();
        names.extend(study.sources.iter().flat_map(facts).map(|(name, _)| name));
        names.extend(study.cases.iter().flat_map(|case| case.attributes.keys().cloned()));
        let variable = |name: String| {
            let known = self.ground.variables.get(&name).copied();
            let id = known.unwrap_or_else(|| self.for_others("variable", &name));
            Element::new("Variable").with("guid", id).with("name", name).with("typeOfVariable", "Text")
        };
        names.into_iter().map(variable).collect()
    }

    /// The values of variables of a source.
    pub(super) fn facts(&self, source: &Source) -> Vec<Element> {
        let facts = facts(source);
        self.values(facts.iter().map(|(name, value)| (name, value)))
    }

    /// Values of variables.
    pub(super) fn values<'v>(&self, pairs: impl Iterator<Item = (&'v String, &'v String)>) -> Vec<Element> {
        let value = |(name, value): (&String, &String)| {
            let own = || self.study.id.row("refi-variable", name).0;
            let id = self.ground.variables.get(name).copied().unwrap_or_else(own);
            let reference = Element::new("VariableRef").with("targetGUID", id);
            Element::new("VariableValue").holding([reference, Element::new("TextValue").saying(value)])
        };
        pairs.filter(|(_, value)| !value.is_empty()).map(value).collect()
    }
}

/// What is told of a source, as name and value; several values are parted by a semicolon.
fn facts(source: &Source) -> Vec<(String, String)> {
    let kind = Some(source.kind.as_str()).filter(|_| source.kind != SourceKind::Document);
    let recorded = source.recorded.map(|recorded| if recorded { "yes" } else { "no" });
    let told = [
        ("kind", kind.unwrap_or_default().to_string()),
        ("side", list(&source.sides)),
        ("party", list(&source.parties)),
        ("informant", list(&source.informants)),
        ("date", source.date.clone().unwrap_or_default()),
        ("wave", source.wave.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("recorded", recorded.unwrap_or_default().to_string()),
        ("language", source.language.clone().unwrap_or_default()),
    ];
    let told = told.into_iter().map(|(name, value)| (name.to_string(), value));
    told.chain(source.attributes.clone()).filter(|(_, value)| !value.is_empty()).collect()
}

fn list(keys: &[impl Display]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
