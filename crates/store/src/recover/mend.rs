//! Rows that refer to rows that are gone: what was lost is stood in for where its name or its number is
//! still known, and what cannot stand without it goes, too.

use std::collections::BTreeSet;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use themata_model::StudyId;

use super::from_trail::Back;
use super::scratch::{self, Reference, Table};
use super::{Finds, Lost};
use crate::error::Fault;

/// Tables whose rows can be stood in for: others hang on them, and a name says enough.
const STAND_INS: [&str; 12] = [
    "side",
    "facet",
    "level",
    "code",
    "party",
    "study_case",
    "informant",
    "source",
    "coder",
    "exhibit",
    "question",
    "op",
];

/// Makes every reference lead somewhere.
pub(super) fn mend(
    db: &Connection,
    references: &[Reference],
    back: &Back,
    finds: &mut Finds,
) -> Result<(), Fault> {
    study(db, finds)?;
    codings_from_marks(db, finds)?;
    let tables = scratch::tables(db)?;
    known_by_name(db, &tables, finds)?;
    super::from_trail::complete(db, back)?;
    // A row that goes may have been what another one rests on.
    for _ in 0..tables.len() {
        let mut quiet = true;
        // Contents are looked after with the texts.
        for reference in references.iter().filter(|reference| reference.parent != "content") {
            quiet &= !mend_one(db, &tables, reference, finds)?;
        }
        if quiet {
            break;
        }
    }
    levels(db, finds)?;
    targets(db, finds)?;
    name_what_is_gone(db, finds)
}

/// The one row of the study.
fn study(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    let there: bool = db.query_row("SELECT EXISTS (SELECT 1 FROM study)", [], |row| row.get(0))?;
    if there {
        return Ok(());
    }
    let lost = finds.lost.get("study").and_then(|rows| rows.values().next()).cloned().unwrap_or_default();
    let uuid = lost.uuid.unwrap_or_else(|| StudyId::of_key("recovered").0.to_string());
    db.execute(
        "INSERT INTO study (rowid, uuid, key, title, citation, licence, synthetic, declared_attributes)
         VALUES (1, ?, 'recovered', 'A recovered study', '', '', 0, '{}')",
        [uuid],
    )?;
    finds.count("study").stand_ins += 1;
    finds.gone("study", "key, title and citation of the study; it is called `recovered`".to_string());
    Ok(())
}

/// Rows whose names an index still has, so that what the history says of them leads somewhere.
fn known_by_name(db: &Connection, tables: &[Table], finds: &mut Finds) -> Result<(), Fault> {
    for table in tables.iter().filter(|table| STAND_INS.contains(&table.name.as_str())) {
        let mut there =
            db.prepare(&format!("SELECT EXISTS (SELECT 1 FROM \"{}\" WHERE rowid = ?)", table.name))?;
        for (number, lost) in finds.lost.get(&table.name).cloned().unwrap_or_default() {
            let named = lost.uuid.is_some() && lost.key.is_some();
            if named && !there.query_row([number], |row| row.get(0))? {
                stand_in(db, table, number, finds)?;
            }
        }
    }
    Ok(())
}

/// Codings that are gone but for what counting needs are read off their texts again.
fn codings_from_marks(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    let sql = "INSERT INTO coding (rowid, uuid, position, source_id, code_id, coder_id, start, \"end\", line,
                 about_case_id, about_side_id, quotation, prefix, suffix, memo, attributes)
               SELECT ?1, ?2, ?3, s.rowid, ?5, ?6, ?7, ?8, 1, ?9, ?10,
                 substr(CAST(c.bytes AS TEXT), ?7 + 1, ?8 - ?7), '', '', '', '{}'
               FROM source s JOIN text t ON t.rowid = s.text_id JOIN content c ON c.sha256 = t.sha256
               WHERE s.rowid = ?4 AND ?7 < ?8 AND ?8 <= length(CAST(c.bytes AS TEXT))";
    let mut statement = db.prepare(sql)?;
    let lost = finds.lost.get("coding").cloned().unwrap_or_default();
    for (number, row) in lost {
        let [position, _, source, code, coder, start, end, _, case, side] = row.mark.as_slice() else {
            continue;
        };
        let Some(uuid) = row.uuid else { continue };
        let done = statement.execute((number, uuid, position, source, code, coder, start, end, case, side));
        if matches!(done, Ok(1)) {
            finds.count("coding").from_index += 1;
        }
    }
    Ok(())
}

