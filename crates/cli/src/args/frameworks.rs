//! `themata frameworks …`: alternative upper levels over the same codes.

use clap::{Args, Subcommand};
use themata_workspace::verbs::{
    AddFramework, ChangeFramework, DeleteFramework, PlaceInFramework, UseFramework,
};

use super::{ActArgs, ListArgs, StudyArgs};

/// List the frameworks (alternative upper levels over the same codes), or change them
///
/// One framework is in use: its codes stand in the codebook, and every table and figure is drawn with
/// them. The codes of the others are kept aside.
///
/// Example: themata frameworks study.themata
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct FrameworksArgs {
    #[command(subcommand)]
    pub(crate) verb: Option<FrameworksVerb>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Subcommand, Debug)]
pub(crate) enum FrameworksVerb {
    Show(ShowFrameworkArgs),
    Compare(CompareFrameworksArgs),
    Add(AddFrameworkArgs),
    Place(PlaceInFrameworkArgs),
    Use(UseFrameworkArgs),
    Change(ChangeFrameworkArgs),
    #[command(visible_alias = "drop")]
    Delete(DeleteFrameworkArgs),
}

/// Show what a framework puts together, in use or not
///
/// Example: themata frameworks show by-team -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ShowFrameworkArgs {
    /// The framework, by key or name
    pub(crate) framework: String,
    #[command(flatten)]
    pub(crate) study: NamedStudyArgs,
}

/// Set two frameworks side by side: what each shared code hangs below in the one and in the other
///
/// Example: themata frameworks compare by-phase by-team -s study.themata
#[derive(Args, Debug)]
pub(crate) struct CompareFrameworksArgs {
    /// One framework
    #[arg(value_name = "FRAMEWORK")]
    pub(crate) one: String,
    /// The other framework
    #[arg(value_name = "FRAMEWORK")]
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) study: NamedStudyArgs,
}

/// Which study is looked at, and how
#[derive(Args, Debug)]
pub(crate) struct NamedStudyArgs {
    /// The study file or study folder [default: $THEMATA_STUDY, else the only one here]
    #[arg(short = 's', long = "study", value_name = "STUDY")]
    named: Option<std::path::PathBuf>,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl NamedStudyArgs {
    pub(crate) fn study(&self) -> StudyArgs {
        StudyArgs { positional: None, named: self.named.clone() }
    }
}

/// Add a framework
///
/// The first one is what the codebook has at present: say --present. Others begin empty; their codes are
/// added with `themata codes add NAME --framework KEY`.
///
/// Example: themata frameworks add by-phase --name 'By phase' --present -s study.themata
#[derive(Args, Debug)]
pub(crate) struct AddFrameworkArgs {
    /// Its key
    #[arg(value_name = "KEY")]
    pub(crate) key: String,
    /// What is printed [default: the key]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What it goes by, and in which literature
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// Let it be what the codebook has at present
    #[arg(long)]
    pub(crate) present: bool,
    /// The lowest of the present levels whose codes are its own [default: the top one]
    #[arg(long, value_name = "LEVEL", requires = "present")]
    pub(crate) from: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl AddFrameworkArgs {
    pub(crate) fn verb(&self) -> AddFramework {
        AddFramework {
            key: self.key.clone(),
            name: self.name.clone(),
            definition: self.definition.clone(),
            present: self.present,
            from: self.from.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// Hang codes below a code of a framework, in that framework alone
///
/// Example: themata frameworks place C7 C8 --to front-line --in by-team -s study.themata
#[derive(Args, Debug)]
pub(crate) struct PlaceInFrameworkArgs {
    /// The shared codes, by key, marker, name or alias
    #[arg(value_name = "CODE", required = true)]
    pub(crate) codes: Vec<String>,
    /// The code of the framework that they shall hang below
    #[arg(long, value_name = "CODE", visible_alias = "under", required_unless_present = "top")]
    pub(crate) to: Option<String>,
    /// Below no code
    #[arg(long, conflicts_with = "to")]
    pub(crate) top: bool,
    /// The framework
    #[arg(long = "in", value_name = "FRAMEWORK")]
    pub(crate) framework: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl PlaceInFrameworkArgs {
    pub(crate) fn verb(&self) -> PlaceInFramework {
        PlaceInFramework { codes: self.codes.clone(), to: self.to.clone(), framework: self.framework.clone() }
    }
}

/// Put a framework to use; every table and figure is drawn with its codes from then on
///
/// The choice, who made it, when and why is kept with the framework and in the history.
///
/// Example: themata frameworks use by-team --reason 'Reviewer 2: who acts?' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct UseFrameworkArgs {
    /// The framework, by key or name
    pub(crate) framework: String,
    /// Why this one
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl UseFrameworkArgs {
    pub(crate) fn verb(&self) -> UseFramework {
        UseFramework { framework: self.framework.clone(), reason: self.reason.clone() }
    }
}

/// Change key, name or definition of a framework
///
/// Example: themata frameworks change by-team --name 'By team' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ChangeFrameworkArgs {
    /// The framework, by key or name
    pub(crate) framework: String,
    /// Another name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What it goes by, and in which literature
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// Another key
    #[arg(long)]
    pub(crate) key: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl ChangeFrameworkArgs {
    pub(crate) fn verb(&self) -> ChangeFramework {
        ChangeFramework {
            framework: self.framework.clone(),
            key: self.key.clone(),
            name: self.name.clone(),
            definition: self.definition.clone(),
        }
    }
}

/// Delete a framework that is not in use, with its own codes
///
/// The last framework may be deleted, too: its codes stay and are codes of the codebook like all others.
///
/// Example: themata frameworks delete by-team -s study.themata
#[derive(Args, Debug)]
pub(crate) struct DeleteFrameworkArgs {
    /// The framework, by key or name
    pub(crate) framework: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl DeleteFrameworkArgs {
    pub(crate) fn verb(&self) -> DeleteFramework {
        DeleteFramework { framework: self.framework.clone() }
    }
}
