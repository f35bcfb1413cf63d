//! REFI-QDA: projects (`.qdpx`, `.qde`) and codebooks (`.qdc`) of other tools, read and written.
//!
//! [`read`] takes the bytes of a project and gives back a [`Reading`]: a study, the text files as originals of its
//! sources, a report, and the project as it came (`kept`), for what a study has no place for. It touches nothing, so
//! that a preview is a reading whose study is not stored. [`write`](write()) makes the bytes of a `.qdpx` of a study; given what
//! was kept, it changes in that project only what was changed in the study.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use themata_exchange::refi::{self, Options, Target};
//!
//! let bytes = std::fs::read("project.qdpx")?;
//! let options = Options { case_from: Some("variable:Firm".parse()?), ..Options::default() };
//! let reading = refi::read(&bytes, &options)?;
//! assert_eq!(reading.report.doubtful.len(), 0);
//! let written = refi::write(&reading.study, reading.kept.as_deref(), Target::Nvivo)?;
//! std::fs::write("again.qdpx", written.bytes)?;
//! # Ok(())
//! # }
//! ```
//!
//! [`read_codebook`] and [`write_codebook`] do the same with codebooks (`.qdc`).
//!
//! Inside: `package` opens the container within bounds, `tree` reads and writes XML, `project` types what the document
//! says, `convention` and `positions` find what its positions count, `import` makes the study, `export` a project of a
//! study, `patch` brings changes into a project that was kept, `qualcoder` puts one so that its importer takes in all
//! of it, `remainder` reads back the note in which Themata writes what REFI-QDA has no place for.

mod codebook;
mod convention;
mod export;
mod frameworks;
mod import;
mod options;
mod package;
mod patch;
mod positions;
mod project;
mod qualcoder;
mod remainder;
mod report;
mod rows;
mod tree;

use std::collections::BTreeMap;

use themata_model::{Problem, SourceKey, Study};

pub use codebook::{CodebookReading, read_codebook, write_codebook};
pub use export::Target;
pub(crate) use import::{colour, gioia_levels};
pub use options::{Levels, NamePattern, Options, Tells};
pub use positions::{Convention, LineEnds, Unit};
pub use report::{Counts, Doubtful, Grouping, Kept, Report, TextRead, Written};

use package::Package;
use project::Project;
use remainder::Remainder;

/// What came of reading a project.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The study. It holds together, unless a problem is an error.
    pub study: Study,
    /// The files that the words of sources come from, as they came.
    pub originals: BTreeMap<SourceKey, Vec<u8>>,
    /// The project as it came, to be stored as one attachment of the study and handed to [`write`](write()); `None` where
    /// writing the study gives all of it again.
    pub kept: Option<Vec<u8>>,
    /// What was found, what was taken, and what a person should look at.
    pub report: Report,
    /// What was left out, guessed or odd.
    pub problems: Vec<Problem>,
}

/// Why a project cannot be read or written at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No project, a damaged one, or one made to do harm.
    #[error("this is no project of REFI-QDA that can be read: {why}; export it again as .qdpx")]
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
    /// A codebook where a project was expected.
    #[error("this is a codebook, not a project; it can be read as a codebook (.qdc)")]
    Codebook,
    /// No codebook.
    #[error("this is no codebook of REFI-QDA that can be read: {why}; export it again as .qdc")]
    NoCodebook {
        /// What is wrong with it.
        why: String,
    },
    /// The container could not be made.
    #[error("the project cannot be written: {why}")]
    Unwritable {
        /// What went wrong.
        why: String,
    },
}

/// Reads a project.
///
/// # Errors
/// When `bytes` are no project, or one made to do harm; what is only wrong in it is listed in the reading.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, Error> {
    let mut problems = Vec::new();
    let package = opened(bytes, &mut problems)?;
    let project = Project::of(&package.project);
    let remainder = Remainder::find(&project, &package).unwrap_or_default();
    let imported = import::import(&package, &project, &remainder, options, problems);
    let kept = if patch::gives_all(&package, &project, &imported.study) {
        None
    } else {
        Some(package.pack().map_err(|error| Error::Unwritable { why: error.to_string() })?)
    };
    let import::Imported { study, originals, report, problems } = imported;
    Ok(Reading { study, originals, kept, report, problems })
}

/// Writes a study as a project for `target`; `kept` is what [`read`] kept of the project it came from.
///
/// # Errors
/// When `kept` is no project, or the container would be larger than its format allows.
pub fn write(study: &Study, kept: Option<&[u8]>, target: Target) -> Result<Written, Error> {
    let unwritable = |error: std::io::Error| Error::Unwritable { why: error.to_string() };
    let kept = match kept {
        Some(bytes) => Some(opened(bytes, &mut Vec::new())?),
        None => None,
    };
    let made = patch::made(study, kept, target);
    let bytes = made.package.pack().map_err(unwritable)?;
    let counts = Counts {
        coders: study.coders.len(),
        codes: study.codebook.codes().len(),
        cases: study.cases.len(),
        sources: study.sources.len(),
        selections: study.codings.iter().filter(|coding| coding.span.is_some()).count(),
        codings: study.codings.iter().filter(|coding| coding.span.is_some()).count(),
        notes: study.memos.len(),
        links: study.links.len(),
        ..Counts::default()
    };
    Ok(Written { bytes, counts, noted: made.noted, left_out: made.left_out })
}

fn opened(bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Package, Error> {
    let package = Package::open("project.qdpx", bytes, problems).map_err(|why| Error::Unreadable { why })?;
    match package.project.name.as_str() {
        "Project" => Ok(package),
        "CodeBook" => Err(Error::Codebook),
        other => Err(Error::Unreadable { why: format!("its document is a `{}`", other.escape_debug()) }),
    }
}
