//! Reading many files at once: several at a time, told in their order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, mpsc};

use themata_ingest::{Ingested, Options, SurveyOptions, TurnDetection, is_survey, read, read_survey};

use super::ImportWish;
use super::files::{Found, file_name, stem};
use crate::{Progress, Stage};

/// A document that a file holds; a survey holds many.
pub(super) struct Taken {
    /// The key it would have by itself.
    pub(super) key: String,
    /// Name of its original.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) ingested: Ingested,
    /// What the table says of a respondent.
    pub(super) told: Vec<(String, String)>,
    /// Whether it is a row of a survey.
    pub(super) is_respondent: bool,
}

/// What was found in a file.
pub(super) struct Read {
    pub(super) documents: Vec<Taken>,
    pub(super) warnings: Vec<String>,
}

/// Reads the files; what cannot be read comes back as a sentence, at the place of the file.
pub(super) fn read_all(
    files: &[Found],
    wish: &ImportWish,
    progress: &dyn Fn(Progress),
) -> Vec<Result<Read, String>> {
    let told = wish.speakers.iter().chain(&wish.roles);
    let labels = told.filter_map(|pair| pair.split_once('=')).map(|(label, _)| label.trim().to_string());
    let options = Options {
        known_speakers: labels.collect(),
        encoding: wish.encoding.clone(),
        turns: if wish.as_is { TurnDetection::AsIs } else { TurnDetection::Detect },
    };
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<Result<Read, String>>>> = files.iter().map(|_| Mutex::new(None)).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, next, slots, options) = (sender.clone(), &next, &slots, &options);
            scope.spawn(move || {
                while let Some((file, slot)) = {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    files.get(n).zip(slots.get(n))
                } {
                    let read = read_one(file, wish, options);
                    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(read);
                    // Nobody listens any more where the caller stumbled.
                    sender.send(file_name(&file.name).to_string()).ok();
                }
            });
        }
        drop(sender);
        for (done, what) in receiver.iter().enumerate() {
            progress(Progress { stage: Stage::Importing, done: done + 1, of: files.len(), what });
        }
    });
    let taken = |(file, slot): (&Found, Mutex<Option<Result<Read, String>>>)| {
        let read = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
        read.unwrap_or_else(|| Err(format!("`{}` was not read", file.name)))
    };
    files.iter().zip(slots).map(taken).collect()
}

fn read_one(file: &Found, wish: &ImportWish, options: &Options) -> Result<Read, String> {
    let name = file_name(&file.name);
    let bytes =
        std::fs::read(&file.path).map_err(|error| format!("`{}` cannot be read: {error}", file.name))?;
    if is_survey(name, &bytes) {
        return survey(name, &bytes, wish);
    }
    let (ingested, problems) = read(name, &bytes, options).map_err(|error| error.to_string())?;
    if ingested.text.trim().is_empty() {
        return Err(format!("`{}` holds no words", file.name));
    }
    let warnings = problems.into_iter().map(|problem| problem.to_string()).collect();
    let key = stem(name).to_string();
    let documents =
        vec![Taken { key, file: name.to_string(), bytes, ingested, told: Vec::new(), is_respondent: false }];
    Ok(Read { documents, warnings })
}

/// The respondents of a survey; the original of each is its row under the head of the table.
fn survey(name: &str, bytes: &[u8], wish: &ImportWish) -> Result<Read, String> {
    let options = SurveyOptions {
        text_columns: wish.text_columns.clone(),
        key_column: wish.key_column.clone(),
        encoding: wish.encoding.clone(),
    };
    let survey = read_survey(name, bytes, &options).map_err(|error| error.to_string())?;
    let documents = survey.respondents.into_iter().map(|one| Taken {
        file: format!("{}-{}.csv", stem(name), one.key),
        key: one.key,
        bytes: one.row.into_bytes(),
        ingested: one.ingested,
        told: one.attributes,
        is_respondent: true,
    });
    let warnings = survey.problems.into_iter().map(|problem| problem.to_string()).collect();
    Ok(Read { documents: documents.collect(), warnings })
}
