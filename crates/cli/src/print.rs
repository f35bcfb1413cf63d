//! Writing to the terminal: data to stdout, all else to stderr, a closed pipe without fuss.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use themata_workspace::{Row, Table};

use crate::failure::Failure;
use crate::paint::{HEADING, WARNING, painted};

/// Whether notes and progress are unwanted in this run.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Writes data.
pub(crate) fn stdout(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::closed_pipe()),
        Err(error) => Err(Failure::usage(format!("cannot write to the terminal: {error}"))),
    }
}

/// Writes data whose words may be painted.
pub(crate) fn painted_stdout(text: &str) -> Result<(), Failure> {
    let colours = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    if colours { stdout(text) } else { stdout(&anstream::adapter::strip_str(text).to_string()) }
}

/// Writes a message; nobody can be told when that fails.
pub(crate) fn stderr(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says on stdout what was done, unless quiet is asked for.
pub(crate) fn done(text: &str) -> Result<(), Failure> {
    if is_quiet() { Ok(()) } else { stdout(&format!("{}\n", escaped(text))) }
}

/// Says beside the data what was done, unless quiet is asked for.
pub(crate) fn note(text: &str) {
    if !is_quiet() {
        stderr(&format!("{}\n", escaped(text)));
    }
}

/// Writes what looks odd.
pub(crate) fn warning(text: &str) {
    stderr(&format!("{} {}\n", painted(WARNING, "warning:"), escaped(text)));
}

/// No more notes and progress in this run.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether notes and progress are unwanted.
pub(crate) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// What Rust says of a word that should be a whole number.
const NO_NUMBER: &str = "invalid digit found in string";

/// Prints what clap has to say: help and version as data, errors as errors.
pub(crate) fn usage(error: &clap::Error, as_json: bool) -> ExitCode {
    use clap::error::ErrorKind;
    let told = matches!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand);
    if error.use_stderr() && as_json && !told {
        return Failure::from(error).report(as_json);
    }
    // What Rust says of a number is no sentence for a person.
    let text = error.render().ansi().to_string().replace(NO_NUMBER, "write a whole number");
    if error.use_stderr() {
        stderr(&text);
        return ExitCode::from(2);
    }
    match painted_stdout(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(as_json),
    }
}

/// Text of documents as shown on a terminal: control and direction characters made visible, so
/// that no document can move the cursor or turn a line around.
pub(crate) fn escaped(text: &str) -> String {
    let harmless = |c: char| c == '\n' || c == '\t' || !c.is_control() && !is_bidi_control(c);
    text.chars()
        .flat_map(|c| if harmless(c) { vec![c] } else { c.escape_unicode().collect::<Vec<char>>() })
        .collect()
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{061c}')
}

/// Prints JSON.
pub(crate) fn json(value: &Value) -> Result<(), Failure> {
    stdout(&format!("{value:#}\n"))
}

/// Paths as JSON, which knows Unicode only.
pub(crate) fn paths(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.display().to_string()).collect()
}

/// A list as aligned columns.
pub(crate) fn columns(table: &Table) -> String {
    let mut lines: Vec<Vec<String>> =
        vec![table.columns.iter().map(|column| escaped(&column.label)).collect()];
    for row in &table.rows {
        match row {
            Row::Heading { text, .. } => lines.push(vec![escaped(text)]),
            Row::Body(cells) | Row::Total(cells) => {
                lines.push(cells.iter().map(|cell| escaped(&cell.plain())).collect())
            }
        }
    }
    let width = |i: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(i))
            .map(|cell| themata_workspace::columns(cell))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate() {
        let mut text = String::new();
        for (i, cell) in line.iter().enumerate() {
            let missing = widths[i].saturating_sub(themata_workspace::columns(cell));
            let number = table.columns[i].align == themata_workspace::Align::Right;
            let (before, after) = if number { (missing, 0) } else { (0, missing) };
            text.push_str(&" ".repeat(before));
            text.push_str(cell);
            text.push_str(&" ".repeat(after + 2));
        }
        let text = text.trim_end();
        out.push_str(&if i == 0 { painted(HEADING, text) } else { text.to_string() });
        out.push('\n');
    }
    if table.rows.is_empty() {
        out.push_str(&format!("(no {})\n", table.title.to_lowercase()));
    }
    for note in &table.notes {
        out.push_str(&format!("\n{}\n", escaped(note)));
    }
    out
}

/// A sentence with its first letter in upper case.
pub(crate) fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Words on one line, cut after `most` characters.
pub(crate) fn shortened(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}
