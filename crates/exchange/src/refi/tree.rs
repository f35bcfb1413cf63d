//! XML as a tree: read within bounds, written in one way.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting of elements; a codebook of people has some ten levels.
const DEPTH: usize = 200;

/// Most elements and stretches of characters of one document.
const NODES: usize = 5_000_000;

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name, without a prefix where the prefix stands for REFI-QDA.
    pub(crate) name: String,
    /// Its attributes as they are written, in their order.
    pub(crate) attributes: Vec<(String, String)>,
    /// What stands in it.
    pub(crate) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Characters, entities resolved.
    Text(String),
}

impl Element {
    /// An element without anything in it.
    pub(crate) fn new(name: &str) -> Self {
        Element { name: name.to_string(), ..Element::default() }
    }

    /// The same with an attribute.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, value.to_string());
        self
    }

    /// The same with an attribute where there is a value.
    #[must_use]
    pub(crate) fn with_some(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same with these characters in it.
    #[must_use]
    pub(crate) fn saying(mut self, words: &str) -> Self {
        self.children.push(Node::Text(words.to_string()));
        self
    }

    /// The same with these elements in it.
    #[must_use]
    pub(crate) fn holding(mut self, inside: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(inside.into_iter().map(Node::Element));
        self
    }

    /// Sets an attribute.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name.to_string(), value)),
        }
    }

    /// Takes an attribute away.
    pub(crate) fn unset(&mut self, name: &str) {
        self.attributes.retain(|(known, _)| known != name);
    }

    /// The value of an attribute, its prefix not looked at, without blanks at its ends.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| local(known) == name).map(|(_, value)| value.trim())
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of this name in it.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of this name in it.
    pub(crate) fn first<'a>(&'a self, name: &'a str) -> Option<&'a Element> {
        self.all(name).next()
    }

    /// The characters in it, those of elements inside it too.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        for node in &self.children {
            match node {
                Node::Text(text) => words.push_str(text),
                Node::Element(element) => words.push_str(&element.words()),
            }
        }
        words
    }

    /// Reads a document.
    ///
    /// # Errors
    /// In words, when it is damaged, nested too deeply, too large, or defines entities.
    pub(crate) fn parse(text: &str) -> Result<Element, String> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        let mut open: Vec<Element> = Vec::new();
        let mut root = None;
        let mut nodes = 0;
        loop {
            let event = reader.read_event().map_err(|error| {
                format!("its XML is damaged at byte {} ({error})", reader.error_position())
            })?;
            nodes += 1;
            if nodes > NODES {
                return Err(format!("it has more than {NODES} elements"));
            }
            match event {
                Event::Start(tag) => {
                    if open.len() >= DEPTH {
                        return Err(format!("its elements are nested more than {DEPTH} deep"));
                    }
                    if open.is_empty() && root.is_some() {
                        return Err("it has more than one root".to_string());
                    }
                    open.push(begun(&tag));
                }
                Event::End(_) => {
                    let Some(mut done) = open.pop() else {
                        return Err("its XML closes what was not opened".to_string());
                    };
                    done.tidy();
                    match open.last_mut() {
                        Some(above) => above.children.push(Node::Element(done)),
                        None => root = Some(done),
                    }
                }
                Event::Text(text) => add(&mut open, with_line_feeds(text.into_inner())),
                Event::CData(text) => add(&mut open, with_line_feeds(text.into_inner())),
                Event::GeneralRef(entity) => {
                    let resolved = match entity.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        _ => resolve_predefined_entity(&entity.clone().into_inner()).map(str::to_string),
                    };
                    let text = resolved.unwrap_or_else(|| format!("&{};", entity.into_inner()));
                    add(&mut open, Cow::Owned(text));
                }
                Event::DocType(_) => {
                    return Err("it defines a document type, which no project file does; \
                                entities are not expanded"
                        .to_string());
                }
                Event::Eof if open.is_empty() => break,
                Event::Eof => return Err("its XML ends in the middle".to_string()),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        root.ok_or_else(|| "there is no XML in it".to_string())
    }

    /// White space between elements means nothing; where there are only characters, all of them count.
    fn tidy(&mut self) {
        if self.elements().next().is_some() {
            self.children.retain(|node| !matches!(node, Node::Text(text) if text.trim().is_empty()));
        }
    }

    /// The document, always written in the same way.
    pub(crate) fn document(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let indent = |depth: usize, out: &mut String| (0..depth).for_each(|_| out.push_str("  "));
        indent(depth, out);
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, true, out);
            out.push('"');
        }
        if self.children.is_empty() {
            out.push_str("/>\n");
            return;
        }
        out.push('>');
        let mixed = self.children.iter().any(|node| matches!(node, Node::Text(_)));
        if !mixed {
            out.push('\n');
        }
        for node in &self.children {
            match node {
                Node::Text(text) => escape(text, false, out),
                Node::Element(element) if mixed => {
                    let mut inside = String::new();
                    element.write(0, &mut inside);
                    out.push_str(inside.trim_end_matches('\n'));
                }
                Node::Element(element) => element.write(depth + 1, out),
            }
        }
        if !mixed {
            indent(depth, out);
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push_str(">\n");
    }
}

