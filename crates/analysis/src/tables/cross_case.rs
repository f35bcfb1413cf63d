//! `cross-case`: cases × dimensions, what was found in each, by phase.

use std::collections::BTreeMap;

use themata_model::table::{Block, Cell, Column, Row, Table};
use themata_model::{AttributionGrade, Case, Facet, FacetAssignment, Finding};

use super::{EMPTY, is_for, transpose::transposed};
use crate::TableError;
use crate::context::Context;
use crate::placement::{derived_placements, settled_for};
use crate::plural::counted;
use crate::selection::{Pool, Want, finding_evidence};

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let options = context.options;
    let study = context.study;
    if study.cases.is_empty() {
        return Err(TableError::Lacks { kind: "cross-case", what: "table", needs: "cases" });
    }
    let asked = options.level.as_ref().and_then(|key| context.tree.rank_of(key));
    let rank = asked.or_else(|| context.tree.top_rank()).unwrap_or_default();
    let columns: Vec<usize> =
        context.tree.on_rank(rank).into_iter().filter(|&code| context.has_code(code)).collect();
    let mut parts = Parts::new(context);
    let mut table = Table::new("cross-case", options.title(study, "Overview of the cases"));
    table.columns.push(Column::text("case", "Case", 1.0));
    for &code in &columns {
        let code = context.tree.code(code);
        table.columns.push(Column::text(code.key.as_str(), code.marked_name(), 2.5));
    }
    let cases = context.cases();
    for &(position, case) in &cases {
        let mut cells = vec![row_head(context, case)];
        cells.extend(columns.iter().map(|&code| parts.cell(position, case, code)));
        table.rows.push(Row::Body(cells));
    }
    table
        .notes
        .push(format!("Cells are findings of the researchers ({}).", counted(parts.findings, "finding")));
    if parts.drafted > 0 {
        table.draft = true;
        table.notes.push(format!(
            "{} without a finding: the program lists each category with its first excerpt and where it stands.",
            counted(parts.drafted, "part")
        ));
    }
    table.notes.extend(parts.pool.notes());
    table.notes.extend(options.filter.sentence(study));
    table.landscape = columns.len() > 2;
    if options.transpose {
        return Ok(transposed(table, cases.iter().map(|(_, case)| case.key.to_string()).collect()));
    }
    Ok(table)
}

/// The case with its parties and the sides they fill, one line each.
fn row_head(context: &Context<'_>, case: &Case) -> Cell {
    let mut cell = Cell::named(case.key.as_str(), case.label.clone());
    for side in &case.sides {
        let name = side.side.as_ref().and_then(|key| context.study.side(key)).map(|side| &side.name);
        for party in side.parties.iter().filter_map(|key| context.study.party(key)) {
            let line = name.map_or_else(|| party.name.clone(), |name| format!("{} ({name})", party.name));
            cell.blocks.push(Block::Text(line));
        }
    }
    cell
}

/// Which part of a cell something belongs to: 0 for what has no single value, then the values of
/// the facet in their order.
type Part = usize;

fn part_of_value(facet: &Facet, value: &FacetAssignment) -> Part {
    match value {
        FacetAssignment::Value(key) => facet.position(key).map_or(0, |at| at + 1),
        FacetAssignment::All | FacetAssignment::None => 0,
    }
}

struct Parts<'c, 'a> {
    context: &'c Context<'a>,
    facet: Option<&'a Facet>,
    pool: Pool<'c, 'a>,
    part_of: BTreeMap<usize, Part>,
    // The parts of codes with a value settled for the case (by position) alone.
    in_case: BTreeMap<(u32, usize), Part>,
    places: Vec<usize>,
    findings: usize,
    drafted: usize,
}

impl<'c, 'a> Parts<'c, 'a> {
    fn new(context: &'c Context<'a>) -> Self {
        let facet = context.options.facet_of(context.study);
        let book = &context.study.codebook;
        let mut part_of = BTreeMap::new();
        let mut in_case = BTreeMap::new();
        if let Some(facet) = facet {
            for derived in derived_placements(context.study, facet) {
                let part = derived.value.as_ref().map_or(0, |value| part_of_value(facet, value));
                part_of.extend(book.position(&derived.code).map(|code| (code, part)));
            }
            for (position, case) in context.cases() {
                let settled = settled_for(context.study, facet, &case.key).into_iter();
                let placed = settled.filter_map(|(code, value)| Some((book.position(code)?, value)));
                in_case.extend(placed.map(|(code, value)| ((position, code), part_of_value(facet, value))));
            }
        }
        let places = context.tree.places();
        Parts { context, facet, pool: Pool::new(context), part_of, in_case, places, findings: 0, drafted: 0 }
    }

    fn cell(&mut self, position: u32, case: &Case, column: usize) -> Cell {
        let findings = self.findings_of(position, case, column);
        let categories: Vec<usize> = self.categories_of(column);
        let mut cell = Cell::default();
        for part in 0..=self.facet.map_or(0, |facet| facet.values.len()) {
            let here: Vec<&Finding> = findings.iter().filter(|(p, _)| *p == part).map(|(_, f)| *f).collect();
            let codes: Vec<usize> =
                categories.iter().copied().filter(|code| self.part(position, *code) == part).collect();
            if here.is_empty() && codes.is_empty() {
                continue;
            }
            if let Some(value) = part.checked_sub(1).and_then(|at| self.facet?.values.get(at)) {
                cell.blocks.push(Block::Heading(value.name.clone()));
            }
            let before = cell.blocks.len();
            for finding in here {
                cell.blocks.push(Block::Bullet(finding.text.clone()));
                cell.evidence.extend(finding_evidence(self.context, finding));
                self.findings += 1;
            }
            if cell.blocks.len() == before && self.context.options.draft != Some(false) {
                self.draft(&mut cell, position, &codes);
            }
            if cell.blocks.len() == before {
                cell.blocks.push(Block::Text(EMPTY.to_string()));
            }
        }
        if cell.blocks.is_empty() {
            cell.blocks.push(Block::Text(EMPTY.to_string()));
        }
        cell.evidence.sort_unstable();
        cell.evidence.dedup();
        cell
    }

