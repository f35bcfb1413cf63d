//! Reads codings: the one table with many rows.

use std::collections::HashMap;

use rusqlite::types::Value;
use themata_model::{About, CharOffset, Coding, Source, SourceKey, Study, Target, TextIndex, Weight};

use super::keys::{key, key_if_any};
use super::structure::take;
use super::{Reader, attributes, count, parsed, rows_with, wrong};
use crate::error::Fault;

impl Reader<'_> {
    /// All codings in the order they were made in, of a study whose texts must be there.
    pub(super) fn codings(&self, study: &Study) -> Result<Vec<Coding>, Fault> {
        let sources: HashMap<&SourceKey, &Source> =
            study.sources.iter().map(|source| (&source.key, source)).collect();
        let texts =
            |key: &SourceKey| sources.get(key).and_then(|s| s.texts.last()).map(|t| t.content.as_str());
        self.codings_among("1", &[], texts)
    }

    /// The codings for which `condition` holds with `params`, in the order they were made in; `text` gives the current
    /// text of a source.
    pub(crate) fn codings_among<'t>(
        &self,
        condition: &str,
        params: &[Value],
        text: impl Fn(&SourceKey) -> Option<&'t str>,
    ) -> Result<Vec<Coding>, Fault> {
        let keys = &self.keys;
        let mut indexes: HashMap<SourceKey, TextIndex<'_>> = HashMap::new();
        let mut values = match condition {
            "1" => self.values("coding_facet", "coding_id", &[])?,
            _ => self.values(
                &format!("coding_facet WHERE coding_id IN (SELECT rowid FROM coding WHERE {condition})"),
                "coding_id",
                params,
            )?,
        };
        let sql = format!(
            "SELECT rowid, uuid, source_id, code_id, coder_id, start, \"end\", about_case_id, about_side_id, \
             weight, quotation, typed, prefix, suffix, memo, attributes FROM coding WHERE {condition} \
             ORDER BY position, rowid"
        );
        rows_with(self.db, &sql, params, |row| {
            let source: SourceKey = key(&keys.sources, row, 2)?;
            let span = match row.get::<_, Option<i64>>(5)? {
                None => None,
                Some(_) => {
                    let index = indexes
                        .entry(source.clone())
                        .or_insert_with(|| TextIndex::new(text(&source).unwrap_or_default()));
                    let (start, end) = (CharOffset(count(row, 5)?), CharOffset(count(row, 6)?));
                    Some(index.span_of_chars(start, end).map_err(|error| wrong(row, 6, &error))?)
                }
            };
            let facets = take(&mut values, row.get(0)?);
            let target = Target::new(key_if_any(&keys.codes, row, 3)?, facets);
            let weight = row.get::<_, Option<i64>>(9)?.map(Weight::new).transpose();
            let quotation: String = row.get(10)?;
            let typed: Option<String> = row.get(11)?;
            Ok(Coding {
                id: parsed(row, 1)?,
                source,
                span,
                typed: typed.unwrap_or_else(|| quotation.clone()),
                quotation,
                prefix: row.get(12)?,
                suffix: row.get(13)?,
                target: target.map_err(|error| wrong(row, 3, &error))?,
                coder: key(&keys.coders, row, 4)?,
                about: About {
                    case: key_if_any(&keys.cases, row, 7)?,
                    side: key_if_any(&keys.sides, row, 8)?,
                },
                weight: weight.map_err(|error| wrong(row, 9, &error))?,
                memo: row.get(14)?,
                attributes: attributes(row, 15)?,
            })
        })
    }
}
