//! All codings as integers, for counting: made from the tables without reading a quotation or text.

mod chosen;
mod numbers;

use rusqlite::Connection;
use rustc_hash::FxHashMap;
use themata_model::mark::{Mark, MarkValue, Marks, Voices};
use themata_model::table::CodingRef;
use themata_model::{FacetAssignment, FacetKey, FacetValues, RowId, Speaker, Study};

use crate::error::Fault;
use crate::read::{current_speakers, parsed};
use crate::{CodingPlace, Placed, PlacedChoice, ReadError, Store};

use chosen::Rows;
pub use numbers::RowNumbers;
use numbers::{known, known_if_any, row_numbers};

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

/// Up to so many codings are looked up one by one.
const FEW: usize = 5_000;

/// One row of the table of codings, with positions in the study's lists for row numbers.
struct Found {
    number: i64,
    coder: u32,
    source: u32,
    /// Start and end; `None` when lost.
    place: Option<(u32, u32)>,
    code: Option<u32>,
    speaker: Option<u32>,
    about_case: Option<u32>,
    about_side: Option<u32>,
}

/// What most codings are told apart by; see `Study::coding_order`, which this follows.
type Head = (u32, u32, (u32, u32), Option<u32>);

impl Found {
    fn head(&self) -> Head {
        (self.coder, self.source, self.place.unwrap_or((u32::MAX, 0)), self.code)
    }
}

fn marks(db: &Connection, outline: &Study) -> Result<Marks, Fault> {
    let numbers = row_numbers(db, outline)?;
    // These columns are the index `coding_mark`, which is read from end to end.
    let found = in_order(db, found(db, &numbers, &Rows::all())?)?;
    Ok(marked(db, outline, &speakers(db, outline, &numbers)?, &found)?.0)
}

/// The placed codings that are meant, by source and place.
pub(crate) fn placed(
    db: &Connection,
    outline: &Study,
    numbers: &RowNumbers,
    speakers: &[Vec<Speaker>],
    choice: &PlacedChoice,
) -> Result<Placed, Fault> {
    let rows = Rows::chosen(choice, numbers);
    let mut found = found(db, numbers, &rows)?;
    found.retain(|row| row.place.is_some_and(|place| rows.touches(row.source, place)));
    found.sort_by_key(|row| (row.source, row.place, row.number));
    let (marks, numbers) = marked(db, outline, speakers, &found)?;
    let speakers = found.iter().map(|row| row.speaker).collect();
    Ok(Placed { marks, numbers, speakers })
}

/// Where the placed codings that are meant stand, by source and place. An index tells it alone.
pub(crate) fn places(
    db: &Connection,
    numbers: &RowNumbers,
    choice: &PlacedChoice,
) -> Result<Vec<CodingPlace>, Fault> {
    let chosen = match *choice == PlacedChoice::default() {
        true => Rows::by_place(),
        false => Rows::chosen(choice, numbers),
    };
    let sql = format!("SELECT source_id, start, \"end\", coding.rowid {}", chosen.sql);
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(&chosen.params))?;
    let mut places = Vec::new();
    // Codings of one source mostly come one after the other.
    let mut last = None;
    while let Some(row) = rows.next()? {
        let Some(start) = row.get::<_, Option<u32>>(1)? else { continue };
        let number: i64 = row.get(0)?;
        let source = match last {
            Some((same, source)) if same == number => source,
            _ => known(&numbers.sources, row, 0)?,
        };
        last = Some((number, source));
        let end = row.get(2)?;
        if chosen.touches(source, (start, end)) {
            places.push(CodingPlace { source, start, end, number: row.get(3)? });
        }
    }
    // In runs, one for each code.
    places.sort();
    Ok(places)
}

/// Who speaks in each source, in the order of the outline.
pub(crate) fn speakers(
    db: &Connection,
    outline: &Study,
    numbers: &RowNumbers,
) -> Result<Vec<Vec<Speaker>>, Fault> {
    let mut speakers = vec![Vec::new(); outline.sources.len()];
    let mut by_source = current_speakers(db)?;
    let mut sources: Vec<(u32, i64)> = numbers.sources.iter().map(|(number, at)| (*at, *number)).collect();
    sources.sort_unstable();
    for (at, number) in sources {
        if let (Some(own), Some(slot)) = (by_source.remove(&number), speakers.get_mut(at as usize)) {
            *slot = own;
        }
    }
    Ok(speakers)
}

