//! Takes texts into an index, one document a passage.

use std::thread;

use tantivy::indexer::UserOperation;
use tantivy::schema::Term;
use tantivy::{IndexWriter, TantivyDocument};

use super::{Building, Load};
use crate::schema::Fields;
use crate::{IndexError, IndexedText, TextKey, cuts};

/// Bytes of memory each of the indexing threads may fill before it writes a piece of the index.
const MEMORY_A_THREAD: usize = 48 << 20;
/// Bytes of text taken in between two commits: bounds what waits in memory.
const TEXT_A_COMMIT: usize = 48 << 20;
/// Bytes that a document takes besides its words, at most or nearly so.
const NUMBERS: usize = 256;

pub(super) fn fill(
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
pub(super) fn fill_these(
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
    let passage = |passage: &crate::Passage| {
        let words = passage.span.of(&text.content);
        let words = cuts::handed(text.language, words);
        let mut document = TantivyDocument::with_capacity(words.len() + NUMBERS);
        document.add_text(fields.text, &key);
        document.add_text(fields.words, words);
        document
            .add_u64(fields.places.language, text.language.map_or(0, |known| known.position() as u64 + 1));
        document.add_u64(fields.places.turn, number(passage.turn));
        document.add_u64(fields.places.speaker, number(passage.speaker));
        document.add_u64(fields.places.start, u64::from(passage.start));
        document.add_u64(fields.places.end, u64::from(passage.end));
        document.add_u64(fields.places.first_byte, passage.span.start().0 as u64);
        document.add_u64(fields.places.last_byte, passage.span.end().0 as u64);
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
