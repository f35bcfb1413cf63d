//! The index beside a study file.

use std::path::{Path, PathBuf};

use serde::Serialize;
use themata_model::Study;
use themata_search::{Building, Index, IndexError, IndexState, IndexedText, Language, TextKey, passages};
use themata_store::{Store, TextVersion};

use crate::{Progress, Stage, Workspace, WorkspaceError};

/// Bytes of text kept in memory between two questions.
pub(super) const TEXTS_KEPT: usize = 256 << 20;

/// What the index beside a study file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexReport {
    /// The folder.
    pub folder: String,
    /// `ready`, `behind`, `missing` or `damaged`.
    pub state: &'static str,
    /// Texts of the study it holds.
    pub texts: usize,
    /// Texts of the study it lacks.
    pub missing: usize,
    /// Texts it holds that the study has no longer.
    pub stale: usize,
    /// Passages of the texts it holds.
    pub passages: usize,
    /// Size in bytes.
    pub bytes: u64,
    /// The languages whose words are found by their stems, with the number of sources in each; `other` for
    /// those found by their words as they stand.
    pub languages: Vec<(String, usize)>,
}

/// `.name.themata-index` beside `name.themata`.
pub(super) fn folder_of(study: &Path) -> PathBuf {
    let name = study.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    study.with_file_name(format!(".{name}-index"))
}

/// What a text is known by in the index.
pub(super) fn key(version: &TextVersion, outline: &Study) -> TextKey {
    let language = version.language.as_deref().or(outline.language.as_deref());
    let mut version =
        if version.version.is_empty() { format!("none.{}", version.source) } else { version.version.clone() };
    let known = language.and_then(Language::of_tag);
    if language.is_some() && known.is_none() {
        // Not to be taken for a text whose language is not told, and is detected.
        version.push_str(" unstemmed");
    }
    TextKey { version, language: known }
}

/// The index, made or mended where that is needed; in memory, with the reason, where the folder of the study
/// cannot be written.
pub(super) fn opened(
    store: &Store,
    folder: &Path,
    outline: &Study,
    keys: &[TextKey],
    progress: &dyn Fn(&Progress),
) -> Result<(Index, Option<String>), WorkspaceError> {
    let told = |building: Building| {
        progress(&Progress {
            stage: Stage::Indexing,
            done: building.done,
            of: building.of,
            what: String::new(),
        });
    };
    let load = |at: usize| loaded(store, outline, keys, at);
    match Index::open(folder, keys, &mut { load }, &told) {
        Ok(index) => Ok((index, None)),
        Err(error @ (IndexError::Busy { .. } | IndexError::Text(_))) => Err(failed(error)),
        Err(error) => {
            let why = match &error {
                IndexError::Folder { error, .. } => error.to_string(),
                other => other.to_string(),
            };
            let index = Index::in_memory(keys, &mut { load }, &told).map_err(failed)?;
            let note = format!(
                "The index could not be kept in `{}` ({why}); it was made in memory and is gone afterwards.",
                folder.display()
            );
            Ok((index, Some(note)))
        }
    }
}

fn loaded(store: &Store, outline: &Study, keys: &[TextKey], at: usize) -> Result<IndexedText, String> {
    let source = outline.sources.get(at).ok_or("the study changed while it was indexed")?;
    let found = store.source(&source.key).map_err(|error| error.to_string())?;
    let text = found.and_then(|mut source| source.texts.pop());
    let key = keys[at].clone();
    let told = source.language.as_ref().or(outline.language.as_ref());
    // What is told counts, also when it is a language without a stemmer.
    let detected = || themata_ingest::language(&text.as_ref()?.content, &text.as_ref()?.turns);
    let language =
        if told.is_some() { key.language } else { detected().and_then(|tag| Language::of_tag(&tag)) };
    let (passages, content) = text.map(|text| (passages(&text), text.content)).unwrap_or_default();
    Ok(IndexedText { key, language, content, passages })
}

pub(super) fn failed(error: IndexError) -> WorkspaceError {
    let refused = WorkspaceError::refused(error.to_string());
    match error {
        IndexError::Busy { .. } => refused.hint("wait for it, or end it, and try again"),
        IndexError::Engine(_) => refused.hint("make the index anew with `themata index --rebuild`"),
        IndexError::Folder { .. } | IndexError::Text(_) => refused,
    }
}

impl Workspace {
    /// What the index holds; reads all of it to see whether it is damaged.
    ///
    /// # Errors
    /// When the study is a folder, or it or the index cannot be read.
    pub fn index_report(&self) -> Result<IndexReport, WorkspaceError> {
        let store = self.searched()?;
        let folder = folder_of(self.path());
        let outline = store.read_outline()?;
        let keys: Vec<TextKey> =
            store.text_versions()?.iter().map(|version| key(version, &outline)).collect();
        let status = Index::status(&folder, &keys).map_err(failed)?;
        let mut languages: Vec<(String, usize)> = Vec::new();
        for language in &status.languages {
            let tag = language.map_or("other", Language::tag);
            match languages.iter_mut().find(|(known, _)| known == tag) {
                Some((_, n)) => *n += 1,
                None => languages.push((tag.to_string(), 1)),
            }
        }
        languages.sort();
        Ok(IndexReport {
            folder: folder.display().to_string(),
            state: match status.state {
                IndexState::Ready => "ready",
                IndexState::Behind => "behind",
                IndexState::Missing => "missing",
                IndexState::Damaged => "damaged",
            },
            texts: status.texts,
            missing: status.missing,
            stale: status.stale,
            passages: status.passages,
            bytes: status.bytes,
            languages,
        })
    }

    /// Makes the index anew.
    ///
    /// # Errors
    /// As [`Workspace::searching`], and when the index cannot be kept beside the study.
    pub fn rebuild_index(&self, progress: &dyn Fn(&Progress)) -> Result<IndexReport, WorkspaceError> {
        self.drop_index()?;
        match self.searching(progress)?.note() {
            Some(note) => Err(WorkspaceError::refused(note)
                .hint("the study is searched all the same; every search makes the index anew, in memory")),
            None => self.index_report(),
        }
    }

    /// Removes the index; whether there was one.
    ///
    /// # Errors
    /// When the study is a folder, or the index cannot be removed.
    pub fn drop_index(&self) -> Result<bool, WorkspaceError> {
        self.searched()?;
        Index::remove(&folder_of(self.path())).map_err(failed)
    }
}
