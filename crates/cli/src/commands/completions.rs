//! `themata completions`.

use std::process::ExitCode;

use crate::args::CompletionsArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &CompletionsArgs) -> Result<ExitCode, Failure> {
    print::stdout(args.shell.script())?;
    Ok(ExitCode::SUCCESS)
}
