//! What the document of a project says, element by element.

use themata_model::Uuid;

use super::{
    Area, By, Case, Code, Coding, Link, Medium, NO_TIME, Project, Range, Selection, Set, Source, SyncPoint,
    User, Value, Variable, Words, guid,
};
use crate::refi::tree::Element;

impl Project {
    /// What the document says.
    pub(crate) fn of(root: &Element) -> Project {
        let mut project = Project {
            name: text(root, "name"),
            origin: text(root, "origin"),
            creator: reference(root, "creatingUserGUID"),
            description: description(root),
            note_refs: note_refs(root),
            ..Project::default()
        };
        for part in root.elements() {
            match part.name.as_str() {
                "Users" => project.users.extend(part.all("User").map(user)),
                "CodeBook" => {
                    part.all("Codes").for_each(|codes| add_codes(codes, None, &mut project.codes));
                }
                "Variables" => project.variables.extend(
                    part.all("Variable")
                        .map(|variable| Variable { guid: own(variable), name: text(variable, "name") }),
                ),
                "Cases" => project.cases.extend(part.all("Case").map(case)),
                "Sources" => project.sources.extend(part.elements().filter_map(source)),
                "Notes" => project.notes.extend(part.all("Note").map(|note| read_source(note, Medium::Text))),
                "Links" => project.links.extend(part.all("Link").map(link)),
                "Sets" => project.sets.extend(part.all("Set").map(set)),
                "Graphs" => project.graphs += part.all("Graph").count(),
                _ => {}
            }
        }
        project
    }
}

/// Adds the codes in `above`, each before those below it.
pub(crate) fn add_codes(above: &Element, parent: Option<usize>, codes: &mut Vec<Code>) {
    for element in above.all("Code") {
        let at = codes.len();
        // Some tools write the description as an attribute.
        let told = Some(description(element)).filter(|told| !told.is_empty());
        codes.push(Code {
            guid: own(element),
            name: text(element, "name"),
            colour: element.get("color").map(str::to_string),
            is_codable: !matches!(element.get("isCodable"), Some("false" | "0" | "False")),
            description: told.unwrap_or_else(|| text(element, "description")),
            notes: note_refs(element),
            parent,
        });
        add_codes(element, Some(at), codes);
    }
}

/// The set of a project or a codebook: the one names its codes by `targetGUID`, the other by `guid`.
pub(crate) fn set(element: &Element) -> Set {
    let members = |name: &str| -> Vec<Uuid> {
        element.all(name).filter_map(|m| m.get("targetGUID").or(m.get("guid"))).map(guid).collect()
    };
    Set {
        guid: own(element),
        name: text(element, "name"),
        codes: members("MemberCode"),
        sources: members("MemberSource"),
        notes: members("MemberNote"),
    }
}

fn text(element: &Element, name: &str) -> String {
    element.get(name).unwrap_or_default().to_string()
}

fn own(element: &Element) -> Uuid {
    guid(element.get("guid").unwrap_or_default())
}

fn reference(element: &Element, name: &str) -> Option<Uuid> {
    element.get(name).filter(|text| !text.is_empty()).map(guid)
}

fn description(element: &Element) -> String {
    element.first("Description").map(Element::words).unwrap_or_default()
}

fn references(element: &Element, name: &str) -> Vec<Uuid> {
    element.all(name).filter_map(|found| reference(found, "targetGUID")).collect()
}

fn note_refs(element: &Element) -> Vec<Uuid> {
    references(element, "NoteRef")
}

fn by(element: &Element) -> By {
    let time = element
        .get("creationDateTime")
        .filter(|time| !time.is_empty() && *time != NO_TIME)
        .map(str::to_string);
    By { user: reference(element, "creatingUser").or(reference(element, "creatingUserGUID")), time }
}

fn user(element: &Element) -> User {
    User { guid: own(element), name: text(element, "name"), id: text(element, "id") }
}

fn values(element: &Element) -> Vec<Value> {
    let value = |found: &Element| {
        let variable = reference(found.first("VariableRef")?, "targetGUID")?;
        let said = found.elements().find(|inside| inside.name.ends_with("Value"))?;
        Some(Value { variable, text: said.words().trim().to_string() })
    };
    element.all("VariableValue").filter_map(value).filter(|value| !value.text.is_empty()).collect()
}

