//! Codes that one copy merged into another code, while the other copy went on with them.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::schema::{Schema, Tables, row, text};
use crate::error::Fault;
use crate::image::{Image, parse};

/// What became of a code that is gone.
pub(super) struct Joined {
    /// The key of the code into which it was merged.
    pub(super) into: String,
    /// What named the code and was moved: table, row and column.
    moved: Vec<(String, String, String)>,
}

/// Looks in the history of a copy whether the code with the id `id` went by being merged into another.
pub(super) fn joined(db: &Connection, schema: &Schema, id: &str) -> Result<Option<Joined>, Fault> {
    let sql = "SELECT o.seq, o.verb, o.args, c.\"before\" FROM change c JOIN op o ON o.seq = c.op \
               WHERE c.\"table\" = 'code' AND c.\"row\" = ? AND c.\"after\" IS NULL ORDER BY c.op DESC LIMIT 1";
    let last = db.prepare_cached(sql)?.query_row([id], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
        ))
    });
    let Some((seq, verb, args, before)) = last.optional()? else { return Ok(None) };
    let args: Value = serde_json::from_str(&args).unwrap_or_default();
    // The entry names the code that stayed first.
    let into = args.get("codes").and_then(|codes| codes.get(0)).and_then(Value::as_str);
    let (true, Some(into)) = (verb == "merge-codes", into) else { return Ok(None) };
    let code = parse(&before)?;
    let names = [Some(id), text(&code, "key")];
    let sql = "SELECT \"table\", \"row\", \"before\", \"after\" FROM change \
               WHERE op = ? AND \"before\" IS NOT NULL AND \"after\" IS NOT NULL ORDER BY rowid";
    let mut statement = db.prepare_cached(sql)?;
    let mut changes = statement.query([seq])?;
    let mut moved = Vec::new();
    while let Some(change) = changes.next()? {
        let (table, row): (String, String) = (change.get(0)?, change.get(1)?);
        let (was, is) = (parse(&change.get::<_, String>(2)?)?, parse(&change.get::<_, String>(3)?)?);
        for named in schema.named(&table, &was) {
            if named.table == "code"
                && names.contains(&Some(named.uuid))
                && was.get(&named.column) != is.get(&named.column)
            {
                moved.push((table.clone(), row.clone(), named.column));
            }
        }
    }
    Ok(Some(Joined { into: into.to_string(), moved }))
}

impl Joined {
    /// Lets what was moved away from the code `id` be at it again, unless a copy changed it otherwise;
    /// `kept` is the copy that still has the code, `other` the one that merged it. Returns how many
    /// codings came back.
    pub(super) fn part(
        &self,
        id: &str,
        base: &Tables,
        kept: &Tables,
        other: &Tables,
        merged: &mut Tables,
    ) -> usize {
        let mut codings = 0;
        for (table, moved, column) in &self.moved {
            let value = |tables: &Tables| {
                row(tables, table, moved).and_then(|image: &Image| image.get(column)).cloned()
            };
            let was_at = |tables: &Tables| value(tables).is_some_and(|value| value == id);
            let is_at_other = value(other).is_some_and(|value| {
                let key =
                    value.as_str().and_then(|id| row(other, "code", id)).and_then(|code| text(code, "key"));
                key.is_none_or(|key| key == self.into)
            });
            if !(was_at(base) && was_at(kept) && is_at_other && value(merged) == value(other)) {
                continue;
            }
            if let Some(image) = merged.get_mut(table).and_then(|rows| rows.get_mut(moved)) {
                image.insert(column.clone(), id.into());
                codings += usize::from(table == "coding");
            }
        }
        codings
    }
}
