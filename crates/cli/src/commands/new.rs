//! `themata new`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use themata_workspace::Workspace;
use themata_workspace::verbs::ImportCodes;

use super::words;
use crate::args::NewArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &NewArgs) -> Result<ExitCode, Failure> {
    let (sheet, text): (Option<&Path>, Option<&Path>) = match args.codebook.as_deref() {
        Some(path) if ImportCodes::is_file(path) => (Some(path), None),
        other => (None, other),
    };
    let codebook = text.map(words::from_file).transpose()?;
    let sheet = sheet.map(|path| ImportCodes::of_file(path, false)).transpose()?;
    let file = named(&args.file);
    let wish = args.wish(codebook, sheet.map(|sheet| (sheet.file, sheet.bytes)));
    let said = Workspace::create(&file, &wish, args.dry_run)?;
    if args.json {
        print::json(&json!({
            "schema": "themata.new/1",
            "study": file.display().to_string(),
            "said": said,
            "dry_run": args.dry_run,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.dry_run {
        print::stdout(&print::escaped(&format!("Dry run, nothing is made. It would have been: {said}.\n")))?;
    } else {
        print::done(&format!("{}. It is `{}`.", print::capitalised(&said), file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The path with the ending of study files, by which they are found again.
fn named(path: &Path) -> PathBuf {
    if path.extension().is_some() { path.to_path_buf() } else { path.with_extension("themata") }
}
