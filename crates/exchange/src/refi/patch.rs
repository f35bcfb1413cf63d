//! Changes of a study brought into the project that it came from, which keeps everything else.
//!
//! The project that was kept is read once more, and the study of then and the study of now are both written; where these two
//! differ, and only there, the project is changed.

mod codings;
mod index;
mod rows;
pub(super) mod surgery;

use std::collections::{BTreeMap, HashMap, HashSet};

use themata_model::{Study, Uuid};

use super::convention::Vendor;
use super::export::{Exported, Ground, Target, export};
use super::import::import;
use super::options::Options;
use super::package::Package;
use super::positions::{Convention, Plain, Ruler};
use super::project::{Project, Words};
use super::remainder::Remainder;
use super::report::Kept;
use super::tree::Element;
use index::Index;
use surgery::by_guid;

/// A project made of a study.
pub(super) struct Made {
    pub(super) package: Package,
    pub(super) noted: Vec<Kept>,
    pub(super) left_out: Vec<Kept>,
}

/// Whether writing `study` alone gives all that is in the package.
pub(super) fn gives_all(package: &Package, project: &Project, study: &Study) -> bool {
    if Vendor::of(&project.origin) != Vendor::Themata {
        return false;
    }
    let again = made(study, None, Target::of_origin(&project.origin)).package;
    again.parts == package.parts && again.project.document() == package.project.document()
}

/// The project of `study`, on the ground of the one that was kept.
pub(super) fn made(study: &Study, kept: Option<Package>, target: Target) -> Made {
    let mut made = match kept {
        Some(kept) => patched(study, kept, target),
        None => fresh(study, target),
    };
    if target == Target::Qualcoder {
        super::qualcoder::adapt(&mut made.package);
    }
    made
}

fn fresh(study: &Study, target: Target) -> Made {
    let exported = export(study, target, &Ground::default());
    let parts = exported.texts.into_iter().map(|(id, text)| (file(id), text.bytes));
    let parts = parts.chain(exported.notes.into_iter().map(|(id, bytes)| (file(id), bytes)));
    let package = Package { project: exported.project, parts: parts.collect::<BTreeMap<_, _>>() };
    Made { package, noted: exported.noted, left_out: exported.left_out }
}

fn file(source: Uuid) -> String {
    format!("sources/{source}.txt")
}

/// A text of the project that was kept.
struct Text {
    plain: Plain,
    convention: Convention,
}

fn patched(study: &Study, kept: Package, target: Target) -> Made {
    let project = Project::of(&kept.project);
    let remainder = Remainder::find(&project, &kept).unwrap_or_default();
    let options = Options { key: Some(study.key.clone()), ..Options::default() };
    let imported = import(&kept, &project, &remainder, &options, Vec::new());
    let mut then = imported.study;
    then.id = study.id;
    let conventions: HashMap<_, Convention> =
        imported.report.texts.iter().map(|text| (&text.source, text.convention)).collect();
    let mut texts: BTreeMap<Uuid, Text> = BTreeMap::new();
    for source in &then.sources {
        let found = words_of(&project, source.id.0);
        let bytes = found.and_then(|words| kept.part(words.plain_path.as_deref()?)).map(|(_, bytes)| bytes);
        let inline = found.and_then(|words| words.content.as_deref());
        let plain = bytes.map(Plain::read).or_else(|| inline.map(Plain::of));
        if let (Some(plain), Some(convention)) = (plain, conventions.get(&source.key)) {
            texts.insert(source.id.0, Text { plain, convention: *convention });
        }
    }
    let ground = Ground {
        files: if target.keeps_files() {
            texts.iter().map(|(id, text)| (*id, text.plain.clone())).collect()
        } else {
            HashMap::new()
        },
        variables: project
            .variables
            .iter()
            .filter(|variable| !remainder.wrote(variable.guid))
            .map(|variable| (super::import::as_attribute(&variable.name), variable.guid))
            .collect(),
        has_notes: true,
    };
    let (before, now) = (export(&then, target, &ground), export(study, target, &ground));
    let mut root = kept.project.clone();
    let mut gone = HashSet::new();
    // Numbers first: what stands unchanged is found again by the numbers that the tool wants.
    recount(&mut root, &texts, &now, target);
    let (old, new) = (Index::of(&before.project), Index::of(&now.project));
    codings::patch(&mut root, &old, &new, &mut gone);
    rows::patch(&mut root, &old, &new, &mut gone);
    if before.project != now.project {
        rows::put_note(&mut root, &now.project);
    }
    head(&mut root, &before.project, &now.project);
    surgery::tidy(&mut root, &gone);
    surgery::mend(&mut root);
    let mut package = Package { project: root, parts: kept.parts.clone() };
    put_texts(&mut package, &kept, &before, &now, &gone, target);
    Made { package, noted: now.noted, left_out: now.left_out }
}

