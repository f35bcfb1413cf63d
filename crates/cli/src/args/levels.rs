//! `themata levels …`: the levels of the codebook, listed and changed.

use clap::{Args, Subcommand};
use themata_workspace::verbs::{AddLevel, DeleteLevel, RenameLevel, ReorderLevels};

use super::{ActArgs, ListArgs};

/// List the codebook's levels, lowest first, or change them
///
/// Example: themata levels study.themata
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct LevelsArgs {
    #[command(subcommand)]
    pub(crate) verb: Option<LevelsVerb>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Subcommand, Debug)]
pub(crate) enum LevelsVerb {
    Add(AddLevelArgs),
    Rename(RenameLevelArgs),
    Reorder(ReorderLevelsArgs),
    Delete(DeleteLevelArgs),
}

/// Add a level
///
/// Example: themata levels add 'Aggregate dimensions' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct AddLevelArgs {
    /// The column head of the data structure
    pub(crate) name: String,
    /// The key; made from the name unless told
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// A level of open codes, which are not printed
    #[arg(long)]
    pub(crate) open: bool,
    /// Right above this level [default: on top; an open one right below the printed ones]
    #[arg(long, value_name = "LEVEL", conflicts_with = "below")]
    pub(crate) above: Option<String>,
    /// Right below this level
    #[arg(long, value_name = "LEVEL")]
    pub(crate) below: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl AddLevelArgs {
    pub(crate) fn verb(&self) -> AddLevel {
        AddLevel {
            name: self.name.clone(),
            key: self.key.clone(),
            open: self.open,
            above: self.above.clone(),
            below: self.below.clone(),
        }
    }
}

/// Give a level another name; its key stays
///
/// Example: themata levels rename theme 'Second-order themes' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct RenameLevelArgs {
    /// The level, by key or name
    pub(crate) level: String,
    /// The new name
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl RenameLevelArgs {
    pub(crate) fn verb(&self) -> RenameLevel {
        RenameLevel { level: self.level.clone(), name: self.name.clone() }
    }
}

/// Change the order of the levels
///
/// Example: themata levels reorder open category theme dimension -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ReorderLevelsArgs {
    /// All levels, lowest first
    #[arg(value_name = "LEVEL", required = true)]
    pub(crate) levels: Vec<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl ReorderLevelsArgs {
    pub(crate) fn verb(&self) -> ReorderLevels {
        ReorderLevels { levels: self.levels.clone() }
    }
}

/// Delete a level on which no code stands
///
/// Example: themata levels delete open -s study.themata
#[derive(Args, Debug)]
pub(crate) struct DeleteLevelArgs {
    /// The level, by key or name
    pub(crate) level: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl DeleteLevelArgs {
    pub(crate) fn verb(&self) -> DeleteLevel {
        DeleteLevel { level: self.level.clone() }
    }
}
