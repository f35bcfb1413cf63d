//! `themata unpack`.

use std::process::ExitCode;

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
    print::stdout(&format!("Wrote {files} files to {}.\n", args.folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
