//! Which state came from which. A history into which other copies were merged is no single line: what
//! a copy did before it was merged set out from a state of its own.

use std::collections::{HashMap, HashSet, VecDeque};

use themata_model::{Op, RowId};

use crate::undo::undone_by;

/// The entries of one history by their places in it, and what each set out from.
pub(crate) struct Lines {
    at: HashMap<RowId, usize>,
    /// The entry whose state this one changed.
    before: Vec<Option<usize>>,
    /// Of a merge that was not taken back, the last entry of the copy that it brought in.
    brought: Vec<Option<usize>>,
    /// What led to the study as it is, without what merges took over; oldest first.
    own: Vec<usize>,
}

impl Lines {
    pub(crate) fn of(ops: &[Op]) -> Lines {
        let undone = undone_by(ops);
        let at: HashMap<RowId, usize> = ops.iter().enumerate().map(|(at, op)| (op.id, at)).collect();
        let mut lines =
            Lines { at, before: vec![None; ops.len()], brought: vec![None; ops.len()], own: Vec::new() };
        let mut is_placed = vec![false; ops.len()];
        let mut waiting = VecDeque::from([((0..ops.len()).collect::<Vec<usize>>(), None)]);
        while let Some((entries, start)) = waiting.pop_front() {
            let (mut line, mut passed_over) = (Vec::new(), HashSet::new());
            for &at in entries.iter().rev() {
                if passed_over.contains(&at) {
                    continue;
                }
                line.push(at);
                let (merged, from) = lines.taken_over(&ops[at]);
                passed_over.extend(merged.iter().copied());
                let is_undone = undone.contains_key(&ops[at].seq);
                lines.brought[at] = merged.last().copied().filter(|_| !is_undone);
                if !merged.is_empty() {
                    waiting.push_back((merged, from));
                }
            }
            line.reverse();
            let mut before = start;
            for &at in &line {
                // What a copy merged may be this copy's own.
                if !std::mem::replace(&mut is_placed[at], true) {
                    lines.before[at] = before;
                }
                before = Some(at);
            }
            if lines.own.is_empty() {
                lines.own = line;
            }
        }
        lines
    }

    /// The entries that a merge took over, and the entry from which they set out.
    fn taken_over(&self, op: &Op) -> (Vec<usize>, Option<usize>) {
        if op.verb != "merge" {
            return (Vec::new(), None);
        }
        let args: serde_json::Value = serde_json::from_str(&op.args).unwrap_or_default();
        let find = |id: &serde_json::Value| {
            id.as_str().and_then(|id| id.parse::<RowId>().ok()).and_then(|id| self.at.get(&id)).copied()
        };
        let ids = args.get("merged").and_then(|ids| ids.as_array());
        (ids.into_iter().flatten().filter_map(find).collect(), args.get("base").and_then(find))
    }

    /// What led to the study as it is, without what merges took over; oldest first.
    pub(crate) fn own(&self) -> &[usize] {
        &self.own
    }

    /// The entry of this copy's own line from which the one at `at` set out, which may be itself, and the
    /// entries from there to it, oldest first.
    pub(crate) fn way_to(&self, at: usize) -> (Option<usize>, Vec<usize>) {
        let (mut way, mut from) = (Vec::new(), Some(at));
        while let Some(at) = from.filter(|at| self.own.binary_search(at).is_err()) {
            way.push(at);
            from = self.before[at];
        }
        way.reverse();
        (from, way)
    }

    /// Everything that led to the study as it is: not what a merge took over that was taken back.
    pub(crate) fn in_force(&self) -> HashSet<usize> {
        self.own.last().map(|last| self.leading_to(*last)).unwrap_or_default()
    }

    /// Everything that led to the entry at `at`, itself with it.
    pub(crate) fn leading_to(&self, at: usize) -> HashSet<usize> {
        let (mut found, mut waiting) = (HashSet::new(), vec![at]);
        while let Some(at) = waiting.pop() {
            if found.insert(at) {
                waiting.extend(self.before[at].into_iter().chain(self.brought[at]));
            }
        }
        found
    }

    /// Those of `entries` that led to no other of them; this copy's own first.
    pub(crate) fn last_of(&self, entries: &HashSet<usize>) -> Vec<usize> {
        let led_on: HashSet<usize> =
            entries.iter().flat_map(|at| self.before[*at].into_iter().chain(self.brought[*at])).collect();
        let mut last: Vec<usize> = entries.difference(&led_on).copied().collect();
        last.sort_by_key(|at| (self.own.binary_search(at).is_err(), *at));
        last
    }
}
