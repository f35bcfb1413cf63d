//! Parties, cases, informants, coders, placements, settlements, memos, links, questions.

use themata_model::Study;

use super::super::ids::{Ids, identity};
use super::super::sorting::placement_identity;
use super::super::{Files, columns};
use super::csv_file::{CsvFile, list, optional, unless_derived};

pub(super) fn render(study: &Study, files: &mut Files) {
    let mut file = CsvFile::new("parties.csv", columns::PARTIES);
    let mut ids = Ids::new(study.id, "party");
    for party in &study.parties {
        let id = unless_derived(party.id, ids.derive(party.key.as_str()));
        file.row(id, vec![party.key.to_string(), party.name.clone()], &party.attributes);
    }
    file.finish(files);
    cases(study, files);
    let mut file = CsvFile::new("informants.csv", columns::INFORMANTS);
    let mut ids = Ids::new(study.id, "informant");
    for person in &study.informants {
        let id = unless_derived(person.id, ids.derive(person.key.as_str()));
        let fields = vec![
            person.key.to_string(),
            optional(person.party.as_ref()),
            person.title.clone(),
            person.count.to_string(),
            list(&person.cases),
        ];
        file.row(id, fields, &person.attributes);
    }
    file.finish(files);
    let mut file = CsvFile::new("coders.csv", columns::CODERS);
    let mut ids = Ids::new(study.id, "coder");
    for coder in &study.coders {
        let id = unless_derived(coder.id, ids.derive(coder.key.as_str()));
        file.row(id, vec![coder.key.to_string(), coder.name.clone()], &coder.attributes);
    }
    file.finish(files);
    sorting(study, files);
    notes(study, files);
}

/// One row a case and side (parties as a list); a case without sides has one row.
fn cases(study: &Study, files: &mut Files) {
    let mut file = CsvFile::new("cases.csv", columns::CASES);
    let mut ids = Ids::new(study.id, "case");
    for case in &study.cases {
        let id = unless_derived(case.id, ids.derive(case.key.as_str()));
        let head =
            |side: String, parties: String| vec![case.key.to_string(), case.label.clone(), side, parties];
        if case.sides.is_empty() {
            file.row(id, head(String::new(), String::new()), &case.attributes);
        }
        for side in &case.sides {
            file.row(id, head(optional(side.side.as_ref()), list(&side.parties)), &case.attributes);
        }
    }
    file.finish(files);
}

fn sorting(study: &Study, files: &mut Files) {
    let none = Default::default();
    let mut file = CsvFile::new("placements.csv", columns::PLACEMENTS);
    let mut ids = Ids::new(study.id, "placement");
    for p in &study.placements {
        let derived = ids.derive(&placement_identity(p.rater.as_str(), &p.code, p.case.as_ref(), &p.facet));
        let fields = vec![
            p.rater.to_string(),
            p.code.to_string(),
            optional(p.case.as_ref()),
            p.facet.to_string(),
            p.value.to_string(),
            p.reason.clone(),
        ];
        file.row(unless_derived(p.id, derived), fields, &none);
    }
    file.finish(files);
    let mut file = CsvFile::new("settlements.csv", columns::SETTLEMENTS);
    let mut ids = Ids::new(study.id, "settlement");
    for s in &study.settlements {
        let derived = ids.derive(&placement_identity("", &s.code, s.case.as_ref(), &s.facet));
        let fields = vec![
            s.code.to_string(),
            optional(s.case.as_ref()),
            s.facet.to_string(),
            s.value.to_string(),
            s.reason.clone(),
        ];
        file.row(unless_derived(s.id, derived), fields, &none);
    }
    file.finish(files);
}

fn notes(study: &Study, files: &mut Files) {
    let mut file = CsvFile::new("memos.csv", columns::MEMOS);
    let mut ids = Ids::new(study.id, "memo");
    for memo in &study.memos {
        let fields = vec![
            memo.key.to_string(),
            memo.anchor.to_string(),
            memo.kind.as_str().to_string(),
            optional(memo.coder.as_ref()),
            memo.date.clone().unwrap_or_default(),
            memo.text.clone(),
        ];
        file.row(unless_derived(memo.id, ids.derive(memo.key.as_str())), fields, &memo.attributes);
    }
    file.finish(files);
    let mut file = CsvFile::new("links.csv", columns::LINKS);
    let mut ids = Ids::new(study.id, "link");
    for link in &study.links {
        let derived = ids.derive(&identity(&[link.from.as_str(), &link.kind.0, link.to.as_str()]));
        let fields = vec![
            link.from.to_string(),
            link.kind.0.clone(),
            link.to.to_string(),
            list(&link.evidence),
            link.reason.clone(),
        ];
        file.row(unless_derived(link.id, derived), fields, &link.attributes);
    }
    file.finish(files);
    let mut file = CsvFile::new("questions.csv", columns::QUESTIONS);
    let mut ids = Ids::new(study.id, "question");
    for question in &study.questions {
        let id = unless_derived(question.id, ids.derive(question.key.as_str()));
        file.row(id, vec![question.key.to_string(), question.text.clone()], &question.attributes);
    }
    file.finish(files);
}
