//! Quotations that are the same words twice: within a study, and across studies, where they may tell who
//! hides behind two pseudonyms.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use themata_model::{RowId, bytes_of_chars};
use themata_search::{Alike, alike_pairs};
use themata_store::PlacedChoice;

use super::Searching;
use super::scope::StudyScope;
use crate::WorkspaceError;

/// Two quotations that are alike.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SimilarPair {
    /// `same`, `typography`, `shortened`, `edited` or `joined`.
    pub alike: &'static str,
    /// The part of the shorter one's words that stand in the longer one in order, 0 to 1.
    pub shared: f64,
    /// The shorter one.
    pub one: SimilarText,
    /// The longer one.
    pub other: SimilarText,
    /// What the pair gives away, when the two studies call a party or informant by two names.
    pub relinks: Option<String>,
}

/// A quotation, coded or printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SimilarText {
    /// Which study: 0 the first, 1 the one it is held against.
    pub study: usize,
    /// `S1:12` for codings, `excerpt KEY` for printed excerpts.
    pub place: String,
    /// The codes.
    pub codes: Vec<String>,
    /// Key of the informant, where known.
    pub informant: Option<String>,
    /// Key of the party, where known.
    pub party: Option<String>,
    /// The words.
    pub text: String,
    /// Where it stands, or the codings it is printed from: sources and code points.
    #[serde(skip)]
    at: Vec<(u32, u32, u32)>,
}

impl Searching<'_> {
    /// The pairs of coded quotations and printed excerpts that are alike; with `against`, those of this study
    /// and another.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn similar(&self, against: Option<&Searching<'_>>) -> Result<Vec<SimilarPair>, WorkspaceError> {
        let mut all = self.quoted(0)?;
        if let Some(other) = against {
            all.extend(other.quoted(1)?);
        }
        let texts: Vec<&str> = all.iter().map(|text| text.text.as_str()).collect();
        let may_pair = |one: usize, other: usize| {
            let (one, other) = (&all[one], &all[other]);
            if against.is_some() {
                return one.study != other.study;
            }
            // What overlaps is one place coded, or printed, twice.
            let overlap = |a: &(u32, u32, u32), b: &(u32, u32, u32)| a.0 == b.0 && a.1 < b.2 && b.1 < a.2;
            !one.at.iter().any(|a| other.at.iter().any(|b| overlap(a, b)))
        };
        let pairs = alike_pairs(&texts, &may_pair);
        Ok(pairs
            .into_iter()
            .map(|pair| SimilarPair {
                alike: match pair.alike {
                    Alike::Same => "same",
                    Alike::Typography => "typography",
                    Alike::Shortened => "shortened",
                    Alike::Edited => "edited",
                    Alike::Joined => "joined",
                },
                shared: pair.shared,
                relinks: relinks(&all[pair.one], &all[pair.other]),
                one: all[pair.one].clone(),
                other: all[pair.other].clone(),
            })
            .collect())
    }

    /// Every place that is coded, once, and every excerpt whose words were typed.
    fn quoted(&self, study: usize) -> Result<Vec<SimilarText>, WorkspaceError> {
        let state = self.current()?;
        let scope = StudyScope::new(self.store, &state);
        let placed = scope.placed(&PlacedChoice::default())?;
        let ids = self.store.coding_ids(&placed.numbers)?;
        let mut by_place: BTreeMap<(u32, u32, u32), Vec<usize>> = BTreeMap::new();
        let mut places: HashMap<RowId, (u32, u32, u32)> = HashMap::new();
        for (at, mark) in placed.marks.marks.iter().enumerate() {
            let place = (placed.marks.voice(mark).source, mark.start, mark.end);
            by_place.entry(place).or_default().push(at);
            places.extend(ids.get(at).map(|id| (*id, place)));
        }
        let mut all = Vec::with_capacity(by_place.len());
        for ((source, start, end), own) in by_place {
            let text = state.text(self.store, source)?;
            let bytes = bytes_of_chars(&text, start, end);
            let line = text[..bytes.start].matches('\n').count() + 1;
            let code = |at: &usize| {
                placed.marks.marks[*at]
                    .code
                    .and_then(|code| state.outline.codebook.codes().get(code as usize))
            };
            let mut codes: Vec<String> =
                own.iter().filter_map(code).map(|code| code.key.to_string()).collect();
            codes.sort();
            codes.dedup();
            let voice = own.first().map(|at| placed.marks.voice(&placed.marks.marks[*at]));
            let informant = voice.and_then(|voice| state.outline.informants.get(voice.informant? as usize));
            let party = voice.and_then(|voice| state.outline.parties.get(voice.party? as usize));
            all.push(SimilarText {
                study,
                place: format!("{}:{line}", state.key_of(source)),
                codes,
                informant: informant.map(|informant| informant.key.to_string()),
                party: party.map(|party| party.key.to_string()),
                text: text[bytes].to_string(),
                at: vec![(source, start, end)],
            });
        }
        for excerpt in &state.outline.excerpts {
            let Some(text) = &excerpt.text else { continue };
            all.push(SimilarText {
                study,
                place: format!("excerpt {}", excerpt.key),
                codes: Vec::new(),
                informant: None,
                party: None,
                text: text.clone(),
                at: excerpt.pieces.iter().filter_map(|piece| places.get(&piece.coding).copied()).collect(),
            });
        }
        Ok(all)
    }
}

/// What the same words under two names give away.
fn relinks(one: &SimilarText, other: &SimilarText) -> Option<String> {
    if one.study == other.study {
        return None;
    }
    let (first, second) = if one.study == 0 { (one, other) } else { (other, one) };
    let mut told = Vec::new();
    for (what, a, b) in
        [("party", &first.party, &second.party), ("informant", &first.informant, &second.informant)]
    {
        // The same name in both is no second one.
        if let (Some(a), Some(b)) = (a, b)
            && a != b
        {
            told.push(format!("the {what} `{a}` here is the {what} `{b}` there"));
        }
    }
    (!told.is_empty()).then(|| told.join(", and "))
}
