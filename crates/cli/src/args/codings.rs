//! `themata codings` and `themata show`: what is coded, and where.

use clap::Args;
use themata_workspace::CodingQuery;

use super::StudyArgs;
use super::coding::Lines;

/// List the codings with their ids
///
/// Example: themata codings study.themata --code A --coder anna
#[derive(Args, Debug)]
pub(crate) struct CodingsArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Those in this source
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Those of this code
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Those of the codes below it, too
    #[arg(long, requires = "code")]
    pub(crate) below: bool,
    /// Those by this coder
    #[arg(long, value_name = "CODER")]
    pub(crate) coder: Option<String>,
    /// Those that count for this case
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<String>,
    /// Only those that have lost their place
    #[arg(long)]
    pub(crate) lost: bool,
    /// Only those whose words were edited and that nobody has confirmed
    #[arg(long)]
    pub(crate) unconfirmed: bool,
    /// Print as JSON, the quotations whole
    #[arg(long)]
    pub(crate) json: bool,
}

impl CodingsArgs {
    pub(crate) fn query(&self) -> CodingQuery {
        CodingQuery {
            source: self.source.clone(),
            code: self.code.clone(),
            below: self.below,
            coder: self.coder.clone(),
            case: self.case.clone(),
            lost: self.lost,
            unconfirmed: self.unconfirmed,
        }
    }
}

/// Show a source with its lines and turns numbered and its codings in place
///
/// Example: themata show S1 --lines 10-30 -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// The source
    pub(crate) source: String,
    /// Only these lines
    #[arg(long, value_name = "FROM-TO")]
    pub(crate) lines: Option<Lines>,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
