//! The shape of the codebook's tree: where codes stand, and which codes there are.

use clap::{Args, ValueEnum};
use themata_workspace::verbs::{
    CodeOrder, DeleteCodes, MergeCodes, MoveCode, MoveCodes, ReorderCodes, SplitCode, Verb,
};

use crate::args::ActArgs;

/// Move codes with all that is below them
///
/// Example: themata codes move weekly-calls 'monthly calls' --to A -s study.themata
#[derive(Args, Debug)]
pub(crate) struct MoveArgs {
    /// The codes, by key, marker, name or alias
    #[arg(value_name = "CODE", required = true)]
    pub(crate) codes: Vec<String>,
    /// The code they shall stand below
    #[arg(long, value_name = "CODE")]
    pub(crate) to: Option<String>,
    /// Below no code
    #[arg(long, conflicts_with = "to")]
    pub(crate) top: bool,
    /// The level they shall stand on
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// Right before this code, below the same one
    #[arg(long, value_name = "CODE", conflicts_with = "after")]
    pub(crate) before: Option<String>,
    /// Right after this code, below the same one
    #[arg(long, value_name = "CODE")]
    pub(crate) after: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl MoveArgs {
    pub(crate) fn verb(&self) -> Verb {
        let (to, level) = (self.to.clone(), self.level.clone());
        let (top, before, after) = (self.top, self.before.clone(), self.after.clone());
        match self.codes.as_slice() {
            [code] => MoveCode { code: code.clone(), to, top, level, before, after }.into(),
            codes => MoveCodes { codes: codes.to_vec(), to, top, level, before, after }.into(),
        }
    }
}

/// Merge codes into another one
///
/// Codings, codes below, sortings, findings, memos, links and member checks go over; names become
/// aliases. A memo keeps the definition and whatever else finds no place in the other code.
///
/// Example: themata codes merge weekly-calls 'monthly calls' --into A -s study.themata
#[derive(Args, Debug)]
pub(crate) struct MergeArgs {
    /// The codes that are no more afterwards
    #[arg(value_name = "CODE", required = true)]
    pub(crate) from: Vec<String>,
    /// The code that has everything afterwards
    #[arg(long, value_name = "CODE")]
    pub(crate) into: String,
    /// Let sortings of the merged codes give way to those of the other code; a memo keeps them
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl MergeArgs {
    pub(crate) fn verb(&self) -> MergeCodes {
        MergeCodes { from: self.from.clone(), into: self.into.clone(), force: self.force }
    }
}

/// Give some codings of a code to a new code beside it
///
/// Example: themata codes split A --new 'Gains for the buyer' --case R1 -s study.themata
#[derive(Args, Debug)]
pub(crate) struct SplitArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// Name of the new code
    #[arg(long = "new", value_name = "NAME")]
    pub(crate) name: String,
    /// Key of the new code; made from the name unless told
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// Marker of the new code
    #[arg(long, value_name = "TEXT")]
    pub(crate) marker: Option<String>,
    /// What the new code means
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// These codings (several with ,)
    #[arg(long, value_name = "CODING", value_delimiter = ',')]
    pub(crate) codings: Vec<String>,
    /// The codings in this source
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// The codings that count for this case
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<String>,
    /// The codings with this value of a facet; - for none (can be repeated)
    #[arg(long = "where", value_name = "FACET=VALUE")]
    pub(crate) values: Vec<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl SplitArgs {
    pub(crate) fn verb(&self) -> SplitCode {
        SplitCode {
            code: self.code.clone(),
            name: self.name.clone(),
            key: self.key.clone(),
            marker: self.marker.clone(),
            definition: self.definition.clone(),
            codings: self.codings.clone(),
            source: self.source.clone(),
            case: self.case.clone(),
            values: self.values.clone(),
        }
    }
}

/// Change the order of codes that stand below the same code
///
/// The codes named change places among themselves, into the order given; --before and --after bring
/// them beside another one. With --by all codes are ordered by a rule.
///
/// Example: themata codes reorder --by marker -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ReorderArgs {
    /// The codes in their new order
    #[arg(value_name = "CODE", required_unless_present = "by", conflicts_with = "by")]
    pub(crate) codes: Vec<String>,
    /// The rule for all codes, or for those below one
    #[arg(long, value_enum, value_name = "RULE")]
    pub(crate) by: Option<RuleWord>,
    /// With --by: only what is directly below this code
    #[arg(long, value_name = "CODE", requires = "by")]
    pub(crate) below: Option<String>,
    /// Bring them right before this code
    #[arg(long, value_name = "CODE", conflicts_with_all = ["after", "by"])]
    pub(crate) before: Option<String>,
    /// Bring them right after this code
    #[arg(long, value_name = "CODE", conflicts_with = "by")]
    pub(crate) after: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RuleWord {
    Marker,
    Name,
    Codings,
}

impl ReorderArgs {
    pub(crate) fn verb(&self) -> ReorderCodes {
        let rule = |word| match word {
            RuleWord::Marker => CodeOrder::Marker,
            RuleWord::Name => CodeOrder::Name,
            RuleWord::Codings => CodeOrder::Codings,
        };
        ReorderCodes {
            codes: self.codes.clone(),
            by: self.by.map(rule),
            below: self.below.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
        }
    }
}

/// Delete codes
///
/// When more would go along (codings, codes below, sortings, findings, memos) it is listed, and
/// nothing is deleted without --force.
///
/// Example: themata codes delete weekly-calls --dry-run --force -s study.themata
#[derive(Args, Debug)]
pub(crate) struct DeleteArgs {
    /// The codes, by key, marker, name or alias
    #[arg(value_name = "CODE", required = true)]
    pub(crate) codes: Vec<String>,
    /// Delete what hangs on them, too
    #[arg(long)]
    pub(crate) force: bool,
    /// Let codes below move up to the next code above
    #[arg(long)]
    pub(crate) keep_children: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl DeleteArgs {
    pub(crate) fn verb(&self) -> DeleteCodes {
        DeleteCodes { codes: self.codes.clone(), force: self.force, keep_children: self.keep_children }
    }
}
