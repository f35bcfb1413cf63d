//! Findings with what speaks for and against them.

use serde::Serialize;
use themata_model::{Attributes, EvidenceLink, FacetValues, Finding, FindingKey, RowId, Stance, Study};
use themata_store::{Kind, Part, Record};

use crate::WorkspaceError;
use crate::verbs::roster::{changed, optional, refuse_taken};
use crate::verbs::{Act, Said, Scene, attributes, look};

/// What a finding names.
const NAMED: [Part; 3] = [Part::Codebook, Part::Roster, Part::Exhibits];

/// What is said of a finding; only what is given changes, and `-` empties it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingFacts {
    /// The sentence that is printed.
    pub text: Option<String>,
    /// The exhibit it belongs to.
    pub exhibit: Option<String>,
    /// The case.
    pub case: Option<String>,
    /// The code, of any level.
    pub code: Option<String>,
    /// Values of the cell as `facet=value`; `facet=-` takes one away.
    pub facets: Vec<String>,
    /// A judgement such as `converge`.
    pub rating: Option<String>,
    /// Codings that speak for it.
    pub supports: Vec<String>,
    /// Codings that limit it.
    pub qualifies: Vec<String>,
    /// Codings that speak against it.
    pub contradicts: Vec<String>,
    /// Codings that are evidence no more.
    pub without: Vec<String>,
    /// Attributes as `name=value`; an empty value takes one away.
    pub set: Vec<String>,
}

impl FindingFacts {
    fn put(&self, at: &mut Scene<'_, '_>, s: &Study, finding: &mut Finding) -> Result<(), WorkspaceError> {
        if let Some(text) = &self.text {
            finding.text = text.trim().to_string();
        }
        if finding.text.is_empty() {
            return Err(WorkspaceError::refused(format!("the finding `{}` says nothing", finding.key))
                .hint("give its sentence with `--text`"));
        }
        if let Some(exhibit) = &self.exhibit {
            let exhibit = optional(exhibit);
            finding.exhibit =
                exhibit.map(|words| look::exhibit(s, &words).map(|e| e.key.clone())).transpose()?;
        }
        if let Some(case) = &self.case {
            finding.case =
                optional(case).map(|words| look::case(s, &words).map(|c| c.key.clone())).transpose()?;
        }
        if let Some(code) = &self.code {
            let code = optional(code);
            finding.code =
                code.map(|words| look::code(&s.codebook, &words).map(|c| c.key.clone())).transpose()?;
        }
        for pair in &self.facets {
            match look::facet_value(s, pair)? {
                (facet, Some(value)) => drop(finding.facets.insert(facet, value)),
                (facet, None) => drop(finding.facets.remove(&facet)),
            }
        }
        if let Some(rating) = &self.rating {
            finding.rating = optional(rating);
        }
        self.weigh(at, finding)?;
        attributes::set(at, s, attributes::FINDINGS, &mut finding.attributes, &self.set)?;
        Ok(at.edit.put(&Record::Finding(finding))?)
    }

    /// Takes up the evidence; a coding has one stance, the last one given.
    fn weigh(&self, at: &Scene<'_, '_>, finding: &mut Finding) -> Result<(), WorkspaceError> {
        let meant = |words: &String| look::coding_id(at.edit, words);
        for words in &self.without {
            let coding = meant(words)?;
            let before = finding.evidence.len();
            finding.evidence.retain(|link| link.coding != coding);
            if finding.evidence.len() == before {
                return Err(WorkspaceError::refused(format!(
                    "the coding `{words}` is no evidence of the finding `{}`",
                    finding.key
                )));
            }
        }
        let stances = [
            (Stance::Supports, &self.supports),
            (Stance::Qualifies, &self.qualifies),
            (Stance::Contradicts, &self.contradicts),
        ];
        let mut given: Vec<RowId> = Vec::new();
        for (stance, codings) in stances {
            for words in codings {
                let coding = meant(words)?;
                if given.contains(&coding) {
                    return Err(WorkspaceError::refused(format!("the coding `{words}` is given twice")));
                }
                given.push(coding);
                match finding.evidence.iter_mut().find(|link| link.coding == coding) {
                    Some(link) => link.stance = stance,
                    None => finding.evidence.push(EvidenceLink { stance, coding }),
                }
            }
        }
        Ok(())
    }
}

/// Adds a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddFinding {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: FindingFacts,
}

impl Act for AddFinding {
    const VERB: &'static str = "add-finding";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&NAMED)?;
        let key: FindingKey = look::key(&self.key)?;
        refuse_taken("finding", key.as_str(), at.edit.keys(Kind::Finding)?.contains(&key.to_string()))?;
        let mut finding = Finding {
            id: at.fresh_id(),
            key,
            exhibit: None,
            case: None,
            code: None,
            facets: FacetValues::new(),
            text: String::new(),
            rating: None,
            evidence: Vec::new(),
            attributes: Attributes::new(),
        };
        self.facts.put(at, &s, &mut finding)?;
        let said =
            Said::new(format!("added the finding *{}*: {}", finding.key, finding.text.trim_end_matches('.')));
        Ok(finding.code.iter().fold(said, Said::code))
    }
}

/// Changes a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeFinding {
    /// The finding.
    pub finding: String,
    /// What is said of it.
    pub facts: FindingFacts,
}

impl Act for ChangeFinding {
    const VERB: &'static str = "change-finding";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[&NAMED[..], &[Part::Findings]].concat())?;
        let old = look::finding(&s, &self.finding)?;
        let mut finding = old.clone();
        self.facts.put(at, &s, &mut finding)?;
        let said = changed("finding", &finding.key, finding == *old);
        Ok(finding.code.iter().fold(said, Said::code))
    }
}
