//! What a TEI document says beside its text: who the speakers are, its title, date, language and timeline.

use std::collections::HashMap;

use themata_model::Timestamp;

use super::super::utterance::seconds;
use super::super::writer::one_line;
use super::super::xml::{Node, Tag, Xml};
use crate::language::is_tag;
use crate::segment::clock_alone;

/// The facts of a document.
#[derive(Default)]
pub(super) struct Header {
    names: HashMap<String, String>,
    times: HashMap<String, Timestamp>,
    title: Option<String>,
    date: Option<String>,
    pub(super) language: Option<String>,
}

impl Header {
    /// Reads a whole document for them, since they may stand before or after the text.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut header = Header::default();
        let mut xml = Xml::new(text);
        let mut path: Vec<String> = Vec::new();
        let mut person: Option<String> = None;
        let mut unit = 1.0;
        let mut date_is_of_setting = false;
        let mut title_is_of_language = false;
        let mut languages: Vec<String> = Vec::new();
        while let Some(node) = xml.next()? {
            let tag = match node {
                Node::Open(tag) => tag,
                Node::Close(name) => {
                    path.pop();
                    if matches!(name.as_str(), "person" | "personGrp") {
                        person = None;
                    }
                    continue;
                }
                Node::Text(_) => continue,
            };
            let within = |name: &str| path.iter().any(|outer| outer == name);
            let in_header = within("teiHeader");
            match tag.name() {
                "TEI" | "TEI.2" | "text" if header.language.is_none() => {
                    header.language = tag.get("lang").filter(|tag| is_tag(tag));
                }
                "language" if in_header => languages.extend(tag.get("ident")),
                "person" | "personGrp" => {
                    person = tag.get("id");
                    if let (Some(id), Some(n)) = (&person, tag.get("n")) {
                        header.names.entry(id.clone()).or_insert(n);
                    }
                }
                "persName" | "name" if person.is_some() => {
                    let id = person.take().unwrap_or_default();
                    let name = name_in(&mut xml, header.language.as_deref())?;
                    if !name.is_empty() {
                        header.names.insert(id, name);
                    }
                    continue;
                }
                "title" if in_header && within("titleStmt") && !title_is_of_language => {
                    // Of titles in several languages, the one in the language of the text.
                    let of_language = tag.get("lang").is_some() && tag.get("lang") == header.language;
                    let title = one_line(&xml.words()?);
                    if !title.is_empty() && (header.title.is_none() || of_language) {
                        header.title = Some(title);
                        title_is_of_language = of_language;
                    }
                    continue;
                }
                "date" if in_header && (within("settingDesc") || within("sourceDesc")) => {
                    let of_setting = within("settingDesc");
                    if header.date.is_none() || (of_setting && !date_is_of_setting) {
                        header.date = tag.get("when").or(header.date.take());
                        date_is_of_setting = of_setting;
                    }
                }
                "timeline" => {
                    unit = match tag.value("unit").as_str() {
                        "ms" => 0.001,
                        "min" | "mins" => 60.0,
                        _ => 1.0,
                    };
                }
                "when" => header.point(&tag, unit),
                _ => {}
            }
            path.push(tag.name().to_string());
        }
        if header.language.is_none() && languages.len() == 1 {
            header.language = languages.pop().filter(|tag| is_tag(tag));
        }
        Ok(header)
    }

    fn point(&mut self, tag: &Tag<'_>, unit: f64) {
        let absolute = tag.get("absolute").and_then(|time| clock_alone(&time));
        let interval = tag.get("interval").and_then(|value| seconds(value.parse::<f64>().ok()? * unit));
        let since = tag.get("since").and_then(|id| self.times.get(id.trim_start_matches('#')).copied());
        let time = match (absolute, interval) {
            (Some(time), _) => time,
            (None, Some(interval)) => Timestamp(since.unwrap_or(Timestamp(0)).0.saturating_add(interval.0)),
            // The origin of a timeline has no time of its own.
            (None, None) if self.times.is_empty() => Timestamp(0),
            (None, None) => return,
        };
        if let Some(id) = tag.get("id") {
            self.times.insert(id, time);
        }
    }

    /// The names that `who` points to; `Err` with the id where one is not known.
    pub(super) fn names(&self, who: &str) -> Result<String, String> {
        let mut all_known = true;
        let names: Vec<&str> = who
            .split_whitespace()
            .map(|pointer| {
                let id = pointer.rsplit(['#', ':']).next().unwrap_or(pointer);
                let name = self.names.get(id);
                all_known &= name.is_some();
                name.map_or(id, String::as_str)
            })
            .collect();
        if all_known { Ok(names.join(" & ")) } else { Err(names.join(" & ")) }
    }

    /// The time that a pointer or a value means.
    pub(super) fn time(&self, value: &str) -> Option<Timestamp> {
        match value.strip_prefix('#') {
            Some(id) => self.times.get(id).copied(),
            None => clock_alone(value).or_else(|| seconds(value.trim_end_matches('s').parse().ok()?)),
        }
    }

    pub(super) fn metadata(&self) -> Vec<(String, String)> {
        let entry = |key: &str, value: &Option<String>| value.clone().map(|value| (key.to_string(), value));
        entry("title", &self.title).into_iter().chain(entry("date", &self.date)).collect()
    }
}

/// Languages in which the name of the family stands first.
const FAMILY_FIRST: [&str; 5] = ["hu", "ja", "ko", "vi", "zh"];

/// The words of a name, its parts parted by blanks; the name of the family, where it is filed under that one, behind the own name.
fn name_in(xml: &mut Xml<'_>, language: Option<&str>) -> Result<String, String> {
    let mut path = Vec::new();
    let mut words = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut has_marks = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => path.push(tag.name().to_string()),
            Node::Close(_) if path.is_empty() => break,
            Node::Close(_) => {
                path.pop();
                words.push(' ');
            }
            Node::Text(text) => {
                match path.first() {
                    Some(part) => parts.push((part.clone(), one_line(&text))),
                    None => has_marks |= !text.trim().is_empty(),
                }
                words.push_str(&text);
            }
        }
    }
    let rank = |part: &str| {
        ["roleName", "forename", "nameLink", "surname", "genName"].iter().position(|name| *name == part)
    };
    let first = parts.first().map(|(part, _)| part.as_str());
    let turns = first.is_some_and(|part| matches!(part, "surname" | "nameLink"))
        && parts.iter().any(|(part, _)| part == "forename")
        && parts.iter().all(|(part, _)| rank(part).is_some());
    let own = language.and_then(|tag| tag.split('-').next());
    if has_marks || !turns || own.is_some_and(|own| FAMILY_FIRST.contains(&own)) {
        return Ok(one_line(&words));
    }
    parts.sort_by_key(|(part, _)| rank(part));
    Ok(parts
        .into_iter()
        .map(|(_, words)| words)
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" "))
}
