//! Doing a verb and saying what was done.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::Workspace;
use themata_workspace::verbs::{Done, Verb};

use crate::args::ActArgs;
use crate::failure::Failure;
use crate::progress::during;
use crate::{print, study};

/// Does one verb and says what was done.
pub(crate) fn run(verb: impl Into<Verb>, args: &ActArgs) -> Result<ExitCode, Failure> {
    apply(&mut open(args)?, &verb.into(), args)
}

/// Does one verb in an open study and says what was done.
pub(crate) fn apply(workspace: &mut Workspace, verb: &Verb, args: &ActArgs) -> Result<ExitCode, Failure> {
    let done = during("changing the study", || workspace.apply(verb, &args.by()))?;
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
            "dry_run": args.dry_run || done.rehearsed,
            "rows": done.rows,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let line = match (done.number, args.dry_run, done.rows) {
        (_, _, 0) => format!("Nothing to change: {}.", done.said),
        (Some(number), false, _) => format!("{} (entry {number}).", print::capitalised(&done.said)),
        _ => format!("Dry run, nothing is changed. It would have been: {}.", done.said),
    };
    let details: String = done.details.iter().map(|detail| format!("\n  {detail}")).collect();
    let told = format!("{line}{details}");
    // What a rehearsal says is what was asked for.
    if args.dry_run {
        print::stdout(&print::escaped(&format!("{told}\n")))?
    } else {
        print::done(&told)?
    }
    Ok(ExitCode::SUCCESS)
}
