//! `themata codings` and `themata show`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{Cell, Column, LineReading, ListedCoding, Row, SourceReading, Table};

use crate::args::{CodingsArgs, ShowArgs};
use crate::failure::Failure;
use crate::paint::{HEADING, HINT, painted};
use crate::{print, study};

/// Characters of a quotation shown in a line.
const SHOWN: usize = 60;

pub(crate) fn list(args: &CodingsArgs) -> Result<ExitCode, Failure> {
    let codings = study::open(&args.study)?.codings(&args.query())?;
    if args.json {
        print::json(&json!({ "schema": "themata.codings/1", "codings": codings }))?;
    } else {
        print::painted_stdout(&print::columns(&table(&codings)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn table(codings: &[ListedCoding]) -> Table {
    let mut table = Table::new("codings", "Codings");
    table.columns =
        [("id", "Id"), ("place", "Place"), ("code", "Code"), ("coder", "Coder"), ("words", "Words")]
            .map(|(key, label)| Column::text(key, label, 1.0))
            .to_vec();
    for coding in codings {
        let cells = [
            &coding.short,
            &coding.place(),
            &coding.says(),
            &coding.coder,
            &print::shortened(&coding.quotation, SHOWN),
        ];
        table.rows.push(Row::Body(cells.map(Cell::text).to_vec()));
    }
    table
}

pub(crate) fn show(args: &ShowArgs) -> Result<ExitCode, Failure> {
    let lines = args.lines.map(|lines| (lines.from, lines.to));
    let reading = study::open(&args.study)?.read_source(&args.source, lines)?;
    if args.json {
        let mut shown = json!(reading);
        shown["schema"] = json!("themata.source/1");
        print::json(&shown)?;
    } else {
        print::painted_stdout(&text(&reading))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn text(reading: &SourceReading) -> String {
    let mut out = painted(HEADING, &print::escaped(&heading(reading)));
    out.push_str("\n\n");
    let last = reading.lines.last().map_or(1, |line| line.number);
    let width = last.to_string().len().max(2);
    for line in &reading.lines {
        out.push_str(&numbered(line, width));
        for coding in &line.codings {
            out.push_str(&marked(coding, width));
        }
    }
    if !reading.lost.is_empty() {
        out.push_str("\nLost their place:\n");
        for coding in &reading.lost {
            out.push_str(&marked(coding, width));
        }
    }
    out
}

/// `S1, transcript, R1: Q (interviewer), A (informant I1)`.
fn heading(reading: &SourceReading) -> String {
    let mut head = vec![reading.source.clone(), reading.kind.clone()];
    head.extend(reading.cases.iter().cloned());
    let speakers = reading.speakers.iter().map(|speaker| {
        let words =
            [speaker.role.unwrap_or("role not known"), speaker.informant.as_deref().unwrap_or_default()];
        format!("{} ({})", speaker.label, words.join(" ").trim_end())
    });
    let speakers: Vec<String> = speakers.collect();
    let head = head.join(", ");
    if speakers.is_empty() { head } else { format!("{head}: {}", speakers.join(", ")) }
}

/// `#2   3 │ A: We call them every week.`: the turn that begins here, the line, and a bar beside what is
/// coded.
fn numbered(line: &LineReading, width: usize) -> String {
    let turn = line.turn.map(|turn| format!("#{turn}")).unwrap_or_default();
    let bar = if line.coded { "│" } else { " " };
    let text = format!(
        "{turn:<width$} {:>width$} {bar} {}",
        line.number,
        print::escaped(&line.text),
        width = width + 1
    );
    format!("{}\n", text.trim_end())
}

/// A coding below the line in which it begins.
fn marked(coding: &ListedCoding, width: usize) -> String {
    let indent = " ".repeat(2 * width + 4);
    let says = format!("{} ({})", coding.says(), coding.coder);
    let words = print::escaped(&print::shortened(&coding.quotation, SHOWN));
    let doubt = if coding.unconfirmed { " (edited, not confirmed)" } else { "" };
    format!("{indent}└ {} {} “{words}”{doubt}\n", coding.short, painted(HINT, &print::escaped(&says)))
}
