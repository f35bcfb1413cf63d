//! Reads where texts and codings stand, for search: no words, no more rows than are asked for.

use std::collections::HashSet;

use rusqlite::types::Value;
use themata_model::mark::Marks;
use themata_model::{RowId, SourceKey, Speaker, Study, Timestamp};

use super::{by_position, count, parsed, rows, rows_with, wrong};
use crate::{ReadError, RowNumbers, Store, content, marks};

/// The current text of a source, as far as one has to know it to tell whether it has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextVersion {
    /// Changes whenever the words or the turns of the text do.
    pub version: String,
    /// Hash of the words; empty where there is no text.
    pub sha256: String,
    /// Key of the source.
    pub source: String,
    /// Language of the source, where it is known.
    pub language: Option<String>,
}

/// Which placed codings are meant; what is left out does not restrict. Positions are those of the outline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacedChoice {
    /// Those of these codes.
    pub codes: Option<Vec<u32>>,
    /// Those in these sources.
    pub sources: Option<Vec<u32>>,
    /// These, where they stand.
    pub these: Option<Vec<CodingPlace>>,
    /// Those that share a character with one of these places: source, first code point, the one after the last.
    pub touching: Option<Vec<(u32, u32, u32)>>,
}

/// Placed codings by source and place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// The codings as integers, positions in texts in code points; [`themata_model::table::CodingRef`]
    /// counts them in this order.
    pub marks: Marks,
    /// The number of each in the file, by which [`Store::coding_ids`] knows it.
    pub numbers: Vec<i64>,
    /// Who says most of each: position in the speakers of the source; `None` outside turns.
    pub speakers: Vec<Option<u32>>,
}

/// Where a coding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodingPlace {
    /// The source, by its position in the outline.
    pub source: u32,
    /// First code point.
    pub start: u32,
    /// The code point after the last.
    pub end: u32,
    /// Its number in the file, by which [`Store::coding_ids`] knows it.
    pub number: i64,
}

/// What a reader wants to know of a place in a text, besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The last time told at or before it, that of its turn or of a place within, where there is one.
    pub timestamp: Option<Timestamp>,
    /// The page it stands on, where the original has pages.
    pub page: Option<String>,
    /// The number printed beside it, where the original prints some.
    pub number: Option<String>,
}

