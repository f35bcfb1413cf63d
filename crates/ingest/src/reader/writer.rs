//! The text of a document while it is written: clean characters, line ends, and the places that are kept
//! beside it.

use std::collections::HashMap;

use themata_model::{ByteOffset, LocatorMap, Place, Problem, Timestamp, counted, counted_as};

use super::Extract;
use crate::segment::{Heading, Marked, can_be_label};

/// Longest label a turn can have, in characters.
const LABEL_CHARS: usize = 46;

/// Most remarks on one document.
const REMARKS: usize = 20;

/// A canonical text in the making.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    pages: Vec<(ByteOffset, String)>,
    paragraphs: Vec<(ByteOffset, String)>,
    times: Vec<(ByteOffset, Timestamp)>,
    starts: Vec<usize>,
    label_ends: Vec<usize>,
    headings: Vec<Heading>,
    set_off: Vec<usize>,
    apart: Vec<(usize, usize)>,
    ends: Vec<usize>,
    controls: usize,
    /// The labels, each with what it is written as, and those that had to be changed in their order.
    labels: HashMap<String, String>,
    changed_labels: Vec<(String, String)>,
    remarks: Vec<String>,
}

impl Writer {
    /// Appends words; every kind of line end becomes LF, and control characters are left out.
    pub(super) fn push(&mut self, words: &str) {
        self.controls += push_clean(&mut self.text, words);
    }

    /// Takes back the hyphen that was written last; what begins behind it begins where it stood.
    pub(super) fn take_back_hyphen(&mut self) {
        if !self.text.ends_with(['-', '\u{2010}', '\u{ad}', '¬']) {
            return;
        }
        self.text.pop();
        let end = self.here();
        self.pages.iter_mut().rev().take_while(|(at, _)| *at > end).for_each(|(at, _)| *at = end);
        self.paragraphs.iter_mut().rev().take_while(|(at, _)| *at > end).for_each(|(at, _)| *at = end);
        self.times.iter_mut().rev().take_while(|(at, _)| *at > end).for_each(|(at, _)| *at = end);
    }

    /// Ends the line, and parts what follows by `lines - 1` empty lines; nothing at the top.
    pub(super) fn part(&mut self, lines: usize) {
        if self.text.is_empty() {
            return;
        }
        let there = self.text.len() - self.text.trim_end_matches('\n').len();
        (there..lines).for_each(|_| self.text.push('\n'));
    }

    /// Whether nothing was written yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether no words were written yet.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether the next word stands at the beginning of a line.
    pub(super) fn ends_line(&self) -> bool {
        self.text.is_empty() || self.text.ends_with('\n')
    }

    /// The position of the next word.
    pub(super) fn here(&self) -> ByteOffset {
        ByteOffset(self.text.len())
    }

    /// Says that a page begins here.
    pub(super) fn page(&mut self, name: &str) {
        self.pages.push((self.here(), one_line(name)));
    }

    /// Says that the paragraph that begins here has a number in the original.
    pub(super) fn number(&mut self, number: &str) {
        self.paragraphs.push((self.here(), one_line(number)));
    }

    /// Says that what was written from `start` on is a heading of this level.
    pub(super) fn heading(&mut self, start: ByteOffset, level: u8) {
        self.headings.push(Heading { start: start.0, end: self.text.len(), level });
    }

    /// Says that the paragraph that begins at `start` is set off by its type.
    pub(super) fn set_off(&mut self, start: ByteOffset) {
        self.set_off.push(start.0);
    }

    /// Says that no turn stands in what was written from `start` on.
    pub(super) fn apart(&mut self, start: ByteOffset) {
        self.apart.push((start.0, self.text.len()));
    }

