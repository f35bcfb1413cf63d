//! `codebook.toml`: levels and codes.

use std::collections::{BTreeMap, HashMap};

use themata_model::{
    Code, CodeKey, Codebook, CodebookError, Colour, FacetAssignment, FacetKey, Level, LevelKey, Place,
    Problem, Study, StudyId,
};

use super::Files;
use super::entries::{Entries, TomlFile};
use super::frameworks_toml::{self, Parents};
use super::ids::Ids;
use super::sheet::{unknown, utf8};
use super::study_toml::codebook_path;

/// Reads the codebook into `study`; its text is kept as `codebook.toml`.
pub(super) fn read(
    files: &Files,
    study: &mut Study,
    documents: &mut BTreeMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    let named = codebook_path(files);
    let path = named.clone().unwrap_or_else(|| "codebook.toml".to_string());
    let Some(bytes) = files.get(&path) else {
        let place = super::study_toml::place_of(files, "codebook");
        if named.is_some() {
            problems.push(Problem::error(place, format!("there is no codebook at `{path}`")));
        } else {
            let problem = Problem::warning(Place::file("codebook.toml"), "the study has no codebook");
            problems.push(problem.hint("see codebooks/blank.toml for a template"));
        }
        return;
    };
    let Some(text) = utf8(&path, bytes, problems) else {
        return;
    };
    let text = text.replace("\r\n", "\n");
    documents.insert("codebook.toml".to_string(), text.clone());
    let Some(toml) = TomlFile::parse(&path, &text, problems) else {
        return;
    };
    parse(&toml, study, problems);
}

/// Reads levels and codes; levels in `study.toml` outweigh those in the codebook.
pub(super) fn parse(toml: &TomlFile<'_>, study: &mut Study, problems: &mut Vec<Problem>) {
    let root = toml.root();
    // What a published codebook says of itself; the study says it again for itself.
    for key in ["key", "title", "citation", "licence", "license", "note", "language"] {
        let _ = root.text(key, problems);
    }
    let own = levels(&root, study.id, problems);
    let levels = if study.codebook.levels().is_empty() { own } else { study.codebook.levels().to_vec() };
    frameworks_toml::read(&root, study, problems);
    let mut ids = Ids::new(study.id, "code");
    let mut codes = Vec::new();
    let mut lines = HashMap::new();
    let mut parents: HashMap<CodeKey, Parents> = HashMap::new();
    for entry in root.tables("codes", problems) {
        if let Some(code) = code(&entry, study, &levels, &mut ids, problems) {
            let (code, hangs) = code;
            lines.entry(code.key.clone()).or_insert_with(|| entry.at("key"));
            parents.entry(code.key.clone()).or_insert(hangs);
            codes.push(code);
        }
    }
    root.finish(problems);
    if levels.is_empty() && !codes.is_empty() {
        let place = Place::file(toml.file).column("levels");
        problems.push(Problem::error(place, "the codebook names no levels").hint("list them lowest first, for example `levels = [\"First-order categories\", \"Second-order themes\", \"Aggregate dimensions\"]`"));
        return;
    }
    let known: Vec<String> = codes.iter().map(|code| code.key.to_string()).collect();
    let flat = flat(&levels, &codes);
    let codes = frameworks_toml::sort_out(study, codes, parents, problems);
    match Codebook::new(levels, codes) {
        Ok(book) => {
            for (first, other, name) in book.called_alike() {
                let place = lines.get(&other.key).cloned().unwrap_or_else(|| Place::file(toml.file));
                let message = format!("the codes `{}` and `{}` both go by “{name}”", first.key, other.key);
                problems.push(Problem::warning(place, message).hint(
                    "whoever types it is asked which one is meant; give one of them another name, or make one of both",
                ));
            }
            study.codebook = book;
        }
        Err(errors) => {
            // The errors stand; the codes are still there to be looked up, so that codings of them
            // are not told to be wrong as well.
            study.codebook = flat;
            for error in errors {
                let place = error.code().and_then(|code| lines.get(code)).cloned();
                let place = place.unwrap_or_else(|| Place::file(toml.file));
                problems.push(match &error {
                    CodebookError::UnknownParent { code, parent } => {
                        let mut problem = unknown(
                            "code",
                            parent.as_str(),
                            known.iter().map(String::as_str),
                            place.column("parent"),
                        );
                        problem.message =
                            format!("code `{code}` has the parent `{parent}`, which is not in the codebook");
                        problem
                    }
                    _ => Problem::error(place, error.to_string()),
                });
            }
        }
    }
}

/// The codes without their hierarchy, each key once.
fn flat(levels: &[Level], codes: &[Code]) -> Codebook {
    let mut levels: Vec<Level> = levels.iter().map(|level| Level { open: false, ..level.clone() }).collect();
    levels.sort_by(|a, b| a.key.cmp(&b.key));
    levels.dedup_by(|a, b| a.key == b.key);
    let mut codes: Vec<Code> = codes.iter().map(|code| Code { parent: None, ..code.clone() }).collect();
    codes.sort_by(|a, b| a.key.cmp(&b.key));
    codes.dedup_by(|a, b| a.key == b.key);
    Codebook::new(levels, codes).unwrap_or_default()
}

