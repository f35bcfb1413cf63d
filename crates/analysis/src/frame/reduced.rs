//! The codings summed by code and voice, and what is counted from the sums: all that polars does.
//!
//! A group of several columns goes to polars as one packed integer: polars encodes several key
//! columns row by row, which took two thirds of the time of a count over a million codings.

use std::cell::OnceCell;

use polars::prelude::{
    ChunkCompareEq, Column, DataFrame, DataFrameJoinOps, DataType, JoinArgs, JoinType, NamedFrom,
    PolarsResult, Series,
};

use super::{Frame, FrameRow, Groups, Key, NONE, Roll, known};
use crate::rule::Unit;
use crate::tree::Tree;

/// The codings of a frame summed by some keys, code and voice.
pub(super) struct Reduced {
    // The keys but the code.
    group: Vec<Key>,
    voices: OnceCell<DataFrame>,
    cases: OnceCell<DataFrame>,
    spans: OnceCell<(DataFrame, DataFrame)>,
}

impl Reduced {
    /// Returns the sums by `group`, code and voice; they are made when first needed.
    pub(super) fn new(group: &[Key]) -> Self {
        Reduced {
            group: group.to_vec(),
            voices: OnceCell::new(),
            cases: OnceCell::new(),
            spans: OnceCell::new(),
        }
    }

    /// Counts by `keys`, which are the group and perhaps the code.
    pub(super) fn group(
        &self,
        frame: &Frame<'_>,
        keys: &[Key],
        roll: Roll,
        units: &[Unit],
    ) -> PolarsResult<Groups> {
        let names: Vec<&str> = keys.iter().map(|key| key.name()).collect();
        let wanted = |unit| units.contains(&unit);
        let rolled = |sums: &DataFrame| {
            if keys.contains(&Key::Code) { roll_up(frame, sums, roll) } else { Ok(sums.clone()) }
        };
        let mut out = Groups::new();
        let voice_units = [Unit::Informants, Unit::Interviews, Unit::Sources];
        if wanted(Unit::Codings) || voice_units.iter().any(|&unit| wanted(unit)) {
            let voices = rolled(made(&self.voices, || self.by_voice(frame))?)?;
            if wanted(Unit::Codings) {
                collect(&mut out, &summed(&voices, &names, "counts")?, keys, "counts", Unit::Codings)?;
            }
            let joined = inner_join(&voices, &voice_table(frame)?, "voice")?;
            for unit in voice_units.into_iter().filter(|&unit| wanted(unit)) {
                collect_distinct(&mut out, &joined, keys, unit.column(), unit)?;
            }
        }
        if wanted(Unit::DistinctSpans) {
            let (lone, shared) = made(&self.spans, || self.by_span(frame))?;
            collect(
                &mut out,
                &summed(&rolled(lone)?, &names, "counts")?,
                keys,
                "counts",
                Unit::DistinctSpans,
            )?;
            collect_distinct(&mut out, &rolled(shared)?, keys, "spans", Unit::DistinctSpans)?;
        }
        if wanted(Unit::Cases) {
            let cases = rolled(made(&self.cases, || self.by_case(frame))?)?;
            collect_distinct(&mut out, &cases, keys, "cases", Unit::Cases)?;
        }
        Ok(out)
    }

    fn by_voice(&self, frame: &Frame<'_>) -> PolarsResult<DataFrame> {
        let rows: Vec<&FrameRow> = frame.rows_for(&self.group).collect();
        let mut columns = self.columns(frame, &rows);
        columns.push(("voice", rows.iter().map(|row| frame.mark(row).voice).collect()));
        packed_sums(&columns, frame.counting(&rows, &self.group))
    }

    fn by_case(&self, frame: &Frame<'_>) -> PolarsResult<DataFrame> {
        let rows: Vec<&FrameRow> = frame.rows.iter().collect();
        let mut columns = self.columns(frame, &rows);
        columns.push(("cases", rows.iter().map(|row| row.case).collect()));
        packed_sums(&columns, vec![1; rows.len()])
    }

