//! Keeping a study safe: copies of its file, and what can be read out of a damaged one.

use std::path::{Path, PathBuf};

use serde_json::json;
use themata_model::Op;
use themata_store::{Headway, Recovery, Store, WriteError};

use crate::workspace::open_store;
use crate::{Progress, Stage, WorkspaceError, clock};

/// What came of a recovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The new file; none where nothing was wrong and no copy was asked for.
    pub file: Option<PathBuf>,
    /// What was found.
    pub recovery: Recovery,
}

/// Writes a whole copy of the study file at `study` to the new file `to`, whoever works on it meanwhile.
///
/// # Errors
/// When the study cannot be read, `to` exists, or it cannot be written; there is then no half file.
pub fn back_up(study: &Path, to: &Path) -> Result<(), WorkspaceError> {
    if !study.is_file() {
        return Err(WorkspaceError::NoStudy { path: study.to_path_buf() });
    }
    Ok(open_store(study)?.save_copy(to)?)
}

/// Reads what can be read out of the damaged file at `damaged`, which stays as it is, into the new file `to`,
/// by default `NAME.recovered.themata` beside it. A file that is intact is copied only to a `to` that is
/// named.
///
/// # Errors
/// When there is nothing to be read, or the new file exists or cannot be written.
pub fn recover(
    damaged: &Path,
    to: Option<&Path>,
    progress: &dyn Fn(&Progress),
) -> Result<Recovered, WorkspaceError> {
    let stem = damaged.file_stem().unwrap_or_default().to_string_lossy();
    let file = match to {
        Some(to) => to.to_path_buf(),
        None => damaged.with_file_name(format!("{stem}.recovered.themata")),
    };
    let op = Op {
        seq: 0,
        id: clock::fresh_id(),
        verb: "recover".to_string(),
        coder: None,
        at: Some(clock::now()),
        args: "{}".to_string(),
        undoes: None,
        changes: Vec::new(),
    };
    let describe = |recovery: &Recovery| {
        let gone: usize = recovery.tables.iter().map(|table| table.gone.len()).sum();
        let said = match gone {
            0 => "recovered the study from a damaged file; nothing is gone".to_string(),
            1 => "recovered the study from a damaged file; 1 thing is gone".to_string(),
            n => format!("recovered the study from a damaged file; {n} things are gone"),
        };
        let named: Vec<String> = recovery
            .tables
            .iter()
            .flat_map(|table| table.gone.iter().map(|gone| format!("{}: {gone}", table.table)))
            .collect();
        json!({ "said": said, "gone": named }).to_string()
    };
    let hear = Progress::in_hundredths(Stage::Recovering, progress);
    let recovery = Store::recover(damaged, &file, &op, describe, Headway::of(&hear)).map_err(|error| match error {
        WriteError::Value { message } => WorkspaceError::refused(message)
            .hint("look for a copy: `NAME.schema-N.themata` beside it, a file made by `themata backup`, a folder made by `themata unpack`, an earlier version in the cloud")
            .hint("if a file of the same name that ends in `-wal` is anywhere, put it beside the study file and try again"),
        other => other.into(),
    })?;
    let intact = recovery.is_intact();
    if let (true, Some(to)) = (intact, to) {
        back_up(damaged, to)?;
    }
    Ok(Recovered { file: (!intact || to.is_some()).then_some(file), recovery })
}
