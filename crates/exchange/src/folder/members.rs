//! `members.csv` and `snapshots.csv`: what the people studied said, and states that have a name.

use themata_model::{
    InformantKey, MemberCheck, MemberCheckKey, MemoAnchor, NamedState, PartyKey, Place, Problem, RowId, Study,
};

use super::ids::Ids;
use super::notes::find_coder;
use super::sheet::{Columns, Row, Sheet, unknown};
use super::{Files, Folder, columns};

/// Reads member checks and named states.
pub(super) fn read(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    read_checks(files, study, problems);
    read_states(files, study, problems);
}

fn read_checks(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::MEMBERS,
        required: &["key", "response"],
        facets: vec![],
        declared: study.attributes.get("members"),
    };
    let sheet = Sheet::read(files, "members.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "member-check");
    let mut places: Vec<Place> = Vec::new();
    for row in sheet.iter().flat_map(Sheet::iter) {
        let Some(key) = row.required::<MemberCheckKey>("key", problems) else {
            continue;
        };
        if study.member_checks.iter().any(|check| check.key == key) {
            problems.push(Problem::error(row.at("key"), format!("the member check `{key}` is given twice")));
            continue;
        }
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        let check = MemberCheck {
            id,
            key,
            informant: informant(study, &row, problems),
            party: party(study, &row, problems),
            date: row.some("date"),
            shown: row
                .list("shown")
                .into_iter()
                .filter_map(|word| row.parse_word::<MemoAnchor>("shown", word, problems))
                .collect(),
            response: row.raw("response").to_string(),
            revision: row.raw("revision").to_string(),
            coder: row.some("coder").and_then(|word| find_coder(study, &word, &row, "coder", problems)),
            attributes: row.attributes(),
        };
        places.push(row.at("shown"));
        study.member_checks.push(check);
    }
    // A check may have shown another one, so all must be there.
    for (check, place) in study.member_checks.iter().zip(places) {
        for shown in check.shown.iter().filter(|shown| !shown.exists_in(study)) {
            let problem =
                Problem::error(place.clone(), format!("there is no `{shown}` that could have been shown"));
            problems
                .push(problem.hint("write `study`, or the kind of thing and its key, for example `code:A`"));
        }
    }
}

fn informant(study: &Study, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<InformantKey> {
    let key = row.parse::<InformantKey>("informant", problems)?;
    if study.informant(&key).is_none() {
        let known = study.informants.iter().map(|informant| informant.key.as_str());
        problems.push(unknown("informant", key.as_str(), known, row.at("informant")));
        return None;
    }
    Some(key)
}

fn party(study: &Study, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<PartyKey> {
    let key = row.parse::<PartyKey>("party", problems)?;
    if study.party(&key).is_none() {
        let known = study.parties.iter().map(|party| party.key.as_str());
        problems.push(unknown("party", key.as_str(), known, row.at("party")));
        return None;
    }
    Some(key)
}

fn read_states(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns =
        Columns { known: columns::SNAPSHOTS, required: &["name", "op"], facets: vec![], declared: None };
    let sheet = Sheet::read(files, "snapshots.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "named-state");
    for row in sheet.iter().flat_map(Sheet::iter) {
        let name = row.required::<String>("name", problems);
        let op = row.required::<RowId>("op", problems);
        let (Some(name), Some(op)) = (name.map(|name| name.trim().to_string()), op) else {
            continue;
        };
        if study.snapshots.iter().any(|state| state.name == name) {
            problems.push(Problem::error(row.at("name"), format!("the snapshot `{name}` is given twice")));
            continue;
        }
        let id = ids.given_or_derived(row.id(problems), &name);
        let (at, coder) = (row.some("at"), row.some("coder"));
        study.snapshots.push(NamedState { id, name, op, at, coder, note: row.raw("note").to_string() });
    }
}

/// Tells of named states that the history does not lead to.
pub(super) fn check_states(folder: &Folder, problems: &mut Vec<Problem>) {
    for state in &folder.study.snapshots {
        if folder.history.iter().all(|op| op.id != state.op) {
            let message = format!(
                "the snapshot `{}` names the op `{}`, which the history does not have",
                state.name, state.op
            );
            let problem = Problem::warning(Place::file("snapshots.csv"), message);
            problems.push(problem.hint("it is kept, but cannot be compared with or gone back to"));
        }
    }
}
