//! `themata place`, `unplace`, `settle`, `unsettle`.

use std::process::ExitCode;

use super::act;
use crate::args::{PlaceArgs, SettleArgs, TakeBackArgs};
use crate::failure::Failure;

pub(crate) fn place(args: &PlaceArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb(), &args.act)
}

pub(crate) fn unplace(args: &TakeBackArgs) -> Result<ExitCode, Failure> {
    act::run(args.unplace(), &args.act)
}

pub(crate) fn settle(args: &SettleArgs) -> Result<ExitCode, Failure> {
    act::run(args.verb(), &args.act)
}

pub(crate) fn unsettle(args: &TakeBackArgs) -> Result<ExitCode, Failure> {
    act::run(args.unsettle(), &args.act)
}
