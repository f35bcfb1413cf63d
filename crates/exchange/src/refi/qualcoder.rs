//! A project put so that the importer of QualCoder takes all of it in.
//!
//! That importer tells codes, notes, variables, cases and sources apart by their names alone, opens every text as a file of one
//! folder, wants a time on every note, stops at a second value of one variable for one document, and shifts selections between
//! sync points by one character.

use std::collections::{HashMap, HashSet};

use themata_model::Uuid;

use super::import::colour;
use super::package::{Package, decoded, without_scheme};
use super::patch::surgery::{each, insert, own, target};
use super::positions::Plain;
use super::project::{NO_TIME, guid};
use super::remainder::NOTE;
use super::tree::{Element, Node};

/// Sources that are no text.
const MEDIA: [&str; 4] = ["PictureSource", "PDFSource", "AudioSource", "VideoSource"];

/// Changes a project into one that QualCoder takes in whole.
pub(super) fn adapt(package: &mut Package) {
    let mut project = std::mem::take(&mut package.project);
    transcripts(&mut project);
    names(&mut project);
    values(&mut project);
    each(&mut project, &mut |element| match element.name.as_str() {
        "Code" => {
            if let Some(colour) = element.get("color").and_then(colour) {
                element.set("color", colour.to_string());
            }
        }
        "Note" | "Transcript" | "PictureSelection"
            if element.get("creationDateTime").or(element.get("modifiedDateTime")).is_none() =>
        {
            element.set("creationDateTime", NO_TIME.to_string());
        }
        _ => {}
    });
    files(package, &mut project);
    package.project = project;
}

