//! The long evidence frame: one row for each coding and case it counts for, as integers, grouped
//! and joined by polars.
//!
//! Counting works in two steps, since voices are few and codings are many: the codings are first
//! summed by code and voice, and only this small frame is joined with the codes above each code
//! and with what is known of each voice. Wide tables are laid out by hand from the grouped form;
//! polars' own pivot is slow (DEPS.md).

#[cfg(test)]
mod recount;
mod reduced;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use themata_model::Study;
use themata_model::mark::{Mark, Marks};
use themata_model::table::CodingRef;

use self::reduced::Reduced;
use crate::TableError;
use crate::filter::{Filter, Sieve};
use crate::rule::{CountingRule, SpanRow, Unit, kept};

/// Stands for "unknown" in the frame: cheaper than nulls, which polars would count as a value.
const NONE: u32 = u32::MAX;

/// What counts are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The code.
    Code,
    /// The case the coding counts for.
    Case,
    /// The side that speaks there.
    Side,
    /// The party that speaks.
    Party,
    /// The informant who speaks.
    Informant,
    /// The coder.
    Coder,
    /// The source.
    Source,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Key::Code => "code",
            Key::Case => "case",
            Key::Side => "side",
            Key::Party => "party",
            Key::Informant => "informant_key",
            Key::Coder => "coder",
            Key::Source => "source_key",
        }
    }
}

/// Whether a code counts alone or with all codes below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roll {
    /// The code alone.
    Own,
    /// The code and all codes below it.
    Below,
}

/// The counts of one group; only the units asked for are filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Codings under the coder rule.
    pub codings: u32,
    /// Different stretches of text.
    pub spans: u32,
    /// Informants.
    pub informants: u32,
    /// Interviews.
    pub interviews: u32,
    /// Sources of any kind.
    pub sources: u32,
    /// Cases.
    pub cases: u32,
}

impl Counts {
    /// The count in `unit`.
    pub fn of(&self, unit: Unit) -> u32 {
        match unit {
            Unit::Codings => self.codings,
            Unit::DistinctSpans => self.spans,
            Unit::Informants => self.informants,
            Unit::Interviews => self.interviews,
            Unit::Sources => self.sources,
            Unit::Cases => self.cases,
        }
    }

    fn of_mut(&mut self, unit: Unit) -> &mut u32 {
        match unit {
            Unit::Codings => &mut self.codings,
            Unit::DistinctSpans => &mut self.spans,
            Unit::Informants => &mut self.informants,
            Unit::Interviews => &mut self.interviews,
            Unit::Sources => &mut self.sources,
            Unit::Cases => &mut self.cases,
        }
    }
}

/// A case and the side that speaks there, by position.
pub(crate) type Spot = (Option<u32>, Option<u32>);

/// Counts by group: the positions of the group's keys (`None` for unknown), in order.
pub type Groups = BTreeMap<Vec<Option<u32>>, Counts>;

/// The codings that pass a filter, ready to be counted.
pub struct Frame<'a> {
    study: &'a Study,
    marks: &'a Marks,
    // One row a mark and place; rows of one mark stand together.
    rows: Vec<FrameRow>,
    several_coders: bool,
    // The codings summed by the keys (without the code), code and voice; each is made once.
    reduced: RefCell<HashMap<Vec<Key>, Rc<Reduced>>>,
}

#[derive(Clone, Copy)]
struct FrameRow {
    mark: u32,
    case: u32,
    side: u32,
    // The first row of its mark.
    first: bool,
}

impl<'a> Frame<'a> {
    /// Returns the frame of the `marks` that pass `filter`.
    pub fn new(study: &'a Study, marks: &'a Marks, filter: &Filter) -> Self {
        let sieve = Sieve::new(study, filter);
        let mut rows = Vec::with_capacity(marks.marks.len());
        let mut coders = BTreeSet::new();
        let mut places = Vec::new();
        for (i, mark) in (0u32..).zip(&marks.marks) {
            sieve.places(marks, mark, &mut places);
            for (n, &(case, side)) in places.iter().enumerate() {
                rows.push(FrameRow {
                    mark: i,
                    case: case.unwrap_or(NONE),
                    side: side.unwrap_or(NONE),
                    first: n == 0,
                });
            }
            if !places.is_empty() {
                coders.insert(mark.coder);
            }
        }
        Frame { study, marks, rows, several_coders: coders.len() > 1, reduced: RefCell::default() }
    }

