//! How a failure is told: `error:`, `caused by:`, `hint:`, or all of it as JSON, and the exit code.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{Problem, Severity, WorkspaceError};

use crate::paint::{ERROR, HINT, WARNING, painted};
use crate::{print, study};

/// A command that could not be done.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
    problems: Vec<Problem>,
    quiet: bool,
}

impl Failure {
    /// Returns a failure of usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Failure {
            message: message.into(),
            causes: Vec::new(),
            hints: Vec::new(),
            problems: Vec::new(),
            quiet: false,
        }
    }

    /// Returns the failure with a way out.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The reader of our output has gone: nothing to tell, and nobody to tell it to.
    pub(crate) fn closed_pipe() -> Self {
        Failure { quiet: true, ..Failure::usage("") }
    }

    /// Prints the failure, as JSON when data are asked for as JSON, and returns the exit code.
    pub(crate) fn report(self, as_json: bool) -> ExitCode {
        if self.quiet {
            return ExitCode::SUCCESS;
        }
        let text = if as_json { format!("{:#}\n", self.as_json()) } else { self.text() };
        print::stderr(&text);
        ExitCode::from(2)
    }

    fn text(&self) -> String {
        let line = |style, word: &str, text: &str| {
            format!("{} {}\n", painted(style, &format!("{word}:")), print::escaped(text))
        };
        let mut out = line(ERROR, "error", &self.message);
        for problem in &self.problems {
            let (style, word) = match problem.severity {
                Severity::Error => (ERROR, "error"),
                Severity::Warning => (WARNING, "warning"),
            };
            out.push_str(&format!("  {}", line(style, word, &problem.to_string())));
        }
        for cause in &self.causes {
            out.push_str(&line(ERROR, "caused by", cause));
        }
        for hint in &self.hints {
            out.push_str(&line(HINT, "hint", hint));
        }
        out
    }

    fn as_json(&self) -> serde_json::Value {
        json!({
            "schema": "themata.error/1",
            "error": self.message,
            "causes": self.causes,
            "hints": self.hints,
            "problems": self.problems.iter().map(problem_json).collect::<Vec<_>>(),
        })
    }
}

/// A problem of a folder as JSON: its place in parts, and the whole sentence.
pub(crate) fn problem_json(problem: &Problem) -> serde_json::Value {
    json!({
        "severity": if problem.severity == Severity::Error { "error" } else { "warning" },
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "sentence": problem.to_string(),
    })
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        let mut failure = Failure::usage(error.to_string());
        let mut cause = error.source();
        while let Some(next) = cause {
            failure.causes.push(next.to_string());
            cause = next.source();
        }
        if let Some(path) = error.damaged() {
            failure.hints.push(format!("read out what is left: `themata recover {}`", path.display()));
        }
        match error {
            WorkspaceError::Problems { problems, .. } | WorkspaceError::Unmended { problems, .. } => {
                failure.problems = problems;
                failure
                    .hints
                    .push("nothing was written; mend the errors and run the command again".to_string());
            }
            WorkspaceError::Refused { hints, .. } => failure.hints.extend(hints),
            WorkspaceError::FolderIsReadOnly { path } => failure.hints.push(format!(
                "build a study file first: `themata build {0} -o {0}.themata`",
                path.display()
            )),
            WorkspaceError::NoStudy { path } => failure.hints.extend(instead_of(&path)),
            error if error.is_existing_file() => {
                failure.hints.push("add `--replace` to replace it".to_string());
            }
            WorkspaceError::InTheWay { .. } => {
                failure.hints.push("name a folder that does not exist yet".to_string());
            }
            _ => {}
        }
        failure
    }
}

/// What to open where there is no study: what lies in the same folder, else a new one.
fn instead_of(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let there = study::files_in(folder);
    let names: Vec<String> = there.iter().take(3).map(|path| format!("`{}`", path.display())).collect();
    match names.as_slice() {
        [] => vec!["make one with `themata build FOLDER -o NAME.themata`".to_string()],
        names => vec![format!("studies there: {}", names.join(", "))],
    }
}

impl From<&clap::Error> for Failure {
    /// What clap has to say, for those who want it as JSON: the first line, and its tips as hints.
    fn from(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let said = text.split("\n\n").next().unwrap_or_default();
        let mut failure = Failure::usage(said.strip_prefix("error: ").unwrap_or(said).trim_end());
        let tips = text.lines().filter_map(|line| line.trim().strip_prefix("tip: "));
        failure.hints = tips.map(|tip| tip.trim().to_string()).collect();
        failure
    }
}
