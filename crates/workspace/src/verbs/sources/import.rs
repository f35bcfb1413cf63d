//! Taking documents in as sources.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use themata_analysis::taken_for_one;
use themata_ingest::{Ingested, Options};
use themata_model::{
    Attributes, Informant, Source, SourceKey, SourceKind, Speaker, SpeakerRole, Study, Text, TextHash,
    counted,
};
use themata_store::{Part, Record};

use super::there::told_in_vain;
use super::{SourceFacts, facts, speakers, text};
use crate::WorkspaceError;
use crate::import::LEFT_OUT;
use crate::verbs::{Act, Said, Scene, look};

/// Sources that a sentence of the history names one by one.
const NAMED: usize = 5;

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// Name of the file, without folders.
    pub file: String,
    /// The key of the source.
    pub key: String,
    /// What is told of it.
    pub facts: SourceFacts,
    /// Who speaks under a label in this document, as `label=informant`.
    pub speakers: Vec<String>,
    /// Which part a speaker has in this document, as `label=interviewer`.
    pub roles: Vec<String>,
    /// The bytes of the file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// What was found in them.
    #[serde(skip)]
    pub ingested: Ingested,
    /// How they were read; `None` where they cannot be read once more by themselves, as a row of a survey.
    #[serde(skip)]
    pub options: Option<Options>,
}

impl Document {
    /// Whether somebody has this label, or is called so in the file.
    fn has(&self, label: &str) -> bool {
        let label = self.ingested.label(label);
        self.ingested.speakers.iter().any(|speaker| speakers::is_called(speaker, label))
    }

    /// What is told under a label, under the one that the speaker has here.
    fn written(&self, pair: &str) -> String {
        match speakers::parted(pair) {
            Ok((label, word)) => format!("{}={word}", self.ingested.label(label)),
            Err(_) => pair.to_string(),
        }
    }
}

/// Takes documents in as sources, all or none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Import {
    /// The documents.
    pub documents: Vec<Document>,
    /// Who speaks under a label, as `label=informant`.
    pub speakers: Vec<String>,
    /// Which part a speaker has, as `label=interviewer`.
    pub roles: Vec<String>,
    /// Whether cases, sides, parties and informants that are not known are made.
    pub create: bool,
    /// Whether a document that is there already is taken in again.
    pub again: bool,
    /// Whether a document that changed since it was taken in brings its new text.
    pub update: bool,
    /// Whether a document that cannot be taken in stops all of them.
    #[serde(skip)]
    pub strict: bool,
    /// What was found while the files were read.
    #[serde(skip)]
    pub remarks: Vec<String>,
    /// Whether what is found in each new document is told elsewhere.
    #[serde(skip)]
    pub is_previewed: bool,
}

/// What to do with a document whose words are there.
const AGAIN: &str =
    "add `--again` if it shall count twice; `themata text SOURCE --from FILE` brings in a changed text";

/// What to do with a document that was taken in with other words.
const CHANGED: &str = "`--update` brings in its new text, and its codings follow their words; for another document give a \
                       key of its own with `--key`, or with {key} in a `--pattern`";

/// What to do with a document whose key is another one's.
const TAKEN: &str = "`--update` brings in a text that changed; for another document give a key of its own with `--key`, \
                     or with {key} in a `--pattern`";

impl Act for Import {
    const VERB: &'static str = "import";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let mut s = at.edit.parts(&[Part::Roster, Part::Sources])?;
        let mut lines = self.remarks.clone();
        let (new, there) = self.sorted(at, &s)?;
        let (new, left_out) = self.without_repeats(at, &s, new, there.is_empty())?;
        lines.extend(left_out.iter().map(|why| format!("{LEFT_OUT}{why}")));
        self.refuse_unknown_labels()?;
        let unchanged: Vec<SourceKey> =
            there.iter().filter(|one| one.changed.is_none()).map(|one| one.key.clone()).collect();
        if !unchanged.is_empty() {
            lines.push(format!("there already and unchanged: {}", named(&unchanged)));
        }
        let in_vain = told_in_vain(self, &s, &there);
        let mut updated: Vec<SourceKey> = Vec::new();
        for one in there {
            let Some(found) = one.changed else { continue };
            let said = text::edit(at, &s, one.key.as_str(), None, |_| Ok((found.into_owned(), Vec::new())))?;
            lines.push(said.sentence);
            lines.extend(said.details);
            updated.push(one.key);
        }
        if !in_vain.is_empty() {
            lines.push(format!(
                "what is told of documents that are there already is not taken ({}); `themata sources change` changes it",
                named(&in_vain)
            ));
        }
        let mut keys: Vec<SourceKey> = Vec::new();
        let mut turns = 0;
        let mut paths = s.sources.iter().map(|source| source.file.to_lowercase()).collect();
        for document in new {
            let (source, text) = self.source(at, &mut s, document, &mut paths)?;
            at.edit.put(&Record::Source(&source))?;
            at.edit.put(&Record::Text(&source.key, &text))?;
            at.edit.put(&Record::Original(&source.key, &document.bytes))?;
            turns += text.turns.len();
            lines.extend((!self.is_previewed).then(|| told(&source, &text)));
            lines.extend(super::facts::doubtful_kind(&source));
            lines.extend(taken_for_one(&Source { texts: vec![text.clone()], ..source.clone() }));
            keys.push(source.key.clone());
            s.sources.push(source);
        }
        let mut parts = Vec::new();
        if !keys.is_empty() {
            parts.push(format!("imported {} ({})", named(&keys), counted(turns, "turn")));
        }
        if !updated.is_empty() {
            parts.push(format!("brought in the changed text of {}", named(&updated)));
        }
        if parts.is_empty() {
            parts.push("everything is there already, unchanged".to_string());
        }
        let mut said = Said::new(parts.join("; "));
        keys.extend(updated);
        for key in &keys {
            said = said.source(key);
        }
        said.incomplete = !left_out.is_empty();
        Ok(lines.into_iter().fold(said, Said::detail))
    }
}

