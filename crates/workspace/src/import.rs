//! Documents on the disk become sources: the files are found and read here, before the study is touched.

mod beside;
mod files;
mod fitting;
mod languages;
mod metadata;
mod pattern;
mod preview;
mod reading;
mod speaker_map;
mod told;

use std::path::PathBuf;

use themata_ingest::{Options, TurnDetection};
use themata_model::Study;
use themata_model::table::{Cell, Column, Row, Table};

use crate::verbs::{By, Document, Done, Import, SourceFacts, look};
use crate::{Progress, Stage, Workspace, WorkspaceError};
use files::{Found, file_name, found, stem};
use fitting::{fitting, guessed};
use metadata::Names;
use pattern::Pattern;
pub use preview::{DocumentPreview, ImportPreview, SpeakerPreview};
use reading::Taken;

/// Which documents are taken in, and what is told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportWish {
    /// Files, and folders that are walked.
    pub paths: Vec<PathBuf>,
    /// How file names tell case, side, informant …, for example `{case}_{informant}.txt`.
    pub pattern: Option<String>,
    /// The key, where there is one document.
    pub key: Option<String>,
    /// What is told of all of them; it outweighs whatever else tells of a document.
    pub facts: SourceFacts,
    /// Who speaks under a label, as `label=informant`.
    pub speakers: Vec<String>,
    /// Which part a speaker has, as `label=interviewer`.
    pub roles: Vec<String>,
    /// Whether cases, sides, parties and informants that are not known are made.
    pub create: bool,
    /// Whether a document that is there already is taken in again.
    pub again: bool,
    /// A table that tells who speaks under a label and in which part (columns `label`, `informant`, `role`, and
    /// `source` where that differs).
    pub speaker_map: Option<PathBuf>,
    /// A table that tells of each document what its name does not (a column `file` that names the document, and
    /// columns such as `case`, `date` or an attribute); it outweighs the file names.
    pub metadata: Option<PathBuf>,
    /// Whether texts are taken without turns.
    pub as_is: bool,
    /// Name of the encoding of all files; `None` to find out.
    pub encoding: Option<String>,
    /// Columns of a survey that hold answers.
    pub text_columns: Vec<String>,
    /// Column of a survey that names the respondents.
    pub key_column: Option<String>,
    /// Column of a survey that names the informants.
    pub informant_column: Option<String>,
    /// Whether a document that changed since it was taken in brings its new text.
    pub update: bool,
    /// Whether one file that cannot be read stops everything, instead of being left out.
    pub strict: bool,
}

