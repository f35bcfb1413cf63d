//! `themata new`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::Workspace;

use super::words;
use crate::args::NewArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &NewArgs) -> Result<ExitCode, Failure> {
    let codebook = args.codebook.as_deref().map(words::from_file).transpose()?;
    let said = Workspace::create(&args.file, &args.wish(codebook), args.dry_run)?;
    if args.json {
        print::json(&json!({
            "schema": "themata.new/1",
            "study": args.file.display().to_string(),
            "said": said,
            "dry_run": args.dry_run,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let line = match args.dry_run {
        true => format!("Dry run, nothing is made. It would have been: {said}."),
        false => format!("{}. It is `{}`.", print::capitalised(&said), args.file.display()),
    };
    print::stdout(&format!("{}\n", print::escaped(&line)))?;
    Ok(ExitCode::SUCCESS)
}
