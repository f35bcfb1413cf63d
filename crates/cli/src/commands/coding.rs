//! `themata code`, `uncode`, `recode`, `coding`, `confirm`.

use std::process::ExitCode;

use super::act;
use crate::args::{CodeArgs, CodingArgs, ConfirmArgs, RecodeArgs, UncodeArgs};
use crate::failure::Failure;

pub(crate) fn code(args: &CodeArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb()?, &args.act)
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
