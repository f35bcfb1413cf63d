//! What a study holds, in numbers.

use std::collections::BTreeMap;

use crate::{Workspace, WorkspaceError};

/// What a study holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Key of the study.
    pub key: String,
    /// Title.
    pub title: String,
    /// Whether the data are made up.
    pub synthetic: bool,
    /// Cases.
    pub cases: usize,
    /// Parties.
    pub parties: usize,
    /// People, by the `count` of their rows.
    pub informants: u32,
    /// Interviews.
    pub interviews: usize,
    /// Documents that are no interviews.
    pub documents: usize,
    /// Codes by level, lowest first: the level's name and the number.
    pub codes: Vec<(String, usize)>,
    /// Codings with a place, all coders.
    pub codings: usize,
    /// Codings that have lost their place.
    pub lost: usize,
    /// Codings by coder.
    pub by_coder: BTreeMap<String, usize>,
    /// Sources without a single coding.
    pub uncoded_sources: usize,
    /// Excerpts.
    pub excerpts: usize,
    /// Findings.
    pub findings: usize,
    /// Placements and settlements.
    pub placements: usize,
    /// Settled placements.
    pub settlements: usize,
    /// Memos.
    pub memos: usize,
}

impl Workspace {
    /// Counts what the study holds.
    ///
    /// # Errors
    /// When the study cannot be read.
    pub fn status(&self) -> Result<Status, WorkspaceError> {
        let (study, marks) = self.light()?;
        let mut by_coder: BTreeMap<String, usize> =
            study.coders.iter().map(|c| (c.key.to_string(), 0)).collect();
        let mut coded = vec![false; study.sources.len()];
        for mark in &marks.marks {
            let coder = study.coders[mark.coder as usize].key.to_string();
            *by_coder.entry(coder).or_default() += 1;
            coded[marks.voice(mark).source as usize] = true;
        }
        let total = self.number_of_codings()?;
        let interviews = study.sources.iter().filter(|source| source.kind.is_interview()).count();
        let on_level = |level: &themata_model::Level| {
            study.codebook.codes().iter().filter(|c| c.level == level.key).count()
        };
        Ok(Status {
            key: study.key.to_string(),
            title: study.title.clone(),
            synthetic: study.synthetic,
            cases: study.cases.len(),
            parties: study.parties.len(),
            informants: study.informants.iter().map(|informant| informant.count).sum(),
            interviews,
            documents: study.sources.len() - interviews,
            codes: study
                .codebook
                .levels()
                .iter()
                .map(|level| (level.name.clone(), on_level(level)))
                .collect(),
            codings: marks.marks.len(),
            lost: total.saturating_sub(marks.marks.len()),
            by_coder,
            uncoded_sources: coded.iter().filter(|coded| !**coded).count(),
            excerpts: study.excerpts.len(),
            findings: study.findings.len(),
            placements: study.placements.len(),
            settlements: study.settlements.len(),
            memos: study.memos.len(),
        })
    }
}
