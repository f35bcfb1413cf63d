//! `framework`: themes × phases, as derived from settled placements.

use std::collections::BTreeSet;

use themata_model::table::{Block, Cell, Column, Row, Table};
use themata_model::{CodeKey, Facet, FacetAssignment, Study};

use super::EMPTY;
use crate::TableError;
use crate::context::Context;
use crate::placement::{Basis, Derived, agreement_among, derived_placements, placements_in};
use crate::plural::counted;
use crate::rule::joined;
use crate::tree::Headings;

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let study = context.study;
    let Some(facet) = context.options.facet_of(study) else {
        return Err(TableError::Lacks { kind: "framework", what: "table", needs: "an ordered facet" });
    };
    let derived = values(context, facet);
    let placed = placed(context, &derived);
    let over_all = placed.iter().any(|(_, d)| d.value == Some(FacetAssignment::All));
    let mut table = Table::new("framework", context.options.title(study, "Framework"));
    table.columns.push(Column::text("theme", row_level(context), 1.5));
    table.columns.extend(facet.values.iter().map(|v| Column::text(v.key.as_str(), v.name.clone(), 2.0)));
    if over_all {
        table.columns.push(Column::text("all", format!("All values of {}", facet.name), 2.0));
    }
    let rows = rows(context, &placed);
    let mut headings = Headings::new(&context.tree, rows.iter().copied().flatten());
    for row in rows {
        table.rows.extend(headings.next(row));
        let mut cells = vec![row.map_or_else(|| Cell::text(EMPTY), |row| context.head(row))];
        let mut values: Vec<FacetAssignment> =
            facet.values.iter().map(|value| FacetAssignment::Value(value.key.clone())).collect();
        values.extend(over_all.then_some(FacetAssignment::All));
        cells.extend(values.iter().map(|value| cell(context, &placed, row, value)));
        table.rows.push(Row::Body(cells));
    }
    table.notes = notes(context, facet, &placed);
    table.landscape = table.columns.len() > 3;
    Ok(table)
}

/// The value of each code: over all, or as it holds in the one case asked for.
pub(crate) fn values(context: &Context<'_>, facet: &Facet) -> Vec<Derived> {
    match context.options.filter.cases.first() {
        Some(case) => placements_in(context.study, facet, case),
        None => derived_placements(context.study, facet),
    }
}

/// The categories with their derived values, in tree order, as far as the filter lets them through.
pub(crate) fn placed<'d>(context: &Context<'_>, derived: &'d [Derived]) -> Vec<(usize, &'d Derived)> {
    let category = context.tree.category_rank();
    let position = |d: &'d Derived| Some((context.study.codebook.position(&d.code)?, d));
    let is_category = |at: usize| Some(context.tree.rank(at)) == category && context.has_code(at);
    derived.iter().filter_map(position).filter(|(at, _)| is_category(*at)).collect()
}

