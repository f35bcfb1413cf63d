//! From the keys of a study to the row numbers of its tables.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;

use themata_model::{
    CaseKey, CodeKey, CoderKey, ExhibitKey, FacetAssignment, FacetKey, FrameworkKey, InformantKey, LevelKey,
    PartyKey, Place, Problem, RowId, SideKey, SourceKey, Study, ValueKey,
};

use super::number;
use crate::error::Fault;

/// The row number of everything that is referred to.
pub(super) struct Ids<'a> {
    sides: HashMap<&'a SideKey, i64>,
    facets: HashMap<&'a FacetKey, i64>,
    values: HashMap<(&'a FacetKey, &'a ValueKey), i64>,
    levels: HashMap<&'a LevelKey, i64>,
    codes: HashMap<&'a CodeKey, i64>,
    frameworks: HashMap<&'a FrameworkKey, i64>,
    parties: HashMap<&'a PartyKey, i64>,
    cases: HashMap<&'a CaseKey, i64>,
    informants: HashMap<&'a InformantKey, i64>,
    sources: HashMap<&'a SourceKey, i64>,
    coders: HashMap<&'a CoderKey, i64>,
    codings: HashMap<RowId, i64>,
    exhibits: HashMap<&'a ExhibitKey, i64>,
}

fn numbered<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, i64> {
    keys.enumerate().map(|(i, key)| (key, number(i))).collect()
}

fn find<K: Eq + Hash + Display>(known: &HashMap<&K, i64>, what: &str, key: &K) -> Result<i64, Fault> {
    known.get(key).copied().ok_or_else(|| unknown(what, key))
}

fn unknown(what: &str, key: &dyn Display) -> Fault {
    let message = format!("a row names the {what} `{key}`, which does not exist");
    Fault::Invalid(vec![Problem::error(Place::file(what), message)])
}

impl<'a> Ids<'a> {
    pub(super) fn of(study: &'a Study) -> Self {
        let values = study.facets.iter().flat_map(|f| f.values.iter().map(|value| (&f.key, &value.key)));
        let aside = study.frameworks.iter().flat_map(|framework| &framework.codes);
        Ids {
            sides: numbered(study.sides.iter().map(|r| &r.key)),
            facets: numbered(study.facets.iter().map(|r| &r.key)),
            values: numbered(values),
            levels: numbered(study.codebook.levels().iter().map(|r| &r.key)),
            codes: numbered(study.codebook.codes().iter().chain(aside).map(|r| &r.key)),
            frameworks: numbered(study.frameworks.iter().map(|r| &r.key)),
            parties: numbered(study.parties.iter().map(|r| &r.key)),
            cases: numbered(study.cases.iter().map(|r| &r.key)),
            informants: numbered(study.informants.iter().map(|r| &r.key)),
            sources: numbered(study.sources.iter().map(|r| &r.key)),
            coders: numbered(study.coders.iter().map(|r| &r.key)),
            codings: numbered(study.codings.iter().map(|r| r.id)),
            exhibits: numbered(study.exhibits.iter().map(|r| &r.key)),
        }
    }

    pub(super) fn side(&self, key: &SideKey) -> Result<i64, Fault> {
        find(&self.sides, "side", key)
    }

    pub(super) fn facet(&self, key: &FacetKey) -> Result<i64, Fault> {
        find(&self.facets, "facet", key)
    }

    pub(super) fn level(&self, key: &LevelKey) -> Result<i64, Fault> {
        find(&self.levels, "level", key)
    }

    pub(super) fn code(&self, key: &CodeKey) -> Result<i64, Fault> {
        find(&self.codes, "code", key)
    }

    pub(super) fn framework(&self, key: &FrameworkKey) -> Result<i64, Fault> {
        find(&self.frameworks, "framework", key)
    }

    pub(super) fn party(&self, key: &PartyKey) -> Result<i64, Fault> {
        find(&self.parties, "party", key)
    }

    pub(super) fn case(&self, key: &CaseKey) -> Result<i64, Fault> {
        find(&self.cases, "case", key)
    }

    pub(super) fn informant(&self, key: &InformantKey) -> Result<i64, Fault> {
        find(&self.informants, "informant", key)
    }

    pub(super) fn source(&self, key: &SourceKey) -> Result<i64, Fault> {
        find(&self.sources, "source", key)
    }

    pub(super) fn coder(&self, key: &CoderKey) -> Result<i64, Fault> {
        find(&self.coders, "coder", key)
    }

    pub(super) fn exhibit(&self, key: &ExhibitKey) -> Result<i64, Fault> {
        find(&self.exhibits, "exhibit", key)
    }

    pub(super) fn coding(&self, id: RowId) -> Result<i64, Fault> {
        self.codings.get(&id).copied().ok_or_else(|| unknown("coding", &id))
    }

    /// Facet, word and value of an assignment as the tables hold it.
    pub(super) fn assignment(
        &self,
        facet: &FacetKey,
        value: &FacetAssignment,
    ) -> Result<(i64, &'static str, Option<i64>), Fault> {
        let facet_id = self.facet(facet)?;
        Ok(match value {
            FacetAssignment::All => (facet_id, "all", None),
            FacetAssignment::None => (facet_id, "none", None),
            FacetAssignment::Value(key) => {
                let value = self.values.get(&(facet, key)).copied();
                (facet_id, "value", Some(value.ok_or_else(|| unknown("facet value", key))?))
            }
        })
    }
}

/// Looks an optional key up.
pub(super) fn if_any<K>(
    key: Option<&K>,
    find: impl FnOnce(&K) -> Result<i64, Fault>,
) -> Result<Option<i64>, Fault> {
    key.map(find).transpose()
}
