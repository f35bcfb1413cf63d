//! The index on the disk: opened when it is whole, made or mended otherwise.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use fixedbitset::FixedBitSet;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::UserOperation;
use tantivy::schema::Term;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument};

use crate::analyzer::KeptStems;
use crate::boundaries::Boundaries;
use crate::schema::{FORMAT, Fields, tokenizers};
use crate::seal::Seal;
use crate::touched::Touched;
use crate::view::View;
use crate::{IndexError, IndexedText, Language, Quotation, TextKey, seal, word};

/// Bytes of memory each of the indexing threads may fill before it writes a piece of the index.
const MEMORY_A_THREAD: usize = 48 << 20;
/// Bytes of text taken in between two commits: bounds what waits in memory.
const TEXT_A_COMMIT: usize = 48 << 20;
/// How often it is tried again when what was being made is gone or cannot be read.
const ATTEMPTS: usize = 4;
/// How long another process that builds is waited for.
const PATIENCE: Duration = Duration::from_secs(600);

/// An index of the texts of one study, as of now.
pub struct Index {
    pub(crate) fields: Fields,
    pub(crate) view: View,
    touched: Touched,
    pub(crate) boundaries: Boundaries,
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
        let engine = tantivy::IndexBuilder::new()
            .schema(fields.schema.clone())
            .tokenizers(tokenizers())
            .create_in_ram()?;
        fill(&engine, &fields, wanted, &[], load, progress)?;
        let reader = reader(&engine)?;
        let view = View::of(&reader.searcher(), wanted)?;
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
        Index {
            fields,
            view,
            touched: Touched::default(),
            boundaries: Boundaries::default(),
            stems: KeptStems::default(),
            opened,
        }
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

/// The folder an index lies in.
struct Folder<'a>(&'a Path);

