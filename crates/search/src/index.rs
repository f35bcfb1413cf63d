//! The index on the disk: opened when it is whole, made or mended otherwise.

mod filling;
mod folder;

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use tantivy::{IndexReader, ReloadPolicy};

use crate::analyzer::KeptStems;
use crate::schema::Fields;
use crate::seal::Seal;
use crate::touched::Touched;
use crate::view::View;
use crate::{IndexError, IndexedText, Language, Quotation, TextKey};

use folder::Folder;

/// How often it is tried again when what was being made is gone or cannot be read.
const ATTEMPTS: usize = 4;

/// An index of the texts of one study, as of now.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) view: View,
    touched: Touched,
    pub(crate) stems: KeptStems,
    /// Where its files lie and what they looked like when they were opened; `None` in memory.
    opened: Option<(PathBuf, Seal)>,
}

/// How far the building of an index has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Building {
    /// Texts taken in.
    pub done: usize,
    /// Texts to be taken in.
    pub of: usize,
}

/// First code point of a stretch of a text, and the one after its last.
pub type Span = (u32, u32);

/// What an index folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexStatus {
    /// Whether it can be used as it is.
    pub state: IndexState,
    /// Texts of the study that it holds.
    pub texts: usize,
    /// Texts of the study that it lacks.
    pub missing: usize,
    /// Texts it holds that the study has no longer.
    pub stale: usize,
    /// Passages of the texts it holds.
    pub passages: usize,
    /// The language each text of the study is stemmed in, as far as the index can be read.
    pub languages: Vec<Option<Language>>,
    /// Size of its files in bytes.
    pub bytes: u64,
}

/// Whether an index can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// Every text of the study is in it, and its files are as they were written.
    Ready,
    /// It lacks texts of the study, or holds others.
    Behind,
    /// There is none, or one of another version of the program.
    Missing,
    /// Its files are not as they were written.
    Damaged,
}

/// Gives the text at a position of the study's list, when it is to be indexed.
pub type Load<'a> = dyn FnMut(usize) -> Result<IndexedText, String> + 'a;

impl Index {
    /// Opens the index in `folder` for the texts `wanted`, when it is whole and holds just these;
    /// else makes what is missing, calling `load` for each text that is, and `progress` as it goes.
    /// Two processes that do so wait for one another.
    ///
    /// # Errors
    /// When the folder cannot be written, or a text cannot be loaded.
    pub fn open(
        folder: &Path,
        wanted: &[TextKey],
        load: &mut Load<'_>,
        progress: &dyn Fn(Building),
    ) -> Result<Index, IndexError> {
        let folder = Folder(folder);
        let mut attempt = 0;
        loop {
            if let (0, Some(index)) = (attempt, folder.ready(wanted)) {
                return Ok(index);
            }
            // Somebody may remove it while it is made; what cannot be read is not mended a second time.
            match folder.make(wanted, attempt > 0, load, progress) {
                Err(error) if attempt < ATTEMPTS && is_passing(&error) => attempt += 1,
                made => return made,
            }
        }
    }

    /// Opens the index in `folder` for the texts `wanted`, when nothing has to be done for it.
    pub fn open_ready(folder: &Path, wanted: &[TextKey]) -> Option<Index> {
        Folder(folder).ready(wanted)
    }

    /// Makes an index of the texts `wanted` in memory, where no folder can be written.
    ///
    /// # Errors
    /// When a text cannot be loaded.
    pub fn in_memory(
        wanted: &[TextKey],
        load: &mut Load<'_>,
        progress: &dyn Fn(Building),
    ) -> Result<Index, IndexError> {
        let fields = Fields::new();
        let engine = fields.engine().create_in_ram()?;
        filling::fill(&engine, &fields, wanted, &[], load, progress)?;
        let reader = reader(&engine)?;
        let view = View::of(&reader.searcher(), &fields, wanted)?;
        Ok(Index::of(fields, view, None))
    }

    /// What the index in `folder` holds of the texts `wanted`; reads all of it to see whether it is damaged.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn status(folder: &Path, wanted: &[TextKey]) -> Result<IndexStatus, IndexError> {
        Folder(folder).status(wanted)
    }

    /// Removes the index in `folder`; whether there was one. Waits for a process that builds it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(folder: &Path) -> Result<bool, IndexError> {
        if !folder.exists() {
            return Ok(false);
        }
        let _lock = match Folder(folder).lock() {
            Err(error @ IndexError::Busy { .. }) => return Err(error),
            lock => lock.ok(),
        };
        match fs::remove_dir_all(folder) {
            Ok(()) => Ok(true),
            // Another process begins to make it anew.
            Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(IndexError::Folder { path: folder.to_path_buf(), error }),
        }
    }

    /// The passages just before and after a place, nearest last and first: up to `n` on each side.
    pub fn neighbours(&self, place: &crate::Place, n: usize) -> (Vec<Span>, Vec<Span>) {
        let run = self.view.run(place.text);
        let here = self.view.touched(place.text, place.start, place.end);
        let first = here.start.max(run.start);
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        let span = |doc: u32| (self.view.start(doc), self.view.end(doc));
        let before = first.saturating_sub(n).max(run.start)..first;
        let after = here.end.min(run.end)..here.end.saturating_add(n).min(run.end);
        (before.map(span).collect(), after.map(span).collect())
    }

    /// The language each text's words are stemmed in.
    pub fn languages(&self) -> Vec<Option<Language>> {
        self.view.languages()
    }

    /// The bytes of the code points `start..end` of a text, whose words are given.
    pub fn bytes_of(&self, text: u32, words: &str, start: u32, end: u32) -> Range<usize> {
        self.view.bytes_of(text, words, start, end)
    }

    /// The passages that codings, which are in order, share a character with.
    pub(crate) fn touched(&self, quotations: &Arc<[Quotation]>) -> Arc<FixedBitSet> {
        self.touched.by(quotations, &self.view)
    }

    fn of(fields: Fields, view: View, opened: Option<(PathBuf, Seal)>) -> Index {
        Index { fields, view, touched: Touched::default(), stems: KeptStems::default(), opened }
    }

    /// Whether no other program wrote over its files since they were opened: what was answered then
    /// is true.
    pub fn is_untouched(&self) -> bool {
        self.opened.as_ref().is_none_or(|(files, seal)| seal.holds(files))
    }

    /// Number of passages.
    pub fn passages(&self) -> usize {
        self.view.n_live()
    }
}

/// Whether it may be different the next time: not where the folder cannot be written.
fn is_passing(error: &IndexError) -> bool {
    use std::io::ErrorKind::{
        AlreadyExists, NotADirectory, PermissionDenied, ReadOnlyFilesystem, StorageFull,
    };
    match error {
        IndexError::Engine(_) => true,
        IndexError::Folder { error, .. } => {
            let lasting = [AlreadyExists, NotADirectory, PermissionDenied, ReadOnlyFilesystem, StorageFull];
            !lasting.contains(&error.kind())
        }
        IndexError::Busy { .. } | IndexError::Text(_) => false,
    }
}

fn reader(engine: &tantivy::Index) -> Result<IndexReader, IndexError> {
    Ok(engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}