    /// Says that a table of turns ends here.
    pub(super) fn end_turns(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Says at what time the next word was spoken.
    pub(super) fn time(&mut self, time: Timestamp) {
        self.times.push((self.here(), time));
    }

    /// Says what was assumed or left out.
    pub(super) fn remark(&mut self, message: impl Into<String>) {
        self.remarks.push(message.into());
    }

    /// Says how many things of a kind were left out, where there are any.
    pub(super) fn left_out(&mut self, n: usize, one: &str, many: &str) {
        if n > 0 {
            self.remarks.push(format!("left out: {}", counted_as(n, one, many)));
        }
    }

    /// Writes the label of a turn, `Name [00:01:02]:`, and marks the turn. The name is cut to what a label
    /// can be.
    pub(super) fn label(&mut self, name: &str, time: Option<&str>) {
        let fitting = self.own_label(name.trim());
        self.starts.push(self.text.len());
        self.text.push_str(&fitting);
        if let Some(time) = time {
            self.text.push_str(" [");
            self.text.push_str(time);
            self.text.push(']');
        }
        self.text.push(':');
        self.label_ends.push(self.text.len());
    }

    /// The form in which a name is written: one that no other name has.
    fn own_label(&mut self, name: &str) -> String {
        if let Some(known) = self.labels.get(name) {
            return known.clone();
        }
        let fitting = fitting(name);
        let is_taken = |label: &str| self.labels.values().any(|other| other == label);
        let numbered = (2..).map(|n| format!("{fitting} {n}"));
        let own = std::iter::once(fitting.clone()).chain(numbered).find(|label| !is_taken(label));
        let own = own.unwrap_or(fitting);
        if own != one_line(name) {
            self.changed_labels.push((name.to_string(), own.clone()));
        }
        self.labels.insert(name.to_string(), own.clone());
        own
    }

    /// The finished extract; `all` says whether the labels written are all speakers there are.
    pub(super) fn finish(mut self, name: &str, extraction: &str, all: bool) -> Extract {
        let end = self.text.trim_end_matches('\n').len();
        if end > 0 {
            self.text.truncate(end);
            self.text.push('\n');
        }
        // What began where no words came is nowhere.
        self.pages.retain(|(at, _)| at.0 < end);
        self.paragraphs.retain(|(at, _)| at.0 < end);
        self.times.retain(|(at, _)| at.0 < end);
        let what = counted(self.controls, "control character");
        if self.controls > 0 {
            self.remarks.insert(0, format!("left out: {what}"));
        }
        let warning = |message: String| Problem::warning(Place::file(name), message);
        let more = self.remarks.len().saturating_sub(REMARKS);
        self.remarks.truncate(REMARKS);
        if more > 0 {
            self.remarks.push(format!("{more} more remarks like these"));
        }
        let mut problems: Vec<Problem> = self.remarks.into_iter().map(warning).collect();
        let renamed = self.changed_labels.clone();
        let more = self.changed_labels.len().saturating_sub(LABELS_NAMED);
        for (old, new) in self.changed_labels.into_iter().take(LABELS_NAMED) {
            let message = format!("the speaker `{old}` is written `{new}`, since a label has no such form");
            problems.push(warning(message));
        }
        if more > 0 {
            let what = counted_as(more, "more speaker is", "more speakers are");
            problems.push(warning(format!("{what} written in another form, too")));
        }
        Extract {
            text: self.text,
            extraction: extraction.to_string(),
            locators: LocatorMap::new(self.pages),
            paragraphs: self.paragraphs,
            times: self.times,
            marked: Marked {
                starts: self.starts,
                label_ends: self.label_ends,
                all,
                headings: self.headings,
                set_off: self.set_off,
                apart: self.apart,
                ends: self.ends,
            },
            renamed,
            problems,
            ..Extract::default()
        }
    }
}

/// How many labels that had to be changed are named one by one.
const LABELS_NAMED: usize = 5;

/// Appends `words` to `text` with every kind of line end made LF, and without control characters and byte
/// order marks; returns how many control characters were left out.
pub(super) fn push_clean(text: &mut String, words: &str) -> usize {
    let mut left_out = 0;
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                text.push('\n');
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\n' | '\t' => text.push(c),
            '\u{feff}' => {}
            c if c.is_control() => left_out += 1,
            c => text.push(c),
        }
    }
    left_out
}

