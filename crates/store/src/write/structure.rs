//! Writes the study itself, its codebook, its roster, and the notes on them.

use themata_model::{FacetAssignment, MemoAnchor, OutputKind};

use super::ids::if_any;
use super::{Writer, json, number};
use crate::error::Fault;

impl Writer<'_> {
    /// Study, sides, facets and what `check` was told to accept.
    pub(super) fn structure(&self) -> Result<(), Fault> {
        let s = self.study;
        let id = s.id.0.to_string();
        let declared =
            serde_json::to_string(&s.attributes).map_err(|error| Fault::Value(error.to_string()))?;
        self.insert(
            "study",
            "rowid, uuid, key, title, citation, licence, synthetic, language, declared_attributes",
            &[
                &1,
                &id,
                &s.key.as_str(),
                &s.title,
                &s.citation,
                &s.licence,
                &s.synthetic,
                &s.language,
                &declared,
            ],
        )?;
        for (position, key) in (0i64..).zip(&s.allowed) {
            self.insert("allowed", "position, key", &[&position, key])?;
        }
        for (n, row) in (1i64..).zip(&s.sides) {
            let values: &[&dyn rusqlite::ToSql] =
                &[&n, &row.id.to_string(), &n, &row.key.as_str(), &row.name];
            self.insert("side", "rowid, uuid, position, key, name", values)?;
        }
        let mut value_number = 0;
        for (n, facet) in (1i64..).zip(&s.facets) {
            self.insert(
                "facet",
                "rowid, uuid, position, key, name, ordered",
                &[&n, &facet.id.to_string(), &n, &facet.key.as_str(), &facet.name, &facet.ordered],
            )?;
            for (position, value) in (1i64..).zip(&facet.values) {
                value_number += 1;
                let id = value.id.to_string();
                self.insert(
                    "facet_value",
                    "rowid, uuid, facet_id, position, key, name, definition",
                    &[&value_number, &id, &n, &position, &value.key.as_str(), &value.name, &value.definition],
                )?;
            }
        }
        Ok(())
    }

    /// Levels, frameworks and codes with what belongs to them.
    pub(super) fn codebook(&self) -> Result<(), Fault> {
        let codebook = &self.study.codebook;
        for (n, level) in (1i64..).zip(codebook.levels()) {
            self.insert(
                "level",
                "rowid, uuid, position, key, name, open",
                &[&n, &level.id.to_string(), &n, &level.key.as_str(), &level.name, &level.open],
            )?;
        }
        self.codes()?;
        Ok(())
    }

    /// Parties, cases with their sides, informants, coders.
    pub(super) fn roster(&self) -> Result<(), Fault> {
        let s = self.study;
        for (n, row) in (1i64..).zip(&s.parties) {
            let attributes = json(&row.attributes)?;
            self.insert(
                "party",
                "rowid, uuid, position, key, name, attributes",
                &[&n, &row.id.to_string(), &n, &row.key.as_str(), &row.name, &attributes],
            )?;
        }
        for (n, case) in (1i64..).zip(&s.cases) {
            let attributes = json(&case.attributes)?;
            self.insert(
                "study_case",
                "rowid, uuid, position, key, label, attributes",
                &[&n, &case.id.to_string(), &n, &case.key.as_str(), &case.label, &attributes],
            )?;
            for (position, side) in (0i64..).zip(&case.sides) {
                let side_id = if_any(side.side.as_ref(), |key| self.ids.side(key))?;
                self.insert("case_side", "case_id, position, side_id", &[&n, &position, &side_id])?;
                for (rank, party) in (0i64..).zip(&side.parties) {
                    let party_id = self.ids.party(party)?;
                    let columns = "case_id, side_position, party_id, position";
                    self.insert("case_side_party", columns, &[&n, &position, &party_id, &rank])?;
                }
            }
        }
        for (n, row) in (1i64..).zip(&s.informants) {
            let party = if_any(row.party.as_ref(), |key| self.ids.party(key))?;
            let attributes = json(&row.attributes)?;
            self.insert(
                "informant",
                "rowid, uuid, position, key, party_id, title, count, attributes",
                &[
                    &n,
                    &row.id.to_string(),
                    &n,
                    &row.key.as_str(),
                    &party,
                    &row.title,
                    &row.count,
                    &attributes,
                ],
            )?;
            let cases = row.cases.iter().map(|key| self.ids.case(key));
            self.members("informant_case", "informant_id, case_id, position", n, cases)?;
        }
        for (n, row) in (1i64..).zip(&s.coders) {
            let attributes = json(&row.attributes)?;
            self.insert(
                "coder",
                "rowid, uuid, position, key, name, attributes",
                &[&n, &row.id.to_string(), &n, &row.key.as_str(), &row.name, &attributes],
            )?;
        }
        Ok(())
    }

    /// Memos, links, questions, and what the paper states and shows.
    pub(super) fn notes(&self) -> Result<(), Fault> {
        let s = self.study;
        for (n, memo) in (1i64..).zip(&s.memos) {
            let (kind, key) = match &memo.anchor {
                MemoAnchor::Study => (None, None),
                MemoAnchor::Row { kind, key } => (Some(kind), Some(key)),
            };
            let coder = if_any(memo.coder.as_ref(), |key| self.ids.coder(key))?;
            let attributes = json(&memo.attributes)?;
            let (id, memo_kind) = (memo.id.to_string(), memo.kind.as_str());
            self.insert(
                "memo",
                "rowid, uuid, position, key, about_kind, about_key, kind, coder_id, date, text, attributes",
                &[
                    &n,
                    &id,
                    &n,
                    &memo.key.as_str(),
                    &kind,
                    &key,
                    &memo_kind,
                    &coder,
                    &memo.date,
                    &memo.text,
                    &attributes,
                ],
            )?;
        }
        for (n, link) in (1i64..).zip(&s.links) {
            let (from, to) = (self.ids.code(&link.from)?, self.ids.code(&link.to)?);
            let attributes = json(&link.attributes)?;
            self.insert(
                "link",
                "rowid, uuid, position, from_id, kind, to_id, reason, attributes",
                &[&n, &link.id.to_string(), &n, &from, &link.kind.0, &to, &link.reason, &attributes],
            )?;
            let evidence = link.evidence.iter().map(|id| self.ids.coding(*id));
            self.members("link_evidence", "link_id, coding_id, position", n, evidence)?;
        }
        for (n, row) in (1i64..).zip(&s.questions) {
            let attributes = json(&row.attributes)?;
            self.insert(
                "question",
                "rowid, uuid, position, key, text, attributes",
                &[&n, &row.id.to_string(), &n, &row.key.as_str(), &row.text, &attributes],
            )?;
        }
        self.paper()
    }

    /// Outputs, stated totals and claims.
    fn paper(&self) -> Result<(), Fault> {
        let s = self.study;
        for (n, output) in (1i64..).zip(&s.outputs) {
            let exhibit = self.ids.exhibit(&output.exhibit)?;
            let (kind, name) = match &output.kind {
                OutputKind::Table(name) => ("table", name),
                OutputKind::Figure(name) => ("figure", name),
            };
            self.insert(
                "output",
                "rowid, uuid, position, exhibit_id, kind, name, options",
                &[&n, &output.id.to_string(), &n, &exhibit, &kind, name, &json(&output.options)?],
            )?;
        }
        for (n, total) in (1i64..).zip(&s.totals) {
            let case = if_any(total.case.as_ref(), |key| self.ids.case(key))?;
            let side = if_any(total.side.as_ref(), |key| self.ids.side(key))?;
            let party = if_any(total.party.as_ref(), |key| self.ids.party(key))?;
            let wave = total.wave.as_ref().map(|wave| wave.as_str());
            self.insert(
                "stated_total",
                "rowid, uuid, position, unit, case_id, side_id, party_id, wave, value",
                &[
                    &n,
                    &total.id.to_string(),
                    &n,
                    &total.of.as_str(),
                    &case,
                    &side,
                    &party,
                    &wave,
                    &total.value,
                ],
            )?;
        }
        for (n, claim) in (1i64..).zip(&s.claims) {
            let level = if_any(claim.level.as_ref(), |key| self.ids.level(key))?;
            self.insert(
                "claim",
                "rowid, uuid, position, kind, level_id",
                &[&n, &claim.id.to_string(), &n, &claim.kind.as_str(), &level],
            )?;
        }
        Ok(())
    }

    /// Placements and settlements.
    pub(super) fn sortings(&self) -> Result<(), Fault> {
        let s = self.study;
        let assigned = |facet, value: &FacetAssignment| self.ids.assignment(facet, value);
        for (i, row) in s.placements.iter().enumerate() {
            let (n, id) = (number(i), row.id.to_string());
            let (rater, code) = (self.ids.coder(&row.rater)?, self.ids.code(&row.code)?);
            let case = if_any(row.case.as_ref(), |key| self.ids.case(key))?;
            let (facet, word, value) = assigned(&row.facet, &row.value)?;
            self.insert(
                "placement",
                "rowid, uuid, position, rater_id, code_id, case_id, facet_id, assignment, value_id, reason",
                &[&n, &id, &n, &rater, &code, &case, &facet, &word, &value, &row.reason],
            )?;
        }
        for (i, row) in s.settlements.iter().enumerate() {
            let (n, id, code) = (number(i), row.id.to_string(), self.ids.code(&row.code)?);
            let case = if_any(row.case.as_ref(), |key| self.ids.case(key))?;
            let (facet, word, value) = assigned(&row.facet, &row.value)?;
            self.insert(
                "settlement",
                "rowid, uuid, position, code_id, case_id, facet_id, assignment, value_id, reason",
                &[&n, &id, &n, &code, &case, &facet, &word, &value, &row.reason],
            )?;
        }
        Ok(())
    }
}
