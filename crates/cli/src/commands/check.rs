//! `themata check`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{CheckReport, Problem, RemarkLine, Seriousness, WorkspaceError, counted};

use crate::args::CheckArgs;
use crate::commands::several;
use crate::failure::{Failure, problem_json};
use crate::paint::{ERROR, HINT, WARNING, painted};
use crate::progress::during;
use crate::{print, study};

/// A check that found something.
pub(super) const FOUND: u8 = 1;

pub(crate) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    if !args.beside.and.is_empty() {
        return several::check(args);
    }
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
pub(super) fn as_json(passes: bool, problems: &[Problem], remarks: &[RemarkLine]) -> serde_json::Value {
    json!({
        "schema": "themata.check/1",
        "passes": passes,
        "problems": problems.iter().map(problem_json).collect::<Vec<_>>(),
        "remarks": remarks.iter().map(remark_json).collect::<Vec<_>>(),
    })
}

/// A remark as `themata.check/1` has it.
pub(super) fn remark_json(remark: &RemarkLine) -> serde_json::Value {
    json!({"class": remark.seriousness.as_str(), "key": remark.key, "place": remark.place,
           "sentence": remark.sentence, "allowed": remark.allowed})
}

/// A line that begins with how serious it is.
pub(super) fn line(class: &str, sentence: &str) -> String {
    let style = match class {
        "broken" => ERROR,
        "question" | "warning" => WARNING,
        _ => HINT,
    };
    format!("{} {}\n", painted(style, &format!("{class:<9}")), print::escaped(sentence))
}

pub(super) fn text(report: &CheckReport, all: bool) -> String {
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
