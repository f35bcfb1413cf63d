//! XML, read event by event: nothing is expanded, nesting is bounded, and what is damaged is an error.

use std::borrow::Cow;
use std::collections::HashMap;

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use themata_model::{Place, Problem, counted};

use super::entity;
use crate::IngestError;
use crate::decode::{Decoded, decode};

/// Deepest nesting of elements; documents of people have some dozens.
const DEPTH: usize = 1_000;

/// What stands next in a document.
pub(super) enum Node<'a> {
    /// An element begins; every `Open` has its `Close`.
    Open(Tag<'a>),
    /// The element of this name ends.
    Close(String),
    /// Characters, entities resolved.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The value of the attribute `name` (without prefix), white space outside trimmed.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| local(attribute.key.0) == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0).unwrap_or(Cow::Borrowed(&found.value));
        Some(value.trim().to_string())
    }

    /// The value of the attribute `name`, empty where there is none.
    pub(super) fn value(&self, name: &str) -> String {
        self.get(name).unwrap_or_default()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A document of which one event after the other is taken.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    unknown_entities: usize,
    /// The entities that the document defines itself, with the character where they are one.
    defined: HashMap<String, Option<char>>,
    done: bool,
}

impl<'a> Xml<'a> {
    /// Begins to read `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Xml { reader, depth: 0, unknown_entities: 0, defined: HashMap::new(), done: false }
    }

    /// The next event; `None` at the end of the document.
    ///
    /// # Errors
    /// In words, when the document is damaged or nested too deeply.
    pub(super) fn next(&mut self) -> Result<Option<Node<'a>>, String> {
        loop {
            if self.done {
                return Ok(None);
            }
            let event = self.reader.read_event().map_err(|error| {
                self.done = true;
                format!("its XML is damaged at byte {} ({error})", self.reader.error_position())
            })?;
            match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        self.done = true;
                        return Err(format!("its elements are nested more than {DEPTH} deep"));
                    }
                    return Ok(Some(Node::Open(Tag(tag))));
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::Close(local(tag.name().0).to_string())));
                }
                Event::Text(text) => return Ok(Some(Node::Text(text.into_inner()))),
                Event::CData(text) => return Ok(Some(Node::Text(text.into_inner()))),
                Event::GeneralRef(entity) => {
                    let resolved = match entity.resolve_char_ref() {
                        Ok(Some(c)) => Some(Cow::Owned(c.to_string())),
                        _ => self.meaning(&entity.clone().into_inner()),
                    };
                    let text = resolved.unwrap_or_else(|| {
                        self.unknown_entities += 1;
                        Cow::Owned(format!("&{};", entity.into_inner()))
                    });
                    return Ok(Some(Node::Text(text)));
                }
                Event::Eof if self.depth > 0 => {
                    self.done = true;
                    return Err("its XML ends in the middle".to_string());
                }
                Event::Eof => {
                    self.done = true;
                    return Ok(None);
                }
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::DocType(definitions) => self.defined = defined(&definitions.into_inner()),
            }
        }
    }

    /// What a named entity means: what the document says where that is one character, else what the standard says.
    fn meaning(&self, name: &str) -> Option<Cow<'a, str>> {
        if let Some(known) = resolve_predefined_entity(name) {
            return Some(Cow::Borrowed(known));
        }
        let meaning = match self.defined.get(name) {
            Some(definition) => *definition,
            None => entity::standard(name),
        };
        meaning.map(|meaning| Cow::Owned(meaning.to_string()))
    }

    /// Passes over the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    /// The characters of the element that was opened last, up to its end.
    pub(super) fn words(&mut self) -> Result<String, String> {
        let outside = self.depth.saturating_sub(1);
        let mut words = String::new();
        while self.depth > outside
            && let Some(node) = self.next()?
        {
            if let Node::Text(text) = node {
                words.push_str(&text);
            }
        }
        Ok(words)
    }

    /// Looks at every element inside the one that was opened last, and passes over it.
    pub(super) fn inside(&mut self, mut see: impl FnMut(&Tag<'_>)) -> Result<(), String> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside
            && let Some(node) = self.next()?
        {
            if let Node::Open(tag) = node {
                see(&tag);
            }
        }
        Ok(())
    }

    /// What `wanted` says of the next element of which it says something.
    pub(super) fn find<T>(
        &mut self,
        mut wanted: impl FnMut(&Tag<'_>) -> Option<T>,
    ) -> Result<Option<T>, String> {
        while let Some(node) = self.next()? {
            if let Node::Open(tag) = &node
                && let Some(found) = wanted(tag)
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// How many of the elements that follow are called `name`.
    pub(super) fn count(&mut self, name: &str) -> Result<usize, String> {
        let mut found = 0;
        while self.find(|tag| (tag.name() == name).then_some(()))?.is_some() {
            found += 1;
        }
        Ok(found)
    }

    /// What was odd, to be called at the end.
    pub(super) fn problems(&self, name: &str) -> Vec<Problem> {
        if self.unknown_entities == 0 {
            return Vec::new();
        }
        let what = counted(self.unknown_entities, "entity reference");
        let message = format!("{what} without a known meaning, kept as written (`&…;`)");
        vec![Problem::warning(Place::file(name), message)]
    }
}

/// The entities that `definitions` define, the first definition of each, with the character where it is one.
fn defined(definitions: &str) -> HashMap<String, Option<char>> {
    let mut entities = HashMap::new();
    for definition in definitions.split("<!ENTITY").skip(1) {
        if let Some((name, value)) = definition.trim_start().split_once(char::is_whitespace) {
            entities.entry(name.to_string()).or_insert_with(|| one_character(value.trim_start()));
        }
    }
    entities
}

/// The one character that a definition gives, as itself or by its number.
fn one_character(definition: &str) -> Option<char> {
    let quote = definition.chars().next().filter(|c| "\"'".contains(*c))?;
    let value = definition[1..].split(quote).next()?;
    let resolved = match entity::at(value) {
        Some((resolved, length)) if value.starts_with("&#") && length == value.len() => resolved,
        _ => value.to_string(),
    };
    let mut characters = resolved.chars();
    characters.next().filter(|c| characters.next().is_none() && !"&<".contains(*c))
}

/// Decodes an XML document: the caller's word, the byte order mark, its declaration, else what fits.
pub(super) fn decode_xml(name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Decoded, IngestError> {
    let declared = declared(bytes).filter(|_| encoding.is_none() && Encoding::for_bom(bytes).is_none());
    if let Some(label) = declared
        && let Ok(decoded) = decode(name, bytes, Some(&label))
    {
        return Ok(decoded);
    }
    decode(name, bytes, encoding)
}

/// The encoding that the declaration names, where one byte is one character of it.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
    let declaration = head.strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| "\"'".contains(*c))?;
    let label = value[1..].split(quote).next()?.trim().to_lowercase();
    // A document that says UTF-16 and can be read byte by byte is something else.
    (!label.starts_with("utf-16") && label != "utf-8").then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let mut xml = Xml::new(text);
        let mut out = String::new();
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) => out.push_str(&format!("<{}{}>", tag.name(), tag.value("a"))),
                Node::Close(name) => out.push_str(&format!("</{name}>")),
                Node::Text(text) => out.push_str(&text),
            }
        }
        Ok(out)
    }

    #[test]
    fn elements_attributes_and_entities_are_read() {
        let text = "<?xml version='1.0'?><w:p x:a='1&amp;2'><b/>A &lt; &#66;<![CDATA[ & ]]><!-- no --></w:p>";
        assert_eq!(read(text).unwrap(), "<p1&2><b></b>A < B & </p>");
    }

    #[test]
    fn entities_are_never_expanded() {
        let text = "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><p>&b;&house;</p>";
        assert_eq!(read(text).unwrap(), "<p>&b;&house;</p>");
    }

    #[test]
    fn entities_of_the_standard_sets_are_known_unless_the_document_says_otherwise() {
        assert_eq!(read("<p>f&auml;rgar&aring;n &ccaron;&ndash;</p>").unwrap(), "<p>färgarån č–</p>");
        let own = "<!ENTITY aring \"&#229;\"><!ENTITY longs 'ſ'> <!ENTITY auml 'a with dots'><!ENTITY fig SYSTEM 'f.png'>";
        let text = format!("<!DOCTYPE p SYSTEM 'p.dtd' [{own}]><p>&aring;&longs;&auml;&fig;</p>");
        assert_eq!(read(&text).unwrap(), "<p>åſ&auml;&fig;</p>");
    }

    #[test]
    fn damage_and_depth_are_errors_in_words() {
        assert_eq!(read("<p><b>").unwrap_err(), "its XML ends in the middle");
        assert!(read("<p></b>").unwrap_err().starts_with("its XML is damaged at byte "));
        assert_eq!(read(&"<p>".repeat(100_000)).unwrap_err(), "its elements are nested more than 1000 deep");
    }

    #[test]
    fn the_declaration_names_the_encoding() {
        let bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?><p>\xe4</p>";
        assert!(decode_xml("x", bytes, None).unwrap().text.ends_with("<p>ä</p>"));
        let bytes = "<?xml version='1.0' encoding='utf-8'?><p>ä</p>".as_bytes();
        assert!(decode_xml("x", bytes, None).unwrap().problems.is_empty());
    }

    #[test]
    fn elements_are_found_and_counted_and_looked_at_inside_of_others() {
        let text = "<a><b n='1'><c/></b><b n='2'/><d/></a>";
        let mut xml = Xml::new(text);
        assert_eq!(xml.find(|tag| tag.get("n")).unwrap().as_deref(), Some("1"));
        let mut seen = Vec::new();
        xml.inside(|tag| seen.push(tag.name().to_string())).unwrap();
        assert_eq!(seen, ["c"]);
        assert_eq!(xml.count("b").unwrap(), 1);
        assert!(Xml::new("<a><b/>").count("b").is_err());
    }

    #[test]
    fn skipping_and_words_end_with_the_element() {
        let mut xml = Xml::new("<a><b>one<c>two</c></b><d>three</d></a>");
        xml.next().unwrap();
        xml.next().unwrap();
        assert_eq!(xml.words().unwrap(), "onetwo");
        xml.next().unwrap();
        xml.skip().unwrap();
        assert!(matches!(xml.next(), Ok(Some(Node::Close(name))) if name == "a"));
        assert!(matches!(xml.next(), Ok(None)));
    }
}
