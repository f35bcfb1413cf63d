//! `themata status`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::counted;

use crate::args::ListArgs;
use crate::failure::Failure;
use crate::paint::{HEADING, painted};
use crate::{print, study};

pub(crate) fn run(args: &ListArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let status = workspace.status()?;
    if args.json {
        print::json(&json!({
            "schema": "themata.status/1",
            "key": status.key,
            "title": status.title,
            "synthetic": status.synthetic,
            "cases": status.cases,
            "parties": status.parties,
            "informants": status.informants,
            "interviews": status.interviews,
            "documents": status.documents,
            "codes": status.codes.iter().map(|(level, n)| json!({"level": level, "codes": n})).collect::<Vec<_>>(),
            "codings": status.codings,
            "lost_codings": status.lost,
            "codings_by_coder": status.by_coder,
            "uncoded_sources": status.uncoded_sources,
            "excerpts": status.excerpts,
            "findings": status.findings,
            "placements": status.placements,
            "settlements": status.settlements,
            "memos": status.memos,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut lines = vec![painted(HEADING, &print::escaped(&format!("{} ({})", status.title, status.key)))];
    if status.synthetic {
        lines.push("The data are synthetic.".to_string());
    }
    let width = status.codes.iter().map(|(level, _)| level.chars().count()).max().unwrap_or(0).max(15) + 2;
    let mut line =
        |name: &str, value: String| lines.push(print::escaped(&format!("  {name:<width$}{value}")));
    line("cases", format!("{} with {}", status.cases, counted(status.parties, "party")));
    line("informants", status.informants.to_string());
    line(
        "sources",
        [counted(status.interviews, "interview"), counted(status.documents, "document")].join(", "),
    );
    for (level, number) in &status.codes {
        line(&level.to_lowercase(), number.to_string());
    }
    let coders: Vec<String> = status.by_coder.iter().map(|(coder, n)| format!("{coder} {n}")).collect();
    let coders = if coders.is_empty() { String::new() } else { format!(" ({})", coders.join(", ")) };
    line("codings", format!("{}{coders}", status.codings));
    line("lost codings", status.lost.to_string());
    line("uncoded sources", status.uncoded_sources.to_string());
    line("excerpts", status.excerpts.to_string());
    line("findings", status.findings.to_string());
    line("placements", format!("{}, settled {}", status.placements, status.settlements));
    line("memos", status.memos.to_string());
    print::painted_stdout(&format!("{}\n", lines.join("\n")))?;
    Ok(ExitCode::SUCCESS)
}
