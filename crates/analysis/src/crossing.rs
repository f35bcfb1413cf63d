//! Two facets crossed: what is counted where their values meet.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::mark::Mark;
use themata_model::table::CodingRef;

use crate::TableError;
use crate::axis::{Axis, AxisValue, AxisValues};
use crate::context::{Context, lower_first};
use crate::rule::{SpanRow, Unit, kept};
use crate::tables::EMPTY;

/// Stands for every value of an axis.
const ALL: u32 = u32::MAX;

/// A coding in one cell.
struct Entry<'a> {
    row: u32,
    column: u32,
    mark: &'a Mark,
    case: Option<u32>,
}

/// Counts by the values of two axes.
pub(crate) struct Crossing {
    /// The rows.
    pub(crate) rows: AxisValues,
    /// The columns.
    pub(crate) columns: AxisValues,
    /// The positions of the rows shown.
    pub(crate) row_order: Vec<u32>,
    /// The positions of the columns shown.
    pub(crate) column_order: Vec<u32>,
    /// What is counted.
    pub(crate) unit: Unit,
    // By row and column, `ALL` for sums.
    counts: BTreeMap<[u32; 2], u32>,
    evidence: BTreeMap<[u32; 2], Vec<CodingRef>>,
    // Codings that stretch over all values of one of the axes.
    of_all: usize,
}

