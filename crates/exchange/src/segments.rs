//! Coded segments as tools export them in tables: each row says which words of which document have which codes.
//!
//! [`read_segments`] reads such a table against a study. Words are looked for in the documents of the study; documents that
//! it does not have are made of their segments, so that frequencies and tables come out. Every row is counted or
//! reported.

mod applied;
mod codes;
mod columns;
mod documents;
mod placed;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use themata_ingest::read_sheet;
use themata_model::{
    Attributes, CodeKey, Codebook, Coder, CoderKey, Coding, Place, Problem, RowId, Source, SourceKey, Study,
};

use columns::Columns;
pub use columns::SegmentField;
use documents::Documents;
use placed::Placing;
use rows::Rows;

/// How a table of coded segments is to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentOptions {
    /// What columns tell, by their heads, where the heads do not say it.
    pub map: Vec<(String, SegmentField)>,
    /// Whether codes that are not known become new ones.
    pub create_codes: bool,
    /// Whether documents that are not known are made of their segments.
    pub create_documents: bool,
    /// Who coded where the table does not say.
    pub coder: CoderKey,
    /// What kind of document those made of segments are.
    pub kind: String,
}

/// What came of reading a table of coded segments; nothing of it is in the study yet.
#[derive(Clone, Debug, Default)]
pub struct SegmentReading {
    /// The codebook with the codes that are new; `None` where something has to be mended first.
    pub codebook: Option<Codebook>,
    /// The codes that are new.
    pub new_codes: Vec<CodeKey>,
    /// Coders that are new.
    pub coders: Vec<Coder>,
    /// Documents made of segments.
    pub sources: Vec<Source>,
    /// What is told of documents that are there.
    pub told: Vec<(SourceKey, Attributes)>,
    /// Attributes in use, by list: `sources` and `codings`.
    pub declared: BTreeMap<&'static str, BTreeSet<String>>,
    /// The codings.
    pub codings: Vec<Coding>,
    /// What became of the rows.
    pub report: SegmentReport,
    /// What has to be mended, was left out or is odd.
    pub problems: Vec<Problem>,
}

/// What became of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentReport {
    /// Rows below the head that hold something.
    pub rows: usize,
    /// Rows that became codings.
    pub taken: usize,
    /// Codings of words that stand in a document as the table has them, but for typography.
    pub exact: usize,
    /// Codings of words that make a document of their own.
    pub own: usize,
    /// Codings of words that stand in a document in a slightly different form, to be looked at.
    pub approximate: Vec<SegmentTold>,
    /// Codings without a place: the words stand at several places.
    pub ambiguous: Vec<SegmentTold>,
    /// Codings without a place: the words are not in the document.
    pub lost: Vec<SegmentTold>,
    /// Rows that say what a row before says, and are counted as often as they are listed.
    pub doubles: Vec<SegmentTold>,
    /// Rows, or codes of rows, that are not taken in.
    pub left_out: Vec<SegmentTold>,
    /// Codings by code.
    pub by_code: BTreeMap<CodeKey, usize>,
}

/// A row, and what there is to say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentTold {
    /// The line it begins in.
    pub line: usize,
    /// What there is to say.
    pub why: String,
}

impl SegmentTold {
    fn new(line: usize, why: impl Into<String>) -> SegmentTold {
        SegmentTold { line, why: why.into() }
    }
}

/// Reads the table of coded segments in `bytes` against `study`, whose documents have their texts and whose codings are those in
/// them; `fresh` gives ids by kind of row and identity.
pub fn read_segments(
    name: &str,
    bytes: &[u8],
    study: &Study,
    options: &SegmentOptions,
    fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
) -> SegmentReading {
    let mut reading = SegmentReading::default();
    let sheet = match read_sheet(name, bytes) {
        Ok(sheet) => sheet,
        Err(error) => {
            reading.problems.push(Problem::error(Place::file(name), error.to_string()));
            return reading;
        }
    };
    reading.problems.extend(sheet.problems.iter().cloned());
    let columns = match Columns::of(name, &sheet.head, &options.map) {
        Ok(columns) => columns,
        Err(problems) => {
            reading.problems.extend(problems);
            return reading;
        }
    };
    if !columns.ignored.is_empty() {
        let message = format!("not wanted: the columns {}", columns.ignored.join(", "));
        reading.problems.push(Problem::warning(Place::file(name).line(1), message));
    }
    reading.report.rows = sheet.rows.len();
    let mut rows =
        Rows { file: name, study, options, columns: &columns, head: &sheet.head, reading: &mut reading };
    let Some((book, rows)) = rows.understood(&sheet.rows, fresh) else { return reading };
    let mut documents = Documents::of(name, study, options, &rows, &mut reading, fresh);
    let attributes = documents.take_attributes(name, study, &columns, &rows, &mut reading);
    Placing::new(name, study, fresh).place(&rows, &attributes, &mut documents, &mut reading);
    reading.sources = documents.into_sources();
    for coding in &reading.codings {
        if let Some(code) = coding.target.code() {
            *reading.report.by_code.entry(code.clone()).or_default() += 1;
        }
    }
    reading.codebook = Some(book);
    reading
}
