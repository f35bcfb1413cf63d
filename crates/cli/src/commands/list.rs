//! `themata cases | sources | informants | codes`.

use std::process::ExitCode;

use themata_workspace::ListKind;

use crate::args::ListArgs;
use crate::failure::Failure;
use crate::{print, study};

pub(crate) fn run(kind: ListKind, args: &ListArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let table = workspace.list(kind)?;
    if args.json {
        print::stdout(&workspace.table_json(&table)?)?;
    } else {
        print::painted_stdout(&print::columns(&table))?;
    }
    Ok(ExitCode::SUCCESS)
}
