//! `coverage`: in how many cases, sides and kinds of sources each code is borne out, and the gaps.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use themata_model::Case;
use themata_model::table::{Align, Cell, Column, Row, Table};

use super::EMPTY;
use crate::TableError;
use crate::context::Context;
use crate::frame::{Groups, Key, Roll};
use crate::rule::Unit;
use crate::tree::Headings;

const UNITS: [Unit; 4] = [Unit::Cases, Unit::Informants, Unit::Interviews, Unit::Codings];

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let cases = context.cases();
    let maker = Maker {
        context,
        totals: context.frame.group(&[Key::Code], Roll::Below, &UNITS)?,
        by_side: context.frame.group(&[Key::Code, Key::Side], Roll::Below, &[Unit::Codings])?,
        by_place: context.frame.group(&[Key::Code, Key::Case, Key::Side], Roll::Below, &[Unit::Codings])?,
        kinds: source_kinds(context),
        cases,
    };
    let mut table = Table::new("coverage", context.options.title(context.study, "Coverage of codes"));
    table.columns = maker.columns();
    let codes = context.row_codes();
    let mut headings = Headings::new(&context.tree, codes.iter().copied());
    let mut gaps = 0;
    let mut beside = false;
    let mut silent = 0;
    for code in codes {
        table.rows.extend(headings.next(Some(code)));
        let missing = maker.gaps(code);
        gaps += missing.len();
        silent += usize::from(maker.is_silent(code));
        table.rows.push(Row::Body(maker.row(code, &missing)));
        let is_beside = |&(case, row): &(u32, &Case)| {
            !maker.sides_of(row).is_empty() && maker.codings(code, case, None) > 0
        };
        beside |= maker.cases.iter().any(is_beside);
    }
    table.notes = context.counting_notes(&UNITS);
    table.notes.push("A code counts with all codes below it; case columns give codings.".to_string());
    if beside {
        table.notes.push(
            "Behind a plus: codings that stand under no side, since their speakers have no place in the case \
             the coding is about."
                .to_string(),
        );
    }
    table.notes.push(format!("Gaps: {gaps}; codes without any evidence: {silent}."));
    table.landscape = table.columns.len() > 7;
    Ok(table)
}

