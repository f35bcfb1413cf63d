//! `themata unpack`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{canonicalise, counted, unpack};

use crate::args::UnpackArgs;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::{print, study};

pub(crate) fn run(args: &UnpackArgs) -> Result<ExitCode, Failure> {
    let study = args.study.clone().map_or_else(study::path_unnamed, Ok)?;
    let files = Bar::follow(|progress| match study.is_dir() {
        true => canonicalise(&study, &args.folder, progress),
        false => unpack(&study, &args.folder, progress),
    })?;
    let folder = args.folder.display().to_string();
    if args.json {
        print::json(&json!({"schema": "themata.unpack/1", "folder": folder, "files": files}))?;
    } else {
        print::done(&format!("Wrote {} to {folder}.", counted(files, "file")))?;
    }
    Ok(ExitCode::SUCCESS)
}
