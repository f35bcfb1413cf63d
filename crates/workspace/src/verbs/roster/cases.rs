//! Cases with their sides and parties.

use serde::Serialize;
use themata_model::{Attributes, Case, CaseSide, PartyKey, SideKey, Study};
use themata_store::{Part, Record};

use super::{changed, items, optional, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of a case; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CaseFacts {
    /// What is printed.
    pub label: Option<String>,
    /// Who fills a side: `side=party`, several parties with `;`, the side alone where its party is not told,
    /// `side=-` for nobody.
    pub sides: Vec<String>,
    /// Parties of a case that does not tell sides apart, lists with `;`; `-` for nobody.
    pub parties: Vec<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl CaseFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, case: &mut Case) -> Result<(), WorkspaceError> {
        if let Some(label) = &self.label {
            case.label = optional(label).unwrap_or_else(|| case.key.to_string());
        }
        for pair in &self.sides {
            let (side, parties) = pair.split_once('=').map_or((pair.as_str(), None), |(s, p)| (s, Some(p)));
            let side = look::side(s, side).map_err(|error| {
                error.hint("`themata sides` lists the sides, `themata sides add KEY` adds one")
            })?;
            match parties {
                Some(parties) => fill(case, Some(&side.key), parties_meant(s, &[parties.to_string()])?),
                None if case.sides.iter().any(|known| known.side.as_ref() == Some(&side.key)) => {}
                None => case.sides.push(CaseSide { side: Some(side.key.clone()), parties: Vec::new() }),
            }
        }
        if !self.parties.is_empty() {
            fill(case, None, parties_meant(s, &self.parties)?);
        }
        attributes::set(at, s, attributes::CASES, &mut case.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Case(case))?)
    }
}

fn parties_meant(s: &Study, lists: &[String]) -> Result<Vec<PartyKey>, WorkspaceError> {
    let mut parties: Vec<PartyKey> = Vec::new();
    for words in items(lists) {
        let party = look::party(s, words)
            .map_err(|error| error.hint(format!("add the party with `themata parties add {words}`")))?;
        if !parties.contains(&party.key) {
            parties.push(party.key.clone());
        }
    }
    Ok(parties)
}

/// Gives a side of a case these parties and no others; without any it is no side of the case any more.
fn fill(case: &mut Case, side: Option<&SideKey>, parties: Vec<PartyKey>) {
    let at = case.sides.iter().position(|known| known.side.as_ref() == side);
    match at {
        Some(at) if parties.is_empty() => drop(case.sides.remove(at)),
        Some(at) => case.sides[at].parties = parties,
        None if parties.is_empty() => {}
        None => case.sides.push(CaseSide { side: side.cloned(), parties }),
    }
}

/// Adds a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddCase {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: CaseFacts,
}

impl Act for AddCase {
    const VERB: &'static str = "add-case";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let key: themata_model::CaseKey = look::key(&self.key)?;
        refuse_taken("case", &self.key, s.case(&key).is_some())?;
        let mut case = Case {
            id: at.fresh_id(),
            label: key.to_string(),
            key,
            sides: Vec::new(),
            attributes: Attributes::new(),
        };
        self.facts.put(at, &s, &mut case)?;
        Ok(Said::new(format!("added the case *{}*", case.key)))
    }
}

/// Changes what is said of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeCase {
    /// The case.
    pub case: String,
    /// What is said of it.
    pub facts: CaseFacts,
}

impl Act for ChangeCase {
    const VERB: &'static str = "change-case";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let old = look::case(&s, &self.case)?;
        let mut case = old.clone();
        self.facts.put(at, &s, &mut case)?;
        Ok(changed("case", &case.key, case == *old))
    }
}
