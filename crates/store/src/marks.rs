//! All codings as integers, for counting: made from the tables without reading a quotation or text.

use std::collections::HashMap;
use std::hash::Hash;

use rusqlite::{Connection, Row};
use themata_model::mark::{Mark, MarkValue, Marks, Voices};
use themata_model::table::CodingRef;
use themata_model::{FacetKey, Speaker, Study};

use crate::error::Fault;
use crate::read::{current_speakers, parsed};
use crate::{ReadError, Store};

impl Store {
    /// Returns the marks that [`Marks::of`] makes of the whole study, except that `start` and `end`
    /// count code points instead of bytes. `outline` is what [`Store::read_outline`] returned for
    /// the same state of the file.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn marks(&self, outline: &Study) -> Result<Marks, ReadError> {
        self.consistently(|db| marks(db, outline))
    }
}

/// From row numbers to positions in the study's lists.
type Positions = HashMap<i64, u32>;

fn marks(db: &Connection, outline: &Study) -> Result<Marks, Fault> {
    let sources = positions(db, "source", outline.sources.iter().map(|r| r.key.as_str()))?;
    let codes = positions(db, "code", outline.codebook.codes().iter().map(|r| r.key.as_str()))?;
    let coders = positions(db, "coder", outline.coders.iter().map(|r| r.key.as_str()))?;
    let cases = positions(db, "study_case", outline.cases.iter().map(|r| r.key.as_str()))?;
    let sides = positions(db, "side", outline.sides.iter().map(|r| r.key.as_str()))?;
    let speakers = speakers(db, outline, &sources)?;
    let mut voices = Voices::with_speakers(outline, &speakers);
    let mut last: Option<((u32, Option<usize>), u32)> = None;
    let mut found = Vec::new();
    let mut numbers = Vec::new();
    // These columns are the index `coding_mark`, which is read from end to end.
    let mut statement = db.prepare(
        "SELECT rowid, source_id, code_id, coder_id, start, \"end\", speaker, about_case_id, about_side_id \
         FROM coding ORDER BY position, rowid",
    )?;
    let mut rows = statement.query([])?;
    let mut coding = 0;
    while let Some(row) = rows.next()? {
        let reference = CodingRef(coding);
        coding += 1;
        let Some(start) = row.get::<_, Option<u32>>(4)? else { continue };
        let source = known(&sources, row, 1)?;
        let speaker = row.get::<_, Option<u32>>(6)?.map(|speaker| speaker as usize);
        // Codings stand source by source, so most have the voice of the one before.
        let voice = match last {
            Some((same, voice)) if same == (source, speaker) => voice,
            _ => voices.voice(source as usize, speaker),
        };
        last = Some(((source, speaker), voice));
        found.push(Mark {
            coding: reference,
            voice,
            code: known_if_any(&codes, row, 2)?,
            coder: known(&coders, row, 3)?,
            start,
            end: row.get(5)?,
            about_case: known_if_any(&cases, row, 7)?,
            about_side: known_if_any(&sides, row, 8)?,
            facets: Vec::new(),
        });
        numbers.push(row.get::<_, i64>(0)?);
    }
    values(db, outline, &numbers, &mut found)?;
    Ok(Marks { voices: voices.into_voices(), marks: found })
}

fn positions<'k>(
    db: &Connection,
    table: &str,
    keys: impl Iterator<Item = &'k str>,
) -> Result<Positions, Fault> {
    let by_key: HashMap<&str, u32> = keys.zip(0u32..).collect();
    let mut statement = db.prepare(&format!("SELECT rowid, key FROM {table}"))?;
    let mut rows = statement.query([])?;
    let mut positions = Positions::new();
    while let Some(row) = rows.next()? {
        if let Some(&position) = by_key.get(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            positions.insert(row.get(0)?, position);
        }
    }
    Ok(positions)
}

/// A row that came after the outline was read is not known to it.
fn known(positions: &Positions, row: &Row<'_>, column: usize) -> Result<u32, Fault> {
    let number: i64 = row.get(column)?;
    positions.get(&number).copied().ok_or_else(|| {
        let name = row.as_ref().column_name(column).unwrap_or_default().to_string();
        Fault::Value(format!(
            "column `{name}` names row {number}, which the outline does not have; read it again"
        ))
    })
}

fn known_if_any(positions: &Positions, row: &Row<'_>, column: usize) -> Result<Option<u32>, Fault> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => known(positions, row, column).map(Some),
    }
}

fn speakers(db: &Connection, outline: &Study, sources: &Positions) -> Result<Vec<Vec<Speaker>>, Fault> {
    let mut speakers = vec![Vec::new(); outline.sources.len()];
    let mut by_source = current_speakers(db)?;
    for (number, position) in inverse(sources) {
        if let (Some(list), Some(slot)) = (by_source.remove(&number), speakers.get_mut(position as usize)) {
            *slot = list;
        }
    }
    Ok(speakers)
}

fn inverse<K: Copy + Hash + Eq + Ord>(positions: &HashMap<K, u32>) -> Vec<(K, u32)> {
    let mut pairs: Vec<(K, u32)> = positions.iter().map(|(key, position)| (*key, *position)).collect();
    pairs.sort_unstable();
    pairs
}

/// Gives each mark its facet values, by facet key as in the study.
fn values(db: &Connection, outline: &Study, numbers: &[i64], marks: &mut [Mark]) -> Result<(), Fault> {
    let mut facets: HashMap<i64, (u32, FacetKey)> = HashMap::new();
    let mut values: HashMap<i64, u32> = HashMap::new();
    let mut statement = db.prepare(
        "SELECT f.rowid, f.key, v.rowid, v.key FROM facet f LEFT JOIN facet_value v ON v.facet_id = f.rowid",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let key: FacetKey = parsed(row, 1)?;
        let Some(position) = outline.facets.iter().position(|facet| facet.key == key) else { continue };
        if let Some(value) = row.get::<_, Option<i64>>(2)?
            && let Some(at) = outline.facets[position].position(&parsed(row, 3)?)
        {
            values.insert(value, u32::try_from(at).unwrap_or(u32::MAX));
        }
        facets.insert(row.get(0)?, (u32::try_from(position).unwrap_or(u32::MAX), key));
    }
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by_key(|&i| numbers[i]);
    let mut at = order.into_iter().peekable();
    let mut statement =
        db.prepare("SELECT coding_id, facet_id, assignment, value_id FROM coding_facet ORDER BY coding_id")?;
    let mut rows = statement.query([])?;
    let mut touched = Vec::new();
    while let Some(row) = rows.next()? {
        let (coding, facet): (i64, i64) = (row.get(0)?, row.get(1)?);
        while at.next_if(|&i| numbers[i] < coding).is_some() {}
        let (Some(&i), Some((position, _))) = (at.peek(), facets.get(&facet)) else { continue };
        if numbers[i] != coding {
            continue; // Lost codings have no mark.
        }
        let value = match row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)? {
            "all" => MarkValue::All,
            "none" => MarkValue::None,
            _ => match values.get(&row.get::<_, i64>(3)?) {
                Some(&value) => MarkValue::Value(value),
                None => continue,
            },
        };
        marks[i].facets.push((*position, value));
        if marks[i].facets.len() == 2 {
            touched.push(i);
        }
    }
    for i in touched {
        marks[i].facets.sort_by_key(|(position, _)| &outline.facets[*position as usize].key);
    }
    Ok(())
}
