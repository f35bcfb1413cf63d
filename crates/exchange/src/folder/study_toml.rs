//! `study.toml`: what the study is, its sides, facets, totals, claims and outputs.

use std::collections::BTreeMap;

use themata_model::{
    Claim, ClaimKind, DeclaredAttributes, Exhibit, ExhibitKind, Output, OutputKind, Place, Problem, RowId,
    Side, StatedTotal, Study, StudyId, StudyKey,
};

use super::Files;
use super::entries::{Entries, TomlFile};
use super::facets;
use super::ids::{Ids, identity};
use super::sheet::{unknown, utf8};

/// Reads `study.toml`; the second result holds its text by name.
/// Reads `study.toml`; the second result holds its text by name. `places` takes up where totals,
/// claims and outputs stand.
pub(super) fn read(
    files: &Files,
    places: &mut BTreeMap<String, Place>,
    problems: &mut Vec<Problem>,
) -> Option<(Study, BTreeMap<String, String>)> {
    const NAME: &str = "study.toml";
    let bytes = files.get(NAME).map(Vec::as_slice).unwrap_or_default();
    let text = utf8(NAME, bytes, problems)?.replace("\r\n", "\n");
    let toml = TomlFile::parse(NAME, &text, problems)?;
    let study = parse(&toml, problems)?;
    note_places(&toml, places);
    let localised = with_local_codebook(&text);
    Some((study, BTreeMap::from([(NAME.to_string(), localised)])))
}

/// Notes where each total, claim and output stands: `totals:0`, `claims:0`, and outputs by exhibit.
fn note_places(toml: &TomlFile<'_>, places: &mut BTreeMap<String, Place>) {
    let root = toml.root();
    let mut quiet = Vec::new();
    for list in ["totals", "claims"] {
        for (i, entry) in root.tables(list, &mut quiet).iter().enumerate() {
            places.insert(format!("{list}:{i}"), entry.here());
        }
    }
    for entry in root.tables("outputs", &mut quiet) {
        let kind = entry.text("table", &mut quiet).or_else(|| entry.text("figure", &mut quiet));
        if let Some(exhibit) = entry.text("exhibit", &mut quiet).or(kind) {
            places.entry(exhibit).or_insert_with(|| entry.here());
        }
    }
}

/// Totals and claims that name what is not there, once cases, parties and levels are read.
pub(super) fn check_references(study: &Study, places: &BTreeMap<String, Place>, problems: &mut Vec<Problem>) {
    let place = |list: &str, i: usize, column: &str| {
        let known = places.get(&format!("{list}:{i}")).cloned();
        known.unwrap_or_else(|| Place::file("study.toml")).column(column)
    };
    for (i, total) in study.totals.iter().enumerate() {
        let mut miss = |what: &str, word: &str, known: Vec<&str>| {
            if !known.contains(&word) {
                problems.push(unknown(what, word, known.into_iter(), place("totals", i, what)));
            }
        };
        if let Some(key) = &total.case {
            miss("case", key.as_str(), study.cases.iter().map(|c| c.key.as_str()).collect());
        }
        if let Some(key) = &total.side {
            miss("side", key.as_str(), study.sides.iter().map(|s| s.key.as_str()).collect());
        }
        if let Some(key) = &total.party {
            miss("party", key.as_str(), study.parties.iter().map(|p| p.key.as_str()).collect());
        }
    }
    for (i, claim) in study.claims.iter().enumerate() {
        let levels = || study.codebook.levels().iter().map(|level| level.key.as_str());
        if let Some(level) = claim.level.as_ref().filter(|level| !levels().any(|key| key == level.as_str())) {
            problems.push(unknown("level", level.as_str(), levels(), place("claims", i, "level")));
        }
    }
}

