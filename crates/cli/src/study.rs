//! Which study is meant: named, in the environment, or the only one here.

use std::path::{Path, PathBuf};

use themata_workspace::Workspace;

use crate::args::StudyArgs;
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

/// The study files in a folder, by name; those of the current folder without a leading `./`.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "themata") && path.is_file());
    found.sort();
    let bare = |path: PathBuf| path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
    found.into_iter().map(bare).collect()
}
