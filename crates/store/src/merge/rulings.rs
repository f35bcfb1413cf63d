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

impl MergeSide {
    /// The side that this one is not.
    pub(super) fn other(self) -> MergeSide {
        match self {
            MergeSide::Ours => MergeSide::Theirs,
            MergeSide::Theirs => MergeSide::Ours,
        }
    }

    /// What people call the side.
    pub fn word(self) -> &'static str {
        match self {
            MergeSide::Ours => "ours",
            MergeSide::Theirs => "theirs",
        }
    }
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
    /// The row is gone: a code that was merged into the one with this key.
    Joined(String),
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

/// What was in dispute before both copies set out, and may have been settled differently in each.
pub(super) type Contested = HashMap<Question, Dispute>;

/// Decides conflicts as it was told to, and keeps a list of them.
pub(super) struct Rulings<'a> {
    decided: &'a HashMap<Question, MergeSide>,
    rest: Option<MergeSide>,
    contested: Contested,
    pub(super) disputes: Vec<Dispute>,
    pub(super) notes: Vec<String>,
    /// What stays as ours has it though nobody was asked, because the copies do not go together there.
    pub(super) unasked: Vec<Question>,
}

impl<'a> Rulings<'a> {
    pub(super) fn new(
        decided: &'a HashMap<Question, MergeSide>,
        rest: Option<MergeSide>,
        contested: Contested,
    ) -> Rulings<'a> {
        Rulings { decided, rest, contested, disputes: Vec::new(), notes: Vec::new(), unasked: Vec::new() }
    }

    /// The earlier dispute about something on which the copies do not agree: there is no value before
    /// both.
    pub(super) fn contested(&self, question: &Question) -> Option<&Dispute> {
        self.contested.get(question)
    }

    /// Lets what was contested have the ids that rows have now.
    pub(super) fn rename(&mut self, same_as: &HashMap<String, String>) {
        if same_as.is_empty() {
            return;
        }
        let renamed =
            std::mem::take(&mut self.contested).into_iter().map(|((table, row, field), dispute)| {
                let parts = row.split(' ').map(|part| same_as.get(part).map_or(part, String::as_str));
                ((table, parts.collect::<Vec<&str>>().join(" "), field), dispute)
            });
        self.contested = renamed.collect();
    }

    /// Which side it is: ours, unless it is settled otherwise.
    pub(super) fn ask(
        &mut self,
        question: Question,
        base: Option<Stand>,
        ours: Stand,
        theirs: Stand,
    ) -> MergeSide {
        let base = match self.contested(&question) {
            Some(earlier) => earlier.base.clone(),
            None => base,
        };
        let settled = self.decided.get(&question).copied().or(self.rest);
        self.disputes.push(Dispute { question, base, ours, theirs, settled });
        settled.unwrap_or(MergeSide::Ours)
    }

    /// Everything on which the copies did not agree.
    pub(super) fn into_contested(self) -> Contested {
        let unasked = self.unasked.into_iter().map(|question| Dispute {
            question,
            base: None,
            ours: Stand::Gone,
            theirs: Stand::Gone,
            settled: None,
        });
        unasked.chain(self.disputes).map(|dispute| (dispute.question.clone(), dispute)).collect()
    }

    /// Tells something that a person should know.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }
}
