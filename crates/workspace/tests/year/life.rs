//! Verbs of every kind by three coders with undo and redo, each step compared with the model.

use std::collections::BTreeMap;

use themata_model::{RowId, Study};
use themata_store::WriteError;
use themata_workspace::WorkspaceError;
use themata_workspace::verbs::{By, Verb};

use crate::desk::{CODERS, Desk, difference, errors};
use crate::dice::Dice;
use crate::line::Line;
use crate::progress::Progress;
use crate::state::State;
use crate::{seed, size, wishes};

/// Kinds of verbs there are.
const KINDS: usize = 59;

struct Year {
    desk: Desk,
    dice: Dice,
    line: Line,
    study: Study,
    state: State,
    /// The version of the file that was looked at.
    version: i64,
    /// How often each kind of verb was done.
    kinds: BTreeMap<String, usize>,
    /// What the study was at each entry that a saved state names; a name may be given again.
    saved: BTreeMap<RowId, State>,
    undone: usize,
    refused: usize,
}

/// What a person can be told; everything else is a fault of the program.
fn is_told(error: &WorkspaceError) -> bool {
    matches!(error, WorkspaceError::Refused { .. } | WorkspaceError::Store(WriteError::NotUndone(_)))
}

impl Year {
    fn begin(codings: usize, seed: u64) -> Year {
        let mut desk = Desk::begun(codings);
        let study = desk.study();
        let state = State::of(&study);
        Year {
            version: desk.version(),
            desk,
            dice: Dice::new(seed),
            line: Line::default(),
            study,
            state,
            kinds: BTreeMap::new(),
            saved: BTreeMap::new(),
            undone: 0,
            refused: 0,
        }
    }

    /// Looks at the file anew and returns what the study was before.
    fn look(&mut self) -> State {
        self.version = self.desk.version();
        let now = self.desk.study();
        let state = State::since(&self.study, &self.state, &now);
        self.study = now;
        std::mem::replace(&mut self.state, state)
    }

    fn refused_leaves_all(&mut self, told: &str) {
        if self.desk.version() == self.version {
            return;
        }
        let before = self.study.clone();
        let state = self.look();
        assert!(state == self.state, "{told} changed something: {}", difference(&before, &self.study));
    }

    fn do_something(&mut self) {
        let coder = CODERS[self.dice.below(3)];
        let Some(verb) = wishes::wish(&mut self.dice, &self.study) else { return };
        let rehearsed = self.dice.once_in(20).then(|| {
            let by = By { coder: Some(coder.into()), dry_run: true };
            let done = self.desk.workspace.apply(&verb, &by);
            self.refused_leaves_all(&format!("the rehearsal of {verb:?}"));
            done
        });
        match self.desk.apply(&verb, coder) {
            Ok(done) => {
                if let Some(Ok(rehearsed)) = rehearsed {
                    assert_eq!((rehearsed.rows, rehearsed.number), (done.rows, None), "{verb:?}");
                } else {
                    assert!(rehearsed.is_none(), "{verb:?} was refused in a rehearsal only");
                }
                let told = format!("{coder}: {verb:?}");
                if done.rows == 0 {
                    assert_eq!(done.number, None, "{told}");
                    return self.refused_leaves_all(&told);
                }
                let before = self.look();
                assert_eq!(errors(&self.study), Vec::<String>::new(), "after {told}");
                self.line.did(done.number.unwrap(), coder, None, told, &before, &self.state);
                *self.kinds.entry(kind(&verb)).or_default() += 1;
                if let Verb::SaveSnapshot(save) = &verb {
                    let named = self.study.snapshots.iter().find(|state| state.name == save.name.trim());
                    self.saved.insert(named.unwrap().op, self.state.clone());
                }
            }
            Err(error) => {
                assert!(is_told(&error), "{coder}: {verb:?}\n{error:?}");
                assert!(!matches!(rehearsed, Some(Ok(_))), "{verb:?} was refused only after its rehearsal");
                self.refused += 1;
                self.refused_leaves_all(&format!("{verb:?}, which was refused,"));
            }
        }
    }

