//! Reads sortings, exhibits, excerpts, findings, notes, and what the paper states.

use rusqlite::types::Value;
use themata_model::{
    Claim, EvidenceLink, Excerpt, Exhibit, ExhibitUse, Finding, Link, LinkKind, Memo, MemoAnchor, Output,
    OutputKind, Piece, Placement, Question, Settlement, StatedTotal, Study, Translation,
};

use super::keys::{key, key_if_any};
use super::structure::take;
use super::{Reader, attributes, parsed, parsed_if_any, rows, rows_with};
use crate::error::Fault;

impl Reader<'_> {
    /// Placements and settlements.
    pub(crate) fn sortings(&self, study: &mut Study) -> Result<(), Fault> {
        study.placements = self.placements("1", &[])?;
        study.settlements = self.settlements("1", &[])?;
        Ok(())
    }

    /// The placements for which `condition` holds with `params`.
    pub(crate) fn placements(&self, condition: &str, params: &[Value]) -> Result<Vec<Placement>, Fault> {
        let keys = &self.keys;
        let sql = format!(
            "SELECT uuid, rater_id, code_id, case_id, facet_id, assignment, value_id, reason FROM placement \
             WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let (facet, value) = keys.assignment(row, 4)?;
            Ok(Placement {
                id: parsed(row, 0)?,
                rater: key(&keys.coders, row, 1)?,
                code: key(&keys.codes, row, 2)?,
                case: key_if_any(&keys.cases, row, 3)?,
                facet,
                value,
                reason: row.get(7)?,
            })
        })
    }

    /// The settlements for which `condition` holds with `params`.
    pub(crate) fn settlements(&self, condition: &str, params: &[Value]) -> Result<Vec<Settlement>, Fault> {
        let keys = &self.keys;
        let sql = format!(
            "SELECT uuid, code_id, case_id, facet_id, assignment, value_id, reason FROM settlement \
             WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let (facet, value) = keys.assignment(row, 3)?;
            Ok(Settlement {
                id: parsed(row, 0)?,
                code: key(&keys.codes, row, 1)?,
                case: key_if_any(&keys.cases, row, 2)?,
                facet,
                value,
                reason: row.get(6)?,
            })
        })
    }

    /// Exhibits, outputs, stated totals and claims.
    pub(super) fn exhibits(&self, study: &mut Study) -> Result<(), Fault> {
        let keys = &self.keys;
        study.exhibits =
            rows(self.db, "SELECT uuid, key, title, kind FROM exhibit ORDER BY position, uuid", |row| {
                Ok(Exhibit {
                    id: parsed(row, 0)?,
                    key: parsed(row, 1)?,
                    title: row.get(2)?,
                    kind: parsed(row, 3)?,
                })
            })?;
        study.outputs = self.outputs()?;
        let sql = "SELECT uuid, unit, case_id, side_id, party_id, wave, value FROM stated_total \
                   ORDER BY position, uuid";
        study.totals = rows(self.db, sql, |row| {
            Ok(StatedTotal {
                id: parsed(row, 0)?,
                of: parsed(row, 1)?,
                case: key_if_any(&keys.cases, row, 2)?,
                side: key_if_any(&keys.sides, row, 3)?,
                party: key_if_any(&keys.parties, row, 4)?,
                wave: parsed_if_any(row, 5)?,
                value: row.get(6)?,
            })
        })?;
        study.claims =
            rows(self.db, "SELECT uuid, kind, level_id FROM claim ORDER BY position, uuid", |row| {
                Ok(Claim {
                    id: parsed(row, 0)?,
                    kind: parsed(row, 1)?,
                    level: key_if_any(&keys.levels, row, 2)?,
                })
            })?;
        Ok(())
    }

    /// Outputs.
    pub(crate) fn outputs(&self) -> Result<Vec<Output>, Fault> {
        let sql = "SELECT uuid, exhibit_id, kind, name, options FROM output ORDER BY position, uuid";
        rows(self.db, sql, |row| {
            let name = row.get(3)?;
            let kind = match row.get_ref(2)?.as_str()? {
                "table" => OutputKind::Table(name),
                _ => OutputKind::Figure(name),
            };
            let exhibit = key(&self.keys.exhibits, row, 1)?;
            Ok(Output { id: parsed(row, 0)?, exhibit, kind, options: attributes(row, 4)? })
        })
    }

    /// The excerpts for which `condition` holds with `params`.
    pub(crate) fn excerpts(&self, condition: &str, params: &[Value]) -> Result<Vec<Excerpt>, Fault> {
        let meant = format!("SELECT rowid FROM excerpt WHERE {condition}");
        let sql = format!(
            "SELECT e.excerpt_id, c.uuid FROM excerpt_coding e JOIN coding c ON c.rowid = e.coding_id \
             WHERE e.excerpt_id IN ({meant}) ORDER BY e.excerpt_id, e.position"
        );
        let mut pieces = self.lists_with(&sql, params, |_, row| Ok(Piece { coding: parsed(row, 1)? }))?;
        let sql = format!(
            "SELECT excerpt_id, exhibit_id FROM excerpt_exhibit WHERE excerpt_id IN ({meant}) \
             ORDER BY excerpt_id, position"
        );
        let mut uses = self
            .lists_with(&sql, params, |keys, row| Ok(ExhibitUse { exhibit: key(&keys.exhibits, row, 1)? }))?;
        let sql = format!(
            "SELECT rowid, uuid, key, text, translation, translator, attribution, attributes FROM excerpt \
             WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let n = row.get(0)?;
            let translator = row.get(5)?;
            let translation = row.get::<_, Option<String>>(4)?.map(|text| Translation { text, translator });
            Ok(Excerpt {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                pieces: take(&mut pieces, n),
                text: row.get(3)?,
                translation,
                attribution: parsed(row, 6)?,
                exhibits: take(&mut uses, n),
                attributes: attributes(row, 7)?,
            })
        })
    }

    /// The findings for which `condition` holds with `params`.
    pub(crate) fn findings(&self, condition: &str, params: &[Value]) -> Result<Vec<Finding>, Fault> {
        let keys = &self.keys;
        let meant = format!("SELECT rowid FROM finding WHERE {condition}");
        let sql = format!(
            "SELECT f.finding_id, f.stance, c.uuid FROM finding_evidence f JOIN coding c ON c.rowid = f.coding_id \
             WHERE f.finding_id IN ({meant}) ORDER BY f.finding_id, f.position"
        );
        let mut evidence = self.lists_with(&sql, params, |_, row| {
            Ok(EvidenceLink { stance: parsed(row, 1)?, coding: parsed(row, 2)? })
        })?;
        let table = format!("finding_facet WHERE finding_id IN ({meant})");
        let mut facets = self.values(&table, "finding_id", params)?;
        let sql = format!(
            "SELECT rowid, uuid, key, exhibit_id, case_id, code_id, text, rating, attributes FROM finding \
             WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let n = row.get(0)?;
            Ok(Finding {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                exhibit: key_if_any(&keys.exhibits, row, 3)?,
                case: key_if_any(&keys.cases, row, 4)?,
                code: key_if_any(&keys.codes, row, 5)?,
                facets: take(&mut facets, n),
                text: row.get(6)?,
                rating: row.get(7)?,
                evidence: take(&mut evidence, n),
                attributes: attributes(row, 8)?,
            })
        })
    }

    /// The memos for which `condition` holds with `params`.
    pub(crate) fn memos(&self, condition: &str, params: &[Value]) -> Result<Vec<Memo>, Fault> {
        let keys = &self.keys;
        let sql = format!(
            "SELECT uuid, key, about_kind, about_key, kind, coder_id, date, text, attributes FROM memo \
             WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            let anchor = match (row.get(2)?, row.get(3)?) {
                (Some(kind), Some(key)) => MemoAnchor::Row { kind, key },
                _ => MemoAnchor::Study,
            };
            Ok(Memo {
                id: parsed(row, 0)?,
                key: parsed(row, 1)?,
                anchor,
                kind: parsed(row, 4)?,
                coder: key_if_any(&keys.coders, row, 5)?,
                date: row.get(6)?,
                text: row.get(7)?,
                attributes: attributes(row, 8)?,
            })
        })
    }

    /// The links between codes for which `condition` holds with `params`.
    pub(crate) fn links(&self, condition: &str, params: &[Value]) -> Result<Vec<Link>, Fault> {
        let keys = &self.keys;
        let sql = format!(
            "SELECT l.link_id, c.uuid FROM link_evidence l JOIN coding c ON c.rowid = l.coding_id \
             WHERE l.link_id IN (SELECT rowid FROM link WHERE {condition}) ORDER BY l.link_id, l.position"
        );
        let mut evidence = self.lists_with(&sql, params, |_, row| parsed(row, 1))?;
        let sql = format!(
            "SELECT rowid, uuid, from_id, kind, to_id, reason, attributes FROM link \
             WHERE {condition} ORDER BY position, uuid"
        );
        rows_with(self.db, &sql, params, |row| {
            Ok(Link {
                id: parsed(row, 1)?,
                from: key(&keys.codes, row, 2)?,
                kind: LinkKind(row.get(3)?),
                to: key(&keys.codes, row, 4)?,
                evidence: take(&mut evidence, row.get(0)?),
                reason: row.get(5)?,
                attributes: attributes(row, 6)?,
            })
        })
    }

    /// Questions.
    pub(super) fn questions(&self) -> Result<Vec<Question>, Fault> {
        let sql = "SELECT uuid, key, text, attributes FROM question ORDER BY position, uuid";
        rows(self.db, sql, |row| {
            Ok(Question {
                id: parsed(row, 0)?,
                key: parsed(row, 1)?,
                text: row.get(2)?,
                attributes: attributes(row, 3)?,
            })
        })
    }
}
