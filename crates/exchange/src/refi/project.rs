//! The project of REFI-QDA as types: what its document says, with every reference as a GUID.
//!
//! Only what some part of a study can be made of is typed; the document itself is kept beside the study, so that
//! nothing else is lost (see `patch`).

mod document;

use themata_model::{StudyId, Uuid};

pub(crate) use document::{add_codes, set};

/// A project.
#[derive(Clone, Debug, Default)]
pub(crate) struct Project {
    pub(crate) name: String,
    pub(crate) origin: String,
    pub(crate) creator: Option<Uuid>,
    pub(crate) users: Vec<User>,
    /// In the order of the document, each code before those below it.
    pub(crate) codes: Vec<Code>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) cases: Vec<Case>,
    pub(crate) sources: Vec<Source>,
    pub(crate) notes: Vec<Source>,
    pub(crate) links: Vec<Link>,
    pub(crate) sets: Vec<Set>,
    pub(crate) graphs: usize,
    pub(crate) description: String,
    /// Notes on the whole project.
    pub(crate) note_refs: Vec<Uuid>,
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    /// Initials or a log-in name.
    pub(crate) id: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    pub(crate) colour: Option<String>,
    pub(crate) is_codable: bool,
    pub(crate) description: String,
    pub(crate) notes: Vec<Uuid>,
    /// Position of the code above.
    pub(crate) parent: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
}

/// The value of a variable.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) variable: Uuid,
    pub(crate) text: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) codes: usize,
    pub(crate) values: Vec<Value>,
    pub(crate) sources: Vec<Uuid>,
    pub(crate) selections: Vec<Uuid>,
}

impl Case {
    /// Whether it is a case of its own: some tools write nameless ones to give values to sources.
    pub(crate) fn is_named(&self) -> bool {
        !self.name.trim().is_empty()
    }
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    Text,
    Pdf,
    Picture,
    Audio,
    Video,
}

/// Where the words of something stand, and what is selected in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) content: Option<String>,
    pub(crate) plain_path: Option<String>,
    pub(crate) rich_path: Option<String>,
    pub(crate) selections: Vec<Selection>,
    pub(crate) sync_points: Vec<SyncPoint>,
}

/// A source, a transcript or a note.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    pub(crate) medium: Medium,
    pub(crate) description: String,
    /// The picture, film, sound or PDF.
    pub(crate) path: Option<String>,
    /// Its words: of a text its own, of a PDF or picture those of its representation.
    pub(crate) words: Option<Words>,
    /// GUID of the representation.
    pub(crate) representation: Option<Uuid>,
    /// Selections on the picture, the page, the film.
    pub(crate) areas: Vec<Area>,
    pub(crate) transcripts: Vec<Source>,
    /// Codings of the whole.
    pub(crate) codings: Vec<Coding>,
    pub(crate) notes: Vec<Uuid>,
    pub(crate) values: Vec<Value>,
    pub(crate) by: By,
}

/// Who made something, and when.
#[derive(Clone, Debug, Default)]
pub(crate) struct By {
    pub(crate) user: Option<Uuid>,
    pub(crate) time: Option<String>,
}

/// A stretch of words.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) range: Range,
    pub(crate) codings: Vec<Coding>,
    pub(crate) notes: Vec<Uuid>,
    pub(crate) by: By,
}

/// Where a selection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// From and up to positions.
    Positions(i64, i64),
    /// Positions that are no numbers.
    Unreadable,
    /// From and up to sync points.
    SyncPoints(Option<Uuid>, Option<Uuid>),
}

/// A selection that is not one of words.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub(crate) guid: Uuid,
    pub(crate) element: String,
    pub(crate) description: String,
    /// The words that stand in it, where these are told.
    pub(crate) words: Option<String>,
    pub(crate) codings: Vec<Coding>,
    pub(crate) by: By,
}

#[derive(Clone, Debug)]
pub(crate) struct SyncPoint {
    pub(crate) guid: Uuid,
    pub(crate) position: Option<i64>,
    pub(crate) milliseconds: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Coding {
    pub(crate) guid: Uuid,
    pub(crate) code: Option<Uuid>,
    pub(crate) notes: Vec<Uuid>,
    pub(crate) by: By,
}

#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    pub(crate) direction: String,
    pub(crate) origin: Option<Uuid>,
    pub(crate) target: Option<Uuid>,
}

#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) guid: Uuid,
    pub(crate) name: String,
    pub(crate) codes: Vec<Uuid>,
    pub(crate) sources: Vec<Uuid>,
    pub(crate) notes: Vec<Uuid>,
}

/// What is written where nobody knows when something was made, since some tools cannot do without a time.
pub(crate) const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// The GUID that is written there, whatever its case and braces; what is none stands for one all the same.
pub(crate) fn guid(text: &str) -> Uuid {
    let text = text.trim();
    text.parse().unwrap_or_else(|_| StudyId::of_key("refi-qda").0.derive(&text.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::tree::Element;

    #[test]
    fn a_guid_is_the_same_in_every_spelling_and_what_is_none_stands_for_one() {
        let plain = guid("5215cc69-b628-4e02-afb9-9beeaee55808");
        assert_eq!(guid("{5215CC69-B628-4E02-AFB9-9BEEAEE55808} "), plain);
        assert_eq!(guid("Code 7"), guid("code 7"));
        assert_ne!(guid("code 7"), guid("code 8"));
    }

    #[test]
    fn nested_codes_come_in_the_order_of_the_document() {
        let text = "<Project><CodeBook><Codes><Code guid='a' name='A'><Description>d</Description>\
                    <Code guid='b' name='B' isCodable='false'/></Code><Code guid='c' name='C' description='e'/>\
                    </Codes></CodeBook></Project>";
        let project = Project::of(&Element::parse(text).unwrap());
        let told: Vec<_> = project
            .codes
            .iter()
            .map(|code| (code.name.as_str(), code.parent, code.is_codable, code.description.as_str()))
            .collect();
        assert_eq!(told, [("A", None, true, "d"), ("B", Some(0), false, ""), ("C", None, true, "e")]);
    }
}
