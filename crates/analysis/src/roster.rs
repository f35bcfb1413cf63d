//! Who sits where: the informants of each party in each case, and the totals they add up to.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Case, CaseKey, Informant, PartyKey, SideKey, Source, StatedTotal, Study, TotalOf};

use crate::Filter;
use crate::plural::{counted, counted_title};

/// One place at the table: a party on a side of a case, with the informants who speak for it there.
pub(crate) struct Seat<'a> {
    pub(crate) case: Option<&'a Case>,
    pub(crate) side: Option<&'a SideKey>,
    pub(crate) party: Option<&'a PartyKey>,
    pub(crate) informants: Vec<&'a Informant>,
}

/// Returns the seats in the order of cases, sides and parties; then the parties without a case and
/// the informants without a party. Every informant stands in at least one.
pub(crate) fn seats(study: &Study) -> Vec<Seat<'_>> {
    let mut out = Vec::new();
    for case in &study.cases {
        let speakers: Vec<&Informant> =
            study.informants.iter().filter(|i| speaks_for(study, i, case)).collect();
        for side in &case.sides {
            for party in &side.parties {
                let informants =
                    speakers.iter().copied().filter(|i| i.party.as_ref() == Some(party)).collect();
                out.push(Seat { case: Some(case), side: side.side.as_ref(), party: Some(party), informants });
            }
        }
        // Informants may speak for a case in which their party has no seat, or have no party.
        let guests: Vec<_> =
            speakers.into_iter().filter(|i| !i.party.as_ref().is_some_and(|p| case.has_party(p))).collect();
        out.extend(by_party(guests).map(|(party, informants)| Seat {
            case: Some(case),
            side: None,
            party,
            informants,
        }));
    }
    let seated = |party: &PartyKey| study.cases.iter().any(|case| case.has_party(party));
    for party in study.parties.iter().filter(|party| !seated(&party.key)) {
        let of_party = study.informants.iter().filter(|i| i.party.as_ref() == Some(&party.key));
        let informants = of_party.filter(|i| study.cases_of_informant(i).is_empty()).collect();
        out.push(Seat { case: None, side: None, party: Some(&party.key), informants });
    }
    let homeless = study.informants.iter().filter(|i| i.party.is_none() && i.cases.is_empty()).collect();
    out.extend(by_party(homeless).map(|(party, informants)| Seat {
        case: None,
        side: None,
        party,
        informants,
    }));
    out
}

fn by_party(informants: Vec<&Informant>) -> impl Iterator<Item = (Option<&PartyKey>, Vec<&Informant>)> {
    let mut groups: Vec<(Option<&PartyKey>, Vec<&Informant>)> = Vec::new();
    for informant in informants {
        let party = informant.party.as_ref();
        match groups.iter_mut().find(|(known, _)| *known == party) {
            Some((_, list)) => list.push(informant),
            None => groups.push((party, vec![informant])),
        }
    }
    groups.into_iter()
}

fn speaks_for(study: &Study, informant: &Informant, case: &Case) -> bool {
    study.cases_of_informant(informant).iter().any(|c| c.key == case.key)
}

/// The number of people that informant rows stand for.
pub(crate) fn people<'a>(informants: impl IntoIterator<Item = &'a Informant>) -> u32 {
    informants.into_iter().map(|informant| informant.count).sum()
}

/// `Total: 6 (2 account managers; 1 head of service center; …)`; equal titles are counted
/// together, in the order in which they first appear.
pub(crate) fn informants_text(informants: &[&Informant]) -> String {
    let mut titles: Vec<(&str, u32)> = Vec::new();
    for informant in informants {
        let title = informant.title.trim();
        match titles.iter_mut().find(|(known, _)| *known == title) {
            Some((_, n)) => *n += informant.count,
            None => titles.push((title, informant.count)),
        }
    }
    let total = people(informants.iter().copied());
    if titles.is_empty() {
        return format!("Total: {total}");
    }
    let one = |(title, n): (&str, u32)| match title {
        "" => format!("{} without a title", counted(n as usize, "informant")),
        _ => counted_title(n, title),
    };
    let titles: Vec<String> = titles.into_iter().map(one).collect();
    format!("Total: {total} ({})", titles.join("; "))
}

