//! `themata frameworks`.

use std::process::ExitCode;

use themata_workspace::{ListKind, Table, Workspace, WorkspaceError};

use super::{act, list};
use crate::args::{FrameworksArgs, FrameworksVerb, NamedStudyArgs};
use crate::failure::Failure;
use crate::study;

pub(crate) fn run(args: &FrameworksArgs) -> Result<ExitCode, Failure> {
    match &args.verb {
        None => list::run(ListKind::Frameworks, &args.list),
        Some(FrameworksVerb::Show(args)) => look(&args.study, |study| study.framework(&args.framework)),
        Some(FrameworksVerb::Compare(args)) => {
            look(&args.study, |study| study.compare_frameworks(&args.one, &args.other))
        }
        Some(FrameworksVerb::Add(args)) => act::run(args.verb(), &args.act),
        Some(FrameworksVerb::Place(args)) => act::run(args.verb(), &args.act),
        Some(FrameworksVerb::Use(args)) => act::run(args.verb(), &args.act),
        Some(FrameworksVerb::Change(args)) => act::run(args.verb(), &args.act),
        Some(FrameworksVerb::Delete(args)) => act::run(args.verb(), &args.act),
    }
}

fn look(
    args: &NamedStudyArgs,
    table: impl FnOnce(&Workspace) -> Result<Table, WorkspaceError>,
) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study())?;
    list::show(&workspace, &table(&workspace)?, args.json)
}