struct Maker<'c, 'a> {
    context: &'c Context<'a>,
    totals: Groups,
    by_side: Groups,
    by_place: Groups,
    kinds: BTreeMap<usize, BTreeSet<String>>,
    cases: Vec<(u32, &'a Case)>,
}

/// The kinds of source behind each code with all below it.
fn source_kinds(context: &Context<'_>) -> BTreeMap<usize, BTreeSet<String>> {
    let mut out: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for mark in context.frame.marks() {
        let (Some(code), source) = (mark.code, context.marks.voice(mark).source) else { continue };
        if !seen.insert((code, source)) {
            continue;
        }
        let kind = context.study.sources[source as usize].kind.as_str();
        for above in context.tree.upward(code as usize) {
            out.entry(above).or_default().insert(kind.to_string());
        }
    }
    out
}

impl Maker<'_, '_> {
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::text("code", self.context.level_names(), 2.5),
            Column::number("cases", format!("Cases (of {})", self.cases.len())),
            Column::text("sides", "Sides", 1.2),
            Column::number("informants", "Informants"),
            Column::number("interviews", "Interviews"),
            Column::text("kinds", "Source kinds", 1.3),
        ];
        for (_, case) in &self.cases {
            let sides = self.sides_of(case);
            let names: Vec<&str> = sides.iter().map(|&(_, name)| name).collect();
            let label = if names.is_empty() {
                case.label.clone()
            } else {
                format!("{} ({})", case.label, names.join(" / "))
            };
            columns.push(Column {
                align: Align::Centre,
                ..Column::text(format!("case:{}", case.key), label, 1.0)
            });
        }
        columns.push(Column::text("gaps", "Gaps", 2.0));
        columns
    }

    fn sides_of(&self, case: &Case) -> Vec<(u32, &str)> {
        let study = self.context.study;
        let wanted = &self.context.options.filter.sides;
        let filled = |key| case.sides.iter().any(|s| s.side.as_ref() == Some(key));
        let sides = (0u32..).zip(&study.sides).filter(|(_, side)| filled(&side.key));
        let sides = sides.filter(|(_, side)| wanted.is_empty() || wanted.contains(&side.key));
        sides.map(|(position, side)| (position, side.name.as_str())).collect()
    }

    fn is_silent(&self, code: usize) -> bool {
        !self.totals.contains_key(&vec![u32::try_from(code).ok()])
    }

    fn codings(&self, code: usize, case: u32, side: Option<u32>) -> u32 {
        let group = vec![u32::try_from(code).ok(), Some(case), side];
        self.by_place.get(&group).map_or(0, |counts| counts.codings)
    }

    fn of_case(&self, code: usize, case: u32) -> u32 {
        let of_code = u32::try_from(code).ok();
        let from = vec![of_code, Some(case)];
        let groups = self.by_place.range(from..).take_while(|(g, _)| g[0] == of_code && g[1] == Some(case));
        groups.map(|(_, counts)| counts.codings).sum()
    }

    /// The cases, and the sides of cases with evidence, that have none.
    fn gaps(&self, code: usize) -> Vec<String> {
        let mut out = Vec::new();
        for &(position, case) in &self.cases {
            if self.of_case(code, position) == 0 {
                out.push(case.label.clone());
                continue;
            }
            let sides = self.sides_of(case);
            let silent = sides.into_iter().filter(|&(side, _)| self.codings(code, position, Some(side)) == 0);
            out.extend(silent.map(|(_, name)| format!("{} {name}", case.label)));
        }
        out
    }

    fn row(&self, code: usize, gaps: &[String]) -> Vec<Cell> {
        let context = self.context;
        let key = vec![u32::try_from(code).ok()];
        let counts = self.totals.get(&key).copied().unwrap_or_default();
        let sides = (0u32..).zip(&context.study.sides);
        let spoken = sides.filter(|(side, _)| self.by_side.contains_key(&vec![key[0], Some(*side)]));
        let spoken: Vec<&str> = spoken.map(|(_, side)| side.name.as_str()).collect();
        let kinds = self.kinds.get(&code).map(|kinds| kinds.iter().cloned().collect::<Vec<_>>().join(", "));
        let number = |n: u32| Cell::number(i64::from(n));
        let or_gap = |text: String| Cell::text(if text.is_empty() { EMPTY.to_string() } else { text });
        let mut cells = vec![
            context.head(code),
            number(counts.cases).with_evidence(context.evidence_of(code, None, None)),
            or_gap(spoken.join(", ")),
            number(counts.informants),
            number(counts.interviews),
            or_gap(kinds.unwrap_or_default()),
        ];
        for &(position, case) in &self.cases {
            cells.push(self.case_cell(code, position, case));
        }
        let gaps = if self.is_silent(code) && !self.cases.is_empty() {
            "no evidence".to_string()
        } else {
            gaps.join("; ")
        };
        cells.push(Cell::text(gaps));
        cells
    }

    /// Codings by side, for example `3 / 0`; those of speakers without a side behind a plus.
    fn case_cell(&self, code: usize, position: u32, case: &Case) -> Cell {
        let sides = self.sides_of(case);
        let evidence = self.context.evidence_of(code, Some(position), None);
        if sides.is_empty() {
            return Cell::number(i64::from(self.of_case(code, position))).with_evidence(evidence);
        }
        let numbers: Vec<String> =
            sides.iter().map(|&(side, _)| self.codings(code, position, Some(side)).to_string()).collect();
        let mut text = numbers.join(" / ");
        let sideless = self.codings(code, position, None);
        if sideless > 0 {
            text.push_str(&format!(" + {sideless}"));
        }
        Cell::text(text).with_evidence(evidence)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    #[test]
    fn codings_without_a_side_are_explained() {
        let mut b = Builder::dyads();
        let about = themata_model::About { case: "R2".parse().ok(), side: None };
        b.mark_about("ann", "int-b1", "This is sentence 1", "c1", about);
        let text = print(&table("coverage", &b.study, &b.marks(), &Options::default()).unwrap());
        assert!(text.contains("¦ 0 / 0 + 1 ¦") && text.contains("* Behind a plus: codings"), "{text}");
    }

    #[test]
    fn gaps_are_named_by_case_and_side() {
        let mut b = Builder::dyads();
        b.say("a1", 1, "c1");
        b.say("b1", 2, "o1");
        b.say("c1p", 3, "c2");
        b.source("memo", themata_model::SourceKind::Report, &[]);
        insta::assert_snapshot!(print(&table("coverage", &b.study, &b.marks(), &Options::default()).unwrap()), @r"
        Coverage of codes
        dimensions, themes and categories ¦ Cases (of 2) ¦ Sides ¦ Informants ¦ Interviews ¦ Source kinds ¦ R1 (maker / user) ¦ R2 (maker / user) ¦ Gaps
        # Name D1
        ## Name T1
        Name c1 ¦ 1 ¦ maker, user ¦ 2 ¦ 2 ¦ transcript ¦ 1 / 1 ¦ 0 / 0 ¦ R2
        Name c2 ¦ 1 ¦ user ¦ 1 ¦ 1 ¦ transcript ¦ 0 / 0 ¦ 0 / 1 ¦ R1; R2 maker
        # Name D2
        ## Name T2
        Name c3 ¦ 0 ¦ — ¦ 0 ¦ 0 ¦ — ¦ 0 / 0 ¦ 0 / 0 ¦ no evidence
        * Counts are cases, informants, interviews and codings. A coding counts for the case it is about, else for the speaker's case.
        * A code counts with all codes below it; case columns give codings.
        * Gaps: 5; codes without any evidence: 1.
        ");
    }
}