/// Whether a document of XML 1.0 may hold the character.
pub(crate) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn escape(text: &str, attribute: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if is_allowed(c) => out.push(c),
            // No XML 1.0 document can hold it, not even as a reference.
            _ => out.push('\u{fffd}'),
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn begun(tag: &BytesStart<'_>) -> Element {
    let full = tag.name();
    // What is called like an element of REFI-QDA is one, whatever prefix its writer chose.
    let name = local(full.0).to_string();
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    let attributes = attributes.flatten().map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        (attribute.key.0.to_string(), value.unwrap_or(Cow::Borrowed(&attribute.value)).into_owned())
    });
    Element { name, attributes: attributes.collect(), children: Vec::new() }
}

fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

fn add(open: &mut [Element], text: Cow<'_, str>) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(&text),
        _ if text.is_empty() => {}
        _ => element.children.push(Node::Text(text.into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let element = Element::new("Note").with("name", "a \"b\"\n<c>\t&amp; \u{1f680}").holding([
            Element::new("PlainTextContent").saying(" one\r\n\n two & <three> "),
            Element::new("E"),
        ]);
        assert_eq!(Element::parse(&element.document()), Ok(element));
    }

    #[test]
    fn prefixes_white_space_and_line_ends_of_the_file_mean_nothing() {
        let text = "<q:A xmlns:q='urn:QDA-XML:project:1.0'>\r\n  <q:B>x\r\ny</q:B>\r\n</q:A>";
        let root = Element::parse(text).unwrap();
        assert_eq!(
            (root.name.as_str(), root.first("B").map(Element::words)),
            ("A", Some("x\ny".to_string()))
        );
        assert_eq!(root.children.len(), 1);
    }

    #[test]
    fn bombs_and_damage_are_errors_in_words() {
        let bomb = "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><p>&b;</p>";
        assert!(Element::parse(bomb).unwrap_err().starts_with("it defines a document type"));
        assert_eq!(
            Element::parse(&"<p>".repeat(10_000)).unwrap_err(),
            "its elements are nested more than 200 deep"
        );
        assert_eq!(Element::parse("<p><b/>").unwrap_err(), "its XML ends in the middle");
        assert!(Element::parse("<p></b>").unwrap_err().starts_with("its XML is damaged"));
        assert_eq!(Element::parse("").unwrap_err(), "there is no XML in it");
        assert_eq!(Element::parse("<a/><b/>").unwrap_err(), "it has more than one root");
    }

    #[test]
    fn characters_that_no_xml_can_hold_are_replaced() {
        assert!(Element::new("a").saying("x\u{1}y").document().contains("x\u{fffd}y"));
    }
}
