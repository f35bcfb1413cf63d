//! Where in a table a coding stands: its cell, the part of the cell, and the findings there.

use std::collections::HashMap;

use themata_model::table::{Align, Block, Cell, Column, Row, Table};
use themata_model::{Finding, RowId, Stance, Study};

use crate::tables::matrix::ALL;

/// The tables that count codings.
const COUNTS: [&str; 6] = ["frequency", "coverage", "codebook", "dyads", "matrix", "saturation"];

/// Whether `table` counts codings. A matrix may count something else: its last column says what.
pub(super) fn counts_codings(table: &Table) -> bool {
    let of_matrix = || table.columns.last().is_some_and(|last| last.key == format!("{ALL}codings"));
    COUNTS.contains(&table.kind.as_str()) && (table.kind != "matrix" || of_matrix())
}

/// A cell with its row and column.
pub(super) struct Spot<'t> {
    pub(super) kind: &'t str,
    /// Whether the table counts codings.
    pub(super) counts: bool,
    pub(super) cells: &'t [Cell],
    pub(super) column: &'t Column,
    pub(super) cell: &'t Cell,
}

impl Spot<'_> {
    /// The part of the cell (its heading) in which the block stands.
    pub(super) fn part_of(&self, wanted: impl Fn(&Block) -> bool) -> Option<String> {
        let at = self.cell.blocks.iter().position(wanted)?;
        let before = self.cell.blocks[..at].iter().rev();
        let heading = before.into_iter().find_map(|block| match block {
            Block::Heading(text) => Some(text.clone()),
            _ => None,
        });
        Some(heading.unwrap_or_default())
    }

    /// Whether the cell counts codings, so that the coder rule says which.
    pub(super) fn counts_codings(&self) -> bool {
        let others = ["cases", "judgement", "new"];
        self.counts && !others.contains(&self.column.key.as_str())
    }

    /// The part of the cell in which the finding stands; `None` when it is not in the cell.
    pub(super) fn part_of_finding(&self, study: &Study, finding: &Finding) -> Option<String> {
        let case = study.case(finding.case.as_ref()?)?;
        let labelled = |at: usize| {
            let first = self.cells.get(at).and_then(|cell| cell.blocks.first());
            first.is_some_and(|block| *block == Block::Text(case.label.clone()))
        };
        match self.kind {
            // The cases are the rows or, transposed, the columns.
            "cross-case" if labelled(0) || self.column.key == case.key.as_str() => {
                self.part_of(|block| *block == Block::Bullet(finding.text.clone()))
            }
            "dyads" if self.column.key == "judgement" && labelled(1) && finding.rating.is_some() => {
                let code = study.code(finding.code.as_ref()?)?.marked_name();
                (self.cells[0].plain() == code).then(String::new)
            }
            _ => None,
        }
    }
}

/// The findings that each coding (by id) bears on.
pub(super) fn findings(study: &Study) -> HashMap<RowId, Vec<(&Finding, Stance)>> {
    let mut out: HashMap<_, Vec<_>> = HashMap::new();
    for finding in &study.findings {
        for link in &finding.evidence {
            out.entry(link.coding).or_default().push((finding, link.stance));
        }
    }
    out
}

/// The heads of columns of numbers with no coding behind any of them.
pub(super) fn without_codings(table: &Table) -> Vec<String> {
    let counts = counts_codings(table);
    let numbers =
        table.columns.iter().enumerate().filter(|(_, column)| counts && column.align == Align::Right);
    let bare = |at: usize| {
        let mut cells = table.cells().filter(|(row, column, cell)| {
            *column == at && matches!(table.rows[*row], Row::Body(_)) && cell.number.unwrap_or_default() > 0
        });
        cells.next().is_some_and(|(_, _, cell)| cell.evidence.is_empty())
    };
    numbers.filter(|(at, _)| bare(*at)).map(|(_, column)| column.label.clone()).collect()
}
