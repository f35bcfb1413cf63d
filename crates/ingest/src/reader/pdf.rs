//! PDF: the words of its pages in reading order, joined to paragraphs again.
//!
//! A PDF holds letters at places, nothing else. [`glyphs`] takes them from the pages, [`lines`] joins them
//! to words and lines, [`grid`] finds tables by their lines and [`cells`] reads them, [`columns`] finds the order in which a person reads, [`margin`] and [`running`] take out what the
//! page prints beside the text, [`paragraphs`] joins the lines, and [`names`] tells labels that only their type or place
//! sets off.

mod actual;
mod cells;
mod columns;
mod compounds;
mod glyphs;
mod grid;
mod guard;
pub(super) mod hyphen;
mod items;
mod labels;
mod lines;
mod margin;
mod names;
mod paragraphs;
mod rows;
mod rules;
mod running;
mod tree;

use std::sync::{Arc, mpsc};

use hayro_syntax::{DecryptionError, LoadPdfError};
use themata_model::{counted, counted_as};

use super::Extract;
use super::writer::{Writer, one_line};
use crate::{IngestError, Options};
use glyphs::Sheet;
use lines::Line;

/// Stack of the thread that opens the document; damaged ones nest deeply.
const STACK: usize = 256 << 20;

/// Most pages named one by one.
const PAGES_NAMED: usize = 12;

/// Why a document cannot be read, and what to do.
pub(super) struct Refusal {
    why: String,
    remedy: &'static str,
}

impl Refusal {
    fn new(why: &str, remedy: &'static str) -> Self {
        Refusal { why: why.to_string(), remedy }
    }

    fn damaged(why: &str) -> Self {
        Refusal::new(why, "open it in a PDF viewer and print it to a PDF again")
    }
}

/// Reads a PDF.
pub(super) fn read(name: &str, bytes: &[u8], _: &Options) -> Result<Extract, IngestError> {
    extract(name, bytes).map_err(|refusal| IngestError::Unreadable {
        name: name.to_string(),
        looks_like: "a PDF",
        why: refusal.why,
        remedy: refusal.remedy,
    })
}

fn extract(name: &str, bytes: &[u8]) -> Result<Extract, Refusal> {
    guard::check(bytes).map_err(|why| Refusal::damaged(&why))?;
    let document = apart(Arc::new(bytes.to_vec()))?;
    let mut sheets = document.sheets;
    if sheets.iter().all(|sheet| sheet.pieces.is_empty()) {
        return Err(no_words(&sheets));
    }
    let mut writer = Writer::default();
    say_about(&sheets, &mut writer);
    let tables = grid::take(&mut sheets);
    let mut pages: Vec<Vec<Line>> = sheets.iter().map(columns::in_order).collect();
    items::part(&mut pages);
    let numbers = margin::take(&mut pages);
    let mut heads = running::take(&mut pages, &sheets);
    heads.add(&tables.repeated);
    rows::mend(&mut pages, &mut writer);
    paragraphs::write(&pages, &tables.grids, &heads.names, &mut writer);
    numbers.say(&mut writer);
    heads.say(&mut writer);
    let mut extract = writer.finish(name, "pdf", false);
    if let Some(title) = document.title {
        extract.metadata.push(("title".to_string(), title));
    }
    Ok(extract)
}

/// What was found in a document.
struct Opened {
    sheets: Vec<Sheet>,
    title: Option<String>,
}

/// Takes the letters from the pages, on a thread of its own: what makes the library stumble ends that thread,
/// not the program.
fn apart(bytes: Arc<Vec<u8>>) -> Result<Opened, Refusal> {
    guard::hush();
    let (tell, told) = mpsc::channel();
    let run = move || drop(tell.send(glyphs::sheets(bytes)));
    let thread = std::thread::Builder::new().name(guard::THREAD.to_string()).stack_size(STACK).spawn(run);
    let thread = thread.map_err(|error| Refusal::damaged(&format!("no thread can be started: {error}")))?;
    match told.recv_timeout(guard::GIVEN_UP) {
        Ok(Ok(read)) => {
            return Ok(Opened { sheets: read.sheets, title: read.title.as_deref().and_then(title) });
        }
        Ok(Err(error)) => return Err(in_words(error)),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            return Err(Refusal::damaged("reading it never ends: it was made to do harm"));
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => {}
    }
    match thread.join() {
        Err(payload) if payload.is::<guard::TooMuch>() => {
            Err(Refusal::damaged("its pages never end: it was made to do harm"))
        }
        _ => Err(Refusal::damaged("it is damaged")),
    }
}

/// The title that the document has of itself, if it is one and not the name of a file.
fn title(words: &str) -> Option<String> {
    let title = one_line(words);
    let is_file = [".doc", ".docx", ".odt", ".rtf", ".txt", ".pdf", ".tex", ".indd"];
    let lower = title.to_lowercase();
    let usable = !title.is_empty() && lower != "untitled" && !is_file.iter().any(|end| lower.ends_with(end));
    usable.then_some(title)
}

fn in_words(error: LoadPdfError) -> Refusal {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Refusal::new("it is protected by a password", "open it with the password and save it without one")
        }
        LoadPdfError::Decryption(_) => Refusal::new(
            "it is encrypted in a way that is not known",
            "open it in a PDF viewer and print it to a PDF again",
        ),
        LoadPdfError::Invalid => Refusal::damaged("it is damaged: its pages are not found"),
    }
}

fn no_words(sheets: &[Sheet]) -> Refusal {
    if sheets.iter().any(|sheet| sheet.pictures > 0) {
        let pages = counted(sheets.len(), "page");
        let why = format!("it holds pictures of {pages} and no text");
        return Refusal::new(
            &why,
            "let a program for text recognition (OCR) read it, and add what that saves",
        );
    }
    Refusal::damaged("it has no page with words")
}

/// Says what of the pages is not in the text.
fn say_about(sheets: &[Sheet], writer: &mut Writer) {
    let scanned: Vec<usize> = sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| sheet.pieces.is_empty() && sheet.pictures > 0)
        .map(|(n, _)| n + 1)
        .collect();
    if !scanned.is_empty() {
        let what = if scanned.len() == 1 { "page" } else { "pages" };
        let named = ranges(&scanned);
        writer.remark(format!(
            "{what} {named}: pictures without text; let a program for text recognition (OCR) read them"
        ));
    }
    let unknown: usize = sheets.iter().map(|sheet| sheet.unknown).sum();
    if unknown > 0 {
        let what = counted(unknown, "character");
        writer.remark(format!("{what} without a known meaning, replaced by `\u{fffd}`"));
    }
    let across = sheets.iter().map(|sheet| sheet.across).sum();
    writer.left_out(
        across,
        "run of text that stands across the page",
        "runs of text that stand across the page",
    );
    let pictures: usize = sheets.iter().filter(|s| !s.pieces.is_empty()).map(|sheet| sheet.pictures).sum();
    writer.left_out(pictures, "picture", "pictures");
}

/// Numbers in words: `1, 3–7`.
fn ranges(numbers: &[usize]) -> String {
    let runs: Vec<String> = numbers
        .chunk_by(|a, b| a + 1 == *b)
        .map(|run| match run {
            [one] => one.to_string(),
            [first, .., last] => format!("{first}–{last}"),
            [] => String::new(),
        })
        .collect();
    let more = runs.len().saturating_sub(PAGES_NAMED);
    let named = runs[..runs.len() - more].join(", ");
    if more > 0 { format!("{named} and {}", counted_as(more, "more place", "more places")) } else { named }
}

#[cfg(test)]
mod tests;
