//! Rich Text: read group by group, with the code page of each font.

mod codepage;
mod destination;
mod fonts;
mod group;
mod oddities;
mod state;
mod styles;
mod token;

use super::Extract;
use super::document::Breaks;
use super::writer::Writer;
use crate::{IngestError, Options};
use state::Reading;
use token::Tokens;

/// Reads a Rich Text document.
pub(super) fn read(name: &str, bytes: &[u8], _: &Options) -> Result<Extract, IngestError> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(IngestError::Unreadable {
            name: name.to_string(),
            looks_like: "a Rich Text document",
            why: "it does not begin as one".to_string(),
            remedy: "open it in a word processor and save it again as .rtf or .docx",
        });
    }
    let mut reading = Reading::default();
    for token in Tokens::new(bytes) {
        if !reading.take(token) {
            break;
        }
    }
    let mut writer = Writer::default();
    let (builder, counts, odd) = reading.finish();
    builder.write(&mut writer, Breaks::RenderedFirst);
    odd.say(&mut writer);
    counts.say(&mut writer);
    Ok(writer.finish(name, "rtf", false))
}

#[cfg(test)]
mod tests;
