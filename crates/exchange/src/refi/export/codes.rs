//! Codes, nested; values of facets as codes where codings have nothing but a value.

use themata_model::{Code, Coding, FacetAssignment, FacetKey, Target, Uuid};

use super::Export;
use crate::refi::tree::Element;

/// A definition with what belongs to the code and what does not, each as a paragraph.
pub(crate) fn with_criteria(definition: &str, inclusion: &str, exclusion: &str) -> String {
    let criterion = |head: &str, words: &str| (!words.is_empty()).then(|| format!("{head}: {words}"));
    let parts = [
        Some(definition.to_string()).filter(|words| !words.is_empty()),
        criterion("Inclusion", inclusion),
        criterion("Exclusion", exclusion),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// A code with its mark before its name, and what its description says.
pub(crate) fn marked(code: &Code) -> (Element, String) {
    let is_codable = code.attributes.get("codable").map(String::as_str) != Some("no");
    let row = Element::new("Code")
        .with("guid", code.id)
        .with("name", code.marked_name())
        .with("isCodable", is_codable)
        .with_some("color", code.colour);
    (row, with_criteria(&code.definition, &code.inclusion, &code.exclusion))
}

impl Export<'_> {
    pub(super) fn codes(&mut self) -> Vec<Element> {
        let book = &self.study.codebook;
        let tops = (0..book.codes().len()).filter(|at| book.codes()[*at].parent.is_none());
        let mut rows: Vec<Element> = tops.map(|at| self.code(at)).collect();
        rows.extend(self.facet_codes());
        rows
    }

    fn code(&self, at: usize) -> Element {
        let book = &self.study.codebook;
        let code = &book.codes()[at];
        let below = book.children(at).iter().map(|below| self.code(*below));
        self.code_alone(code).holding(below)
    }

    fn code_alone(&self, code: &Code) -> Element {
        let (row, told) = marked(code);
        let description = (!told.is_empty()).then(|| Element::new("Description").saying(&told));
        row.holding(description).holding(self.note_refs("code", code.key.as_str()))
    }

    /// Codes for facets, below each its values, as far as codings need them.
    fn facet_codes(&self) -> Vec<Element> {
        let needed: Vec<(&FacetKey, &FacetAssignment)> =
            self.study.codings.iter().filter_map(facet_only).collect();
        let code = |id: Uuid, name: &str, codable: bool| {
            Element::new("Code").with("guid", id).with("name", name).with("isCodable", codable)
        };
        let mut rows = Vec::new();
        for facet in &self.study.facets {
            let mut values: Vec<&FacetAssignment> =
                needed.iter().filter(|(key, _)| **key == facet.key).map(|(_, value)| *value).collect();
            values.sort_by_key(|value| match value {
                FacetAssignment::Value(key) => facet.position(key).unwrap_or_default(),
                FacetAssignment::All => usize::MAX - 1,
                FacetAssignment::None => usize::MAX,
            });
            values.dedup();
            let below = values.into_iter().filter_map(|value| {
                Some(code(self.facet_code(&facet.key, value)?, &facet.label(value), true))
            });
            let below: Vec<Element> = below.collect();
            if !below.is_empty() {
                rows.push(code(facet.id.0.derive("code"), &facet.name, false).holding(below));
            }
        }
        rows
    }

    /// The code that stands for a value of a facet.
    pub(super) fn facet_code(&self, facet: &FacetKey, value: &FacetAssignment) -> Option<Uuid> {
        let facet = self.study.facet(facet)?;
        Some(match value {
            FacetAssignment::All => facet.id.0.derive("all"),
            FacetAssignment::None => facet.id.0.derive("none"),
            FacetAssignment::Value(key) => facet.values.get(facet.position(key)?)?.id.0.derive("code"),
        })
    }
}

/// The value that stands for a coding without a code: its first.
pub(super) fn facet_only(coding: &Coding) -> Option<(&FacetKey, &FacetAssignment)> {
    match &coding.target {
        Target::Facets(facets) if coding.span.is_some() => facets.iter().next(),
        _ => None,
    }
}