    /// Each category with its first excerpt; categories without evidence are left out.
    fn draft(&mut self, cell: &mut Cell, case: u32, codes: &[usize]) {
        let before = cell.blocks.len();
        self.pool.new_row();
        let grade = self.context.options.attribution.clone().unwrap_or(AttributionGrade::TitleAndParty);
        for &code in codes {
            let chosen = self.pool.choose(Want { code, case: Some(case), ..Want::default() }, 1);
            for i in chosen {
                cell.blocks.push(Block::Bullet(self.context.tree.code(code).marked_name()));
                cell.blocks.push(self.pool.block(i, &grade, self.context.options.locator.unwrap_or(true)));
                cell.evidence.extend(self.pool.get(i).codings.iter().copied());
            }
        }
        self.drafted += usize::from(cell.blocks.len() > before);
    }

    fn part(&self, case: u32, code: usize) -> Part {
        let own = |at| self.in_case.get(&(case, at)).or_else(|| self.part_of.get(&at)).copied();
        self.context.tree.upward(code).find_map(own).unwrap_or_default()
    }

    fn categories_of(&self, column: usize) -> Vec<usize> {
        let tree = &self.context.tree;
        let Some(rank) = tree.category_rank() else { return Vec::new() };
        let below = |&code: &usize| tree.upward(code).any(|at| at == column) && self.context.has_code(code);
        tree.on_rank(rank).into_iter().filter(below).collect()
    }

    /// The findings of the cell with their parts, in the order of the codebook.
    fn findings_of(&self, position: u32, case: &Case, column: usize) -> Vec<(Part, &'a Finding)> {
        let context = self.context;
        let mut out: Vec<(usize, Part, &'a Finding)> = Vec::new();
        for finding in &context.study.findings {
            if finding.case.as_ref() != Some(&case.key)
                || !is_for(context.study, context.options, "cross-case", finding)
            {
                continue;
            }
            let Some(code) = finding.code.as_ref().and_then(|key| context.study.codebook.position(key))
            else {
                continue;
            };
            if !context.tree.upward(code).any(|at| at == column)
                || !context.has_code(code)
                || finding.text.trim().is_empty()
            {
                continue;
            }
            let own = self.facet.and_then(|facet| Some((facet, finding.facets.get(&facet.key)?)));
            let part = match own {
                Some((facet, value)) => part_of_value(facet, value),
                None => self.part(position, code),
            };
            out.push((self.places[code], part, finding));
        }
        out.sort_by_key(|(place, _, _)| *place);
        out.into_iter().map(|(_, part, finding)| (part, finding)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    #[test]
    fn findings_stand_in_their_phase_and_the_rest_is_a_draft() {
        let mut b = Builder::dyads();
        let one = b.say("b1", 1, "c1");
        b.say("a1", 2, "c2");
        b.finding("R1", "c1", "They began with a pilot.", &[one]);
        b.finding("R1", "c3", "Trust runs through it all.", &[]);
        let t = table("cross-case", &b.study, &b.marks(), &Options::default()).unwrap();
        assert!(t.draft);
        insta::assert_snapshot!(print(&t), @r"
        DRAFT: Overview of the cases
        Case ¦ Name D1 ¦ Name D2
        R1 | Acme (maker) | Bolt (user) ¦ early | They began with a pilot. | late | Name c2 | “This is sentence 2 that informant a1 said to us.” (sales manager, Acme) [int-a1:2] ¦ Trust runs through it all.
        R2 | Acme (maker) | Coil (user) ¦ early | — | late | — ¦ —
        * Cells are findings of the researchers (2 findings).
        * 1 part without a finding: the program lists each category with its first excerpt and where it stands.
        ");
    }

    #[test]
    fn only_the_cases_asked_for_have_rows_and_their_own_settlements_decide_the_part() {
        let mut b = Builder::dyads();
        b.finding("R1", "c1", "Early here.", &[]);
        b.finding("R2", "c1", "Late there.", &[]);
        b.settle("c1", Some("R2"), "late", "");
        let mut options = Options { draft: Some(false), ..Options::default() };
        options.filter.cases.insert("R2".parse().unwrap());
        let text = print(&table("cross-case", &b.study, &b.marks(), &options).unwrap());
        assert!(text.contains("\nR2 | Acme (maker) | Coil (user) ¦ late | Late there. ¦ —\n"), "{text}");
        assert!(!text.contains("Early here"), "{text}");
    }

    #[test]
    fn with_draft_off_gaps_are_left_and_without_phases_there_are_no_parts() {
        let mut b = Builder::dyads();
        for code in ["c1", "c2", "c3"] {
            b.edit(code, |code| code.prefilled.clear());
        }
        b.study.facets.clear();
        let one = b.say("b1", 1, "c1");
        b.finding("R1", "D1", "A whole dimension.", &[one]);
        let options = Options { draft: Some(false), ..Options::default() };
        let t = table("cross-case", &b.study, &b.marks(), &options).unwrap();
        assert!(!t.draft);
        insta::assert_snapshot!(print(&t), @r"
        Overview of the cases
        Case ¦ Name D1 ¦ Name D2
        R1 | Acme (maker) | Bolt (user) ¦ A whole dimension. ¦ —
        R2 | Acme (maker) | Coil (user) ¦ — ¦ —
        * Cells are findings of the researchers (1 finding).
        ");
    }
}
