//! `themata snapshot`.

use std::process::ExitCode;

use themata_workspace::verbs::{DeleteSnapshot, SaveSnapshot};
use themata_workspace::{Snapshotted, Workspace};

use super::act;
use crate::args::{DiffArgs, SnapshotVerb};
use crate::commands::figure::write;
use crate::failure::Failure;
use crate::paint::{HEADING, painted};
use crate::progress::{Bar, during};
use crate::{print, study};

/// Longest words that are told on the line of what they belong to, in characters.
const SHORT: usize = 60;

pub(crate) fn run(verb: &SnapshotVerb) -> Result<ExitCode, Failure> {
    match verb {
        SnapshotVerb::Save(args) => {
            act::run(SaveSnapshot { name: args.name.clone(), note: args.note.clone() }, &args.act)
        }
        SnapshotVerb::Delete(args) => act::run(DeleteSnapshot { name: args.name.clone() }, &args.act),
        SnapshotVerb::Restore(args) => {
            let mut workspace = act::open(&args.act)?;
            let done = Bar::follow(|progress| workspace.restore(&args.name, &args.act.by(), progress))?;
            act::tell(&done, &args.act)
        }
        SnapshotVerb::List(args) => {
            let workspace = study::open(&args.study)?;
            let table = workspace.snapshots()?;
            if args.json {
                print::stdout(&workspace.table_json(&table)?)?;
            } else {
                print::painted_stdout(&print::columns(&table))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        SnapshotVerb::Diff(args) => diff(args),
    }
}

/// The differences as a list: what, and below it what it was and what it is.
fn in_words(compared: &Snapshotted) -> String {
    if compared.differences.is_empty() {
        return compared.table().notes.join("\n") + "\n";
    }
    let mut text = String::new();
    let mut about = None;
    for difference in &compared.differences {
        if about != Some(&difference.about) {
            let gap = if about.is_some() { "\n" } else { "" };
            text.push_str(&format!("{gap}{}\n", painted(HEADING, &print::escaped(&difference.about))));
            about = Some(&difference.about);
        }
        let (before, after) = (print::escaped(&difference.before), print::escaped(&difference.after));
        let short = |words: &str| words.chars().count() <= SHORT && !words.contains('\n');
        let became = match (before.as_str(), after.as_str()) {
            ("", "") => String::new(),
            ("", after) if short(after) => format!(": {after}"),
            (before, "") if short(before) => format!(": was {before}"),
            (before, after) if short(before) && short(after) => format!(": {before} → {after}"),
            (before, after) => {
                let line = |name: &str, words: &str| {
                    if words.is_empty() {
                        String::new()
                    } else {
                        format!("\n      {name} {}", words.replace('\n', " "))
                    }
                };
                format!("{}{}", line("was", before), line("is ", after))
            }
        };
        let what = print::escaped(&difference.what).replace('\n', " ");
        text.push_str(&format!("  {:<8} {what}{became}\n", difference.change));
    }
    text
}

fn diff(args: &DiffArgs) -> Result<ExitCode, Failure> {
    let path = match &args.study {
        Some(path) => path.clone(),
        None => study::path_unnamed()?,
    };
    let mut workspace = Workspace::open(&path)?;
    let compared = during("comparing", || workspace.compare(&args.from, &args.to))?;
    if args.json {
        let mut json = compared.json();
        json["schema"] = "themata.snapshot-diff/1".into();
        print::json(&json)?;
    } else if let Some(path) = &args.output {
        write(&workspace.print_table(&compared.table(), path)?, path)?;
    } else {
        print::painted_stdout(&in_words(&compared))?;
    }
    Ok(ExitCode::SUCCESS)
}
