//! Three hundred open codes boiled down to seventeen, with a book of one's own on every coding.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Coding, RowId, Study};
use themata_workspace::verbs::*;

use crate::desk::{Desk, errors};
use crate::dice::Dice;
use crate::{seed, size, talk};

/// Categories at the end.
const CATEGORIES: usize = 17;

/// What the book says: which code each coding has.
type Book = BTreeMap<RowId, String>;

fn book(s: &Study) -> Book {
    let code = |coding: &Coding| coding.target.code().map(ToString::to_string).unwrap_or_default();
    s.codings.iter().map(|coding| (coding.id, code(coding))).collect()
}

/// The codings of `from` that say nothing that a coding of `into` does not say.
fn twins(s: &Study, from: &str, into: &str) -> BTreeSet<RowId> {
    let of = |key: &str| -> Vec<&Coding> {
        s.codings.iter().filter(|c| c.target.code().is_some_and(|code| code.as_str() == key)).collect()
    };
    let bare = |coding: &Coding| {
        let facets = coding.target.facets().clone();
        (
            coding.source.clone(),
            coding.span,
            coding.coder.clone(),
            facets,
            coding.about.clone(),
            coding.typed.clone(),
        )
    };
    let there = of(into);
    let doubled = |own: &&Coding| there.iter().any(|other| bare(other) == bare(own));
    of(from).into_iter().filter(doubled).map(|coding| coding.id).collect()
}

struct Boiling {
    desk: Desk,
    s: Study,
    book: Book,
    steps: usize,
}

impl Boiling {
    /// Does a verb, keeps the book by `change`, and looks that the study says the same.
    fn does(&mut self, verb: impl Into<Verb>, change: impl FnOnce(&mut Book, &Study)) {
        let verb = verb.into();
        let done = self.desk.apply(&verb, "anna").unwrap_or_else(|error| panic!("{verb:?}: {error:?}"));
        assert!(done.rows > 0, "{verb:?} did nothing");
        self.steps += 1;
        change(&mut self.book, &self.s);
        self.s = self.desk.study();
        assert!(book(&self.s) == self.book, "after {verb:?} a coding is not where it should be");
        if self.steps.is_multiple_of(10) {
            assert_eq!(errors(&self.s), Vec::<String>::new(), "{verb:?}");
        }
    }

    fn merge(&mut self, from: Vec<String>, into: &str) {
        let merge = MergeCodes { from: from.clone(), into: into.to_string(), force: true };
        let mut s = self.s.clone();
        self.does(merge, |book, _| {
            for from in from {
                for id in twins(&s, &from, into) {
                    book.remove(&id);
                    s.codings.retain(|coding| coding.id != id);
                }
                for (id, code) in book.iter_mut().filter(|(_, code)| **code == from) {
                    *code = into.to_string();
                    let coding = s.codings.iter_mut().find(|coding| coding.id == *id).unwrap();
                    let facets = coding.target.facets().clone();
                    coding.target = themata_model::Target::Code(into.parse().unwrap(), facets);
                }
            }
        });
    }

    fn codes(&self, level: &str) -> Vec<String> {
        let of = self.s.codebook.codes().iter().filter(|code| code.level.as_str() == level);
        of.map(|code| code.key.to_string()).collect()
    }
}

#[test]
fn three_hundred_codes_boil_down_to_seventeen_and_back() {
    let mut dice = Dice::new(16 + seed());
    let mut desk = Desk::begun(size(200, 3_000));
    let (s, begun) = (desk.study(), desk.everything().study);
    let mut pot = Boiling { book: book(&s), desk, s, steps: 0 };
    for n in 1..=CATEGORIES {
        let (level, key) = (Some("category".to_string()), Some(format!("k{n}")));
        let name = format!("{} {n}", talk::words(&mut dice));
        let marker = char::from_u32(64 + n as u32).map(String::from);
        pot.does(AddCode { name, key, level, marker, ..AddCode::default() }, |_, _| ());
    }
    // Codes that say the same become one; some that say too much become two.
    for _ in 0..size(25, 60) {
        let open = pot.codes("open");
        if dice.once_in(4) {
            let Some(coding) = dice.pick(&pot.s.codings).cloned() else { continue };
            let Some(code) = coding.target.code().cloned() else { continue };
            let (key, source) = (format!("half-{}", pot.steps), coding.source.to_string());
            let split = SplitCode {
                code: code.to_string(),
                name: talk::words(&mut dice),
                key: Some(key.clone()),
                source: Some(source.clone()),
                ..SplitCode::default()
            };
            pot.does(split, |book, s| {
                let goes = |c: &&Coding| c.source.as_str() == source && c.target.code() == Some(&code);
                for coding in s.codings.iter().filter(goes) {
                    book.insert(coding.id, key.clone());
                }
            });
        } else {
            let mut some: Vec<String> =
                (0..2 + dice.below(3)).filter_map(|_| dice.pick(&open).cloned()).collect();
            some.dedup();
            let into = some.remove(0);
            some.retain(|code| *code != into);
            if !some.is_empty() {
                pot.merge(some, &into);
            }
        }
    }
    // The others are sorted below categories, and the categories take them up.
    for code in pot.codes("open") {
        if dice.once_in(size(9, 3)) {
            let to = Some(format!("k{}", 1 + dice.below(CATEGORIES)));
            pot.does(MoveCode { code, to, ..MoveCode::default() }, |_, _| ());
        }
    }
    for n in 1..=CATEGORIES {
        let open = pot.codes("open");
        let own = |code: &&String| {
            let parent = pot.s.code(&code.parse().unwrap()).and_then(|code| code.parent.clone());
            n == CATEGORIES || parent.map_or(dice.once_in(8), |parent| parent.as_str() == format!("k{n}"))
        };
        let from: Vec<String> = open.iter().filter(own).cloned().collect();
        if !from.is_empty() {
            pot.merge(from, &format!("k{n}"));
        }
    }
    let left: Vec<&str> = pot.s.codebook.codes().iter().map(|code| code.key.as_str()).collect();
    assert_eq!(left.len(), CATEGORIES, "{left:?}");
    pot.desk.holds_together();

    let last = pot.desk.everything().study;
    let by = By::coder("anna");
    for _ in 0..pot.steps {
        pot.desk.workspace.undo(None, &by).unwrap();
    }
    let back = pot.desk.everything().study;
    assert!(back == begun, "undone: {}", crate::desk::difference(&begun, &back));
    for _ in 0..pot.steps {
        pot.desk.workspace.redo(&by).unwrap();
    }
    let again = pot.desk.everything().study;
    assert!(again == last, "done again: {}", crate::desk::difference(&last, &again));
    pot.desk.holds_together();
}
