//! Projects of other tools (REFI-QDA): a new study of one, one of a study, and codebooks both ways.

use std::path::{Path, PathBuf};

use serde::Serialize;
use themata_exchange::refi::{self, Counts, Levels, Options, Target, Tells};
use themata_model::{Problem, Severity, TextHash};
use themata_store::{Existing, Snapshot, Store};

use crate::output::{refuse_existing, write_file};
use crate::{Workspace, WorkspaceError};

/// The document that names, by its hash, the project that a study came from.
const KEPT: &str = themata_exchange::KEPT_PROJECT;

/// Kinds that become something else in a study: places of codings, attributes.
const ELSEWHERE: [&str; 3] = ["selection", "variable", "set"];

/// How many doubtful codings are shown one by one.
const SHOWN: usize = 20;

/// How a project is to be read; what is not told is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectWish {
    /// The project: a `.qdpx` or `.qde` file.
    pub project: PathBuf,
    /// Key of the study.
    pub key: Option<String>,
    /// What tells the case of a source: `variable:NAME`, `set:NAME`, `sets`, `cases` or a pattern such as `{case}_{any}`.
    pub case_from: Option<String>,
    /// What tells its side.
    pub side_from: Option<String>,
    /// What tells its party.
    pub party_from: Option<String>,
    /// What tells its informant.
    pub informant_from: Option<String>,
    /// What tells the phase.
    pub phase_from: Option<String>,
    /// What tells the levels of the codes: `depth`, `height`, or `sets:LOWEST;…;HIGHEST`.
    pub levels: Option<String>,
}

/// What a project holds and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProjectReport {
    /// Name of the project.
    pub name: String,
    /// The tool that wrote it, as it calls itself.
    pub origin: String,
    /// What the project holds, and what the study does, by kind; `None` where a study has nothing of the kind.
    pub counts: Vec<(&'static str, usize, Option<usize>)>,
    /// How the texts were read: the words for it, with the number of texts.
    pub texts: Vec<(String, usize)>,
    /// Codings whose words a person should look at: source, words, why.
    pub doubtful: Vec<(String, String, String)>,
    /// Codings without a place.
    pub lost: usize,
    /// What Themata has no place for: kept, and written back.
    pub kept: Vec<(String, usize)>,
    /// Variables with the values that occur, and sets with their members, to choose from.
    pub variables: Vec<(String, Vec<String>)>,
    /// Sets with their members.
    pub sets: Vec<(String, Vec<String>)>,
    /// What was left out, guessed or odd.
    pub warnings: Vec<String>,
}

/// What a written project or codebook holds, and what it does not.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProjectWritten {
    /// The file.
    pub file: String,
    /// What other tools will see, by kind.
    pub counts: Vec<(&'static str, usize)>,
    /// What only Themata reads back.
    pub noted: Vec<(String, usize)>,
    /// What is not in the file at all.
    pub left_out: Vec<(String, usize)>,
}

impl ProjectWish {
    /// Whether a file is a project of another tool, by its name.
    pub fn is_project(path: &Path) -> bool {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        matches!(extension.as_deref(), Some("qdpx" | "qde"))
    }

    fn options(&self) -> Result<Options, WorkspaceError> {
        let tells = |option: &str, words: &Option<String>| -> Result<Option<Tells>, WorkspaceError> {
            let wrong = |why: String| WorkspaceError::refused(format!("`--{option}`: {why}"));
            words.as_deref().map(|words| words.parse().map_err(wrong)).transpose()
        };
        let key = self.key.as_deref().map(crate::verbs::look::key).transpose()?;
        Ok(Options {
            key,
            case_from: tells("case-from", &self.case_from)?,
            side_from: tells("side-from", &self.side_from)?,
            party_from: tells("party-from", &self.party_from)?,
            informant_from: tells("informant-from", &self.informant_from)?,
            phase_from: tells("phase-from", &self.phase_from)?,
            levels: self.levels.as_deref().map(levels).transpose()?.unwrap_or_default(),
        })
    }

    fn reading(&self) -> Result<refi::Reading, WorkspaceError> {
        let options = self.options()?;
        let bytes = read_file(&self.project)?;
        let name = self.project.display();
        let reading = refi::read(&bytes, &options)
            .map_err(|error| WorkspaceError::refused(format!("`{name}` cannot be taken in: {error}")))?;
        let is_error = |problem: &&Problem| problem.severity == Severity::Error;
        if reading.problems.iter().any(|problem| is_error(&problem)) {
            let path = self.project.clone();
            return Err(WorkspaceError::Problems { path, problems: reading.problems });
        }
        Ok(reading)
    }

    /// Reads a project and tells what is in it; nothing is written.
    ///
    /// # Errors
    /// When it is no project, or an option says what cannot be.
    pub fn preview(&self) -> Result<ProjectReport, WorkspaceError> {
        Ok(report(&self.reading()?))
    }

    /// Makes a new study file of a project.
    ///
    /// # Errors
    /// When it is no project, an option says what cannot be, or the file cannot be written.
    pub fn take_in(&self, out: &Path, replace: bool) -> Result<ProjectReport, WorkspaceError> {
        let reading = self.reading()?;
        let report = report(&reading);
        let mut snapshot = Snapshot::of(reading.study);
        snapshot.originals = reading.originals;
        if let Some(kept) = reading.kept {
            let hash = TextHash::of_bytes(&kept);
            snapshot.documents.insert(KEPT.to_string(), format!("{hash}\n"));
            snapshot.contents.insert(hash, kept);
        }
        let existing = if replace { Existing::Replace } else { Existing::Refuse };
        Store::write_new(out, &snapshot, None, existing)?;
        Ok(report)
    }
}

