//! Who speaks in a TEI document as it is printed: `<speaker>`, and the one name of each `who`.

use std::collections::HashMap;

use super::super::writer::one_line;
use super::super::xml::{Node, Tag, Xml};
use super::elements::EVENTS;
use super::header::Header;
use super::notes::is_within;

/// What a `<speaker>` holds.
#[derive(Debug, Default)]
pub(super) struct Printed {
    pub(super) name: String,
    /// What is heard or seen, told beside the name.
    pub(super) events: Vec<String>,
    /// Notes on the name.
    pub(super) notes: usize,
}

impl Printed {
    /// Reads the element that was opened last.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, String> {
        let mut printed = Printed::default();
        let mut words = String::new();
        let mut depth = 0_usize;
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) if tag.name() == "note" => {
                    printed.notes += 1;
                    xml.skip()?;
                }
                Node::Open(tag) if EVENTS.contains(&tag.name()) => {
                    let event = one_line(&xml.words()?);
                    printed.events.extend(Some(event).filter(|event| !event.is_empty()));
                }
                Node::Open(_) => depth += 1,
                Node::Close(_) if depth == 0 => break,
                Node::Close(_) => depth -= 1,
                Node::Text(text) => words.push_str(&text),
            }
        }
        let marks: &[char] = match printed.events.is_empty() {
            true => &[':', '.', '：', ' '],
            false => &[':', '.', '：', ' ', ',', ';', '('],
        };
        // Brackets and commas around what is told beside the name are none of it.
        let words = one_line(&words);
        let words =
            if printed.events.is_empty() { words } else { words.replace("()", "").replace("( )", "") };
        printed.name = words.trim_end_matches(marks).to_string();
        Ok(printed)
    }
}

/// The names of those who are called in several ways by their speeches, by `who`.
#[derive(Default)]
pub(super) struct Called(HashMap<String, String>);

impl Called {
    /// Reads a whole document for them.
    pub(super) fn read(text: &str, header: &Header) -> Result<Self, String> {
        let mut xml = Xml::new(text);
        // How each `who` is called, and how often, in the order of the speeches; without `<speaker>` as in the list of persons.
        let mut ways: HashMap<String, Vec<(Option<String>, usize)>> = HashMap::new();
        let mut open: Vec<(String, Option<String>)> = Vec::new();
        let mut path: Vec<String> = Vec::new();
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag)
                    if tag.name() == "speaker" && path.last().is_some_and(|name| name == "sp") =>
                {
                    let name = Printed::read(&mut xml)?.name;
                    if let Some((_, printed)) = open.last_mut()
                        && !name.is_empty()
                    {
                        *printed = Some(name);
                    }
                }
                Node::Open(tag) => {
                    if tag.name() == "sp" {
                        open.push((who(&tag).unwrap_or_default(), None));
                    }
                    path.push(tag.name().to_string());
                }
                Node::Close(name) => {
                    path.pop();
                    if name == "sp"
                        && let Some((who, printed)) = open.pop()
                        && !who.is_empty()
                    {
                        let ways = ways.entry(who).or_default();
                        match ways.iter_mut().find(|(way, _)| *way == printed) {
                            Some((_, times)) => *times += 1,
                            None => ways.push((printed, 1)),
                        }
                    }
                }
                Node::Text(_) => {}
            }
        }
        let called = ways.into_iter().filter(|(_, ways)| ways.len() > 1).filter_map(|(who, ways)| {
            // The first of those that stand most often.
            let printed = || {
                let named = ways.iter().rev().filter_map(|(way, times)| Some((way.as_ref()?, times)));
                named.max_by_key(|(_, times)| **times).map(|(way, _)| way.clone())
            };
            // A `who` that no list explains may stand for several people, if names that share no word are printed.
            let alike = |name: &String| {
                let mut others = ways.iter().filter_map(|(way, _)| way.as_ref());
                others.all(|way| is_within(way, name) || is_within(name, way))
            };
            let name = header.names(&who).ok().or_else(|| printed().filter(alike))?;
            Some((who, name))
        });
        Ok(Called(called.collect()))
    }

    /// The name of who makes a speech, where its speeches call them in several ways.
    pub(super) fn name(&self, who: &str) -> Option<&String> {
        self.0.get(who)
    }

    /// How many are called in several ways, and the first of their names.
    pub(super) fn several(&self) -> Option<(usize, &str)> {
        let first = self.0.values().min()?;
        Some((self.0.len(), first))
    }
}

fn who(tag: &Tag<'_>) -> Option<String> {
    tag.get("who").filter(|who| !who.is_empty())
}
