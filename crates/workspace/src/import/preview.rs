//! What would be taken in, file by file, before anything is.

use serde::Serialize;
use themata_model::{SpeakerRole, Study};

use crate::verbs::Document;

/// What an import would find.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportPreview {
    /// The documents, in the order of the files.
    pub documents: Vec<DocumentPreview>,
    /// Files that cannot be read, each with why.
    pub unreadable: Vec<String>,
}

/// What was found in a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentPreview {
    /// Name of the file.
    pub file: String,
    /// The key that the source would have.
    pub key: String,
    /// Whether the study has a source of this key.
    pub is_there: bool,
    /// Format and encoding.
    pub format: String,
    /// Language, where it can be told.
    pub language: Option<String>,
    /// Words of the text.
    pub words: usize,
    /// The speakers in the order in which they first speak.
    pub speakers: Vec<SpeakerPreview>,
    /// Places with a time of their own.
    pub times: usize,
    /// Pages.
    pub pages: usize,
    /// Numbered paragraphs or lines.
    pub numbers: usize,
    /// What is told of it: names of facts with their values.
    pub facts: Vec<(String, String)>,
    /// What was guessed, left out or replaced.
    pub warnings: Vec<String>,
}

/// What was found of a speaker.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerPreview {
    /// The label.
    pub label: String,
    /// `interviewer`, `informant` or `unknown`.
    pub role: &'static str,
    /// Turns.
    pub turns: usize,
    /// Words in them.
    pub words: usize,
}

/// What was found in the documents of one file.
pub(super) fn of(s: &Study, documents: &[Document], warnings: &[String]) -> Vec<DocumentPreview> {
    let mut previews: Vec<DocumentPreview> = documents.iter().map(|document| one(s, document)).collect();
    if let Some(first) = previews.first_mut() {
        first.warnings = warnings.to_vec();
    }
    previews
}

fn one(s: &Study, document: &Document) -> DocumentPreview {
    let found = &document.ingested;
    let count = |text: &str| text.split_whitespace().count();
    let speaker = |(n, speaker): (usize, &themata_model::Speaker)| {
        let own = found.turns.iter().filter(|turn| turn.speaker == n);
        SpeakerPreview {
            label: speaker.label.clone(),
            role: match speaker.role {
                SpeakerRole::Interviewer => "interviewer",
                SpeakerRole::Informant => "informant",
                SpeakerRole::Unknown => "unknown",
            },
            turns: own.clone().count(),
            words: own.map(|turn| turn.body.map_or(0, |body| count(body.of(&found.text)))).sum(),
        }
    };
    let times = found.turns.iter().filter(|turn| turn.timestamp.is_some()).count();
    DocumentPreview {
        file: document.file.clone(),
        key: document.key.clone(),
        is_there: s.sources.iter().any(|source| source.key.as_str() == document.key),
        format: found.extraction.clone(),
        language: found.language.clone(),
        words: count(&found.text),
        speakers: found.speakers.iter().enumerate().map(speaker).collect(),
        times: times.max(found.times.len()),
        pages: found.locators.pages().len(),
        numbers: found.paragraphs.len(),
        facts: facts(document),
        warnings: Vec::new(),
    }
}

fn facts(document: &Document) -> Vec<(String, String)> {
    let told = &document.facts;
    let lists = [
        ("case", &told.cases),
        ("side", &told.sides),
        ("party", &told.parties),
        ("informant", &told.informants),
    ];
    let ones =
        [("wave", &told.wave), ("date", &told.date), ("kind", &told.kind), ("language", &told.language)];
    let lists =
        lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name, list.join("; ")));
    let ones = ones.into_iter().filter_map(|(name, one)| Some((name, one.clone()?)));
    let known = lists.chain(ones).map(|(name, value)| (name.to_string(), value));
    let further = told.set.iter().filter_map(|pair| pair.split_once('='));
    known.chain(further.map(|(name, value)| (name.to_string(), value.to_string()))).collect()
}
