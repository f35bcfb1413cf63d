//! Long texts from a file or standard input.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// What the file holds; `-` is standard input.
pub(crate) fn from_file(path: &Path) -> Result<String, Failure> {
    let read = if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    read.map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))
}

/// A text given in words, or in a file.
pub(crate) fn text_or_file(text: Option<&String>, file: Option<&PathBuf>) -> Result<Option<String>, Failure> {
    match file {
        Some(path) => from_file(path).map(Some),
        None => Ok(text.cloned()),
    }
}
