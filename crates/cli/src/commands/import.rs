//! `themata import`.

use std::process::ExitCode;

use super::act;
use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::print;
use crate::progress::Bar;

pub(crate) fn run(args: &ImportArgs) -> Result<ExitCode, Failure> {
    let wish = args.wish();
    let mut workspace = act::open(&args.act)?;
    if let Some(guesses) = workspace.import_guesses(&wish)?.filter(|_| !args.act.json) {
        print::painted_stdout(&format!("{}\n", print::columns(&guesses)))?;
    }
    let bar = Bar::new();
    let done = workspace.import(&wish, &args.act.by(), &|step| bar.show(&step));
    bar.finish();
    act::tell(&done?, &args.act)
}
