//! Which rows of codings are read: by the index that leaves fewest to be looked at, and never the table itself.

use std::collections::{BTreeMap, HashSet};

use rusqlite::types::Value;
use rustc_hash::FxHashMap;

use super::RowNumbers;
use super::numbers::Positions;
use crate::{CodingPlace, PlacedChoice};

/// Rows of the table of codings.
pub(super) struct Rows {
    /// The statement from its `FROM` on.
    pub(super) sql: String,
    pub(super) params: Vec<Value>,
    /// What the rows have to touch besides.
    stretches: Option<BTreeMap<u32, Stretches>>,
}

/// Stretches of one text by their first characters, each with the furthest end of those up to it.
type Stretches = Vec<(u32, u32)>;

impl Rows {
    /// All, as they stand in the study.
    pub(super) fn all() -> Rows {
        Rows {
            sql: "FROM coding ORDER BY position, coding.rowid".to_string(),
            params: Vec::new(),
            stretches: None,
        }
    }

    /// All, by source and place.
    pub(super) fn by_place() -> Rows {
        Rows { sql: "FROM coding ORDER BY source_id, start".to_string(), ..Rows::all() }
    }

    /// Those that are meant and, where the choice says so, [touch](Rows::touches) a stretch.
    pub(super) fn chosen(choice: &PlacedChoice, known: &RowNumbers) -> Rows {
        let RowNumbers { codes, sources, .. } = known;
        let mut from = "FROM coding".to_string();
        let mut conditions = Vec::new();
        let mut params = Vec::new();
        let stretches = choice.touching.as_deref().map(by_text);
        if let Some(stretches) = &stretches {
            // The codings of a text up to the last stretch are read in one go.
            let behind = |(number, at): (&i64, &u32)| Some((*number, stretches.get(at)?.last()?.1));
            let mut texts: Vec<(i64, u32)> = sources.iter().filter_map(behind).collect();
            texts.sort_unstable();
            params.push(Value::Text(serde_json::json!(texts).to_string()));
            from.clear();
            from.push_str(
                "FROM json_each(?1) text CROSS JOIN coding \
                 ON source_id = text.value ->> 0 AND start < text.value ->> 1",
            );
        } else if let Some(these) = &choice.these {
            let numbers: FxHashMap<u32, i64> = sources.iter().map(|(number, at)| (*at, *number)).collect();
            let row = |one: &CodingPlace| Some((*numbers.get(&one.source)?, one.start, one.end, one.number));
            let rows: Vec<(i64, u32, u32, i64)> = these.iter().filter_map(row).collect();
            params.push(Value::Text(serde_json::json!(rows).to_string()));
            from.clear();
            // The plus keeps the number of the row from being looked up in the table.
            from.push_str(
                "FROM json_each(?1) place CROSS JOIN coding ON source_id = place.value ->> 0 AND start = place.value ->> 1 \
                 AND \"end\" = place.value ->> 2 AND +coding.rowid = place.value ->> 3",
            );
        }
        let mut restrict = |column: &str, numbers: Value| {
            params.push(numbers);
            conditions.push(format!("{column} IN (SELECT value FROM json_each(?{}))", params.len()));
        };
        // The plus keeps the others from being the index: places leave fewer rows than codes, these fewer than sources.
        let is_found = choice.these.is_some() || choice.touching.is_some();
        if let Some(chosen) = &choice.codes {
            restrict(if is_found { "+code_id" } else { "code_id" }, numbers(chosen, codes));
        }
        if let Some(chosen) = &choice.sources {
            let column = if is_found || choice.codes.is_some() { "+source_id" } else { "source_id" };
            restrict(column, numbers(chosen, sources));
        }
        if conditions.is_empty() && !is_found {
            return Rows::all();
        }
        let is_where = if conditions.is_empty() { "" } else { "WHERE" };
        Rows { sql: format!("{from} {is_where} {}", conditions.join(" AND ")), params, stretches }
    }

    /// Whether a place has a character in common with a stretch, where stretches are asked for.
    pub(super) fn touches(&self, source: u32, (start, end): (u32, u32)) -> bool {
        let Some(stretches) = &self.stretches else { return true };
        let Some(stretches) = stretches.get(&source) else { return false };
        let before_its_end = stretches.partition_point(|(first, _)| *first < end);
        before_its_end > 0 && stretches[before_its_end - 1].1 > start
    }
}

fn by_text(stretches: &[(u32, u32, u32)]) -> BTreeMap<u32, Stretches> {
    let mut by_text: BTreeMap<u32, Stretches> = BTreeMap::new();
    for (text, start, end) in stretches {
        by_text.entry(*text).or_default().push((*start, *end));
    }
    for stretches in by_text.values_mut() {
        stretches.sort_unstable();
        let mut furthest = 0;
        for (_, end) in stretches {
            furthest = furthest.max(*end);
            *end = furthest;
        }
    }
    by_text
}

/// The row numbers of positions, as a list in JSON.
fn numbers(positions: &[u32], of: &Positions) -> Value {
    let wanted: HashSet<u32> = positions.iter().copied().collect();
    let mut numbers: Vec<i64> = of.iter().filter(|(_, at)| wanted.contains(at)).map(|(n, _)| *n).collect();
    numbers.sort_unstable();
    Value::Text(serde_json::Value::from(numbers).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_touches_a_stretch_when_they_share_a_character() {
        let stretches = vec![(0, 50, 60), (0, 10, 40), (0, 12, 15), (1, 5, 6)];
        let choice = PlacedChoice { touching: Some(stretches.clone()), ..PlacedChoice::default() };
        let rows = Rows::chosen(&choice, &RowNumbers::default());
        for text in 0..3 {
            for (start, end) in (0..70).flat_map(|start| (start + 1..70).map(move |end| (start, end))) {
                let touches = stretches.iter().any(|(t, s, e)| *t == text && *s < end && start < *e);
                assert_eq!(rows.touches(text, (start, end)), touches, "{text} {start} {end}");
            }
        }
    }
}
