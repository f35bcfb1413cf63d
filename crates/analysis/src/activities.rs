//! The codes that stand where the values of two facets meet: which activity is whose in which phase.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::mark::MarkValue;
use themata_model::table::CodingRef;
use themata_model::{Facet, FacetAssignment, Finding};

use crate::axis::{Axis, AxisValues};
use crate::context::Context;
use crate::crossing::{Displayed, Entry, count, evidence, tally_notes};
use crate::facet_value::FacetValues;
use crate::plural::counted;
use crate::rule::{Tally, Unit};
use crate::{Options, TableError};

/// A value of the row facet and one of the column facet, by position; the position behind the last value is that
/// of all values, where they stand apart.
pub(crate) type Place = (usize, usize);

/// A row or a column of activities.
pub(crate) struct Line {
    /// The key of the value, or `all`.
    pub(crate) key: String,
    /// What is printed.
    pub(crate) label: String,
}

/// Which codes stand where, and what is counted of each there.
pub(crate) struct Activities<'a> {
    /// The facet of the rows.
    pub(crate) rows: &'a Facet,
    /// The facet of the columns.
    pub(crate) columns: &'a Facet,
    /// The codes of each place, in tree order.
    pub(crate) codes: BTreeMap<Place, Vec<usize>>,
    tally: Tally,
    // Whether codes of all values stand in a row and a column of their own.
    apart: bool,
    counts: BTreeMap<[u32; 2], u32>,
    evidence: BTreeMap<[u32; 2], Vec<CodingRef>>,
    // Codings of these codes that carry other values.
    elsewhere: usize,
    // Codes of the level that have no place.
    outside: usize,
}

impl<'a> Activities<'a> {
    /// Places the codes of the level asked for and counts their codings.
    ///
    /// # Errors
    /// When a row or column is no facet, both are the same, or the study lacks two facets or a level.
    pub(crate) fn new(context: &Context<'a>, what: &'static str) -> Result<Activities<'a>, TableError> {
        let lacks = |needs| TableError::Lacks { kind: "activities", what, needs };
        let (rows, columns) = facets(context, what)?;
        let rank = context.row_rank().ok_or_else(|| lacks("a level of codes"))?;
        let values = |facet: &Facet| FacetValues::new(context.study, &facet.key);
        let (Some(of_rows), Some(of_columns)) = (values(rows), values(columns)) else {
            return Err(lacks("a pair of facets"));
        };
        let mut codes: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        let (mut outside, apart) = (0, context.options.all_apart);
        for code in context.codes_on(rank) {
            let at = |values: &FacetValues, facet: &Facet| {
                positions(values.over_all(code), facet.values.len(), apart)
            };
            let (down, across) = (at(&of_rows, rows), at(&of_columns, columns));
            outside += usize::from(down.is_empty() || across.is_empty());
            for &row in &down {
                across.iter().for_each(|&column| codes.entry((row, column)).or_default().push(code));
            }
        }
        let tally = context.options.unit.unwrap_or(Tally::Of(Unit::Codings));
        let axis = |facet: &Facet| AxisValues::new(context, &Axis::Facet(facet.key.clone()));
        let (Some(down), Some(across)) = (axis(rows), axis(columns)) else {
            return Err(lacks("a pair of facets"));
        };
        let (entries, elsewhere) = entries(context, rank, &codes, [&down, &across]);
        let displayed = Displayed::new(context);
        let counts = count(context, &displayed, &entries, tally, |entry| [entry.row, entry.column]);
        let evidence = evidence(&entries);
        Ok(Activities { rows, columns, codes, tally, apart, counts, evidence, elsewhere, outside })
    }

    /// The rows, in print order.
    pub(crate) fn row_lines(&self) -> Vec<Line> {
        self.lines(self.rows, |place| place.0)
    }

    /// The columns, in print order.
    pub(crate) fn column_lines(&self) -> Vec<Line> {
        self.lines(self.columns, |place| place.1)
    }

    /// The values of `facet`, and all of them together where they stand apart and a code is there.
    fn lines(&self, facet: &Facet, position: fn(&Place) -> usize) -> Vec<Line> {
        let line = |key: &str, label: String| Line { key: key.to_string(), label };
        let mut lines: Vec<Line> =
            facet.values.iter().map(|value| line(value.key.as_str(), value.name.clone())).collect();
        if self.apart && self.codes.keys().any(|place| position(place) == facet.values.len()) {
            lines.push(line("all", format!("All values of {}", facet.name)));
        }
        lines
    }

    /// The codes of a place, each with what is counted of it there.
    pub(crate) fn at(&self, place: Place) -> impl Iterator<Item = (usize, u32)> + '_ {
        let codes = self.codes.get(&place).map(Vec::as_slice).unwrap_or_default();
        codes.iter().map(move |&code| (code, self.counts.get(&key(place, code)).copied().unwrap_or_default()))
    }

    /// The codings behind a place, in the order of the study.
    pub(crate) fn evidence(&self, place: Place) -> Vec<CodingRef> {
        let codes = self.codes.get(&place).into_iter().flatten();
        let codings: BTreeSet<CodingRef> =
            codes.filter_map(|&code| self.evidence.get(&key(place, code))).flatten().copied().collect();
        codings.into_iter().collect()
    }

    /// `12 codings`.
    pub(crate) fn counted(&self, n: u32) -> String {
        let one = match self.tally {
            Tally::Of(Unit::Codings) => "coding",
            Tally::Of(Unit::DistinctSpans) => "span",
            Tally::Of(Unit::Informants) => "informant",
            Tally::Of(Unit::Interviews) => "interview",
            Tally::Of(Unit::Sources) => "source",
            Tally::Of(Unit::Cases) => "case",
            Tally::Excerpts => "excerpt",
        };
        counted(n as usize, one)
    }

    /// The findings of a place, where they are asked for: those for all cases that name both values.
    pub(crate) fn findings<'s>(&self, context: &Context<'s>, place: Place) -> Vec<&'s Finding> {
        if !context.options.findings {
            return Vec::new();
        }
        let names = |finding: &Finding, facet: &Facet, at: usize| {
            let value = facet.values.get(at).map(|value| FacetAssignment::Value(value.key.clone()));
            finding.facets.get(&facet.key) == Some(&value.unwrap_or(FacetAssignment::All))
        };
        let is_here = |finding: &&Finding| {
            finding.case.is_none()
                && names(finding, self.rows, place.0)
                && names(finding, self.columns, place.1)
                && belongs(context.options, finding)
        };
        context.study.findings.iter().filter(is_here).collect()
    }

    /// What the counts mean, and what has no place.
    pub(crate) fn notes(&self, context: &Context<'_>) -> Vec<String> {
        let cells = self.row_lines().len() * self.column_lines().len();
        let mut notes = vec![format!("{} of {cells} cells hold a code.", self.codes.len())];
        notes.extend(tally_notes(context, self.tally));
        let [rows, columns] = [self.rows, self.columns].map(|facet| facet.name.as_str());
        notes.push(format!(
            "A code stands where its own {rows} and {columns} are, and counts there with all codes below it."
        ));
        if self.apart {
            notes.push(format!(
                "What stretches over all values of {rows} or {columns} has a place of its own and stands under none of them."
            ));
        }
        if self.elsewhere > 0 {
            let codings = counted(self.elsewhere, "coding");
            notes.push(format!(
                "Marked with another {rows} or {columns} than the code, and not counted: {codings}."
            ));
        }
        if self.outside > 0 {
            let codes = counted(self.outside, "code");
            notes.push(format!("Without {rows} or {columns}, and so in no cell: {codes}."));
        }
        notes
    }
}

