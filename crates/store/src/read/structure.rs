//! Reads the study itself, its codebook and its roster.

use rustc_hash::FxHashMap;
use themata_model::{
    Case, CaseSide, Codebook, Coder, Facet, FacetValue, Informant, Level, Party, PartyKey, Side, Study,
    StudyId,
};

use super::keys::{key, key_if_any};
use super::{Reader, attributes, parsed, rows, wrong};
use crate::error::Fault;

/// Takes the list of one owner out of the lists of all.
pub(super) fn take<T: Default>(lists: &mut FxHashMap<i64, T>, owner: i64) -> T {
    lists.remove(&owner).unwrap_or_default()
}

impl Reader<'_> {
    /// The study with sides and facets.
    pub(crate) fn structure(&self) -> Result<Study, Fault> {
        let columns = "uuid, key, title, citation, licence, synthetic, language, declared_attributes";
        let mut found = rows(self.db, &format!("SELECT {columns} FROM study"), |row| {
            let mut study = Study::new(parsed(row, 1)?, row.get::<_, String>(2)?);
            study.id = StudyId(parsed(row, 0)?);
            study.citation = row.get(3)?;
            study.licence = row.get(4)?;
            study.synthetic = row.get(5)?;
            study.language = row.get(6)?;
            let declared = row.get_ref(7)?.as_str()?;
            study.attributes = serde_json::from_str(declared).map_err(|error| wrong(row, 7, &error))?;
            Ok(study)
        })?;
        let mut study = found.pop().ok_or(Fault::Empty)?;
        study.allowed = rows(self.db, "SELECT key FROM allowed ORDER BY position", |row| row.get(0))?;
        study.sides = rows(self.db, "SELECT uuid, key, name FROM side ORDER BY position, uuid", |row| {
            Ok(Side { id: parsed(row, 0)?, key: parsed(row, 1)?, name: row.get(2)? })
        })?;
        study.facets = self.facets()?;
        Ok(study)
    }

    fn facets(&self) -> Result<Vec<Facet>, Fault> {
        let sql =
            "SELECT facet_id, uuid, key, name, definition FROM facet_value ORDER BY facet_id, position, uuid";
        let mut values = self.lists(sql, |_, row| {
            Ok(FacetValue {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                name: row.get(3)?,
                definition: row.get(4)?,
            })
        })?;
        rows(self.db, "SELECT rowid, uuid, key, name, ordered FROM facet ORDER BY position, uuid", |row| {
            Ok(Facet {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                name: row.get(3)?,
                ordered: row.get(4)?,
                values: take(&mut values, row.get(0)?),
            })
        })
    }

    /// Levels and codes.
    pub(crate) fn codebook(&self) -> Result<Codebook, Fault> {
        let levels =
            rows(self.db, "SELECT uuid, key, name, open FROM level ORDER BY position, uuid", |row| {
                Ok(Level { id: parsed(row, 0)?, key: parsed(row, 1)?, name: row.get(2)?, open: row.get(3)? })
            })?;
        let codes = self.codes(self.in_use()?, &[])?;
        Codebook::new(levels, codes).map_err(|errors| {
            let sentences: Vec<String> = errors.iter().map(ToString::to_string).collect();
            Fault::Value(sentences.join("; "))
        })
    }

    /// Parties, cases, informants and coders.
    pub(crate) fn roster(&self, study: &mut Study) -> Result<(), Fault> {
        let keys = &self.keys;
        study.parties =
            rows(self.db, "SELECT uuid, key, name, attributes FROM party ORDER BY position, uuid", |row| {
                Ok(Party {
                    id: parsed(row, 0)?,
                    key: parsed(row, 1)?,
                    name: row.get(2)?,
                    attributes: attributes(row, 3)?,
                })
            })?;
        study.cases = self.cases()?;
        let sql = "SELECT informant_id, case_id FROM informant_case ORDER BY informant_id, position";
        let mut cases = self.lists(sql, |keys, row| key(&keys.cases, row, 1))?;
        let columns = "rowid, uuid, key, party_id, title, count, attributes";
        let sql = format!("SELECT {columns} FROM informant ORDER BY position, uuid");
        study.informants = rows(self.db, &sql, |row| {
            Ok(Informant {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                party: key_if_any(&keys.parties, row, 3)?,
                title: row.get(4)?,
                count: row.get(5)?,
                cases: take(&mut cases, row.get(0)?),
                attributes: attributes(row, 6)?,
            })
        })?;
        study.coders =
            rows(self.db, "SELECT uuid, key, name, attributes FROM coder ORDER BY position, uuid", |row| {
                Ok(Coder {
                    id: parsed(row, 0)?,
                    key: parsed(row, 1)?,
                    name: row.get(2)?,
                    attributes: attributes(row, 3)?,
                })
            })?;
        Ok(())
    }

    fn cases(&self) -> Result<Vec<Case>, Fault> {
        let sql = "SELECT case_id, side_position, party_id FROM case_side_party \
                   ORDER BY case_id, side_position, position";
        let filled = rows(self.db, sql, |row| {
            let side: (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok((side, key(&self.keys.parties, row, 2)?))
        })?;
        let mut parties: FxHashMap<(i64, i64), Vec<PartyKey>> = FxHashMap::default();
        for (side, party) in filled {
            parties.entry(side).or_default().push(party);
        }
        let sql = "SELECT case_id, position, side_id FROM case_side ORDER BY case_id, position";
        let sides =
            self.lists(sql, |keys, row| Ok((row.get::<_, i64>(1)?, key_if_any(&keys.sides, row, 2)?)))?;
        let sql = "SELECT rowid, uuid, key, label, attributes FROM study_case ORDER BY position, uuid";
        rows(self.db, sql, |row| {
            let n: i64 = row.get(0)?;
            let filled = sides.get(&n).into_iter().flatten().map(|(position, side)| CaseSide {
                side: side.clone(),
                parties: parties.remove(&(n, *position)).unwrap_or_default(),
            });
            let sides = filled.collect();
            Ok(Case {
                id: parsed(row, 1)?,
                key: parsed(row, 2)?,
                label: row.get(3)?,
                sides,
                attributes: attributes(row, 4)?,
            })
        })
    }
}
