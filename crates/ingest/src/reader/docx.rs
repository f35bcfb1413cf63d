//! Word documents: the text as it stands when every tracked change is accepted.

mod body;
mod headings;
mod numbering;

use super::Extract;
use super::container::Container;
use super::counts::Counts;
use super::document::{Breaks, Builder};
use super::writer::Writer;
use super::xml::{Tag, Xml};
use crate::{IngestError, Options};
use headings::Headings;
pub(super) use headings::built_in;
use numbering::Numbering;

/// Reads a Word document.
pub(super) fn read(name: &str, bytes: &[u8], _: &Options) -> Result<Extract, IngestError> {
    extract(name, bytes).map_err(|why| IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "a Word document",
        why,
        remedy: "open it in a word processor and save it again as .docx",
    })
}

fn extract(name: &str, bytes: &[u8]) -> Result<Extract, String> {
    let mut parts = Container::open(name, bytes)?;
    let main = main_part(&mut parts)?;
    let text = parts.text(&main)?.ok_or_else(|| format!("it has no part `{main}`"))?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut numbering = Numbering::default();
    parts.aside(&format!("{folder}numbering.xml"), |xml| numbering.read_numbers(xml));
    parts.aside(&format!("{folder}styles.xml"), |xml| numbering.read_styles(xml));
    let mut headings = Headings::default();
    parts.aside(&format!("{folder}styles.xml"), |xml| headings.read(xml));
    let mut builder = Builder::default();
    let mut counts = Counts::default();
    let mut xml = Xml::new(&text);
    body::walk(&mut xml, &mut builder, &mut numbering, &headings, &mut counts)?;
    let mut writer = Writer::default();
    builder.write(&mut writer, Breaks::RenderedFirst);
    parts.aside(&format!("{folder}comments.xml"), |xml| {
        counts.comments = xml.count("comment")?;
        Ok(())
    });
    counts.running = heads_and_feet(&mut parts, &folder);
    counts.say(&mut writer);
    let mut extract = writer.finish(name, "docx", false);
    extract.problems.extend(xml.problems(name));
    extract.problems.extend(parts.problems());
    Ok(extract)
}

/// The part that holds the document, as the container says.
fn main_part(parts: &mut Container<'_>) -> Result<String, String> {
    let relations = parts.text("_rels/.rels")?.unwrap_or_default();
    let is_main = |tag: &Tag<'_>| tag.value("Type").ends_with("/officeDocument");
    let found = Xml::new(&relations).find(|tag| {
        (tag.name() == "Relationship" && is_main(tag))
            .then(|| tag.value("Target").trim_start_matches('/').to_string())
    });
    // Without a word of the container it is where such documents have it.
    Ok(found.ok().flatten().unwrap_or_else(|| "word/document.xml".to_string()))
}

/// How many heads and feet of pages have words.
fn heads_and_feet(parts: &mut Container<'_>, folder: &str) -> usize {
    let is_head = |name: &String| {
        let file = name.strip_prefix(folder).unwrap_or(name);
        (file.starts_with("header") || file.starts_with("footer")) && file.ends_with(".xml")
    };
    let names: Vec<String> = parts.names().into_iter().filter(is_head).collect();
    let mut with_words = 0;
    for name in names {
        parts.aside(&name, |xml| {
            let mut builder = Builder::default();
            let mut own = Writer::default();
            let (mut numbering, mut counts) = (Numbering::default(), Counts::default());
            let read = body::walk(xml, &mut builder, &mut numbering, &Headings::default(), &mut counts);
            builder.write(&mut own, Breaks::All);
            with_words += usize::from(!own.is_blank());
            read
        });
    }
    with_words
}

#[cfg(test)]
mod tests;
