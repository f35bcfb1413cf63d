//! `themata cases | sources | informants | codes`.

use std::process::ExitCode;

use themata_workspace::{ListKind, Table, Workspace};

use crate::args::ListArgs;
use crate::failure::Failure;
use crate::{print, study};

pub(crate) fn run(kind: ListKind, args: &ListArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    show(&workspace, &workspace.list(kind)?, args.json)
}

/// Prints a list, in columns or as JSON.
pub(crate) fn show(workspace: &Workspace, table: &Table, as_json: bool) -> Result<ExitCode, Failure> {
    if as_json {
        print::stdout(&workspace.table_json(table)?)?;
    } else {
        print::painted_stdout(&print::columns(table))?;
    }
    Ok(ExitCode::SUCCESS)
}
