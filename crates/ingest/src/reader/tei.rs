//! TEI: transcriptions of speech (`<u who>`), of plays and interviews (`<sp>`), and plain texts.

mod counts;
mod elements;
mod header;
mod notes;
mod speaker;
mod text;
mod usage;

use super::Extract;
use super::writer::Writer;
use super::xml::{Xml, decode_xml};
use super::{cues, html, odt};
use crate::{IngestError, Options};
use header::Header;
use speaker::Called;
use usage::Usage;

/// Root elements of further formats for captions and annotations: Transcriber, ELAN, EXMARaLDA, Praat, Final Cut, Subtitle Edit.
const OTHER_CAPTIONS: [&str; 9] = [
    "Trans",
    "ANNOTATION_DOCUMENT",
    "basic-transcription",
    "TextGrid",
    "fcpxml",
    "xmeml",
    "DCSubtitle",
    "SubtitleReel",
    "CHAT",
];

/// Reads an XML document: TEI, or another format that is known by its root element.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    let unreadable = |looks_like: &'static str, why: String| IngestError::Unreadable {
        name: name.to_string(),
        looks_like,
        why,
        remedy: "mend it with an XML editor, or save its text as .txt",
    };
    let decoded = decode_xml(name, bytes, options.encoding.as_deref())?;
    let root = root(&decoded.text).map_err(|why| unreadable("an XML file", why))?;
    let captions = |why: String| IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "a file of captions or annotations",
        why,
        remedy: "export it as .srt or .vtt, or as a text with a tab between who speaks and the words",
    };
    match root.as_str() {
        "TEI" | "TEI.2" | "teiCorpus" => {}
        "html" => return html::read(name, bytes, options),
        // FineReader calls its root so, too.
        "document" if decoded.text.contains("office:") => return odt::read(name, bytes, options),
        caption if cues::XML_ROOTS.contains(&caption) => {
            return cues::read_xml(name, &decoded, options).map_err(captions);
        }
        _ if OTHER_CAPTIONS.contains(&root.as_str()) => {
            let why = format!("its root element is `{root}`");
            return Err(captions(why));
        }
        _ => {
            let why = format!("its root element `{root}` is none of TEI, HTML or OpenDocument");
            return Err(unreadable("an XML file", why));
        }
    }
    let in_words = |why: String| unreadable("a TEI document", why);
    let header = Header::read(&decoded.text).map_err(in_words)?;
    let mut xml = Xml::new(&decoded.text);
    let mut writer = Writer::default();
    let usage = Usage::read(&decoded.text).map_err(in_words)?;
    let called = Called::read(&decoded.text, &header).map_err(in_words)?;
    let turns = text::walk(&mut xml, &header, usage, &called, &mut writer).map_err(in_words)?;
    let mut extract = writer.finish(name, &format!("tei, {}", decoded.encoding), turns > 0);
    extract.problems.extend(xml.problems(name));
    extract.problems.extend(decoded.problems);
    extract.metadata = header.metadata();
    extract.language = header.language;
    Ok(extract)
}

fn root(text: &str) -> Result<String, String> {
    let root = Xml::new(text).find(|tag| Some(tag.name().to_string()))?;
    root.ok_or_else(|| "it has no elements".to_string())
}

#[cfg(test)]
mod tests;