fn case(element: &Element) -> Case {
    Case {
        guid: own(element),
        name: text(element, "name"),
        description: description(element),
        codes: element.all("CodeRef").count(),
        values: values(element),
        sources: references(element, "SourceRef"),
        selections: references(element, "SelectionRef"),
    }
}

fn link(element: &Element) -> Link {
    Link {
        guid: own(element),
        name: text(element, "name"),
        direction: text(element, "direction"),
        origin: reference(element, "originGUID"),
        target: reference(element, "targetGUID"),
    }
}

fn source(element: &Element) -> Option<Source> {
    let medium = match element.name.as_str() {
        "TextSource" => Medium::Text,
        "PDFSource" => Medium::Pdf,
        "PictureSource" => Medium::Picture,
        "AudioSource" => Medium::Audio,
        "VideoSource" => Medium::Video,
        _ => return None,
    };
    Some(read_source(element, medium))
}

fn read_source(element: &Element, medium: Medium) -> Source {
    let representation = match medium {
        Medium::Pdf => element.first("Representation"),
        Medium::Picture => element.first("TextDescription"),
        _ => None,
    };
    let words = match medium {
        Medium::Text => Some(read_words(element)),
        _ => representation.map(read_words),
    };
    let mut codings: Vec<Coding> = element.all("Coding").map(coding).collect();
    codings.extend(representation.iter().flat_map(|inside| inside.all("Coding")).map(coding));
    let mut notes = note_refs(element);
    notes.extend(representation.iter().flat_map(|inside| note_refs(inside)));
    Source {
        guid: own(element),
        name: text(element, "name"),
        medium,
        description: description(element),
        path: element.get("path").or(element.get("currentPath")).map(str::to_string),
        words,
        representation: representation.map(own),
        areas: element.elements().filter_map(area).collect(),
        transcripts: element.all("Transcript").map(|found| read_source(found, Medium::Text)).collect(),
        codings,
        notes,
        values: values(element),
        by: by(element),
    }
}

fn read_words(element: &Element) -> Words {
    let path = |name: &str| element.get(name).filter(|path| !path.is_empty()).map(str::to_string);
    let number = |found: &Element, name: &str| found.get(name).and_then(|text| text.parse().ok());
    let selections = element.elements().filter_map(|found| {
        let range = match found.name.as_str() {
            "PlainTextSelection" => match (number(found, "startPosition"), number(found, "endPosition")) {
                (Some(start), Some(end)) => Range::Positions(start, end),
                _ => Range::Unreadable,
            },
            "TranscriptSelection" => {
                Range::SyncPoints(reference(found, "fromSyncPoint"), reference(found, "toSyncPoint"))
            }
            _ => return None,
        };
        Some(Selection {
            guid: own(found),
            name: text(found, "name"),
            description: description(found),
            range,
            codings: found.all("Coding").map(coding).collect(),
            notes: note_refs(found),
            by: by(found),
        })
    });
    let sync = element.all("SyncPoint").map(|found| SyncPoint {
        guid: own(found),
        position: number(found, "position"),
        milliseconds: number(found, "timeStamp"),
    });
    Words {
        content: element.first("PlainTextContent").map(Element::words),
        plain_path: path("plainTextPath"),
        rich_path: path("richTextPath"),
        selections: selections.collect(),
        sync_points: sync.collect(),
    }
}

fn area(element: &Element) -> Option<Area> {
    let is_area = ["PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"]
        .contains(&element.name.as_str());
    let words = || {
        let content = element.first("Representation")?.first("PlainTextContent")?.words();
        Some(content).filter(|words| !words.trim().is_empty())
    };
    is_area.then(|| Area {
        guid: own(element),
        element: element.name.clone(),
        description: description(element),
        words: words(),
        codings: element.all("Coding").map(coding).collect(),
        by: by(element),
    })
}

fn coding(element: &Element) -> Coding {
    Coding {
        guid: own(element),
        code: element.first("CodeRef").and_then(|code| reference(code, "targetGUID")),
        notes: note_refs(element),
        by: by(element),
    }
}
