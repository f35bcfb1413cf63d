//! Reads sources, their texts with turns, and originals.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};
use rustc_hash::FxHashMap;
use themata_model::{
    ByteOffset, CharOffset, LocatorMap, Source, SourceKey, SourceKind, Span, Speaker, SpeakerRole, Study,
    Text, TextIndex, Timestamp, Turn,
};

use super::keys::{Keys, key, key_if_any};
use super::structure::take;
use super::{Reader, attributes, by_position, count, parsed, parsed_if_any, rows, rows_with, wrong};
use crate::content;
use crate::error::Fault;

/// A turn in code points, before its text is at hand.
struct RawTurn {
    speaker: usize,
    label: (usize, usize),
    body: Option<(usize, usize)>,
    timestamp: Option<Timestamp>,
}

impl Reader<'_> {
    /// All sources without their texts.
    pub(crate) fn sources(&self) -> Result<Vec<Source>, Fault> {
        self.sources_among(None)
    }

    /// The source with this row number, or all, without their texts.
    fn sources_among(&self, number: Option<i64>) -> Result<Vec<Source>, Fault> {
        let params: Vec<Value> = number.map(Value::Integer).into_iter().collect();
        let only = |column: &str| match number {
            Some(_) => format!("WHERE {column} = ?1"),
            None => String::new(),
        };
        let sql = |table: &str, column: &str| {
            let only = only("source_id");
            format!("SELECT source_id, {column} FROM {table} {only} ORDER BY source_id, position")
        };
        let mut cases =
            self.lists_with(&sql("source_case", "case_id"), &params, |keys, row| key(&keys.cases, row, 1))?;
        let mut sides =
            self.lists_with(&sql("source_side", "side_id"), &params, |keys, row| key(&keys.sides, row, 1))?;
        let mut parties = self
            .lists_with(&sql("source_party", "party_id"), &params, |keys, row| key(&keys.parties, row, 1))?;
        let mut informants =
            self.lists_with(&sql("source_informant", "informant_id"), &params, |keys, row| {
                key(&keys.informants, row, 1)
            })?;
        let columns = "rowid, uuid, key, file, kind, date, wave, recorded, language, attributes, position";
        let sql = format!("SELECT {columns} FROM source {}", only("rowid"));
        let found = rows_with(self.db, &sql, &params, |row| {
            let n = row.get(0)?;
            let id = parsed(row, 1)?;
            let source = Source {
                id,
                key: parsed(row, 2)?,
                file: row.get(3)?,
                kind: SourceKind::from(row.get_ref(4)?.as_str()?),
                cases: take(&mut cases, n),
                sides: take(&mut sides, n),
                parties: take(&mut parties, n),
                informants: take(&mut informants, n),
                date: row.get(5)?,
                wave: parsed_if_any(row, 6)?,
                recorded: row.get(7)?,
                language: row.get(8)?,
                attributes: attributes(row, 9)?,
                texts: Vec::new(),
            };
            Ok((row.get(10)?, id, source))
        })?;
        Ok(by_position(found))
    }

    /// Gives each source its texts.
    pub(super) fn texts(&self, study: &mut Study) -> Result<(), Fault> {
        let mut texts: FxHashMap<i64, Vec<Text>> = FxHashMap::default();
        for (source, text) in self.texts_among("SELECT rowid FROM text", &[])? {
            texts.entry(source).or_default().push(text);
        }
        let numbers: FxHashMap<&SourceKey, i64> =
            self.keys.sources.all()?.iter().map(|(n, key)| (key, *n)).collect();
        for source in &mut study.sources {
            source.texts = numbers.get(&source.key).map(|n| take(&mut texts, *n)).unwrap_or_default();
        }
        Ok(())
    }

    /// The source with `key` and its current text.
    pub(crate) fn source(&self, key: &SourceKey) -> Result<Option<Source>, Fault> {
        let sql = "SELECT rowid FROM source WHERE key = ?";
        let number: Option<i64> =
            self.db.prepare_cached(sql)?.query_row([key.as_str()], |row| row.get(0)).optional()?;
        let Some(number) = number else { return Ok(None) };
        let Some(mut source) = self.sources_among(Some(number))?.pop() else { return Ok(None) };
        let current = "SELECT text_id FROM source WHERE rowid = ?1";
        let texts = self.texts_among(current, &[Value::Integer(number)])?;
        source.texts = texts.into_iter().map(|(_, text)| text).collect();
        Ok(Some(source))
    }

    /// The text with the id `id`.
    pub(crate) fn text(&self, id: &str) -> Result<Option<Text>, Fault> {
        let chosen = "SELECT rowid FROM text WHERE uuid = ?1";
        let mut texts = self.texts_among(chosen, &[Value::Text(id.to_string())])?;
        Ok(texts.pop().map(|(_, text)| text))
    }

    /// The texts whose row numbers `chosen` selects, each with the row number of its source; of each
    /// source the current one comes last, whatever was tried after it.
    fn texts_among(&self, chosen: &str, params: &[Value]) -> Result<Vec<(i64, Text)>, Fault> {
        let mut speakers = self.speakers(&format!("WHERE text_id IN ({chosen})"), params)?;
        let sql = format!(
            "SELECT text_id, speaker, label_start, label_end, body_start, body_end, timestamp_ms FROM turn \
             WHERE text_id IN ({chosen}) ORDER BY text_id, position"
        );
        let mut turns = self.lists_with(&sql, params, |_, row| raw_turn(row))?;
        let sql = format!(
            "SELECT text_id, start, name FROM page WHERE text_id IN ({chosen}) ORDER BY text_id, position"
        );
        let mut pages =
            self.lists_with(&sql, params, |_, row| Ok((count(row, 1)?, row.get::<_, String>(2)?)))?;
        let sql = format!(
            "SELECT text_id, start, number, timestamp_ms FROM locator WHERE text_id IN ({chosen}) \
             ORDER BY text_id, position"
        );
        let mut marks = self.lists_with(&sql, params, |_, row| {
            let time = match row.get::<_, Option<i64>>(3)? {
                None => None,
                Some(_) => Some(Timestamp(count(row, 3)? as u64)),
            };
            Ok((count(row, 1)?, row.get::<_, Option<String>>(2)?, time))
        })?;
        let sql = format!(
            "SELECT t.source_id, t.rowid, t.uuid, t.sha256, t.extraction, c.bytes FROM text t \
             JOIN source s ON s.rowid = t.source_id LEFT JOIN content c ON c.sha256 = t.sha256 \
             WHERE t.rowid IN ({chosen}) ORDER BY t.source_id, t.rowid = s.text_id, t.position, t.uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let n = row.get(1)?;
            let content = String::from_utf8(content::checked(row, 3, 5)?)
                .map_err(|error| wrong(row, 5, &format!("the text is not UTF-8: {error}")))?;
            let index = TextIndex::new(&content);
            let turns: rusqlite::Result<_> =
                take(&mut turns, n).iter().map(|raw| turn(raw, &index, row)).collect();
            let pages: rusqlite::Result<_> = take(&mut pages, n)
                .into_iter()
                .map(|(start, name)| Ok((place(start, &index, row)?, name)))
                .collect();
            let (mut numbers, mut times) = (Vec::new(), Vec::new());
            for (start, number, time) in take(&mut marks, n) {
                let start = place(start, &index, row)?;
                numbers.extend(number.map(|number| (start, number)));
                times.extend(time.map(|time| (start, time)));
            }
            let locators = LocatorMap::new(pages?).with_numbers(numbers).with_times(times);
            let turns = turns?;
            let (id, hash, extraction) = (parsed(row, 2)?, parsed(row, 3)?, row.get(4)?);
            let speakers = take(&mut speakers, n);
            Ok((row.get(0)?, Text { id, content, hash, extraction, turns, speakers, locators }))
        })
    }

    /// Who speaks in each of the texts that `filter` leaves, by the text's row number.
    fn speakers(&self, filter: &str, params: &[Value]) -> Result<FxHashMap<i64, Vec<Speaker>>, Fault> {
        let sql = format!(
            "SELECT text_id, label, role, informant_id FROM speaker {filter} ORDER BY text_id, position"
        );
        self.lists_with(&sql, params, speaker)
    }

    /// The bytes that sources were extracted from.
    pub(super) fn originals(&self) -> Result<BTreeMap<SourceKey, Vec<u8>>, Fault> {
        let Keys { sources, .. } = &self.keys;
        let sql = "SELECT o.source_id, o.sha256, c.bytes FROM original o LEFT JOIN content c ON c.sha256 = o.sha256";
        let rows = rows(self.db, sql, |row| Ok((key(sources, row, 0)?, content::checked(row, 1, 2)?)))?;
        Ok(rows.into_iter().collect())
    }
}

