//! The arguments of every verb.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::failure::Failure;

/// Qualitative interview research, from transcripts to the tables and figures of the paper
///
/// Themata builds a study from a folder of plain text (transcripts, a codebook, codings) and prints
/// its tables and figures; every number and quotation leads back to the words behind it. Nothing
/// leaves this machine.
#[derive(Parser, Debug)]
#[command(name = "themata", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Replicate(ReplicateArgs),
    Build(BuildArgs),
    Unpack(UnpackArgs),
    Table(TableArgs),
    Figure(FigureArgs),
    Check(CheckArgs),
    /// Show what the study holds, in numbers
    ///
    /// Example: themata status study.themata
    Status(ListArgs),
    /// List the cases with their sides and parties
    ///
    /// Example: themata cases study.themata
    Cases(ListArgs),
    /// List the sources with kind, case, informant and number of codings
    ///
    /// Example: themata sources study.themata --json
    Sources(ListArgs),
    /// List the informants with title, party and cases
    ///
    /// Example: themata informants study.themata
    Informants(ListArgs),
    /// List the codebook's tree with the number of codings
    ///
    /// Example: themata codes study.themata
    Codes(ListArgs),
}

/// Rebuild a study's tables and figures from its folder
///
/// Builds the study file, prints every output that study.toml names in all formats, and compares
/// the numbers with the folder's expected/. Exit code 1 means that something is not as expected.
///
/// Example: themata replicate corpus-samples/relational-transformation --out out
#[derive(Args, Debug)]
pub(crate) struct ReplicateArgs {
    /// The study folder
    pub(crate) folder: PathBuf,
    /// Folder for what is made
    #[arg(long, short, value_name = "DIR", default_value = "out")]
    pub(crate) out: PathBuf,
    /// Only these formats, for example csv,md,svg
    ///
    /// Tables: md, csv, html, xlsx, docx, pdf. Figures: svg, pdf, png.
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

/// Write a study file as a folder of plain text
///
/// The folder holds everything: building it again gives the same study, history included. A study
/// folder is taken as well and written in canonical form.
///
/// Example: themata unpack my-study.themata my-study
#[derive(Args, Debug)]
pub(crate) struct UnpackArgs {
    /// The study file (or a study folder)
    pub(crate) study: PathBuf,
    /// The folder to make; it must be empty or absent
    pub(crate) folder: PathBuf,
}

/// Which study is meant
#[derive(Args, Debug)]
pub(crate) struct StudyArgs {
    /// The study file or study folder [default: $THEMATA_STUDY, else the only one here]
    #[arg(value_name = "STUDY")]
    pub(crate) positional: Option<PathBuf>,
    /// The study file or study folder
    #[arg(short = 's', long = "study", value_name = "STUDY", conflicts_with = "positional")]
    pub(crate) named: Option<PathBuf>,
}

/// Make a table
///
/// Without -o the table is shown as Markdown. The extension of -o picks the format: md, csv, html,
/// xlsx, docx or pdf.
///
/// Example: themata table evidence study.themata --exhibit appendix-2 -o appendix.docx
#[derive(Args, Debug)]
#[command(after_long_help = table_help())]
pub(crate) struct TableArgs {
    /// Which table: informants, evidence, proof, cross-case, dyads, framework, coverage, frequency, codebook
    pub(crate) kind: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Name of the file to write
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The quotations behind the table instead, one row a quotation
    #[arg(long)]
    pub(crate) quotations: bool,
    /// Print the table as JSON
    #[arg(long, conflicts_with = "output")]
    pub(crate) json: bool,
}

/// Draw a figure
///
/// The extension of -o picks the format: svg, pdf or png. A figure that needs several pages becomes
/// several files in svg and png.
///
/// Example: themata figure data-structure study.themata -o figure-1.pdf
#[derive(Args, Debug)]
#[command(after_long_help = figure_help())]
pub(crate) struct FigureArgs {
    /// Which figure: data-structure or framework
    pub(crate) kind: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Name of the file to write
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// One box a category, or bullets in one box a theme
    #[arg(long, value_enum)]
    pub(crate) style: Option<StyleWord>,
    /// How the levels are joined
    #[arg(long, value_enum)]
    pub(crate) connectors: Option<ConnectorWord>,
    /// Tint the boxes instead of black and white
    #[arg(long)]
    pub(crate) colour: bool,
    /// Resolution of PNG
    #[arg(long, value_name = "DPI")]
    pub(crate) dpi: Option<u32>,
    /// The page it has to fit
    #[arg(long, value_enum)]
    pub(crate) page: Option<PageWord>,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StyleWord {
    Boxes,
    Bullets,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ConnectorWord {
    Elbow,
    Bracket,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PageWord {
    Natural,
    A4,
    A4Landscape,
}

/// Which codings count, and what is shown of them
#[derive(Args, Debug, Default)]
pub(crate) struct Choices {
    /// Caption
    #[arg(long)]
    title: Option<String>,
    /// Only these cases (several with ;)
    #[arg(long, value_name = "CASE", help_heading = "Which codings count")]
    case: Option<String>,
    /// Only speakers of these sides
    #[arg(long, value_name = "SIDE", help_heading = "Which codings count")]
    side: Option<String>,
    /// Only speakers of these parties
    #[arg(long, value_name = "PARTY", help_heading = "Which codings count")]
    party: Option<String>,
    /// Only these coders
    #[arg(long, value_name = "CODER", help_heading = "Which codings count")]
    coder: Option<String>,
    /// Only these codes and what is below them
    #[arg(long, value_name = "CODE", help_heading = "Which codings count")]
    code: Option<String>,
    /// Only this value of a facet, for example phase=advanced (can be repeated)
    #[arg(long = "where", value_name = "FACET=VALUE", help_heading = "Which codings count")]
    facets: Vec<String>,
    /// The facet of parts and columns, usually the phases
    #[arg(long, value_name = "FACET")]
    facet: Option<String>,
    /// The exhibit of the paper: its excerpts and findings are shown
    #[arg(long, value_name = "EXHIBIT")]
    exhibit: Option<String>,
    /// The level of the codebook whose codes are the rows
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Rows and columns change places
    #[arg(long)]
    transpose: bool,
    /// Excerpts of the paper's body may be repeated
    #[arg(long)]
    allow_repeats: bool,
    /// How speakers are named: title-party, title, party, side-case, respondent, none
    #[arg(long, value_name = "GRADE")]
    attribution: Option<String>,
    /// How many excerpts the program chooses for a cell
    #[arg(long, value_name = "N")]
    excerpts_per_cell: Option<usize>,
    /// Print where each quotation stands
    #[arg(long)]
    locator: bool,
    /// Fill cells for which no excerpt was chosen
    #[arg(long)]
    fill: bool,
    /// Leave cells without a finding empty instead of drafting them
    #[arg(long)]
    no_draft: bool,
    /// Break counts down by case, side, party, informant, coder or source
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
}

impl Choices {
    /// The choices by their name.
    ///
    /// # Errors
    /// When a `--where` is not `facet=value`.
    pub(crate) fn to_map(&self) -> Result<BTreeMap<String, String>, Failure> {
        let mut map = BTreeMap::new();
        let texts = [
            ("title", &self.title),
            ("case", &self.case),
            ("side", &self.side),
            ("party", &self.party),
            ("coder", &self.coder),
            ("code", &self.code),
            ("facet", &self.facet),
            ("exhibit", &self.exhibit),
            ("level", &self.level),
            ("attribution", &self.attribution),
            ("by", &self.by),
        ];
        for (name, value) in texts {
            map.extend(value.clone().map(|value| (name.to_string(), value)));
        }
        let flags = [
            ("transpose", self.transpose),
            ("allow-repeats", self.allow_repeats),
            ("locator", self.locator),
            ("fill", self.fill),
        ];
        for (name, _) in flags.iter().filter(|(_, given)| *given) {
            map.insert((*name).to_string(), "true".to_string());
        }
        if self.no_draft {
            map.insert("draft".to_string(), "false".to_string());
        }
        map.extend(self.excerpts_per_cell.map(|n| ("excerpts-per-cell".to_string(), n.to_string())));
        for pair in &self.facets {
            let Some((facet, value)) = pair.split_once('=') else {
                return Err(Failure::usage(format!("`{pair}` is not of the form FACET=VALUE"))
                    .hint("write for example `--where phase=advanced`"));
            };
            map.entry(facet.trim().to_string())
                .and_modify(|values: &mut String| {
                    values.push(';');
                    values.push_str(value.trim());
                })
                .or_insert_with(|| value.trim().to_string());
        }
        Ok(map)
    }
}

/// Check what the study says of itself
///
/// Broken: something contradicts itself or has lost its place (exit code 1). Question: a person
/// should look (exit code 1 with --strict). Note: good to know. A remark is accepted by its key in
/// `allow` of study.toml.
///
/// Example: themata check study.themata --strict
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Questions fail the check too
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show accepted remarks too
    #[arg(long)]
    pub(crate) all: bool,
    /// Print the remarks as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn table_help() -> String {
    let mut help = "Tables:\n".to_string();
    for (kind, meaning) in themata_workspace::table_kinds() {
        help.push_str(&format!("  {kind:<12} {meaning}\n"));
    }
    help
}

fn figure_help() -> String {
    let mut help = "Figures:\n".to_string();
    for (kind, meaning) in themata_workspace::figure_kinds() {
        help.push_str(&format!("  {kind:<15} {meaning}\n"));
    }
    help
}
