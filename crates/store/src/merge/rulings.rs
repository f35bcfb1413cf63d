//! What stands against what, and for which side it was settled.

use std::collections::HashMap;

use serde_json::Value;

use crate::image::Image;

/// One of the two copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergeSide {
    /// The first copy.
    Ours,
    /// The second copy.
    Theirs,
}

/// What a conflict is about: table, row and field.
pub(super) type Question = (String, String, String);

/// What a copy says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stand {
    /// Values of columns.
    Values(Vec<(String, Value)>),
    /// A list of rows.
    List(Vec<Image>),
    /// The row is gone.
    Gone,
    /// Fields of the row are other ones.
    Changed(Vec<String>),
    /// Words.
    Words(String),
}

/// Both copies changed one thing differently.
#[derive(Clone, Debug)]
pub(super) struct Dispute {
    pub(super) question: Question,
    pub(super) base: Option<Stand>,
    pub(super) ours: Stand,
    pub(super) theirs: Stand,
    pub(super) settled: Option<MergeSide>,
}

/// Decides conflicts as it was told to, and keeps a list of them.
pub(super) struct Rulings<'a> {
    pub(super) decided: &'a HashMap<Question, MergeSide>,
    pub(super) rest: Option<MergeSide>,
    pub(super) disputes: Vec<Dispute>,
    pub(super) notes: Vec<String>,
}

impl Rulings<'_> {
    /// Which side it is: ours, unless it is settled otherwise.
    pub(super) fn ask(
        &mut self,
        question: Question,
        base: Option<Stand>,
        ours: Stand,
        theirs: Stand,
    ) -> MergeSide {
        let settled = self.decided.get(&question).copied().or(self.rest);
        self.disputes.push(Dispute { question, base, ours, theirs, settled });
        settled.unwrap_or(MergeSide::Ours)
    }

    /// Tells something that a person should know.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}
