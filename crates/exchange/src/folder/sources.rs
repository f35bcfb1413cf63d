//! `sources.csv`, the documents in `sources/`, and what is known of their texts.

use std::collections::BTreeMap;

use themata_ingest::{Ingested, Options};
use themata_model::{
    CharOffset, Informant, InformantKey, LocatorMap, Place, Problem, RowId, Source, SourceKey, SourceKind,
    Span, Speaker, SpeakerRole, Study, Text, TextHash, TextIndex, Timestamp, Turn,
};

use super::ids::{Ids, identity};
use super::roster::{find_case, find_party, find_side};
use super::sheet::{Columns, Row, Sheet, look_up, unknown};
use super::{Files, columns};

/// Reads the sources with their texts into `study` and returns the original bytes.
pub(super) fn read(
    files: &Files,
    study: &mut Study,
    problems: &mut Vec<Problem>,
) -> BTreeMap<SourceKey, Vec<u8>> {
    let mut originals = BTreeMap::new();
    let columns = Columns {
        known: columns::SOURCES,
        required: &["key"],
        facets: vec![],
        declared: study.attributes.get("sources"),
    };
    let had_problems = problems.len();
    let sheet = Sheet::read(files, "sources.csv", &columns, problems);
    if sheet.is_none()
        && problems[had_problems..].iter().any(|p| p.severity == themata_model::Severity::Error)
    {
        return originals;
    }
    let explicit = Explicit::read(files, problems);
    let mut ids = Ids::new(study.id, "source");
    let Some(sheet) = sheet else {
        read_without_table(files, study, &mut originals, &mut ids, problems);
        return originals;
    };
    for row in sheet.iter() {
        let Some(key) = row.required::<SourceKey>("key", problems) else {
            continue;
        };
        if study.source(&key).is_some() {
            problems.push(Problem::error(row.at("key"), format!("the source `{key}` is given twice")));
            continue;
        }
        let mut source = described(study, &row, key, &mut ids, problems);
        if source.file.is_empty() {
            match file_of(files, &source.key) {
                Some(file) => source.file = file,
                None => {
                    let message = format!("no file is given, and `sources/{}.txt` is not there", source.key);
                    problems.push(Problem::error(row.at("file"), message));
                    continue;
                }
            }
        }
        if let Some(other) = study.sources.iter().find(|other| other.file == source.file) {
            let message =
                format!("`{}` is the file of the source `{}` too; it counts twice", source.file, other.key);
            problems.push(Problem::warning(row.at("file"), message));
        }
        let original = files.get(&source.file);
        if let Some(bytes) = original {
            check_hash(&row, bytes, problems);
        }
        source.texts = match explicit.texts_of(files, study, &source, problems) {
            Some(texts) => texts,
            None => {
                extracted(files, study, &source, original, &row.at("file"), problems).into_iter().collect()
            }
        };
        if source.texts.is_empty() {
            continue;
        }
        explicit.apply_speakers(study, &mut source, problems);
        if let Some(bytes) = original {
            originals.insert(source.key.clone(), bytes.clone());
        }
        study.sources.push(source);
    }
    explicit.name_strangers(study, problems);
    originals
}

