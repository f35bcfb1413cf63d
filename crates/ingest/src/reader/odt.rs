//! OpenDocument texts, packed (.odt) and flat (.fodt).

mod body;
mod styles;

use super::Extract;
use super::container::Container;
use super::counts::Counts;
use super::document::{Breaks, Builder};
use super::writer::Writer;
use super::xml::{Node, Xml, decode_xml};
use crate::{IngestError, Options};
use styles::Styles;

/// Reads an OpenDocument text; a flat one is XML as it stands.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    if bytes.starts_with(b"PK") {
        return packed(name, bytes).map_err(|why| unreadable(name, why));
    }
    let decoded = decode_xml(name, bytes, options.encoding.as_deref())?;
    let mut extract = flat(name, &decoded.text).map_err(|why| unreadable(name, why))?;
    extract.problems.extend(decoded.problems);
    Ok(extract)
}

fn unreadable(name: &str, why: String) -> IngestError {
    IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "an OpenDocument text",
        why,
        remedy: "open it in a word processor and save it again as .odt",
    }
}

fn packed(name: &str, bytes: &[u8]) -> Result<Extract, String> {
    let mut parts = Container::open(name, bytes)?;
    let mut locked = false;
    parts.aside("META-INF/manifest.xml", |xml| {
        locked = xml.count("encryption-data")? > 0;
        Ok(())
    });
    if locked {
        return Err("it is protected by a password".to_string());
    }
    let content = parts.text("content.xml")?.ok_or_else(|| "it has no part `content.xml`".to_string())?;
    let mut styles = Styles::default();
    parts.aside("styles.xml", |xml| styles.read_all(xml));
    let mut extract = extract(name, "odt", &content, styles)?;
    extract.problems.extend(parts.problems());
    Ok(extract)
}

fn flat(name: &str, text: &str) -> Result<Extract, String> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Some(Node::Open(tag)) if tag.name() == "document" => break,
            Some(Node::Text(_)) => {}
            _ => return Err("its root element is not `office:document`".to_string()),
        }
    }
    let mut styles = Styles::default();
    styles.read_all(&mut Xml::new(text))?;
    extract(name, "fodt", text, styles)
}

fn extract(name: &str, format: &str, content: &str, mut styles: Styles) -> Result<Extract, String> {
    let mut builder = Builder::default();
    let mut counts = Counts::default();
    let mut xml = Xml::new(content);
    body::walk(&mut xml, &mut builder, &mut styles, &mut counts)?;
    let mut writer = Writer::default();
    builder.write(&mut writer, Breaks::All);
    counts.running = styles.heads_and_feet;
    counts.say(&mut writer);
    let mut extract = writer.finish(name, format, false);
    extract.problems.extend(xml.problems(name));
    Ok(extract)
}

#[cfg(test)]
mod tests;
