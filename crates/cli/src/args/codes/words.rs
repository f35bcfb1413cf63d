//! What a code is called, what it means, and how it looks.

use std::path::PathBuf;

use clap::Args;
use themata_workspace::verbs::{
    AddCode, AliasCode, DefineCode, ImportCodes, PrefillCode, RecolourCode, RekeyCode, RenameCode,
};

use crate::args::ActArgs;
use crate::failure::Failure;

/// Add a code
///
/// Example: themata codes add 'Weekly calls' --parent A -s study.themata
#[derive(Args, Debug)]
pub(crate) struct AddArgs {
    /// What is printed
    pub(crate) name: String,
    /// The key; made from the name unless told
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// The level [default: the one below the parent, else the lowest; of a framework, the top one]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// The code above
    #[arg(long, value_name = "CODE")]
    pub(crate) parent: Option<String>,
    /// Printed mark such as A
    #[arg(long, value_name = "TEXT")]
    pub(crate) marker: Option<String>,
    /// What the code means
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// The framework whose own code it is, in use or not [default: the one in use, on levels of such codes]
    #[arg(long, value_name = "FRAMEWORK")]
    pub(crate) framework: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl AddArgs {
    pub(crate) fn verb(&self) -> AddCode {
        AddCode {
            name: self.name.clone(),
            key: self.key.clone(),
            level: self.level.clone(),
            parent: self.parent.clone(),
            marker: self.marker.clone(),
            definition: self.definition.clone(),
            framework: self.framework.clone(),
        }
    }
}

/// Take codes in from a spreadsheet, an outline, or a codebook of another tool
///
/// FILE is a table (.csv, .xlsx, .ods), a Markdown outline (.md) or a codebook in REFI-QDA (.qdc). A table has one row a code,
/// with a column `name` and, where there are some, `parent` (key, marker, name or path of the code above), `key`, `level`,
/// `marker`, `definition`, `inclusion`, `exclusion`, `colour`, `aliases`; or a column for each level, as people type it. Codes
/// that are known, by key or by name below the same code, are changed to what the file tells; what it leaves empty and what it
/// does not name stays. `themata export STUDY --codebook -o FILE` writes such a file.
///
/// Example: themata codes import codebook.xlsx --dry-run -s study.themata
#[derive(Args, Debug)]
pub(crate) struct ImportCodesArgs {
    /// The spreadsheet, outline or codebook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only add codes; those that are known stay as they are
    #[arg(long)]
    pub(crate) only_new: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl ImportCodesArgs {
    pub(crate) fn verb(&self) -> Result<ImportCodes, Failure> {
        Ok(ImportCodes::of_file(&self.file, self.only_new)?)
    }
}

/// Give a code another name; the old one stays as an alias
///
/// Example: themata codes rename weekly-calls 'Weekly meetings' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct RenameArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// The new name
    pub(crate) name: String,
    /// Do not keep the old name as an alias
    #[arg(long)]
    pub(crate) forget: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl RenameArgs {
    pub(crate) fn verb(&self) -> RenameCode {
        RenameCode { code: self.code.clone(), name: self.name.clone(), forget: self.forget }
    }
}

/// Say what a code means
///
/// Only what is given changes; an empty text takes away.
///
/// Example: themata codes define A --definition 'What the other side gains' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct DefineArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// What it means
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// The definition from a file; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "definition")]
    pub(crate) text_file: Option<PathBuf>,
    /// What belongs to it
    #[arg(long, value_name = "TEXT")]
    pub(crate) inclusion: Option<String>,
    /// What does not belong to it
    #[arg(long, value_name = "TEXT")]
    pub(crate) exclusion: Option<String>,
    /// Where it comes from: emergent, theory-led or predefined
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) origin: Option<String>,
    /// Printed mark such as A, one of its kind on a level
    #[arg(long, value_name = "TEXT")]
    pub(crate) marker: Option<String>,
    /// Take the marker away
    #[arg(long, conflicts_with = "marker")]
    pub(crate) no_marker: bool,
    /// Add a reference to literature or a document (can be repeated)
    #[arg(long = "reference", value_name = "TEXT")]
    pub(crate) references: Vec<String>,
    /// Remove a reference (can be repeated)
    #[arg(long = "no-reference", value_name = "TEXT")]
    pub(crate) no_references: Vec<String>,
    /// A further attribute; an empty value takes it away (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl DefineArgs {
    /// The verb; `text` is what the file holds, where one is named.
    pub(crate) fn verb(&self, text: Option<String>) -> DefineCode {
        DefineCode {
            code: self.code.clone(),
            definition: text.or_else(|| self.definition.clone()),
            inclusion: self.inclusion.clone(),
            exclusion: self.exclusion.clone(),
            origin: self.origin.clone(),
            marker: self.marker.clone().or_else(|| self.no_marker.then(String::new)),
            add_references: self.references.clone(),
            remove_references: self.no_references.clone(),
            set: self.set.clone(),
        }
    }
}

/// Give a code a colour
///
/// Example: themata codes recolour A '#1F77B4' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct RecolourArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// The colour, #RRGGBB
    #[arg(required_unless_present = "none", conflicts_with = "none")]
    pub(crate) colour: Option<String>,
    /// Take the colour away
    #[arg(long)]
    pub(crate) none: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl RecolourArgs {
    pub(crate) fn verb(&self) -> RecolourCode {
        RecolourCode { code: self.code.clone(), colour: self.colour.clone() }
    }
}

/// Add or remove other wordings of a code's name
///
/// Whoever types one of them means the code.
///
/// Example: themata codes alias A --add 'Gains' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct AliasArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// A wording to add (can be repeated)
    #[arg(long, value_name = "NAME", required_unless_present = "remove")]
    pub(crate) add: Vec<String>,
    /// A wording to remove (can be repeated)
    #[arg(long, value_name = "NAME")]
    pub(crate) remove: Vec<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl AliasArgs {
    pub(crate) fn verb(&self) -> AliasCode {
        AliasCode { code: self.code.clone(), add: self.add.clone(), remove: self.remove.clone() }
    }
}

/// Give a code another key
///
/// What names the code by its key follows: memos, member checks, outputs, accepted remarks.
///
/// Example: themata codes rekey weekly-calls weekly-meetings -s study.themata
#[derive(Args, Debug)]
pub(crate) struct RekeyArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// The new key
    pub(crate) key: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl RekeyArgs {
    pub(crate) fn verb(&self) -> RekeyCode {
        RekeyCode { code: self.code.clone(), key: self.key.clone() }
    }
}

/// Give a code a value before anybody has sorted it
///
/// The value may be all or none; - takes it away. Tables show such a value as pre-filled.
///
/// Example: themata codes prefill A phase=early -s study.themata
#[derive(Args, Debug)]
pub(crate) struct PrefillArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// Facet and value, one or several
    #[arg(value_name = "FACET=VALUE", required = true)]
    pub(crate) values: Vec<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl PrefillArgs {
    pub(crate) fn verb(&self) -> PrefillCode {
        PrefillCode { code: self.code.clone(), values: self.values.clone() }
    }
}