/// Without `sources.csv` every file in `sources/` is a transcript, its name the key.
fn read_without_table(
    files: &Files,
    study: &mut Study,
    originals: &mut BTreeMap<SourceKey, Vec<u8>>,
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) {
    for (name, bytes) in
        files.range("sources/".to_string()..).take_while(|(name, _)| name.starts_with("sources/"))
    {
        let stem =
            name["sources/".len()..].rsplit_once('.').map_or(&name["sources/".len()..], |(stem, _)| stem);
        let place = Place::file(name.clone());
        let Ok(key) = stem.parse::<SourceKey>() else {
            problems.push(Problem::error(
                place,
                "the file's name cannot be a key; rename it or list it in sources.csv",
            ));
            continue;
        };
        if let Some(other) = study.source(&key) {
            let message = format!("`{}` gives the same key `{key}`", other.file);
            problems
                .push(Problem::error(place, message).hint("rename one of them, or list both in sources.csv"));
            continue;
        }
        let mut source = empty_source(ids.derive(key.as_str()), key, SourceKind::Transcript);
        source.file = name.clone();
        source.texts = extracted(files, study, &source, Some(bytes), &place, problems).into_iter().collect();
        if !source.texts.is_empty() {
            originals.insert(source.key.clone(), bytes.clone());
            study.sources.push(source);
        }
    }
    if study.sources.is_empty() && !files.keys().any(|name| name.starts_with("sources/")) {
        let problem = Problem::warning(Place::file("sources.csv"), "the study has no sources");
        problems.push(problem.hint("put transcripts into `sources/` and list them in sources.csv"));
    }
}

fn empty_source(id: RowId, key: SourceKey, kind: SourceKind) -> Source {
    Source {
        id,
        key,
        file: String::new(),
        kind,
        cases: vec![],
        sides: vec![],
        parties: vec![],
        informants: vec![],
        date: None,
        wave: None,
        recorded: None,
        language: None,
        attributes: BTreeMap::new(),
        texts: vec![],
    }
}

fn described(
    study: &Study,
    row: &Row<'_>,
    key: SourceKey,
    ids: &mut Ids,
    problems: &mut Vec<Problem>,
) -> Source {
    let known: BTreeMap<String, InformantKey> =
        study.informants.iter().map(|i| (i.key.to_string(), i.key.clone())).collect();
    let mut informants = Vec::new();
    for word in row.unique_list("informant", problems) {
        informants.extend(look_up("informant", word, &known, || row.at("informant"), problems).cloned());
    }
    let kind = match row.get("kind") {
        "" if !informants.is_empty() => SourceKind::Transcript,
        word => SourceKind::from(word),
    };
    let mut source = empty_source(ids.given_or_derived(row.id(problems), key.as_str()), key, kind);
    source.file = row.get("file").replace('\\', "/");
    source.cases = row
        .unique_list("case", problems)
        .into_iter()
        .filter_map(|w| find_case(study, w, row, "case", problems))
        .collect();
    source.sides = row
        .unique_list("side", problems)
        .into_iter()
        .filter_map(|w| find_side(study, w, row, problems))
        .collect();
    source.parties = row
        .unique_list("party", problems)
        .into_iter()
        .filter_map(|w| find_party(study, w, row, "party", problems))
        .collect();
    source.informants = informants;
    source.date = row.some("date");
    source.wave = row.parse("wave", problems);
    source.recorded = row.yes_no("recorded", problems);
    source.language = row.some("language");
    source.attributes = row.attributes();
    source
}

fn file_of(files: &Files, key: &SourceKey) -> Option<String> {
    ["txt", "md"].iter().map(|ending| format!("sources/{key}.{ending}")).find(|name| files.contains_key(name))
}

fn check_hash(row: &Row<'_>, bytes: &[u8], problems: &mut Vec<Problem>) {
    let Some(stated) = row.parse::<TextHash>("sha256", problems) else {
        return;
    };
    let found = TextHash::of_bytes(bytes);
    if stated != found {
        let message =
            format!("the file `{}` is not the one this hash was taken of (it has {found})", row.get("file"));
        problems.push(
            Problem::error(row.at("sha256"), message)
                .hint("empty the cell if the file was changed on purpose"),
        );
    }
}

