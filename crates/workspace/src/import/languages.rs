//! The language of documents that are too short to tell it each by itself, such as the answers of a survey.

use std::collections::BTreeSet;

use crate::verbs::Document;

/// Bytes of words that tell a language.
const SAMPLE: usize = 20_000;

/// Gives documents without a language the one that the others have, or that all of them tell together; says so.
pub(super) fn share<'d>(documents: impl Iterator<Item = &'d mut Document>) -> Option<String> {
    let (mut told, mut mute) = (BTreeSet::new(), Vec::new());
    for document in documents {
        match document.facts.language.as_ref().or(document.ingested.language.as_ref()) {
            Some(language) => drop(told.insert(language.clone())),
            None if document.ingested.text.trim().is_empty() => {}
            None => mute.push(document),
        }
    }
    let mut sample = String::new();
    for document in &mute {
        if sample.len() > SAMPLE {
            break;
        }
        sample.push_str(&document.ingested.text);
        sample.push('\n');
    }
    let together = themata_ingest::language(&sample, &[]);
    let language = match (told.into_iter().collect::<Vec<_>>().as_slice(), together) {
        ([], Some(language)) => language,
        ([one], None) => one.clone(),
        ([one], Some(language)) if language == *one => language,
        // Several, or another: nothing is guessed.
        _ => return None,
    };
    let n = mute.len();
    mute.iter_mut().for_each(|document| document.ingested.language = Some(language.clone()));
    let those = themata_model::counted_as(n, "document is", "documents are");
    (n > 0).then(|| {
        format!(
            "{those} too short to tell the language alone; it is taken to be `{language}`, as all of them together tell \
             (`--language` names another)"
        )
    })
}