/// Whether `shown` is `name` told apart from another one that is the same.
pub(super) fn is_told_apart(shown: &str, name: &str) -> bool {
    let number = shown.strip_prefix(name).and_then(|rest| rest.strip_prefix(" (")?.strip_suffix(')'));
    number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Names of one kind, told apart.
#[derive(Default)]
struct Names {
    /// All that there are, none of which a number may make of another.
    all: HashSet<String>,
    taken: HashSet<String>,
}

impl Names {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Names {
        Names { all: names.map(str::to_string).collect(), taken: HashSet::new() }
    }

    /// The name, with a number where it was there already; `forms` are what the importer makes of a name.
    fn apart(&mut self, name: &str, forms: impl Fn(&str) -> Vec<String>) -> String {
        let is_free =
            |taken: &HashSet<String>, name: &str| forms(name).iter().all(|form| !taken.contains(form));
        let numbered = (2..).map(|n| format!("{name} ({n})")).filter(|name| !self.all.contains(name));
        let found = std::iter::once(name.to_string()).chain(numbered).find(|name| is_free(&self.taken, name));
        let found = found.unwrap_or_default();
        self.taken.extend(forms(&found));
        found
    }
}

fn plain(name: &str) -> Vec<String> {
    vec![name.to_string()]
}

/// What the importer calls the rows that it makes of a source.
fn forms(kind: &str, name: &str) -> Vec<String> {
    match kind {
        "PDFSource" if !name.to_lowercase().ends_with(".pdf") => vec![format!("{name}.pdf")],
        "AudioSource" => vec![name.to_string(), format!("{name}.txt")],
        "VideoSource" => vec![name.to_string(), format!("{name}.txt"), format!("{name}.transcribed")],
        _ => vec![name.to_string()],
    }
}

/// The name of an element as it is written.
fn name(element: &Element) -> Option<&str> {
    element.attributes.iter().find(|(name, _)| name == "name").map(|(_, name)| name.as_str())
}

/// The name where it says something.
fn some_name(element: &Element) -> Option<&str> {
    name(element).filter(|name| !name.is_empty())
}

/// Tells apart what has the same name.
fn names(project: &mut Element) {
    let sections: [(&[&str], &str); 4] =
        [(&["Code"], "CodeBook"), (&["Case"], "Cases"), (&["Note"], "Notes"), (&["Variable", "Set"], "")];
    for (kinds, section) in sections {
        let is_one = |element: &Element| {
            kinds.contains(&element.name.as_str())
                && (element.name != "Set" || element.first("MemberSource").is_some())
        };
        let mut all: Vec<String> = Vec::new();
        each(project, &mut |element| {
            all.extend(some_name(element).filter(|_| is_one(element)).map(str::to_string))
        });
        let mut names = Names::of(all.iter().map(String::as_str));
        for part in parts(project, section) {
            each(part, &mut |element| {
                let Some(old) = some_name(element).filter(|_| is_one(element)).map(str::to_string) else {
                    return;
                };
                let new = names.apart(&old, plain);
                if new != old {
                    element.set("name", new);
                }
            });
        }
    }
    for part in parts(project, "Sources") {
        let all: Vec<String> = part.elements().filter_map(name).map(str::to_string).collect();
        let mut names = Names::of(all.iter().map(String::as_str));
        for element in elements(part) {
            let kind = element.name.clone();
            let is_medium = MEDIA.contains(&kind.as_str());
            // The transcript of a recording gives its name to one without.
            let transcript = element.first("Transcript").and_then(some_name);
            let old =
                some_name(element).or(transcript).unwrap_or(if is_medium { "recording" } else { "text" });
            let new = names.apart(old, |name| forms(&kind, name));
            if name(element) != Some(&new) {
                element.set("name", new);
            }
            for transcript in elements(element).filter(|inside| inside.name == "Transcript") {
                let called = some_name(transcript).unwrap_or("transcript").replace(['/', '\\', '\0'], "-");
                transcript.set("name", called);
            }
        }
    }
}

/// Puts selections of transcripts between sync points into texts of their own, which have the same files.
fn transcripts(project: &mut Element) {
    for part in parts(project, "Sources") {
        let mut children = Vec::new();
        for mut node in std::mem::take(&mut part.children) {
            if let Node::Element(film) = &mut node {
                let name = some_name(film).unwrap_or("recording").to_string();
                let own = elements(film).filter(|inside| inside.name == "Transcript");
                let texts = own.filter_map(|transcript| text_of_transcript(transcript, &name));
                // Read back, the transcript finds the text before it and gives it the times.
                children.extend(texts.map(Node::Element));
            }
            children.push(node);
        }
        part.children = children;
    }
}

fn text_of_transcript(transcript: &mut Element, film: &str) -> Option<Element> {
    let position = |point: &Element| Some((own(point)?, point.get("position")?.to_string()));
    let places: HashMap<Uuid, String> = transcript.all("SyncPoint").filter_map(position).collect();
    let place = |selection: &Element, name: &str| places.get(&guid(selection.get(name)?)).cloned();
    let id = own(transcript)?;
    let mut text = Element::new("TextSource").with("guid", id.derive("text"));
    text.set("name", some_name(transcript).map_or_else(|| format!("{film} transcript"), str::to_string));
    for name in ["plainTextPath", "creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime"] {
        if let Some(value) = transcript.get(name).map(str::to_string) {
            text.set(name, value);
        }
    }
    text.children.extend(transcript.first("PlainTextContent").cloned().map(Node::Element));
    let mut moved = Vec::new();
    transcript.children.retain(|node| {
        let Node::Element(selection) = node else { return true };
        let ends = (place(selection, "fromSyncPoint"), place(selection, "toSyncPoint"));
        let (Some(start), Some(end)) = ends else { return true };
        let mut selection = selection.clone();
        selection.name = "PlainTextSelection".to_string();
        selection.unset("fromSyncPoint");
        selection.unset("toSyncPoint");
        moved.push(selection.with("startPosition", start).with("endPosition", end));
        false
    });
    (!moved.is_empty()).then(|| text.holding(moved))
}

/// The parts of the project of this name; all of it for none.
fn parts<'a>(project: &'a mut Element, section: &str) -> Vec<&'a mut Element> {
    if section.is_empty() {
        return vec![project];
    }
    let section = section.to_string();
    elements(project).filter(|part| part.name == section).collect()
}

fn elements(element: &mut Element) -> impl Iterator<Item = &mut Element> {
    element.children.iter_mut().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    })
}

/// Leaves one value of each variable to each document and case; a document is told of in itself and in cases without a name.
fn values(project: &mut Element) {
    let known: HashSet<Uuid> =
        project.all("Variables").flat_map(|part| part.all("Variable")).filter_map(own).collect();
    let mut told: HashMap<Uuid, HashSet<Uuid>> = HashMap::new();
    for part in parts(project, "Sources") {
        for source in elements(part) {
            let Some(id) = own(source) else { continue };
            one_each(source, &known, told.entry(id).or_default());
            for words in elements(source).filter(|inside| inside.name == "Representation") {
                one_each(words, &known, told.entry(id).or_default());
            }
        }
    }
    for part in parts(project, "Cases") {
        for case in elements(part) {
            let sources: Vec<Uuid> = case.all("SourceRef").filter_map(target).collect();
            match (name(case), sources.as_slice()) {
                (None, [only]) => one_each(case, &known, told.entry(*only).or_default()),
                _ => one_each(case, &known, &mut HashSet::new()),
            }
        }
    }
    for part in parts(project, "Sets") {
        for set in elements(part) {
            let mut members = HashSet::new();
            set.children.retain(|node| match node {
                Node::Element(member) => target(member).is_none_or(|id| members.insert(id)),
                Node::Text(_) => true,
            });
        }
    }
}

