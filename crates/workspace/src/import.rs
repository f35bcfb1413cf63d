//! Documents on the disk become sources: the files are found and read here, before the study is touched.

mod pattern;

use std::path::{Path, PathBuf};

use themata_ingest::{Ingested, Options};
use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Problem, Study};

use crate::verbs::{By, Document, Done, Import, SourceFacts, look};
use crate::{Progress, Stage, Workspace, WorkspaceError};
use pattern::Pattern;

/// Which documents are taken in, and what is told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportWish {
    /// Files, and folders that are walked.
    pub paths: Vec<PathBuf>,
    /// How file names tell case, side, informant …, for example `{case}_{informant}.txt`.
    pub pattern: Option<String>,
    /// The key, where there is one document.
    pub key: Option<String>,
    /// What is told of all of them; it outweighs the file names.
    pub facts: SourceFacts,
    /// Who speaks under a label, as `label=informant`.
    pub speakers: Vec<String>,
    /// Which part a speaker has, as `label=interviewer`.
    pub roles: Vec<String>,
    /// Whether cases, sides, parties and informants that are not known are made.
    pub create: bool,
    /// Whether a document that is there already is taken in again.
    pub again: bool,
    /// Whether files that cannot be read are left out instead of stopping everything.
    pub skip_bad: bool,
}

/// A file to take in: where it is, and its name as it is told.
struct Found {
    path: PathBuf,
    name: String,
}

impl Workspace {
    /// What the names of the files tell by the pattern, as a table; what the study does not know yet is
    /// marked as new. `None` without a pattern.
    ///
    /// # Errors
    /// When the pattern cannot be read, or a file name does not fit it.
    pub fn import_guesses(&self, wish: &ImportWish) -> Result<Option<Table>, WorkspaceError> {
        let Some(pattern) = wish.pattern.as_deref().map(Pattern::parse).transpose()? else { return Ok(None) };
        let s = self.outline()?;
        let files = found(&wish.paths)?;
        let mut table = Table::new("guesses", "Files");
        table.columns.push(Column::text("file", "File", 1.0));
        table.columns.extend(pattern.fields().into_iter().map(|field| Column::text(field, field, 1.0)));
        for file in &files {
            let mut cells = vec![Cell::text(file_name(&file.name))];
            for (field, value) in guessed(&pattern, file)? {
                let new = if is_new(&s, field, &value) { " (new)" } else { "" };
                cells.push(Cell::text(format!("{value}{new}")));
            }
            table.rows.push(Row::Body(cells));
        }
        Ok(Some(table))
    }

    /// Takes documents in, all as one entry of the history.
    ///
    /// # Errors
    /// When a file cannot be read or does not fit the pattern, names something unknown, or is there
    /// already; nothing is then taken in.
    pub fn import(
        &mut self,
        wish: &ImportWish,
        by: &By,
        progress: &dyn Fn(Progress),
    ) -> Result<Done, WorkspaceError> {
        let pattern = wish.pattern.as_deref().map(Pattern::parse).transpose()?;
        let files = found(&wish.paths)?;
        if wish.key.is_some() && files.len() != 1 {
            return Err(WorkspaceError::refused(format!("one key is given for {} files", files.len()))
                .hint("let the file names tell the keys, or import the files one by one"));
        }
        let told = wish.speakers.iter().chain(&wish.roles);
        let labels = told.filter_map(|pair| pair.split_once('=')).map(|(label, _)| label);
        let options =
            Options { known_speakers: labels.map(|l| l.trim().to_string()).collect(), ..Options::default() };
        let s = pattern.is_some().then(|| self.outline().map(|s| s.into_owned())).transpose()?;
        let mut documents = Vec::new();
        let mut bad = Vec::new();
        let mut warnings = Vec::new();
        for (done, file) in files.iter().enumerate() {
            let what = file_name(&file.name).to_string();
            progress(Progress { stage: Stage::Importing, done, of: files.len(), what });
            match read(file, &options) {
                Ok((bytes, ingested, problems)) => {
                    let told = match (&pattern, &s) {
                        (Some(pattern), Some(s)) => parted(s, guessed(pattern, file)?),
                        _ => Vec::new(),
                    };
                    documents.push(document(wish, file, told, bytes, ingested));
                    warnings.extend(problems.iter().map(|problem| problem.message.clone()));
                }
                Err(told) => bad.push(told),
            }
        }
        if documents.is_empty() || !bad.is_empty() && !wish.skip_bad {
            return Err(unreadable(&bad));
        }
        let skipped = bad.into_iter().map(|told| format!("left out: {told}")).collect();
        let import = Import {
            documents,
            speakers: wish.speakers.clone(),
            roles: wish.roles.clone(),
            create: wish.create,
            again: wish.again,
            remarks: [skipped, warnings].concat(),
        };
        let what = themata_model::counted(import.documents.len(), "document");
        progress(Progress { stage: Stage::Storing, done: 0, of: 1, what });
        self.apply(&import.into(), by)
    }
}

