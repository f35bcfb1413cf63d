//! Which format a document is in, told from its first bytes and its extension.

use super::cues::times_with_comma;

/// A document format, with or without a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Word,
    OldWord,
    OpenDocument,
    RichText,
    Pdf,
    Html,
    WebVtt,
    SubRip,
    SubViewer,
    OtherCues,
    Json,
    Xml,
    Spreadsheet,
    Presentation,
    Archive,
    Picture,
    Recording,
    Database,
}

impl Format {
    /// The format with its article, to stand after "is".
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Format::Text => "a plain text",
            Format::Markdown => "a Markdown document",
            Format::Word => "a Word document",
            Format::OldWord => "an old Office document (.doc, .xls or .ppt)",
            Format::OpenDocument => "an OpenDocument text",
            Format::RichText => "a Rich Text document",
            Format::Pdf => "a PDF",
            Format::Html => "a web page",
            Format::WebVtt => "a WebVTT caption file",
            Format::SubRip => "a SubRip caption file",
            Format::SubViewer => "a SubViewer caption file",
            Format::OtherCues => "a file of captions or annotations (SubStation, MicroDVD or Praat)",
            Format::Json => "a JSON file",
            Format::Xml => "an XML file",
            Format::Spreadsheet => "a spreadsheet",
            Format::Presentation => "a presentation",
            Format::Archive => "a compressed archive",
            Format::Picture => "a picture",
            Format::Recording => "a recording (sound or film)",
            Format::Database => "a database",
        }
    }

    /// Whether documents of the format are no text.
    fn is_binary(self) -> bool {
        matches!(
            self,
            Format::Word
                | Format::OldWord
                | Format::OpenDocument
                | Format::Pdf
                | Format::Spreadsheet
                | Format::Presentation
        )
    }

    /// What to do with a document of a format that has no reader.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Format::Archive => "unpack it and add the documents inside",
            Format::Picture => "type out or recognise its text and add that (.docx, .odt, .txt)",
            Format::Recording => {
                "transcribe it and add the transcript (.docx, .odt, .txt, .vtt, .srt, .json)"
            }
            Format::Database => "export its texts as .txt",
            Format::OtherCues => {
                "export it as .srt or .vtt, or as a text with a tab between who speaks and the words"
            }
            Format::OldWord => {
                "save it as .docx, .odt or .txt; a .docx that is taken for one is protected by a password, which has \
                 to be removed"
            }
            Format::Spreadsheet => {
                "name the columns that hold answers, if it is a survey, else save its text as .docx, .odt or .txt"
            }
            _ => "save its text as .docx, .odt or .txt",
        }
    }
}

/// Returns the format of the document `name`.
///
/// Content that cannot be text decides before the extension; among text formats the extension
/// decides, since a transcript may well open with a tag or a brace; without a telling extension
/// the first characters do.
pub(super) fn recognise(name: &str, bytes: &[u8]) -> Format {
    let extension = extension(name);
    if let Some(format) = by_signature(bytes, &extension) {
        return format;
    }
    match by_extension(&extension) {
        // Captions under another name are unmistakable, and a container has its signature: without it the
        // document was only called so.
        told @ (None | Some(Format::Text)) => by_opening(bytes, told.is_some()).unwrap_or(Format::Text),
        // A program for captions may write either kind under the name of the other one.
        Some(format @ (Format::WebVtt | Format::SubRip)) => match by_opening(bytes, true) {
            Some(told @ (Format::WebVtt | Format::SubRip)) => told,
            _ => format,
        },
        Some(format) if format.is_binary() && extension != "fodt" => {
            by_opening(bytes, false).unwrap_or(format)
        }
        Some(format) => format,
    }
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

fn by_extension(extension: &str) -> Option<Format> {
    Some(match extension {
        "txt" | "text" => Format::Text,
        "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
        "docx" | "docm" | "dotx" => Format::Word,
        "doc" | "xls" | "ppt" => Format::OldWord,
        "odt" | "ott" | "fodt" => Format::OpenDocument,
        "rtf" => Format::RichText,
        "pdf" => Format::Pdf,
        "html" | "htm" | "xhtml" => Format::Html,
        "vtt" => Format::WebVtt,
        "srt" => Format::SubRip,
        "sbv" => Format::SubViewer,
        "json" | "jsonl" | "ndjson" | "otr" => Format::Json,
        "xml" | "tei" | "ttml" | "dfxp" | "srv1" | "srv2" | "srv3" | "trs" | "eaf" | "exb" => Format::Xml,
        "xlsx" | "xlsm" | "ods" => Format::Spreadsheet,
        "pptx" | "odp" => Format::Presentation,
        _ => return None,
    })
}

/// Signatures of formats that are never text (Rich Text is text, but none a person reads).
fn by_signature(bytes: &[u8], extension: &str) -> Option<Format> {
    const SIGNATURES: &[(&[u8], Format)] = &[
        (b"%PDF-", Format::Pdf),
        (b"{\\rtf", Format::RichText),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::OldWord),
        (b"SQLite format 3\0", Format::Database),
        (b"\x89PNG", Format::Picture),
        (b"\xff\xd8\xff", Format::Picture),
        (b"GIF8", Format::Picture),
        (b"II*\0", Format::Picture),
        (b"MM\0*", Format::Picture),
        (b"ID3\x03", Format::Recording),
        (b"ID3\x04", Format::Recording),
        (b"OggS\0", Format::Recording),
        (b"fLaC\0", Format::Recording),
        (b"\x1aE\xdf\xa3", Format::Recording),
        (b"\x1f\x8b\x08", Format::Archive),
        (b"7z\xbc\xaf\x27\x1c", Format::Archive),
        (b"Rar!\x1a\x07", Format::Archive),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(in_zip(bytes, extension));
    }
    if bytes.get(4..8) == Some(b"ftyp") || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE")) {
        return Some(Format::Recording);
    }
    SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, format)| format)
}

