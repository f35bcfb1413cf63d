//! The one façade that the command line, the workbench and the tests use: open a study, ask it,
//! print it, rebuild it.
//!
//! [`Workspace`] opens a study file (or a study folder) and answers with tables, figures, remarks
//! and lists; [`build`] and [`unpack`] turn a folder into a study file and back; [`replicate`] does
//! the whole chain from transcripts to printed exhibits. Arguments and results are plain data; the
//! rules of the method live in the crates below.

mod build;
mod check_report;
mod clock;
mod codebook_files;
mod codings;
mod create;
mod error;
mod exhibits;
mod expected;
mod history;
mod import;
mod keys;
mod lists;
mod manifest;
mod merge;
mod open_data;
mod output;
mod pool;
mod progress;
mod project;
mod reading;
mod recover;
mod replicate;
mod search;
mod segments;
mod several;
mod snapshots;
mod status;
mod style;
mod texts;
pub mod verbs;
mod workspace;

pub use build::{BuildOptions, Built, build, canonicalise, unpack};
pub use check_report::{CheckReport, RemarkLine, Seriousness};
pub use codebook_files::CodebookWritten;
pub use codings::{CodingQuery, ListedCoding};
pub use create::NewStudy;
pub use error::WorkspaceError;
pub use exhibits::{Artifact, figure_kinds, option_names, table_kinds};
pub use expected::Difference;
pub use history::{Entry, HistoryFilter};
pub use import::{DocumentPreview, ImportPreview, ImportWish, SpeakerPreview};
pub use keys::KeyKind;
pub use lists::ListKind;
pub use merge::{Carried, MergeConflict, MergeRequest, MergeSide, Merged, merge};
pub use open_data::{OpenFormat, OpenWritten};
pub use output::{FormatChoice, KNOWN_FORMATS, TableFile, make_folder, write_artifact};
pub use progress::{Progress, Stage};
pub use project::{ProjectReport, ProjectWish, ProjectWritten};
pub use reading::{LineReading, SourceReading, SpeakerReading};
pub use recover::{Recovered, back_up, recover};
pub use replicate::{ReplicateOptions, ReplicatedOutput, Replication, replicate};
pub use search::{
    AutoUnit, CodeOfHit, Found, FoundHit, IndexReport, KwicLine, LocatedPlace, LocatedQuotation, SearchOrder,
    SearchRequest, SearchUnit, Searching, SimilarPair, SimilarText, SpeakerOfHit, Suggested, SuggestedWord,
    TallyRow, WordRow, WordTable, WordsRequest, columns, csv_of, quotations_in,
};
pub use segments::SegmentsWish;
pub use several::{AnswerOf, CheckedStudy, CheckedTogether, Several, StudyName, check_several};
pub use snapshots::{Difference as StateDifference, Snapshotted};
pub use status::Status;
pub use texts::SourceText;
pub use verbs::look::nearest;
pub use workspace::Workspace;
// The words of the model that a caller has to name.
pub use themata_model::table::{Align, Block, Cell, Column, Row, Table};
pub use themata_model::{Problem, Severity, counted, counted_as};
// What a recovery tells.
pub use themata_store::{RecoveredTable, Recovery};
