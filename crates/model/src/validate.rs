//! Whether the rows of a study hold together: every key names something that is there.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use crate::{FacetAssignment, FacetKey, MemoAnchor, Place, Problem, RowId, Study};

/// Returns every reference in `study` that leads nowhere and every key or id given twice.
///
/// A study without problems may be stored: foreign keys hold and no look-up by key can fail.
pub fn validate(study: &Study) -> Vec<Problem> {
    let mut checker = Checker { study, problems: Vec::new() };
    checker.keys_are_unique();
    checker.roster();
    checker.facets();
    checker.frameworks();
    checker.codings();
    checker.evidence();
    checker.members();
    checker.snapshots();
    checker.problems
}

struct Checker<'a> {
    study: &'a Study,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn error(&mut self, table: &str, message: String) {
        self.problems.push(Problem::error(Place::file(table), message));
    }

    fn unique<'k, K: Eq + Hash + std::fmt::Display + 'k>(
        &mut self,
        what: &str,
        keys: impl Iterator<Item = &'k K>,
    ) {
        let mut seen = HashSet::new();
        for key in keys {
            if !seen.insert(key) {
                self.error(what, format!("the key `{key}` is given twice; keys are unique"));
            }
        }
    }

    fn known<'k, K: Ord + std::fmt::Display + 'k>(
        &mut self,
        table: &str,
        what: &str,
        known: &BTreeSet<&K>,
        used: impl Iterator<Item = (String, &'k K)>,
    ) {
        for (row, key) in used {
            if !known.contains(key) {
                self.error(table, format!("{row} names the {what} `{key}`, which does not exist"));
            }
        }
    }

    fn keys_are_unique(&mut self) {
        let s = self.study;
        self.unique("sides", s.sides.iter().map(|r| &r.key));
        self.unique("facets", s.facets.iter().map(|r| &r.key));
        self.unique("parties", s.parties.iter().map(|r| &r.key));
        self.unique("cases", s.cases.iter().map(|r| &r.key));
        self.unique("informants", s.informants.iter().map(|r| &r.key));
        self.unique("sources", s.sources.iter().map(|r| &r.key));
        self.unique("coders", s.coders.iter().map(|r| &r.key));
        self.unique("codings", s.codings.iter().map(|r| &r.id));
        self.unique("excerpts", s.excerpts.iter().map(|r| &r.key));
        self.unique("findings", s.findings.iter().map(|r| &r.key));
        self.unique("exhibits", s.exhibits.iter().map(|r| &r.key));
        self.unique("memos", s.memos.iter().map(|r| &r.key));
        self.unique("questions", s.questions.iter().map(|r| &r.key));
        self.unique("members", s.member_checks.iter().map(|r| &r.key));
        self.unique("snapshots", s.snapshots.iter().map(|r| &r.name));
    }

    fn roster(&mut self) {
        let s = self.study;
        let sides: BTreeSet<_> = s.sides.iter().map(|r| &r.key).collect();
        let parties: BTreeSet<_> = s.parties.iter().map(|r| &r.key).collect();
        let cases: BTreeSet<_> = s.cases.iter().map(|r| &r.key).collect();
        let informants: BTreeSet<_> = s.informants.iter().map(|r| &r.key).collect();
        for case in &s.cases {
            let row = || format!("case `{}`", case.key);
            self.known(
                "cases",
                "side",
                &sides,
                case.sides.iter().filter_map(|x| Some((row(), x.side.as_ref()?))),
            );
            self.known(
                "cases",
                "party",
                &parties,
                case.sides.iter().flat_map(|x| &x.parties).map(|p| (row(), p)),
            );
        }
        for informant in &s.informants {
            let row = || format!("informant `{}`", informant.key);
            self.known("informants", "party", &parties, informant.party.iter().map(|p| (row(), p)));
            self.known("informants", "case", &cases, informant.cases.iter().map(|c| (row(), c)));
            if informant.count == 0 {
                self.error("informants", format!("{} stands for nobody: count is 0", row()));
            }
        }
        for source in &s.sources {
            let row = || format!("source `{}`", source.key);
            self.known("sources", "case", &cases, source.cases.iter().map(|k| (row(), k)));
            self.known("sources", "side", &sides, source.sides.iter().map(|k| (row(), k)));
            self.known("sources", "party", &parties, source.parties.iter().map(|k| (row(), k)));
            self.known("sources", "informant", &informants, source.informants.iter().map(|k| (row(), k)));
            if source.texts.is_empty() {
                self.error("sources", format!("{} has no text", row()));
            }
            let speakers = source.texts.iter().flat_map(|text| &text.speakers);
            let named = speakers.filter_map(|speaker| Some((row(), speaker.informant.as_ref()?)));
            self.known("sources", "informant", &informants, named);
        }
        for total in &s.totals {
            let row = || format!("the stated total of {}", total.of.as_str());
            self.known("totals", "case", &cases, total.case.iter().map(|k| (row(), k)));
            self.known("totals", "side", &sides, total.side.iter().map(|k| (row(), k)));
            self.known("totals", "party", &parties, total.party.iter().map(|k| (row(), k)));
        }
    }

    fn assignment(&mut self, table: &str, row: &str, facet: &FacetKey, value: &FacetAssignment) {
        let Some(found) = self.study.facet(facet) else {
            return self.error(table, format!("{row} names the facet `{facet}`, which does not exist"));
        };
        if let FacetAssignment::Value(key) = value
            && found.position(key).is_none()
        {
            self.error(table, format!("{row} names the value `{key}`, which facet `{facet}` does not have"));
        }
    }

    fn facets(&mut self) {
        let s = self.study;
        for facet in &s.facets {
            let keys = facet.values.iter().map(|value| &value.key);
            self.unique(&format!("facet {}", facet.key), keys);
        }
        let cases: BTreeSet<_> = s.cases.iter().map(|r| &r.key).collect();
        let coders: BTreeSet<_> = s.coders.iter().map(|r| &r.key).collect();
        for code in s.codebook.codes() {
            for (facet, value) in &code.prefilled {
                self.assignment("codes", &format!("code `{}`", code.key), facet, value);
            }
        }
        for p in &s.placements {
            let row = format!("the placement of `{}` by `{}`", p.code, p.rater);
            self.code("placements", &row, &p.code);
            self.known("placements", "coder", &coders, std::iter::once((row.clone(), &p.rater)));
            self.known("placements", "case", &cases, p.case.iter().map(|k| (row.clone(), k)));
            self.assignment("placements", &row, &p.facet, &p.value);
        }
        for p in &s.settlements {
            let row = format!("the settlement of `{}`", p.code);
            self.code("settlements", &row, &p.code);
            self.known("settlements", "case", &cases, p.case.iter().map(|k| (row.clone(), k)));
            self.assignment("settlements", &row, &p.facet, &p.value);
        }
    }

    fn code(&mut self, table: &str, row: &str, key: &crate::CodeKey) {
        if self.study.code(key).is_none() && self.study.code_aside(key).is_none() {
            self.error(table, format!("{row} names the code `{key}`, which is not in the codebook"));
        }
    }

    fn frameworks(&mut self) {
        let s = self.study;
        self.unique("frameworks", s.frameworks.iter().map(|r| &r.key));
        let codes = s.codebook.codes().iter();
        self.unique("codes", codes.chain(s.frameworks.iter().flat_map(|f| &f.codes)).map(|r| &r.key));
        let known: BTreeSet<_> = s.frameworks.iter().map(|r| &r.key).collect();
        let in_use = s.framework_in_use.iter().map(|k| ("the study".to_string(), k));
        self.known("frameworks", "framework", &known, in_use);
        for code in s.codebook.codes().iter().filter(|code| code.framework.is_some()) {
            if code.framework != s.framework_in_use {
                let message =
                    format!("code `{}` stands in the codebook, but its framework is not in use", code.key);
                self.error("codes", message);
            }
        }
        let own = s.frameworks.iter().flat_map(|framework| &framework.codes).chain(s.codebook.codes());
        for code in own.filter(|code| code.framework.is_some() && s.codebook.is_open(code)) {
            let message =
                format!("code `{}` is a framework's own, but stands on a level of open codes", code.key);
            self.error("codes", message);
        }
        let coders: BTreeSet<_> = s.coders.iter().map(|r| &r.key).collect();
        for framework in &s.frameworks {
            let row = || format!("framework `{}`", framework.key);
            self.known("frameworks", "coder", &coders, framework.coder.iter().map(|k| (row(), k)));
            let is_own = |key: &crate::CodeKey| framework.codes.iter().any(|code| code.key == *key);
            for (code, parent) in &framework.parents {
                if s.code(code).is_none_or(|code| code.framework.is_some()) || !is_own(parent) {
                    let message = format!(
                        "{} puts `{code}` below `{parent}`; it may put shared codes below its own ones",
                        row()
                    );
                    self.error("frameworks", message);
                }
            }
            for code in &framework.codes {
                if code.framework.as_ref() != Some(&framework.key) {
                    self.error("frameworks", format!("{} holds `{}`, which is not its own", row(), code.key));
                }
                for (facet, value) in &code.prefilled {
                    self.assignment("codes", &format!("code `{}`", code.key), facet, value);
                }
            }
            if s.framework_in_use.as_ref() == Some(&framework.key) {
                if !framework.codes.is_empty() || !framework.parents.is_empty() {
                    self.error("frameworks", format!("{} is in use and put aside", row()));
                }
            } else if let Err(errors) = s.codebook_in(&framework.key) {
                for error in errors {
                    self.error("frameworks", format!("in {}: {error}", row()));
                }
            }
        }
    }

    fn codings(&mut self) {
        let s = self.study;
        let sources: HashMap<_, _> = s.sources.iter().map(|source| (&source.key, source)).collect();
        let coders: BTreeSet<_> = s.coders.iter().map(|r| &r.key).collect();
        let cases: BTreeSet<_> = s.cases.iter().map(|r| &r.key).collect();
        let sides: BTreeSet<_> = s.sides.iter().map(|r| &r.key).collect();
        for coding in &s.codings {
            let row = format!("coding {}", coding.id);
            if let Some(code) = coding.target.code() {
                self.code("codings", &row, code);
            }
            for (facet, value) in coding.target.facets() {
                self.assignment("codings", &row, facet, value);
            }
            self.known("codings", "coder", &coders, std::iter::once((row.clone(), &coding.coder)));
            self.known("codings", "case", &cases, coding.about.case.iter().map(|k| (row.clone(), k)));
            self.known("codings", "side", &sides, coding.about.side.iter().map(|k| (row.clone(), k)));
            let Some(source) = sources.get(&coding.source) else {
                self.error(
                    "codings",
                    format!("{row} names the source `{}`, which does not exist", coding.source),
                );
                continue;
            };
            let Some(span) = coding.span else { continue };
            let content = source.texts.last().map_or("", |text| text.content.as_str());
            if span.of(content) != coding.quotation {
                self.error(
                    "codings",
                    format!("{row} does not quote what stands at its place in `{}`", source.key),
                );
            }
        }
    }

    fn evidence(&mut self) {
        let s = self.study;
        let codings: HashSet<RowId> = s.codings.iter().map(|c| c.id).collect();
        let exhibits: BTreeSet<_> = s.exhibits.iter().map(|r| &r.key).collect();
        let cases: BTreeSet<_> = s.cases.iter().map(|r| &r.key).collect();
        let coders: BTreeSet<_> = s.coders.iter().map(|r| &r.key).collect();
        for excerpt in &s.excerpts {
            let row = || format!("excerpt `{}`", excerpt.key);
            if excerpt.pieces.is_empty() {
                self.error("excerpts", format!("{} rests on no coding", row()));
            }
            for piece in &excerpt.pieces {
                if !codings.contains(&piece.coding) {
                    self.error(
                        "excerpts",
                        format!("{} names the coding {}, which does not exist", row(), piece.coding),
                    );
                }
            }
            self.known(
                "excerpts",
                "exhibit",
                &exhibits,
                excerpt.exhibits.iter().map(|u| (row(), &u.exhibit)),
            );
        }
        for finding in &s.findings {
            let row = || format!("finding `{}`", finding.key);
            self.known("findings", "exhibit", &exhibits, finding.exhibit.iter().map(|k| (row(), k)));
            self.known("findings", "case", &cases, finding.case.iter().map(|k| (row(), k)));
            if let Some(code) = &finding.code {
                self.code("findings", &row(), code);
            }
            for (facet, value) in &finding.facets {
                self.assignment("findings", &row(), facet, value);
            }
            for link in &finding.evidence {
                if !codings.contains(&link.coding) {
                    self.error(
                        "findings",
                        format!("{} names the coding {}, which does not exist", row(), link.coding),
                    );
                }
            }
        }
        for link in &s.links {
            let row = format!("the link {} → {}", link.from, link.to);
            self.code("links", &row, &link.from);
            self.code("links", &row, &link.to);
            for id in link.evidence.iter().filter(|id| !codings.contains(id)) {
                self.error("links", format!("{row} names the coding {id}, which does not exist"));
            }
        }
        for memo in &s.memos {
            let row = || format!("memo `{}`", memo.key);
            self.known("memos", "coder", &coders, memo.coder.iter().map(|k| (row(), k)));
            if let MemoAnchor::Row { kind, key } = &memo.anchor
                && !memo.anchor.exists_in(s)
            {
                self.error("memos", format!("{} is about the {kind} `{key}`, which does not exist", row()));
            }
        }
        for output in &s.outputs {
            let row = || "an output".to_string();
            self.known("outputs", "exhibit", &exhibits, std::iter::once((row(), &output.exhibit)));
        }
    }

    fn members(&mut self) {
        let s = self.study;
        let informants: BTreeSet<_> = s.informants.iter().map(|r| &r.key).collect();
        let parties: BTreeSet<_> = s.parties.iter().map(|r| &r.key).collect();
        let coders: BTreeSet<_> = s.coders.iter().map(|r| &r.key).collect();
        for check in &s.member_checks {
            let row = || format!("member check `{}`", check.key);
            self.known("members", "informant", &informants, check.informant.iter().map(|k| (row(), k)));
            self.known("members", "party", &parties, check.party.iter().map(|k| (row(), k)));
            self.known("members", "coder", &coders, check.coder.iter().map(|k| (row(), k)));
            for shown in check.shown.iter().filter(|shown| !shown.exists_in(s)) {
                self.error("members", format!("{} names `{shown}` as shown, which does not exist", row()));
            }
        }
    }

    fn snapshots(&mut self) {
        for state in &self.study.snapshots {
            let name = &state.name;
            if name.is_empty() || name.trim() != name || name.chars().any(char::is_control) {
                let shown = name.escape_debug();
                let message = format!("`{shown}` is no name: use one line without blanks at its ends");
                self.error("snapshots", message);
            }
        }
    }
}