/// The text of a source as reading its files gives it: `texts/<key>.txt` where it is there, else
/// the original.
fn extracted(
    files: &Files,
    study: &Study,
    source: &Source,
    original: Option<&Vec<u8>>,
    place: &Place,
    problems: &mut Vec<Problem>,
) -> Option<Text> {
    let canonical = format!("texts/{}.txt", source.key);
    let (name, bytes) = match (files.get(&canonical), original) {
        (Some(bytes), _) => (canonical.as_str(), bytes),
        (None, Some(bytes)) => (source.file.as_str(), bytes),
        (None, None) => {
            let problem = Problem::error(place.clone(), format!("there is no file `{}`", source.file));
            let near = files.keys().find(|name| strsim::osa_distance(name, &source.file) <= 2);
            problems.push(match near {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem,
            });
            return None;
        }
    };
    match default_text(study, source, name, bytes) {
        Ok((text, found)) => {
            problems.extend(found);
            Some(text)
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// What reading `bytes` gives for the source when nothing was set by hand.
pub(super) fn default_text(
    study: &Study,
    source: &Source,
    name: &str,
    bytes: &[u8],
) -> Result<(Text, Vec<Problem>), Problem> {
    let ingested = themata_ingest::read(name, bytes, &Options::default());
    let (ingested, mut found) =
        ingested.map_err(|error| Problem::error(Place::file(name), error.to_string()))?;
    for problem in &mut found {
        if problem.place.file.is_empty() {
            problem.place.file = name.to_string();
        }
    }
    let Ingested { text: content, extraction, turns, mut speakers, locators, .. } = ingested;
    if content.is_empty() {
        found.push(Problem::warning(Place::file(name), "the document is empty"));
    }
    let informants: Vec<&Informant> =
        source.informants.iter().filter_map(|key| study.informant(key)).collect();
    for speaker in &mut speakers {
        speaker.informant = informant_labelled(&speaker.label, &informants);
    }
    let id = study.id.row("text", &identity(&[source.key.as_str(), "1"]));
    let hash = TextHash::of(&content);
    Ok((Text { id, hash, content, extraction, turns, speakers, locators }, found))
}

/// The one informant whose key, title or recorded name a label repeats.
pub fn informant_labelled(label: &str, informants: &[&Informant]) -> Option<InformantKey> {
    const NAMES: [&str; 4] = ["name", "speaker", "label", "initials"];
    let label = label.to_lowercase();
    let fits = |informant: &&&Informant| {
        informant.key.as_str().to_lowercase() == label
            || informant.title.to_lowercase() == label
            || NAMES
                .iter()
                .any(|name| informant.attributes.get(*name).is_some_and(|v| v.to_lowercase() == label))
    };
    let mut fitting = informants.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one.key.clone()),
        _ => None,
    }
}

/// What `texts.csv`, `turns.csv`, `speakers.csv`, `pages.csv` and `locators.csv` say of texts.
struct Explicit {
    texts: Option<Sheet>,
    turns: Option<Sheet>,
    speakers: Option<Sheet>,
    pages: Option<Sheet>,
    locators: Option<Sheet>,
}

impl Explicit {
    fn read(files: &Files, problems: &mut Vec<Problem>) -> Explicit {
        let mut sheet = |file, known: &[&str], required: &[&str]| {
            Sheet::read(files, file, &Columns { known, required, facets: vec![], declared: None }, problems)
        };
        Explicit {
            texts: sheet("texts.csv", columns::TEXTS, &["source", "version", "file"]),
            turns: sheet("turns.csv", columns::TURNS, &["source", "speaker", "label_start", "label_end"]),
            speakers: sheet("speakers.csv", columns::SPEAKERS, &["source", "label"]),
            pages: sheet("pages.csv", columns::PAGES, &["source", "start", "page"]),
            locators: sheet("locators.csv", columns::LOCATORS, &["source", "start"]),
        }
    }

    fn rows<'a>(sheet: Option<&'a Sheet>, source: &'a str) -> impl Iterator<Item = Row<'a>> {
        sheet.into_iter().flat_map(Sheet::iter).filter(move |row| row.get("source") == source)
    }

    /// The versions of a source's text that `texts.csv` lists, oldest first.
    fn texts_of(
        &self,
        files: &Files,
        study: &Study,
        source: &Source,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<Text>> {
        let key = source.key.as_str();
        let mut versions: Vec<(u32, Text)> = Vec::new();
        let mut listed = false;
        for row in Self::rows(self.texts.as_ref(), key) {
            listed = true;
            let Some(version) = row.required::<u32>("version", problems) else {
                continue;
            };
            let file = row.get("file");
            let Some(content) = files.get(file).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
                problems.push(Problem::error(row.at("file"), format!("there is no UTF-8 text `{file}`")));
                continue;
            };
            let hash = TextHash::of(content);
            if row.parse::<TextHash>("sha256", problems).is_some_and(|stated| stated != hash) {
                let message = format!("`{file}` is not the text this hash was taken of (it has {hash})");
                problems.push(Problem::error(row.at("sha256"), message));
                continue;
            }
            let derived = study.id.row("text", &identity(&[key, &version.to_string()]));
            let index = TextIndex::new(content);
            let speakers = self.speakers_of(study, key, version, problems);
            let turns = self.turns_of(key, version, &index, &speakers, problems);
            let locators = self.locators_of(key, version, &index, problems);
            let id = row.id(problems).unwrap_or(derived);
            let extraction = row.raw("extraction").to_string();
            let content = content.to_string();
            versions.push((version, Text { id, content, hash, extraction, turns, speakers, locators }));
        }
        versions.sort_by_key(|(version, _)| *version);
        listed.then(|| versions.into_iter().map(|(_, text)| text).collect())
    }

    fn speakers_of(
        &self,
        study: &Study,
        source: &str,
        version: u32,
        problems: &mut Vec<Problem>,
    ) -> Vec<Speaker> {
        let mut speakers = Vec::new();
        for row in Self::rows(self.speakers.as_ref(), source) {
            if row.get("version") == version.to_string() {
                speakers.push(Speaker {
                    label: row.raw("label").to_string(),
                    role: role(&row, problems).unwrap_or(SpeakerRole::Unknown),
                    informant: informant(study, &row, problems),
                });
            }
        }
        speakers
    }

    fn turns_of(
        &self,
        source: &str,
        version: u32,
        index: &TextIndex<'_>,
        speakers: &[Speaker],
        problems: &mut Vec<Problem>,
    ) -> Vec<Turn> {
        let mut turns = Vec::new();
        for row in Self::rows(self.turns.as_ref(), source) {
            if row.get("version") != version.to_string() {
                continue;
            }
            let speaker = row
                .required::<usize>("speaker", problems)
                .filter(|number| (1..=speakers.len()).contains(number));
            let label = span(&row, "label_start", "label_end", index, problems);
            let body =
                if row.get("start").is_empty() { None } else { span(&row, "start", "end", index, problems) };
            let timestamp = row.parse::<u64>("milliseconds", problems).map(Timestamp);
            match (speaker, label) {
                (Some(speaker), Some(label)) => {
                    turns.push(Turn { speaker: speaker - 1, label, body, timestamp })
                }
                (None, _) => {
                    let message =
                        format!("speaker is the number of a row of speakers.csv, 1 to {}", speakers.len());
                    problems.push(Problem::error(row.at("speaker"), message));
                }
                _ => {}
            }
        }
        turns
    }

    fn locators_of(
        &self,
        source: &str,
        version: u32,
        index: &TextIndex<'_>,
        problems: &mut Vec<Problem>,
    ) -> LocatorMap {
        let own =
            |sheet| Self::rows(sheet, source).filter(move |row| row.get("version") == version.to_string());
        let place = |row: &Row<'_>, what: &str, problems: &mut Vec<Problem>| {
            let start = index.byte_of_char(CharOffset(row.required::<usize>("start", problems)?));
            if start.is_none() {
                let message = format!("the {what} stands beyond the text");
                problems.push(Problem::error(row.at("start"), message));
            }
            start
        };
        let (mut pages, mut numbers, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for row in own(self.pages.as_ref()) {
            pages.extend(place(&row, "page", problems).map(|start| (start, row.raw("page").to_string())));
        }
        for row in own(self.locators.as_ref()) {
            let Some(start) = place(&row, "number or time", problems) else { continue };
            let time = row.parse::<u64>("milliseconds", problems).map(Timestamp);
            times.extend(time.map(|time| (start, time)));
            if !row.raw("number").is_empty() {
                numbers.push((start, row.raw("number").to_string()));
            } else if time.is_none() {
                problems.push(Problem::error(row.at("number"), "the row tells neither a number nor a time"));
            }
        }
        LocatorMap::new(pages).with_numbers(numbers).with_times(times)
    }

    /// Rows of `speakers.csv` without a version set role and informant of a speaker that was found.
    fn apply_speakers(&self, study: &Study, source: &mut Source, problems: &mut Vec<Problem>) {
        for row in Self::rows(self.speakers.as_ref(), source.key.as_str()) {
            if !row.get("version").is_empty() {
                continue;
            }
            let label = row.get("label");
            let Some(text) = source.texts.last_mut() else {
                continue;
            };
            let known: Vec<String> = text.speakers.iter().map(|speaker| speaker.label.clone()).collect();
            match text.speakers.iter_mut().find(|speaker| speaker.label == label) {
                Some(speaker) => {
                    if let Some(role) = role(&row, problems) {
                        speaker.role = role;
                    }
                    speaker.informant = informant(study, &row, problems);
                }
                None => {
                    let known = known.iter().map(String::as_str);
                    problems.push(unknown(
                        &format!("speaker in `{}` with the label", source.key),
                        label,
                        known,
                        row.at("label"),
                    ));
                }
            }
        }
    }

    /// Rows that name a source which does not exist.
    fn name_strangers(&self, study: &Study, problems: &mut Vec<Problem>) {
        for sheet in
            [&self.texts, &self.turns, &self.speakers, &self.pages, &self.locators].into_iter().flatten()
        {
            for row in sheet.iter() {
                if !study.sources.iter().any(|source| source.key.as_str() == row.get("source")) {
                    let known = study.sources.iter().map(|source| source.key.as_str());
                    problems.push(unknown("source", row.get("source"), known, row.at("source")));
                }
            }
        }
    }
}

fn role(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<SpeakerRole> {
    match row.get("role") {
        "" => None,
        "interviewer" => Some(SpeakerRole::Interviewer),
        "informant" => Some(SpeakerRole::Informant),
        "unknown" => Some(SpeakerRole::Unknown),
        other => {
            let message = format!("`{other}` is not a role; use `interviewer`, `informant` or `unknown`");
            problems.push(Problem::error(row.at("role"), message));
            None
        }
    }
}

/// The word for a role in `speakers.csv`.
pub(super) fn role_word(role: SpeakerRole) -> &'static str {
    match role {
        SpeakerRole::Interviewer => "interviewer",
        SpeakerRole::Informant => "informant",
        SpeakerRole::Unknown => "unknown",
    }
}

fn informant(study: &Study, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<InformantKey> {
    let word = row.some("informant")?;
    let known: BTreeMap<String, InformantKey> =
        study.informants.iter().map(|i| (i.key.to_string(), i.key.clone())).collect();
    look_up("informant", &word, &known, || row.at("informant"), problems).cloned()
}

fn span(
    row: &Row<'_>,
    from: &str,
    to: &str,
    index: &TextIndex<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Span> {
    let start = row.required::<usize>(from, problems)?;
    let end = row.required::<usize>(to, problems)?;
    match index.span_of_chars(CharOffset(start), CharOffset(end)) {
        Ok(span) => Some(span),
        Err(error) => {
            problems.push(Problem::error(row.at(from), error.to_string()));
            None
        }
    }
}
