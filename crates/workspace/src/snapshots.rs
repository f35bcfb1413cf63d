//! Named states of a study: listed, compared, brought back.

mod cells;
mod compare;

use serde_json::json;
use themata_model::mark::Marks;
use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{NamedState, RowId, Study};
use themata_store::{Commit, Headway};

use crate::history::new_op;
use crate::verbs::{By, Done, look};
use crate::{Progress, Stage, Workspace, WorkspaceError};

pub use compare::{Difference, Snapshotted};

/// A study with its codings as integers.
pub(crate) struct State {
    pub(crate) study: Study,
    pub(crate) marks: Marks,
}

/// The word for the study as it is.
const NOW: &str = "now";

impl Workspace {
    /// The snapshots as a list, oldest first.
    ///
    /// # Errors
    /// When the study cannot be read.
    pub fn snapshots(&self) -> Result<Table, WorkspaceError> {
        let study = self.outline()?;
        let mut table = Table::new("snapshots", "Snapshots");
        table.columns = vec![
            Column::text("name", "Name", 1.0),
            Column::number("entry", "After entry"),
            Column::text("date", "Saved (UTC)", 1.0),
            Column::text("coder", "By", 1.0),
            Column::text("note", "Note", 2.0),
        ];
        let numbers = self.history(&Default::default())?;
        let ops = self.op_ids()?;
        for state in &study.snapshots {
            let at = ops.iter().position(|id| *id == state.op).and_then(|at| numbers.get(at));
            table.rows.push(Row::Body(vec![
                Cell::text(&state.name),
                at.map_or_else(|| Cell::text("—"), |entry| Cell::number(entry.number)),
                Cell::text(state.at.clone().unwrap_or_default()),
                Cell::text(state.coder.clone().unwrap_or_default()),
                Cell::text(&state.note),
            ]));
        }
        Ok(table)
    }

    /// What changed from one state to another; `now` is the study as it is.
    ///
    /// # Errors
    /// When there is no such snapshot, or the history does not lead back to it.
    pub fn compare(&mut self, from: &str, to: &str) -> Result<Snapshotted, WorkspaceError> {
        let (before, after) = (self.state(from)?, self.state(to)?);
        let entries = self.history(&Default::default())?;
        Ok(compare::compare(from, &before, to, &after, &entries))
    }

    /// Brings the study back to a named state, as a new entry of the history; nothing is lost by it.
    ///
    /// # Errors
    /// As [`Workspace::compare`], or when the file cannot be written.
    pub fn restore(
        &mut self,
        name: &str,
        by: &By,
        progress: &dyn Fn(&Progress),
    ) -> Result<Done, WorkspaceError> {
        let by = self.known_actor(by)?;
        let state = self.named(name)?;
        let said = format!("brought back the state *{}*", state.name);
        let mut op = new_op("restore", &by);
        op.args = json!({ "said": said, "given": { "name": state.name } }).to_string();
        let commit = if by.dry_run { Commit::Rehearse } else { Commit::Keep };
        let hear = Progress::in_hundredths(Stage::Restoring, progress);
        let edited = self.store_mut()?.restore(state.op, &op, commit, Headway::of(&hear))?;
        self.forget();
        let number = edited.number.filter(|_| !by.dry_run);
        Ok(Done {
            said,
            details: Vec::new(),
            number,
            rehearsed: by.dry_run && edited.rows > 0,
            rows: edited.rows,
            incomplete: false,
        })
    }

    fn state(&mut self, name: &str) -> Result<State, WorkspaceError> {
        if name.trim().eq_ignore_ascii_case(NOW) {
            let (snapshot, marks) = self.full()?;
            return Ok(State { study: snapshot.study.clone(), marks: marks.clone() });
        }
        let op = self.named(name)?.op;
        let study = self.store_mut()?.read_past(op)?.study;
        let marks = Marks::of(&study);
        Ok(State { study, marks })
    }

    fn named(&self, name: &str) -> Result<NamedState, WorkspaceError> {
        let study = self.outline()?;
        let lower = name.trim().to_lowercase();
        let found = study.snapshots.iter().find(|state| state.name.to_lowercase() == lower);
        found.cloned().ok_or_else(|| {
            look::unknown("snapshot", name, study.snapshots.iter().map(|state| state.name.as_str()))
                .hint("`themata snapshot list` lists them; `now` is the study as it is")
        })
    }

    fn op_ids(&self) -> Result<Vec<RowId>, WorkspaceError> {
        match self.store() {
            Some(store) => Ok(store.ops()?.into_iter().map(|(op, _)| op.id).collect()),
            None => Ok(self.full()?.0.history.iter().map(|op| op.id).collect()),
        }
    }
}