/// What an interview or document belongs to: what it says itself, else what its informants say.
pub(crate) struct Encounter {
    pub(crate) cases: BTreeSet<CaseKey>,
    pub(crate) sides: BTreeSet<SideKey>,
    pub(crate) parties: BTreeSet<PartyKey>,
}

impl Encounter {
    /// Returns where `source` belongs.
    pub(crate) fn of(study: &Study, source: &Source) -> Encounter {
        let informants: Vec<&Informant> =
            source.informants.iter().filter_map(|key| study.informant(key)).collect();
        let mut parties: BTreeSet<PartyKey> = source.parties.iter().cloned().collect();
        parties.extend(informants.iter().filter_map(|i| i.party.clone()));
        let mut cases: BTreeSet<CaseKey> = source.cases.iter().cloned().collect();
        if cases.is_empty() {
            let of_informants = informants.iter().flat_map(|i| study.cases_of_informant(i));
            cases = of_informants.map(|case| case.key.clone()).collect();
        }
        let mut sides: BTreeSet<SideKey> = source.sides.iter().cloned().collect();
        if sides.is_empty() {
            let seats = cases.iter().filter_map(|key| study.case(key));
            let filled = seats.flat_map(|case| parties.iter().filter_map(move |party| case.side_of(party)));
            sides = filled.cloned().collect();
        }
        Encounter { cases, sides, parties }
    }

    /// Whether it belongs to one of the cases, sides and parties asked for.
    pub(crate) fn passes(&self, filter: &Filter) -> bool {
        (filter.cases.is_empty() || !self.cases.is_disjoint(&filter.cases))
            && (filter.sides.is_empty() || !self.sides.is_disjoint(&filter.sides))
            && (filter.parties.is_empty() || !self.parties.is_disjoint(&filter.parties))
    }
}

/// A stated number beside the one that the roster gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalCheck {
    /// What it counts, for example `informants of R1, customer`.
    pub of: String,
    /// Stable name, for example `informants:R1:customer`.
    pub key: String,
    /// The number as stated.
    pub stated: u32,
    /// The number that the roster gives.
    pub found: u32,
}

impl TotalCheck {
    /// Whether the two agree.
    pub fn holds(&self) -> bool {
        self.stated == self.found
    }
}

/// Returns every stated total with the number that the roster gives, in the order of the study.
pub fn total_checks(study: &Study) -> Vec<TotalCheck> {
    let check = |total: &StatedTotal| TotalCheck {
        of: describe(study, total),
        key: total_key(total),
        stated: total.value,
        found: found(study, total),
    };
    study.totals.iter().map(check).collect()
}

/// The restrictions of a total as keys: case, side, party, wave.
pub(crate) fn total_scope(total: &StatedTotal) -> [Option<&str>; 4] {
    [
        total.case.as_ref().map(CaseKey::as_str),
        total.side.as_ref().map(SideKey::as_str),
        total.party.as_ref().map(PartyKey::as_str),
        total.wave.as_ref().map(|wave| wave.as_str()),
    ]
}

pub(crate) fn total_key(total: &StatedTotal) -> String {
    let mut parts = vec![total.of.as_str()];
    parts.extend(total_scope(total).into_iter().flatten());
    parts.join(":")
}

/// The total in words, with printed names.
pub(crate) fn describe(study: &Study, total: &StatedTotal) -> String {
    let case = total.case.as_ref().map(|key| study.case(key).map_or(key.as_str(), |c| &c.label).to_string());
    let side = total.side.as_ref().map(|key| study.side(key).map_or(key.as_str(), |s| &s.name).to_string());
    let party =
        total.party.as_ref().map(|key| study.party(key).map_or(key.as_str(), |p| &p.name).to_string());
    let wave = total.wave.as_ref().map(|key| format!("wave {key}"));
    let scope: Vec<String> = [case, side, party, wave].into_iter().flatten().collect();
    if scope.is_empty() {
        total.of.as_str().to_string()
    } else {
        format!("{} of {}", total.of.as_str(), scope.join(", "))
    }
}

