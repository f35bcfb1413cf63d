//! An open study.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use themata_model::mark::Marks;
use themata_model::{Problem, Study};
use themata_store::{Snapshot, Store};

use crate::{WorkspaceError, build};

/// An open study: a study file, or a study folder read into memory.
///
/// Opening a file reads none of its codings; what a question needs is read when it is asked, once.
pub struct Workspace {
    path: PathBuf,
    store: Option<Store>,
    /// Study and marks without texts and quotations, for counting.
    light: OnceLock<(Study, Marks)>,
    full: OnceLock<(Snapshot, Marks)>,
    warnings: Vec<Problem>,
}

impl Workspace {
    /// Opens the study file or study folder at `path`.
    ///
    /// # Errors
    /// When there is no study, it cannot be read, or a folder has errors.
    pub fn open(path: &Path) -> Result<Workspace, WorkspaceError> {
        if path.is_dir() {
            let (content, warnings) = build::read(path, false, build::Outputs::MayWait, &|_| ())?;
            let workspace = Workspace::unread(path, None, warnings);
            let _ = workspace.full.set(with_marks(build::snapshot(content)));
            return Ok(workspace);
        }
        if !path.exists() {
            return Err(WorkspaceError::NoStudy { path: path.to_path_buf() });
        }
        Ok(Workspace::with_store(path, open_store(path)?))
    }

    /// The study of an open file.
    pub(crate) fn with_store(path: &Path, store: Store) -> Workspace {
        Workspace::unread(path, Some(store), Vec::new())
    }

    fn unread(path: &Path, store: Option<Store>, warnings: Vec<Problem>) -> Workspace {
        Workspace { path: path.to_path_buf(), store, light: OnceLock::new(), full: OnceLock::new(), warnings }
    }

    /// The study file, when it is no folder.
    pub(crate) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// The study file, to be changed.
    ///
    /// # Errors
    /// When the study is a folder.
    pub(crate) fn store_mut(&mut self) -> Result<&mut Store, WorkspaceError> {
        let path = &self.path;
        self.store.as_mut().ok_or_else(|| WorkspaceError::FolderIsReadOnly { path: path.clone() })
    }

    /// Forgets what was read, after the file has changed.
    pub(crate) fn forget(&mut self) {
        self.light = OnceLock::new();
        self.full = OnceLock::new();
    }

    /// The file or folder this is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What looked odd when a folder was read.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Everything but texts and codings, and the codings as integers.
    pub(crate) fn light(&self) -> Result<(&Study, &Marks), WorkspaceError> {
        if let Some((snapshot, marks)) = self.full.get() {
            return Ok((&snapshot.study, marks));
        }
        if let (None, Some(store)) = (self.light.get(), &self.store) {
            let study = store.read_outline()?;
            let marks = store.marks(&study)?;
            let _ = self.light.set((study, marks));
        }
        match self.light.get() {
            Some((study, marks)) => Ok((study, marks)),
            None => Err(WorkspaceError::NoStudy { path: self.path.clone() }),
        }
    }

    /// How many codings there are, lost ones included.
    pub(crate) fn number_of_codings(&self) -> Result<usize, WorkspaceError> {
        match &self.store {
            Some(store) => Ok(store.n_codings()?),
            None => Ok(self.full()?.0.study.codings.len()),
        }
    }

    /// Everything.
    pub(crate) fn full(&self) -> Result<(&Snapshot, &Marks), WorkspaceError> {
        if let (None, Some(store)) = (self.full.get(), &self.store) {
            let _ = self.full.set(with_marks(store.read_all()?));
        }
        match self.full.get() {
            Some((snapshot, marks)) => Ok((snapshot, marks)),
            None => Err(WorkspaceError::NoStudy { path: self.path.clone() }),
        }
    }
}

/// Opens a study file so that nothing is left beside it when it is closed: a reader that may not
/// write cannot take away the files of the write-ahead log. Where writing is not allowed, it must do.
pub(crate) fn open_store(path: &Path) -> Result<Store, WorkspaceError> {
    match Store::open(path) {
        Ok(store) => Ok(store),
        Err(_) => Ok(Store::open_read_only(path)?),
    }
}

fn with_marks(snapshot: Snapshot) -> (Snapshot, Marks) {
    let marks = Marks::of(&snapshot.study);
    (snapshot, marks)
}
