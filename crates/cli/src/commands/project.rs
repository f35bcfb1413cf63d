//! `themata import PROJECT`: a project of another tool becomes a study.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{ProjectReport, ProjectWish, counted};

use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::print;
use crate::progress::during;

/// How many values of a variable are shown in a line.
const SHOWN: usize = 6;

/// Makes a study of a project, or only shows what is in it.
pub(crate) fn read(args: &ImportArgs, wish: &ProjectWish) -> Result<ExitCode, Failure> {
    let only_shown = args.preview || args.act.dry_run;
    let out = match (&args.project.output, only_shown) {
        (Some(out), false) => Some(out),
        (_, true) => None,
        (None, false) if args.act.study.is_some() => {
            return Err(Failure::usage("a project of another tool cannot be taken into a study that is there; it becomes a study file of its own")
                .hint("make one with `-o STUDY.themata`; codes alone come in with `themata codes import CODEBOOK.qdc`, coded segments with `themata import TABLE --segments`"));
        }
        (None, false) => {
            return Err(Failure::usage("a project becomes a study file of its own, and none is named")
                .hint("name it with `-o STUDY.themata`, or look first with `--preview`"));
        }
    };
    let report = during("reading the project", || match out {
        Some(out) => wish.take_in(out, args.project.replace),
        None => wish.preview(),
    })?;
    let study = out.map(|out| out.display().to_string());
    if args.act.json {
        print::json(&json!({"schema": "themata.project/1", "study": study, "project": report}))?;
        return Ok(ExitCode::SUCCESS);
    }
    print::stdout(&print::escaped(&in_words(&report)))?;
    match study {
        Some(study) => print::done(&format!("Made {study} of it."))?,
        None => print::done("Nothing is taken in yet; `-o STUDY.themata` makes a study of it.")?,
    }
    Ok(ExitCode::SUCCESS)
}

fn in_words(report: &ProjectReport) -> String {
    let mut text = format!("{} (written by {})\n", report.name, said(&report.origin));
    let mut line = |name: &str, value: String| text.push_str(&format!("  {name:<12}{value}\n"));
    for (kind, found, taken) in &report.counts {
        match taken {
            Some(taken) if taken != found => {
                line("holds", format!("{}, in the study {taken}", counted(*found, kind)));
            }
            _ if *found > 0 => line("holds", counted(*found, kind)),
            _ => {}
        }
    }
    for (how, n) in &report.texts {
        line("texts", format!("{n} from {how}"));
    }
    for (name, values) in &report.variables {
        line("variable", format!("{name}: {}", first(values)));
    }
    for (name, members) in &report.sets {
        line("set", format!("{name}: {}", first(members)));
    }
    for (what, n) in &report.kept {
        line("kept", format!("{what}: {n}; written back on export"));
    }
    if report.lost > 0 {
        line("lost", format!("{} without a place", counted(report.lost, "coding")));
    }
    for (source, words, why) in &report.doubtful {
        line("doubtful", format!("{source} “{}”: {why}", print::shortened(words, 60)));
    }
    report.warnings.iter().for_each(|warning| line("look", warning.clone()));
    text
}

fn said(origin: &str) -> &str {
    if origin.is_empty() { "nobody says" } else { origin }
}

/// The first few, and how many more there are.
fn first(values: &[String]) -> String {
    let mut shown = values.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if values.len() > SHOWN {
        shown.push_str(&format!(" and {} more", values.len() - SHOWN));
    }
    shown
}
