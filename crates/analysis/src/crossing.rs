//! Two facets crossed: what is counted where their values meet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use themata_model::Excerpt;
use themata_model::mark::Mark;
use themata_model::table::CodingRef;

use crate::TableError;
use crate::axis::{Axis, AxisValue, AxisValues};
use crate::context::{Context, lower_first};
use crate::rule::{SpanRow, Tally, Unit, kept};
use crate::selection::is_in;
use crate::tables::EMPTY;

/// Stands for every value of an axis.
const ALL: u32 = u32::MAX;

/// A coding in one cell.
pub(crate) struct Entry<'a> {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) mark: &'a Mark,
    pub(crate) case: Option<u32>,
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
    pub(crate) unit: Tally,
    // By row and column, `ALL` for sums.
    counts: BTreeMap<[u32; 2], u32>,
    evidence: BTreeMap<[u32; 2], Vec<CodingRef>>,
    // What of the sum stretches over all values of one of the axes.
    of_all: u32,
    // Codings without a value, where only values are shown.
    left_out: usize,
}

impl Crossing {
    /// Counts the codings of `context` by the axes its options name.
    ///
    /// # Errors
    /// When both axes are the same, one has no values in this study, or what is of all values of a facet
    /// shall stand apart and neither is a facet.
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
        if context.options.all_apart && rows.facet.is_none() && columns.facet.is_none() {
            let facets = context.study.facets.iter().map(|facet| facet.key.to_string());
            return Err(TableError::NoFacetToPart { facets: facets.collect() });
        }
        let unit = context.options.unit.unwrap_or(Tally::Of(Unit::Codings));
        let displayed = Displayed::new(context);
        let mut entries = entries(context, &rows, &columns);
        if unit == Tally::Excerpts {
            entries.retain(|entry| !displayed.of(entry.mark.coding).is_empty());
        }
        let mut left_out = BTreeSet::new();
        if context.options.only_values {
            let is_value = |entry: &Entry<'_>| rows.is_value(entry.row) && columns.is_value(entry.column);
            left_out.extend(entries.iter().filter(|entry| !is_value(entry)).map(|entry| entry.mark.coding));
            entries.retain(is_value);
        }
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
            counts.extend(count(context, &displayed, &entries, unit, group));
        }
        let evidence = evidence(&entries);
        entries.retain(|entry| [&rows, &columns].iter().any(|axis| axis.is_of_all(entry.mark, entry.case)));
        let of_all = count(context, &displayed, &entries, unit, |_| [ALL, ALL]);
        Ok(Crossing {
            row_order,
            column_order,
            unit,
            counts,
            evidence,
            of_all: of_all.into_values().sum(),
            left_out: left_out.len(),
            rows,
            columns,
        })
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
        let mut notes = tally_notes(context, self.unit);
        if self.rows.rank.is_some() || self.columns.rank.is_some() {
            notes.push("A code counts with all codes below it.".to_string());
        }
        for facet in [&self.rows.facet, &self.columns.facet].into_iter().flatten() {
            let name = context.study.facet(facet).map_or(facet.as_str(), |facet| facet.name.as_str());
            notes.push(format!(
                "{name}: the coding's own value, else that of its code (settled for the case, else over all)."
            ));
        }
        if self.of_all > 0 && context.options.all_apart {
            notes.push(
                "What stretches over all values has a place of its own and counts for none of them."
                    .to_string(),
            );
        } else if self.of_all > 0 {
            let (of_all, sum) = (self.of_all, self.count(None, None));
            notes.push(format!("What stretches over all values counts for each of them: {of_all} of {sum}."));
        }
        if self.left_out > 0 {
            let codings = crate::plural::counted(self.left_out, "coding");
            let [rows, columns] = [&self.rows.name, &self.columns.name].map(|name| lower_first(name));
            notes.push(format!("Left out, because they have no value of {rows} or {columns}: {codings}."));
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

/// The notes that every table of `tally` carries.
pub(crate) fn tally_notes(context: &Context<'_>, tally: Tally) -> Vec<String> {
    match tally {
        Tally::Of(unit) => context.counting_notes(&[unit]),
        Tally::Excerpts => {
            let titles = context.options.excerpts.iter().filter_map(|key| context.study.exhibit(key));
            let titles: Vec<&str> = titles.map(|exhibit| exhibit.title.trim_end_matches('.')).collect();
            let counted = match titles.is_empty() {
                true => "excerpts displayed anywhere".to_string(),
                false => format!("excerpts displayed in “{}”", titles.join("” and “")),
            };
            let mut notes = context.counting_notes_on(&counted, &[]);
            notes.push("An excerpt counts where its codings do, once in each cell.".to_string());
            notes
        }
    }
}

/// The excerpts that the paper displays, by the codings they are taken from.
pub(crate) struct Displayed(HashMap<CodingRef, Vec<u32>>);

impl Displayed {
    /// Returns those of the exhibits asked for, else of any; none when excerpts are not counted.
    pub(crate) fn new(context: &Context<'_>) -> Displayed {
        let mut out: HashMap<CodingRef, Vec<u32>> = HashMap::new();
        let exhibits = &context.options.excerpts;
        let is_meant = |excerpt: &Excerpt| match exhibits.is_empty() {
            true => !excerpt.exhibits.is_empty(),
            false => is_in(excerpt, exhibits),
        };
        if context.options.unit == Some(Tally::Excerpts) {
            for (at, excerpt) in (0u32..).zip(&context.study.excerpts).filter(|(_, e)| is_meant(e)) {
                context.words.pieces(excerpt).into_iter().for_each(|c| out.entry(c).or_default().push(at));
            }
        }
        Displayed(out)
    }

    /// The positions of the excerpts taken from `coding`.
    fn of(&self, coding: CodingRef) -> &[u32] {
        self.0.get(&coding).map_or(&[], Vec::as_slice)
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
pub(crate) fn count(
    context: &Context<'_>,
    displayed: &Displayed,
    entries: &[Entry<'_>],
    unit: Tally,
    group: fn(&Entry<'_>) -> [u32; 2],
) -> BTreeMap<[u32; 2], u32> {
    let source = |entry: &Entry<'_>| context.marks.voice(entry.mark).source;
    let mut out: BTreeMap<[u32; 2], u32> = BTreeMap::new();
    let mut entries: Vec<&Entry<'_>> = entries.iter().collect();
    if [Tally::Of(Unit::Codings), Tally::Of(Unit::DistinctSpans)].contains(&unit) {
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
        let Tally::Of(unit) = unit else { return None };
        match unit {
            Unit::Codings => Some([entry.mark.coding.0, 0, 0]),
            Unit::DistinctSpans => Some([source(entry), entry.mark.start, entry.mark.end]),
            Unit::Informants => Some([context.marks.voice(entry.mark).informant?, 0, 0]),
            Unit::Interviews => Some(source(entry)).filter(|&s| is_interview(s)).map(|s| [s, 0, 0]),
            Unit::Sources => Some([source(entry), 0, 0]),
            Unit::Cases => Some([entry.case?, 0, 0]),
        }
    };
    let excerpts = |entry: &Entry<'_>| -> Vec<[u32; 3]> {
        displayed.of(entry.mark.coding).iter().map(|&excerpt| [excerpt, 0, 0]).collect()
    };
    let things_of = |entry: &Entry<'_>| {
        if unit == Tally::Excerpts { excerpts(entry) } else { thing(entry).into_iter().collect() }
    };
    let mut things: Vec<([u32; 2], [u32; 3])> = entries
        .into_iter()
        .flat_map(|entry| things_of(entry).into_iter().map(|thing| (group(entry), thing)))
        .collect();
    things.sort_unstable();
    things.dedup();
    for (group, _) in things {
        *out.entry(group).or_default() += 1;
    }
    out
}

/// The codings of each cell and of each row, in the order of the study.
pub(crate) fn evidence(entries: &[Entry<'_>]) -> BTreeMap<[u32; 2], Vec<CodingRef>> {
    let mut rows: Vec<([u32; 2], CodingRef)> = entries
        .iter()
        .flat_map(|e| [([e.row, e.column], e.mark.coding), ([e.row, ALL], e.mark.coding)])
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let runs = rows.chunk_by(|a, b| a.0 == b.0);
    runs.filter_map(|run| Some((run.first()?.0, run.iter().map(|(_, coding)| *coding).collect()))).collect()
}
