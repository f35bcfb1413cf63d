//! Changed rows: users, codes, variables, cases, sources, notes, links and sets.

use std::collections::{HashMap, HashSet};

use themata_model::Uuid;

use super::index::{Index, Rows, alone};
use super::surgery::{by_guid, insert, own, section, take};
use crate::refi::remainder::NOTE;
use crate::refi::tree::{Element, Node};

/// Brings the rows of `now` into the project, where they differ from those of `before`.
pub(super) fn patch(project: &mut Element, before: &Index<'_>, now: &Index<'_>, gone: &mut HashSet<Uuid>) {
    codes(project, before, now, gone);
    for ((part, name, was), (_, _, is)) in before.rows.iter().zip(&now.rows) {
        rows(project, part, &[name], was, is, gone);
    }
    let sources = ["TextSource", "PDFSource", "PictureSource", "Transcript"];
    rows(project, "Sources", &sources, &before.sources, &now.sources, gone);
}

fn rows(
    project: &mut Element,
    part: &str,
    names: &[&str],
    was: &Rows<'_>,
    is: &Rows<'_>,
    gone: &mut HashSet<Uuid>,
) {
    let old: HashMap<Uuid, &Element> = was.iter().copied().collect();
    let new: HashSet<Uuid> = is.iter().map(|(id, _)| *id).collect();
    for (id, now) in is {
        let before = old.get(id).copied();
        if before.is_some_and(|before| alone(before) == alone(now)) {
            continue;
        }
        match (by_guid(project, names, *id), before) {
            (Some(row), Some(before)) => change(row, before, now),
            (Some(_), None) => {}
            (None, _) => insert(section(project, part), (*now).clone()),
        }
    }
    for (id, _) in was.iter().filter(|(id, _)| !new.contains(id)) {
        let taken = take(project, &|row| names.contains(&row.name.as_str()) && own(row) == Some(*id));
        if let Some(mut taken) = taken {
            gone.insert(*id);
            super::surgery::each(&mut taken, &mut |inside| gone.extend(own(inside)));
        }
    }
}

fn codes(project: &mut Element, before: &Index<'_>, now: &Index<'_>, gone: &mut HashSet<Uuid>) {
    let old: HashMap<Uuid, (Option<Uuid>, &Element)> =
        before.codes.iter().map(|(id, parent, code)| (*id, (*parent, *code))).collect();
    let new: HashSet<Uuid> = now.codes.iter().map(|(id, ..)| *id).collect();
    // The code before each, among those of the same parent.
    let mut last: HashMap<Option<Uuid>, Uuid> = HashMap::new();
    for (id, parent, code) in &now.codes {
        let sibling = last.insert(*parent, *id);
        let is_there = by_guid(project, &["Code"], *id).is_some();
        match old.get(id) {
            Some((old_parent, old_code)) if is_there => {
                if let Some(row) = by_guid(project, &["Code"], *id)
                    && alone(old_code) != alone(code)
                {
                    change(row, old_code, code);
                }
                if old_parent != parent
                    && let Some(row) = take(project, &|row| row.name == "Code" && own(row) == Some(*id))
                {
                    put(project, *parent, sibling, row);
                }
            }
            None if is_there => {}
            _ => put(project, *parent, sibling, alone(code)),
        }
    }
    for (id, ..) in before.codes.iter().filter(|(id, ..)| !new.contains(id)) {
        if take(project, &|row| row.name == "Code" && own(row) == Some(*id)).is_some() {
            gone.insert(*id);
        }
    }
}

/// Puts a code below `parent`, after the one that stands before it.
fn put(project: &mut Element, parent: Option<Uuid>, sibling: Option<Uuid>, code: Element) {
    let above = match parent {
        Some(parent) => by_guid(project, &["Code"], parent),
        None => {
            let book = section(project, "CodeBook");
            if book.first("Codes").is_none() {
                book.children.insert(0, Node::Element(Element::new("Codes")));
            }
            super::surgery::child(book, |found| found.name == "Codes")
        }
    };
    let Some(above) = above else { return };
    let is_code = |node: &Node, id: Option<Uuid>| matches!(node, Node::Element(found) if found.name == "Code" && (id.is_none() || own(found) == id));
    let before = sibling.and_then(|id| above.children.iter().position(|node| is_code(node, Some(id))));
    let at = match before {
        Some(before) => before + 1,
        None => above.children.iter().position(|node| is_code(node, None)).unwrap_or(above.children.len()),
    };
    above.children.insert(at, Node::Element(code));
}

/// Changes in `row` what differs between `before` and `now`.
pub(super) fn change(row: &mut Element, before: &Element, now: &Element) {
    for (name, value) in &now.attributes {
        if name != "guid" && before.get(name) != Some(value.trim()) {
            row.set(name, value.clone());
        }
    }
    for (name, _) in before.attributes.iter().filter(|(name, _)| now.get(name).is_none()) {
        row.unset(name);
    }
    let inside = |element: &Element| -> Vec<Element> { alone(element).elements().cloned().collect() };
    let (old, new) = (inside(before), inside(now));
    for lost in old.iter().filter(|child| !new.contains(child)) {
        let same = |node: &Node| matches!(node, Node::Element(found) if is_same(found, lost));
        row.children.retain(|node| !same(node));
    }
    for child in new.into_iter().filter(|child| !old.contains(child)) {
        if child.name == "PlainTextContent" {
            row.unset("plainTextPath");
            row.unset("richTextPath");
        }
        let text = |node: &Node| matches!(node, Node::Element(found) if is_same(found, &child));
        row.children.retain(|node| !text(node));
        insert(row, child);
    }
}

/// Whether two elements inside of a row say the same kind of thing: what they refer to is the same.
fn is_same(a: &Element, b: &Element) -> bool {
    let about = |element: &Element| match element.name.as_str() {
        "VariableValue" => element.first("VariableRef").and_then(super::surgery::target),
        _ => super::surgery::target(element),
    };
    a.name == b.name && about(a) == about(b)
}

/// Changes the notes on the project as a whole.
pub(super) fn change_notes(project: &mut Element, before: &Element, now: &Element) {
    let refs = |element: &Element| -> Vec<Element> { element.all("NoteRef").cloned().collect() };
    let (old, new) = (refs(before), refs(now));
    project.children.retain(|node| !matches!(node, Node::Element(found) if found.name == "NoteRef" && old.contains(found) && !new.contains(found)));
    for note in new.into_iter().filter(|note| !old.contains(note)) {
        insert(project, note);
    }
}

/// Puts the note of Themata in: where anything was changed, the project alone no longer tells all.
pub(super) fn put_note(project: &mut Element, now: &Element) {
    let notes = now.all("Notes").flat_map(Element::elements);
    let Some(note) = notes.filter(|note| note.get("name") == Some(NOTE)).last() else { return };
    let Some(id) = own(note) else { return };
    take(project, &|row| row.name == "Note" && own(row) == Some(id));
    insert(section(project, "Notes"), note.clone());
}
