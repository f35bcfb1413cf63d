//! The arguments of every verb.

mod acting;
mod area;
mod choices;
mod codes;
mod coding;
mod codings;
mod deferred;
mod evidence;
mod exhibits;
mod filling;
mod folder;
mod frameworks;
mod history;
mod levels;
mod likeness;
mod meant;
mod merge;
mod notes;
mod overview;
mod recover;
mod roster;
mod search;
mod shell;
mod sorting;
mod study;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub(crate) use acting::ActArgs;
pub(crate) use area::{Wish, area};
pub(crate) use codes::{CodesArgs, CodesVerb};
pub(crate) use coding::{CodeArgs, CodingArgs, ConfirmArgs, RecodeArgs, UncodeArgs};
pub(crate) use codings::{CodingsArgs, ShowArgs};
use deferred::Deferred;
pub(crate) use evidence::{ExcerptArgs, ExhibitArgs, FindingArgs};
pub(crate) use exhibits::{FigureArgs, TableArgs};
pub(crate) use filling::{ImportArgs, NewArgs, SourcesArgs, TextArgs};
pub(crate) use folder::{BuildArgs, ExportArgs, ReplicateArgs, UnpackArgs};
pub(crate) use frameworks::{FrameworksArgs, FrameworksVerb, NamedStudyArgs};
pub(crate) use history::{DiffArgs, HistoryArgs, RedoArgs, SnapshotArgs, SnapshotVerb, UndoArgs};
pub(crate) use levels::{LevelsArgs, LevelsVerb};
pub(crate) use likeness::{SimilarArgs, SuggestArgs, WordsArgs};
pub(crate) use merge::MergeArgs;
pub(crate) use notes::{MembersArgs, MemoArgs};
pub(crate) use recover::{BackupArgs, RecoverArgs};
pub(crate) use roster::{
    CasesArgs, CodersArgs, FacetsArgs, InformantsArgs, PartiesArgs, QuestionsArgs, SidesArgs,
};
pub(crate) use search::{Asked, AutoArgs, IndexArgs, QuotesArgs, SearchArgs};
pub(crate) use shell::{CompletionsArgs, ManArgs};
pub(crate) use sorting::{PlaceArgs, SettleArgs, TakeBackArgs};
pub(crate) use study::{BesideArgs, CheckArgs, ListArgs, StudyArgs};

/// Colours of help and errors: few, and none that says more than the words.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .error(AnsiColor::Red.on_default().bold())
    .invalid(AnsiColor::Yellow.on_default());

/// Qualitative interview research, from transcripts to the tables and figures of the paper
///
/// Themata builds a study from a folder of plain text (transcripts, a codebook, codings) and prints
/// its tables and figures; every number and quotation leads back to the words behind it. Nothing
/// leaves this machine.
#[derive(Parser, Debug)]
#[command(name = "themata", version, propagate_version = true, styles = STYLES)]
pub(crate) struct Cli {
    /// No progress, no notes: only warnings and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The whole command line, as parsed, completed and described.
pub(crate) fn command() -> clap::Command {
    overview::with_overview(Cli::command())
}

/// Reads the arguments of this run.
///
/// # Errors
/// When they are none, or help or version are asked for.
pub(crate) fn parse() -> Result<Cli, clap::Error> {
    let mut plain = Cli::command();
    let words: Vec<_> = std::env::args_os().collect();
    meant::check(&mut plain, &words)?;
    // The overview takes a look at every verb, which nobody waits for who does not read it.
    let matches = match plain.try_get_matches_from_mut(words.clone()) {
        Err(error) if is_help(&error) => command().try_get_matches_from_mut(words)?,
        matches => matches?,
    };
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut plain))
}

fn is_help(error: &clap::Error) -> bool {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand};
    matches!(error.kind(), DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand)
}

/// Whether this run was asked for JSON, so that what went wrong is told as JSON too, be it in the
/// arguments themselves.
pub(crate) fn want_json() -> bool {
    std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json")
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    Replicate(Deferred<ReplicateArgs>),
    Build(Deferred<BuildArgs>),
    Unpack(Deferred<UnpackArgs>),
    Export(Deferred<ExportArgs>),
    Table(Deferred<TableArgs>),
    Figure(Deferred<FigureArgs>),
    Check(Deferred<CheckArgs>),
    /// Show what the study holds, in numbers
    ///
    /// Example: themata status study.themata
    Status(Deferred<ListArgs>),
    New(Deferred<NewArgs>),
    Import(Deferred<ImportArgs>),
    Text(Deferred<TextArgs>),
    Sources(Deferred<SourcesArgs>),
    Sides(Deferred<SidesArgs>),
    Parties(Deferred<PartiesArgs>),
    Cases(Deferred<CasesArgs>),
    Informants(Deferred<InformantsArgs>),
    Coders(Deferred<CodersArgs>),
    Facets(Deferred<FacetsArgs>),
    Questions(Deferred<QuestionsArgs>),
    Excerpt(Deferred<ExcerptArgs>),
    Exhibit(Deferred<ExhibitArgs>),
    Finding(Deferred<FindingArgs>),
    Memo(Deferred<MemoArgs>),
    Members(Deferred<MembersArgs>),
    Codes(Deferred<CodesArgs>),
    Levels(Deferred<LevelsArgs>),
    #[command(visible_alias = "framework")]
    Frameworks(Deferred<FrameworksArgs>),
    Code(Deferred<CodeArgs>),
    Uncode(Deferred<UncodeArgs>),
    Recode(Deferred<RecodeArgs>),
    Coding(Deferred<CodingArgs>),
    Confirm(Deferred<ConfirmArgs>),
    Codings(Deferred<CodingsArgs>),
    Show(Deferred<ShowArgs>),
    Search(Deferred<SearchArgs>),
    Quotes(Deferred<QuotesArgs>),
    Suggest(Deferred<SuggestArgs>),
    Similar(Deferred<SimilarArgs>),
    Words(Deferred<WordsArgs>),
    Index(Deferred<IndexArgs>),
    Place(Deferred<PlaceArgs>),
    /// Take back your own sorting of a code
    ///
    /// Example: themata unplace A phase --coder anna -s study.themata
    Unplace(Deferred<TakeBackArgs>),
    Settle(Deferred<SettleArgs>),
    /// Take back the settlement of a code
    ///
    /// Example: themata unsettle A phase -s study.themata
    Unsettle(Deferred<TakeBackArgs>),
    History(Deferred<HistoryArgs>),
    Undo(Deferred<UndoArgs>),
    Redo(Deferred<RedoArgs>),
    Snapshot(Deferred<SnapshotArgs>),
    Merge(Deferred<MergeArgs>),
    Backup(Deferred<BackupArgs>),
    Recover(Deferred<RecoverArgs>),
    Completions(Deferred<CompletionsArgs>),
    Man(Deferred<ManArgs>),
}
