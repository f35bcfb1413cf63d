//! The words of informants as a table prints them: quotations, excerpts, and where they stand.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use themata_model::mark::{Mark, Marks, Voice};
use themata_model::table::CodingRef;
use themata_model::{Coding, Excerpt, Locator, RowId, Source, SourceKind, Study, TextIndex};

/// The words of a study with what is needed to print them; look-ups are built when first asked
/// for, so that a table of counts does not pay for them.
pub(crate) struct Words<'a> {
    study: &'a Study,
    marks: &'a Marks,
    // Where each coding (by position) stands among the marks.
    by_coding: OnceCell<HashMap<CodingRef, usize>>,
    codings: OnceCell<HashMap<RowId, CodingRef>>,
    indexes: RefCell<HashMap<usize, TextIndex<'a>>>,
}

impl<'a> Words<'a> {
    /// Returns the words of `study`.
    pub(crate) fn new(study: &'a Study, marks: &'a Marks) -> Self {
        Words {
            study,
            marks,
            by_coding: OnceCell::new(),
            codings: OnceCell::new(),
            indexes: RefCell::default(),
        }
    }

    /// The coding with that id.
    pub(crate) fn coding_ref(&self, id: RowId) -> Option<CodingRef> {
        let by_id =
            || (0u32..).zip(&self.study.codings).map(|(i, coding)| (coding.id, CodingRef(i))).collect();
        self.codings.get_or_init(by_id).get(&id).copied()
    }

    /// The coding itself; `None` when the study was loaded without codings.
    pub(crate) fn coding(&self, coding: CodingRef) -> Option<&'a Coding> {
        self.study.codings.get(coding.0 as usize)
    }

    /// The mark of a coding; `None` when it has lost its place.
    pub(crate) fn mark(&self, coding: CodingRef) -> Option<&'a Mark> {
        let by_coding = || self.marks.marks.iter().enumerate().map(|(i, mark)| (mark.coding, i)).collect();
        self.by_coding.get_or_init(by_coding).get(&coding).map(|&i| &self.marks.marks[i])
    }

    /// Who speaks.
    pub(crate) fn voice(&self, coding: CodingRef) -> Option<&'a Voice> {
        self.mark(coding).map(|mark| self.marks.voice(mark))
    }

    /// The source of a coding.
    pub(crate) fn source(&self, coding: CodingRef) -> Option<&'a Source> {
        self.study.sources.get(self.voice(coding)?.source as usize)
    }

    /// The quotation as it is displayed, with the line breaks of hard-wrapped sources folded and words
    /// hyphenated at line ends joined again.
    pub(crate) fn quotation(&self, coding: CodingRef) -> String {
        let Some(found) = self.coding(coding) else { return String::new() };
        if !found.quotation.contains("-\n") {
            return folded(&found.quotation);
        }
        let text = self.source(coding).and_then(|source| source.texts.last());
        folded(&joined(&found.quotation, text.map_or("", |text| text.content.as_str())))
    }

    /// The codings an excerpt is taken from.
    pub(crate) fn pieces(&self, excerpt: &Excerpt) -> Vec<CodingRef> {
        excerpt.pieces.iter().filter_map(|piece| self.coding_ref(piece.coding)).collect()
    }

    /// The words an excerpt displays: the translation, else its text, else its quotations.
    pub(crate) fn displayed(&self, excerpt: &Excerpt) -> String {
        if let Some(translation) = &excerpt.translation {
            return folded(&translation.text);
        }
        match &excerpt.text {
            Some(text) => folded(text),
            None => {
                let quotations: Vec<String> =
                    self.pieces(excerpt).into_iter().map(|c| self.quotation(c)).collect();
                quotations.join(" … ")
            }
        }
    }

    /// Where the codings stand, for example `int-03:14`.
    pub(crate) fn locator(&self, codings: &[CodingRef]) -> Option<String> {
        let mut out: Vec<String> = Vec::new();
        for &coding in codings {
            let at = self.one_locator(coding)?;
            if !out.contains(&at) {
                out.push(at);
            }
        }
        (!out.is_empty()).then(|| out.join("; "))
    }

    fn one_locator(&self, coding: CodingRef) -> Option<String> {
        self.place(coding).map(|place| place.to_string())
    }

    /// Where one coding stands.
    pub(crate) fn place(&self, coding: CodingRef) -> Option<Locator> {
        let span = self.coding(coding)?.span?;
        self.with_index(coding, |source, index| self.study.locator(source, index, span))
    }

    /// Start and end of a coding in code points of its source's text.
    pub(crate) fn chars(&self, coding: CodingRef) -> Option<(usize, usize)> {
        let span = self.coding(coding)?.span?;
        self.with_index(coding, |_, index| index.chars_of_span(span).map(|(a, b)| (a.0, b.0)))?
    }

    fn with_index<T>(
        &self,
        coding: CodingRef,
        ask: impl FnOnce(&'a Source, &TextIndex<'a>) -> T,
    ) -> Option<T> {
        let position = self.voice(coding)?.source as usize;
        let source = self.study.sources.get(position)?;
        let text = source.texts.last()?;
        let mut indexes = self.indexes.borrow_mut();
        let index = indexes.entry(position).or_insert_with(|| TextIndex::new(&text.content));
        Some(ask(source, index))
    }

    /// Whether the words come from notes of an unrecorded encounter and so are not verbatim.
    pub(crate) fn are_notes(&self, codings: &[CodingRef]) -> bool {
        codings.iter().any(|&coding| self.source(coding).is_some_and(|s| s.kind == SourceKind::Notes))
    }
}

/// Joins words that a line end divides. Whether the hyphen belongs to the word ("long-term") or only
/// to the line is told by the rest of the source: it is kept where the hyphenated word occurs there
/// and the word without it does not.
fn joined(quotation: &str, text: &str) -> String {
    let mut out = String::with_capacity(quotation.len());
    let mut parts = quotation.split("-\n");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let head = out.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let rest = part.trim_start();
        let tail = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let divided = !head.is_empty() && tail.starts_with(char::is_lowercase);
        let whole = format!("{head}{tail}");
        let kept = format!("{head}-{tail}");
        let is_word =
            |word: &str| text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|other| other == word);
        // A hyphen that nothing in the source bears out is the printer's.
        if !divided || is_word(&kept) && !is_word(&whole) {
            out.push('-');
        }
        out.push_str(rest);
    }
    out
}

/// The text with every run of white space made one blank.
pub(crate) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_divided_at_line_ends_are_joined_unless_the_source_hyphenates_them() {
        let text = "a long-term view, a discus-\nsion of the long-\nterm plan";
        assert_eq!(joined("discus-\nsion of the long-\nterm plan", text), "discussion of the long-term plan");
        assert_eq!(joined("pages 3-\n4", text), "pages 3-4");
    }
}
