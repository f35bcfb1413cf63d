//! Parties.

use serde::Serialize;
use themata_model::{Attributes, Party, Study};
use themata_store::{Part, Record};

use super::{changed, optional, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of a party; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PartyFacts {
    /// The pseudonym that is printed.
    pub name: Option<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl PartyFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, party: &mut Party) -> Result<(), WorkspaceError> {
        if let Some(name) = &self.name {
            party.name = optional(name).unwrap_or_else(|| party.key.to_string());
        }
        attributes::set(at, s, attributes::PARTIES, &mut party.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Party(party))?)
    }
}

/// Adds a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddParty {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: PartyFacts,
}

impl Act for AddParty {
    const VERB: &'static str = "add-party";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let key: themata_model::PartyKey = look::key(&self.key)?;
        refuse_taken("party", &self.key, s.party(&key).is_some())?;
        let mut party =
            Party { id: at.fresh_id(), name: key.to_string(), key, attributes: Attributes::new() };
        self.facts.put(at, &s, &mut party)?;
        Ok(Said::new(format!("added the party *{}*", party.key)))
    }
}

/// Changes what is said of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeParty {
    /// The party.
    pub party: String,
    /// What is said of it.
    pub facts: PartyFacts,
}

impl Act for ChangeParty {
    const VERB: &'static str = "change-party";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let old = look::party(&s, &self.party)?;
        let mut party = old.clone();
        self.facts.put(at, &s, &mut party)?;
        Ok(changed("party", &party.key, party == *old))
    }
}