    /// Of the rows that count, the spans that only one has, summed, and the rows of the others one by one:
    /// only these can be the same in two codes, and most spans are marked once.
    fn by_span(&self, frame: &Frame<'_>) -> PolarsResult<(DataFrame, DataFrame)> {
        let all: Vec<&FrameRow> = frame.rows_for(&self.group).collect();
        let counts = frame.counting(&all, &self.group);
        let rows: Vec<&FrameRow> =
            all.into_iter().zip(counts).filter(|(_, counts)| *counts > 0).map(|(row, _)| row).collect();
        let ids = frame.span_ids(&rows);
        let mut times = vec![0u32; ids.len()];
        ids.iter().for_each(|&id| times[id as usize] += 1);
        let lone: Vec<&FrameRow> =
            rows.iter().zip(&ids).filter(|(_, id)| times[**id as usize] == 1).map(|(row, _)| *row).collect();
        let shared: Vec<(&FrameRow, u32)> = rows
            .iter()
            .zip(&ids)
            .filter(|(_, id)| times[**id as usize] > 1)
            .map(|(row, id)| (*row, *id))
            .collect();
        let sums = packed_sums(&self.columns(frame, &lone), vec![1; lone.len()])?;
        let rows: Vec<&FrameRow> = shared.iter().map(|(row, _)| *row).collect();
        let mut columns = self.columns(frame, &rows);
        columns.push(("spans", shared.iter().map(|(_, id)| *id).collect()));
        Ok((sums, packed_sums(&columns, vec![1; rows.len()])?))
    }

    fn columns(&self, frame: &Frame<'_>, rows: &[&FrameRow]) -> Vec<(&'static str, Vec<u32>)> {
        let keys = std::iter::once(&Key::Code).chain(&self.group);
        keys.map(|&key| (key.name(), rows.iter().map(|row| frame.value(row, key)).collect())).collect()
    }
}

/// What the cell holds, made now if it is empty.
fn made<T>(cell: &OnceCell<T>, make: impl FnOnce() -> PolarsResult<T>) -> PolarsResult<&T> {
    if let Some(value) = cell.get() {
        return Ok(value);
    }
    let value = make()?;
    Ok(cell.get_or_init(|| value))
}

fn column(name: &str, values: Vec<u32>) -> Column {
    Column::from(Series::new(name.into(), values))
}

