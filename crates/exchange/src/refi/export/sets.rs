//! Levels and values of facets as sets of codes, sides and parties as sets of sources.

use themata_model::{Code, Facet, FacetAssignment};

use super::Export;
use crate::refi::tree::Element;

impl Export<'_> {
    pub(super) fn sets(&mut self) -> Vec<Element> {
        let study = self.study;
        let mut sets: Vec<(String, String, Vec<Element>)> = Vec::new();
        let member = |name: &str, id| Element::new(name).with("targetGUID", id);
        let codes = study.codebook.codes();
        for level in study.codebook.levels() {
            let on = codes.iter().filter(|code| code.level == level.key);
            let name = if level.name.is_empty() { level.key.to_string() } else { level.name.clone() };
            sets.push((
                format!("level {}", level.key),
                name,
                on.map(|code| member("MemberCode", code.id)).collect(),
            ));
        }
        for facet in &study.facets {
            for value in &facet.values {
                let wanted = FacetAssignment::Value(value.key.clone());
                let on = codes.iter().filter(|code| self.value_of(facet, code) == Some(&wanted));
                let members = on.map(|code| member("MemberCode", code.id)).collect();
                sets.push((
                    format!("value {}\u{1f}{}", facet.key, value.key),
                    format!("{}: {}", facet.name, value.name),
                    members,
                ));
            }
        }
        for side in &study.sides {
            let of = study.sources.iter().filter(|source| source.sides.contains(&side.key));
            let members = of.map(|source| member("MemberSource", source.id)).collect();
            sets.push((format!("side {}", side.key), format!("Side: {}", side.name), members));
        }
        for party in &study.parties {
            let of = study.sources.iter().filter(|source| source.parties.contains(&party.key));
            let members = of.map(|source| member("MemberSource", source.id)).collect();
            sets.push((format!("party {}", party.key), format!("Party: {}", party.name), members));
        }
        sets.retain(|(_, _, members)| !members.is_empty());
        let set = |(identity, name, members): (String, String, Vec<Element>)| {
            Element::new("Set")
                .with("guid", self.for_others("set", &identity))
                .with("name", name)
                .holding(members)
        };
        sets.into_iter().map(set).collect()
    }

    /// The value that was agreed on for a code in all cases, else the one that the codebook gives it.
    fn value_of<'v>(&'v self, facet: &Facet, code: &'v Code) -> Option<&'v FacetAssignment> {
        let settled =
            self.study.settlements.iter().find(|settled| {
                settled.code == code.key && settled.facet == facet.key && settled.case.is_none()
            });
        settled.map(|settled| &settled.value).or_else(|| code.prefilled.get(&facet.key))
    }
}