/// The marks of those of `found` that have a place, with their numbers in the file.
fn marked(
    db: &Connection,
    outline: &Study,
    speakers: &[Vec<Speaker>],
    found: &[Found],
) -> Result<(Marks, Vec<i64>), Fault> {
    let mut voices = Voices::with_speakers(outline, speakers);
    let mut last: Option<((u32, Option<u32>), u32)> = None;
    let mut marks = Vec::with_capacity(found.len());
    let mut numbers = Vec::with_capacity(found.len());
    for (coding, row) in (0u32..).zip(found) {
        let Some((start, end)) = row.place else { continue };
        // Codings stand source by source, so most have the voice of the one before.
        let voice = match last {
            Some((same, voice)) if same == (row.source, row.speaker) => voice,
            _ => voices.voice(row.source as usize, row.speaker.map(|speaker| speaker as usize)),
        };
        last = Some(((row.source, row.speaker), voice));
        marks.push(Mark {
            coding: CodingRef(coding),
            voice,
            code: row.code,
            coder: row.coder,
            start,
            end,
            about_case: row.about_case,
            about_side: row.about_side,
            facets: Vec::new(),
        });
        numbers.push(row.number);
    }
    values(db, outline, &numbers, &mut marks)?;
    Ok((Marks { voices: voices.into_voices(), marks }, numbers))
}

/// The codings that `chosen` are, in their order.
fn found(db: &Connection, numbers: &RowNumbers, chosen: &Rows) -> Result<Vec<Found>, Fault> {
    let RowNumbers { sources, codes, aside, coders, cases, sides } = numbers;
    let mut statement = db.prepare(&format!(
        "SELECT coding.rowid, source_id, code_id, coder_id, start, \"end\", speaker, about_case_id, about_side_id {}",
        chosen.sql
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(&chosen.params))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let place = match row.get::<_, Option<u32>>(4)? {
            Some(start) => Some((start, row.get(5)?)),
            None => None,
        };
        found.push(Found {
            number: row.get(0)?,
            coder: known(coders, row, 3)?,
            source: known(sources, row, 1)?,
            place,
            code: match row.get::<_, Option<i64>>(2)? {
                // For counting, a code that is put aside is none.
                Some(number) if aside.contains_key(&number) => None,
                _ => known_if_any(codes, row, 2)?,
            },
            speaker: row.get(6)?,
            about_case: known_if_any(cases, row, 7)?,
            about_side: known_if_any(sides, row, 8)?,
        });
    }
    Ok(found)
}

/// Puts codings into the order of the study, as far as places have a say: lost ones may stand in any
/// order among themselves. A file that was built has them in order already.
fn in_order(db: &Connection, mut found: Vec<Found>) -> Result<Vec<Found>, Fault> {
    if !found.is_sorted_by_key(Found::head) {
        found.sort_by_key(Found::head);
    }
    let mut from = 0;
    while from < found.len() {
        let head = found[from].head();
        let to = from + found[from..].iter().take_while(|row| row.head() == head).count();
        if to - from > 1 && found[from].place.is_some() {
            by_values_and_id(db, &mut found[from..to])?;
        }
        from = to;
    }
    Ok(found)
}

/// Orders codings of one coder and code at one place: by facet values, then by id.
fn by_values_and_id(db: &Connection, alike: &mut [Found]) -> Result<(), Fault> {
    let mut ids = db.prepare_cached("SELECT uuid FROM coding WHERE rowid = ?")?;
    let mut given = db.prepare_cached(
        "SELECT f.key, x.assignment, v.key FROM coding_facet x JOIN facet f ON f.rowid = x.facet_id
         LEFT JOIN facet_value v ON v.rowid = x.value_id WHERE x.coding_id = ?",
    )?;
    let mut tails: FxHashMap<i64, (FacetValues, RowId)> = FxHashMap::default();
    for row in alike.iter() {
        let values = given.query_map([row.number], |row| {
            let value = match row.get_ref(1)?.as_str()? {
                "all" => FacetAssignment::All,
                "none" => FacetAssignment::None,
                _ => FacetAssignment::Value(parsed(row, 2)?),
            };
            Ok((parsed(row, 0)?, value))
        })?;
        let values = values.collect::<rusqlite::Result<_>>()?;
        tails.insert(row.number, (values, ids.query_row([row.number], |row| parsed(row, 0))?));
    }
    alike.sort_by(|a, b| tails.get(&a.number).cmp(&tails.get(&b.number)));
    Ok(())
}

/// Gives each mark its facet values, by facet key as in the study.
fn values(db: &Connection, outline: &Study, numbers: &[i64], marks: &mut [Mark]) -> Result<(), Fault> {
    let mut facets: FxHashMap<i64, (u32, FacetKey)> = FxHashMap::default();
    let mut values: FxHashMap<i64, u32> = FxHashMap::default();
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
    // A few codings are looked up one by one; for many the whole table is read through.
    let few = (numbers.len() < FEW).then(|| serde_json::Value::from(numbers).to_string());
    let only = if few.is_some() { "WHERE coding_id IN (SELECT value FROM json_each(?1))" } else { "" };
    let mut statement = db.prepare(&format!(
        "SELECT coding_id, facet_id, assignment, value_id FROM coding_facet {only} ORDER BY coding_id"
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(few))?;
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
