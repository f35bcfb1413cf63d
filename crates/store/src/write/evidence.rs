//! Writes sortings, exhibits, excerpts and findings.

use super::Writer;
use super::ids::if_any;
use super::json;
use crate::error::Fault;

impl Writer<'_> {
    /// Everything that rests on codings.
    pub(super) fn evidence(&self) -> Result<(), Fault> {
        self.sortings()?;
        for (n, row) in (1i64..).zip(&self.study.exhibits) {
            self.insert(
                "exhibit",
                "rowid, uuid, position, key, title, kind",
                &[&n, &row.id.to_string(), &n, &row.key.as_str(), &row.title, &row.kind.as_str()],
            )?;
        }
        self.excerpts()?;
        self.findings()
    }

    fn excerpts(&self) -> Result<(), Fault> {
        for (n, row) in (1i64..).zip(&self.study.excerpts) {
            let translation = row.translation.as_ref().map(|t| &t.text);
            let translator = row.translation.as_ref().and_then(|t| t.translator.as_ref());
            let attributes = json(&row.attributes)?;
            self.insert(
                "excerpt",
                "rowid, uuid, position, key, text, translation, translator, attribution, attributes",
                &[
                    &n,
                    &row.id.to_string(),
                    &n,
                    &row.key.as_str(),
                    &row.text,
                    &translation,
                    &translator,
                    &row.attribution.as_str(),
                    &attributes,
                ],
            )?;
            for (position, piece) in (0i64..).zip(&row.pieces) {
                let coding = self.ids.coding(piece.coding)?;
                self.insert("excerpt_coding", "excerpt_id, position, coding_id", &[&n, &position, &coding])?;
            }
            let exhibits = row.exhibits.iter().map(|used| self.ids.exhibit(&used.exhibit));
            self.members("excerpt_exhibit", "excerpt_id, exhibit_id, position", n, exhibits)?;
        }
        Ok(())
    }

    fn findings(&self) -> Result<(), Fault> {
        for (n, row) in (1i64..).zip(&self.study.findings) {
            let exhibit = if_any(row.exhibit.as_ref(), |key| self.ids.exhibit(key))?;
            let case = if_any(row.case.as_ref(), |key| self.ids.case(key))?;
            let code = if_any(row.code.as_ref(), |key| self.ids.code(key))?;
            let attributes = json(&row.attributes)?;
            self.insert(
                "finding",
                "rowid, uuid, position, key, exhibit_id, case_id, code_id, text, rating, attributes",
                &[
                    &n,
                    &row.id.to_string(),
                    &n,
                    &row.key.as_str(),
                    &exhibit,
                    &case,
                    &code,
                    &row.text,
                    &row.rating,
                    &attributes,
                ],
            )?;
            self.values("finding_facet", "finding_id", n, row.facets.iter())?;
            for (position, link) in (0i64..).zip(&row.evidence) {
                let coding = self.ids.coding(link.coding)?;
                let columns = "finding_id, coding_id, stance, position";
                self.insert("finding_evidence", columns, &[&n, &coding, &link.stance.as_str(), &position])?;
            }
        }
        Ok(())
    }
}
