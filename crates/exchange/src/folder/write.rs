//! Rendering a study as the files of its folder, in canonical form: fixed columns, LF, sorted rows,
//! ids only where they are not the derived ones.

mod codings;
mod csv_file;
mod evidence;
mod members;
mod roster;
mod texts;
mod toml_files;

use std::collections::BTreeMap;

use themata_model::SourceKey;

use super::{Files, Folder, contents, history};

pub(crate) use csv_file::file_stem;

/// Renders every file of the folder.
pub fn render_folder(folder: &Folder) -> Files {
    let mut files = render_state(folder);
    contents::render(&folder.contents, &mut files);
    if let Some(named) = folder.documents.get(super::KEPT_PROJECT) {
        files.insert(super::KEPT_PROJECT.to_string(), named.clone().into_bytes());
    }
    if let Some(bytes) = history::render(folder) {
        files.insert("history.jsonl".to_string(), bytes);
    }
    files
}

/// Every file but the history and what only it names.
pub(super) fn render_state(folder: &Folder) -> Files {
    let study = &folder.study;
    let mut files = Files::new();
    toml_files::render(folder, &mut files);
    roster::render(study, &mut files);
    texts::render(folder, &mut files);
    codings::render(study, &mut files);
    evidence::render(study, &mut files);
    members::render(study, &mut files);
    originals(&folder.originals, folder, &mut files);
    files
}

fn originals(originals: &BTreeMap<SourceKey, Vec<u8>>, folder: &Folder, files: &mut Files) {
    for source in &folder.study.sources {
        if let Some(bytes) = originals.get(&source.key) {
            files.insert(source.file.clone(), bytes.clone());
        }
    }
}
