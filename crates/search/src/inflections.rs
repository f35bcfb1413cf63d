//! Which terms of the index are inflections of one word: a file beside the dictionary of each piece of the
//! index, from stems to terms.
//!
//! Words are indexed once, as they stand; what a stem stands for is looked up when a question is put. A word
//! that is its own stem is found in the dictionary; only the others are listed. It is the engine that writes the
//! file with the others of the piece, checks and removes it.

use std::any::Any;
use std::collections::HashMap;

use tantivy::directory::{CompositeFile, OwnedBytes, TerminatingWrite};
use tantivy::index::SegmentComponent;
use tantivy::indexer::DocIdMapping;
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;
use tantivy::{Segment, SegmentReader, TantivyError};
use tantivy_fst::raw::Fst;
use tantivy_fst::{IntoStreamer, Map, MapBuilder, Streamer};

use crate::analyzer::Stemming;
use crate::term::{self, Term};
use crate::{IndexError, Language};

/// Ending of the file's name.
const ENDING: &str = "stems";
/// Stands between a stem and its term; no stem holds it.
const PARTED: char = '\t';
/// The sign that goes after [`PARTED`].
const AFTER_PARTED: char = '\n';

/// Writes the file of each piece.
pub(crate) struct Inflections {
    /// The field of words.
    pub(crate) words: Field,
}

impl SegmentPlugin for Inflections {
    fn extensions(&self) -> &[&str] {
        &[ENDING]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Writer { words: self.words }))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        write(context.target_segment, self.words)
    }
}

struct Writer {
    words: Field,
}

impl PluginWriter for Writer {
    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        write(segment, self.words)
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// Writes the file of a piece whose dictionary is written.
fn write(piece: &Segment, words: Field) -> tantivy::Result<()> {
    let dictionaries = CompositeFile::open(&piece.open_read(SegmentComponent::Terms)?)?;
    let mut keys = match dictionaries.open_read(words) {
        Some(file) => keys_of(&TermDictionary::open(file)?)?,
        None => Vec::new(),
    };
    // Mostly in order already.
    keys.sort();
    let failed = |error: tantivy_fst::Error| TantivyError::InternalError(error.to_string());
    let file = piece.open_write(SegmentComponent::Custom(ENDING.to_string()))?;
    let mut stems = MapBuilder::new(file).map_err(failed)?;
    for key in keys {
        stems.insert(key, 0).map_err(failed)?;
    }
    stems.into_inner().map_err(failed)?.terminate()?;
    Ok(())
}

/// Every term behind its stem, where the word is another.
fn keys_of(dictionary: &TermDictionary) -> tantivy::Result<Vec<String>> {
    let mut stemming: HashMap<Language, Stemming> = HashMap::new();
    let mut keys = Vec::new();
    let mut terms = dictionary.stream()?;
    while terms.advance() {
        let (Ok(written), Some(term)) = (std::str::from_utf8(terms.key()), Term::read(terms.key())) else {
            continue;
        };
        let Some(language) = term.language else { continue };
        let stem = stemming.entry(language).or_insert_with(|| Stemming::new(language)).stem(term.lowered);
        if stem == term.folded {
            continue;
        }
        keys.push(format!("{}{stem}{PARTED}{written}", letter_of(language)));
    }
    Ok(keys)
}

fn letter_of(language: Language) -> char {
    char::from(term::letter(Some(language)))
}

/// The terms by stem, of one piece.
pub(crate) struct ByStem(Map<OwnedBytes>);

impl ByStem {
    /// Opens the file of a piece.
    pub(crate) fn open(piece: &SegmentReader) -> Result<ByStem, IndexError> {
        let file = piece.open_read(SegmentComponent::Custom(ENDING.to_string()));
        let bytes = file.map_err(TantivyError::from)?.read_bytes()?;
        let stems = Fst::new(bytes).map_err(|error| IndexError::Engine(error.to_string()))?;
        Ok(ByStem(Map::from(stems)))
    }

    /// Calls `each` with the terms of the words that have a stem in a language and are not written as it is.
    pub(crate) fn inflected(&self, language: Language, stem: &str, mut each: impl FnMut(&str)) {
        let letter = letter_of(language);
        let from = format!("{letter}{stem}{PARTED}");
        let mut keys = self.0.range().ge(&from).lt(format!("{letter}{stem}{AFTER_PARTED}")).into_stream();
        while let Some((key, _)) = keys.next() {
            if let Some(Ok(term)) = key.get(from.len()..).map(std::str::from_utf8) {
                each(term);
            }
        }
    }
}