impl Workspace {
    /// What the names of the files tell by the pattern, as a table; what the study does not know yet is
    /// marked as new. `None` without a pattern.
    ///
    /// # Errors
    /// When the pattern cannot be read, or no file name fits it.
    pub fn import_guesses(&self, wish: &ImportWish) -> Result<Option<Table>, WorkspaceError> {
        let Some(pattern) = wish.pattern.as_deref().map(Pattern::parse).transpose()? else { return Ok(None) };
        let s = self.outline()?;
        let (files, _) = fitting(found(&wish.paths)?, Some(&pattern))?;
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

    /// Takes documents in, all as one entry of the history. Files that cannot be read, have words that are there, or would
    /// be a source that is another's, are left out and told, unless the wish is strict.
    ///
    /// # Errors
    /// When no file can be taken in, or one names something unknown; nothing is then
    /// taken in.
    pub fn import(
        &mut self,
        wish: &ImportWish,
        by: &By,
        progress: &dyn Fn(&Progress),
    ) -> Result<Done, WorkspaceError> {
        // Only what file names tell has to be looked up before.
        let s = wish.pattern.as_ref().map(|_| self.outline()).transpose()?;
        let gathered = gathered(wish, s.as_deref(), progress)?;
        drop(s);
        let bad = gathered.unreadable;
        let (documents, warnings): (Vec<Vec<_>>, Vec<_>) = gathered.files.into_iter().unzip();
        let documents: Vec<Document> = documents.into_iter().flatten().collect();
        if documents.is_empty() || !bad.is_empty() && wish.strict {
            return Err(unreadable(&bad, wish.strict));
        }
        let incomplete = !bad.is_empty();
        let skipped = bad.into_iter().map(|told| format!("{LEFT_OUT}{told}")).collect();
        let import = wish.import(documents, [skipped, warnings.concat(), gathered.warnings].concat());
        let what = themata_model::counted(import.documents.len(), "document");
        progress(&Progress { stage: Stage::Storing, done: 0, of: 1, what });
        let done = self.apply(&import.into(), by)?;
        Ok(Done { incomplete: incomplete || done.incomplete, ..done })
    }
}

/// How a line begins that says that something is left out.
pub(crate) const LEFT_OUT: &str = "left out: ";

impl ImportWish {
    /// The deed that takes these documents in.
    fn import(&self, documents: Vec<Document>, remarks: Vec<String>) -> Import {
        Import {
            documents,
            speakers: self.speakers.clone(),
            roles: self.roles.clone(),
            create: self.create,
            again: self.again,
            update: self.update,
            strict: self.strict,
            remarks,
            is_previewed: false,
        }
    }
}

/// What was found in the files.
struct Gathered {
    /// The documents of each file, and what was remarked when it was read.
    files: Vec<(Vec<Document>, Vec<String>)>,
    /// Files that cannot be read, each with why.
    unreadable: Vec<String>,
    /// What was remarked on all of them.
    warnings: Vec<String>,
}

/// Reads the files that are meant; `s` is needed where there is a pattern.
fn gathered(
    wish: &ImportWish,
    s: Option<&Study>,
    progress: &dyn Fn(&Progress),
) -> Result<Gathered, WorkspaceError> {
    let gather = Gather::new(wish, s)?;
    let (files, mut unreadable) = fitting(files(wish)?, gather.pattern.as_ref())?;
    let options = |file: &Found| gather.options(file);
    let mut taken: Vec<(&Found, Vec<Taken>, Vec<String>)> = Vec::new();
    let mut unread: Vec<Names> = Vec::new();
    for (file, read) in files.iter().zip(reading::read_all(&files, wish, &options, progress)) {
        match read {
            Ok(read) => taken.push((file, read.documents, read.warnings)),
            Err(why) => {
                unreadable.push(why);
                unread.push(Names::unread(&file.name));
            }
        }
    }
    let mut warnings: Vec<String> = gather.speakers.remarks.clone();
    warnings.extend(reading::in_vain(wish, taken.iter().flat_map(|(_, documents, _)| documents)));
    let mut by_table = gather.by_table(&taken, &unread, &mut warnings)?.into_iter();
    let mut gathered: Vec<(Vec<Document>, Vec<String>)> = Vec::new();
    for (file, taken, mut warnings) in taken {
        let by_name = gather.by_name(file)?;
        let by_table = by_table.by_ref();
        let documents =
            taken.into_iter().map(|taken| gather.document(taken, by_table.next(), &by_name, &mut warnings));
        gathered.push((documents.collect(), warnings));
    }
    warnings.extend(languages::share(gathered.iter_mut().flat_map(|(documents, _)| documents)));
    let documents: Vec<&Document> = gathered.iter().flat_map(|(documents, _)| documents).collect();
    warnings.extend(gather.speakers.in_vain(&documents));
    Ok(Gathered { files: gathered, unreadable, warnings })
}

/// The files that are meant, without the tables that tell of them; one key can be given for one file only.
fn files(wish: &ImportWish) -> Result<Vec<Found>, WorkspaceError> {
    let files = beside::without_tables(found(&wish.paths)?, [&wish.metadata, &wish.speaker_map]);
    if wish.key.is_some() && files.len() != 1 {
        return Err(WorkspaceError::refused(format!("one key is given for {} files", files.len()))
            .hint("let the file names tell the keys, or import the files one by one"));
    }
    Ok(files)
}

fn unreadable(bad: &[String], strict: bool) -> WorkspaceError {
    if bad.is_empty() {
        return WorkspaceError::refused("there are no files to take in")
            .hint("name files, or folders that hold some");
    }
    let hint = match strict {
        true => "nothing was taken in; mend or remove what cannot be read, or leave out `--strict`",
        false => "nothing was taken in",
    };
    WorkspaceError::refused(bad.join("; ")).hint(hint)
}

/// What is told under names.
type Told = [(String, String)];

/// Puts together what is told of documents.
struct Gather<'a> {
    wish: &'a ImportWish,
    s: Option<&'a Study>,
    pattern: Option<Pattern>,
    metadata: Option<metadata::Metadata>,
    speakers: speaker_map::SpeakerMap,
}

impl<'a> Gather<'a> {
    fn new(wish: &'a ImportWish, s: Option<&'a Study>) -> Result<Self, WorkspaceError> {
        let pattern = wish.pattern.as_deref().map(Pattern::parse).transpose()?;
        let metadata = wish.metadata.as_deref().map(metadata::read).transpose()?;
        let speakers = wish.speaker_map.as_deref().map(speaker_map::read).transpose()?.unwrap_or_default();
        Ok(Gather { wish, s, pattern, metadata, speakers })
    }

