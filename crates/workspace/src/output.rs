//! Formats by name, and files that are written whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use themata_publish::{FigureFormat, TableFormat};

use crate::WorkspaceError;
use crate::verbs::look;

/// All formats by file extension: those of tables, then those of figures only.
pub const KNOWN_FORMATS: [&str; 13] =
    ["md", "csv", "html", "xlsx", "docx", "pdf", "tex", "json", "parquet", "svg", "png", "typ", "pptx"];

/// The figures that can be drawn as slides.
const SLIDES: [&str; 4] = ["data-structure", "proof", "framework", "activities"];

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFile {
    /// As it is printed.
    Printed(TableFormat),
    /// As columns of numbers and texts, for programs that count on.
    Parquet,
}

impl TableFile {
    /// The file extension without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            TableFile::Printed(format) => format.extension(),
            TableFile::Parquet => "parquet",
        }
    }

    /// Reads a file extension, with or without the dot, in any case.
    fn parse(word: &str) -> Option<Self> {
        let bare = word.trim().trim_start_matches('.');
        if bare.eq_ignore_ascii_case("parquet") {
            return Some(TableFile::Parquet);
        }
        word.parse().ok().map(TableFile::Printed)
    }
}

/// Which formats are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatChoice {
    /// Formats of tables.
    pub tables: Vec<TableFile>,
    /// Formats of figures.
    pub figures: Vec<FigureFormat>,
}

impl Default for FormatChoice {
    fn default() -> Self {
        use {FigureFormat as F, TableFormat as T};
        FormatChoice {
            tables: [T::Markdown, T::Csv, T::Html, T::Xlsx, T::Docx, T::Pdf, T::Tex, T::Json]
                .map(TableFile::Printed)
                .to_vec(),
            figures: vec![F::Svg, F::Pdf, F::Png],
        }
    }
}

impl FormatChoice {
    /// Returns the formats that a list such as `csv,md,svg` names.
    ///
    /// # Errors
    /// When a word is no format.
    pub fn parse(list: &str) -> Result<Self, WorkspaceError> {
        let mut choice = FormatChoice { tables: Vec::new(), figures: Vec::new() };
        for word in list.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
            let table = TableFile::parse(word);
            let figure = word.parse::<FigureFormat>().ok();
            if table.is_none() && figure.is_none() {
                let known = KNOWN_FORMATS.join(", ");
                return Err(WorkspaceError::Format {
                    format: word.to_string(),
                    what: "tables or figures",
                    known,
                });
            }
            choice.tables.extend(table.filter(|format| !choice.tables.contains(format)));
            choice.figures.extend(figure.filter(|format| !choice.figures.contains(format)));
        }
        Ok(choice)
    }
}

/// Whether a figure of `kind` can be drawn in `format`.
pub(crate) fn can_draw(kind: &str, format: FigureFormat) -> bool {
    format != FigureFormat::Pptx || SLIDES.contains(&kind)
}

/// The formats of tables, for an error.
pub(crate) fn table_words() -> String {
    format!("{} or parquet", TableFormat::ALL.map(TableFormat::extension).join(", "))
}

/// The formats of figures that are `possible`, for an error.
pub(crate) fn figure_words(possible: impl Fn(FigureFormat) -> bool) -> String {
    let words: Vec<&str> = FigureFormat::ALL
        .into_iter()
        .filter(|format| possible(*format))
        .map(FigureFormat::extension)
        .collect();
    words.join(", ")
}

/// The format of a table by the extension of `path`.
pub(crate) fn table_file(path: &Path) -> Result<TableFile, WorkspaceError> {
    let word = extension(path);
    TableFile::parse(&word).ok_or_else(|| no_format(path, word, "tables", table_words()))
}

/// The format of a figure by the extension of `path`.
pub(crate) fn figure_format(path: &Path) -> Result<FigureFormat, WorkspaceError> {
    let word = extension(path);
    word.parse().map_err(|_| no_format(path, word, "figures", figure_words(|_| true)))
}

/// Why the ending of a file's name says no format.
fn no_format(path: &Path, word: String, what: &'static str, known: String) -> WorkspaceError {
    if word.is_empty() {
        let name = path.display();
        return WorkspaceError::refused(format!("the name `{name}` does not end in a format of {what}"))
            .hint(format!("the endings are {known}"));
    }
    // Words of three letters are near one another, so at least the first one must be the same.
    let first = word.chars().next();
    let words = known.split([',', ' ']).filter(|known| *known != "or" && known.chars().next() == first);
    match look::nearest(&word, words) {
        Some(meant) => WorkspaceError::refused(format!("`{word}` is not a format of {what}; use {known}"))
            .hint(format!("did you mean `{meant}`?")),
        None => WorkspaceError::Format { format: word, what, known },
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Writes the bytes of a table or figure to `path`, whole or not at all.
///
/// # Errors
/// When the file cannot be written, or its folder is not there: a misspelt one shall not be made.
pub fn write_artifact(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(WorkspaceError::refused(format!("there is no folder `{}`", folder.display()))
            .hint("make it first, or name another one"));
    }
    write_file(path, bytes)
}

/// Makes a folder that files shall be written to, and those above it.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> Result<(), WorkspaceError> {
    std::fs::create_dir_all(path).map_err(|source| WorkspaceError::Write { path: path.to_path_buf(), source })
}

/// Refuses to write where something is already, unless it may be replaced.
pub(crate) fn refuse_existing(path: &Path, replace: bool) -> Result<(), WorkspaceError> {
    if replace || path.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(WorkspaceError::refused(format!("`{}` exists already", path.display()))
        .hint("choose another name, or say `--replace`"))
}

/// Writes `bytes` to `path` by way of a file beside it, so that nobody finds half of it; folders
/// are made as needed.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    write_streamed(path, |file| file.write_all(bytes))
}

/// The same for what is made while it is written.
pub(crate) fn write_streamed(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> Result<(), WorkspaceError> {
    let fail = |source| WorkspaceError::Write { path: path.to_path_buf(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    name.insert(0, '.');
    name.push_str(".part");
    let beside = path.with_file_name(name);
    let filled = File::create(&beside).and_then(|file| {
        let mut file = BufWriter::new(file);
        fill(&mut file)?;
        file.flush()
    });
    let written = filled.and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What is left of the attempt is of no use to anybody; the error says what happened.
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_format_is_one_of_tables_or_figures() {
        for word in KNOWN_FORMATS {
            let choice = FormatChoice::parse(word).unwrap();
            assert_eq!(
                choice.tables.iter().map(|format| format.extension()).next(),
                choice.tables.first().map(|_| word)
            );
            assert!(choice.tables.len() + choice.figures.len() > 0, "{word}");
        }
        let tables = TableFormat::ALL.map(TableFormat::extension);
        let figures = FigureFormat::ALL.map(FigureFormat::extension);
        for word in tables.into_iter().chain(figures) {
            assert!(KNOWN_FORMATS.contains(&word), "{word}");
        }
    }

    #[test]
    fn an_unknown_format_names_the_known_ones() {
        let error = table_file(Path::new("a.doc")).unwrap_err().to_string();
        assert!(error.contains("md, csv, html, xlsx, docx, pdf, tex, json or parquet"), "{error}");
        assert_eq!(table_file(Path::new("a.PARQUET")).unwrap(), TableFile::Parquet);
    }
}
