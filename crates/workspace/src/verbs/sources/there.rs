//! Documents that were taken in before: told apart from new ones, and read again as their source was read.

use std::borrow::Cow;
use std::collections::HashMap;

use themata_ingest::{Ingested, TurnDetection};
use themata_model::{Source, SourceKey, Speaker, Study, Text, TextHash};

use super::{Document, Import, speakers};
use crate::WorkspaceError;
use crate::verbs::{Scene, look};

/// A document whose source is there.
pub(super) struct There<'d> {
    document: &'d Document,
    /// The source.
    pub(super) key: SourceKey,
    /// What is found in the document now, where that is to become the text of the source.
    pub(super) changed: Option<Cow<'d, Ingested>>,
}

impl Import {
    /// Tells new documents from those that were taken in before, under the same key or, where nobody told the key,
    /// the same file name.
    pub(super) fn sorted(
        &self,
        at: &Scene<'_, '_>,
        s: &Study,
    ) -> Result<(Vec<&Document>, Vec<There<'_>>), WorkspaceError> {
        let (mut new, mut there) = (Vec::new(), Vec::new());
        for document in &self.documents {
            let Some(source) = document.before(s).filter(|_| !self.again) else {
                new.push(document);
                continue;
            };
            let is_here =
                |hash: TextHash| Ok::<_, WorkspaceError>(at.edit.sources_with(&hash)?.contains(&source.key));
            // The original itself tells nothing new, even where the text was corrected since.
            let changed = if is_here(TextHash::of_bytes(&document.bytes))? {
                None
            } else if self.update {
                // An earlier version of the text would be another change.
                match look::source_with_text(at.edit, source.key.as_str())?.texts.last() {
                    Some(old) => Some(document.read_again(old)?).filter(|found| found.text != old.content),
                    None => Some(Cow::Borrowed(&document.ingested)),
                }
            } else if is_here(TextHash::of(&document.ingested.text))? {
                None
            } else {
                new.push(document);
                continue;
            };
            there.push(There { document, key: source.key.clone(), changed });
        }
        refuse_rivals(&there)?;
        Ok((new, there))
    }
}

impl Document {
    /// The source that it was taken in as.
    pub(crate) fn before<'s>(&self, s: &'s Study) -> Option<&'s Source> {
        let key = self.key.trim();
        let by_key = s.sources.iter().find(|source| source.key.as_str() == key);
        // A key that was told is another document's, whatever its file is called.
        let is_named_by_file = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem) == key;
        let file = format!("sources/{}", self.file);
        by_key.or_else(|| s.sources.iter().find(|source| is_named_by_file && source.file == file))
    }

    /// What is found when who was a speaker stays one, however seldom the label occurs now.
    fn read_again(&self, old: &Text) -> Result<Cow<'_, Ingested>, WorkspaceError> {
        let is_found = |known: &Speaker| {
            self.ingested.speakers.iter().any(|speaker| speakers::is_called(speaker, &known.label))
        };
        let options = self.options.as_ref().filter(|options| options.turns != TurnDetection::AsIs);
        let Some(options) = options.filter(|_| !old.speakers.iter().all(is_found)) else {
            return Ok(Cow::Borrowed(&self.ingested));
        };
        let mut options = options.clone();
        options.known_speakers.extend(old.speakers.iter().map(|speaker| speaker.label.clone()));
        let (found, _) = themata_ingest::read(&self.file, &self.bytes, &options)
            .map_err(|error| WorkspaceError::refused(error.to_string()))?;
        Ok(Cow::Owned(found))
    }
}

/// Refuses documents of which one would overwrite the text that another one brings or has.
fn refuse_rivals(there: &[There<'_>]) -> Result<(), WorkspaceError> {
    let mut first: HashMap<&SourceKey, &There<'_>> = HashMap::new();
    let mut told = Vec::new();
    for one in there {
        let Some(other) = first.insert(&one.key, one) else { continue };
        if one.changed.is_some() || other.changed.is_some() {
            let (file, other) = (&one.document.file, &other.document.file);
            told.push(format!("`{other}` and `{file}` would both be the source `{}`", one.key));
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    Err(WorkspaceError::refused(told.join("; "))
        .hint("import them one by one, the other document with a key of its own (`--key`), or with {key} in a `--pattern`"))
}

/// Sources that are there already and of which something else is told than they say.
pub(super) fn told_in_vain(import: &Import, s: &Study, there: &[There<'_>]) -> Vec<SourceKey> {
    let of_all = || import.speakers.iter().chain(&import.roles);
    let is_told = |one: &&There<'_>| {
        let document = one.document;
        let has = |label: &str| document.ingested.speakers.iter().any(|own| speakers::is_called(own, label));
        let says_all = s.source(&one.key).is_some_and(|source| document.facts.are_said_by(s, source));
        !says_all || of_all().any(|pair| speakers::parted(pair).is_ok_and(|(label, _)| has(label)))
    };
    there.iter().filter(is_told).map(|one| one.key.clone()).collect()
}
