//! `themata place`, `unplace`, `settle`, `unsettle`: codes are sorted into facet values.

use clap::Args;
use themata_workspace::verbs::{PlaceCode, SettleCode, UnplaceCode, UnsettleCode};

use super::ActArgs;

/// Sort a code into a facet value, as you see it and blind to the others
///
/// Your own earlier sorting is replaced. `all` and `none` are values, too. Neither this command nor
/// the history tells the value to another rater.
///
/// Example: themata place A phase=early --reason 'first talks only' --coder anna -s study.themata
#[derive(Args, Debug)]
pub(crate) struct PlaceArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// Facet and value
    #[arg(value_name = "FACET=VALUE", required = true)]
    pub(crate) values: Vec<String>,
    /// For this case only
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl PlaceArgs {
    pub(crate) fn verb(&self) -> PlaceCode {
        PlaceCode {
            code: self.code.clone(),
            values: self.values.clone(),
            case: self.case.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// What is taken back
#[derive(Args, Debug)]
pub(crate) struct TakeBackArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// The facet [default: the only one]
    pub(crate) facet: Option<String>,
    /// What was said for this case only
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl TakeBackArgs {
    pub(crate) fn unplace(&self) -> UnplaceCode {
        UnplaceCode { code: self.code.clone(), facet: self.facet.clone(), case: self.case.clone() }
    }

    pub(crate) fn unsettle(&self) -> UnsettleCode {
        UnsettleCode { code: self.code.clone(), facet: self.facet.clone(), case: self.case.clone() }
    }
}

/// Settle the value of a code that the raters agreed on; their sortings stay
///
/// Example: themata settle A phase=early --reason 'both mean the first talks' -s study.themata
#[derive(Args, Debug)]
pub(crate) struct SettleArgs {
    /// The code, by key, marker, name or alias
    pub(crate) code: String,
    /// Facet and value
    #[arg(value_name = "FACET=VALUE")]
    pub(crate) value: String,
    /// For this case only
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

impl SettleArgs {
    pub(crate) fn verb(&self) -> SettleCode {
        SettleCode {
            code: self.code.clone(),
            value: self.value.clone(),
            case: self.case.clone(),
            reason: self.reason.clone(),
        }
    }
}