/// Keys in a sentence: the first ones, and how many more.
fn named(keys: &[SourceKey]) -> String {
    let names: Vec<String> = keys.iter().take(NAMED).map(|key| format!("*{key}*")).collect();
    match keys.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

impl Import {
    /// Parts documents from those that are there already or whose key is taken, and says of each of these why it is
    /// left out. They are refused when there is nothing else to take in, or nothing may be left out.
    fn without_repeats<'d>(
        &self,
        at: &Scene<'_, '_>,
        s: &Study,
        documents: Vec<&'d Document>,
        alone: bool,
    ) -> Result<(Vec<&'d Document>, Vec<String>), WorkspaceError> {
        let (mut kept, mut again, mut changed, mut taken) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut contents: HashMap<TextHash, &str> = HashMap::new();
        let mut keys: HashMap<&str, &str> = HashMap::new();
        for document in documents {
            let file = &document.file;
            let mut hashes = vec![TextHash::of_bytes(&document.bytes)];
            // Rows of surveys are people, whose answers may be the same: only the whole row says that it is there already.
            let is_respondent = document.options.is_none();
            if !is_respondent {
                hashes.push(TextHash::of(&document.ingested.text));
            }
            let mut there: Vec<String> = Vec::new();
            for hash in &hashes {
                there.extend(at.edit.sources_with(hash)?.iter().map(|key| format!("the source `{key}`")));
                there.extend(contents.get(hash).filter(|_| !is_respondent).map(|other| format!("`{other}`")));
            }
            let key = document.key.trim();
            if let Some(there) = there.first().filter(|_| !self.again) {
                again.push(format!("`{file}` has the same words as {there}"));
            } else if let Some(source) = s.sources.iter().find(|source| source.key.as_str() == key) {
                // What has the same words was told apart before, or is counted twice.
                match source.file.strip_prefix("sources/") == Some(file) && !self.again {
                    true => changed
                        .push(format!("`{file}` has changed since it was taken in as the source `{key}`")),
                    false => taken.push(format!("`{file}`: there is a source `{key}` already")),
                }
            } else if let Some(other) = keys.get(key) {
                taken.push(format!("`{other}` and `{file}` would both be the source `{key}`"));
            } else {
                kept.push(document);
                keys.insert(key, file);
                for hash in hashes {
                    contents.entry(hash).or_insert(file);
                }
            }
        }
        let refused = self.strict || kept.is_empty() && alone;
        let told = [(AGAIN, again), (CHANGED, changed), (TAKEN, taken)];
        if let Some((why, told)) = told.iter().find(|(_, told)| refused && !told.is_empty()) {
            return Err(WorkspaceError::refused(told.join("; ")).hint(*why));
        }
        let with = |(why, told): (&str, Vec<String>)| {
            told.into_iter().map(|told| format!("{told}; {why}")).collect::<Vec<_>>()
        };
        Ok((kept, told.into_iter().flat_map(with).collect()))
    }

    /// Refuses labels of speakers that no document has.
    fn refuse_unknown_labels(&self) -> Result<(), WorkspaceError> {
        let all = || self.documents.iter().flat_map(|document| &document.ingested.speakers);
        for pair in self.speakers.iter().chain(&self.roles) {
            let (label, _) = speakers::parted(pair)?;
            if !self.documents.iter().any(|document| document.has(label)) {
                let known = all().map(|speaker| speaker.label.as_str());
                return Err(look::unknown("speaker with the label", label, known));
            }
        }
        Ok(())
    }

    /// The labels told of that are this document's: the same name may be another person in another
    /// interview, so where informants are told the one meant must be among them.
    fn pairs_for(&self, s: &Study, source: &Source, document: &Document) -> Vec<String> {
        let fits = |pair: &&String| {
            let Ok((label, word)) = speakers::parted(pair) else { return true };
            let is_here = document.has(label);
            let told = &source.informants;
            // What is no informant is told of when it is looked up.
            is_here
                && (told.is_empty() || look::informant(s, word).map_or(true, |who| told.contains(&who.key)))
        };
        self.speakers.iter().filter(fits).map(|pair| document.written(pair)).collect()
    }

    /// The parts that are told of the speakers of a document.
    fn roles_for(&self, document: &Document) -> Vec<String> {
        let is_here = |pair: &&String| speakers::parted(pair).is_ok_and(|(label, _)| document.has(label));
        let told = self.roles.iter().filter(is_here).map(|pair| document.written(pair));
        document.roles.iter().cloned().chain(told).collect()
    }

    fn source(
        &self,
        at: &mut Scene<'_, '_>,
        s: &mut Study,
        document: &Document,
        paths: &mut HashSet<String>,
    ) -> Result<(Source, Text), WorkspaceError> {
        let found = &document.ingested;
        let kind = if found.turns.is_empty() { SourceKind::Document } else { SourceKind::Transcript };
        let mut source = Source {
            id: at.fresh_id(),
            key: look::key(&document.key)?,
            file: free_path(paths, &document.file),
            kind,
            cases: Vec::new(),
            sides: Vec::new(),
            parties: Vec::new(),
            informants: Vec::new(),
            date: None,
            wave: None,
            recorded: None,
            language: found.language.clone(),
            attributes: Attributes::new(),
            texts: Vec::new(),
        };
        document.facts.apply(at, s, &mut source, self.create)?;
        let mut speakers = found.speakers.clone();
        name_speakers(s, &source, &mut speakers);
        let roles = self.roles_for(document);
        // Whoever is told to ask is no informant for being called like one.
        for speaker in speakers.iter_mut().filter(|speaker| speakers::asks(speaker, &roles)) {
            speaker.informant = None;
        }
        let mut pairs = self.pairs_for(s, &source, document);
        pairs.extend(document.speakers.iter().cloned());
        for pair in &pairs {
            facts::speaking(at, s, &source, speakers::parted(pair)?.1, self.create)?;
        }
        speakers::map(s, &mut source, &mut speakers, &pairs)?;
        speakers::cast(&source.key, &mut speakers, &roles)?;
        let text = Text {
            id: at.fresh_id(),
            content: found.text.clone(),
            hash: TextHash::of(&found.text),
            extraction: found.extraction.clone(),
            turns: found.turns.clone(),
            speakers,
            locators: found.locators.clone(),
        };
        Ok((source, text))
    }
}

