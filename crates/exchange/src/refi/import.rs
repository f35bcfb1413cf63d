//! From the project of another tool to a study.

mod attributes;
mod codes;
mod codings;
mod counting;
mod levels;
mod mapping;
mod names;
mod notes;
mod overlay;
mod overlay_rows;
mod prune;
mod roster;
mod texts;

use std::collections::{BTreeMap, HashMap, HashSet};

use themata_model::{
    Case, CaseKey, CodeKey, Coder, CoderKey, FacetAssignment, FacetKey, Place, Problem, RowId, SourceKey,
    Study, StudyKey, Uuid, counted,
};

use super::convention::Evidence;
use super::options::Options;
use super::package::Package;
use super::project::{By, Project};
use super::remainder::Remainder;
use super::report::{Kept, Report};
pub(super) use attributes::as_attribute;
pub(crate) use codes::colour;
pub(crate) use levels::gioia_levels;
use names::Names;
pub(super) use overlay::usual_context;

/// A study made of a project, with what was found out on the way.
pub(super) struct Imported {
    pub(super) study: Study,
    pub(super) originals: BTreeMap<SourceKey, Vec<u8>>,
    pub(super) report: Report,
    pub(super) problems: Vec<Problem>,
}

/// A project on its way to a study.
struct Import<'a> {
    package: &'a Package,
    project: &'a Project,
    options: &'a Options,
    remainder: &'a Remainder,
    study: Study,
    originals: BTreeMap<SourceKey, Vec<u8>>,
    report: Report,
    problems: Vec<Problem>,
    names: Names,
    coders: HashMap<Uuid, CoderKey>,
    codes: HashMap<Uuid, CodeKey>,
    /// Codes that Themata wrote for values of facets.
    facet_codes: HashMap<Uuid, (FacetKey, FacetAssignment)>,
    cases: HashMap<Uuid, CaseKey>,
    /// A film may have several transcripts, each a source.
    sources: HashMap<Uuid, Vec<SourceKey>>,
    /// The codings of a selection.
    selections: HashMap<Uuid, Vec<RowId>>,
    /// The case that a selection was put into.
    case_of_selection: HashMap<Uuid, CaseKey>,
    coding_ids: HashSet<RowId>,
    source_ids: HashSet<RowId>,
    kept: BTreeMap<&'static str, usize>,
    /// Sources whose turns were told from the layout.
    segmented: HashSet<SourceKey>,
    /// Codings whose GUID was taken.
    repeated_codings: usize,
    /// What each note is on, in the order of the document.
    anchors: HashMap<Uuid, Vec<(&'static str, String)>>,
    /// The words that a note is on which no coding holds.
    quoted_by_note: HashMap<Uuid, String>,
    /// What the words of all texts tell of how the tool counts.
    evidence: Evidence,
    /// Texts whose words do not tell how positions are counted.
    believed: Vec<SourceKey>,
}

/// Makes a study of `project`.
pub(super) fn import(
    package: &Package,
    project: &Project,
    remainder: &Remainder,
    options: &Options,
    problems: Vec<Problem>,
) -> Imported {
    let key = study_key(project, remainder, options);
    let mut study = Study::new(key, project.name.clone());
    if let Some(id) = remainder.root().and_then(|root| root.row("study")?.parse("id")) {
        study.id = themata_model::StudyId(id);
    }
    let report = Report { name: project.name.clone(), origin: project.origin.clone(), ..Report::default() };
    let mut import = Import {
        package,
        project,
        options,
        remainder,
        study,
        originals: BTreeMap::new(),
        report,
        problems,
        names: Names::new(remainder),
        coders: HashMap::new(),
        codes: HashMap::new(),
        facet_codes: HashMap::new(),
        cases: HashMap::new(),
        sources: HashMap::new(),
        selections: HashMap::new(),
        case_of_selection: HashMap::new(),
        coding_ids: HashSet::new(),
        source_ids: HashSet::new(),
        kept: BTreeMap::new(),
        segmented: HashSet::new(),
        repeated_codings: 0,
        anchors: HashMap::new(),
        quoted_by_note: HashMap::new(),
        evidence: Evidence::default(),
        believed: Vec::new(),
    };
    import.evidence = import.evidence();
    import.users();
    import.overlay_before();
    import.codebook();
    import.roster();
    import.all_sources();
    import.tell_believed();
    import.notes();
    import.links();
    import.attributes();
    import.mapped();
    import.overlay();
    import.finish()
}

