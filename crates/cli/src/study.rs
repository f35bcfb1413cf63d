//! Which study is meant: named, in the environment, or the only one here.

use std::path::{Path, PathBuf};

use themata_workspace::Workspace;

use crate::args::{BesideArgs, StudyArgs};
use crate::failure::Failure;

/// Name of the variable that names a study.
const VARIABLE: &str = "THEMATA_STUDY";

/// Opens the study that the arguments mean.
pub(crate) fn open(args: &StudyArgs) -> Result<Workspace, Failure> {
    Ok(Workspace::open(&path(args)?)?)
}

/// The path of the study that the arguments mean.
pub(crate) fn path(args: &StudyArgs) -> Result<PathBuf, Failure> {
    if let Some(path) = args.positional.as_ref().or(args.named.as_ref()) {
        return Ok(path.clone());
    }
    path_unnamed()
}

/// The paths of the study that the arguments mean, and of those beside it.
pub(crate) fn paths(first: &StudyArgs, beside: &BesideArgs) -> Result<Vec<PathBuf>, Failure> {
    Ok(std::iter::once(path(first)?).chain(beside.and.iter().cloned()).collect())
}

/// The path of the study that is meant when none is named.
pub(crate) fn path_unnamed() -> Result<PathBuf, Failure> {
    if let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
        return Ok(PathBuf::from(path));
    }
    let found = files_in(Path::new("."));
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] if PathBuf::from("study.toml").is_file() => Ok(PathBuf::from(".")),
        [] => Err(Failure::usage("no study is named, and there is none in this folder")
            .hint(format!("name a study file or study folder, or set {VARIABLE}"))),
        several => {
            let names: Vec<String> = several.iter().map(|path| format!("`{}`", path.display())).collect();
            Err(Failure::usage(format!("this folder has several studies: {}", names.join(", ")))
                .hint("name one of them"))
        }
    }
}

/// Whether a file is the copy that was made of a study before its schema changed: `name.schema-3.themata`.
fn is_copy(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.rsplit_once(".schema-").is_some_and(|(name, number)| {
        !name.is_empty()
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number.chars().all(|c| c.is_ascii_digit() || c == '-')
    })
}

/// The study files in a folder, by name; those of the current folder without a leading `./`.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    let is_study = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "themata") && path.is_file() && !is_copy(path)
    };
    found.retain(is_study);
    found.sort();
    let bare = |path: PathBuf| path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
    found.into_iter().map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_made_before_a_new_schema_is_not_taken_for_the_study() {
        for name in ["study.schema-3.themata", "study.schema-3-2.themata"] {
            assert!(is_copy(Path::new(name)), "{name}");
        }
        for name in ["study.themata", "schema-3.themata", "my.schema-draft.themata", "my.schema-3b.themata"] {
            assert!(!is_copy(Path::new(name)), "{name}");
        }
    }
}
