//! `themata history`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{Entry, Table};

use crate::args::HistoryArgs;
use crate::commands::figure::write;
use crate::failure::Failure;
use crate::paint::{HEADING, painted};
use crate::{print, study};

/// Formats that programs read.
const DATA: [&str; 4] = ["csv", "json", "parquet", "xlsx"];

pub(crate) fn run(args: &HistoryArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let table = |path: &Path| -> Result<Table, Failure> {
        let is_data =
            path.extension().is_some_and(|format| DATA.iter().any(|data| format.eq_ignore_ascii_case(data)));
        match &args.of {
            Some(code) => Ok(workspace.code_history(code)?),
            None => Ok(workspace.audit_trail(&args.filter(), is_data)?),
        }
    };
    if let Some(path) = &args.output {
        write(&workspace.print_table(&table(path)?, path)?, path)?;
    } else if let Some(format) = &args.export {
        let path = PathBuf::from(format!("history.{format}"));
        let printed = workspace.print_table(&table(&path)?, &path)?;
        for file in &printed.files {
            print::stdout(&String::from_utf8_lossy(file))?;
        }
    } else if args.of.is_some() {
        let table = table(Path::new(""))?;
        if args.json {
            print::stdout(&workspace.table_json(&table)?)?;
        } else {
            print::painted_stdout(&print::columns(&table))?;
        }
    } else {
        let entries = workspace.history(&args.filter())?;
        if args.json {
            print::json(&as_json(&entries))?;
        } else if entries.is_empty() {
            print::stdout("(no entry fits)\n")?;
        } else {
            for entry in &entries {
                print::painted_stdout(&line(entry))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// One entry as the logbook prints it: `12  2026-01-31 09:30  anna merged …`.
fn line(entry: &Entry) -> String {
    let at = entry
        .at
        .as_deref()
        .map_or_else(|| " ".repeat(16), |at| at.replace('T', " ").chars().take(16).collect());
    let who = entry.coder.as_deref().unwrap_or("somebody");
    let said = print::escaped(&entry.said).replace('\n', " ");
    let back = entry.undone_by.map(|by| format!("  [taken back by entry {by}]")).unwrap_or_default();
    let number = painted(HEADING, &format!("{:>5}", entry.number));
    format!("{number}  {at}  {} {said}{back}\n", print::escaped(who))
}

fn as_json(entries: &[Entry]) -> serde_json::Value {
    let entries = entries.iter().map(|entry| {
        json!({
            "entry": entry.number,
            "verb": entry.verb,
            "coder": entry.coder,
            "at": entry.at,
            "said": entry.said,
            "codes": entry.codes,
            "sources": entry.sources,
            "undoes": entry.undoes,
            "undone_by": entry.undone_by,
            "rows": entry.rows,
        })
    });
    json!({ "schema": "themata.history/1", "entries": entries.collect::<Vec<_>>() })
}
