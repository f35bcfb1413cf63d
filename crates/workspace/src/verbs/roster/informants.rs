//! Informants.

use serde::Serialize;
use themata_model::{Attributes, CaseKey, Informant, Study};
use themata_store::{Part, Record};

use super::{changed, items, optional, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of an informant; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InformantFacts {
    /// The party; `-` for none.
    pub party: Option<String>,
    /// Job title as recorded.
    pub title: Option<String>,
    /// How many people the row stands for.
    pub count: Option<u32>,
    /// The cases the person speaks for, lists with `;`; `-` for every case of the party.
    pub cases: Vec<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl InformantFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, who: &mut Informant) -> Result<(), WorkspaceError> {
        if let Some(party) = &self.party {
            let party = optional(party);
            who.party =
                party.map(|words| look::party(s, &words).map(|party| party.key.clone())).transpose()?;
        }
        if let Some(title) = &self.title {
            who.title = optional(title).unwrap_or_default();
        }
        match self.count {
            Some(0) => return Err(WorkspaceError::refused("an informant stands for at least one person")),
            Some(count) => who.count = count,
            None => {}
        }
        if !self.cases.is_empty() {
            let mut cases: Vec<CaseKey> = Vec::new();
            for words in items(&self.cases) {
                let case = &look::case(s, words)?.key;
                if !cases.contains(case) {
                    cases.push(case.clone());
                }
            }
            who.cases = cases;
        }
        attributes::set(at, s, attributes::INFORMANTS, &mut who.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Informant(who))?)
    }
}

/// Adds an informant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddInformant {
    /// The key.
    pub key: String,
    /// What is said of the informant.
    pub facts: InformantFacts,
}

impl Act for AddInformant {
    const VERB: &'static str = "add-informant";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let key: themata_model::InformantKey = look::key(&self.key)?;
        refuse_taken("informant", &self.key, s.informant(&key).is_some())?;
        let mut who = Informant {
            id: at.fresh_id(),
            key,
            party: None,
            title: String::new(),
            count: 1,
            cases: Vec::new(),
            attributes: Attributes::new(),
        };
        self.facts.put(at, &s, &mut who)?;
        let title = if who.title.is_empty() { String::new() } else { format!(" ({})", who.title) };
        Ok(Said::new(format!("added the informant *{}*{title}", who.key)))
    }
}

/// Changes what is said of an informant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeInformant {
    /// The informant.
    pub informant: String,
    /// What is said of the informant.
    pub facts: InformantFacts,
}

impl Act for ChangeInformant {
    const VERB: &'static str = "change-informant";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let old = look::informant(&s, &self.informant)?;
        let mut who = old.clone();
        self.facts.put(at, &s, &mut who)?;
        Ok(changed("informant", &who.key, who == *old))
    }
}