    /// The marks in the frame, once each, in the order of the study.
    pub fn marks(&self) -> impl Iterator<Item = &'a Mark> + '_ {
        self.rows.iter().filter(|row| row.first).map(|row| self.mark(row))
    }

    /// The marks in the frame with each place they count for, in the order of the study.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (&'a Mark, Spot)> + '_ {
        self.rows.iter().map(|row| (self.mark(row), (known(row.case), known(row.side))))
    }

    /// Whether more than one coder is among the codings.
    pub(crate) fn several_coders(&self) -> bool {
        self.several_coders
    }

    /// The cases and sides each coding counts for, after the filter.
    pub(crate) fn spots(&self) -> HashMap<CodingRef, Vec<Spot>> {
        let mut out: HashMap<CodingRef, Vec<Spot>> = HashMap::new();
        for row in &self.rows {
            out.entry(self.mark(row).coding).or_default().push((known(row.case), known(row.side)));
        }
        out
    }

    /// The rule of these counts for `units`.
    pub fn rule(&self, filter: &Filter, units: &[Unit]) -> CountingRule {
        CountingRule {
            units: units.to_vec(),
            coders: filter.coder_rule(self.study),
            several_coders: self.several_coders,
        }
    }

    /// How many codings stand on an interviewer's words, which have neither informant nor side.
    pub fn on_interviewers(&self) -> usize {
        self.marks().filter(|mark| self.marks.voice(mark).interviewer).count()
    }

    /// The codings of each group of up to three `keys`, in the order of the study.
    pub fn evidence(&self, keys: &[Key]) -> BTreeMap<Vec<Option<u32>>, Vec<CodingRef>> {
        // Runs of equal groups: far fewer keys are made than there are codings.
        let mut rows: Vec<([u32; 3], CodingRef)> = Vec::new();
        for row in self.rows_for(keys) {
            let mut group = [NONE; 3];
            for (slot, &key) in group.iter_mut().zip(keys) {
                *slot = self.value(row, key);
            }
            rows.push((group, self.mark(row).coding));
        }
        rows.sort_unstable();
        rows.dedup();
        let runs = rows.chunk_by(|a, b| a.0 == b.0);
        let named = |run: &[([u32; 3], CodingRef)]| {
            let group = run[0].0.iter().take(keys.len()).map(|&value| known(value)).collect();
            (group, run.iter().map(|(_, coding)| *coding).collect())
        };
        runs.map(named).collect()
    }

    /// The codings of each code (by position) itself, in the order of the study.
    pub fn evidence_by_code(&self) -> Vec<Vec<CodingRef>> {
        let mut out = vec![Vec::new(); self.study.codebook.codes().len()];
        for mark in self.marks() {
            if let Some(list) = mark.code.and_then(|code| out.get_mut(code as usize)) {
                list.push(mark.coding);
            }
        }
        out
    }

    /// Those of `codings` that count under the coder rule, taken together.
    pub(crate) fn counted(&self, codings: &[CodingRef]) -> BTreeSet<CodingRef> {
        let wanted: BTreeSet<CodingRef> = codings.iter().copied().collect();
        counted(self.marks, self.marks().filter(|mark| wanted.contains(&mark.coding)).collect())
    }

    /// Counts all codings in `units`.
    ///
    /// # Errors
    /// When polars fails, which is a fault of this program.
    pub fn total(&self, units: &[Unit]) -> Result<Counts, TableError> {
        Ok(self.group(&[], Roll::Own, units)?.into_values().next().unwrap_or_default())
    }

    /// Counts by `keys` in `units`. Groups without any coding are not there.
    ///
    /// # Errors
    /// When polars fails, which is a fault of this program.
    pub fn group(&self, keys: &[Key], roll: Roll, units: &[Unit]) -> Result<Groups, TableError> {
        let group: Vec<Key> = keys.iter().copied().filter(|&key| key != Key::Code).collect();
        let reduced = {
            let mut known = self.reduced.borrow_mut();
            let entry = known.entry(group.clone());
            Rc::clone(entry.or_insert_with(|| Rc::new(Reduced::new(&group))))
        };
        reduced.group(self, keys, roll, units).map_err(|error| TableError::Frame(error.to_string()))
    }

    /// One row a mark; one a mark and place when counts are broken down by place.
    fn rows_for(&self, keys: &[Key]) -> impl Iterator<Item = &FrameRow> {
        let by_place = keys.iter().any(|key| matches!(key, Key::Case | Key::Side));
        self.rows.iter().filter(move |row| by_place || row.first)
    }

    /// 1 for each row that counts under the coder rule within its group, else 0.
    fn counting(&self, rows: &[&FrameRow], group: &[Key]) -> Vec<u32> {
        // A mark stands twice in a group only when it is broken down by side but not by case.
        let repeats = group.contains(&Key::Side) && !group.contains(&Key::Case);
        if !repeats && (!self.several_coders || group.contains(&Key::Coder)) {
            return vec![1; rows.len()];
        }
        let spans = (0u32..).zip(rows).map(|(i, row)| {
            let mark = self.mark(row);
            let mut values = [NONE; 3];
            for (slot, &key) in values.iter_mut().zip(group) {
                *slot = self.value(row, key);
            }
            SpanRow {
                group: values,
                code: mark.code.unwrap_or(NONE),
                source: self.marks.voice(mark).source,
                start: mark.start,
                end: mark.end,
                coder: mark.coder,
                mark: row.mark,
                row: i,
            }
        });
        kept(spans.collect()).into_iter().map(u32::from).collect()
    }

    /// A number for each different stretch of text.
    fn span_ids(&self, rows: &[&FrameRow]) -> Vec<u32> {
        let span = |row: &FrameRow| {
            let mark = self.mark(row);
            (self.marks.voice(mark).source, mark.start, mark.end)
        };
        let mut order: Vec<((u32, u32, u32), u32)> =
            rows.iter().zip(0u32..).map(|(row, i)| (span(row), i)).collect();
        order.sort_unstable();
        let mut ids = vec![0; rows.len()];
        let mut id = 0;
        for (n, (span, row)) in order.iter().enumerate() {
            if n > 0 && order[n - 1].0 != *span {
                id += 1;
            }
            ids[*row as usize] = id;
        }
        ids
    }

    fn mark(&self, row: &FrameRow) -> &'a Mark {
        &self.marks.marks[row.mark as usize]
    }

    fn value(&self, row: &FrameRow, key: Key) -> u32 {
        let mark = self.mark(row);
        let voice = || self.marks.voice(mark);
        match key {
            Key::Code => mark.code.unwrap_or(NONE),
            Key::Case => row.case,
            Key::Side => row.side,
            Key::Party => voice().party.unwrap_or(NONE),
            Key::Informant => voice().informant.unwrap_or(NONE),
            Key::Coder => mark.coder,
            Key::Source => voice().source,
        }
    }
}

/// The codings of `marks`, which are some of `all`, that count under the coder rule, taken together.
pub(crate) fn counted(all: &Marks, marks: Vec<&Mark>) -> BTreeSet<CodingRef> {
    let span = |(row, mark): (u32, &&Mark)| SpanRow {
        group: [NONE; 3],
        code: mark.code.unwrap_or(NONE),
        source: all.voice(mark).source,
        start: mark.start,
        end: mark.end,
        coder: mark.coder,
        mark: row,
        row,
    };
    let flags = kept((0u32..).zip(&marks).map(span).collect());
    marks.iter().zip(flags).filter(|(_, counts)| *counts).map(|(mark, _)| mark.coding).collect()
}

fn known(value: u32) -> Option<u32> {
    (value != NONE).then_some(value)
}
