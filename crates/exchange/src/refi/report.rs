//! What came of reading or writing a project, for a person to read.

use themata_model::{RowId, SourceKey};

use super::positions::Convention;

/// How many of each kind a project or a study has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users, coders.
    pub coders: usize,
    /// Codes.
    pub codes: usize,
    /// Cases.
    pub cases: usize,
    /// Sources, each transcript of a film or sound counted for itself.
    pub sources: usize,
    /// Selections of any kind.
    pub selections: usize,
    /// Codings.
    pub codings: usize,
    /// Notes, memos.
    pub notes: usize,
    /// Variables.
    pub variables: usize,
    /// Sets.
    pub sets: usize,
    /// Links.
    pub links: usize,
}

/// What a project has and what became of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Name of the project.
    pub name: String,
    /// The tool that wrote it, as it calls itself.
    pub origin: String,
    /// Whether a note of Themata was found in it and read back.
    pub read_back: bool,
    /// What the document holds.
    pub found: Counts,
    /// What the study holds.
    pub taken: Counts,
    /// How the positions of each text were read.
    pub texts: Vec<TextRead>,
    /// Codings whose words a person should look at.
    pub doubtful: Vec<Doubtful>,
    /// Codings without a place.
    pub lost: Vec<RowId>,
    /// What Themata has no place for: kept beside the study, and written back.
    pub kept: Vec<Kept>,
    /// Variables, with the values that occur.
    pub variables: Vec<Grouping>,
    /// Sets of sources and codes, each with its members.
    pub sets: Vec<Grouping>,
}

/// A variable with its values, or a set with its members, to choose from when the study is told what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// Its name.
    pub name: String,
    /// Values or members, sorted.
    pub values: Vec<String>,
}

/// How the text of one source was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRead {
    /// The source.
    pub source: SourceKey,
    /// Where its words come from, for example `plain text`.
    pub from: String,
    /// What its positions count.
    pub convention: Convention,
    /// Whether the words themselves told so, against the custom of the tool.
    pub against_custom: bool,
    /// Codings that stand in it.
    pub codings: usize,
}

/// A coding whose place is not beyond doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The coding.
    pub coding: RowId,
    /// Its source.
    pub source: SourceKey,
    /// The words it has now.
    pub quotation: String,
    /// What speaks against them.
    pub why: String,
}

/// Something that is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What, in the plural: `selections on pictures`.
    pub what: String,
    /// How many.
    pub count: usize,
}

/// What a written project holds, and what it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The bytes of the `.qdpx` file.
    pub bytes: Vec<u8>,
    /// What was written in REFI-QDA's own terms.
    pub counts: Counts,
    /// What no other tool will see: it stands in the note that Themata reads back, in the plural with its number.
    pub noted: Vec<Kept>,
    /// What is not in the file at all.
    pub left_out: Vec<Kept>,
}