    /// How a file is to be read: who is told of is a speaker, however seldom the label occurs.
    fn options(&self, file: &Found) -> Options {
        let name = file_name(&file.name);
        let own = stem(name).to_string();
        let by_name = self.key_by_name(file);
        let keys = self.wish.key.iter().chain(&by_name).cloned().chain([own.clone()]).collect();
        let names = Names { path: file.name.clone(), keys, file: name.to_string() };
        let by_table = self.metadata.as_ref().and_then(|table| table.key(&names)).map(str::to_string);
        let key = self.wish.key.clone().or(by_table).or(by_name).unwrap_or(own);
        let told = self.wish.speakers.iter().chain(&self.wish.roles);
        let told = told.filter_map(|pair| pair.rsplit_once('=')).map(|(label, _)| label.trim().to_string());
        Options {
            known_speakers: told.chain(self.speakers.labels(&key, name)).collect(),
            encoding: self.wish.encoding.clone(),
            turns: if self.wish.as_is { TurnDetection::AsIs } else { TurnDetection::Detect },
        }
    }

    fn key_by_name(&self, file: &Found) -> Option<String> {
        let told = self.pattern.as_ref().and_then(|pattern| pattern.read(&file.name)).unwrap_or_default();
        told.into_iter().find(|(field, _)| *field == "key").map(|(_, key)| key)
    }

    /// What the name of a file tells.
    fn by_name(&self, file: &Found) -> Result<Vec<(&'static str, String)>, WorkspaceError> {
        match &self.pattern {
            Some(pattern) => Ok(parted(self.s, guessed(pattern, file)?)),
            None => Ok(Vec::new()),
        }
    }

    /// What the table of metadata tells of each of the documents.
    fn by_table(
        &self,
        taken: &[(&Found, Vec<Taken>, Vec<String>)],
        unread: &[Names],
        warnings: &mut Vec<String>,
    ) -> Result<Vec<&Told>, WorkspaceError> {
        let Some(table) = &self.metadata else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for (file, documents, _) in taken {
            let by_name = self.key_by_name(file);
            for one in documents {
                let by_itself = one.ingested.metadata.iter().find(|(name, _)| name.to_lowercase() == "key");
                let told = self.wish.key.iter().chain(&by_name).chain(by_itself.map(|(_, key)| key));
                let keys = told.chain([&one.key]).cloned().collect();
                // A row of a survey is not the whole file.
                let path = if one.is_respondent { one.file.clone() } else { file.name.clone() };
                names.push(Names { path, keys, file: one.file.clone() });
            }
        }
        let assigned = table.assign(&names, unread)?;
        warnings.extend(table.remarks.iter().chain(&assigned.in_vain).cloned());
        Ok((0..names.len()).map(|document| table.of(&assigned, document)).collect())
    }

    fn document(
        &self,
        taken: Taken,
        by_table: Option<&Told>,
        by_name: &[(&'static str, String)],
        warnings: &mut Vec<String>,
    ) -> Document {
        let mut facts = self.wish.facts.clone();
        let mut key = self.wish.key.clone();
        for (field, value) in by_table.unwrap_or_default() {
            told::put(&mut facts, &mut key, field, value);
        }
        for (field, value) in by_name {
            told::put(&mut facts, &mut key, field, value);
        }
        let same = |column: &Option<String>, field: &str| {
            column.as_ref().is_some_and(|column| column.to_lowercase() == field.to_lowercase())
        };
        if let Some(column) = &self.wish.informant_column
            && same(&self.wish.key_column, column)
            && taken.is_respondent
        {
            told::put(&mut facts, &mut key, "informant", &taken.key);
        }
        for (field, value) in &taken.told {
            let field = if same(&self.wish.informant_column, field) { "informant" } else { field };
            told::put_column(&mut facts, field, value).into_iter().for_each(|remark| remark.say(warnings));
        }
        let (by_itself, file) = (&taken.ingested.metadata, &taken.file);
        for (field, value) in by_itself {
            let remark = told::put_own(&mut facts, &mut key, field, value);
            warnings.extend(remark.map(|remark| format!("`{file}` {remark}")));
        }
        let names = by_itself.iter().map(|(name, _)| name.as_str());
        warnings.extend(told::doubtful(&format!("`{file}`"), names));
        let key = key.unwrap_or(taken.key);
        let mut own = self.speakers.of(&key, &taken.file, &taken.ingested);
        if let ([only], true) = (facts.informants.as_slice(), taken.is_respondent) {
            own.speakers.push(format!("Answer={only}"));
        }
        Document {
            file: taken.file,
            key,
            facts,
            speakers: own.speakers,
            roles: own.roles,
            bytes: taken.bytes,
            ingested: taken.ingested,
            options: taken.options,
        }
    }
}

/// What a name tells, with lists as they are written elsewhere: a `+` joins several, unless the study
/// knows something whose key has one.
fn parted(s: Option<&Study>, told: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let joins =
        |field: &str, value: &str| ROWS.contains(&field) && s.is_none_or(|s| is_unknown(s, field, value));
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
