//! `themata cases | sources | informants | codes`.

use std::process::ExitCode;

use themata_workspace::ListKind;

use crate::args::ListArgs;
use crate::failure::Failure;
use crate::{print, study};

pub(crate) fn run(kind: ListKind, args: &ListArgs) -> Result<ExitCode, Failure> {
    let table = study::open(&args.study)?.list(kind)?;
    if args.json {
        print::json(&print::table_json(&table))?;
    } else {
        print::stdout(&print::columns(&table))?;
    }
    Ok(ExitCode::SUCCESS)
}
