//! `themata build`.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{BuildOptions, Built, Problem, build, counted};

use crate::args::BuildArgs;
use crate::failure::{Failure, problem_json};
use crate::print;
use crate::progress::Bar;

pub(crate) fn run(args: &BuildArgs) -> Result<ExitCode, Failure> {
    let out = match &args.output {
        Some(path) => path.clone(),
        None => default_name(&args.folder),
    };
    let options = BuildOptions { replace: args.replace, keep_unplaced: args.keep_unplaced };
    let built = Bar::follow(|progress| build(&args.folder, &out, options, progress))?;
    warn(&built.warnings);
    if args.json {
        print::json(&json!({
            "schema": "themata.build/1",
            "study": built.path.display().to_string(),
            "key": built.key,
            "sources": built.sources,
            "codes": built.codes,
            "codings": built.codings,
            "lost_codings": built.lost,
            "warnings": built.warnings.iter().map(problem_json).collect::<Vec<_>>(),
        }))?;
    } else {
        print::done(&sentence(&built))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn default_name(folder: &std::path::Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name =
        absolute.file_name().map_or_else(|| "study".to_string(), |name| name.to_string_lossy().into_owned());
    PathBuf::from(format!("{name}.themata"))
}

/// What was built, in a sentence.
pub(crate) fn sentence(built: &Built) -> String {
    let lost =
        if built.lost > 0 { format!(", {} of them without a place", built.lost) } else { String::new() };
    format!(
        "Built {} with {}, {} and {}{lost}.",
        built.path.display(),
        counted(built.sources, "source"),
        counted(built.codes, "code"),
        counted(built.codings, "coding")
    )
}

/// Shows what looked odd.
pub(crate) fn warn(warnings: &[Problem]) {
    for warning in warnings {
        print::warning(&warning.to_string());
    }
}