    /// Takes back or does again: the last thing, or any entry by its number.
    fn take_back(&mut self) {
        let coder = CODERS[self.dice.below(3)];
        let (undo, redo) = self.line.next(coder);
        let some = self.line.some_entry(&mut self.dice);
        let (target, done) = match self.dice.below(8) {
            0 if some.is_some() => {
                (some.filter(|&n| self.line.in_force(n)), self.desk.workspace.undo(some, &By::coder(coder)))
            }
            1..=3 => (redo, self.desk.workspace.redo(&By::coder(coder))),
            // What came before the year is not in the model.
            _ if undo.is_none() => return,
            _ => (undo, self.desk.workspace.undo(None, &By::coder(coder))),
        };
        let Some(target) = target else {
            let error = done.expect_err("there is nothing to take back");
            assert!(is_told(&error), "{error:?}");
            return self.refused_leaves_all("taking nothing back");
        };
        let did = &self.line.done[&target];
        let told = format!("{coder} takes back entry {target} ({})", did.told);
        // What the model does not see, such as names of states, it cannot tell apart.
        let nothing_since = did.after == self.state.whole && did.before != did.after;
        match done {
            Err(error) => {
                assert!(is_told(&error), "{told}\n{error:?}");
                assert!(!nothing_since, "{told}, which is the last thing that was done\n{error}");
                self.refused += 1;
                self.refused_leaves_all(&told);
            }
            Ok(done) => {
                let before = self.look();
                let did = &self.line.done[&target];
                assert_eq!(errors(&self.study), Vec::<String>::new(), "{told}");
                if nothing_since {
                    assert_eq!(self.state.whole, did.before, "{told}, and the study is not as it was");
                }
                for effect in &did.effects {
                    if before.rows.get(&effect.row) == effect.after.as_ref() {
                        let now = self.state.rows.get(&effect.row);
                        assert_eq!(now, effect.before.as_ref(), "{told}: {:?}", effect.row);
                    }
                }
                for effect in self.state.effects(&before).iter().filter(|_| !did.rekeys) {
                    let meant = did.effects.iter().any(|other| other.row == effect.row);
                    assert!(meant, "{told}, and {:?} changed, too", effect.row);
                }
                self.undone += 1;
                self.line.did(done.number.unwrap(), coder, Some(target), told, &before, &self.state);
            }
        }
    }

    /// Brings back a state that has a name.
    fn restore(&mut self) {
        let coder = CODERS[self.dice.below(3)];
        let Some(state) = self.dice.pick(&self.study.snapshots) else { return };
        let (name, op) = (state.name.clone(), state.op);
        let done = self.desk.workspace.restore(&name, &By::coder(coder), &|_| ()).unwrap();
        let before = self.look();
        assert_eq!(errors(&self.study), Vec::<String>::new(), "restored {name}");
        let saved = &self.saved[&op];
        if self.state.whole != saved.whole {
            let others = self.state.effects(saved).into_iter().filter(|effect| effect.row.0 != "state");
            let others: Vec<_> = others.map(|effect| effect.row).collect();
            panic!("{name}, brought back by {coder}, is in another order or other rows: {others:?}");
        }
        if done.rows > 0 {
            let told = format!("{coder} brings back {name}");
            self.line.did(done.number.unwrap(), coder, None, told, &before, &self.state);
        }
    }

    fn told(&self) -> String {
        let s = &self.study;
        format!(
            "{} kinds of verbs done {} times, {} taken back or done again, {} refused; now {} codes, {} sources, \
             {} codings, {} memos, {} findings",
            self.kinds.len(),
            self.kinds.values().sum::<usize>(),
            self.undone,
            self.refused,
            s.codebook.codes().len(),
            s.sources.len(),
            s.codings.len(),
            s.memos.len(),
            s.findings.len()
        )
    }
}

/// The kind of a verb: the first word of how it is written for a programmer.
pub(crate) fn kind(verb: &Verb) -> String {
    format!("{verb:?}").split('(').next().unwrap_or_default().to_string()
}

#[test]
fn a_year_of_work_goes_as_its_model_says() {
    let verbs = size(180, 20_000);
    let mut year = Year::begin(size(200, 1_200), seed());
    let mut progress = Progress::of("life: verbs", verbs);
    for step in 1.. {
        let done = year.kinds.values().sum();
        progress.at(done);
        if done >= verbs {
            break;
        }
        match year.dice.below(100) {
            0..=69 => year.do_something(),
            70..=98 => year.take_back(),
            _ if year.dice.once_in(2) => year.restore(),
            _ => year.do_something(),
        }
        if step % size(150, 2_500) == 0 {
            year.desk.holds_together();
        }
    }
    let told = year.told();
    assert!(year.kinds.len() > size(35, KINDS - 3), "{told}: {:?}", year.kinds);
    assert!(year.undone > verbs / 10, "{told}");
    year.desk.holds_together();
}
