//! What does not hold together in a study, one sentence each.

mod anchors;
mod attributions;
mod claims;
mod codes;
mod displays;
mod grades;
mod named;
mod placements;
mod roster;
mod shown;
mod sums;
mod titles;
mod totals;

use std::collections::BTreeSet;

use themata_model::Study;
use themata_model::mark::Marks;

use crate::{Filter, Options, context::Context};

pub use roster::taken_for_one;

/// How grave a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Contradicts itself or cannot be traced: must be mended.
    Broken,
    /// A reader may ask: look at it, mend it or allow it.
    Question,
    /// Good to know.
    Note,
}

impl Class {
    /// The word used in lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Broken => "broken",
            Class::Question => "question",
            Class::Note => "note",
        }
    }
}

/// One thing that does not hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How grave it is.
    pub class: Class,
    /// Stable name, to be listed under `allowed` in the study to accept it, for example `no-evidence:K`.
    pub key: String,
    /// What it is about, for example `code K`.
    pub place: String,
    /// What is the matter, as one sentence.
    pub sentence: String,
    /// Whether the study accepts it.
    pub allowed: bool,
}

/// Returns everything that does not hold together in `study`: what is broken first, then questions,
/// then notes, each in the order of the study. Allowed remarks are listed too, and marked.
pub fn check(study: &Study, marks: &Marks) -> Vec<Remark> {
    let options = Options { filter: Filter::default(), ..Options::default() };
    let context = Context::new(study, marks, &options);
    let mut remarks = Remarks { study, list: Vec::new() };
    anchors::check(&context, &mut remarks);
    totals::check(study, &mut remarks);
    claims::check(&context, &mut remarks);
    displays::check(&context, &mut remarks);
    roster::check(study, &mut remarks);
    titles::check(study, &mut remarks);
    let asked = attributions::check(&context, &mut remarks);
    shown::check(&context, &asked, &mut remarks);
    placements::check(study, &mut remarks);
    codes::check(&context, &mut remarks);
    remarks.unused_allowances();
    remarks.into_list()
}

/// The remarks made so far.
struct Remarks<'a> {
    study: &'a Study,
    list: Vec<Remark>,
}

impl Remarks<'_> {
    fn add(&mut self, class: Class, key: String, place: impl Into<String>, sentence: String) {
        let allowed = self.study.allowed.contains(&key);
        self.list.push(Remark { class, key, place: place.into(), sentence, allowed });
    }

    fn broken(&mut self, key: String, place: impl Into<String>, sentence: String) {
        self.add(Class::Broken, key, place, sentence);
    }

    fn question(&mut self, key: String, place: impl Into<String>, sentence: String) {
        self.add(Class::Question, key, place, sentence);
    }

    fn note(&mut self, key: String, place: impl Into<String>, sentence: String) {
        self.add(Class::Note, key, place, sentence);
    }

    /// Allowances for what is not remarked (any more).
    fn unused_allowances(&mut self) {
        let known: BTreeSet<&str> = self.list.iter().map(|remark| remark.key.as_str()).collect();
        let unused = self.study.allowed.iter().filter(|key| !known.contains(key.as_str()));
        let unused: Vec<String> = unused.cloned().collect();
        for key in unused {
            let sentence = format!("`{key}` is allowed, but nothing is remarked under that key");
            self.note(format!("unused-allow:{key}"), "allow", sentence);
        }
    }

    /// The remarks by class; a remark made twice is kept once.
    fn into_list(mut self) -> Vec<Remark> {
        let mut seen = BTreeSet::new();
        self.list.retain(|remark| seen.insert((remark.class, remark.key.clone(), remark.sentence.clone())));
        self.list.sort_by_key(|remark| remark.class);
        self.list
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// The remarks whose key begins with one of `prefixes`, as `class key place: sentence`.
    pub(crate) fn remarks(study: &Study, prefixes: &[&str]) -> String {
        let wanted = |remark: &Remark| prefixes.iter().any(|prefix| remark.key.starts_with(prefix));
        let found = check(study, &Marks::of(study)).into_iter().filter(wanted);
        let lines: Vec<String> =
            found.map(|r| format!("{} {} [{}] {}", r.class.as_str(), r.key, r.place, r.sentence)).collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    #[test]
    fn an_allowed_remark_is_marked_and_the_grave_come_first() {
        let mut b = Builder::dyads();
        b.study.allowed.push("no-evidence:c1".into());
        let list = check(&b.study, &b.marks());
        let allowed: Vec<&str> = list.iter().filter(|r| r.allowed).map(|r| r.key.as_str()).collect();
        assert_eq!(allowed, ["no-evidence:c1"]);
        assert!(list.is_sorted_by_key(|r| r.class));
    }

    #[test]
    fn an_allowance_for_nothing_is_noted() {
        let mut b = Builder::dyads();
        b.study.allowed = vec!["no-evidence:c1".into(), "no-evidence:gone".into()];
        assert_eq!(
            testing::remarks(&b.study, &["unused-allow"]),
            "note unused-allow:no-evidence:gone [allow] `no-evidence:gone` is allowed, but nothing is remarked under that key"
        );
    }

    #[test]
    fn an_empty_study_has_nothing_to_remark() {
        assert_eq!(check(&Builder::new().study, &Marks::default()), []);
    }
}
