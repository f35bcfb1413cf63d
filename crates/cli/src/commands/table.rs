//! `themata table`.

use std::process::ExitCode;

use crate::args::TableArgs;
use crate::commands::figure::write;
use crate::commands::several;
use crate::failure::Failure;
use crate::progress::during;
use crate::{print, study};

pub(crate) fn run(args: &TableArgs) -> Result<ExitCode, Failure> {
    if !args.beside.and.is_empty() {
        return several::table(args);
    }
    let workspace = study::open(&args.study)?;
    let options = args.choices.to_map()?;
    let table = during("making the table", || match args.quotations {
        true => workspace.quotations(&args.kind, &options),
        false => workspace.table(&args.kind, &options),
    })?;
    if args.json {
        print::stdout(&workspace.table_json(&table)?)?;
    } else if let Some(path) = &args.output {
        write(&workspace.print_table(&table, path)?, path)?;
    } else {
        print::stdout(&print::escaped(&workspace.show_table(&table)?))?;
    }
    Ok(ExitCode::SUCCESS)
}