impl Workspace {
    /// Writes the study as a project for another tool, or its codebook, as the name of the file says.
    ///
    /// # Errors
    /// When the tool or the kind of file is not known, or the file cannot be written.
    pub fn export_project(
        &self,
        out: &Path,
        tool: Option<&str>,
        replace: bool,
    ) -> Result<ProjectWritten, WorkspaceError> {
        let target: Target =
            tool.unwrap_or("generic").parse().map_err(|error: String| WorkspaceError::refused(error))?;
        refuse_existing(out, replace)?;
        let extension = out.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let failed = |error: refi::Error| WorkspaceError::refused(error.to_string());
        let (snapshot, _) = self.full()?;
        let file = out.display().to_string();
        match extension.as_deref() {
            Some("qdpx") => {
                let kept = kept_project(snapshot);
                let written = refi::write(&snapshot.study, kept, target).map_err(failed)?;
                write_file(out, &written.bytes)?;
                let counts = named(&written.counts).into_iter().filter(|(_, n)| *n > 0).collect();
                let (noted, left_out) = (kinds(&written.noted), kinds(&written.left_out));
                Ok(ProjectWritten { file, counts, noted, left_out })
            }
            Some("qdc") => {
                write_file(out, &refi::write_codebook(&snapshot.study))?;
                let codes = snapshot.study.codebook.codes().len();
                Ok(ProjectWritten { file, counts: vec![("code", codes)], ..ProjectWritten::default() })
            }
            _ => Err(WorkspaceError::refused(format!("it is not known what `{file}` is to be"))
                .hint("name it `.qdpx` for a project, `.qdc` for its codebook, or `.csv`, `.parquet` or `.jsonl` for its codings as a table; with `--codebook` the codebook is written as `.csv`, `.xlsx` or `.md`")),
        }
    }
}

/// The project that the study came from, if it is there still.
fn kept_project(snapshot: &Snapshot) -> Option<&[u8]> {
    let hash: TextHash = snapshot.documents.get(KEPT)?.trim().parse().ok()?;
    snapshot.contents.get(&hash).map(Vec::as_slice)
}

fn read_file(path: &Path) -> Result<Vec<u8>, WorkspaceError> {
    std::fs::read(path)
        .map_err(|error| WorkspaceError::refused(format!("`{}` cannot be read: {error}", path.display())))
}

fn levels(words: &str) -> Result<Levels, WorkspaceError> {
    match words.trim() {
        "depth" => Ok(Levels::Depth),
        "height" => Ok(Levels::Height),
        other => match other.strip_prefix("sets:") {
            Some(sets) => Ok(Levels::Sets(sets.split(';').map(|set| set.trim().to_string()).collect())),
            None => Err(WorkspaceError::refused(format!("`--levels-from`: `{other}` does not tell levels"))
                .hint("write `depth`, `height`, or `sets:` and the sets of codes, the lowest level first, with `;` between")),
        },
    }
}

fn named(counts: &Counts) -> Vec<(&'static str, usize)> {
    vec![
        ("coder", counts.coders),
        ("code", counts.codes),
        ("case", counts.cases),
        ("source", counts.sources),
        ("selection", counts.selections),
        ("coding", counts.codings),
        ("note", counts.notes),
        ("variable", counts.variables),
        ("set", counts.sets),
        ("link", counts.links),
    ]
}

fn kinds(kept: &[refi::Kept]) -> Vec<(String, usize)> {
    kept.iter().map(|kind| (kind.what.clone(), kind.count)).collect()
}

fn report(reading: &refi::Reading) -> ProjectReport {
    let told = &reading.report;
    let counts = named(&told.found).into_iter().zip(named(&told.taken));
    let mut texts: Vec<(String, usize)> = Vec::new();
    for text in &told.texts {
        let against = if text.against_custom { ", against the custom of the tool" } else { "" };
        let words = format!("{}, {}{against}", text.from, text.convention);
        match texts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, n)) => *n += 1,
            None => texts.push((words, 1)),
        }
    }
    let groups = |groups: &[refi::Grouping]| {
        groups.iter().map(|group| (group.name.clone(), group.values.clone())).collect()
    };
    let doubtful = told.doubtful.iter().take(SHOWN);
    ProjectReport {
        name: told.name.clone(),
        origin: told.origin.clone(),
        counts: counts
            .map(|((kind, found), (_, taken))| {
                (kind, found, Some(taken).filter(|_| !ELSEWHERE.contains(&kind)))
            })
            .collect(),
        texts,
        doubtful: doubtful
            .map(|one| (one.source.to_string(), one.quotation.clone(), one.why.clone()))
            .chain((told.doubtful.len() > SHOWN).then(|| {
                let more = format!("{} more", told.doubtful.len() - SHOWN);
                (more, String::new(), String::new())
            }))
            .collect(),
        lost: told.lost.len(),
        kept: kinds(&told.kept),
        variables: groups(&told.variables),
        sets: groups(&told.sets),
        warnings: reading.problems.iter().map(ToString::to_string).collect(),
    }
}
