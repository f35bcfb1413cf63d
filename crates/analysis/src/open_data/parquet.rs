//! Open data as Parquet, a group of rows at a time, so that a long table is never whole in memory.

use std::io::Write;

use parquet::errors::ParquetError;

use super::{OpenData, OpenKind, OpenValue};
use crate::TableError;
use crate::columnar::{Groups, Values};

/// Rows of one group.
const GROUP: usize = 16_384;

impl OpenData<'_> {
    /// Writes all rows as a Parquet file, the same bytes for the same study. Whole numbers are INT64, yes and no
    /// BOOLEAN, everything else strings, keys joined by `;`; what is not told is null.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_parquet(&self, out: impl Write + Send) -> Result<(), TableError> {
        self.groups(out).map_err(|error| TableError::Parquet(error.to_string()))
    }

    fn groups(&self, out: impl Write + Send) -> Result<(), ParquetError> {
        let empty: Vec<Values> = self.columns().map(|column| none(column.kind)).collect();
        let columns: Vec<(&str, &Values)> =
            self.columns().map(|column| column.name.as_str()).zip(&empty).collect();
        let told = [("themata.kind", "open-data".to_string()), ("themata.title", self.study.title.clone())];
        let mut file = Groups::begin(out, "codings", &columns, &told)?;
        let mut rows = self.rows().peekable();
        while rows.peek().is_some() {
            let mut group = empty.clone();
            for row in rows.by_ref().take(GROUP) {
                group.iter_mut().zip(row).for_each(|(values, value)| push(values, value));
            }
            file.put(&group.iter().collect::<Vec<_>>())?;
        }
        file.end()
    }
}

/// A column of this kind without rows.
fn none(kind: OpenKind) -> Values {
    match kind {
        OpenKind::Words | OpenKind::Keys => Values::Words(Vec::new()),
        OpenKind::Whole => Values::Whole(Vec::new()),
        OpenKind::Flag => Values::Answers(Vec::new()),
    }
}

fn push(values: &mut Values, value: OpenValue) {
    match (values, value) {
        (Values::Words(words), OpenValue::Nothing) => words.push(None),
        (Values::Words(words), value) => words.push(Some(value.in_words())),
        (Values::Whole(numbers), OpenValue::Whole(number)) => numbers.push(Some(number)),
        (Values::Whole(numbers), _) => numbers.push(None),
        (Values::Answers(answers), OpenValue::Flag(answer)) => answers.push(Some(answer)),
        (Values::Answers(answers), _) => answers.push(None),
        (Values::Flags(_) | Values::Fractions(_), _) => {}
    }
}
