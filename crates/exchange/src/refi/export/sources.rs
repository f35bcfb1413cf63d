//! Sources as texts, with a selection for every coding.

use std::collections::{BTreeMap, HashMap};

use themata_model::{Coding, Source, Uuid};

use super::codes::facet_only;
use super::{Export, is_date_time, selection_of};
use crate::refi::positions::{Plain, Ruler};
use crate::refi::project::NO_TIME;
use crate::refi::tree::Element;

/// A text file as it is written.
pub(crate) struct Written {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its canonical text.
    pub(crate) content: String,
}

impl Export<'_> {
    pub(super) fn sources(&mut self) -> (Vec<Element>, BTreeMap<Uuid, Written>) {
        let study = self.study;
        let mut codings: HashMap<&str, Vec<&Coding>> = HashMap::new();
        for coding in &study.codings {
            codings.entry(coding.source.as_str()).or_default().push(coding);
        }
        let mut rows = Vec::new();
        let mut texts = BTreeMap::new();
        for source in &study.sources {
            let content = source.texts.last().map_or("", |text| text.content.as_str());
            let (plain, mark) = self.file(source, content);
            let ruler = Ruler::new(&plain, self.target.convention());
            let own = codings.get(source.key.as_str()).map(Vec::as_slice).unwrap_or_default();
            let selections: Vec<Element> =
                own.iter().filter_map(|coding| self.selection(coding, &ruler)).collect();
            let values = self.facts(source);
            let row = Element::new("TextSource")
                .with("guid", source.id)
                .with("name", &source.key)
                .with("plainTextPath", format!("internal://{}.txt", source.id));
            rows.push(
                row.holding(selections)
                    .holding(self.note_refs("source", source.key.as_str()))
                    .holding(values),
            );
            let mut bytes = if mark { vec![0xef, 0xbb, 0xbf] } else { Vec::new() };
            bytes.extend(plain.file().into_bytes());
            texts.insert(source.id.0, Written { bytes, content: content.to_string() });
        }
        (rows, texts)
    }

    /// The file of a source: the one that stands already, if its words are the same, else one as the tool wants it.
    fn file(&self, source: &Source, content: &str) -> (Plain, bool) {
        match self.ground.files.get(&source.id.0) {
            Some(plain) if plain.content == content => (plain.clone(), false),
            _ => self.target.plain(content),
        }
    }

    fn selection(&self, coding: &Coding, ruler: &Ruler<'_>) -> Option<Element> {
        let span = coding.span?;
        let (start, end) = (ruler.position(span.start())?, ruler.position(span.end())?);
        let code = match coding.target.code() {
            Some(code) => *self.codes.get(code)?,
            None => {
                let (facet, value) = facet_only(coding)?;
                self.facet_code(facet, value)?
            }
        };
        let by = self.coders.get(&coding.coder);
        let time = coding.attributes.get("created").filter(|time| is_date_time(time));
        let inside = Element::new("Coding")
            .with("guid", coding.id)
            .with_some("creatingUser", by)
            .with_some("creationDateTime", time)
            .holding([Element::new("CodeRef").with("targetGUID", code)])
            .holding(self.note_refs("coding", &coding.id.to_string()));
        let comment = (!coding.memo.is_empty()).then(|| Element::new("Description").saying(&coding.memo));
        let row = Element::new("PlainTextSelection")
            .with("guid", selection_of(coding.id))
            .with("startPosition", start)
            .with("endPosition", end)
            .with_some("creatingUser", by)
            .with("creationDateTime", time.map_or(NO_TIME, String::as_str));
        Some(row.holding(comment).holding([inside]))
    }
}