impl Store {
    /// Reads the version of each source's current text, in the order of the study. A source without a text
    /// has an empty version.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn text_versions(&self) -> Result<Vec<TextVersion>, ReadError> {
        let sql = "SELECT s.key, s.language, t.uuid, t.sha256, d.digest, s.position, s.uuid
            FROM source s LEFT JOIN text t ON t.rowid = s.text_id LEFT JOIN turn_digest d ON d.text_id = t.rowid";
        self.consistently(|db| {
            let found = rows(db, sql, |row| {
                let text: Option<String> = row.get(2)?;
                let hash: Option<String> = row.get(3)?;
                let turns = row.get_ref(4)?.as_str_or_null()?.unwrap_or("none");
                let version = match (text, &hash) {
                    (Some(text), Some(hash)) => format!("{text}.{hash}.{turns}"),
                    _ => String::new(),
                };
                let sha256 = hash.unwrap_or_default();
                let version = TextVersion { version, sha256, source: row.get(0)?, language: row.get(1)? };
                Ok((row.get(5)?, parsed(row, 6)?, version))
            })?;
            Ok(by_position(found))
        })
    }

    /// Reads who speaks in each source's current text, in the order of the outline.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn speakers(&self, outline: &Study, numbers: &RowNumbers) -> Result<Vec<Vec<Speaker>>, ReadError> {
        self.consistently(|db| marks::speakers(db, outline, numbers))
    }

    /// Reads the placed codings that are meant; `outline`, `numbers` and `speakers` are what [`Store::read_outline`],
    /// [`Store::row_numbers`] and [`Store::speakers`] returned for the same state of the file.
    ///
    /// # Errors
    /// When the file is damaged, or has changed since the outline was read.
    pub fn placed(
        &self,
        outline: &Study,
        numbers: &RowNumbers,
        speakers: &[Vec<Speaker>],
        choice: &PlacedChoice,
    ) -> Result<Placed, ReadError> {
        self.consistently(|db| marks::placed(db, outline, numbers, speakers, choice))
    }

    /// Reads where the placed codings that are meant stand, by source and place, and nothing else of them;
    /// `numbers` as for [`Store::placed`].
    ///
    /// # Errors
    /// As [`Store::placed`].
    pub fn coding_places(
        &self,
        numbers: &RowNumbers,
        choice: &PlacedChoice,
    ) -> Result<Vec<CodingPlace>, ReadError> {
        self.consistently(|db| marks::places(db, numbers, choice))
    }

    /// Reads the words of a source's current text.
    ///
    /// # Errors
    /// When the file is damaged, or there is no such source.
    pub fn words(&self, source: &SourceKey) -> Result<String, ReadError> {
        let sql = "SELECT t.sha256, c.bytes FROM source s JOIN text t ON t.rowid = s.text_id
            LEFT JOIN content c ON c.sha256 = t.sha256 WHERE s.key = ?1";
        self.consistently(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let words = statement.query_row([source.as_str()], |row| {
                String::from_utf8(content::checked(row, 0, 1)?)
                    .map_err(|error| wrong(row, 1, &format!("the text is not UTF-8: {error}")))
            });
            Ok(words?)
        })
    }

    /// Reads what is known of places in the current texts of sources: the source, the position of the turn and the
    /// code point.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn spots(&self, places: &[(&SourceKey, Option<u32>, u32)]) -> Result<Vec<Spot>, ReadError> {
        let of_turn = "SELECT u.label_start, u.timestamp_ms FROM source s JOIN turn u ON u.text_id = s.text_id
            WHERE s.key = ?1 AND u.position = ?2 AND u.timestamp_ms IS NOT NULL
            UNION ALL SELECT * FROM (SELECT m.start, m.timestamp_ms FROM source s JOIN locator m ON m.text_id = s.text_id
            WHERE s.key = ?1 AND m.start <= ?3 AND m.timestamp_ms IS NOT NULL ORDER BY m.start DESC LIMIT 1)
            ORDER BY 1 DESC, 2 DESC LIMIT 1";
        let of_number = "SELECT m.number FROM source s JOIN locator m ON m.text_id = s.text_id
            WHERE s.key = ?1 AND m.start <= ?2 AND ?2 <= m.\"end\" ORDER BY m.start DESC, m.position DESC LIMIT 1";
        let of_page = "SELECT p.name FROM source s JOIN page p ON p.text_id = s.text_id
            WHERE s.key = ?1 AND p.start <= ?2 ORDER BY p.start DESC, p.position DESC LIMIT 1";
        self.consistently(|db| {
            let (mut turns, mut pages) = (db.prepare_cached(of_turn)?, db.prepare_cached(of_page)?);
            let mut numbers = db.prepare_cached(of_number)?;
            // Most studies have neither pages nor numbers, and need not be asked for each place.
            let has_some = |table: &str| -> rusqlite::Result<bool> {
                let sql = format!("SELECT EXISTS (SELECT 1 FROM {table})");
                db.prepare_cached(&sql)?.query_row([], |row| row.get(0))
            };
            let (has_pages, has_numbers) = (has_some("page")?, has_some("locator")?);
            let mut spots = Vec::with_capacity(places.len());
            for (source, turn, position) in places {
                let mut spot = Spot::default();
                let mut found = turns.query_map((source.as_str(), turn, position), |row| count(row, 1))?;
                spot.timestamp = found.next().transpose()?.map(|ms| Timestamp(ms as u64));
                if has_pages {
                    let mut found = pages.query_map((source.as_str(), position), |row| row.get(0))?;
                    spot.page = found.next().transpose()?;
                }
                if has_numbers {
                    let mut found = numbers.query_map((source.as_str(), position), |row| row.get(0))?;
                    spot.number = found.next().transpose()?;
                }
                spots.push(spot);
            }
            Ok(spots)
        })
    }

    /// The codings whose weight lies in a range.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings_of_weight(&self, from: u8, to: u8) -> Result<HashSet<i64>, ReadError> {
        let params = [Value::Integer(from.into()), Value::Integer(to.into())];
        self.numbers("SELECT rowid FROM coding WHERE weight BETWEEN ?1 AND ?2", &params)
    }

    /// The codings that an exhibit shows in its excerpts, or rests on in its findings.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn codings_in_exhibit(&self, exhibit: &str) -> Result<HashSet<i64>, ReadError> {
        let sql =
            "SELECT c.coding_id FROM excerpt_coding c JOIN excerpt_exhibit e ON e.excerpt_id = c.excerpt_id
              JOIN exhibit x ON x.rowid = e.exhibit_id WHERE x.key = ?1
            UNION SELECT v.coding_id FROM finding_evidence v JOIN finding f ON f.rowid = v.finding_id
              JOIN exhibit x ON x.rowid = f.exhibit_id WHERE x.key = ?1";
        self.numbers(sql, &[Value::Text(exhibit.to_string())])
    }

    /// The ids of codings by their numbers in the file, in the order asked for; unknown ones are left out.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn coding_ids(&self, numbers: &[i64]) -> Result<Vec<RowId>, ReadError> {
        self.consistently(|db| {
            let mut statement = db.prepare_cached("SELECT uuid FROM coding WHERE rowid = ?")?;
            let mut ids = Vec::with_capacity(numbers.len());
            for number in numbers {
                let mut found = statement.query_map([number], |row| parsed::<RowId>(row, 0))?;
                ids.extend(found.next().transpose()?);
            }
            Ok(ids)
        })
    }

    /// The id of the last op, which changes with every change of the study.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn last_op(&self) -> Result<Option<String>, ReadError> {
        let sql = "SELECT id FROM op ORDER BY seq DESC LIMIT 1";
        self.consistently(|db| Ok(rows(db, sql, |row| row.get(0))?.pop()))
    }

    fn numbers(&self, sql: &str, params: &[Value]) -> Result<HashSet<i64>, ReadError> {
        self.consistently(|db| Ok(rows_with(db, sql, params, |row| row.get(0))?.into_iter().collect()))
    }
}