/// Words with white space folded to single blanks.
pub(super) fn one_line(words: &str) -> String {
    let mut text = String::new();
    for word in words.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        push_clean(&mut text, word);
    }
    text
}

/// A name in a form that can be a label: the name itself where it can.
fn fitting(name: &str) -> String {
    let name = one_line(name);
    let fits = |name: &str| {
        can_be_label(&format!("{name} [00:00]:"), name) && can_be_label(&format!("{name}:"), name)
    };
    if fits(&name) {
        return name;
    }
    // A dash would end the label: `P07 - Nurse`.
    let without_dashes =
        [" - ", " – ", " — "].iter().fold(name.clone(), |name, dash| name.replace(dash, ", "));
    if fits(&without_dashes) {
        return without_dashes;
    }
    let name = without_dashes;
    let kept: String =
        name.chars().map(|c| if c.is_alphanumeric() || " .,'’-_".contains(c) { c } else { ' ' }).collect();
    let kept = one_line(kept.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let cut: String = kept.chars().take(LABEL_CHARS).collect();
    let cut = cut.trim_end().to_string();
    if fits(&cut) {
        return cut;
    }
    let numbered = one_line(&format!("Speaker {cut}"))
        .chars()
        .take(LABEL_CHARS)
        .collect::<String>()
        .trim_end()
        .to_string();
    if !cut.is_empty() && fits(&numbered) { numbered } else { "Unknown speaker".to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_one_kind_and_control_characters_go() {
        let mut text = String::new();
        assert_eq!(push_clean(&mut text, "a\r\nb\rc\u{b}d\u{2028}e\0\u{7}\u{feff}f\tg"), 2);
        assert_eq!(text, "a\nb\nc\nd\nef\tg");
    }

    #[test]
    fn names_that_can_be_no_label_are_made_to_fit() {
        for name in ["Anna Berg", "S1", "Dr. Jean-Luc d’Or (Alpha GmbH)", "访谈者", "Åsa"] {
            assert_eq!(fitting(name), name);
        }
        assert_eq!(fitting("Anna: the \"boss\""), "Anna the boss");
        assert_eq!(fitting("7"), "Speaker 7");
        assert_eq!(fitting("P07 - Nurse"), "P07, Nurse");
        assert_eq!(fitting("Anna Berg – Acme | North"), "Anna Berg, Acme North");
        assert_eq!(fitting("+14155550123"), "+14155550123");
        assert_eq!(fitting("<<>>"), "Unknown speaker");
        assert_eq!(fitting(&"very long name ".repeat(9)), "very long name very long name very long name v");
    }

    #[test]
    fn labels_that_had_to_be_changed_are_named_or_counted() {
        let mut writer = Writer::default();
        for n in (0..8).chain(0..8) {
            writer.label(&format!("#{n}"), None);
        }
        let problems = writer.finish("x", "y", false).problems;
        assert_eq!(
            problems[0].message,
            "the speaker `#0` is written `Speaker 0`, since a label has no such form"
        );
        assert_eq!(problems[LABELS_NAMED].message, "3 more speakers are written in another form, too");
        assert_eq!(problems.len(), LABELS_NAMED + 1);
    }

    #[test]
    fn names_that_would_be_written_alike_stay_apart() {
        let mut writer = Writer::default();
        ["Anna \u{1f30a}", "Anna", "???", "!!!", "Anna"].iter().for_each(|name| writer.label(name, None));
        let extract = writer.finish("x", "y", true);
        assert_eq!(extract.text, "Anna:Anna 2:Unknown speaker:Unknown speaker 2:Anna 2:\n");
        assert_eq!(extract.problems.len(), 4);
    }

    #[test]
    fn parts_are_separated_by_exactly_the_lines_asked_for() {
        let mut writer = Writer::default();
        writer.part(2);
        writer.push("a\n");
        writer.part(2);
        writer.push("b");
        writer.part(1);
        writer.part(1);
        writer.push("c\n\n\n");
        assert_eq!(writer.finish("x", "y", false).text, "a\n\nb\nc\n");
    }
}
