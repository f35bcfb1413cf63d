//! The state from which two copies set out, found along their histories.
//!
//! Mostly it is the last state that both share. Where copies were merged before, there may be several
//! such states, none of which led to another. They are merged in their turn then, and what they change
//! differently stays contested: however it was settled since, nobody has seen both settlements.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use themata_model::{Op, RowId};

use crate::error::Fault;
use crate::lines::Lines;
use crate::past::{Rows, state_after};

use super::rulings::{Contested, Rulings};
use super::run::{self, Copies};
use super::schema::{Schema, as_rows, by_table};
use super::texts::Files;
use super::unify::Known;

/// What two copies have in common.
#[derive(Debug, Default)]
pub(super) struct Base {
    pub(super) rows: Rows,
    /// The last op that it includes, where there is one.
    pub(super) op: Option<RowId>,
    /// Whether the histories lead back to it.
    pub(super) is_known: bool,
    /// What the states that it is made of say differently.
    pub(super) contested: Contested,
}

/// One copy with its history.
pub(super) struct Copy<'a> {
    db: &'a Connection,
    rows: &'a Rows,
    ops: &'a [Op],
    lines: Lines,
}

impl<'a> Copy<'a> {
    pub(super) fn new(db: &'a Connection, rows: &'a Rows, ops: &'a [Op]) -> Copy<'a> {
        Copy { db, rows, ops, lines: Lines::of(ops) }
    }

    fn state_after(&self, op: RowId) -> Option<Rows> {
        let at = self.ops.iter().position(|other| other.id == op)?;
        // What was written in bulk cannot be taken back; the other copy may know the way.
        state_after(self.db, self.rows, self.ops, &self.lines, at).ok()
    }

    /// The entries that led to the copy as it is.
    pub(super) fn in_force(&self) -> HashSet<RowId> {
        self.lines.in_force().into_iter().map(|at| self.ops[at].id).collect()
    }

    /// The last entry of this copy's own line that the other one knows.
    pub(super) fn parted(&self, known: &HashSet<RowId>) -> Option<RowId> {
        let mut own = self.lines.own().iter().rev().map(|at| self.ops[*at].id);
        own.find(|id| known.contains(id))
    }
}

/// Two copies whose common state is sought.
pub(super) struct Search<'a> {
    pub(super) schema: &'a Schema,
    pub(super) files: &'a Files<'a>,
    pub(super) known: &'a Known,
    pub(super) ours: Copy<'a>,
    pub(super) theirs: Copy<'a>,
}

impl Search<'_> {
    /// The common state of both copies.
    pub(super) fn common(&self) -> Result<Base, Fault> {
        let theirs = self.theirs.in_force();
        let ours = self.ours.lines.in_force().into_iter();
        let shared = ours.filter(|at| theirs.contains(&self.ours.ops[*at].id));
        self.merged(&shared.collect())
    }

    /// What entries of ours, each with all that led to it, come to.
    fn merged(&self, entries: &HashSet<usize>) -> Result<Base, Fault> {
        let mut found = Base::default();
        let mut so_far = HashSet::new();
        for at in self.ours.lines.last_of(entries) {
            let Some(rows) = self.after(self.ours.ops[at].id) else { continue };
            let leading = self.ours.lines.leading_to(at);
            found = if found.is_known {
                let below = self.merged(&so_far.intersection(&leading).copied().collect())?;
                self.together(below, found.rows, rows)?
            } else {
                Base { rows, ..Base::default() }
            };
            found.op.get_or_insert(self.ours.ops[at].id);
            found.is_known = true;
            so_far.extend(leading);
        }
        Ok(found)
    }

    /// The rows after an op, as either copy tells. Where they tell it differently, only what is equal in
    /// both is common, so that nothing is taken for deleted that one of them never had.
    fn after(&self, op: RowId) -> Option<Rows> {
        match (self.ours.state_after(op), self.theirs.state_after(op)) {
            (Some(mut ours), Some(theirs)) => {
                ours.retain(|row, image| theirs.get(row).is_some_and(|other| image.says(other)));
                Some(ours)
            }
            (one, other) => one.or(other),
        }
    }

    /// Merges two states; what both changed differently since `base` is contested.
    fn together(&self, base: Base, one: Rows, other: Rows) -> Result<Base, Fault> {
        let copies = Copies { base: by_table(base.rows), ours: by_table(one), theirs: by_table(other) };
        let nothing = HashMap::new();
        let mut rulings = Rulings::new(&nothing, None, base.contested);
        let merged = run::run(self.schema, self.files, copies, self.known, &mut rulings)?;
        Ok(Base { rows: as_rows(merged.tables), contested: rulings.into_contested(), ..Base::default() })
    }
}
