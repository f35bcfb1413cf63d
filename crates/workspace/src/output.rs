//! Formats by name, and files that are written whole or not at all.

use std::path::Path;

use themata_publish::{FigureFormat, TableFormat};

use crate::WorkspaceError;

/// All formats by file extension: those of tables, then those of figures only.
pub const KNOWN_FORMATS: [&str; 8] = ["md", "csv", "html", "xlsx", "docx", "pdf", "svg", "png"];

/// Which formats are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatChoice {
    /// Formats of tables.
    pub tables: Vec<TableFormat>,
    /// Formats of figures.
    pub figures: Vec<FigureFormat>,
}

impl Default for FormatChoice {
    fn default() -> Self {
        use {FigureFormat as F, TableFormat as T};
        FormatChoice {
            tables: vec![T::Markdown, T::Csv, T::Html, T::Xlsx, T::Docx, T::Pdf],
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
            let table = word.parse::<TableFormat>().ok();
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

/// The format of a table by the extension of `path`.
pub(crate) fn table_format(path: &Path) -> Result<TableFormat, WorkspaceError> {
    let word = extension(path);
    word.parse().map_err(|_| WorkspaceError::Format {
        format: word,
        what: "tables",
        known: "md, csv, html, xlsx, docx or pdf".to_string(),
    })
}

/// The format of a figure by the extension of `path`.
pub(crate) fn figure_format(path: &Path) -> Result<FigureFormat, WorkspaceError> {
    let word = extension(path);
    word.parse().map_err(|_| WorkspaceError::Format {
        format: word,
        what: "figures",
        known: "svg, pdf or png".to_string(),
    })
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Writes the bytes of a table or figure to `path`, whole or not at all.
///
/// # Errors
/// When the file cannot be written.
pub fn write_artifact(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    write_file(path, bytes)
}

/// Writes `bytes` to `path` by way of a file beside it, so that nobody finds half of it; folders
/// are made as needed.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    let fail = |source| WorkspaceError::Write { path: path.to_path_buf(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    let mut name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    name.insert(0, '.');
    name.push_str(".part");
    let beside = path.with_file_name(name);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What is left of the attempt is of no use to anybody; the error says what happened.
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(fail)
}