/// The study as `study.toml` alone tells it.
pub(super) fn parse(toml: &TomlFile<'_>, problems: &mut Vec<Problem>) -> Option<Study> {
    let root = toml.root();
    let key: Option<StudyKey> = match root.text("key", problems) {
        Some(word) => root.parse_word("key", &word, problems),
        None => {
            let place = Place::file(toml.file).line(1).column("key");
            problems.push(
                Problem::error(place, "the study has no `key`")
                    .hint("write for example `key = \"my-study\"`"),
            );
            None
        }
    };
    let key = key?;
    let mut study = Study::new(key, "");
    if let Some(id) = root.parse::<themata_model::Uuid>("id", problems) {
        study.id = StudyId(id);
    }
    study.title = root.text("title", problems).unwrap_or_else(|| study.key.to_string());
    study.citation = root.text("citation", problems).unwrap_or_default();
    study.licence =
        root.text("licence", problems).or_else(|| root.text("license", problems)).unwrap_or_default();
    study.synthetic = root.boolean("synthetic", problems).unwrap_or(false);
    study.language = root.text("language", problems);
    study.allowed = root.texts("allow", problems);
    // Read by the codebook's reader; named here so that they count as known.
    let _ = root.text("codebook", problems);
    study.sides = sides(&root, study.id, problems);
    study.facets = facets::read(&root, study.id, problems);
    study.attributes = attributes(&root, problems);
    study.totals = totals(&root, study.id, problems);
    study.claims = claims(&root, study.id, problems);
    exhibits_and_outputs(&root, &mut study, problems);
    let levels = super::codebook_toml::levels(&root, study.id, problems);
    if let Ok(book) = themata_model::Codebook::new(levels, Vec::new()) {
        study.codebook = book;
    }
    root.finish(problems);
    Some(study)
}

fn given_id(entries: &Entries<'_>, problems: &mut Vec<Problem>) -> Option<RowId> {
    entries.parse("id", problems)
}

fn sides(root: &Entries<'_>, study: StudyId, problems: &mut Vec<Problem>) -> Vec<Side> {
    let mut ids = Ids::new(study, "side");
    if root.is_text_list("sides") {
        let words = root.texts("sides", problems);
        let side = |word: &String| {
            let key: themata_model::SideKey = root.parse_word("sides", word, &mut Vec::new())?;
            Some(Side { id: ids.derive(key.as_str()), name: key.to_string(), key })
        };
        return words.iter().filter_map(side).collect();
    }
    let mut sides = Vec::new();
    for entry in root.tables("sides", problems) {
        let Some(key) = entry.required("key", problems) else {
            continue;
        };
        let Some(key) = entry.parse_word::<themata_model::SideKey>("key", &key, problems) else {
            continue;
        };
        if sides.iter().any(|side: &Side| side.key == key) {
            problems.push(Problem::error(entry.at("key"), format!("the side `{key}` is given twice")));
            continue;
        }
        let id = ids.given_or_derived(given_id(&entry, problems), key.as_str());
        let name = entry.text("name", problems).unwrap_or_else(|| key.to_string());
        entry.finish(problems);
        sides.push(Side { id, key, name });
    }
    sides
}

fn attributes(root: &Entries<'_>, problems: &mut Vec<Problem>) -> DeclaredAttributes {
    const TABLES: [&str; 14] = [
        "parties",
        "cases",
        "informants",
        "sources",
        "codes",
        "codings",
        "coders",
        "excerpts",
        "findings",
        "memos",
        "links",
        "questions",
        "placements",
        "members",
    ];
    let Some(table) = root.table("attributes", problems) else {
        return DeclaredAttributes::new();
    };
    let mut declared = DeclaredAttributes::new();
    for name in TABLES {
        let columns = table.texts(name, problems);
        if !columns.is_empty() {
            declared.insert(name.to_string(), columns.into_iter().collect());
        }
    }
    table.finish(problems);
    declared
}

