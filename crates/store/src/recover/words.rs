//! The texts of what was read: contents are what their hash says, or they are not used unseen.

use std::collections::BTreeMap;

use rusqlite::Connection;
use themata_model::{StudyId, TextHash};

use super::Finds;
use crate::content;
use crate::error::Fault;

/// Gives every source a text, and codings that do not quote it no place.
pub(super) fn mend(
    db: &Connection,
    damaged: &BTreeMap<String, Vec<u8>>,
    finds: &mut Finds,
) -> Result<(), Fault> {
    current_texts(db)?;
    let lost = lost_texts(db)?;
    for (text, source, hash, is_current) in lost {
        match (is_current, damaged.get(&hash)) {
            (true, Some(bytes)) => {
                let readable = String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}");
                replace(db, text, &readable)?;
                finds.gone("text", format!("parts of the text of `{source}`; compare it with the document"));
            }
            (true, None) => {
                replace(db, text, "")?;
                finds.gone("text", format!("the text of `{source}`; its codings keep their quotations"));
            }
            (false, _) => {
                for table in ["turn", "speaker", "page", "locator"] {
                    db.execute(&format!("DELETE FROM {table} WHERE text_id = ?"), [text])?;
                }
                db.execute("DELETE FROM text WHERE rowid = ?", [text])?;
                finds.gone("text", format!("an earlier version of the text of `{source}`"));
            }
        }
    }
    originals(db, finds)?;
    turns(db, finds)?;
    places(db, finds)
}

/// Takes contents out that are not what their hash says, and returns their bytes.
pub(super) fn contents(db: &Connection) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let mut damaged = BTreeMap::new();
    let mut statement = db.prepare("SELECT sha256, bytes FROM content")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (hash, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if TextHash::of_bytes(&bytes).to_string() != hash {
            damaged.insert(hash, bytes);
        }
    }
    for (hash, bytes) in &damaged {
        db.execute("DELETE FROM content WHERE sha256 = ?", [hash])?;
        // It may be the name alone that is damaged.
        let whole = TextHash::of_bytes(bytes).to_string();
        let sql = "SELECT ?1 IN (SELECT sha256 FROM text) OR ?1 IN (SELECT sha256 FROM original)";
        if db.query_row(sql, [whole], |row| row.get(0))? {
            content::keep(db, bytes)?;
        }
    }
    Ok(damaged)
}

/// Makes each source point at a text of its own, the newest where it points at none.
fn current_texts(db: &Connection) -> Result<(), Fault> {
    let sql = "UPDATE source AS s SET text_id = (
                 SELECT t.rowid FROM text t WHERE t.source_id = s.rowid ORDER BY t.position DESC, t.rowid DESC LIMIT 1)
               WHERE NOT EXISTS (SELECT 1 FROM text t WHERE t.rowid = s.text_id AND t.source_id = s.rowid)";
    db.execute(sql, [])?;
    let mut statement = db.prepare("SELECT rowid, uuid FROM source WHERE text_id IS NULL")?;
    let without: Vec<(i64, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for (source, uuid) in without {
        let id = StudyId(uuid.parse().map_err(Fault::Value)?).row("text", "lost").to_string();
        db.execute(
            "INSERT INTO text (uuid, source_id, position, sha256, extraction) VALUES (?, ?, 0, 'lost', '')",
            (&id, source),
        )?;
        db.execute(
            "UPDATE source SET text_id = (SELECT rowid FROM text WHERE uuid = ?) WHERE rowid = ?",
            (id, source),
        )?;
    }
    Ok(())
}

/// Texts whose content is gone or no UTF-8: number, source, hash, and whether it is the current one.
fn lost_texts(db: &Connection) -> Result<Vec<(i64, String, String, bool)>, Fault> {
    let sql = "SELECT t.rowid, s.key, t.sha256, s.text_id = t.rowid FROM text t JOIN source s ON s.rowid = t.source_id
               WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.sha256 = t.sha256) ORDER BY s.position, t.position";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn replace(db: &Connection, text: i64, content: &str) -> Result<(), Fault> {
    let hash = content::keep(db, content.as_bytes())?.to_string();
    db.execute("UPDATE text SET sha256 = ? WHERE rowid = ?", (hash, text))?;
    Ok(())
}

fn originals(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    let gone = "NOT EXISTS (SELECT 1 FROM content c WHERE c.sha256 = o.sha256)";
    let sql = format!("SELECT s.key FROM original o JOIN source s ON s.rowid = o.source_id WHERE {gone}");
    let keys: Vec<String> =
        db.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for key in keys {
        finds.gone("original", format!("the document that the text of `{key}` was taken from"));
    }
    db.execute(&format!("DELETE FROM original AS o WHERE {gone}"), [])?;
    Ok(())
}

/// Turns and pages lie in their text, and speakers are counted without a gap.
fn turns(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    let length = "(SELECT length(CAST(c.bytes AS TEXT)) FROM text t JOIN content c ON c.sha256 = t.sha256
                   WHERE t.rowid = x.text_id)";
    let gone = db.execute(&format!("DELETE FROM turn AS x WHERE max(label_end, ifnull(body_end, 0)) > {length}
             OR min(label_start, ifnull(body_start, 0), ifnull(timestamp_ms, 0), speaker) < 0 OR body_end < body_start"), [])?;
    if gone > 0 {
        finds.gone("turn", format!("{gone} turns that stood in words that are gone"));
    }
    db.execute(&format!("DELETE FROM page AS x WHERE start > {length} OR start < 0"), [])?;
    db.execute(&format!("DELETE FROM locator AS x WHERE max(start, ifnull(\"end\", 0)) > {length} OR min(start, ifnull(timestamp_ms, 0)) < 0"), [])?;
    db.execute_batch(
        "WITH RECURSIVE up (text_id, position) AS (
           SELECT text_id, max(position) FROM speaker WHERE position BETWEEN 0 AND 1000 GROUP BY text_id
           UNION ALL SELECT text_id, position - 1 FROM up WHERE position > 0)
         INSERT OR IGNORE INTO speaker (text_id, position, label, role)
         SELECT text_id, position, '?', 'unknown' FROM up",
    )?;
    Ok(())
}

/// A coding whose place does not hold its quotation has lost its place.
fn places(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    let wrong = "start IS NOT NULL AND quotation IS NOT (
        SELECT substr(CAST(k.bytes AS TEXT), c.start + 1, c.\"end\" - c.start)
        FROM source s JOIN text t ON t.rowid = s.text_id JOIN content k ON k.sha256 = t.sha256
        WHERE s.rowid = c.source_id)";
    let sql = format!(
        "SELECT s.key, count(*) FROM coding c JOIN source s ON s.rowid = c.source_id WHERE {wrong} GROUP BY s.rowid"
    );
    let mut statement = db.prepare(&sql)?;
    let by_source = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let by_source = by_source.collect::<rusqlite::Result<Vec<_>>>()?;
    if by_source.is_empty() {
        return Ok(());
    }
    for (source, count) in by_source {
        let codings = themata_model::counted(usize::try_from(count).unwrap_or_default(), "coding");
        finds.gone("coding", format!("the place of {codings} in `{source}`; they are kept as lost ones"));
    }
    let sql = format!(
        "UPDATE coding AS c SET start = NULL, \"end\" = NULL, line = NULL, turn = NULL, speaker = NULL WHERE {wrong}"
    );
    db.execute(&sql, [])?;
    Ok(())
}
