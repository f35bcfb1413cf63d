//! Whether codings stand on their words: the place of each must be where the current text of its source
//! has exactly its quotation.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use themata_model::{CharOffset, SourceKey, TextIndex};

use crate::apply::Step;
use crate::error::Fault;
use crate::image::Image;
use crate::read::{Reader, parsed};
use crate::trigger;
use crate::write::place;

/// What a coding's place consists of.
const PLACE: [&str; 7] = ["source_id", "start", "end", "line", "turn", "speaker", "quotation"];

/// A coding that does not stand on its words.
#[derive(Debug)]
pub(crate) struct Misplaced {
    /// Its UUID.
    pub(crate) coding: String,
    /// Its quotation.
    pub(crate) quotation: String,
    /// The UUID of its source.
    pub(crate) source: String,
    /// The key of its source.
    pub(crate) key: SourceKey,
}

/// The codings to look at.
#[derive(Default)]
pub(crate) struct Touched {
    /// The sources by UUID: all their codings (`None`), or those with these UUIDs.
    sources: BTreeMap<String, Option<BTreeSet<String>>>,
    /// The UUIDs of texts whose speakers have other parts.
    texts: BTreeSet<String>,
}

/// Looks, after steps were applied, at the codings that they [`touched`], and returns those that do not
/// stand on their words. What follows from the place of the others is written anew: who says most of it
/// may have changed.
pub(crate) fn misplaced(db: &Connection, mut touched: Touched) -> Result<Vec<Misplaced>, Fault> {
    let mut found = Vec::new();
    for text in touched.texts {
        // Not by the text that sources point at, for which all of them would be read.
        let sql = "SELECT s.uuid FROM text t JOIN source s ON s.rowid = t.source_id \
                   WHERE t.uuid = ? AND s.text_id = t.rowid";
        let source: Option<String> =
            db.prepare_cached(sql)?.query_row([text], |row| row.get(0)).optional()?;
        touched.sources.extend(source.map(|source| (source, None)));
    }
    for (source, only) in touched.sources {
        let sql = "SELECT key FROM source WHERE uuid = ?";
        let key =
            db.prepare_cached(sql)?.query_row([&source], |row| parsed::<SourceKey>(row, 0)).optional()?;
        let Some(key) = key else { continue };
        in_source(db, &source, key, only.as_ref(), &mut found)?;
    }
    Ok(found)
}

/// The codings that `steps` touch: all of a source where its text or the part of a speaker changed, else
/// those whose place changed.
pub(crate) fn touched(steps: &[Step]) -> Touched {
    let text = |image: &Image, column: &str| image.get(column).and_then(Value::as_str).map(str::to_string);
    let mut touched = Touched::default();
    let sources = &mut touched.sources;
    for step in steps {
        let Some(to) = &step.to else { continue };
        let differs = |column: &&str| step.now.as_ref().and_then(|now| now.get(column)) != to.get(column);
        if step.table == "speaker" && differs(&"role") {
            touched.texts.extend(text(to, "text_id"));
        }
        let Some(uuid) = text(to, "uuid") else { continue };
        match step.table.as_str() {
            "source" if differs(&"text_id") => {
                sources.insert(uuid, None);
            }
            "coding" if PLACE.iter().any(differs) => {
                let source = text(to, "source_id").unwrap_or_default();
                if let Some(codings) = sources.entry(source).or_insert_with(|| Some(BTreeSet::new())) {
                    codings.insert(uuid);
                }
            }
            _ => {}
        }
    }
    touched
}

fn in_source(
    db: &Connection,
    source: &str,
    key: SourceKey,
    only: Option<&BTreeSet<String>>,
    found: &mut Vec<Misplaced>,
) -> Result<(), Fault> {
    let read = Reader::new(db).source(&key)?;
    let Some(text) = read.as_ref().and_then(|source| source.texts.last()) else { return Ok(()) };
    let index = TextIndex::new(&text.content);
    let sql = "SELECT q.uuid, q.start, q.\"end\", q.line, q.turn, q.speaker, q.quotation FROM coding q \
               JOIN source s ON s.rowid = q.source_id WHERE s.uuid = ? AND q.start IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([source])?;
    let mut anew = Vec::new();
    while let Some(row) = rows.next()? {
        let coding: String = row.get(0)?;
        if only.is_some_and(|only| !only.contains(&coding)) {
            continue;
        }
        let offset = |column| -> rusqlite::Result<CharOffset> {
            Ok(CharOffset(usize::try_from(row.get::<_, i64>(column)?).unwrap_or(usize::MAX)))
        };
        let quotation: String = row.get(6)?;
        let span = index.span_of_chars(offset(1)?, offset(2)?).ok();
        let span = span.filter(|span| span.of(&text.content) == quotation);
        let derived = (row.get::<_, i64>(3)?, row.get::<_, Option<i64>>(4)?, row.get::<_, Option<i64>>(5)?);
        match span.and_then(|span| place(text, &index, span)) {
            Some(p) if (p.line, p.turn, p.speaker) == derived => {}
            Some(p) => anew.push((p.line, p.turn, p.speaker, coding)),
            None => {
                found.push(Misplaced { coding, quotation, source: source.to_string(), key: key.clone() });
            }
        }
    }
    if !anew.is_empty() {
        trigger::follow(db, "coding")?;
    }
    for placed in anew {
        let sql = "UPDATE coding SET line = ?, turn = ?, speaker = ? WHERE uuid = ?";
        db.prepare_cached(sql)?.execute(placed)?;
    }
    Ok(())
}
