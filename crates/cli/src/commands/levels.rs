//! `themata levels`.

use std::process::ExitCode;

use themata_workspace::ListKind;

use super::{act, list};
use crate::args::{LevelsArgs, LevelsVerb};
use crate::failure::Failure;

pub(crate) fn run(args: &LevelsArgs) -> Result<ExitCode, Failure> {
    match &args.verb {
        None => list::run(ListKind::Levels, &args.list),
        Some(LevelsVerb::Add(args)) => act::run(args.verb(), &args.act),
        Some(LevelsVerb::Rename(args)) => act::run(args.verb(), &args.act),
        Some(LevelsVerb::Reorder(args)) => act::run(args.verb(), &args.act),
        Some(LevelsVerb::Delete(args)) => act::run(args.verb(), &args.act),
    }
}
