//! How a failure is told: `error:`, `caused by:`, `hint:`, and the exit code.

use std::error::Error;
use std::process::ExitCode;

use themata_workspace::{Severity, WorkspaceError};

use crate::print;

/// A command that could not be done.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
    quiet: bool,
}

impl Failure {
    /// Returns a failure of usage.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Failure { message: message.into(), causes: Vec::new(), hints: Vec::new(), quiet: false }
    }

    /// Returns the failure with a way out.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The reader of our output has gone: nothing to tell, and nobody to tell it to.
    pub(crate) fn closed_pipe() -> Self {
        Failure { message: String::new(), causes: Vec::new(), hints: Vec::new(), quiet: true }
    }

    /// Prints the failure and returns the exit code.
    pub(crate) fn report(self) -> ExitCode {
        if self.quiet {
            return ExitCode::SUCCESS;
        }
        print::stderr(&format!("error: {}\n", self.message));
        for cause in &self.causes {
            print::stderr(&format!("caused by: {cause}\n"));
        }
        for hint in &self.hints {
            print::stderr(&format!("hint: {hint}\n"));
        }
        ExitCode::from(2)
    }
}

impl From<WorkspaceError> for Failure {
    fn from(error: WorkspaceError) -> Self {
        let mut failure = Failure::usage(error.to_string());
        let mut cause = error.source();
        while let Some(next) = cause {
            failure.causes.push(next.to_string());
            cause = next.source();
        }
        match &error {
            WorkspaceError::Problems { problems, .. } => {
                let shown = problems.iter().map(|problem| {
                    let word = if problem.severity == Severity::Error { "error" } else { "warning" };
                    format!("  {word}: {}", print::escaped(&problem.to_string()))
                });
                failure.message = format!("{}\n{}", failure.message, shown.collect::<Vec<_>>().join("\n"));
                failure
                    .hints
                    .push("nothing was written; mend the errors and run the command again".to_string());
            }
            WorkspaceError::NoStudy { .. } => {
                failure.hints.push("make one with `themata build FOLDER -o NAME.themata`".to_string());
            }
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
