//! `themata figure`.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::json;
use themata_workspace::Artifact;

use crate::args::FigureArgs;
use crate::failure::Failure;
use crate::progress::during;
use crate::{print, study};

pub(crate) fn run(args: &FigureArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let mut options = args.choices.to_map()?;
    let mut set =
        |name: &str, value: Option<String>| options.extend(value.map(|value| (name.to_string(), value)));
    set("style", args.style.as_ref().map(word));
    set("connectors", args.connectors.as_ref().map(word));
    set("page", args.page.as_ref().map(word));
    set("dpi", args.dpi.map(|dpi| dpi.to_string()));
    set("colour", args.colour.then(|| "true".to_string()));
    let artifact =
        during("drawing the figure", || workspace.print_figure(&args.kind, &options, &args.output))?;
    let written = write(&artifact, &args.output)?;
    if args.json {
        print::json(&json!({
            "schema": "themata.figure/1",
            "kind": args.kind,
            "files": print::paths(&written),
            "missing_glyphs": artifact.missing_glyphs.iter().collect::<String>(),
        }))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_string()).unwrap_or_default()
}

/// Writes the files of a table or figure and returns their paths; several pages are numbered.
pub(crate) fn write(artifact: &Artifact, path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let paths = pages(path, artifact.files.len());
    for (path, bytes) in paths.iter().zip(&artifact.files) {
        themata_workspace::write_artifact(path, bytes)?;
        print::note(&format!("Wrote {}.", path.display()));
    }
    if !artifact.missing_glyphs.is_empty() {
        let glyphs: Vec<String> =
            artifact.missing_glyphs.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
        print::warning(&format!("no font on this machine prints {}.", glyphs.join(", ")));
    }
    Ok(paths)
}

fn pages(path: &Path, number: usize) -> Vec<PathBuf> {
    if number == 1 {
        return vec![path.to_path_buf()];
    }
    (1..=number).map(|page| one_of_several(path, page)).collect()
}

/// The name of one of several files: `figure.svg` becomes `figure-2.svg`.
pub(crate) fn one_of_several(path: &Path, which: impl Display) -> PathBuf {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let extension = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}-{which}.{extension}"))
}
