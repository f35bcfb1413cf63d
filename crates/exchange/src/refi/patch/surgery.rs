//! Operations on the document of a project: find, insert in the order of the schema, remove.

use std::collections::{HashMap, HashSet};

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
pub(in crate::refi) fn own(element: &Element) -> Option<Uuid> {
    element.get("guid").map(guid)
}

/// The GUID that an element refers to.
pub(in crate::refi) fn target(element: &Element) -> Option<Uuid> {
    element.get("targetGUID").map(guid)
}

/// Puts an element where the schema wants it, after those of its kind.
pub(in crate::refi) fn insert(parent: &mut Element, child: Element) {
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
pub(in crate::refi) fn each(root: &mut Element, see: &mut dyn FnMut(&mut Element)) {
    for node in &mut root.children {
        if let Node::Element(element) = node {
            see(element);
            each(element, see);
        }
    }
}

/// The attributes that refer to elements by their GUID.
const REFERENCES: [&str; 11] = [
    "targetGUID",
    "originGUID",
    "creatingUser",
    "modifyingUser",
    "creatingUserGUID",
    "modifyingUserGUID",
    "representedGUID",
    "sourceVertex",
    "targetVertex",
    "fromSyncPoint",
    "toSyncPoint",
];

/// Elements that have a GUID by the schema.
const WITH_GUID: [&str; 26] = [
    "User",
    "Code",
    "Case",
    "Variable",
    "Set",
    "Note",
    "Link",
    "Graph",
    "Vertex",
    "Edge",
    "Coding",
    "SyncPoint",
    "Transcript",
    "Representation",
    "TextDescription",
    "TextSource",
    "PictureSource",
    "PDFSource",
    "AudioSource",
    "VideoSource",
    "PlainTextSelection",
    "PictureSelection",
    "PDFSelection",
    "AudioSelection",
    "VideoSelection",
    "TranscriptSelection",
];

/// Gives a project that another tool wrote what the schema demands and it left out, and spells every reference as what
/// it refers to spells its GUID: some tools compare them letter by letter.
pub(super) fn mend(project: &mut Element) {
    let mut spelled: HashMap<Uuid, String> = HashMap::new();
    let mut nameless = 0;
    each(project, &mut |element| {
        let named = element.get("guid").filter(|own| !own.is_empty()).map(str::to_string);
        match named {
            Some(own) => {
                let id = guid(&own);
                let spelling = if is_guid(&own) { own.clone() } else { id.to_string() };
                if spelling != own {
                    element.set("guid", spelling.clone());
                }
                spelled.entry(id).or_insert(spelling);
            }
            None if WITH_GUID.contains(&element.name.as_str()) => {
                nameless += 1;
                element.set("guid", guid(&format!("{} {nameless}", element.name)).to_string());
            }
            None => {}
        }
        if element.get("color").is_some_and(|colour| crate::refi::import::colour(colour).is_none()) {
            element.unset("color");
        }
        let demanded: &[(&str, &str)] = match element.name.as_str() {
            "Code" => &[("name", ""), ("isCodable", "true")],
            "Variable" => &[("name", ""), ("typeOfVariable", "Text")],
            "Set" => &[("name", "")],
            _ => &[],
        };
        for (name, value) in demanded {
            if element.get(name).is_none() {
                element.set(name, (*value).to_string());
            }
        }
    });
    let put = |element: &mut Element| {
        for (name, value) in &mut element.attributes {
            if !REFERENCES.contains(&name.as_str()) {
                continue;
            }
            let id = guid(value);
            if let Some(own) = spelled.get(&id) {
                value.clone_from(own);
            } else if !is_guid(value) {
                *value = id.to_string();
            }
        }
    };
    put(project);
    each(project, &mut |element| put(element));
}

/// Whether a GUID is spelled as the schema allows.
fn is_guid(text: &str) -> bool {
    let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    bare.len() == 36 && bare.parse::<Uuid>().is_ok()
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
