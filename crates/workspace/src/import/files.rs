//! The files that are meant, and folders walked.

use std::path::{Path, PathBuf};

use crate::WorkspaceError;

/// A file to take in: where it is, and its name as it is told.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) name: String,
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A file name without its ending.
pub(super) fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The files that are meant, those of a folder in the order of their names.
pub(super) fn found(paths: &[PathBuf]) -> Result<Vec<Found>, WorkspaceError> {
    let mut files = Vec::new();
    for path in paths {
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        walk(path, name.trim_end_matches('/'), &mut files)?;
    }
    Ok(files)
}

fn walk(path: &Path, name: &str, files: &mut Vec<Found>) -> Result<(), WorkspaceError> {
    if !path.is_dir() {
        files.push(Found { path: path.to_path_buf(), name: name.to_string() });
        return Ok(());
    }
    let fail = |error| WorkspaceError::refused(format!("the folder `{name}` cannot be read: {error}"));
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(path).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    for entry in entries {
        let own = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Hidden files are what systems and editors leave behind.
        if !own.starts_with('.') {
            walk(&entry, &format!("{name}/{own}"), files)?;
        }
    }
    Ok(())
}