/// The rows: the codes right above the categories, in tree order; `None` for categories below none.
pub(crate) fn rows(context: &Context<'_>, placed: &[(usize, &Derived)]) -> Vec<Option<usize>> {
    let mut rows: Vec<Option<usize>> = Vec::new();
    for (at, _) in placed {
        let row = context.tree.parent(*at);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

fn row_level(context: &Context<'_>) -> String {
    context.study.codebook.printed_levels().nth(1).map(|level| level.name.clone()).unwrap_or_default()
}

fn cell(
    context: &Context<'_>,
    placed: &[(usize, &Derived)],
    row: Option<usize>,
    value: &FacetAssignment,
) -> Cell {
    let is_here =
        |(at, d): &&(usize, &Derived)| context.tree.parent(*at) == row && d.value.as_ref() == Some(value);
    let here: Vec<&(usize, &Derived)> = placed.iter().filter(is_here).collect();
    let text = |(at, d): &(usize, &Derived)| {
        let name = context.tree.code(*at).marked_name();
        Block::Text(match d.basis {
            Basis::Prefilled => format!("{name} (pre-filled)"),
            Basis::Unsettled => format!("{name} (pre-filled, not settled)"),
            _ => name,
        })
    };
    let mut evidence: Vec<_> = here.iter().flat_map(|(at, _)| context.evidence_of(*at, None, None)).collect();
    evidence.sort_unstable();
    evidence.dedup();
    let mut cell = Cell { blocks: here.into_iter().map(text).collect(), evidence, ..Cell::default() };
    if cell.blocks.is_empty() {
        cell.blocks.push(Block::Text(EMPTY.to_string()));
    }
    cell
}

/// What is behind the values: settlements, deviating cases, what nobody placed. Also printed under
/// the figure.
pub(crate) fn notes(context: &Context<'_>, facet: &Facet, placed: &[(usize, &Derived)]) -> Vec<String> {
    let study = context.study;
    let case = context.options.filter.cases.first();
    let n = |basis: Basis| placed.iter().filter(|(_, d)| d.basis == basis).count();
    let bases = [
        (Basis::Settled, "settled"),
        (Basis::Unanimous, "placed alike by all raters"),
        (Basis::Prefilled, "pre-filled by the codebook"),
        (Basis::Unsettled, "not settled"),
        (Basis::Missing, "not placed"),
    ];
    let told: Vec<String> = bases
        .iter()
        .filter(|(basis, _)| n(*basis) > 0)
        .map(|(basis, word)| format!("{} {word}", n(*basis)))
        .collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    let mut notes = vec![format!("{} by {}: {}.", counted(placed.len(), "code"), facet.name, joined(&told))];
    if let Some(case) = case.and_then(|key| study.case(key)) {
        notes.push(format!("Values are those settled for {}, else those over all.", case.label));
    }
    let shown: BTreeSet<&CodeKey> = placed.iter().map(|(_, d)| &d.code).collect();
    let agreed = agreement_among(study, facet, |p| {
        let is_shown = context.options.filter.codes.is_empty() || shown.contains(&p.code);
        is_shown && (case.is_none() || p.case.is_none() || p.case.as_ref() == case)
    });
    if agreed.units > 0 {
        let raters = format!("{} of {}", agreed.unanimous, counted(agreed.units, "sorting"));
        notes.push(format!("Raters agree on {raters}."));
    }
    let deviating: Vec<String> = placed.iter().flat_map(|(at, d)| deviations(study, facet, *at, d)).collect();
    if !deviating.is_empty() {
        notes.push(format!("Deviating cases: {}.", deviating.join("; ")));
    }
    let list = |wanted: &dyn Fn(&Derived) -> bool| -> Vec<String> {
        let found = placed.iter().filter(|(_, d)| wanted(d));
        found.map(|(at, _)| study.codebook.codes()[*at].marked_name()).collect()
    };
    for (sentence, codes) in [
        ("Raters disagree and nothing is settled", list(&|d| d.basis == Basis::Unsettled)),
        ("Without a value", list(&|d| d.value.is_none() && d.basis == Basis::Missing)),
        ("Outside", list(&|d| d.value == Some(FacetAssignment::None))),
    ] {
        if !codes.is_empty() {
            notes.push(format!("{sentence}: {}.", codes.join("; ")));
        }
    }
    notes.extend(context.options.filter.sentence(study));
    notes
}

/// `R3 places M in advanced (reason)`.
fn deviations(study: &Study, facet: &Facet, code: usize, derived: &Derived) -> Vec<String> {
    let code = &study.codebook.codes()[code];
    let name = code.marker.clone().unwrap_or_else(|| code.name.clone());
    let one = |d: &crate::Deviation| {
        let case = study.case(&d.case).map_or(d.case.as_str(), |case| &case.label);
        let reason = if d.reason.is_empty() {
            String::new()
        } else {
            format!(" ({})", d.reason.trim_end_matches('.'))
        };
        format!("{case} places {name} in {}{reason}", facet.label(&d.value))
    };
    derived.deviating.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    #[test]
    fn values_show_where_they_come_from() {
        let mut b = Builder::dyads();
        b.code("c4", "categories", "T2");
        b.place("ann", "c1", None, "early").place("bob", "c1", None, "late");
        b.place("ann", "c2", None, "late").place("bob", "c2", None, "late");
        b.settle("c2", Some("R2"), "early", "It had only begun.");
        insta::assert_snapshot!(print(&table("framework", &b.study, &b.marks(), &Options::default()).unwrap()), @r"
        Framework
        themes ¦ early ¦ late ¦ All values of phase
        # Name D1
        Name T1 ¦ Name c1 (pre-filled, not settled) ¦ Name c2 ¦ —
        # Name D2
        Name T2 ¦ — ¦ — ¦ Name c3 (pre-filled)
        * 4 codes by phase: 1 placed alike by all raters, 1 pre-filled by the codebook, 1 not settled and 1 not placed.
        * Raters agree on 1 of 2 sortings.
        * Deviating cases: R2 places Name c2 in early (It had only begun).
        * Raters disagree and nothing is settled: Name c1.
        * Without a value: Name c4.
        ");
    }

    #[test]
    fn a_case_shows_what_was_settled_for_it() {
        let mut b = Builder::dyads();
        let coding = b.say("c1p", 1, "c1");
        b.settle("c1", Some("R2"), "late", "They were further.");
        let mut options = Options::default();
        options.filter.cases.insert("R2".parse().unwrap());
        let t = table("framework", &b.study, &b.marks(), &options).unwrap();
        let text = print(&t);
        assert!(text.contains("Name T1 ¦ — ¦ Name c1 | Name c2 (pre-filled) ¦ —"), "{text}");
        assert!(text.contains("Values are those settled for R2, else those over all."), "{text}");
        assert!(t.cells().any(|(_, column, cell)| column == 2 && cell.evidence == [coding]));
    }

    #[test]
    fn without_phases_there_is_no_framework() {
        let b = Builder::new();
        assert!(table("framework", &b.study, &b.marks(), &Options::default()).is_err());
    }
}