/// Mends one kind of reference; returns whether there was anything to mend.
fn mend_one(
    db: &Connection,
    tables: &[Table],
    reference: &Reference,
    finds: &mut Finds,
) -> Result<bool, Fault> {
    let dangles = reference.dangles();
    let (table, column) = (&reference.table, &reference.columns[0]);
    let sql = format!("SELECT DISTINCT c.\"{column}\" FROM \"{table}\" c WHERE {dangles}");
    let missing: Vec<i64> =
        db.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if missing.is_empty() {
        return Ok(false);
    }
    if STAND_INS.contains(&reference.parent.as_str())
        && let Some(parent) = tables.iter().find(|table| table.name == reference.parent)
    {
        for number in &missing {
            stand_in(db, parent, *number, finds)?;
        }
    }
    if reference.parent == "speaker" {
        db.execute_batch(
            "INSERT OR IGNORE INTO speaker (text_id, position, label, role)
             SELECT DISTINCT text_id, speaker, '?', 'unknown' FROM turn WHERE speaker BETWEEN 0 AND 1000",
        )?;
    }
    if reference.nullable {
        let sql = format!("UPDATE \"{table}\" AS c SET \"{column}\" = NULL WHERE {dangles}");
        // A rule between two columns may forbid it.
        let _ = db.execute(&sql, []);
    }
    let label = label(tables, table);
    let sql = format!("SELECT {label} FROM \"{table}\" c WHERE {dangles}");
    let names: Vec<String> =
        db.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for name in names {
        finds.gone(table, format!("{name}, because its {} is gone", word(&reference.parent)));
    }
    db.execute(&format!("DELETE FROM \"{table}\" AS c WHERE {dangles}"), [])?;
    Ok(true)
}

/// What a row is called, as SQL on `c`.
fn label(tables: &[Table], table: &str) -> String {
    let columns = tables.iter().find(|t| t.name == table).map(|t| t.columns.as_slice()).unwrap_or_default();
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    for name in ["key", "quotation", "name", "alias", "label"] {
        if has(name) {
            return format!("'`' || c.\"{name}\" || '`'");
        }
    }
    let parts: Vec<String> =
        columns.iter().take(2).map(|column| format!("ifnull(c.\"{}\", '')", column.name)).collect();
    format!("'row ' || {}", parts.join(" || '/' || "))
}

/// A row with the number of a lost one, named as far as its name is known.
fn stand_in(db: &Connection, table: &Table, number: i64, finds: &mut Finds) -> Result<(), Fault> {
    let lost = finds.lost.get(&table.name).and_then(|rows| rows.get(&number)).cloned().unwrap_or_default();
    let invented = format!("lost-{}-{number}", word(&table.name).replace(' ', "-"));
    let Lost { uuid, key, .. } = lost;
    let key = key.filter(|key| !key.is_empty() && !key.chars().any(char::is_control)).unwrap_or(invented);
    let study: String = db.query_row("SELECT uuid FROM study", [], |row| row.get(0))?;
    let study = StudyId(study.parse().map_err(Fault::Value)?);
    let uuid = uuid.unwrap_or_else(|| study.row(&table.name, &format!("lost {number}")).to_string());
    let mut values = Vec::new();
    for column in &table.columns {
        values.push(match column.name.as_str() {
            _ if column.is_number => Sql::Integer(number),
            "uuid" | "id" => Sql::Text(uuid.clone()),
            "key" => Sql::Text(key.clone()),
            "verb" => Sql::Text("lost".to_string()),
            "name" | "label" | "title" => Sql::Text(format!("{key} (lost)")),
            "attributes" => Sql::Text("{}".to_string()),
            "args" => Sql::Text("{\"said\":\"an entry that was lost in the damage\"}".to_string()),
            "file" => Sql::Text(format!("{key}.txt")),
            "kind" => Sql::Text(if table.name == "exhibit" { "table" } else { "document" }.to_string()),
            "position" => Sql::Integer(number),
            "count" => Sql::Integer(1),
            "level_id" => level_above(db, number)?,
            _ if column.nullable => Sql::Null,
            _ if column.kind == "INTEGER" => Sql::Integer(0),
            _ => Sql::Text(String::new()),
        });
    }
    let marks = vec!["?"; values.len()];
    let sql = format!("INSERT OR IGNORE INTO \"{}\" VALUES ({})", table.name, marks.join(", "));
    if db.execute(&sql, params_from_iter(values))? == 1 {
        finds.count(&table.name).stand_ins += 1;
        finds.gone(&table.name, format!("all of `{key}` but its name; a row of that name stands in for it"));
    }
    Ok(())
}