/// The speakers of each source's current text, by the source's row number.
pub(crate) fn current_speakers(db: &Connection) -> Result<FxHashMap<i64, Vec<Speaker>>, Fault> {
    Reader::new(db).lists(
        "SELECT s.rowid, k.label, k.role, k.informant_id FROM source s JOIN speaker k ON k.text_id = s.text_id
         ORDER BY s.rowid, k.position",
        speaker,
    )
}

fn speaker(keys: &Keys<'_>, row: &Row<'_>) -> rusqlite::Result<Speaker> {
    let role = match row.get_ref(2)?.as_str()? {
        "interviewer" => SpeakerRole::Interviewer,
        "informant" => SpeakerRole::Informant,
        _ => SpeakerRole::Unknown,
    };
    Ok(Speaker { label: row.get(1)?, role, informant: key_if_any(&keys.informants, row, 3)? })
}

fn raw_turn(row: &Row<'_>) -> rusqlite::Result<RawTurn> {
    let body = match row.get::<_, Option<i64>>(4)? {
        None => None,
        Some(_) => Some((count(row, 4)?, count(row, 5)?)),
    };
    let timestamp = match row.get::<_, Option<i64>>(6)? {
        None => None,
        Some(_) => Some(Timestamp(count(row, 6)? as u64)),
    };
    Ok(RawTurn { speaker: count(row, 1)?, label: (count(row, 2)?, count(row, 3)?), body, timestamp })
}

fn turn(raw: &RawTurn, index: &TextIndex<'_>, row: &Row<'_>) -> rusqlite::Result<Turn> {
    let span = |(start, end): (usize, usize)| -> rusqlite::Result<Span> {
        index.span_of_chars(CharOffset(start), CharOffset(end)).map_err(|error| wrong(row, 5, &error))
    };
    let body = raw.body.map(span).transpose()?;
    Ok(Turn { speaker: raw.speaker, label: span(raw.label)?, body, timestamp: raw.timestamp })
}

fn place(start: usize, index: &TextIndex<'_>, row: &Row<'_>) -> rusqlite::Result<ByteOffset> {
    index
        .byte_of_char(CharOffset(start))
        .ok_or_else(|| wrong(row, 5, &"a page, number or time stands beyond the text"))
}
