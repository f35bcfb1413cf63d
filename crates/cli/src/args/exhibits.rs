//! The arguments of `table` and `figure`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::choices::Choices;
use super::study::{BesideArgs, StudyArgs};

/// Make a table
///
/// Without -o the table is shown as Markdown. The extension of -o picks the format: md, csv, html,
/// xlsx, docx, pdf, tex, json or parquet. With --and, each study has its table, under its name; with -o a file each.
///
/// Example: themata table evidence study.themata --exhibit appendix-2 -o appendix.docx
#[derive(Args, Debug)]
#[command(after_long_help = table_help())]
pub(crate) struct TableArgs {
    /// Which table: informants, evidence, proof, cross-case, dyads, framework, activities, coverage, frequency,
    /// matrix, co-occurrence, saturation, codebook
    pub(crate) kind: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    #[command(flatten)]
    pub(crate) beside: BesideArgs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Name of the file to write; of several studies, each has its key at the end of the name
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
/// The extension of -o picks the format: svg, pdf, png, typ, or pptx for what stands in boxes: data-structure,
/// proof, framework, activities. A figure that needs several pages becomes several files in svg and png.
///
/// Example: themata figure data-structure study.themata -o figure-1.pdf
#[derive(Args, Debug)]
#[command(after_long_help = figure_help())]
pub(crate) struct FigureArgs {
    /// Which figure: data-structure, proof, framework, activities, frequency, dyads, matrix, co-occurrence, saturation
    pub(crate) kind: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Name of the file to write
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Print the names of the files written as JSON
    #[arg(long)]
    pub(crate) json: bool,
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

fn table_help() -> String {
    let mut help = "Tables:\n".to_string();
    for (kind, meaning) in themata_workspace::table_kinds() {
        help.push_str(&format!("  {kind:<13} {meaning}\n"));
    }
    help
}

fn figure_help() -> String {
    let mut help = "Figures:\n".to_string();
    for (kind, meaning) in themata_workspace::figure_kinds() {
        help.push_str(&format!("  {kind:<14} {meaning}\n"));
    }
    help
}