fn totals(root: &Entries<'_>, study: StudyId, problems: &mut Vec<Problem>) -> Vec<StatedTotal> {
    let mut ids = Ids::new(study, "total");
    let mut totals = Vec::new();
    for entry in root.tables("totals", problems) {
        let of = entry.required("of", problems).and_then(|word| entry.parse_word("of", &word, problems));
        let value = entry.number("value", problems);
        if value.is_none() && !entry.keys().contains(&"value".to_string()) {
            problems.push(Problem::error(
                entry.at("value"),
                "`value` is missing: the number that the paper states",
            ));
        }
        let mut total = StatedTotal {
            id: RowId(study.0),
            of: of.unwrap_or(themata_model::TotalOf::Informants),
            case: entry.parse("case", problems),
            side: entry.parse("side", problems),
            party: entry.parse("party", problems),
            wave: entry.parse("wave", problems),
            value: value.unwrap_or(0),
        };
        total.id = ids.given_or_derived(given_id(&entry, problems), &total_identity(&total));
        entry.finish(problems);
        if of.is_some() && value.is_some() {
            totals.push(total);
        }
    }
    totals
}

/// What makes a stated total this one and no other.
pub(super) fn total_identity(total: &StatedTotal) -> String {
    identity(&[
        total.of.as_str(),
        total.case.as_ref().map_or("", |key| key.as_str()),
        total.side.as_ref().map_or("", |key| key.as_str()),
        total.party.as_ref().map_or("", |key| key.as_str()),
        total.wave.as_ref().map_or("", |key| key.as_str()),
    ])
}

/// What makes a claim this one and no other.
pub(super) fn claim_identity(claim: &Claim) -> String {
    identity(&[claim.kind.as_str(), claim.level.as_ref().map_or("", |key| key.as_str())])
}

fn claims(root: &Entries<'_>, study: StudyId, problems: &mut Vec<Problem>) -> Vec<Claim> {
    let mut ids = Ids::new(study, "claim");
    if root.is_text_list("claims") {
        let words = root.texts("claims", problems);
        let mut claims = Vec::new();
        for word in words {
            if let Some(kind) = root.parse_word::<ClaimKind>("claims", &word, problems) {
                let claim = Claim { id: RowId(study.0), kind, level: None };
                claims.push(Claim { id: ids.derive(&claim_identity(&claim)), ..claim });
            }
        }
        return claims;
    }
    let mut claims = Vec::new();
    for entry in root.tables("claims", problems) {
        let kind =
            entry.required("kind", problems).and_then(|word| entry.parse_word("kind", &word, problems));
        let level = entry.parse("level", problems);
        let given = given_id(&entry, problems);
        entry.finish(problems);
        if let Some(kind) = kind {
            let claim = Claim { id: RowId(study.0), kind, level };
            claims.push(Claim { id: ids.given_or_derived(given, &claim_identity(&claim)), ..claim });
        }
    }
    claims
}

