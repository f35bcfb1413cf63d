//! `themata`: the command line. It declares arguments, calls the workspace and prints; the rules of
//! the method live in the crates below.

mod args;
mod commands;
mod completion;
mod failure;
mod paint;
mod print;
mod progress;
mod study;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = completion::answer() {
        return code;
    }
    let arguments = match args::parse() {
        Ok(arguments) => arguments,
        Err(error) => return print::usage(&error, args::want_json()),
    };
    if arguments.quiet {
        print::be_quiet();
    }
    match commands::run(arguments) {
        Ok(code) => code,
        Err(failure) => failure.report(args::want_json()),
    }
}