fn unreadable(bad: &[String]) -> WorkspaceError {
    if bad.is_empty() {
        return WorkspaceError::refused("there are no files to take in")
            .hint("name files, or folders that hold some");
    }
    WorkspaceError::refused(bad.join("; "))
        .hint("nothing was taken in; mend or remove what cannot be read, or leave it out with `--skip-bad`")
}

fn document(
    wish: &ImportWish,
    file: &Found,
    told: Vec<(&'static str, String)>,
    bytes: Vec<u8>,
    ingested: Ingested,
) -> Document {
    let mut facts = wish.facts.clone();
    let mut key = wish.key.clone();
    for (field, value) in told {
        let list = |list: &mut Vec<String>| {
            if list.is_empty() {
                list.push(value.clone());
            }
        };
        match field {
            "case" => list(&mut facts.cases),
            "side" => list(&mut facts.sides),
            "party" => list(&mut facts.parties),
            "informant" => list(&mut facts.informants),
            "wave" => drop(facts.wave.get_or_insert(value)),
            "date" => drop(facts.date.get_or_insert(value)),
            "kind" => drop(facts.kind.get_or_insert(value)),
            "language" => drop(facts.language.get_or_insert(value)),
            "key" => drop(key.get_or_insert(value)),
            _ => {}
        }
    }
    let name = file_name(&file.name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let key = key.unwrap_or_else(|| stem.to_string());
    Document { file: name.to_string(), key, facts, bytes, ingested }
}

/// The bytes of a file and what was found in them, or why it cannot be read.
fn read(file: &Found, options: &Options) -> Result<(Vec<u8>, Ingested, Vec<Problem>), String> {
    let bytes =
        std::fs::read(&file.path).map_err(|error| format!("`{}` cannot be read: {error}", file.name))?;
    let (ingested, problems) =
        themata_ingest::read(file_name(&file.name), &bytes, options).map_err(|error| error.to_string())?;
    if ingested.text.trim().is_empty() {
        return Err(format!("`{}` holds no words", file.name));
    }
    Ok((bytes, ingested, problems))
}

/// What the name of a file tells.
fn guessed(pattern: &Pattern, file: &Found) -> Result<Vec<(&'static str, String)>, WorkspaceError> {
    pattern.read(&file.name).ok_or_else(|| {
        WorkspaceError::refused(format!("the name `{}` does not fit the pattern", file.name))
            .hint("rename the file, or import it by itself with `--case`, `--informant` …")
    })
}

/// What a name tells, with lists as they are written elsewhere: a `+` joins several, unless the study
/// knows something whose key has one.
fn parted(s: &Study, told: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let joins = |field: &str, value: &str| ROWS.contains(&field) && is_unknown(s, field, value);
    let part = |(field, value): (&'static str, String)| {
        let value = if joins(field, &value) { value.replace('+', ";") } else { value };
        (field, value)
    };
    told.into_iter().map(part).collect()
}

/// Fields that name rows of the roster.
const ROWS: [&str; 4] = ["case", "side", "party", "informant"];

fn is_unknown(s: &Study, field: &str, words: &str) -> bool {
    match field {
        "case" => look::case(s, words).is_err(),
        "side" => look::side(s, words).is_err(),
        "party" => look::party(s, words).is_err(),
        "informant" => look::informant(s, words).is_err(),
        _ => false,
    }
}

fn is_new(s: &Study, field: &str, value: &str) -> bool {
    let unknown = |words: &str| is_unknown(s, field, words);
    unknown(value) && value.split('+').any(|part| unknown(part.trim()))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The files that are meant, those of a folder in the order of their names.
fn found(paths: &[PathBuf]) -> Result<Vec<Found>, WorkspaceError> {
    let mut files = Vec::new();
    for path in paths {
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        walk(path, name.trim_end_matches('/'), &mut files)?;
    }
    Ok(files)
}

fn walk(path: &Path, name: &str, files: &mut Vec<Found>) -> Result<(), WorkspaceError> {
    if !path.is_dir() {
        files.push(Found { path: path.to_path_buf(), name: name.to_string() });
        return Ok(());
    }
    let fail = |error| WorkspaceError::refused(format!("the folder `{name}` cannot be read: {error}"));
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(path).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    for entry in entries {
        let own = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Hidden files are what systems and editors leave behind.
        if !own.starts_with('.') {
            walk(&entry, &format!("{name}/{own}"), files)?;
        }
    }
    Ok(())
}
