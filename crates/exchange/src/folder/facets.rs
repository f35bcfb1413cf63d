//! `[[facets]]` of `study.toml`: ordered sets of values of the study's own.

use themata_model::{Facet, FacetKey, FacetValue, Problem, StudyId, ValueKey};

use super::columns;
use super::entries::Entries;
use super::ids::{Ids, identity};

/// Columns of files with facet values, and words of placements, that a facet would be mistaken for.
const RESERVED: [&[&str]; 5] = [
    columns::CODINGS,
    columns::CODINGS_LAST,
    columns::FINDINGS,
    columns::FINDINGS_LAST,
    &["id", "facet", "value"],
];

/// Whether a facet cannot have this key, because the files have a column of that name.
pub fn is_reserved_for_columns(key: &str) -> bool {
    RESERVED.iter().any(|columns| columns.contains(&key))
}

/// Reads the facets.
pub(super) fn read(root: &Entries<'_>, study: StudyId, problems: &mut Vec<Problem>) -> Vec<Facet> {
    let mut ids = Ids::new(study, "facet");
    let mut value_ids = Ids::new(study, "facet-value");
    let mut facets: Vec<Facet> = Vec::new();
    for entry in root.tables("facets", problems) {
        let Some(word) = entry.required("key", problems) else { continue };
        let Some(key) = entry.parse_word::<FacetKey>("key", &word, problems) else { continue };
        if is_reserved_for_columns(key.as_str()) {
            let message = format!("a facet cannot be called `{key}`: the files have a column of that name");
            problems.push(Problem::error(entry.at("key"), message));
            continue;
        }
        if facets.iter().any(|facet| facet.key == key) {
            problems.push(Problem::error(entry.at("key"), format!("the facet `{key}` is given twice")));
            continue;
        }
        let values = values(&entry, &key, &mut value_ids, problems);
        if values.is_empty() {
            let problem = Problem::error(entry.at("values"), format!("the facet `{key}` has no values"));
            problems.push(problem.hint("write for example `values = [\"early\", \"late\"]`"));
        }
        facets.push(Facet {
            id: ids.given_or_derived(entry.parse("id", problems), key.as_str()),
            name: entry.text("name", problems).unwrap_or_else(|| key.to_string()),
            ordered: entry.boolean("ordered", problems).unwrap_or(false),
            values,
            key,
        });
        entry.finish(problems);
    }
    facets
}

/// `values = ["early", "late"]`, or a list of tables with `key`, `name` and `definition`.
fn values(
    entry: &Entries<'_>,
    facet: &FacetKey,
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = Vec::new();
    if entry.is_text_list("values") {
        for word in entry.texts("values", problems) {
            let place = entry.at("values");
            let Some(key) = checked(&word, &values, place, problems) else { continue };
            let id = ids.derive(&identity(&[facet.as_str(), key.as_str()]));
            values.push(FacetValue { id, key, name: word, definition: None });
        }
        return values;
    }
    for below in entry.tables("values", problems) {
        let Some(word) = below.required("key", problems) else { continue };
        let Some(key) = checked(&word, &values, below.at("key"), problems) else { continue };
        let given = below.parse("id", problems);
        values.push(FacetValue {
            id: ids.given_or_derived(given, &identity(&[facet.as_str(), key.as_str()])),
            name: below.text("name", problems).unwrap_or(word),
            definition: below.text("definition", problems),
            key,
        });
        below.finish(problems);
    }
    values
}

fn checked(
    word: &str,
    values: &[FacetValue],
    place: themata_model::Place,
    problems: &mut Vec<Problem>,
) -> Option<ValueKey> {
    let mut wrong = |message: String| {
        problems.push(Problem::error(place.clone(), message));
        None
    };
    if ["all", "none"].contains(&word) {
        return wrong(format!("`{word}` cannot be a value of its own: it means {word} of the values"));
    }
    let key = match word.parse::<ValueKey>() {
        Ok(key) => key,
        Err(error) => return wrong(error.to_string()),
    };
    if values.iter().any(|value| value.key == key) {
        return wrong(format!("the value `{key}` is given twice"));
    }
    Some(key)
}
