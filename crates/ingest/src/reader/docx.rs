//! Word documents: the text as it stands when every tracked change is accepted.

mod body;
mod numbering;

use super::Extract;
use super::container::Container;
use super::counts::Counts;
use super::document::{Breaks, Builder};
use super::writer::Writer;
use super::xml::{Node, Xml, decode_xml};
use crate::{IngestError, Options};
use numbering::Numbering;

/// Reads a Word document.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    let unreadable = |why: String| IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "a Word document",
        why,
        remedy: "open it in a word processor and save it again as .docx",
    };
    let mut parts = Parts { name, container: Container::open(bytes).map_err(unreadable)?, options };
    extract(&mut parts).map_err(unreadable)
}

/// The parts of the document as text.
struct Parts<'a> {
    name: &'a str,
    container: Container<'a>,
    options: &'a Options,
}

impl Parts<'_> {
    fn text(&mut self, part: &str) -> Result<Option<String>, String> {
        let Some(bytes) = self.container.part(part)? else { return Ok(None) };
        // The encoding a caller names is that of the file, not of what stands in it.
        let options = Options { encoding: None, ..self.options.clone() };
        let decoded = decode_xml(self.name, &bytes, &options).map_err(|error| error.to_string())?;
        Ok(Some(decoded.text))
    }

    /// A part that the document can be read without.
    fn side(&mut self, part: &str) -> String {
        self.text(part).ok().flatten().unwrap_or_default()
    }
}

fn extract(parts: &mut Parts<'_>) -> Result<Extract, String> {
    let main = main_part(parts)?;
    let text = parts.text(&main)?.ok_or_else(|| format!("it has no part `{main}`"))?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let numbers = parts.side(&format!("{folder}numbering.xml"));
    let styles = parts.side(&format!("{folder}styles.xml"));
    let mut numbering = Numbering::read(&numbers, &styles);
    let mut builder = Builder::default();
    let mut counts = Counts::default();
    let mut xml = Xml::new(&text);
    body::walk(&mut xml, &mut builder, &mut numbering, &mut counts)?;
    let mut writer = Writer::default();
    builder.write(&mut writer, Breaks::RenderedFirst);
    counts.comments = elements(&parts.side(&format!("{folder}comments.xml")), "comment");
    counts.running = heads_and_feet(parts, &folder);
    counts.say(&mut writer);
    let mut extract = writer.finish(parts.name, "docx", false);
    extract.problems.extend(xml.problems(parts.name));
    Ok(extract)
}

/// The part that holds the document, as the container says.
fn main_part(parts: &mut Parts<'_>) -> Result<String, String> {
    let relations = parts.text("_rels/.rels")?.unwrap_or_default();
    let mut xml = Xml::new(&relations);
    while let Ok(Some(node)) = xml.next() {
        if let Node::Open(tag) = node
            && tag.name() == "Relationship"
            && tag.value("Type").ends_with("/officeDocument")
        {
            return Ok(tag.value("Target").trim_start_matches('/').to_string());
        }
    }
    Ok("word/document.xml".to_string())
}

fn elements(text: &str, wanted: &str) -> usize {
    let mut xml = Xml::new(text);
    let mut found = 0;
    while let Ok(Some(node)) = xml.next() {
        found += usize::from(matches!(node, Node::Open(tag) if tag.name() == wanted));
    }
    found
}

/// How many heads and feet of pages have words.
fn heads_and_feet(parts: &mut Parts<'_>, folder: &str) -> usize {
    let is_head = |name: &String| {
        let file = name.strip_prefix(folder).unwrap_or(name);
        (file.starts_with("header") || file.starts_with("footer")) && file.ends_with(".xml")
    };
    let names: Vec<String> = parts.container.names().into_iter().filter(is_head).collect();
    let mut with_words = 0;
    for name in names {
        let text = parts.side(&name);
        let mut builder = Builder::default();
        let mut own = Writer::default();
        let read =
            body::walk(&mut Xml::new(&text), &mut builder, &mut Numbering::default(), &mut Counts::default());
        builder.write(&mut own, Breaks::All);
        with_words += usize::from(read.is_ok() && !own.is_blank());
    }
    with_words
}

#[cfg(test)]
mod tests;
