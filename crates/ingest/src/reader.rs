//! Readers: one per document format, chosen by content and extension.
//!
//! A reader turns bytes into canonical text. Everything after that (turns, speakers, language) is
//! the same for all formats, so that a text that is stored and read back gives the same turns.

pub(crate) mod container;
mod counts;
mod cues;
mod document;
mod docx;
mod entity;
mod figure;
mod format;
mod html;
mod lead;
mod odt;
mod pdf;
mod plain;
mod rtf;
mod speech;
pub(crate) mod survey;
mod symbol;
mod table;
mod tei;
pub(crate) mod timed;
mod turn_table;
mod utterance;
mod words_timed;
mod writer;
mod xml;

use themata_model::{ByteOffset, LocatorMap, Problem, Timestamp};

use crate::segment::Marked;
use crate::{IngestError, Options};
use format::Format;

/// What a reader takes out of a document.
#[derive(Default)]
pub(crate) struct Extract {
    /// The canonical text: LF line ends, no NUL, no byte order mark.
    pub(crate) text: String,
    /// Format and encoding, for example `txt, UTF-8`.
    pub(crate) extraction: String,
    /// Pages, where the document has some.
    pub(crate) locators: LocatorMap,
    /// Numbers of paragraphs, where the document prints some.
    pub(crate) paragraphs: Vec<(ByteOffset, String)>,
    /// Places of which the document tells the time.
    pub(crate) times: Vec<(ByteOffset, Timestamp)>,
    /// Turns that the format marks by itself.
    pub(crate) marked: Marked,
    /// What the document says of itself: `title`, `date`.
    pub(crate) metadata: Vec<(String, String)>,
    /// BCP 47 tag of the language, where the document names it.
    pub(crate) language: Option<String>,
    /// Speakers who are written otherwise than the document names them, as name and label.
    pub(crate) renamed: Vec<(String, String)>,
    /// What was guessed, replaced or left out.
    pub(crate) problems: Vec<Problem>,
}

/// Reads one format.
type Reader = fn(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError>;

/// The reader of a format; `None` while there is none.
fn reader(format: Format) -> Option<Reader> {
    match format {
        Format::Text => Some(plain::read_text),
        Format::Markdown => Some(plain::read_markdown),
        Format::Word => Some(docx::read),
        Format::OpenDocument => Some(odt::read),
        Format::WebVtt => Some(cues::read_vtt),
        Format::SubRip => Some(cues::read_srt),
        Format::SubViewer => Some(cues::read_sbv),
        Format::Json => Some(speech::read),
        Format::Html => Some(html::read),
        Format::Xml => Some(tei::read),
        Format::RichText => Some(rtf::read),
        Format::Pdf => Some(pdf::read),
        _ => None,
    }
}

/// Extracts the text of the document `name`.
pub(crate) fn extract(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    if let Some(extract) = speech::read_table(name, bytes, options) {
        return Ok(extract);
    }
    if let Some(extract) = turn_table::read(name, bytes, options) {
        return Ok(extract);
    }
    let format = format::recognise(name, bytes);
    match reader(format) {
        Some(read) => read(name, bytes, options),
        None => Err(IngestError::Unsupported {
            name: name.to_string(),
            looks_like: format.in_words(),
            remedy: format.remedy(),
        }),
    }
}
