//! Changed codings, in the selections of the project they came from.

use std::collections::{BTreeMap, HashMap, HashSet};

use themata_model::Uuid;

use super::index::Index;
use super::rows::change;
use super::surgery::{by_guid, each, insert, own, target};
use crate::refi::tree::{Element, Node};

/// What selections are called.
const SELECTIONS: [&str; 6] = [
    "PlainTextSelection",
    "TranscriptSelection",
    "PDFSelection",
    "PictureSelection",
    "AudioSelection",
    "VideoSelection",
];

/// What happened to the codings of a study.
#[derive(Default)]
struct Changes<'a> {
    removed: HashSet<Uuid>,
    moved: HashMap<Uuid, &'a Element>,
    /// Other notes hang at them.
    noted: Vec<(Uuid, &'a Element, &'a Element)>,
    /// By source.
    added: BTreeMap<Uuid, Vec<&'a Element>>,
}

/// Brings the codings of `now` into the project, where they differ from those of `before`.
pub(super) fn patch(project: &mut Element, before: &Index<'_>, now: &Index<'_>, gone: &mut HashSet<Uuid>) {
    let mut changes = found(before, now);
    let pairs = remove_and_move(project, &mut changes, now, gone);
    // A selection of a PDF is made on the page and in the text; its codings go together.
    if !pairs.is_empty() {
        each(project, &mut |element| {
            let Some(id) = own(element).filter(|_| element.name == "PDFSelection") else { return };
            element.children.retain(|node| {
                !matches!(node, Node::Element(found) if code(found).is_some_and(|code| pairs.contains(&(id, code))))
            });
        });
    }
    for (id, was, is) in changes.noted {
        if let (Some(was), Some(is), Some(coding)) =
            (was.first("Coding"), is.first("Coding"), by_guid(project, &["Coding"], id))
        {
            change(coding, was, is);
        }
    }
    let kept: HashSet<Uuid> = before.sources.iter().map(|(id, _)| *id).collect();
    for (source, selections) in changes.added.into_iter().filter(|(source, _)| kept.contains(source)) {
        add(project, source, &selections);
    }
}

fn found<'a>(before: &Index<'a>, now: &Index<'a>) -> Changes<'a> {
    let mut changes = Changes::default();
    for (id, (source, selection)) in &now.selections {
        match before.selections.get(id) {
            None => changes.added.entry(*source).or_default().push(selection),
            Some((old_source, old)) => {
                if old == selection && old_source == source {
                } else if old_source == source && placeless(old) == placeless(selection) {
                    changes.moved.insert(*id, selection);
                } else if old_source == source && noteless(old) == noteless(selection) {
                    changes.noted.push((*id, old, selection));
                } else {
                    changes.removed.insert(*id);
                    changes.added.entry(*source).or_default().push(selection);
                }
            }
        }
    }
    changes.removed.extend(before.selections.keys().filter(|id| !now.selections.contains_key(id)));
    changes
}

fn placeless(selection: &Element) -> Element {
    let mut selection = selection.clone();
    selection.unset("startPosition");
    selection.unset("endPosition");
    selection
}

fn noteless(selection: &Element) -> Element {
    let mut selection = selection.clone();
    super::surgery::remove(&mut selection, &|found| found.name == "NoteRef");
    selection
}

fn code(coding: &Element) -> Option<Uuid> {
    if coding.name == "Coding" { coding.first("CodeRef").and_then(target) } else { None }
}

/// Takes codings out and moves selections; what cannot be moved where it stands is taken out and added anew. Gives
/// the selections and codes of what was taken out.
fn remove_and_move<'a>(
    project: &mut Element,
    changes: &mut Changes<'a>,
    now: &Index<'a>,
    gone: &mut HashSet<Uuid>,
) -> HashSet<(Uuid, Uuid)> {
    let mut pairs = HashSet::new();
    let mut emptied = HashSet::new();
    let Changes { removed, moved, added, .. } = changes;
    each(project, &mut |element| {
        let is_text = element.name == "PlainTextSelection";
        let is_selection = SELECTIONS.contains(&element.name.as_str());
        let codings: Vec<Uuid> = element.all("Coding").filter_map(own).collect();
        if codings.is_empty() {
            return;
        }
        let places: HashSet<(Option<&str>, Option<&str>)> = codings
            .iter()
            .filter_map(|id| moved.get(id))
            .map(|to| (to.get("startPosition"), to.get("endPosition")))
            .collect();
        if is_text
            && codings.iter().all(|id| moved.contains_key(id))
            && let ([(Some(start), Some(end))], 1) =
                (places.iter().copied().collect::<Vec<_>>().as_slice(), places.len())
        {
            let (start, end) = (start.to_string(), end.to_string());
            element.set("startPosition", start);
            element.set("endPosition", end);
            return;
        }
        for id in &codings {
            if moved.contains_key(id)
                && let Some((source, selection)) = now.selections.get(id)
            {
                removed.insert(*id);
                added.entry(*source).or_default().push(selection);
            }
        }
        let selection = own(element);
        element.children.retain(|node| {
            let Node::Element(found) = node else { return true };
            let out = found.name == "Coding" && own(found).is_some_and(|id| removed.contains(&id));
            if let (true, true, Some(id), Some(code)) = (out, is_text, selection, code(found)) {
                pairs.insert((id, code));
            }
            !out
        });
        let is_empty = element.first("Coding").is_none() && element.first("NoteRef").is_none();
        if is_selection && is_empty {
            emptied.extend(selection);
        }
    });
    let is_out = |found: &Element| {
        SELECTIONS.contains(&found.name.as_str())
            && found.first("Coding").is_none()
            && own(found).is_some_and(|id| emptied.contains(&id))
    };
    super::surgery::remove(project, &is_out);
    gone.extend(emptied);
    pairs
}

/// Adds selections to a source of the project.
fn add(project: &mut Element, source: Uuid, selections: &[&Element]) {
    const CONTAINERS: [&str; 6] =
        ["TextSource", "PDFSource", "PictureSource", "Transcript", "Note", "Representation"];
    let Some(container) = by_guid(project, &CONTAINERS, source) else { return };
    let inside = match container.name.as_str() {
        "PDFSource" => Some("Representation"),
        "PictureSource" => Some("TextDescription"),
        _ => None,
    };
    let container = match inside {
        None => container,
        Some(name) => {
            if container.first(name).is_none() {
                let made = Element::new(name)
                    .with("guid", source.derive("representation"))
                    .with("plainTextPath", format!("internal://{source}.txt"));
                insert(container, made);
            }
            match super::surgery::child(container, |found| found.name == name) {
                Some(found) => found,
                None => return,
            }
        }
    };
    let is_transcript = container.name == "Transcript";
    for selection in selections {
        if !is_transcript {
            insert(container, (*selection).clone());
            continue;
        }
        // Of a transcript only stretches between sync points can be selected.
        let (Some(id), Some(start), Some(end)) =
            (own(selection), selection.get("startPosition"), selection.get("endPosition"))
        else {
            continue;
        };
        let (from, to) = (id.derive("from"), id.derive("to"));
        for (point, position) in [(from, start), (to, end)] {
            insert(container, Element::new("SyncPoint").with("guid", point).with("position", position));
        }
        let mut made = Element { name: "TranscriptSelection".into(), ..(*selection).clone() };
        made.unset("startPosition");
        made.unset("endPosition");
        insert(container, made.with("fromSyncPoint", from).with("toSyncPoint", to));
    }
}
