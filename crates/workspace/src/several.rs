//! Several studies side by side: each answers for itself, under its own name, and nothing of one is taken for something of another.

mod alike;
mod check;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use themata_model::table::Table;

use crate::{Found, Progress, SearchRequest, Searching, TallyRow, Workspace, WorkspaceError};

pub(crate) use alike::KEY as ALIKE;
pub use check::{CheckedStudy, CheckedTogether, check_several};

/// By what a study goes beside others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StudyName {
    /// Its key; its path where another study beside it has the same key, or it cannot be read.
    pub study: String,
    /// Its title; empty where it cannot be read.
    pub title: String,
    /// Its file or folder, as it was named.
    pub path: String,
}

/// What one of several studies answers.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerOf<T> {
    /// The study.
    pub study: StudyName,
    /// Its answer; why it has none, where the question names what this study does not have.
    pub answer: Result<T, String>,
}

/// Studies that were opened together, in the order in which they were named.
pub struct Several {
    studies: Vec<(StudyName, Workspace)>,
}

impl Several {
    /// Opens the studies.
    ///
    /// # Errors
    /// When one of them cannot be opened or read, or is named twice.
    pub fn open(paths: &[PathBuf]) -> Result<Several, WorkspaceError> {
        named_once(paths)?;
        let mut opened = Vec::new();
        let mut known = Vec::new();
        for path in paths {
            let workspace = Workspace::open(path)?;
            let called = match workspace.store() {
                Some(store) => Called::of(&store.read_outline()?),
                None => Called::of(workspace.light()?.0),
            };
            known.push((path.as_path(), Some(called)));
            opened.push(workspace);
        }
        Ok(Several { studies: names(&known).into_iter().zip(opened).collect() })
    }

    /// Puts a request to each study by itself: its codes, cases and filters are looked up there, its hits are ranked
    /// there, and the limit holds there.
    ///
    /// # Errors
    /// When the query is wrong, or names something that none of the studies has.
    pub fn search(
        &self,
        request: &SearchRequest,
        progress: &dyn Fn(&Progress),
    ) -> Result<Vec<AnswerOf<Found>>, WorkspaceError> {
        self.each(progress, |searching| searching.search(request))
    }

    /// Counts what a request finds in each study by itself.
    ///
    /// # Errors
    /// As [`Several::search`].
    pub fn count_by(
        &self,
        request: &SearchRequest,
        by: &[String],
        progress: &dyn Fn(&Progress),
    ) -> Result<Vec<AnswerOf<Vec<TallyRow>>>, WorkspaceError> {
        self.each(progress, |searching| searching.count_by(request, by))
    }

    /// Asks every study.
    fn each<T>(
        &self,
        progress: &dyn Fn(&Progress),
        ask: impl Fn(&Searching<'_>) -> Result<T, WorkspaceError>,
    ) -> Result<Vec<AnswerOf<T>>, WorkspaceError> {
        let opened: Result<Vec<Searching<'_>>, WorkspaceError> =
            self.studies.iter().map(|(_, workspace)| workspace.searching(progress)).collect();
        self.answered(opened?.iter().map(ask))
    }

    /// The table of `kind` of each study by itself; with `quotations`, the quotations behind it. Rows and columns are
    /// those of the study: a case, party or code of one is never that of another.
    ///
    /// # Errors
    /// When there is no such table or option, or none of the studies has what the table shows.
    pub fn table(
        &self,
        kind: &str,
        options: &BTreeMap<String, String>,
        quotations: bool,
    ) -> Result<Vec<AnswerOf<Table>>, WorkspaceError> {
        self.answered(self.studies.iter().map(|(_, workspace)| match quotations {
            true => workspace.quotations(kind, options),
            false => workspace.table(kind, options),
        }))
    }

    /// The studies, in the order of the answers.
    pub fn studies(&self) -> impl Iterator<Item = (&StudyName, &Workspace)> {
        self.studies.iter().map(|(name, workspace)| (name, workspace))
    }

    /// The answers under the names of their studies. What one study refuses is told as long as another one answers.
    fn answered<T>(
        &self,
        asked: impl Iterator<Item = Result<T, WorkspaceError>>,
    ) -> Result<Vec<AnswerOf<T>>, WorkspaceError> {
        let mut answers = Vec::new();
        let mut refusals = Vec::new();
        for ((name, _), answer) in self.studies.iter().zip(asked) {
            let answer = match answer {
                Ok(answer) => Ok(answer),
                Err(error @ (WorkspaceError::Refused { .. } | WorkspaceError::Exhibit(_))) => {
                    let message = error.to_string();
                    let why = message.lines().next().unwrap_or_default().to_string();
                    refusals.push((name.study.as_str(), message, error));
                    Err(why)
                }
                Err(other) => return Err(other),
            };
            answers.push(AnswerOf { study: name.clone(), answer });
        }
        if refusals.len() == answers.len() { Err(refused_by_all(refusals)) } else { Ok(answers) }
    }
}

/// What is wrong where no study can answer: once where all say the same, else study by study.
fn refused_by_all(mut refusals: Vec<(&str, String, WorkspaceError)>) -> WorkspaceError {
    let first = refusals.first().map(|(_, message, _)| message.clone()).unwrap_or_default();
    let message = if refusals.iter().all(|(_, message, _)| *message == first) {
        first
    } else {
        let each = refusals.iter().map(|(study, message, _)| format!("{study}: {message}"));
        each.collect::<Vec<_>>().join("\n")
    };
    let mut all: Vec<String> = Vec::new();
    for (_, _, error) in &mut refusals {
        let WorkspaceError::Refused { hints, .. } = error else { continue };
        for hint in hints.drain(..) {
            if !all.contains(&hint) {
                all.push(hint);
            }
        }
    }
    WorkspaceError::Refused { message, hints: all }
}

/// Key and title of a study that could be read.
struct Called {
    key: String,
    title: String,
}

impl Called {
    fn of(study: &themata_model::Study) -> Called {
        Called { key: study.key.to_string(), title: study.title.clone() }
    }
}

/// Names that tell the studies apart.
fn names(studies: &[(&Path, Option<Called>)]) -> Vec<StudyName> {
    let is_own = |key: &str| {
        studies.iter().filter(|(_, called)| called.as_ref().is_some_and(|called| called.key == key)).count()
            == 1
    };
    let name = |(path, called): &(&Path, Option<Called>)| {
        let path = path.display().to_string();
        let key = called.as_ref().map(|called| called.key.clone()).filter(|key| is_own(key));
        StudyName {
            study: key.unwrap_or_else(|| path.clone()),
            title: called.as_ref().map(|called| called.title.clone()).unwrap_or_default(),
            path,
        }
    };
    studies.iter().map(name).collect()
}

/// Refuses a study that is named twice.
fn named_once(paths: &[PathBuf]) -> Result<(), WorkspaceError> {
    let whole = |path: &PathBuf| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let mut seen = std::collections::BTreeSet::new();
    match paths.iter().find(|path| !seen.insert(whole(path))) {
        None => Ok(()),
        Some(twice) => {
            let message = format!("the study `{}` is named twice", twice.display());
            Err(WorkspaceError::refused(message).hint("name each study once"))
        }
    }
}
