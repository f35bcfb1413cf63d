//! Checks of several studies: each by itself, and what may be taken for one another between them.

use std::path::PathBuf;

use themata_model::Problem;

use super::{Called, StudyName, alike, named_once, names};
use crate::{CheckReport, Workspace, WorkspaceError};

/// What was found in one of several studies.
#[derive(Clone, Debug)]
pub struct CheckedStudy {
    /// The study.
    pub study: StudyName,
    /// What is wrong or odd in the files of a folder.
    pub problems: Vec<Problem>,
    /// The remarks; none where a folder cannot be read for its mistakes.
    pub report: Option<CheckReport>,
}

/// What was found in several studies.
#[derive(Clone, Debug)]
pub struct CheckedTogether {
    /// Study by study, in the order in which they were named.
    pub studies: Vec<CheckedStudy>,
    /// Names of different studies that look alike.
    pub between: CheckReport,
}

impl CheckedStudy {
    /// Whether the check of this study passes.
    pub fn passes(&self, strict: bool) -> bool {
        self.report.as_ref().is_some_and(|report| report.passes(strict))
    }
}

impl CheckedTogether {
    /// Whether every study passes, and what lies between them.
    pub fn passes(&self, strict: bool) -> bool {
        self.studies.iter().all(|study| study.passes(strict)) && self.between.passes(strict)
    }
}

/// Checks each study, and asks about names of different studies that look alike.
///
/// # Errors
/// When one of the studies cannot be opened or read, or is named twice. Mistakes in the files of a folder are no error.
pub fn check_several(paths: &[PathBuf]) -> Result<CheckedTogether, WorkspaceError> {
    named_once(paths)?;
    let mut found = Vec::new();
    let mut known = Vec::new();
    let mut pseudonyms = Vec::new();
    for path in paths {
        let workspace = match Workspace::open(path) {
            Ok(workspace) => workspace,
            Err(WorkspaceError::Problems { problems, .. }) => {
                known.push((path.as_path(), None));
                found.push((problems, None));
                continue;
            }
            Err(error) => return Err(error),
        };
        let report = workspace.check()?;
        let (study, _) = workspace.light()?;
        known.push((path.as_path(), Some(Called::of(study))));
        pseudonyms.push(alike::Pseudonyms::of(study));
        found.push((workspace.warnings().to_vec(), Some(report)));
    }
    let studies = names(&known).into_iter().zip(found);
    let studies = studies.map(|(study, (problems, report))| CheckedStudy { study, problems, report });
    Ok(CheckedTogether {
        studies: studies.collect(),
        between: CheckReport { remarks: alike::remarks(&pseudonyms) },
    })
}
