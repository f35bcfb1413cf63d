//! The model of undo: every op with what it did to each row, and what each coder can take back.

use std::collections::HashMap;

use crate::state::{Effect, State};

/// An op as the model knows it.
pub(crate) struct Did {
    pub(crate) told: String,
    coder: String,
    undoes: Option<i64>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) before: u64,
    pub(crate) after: u64,
    /// Whether a row has another key afterwards, by which rows that name it look different, too.
    pub(crate) rekeys: bool,
}

/// All that was done, by the number of the entry.
#[derive(Default)]
pub(crate) struct Line {
    pub(crate) done: HashMap<i64, Did>,
    order: Vec<i64>,
}

impl Line {
    pub(crate) fn did(
        &mut self,
        n: i64,
        coder: &str,
        undoes: Option<i64>,
        told: String,
        from: &State,
        to: &State,
    ) {
        let effects = to.effects(from);
        let other_key = |effect: &Effect| match (&effect.before, &effect.after) {
            (Some((_, before)), Some((_, after))) => before != after,
            _ => false,
        };
        let rekeys = effects.iter().any(other_key);
        let (before, after) = (from.whole, to.whole);
        self.done.insert(n, Did { told, coder: coder.into(), undoes, effects, before, after, rekeys });
        self.order.push(n);
    }

    /// Whether nobody has taken the entry back, or that was taken back itself.
    pub(crate) fn in_force(&self, n: i64) -> bool {
        !self.order.iter().any(|&other| self.done[&other].undoes == Some(n) && self.in_force(other))
    }

    /// What `coder` would undo and redo next.
    pub(crate) fn next(&self, coder: &str) -> (Option<i64>, Option<i64>) {
        let (mut undo, mut redo): (Vec<i64>, Vec<i64>) = (Vec::new(), Vec::new());
        for &n in self.order.iter().filter(|n| self.done[n].coder == coder) {
            match self.done[&n].undoes {
                None => {
                    undo.push(n);
                    redo.clear();
                }
                Some(target) if self.done[&target].coder != coder => undo.push(n),
                Some(target) if redo.contains(&target) => {
                    redo.retain(|&other| other != target);
                    undo.push(n);
                }
                Some(target) => {
                    undo.retain(|&other| other != target);
                    redo.push(n);
                }
            }
        }
        let last = |list: Vec<i64>| list.into_iter().rev().find(|&n| self.in_force(n));
        (last(undo), last(redo))
    }

    /// A number of an entry, the newest ones more often.
    pub(crate) fn some_entry(&self, dice: &mut crate::dice::Dice) -> Option<i64> {
        let back = dice.below(12).min(self.order.len().checked_sub(1)?);
        self.order.get(self.order.len() - 1 - back).copied()
    }
}
