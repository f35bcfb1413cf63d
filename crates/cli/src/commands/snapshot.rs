//! `themata snapshot`.

use std::process::ExitCode;

use themata_workspace::Workspace;
use themata_workspace::verbs::{DeleteSnapshot, SaveSnapshot};

use super::act;
use crate::args::{DiffArgs, SnapshotVerb};
use crate::commands::figure::write;
use crate::failure::Failure;
use crate::progress::during;
use crate::{print, study};

pub(crate) fn run(verb: &SnapshotVerb) -> Result<ExitCode, Failure> {
    match verb {
        SnapshotVerb::Save(args) => {
            act::run(SaveSnapshot { name: args.name.clone(), note: args.note.clone() }, &args.act)
        }
        SnapshotVerb::Delete(args) => act::run(DeleteSnapshot { name: args.name.clone() }, &args.act),
        SnapshotVerb::Restore(args) => {
            let mut workspace = act::open(&args.act)?;
            let done = during("going back", || workspace.restore(&args.name, &args.act.by()))?;
            act::tell(&done, &args.act)
        }
        SnapshotVerb::List(args) => {
            let workspace = study::open(&args.study)?;
            let table = workspace.snapshots()?;
            if args.json {
                print::stdout(&workspace.table_json(&table)?)?;
            } else {
                print::painted_stdout(&print::columns(&table))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        SnapshotVerb::Diff(args) => diff(args),
    }
}

fn diff(args: &DiffArgs) -> Result<ExitCode, Failure> {
    let path = match &args.study {
        Some(path) => path.clone(),
        None => study::path_unnamed()?,
    };
    let mut workspace = Workspace::open(&path)?;
    let compared = during("comparing", || workspace.compare(&args.from, &args.to))?;
    if args.json {
        let mut json = compared.json();
        json["schema"] = "themata.snapshot-diff/1".into();
        print::json(&json)?;
    } else if let Some(path) = &args.output {
        write(&workspace.print_table(&compared.table(), path)?, path)?;
    } else {
        let table = compared.table();
        let text = if table.rows.is_empty() { table.notes.join("\n") + "\n" } else { print::columns(&table) };
        print::painted_stdout(&text)?;
    }
    Ok(ExitCode::SUCCESS)
}