/// A finding of the exhibit asked for, or of none.
fn belongs(options: &Options, finding: &Finding) -> bool {
    finding.exhibit.is_none() || options.exhibit.is_none() || finding.exhibit == options.exhibit
}

fn key((row, column): Place, code: usize) -> [u32; 2] {
    // Facets have fewer values than this, whatever the study.
    let place = u32::try_from(row).unwrap_or(u32::MAX) << 16 | u32::try_from(column).unwrap_or(u32::MAX);
    [place, u32::try_from(code).unwrap_or(u32::MAX)]
}

/// The facets of rows and columns: those asked for; else the one of parts and columns, and the first other.
fn facets<'a>(context: &Context<'a>, what: &'static str) -> Result<(&'a Facet, &'a Facet), TableError> {
    let (study, options) = (context.study, context.options);
    let asked = |option: &str, axis: &Option<Axis>| match axis {
        None => Ok(None),
        Some(Axis::Facet(key)) => Ok(study.facet(key)),
        Some(other) => Err(TableError::BadValue {
            option: option.to_string(),
            value: other.word().to_string(),
            expected: "a facet of the study".to_string(),
        }),
    };
    let (rows, columns) = (asked("rows", &options.rows)?, asked("columns", &options.columns)?);
    let columns = columns.or_else(|| {
        let usual = options.facet_of(study).filter(|facet| Some(*facet) != rows);
        usual.or_else(|| study.facets.iter().find(|facet| Some(*facet) != rows))
    });
    let rows = rows.or_else(|| study.facets.iter().find(|facet| Some(*facet) != columns));
    match (rows, columns) {
        (Some(rows), Some(columns)) if rows.key == columns.key => Err(TableError::BadValue {
            option: "columns".to_string(),
            value: columns.key.to_string(),
            expected: "another facet than that of the rows".to_string(),
        }),
        (Some(rows), Some(columns)) => Ok((rows, columns)),
        _ => Err(TableError::Lacks { kind: "activities", what, needs: "a pair of facets" }),
    }
}

/// The positions that a value stands for, among `n`; all values stand behind the last one where they are `apart`.
fn positions(value: Option<MarkValue>, n: usize, apart: bool) -> Vec<usize> {
    match value {
        Some(MarkValue::All) if apart => vec![n],
        Some(MarkValue::All) => (0..n).collect(),
        Some(MarkValue::Value(at)) => vec![at as usize],
        Some(MarkValue::None) | None => Vec::new(),
    }
}

/// The codings of each code where it stands, and how many of them carry other values.
fn entries<'a>(
    context: &Context<'a>,
    rank: usize,
    codes: &BTreeMap<Place, Vec<usize>>,
    [rows, columns]: [&AxisValues; 2],
) -> (Vec<Entry<'a>>, usize) {
    let placed: BTreeSet<usize> = codes.values().flatten().copied().collect();
    let (mut out, mut elsewhere) = (Vec::new(), BTreeSet::new());
    let (mut down, mut across) = (Vec::new(), Vec::new());
    for (mark, spot) in context.frame.placed() {
        let code = mark.code.and_then(|code| context.tree.at_rank(code as usize, rank));
        let Some(code) = code.filter(|code| placed.contains(code)) else { continue };
        rows.of(context, mark, spot, &mut down);
        columns.of(context, mark, spot, &mut across);
        let before = out.len();
        for &row in &down {
            for &column in &across {
                let place = (row as usize, column as usize);
                if codes.get(&place).is_some_and(|codes| codes.contains(&code)) {
                    let [row, column] = key(place, code);
                    out.push(Entry { row, column, mark, case: spot.0 });
                }
            }
        }
        if out.len() == before {
            elsewhere.insert(mark.coding);
        }
    }
    (out, elsewhere.len())
}