/// Sums `counts` by all of `columns`.
fn packed_sums(columns: &[(&'static str, Vec<u32>)], counts: Vec<u32>) -> PolarsResult<DataFrame> {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    // One more than the greatest position, and one for the unknown.
    let greatest = |values: &[u32]| values.iter().copied().filter(|&value| value != NONE).max();
    let bases: Vec<u64> = columns
        .iter()
        .map(|(_, values)| greatest(values).map_or(1, |greatest| u64::from(greatest) + 2))
        .collect();
    if bases.iter().try_fold(1u64, |product, &base| product.checked_mul(base)).is_none() {
        let mut frame: Vec<Column> =
            columns.iter().map(|(name, values)| column(name, values.clone())).collect();
        frame.push(column("counts", counts));
        return summed(&DataFrame::new_infer_height(frame)?, &names, "counts");
    }
    let mut packed = vec![0u64; counts.len()];
    for ((_, values), &base) in columns.iter().zip(&bases) {
        for (key, &value) in packed.iter_mut().zip(values) {
            *key = *key * base + known(value).map_or(0, |value| u64::from(value) + 1);
        }
    }
    let frame = DataFrame::new_infer_height(vec![
        Column::from(Series::new("packed".into(), packed)),
        column("counts", counts),
    ])?;
    let sums = summed(&frame, &["packed"], "counts")?;
    let mut keys: Vec<u64> = sums.column("packed")?.u64()?.iter().map(Option::unwrap_or_default).collect();
    let mut out = Vec::with_capacity(columns.len() + 1);
    for (name, &base) in names.iter().zip(&bases).rev() {
        let unpack = |key: &mut u64| {
            let value = *key % base;
            *key /= base;
            value.checked_sub(1).and_then(|value| u32::try_from(value).ok()).unwrap_or(NONE)
        };
        out.push(column(name, keys.iter_mut().map(unpack).collect()));
    }
    out.push(sums.column("counts")?.clone());
    DataFrame::new_infer_height(out)
}

/// The sums with each code's rows repeated for the codes above it; rows without a code have no place there.
fn roll_up(frame: &Frame<'_>, sums: &DataFrame, roll: Roll) -> PolarsResult<DataFrame> {
    if roll == Roll::Own {
        return Ok(sums.clone());
    }
    let tree = Tree::new(&frame.study.codebook);
    let narrow = |position: usize| u32::try_from(position).unwrap_or(NONE);
    let pairs = tree
        .order()
        .iter()
        .flat_map(|&code| tree.upward(code).map(move |above| (narrow(code), narrow(above))));
    let (codes, above): (Vec<u32>, Vec<u32>) = pairs.unzip();
    let table = DataFrame::new_infer_height(vec![column("code", codes), column("above", above)])?;
    let mut joined = inner_join(sums, &table, "code")?.drop("code")?;
    joined.rename("above", "code".into())?;
    Ok(joined)
}

/// What is known of each voice.
fn voice_table(frame: &Frame<'_>) -> PolarsResult<DataFrame> {
    let voices = &frame.marks.voices;
    let interview = |source: u32| frame.study.sources[source as usize].kind.is_interview();
    let held = |source: u32| if interview(source) { source } else { NONE };
    DataFrame::new_infer_height(vec![
        column("voice", (0u32..).take(voices.len()).collect()),
        column("informants", voices.iter().map(|voice| voice.informant.unwrap_or(NONE)).collect()),
        column("sources", voices.iter().map(|voice| voice.source).collect()),
        column("interviews", voices.iter().map(|voice| held(voice.source)).collect()),
    ])
}

/// Sums `value` by `names` (over all when there are none); the sum keeps the name.
#[expect(deprecated, reason = "polars points to its lazy engine, which is left out for its compile time")]
fn summed(frame: &DataFrame, names: &[&str], value: &str) -> PolarsResult<DataFrame> {
    let mut out = if names.is_empty() {
        over_all(frame)?.group_by(["all"])?.select([value]).sum()?
    } else {
        frame.group_by(names.iter().copied())?.select([value]).sum()?
    };
    out.rename(&format!("{value}_sum"), value.into())?;
    Ok(out)
}

/// The frame with one more column that is the same everywhere.
fn over_all(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let mut out = frame.clone();
    out.with_column(column("all", vec![NONE; frame.height()]))?;
    Ok(out)
}

fn inner_join(left: &DataFrame, right: &DataFrame, on: &str) -> PolarsResult<DataFrame> {
    left.join(right, [on], [on], JoinArgs::new(JoinType::Inner), None)
}

/// Counts the different known values of `name` by `keys`: first each once, then how many.
fn collect_distinct(
    out: &mut Groups,
    frame: &DataFrame,
    keys: &[Key],
    name: &str,
    unit: Unit,
) -> PolarsResult<()> {
    let mask = frame.column(name)?.as_materialized_series().u32()?.not_equal(NONE);
    let known = frame.filter(&mask)?;
    let mut columns: Vec<(&'static str, Vec<u32>)> = Vec::new();
    for key in keys {
        columns.push((key.name(), integers(&known, key.name())?));
    }
    columns.push(("value", integers(&known, name)?));
    let mut once = packed_sums(&columns, vec![1; known.height()])?;
    once.with_column(column("counts", vec![1; once.height()]))?;
    let names: Vec<&str> = keys.iter().map(|key| key.name()).collect();
    collect(out, &summed(&once, &names, "counts")?, keys, "counts", unit)
}

fn integers(frame: &DataFrame, name: &str) -> PolarsResult<Vec<u32>> {
    let column = frame.column(name)?.cast(&DataType::UInt32)?;
    let values = column.u32()?.iter().map(|value| value.unwrap_or(NONE)).collect();
    Ok(values)
}

/// Adds the column of a grouped frame to the groups.
fn collect(out: &mut Groups, frame: &DataFrame, keys: &[Key], name: &str, unit: Unit) -> PolarsResult<()> {
    let values: Vec<Vec<u32>> =
        keys.iter().map(|key| integers(frame, key.name())).collect::<PolarsResult<_>>()?;
    for (row, count) in integers(frame, name)?.into_iter().enumerate() {
        let group =
            if keys.is_empty() { vec![None] } else { values.iter().map(|key| known(key[row])).collect() };
        *out.entry(group).or_default().of_mut(unit) += count;
    }
    Ok(())
}
