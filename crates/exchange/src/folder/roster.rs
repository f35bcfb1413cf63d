//! `parties.csv`, `cases.csv`, `informants.csv`.

use std::collections::BTreeMap;

use themata_model::{Case, CaseKey, CaseSide, Informant, Party, PartyKey, Problem, Side, SideKey, Study};

use super::ids::Ids;
use super::sheet::{Columns, Row, Sheet, look_up};
use super::{Files, columns};

/// Reads the three files. Without `parties.csv` the parties are those that the cases name; without
/// sides in `study.toml` the sides are those that the cases name.
pub(super) fn read(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::PARTIES,
        required: &["key"],
        facets: vec![],
        declared: study.attributes.get("parties"),
    };
    // Facts about companies differ from study to study, so any further column is welcome.
    let mut quiet = Vec::new();
    let parties = Sheet::read(files, "parties.csv", &columns, &mut quiet);
    problems.extend(quiet.into_iter().filter(|p| !is_usual_party_fact(p)));
    let mut ids = Ids::new(study.id, "party");
    for row in parties.iter().flat_map(Sheet::iter) {
        let Some(key) = row.required::<PartyKey>("key", problems) else {
            continue;
        };
        if study.party(&key).is_some() {
            problems.push(Problem::error(row.at("key"), format!("the party `{key}` is given twice")));
            continue;
        }
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        let name = row.some("name").unwrap_or_else(|| key.to_string());
        study.parties.push(Party { id, key, name, attributes: row.attributes() });
    }
    read_cases(files, study, parties.is_none(), problems);
    read_informants(files, study, problems);
}

fn is_usual_party_fact(problem: &Problem) -> bool {
    const USUAL: [&str; 6] = ["industry", "employees", "country", "turnover", "headquarters", "description"];
    problem.place.column.as_deref().is_some_and(|column| USUAL.contains(&column))
}

fn read_cases(files: &Files, study: &mut Study, invent_parties: bool, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::CASES,
        required: &["case"],
        facets: vec![],
        declared: study.attributes.get("cases"),
    };
    let Some(sheet) = Sheet::read(files, "cases.csv", &columns, problems) else {
        return;
    };
    let declared_sides = !study.sides.is_empty();
    let mut ids = Ids::new(study.id, "case");
    let mut side_ids = Ids::new(study.id, "side");
    let mut party_ids = Ids::new(study.id, "party");
    for row in sheet.iter() {
        let Some(key) = row.required::<CaseKey>("case", problems) else {
            continue;
        };
        let side: Option<SideKey> = row.parse("side", problems);
        if let Some(side) = side.clone().filter(|side| !declared_sides && study.side(side).is_none()) {
            let id = side_ids.derive(side.as_str());
            study.sides.push(Side { id, name: side.to_string(), key: side });
        }
        let side = side.and_then(|side| find_side(study, side.as_str(), &row, problems));
        let mut parties = Vec::new();
        for word in row.unique_list("party", problems) {
            if invent_parties
                && let Some(key) = row.parse_word::<PartyKey>("party", word, problems)
                && study.party(&key).is_none()
            {
                let id = party_ids.derive(key.as_str());
                study.parties.push(Party { id, name: word.to_string(), key, attributes: BTreeMap::new() });
            }
            parties.extend(find_party(study, word, &row, "party", problems));
        }
        let label = row.some("label");
        let given = row.id(problems);
        let attributes = row.attributes();
        let position = study.cases.iter().position(|case| case.key == key).unwrap_or_else(|| {
            let id = ids.given_or_derived(given, key.as_str());
            let label = label.clone().unwrap_or_else(|| key.to_string());
            study.cases.push(Case {
                id,
                key: key.clone(),
                label,
                sides: vec![],
                attributes: BTreeMap::new(),
            });
            study.cases.len() - 1
        });
        let case = &mut study.cases[position];
        if let Some(label) = label.filter(|label| *label != case.label) {
            let message = format!("the case `{key}` is called `{}` above and `{label}` here", case.label);
            problems.push(Problem::error(row.at("label"), message));
        }
        case.attributes.extend(attributes);
        if side.is_none() && parties.is_empty() {
            continue;
        }
        match case.sides.iter_mut().find(|known| known.side == side) {
            Some(known) => {
                for party in parties {
                    if known.parties.contains(&party) {
                        problems.push(Problem::error(
                            row.at("party"),
                            format!("`{party}` stands on this side of `{key}` already"),
                        ));
                    } else {
                        known.parties.push(party);
                    }
                }
            }
            None => case.sides.push(CaseSide { side, parties }),
        }
    }
}

fn read_informants(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::INFORMANTS,
        required: &["key"],
        facets: vec![],
        declared: study.attributes.get("informants"),
    };
    let Some(sheet) = Sheet::read(files, "informants.csv", &columns, problems) else {
        return;
    };
    let mut ids = Ids::new(study.id, "informant");
    for row in sheet.iter() {
        let Some(key) = row.required::<themata_model::InformantKey>("key", problems) else {
            continue;
        };
        if study.informant(&key).is_some() {
            problems.push(Problem::error(row.at("key"), format!("the informant `{key}` is given twice")));
            continue;
        }
        let party = row.some("party").and_then(|word| find_party(study, &word, &row, "party", problems));
        let count = match row.number("count", problems) {
            Some(0) => {
                problems
                    .push(Problem::error(row.at("count"), "an informant row stands for at least one person"));
                1
            }
            count => count.map_or(1, |count| u32::try_from(count).unwrap_or(u32::MAX)),
        };
        let cases = row
            .list("case")
            .into_iter()
            .filter_map(|word| find_case(study, word, &row, "case", problems))
            .collect();
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        let title = row.get("title").to_string();
        study.informants.push(Informant {
            id,
            key,
            party,
            title,
            count,
            cases,
            attributes: row.attributes(),
        });
    }
}

/// The side with this key.
pub(super) fn find_side(
    study: &Study,
    word: &str,
    row: &Row<'_>,
    problems: &mut Vec<Problem>,
) -> Option<SideKey> {
    let known: BTreeMap<String, SideKey> =
        study.sides.iter().map(|s| (s.key.to_string(), s.key.clone())).collect();
    look_up("side", word, &known, || row.at("side"), problems).cloned()
}

/// The party with this key, or with this name.
pub(super) fn find_party(
    study: &Study,
    word: &str,
    row: &Row<'_>,
    column: &str,
    problems: &mut Vec<Problem>,
) -> Option<PartyKey> {
    if let Some(party) = study
        .parties
        .iter()
        .find(|party| party.name == word && study.parties.iter().all(|p| p.key.as_str() != word))
    {
        return Some(party.key.clone());
    }
    let known: BTreeMap<String, PartyKey> =
        study.parties.iter().map(|p| (p.key.to_string(), p.key.clone())).collect();
    look_up("party", word, &known, || row.at(column), problems).cloned()
}

/// The case with this key.
pub(super) fn find_case(
    study: &Study,
    word: &str,
    row: &Row<'_>,
    column: &str,
    problems: &mut Vec<Problem>,
) -> Option<CaseKey> {
    let known: BTreeMap<String, CaseKey> =
        study.cases.iter().map(|c| (c.key.to_string(), c.key.clone())).collect();
    look_up("case", word, &known, || row.at(column), problems).cloned()
}
