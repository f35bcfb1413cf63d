//! The rows of a project that Themata wrote, by GUID.

use std::collections::BTreeMap;

use themata_model::Uuid;

use super::surgery::own;
use crate::refi::tree::{Element, Node};

/// Rows by kind and GUID, each in the order of the document.
pub(super) struct Index<'a> {
    /// Parts of the project but codes and sources, by the name of their element.
    pub(super) rows: Vec<(&'static str, &'static str, Rows<'a>)>,
    /// Codes with the code above each.
    pub(super) codes: Vec<(Uuid, Option<Uuid>, &'a Element)>,
    /// Texts.
    pub(super) sources: Rows<'a>,
    /// Selections by the GUID of their coding, with that of their source.
    pub(super) selections: BTreeMap<Uuid, (Uuid, &'a Element)>,
}

/// Elements by GUID.
pub(super) type Rows<'a> = Vec<(Uuid, &'a Element)>;

/// The parts of a project and what stands in each.
const PARTS: [(&str, &str); 6] = [
    ("Users", "User"),
    ("Variables", "Variable"),
    ("Cases", "Case"),
    ("Notes", "Note"),
    ("Links", "Link"),
    ("Sets", "Set"),
];

impl<'a> Index<'a> {
    pub(super) fn of(project: &'a Element) -> Self {
        let inside = |part: &'static str, name: &'static str| -> Rows<'a> {
            let rows = project.all(part).flat_map(|part| part.elements()).filter(|row| row.name == name);
            rows.filter_map(|row| Some((own(row)?, row))).collect()
        };
        let rows = PARTS.iter().map(|(part, name)| (*part, *name, inside(part, name))).collect();
        let sources = inside("Sources", "TextSource");
        let mut selections = BTreeMap::new();
        for (source, element) in &sources {
            for selection in element.elements().filter(|found| found.name == "PlainTextSelection") {
                if let Some(coding) = selection.first("Coding").and_then(own) {
                    selections.insert(coding, (*source, selection));
                }
            }
        }
        let mut codes = Vec::new();
        let tops = project.all("CodeBook").flat_map(|book| book.all("Codes"));
        tops.for_each(|top| add_codes(top, None, &mut codes));
        Index { rows, codes, sources, selections }
    }
}

fn add_codes<'a>(
    above: &'a Element,
    parent: Option<Uuid>,
    codes: &mut Vec<(Uuid, Option<Uuid>, &'a Element)>,
) {
    for code in above.elements().filter(|found| found.name == "Code") {
        let Some(id) = own(code) else { continue };
        codes.push((id, parent, code));
        add_codes(code, Some(id), codes);
    }
}

/// An element without those inside that are rows of their own.
pub(super) fn alone(element: &Element) -> Element {
    let is_row = |found: &Element| ["Code", "PlainTextSelection"].contains(&found.name.as_str());
    let children =
        element.children.iter().filter(|node| !matches!(node, Node::Element(found) if is_row(found)));
    Element {
        name: element.name.clone(),
        attributes: element.attributes.clone(),
        children: children.cloned().collect(),
    }
}
