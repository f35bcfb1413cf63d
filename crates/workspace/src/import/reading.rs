//! Reading many files at once: several at a time, told in their order.

use std::panic::resume_unwind;
use std::sync::mpsc;

use themata_ingest::{Ingested, Options, SurveyOptions, is_survey, read, read_survey};

use super::ImportWish;
use super::files::{Found, file_name, stem};
use crate::{Progress, Stage, pool};

/// A document that a file holds; a survey holds many.
pub(super) struct Taken {
    /// The key it would have by itself.
    pub(super) key: String,
    /// Name of its original.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) ingested: Ingested,
    /// How it was read, where it can be read once more.
    pub(super) options: Option<Options>,
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

/// Reads the files, each with its options; what cannot be read comes back as a sentence, at the place of the file.
pub(super) fn read_all(
    files: &[Found],
    wish: &ImportWish,
    options: &(impl Fn(&Found) -> Options + Sync),
    progress: &dyn Fn(&Progress),
) -> Vec<Result<Read, String>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || {
            pool::map(files, |_, file| {
                let read = read_one(file, wish, options(file));
                // Nobody listens any more where the caller stumbled.
                sender.send(file_name(&file.name).to_string()).ok();
                read
            })
        });
        for (done, what) in receiver.iter().enumerate() {
            progress(&Progress { stage: Stage::Importing, done: done + 1, of: files.len(), what });
        }
        reading.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn read_one(file: &Found, wish: &ImportWish, options: Options) -> Result<Read, String> {
    let name = file_name(&file.name);
    let bytes =
        std::fs::read(&file.path).map_err(|error| format!("`{}` cannot be read: {error}", file.name))?;
    if is_survey(name, &bytes) {
        return survey(name, &bytes, wish);
    }
    // A table that a spreadsheet program saved as text, or whose rows look like turns, is one where it has the columns that
    // were named.
    let lower = name.to_lowercase();
    let may_be_one =
        [".txt", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods"].iter().any(|end| lower.ends_with(end));
    if !wish.text_columns.is_empty()
        && may_be_one
        && let Ok(read) = survey(name, &bytes, wish)
    {
        return Ok(read);
    }
    let (ingested, problems) = read(name, &bytes, &options).map_err(|error| error.to_string())?;
    if ingested.text.trim().is_empty() {
        return Err(format!("`{}` holds no words", file.name));
    }
    let warnings = problems.into_iter().map(|problem| problem.to_string()).collect();
    let key = stem(name).to_string();
    let taken = Taken {
        key,
        file: name.to_string(),
        bytes,
        ingested,
        options: Some(options),
        told: Vec::new(),
        is_respondent: false,
    };
    Ok(Read { documents: vec![taken], warnings })
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
        options: None,
        told: one.attributes,
        is_respondent: true,
    });
    let documents: Vec<Taken> = documents.collect();
    let mut warnings: Vec<String> = survey.problems.into_iter().map(|problem| problem.to_string()).collect();
    if wish.update && wish.key_column.is_none() {
        warnings.push(format!(
            "`{name}` is brought up to date by the numbers of its rows, since no column names the respondents: where a row is new, moved or \
             gone above others, these get the words of somebody else; compare what changed, and name a column with `--key-column`"
        ));
    }
    Ok(Read { documents, warnings })
}

/// What is said where columns of a survey are named, and no document is one.
pub(super) fn in_vain<'t>(
    wish: &ImportWish,
    mut documents: impl Iterator<Item = &'t Taken>,
) -> Option<String> {
    let is_named =
        !wish.text_columns.is_empty() || wish.key_column.is_some() || wish.informant_column.is_some();
    (is_named && !documents.any(|one| one.is_respondent)).then(|| {
        "columns of a survey are named, but no document is a table that has them; save it as .csv or .xlsx".to_string()
    })
}
