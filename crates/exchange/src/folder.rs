//! The study folder: its files, what is read from them, and what is written back.

mod cascade;
mod codebook_toml;
mod coding_rows;
mod codings;
pub mod columns;
mod contents;
mod entries;
mod evidence;
mod facets;
mod frameworks_toml;
mod history;
mod ids;
mod members;
mod merge_toml;
mod notes;
mod roster;
mod sheet;
mod sorting;
mod sources;
mod study_toml;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use themata_model::{Op, Place, Problem, Severity, SourceKey, Study, TextHash};

pub(crate) use codebook_toml::assignment as assignment_in;
pub use facets::is_reserved_for_columns;
pub use sources::informant_labelled;
pub(crate) use write::file_stem;
pub use write::render_folder;

/// Path inside the folder (with `/`) to the bytes of a file.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A study as it stands in a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    /// Every fact.
    pub study: Study,
    /// `study.toml` and `codebook.toml` as authored, comments and all.
    pub documents: BTreeMap<String, String>,
    /// The original bytes of each source.
    pub originals: BTreeMap<SourceKey, Vec<u8>>,
    /// Texts and originals of what was removed, which only the audit trail names.
    pub contents: BTreeMap<TextHash, Vec<u8>>,
    /// The audit trail, oldest first.
    pub history: Vec<Op>,
}

/// What came of reading a folder: the study unless an error stands in the way, and every problem.
#[derive(Debug)]
pub struct Reading {
    /// The study; `None` when a problem is an error.
    pub folder: Option<Folder>,
    /// Errors and warnings of all files, in the order of files and lines.
    pub problems: Vec<Problem>,
    /// Where the outputs stand in `study.toml`, by exhibit.
    pub places: BTreeMap<String, Place>,
}

/// Why a folder could not be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// There is no such folder.
    #[error("there is no folder `{path}`", path = path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// It is no study folder.
    #[error("`{path}` is not a study folder: it has no study.toml", path = path.display())]
    NoStudy {
        /// The path.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("cannot read `{path}`", path = path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// How to treat what cannot be placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unplaced {
    /// A quotation that is not found, or found in several places, is an error.
    #[default]
    Refuse,
    /// It becomes a lost coding: kept, listed, counted nowhere.
    Keep,
}

/// Reads the study folder at `path`.
///
/// # Errors
/// When the folder is not there, is no study folder or cannot be read; problems inside the files
/// are listed in the [`Reading`] instead.
pub fn read_folder(path: &Path, keep_unplaced: bool) -> Result<Reading, FolderError> {
    if !path.is_dir() {
        return Err(FolderError::Missing { path: path.to_path_buf() });
    }
    if !path.join("study.toml").exists() {
        return Err(FolderError::NoStudy { path: path.to_path_buf() });
    }
    let mut files = Files::new();
    let mut problems = Vec::new();
    collect(path, "", &mut files, &mut problems)?;
    // A codebook may stand outside, shared by several studies.
    if let Some(outside) = study_toml::outside_codebook(&files) {
        let codebook = path.join(&outside);
        if codebook.is_file() {
            let bytes =
                std::fs::read(&codebook).map_err(|source| FolderError::Read { path: codebook, source })?;
            files.insert(outside, bytes);
        }
    }
    Ok(reading(&files, keep_unplaced, problems))
}

/// Reads a study folder from its files in memory; see [`read_folder`].
pub fn read_files(files: &Files, keep_unplaced: bool) -> Reading {
    reading(files, keep_unplaced, Vec::new())
}

fn reading(files: &Files, keep_unplaced: bool, mut problems: Vec<Problem>) -> Reading {
    let unplaced = if keep_unplaced { Unplaced::Keep } else { Unplaced::Refuse };
    let has_error = |problems: &[Problem]| problems.iter().any(|p| p.severity == Severity::Error);
    let mut places = BTreeMap::new();
    let mut folder = read_parts(files, unplaced, &mut places, &mut problems);
    if let Some(found) = folder.as_mut().filter(|_| !has_error(&problems)) {
        // Whatever the readers let through must hold together before it is stored.
        problems.extend(themata_model::validate(&found.study));
        history::restore(files, found, &mut problems);
        members::check_states(found, &mut problems);
    }
    let problems = cascade::tidy(files, problems);
    if has_error(&problems) {
        folder = None;
    }
    Reading { folder, problems, places }
}

/// The canonical form of a folder: what rendering it again gives. `None` when it has errors.
pub fn canonical_files(files: &Files) -> Option<Files> {
    read_files(files, false).folder.map(|folder| render_folder(&folder))
}