/// Names the speakers whose label is the key, title or recorded name of one of the source's informants; whoever is
/// one does not ask, whatever the label looks like.
pub(super) fn name_speakers(s: &Study, source: &Source, speakers: &mut [Speaker]) {
    let informants: Vec<&Informant> = source.informants.iter().filter_map(|key| s.informant(key)).collect();
    for speaker in speakers.iter_mut().filter(|speaker| speaker.informant.is_none()) {
        speaker.informant = themata_exchange::informant_labelled(&speaker.label, &informants);
        if speaker.informant.is_some() {
            speaker.role = SpeakerRole::Informant;
        }
    }
}

/// Where the original stands in the study folder: its own name, with a number where that is among the paths `taken`, which
/// are in lower case. Some systems take upper and lower case for the same.
fn free_path(taken: &mut HashSet<String>, file: &str) -> String {
    // The folder passes over hidden files and the backups of editors.
    let file = file.trim_start_matches('.').trim_end_matches('~').replace(['/', '\\'], "-");
    let file = if file.is_empty() { "document".to_string() } else { file };
    let (stem, ending) = match file.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_string(), format!(".{ending}")),
        None => (file.clone(), String::new()),
    };
    let numbered = (2..).map(|n| format!("sources/{stem}-{n}{ending}"));
    let first = std::iter::once(format!("sources/{file}"));
    first.chain(numbered).find(|path| taken.insert(path.to_lowercase())).unwrap_or_default()
}

/// What was found in a document, for the person who asked.
fn told(source: &Source, text: &Text) -> String {
    let whose: Vec<String> = [
        source.cases.iter().map(ToString::to_string).collect::<Vec<_>>(),
        source.sides.iter().map(ToString::to_string).collect(),
        source.informants.iter().map(ToString::to_string).collect(),
    ]
    .concat();
    let whose = if whose.is_empty() { String::new() } else { format!(" [{}]", whose.join(", ")) };
    let kind = source.kind.as_str();
    if text.turns.is_empty() {
        return format!("{}{whose}: {kind}, no speakers found", source.key);
    }
    let turns = counted(text.turns.len(), "turn");
    format!("{}{whose}: {kind}, {turns}, speakers: {}", source.key, speakers::in_words(&text.speakers))
}
