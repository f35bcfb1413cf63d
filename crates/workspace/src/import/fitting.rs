//! Which names of files fit the pattern, and what they tell by it.

use super::files::Found;
use super::pattern::Pattern;
use crate::WorkspaceError;

/// The files whose names fit the pattern, and why the others are left out.
pub(super) fn fitting(
    files: Vec<Found>,
    pattern: Option<&Pattern>,
) -> Result<(Vec<Found>, Vec<String>), WorkspaceError> {
    let Some(pattern) = pattern else { return Ok((files, Vec::new())) };
    let (fit, others): (Vec<Found>, Vec<Found>) =
        files.into_iter().partition(|file| pattern.read(&file.name).is_some());
    if let (true, Some(first)) = (fit.is_empty(), others.first()) {
        return Err(unfit(first));
    }
    let why = |file: &Found| format!("the name `{}` does not fit the pattern; {RENAME}", file.name);
    let others = others.iter().map(why).collect();
    Ok((fit, others))
}

/// What to do with a file whose name does not fit the pattern.
const RENAME: &str = "rename the file, or import it by itself with `--case`, `--informant` …";

fn unfit(file: &Found) -> WorkspaceError {
    WorkspaceError::refused(format!("the name `{}` does not fit the pattern", file.name)).hint(RENAME)
}

/// What the name of a file tells by the pattern.
pub(super) fn guessed(
    pattern: &Pattern,
    file: &Found,
) -> Result<Vec<(&'static str, String)>, WorkspaceError> {
    pattern.read(&file.name).ok_or_else(|| unfit(file))
}
