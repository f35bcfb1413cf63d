//! What would be taken in, file by file, before anything is.

use serde::Serialize;
use themata_model::{Speaker, SpeakerRole, Study};

use super::{ImportWish, LEFT_OUT, gathered};
use crate::verbs::{By, Document, Import};
use crate::{Progress, Workspace, WorkspaceError};

/// What an import would find.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportPreview {
    /// The documents, in the order of the files.
    pub documents: Vec<DocumentPreview>,
    /// Files that cannot be read, each with why.
    pub unreadable: Vec<String>,
    /// Documents that would be left out, since their words or their keys are there, each with why and what to do.
    pub left_out: Vec<String>,
    /// What becomes of sources that are there, with their codings, and what is doubtful of new ones.
    pub becomes: Vec<String>,
    /// What was remarked on all of them.
    pub warnings: Vec<String>,
}

/// What was found in a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentPreview {
    /// Name of the file.
    pub file: String,
    /// The key that the source would have.
    pub key: String,
    /// Whether it was taken in before, under the same key or file name.
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
    /// `interviewer`, `informant` or `unknown`; what was told of the speaker outweighs what was found.
    pub role: String,
    /// Why it is taken for that, where nobody told it.
    pub reason: Option<String>,
    /// The informant, where one is told.
    pub informant: Option<String>,
    /// Turns.
    pub turns: usize,
    /// Words in them.
    pub words: usize,
}

impl Workspace {
    /// What would be taken in: nothing is. The import is rehearsed, so that both tell what is left out or refused, and
    /// what becomes of the codings where texts have changed.
    ///
    /// # Errors
    /// When the pattern or a table cannot be read, or no file name fits the pattern.
    pub fn import_preview(
        &mut self,
        wish: &ImportWish,
        by: &By,
        progress: &dyn Fn(&Progress),
    ) -> Result<ImportPreview, WorkspaceError> {
        let s = self.outline()?;
        let gathered = gathered(wish, Some(&s), progress)?;
        let of = |(documents, warnings): &(Vec<Document>, Vec<String>)| of(&s, wish, documents, warnings);
        let documents = gathered.files.iter().flat_map(of).collect();
        drop(s);
        let found: Vec<Document> = gathered.files.into_iter().flat_map(|(documents, _)| documents).collect();
        let mut preview = ImportPreview {
            documents,
            unreadable: gathered.unreadable,
            left_out: Vec::new(),
            becomes: Vec::new(),
            warnings: gathered.warnings,
        };
        if found.is_empty() {
            return Ok(preview);
        }
        let import = Import { is_previewed: true, ..wish.import(found, Vec::new()) };
        match self.apply(&import.into(), &by.clone().rehearsing()) {
            Ok(done) => {
                for line in done.details {
                    match line.strip_prefix(LEFT_OUT) {
                        Some(why) => preview.left_out.push(why.to_string()),
                        None => preview.becomes.push(line),
                    }
                }
            }
            Err(error) => preview
                .left_out
                .push(format!("all of them, since the import is refused: {}", error.in_full())),
        }
        Ok(preview)
    }
}

/// What was found in the documents of one file.
fn of(s: &Study, wish: &ImportWish, documents: &[Document], warnings: &[String]) -> Vec<DocumentPreview> {
    let mut previews: Vec<DocumentPreview> =
        documents.iter().map(|document| one(s, wish, document)).collect();
    if let Some(first) = previews.first_mut() {
        first.warnings = warnings.to_vec();
    }
    previews
}

fn one(s: &Study, wish: &ImportWish, document: &Document) -> DocumentPreview {
    let found = &document.ingested;
    let count = themata_ingest::words;
    // Turns and words of each speaker.
    let mut said = vec![(0, 0); found.speakers.len()];
    for turn in &found.turns {
        if let Some((turns, words)) = said.get_mut(turn.speaker) {
            *turns += 1;
            *words += turn.body.map_or(0, |body| count(body.of(&found.text)));
        }
    }
    let reasons = themata_ingest::role_reasons(&found.text, &found.speakers, &found.turns);
    let speaker = |((speaker, reason), (turns, words)): ((&Speaker, Option<String>), (usize, usize))| {
        let informant = told_of(speaker, &[&wish.speakers, &document.speakers]);
        let role = told_of(speaker, &[&document.roles, &wish.roles])
            .or_else(|| informant.filter(|key| *key != "-").map(|_| "informant"));
        SpeakerPreview {
            label: speaker.label.clone(),
            reason: reason.filter(|_| role.is_none()),
            role: role
                .unwrap_or(match speaker.role {
                    SpeakerRole::Interviewer => "interviewer",
                    SpeakerRole::Informant => "informant",
                    SpeakerRole::Unknown => "unknown",
                })
                .to_string(),
            informant: informant.filter(|key| *key != "-").map(str::to_string),
            turns,
            words,
        }
    };
    let times = found.turns.iter().filter(|turn| turn.timestamp.is_some()).count();
    DocumentPreview {
        file: document.file.clone(),
        key: document.key.clone(),
        is_there: document.before(s).is_some(),
        format: found.extraction.clone(),
        language: found.language.clone(),
        words: count(&found.text),
        speakers: found.speakers.iter().zip(reasons).zip(said).map(speaker).collect(),
        times: times.max(found.locators.times().len()),
        pages: found.locators.pages().len(),
        numbers: found.locators.numbers().len(),
        facts: facts(document),
        warnings: Vec::new(),
    }
}

/// What the last of the pairs says of a speaker.
fn told_of<'p>(speaker: &Speaker, pairs: &[&'p Vec<String>]) -> Option<&'p str> {
    let parted = pairs.iter().copied().flatten().filter_map(|pair| pair.rsplit_once('='));
    let own = parted.filter(|(label, _)| label.trim().to_lowercase() == speaker.label.to_lowercase());
    own.map(|(_, word)| word.trim()).next_back()
}

fn facts(document: &Document) -> Vec<(String, String)> {
    let told = &document.facts;
    let lists = [
        ("case", &told.cases),
        ("side", &told.sides),
        ("party", &told.parties),
        ("informant", &told.informants),
    ];
    let ones = [
        ("wave", &told.wave),
        ("date", &told.date),
        ("kind", &told.kind),
        ("language", &told.language),
        ("recorded", &told.recorded),
    ];
    let lists =
        lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(name, list)| (name, list.join("; ")));
    let ones = ones.into_iter().filter_map(|(name, one)| Some((name, one.clone()?)));
    let known = lists.chain(ones).map(|(name, value)| (name.to_string(), value));
    let further = told.set.iter().filter_map(|pair| pair.split_once('='));
    known.chain(further.map(|(name, value)| (name.to_string(), value.to_string()))).collect()
}
