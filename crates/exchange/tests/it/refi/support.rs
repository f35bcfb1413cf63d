//! Projects in memory: packed, unpacked, and in a form that can be compared.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;

/// A container with these parts.
pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a container; a bare document is its own only part.
pub(super) fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    if !bytes.starts_with(b"PK") {
        return [("project.qde".to_string(), bytes.to_vec())].into();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().to_string();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if !name.ends_with('/') {
            parts.insert(name, content);
        }
    }
    parts
}

/// The document of a project.
pub(super) fn document(bytes: &[u8]) -> String {
    let parts = unzip(bytes);
    let (_, content) = parts.iter().find(|(name, _)| name.to_lowercase().ends_with(".qde")).unwrap();
    String::from_utf8(content.clone()).unwrap().trim_start_matches('\u{feff}').to_string()
}

/// A project with these files as texts.
pub(super) fn project(inside: &str, origin: &str, texts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"P\" origin=\"{origin}\">{inside}</Project>"
    );
    let names: Vec<String> = texts.iter().map(|(name, _)| format!("sources/{name}")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![("project.qde", document.as_bytes())];
    parts.extend(names.iter().map(String::as_str).zip(texts.iter().map(|(_, text)| text.as_bytes())));
    zip(&parts)
}

/// Canonical XML, an element a line: attributes sorted, without namespaces and without what `leave` names.
pub(super) fn canonical(document: &str, leave: &[&str]) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    let mut lines = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(tag.name().0.to_string());
                lines.push(format!("{} {}", path.join("/"), attributes(&tag, leave)));
                words.push(String::new());
            }
            Event::End(_) => {
                let said = words.pop().unwrap();
                if !said.trim().is_empty() {
                    lines.push(format!("{} says {said:?}", path.join("/")));
                }
                path.pop();
            }
            Event::Text(text) => words
                .last_mut()
                .into_iter()
                .for_each(|w| w.push_str(&text.clone().into_inner().replace("\r\n", "\n"))),
            Event::GeneralRef(entity) => {
                let said = match entity.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => match entity.into_inner().as_ref() {
                        "lt" => "<".into(),
                        "gt" => ">".into(),
                        "amp" => "&".into(),
                        "quot" => "\"".into(),
                        _ => "'".into(),
                    },
                };
                words.last_mut().into_iter().for_each(|w| w.push_str(&said));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    lines
}

fn attributes(tag: &BytesStart<'_>, leave: &[&str]) -> String {
    let mut all: Vec<String> = tag
        .attributes()
        .map(Result::unwrap)
        .filter(|attribute| {
            let name = attribute.key.0;
            !name.starts_with("xmlns") && !leave.contains(&name)
        })
        .map(|attribute| {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap();
            format!("{}={value:?}", attribute.key.0)
        })
        .collect();
    all.sort();
    all.join(" ")
}