fn study_key(project: &Project, remainder: &Remainder, options: &Options) -> StudyKey {
    let told = remainder.root().and_then(|root| root.row("study")?.parse("key"));
    let named = || names::clean(&project.name).parse().ok();
    let any = || "imported".parse().expect("a word is a key");
    told.or_else(|| options.key.clone()).or_else(named).unwrap_or_else(any)
}

impl Import<'_> {
    fn problem(&mut self, place: &str, message: impl Into<String>) {
        self.problems.push(Problem::warning(Place::file(place), message));
    }

    /// Counts something that Themata has no place for.
    fn keep(&mut self, what: &'static str) {
        *self.kept.entry(what).or_default() += 1;
    }

    fn users(&mut self) {
        for user in &self.project.users {
            if self.coders.contains_key(&user.guid) {
                self.problem(
                    "Users",
                    format!("the user `{}` has the GUID of another; taken once", user.name),
                );
                continue;
            }
            let wanted = if user.name.trim().is_empty() { &user.id } else { &user.name };
            let key: CoderKey = self.names.key("coders", user.guid, wanted, "coder");
            let name = if user.name.is_empty() { key.to_string() } else { user.name.clone() };
            let row = Coder { id: RowId(user.guid), key: key.clone(), name, attributes: BTreeMap::new() };
            self.coders.insert(user.guid, key);
            self.study.coders.push(row);
        }
    }

    /// The coder who made something: the first of `by` that is told, else the one who made the project.
    fn coder(&mut self, by: &[&By]) -> CoderKey {
        let told = by.iter().filter_map(|by| by.user).chain(self.project.creator);
        let known = told.into_iter().find_map(|user| self.coders.get(&user).cloned());
        if let Some(known) = known.or_else(|| match self.study.coders.as_slice() {
            [only] => Some(only.key.clone()),
            _ => None,
        }) {
            return known;
        }
        let nobody = self.study.id.row("coder", "unknown");
        if let Some(known) = self.coders.get(&nobody.0) {
            return known.clone();
        }
        let key: CoderKey = self.names.key("coders", nobody.0, "unknown", "unknown");
        self.coders.insert(nobody.0, key.clone());
        let row = Coder { id: nobody, key: key.clone(), name: key.to_string(), attributes: BTreeMap::new() };
        self.study.coders.push(row);
        key
    }

    fn case(&mut self, id: Uuid, name: &str) -> &mut Case {
        let key: CaseKey = self.names.key("cases", id, name, "case");
        self.cases.insert(id, key.clone());
        let label = name.to_string();
        let (sides, attributes) = (Vec::new(), BTreeMap::new());
        self.study.cases.push(Case { id: RowId(id), key, label, sides, attributes });
        self.study.cases.last_mut().expect("one was just added")
    }

    fn finish(mut self) -> Imported {
        if self.repeated_codings > 0 {
            let codings = counted(self.repeated_codings, "coding");
            self.problem("Sources", format!("{codings} with the GUID of another; each gets its own"));
        }
        self.study.sort_codings();
        self.report.kept =
            self.kept.iter().map(|(what, count)| Kept { what: (*what).to_string(), count: *count }).collect();
        self.count();
        let invalid = themata_model::validate(&self.study);
        self.problems.extend(invalid);
        Imported {
            study: self.study,
            originals: self.originals,
            report: self.report,
            problems: self.problems,
        }
    }

    fn count(&mut self) {
        let (project, study) = (self.project, &self.study);
        let sources = || project.sources.iter().flat_map(|source| source.transcripts.iter().chain([source]));
        let words = || sources().filter_map(|source| source.words.as_ref());
        let selected = || words().flat_map(|words| &words.selections);
        let areas = || sources().flat_map(|source| &source.areas);
        let found = &mut self.report.found;
        found.coders = project.users.len();
        found.codes = project.codes.len();
        found.cases = project.cases.len();
        found.sources = sources().count();
        found.selections = selected().count() + areas().count();
        found.codings = sources().map(|source| source.codings.len()).sum::<usize>()
            + selected().map(|selection| selection.codings.len()).sum::<usize>()
            + areas().map(|area| area.codings.len()).sum::<usize>();
        found.notes = project.notes.len();
        found.variables = project.variables.len();
        found.sets = project.sets.len();
        found.links = project.links.len();
        let taken = &mut self.report.taken;
        taken.coders = study.coders.len();
        taken.codes = study.codebook.codes().len();
        taken.cases = study.cases.len();
        taken.sources = study.sources.len();
        taken.codings = study.codings.len();
        taken.notes = study.memos.len();
        taken.links = study.links.len();
        self.report.lost = study.codings.iter().filter(|c| c.span.is_none()).map(|c| c.id).collect();
        self.report.read_back = self.remainder.root().is_some();
    }
}
