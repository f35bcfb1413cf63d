//! `themata unpack`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{canonicalise, unpack};

use crate::args::UnpackArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &UnpackArgs) -> Result<ExitCode, Failure> {
    let files = if args.study.is_dir() {
        canonicalise(&args.study, &args.folder)?
    } else {
        unpack(&args.study, &args.folder)?
    };
    let folder = args.folder.display().to_string();
    if args.json {
        print::json(&json!({"schema": "themata.unpack/1", "folder": folder, "files": files}))?;
    } else {
        print::stdout(&print::escaped(&format!("Wrote {files} files to {folder}.\n")))?;
    }
    Ok(ExitCode::SUCCESS)
}
