//! From a study folder to a study file and back.

use std::path::{Path, PathBuf};

use themata_exchange::{Folder, read_folder, render_folder};
use themata_model::{Place, Problem, Severity};
use themata_store::{Existing, Snapshot, Store};

use crate::WorkspaceError;
use crate::exhibits::{fault, waits};
use crate::output::write_file;
use crate::progress::{Progress, Stage};
use crate::workspace::open_store;

/// How a study file is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuildOptions {
    /// Replace a study file that is there already.
    pub replace: bool,
    /// Keep codings whose quotation cannot be placed as lost ones instead of refusing.
    pub keep_unplaced: bool,
}

/// What was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The study file.
    pub path: PathBuf,
    /// The study's key.
    pub key: String,
    /// The study's title.
    pub title: String,
    /// Number of sources.
    pub sources: usize,
    /// Number of codes.
    pub codes: usize,
    /// Number of codings.
    pub codings: usize,
    /// Codings without a place.
    pub lost: usize,
    /// What looked odd.
    pub warnings: Vec<Problem>,
}

/// Builds the study file `out` from the study folder `folder`.
///
/// # Errors
/// When the folder has errors (all are listed, nothing is written), or the file cannot be written.
pub fn build(
    folder: &Path,
    out: &Path,
    options: BuildOptions,
    progress: &dyn Fn(&Progress),
) -> Result<Built, WorkspaceError> {
    build_with(folder, out, options, Outputs::MayWait, progress)
}

/// [`build`], with a say on outputs that cannot be made.
pub(crate) fn build_with(
    folder: &Path,
    out: &Path,
    options: BuildOptions,
    outputs: Outputs,
    progress: &dyn Fn(&Progress),
) -> Result<Built, WorkspaceError> {
    let (content, warnings) = read(folder, options.keep_unplaced, outputs, progress)?;
    progress(&Progress { stage: Stage::Storing, done: 0, of: 1, what: out.display().to_string() });
    let study = &content.study;
    let built = Built {
        path: out.to_path_buf(),
        key: study.key.to_string(),
        title: study.title.clone(),
        sources: study.sources.len(),
        codes: study.codebook.codes().len(),
        codings: study.codings.len(),
        lost: study.codings.iter().filter(|coding| coding.span.is_none()).count(),
        warnings,
    };
    let snapshot = snapshot(content);
    let existing = if options.replace { Existing::Replace } else { Existing::Refuse };
    Store::write_new(out, &snapshot, None, existing)?;
    Ok(built)
}

/// Whether an output that cannot be made stands in the way. A study is whole without its outputs, and
/// what was unpacked must build again; only what prints them needs them to work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outputs {
    MustWork,
    MayWait,
}

/// Reads a folder; its errors become one error that lists them all.
pub(crate) fn read(
    folder: &Path,
    keep_unplaced: bool,
    outputs: Outputs,
    progress: &dyn Fn(&Progress),
) -> Result<(Folder, Vec<Problem>), WorkspaceError> {
    progress(&Progress { stage: Stage::Reading, done: 0, of: 1, what: folder.display().to_string() });
    let reading = read_folder(folder, keep_unplaced)?;
    let mut problems = reading.problems;
    let content = reading.folder.filter(|content| {
        let mut all_work = true;
        for output in &content.study.outputs {
            let place = reading.places.get(output.exhibit.as_str()).cloned();
            let place = place.unwrap_or_else(|| Place::file("study.toml"));
            if let Some(why) = waits(&content.study, output) {
                problems.push(Problem::warning(place, why));
            } else if let Some(fault) = fault(&content.study, output) {
                all_work = false;
                problems.push(match outputs {
                    Outputs::MustWork => Problem::error(place, fault),
                    Outputs::MayWait => Problem::warning(place, fault),
                });
            }
        }
        outputs == Outputs::MayWait || all_work
    });
    match content {
        Some(content) => Ok((content, problems)),
        None => {
            // Errors first; within each, in the order of the files.
            problems.sort_by_key(|problem| problem.severity != Severity::Error);
            Err(WorkspaceError::Problems { path: folder.to_path_buf(), problems })
        }
    }
}

pub(crate) fn snapshot(content: Folder) -> Snapshot {
    let Folder { study, documents, originals, contents, history } = content;
    Snapshot { study, documents, originals, contents, history }
}

/// Writes the study file at `file` as a study folder.
///
/// # Errors
/// When the folder exists and is not empty, or a file cannot be read or written.
pub fn unpack(file: &Path, folder: &Path, progress: &dyn Fn(&Progress)) -> Result<usize, WorkspaceError> {
    progress(&Progress { stage: Stage::Opening, done: 0, of: 1, what: String::new() });
    let snapshot = open_store(file)?.read_all()?;
    let Snapshot { study, documents, originals, contents, history } = snapshot;
    write_folder(&Folder { study, documents, originals, contents, history }, folder, progress)
}

/// Writes the study folder at `from` in canonical form to `to`.
///
/// # Errors
/// As [`build`] and [`unpack`].
pub fn canonicalise(from: &Path, to: &Path, progress: &dyn Fn(&Progress)) -> Result<usize, WorkspaceError> {
    let (content, _) = read(from, false, Outputs::MayWait, progress)?;
    write_folder(&content, to, progress)
}

fn write_folder(
    content: &Folder,
    folder: &Path,
    progress: &dyn Fn(&Progress),
) -> Result<usize, WorkspaceError> {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied || folder.is_file() {
        return Err(WorkspaceError::InTheWay { path: folder.to_path_buf() });
    }
    let files = render_folder(content);
    for (done, (name, bytes)) in files.iter().enumerate() {
        progress(&Progress { stage: Stage::Unpacking, done, of: files.len(), what: name.to_string() });
        write_file(&folder.join(name), bytes)?;
    }
    Ok(files.len())
}
