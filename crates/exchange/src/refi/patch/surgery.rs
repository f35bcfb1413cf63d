//! Operations on the document of a project: find, insert in the order of the schema, remove.

use std::collections::HashSet;

use themata_model::Uuid;

use crate::refi::project::guid;
use crate::refi::tree::{Element, Node};

/// What stands before what in an element; those of the project itself have an order of their own.
const ORDER: [&str; 24] = [
    "Description",
    "TextDescription",
    "PlainTextContent",
    "SyncPoint",
    "Transcript",
    "PDFSelection",
    "PictureSelection",
    "AudioSelection",
    "VideoSelection",
    "Representation",
    "PlainTextSelection",
    "TranscriptSelection",
    "CodeRef",
    "Coding",
    "NoteRef",
    "VariableValue",
    "SourceRef",
    "SelectionRef",
    "Code",
    "MemberCode",
    "MemberSource",
    "MemberNote",
    "Vertex",
    "Edge",
];

/// The parts of a project in their order.
const SECTIONS: [&str; 11] = [
    "Users",
    "CodeBook",
    "Variables",
    "Cases",
    "Sources",
    "Notes",
    "Links",
    "Sets",
    "Graphs",
    "Description",
    "NoteRef",
];

/// The GUID of an element.
pub(super) fn own(element: &Element) -> Option<Uuid> {
    element.get("guid").map(guid)
}

/// The GUID that an element refers to.
pub(super) fn target(element: &Element) -> Option<Uuid> {
    element.get("targetGUID").map(guid)
}

/// Puts an element where the schema wants it, after those of its kind.
pub(super) fn insert(parent: &mut Element, child: Element) {
    let order: &[&str] = if parent.name == "Project" { &SECTIONS } else { &ORDER };
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
    let own = rank(&child.name);
    let later = |node: &Node| matches!(node, Node::Element(element) if rank(&element.name) > own);
    let at = parent.children.iter().position(later).unwrap_or(parent.children.len());
    parent.children.insert(at, Node::Element(child));
}

/// The part of the project of this name, made where it is missing.
pub(super) fn section<'a>(project: &'a mut Element, name: &str) -> &'a mut Element {
    if project.first(name).is_none() {
        insert(project, Element::new(name));
    }
    child(project, |element| element.name == name).expect("it was made if it was missing")
}

/// The first element directly inside that is wanted.
pub(super) fn child(parent: &mut Element, wanted: impl Fn(&Element) -> bool) -> Option<&mut Element> {
    parent.children.iter_mut().find_map(|node| match node {
        Node::Element(element) if wanted(element) => Some(element),
        _ => None,
    })
}

/// The first element anywhere inside that is wanted.
pub(super) fn find<'a>(root: &'a mut Element, wanted: &dyn Fn(&Element) -> bool) -> Option<&'a mut Element> {
    let path = path(root, wanted)?;
    let mut at = root;
    for step in path {
        match at.children.get_mut(step) {
            Some(Node::Element(element)) => at = element,
            _ => return None,
        }
    }
    Some(at)
}

/// The element of one of these names with this GUID.
pub(super) fn by_guid<'a>(root: &'a mut Element, names: &[&str], id: Uuid) -> Option<&'a mut Element> {
    find(root, &|element| names.contains(&element.name.as_str()) && own(element) == Some(id))
}

fn path(root: &Element, wanted: &dyn Fn(&Element) -> bool) -> Option<Vec<usize>> {
    for (at, node) in root.children.iter().enumerate() {
        let Node::Element(element) = node else { continue };
        if wanted(element) {
            return Some(vec![at]);
        }
        if let Some(mut rest) = path(element, wanted) {
            rest.insert(0, at);
            return Some(rest);
        }
    }
    None
}

/// Takes the first element that is wanted out of wherever it stands.
pub(super) fn take(root: &mut Element, wanted: &dyn Fn(&Element) -> bool) -> Option<Element> {
    let mut path = path(root, wanted)?;
    let last = path.pop()?;
    let mut at = root;
    for step in path {
        match at.children.get_mut(step) {
            Some(Node::Element(element)) => at = element,
            _ => return None,
        }
    }
    match at.children.remove(last) {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

/// Shows every element inside, parents first.
pub(super) fn each(root: &mut Element, see: &mut dyn FnMut(&mut Element)) {
    for node in &mut root.children {
        if let Node::Element(element) = node {
            see(element);
            each(element, see);
        }
    }
}

/// Removes every element inside that is not wanted.
pub(super) fn remove(root: &mut Element, unwanted: &dyn Fn(&Element) -> bool) {
    root.children.retain(|node| !matches!(node, Node::Element(element) if unwanted(element)));
    for node in &mut root.children {
        if let Node::Element(element) = node {
            remove(element, unwanted);
        }
    }
}

/// Removes what refers to elements that are gone, and parts that are left empty, which the schema forbids.
pub(super) fn tidy(project: &mut Element, gone: &HashSet<Uuid>) {
    if !gone.is_empty() {
        let refers =
            |element: &Element, name: &str| element.get(name).is_some_and(|id| gone.contains(&guid(id)));
        remove(project, &|element| match element.name.as_str() {
            "NoteRef" | "SourceRef" | "SelectionRef" | "MemberCode" | "MemberSource" | "MemberNote" => {
                refers(element, "targetGUID")
            }
            // The code of a case; that of a coding goes with its coding.
            "VariableValue" => element.first("VariableRef").is_some_and(|found| refers(found, "targetGUID")),
            "Coding" => element.first("CodeRef").is_some_and(|found| refers(found, "targetGUID")),
            "Link" => refers(element, "originGUID") || refers(element, "targetGUID"),
            _ => false,
        });
        each(project, &mut |element| {
            if element.name == "Case" {
                let is_gone = |node: &Node| matches!(node, Node::Element(found) if found.name == "CodeRef" && target(found).is_some_and(|id| gone.contains(&id)));
                element.children.retain(|node| !is_gone(node));
            }
            let shows = element.get("representedGUID").is_some_and(|id| gone.contains(&guid(id)));
            if shows {
                element.unset("representedGUID");
            }
        });
    }
    let is_empty = |element: &Element| element.elements().next().is_none();
    remove(project, &|element| element.name == "Codes" && is_empty(element));
    let sections = &SECTIONS[..9];
    let empty = |node: &Node| matches!(node, Node::Element(found) if sections.contains(&found.name.as_str()) && is_empty(found));
    project.children.retain(|node| !empty(node));
}