impl Crossing {
    /// Counts the codings of `context` by the axes its options name.
    ///
    /// # Errors
    /// When both axes are the same, or one has no values in this study.
    pub(crate) fn new(context: &Context<'_>, what: &'static str) -> Result<Crossing, TableError> {
        let (row_axis, column_axis) = axes(context);
        let lacks =
            || TableError::Lacks { kind: "matrix", what, needs: "a value for its rows and for its columns" };
        let rows = AxisValues::new(context, &row_axis).ok_or_else(lacks)?;
        let columns = AxisValues::new(context, &column_axis).ok_or_else(lacks)?;
        if rows.is_same(&columns) {
            return Err(TableError::BadValue {
                option: "columns".to_string(),
                value: column_axis.word().to_string(),
                expected: "another facet than that of the rows".to_string(),
            });
        }
        let unit = context.options.unit.unwrap_or(Unit::Codings);
        let entries = entries(context, &rows, &columns);
        let seen = |of: fn(&Entry<'_>) -> u32| -> BTreeSet<u32> { entries.iter().map(of).collect() };
        let row_order = rows.shown(&seen(|entry| entry.row));
        let column_order = columns.shown(&seen(|entry| entry.column));
        if row_order.is_empty() || column_order.is_empty() {
            return Err(lacks());
        }
        let mut counts = BTreeMap::new();
        let groups: [fn(&Entry<'_>) -> [u32; 2]; 4] =
            [|e| [e.row, e.column], |e| [e.row, ALL], |e| [ALL, e.column], |_| [ALL, ALL]];
        for group in groups {
            counts.extend(count(context, &entries, unit, group));
        }
        let of_all: BTreeSet<CodingRef> = context
            .frame
            .placed()
            .filter(|(mark, spot)| rows.is_of_all(mark, *spot) || columns.is_of_all(mark, *spot))
            .map(|(mark, _)| mark.coding)
            .collect();
        let evidence = evidence(&entries);
        Ok(Crossing { row_order, column_order, unit, counts, evidence, of_all: of_all.len(), rows, columns })
    }

    /// The count of a cell; `None` for a row or column stands for all of them.
    pub(crate) fn count(&self, row: Option<u32>, column: Option<u32>) -> u32 {
        self.counts.get(&[row.unwrap_or(ALL), column.unwrap_or(ALL)]).copied().unwrap_or_default()
    }

    /// The codings of a cell; `None` for the column stands for the whole row.
    pub(crate) fn evidence(&self, row: u32, column: Option<u32>) -> Vec<CodingRef> {
        self.evidence.get(&[row, column.unwrap_or(ALL)]).cloned().unwrap_or_default()
    }

    /// The values of the rows shown, with their positions.
    pub(crate) fn shown_rows(&self) -> impl Iterator<Item = (u32, &AxisValue)> {
        self.row_order.iter().filter_map(|&at| Some((at, self.rows.values.get(at as usize)?)))
    }

    /// The values of the columns shown, with their positions.
    pub(crate) fn shown_columns(&self) -> impl Iterator<Item = (u32, &AxisValue)> {
        self.column_order.iter().filter_map(|&at| Some((at, self.columns.values.get(at as usize)?)))
    }

    /// `First-order categories by case`.
    pub(crate) fn title(&self) -> String {
        format!("{} by {}", self.rows.name, lower_first(&self.columns.name))
    }

    /// What the counts mean, one paragraph each.
    pub(crate) fn notes(&self, context: &Context<'_>) -> Vec<String> {
        let mut notes = context.counting_notes(&[self.unit]);
        if self.rows.rank.is_some() || self.columns.rank.is_some() {
            notes.push("A code counts with all codes below it.".to_string());
        }
        for facet in [&self.rows.facet, &self.columns.facet].into_iter().flatten() {
            let name = context.study.facet(facet).map_or(facet.as_str(), |facet| facet.name.as_str());
            notes.push(format!(
                "{name}: the coding's own value, else that of its code (settled for the case, else over all)."
            ));
        }
        if self.of_all > 0 {
            let codings = crate::plural::counted(self.of_all, "coding");
            notes.push(format!("What stretches over all values counts for each of them: {codings}."));
        }
        let mut without: Vec<String> = Vec::new();
        for (axis, shown) in [(&self.rows, &self.row_order), (&self.columns, &self.column_order)] {
            if axis.last().is_some_and(|last| shown.contains(&last)) {
                let name = lower_first(&axis.name);
                without.push(match (axis.rank, &axis.facet) {
                    (Some(_), _) => format!("a code on or below {name}"),
                    (_, Some(_)) => format!("a value of {name}"),
                    _ => format!("a known {name}"),
                });
            }
        }
        if !without.is_empty() {
            notes.push(format!("“{EMPTY}”: codings without {}.", without.join(" or ")));
        }
        notes
    }
}

/// The axes asked for; codes by cases where none are.
fn axes(context: &Context<'_>) -> (Axis, Axis) {
    let is_codes = |axis: &Axis| matches!(axis, Axis::Code | Axis::Level(_));
    let other = |axis: &Axis| if is_codes(axis) { Axis::Case } else { Axis::Code };
    match (&context.options.rows, &context.options.columns) {
        (Some(rows), Some(columns)) => (rows.clone(), columns.clone()),
        (Some(rows), None) => (rows.clone(), other(rows)),
        (None, Some(columns)) => (other(columns), columns.clone()),
        (None, None) => (Axis::Code, Axis::Case),
    }
}

fn entries<'a>(context: &Context<'a>, rows: &AxisValues, columns: &AxisValues) -> Vec<Entry<'a>> {
    let mut out = Vec::new();
    let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
    for (mark, spot) in context.frame.placed() {
        rows.of(context, mark, spot, &mut of_rows);
        columns.of(context, mark, spot, &mut of_columns);
        for &row in &of_rows {
            out.extend(of_columns.iter().map(|&column| Entry { row, column, mark, case: spot.0 }));
        }
    }
    out
}

/// Counts by group in `unit`, whatever counts twice in a group once.
fn count(
    context: &Context<'_>,
    entries: &[Entry<'_>],
    unit: Unit,
    group: fn(&Entry<'_>) -> [u32; 2],
) -> BTreeMap<[u32; 2], u32> {
    let source = |entry: &Entry<'_>| context.marks.voice(entry.mark).source;
    let mut out: BTreeMap<[u32; 2], u32> = BTreeMap::new();
    let mut entries: Vec<&Entry<'_>> = entries.iter().collect();
    if [Unit::Codings, Unit::DistinctSpans].contains(&unit) {
        let span = |(at, entry): (u32, &&Entry<'_>)| {
            let [row, column] = group(entry);
            SpanRow {
                group: [row, column, 0],
                code: entry.mark.code.unwrap_or(ALL),
                source: source(entry),
                start: entry.mark.start,
                end: entry.mark.end,
                coder: entry.mark.coder,
                mark: entry.mark.coding.0,
                row: at,
            }
        };
        let flags = kept((0u32..).zip(&entries).map(span).collect());
        entries =
            entries.into_iter().zip(flags).filter(|(_, counts)| *counts).map(|(entry, _)| entry).collect();
    }
    let is_interview =
        |source: u32| context.study.sources.get(source as usize).is_some_and(|s| s.kind.is_interview());
    let thing = |entry: &Entry<'_>| -> Option<[u32; 3]> {
        match unit {
            Unit::Codings => Some([entry.mark.coding.0, 0, 0]),
            Unit::DistinctSpans => Some([source(entry), entry.mark.start, entry.mark.end]),
            Unit::Informants => Some([context.marks.voice(entry.mark).informant?, 0, 0]),
            Unit::Interviews => Some(source(entry)).filter(|&s| is_interview(s)).map(|s| [s, 0, 0]),
            Unit::Sources => Some([source(entry), 0, 0]),
            Unit::Cases => Some([entry.case?, 0, 0]),
        }
    };
    let mut things: Vec<([u32; 2], [u32; 3])> =
        entries.into_iter().filter_map(|entry| Some((group(entry), thing(entry)?))).collect();
    things.sort_unstable();
    things.dedup();
    for (group, _) in things {
        *out.entry(group).or_default() += 1;
    }
    out
}

/// The codings of each cell and of each row, in the order of the study.
fn evidence(entries: &[Entry<'_>]) -> BTreeMap<[u32; 2], Vec<CodingRef>> {
    let mut rows: Vec<([u32; 2], CodingRef)> = entries
        .iter()
        .flat_map(|e| [([e.row, e.column], e.mark.coding), ([e.row, ALL], e.mark.coding)])
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let runs = rows.chunk_by(|a, b| a.0 == b.0);
    runs.filter_map(|run| Some((run.first()?.0, run.iter().map(|(_, coding)| *coding).collect()))).collect()
}
