//! `themata codes …`: the codebook, listed and changed.

mod shape;
mod words;

use clap::{Args, Subcommand};

use super::ListArgs;

pub(crate) use shape::{DeleteArgs, MergeArgs, MoveArgs, ReorderArgs, SplitArgs};
pub(crate) use words::{
    AddArgs, AliasArgs, DefineArgs, ImportCodesArgs, PrefillArgs, RecolourArgs, RekeyArgs, RenameArgs,
};

/// List the codebook's tree, or change it
///
/// Without a verb the tree is listed with the number of codings.
///
/// Example: themata codes study.themata
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct CodesArgs {
    #[command(subcommand)]
    pub(crate) verb: Option<CodesVerb>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Subcommand, Debug)]
pub(crate) enum CodesVerb {
    Add(AddArgs),
    Import(ImportCodesArgs),
    Rename(RenameArgs),
    Define(DefineArgs),
    Move(MoveArgs),
    Merge(MergeArgs),
    Split(SplitArgs),
    Reorder(ReorderArgs),
    Recolour(RecolourArgs),
    Alias(AliasArgs),
    Rekey(RekeyArgs),
    Prefill(PrefillArgs),
    Delete(DeleteArgs),
}
