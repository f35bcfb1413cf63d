//! Codebooks as files: the one of a study written for people and other tools, and others read.

use std::path::Path;

use serde::Serialize;
use themata_exchange::{codebook_csv, codebook_outline, codebook_rows, is_codebook_file, refi};

use crate::output::{refuse_existing, write_file};
use crate::verbs::ImportCodes;
use crate::{Workspace, WorkspaceError};

/// Endings of codebooks that are written.
const WRITTEN: &str = "csv, xlsx, md or qdc";

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodebookWritten {
    /// The file.
    pub file: String,
    /// How many codes it has.
    pub codes: usize,
}

impl Workspace {
    /// Writes the codebook as the ending of the file's name says.
    ///
    /// # Errors
    /// When the ending is none of a codebook, a file is in the way, or it cannot be written.
    pub fn export_codebook(&self, out: &Path, replace: bool) -> Result<CodebookWritten, WorkspaceError> {
        let ending =
            out.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let study = self.outline()?;
        let bytes = match ending.as_str() {
            "csv" => codebook_csv(&study),
            "md" | "markdown" => codebook_outline(&study).into_bytes(),
            "xlsx" => themata_publish::sheet("Codebook", &codebook_rows(&study))?,
            "qdc" => refi::write_codebook(&study),
            _ => {
                let name = out.display();
                return Err(WorkspaceError::refused(format!(
                    "it is not known what codebook `{name}` is to be"
                ))
                .hint(format!("a codebook is written as {WRITTEN}")));
            }
        };
        refuse_existing(out, replace)?;
        write_file(out, &bytes)?;
        Ok(CodebookWritten { file: out.display().to_string(), codes: study.codebook.codes().len() })
    }
}

impl ImportCodes {
    /// The wish to take in the codebook at `path`.
    ///
    /// # Errors
    /// When the file cannot be read, or is none of the kinds that are known.
    pub fn of_file(path: &Path, only_new: bool) -> Result<ImportCodes, WorkspaceError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !is_codebook_file(&name) {
            return Err(WorkspaceError::refused(format!("`{}` is no codebook by its name", path.display()))
                .hint("codebooks are spreadsheets (.csv, .xlsx, .ods), outlines (.md) and codebooks of other tools (.qdc)"));
        }
        let bytes = std::fs::read(path).map_err(|error| {
            WorkspaceError::refused(format!("`{}` cannot be read: {error}", path.display()))
        })?;
        Ok(ImportCodes { file: name, only_new, bytes })
    }

    /// Whether a file is a codebook that is read as one, by its name; `codebook.toml` of a study folder is not.
    pub fn is_file(path: &Path) -> bool {
        path.file_name().is_some_and(|name| is_codebook_file(&name.to_string_lossy()))
    }
}
