//! What is counted while the text of a TEI document is written, and what is said of it.

use std::collections::BTreeSet;

use themata_model::{counted, counted_as};

use super::super::writer::Writer;

/// What was found beside the words.
#[derive(Default)]
pub(super) struct Counts<'h> {
    pub(super) turns: usize,
    pub(super) remarks: usize,
    pub(super) footnotes: usize,
    pub(super) pauses: usize,
    pub(super) corrections: usize,
    pub(super) deletions: usize,
    pub(super) running: usize,
    pub(super) pictures: usize,
    pub(super) annotations: usize,
    pub(super) names_again: usize,
    /// Which elements that say who speaks begin no turns, and how many.
    pub(super) spoken: Option<(&'static str, usize)>,
    pub(super) readings: usize,
    /// How many are called in several ways by `<speaker>`, and the first of their names.
    pub(super) called: Option<(usize, &'h str)>,
    /// Words that a line end parts: those that are joined, and those that may be one and stay as they are.
    pub(super) joined: usize,
    pub(super) parted: usize,
    pub(super) unnamed: usize,
    pub(super) unlisted: BTreeSet<String>,
}

impl Counts<'_> {
    /// Says what was found.
    pub(super) fn say(&self, writer: &mut Writer) {
        if self.remarks > 0 {
            let what = counted_as(self.remarks, "note or event stands", "notes and events stand");
            writer.remark(format!("{what} in square brackets"));
        }
        if !self.unlisted.is_empty() {
            let what = counted_as(self.unlisted.len(), "speaker is", "speakers are");
            let first = self.unlisted.first().map(String::as_str).unwrap_or_default();
            writer.remark(format!(
                "{what} not in the document's list of persons and called as in `who` (`{first}`)"
            ));
        }
        if let Some((count, first)) = self.called {
            let what = counted_as(count, "speaker is", "speakers are");
            writer.remark(format!(
                "{what} printed in several ways and called by one name, as `who` tells who is the same (`{first}`)"
            ));
        }
        if self.unnamed > 0 {
            let what = counted_as(self.unnamed, "utterance has no `who`", "utterances have no `who`");
            writer.remark(format!("{what}; their speaker is called by `ana`, or `Unknown speaker`"));
        }
        if let Some((name, count)) = self.spoken {
            writer.remark(format!(
                "no turns are told: {count} `<{name}>` tell who speaks, and stand inside of running text"
            ));
        }
        if self.joined > 0 {
            let (one, many) = ("word that a line end parted is", "words that line ends parted are");
            writer.remark(format!("{} joined without the hyphen", counted_as(self.joined, one, many)));
        }
        if self.parted > 0 {
            let (one, many) = (
                "word that a hyphen at a line end may part stays",
                "words that hyphens at line ends may part stay",
            );
            writer.remark(format!("{} so", counted_as(self.parted, one, many)));
        }
        writer.left_out(self.readings, "other reading", "other readings");
        let (one, many) =
            ("name that stands before its utterance again", "names that stand before their utterances again");
        writer.left_out(self.names_again, one, many);
        if self.corrections > 0 {
            let what = counted(self.corrections, "correction");
            writer.remark(format!("of {what} by the editor the original words are kept"));
        }
        writer.left_out(self.footnotes, "footnote", "footnotes");
        writer.left_out(self.pauses, "pause", "pauses");
        writer.left_out(self.deletions, "deletion", "deletions");
        writer.left_out(self.running, "running head or foot", "running heads or feet");
        writer.left_out(self.pictures, "picture", "pictures");
        let (one, many) = ("group of annotations beside the words", "groups of annotations beside the words");
        writer.left_out(self.annotations, one, many);
    }
}
