//! The whole of one research project.

use crate::{
    Case, CaseKey, Claim, Code, CodeKey, Codebook, Coder, CoderKey, Coding, DeclaredAttributes, Excerpt,
    Exhibit, ExhibitKey, Facet, FacetKey, Finding, Framework, FrameworkKey, Informant, InformantKey, Link,
    Locator, MemberCheck, Memo, NamedState, Output, Party, PartyKey, Placement, Question, RowId, Settlement,
    Side, SideKey, Source, SourceKey, Span, StatedTotal, StudyId, StudyKey, TextIndex,
};

/// Every fact of one study.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Id of the study, the namespace of derived ids.
    pub id: StudyId,
    /// Author-chosen key.
    pub key: StudyKey,
    /// Title.
    pub title: String,
    /// How to cite the study.
    pub citation: String,
    /// Licence of the data, as an SPDX expression or in words.
    pub licence: String,
    /// Whether the data are made up; printed under every export when they are.
    pub synthetic: bool,
    /// Language of the sources where a source does not say (BCP 47).
    pub language: Option<String>,
    /// Attribute columns that the study declares.
    pub attributes: DeclaredAttributes,
    /// Sides in print order.
    pub sides: Vec<Side>,
    /// Facets in print order.
    pub facets: Vec<Facet>,
    /// Numbers that the paper states.
    pub totals: Vec<StatedTotal>,
    /// Claims that the paper makes.
    pub claims: Vec<Claim>,
    /// Exhibits of the paper.
    pub exhibits: Vec<Exhibit>,
    /// What `replicate` makes.
    pub outputs: Vec<Output>,
    /// Findings of `check` that the authors looked at and accept, by their key.
    pub allowed: Vec<String>,
    /// Parties in print order.
    pub parties: Vec<Party>,
    /// Cases in print order.
    pub cases: Vec<Case>,
    /// Informants in print order.
    pub informants: Vec<Informant>,
    /// Sources in print order.
    pub sources: Vec<Source>,
    /// The codebook.
    pub codebook: Codebook,
    /// Frameworks: alternative upper levels over the same codes.
    pub frameworks: Vec<Framework>,
    /// The framework whose codes stand in the codebook.
    pub framework_in_use: Option<FrameworkKey>,
    /// Coders and raters.
    pub coders: Vec<Coder>,
    /// Codings, by coder, then source, then place: [`Study::sort_codings`] puts them in this order.
    pub codings: Vec<Coding>,
    /// Sortings of codes into facet values.
    pub placements: Vec<Placement>,
    /// Agreed values.
    pub settlements: Vec<Settlement>,
    /// Excerpts.
    pub excerpts: Vec<Excerpt>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Memos.
    pub memos: Vec<Memo>,
    /// Relations between codes.
    pub links: Vec<Link>,
    /// Questions.
    pub questions: Vec<Question>,
    /// What the people studied said of the analysis.
    pub member_checks: Vec<MemberCheck>,
    /// States of the study that have a name, oldest first.
    pub snapshots: Vec<NamedState>,
}

impl Study {
    /// Returns a study with nothing in it.
    pub fn new(key: StudyKey, title: impl Into<String>) -> Self {
        Study {
            id: StudyId::of_key(key.as_str()),
            key,
            title: title.into(),
            citation: String::new(),
            licence: String::new(),
            synthetic: false,
            language: None,
            attributes: DeclaredAttributes::new(),
            sides: Vec::new(),
            facets: Vec::new(),
            totals: Vec::new(),
            claims: Vec::new(),
            exhibits: Vec::new(),
            outputs: Vec::new(),
            allowed: Vec::new(),
            parties: Vec::new(),
            cases: Vec::new(),
            informants: Vec::new(),
            sources: Vec::new(),
            codebook: Codebook::default(),
            frameworks: Vec::new(),
            framework_in_use: None,
            coders: Vec::new(),
            codings: Vec::new(),
            placements: Vec::new(),
            settlements: Vec::new(),
            excerpts: Vec::new(),
            findings: Vec::new(),
            memos: Vec::new(),
            links: Vec::new(),
            questions: Vec::new(),
            member_checks: Vec::new(),
            snapshots: Vec::new(),
        }
    }

    /// The side with `key`.
    pub fn side(&self, key: &SideKey) -> Option<&Side> {
        self.sides.iter().find(|side| side.key == *key)
    }

    /// The party with `key`.
    pub fn party(&self, key: &PartyKey) -> Option<&Party> {
        self.parties.iter().find(|party| party.key == *key)
    }

    /// The case with `key`.
    pub fn case(&self, key: &CaseKey) -> Option<&Case> {
        self.cases.iter().find(|case| case.key == *key)
    }

    /// The informant with `key`.
    pub fn informant(&self, key: &InformantKey) -> Option<&Informant> {
        self.informants.iter().find(|informant| informant.key == *key)
    }

    /// The source with `key`.
    pub fn source(&self, key: &SourceKey) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == *key)
    }

    /// The code with `key`.
    pub fn code(&self, key: &CodeKey) -> Option<&Code> {
        self.codebook.get(key)
    }

    /// The facet with `key`.
    pub fn facet(&self, key: &FacetKey) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.key == *key)
    }

    /// The coder with `key`.
    pub fn coder(&self, key: &CoderKey) -> Option<&Coder> {
        self.coders.iter().find(|coder| coder.key == *key)
    }

    /// The exhibit with `key`.
    pub fn exhibit(&self, key: &ExhibitKey) -> Option<&Exhibit> {
        self.exhibits.iter().find(|exhibit| exhibit.key == *key)
    }

    /// The coding with `id`. Looks through all codings: for many look-ups build a map once.
    pub fn coding(&self, id: RowId) -> Option<&Coding> {
        self.codings.iter().find(|coding| coding.id == id)
    }

    /// The facet that orders the process studied: the first ordered one, usually `phase`.
    pub fn phase_facet(&self) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.ordered)
    }

    /// The cases an informant speaks for: the listed ones, else every case of the party.
    pub fn cases_of_informant(&self, informant: &Informant) -> Vec<&Case> {
        if !informant.cases.is_empty() {
            return informant.cases.iter().filter_map(|key| self.case(key)).collect();
        }
        let Some(party) = &informant.party else {
            return Vec::new();
        };
        self.cases.iter().filter(|case| case.has_party(party)).collect()
    }

    /// Where `span` of `source` stands, for a reader. Build `index` once a source.
    pub fn locator(&self, source: &Source, index: &TextIndex<'_>, span: Span) -> Locator {
        let (text, at) = (source.text(), span.start());
        let of_turn = text.turn_at(at).and_then(|turn| Some((turn.start(), turn.timestamp?)));
        Locator {
            source: source.key.clone(),
            line: index.line_of(at),
            page: text.locators.page_at(at).map(str::to_string),
            number: text.locators.number_at(at, &text.content).map(str::to_string),
            timestamp: of_turn.max(text.locators.time_at(at)).map(|(_, time)| time),
        }
    }
}
