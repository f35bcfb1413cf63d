//! `themata backup` and `themata recover`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{Recovered, RecoveredTable, back_up, recover};

use crate::args::{BackupArgs, RecoverArgs};
use crate::failure::Failure;
use crate::progress::{Bar, during};
use crate::{print, study};

pub(crate) fn backup(args: &BackupArgs) -> Result<ExitCode, Failure> {
    let path = study::path(&args.study)?;
    during("copying the study", || back_up(&path, &args.output))?;
    let (from, to) = (path.display().to_string(), args.output.display().to_string());
    if args.json {
        print::json(&json!({"schema": "themata.backup/1", "study": from, "file": to}))?;
    } else {
        print::done(&format!("Copied `{from}` to `{to}`."))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn run(args: &RecoverArgs) -> Result<ExitCode, Failure> {
    let recovered = Bar::follow(|progress| recover(&args.damaged, args.output.as_deref(), progress))?;
    let gone = recovered.recovery.tables.iter().any(|table| !table.gone.is_empty());
    if args.json {
        print::json(&as_json(args, &recovered))?;
    } else {
        print::stdout(&print::escaped(&told(args, &recovered)))?;
    }
    Ok(if gone { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn told(args: &RecoverArgs, recovered: &Recovered) -> String {
    let damaged = args.damaged.display();
    let recovery = &recovered.recovery;
    if recovery.is_intact() {
        let copied = match &recovered.file {
            Some(file) => format!(" It was copied to `{}`.", file.display()),
            None => String::new(),
        };
        return format!("Nothing is damaged in `{damaged}`.{copied}\n");
    }
    let mut out = String::new();
    if let Some(file) = &recovered.file {
        out.push_str(&format!("Recovered `{damaged}` into `{}`.\n", file.display()));
    }
    let sum = |of: fn(&RecoveredTable) -> usize| recovery.tables.iter().map(of).sum::<usize>();
    let counts = [
        (sum(|t| t.saved), "rows read"),
        (sum(|t| t.from_trail), "rows brought back from the history"),
        (sum(|t| t.from_index), "codings made again from their places"),
        (sum(|t| t.stand_ins), "rows made to stand in for what is gone"),
        (sum(|t| t.unreadable), "rows that cannot be read"),
        (sum(|t| t.garbled), "values with letters that cannot be read"),
        (recovery.strays, "rows that belong to no table any more"),
    ];
    for (n, what) in counts.iter().filter(|(n, _)| *n > 0) {
        out.push_str(&format!("  {what}: {n}\n"));
    }
    out.push_str("\nWhat is gone\n");
    for table in &recovery.tables {
        for gone in &table.gone {
            out.push_str(&format!("  {}: {gone}\n", table.table));
        }
    }
    if out.ends_with("gone\n") {
        out.push_str("  nothing\n");
    }
    out.push_str("\nWhat is wrong with the file\n");
    recovery.damage.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
    out.push_str("\nKeep the damaged file until you have looked through the new one (`themata check`).\n");
    out
}

fn as_json(args: &RecoverArgs, recovered: &Recovered) -> serde_json::Value {
    let table = |t: &RecoveredTable| {
        json!({
            "table": t.table,
            "saved": t.saved,
            "from_history": t.from_trail,
            "from_index": t.from_index,
            "stand_ins": t.stand_ins,
            "unreadable": t.unreadable,
            "garbled": t.garbled,
            "gone": t.gone,
        })
    };
    let recovery = &recovered.recovery;
    json!({
        "schema": "themata.recovery/1",
        "damaged": args.damaged.display().to_string(),
        "file": recovered.file.as_ref().map(|file| file.display().to_string()),
        "intact": recovery.is_intact(),
        "damage": recovery.damage,
        "tables": recovery.tables.iter().map(table).collect::<Vec<_>>(),
        "strays": recovery.strays,
    })
}