/// `[[exhibits]]` names exhibits of the paper; `[[outputs]]` says what is made. An output whose
/// exhibit is not declared declares it.
fn exhibits_and_outputs(root: &Entries<'_>, study: &mut Study, problems: &mut Vec<Problem>) {
    let mut ids = Ids::new(study.id, "exhibit");
    for entry in root.tables("exhibits", problems) {
        let Some(key) = entry.required("key", problems) else {
            continue;
        };
        let Some(key) = entry.parse_word::<themata_model::ExhibitKey>("key", &key, problems) else {
            continue;
        };
        if study.exhibit(&key).is_some() {
            problems.push(Problem::error(entry.at("key"), format!("the exhibit `{key}` is given twice")));
            continue;
        }
        let kind = entry.parse("kind", problems).unwrap_or(ExhibitKind::Table);
        let id = ids.given_or_derived(given_id(&entry, problems), key.as_str());
        let title = entry.text("title", problems).unwrap_or_else(|| key.to_string());
        entry.finish(problems);
        study.exhibits.push(Exhibit { id, key, title, kind });
    }
    let mut output_ids = Ids::new(study.id, "output");
    for entry in root.tables("outputs", problems) {
        let kind = match (entry.text("table", problems), entry.text("figure", problems)) {
            (Some(table), None) => OutputKind::Table(table),
            (None, Some(figure)) => OutputKind::Figure(figure),
            _ => {
                let message =
                    "an output is either a table or a figure: write `table = \"…\"` or `figure = \"…\"`";
                problems.push(Problem::error(entry.at("table"), message));
                continue;
            }
        };
        let (OutputKind::Table(word) | OutputKind::Figure(word)) = &kind;
        let exhibit = entry.text("exhibit", problems).unwrap_or_else(|| word.clone());
        let Some(exhibit) = entry.parse_word::<themata_model::ExhibitKey>("exhibit", &exhibit, problems)
        else {
            continue;
        };
        let file = file_name(exhibit.as_str());
        if file == "manifest" || study.outputs.iter().any(|other| file_name(other.exhibit.as_str()) == file) {
            let message = format!("two outputs would be written to files called `{file}`");
            let problem = Problem::error(entry.here().column("exhibit"), message);
            problems.push(problem.hint("give each output an `exhibit` of its own"));
            continue;
        }
        let title = entry.text("title", problems);
        let given = given_id(&entry, problems);
        let mut options = BTreeMap::new();
        for key in entry.keys() {
            if ["table", "figure", "exhibit", "title", "id"].contains(&key.as_str()) {
                continue;
            }
            let value = match entry.boolean(&key, &mut Vec::new()) {
                Some(flag) => Some(flag.to_string()),
                None => Some(entry.texts(&key, &mut Vec::new()).join(";"))
                    .filter(|list| !list.is_empty())
                    .or_else(|| entry.text(&key, problems)),
            };
            if let Some(value) = value {
                options.insert(key, value);
            }
        }
        if study.exhibit(&exhibit).is_none() {
            let exhibit_kind =
                if matches!(kind, OutputKind::Table(_)) { ExhibitKind::Table } else { ExhibitKind::Figure };
            let id = ids.derive(exhibit.as_str());
            let title = title.clone().unwrap_or_default();
            study.exhibits.push(Exhibit { id, key: exhibit.clone(), title, kind: exhibit_kind });
        } else if let (Some(title), Some(found)) =
            (title, study.exhibits.iter_mut().find(|e| e.key == exhibit))
        {
            found.title = title;
        }
        let id = output_ids.given_or_derived(given, exhibit.as_str());
        study.outputs.push(Output { id, exhibit, kind, options });
    }
}

/// The name of an output's files, as far as file systems tell names apart.
fn file_name(exhibit: &str) -> String {
    exhibit
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' })
        .collect()
}

/// The codebook's path when it leads out of the folder.
pub(super) fn outside_codebook(files: &Files) -> Option<String> {
    let path = codebook_path(files)?;
    path.starts_with("../").then_some(path)
}

/// Where an entry of `study.toml` stands.
pub(super) fn place_of(files: &Files, key: &str) -> Place {
    let text = files.get("study.toml").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    match TomlFile::parse("study.toml", &text, &mut Vec::new()) {
        Some(toml) => Place { file: "study.toml".to_string(), ..toml.root().at(key) },
        None => Place::file("study.toml").column(key),
    }
}

/// The codebook's path as `study.toml` gives it.
pub(super) fn codebook_path(files: &Files) -> Option<String> {
    let text = std::str::from_utf8(files.get("study.toml")?).ok()?;
    let document: toml_edit::DocumentMut = text.trim_start_matches('\u{feff}').parse().ok()?;
    Some(document.get("codebook")?.as_str()?.replace('\\', "/"))
}

/// The text with the codebook's path pointing into the folder, where unpacking puts it.
fn with_local_codebook(text: &str) -> String {
    let Ok(mut document) = text.parse::<toml_edit::DocumentMut>() else {
        return text.to_string();
    };
    if let Some(value) = document.get_mut("codebook").and_then(toml_edit::Item::as_value_mut)
        && value.as_str() != Some("codebook.toml")
    {
        let decor = value.decor().clone();
        *value = toml_edit::Value::from("codebook.toml");
        *value.decor_mut() = decor;
    }
    document.to_string()
}
