//! The folder an index lies in: looked at, locked, made whole.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tantivy::IndexReader;
use tantivy::directory::MmapDirectory;

use super::{Building, Index, IndexState, IndexStatus, Load, filling, reader};
use crate::schema::{FORMAT, Fields};
use crate::seal::Seal;
use crate::view::View;
use crate::{IndexError, TextKey, seal};

/// How long another process that builds is waited for.
const PATIENCE: Duration = Duration::from_secs(600);

/// The folder an index lies in.
pub(super) struct Folder<'a>(pub(super) &'a Path);

impl Folder<'_> {
    /// The engine's files: one folder a format, so that no program reads what another wrote.
    fn files(&self) -> PathBuf {
        self.0.join(format!("format-{FORMAT}"))
    }

    fn failed(&self, error: std::io::Error) -> IndexError {
        IndexError::Folder { path: self.0.to_path_buf(), error }
    }

    pub(super) fn ready(&self, wanted: &[TextKey]) -> Option<Index> {
        let seal = Seal::whole(&self.files(), FORMAT)?;
        let (_, fields, reader) = self.engine().ok()?;
        let view = View::of(&reader.searcher(), &fields, wanted).ok()?;
        let is_complete = view.missing().is_empty() && view.strangers().is_empty();
        is_complete.then(|| Index::of(fields, view, Some((self.files(), seal))))
    }

    fn engine(&self) -> Result<(tantivy::Index, Fields, IndexReader), IndexError> {
        let fields = Fields::new();
        let directory =
            MmapDirectory::open(self.files()).map_err(|error| IndexError::Engine(error.to_string()))?;
        let engine = fields.engine().open_or_create(directory)?;
        let reader = reader(&engine)?;
        Ok((engine, fields, reader))
    }

    pub(super) fn make(
        &self,
        wanted: &[TextKey],
        anew: bool,
        load: &mut Load<'_>,
        progress: &dyn Fn(Building),
    ) -> Result<Index, IndexError> {
        private_folder(self.0).map_err(|error| self.failed(error))?;
        let _lock = self.lock()?;
        self.sweep()?;
        let files = self.files();
        let (engine, fields, view) = match self.usable(wanted).filter(|_| !anew) {
            Some(usable) => usable,
            None => {
                clear(&files).map_err(|error| self.failed(error))?;
                private_folder(&files).map_err(|error| self.failed(error))?;
                let (engine, fields, reader) = self.engine()?;
                let view = View::of(&reader.searcher(), &fields, wanted)?;
                (engine, fields, view)
            }
        };
        let (missing, strangers) = (view.missing(), view.strangers());
        drop(view);
        if !missing.is_empty() || !strangers.is_empty() {
            let wanted: Vec<(usize, &TextKey)> = missing.iter().map(|&at| (at, &wanted[at])).collect();
            filling::fill_these(&engine, &fields, &wanted, &strangers, load, progress)?;
        }
        let names = self.pieces(&engine)?.into_iter().chain([PathBuf::from("meta.json")]);
        let seal = seal::seal(&files, FORMAT, names).map_err(|error| self.failed(error))?;
        let reader = reader(&engine)?;
        let view = View::of(&reader.searcher(), &fields, wanted)?;
        Ok(Index::of(fields, view, Some((files, seal))))
    }

    /// The engine as it lies in the folder, when nothing in it is damaged.
    fn usable(&self, wanted: &[TextKey]) -> Option<(tantivy::Index, Fields, View)> {
        if !seal::is_whole(&self.files(), FORMAT) && !self.is_sound() {
            return None;
        }
        let (engine, fields, reader) = self.engine().ok()?;
        let view = View::of(&reader.searcher(), &fields, wanted).ok()?;
        Some((engine, fields, view))
    }

    /// Whether the files, read from end to end, are those that were written.
    fn is_sound(&self) -> bool {
        let sound = || -> Option<bool> {
            let (engine, ..) = self.engine().ok()?;
            let is_whole = |name: &PathBuf| engine.directory().validate_checksum(name).unwrap_or(false);
            Some(self.pieces(&engine).ok()?.iter().all(is_whole))
        };
        self.files().join("meta.json").exists() && sound().unwrap_or(false)
    }

    /// The files of the last commit's pieces, as they lie in the folder: the engine's own list may be lost.
    fn pieces(&self, engine: &tantivy::Index) -> Result<BTreeSet<PathBuf>, IndexError> {
        let pieces: Vec<String> =
            engine.searchable_segment_ids()?.iter().map(tantivy::index::SegmentId::uuid_string).collect();
        let entries = fs::read_dir(self.files()).map_err(|error| self.failed(error))?;
        let names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
        let belongs = |name: &std::ffi::OsString| {
            let name = name.to_string_lossy();
            pieces.iter().any(|piece| name.starts_with(piece.as_str()))
        };
        Ok(names.filter(belongs).map(PathBuf::from).collect())
    }

    /// Waits until no other process builds.
    pub(super) fn lock(&self) -> Result<File, IndexError> {
        let path = self.0.join("lock");
        let create = || File::create(&path).map_err(|error| self.failed(error));
        let mut file = create()?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(file),
                // Whoever held it removed the folder: the lock is another file by now.
                Ok(()) => {
                    private_folder(self.0).map_err(|error| self.failed(error))?;
                    file = create()?;
                }
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    thread::sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(IndexError::Busy { path: self.0.to_path_buf(), seconds: PATIENCE.as_secs() });
                }
                Err(TryLockError::Error(error)) => return Err(self.failed(error)),
            }
        }
    }

    /// Removes what programs of other versions left.
    fn sweep(&self) -> Result<(), IndexError> {
        let own = self.files();
        let entries = fs::read_dir(self.0).map_err(|error| self.failed(error))?;
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if path.is_dir() && path != own {
                clear(&path).map_err(|error| self.failed(error))?;
            }
        }
        Ok(())
    }

    pub(super) fn status(&self, wanted: &[TextKey]) -> Result<IndexStatus, IndexError> {
        let mut status = IndexStatus {
            state: IndexState::Missing,
            texts: 0,
            missing: wanted.len(),
            stale: 0,
            passages: 0,
            languages: Vec::new(),
            bytes: 0,
        };
        let files = self.files();
        if !files.join("meta.json").exists() {
            return Ok(status);
        }
        for entry in fs::read_dir(&files).map_err(|error| self.failed(error))? {
            let entry = entry.map_err(|error| self.failed(error))?;
            status.bytes += entry.metadata().map(|about| about.len()).unwrap_or(0);
        }
        status.state = IndexState::Damaged;
        if !self.is_sound() {
            return Ok(status);
        }
        let Ok((_, fields, reader)) = self.engine() else { return Ok(status) };
        let Ok(view) = View::of(&reader.searcher(), &fields, wanted) else { return Ok(status) };
        status.missing = view.missing().len();
        status.texts = wanted.len() - status.missing;
        status.stale = view.strangers().len();
        status.passages = view.n_live();
        status.languages = view.languages();
        status.state = match (status.missing, status.stale) {
            (0, 0) if seal::is_whole(&files, FORMAT) => IndexState::Ready,
            _ => IndexState::Behind,
        };
        Ok(status)
    }
}

/// Whether the open `file` is the one that lies at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(held), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    (held.dev(), held.ino()) == (there.dev(), there.ino())
}

/// Whether the open `file` is the one that lies at `path`: elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// A folder that only its owner may look into; interviews often lie on encrypted volumes.
fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

fn clear(path: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