/// The words of the source with this GUID, wherever it stands in the project.
fn words_of(project: &Project, id: Uuid) -> Option<&Words> {
    let sources = project.sources.iter().flat_map(|source| source.transcripts.iter().chain([source]));
    sources.chain(&project.notes).find(|source| source.guid == id)?.words.as_ref()
}

/// Counts the positions of all selections as the tool wants them.
fn recount(root: &mut Element, texts: &BTreeMap<Uuid, Text>, now: &Exported, target: Target) {
    let wanted = target.convention();
    for (id, text) in texts {
        let Some(written) = now.texts.get(id) else { continue };
        let new = Plain::read(&written.bytes);
        if text.convention == wanted && new == text.plain || new.content != text.plain.content {
            continue;
        }
        let names = ["TextSource", "PDFSource", "PictureSource", "Transcript", "Note"];
        let Some(source) = by_guid(root, &names, *id) else { continue };
        let (from, to) = (Ruler::new(&text.plain, text.convention), Ruler::new(&new, wanted));
        surgery::each(source, &mut |element| {
            let number = |name: &str| element.get(name).and_then(|text| text.parse::<i64>().ok());
            if element.name == "SyncPoint" {
                let at = number("position").and_then(|at| from.byte(usize::try_from(at).ok()?, false));
                if let Some(position) = at.and_then(|at| to.position(at)) {
                    element.set("position", position.to_string());
                }
                return;
            }
            let (Some(start), Some(end)) = (number("startPosition"), number("endPosition")) else { return };
            let span = from.span(start, end);
            let ends = span.and_then(|span| Some((to.position(span.start())?, to.position(span.end())?)));
            if let Some((start, end)) = ends {
                element.set("startPosition", start.to_string());
                element.set("endPosition", end.to_string());
            }
        });
    }
}

/// What is said of the project as a whole. Nobody's folders are told.
fn head(root: &mut Element, before: &Element, now: &Element) {
    if before.get("name") != now.get("name") {
        root.set("name", now.get("name").unwrap_or_default().to_string());
    }
    for name in ["xmlns", "origin", "basePath"] {
        root.set(name, now.get(name).unwrap_or_default().to_string());
    }
    rows::change_notes(root, before, now);
}

/// Writes the texts that changed, and takes out the files of sources that are gone.
fn put_texts(
    package: &mut Package,
    kept: &Package,
    before: &Exported,
    now: &Exported,
    gone: &HashSet<Uuid>,
    target: Target,
) {
    for (id, text) in &now.texts {
        let old = before.texts.get(id);
        let is_edited = old.is_none_or(|old| old.content != text.content);
        let names = ["TextSource", "PDFSource", "PictureSource", "Transcript", "Note"];
        let Some(source) = by_guid(&mut package.project, &names, *id) else { continue };
        let words = match source.name.as_str() {
            "PDFSource" => surgery::child(source, |found| found.name == "Representation"),
            "PictureSource" => surgery::child(source, |found| found.name == "TextDescription"),
            _ => Some(source),
        };
        let Some(words) = words else { continue };
        let inline = words.first("PlainTextContent").map(|content| Plain::of(&content.words()));
        let is_inline = words.get("plainTextPath").is_none() && inline.is_some();
        // Positions are counted in the text as it is written now.
        let is_recounted = inline.is_some_and(|inline| inline.file().as_bytes() != without_mark(&text.bytes));
        if is_edited || words.get("plainTextPath").is_none() && (!is_inline || is_recounted) {
            if text.content.is_empty() && old.is_some() && !is_edited {
                continue;
            }
            words.children.retain(
                |node| !matches!(node, super::tree::Node::Element(found) if found.name == "PlainTextContent"),
            );
            words.unset("richTextPath");
            words.set("plainTextPath", format!("internal://{id}.txt"));
            package.parts.insert(file(*id), text.bytes.clone());
            continue;
        }
        let path =
            words.get("plainTextPath").and_then(|path| kept.part(path)).map(|(path, _)| path.to_string());
        let Some(path) = path else { continue };
        let was = package.parts.get(&path).map(Vec::as_slice).unwrap_or_default();
        let is_same = Plain::read(was).file().as_bytes() == without_mark(&text.bytes);
        // Only NVivo wants a mark; a text that is not UTF-8 becomes so.
        if !(is_same && target == Target::Nvivo && was.starts_with(MARK)) {
            let bytes = if is_same { without_mark(&text.bytes) } else { &text.bytes };
            package.parts.insert(path, bytes.to_vec());
        }
    }
    if gone.is_empty() {
        return;
    }
    let (named, was) = (files(&package.project, kept), files(&kept.project, kept));
    package.parts.retain(|path, _| named.contains(path) || !was.contains(path));
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// The files that a project names.
fn files(project: &Element, kept: &Package) -> HashSet<String> {
    let mut files = HashSet::new();
    surgery::each(&mut project.clone(), &mut |element| {
        for name in ["plainTextPath", "richTextPath", "path", "currentPath"] {
            files
                .extend(element.get(name).and_then(|path| kept.part(path)).map(|(path, _)| path.to_string()));
        }
    });
    files
}
