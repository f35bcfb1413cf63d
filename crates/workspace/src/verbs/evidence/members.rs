//! Member checks: who was shown what, what they said of it, and what was changed because of it.

use serde::Serialize;
use themata_model::{Attributes, MemberCheck, MemberCheckKey, MemoAnchor, Study};
use themata_store::{Kind, Part, Record};

use super::{anchor, today};
use crate::WorkspaceError;
use crate::verbs::roster::{self, changed, items, optional, refuse_taken};
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What is said of a member check; only what is given changes, and `-` empties it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MemberCheckFacts {
    /// Who saw it.
    pub informant: Option<String>,
    /// Whose people saw it.
    pub party: Option<String>,
    /// The date; today where nothing is told.
    pub date: Option<String>,
    /// What was shown, for example `exhibit:table-2`, lists with `;`.
    pub shown: Vec<String>,
    /// What they said of it.
    pub response: Option<String>,
    /// What was changed because of it.
    pub revision: Option<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl MemberCheckFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, check: &mut MemberCheck) -> Result<(), WorkspaceError> {
        if let Some(words) = &self.informant {
            let words = optional(words);
            check.informant = words.map(|w| look::informant(s, &w).map(|i| i.key.clone())).transpose()?;
        }
        if let Some(words) = &self.party {
            let words = optional(words);
            check.party = words.map(|w| look::party(s, &w).map(|p| p.key.clone())).transpose()?;
        }
        if check.informant.is_none() && check.party.is_none() {
            return Err(WorkspaceError::refused("it is not said who was asked")
                .hint("name the person with `--informant`, or the `--party` whose people were asked"));
        }
        if let Some(date) = &self.date {
            check.date = roster::date(date)?;
        }
        if !self.shown.is_empty() {
            let mut shown: Vec<MemoAnchor> = Vec::new();
            for words in items(&self.shown) {
                let what = anchor(at, words)?;
                if !shown.contains(&what) {
                    shown.push(what);
                }
            }
            check.shown = shown;
        }
        if let Some(response) = &self.response {
            check.response = optional(response).unwrap_or_default();
        }
        if let Some(revision) = &self.revision {
            check.revision = optional(revision).unwrap_or_default();
        }
        attributes::set(at, s, attributes::MEMBERS, &mut check.attributes, &self.set)?;
        Ok(at.edit.put(&Record::MemberCheck(check))?)
    }
}

/// Adds a member check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AddMemberCheck {
    /// The key; made from who was asked and the day where nothing is told.
    pub key: Option<String>,
    /// What is said of it.
    pub facts: MemberCheckFacts,
}

impl Act for AddMemberCheck {
    const VERB: &'static str = "add-member-check";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let keys = at.edit.keys(Kind::MemberCheck)?;
        let taken = |key: &str| keys.iter().any(|other| other == key);
        let who = self.facts.informant.as_deref().or(self.facts.party.as_deref()).unwrap_or_default();
        let date = self.facts.date.clone().unwrap_or_else(|| today(at));
        let key: MemberCheckKey = match &self.key {
            Some(key) => look::key(key)?,
            None => look::free_key(&format!("{who} {date}"), taken)?,
        };
        refuse_taken("member check", key.as_str(), taken(key.as_str()))?;
        let mut check = MemberCheck {
            id: at.fresh_id(),
            key,
            informant: None,
            party: None,
            date: Some(today(at)),
            shown: Vec::new(),
            response: String::new(),
            revision: String::new(),
            coder: at.by.coder.as_deref().map(look::key).transpose()?,
            attributes: Attributes::new(),
        };
        self.facts.put(at, &s, &mut check)?;
        let who = check.informant.as_ref().map(ToString::to_string);
        let who = who.or_else(|| check.party.as_ref().map(ToString::to_string)).unwrap_or_default();
        let shown: Vec<String> = check.shown.iter().map(ToString::to_string).collect();
        let shown = if shown.is_empty() { String::new() } else { format!(" on {}", shown.join(", ")) };
        Ok(Said::new(format!("noted the member check *{}* with {who}{shown}", check.key)))
    }
}

/// Changes a member check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeMemberCheck {
    /// The member check.
    pub check: String,
    /// What is said of it.
    pub facts: MemberCheckFacts,
}

impl Act for ChangeMemberCheck {
    const VERB: &'static str = "change-member-check";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster, Part::MemberChecks])?;
        let old = look::member_check(&s, &self.check)?;
        let mut check = old.clone();
        self.facts.put(at, &s, &mut check)?;
        Ok(changed("member check", &check.key, check == *old))
    }
}