impl Folder<'_> {
    /// The engine's files: one folder a format, so that no program reads what another wrote.
    fn files(&self) -> PathBuf {
        self.0.join(format!("format-{FORMAT}"))
    }

    fn failed(&self, error: std::io::Error) -> IndexError {
        IndexError::Folder { path: self.0.to_path_buf(), error }
    }

    fn ready(&self, wanted: &[TextKey]) -> Option<Index> {
        let seal = Seal::whole(&self.files(), FORMAT)?;
        let (_, fields, reader) = self.engine().ok()?;
        let view = View::of(&reader.searcher(), wanted).ok()?;
        let is_complete = view.missing().is_empty() && view.strangers().is_empty();
        is_complete.then(|| Index::of(fields, view, Some((self.files(), seal))))
    }

    fn engine(&self) -> Result<(tantivy::Index, Fields, IndexReader), IndexError> {
        let fields = Fields::new();
        let directory =
            MmapDirectory::open(self.files()).map_err(|error| IndexError::Engine(error.to_string()))?;
        let engine = tantivy::IndexBuilder::new().schema(fields.schema.clone()).tokenizers(tokenizers());
        let engine = engine.open_or_create(directory)?;
        let reader = reader(&engine)?;
        Ok((engine, fields, reader))
    }

    fn make(
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
                (engine, fields, View::of(&reader.searcher(), wanted)?)
            }
        };
        let (missing, strangers) = (view.missing(), view.strangers());
        drop(view);
        if !missing.is_empty() || !strangers.is_empty() {
            let wanted: Vec<(usize, &TextKey)> = missing.iter().map(|&at| (at, &wanted[at])).collect();
            fill_these(&engine, &fields, &wanted, &strangers, load, progress)?;
        }
        let names = sealed_names(&engine)?;
        let seal = seal::seal(&files, FORMAT, names).map_err(|error| self.failed(error))?;
        let reader = self::reader(&engine)?;
        let view = View::of(&reader.searcher(), wanted)?;
        Ok(Index::of(fields, view, Some((files, seal))))
    }

    /// The engine as it lies in the folder, when nothing in it is damaged.
    fn usable(&self, wanted: &[TextKey]) -> Option<(tantivy::Index, Fields, View)> {
        if !seal::is_whole(&self.files(), FORMAT) && !self.is_sound() {
            return None;
        }
        let (engine, fields, reader) = self.engine().ok()?;
        let view = View::of(&reader.searcher(), wanted).ok()?;
        Some((engine, fields, view))
    }

    /// Whether the files, read from end to end, are those that were written.
    fn is_sound(&self) -> bool {
        let sound = || -> Option<bool> {
            let (engine, ..) = self.engine().ok()?;
            Some(engine.validate_checksum().ok()?.is_empty())
        };
        self.files().join("meta.json").exists() && sound().unwrap_or(false)
    }

    /// Waits until no other process builds.
    fn lock(&self) -> Result<File, IndexError> {
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

    fn status(&self, wanted: &[TextKey]) -> Result<IndexStatus, IndexError> {
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
        let Ok((_, _, reader)) = self.engine() else { return Ok(status) };
        let Ok(view) = View::of(&reader.searcher(), wanted) else { return Ok(status) };
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

fn reader(engine: &tantivy::Index) -> Result<IndexReader, IndexError> {
    Ok(engine.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}

/// The files that belong to the last commit.
fn sealed_names(engine: &tantivy::Index) -> Result<BTreeSet<PathBuf>, IndexError> {
    let segments: Vec<String> =
        engine.searchable_segment_ids()?.iter().map(tantivy::index::SegmentId::uuid_string).collect();
    let directory = engine.directory();
    let belongs = |name: &PathBuf| {
        let name = name.to_string_lossy();
        segments.iter().any(|segment| name.starts_with(segment.as_str()))
    };
    let managed = directory.list_managed_files().into_iter().filter(belongs);
    let mut names: BTreeSet<PathBuf> = managed.collect();
    names.retain(|name| tantivy::directory::Directory::exists(directory, name).unwrap_or(false));
    names.insert(PathBuf::from("meta.json"));
    Ok(names)
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

fn fill(
    engine: &tantivy::Index,
    fields: &Fields,
    wanted: &[TextKey],
    strangers: &[String],
    load: &mut Load<'_>,
    progress: &dyn Fn(Building),
) -> Result<(), IndexError> {
    let wanted: Vec<(usize, &TextKey)> = wanted.iter().enumerate().collect();
    fill_these(engine, fields, &wanted, strangers, load, progress)
}

/// Takes the texts `wanted` in and the `strangers` out.
fn fill_these(
    engine: &tantivy::Index,
    fields: &Fields,
    wanted: &[(usize, &TextKey)],
    strangers: &[String],
    load: &mut Load<'_>,
    progress: &dyn Fn(Building),
) -> Result<(), IndexError> {
    let threads = thread::available_parallelism().map_or(1, |n| n.get().min(8));
    // A few texts are taken in faster by one thread than several are started.
    let threads = if wanted.len() < 4 { 1 } else { threads };
    let mut writer: IndexWriter = engine.writer_with_num_threads(threads, threads * MEMORY_A_THREAD)?;
    for stranger in strangers {
        writer.delete_term(Term::from_field_text(fields.text, stranger));
    }
    let mut waiting = 0;
    for (done, &(at, key)) in wanted.iter().enumerate() {
        progress(Building { done, of: wanted.len() });
        let text = load(at).map_err(IndexError::Text)?;
        waiting += text.content.len();
        // A half-made text of a run that was stopped is taken out first.
        let mut changes = vec![UserOperation::Delete(Term::from_field_text(fields.text, &key.term()))];
        changes.extend(documents(fields, &text).into_iter().map(UserOperation::Add));
        writer.run(changes)?;
        if waiting >= TEXT_A_COMMIT {
            writer.commit()?;
            waiting = 0;
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    progress(Building { done: wanted.len(), of: wanted.len() });
    Ok(())
}

/// One document a passage. They are handed over together, so that they lie side by side.
fn documents(fields: &Fields, text: &IndexedText) -> Vec<TantivyDocument> {
    let key = text.key.term();
    let number = |position: Option<u32>| position.map_or(0, |position| u64::from(position) + 1);
    let mut cuts = Vec::new();
    let passage = |passage: &crate::Passage| {
        let words = passage.span.of(&text.content);
        word::words(words, &mut cuts);
        let mut document = TantivyDocument::new();
        document.add_text(fields.text, &key);
        document.add_text(fields.exact, words);
        if let Some(language) = text.language {
            document.add_text(fields.stems(language), words);
        }
        document
            .add_u64(fields.places.language, text.language.map_or(0, |known| known.position() as u64 + 1));
        document.add_u64(fields.places.turn, number(passage.turn));
        document.add_u64(fields.places.speaker, number(passage.speaker));
        document.add_u64(fields.places.start, u64::from(passage.start));
        document.add_u64(fields.places.end, u64::from(passage.end));
        document.add_u64(fields.places.first_byte, passage.span.start().0 as u64);
        document.add_u64(fields.places.last_byte, passage.span.end().0 as u64);
        for milestone in word::milestones(words, &cuts) {
            document.add_u64(fields.places.milestones, milestone.packed());
        }
        document
    };
    if text.passages.is_empty() {
        // Shows that the text was seen; it stands nowhere and has no words.
        return vec![placeholder(fields, &key)];
    }
    text.passages.iter().map(passage).collect()
}

fn placeholder(fields: &Fields, key: &str) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.text, key);
    let places = fields.places;
    let numbers =
        [places.turn, places.speaker, places.start, places.end, places.first_byte, places.last_byte];
    for field in numbers.into_iter().chain([places.language]) {
        document.add_u64(field, 0);
    }
    document
}
