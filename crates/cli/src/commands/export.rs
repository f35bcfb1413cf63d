//! `themata export`: projects and codebooks for other tools, and codings as open data.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{OpenFormat, ProjectWritten, WorkspaceError, counted};

use crate::args::ExportArgs;
use crate::failure::Failure;
use crate::progress::during;
use crate::{print, study};

/// Writes what the name of the file, or an option, asks for.
pub(crate) fn run(args: &ExportArgs) -> Result<ExitCode, Failure> {
    if let (true, Some(out)) = (args.codebook, &args.output) {
        return codebook(args, out);
    }
    let by_option = args.to.as_deref().and_then(OpenFormat::of);
    let by_name = args.output.as_deref().and_then(OpenFormat::of_file);
    match (by_option.or(by_name), &args.output) {
        (Some(_), _) if args.tool.is_some() => {
            Err(Failure::usage("`--for` names the tool that opens a project, and this is a table of codings")
                .hint("name the file `.qdpx`, or leave `--for` out"))
        }
        (Some(format), Some(out)) => open_data(args, out, format),
        (Some(format), None) => print_open_data(args, format),
        (None, Some(out)) => project(args, out),
        (None, None) => Err(Failure::usage("no file is named").hint("name it with `-o FILE`")),
    }
}

fn codebook(args: &ExportArgs, out: &Path) -> Result<ExitCode, Failure> {
    let written = study::open(&args.study)?.export_codebook(out, args.replace)?;
    if args.json {
        print::json(&json!({"schema": "themata.codebook-file/1", "written": written}))?;
    } else {
        print::done(&format!("Wrote {} with {}.", written.file, counted(written.codes, "code")))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn project(args: &ExportArgs, out: &Path) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let written =
        during("writing the project", || workspace.export_project(out, args.tool.as_deref(), args.replace))?;
    if args.json {
        print::json(&json!({"schema": "themata.export/1", "written": written}))?;
    } else {
        print::done(&written_in_words(&written))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn open_data(args: &ExportArgs, out: &Path, format: OpenFormat) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let written = during("writing the codings", || workspace.export_open_data(out, format, args.replace))?;
    if args.json {
        print::json(&json!({"schema": "themata.open-data/1", "written": written}))?;
    } else {
        let (codings, columns) =
            (counted(written.codings, "coding"), counted(written.columns.len(), "column"));
        print::done(&format!("Wrote {} with {codings} in {columns}.", written.file))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the codings, for a pipe.
fn print_open_data(args: &ExportArgs, format: OpenFormat) -> Result<ExitCode, Failure> {
    if args.json {
        return Err(Failure::usage("`--json` tells what was written to a file, and no file is named")
            .hint("name it with `-o FILE`; `--to jsonl` prints the codings as JSON"));
    }
    let workspace = study::open(&args.study)?;
    match workspace.print_open_data(&mut io::BufWriter::new(io::stdout().lock()), format) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(WorkspaceError::Write { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => {
            Err(Failure::closed_pipe())
        }
        Err(error) => Err(error.into()),
    }
}

fn written_in_words(written: &ProjectWritten) -> String {
    let list = |kinds: &[(String, usize)]| {
        kinds.iter().map(|(what, n)| format!("{what} ({n})")).collect::<Vec<_>>().join(", ")
    };
    let counts: Vec<String> = written.counts.iter().map(|(what, n)| counted(*n, what)).collect();
    let mut text = format!("Wrote {} with {}.", written.file, counts.join(", "));
    if !written.noted.is_empty() {
        text.push_str(&format!(" Only Themata reads back: {}.", list(&written.noted)));
    }
    if !written.left_out.is_empty() {
        text.push_str(&format!(" Not in it: {}.", list(&written.left_out)));
    }
    text
}
