//! `themata check`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{CheckReport, Problem, RemarkLine, Seriousness, WorkspaceError, counted};

use crate::args::CheckArgs;
use crate::failure::{Failure, problem_json};
use crate::paint::{ERROR, HINT, WARNING, painted};
use crate::progress::during;
use crate::{print, study};

/// A check that found something.
const FOUND: u8 = 1;

pub(crate) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let path = study::path(&args.study)?;
    let workspace = match themata_workspace::Workspace::open(&path) {
        Ok(workspace) => workspace,
        // Mistakes in a folder are what a check is there to find.
        Err(WorkspaceError::Problems { problems, .. }) => {
            if args.json {
                print::json(&as_json(false, &problems, &[]))?;
            } else {
                let text: String = problems.iter().map(|p| line("broken", &p.to_string())).collect();
                print::painted_stdout(&text)?;
            }
            return Ok(ExitCode::from(FOUND));
        }
        Err(error) => return Err(error.into()),
    };
    let report = during("checking the study", || workspace.check())?;
    let passes = report.passes(args.strict);
    if args.json {
        print::json(&as_json(passes, workspace.warnings(), &report.remarks))?;
    } else {
        let warnings: String = workspace.warnings().iter().map(|p| line("warning", &p.to_string())).collect();
        print::painted_stdout(&format!("{warnings}{}", text(&report, args.all)))?;
    }
    Ok(if passes { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

/// `problems` are those of the folder's files, `remarks` those of the study.
fn as_json(passes: bool, problems: &[Problem], remarks: &[RemarkLine]) -> serde_json::Value {
    let remark = |r: &RemarkLine| {
        json!({"class": r.seriousness.as_str(), "key": r.key, "place": r.place, "sentence": r.sentence,
               "allowed": r.allowed})
    };
    json!({
        "schema": "themata.check/1",
        "passes": passes,
        "problems": problems.iter().map(problem_json).collect::<Vec<_>>(),
        "remarks": remarks.iter().map(remark).collect::<Vec<_>>(),
    })
}

/// A line that begins with how serious it is.
fn line(class: &str, sentence: &str) -> String {
    let style = match class {
        "broken" => ERROR,
        "question" | "warning" => WARNING,
        _ => HINT,
    };
    format!("{} {}\n", painted(style, &format!("{class:<9}")), print::escaped(sentence))
}

fn text(report: &CheckReport, all: bool) -> String {
    let mut out = String::new();
    for remark in report.remarks.iter().filter(|remark| all || !remark.allowed) {
        let accepted = if remark.allowed { " (accepted)" } else { "" };
        out.push_str(&line(remark.seriousness.as_str(), &format!("{}{accepted}", remark.sentence)));
        let place = format!("          at {}; key {}\n", remark.place, remark.key);
        out.push_str(&print::escaped(&place));
    }
    let accepted = report.remarks.iter().filter(|remark| remark.allowed).count();
    out.push_str(&format!(
        "{} broken, {}, {}{}.\n",
        report.count(Seriousness::Broken),
        counted(report.count(Seriousness::Question), "question"),
        counted(report.count(Seriousness::Note), "note"),
        if accepted > 0 { format!(", {accepted} accepted") } else { String::new() },
    ));
    out
}
