//! `themata code`, `uncode`, `recode`, `coding`, `confirm`.

use std::process::ExitCode;

use super::act;
use crate::args::{CodeArgs, CodingArgs, ConfirmArgs, RecodeArgs, UncodeArgs};
use crate::failure::Failure;
use crate::progress::Bar;

pub(crate) fn code(args: &CodeArgs) -> Result<ExitCode, Failure> {
    let Some((request, unit, code)) = args.auto.wish() else {
        return act::run(args.verb()?, &args.act);
    };
    let mut workspace = act::open(&args.act)?;
    let searching = Bar::follow(|progress| workspace.searching(progress));
    let verb = searching?.auto_code(&request, unit, code)?;
    act::apply(&mut workspace, &verb.into(), &args.act)
}

pub(crate) fn uncode(args: &UncodeArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb(), &args.act)
}

pub(crate) fn recode(args: &RecodeArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb(), &args.act)
}

pub(crate) fn change(args: &CodingArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb()?, &args.act)
}

pub(crate) fn confirm(args: &ConfirmArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb(), &args.act)
}