/// `[[levels]]` or `levels = ["…", …]`, lowest first.
pub(super) fn levels(root: &Entries<'_>, study: StudyId, problems: &mut Vec<Problem>) -> Vec<Level> {
    let mut ids = Ids::new(study, "level");
    let mut found = Vec::new();
    if root.is_text_list("levels") {
        for name in root.texts("levels", problems) {
            let slug = name.to_lowercase().replace(' ', "-");
            if let Some(key) = root.parse_word::<LevelKey>("levels", &slug, problems) {
                found.push(Level { id: ids.derive(key.as_str()), key, name, open: false });
            }
        }
        return found;
    }
    for entry in root.tables("levels", problems) {
        let Some(word) = entry.required("key", problems) else {
            continue;
        };
        let Some(key) = entry.parse_word::<LevelKey>("key", &word, problems) else {
            continue;
        };
        let id = ids.given_or_derived(entry.parse("id", problems), key.as_str());
        let name = entry.text("name", problems).unwrap_or(word);
        let open = entry.boolean("open", problems).unwrap_or(false);
        entry.finish(problems);
        found.push(Level { id, key, name, open });
    }
    found
}

fn code(
    entry: &Entries<'_>,
    study: &Study,
    levels: &[Level],
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Option<(Code, Parents)> {
    let word = entry.required("key", problems)?;
    let key: CodeKey = entry.parse_word("key", &word, problems)?;
    let level_word = entry.required("level", problems)?;
    // Levels may be named by key or by the printed name.
    let level = levels.iter().find(|level| level.key.as_str() == level_word || level.name == level_word);
    if level.is_none() {
        let known = levels.iter().map(|level| level.key.as_str());
        problems.push(unknown("level", &level_word, known, entry.at("level")));
    }
    // With the error told, any level lets the code be looked up.
    let level = level.or(levels.first())?;
    let text = |key: &str, problems: &mut Vec<Problem>| entry.text(key, problems).unwrap_or_default();
    let mut code = Code {
        id: ids.given_or_derived(entry.parse("id", problems), key.as_str()),
        level: level.key.clone(),
        framework: frameworks_toml::framework(entry, study, problems),
        parent: entry.parse("parent", problems),
        marker: entry.text("marker", problems),
        name: entry.text("name", problems).unwrap_or(word),
        aliases: entry.texts("aliases", problems),
        definition: text("definition", problems),
        inclusion: text("inclusion", problems),
        exclusion: text("exclusion", problems),
        origin: entry.parse("origin", problems),
        references: entry.texts("references", problems),
        colour: entry.parse::<Colour>("colour", problems).or_else(|| entry.parse("color", problems)),
        prefilled: BTreeMap::new(),
        attributes: BTreeMap::new(),
        key,
    };
    let parents = frameworks_toml::parents(entry, study, problems);
    if let Some(table) = entry.table("facets", problems) {
        for facet_word in table.keys() {
            let Some(value) = table.text(&facet_word, problems) else {
                continue;
            };
            let place = table.at(&facet_word);
            if let Some((facet, value)) = assignment(study, &facet_word, &value, place, problems) {
                code.prefilled.insert(facet, value);
            }
        }
    }
    code.attributes = declared_first(entry, study, problems);
    Some((code, parents))
}

fn declared_first(
    entry: &Entries<'_>,
    study: &Study,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    for name in study.attributes.get("codes").into_iter().flatten() {
        if let Some(value) = entry.text(name, problems) {
            attributes.insert(name.clone(), value);
        }
    }
    attributes.extend(entry.finish(problems));
    attributes
}

/// A facet and one of its values by key (or printed name), `all` or `none`.
pub(crate) fn assignment(
    study: &Study,
    facet_word: &str,
    word: &str,
    place: Place,
    problems: &mut Vec<Problem>,
) -> Option<(FacetKey, FacetAssignment)> {
    let Some(facet) = study.facets.iter().find(|facet| facet.key.as_str() == facet_word) else {
        problems.push(unknown("facet", facet_word, study.facets.iter().map(|f| f.key.as_str()), place));
        return None;
    };
    let value = match word {
        "all" => FacetAssignment::All,
        "none" => FacetAssignment::None,
        word => {
            let wanted = |value: &&themata_model::FacetValue| {
                value.key.as_str() == word || value.name.to_lowercase() == word.to_lowercase()
            };
            let Some(value) = facet.values.iter().find(wanted) else {
                let known = facet.values.iter().map(|v| v.key.as_str()).chain(["all", "none"]);
                problems.push(unknown(&format!("value of {facet_word}"), word, known, place));
                return None;
            };
            FacetAssignment::Value(value.key.clone())
        }
    };
    Some((facet.key.clone(), value))
}
