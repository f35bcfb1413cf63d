//! `themata check`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{CheckReport, Seriousness, WorkspaceError};

use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::{print, study};

/// A check that found something.
const FOUND: u8 = 1;

pub(crate) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let path = study::path(&args.study)?;
    let workspace = match themata_workspace::Workspace::open(&path) {
        Ok(workspace) => workspace,
        // Mistakes in a folder are what a check is there to find.
        Err(WorkspaceError::Problems { problems, .. }) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            if args.json {
                print::json(
                    &json!({"schema": "themata.check/1", "passes": false, "problems": lines, "remarks": []}),
                )?;
            } else {
                let text: String = lines.iter().map(|line| format!("broken    {line}\n")).collect();
                print::stdout(&print::escaped(&text))?;
            }
            return Ok(ExitCode::from(FOUND));
        }
        Err(error) => return Err(error.into()),
    };
    let report = workspace.check()?;
    let passes = report.passes(args.strict);
    if args.json {
        let remarks: Vec<_> = report
            .remarks
            .iter()
            .map(|r| {
                json!({"class": r.seriousness.as_str(), "key": r.key, "place": r.place, "sentence": r.sentence, "allowed": r.allowed})
            })
            .collect();
        print::json(&json!({"schema": "themata.check/1", "passes": passes, "remarks": remarks}))?;
    } else {
        let warnings: String = workspace.warnings().iter().map(|p| format!("warning   {p}\n")).collect();
        print::stdout(&print::escaped(&format!("{warnings}{}", text(&report, args.all))))?;
    }
    Ok(if passes { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn text(report: &CheckReport, all: bool) -> String {
    let mut out = String::new();
    for remark in report.remarks.iter().filter(|remark| all || !remark.allowed) {
        let accepted = if remark.allowed { " (accepted)" } else { "" };
        out.push_str(&format!("{:<9} {}{accepted}\n", remark.seriousness.as_str(), remark.sentence));
        out.push_str(&format!("          at {}; key {}\n", remark.place, remark.key));
    }
    let accepted = report.remarks.iter().filter(|remark| remark.allowed).count();
    out.push_str(&format!(
        "{} broken, {} questions, {} notes{}.\n",
        report.count(Seriousness::Broken),
        report.count(Seriousness::Question),
        report.count(Seriousness::Note),
        if accepted > 0 { format!(", {accepted} accepted") } else { String::new() },
    ));
    out
}