fn one_each(row: &mut Element, known: &HashSet<Uuid>, told: &mut HashSet<Uuid>) {
    row.children.retain(|node| match node {
        Node::Element(value) if value.name == "VariableValue" => {
            let variable = value.first("VariableRef").and_then(target);
            variable.is_some_and(|variable| known.contains(&variable) && told.insert(variable))
        }
        _ => true,
    });
}

/// Puts every text and every other file that is there where the importer looks for them.
fn files(package: &mut Package, project: &mut Element) {
    for part in parts(project, "Sources") {
        for source in elements(part) {
            let medium = MEDIA.contains(&source.name.as_str());
            if medium {
                let path = source.get("path").unwrap_or_default().to_string();
                let inside = put(package, &path, None, |bytes| bytes);
                source.set("path", inside.unwrap_or(path));
            } else {
                text(package, source, true);
            }
            let is_text =
                |inside: &&mut Element| ["Representation", "Transcript"].contains(&inside.name.as_str());
            elements(source).filter(is_text).for_each(|words| text(package, words, true));
        }
    }
    for part in parts(project, "Notes") {
        for note in elements(part) {
            // A note at a place of a text is read as it stands.
            let is_annotation = note.first("PlainTextSelection").is_some();
            if !is_annotation && name(note) != Some(NOTE) {
                text(package, note, false);
            }
        }
    }
}

/// Makes the words of an element a file; where there are none, an empty one if it must be.
fn text(package: &mut Package, element: &mut Element, must: bool) {
    let rich = element.get("richTextPath").map(str::to_string);
    if let Some(path) = rich {
        match put(package, &path, None, |bytes| bytes) {
            Some(path) => element.set("richTextPath", path),
            None => element.unset("richTextPath"),
        }
    }
    let readable = |bytes: Vec<u8>| decoded(&bytes).0.into_bytes();
    let path = element.get("plainTextPath").map(str::to_string);
    let content = element.first("PlainTextContent").map(|content| Plain::of(&content.words()).content);
    let id = own(element).unwrap_or_else(|| guid(name(element).unwrap_or_default()));
    let found = path.as_deref().and_then(|path| put(package, path, Some(id), readable));
    let path = match (found, content) {
        (Some(path), _) => path,
        (None, None) if !must => return,
        (None, content) => {
            // Two elements that have the same file have the same still where it is missing.
            let named = path.as_deref().map(without_scheme).filter(|_| content.is_none());
            let named = named.and_then(|path| path.rsplit('/').next().map(str::to_string));
            let file = named.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("{id}.txt"));
            package.parts.insert(format!("sources/{file}"), content.unwrap_or_default().into_bytes());
            format!("internal://{file}")
        }
    };
    element
        .children
        .retain(|node| !matches!(node, Node::Element(inside) if inside.name == "PlainTextContent"));
    if element.name == "TextSource"
        && let Some((_, bytes)) = package.part(&path)
    {
        whole(element, decoded(bytes).0.chars().count());
    }
    element.set("plainTextPath", path);
}

/// Makes a selection of all words of each coding of a text as a whole, which the importer passes over.
fn whole(text: &mut Element, characters: usize) {
    let is_coding = |node: &Node| matches!(node, Node::Element(coding) if coding.name == "Coding");
    if characters == 0 || !text.children.iter().any(is_coding) {
        return;
    }
    let codings: Vec<Element> = text.all("Coding").cloned().collect();
    text.children.retain(|node| !is_coding(node));
    for coding in codings {
        let Some(id) = own(&coding) else { continue };
        let selection = Element::new("PlainTextSelection")
            .with("guid", id.derive("whole"))
            .with("startPosition", 0)
            .with("endPosition", characters)
            .with_some("creatingUser", coding.get("creatingUser").map(str::to_string))
            .with("creationDateTime", coding.get("creationDateTime").unwrap_or(NO_TIME).to_string());
        insert(text, selection.holding([coding]));
    }
}

/// Puts the file that a path means into the folder of sources, and gives the path that it has then.
fn put(
    package: &mut Package,
    path: &str,
    id: Option<Uuid>,
    made: impl Fn(Vec<u8>) -> Vec<u8>,
) -> Option<String> {
    let (old, _) = package.part(path)?;
    let old = old.to_string();
    let file = old.rsplit('/').next().unwrap_or(&old).to_string();
    let mut new = format!("sources/{file}");
    if new != old && package.parts.contains_key(&new) {
        // Another file of that name is there already.
        let ending = file.rsplit_once('.').map_or("txt", |(_, ending)| ending).to_string();
        let id = id.unwrap_or_else(|| guid(&old));
        new = format!("sources/{id}.{ending}");
    }
    let bytes = package.parts.remove(&old)?;
    package.parts.insert(new.clone(), made(bytes));
    Some(format!("internal://{}", new.trim_start_matches("sources/")))
}
