//! Who and what is studied: sides, parties, cases, informants.

use crate::{Attributes, CaseKey, InformantKey, PartyKey, RowId, SideKey};

/// A side of a case, for example provider or customer, back-end or front-end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: SideKey,
    /// What is printed.
    pub name: String,
}

/// A company, unit or other organisation; facts about it belong here, not to the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: PartyKey,
    /// The pseudonym that is printed; unique in this study only.
    pub name: String,
    /// Industry, employees, country and whatever else the study records.
    pub attributes: Attributes,
}

/// The unit that is compared; in a dyadic study one relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: CaseKey,
    /// What is printed.
    pub label: String,
    /// Sides with the parties that fill them, in print order. Empty when the study has no sides.
    pub sides: Vec<CaseSide>,
    /// Further columns.
    pub attributes: Attributes,
}

/// One side of one case with its parties. A party without a side stands under `side: None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSide {
    /// The side; `None` when the case does not tell sides apart.
    pub side: Option<SideKey>,
    /// The parties that fill it, in print order.
    pub parties: Vec<PartyKey>,
}

impl Case {
    /// Whether the case has exactly two sides.
    pub fn is_dyad(&self) -> bool {
        self.sides.iter().filter(|side| side.side.is_some()).count() == 2
    }

    /// The side `party` fills in this case; the first one where it fills several.
    pub fn side_of(&self, party: &PartyKey) -> Option<&SideKey> {
        self.sides.iter().find(|side| side.side.is_some() && side.parties.contains(party))?.side.as_ref()
    }

    /// Whether `party` sits in this case, on any side.
    pub fn has_party(&self, party: &PartyKey) -> bool {
        self.sides.iter().any(|side| side.parties.contains(party))
    }
}

/// A person who was interviewed, or several people told apart only by their title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Informant {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: InformantKey,
    /// The party the person belongs to; `None` when it is not known.
    pub party: Option<PartyKey>,
    /// Job title as recorded.
    pub title: String,
    /// How many people this row stands for, at least 1.
    pub count: u32,
    /// The cases the person speaks for; empty means every case of the party.
    pub cases: Vec<CaseKey>,
    /// Further columns.
    pub attributes: Attributes,
}