/// What the roster gives for `total`, whatever number it states.
pub fn roster_count(study: &Study, total: &StatedTotal) -> u32 {
    found(study, total)
}

fn found(study: &Study, total: &StatedTotal) -> u32 {
    members(study, total).values().sum()
}

/// What `total` counts in the roster: positions in the study's list of informants, sources, cases or
/// parties, each with how many it counts for.
pub(crate) fn members(study: &Study, total: &StatedTotal) -> BTreeMap<usize, u32> {
    fn of<'a, T: 'a>(
        list: &'a [T],
        is_in: impl Fn(&T) -> bool,
        weight: impl Fn(&T) -> u32,
    ) -> BTreeMap<usize, u32> {
        let rows = list.iter().enumerate().filter(|(_, row)| is_in(row));
        rows.map(|(at, row)| (at, weight(row))).collect()
    }
    match total.of {
        TotalOf::Informants => of(&study.informants, |i| informant_in(study, i, total), |i| i.count),
        TotalOf::Interviews => {
            of(&study.sources, |s| s.kind.is_interview() && source_in(study, s, total), |_| 1)
        }
        TotalOf::Documents => {
            of(&study.sources, |s| !s.kind.is_interview() && source_in(study, s, total), |_| 1)
        }
        TotalOf::Cases => of(&study.cases, |case| case_in(case, total), |_| 1),
        TotalOf::Parties => of(&study.parties, |party| party_in(study, &party.key, total), |_| 1),
    }
}

/// Whether a party is the one meant and fills the side asked for, in the case asked for.
fn party_in(study: &Study, party: &PartyKey, total: &StatedTotal) -> bool {
    let in_case = |case: &&Case| total.case.as_ref().is_none_or(|key| case.key == *key);
    let fills = |case: &Case| {
        let mut seats = case.sides.iter().filter(|seat| seat.parties.contains(party));
        seats.any(|seat| total.side.is_none() || seat.side == total.side)
    };
    let anywhere = total.case.is_none() && total.side.is_none();
    total.party.as_ref().is_none_or(|key| key == party)
        && (anywhere || study.cases.iter().filter(in_case).any(fills))
}

fn case_in(case: &Case, total: &StatedTotal) -> bool {
    let on_side = |side: &SideKey| {
        let party = |parties: &[PartyKey]| total.party.as_ref().is_none_or(|party| parties.contains(party));
        case.sides.iter().any(|s| s.side.as_ref() == Some(side) && party(&s.parties))
    };
    total.case.as_ref().is_none_or(|key| case.key == *key)
        && total.side.as_ref().is_none_or(on_side)
        && total.party.as_ref().is_none_or(|party| case.has_party(party))
}

fn informant_in(study: &Study, informant: &Informant, total: &StatedTotal) -> bool {
    if total.party.is_some() && informant.party != total.party {
        return false;
    }
    let mut cases = study.cases_of_informant(informant);
    cases.retain(|case| total.case.as_ref().is_none_or(|key| case.key == *key));
    if total.case.is_some() && cases.is_empty() {
        return false;
    }
    if let Some(side) = &total.side {
        let party = informant.party.as_ref();
        if !party.is_some_and(|party| cases.iter().any(|case| case.side_of(party) == Some(side))) {
            return false;
        }
    }
    total.wave.as_ref().is_none_or(|wave| {
        let in_wave = study.sources.iter().filter(|source| source.wave.as_ref() == Some(wave));
        in_wave.into_iter().any(|source| source.informants.contains(&informant.key))
    })
}

fn source_in(study: &Study, source: &Source, total: &StatedTotal) -> bool {
    let place = Encounter::of(study, source);
    total.case.as_ref().is_none_or(|key| place.cases.contains(key))
        && total.side.as_ref().is_none_or(|key| place.sides.contains(key))
        && total.party.as_ref().is_none_or(|key| place.parties.contains(key))
        && (total.wave.is_none() || total.wave == source.wave)
}
