//! Memos as notes; findings, placements and settlements as notes on their codes.

use themata_model::{CaseKey, CodeKey, FacetAssignment, FacetKey, Memo, MemoAnchor, Uuid};

use super::{Export, Target as Tool, is_date_time};
use crate::refi::project::NO_TIME;
use crate::refi::tree::Element;

/// A finding, placement or settlement as a note.
struct Conclusion {
    id: Uuid,
    code: Option<String>,
    name: String,
    text: String,
    by: Option<Uuid>,
}

impl Export<'_> {
    /// Finds out which notes hang at what.
    pub(super) fn hang_notes(&mut self) {
        let study = self.study;
        // QualCoder passes over codes with notes, and shows notes on texts nowhere.
        if self.target == Tool::Qualcoder {
            return;
        }
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
        for Conclusion { id, code, .. } in self.conclusions() {
            if let Some(code) = code {
                self.hanging.entry(("code", code)).or_default().push(id);
            }
        }
    }

    pub(super) fn notes(&mut self) -> Vec<Element> {
        let study = self.study;
        let mut rows: Vec<Element> = study.memos.iter().map(|memo| self.memo(memo)).collect();
        for Conclusion { id, name, text, by, .. } in self.conclusions() {
            self.written.push(id);
            let row = self.note_of(id, &name, &text);
            rows.push(row.with_some("creatingUser", by).with("creationDateTime", NO_TIME));
        }
        rows
    }

    fn memo(&mut self, memo: &Memo) -> Element {
        let name = memo.attributes.get("title").map_or(memo.key.as_str(), String::as_str);
        let by = memo.coder.as_ref().and_then(|coder| self.coders.get(coder)).copied();
        let time = memo.date.as_ref().filter(|date| is_date_time(date));
        let mut row = self.note_of(memo.id.0, name, &memo.text);
        if let Some(description) = memo.attributes.get("description") {
            row.children
                .insert(0, crate::refi::tree::Node::Element(Element::new("Description").saying(description)));
        }
        row.with_some("creatingUser", by).with("creationDateTime", time.map_or(NO_TIME, String::as_str))
    }

    /// A note with these words; QualCoder reads them from a file.
    fn note_of(&mut self, id: Uuid, name: &str, text: &str) -> Element {
        if self.target != Tool::Qualcoder || self.ground.has_notes || text.is_empty() {
            return note(id, name, text);
        }
        self.note_files.push((id, text.as_bytes().to_vec()));
        let path = format!("internal://{id}.txt");
        Element::new("Note").with("guid", id).with("name", name).with("plainTextPath", path)
    }

    /// What was concluded, as notes for other tools.
    fn conclusions(&self) -> Vec<Conclusion> {
        let study = self.study;
        let mut rows = Vec::new();
        let cell =
            |case: &Option<CaseKey>| case.as_ref().map_or(String::new(), |case| format!(", case {case}"));
        for finding in &study.findings {
            let rating =
                finding.rating.as_ref().map_or(String::new(), |rating| format!("\n\nRating: {rating}"));
            rows.push(Conclusion {
                id: finding.id.0.derive("note"),
                code: finding.code.as_ref().map(ToString::to_string),
                name: format!("Finding {}{}", finding.key, cell(&finding.case)),
                text: format!("{}{rating}", finding.text),
                by: None,
            });
        }
        let sorted =
            |code: &CodeKey, facet: &FacetKey, value: &FacetAssignment, case: String, reason: &str| {
                let reason = if reason.is_empty() { String::new() } else { format!("\n\n{reason}") };
                format!("`{code}`: {facet} {value}{case}{reason}")
            };
        rows.extend(study.placements.iter().map(|row| Conclusion {
            id: row.id.0.derive("note"),
            code: Some(row.code.to_string()),
            name: format!("Placement of {} by {}", row.code, row.rater),
            text: sorted(&row.code, &row.facet, &row.value, cell(&row.case), &row.reason),
            by: self.coders.get(&row.rater).copied(),
        }));
        rows.extend(study.settlements.iter().map(|row| Conclusion {
            id: row.id.0.derive("note"),
            code: Some(row.code.to_string()),
            name: format!("Settlement of {}", row.code),
            text: sorted(&row.code, &row.facet, &row.value, cell(&row.case), &row.reason),
            by: None,
        }));
        rows
    }
}

/// A note with these words.
pub(super) fn note(id: Uuid, name: &str, text: &str) -> Element {
    let words = Element::new("PlainTextContent").saying(text);
    Element::new("Note").with("guid", id).with("name", name).holding([words])
}
