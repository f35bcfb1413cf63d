//! `themata merge`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{MergeConflict, MergeRequest, MergeSide, Merged, counted_as, merge};

use crate::args::MergeArgs;
use crate::failure::Failure;
use crate::paint::{HEADING, painted};
use crate::print;
use crate::progress::Bar;

/// Conflicts are open.
const OPEN: u8 = 1;

/// Notes that are shown before the rest is counted.
const NOTES: usize = 20;

pub(crate) fn run(args: &MergeArgs) -> Result<ExitCode, Failure> {
    let request = request(args)?;
    let merged = Bar::follow(|progress| merge(&request, progress))?;
    if let Some(path) = &args.conflicts {
        merged.write_conflicts(path)?;
    }
    if args.json {
        print::json(&as_json(args, &merged))?;
    } else {
        print::painted_stdout(&told(&merged))?;
    }
    Ok(if merged.open() == 0 { ExitCode::SUCCESS } else { ExitCode::from(OPEN) })
}

fn request(args: &MergeArgs) -> Result<MergeRequest, Failure> {
    let (base, ours, theirs) = match args.copies.as_slice() {
        [ours, theirs] => (None, ours, theirs),
        [base, ours, theirs] => (Some(base.clone()), ours, theirs),
        _ => return Err(Failure::usage("name two copies, or the file they were made from and two copies")),
    };
    Ok(MergeRequest {
        base,
        ours: ours.clone(),
        theirs: theirs.clone(),
        output: args.output.clone().unwrap_or_default(),
        settled: args.take.iter().copied().collect(),
        rest: args.rest(),
        by: args.by(),
    })
}

fn told(merged: &Merged) -> String {
    let mut out = String::new();
    let said = print::escaped(&print::capitalised(&merged.said));
    match (&merged.written, merged.open()) {
        (Some(path), _) => {
            if !print::is_quiet() {
                out.push_str(&format!("{said}.\nWrote {}.\n", print::escaped(&path.display().to_string())));
            }
        }
        (None, 0) => {
            out.push_str(&format!(
                "Dry run, nothing is written. It would have been: {}.\n",
                print::escaped(&merged.said)
            ));
        }
        (None, open) => {
            let open = counted_as(open, "conflict is", "conflicts are");
            out.push_str(&format!("{open} open, nothing is written. Both copies changed:\n"));
        }
    }
    let open: Vec<&MergeConflict> = merged.conflicts.iter().filter(|c| c.settled.is_none()).collect();
    let listed = if open.is_empty() { merged.conflicts.iter().collect() } else { open.clone() };
    for conflict in listed {
        out.push_str(&one(conflict));
    }
    if let (1.., settled @ 1..) = (open.len(), merged.conflicts.len() - open.len()) {
        out.push_str(&format!(
            "{} as you said.\n",
            counted_as(settled, "other is settled", "others are settled")
        ));
    }
    for note in merged.notes.iter().take(NOTES) {
        out.push_str(&format!("  {}\n", print::escaped(note)));
    }
    if merged.notes.len() > NOTES {
        out.push_str(&format!("  … and {} more notes; --json lists all\n", merged.notes.len() - NOTES));
    }
    if let Some(first) = open.first() {
        out.push_str(&format!(
            "\nSettle them one by one, as --take {0}=ours or --take {0}=theirs, or all with --ours or --theirs.\n",
            first.number
        ));
    }
    out
}

/// One conflict with what either copy says.
fn one(conflict: &MergeConflict) -> String {
    let escaped = |text: &str| print::escaped(text).replace('\n', " ");
    let number = painted(HEADING, &format!("{:>4}", conflict.number));
    let mut out =
        format!("{number}  {} {}, {}", conflict.kind, escaped(&conflict.label), escaped(&conflict.field));
    if let Some(side) = conflict.settled {
        out.push_str(&format!("  [{}]", side.word()));
    }
    out.push('\n');
    let values = [
        ("before", conflict.base.as_deref()),
        ("ours", Some(&*conflict.ours)),
        ("theirs", Some(&*conflict.theirs)),
    ];
    for (word, value) in values {
        if let Some(value) = value {
            out.push_str(&format!("        {word:<7} {}\n", escaped(value)));
        }
    }
    out
}

fn as_json(args: &MergeArgs, merged: &Merged) -> serde_json::Value {
    let conflicts = merged.conflicts.iter().map(|conflict| {
        json!({
            "number": conflict.number,
            "kind": conflict.kind,
            "row": conflict.label,
            "field": conflict.field,
            "base": conflict.base,
            "ours": conflict.ours,
            "theirs": conflict.theirs,
            "settled": conflict.settled.map(MergeSide::word),
        })
    });
    json!({
        "schema": "themata.merge/1",
        "said": merged.said,
        "file": merged.written.as_ref().map(|path| path.display().to_string()),
        "dry_run": args.dry_run,
        "open": merged.open(),
        "conflicts": conflicts.collect::<Vec<_>>(),
        "notes": merged.notes,
        "entries": merged.entries,
        "rows": merged.rows,
        "carried": {
            "exact": merged.carried.exact,
            "moved": merged.carried.moved,
            "approximate": merged.carried.approximate,
            "lost": merged.carried.lost,
        },
    })
}
