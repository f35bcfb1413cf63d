//! The arguments of the verbs that read or write a study folder.

use std::path::PathBuf;

use clap::Args;

use super::study::StudyArgs;

/// Rebuild a study's tables and figures from its folder
///
/// Builds the study file, prints every output that study.toml names in the usual formats or its own
/// `formats`, and compares the numbers with the folder's expected/. Exit code 1 means that something
/// is not as expected.
///
/// Example: themata replicate my-study --out out
#[derive(Args, Debug)]
pub(crate) struct ReplicateArgs {
    /// The study folder
    pub(crate) folder: PathBuf,
    /// Folder for what is made
    #[arg(long, short, value_name = "DIR", default_value = "out")]
    pub(crate) out: PathBuf,
    /// Only these formats, for example csv,md,svg
    ///
    /// Tables: md, csv, html, xlsx, docx, pdf, tex, json, parquet. Figures: svg, pdf, png, typ, and pptx for
    /// the data structure and the framework. Unless told otherwise, all but parquet, typ and pptx are made.
    #[arg(long, value_name = "LIST")]
    pub(crate) formats: Option<String>,
    /// Keep codings whose quotation is not found as lost ones
    #[arg(long)]
    pub(crate) keep_unplaced: bool,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Build a study file from a study folder
///
/// Errors of all files are listed in one run, and nothing is written until all are mended.
///
/// Example: themata build my-study -o my-study.themata
#[derive(Args, Debug)]
pub(crate) struct BuildArgs {
    /// The study folder
    pub(crate) folder: PathBuf,
    /// The study file; FOLDER.themata unless told
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace a study file that is there already
    #[arg(long)]
    pub(crate) replace: bool,
    /// Keep codings whose quotation is not found as lost ones
    #[arg(long)]
    pub(crate) keep_unplaced: bool,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Write a study for other programs: as a project, its codebook, or its codings as one long table
///
/// The name of the file tells what it is. FILE.qdpx is a project for another tool (REFI-QDA) with texts, codes, codings,
/// memos, cases and variables; FILE.qdc its codebook. What the format has no place for stands in a note of the project that
/// Themata reads back. A study that came from a project is written on the ground of that project, with what Themata cannot
/// show left as it was.
///
/// FILE.csv, FILE.parquet and FILE.jsonl hold the codings as open data, one row a coding, for R, Python and spreadsheets.
/// With --codebook FILE.csv, FILE.xlsx and FILE.md hold the codebook, one row or item a code, which `themata codes import`
/// reads again.
///
/// Example: themata export study.themata -o study.qdpx --for nvivo
#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// The file to make; codings as csv or jsonl are printed where none is named
    #[arg(long, short, value_name = "FILE", required_unless_present = "to")]
    pub(crate) output: Option<PathBuf>,
    /// Write the codings as open data in this format, whatever the name of the file
    #[arg(long, value_name = "FORMAT", value_parser = ["csv", "parquet", "jsonl"])]
    pub(crate) to: Option<String>,
    /// Write the codebook: as a spreadsheet (.csv, .xlsx), an outline (.md) or for other tools (.qdc)
    #[arg(long, conflicts_with_all = ["to", "tool"], requires = "output")]
    pub(crate) codebook: bool,
    /// The tool that will open the project
    #[arg(long = "for", value_name = "TOOL", value_parser = ["generic", "nvivo", "maxqda", "atlasti", "qualcoder"], conflicts_with = "to")]
    pub(crate) tool: Option<String>,
    /// Replace a file that is there already
    #[arg(long)]
    pub(crate) replace: bool,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Write a study file as a folder of plain text
///
/// The folder holds everything: building it again gives the same study, history included. A study
/// folder is taken as well and written in canonical form.
///
/// Example: themata unpack my-study.themata my-study
#[derive(Args, Debug)]
#[command(allow_missing_positional = true)]
pub(crate) struct UnpackArgs {
    /// The study file (or a study folder) [default: $THEMATA_STUDY, else the only one here]
    pub(crate) study: Option<PathBuf>,
    /// The folder to make; it must be empty or absent
    pub(crate) folder: PathBuf,
    /// Print the summary as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
