//! Reads codes and the frameworks that put them together.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use themata_model::{Code, Framework, FrameworkKey, Study};

use super::keys::{key, key_if_any};
use super::structure::take;
use super::{Reader, attributes, parsed, parsed_if_any, rows, rows_with};
use crate::error::Fault;

/// The codes that stand in the codebook.
const IN_USE: &str = "code_in_use u";

/// The same where there are no frameworks, as in most studies: verbs read the codebook, and the views take longer.
const ALL: &str = "(SELECT rowid AS code_id, parent_id FROM code) u";

/// The own codes of the framework with the number that is given, and of no other.
const OWN: &str = "(SELECT * FROM code_in_framework f WHERE f.framework_id = ?1 AND EXISTS \
                   (SELECT 1 FROM code_framework x WHERE x.code_id = f.code_id)) u";

impl Reader<'_> {
    /// The table of the codes that stand in the codebook, for [`Reader::codes`].
    pub(super) fn in_use(&self) -> Result<&'static str, Fault> {
        let sql = "SELECT EXISTS (SELECT 1 FROM framework)";
        let any: bool = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(if any { IN_USE } else { ALL })
    }

    /// The codes in `which`, a table of codes and their parents that is called `u`.
    pub(super) fn codes(&self, which: &str, params: &[Value]) -> Result<Vec<Code>, Fault> {
        let list = |table: &str, column: &str| {
            let sql = format!("SELECT code_id, {column} FROM {table} ORDER BY code_id, position");
            self.lists(&sql, |_, row| row.get::<_, String>(1))
        };
        let mut aliases = list("code_alias", "alias")?;
        let mut references = list("code_reference", "reference")?;
        let mut prefilled = self.values("code_prefill", "code_id", &[])?;
        let sql = format!(
            "SELECT c.rowid, c.uuid, c.key, c.level_id, u.parent_id, c.marker, c.name, c.definition, c.inclusion, \
             c.exclusion, c.origin, c.colour, c.attributes, o.framework_id FROM {which} \
             JOIN code c ON c.rowid = u.code_id LEFT JOIN code_framework o ON o.code_id = c.rowid \
             ORDER BY c.position, c.uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let n = row.get(0)?;
            Ok(Code {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                level: key(&self.keys.levels, row, 3)?,
                framework: key_if_any(&self.keys.frameworks, row, 13)?,
                parent: key_if_any(&self.keys.codes, row, 4)?,
                marker: row.get(5)?,
                name: row.get(6)?,
                aliases: take(&mut aliases, n),
                definition: row.get(7)?,
                inclusion: row.get(8)?,
                exclusion: row.get(9)?,
                origin: parsed_if_any(row, 10)?,
                references: take(&mut references, n),
                colour: parsed_if_any(row, 11)?,
                prefilled: take(&mut prefilled, n),
                attributes: attributes(row, 12)?,
            })
        })
    }

    /// The frameworks, and which of them is in use.
    pub(crate) fn frameworks(&self, study: &mut Study) -> Result<(), Fault> {
        let in_use = rows(self.db, "SELECT framework_id FROM framework_in_use", |row| {
            Ok((row.get::<_, i64>(0)?, key(&self.keys.frameworks, row, 0)?))
        })?;
        let in_use = in_use.into_iter().next();
        let sql = "SELECT rowid, uuid, key, name, definition, reason, coder_id, date FROM framework \
                   ORDER BY position, uuid";
        let found = rows(self.db, sql, |row| {
            let framework = Framework {
                id: parsed(row, 1)?,
                key: parsed::<FrameworkKey>(row, 2)?,
                name: row.get(3)?,
                definition: row.get(4)?,
                reason: row.get(5)?,
                coder: key_if_any(&self.keys.coders, row, 6)?,
                date: row.get(7)?,
                codes: Vec::new(),
                parents: BTreeMap::new(),
            };
            Ok((row.get::<_, i64>(0)?, framework))
        })?;
        let aside = |n: i64| in_use.as_ref().is_none_or(|(used, _)| *used != n);
        for (n, mut framework) in found {
            if aside(n) {
                framework.codes = self.codes(OWN, &[Value::Integer(n)])?;
                framework.parents = self.parents(n)?;
            }
            study.frameworks.push(framework);
        }
        study.framework_in_use = in_use.map(|(_, key)| key);
        Ok(())
    }

    /// The own codes of a framework that are above shared codes.
    fn parents(
        &self,
        framework: i64,
    ) -> Result<BTreeMap<themata_model::CodeKey, themata_model::CodeKey>, Fault> {
        let sql = "SELECT f.code_id, f.parent_id FROM code_in_framework f \
                   JOIN code_framework p ON p.code_id = f.parent_id \
                   WHERE f.framework_id = ?1 AND f.code_id NOT IN (SELECT code_id FROM code_framework)";
        let codes = &self.keys.codes;
        let found = rows_with(self.db, sql, &[Value::Integer(framework)], |row| {
            Ok((key(codes, row, 0)?, key(codes, row, 1)?))
        })?;
        Ok(found.into_iter().collect())
    }
}
