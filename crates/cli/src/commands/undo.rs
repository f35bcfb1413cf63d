//! `themata undo` and `themata redo`.

use std::path::PathBuf;
use std::process::ExitCode;

use themata_workspace::Workspace;

use super::act;
use crate::args::{ActArgs, RedoArgs, UndoArgs};
use crate::failure::Failure;

pub(crate) fn undo(args: &UndoArgs) -> Result<ExitCode, Failure> {
    let done = open(args.positional.as_ref(), &args.act)?.undo(args.entry, &args.act.by())?;
    act::tell(&done, &args.act)
}

pub(crate) fn redo(args: &RedoArgs) -> Result<ExitCode, Failure> {
    let done = open(args.positional.as_ref(), &args.act)?.redo(&args.act.by())?;
    act::tell(&done, &args.act)
}

fn open(positional: Option<&PathBuf>, args: &ActArgs) -> Result<Workspace, Failure> {
    match positional {
        Some(path) => Ok(Workspace::open(path)?),
        None => act::open(args),
    }
}
