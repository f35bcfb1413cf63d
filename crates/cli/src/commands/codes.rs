//! `themata codes`.

use std::process::ExitCode;

use themata_workspace::ListKind;

use super::{act, list, words};
use crate::args::{CodesArgs, CodesVerb};
use crate::failure::Failure;

pub(crate) fn run(args: &CodesArgs) -> Result<ExitCode, Failure> {
    match &args.verb {
        None => list::run(ListKind::Codes, &args.list),
        Some(CodesVerb::Add(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Import(args)) => act::run(args.verb()?, &args.act),
        Some(CodesVerb::Rename(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Define(args)) => {
            let text = args.text_file.as_deref().map(words::from_file).transpose()?;
            act::run(args.verb(text), &args.act)
        }
        Some(CodesVerb::Move(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Merge(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Split(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Reorder(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Recolour(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Alias(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Rekey(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Prefill(args)) => act::run(args.verb(), &args.act),
        Some(CodesVerb::Delete(args)) => act::run(args.verb(), &args.act),
    }
}
