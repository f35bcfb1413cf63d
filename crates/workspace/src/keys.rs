//! The keys a study knows, each with its name: what a shell or a form offers while one types.

use std::borrow::Cow;
use std::path::Path;

use themata_model::Study;
use themata_store::Store;

use crate::{Workspace, WorkspaceError};

/// What has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Cases, by key and label.
    Cases,
    /// Sides, by key and name.
    Sides,
    /// Parties, by key and name.
    Parties,
    /// Informants, by key and title.
    Informants,
    /// Sources, by key and file.
    Sources,
    /// Levels of the codebook, by key and name.
    Levels,
    /// Codes in the order of the tree, by key and marked name.
    Codes,
    /// Frameworks, by key and name.
    Frameworks,
    /// Facets, by key and name.
    Facets,
    /// Values of all facets as `facet=value`, with the value's name.
    FacetValues,
    /// Coders, by key and name.
    Coders,
    /// Waves of data collection, as the sources name them.
    Waves,
    /// Exhibits, by key and title.
    Exhibits,
    /// Excerpts, by key, with the words printed.
    Excerpts,
    /// Findings, by key, with their text.
    Findings,
    /// Memos, by key, with their text.
    Memos,
    /// Member checks, by key, with the response.
    MemberChecks,
    /// Questions, by key, with their text.
    Questions,
    /// Snapshots, by name, with their note.
    Snapshots,
}

impl Workspace {
    /// Opens a study for one short look that changes nothing: no schema is brought up to date, and
    /// nothing is left beside the file.
    ///
    /// # Errors
    /// As [`Workspace::open`], and when the file is of an older schema.
    pub fn open_to_look(path: &Path) -> Result<Workspace, WorkspaceError> {
        if path.is_dir() {
            return Workspace::open(path);
        }
        Ok(Workspace::with_store(path, Store::open_to_look(path)?))
    }

    /// The keys of a kind with the name of each, in the study's order.
    ///
    /// # Errors
    /// When the study cannot be read.
    pub fn keys(&self, kind: KeyKind) -> Result<Vec<(String, String)>, WorkspaceError> {
        Ok(listed(&*self.outline()?, kind))
    }

    /// The study without texts and codings; a folder is read whole.
    pub(crate) fn outline(&self) -> Result<Cow<'_, Study>, WorkspaceError> {
        match self.store() {
            Some(store) => Ok(Cow::Owned(store.read_outline()?)),
            None => Ok(Cow::Borrowed(&self.full()?.0.study)),
        }
    }
}

fn listed(study: &Study, kind: KeyKind) -> Vec<(String, String)> {
    let pair = |key: &dyn ToString, name: &str| (key.to_string(), name.to_string());
    match kind {
        KeyKind::Cases => study.cases.iter().map(|r| pair(&r.key, &r.label)).collect(),
        KeyKind::Sides => study.sides.iter().map(|r| pair(&r.key, &r.name)).collect(),
        KeyKind::Parties => study.parties.iter().map(|r| pair(&r.key, &r.name)).collect(),
        KeyKind::Informants => study.informants.iter().map(|r| pair(&r.key, &r.title)).collect(),
        KeyKind::Sources => study.sources.iter().map(|r| pair(&r.key, &r.file)).collect(),
        KeyKind::Levels => study.codebook.levels().iter().map(|r| pair(&r.key, &r.name)).collect(),
        KeyKind::Codes => {
            study.codebook.in_tree_order().into_iter().map(|r| pair(&r.key, &r.marked_name())).collect()
        }
        KeyKind::Frameworks => study.frameworks.iter().map(|r| pair(&r.key, &r.name)).collect(),
        KeyKind::Facets => study.facets.iter().map(|r| pair(&r.key, &r.name)).collect(),
        KeyKind::FacetValues => {
            let values = study.facets.iter().flat_map(|facet| facet.values.iter().map(move |v| (facet, v)));
            values.map(|(facet, v)| pair(&format!("{}={}", facet.key, v.key), &v.name)).collect()
        }
        KeyKind::Coders => study.coders.iter().map(|r| pair(&r.key, &r.name)).collect(),
        KeyKind::Waves => waves(study),
        KeyKind::Exhibits => study.exhibits.iter().map(|r| pair(&r.key, &r.title)).collect(),
        KeyKind::Excerpts => {
            study.excerpts.iter().map(|r| pair(&r.key, r.text.as_deref().unwrap_or_default())).collect()
        }
        KeyKind::Findings => study.findings.iter().map(|r| pair(&r.key, &r.text)).collect(),
        KeyKind::Memos => study.memos.iter().map(|r| pair(&r.key, &r.text)).collect(),
        KeyKind::MemberChecks => study.member_checks.iter().map(|r| pair(&r.key, &r.response)).collect(),
        KeyKind::Questions => study.questions.iter().map(|r| pair(&r.key, &r.text)).collect(),
        KeyKind::Snapshots => study.snapshots.iter().map(|r| pair(&r.name, &r.note)).collect(),
    }
}

/// The waves in the order in which the sources name them first.
fn waves(study: &Study) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for wave in study.sources.iter().filter_map(|source| source.wave.as_ref()) {
        if !found.iter().any(|(key, _)| key == wave.as_str()) {
            found.push((wave.to_string(), String::new()));
        }
    }
    found
}