fn read_parts(
    files: &Files,
    unplaced: Unplaced,
    places: &mut BTreeMap<String, Place>,
    problems: &mut Vec<Problem>,
) -> Option<Folder> {
    let (mut study, mut documents) = study_toml::read(files, places, problems)?;
    roster::read(files, &mut study, problems);
    codebook_toml::read(files, &mut study, &mut documents, problems);
    study_toml::check_references(&study, places, problems);
    notes::read_coders(files, &mut study, problems);
    frameworks_toml::check_coders(&study, problems);
    let originals = sources::read(files, &mut study, problems);
    let implied = codings::read(files, &mut study, unplaced, problems);
    sorting::read(files, &mut study, problems);
    evidence::read(files, &mut study, implied, problems);
    members::read(files, &mut study, problems);
    notes::read(files, &mut study, problems);
    let contents = contents::read(files, problems);
    if let Some(named) = files.get(KEPT_PROJECT).and_then(|bytes| std::str::from_utf8(bytes).ok()) {
        documents.insert(KEPT_PROJECT.to_string(), named.to_string());
    }
    unknown_files(files, &study, problems);
    Some(Folder { study, documents, originals, contents, history: Vec::new() })
}

/// The file that names, by its hash, the project of another tool that the study came from; the project itself is
/// among the contents that no text names.
pub const KEPT_PROJECT: &str = "kept-project.txt";

/// Files that nothing reads are said to be left aside, so that a misspelt name is noticed.
fn unknown_files(files: &Files, study: &Study, problems: &mut Vec<Problem>) {
    const KNOWN: [&str; 20] = [
        "study.toml",
        "parties.csv",
        "cases.csv",
        "informants.csv",
        "sources.csv",
        "speakers.csv",
        "texts.csv",
        "turns.csv",
        "pages.csv",
        "locators.csv",
        "codebook.toml",
        "placements.csv",
        "settlements.csv",
        "excerpts.csv",
        "findings.csv",
        "coders.csv",
        "memos.csv",
        "members.csv",
        "snapshots.csv",
        "links.csv",
    ];
    for name in files.keys() {
        let top = name.split('/').next().unwrap_or_default();
        let is_known = KNOWN.contains(&name.as_str())
            || ["questions.csv", "history.jsonl", KEPT_PROJECT].contains(&name.as_str())
            || ["texts", "codings", "expected", "removed", ".."].contains(&top)
            || name.to_lowercase().ends_with(".md") && !name.contains('/')
            || name.to_lowercase().starts_with("licen")
            || name.starts_with('.')
            || study.sources.iter().any(|source| source.file == *name)
            || top == "sources" && !files.contains_key("sources.csv");
        if is_known {
            continue;
        }
        let place = Place::file(name.clone());
        let near = KNOWN.iter().find(|known| strsim::osa_distance(known, name) <= 2);
        problems.push(match near {
            Some(known) => Problem::error(
                place,
                format!("no file of a study folder has this name; did you mean `{known}`?"),
            ),
            None if top == "sources" => {
                Problem::warning(place, "no row of sources.csv names this file; it is left aside")
            }
            None => Problem::warning(place, "not part of a study folder; it is left aside"),
        });
    }
}

/// Reads every file below `root`. What should be a file and is a folder, or cannot be read, is a
/// problem like any other.
fn collect(
    root: &Path,
    below: &str,
    files: &mut Files,
    problems: &mut Vec<Problem>,
) -> Result<(), FolderError> {
    let folder = root.join(below);
    let fail = |source| FolderError::Read { path: folder.clone(), source };
    for entry in std::fs::read_dir(&folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let inside = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let path = entry.path();
        if name.starts_with('.') || name.ends_with(".themata") || name.ends_with('~') {
            continue;
        }
        let is_table = name.ends_with(".csv") || name.ends_with(".toml");
        if path.is_dir() && is_table {
            problems.push(Problem::error(Place::file(inside), "this is a folder, but should be a file"));
        } else if path.is_dir() {
            collect(root, &inside, files, problems)?;
        } else if ["codings", "sources", "texts", "expected", "removed"].contains(&inside.as_str()) {
            problems.push(Problem::error(Place::file(inside), "this is a file, but should be a folder"));
        } else {
            match std::fs::read(&path) {
                Ok(bytes) => {
                    files.insert(inside, bytes);
                }
                Err(error) => {
                    problems.push(Problem::error(Place::file(inside), format!("cannot be read: {error}")))
                }
            }
        }
    }
    Ok(())
}
