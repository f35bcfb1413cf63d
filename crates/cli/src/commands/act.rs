//! Doing a verb and saying what was done.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::Workspace;
use themata_workspace::verbs::{Done, Verb};

use crate::args::ActArgs;
use crate::failure::Failure;
use crate::{print, study};

/// Does one verb and says what was done.
pub(crate) fn run(verb: impl Into<Verb>, args: &ActArgs) -> Result<ExitCode, Failure> {
    let mut workspace = open(args)?;
    let done = workspace.apply(&verb.into(), &args.by())?;
    tell(&done, args)
}

/// Opens the study that is to be changed.
pub(crate) fn open(args: &ActArgs) -> Result<Workspace, Failure> {
    let path = match &args.study {
        Some(path) => path.clone(),
        None => study::path_unnamed()?,
    };
    Ok(Workspace::open(&path)?)
}

/// Says what was done: the sentence of the logbook, and how to take it back.
pub(crate) fn tell(done: &Done, args: &ActArgs) -> Result<ExitCode, Failure> {
    if args.json {
        print::json(&json!({
            "schema": "themata.done/1",
            "said": done.said,
            "details": done.details,
            "entry": done.number,
            "dry_run": args.dry_run,
            "rows": done.rows,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let sentence = print::escaped(&print::capitalised(&done.said));
    let line = match (done.number, args.dry_run, done.rows) {
        (_, _, 0) => format!("Nothing to change: {}.", print::escaped(&done.said)),
        (Some(number), false, _) => format!("{sentence} (entry {number})."),
        _ => format!("Dry run, nothing is changed. It would have been: {}.", print::escaped(&done.said)),
    };
    print::stdout(&format!("{line}\n"))?;
    for detail in &done.details {
        print::stdout(&format!("  {}\n", print::escaped(detail)))?;
    }
    Ok(ExitCode::SUCCESS)
}
