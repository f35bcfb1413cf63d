//! Memos as notes; findings, placements and settlements as notes on their codes.

use themata_model::{Memo, MemoAnchor, Uuid};

use super::{Export, is_date_time};
use crate::refi::tree::Element;

impl Export<'_> {
    /// Finds out which notes hang at what.
    pub(super) fn hang_notes(&mut self) {
        let study = self.study;
        for memo in &study.memos {
            let (kind, key) = match &memo.anchor {
                MemoAnchor::Study => ("study", String::new()),
                MemoAnchor::Row { kind, key } => match kind.as_str() {
                    "code" => ("code", key.clone()),
                    "source" => ("source", key.clone()),
                    "coding" => ("coding", key.clone()),
                    _ => continue,
                },
            };
            self.hanging.entry((kind, key)).or_default().push(memo.id.0);
        }
        for (id, code, ..) in self.conclusions() {
            if let Some(code) = code {
                self.hanging.entry(("code", code)).or_default().push(id);
            }
        }
    }

    pub(super) fn notes(&mut self) -> Vec<Element> {
        let mut rows: Vec<Element> = self.study.memos.iter().map(|memo| self.memo(memo)).collect();
        for (id, _, name, text, by) in self.conclusions() {
            self.written.push(id);
            rows.push(note(id, &name, &text).with_some("creatingUser", by));
        }
        rows
    }

    fn memo(&self, memo: &Memo) -> Element {
        let name = memo.attributes.get("title").map_or(memo.key.as_str(), String::as_str);
        let by = memo.coder.as_ref().and_then(|coder| self.coders.get(coder));
        let time = memo.date.as_ref().filter(|date| is_date_time(date));
        let mut row = note(memo.id.0, name, &memo.text);
        if let Some(description) = memo.attributes.get("description") {
            row.children.insert(0, crate::refi::tree::Node::Element(Element::new("Description").saying(description)));
        }
        row.with_some("creatingUser", by).with_some("creationDateTime", time)
    }

    /// Findings, placements and settlements: id, code, name and text of the note, and who says so.
    fn conclusions(&self) -> Vec<(Uuid, Option<String>, String, String, Option<Uuid>)> {
        let study = self.study;
        let mut rows = Vec::new();
        let cell = |case: &Option<themata_model::CaseKey>| case.as_ref().map_or(String::new(), |case| format!(", case {case}"));
        for finding in &study.findings {
            let name = format!("Finding {}{}", finding.key, cell(&finding.case));
            let rating = finding.rating.as_ref().map_or(String::new(), |rating| format!("\n\nRating: {rating}"));
            let text = format!("{}{rating}", finding.text);
            rows.push((finding.id.0.derive("note"), finding.code.as_ref().map(ToString::to_string), name, text, None));
        }
        let sorted = |reason: &str, code: &str, facet: &str, value: &str, case: String| {
            let reason = if reason.is_empty() { String::new() } else { format!("\n\n{reason}") };
            format!("`{code}`: {facet} {value}{case}{reason}")
        };
        for row in &study.placements {
            let (code, facet) = (row.code.to_string(), row.facet.to_string());
            let text = sorted(&row.reason, &code, &facet, &row.value.to_string(), cell(&row.case));
            let name = format!("Placement of {code} by {}", row.rater);
            rows.push((row.id.0.derive("note"), Some(code), name, text, self.coders.get(&row.rater).copied()));
        }
        for row in &study.settlements {
            let (code, facet) = (row.code.to_string(), row.facet.to_string());
            let text = sorted(&row.reason, &code, &facet, &row.value.to_string(), cell(&row.case));
            rows.push((row.id.0.derive("note"), Some(code.clone()), format!("Settlement of {code}"), text, None));
        }
        rows
    }
}

/// A note with these words.
pub(super) fn note(id: Uuid, name: &str, text: &str) -> Element {
    let words = Element::new("PlainTextContent").saying(text);
    Element::new("Note").with("guid", id).with("name", name).holding([words])
}
