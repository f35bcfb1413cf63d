//! `themata replicate`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{FormatChoice, ReplicateOptions, Replication, counted, counted_as, replicate};

use super::build::{sentence, warn};
use crate::args::ReplicateArgs;
use crate::failure::{Failure, problem_json};
use crate::print;
use crate::progress::Bar;

/// Something is not as expected.
const DIFFERENT: u8 = 1;

pub(crate) fn run(args: &ReplicateArgs) -> Result<ExitCode, Failure> {
    let formats = args.formats.as_deref().map(FormatChoice::parse).transpose()?;
    let options = ReplicateOptions { formats, keep_unplaced: args.keep_unplaced };
    let replication = Bar::follow(|progress| replicate(&args.folder, &args.out, &options, progress));
    let replication = replication?;
    warn(&replication.built.warnings);
    if args.json {
        print::json(&as_json(&replication))?;
    } else {
        print::done(made(&replication).trim_end())?;
        print::stdout(&print::escaped(&compared(&replication)))?;
    }
    Ok(if replication.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENT) })
}

/// What was built and written.
fn made(replication: &Replication) -> String {
    let mut out = format!("{}\n", sentence(&replication.built));
    let width = replication.outputs.iter().map(|output| output.exhibit.chars().count()).max().unwrap_or(0);
    for output in &replication.outputs {
        let mut endings: Vec<String> = Vec::new();
        let stem_name = output.stem.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        for file in &output.files {
            let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let rest = name.strip_prefix(&stem_name).unwrap_or(&name);
            endings.push(rest.trim_start_matches('.').to_string());
        }
        let draft = if output.draft { "DRAFT  " } else { "" };
        let padding = " ".repeat(width - output.exhibit.chars().count());
        out.push_str(&format!(
            "  {}{padding}  {draft}{}  ({})\n",
            output.stem.display(),
            output.kind,
            endings.join(", ")
        ));
        if !output.missing_glyphs.is_empty() {
            let glyphs: String = output.missing_glyphs.iter().collect();
            out.push_str(&format!("      no font on this machine prints: {glyphs}\n"));
        }
    }
    out.push_str(&format!(
        "  {}  (hashes, rules and codings behind every file)\n",
        replication.manifest.display()
    ));
    out
}

/// What a person should look at, and what came of the comparison with the numbers that the paper prints.
fn compared(replication: &Replication) -> String {
    let mut out = String::new();
    if replication.unconfirmed > 0 {
        out.push_str(&format!(
            "Not confirmed since their words were edited: {}; tables hold these quotations back. `themata codings \
             --unconfirmed` lists them.\n",
            counted(replication.unconfirmed, "coding")
        ));
    }
    match (replication.compared, replication.differences.len()) {
        (0, _) => out.push_str("Nothing to compare: the folder has no expected/.\n"),
        (n, 0) => out.push_str(&format!("Compared {} with expected/: all agree.\n", values(n))),
        (n, d) => {
            let differ = if d == 1 { "differs" } else { "differ" };
            out.push_str(&format!("Compared {} with expected/: {d} {differ}.\n", values(n)));
            for difference in &replication.differences {
                out.push_str(&format!(
                    "  {}:{}: {}\n",
                    difference.file, difference.line, difference.sentence
                ));
            }
        }
    }
    out
}

fn values(n: usize) -> String {
    counted_as(n, "number or value", "numbers and values")
}

fn as_json(replication: &Replication) -> serde_json::Value {
    let output = |o: &themata_workspace::ReplicatedOutput| {
        json!({"exhibit": o.exhibit, "kind": o.kind, "title": o.title, "draft": o.draft, "files": print::paths(&o.files),
               "missing_glyphs": o.missing_glyphs.iter().collect::<String>()})
    };
    let difference =
        |d: &themata_workspace::Difference| json!({"file": d.file, "line": d.line, "sentence": d.sentence});
    json!({
        "schema": "themata.replication/1",
        "study": replication.built.path.display().to_string(),
        "outputs": replication.outputs.iter().map(output).collect::<Vec<_>>(),
        "warnings": replication.built.warnings.iter().map(problem_json).collect::<Vec<_>>(),
        "unconfirmed": replication.unconfirmed,
        "compared": replication.compared,
        "differences": replication.differences.iter().map(difference).collect::<Vec<_>>(),
        "manifest": replication.manifest.display().to_string(),
    })
}