/// What a zip container holds: told by the names of its first entries, else by the extension.
fn in_zip(bytes: &[u8], extension: &str) -> Format {
    let head = &bytes[..bytes.len().min(8192)];
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if holds(b"application/vnd.oasis.opendocument.text") {
        Format::OpenDocument
    } else if holds(b"application/vnd.oasis.opendocument.spreadsheet") || holds(b"xl/") {
        Format::Spreadsheet
    } else if holds(b"word/") {
        Format::Word
    } else if holds(b"ppt/") {
        Format::Presentation
    } else {
        match by_extension(extension) {
            Some(Format::Text | Format::Markdown) | None => Format::Archive,
            Some(format) => format,
        }
    }
}

/// Lines by which captions with frames are told.
const FRAMES: usize = 2;

/// Whether a line begins with the numbers of two frames: `{100}{180}words`.
fn begins_with_frames(line: &str) -> bool {
    let frame = |text: &str| {
        let (number, rest) = text.strip_prefix('{')?.split_once('}')?;
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        is_number.then_some(rest.len())
    };
    frame(line).and_then(|length| frame(&line[line.len() - length..])).is_some()
}

/// The format of a text without a telling extension; of one that is called a plain text only captions are told.
fn by_opening(bytes: &[u8], is_text: bool) -> Option<Format> {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&head[..head.len().min(512)]).trim_start().to_lowercase();
    let opens = |start: &str| head.starts_with(start);
    if opens("webvtt") && head.contains(" --> ") {
        Some(Format::WebVtt)
    } else if head.lines().next().is_some_and(|line| line.bytes().all(|b| b.is_ascii_digit()))
        && head.lines().nth(1).is_some_and(|line| line.contains(" --> "))
    {
        Some(Format::SubRip)
    } else if head.lines().next().is_some_and(|line| times_with_comma(line).is_some()) {
        Some(Format::SubViewer)
    } else if opens("[script info]")
        || (opens("file type = \"ootextfile\"") && head.contains("textgrid"))
        || (head.lines().next().is_some() && head.lines().take(FRAMES).all(begins_with_frames))
    {
        Some(Format::OtherCues)
    } else if is_text && is_whole_json(bytes) {
        Some(Format::Json)
    } else if is_text {
        None
    } else if opens("<!doctype html") || opens("<html") {
        Some(Format::Html)
    } else if opens("<?xml") || opens("<tei") || opens("<tt ") || opens("<timedtext") {
        Some(Format::Xml)
    } else if opens("{\"") || opens("{\n") || opens("{\r\n") || opens("[{") || opens("[\n") {
        Some(Format::Json)
    } else {
        None
    }
}

/// Whether a text is JSON from its first sign to its last, as programs answer under whatever name.
fn is_whole_json(bytes: &[u8]) -> bool {
    let words = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    let opens = words.starts_with(b"{\"") || words.starts_with(b"[{\"");
    opens && words.ends_with(if words.starts_with(b"{") { b"}" } else { b"]" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_that_is_no_text_decides_before_the_extension() {
        assert_eq!(recognise("a.txt", b"%PDF-1.7\n"), Format::Pdf);
        assert_eq!(recognise("a.txt", b"PK\x03\x04....[Content_Types].xml..word/document.xml"), Format::Word);
        assert_eq!(recognise("a.docx", b"PK\x03\x04...."), Format::Word);
        assert_eq!(recognise("a.md", b"PK\x03\x04...."), Format::Archive);
        assert_eq!(recognise("a", b"{\\rtf1\\ansi"), Format::RichText);
        assert_eq!(recognise("a.doc", b"<html><p>words"), Format::Html);
        assert_eq!(recognise("a.docx", b"words"), Format::Word);
    }

    #[test]
    fn among_text_formats_the_extension_decides() {
        assert_eq!(recognise("a.txt", b"<html> is how he began"), Format::Text);
        assert_eq!(recognise("in.terview.MD", b"# x"), Format::Markdown);
        assert_eq!(recognise("a.vtt", b"anything"), Format::WebVtt);
        assert_eq!(recognise("a.srt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi"), Format::WebVtt);
        assert_eq!(recognise("a.txt", b"{\"text\": \"So.\"}\n"), Format::Json);
        assert_eq!(recognise("a.txt", b"{\"text\" is how he began"), Format::Text);
        assert_eq!(recognise("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi"), Format::WebVtt);
    }

    #[test]
    fn without_a_telling_extension_the_opening_decides() {
        assert_eq!(recognise("a", b"<!DOCTYPE html><p>"), Format::Html);
        assert_eq!(recognise("a.captions", b"1\n00:00:01,000 --> 00:00:02,000\nHi"), Format::SubRip);
        assert_eq!(recognise("a.ass", b"\xef\xbb\xbf[Script Info]\nTitle: x"), Format::OtherCues);
        assert_eq!(recognise("a.sub", b"{0}{80}Why?\n{90}{99}So."), Format::OtherCues);
        assert_eq!(
            recognise("a.txt", b"File type = \"ooTextFile\"\nObject class = \"TextGrid\""),
            Format::OtherCues
        );
        assert_eq!(recognise("a.txt", b""), Format::Text);
        assert_eq!(recognise("a.txt", b"0:00:01.000,0:00:02.500\nHi"), Format::SubViewer);
        assert_eq!(recognise("dir.json/interview 1", b"I: Hello"), Format::Text);
    }
}