/// The level of a lost code: the lowest one that its codes can stand below.
fn level_above(db: &Connection, code: i64) -> Result<Sql, Fault> {
    let sql = "SELECT rowid FROM level WHERE position > ifnull((
                 SELECT max(l.position) FROM code c JOIN level l ON l.rowid = c.level_id WHERE c.parent_id = ?), -1)
               ORDER BY position LIMIT 1";
    let above: Option<i64> = db.query_row(sql, [code], |row| row.get(0)).optional()?;
    let lowest = || db.query_row("SELECT ifnull(min(rowid), 1) FROM level", [], |row| row.get(0));
    Ok(Sql::Integer(above.map_or_else(lowest, Ok)?))
}

/// Codes stand below codes of higher levels, and open levels below printed ones.
fn levels(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    db.execute_batch(
        "UPDATE level AS l SET open = 1
         WHERE EXISTS (SELECT 1 FROM level o WHERE o.open AND (o.position, o.uuid) > (l.position, l.uuid))",
    )?;
    let wrong = "parent_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM level own, code p JOIN level above ON above.rowid = p.level_id
        WHERE own.rowid = c.level_id AND p.rowid = c.parent_id
          AND NOT ((above.position, above.uuid) > (own.position, own.uuid) OR (above.rowid = own.rowid AND own.open)))";
    let mut statement = db.prepare(&format!("SELECT key FROM code c WHERE {wrong}"))?;
    let keys: BTreeSet<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for key in keys {
        finds.gone("code", format!("what `{key}` stands below"));
    }
    db.execute(&format!("UPDATE code AS c SET parent_id = NULL WHERE {wrong}"), [])?;
    Ok(())
}

/// A coding says something of its words, or it is none.
fn targets(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    let bare = "code_id IS NULL AND NOT EXISTS (SELECT 1 FROM coding_facet f WHERE f.coding_id = c.rowid)";
    let mut statement = db.prepare(&format!("SELECT quotation FROM coding c WHERE {bare}"))?;
    let quotations = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    for quotation in quotations {
        finds.gone("coding", format!("`{quotation}`, because the facet values it had are gone"));
    }
    for table in ["excerpt_coding", "finding_evidence", "link_evidence"] {
        let of_bare = format!("SELECT rowid FROM coding c WHERE {bare}");
        db.execute(&format!("DELETE FROM {table} WHERE coding_id IN ({of_bare})"), [])?;
    }
    db.execute(&format!("DELETE FROM coding AS c WHERE {bare}"), [])?;
    Ok(())
}

/// Names rows that an index still tells of and that could not be brought back.
fn name_what_is_gone(db: &Connection, finds: &mut Finds) -> Result<(), Fault> {
    for (table, rows) in finds.lost.clone() {
        let mut there = db.prepare(&format!("SELECT EXISTS (SELECT 1 FROM \"{table}\" WHERE rowid = ?)"))?;
        for (number, lost) in rows {
            if !there.query_row([number], |row| row.get(0))? {
                let name = lost
                    .key
                    .or(lost.uuid)
                    .map_or_else(|| format!("row {number}"), |name| format!("`{name}`"));
                finds.gone(&table, name);
            }
        }
    }
    Ok(())
}

/// The word for a row of a table.
pub(super) fn word(table: &str) -> String {
    match table {
        "study_case" => "case".to_string(),
        "op" => "entry".to_string(),
        other => other.replace('_', " "),
    }
}
