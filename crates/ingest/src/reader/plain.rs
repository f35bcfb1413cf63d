//! Plain text and Markdown: the canonical text is the file's own text.

mod front_matter;
mod pages;

use themata_model::{ByteOffset, LocatorMap};

use super::{Extract, cues};
use crate::decode::decode;
use crate::{IngestError, Options, TurnDetection};

/// Reads a plain text.
pub(super) fn read_text(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    read("txt", name, bytes, options)
}

/// Reads a Markdown document; its markup stays in the text, so that every position is the file's.
pub(super) fn read_markdown(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    read("markdown", name, bytes, options)
}

fn read(format: &str, name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    let decoded = decode(name, bytes, options.encoding.as_deref())?;
    let text = with_line_feeds(decoded.text);
    if let Some(position) = text.find('\0') {
        let line = text[..position].matches('\n').count() + 1;
        return Err(IngestError::Nul { name: name.to_string(), position, line });
    }
    let (metadata, unread) = front_matter::read(name, &text);
    if metadata.is_empty()
        && options.turns == TurnDetection::Detect
        && let Some(mut extract) = cues::read_timed(name, &text, decoded.encoding, options)
    {
        extract.problems.extend(decoded.problems);
        return Ok(extract);
    }
    let mut problems = decoded.problems;
    problems.extend(unread);
    problems.extend(pages::remarks(name, &text));
    Ok(Extract {
        locators: pages_of(&text),
        text,
        extraction: format!("{format}, {}", decoded.encoding),
        metadata,
        problems,
        ..Extract::default()
    })
}

/// Returns the text with CRLF and lone CR made LF.
pub(super) fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// The pages of a text with form feeds; a page begins after its form feed and is named by number.
fn pages_of(text: &str) -> LocatorMap {
    let breaks: Vec<usize> = text.match_indices('\u{c}').map(|(at, _)| at + 1).collect();
    if breaks.is_empty() {
        return LocatorMap::default();
    }
    let starts = std::iter::once(0).chain(breaks);
    LocatorMap::new(starts.enumerate().map(|(n, start)| (ByteOffset(start), (n + 1).to_string())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_becomes_one_line_feed() {
        assert_eq!(with_line_feeds("a\r\nb\rc\n\r\n\r".into()), "a\nb\nc\n\n\n");
        assert_eq!(with_line_feeds("\r\r\n".into()), "\n\n");
    }

    #[test]
    fn pages_are_counted_only_when_the_text_has_form_feeds() {
        assert!(pages_of("one\ntwo").pages().is_empty());
        let map = pages_of("one\u{c}two\u{c}");
        assert_eq!(map.page_at(ByteOffset(3)), Some("1"));
        assert_eq!(map.page_at(ByteOffset(4)), Some("2"));
        assert_eq!(map.page_at(ByteOffset(8)), Some("3"));
    }
}
