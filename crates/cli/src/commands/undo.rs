//! `themata undo` and `themata redo`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use themata_workspace::Workspace;

use super::act;
use crate::args::{ActArgs, RedoArgs, UndoArgs};
use crate::failure::Failure;
use crate::progress::during;

pub(crate) fn undo(args: &UndoArgs) -> Result<ExitCode, Failure> {
    let mut workspace = open(args.positional.as_ref(), &args.act)?;
    let done = during("taking back", || workspace.undo(args.entry, &args.act.by()))?;
    act::tell(&done, &args.act)
}

pub(crate) fn redo(args: &RedoArgs) -> Result<ExitCode, Failure> {
    let mut workspace = open(args.positional.as_ref(), &args.act)?;
    let done = during("doing again", || workspace.redo(&args.act.by()))?;
    act::tell(&done, &args.act)
}

fn open(positional: Option<&PathBuf>, args: &ActArgs) -> Result<Workspace, Failure> {
    match positional {
        Some(path) if !path.exists() && is_number(path) => {
            let number = path.display();
            Err(Failure::usage(format!("`{number}` is no study"))
                .hint(format!("an entry of the history is named with `--entry {number}`")))
        }
        Some(path) => Ok(Workspace::open(path)?),
        None => act::open(args),
    }
}

fn is_number(path: &Path) -> bool {
    path.to_str().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}