impl Study {
    /// Whether there is a row of this kind (`code`, `case`, `party`, `informant`, `source`, `coder`,
    /// `facet`, `excerpt`, `finding`, `exhibit`, `coding`, `member-check`) with this key; for codings,
    /// the id.
    pub fn has_row(&self, kind: &str, key: &str) -> bool {
        let s = self;
        match kind {
            "code" => {
                let aside = s.frameworks.iter().flat_map(|framework| &framework.codes);
                s.codebook.codes().iter().chain(aside).any(|r| r.key.as_str() == key)
            }
            "case" => s.cases.iter().any(|r| r.key.as_str() == key),
            "party" => s.parties.iter().any(|r| r.key.as_str() == key),
            "informant" => s.informants.iter().any(|r| r.key.as_str() == key),
            "source" => s.sources.iter().any(|r| r.key.as_str() == key),
            "coder" => s.coders.iter().any(|r| r.key.as_str() == key),
            "facet" => s.facets.iter().any(|r| r.key.as_str() == key),
            "excerpt" => s.excerpts.iter().any(|r| r.key.as_str() == key),
            "finding" => s.findings.iter().any(|r| r.key.as_str() == key),
            "exhibit" => s.exhibits.iter().any(|r| r.key.as_str() == key),
            "member-check" => s.member_checks.iter().any(|r| r.key.as_str() == key),
            "coding" => key.parse().is_ok_and(|id: RowId| s.codings.iter().any(|r| r.id == id)),
            _ => false,
        }
    }
}
