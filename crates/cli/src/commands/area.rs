//! `themata sides | parties | cases | …`: rows of one kind, listed or changed.

use std::process::ExitCode;

use themata_workspace::ListKind;

use super::{act, list};
use crate::args::Wish;
use crate::failure::Failure;

pub(crate) fn run(kind: ListKind, wish: Wish<'_>) -> Result<ExitCode, Failure> {
    match wish {
        Wish::List(args) => list::run(kind, args),
        Wish::Act(verb, args) => act::run(*verb, args),
    }
}
