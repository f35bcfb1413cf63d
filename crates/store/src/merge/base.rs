//! The state from which two copies set out: the last one that their histories share.

use std::collections::HashSet;

use rusqlite::Connection;
use themata_model::{Op, RowId};

use crate::error::Fault;
use crate::image::same;
use crate::past::{Rows, rewind};

/// What two copies have in common.
#[derive(Debug, Default)]
pub(super) struct Base {
    pub(super) rows: Rows,
    /// The last op that it includes, where there is one.
    pub(super) op: Option<RowId>,
    /// Whether the histories lead back to it.
    pub(super) is_known: bool,
}

/// The beginning of `ops` of which all are known to the other copy.
fn shared(ops: &[Op], known: &HashSet<RowId>) -> usize {
    ops.iter().position(|op| !known.contains(&op.id)).unwrap_or(ops.len())
}

/// Finds the common state of two copies, given as database, rows and ops.
///
/// A copy goes back to the last op before which the other one knows everything; the copy that goes
/// back less far tells more. Where both go back equally far and differ nonetheless, only what is equal
/// in both is common, so that nothing is taken for deleted that one of them never had.
pub(super) fn common(
    ours: (&Connection, &Rows, &[Op]),
    theirs: (&Connection, &Rows, &[Op]),
) -> Result<Base, Fault> {
    let ids = |ops: &[Op]| ops.iter().map(|op| op.id).collect::<HashSet<RowId>>();
    let (known_to_us, known_to_them) = (ids(ours.2), ids(theirs.2));
    let back = |(db, rows, ops): (&Connection, &Rows, &[Op]), known: &HashSet<RowId>| {
        let shared = shared(ops, known);
        let op = ops[..shared].last().map(|op| op.id)?;
        let mut rows = rows.clone();
        // What was written in bulk cannot be taken back; the other copy may know the way.
        rewind(db, &mut rows, &ops[shared..]).ok()?;
        Some((shared, op, rows))
    };
    let base = |(_, op, rows)| Base { rows, op: Some(op), is_known: true };
    Ok(match (back(ours, &known_to_them), back(theirs, &known_to_us)) {
        (None, None) => Base::default(),
        (Some(one), None) | (None, Some(one)) => base(one),
        (Some(one), Some(other)) if one.0 > other.0 => base(one),
        (Some(one), Some(other)) if one.0 < other.0 => base(other),
        (Some(mut one), Some(other)) => {
            one.2.retain(|row, image| other.2.get(row).is_some_and(|other| same(image, other)));
            base(one)
        }
    })
}
