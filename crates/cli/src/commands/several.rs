//! `search`, `quotes`, `table` and `check` with `--and`: several studies, each under its own name.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};
use themata_workspace::{
    AnswerOf, Cell, CheckedStudy, CheckedTogether, Column, Found, Row, Several, StudyName, Table, TallyRow,
};

use crate::args::{Asked, CheckArgs, TableArgs};
use crate::commands::figure::{one_of_several, write};
use crate::commands::{check, search};
use crate::failure::Failure;
use crate::paint::{ERROR, HEADING, painted};
use crate::progress::{Bar, during};
use crate::{print, study};

/// In what order hits of several studies stand.
const ORDER: &str =
    "the studies stand in the order in which they were named; hits are ranked and limited within each";

pub(super) fn search(asked: &Asked<'_>) -> Result<ExitCode, Failure> {
    let paths = study::paths(&asked.study, asked.beside)?;
    let several = Several::open(&paths)?;
    if asked.shown.count_by.is_empty() {
        let answers = Bar::follow(|progress| several.search(&asked.request, progress));
        hits(&answers?, asked)?;
    } else {
        let by = &asked.shown.count_by;
        let answers = Bar::follow(|progress| several.count_by(&asked.request, by, progress));
        counts(&answers?, asked)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn hits(answers: &[AnswerOf<Found>], asked: &Asked<'_>) -> Result<(), Failure> {
    let units = search::units(asked.request.unit);
    if asked.shown.json {
        let total: usize =
            answers.iter().filter_map(|of| of.answer.as_ref().ok()).map(|found| found.total).sum();
        let own = |found: &Found, name: &StudyName| {
            let mut shown = search::as_json(found, asked.request.unit);
            for hit in shown["hits"].as_array_mut().into_iter().flatten() {
                hit["study"] = json!(name.study);
            }
            shown
        };
        return print::json(&json!({
            "schema": "themata.search-list/1",
            "unit": units.0,
            "order": ORDER,
            "total": total,
            "studies": answers.iter().map(|of| listed(of, "search", own)).collect::<Vec<_>>(),
        }));
    }
    if asked.shown.csv {
        print::stdout(&themata_workspace::csv_of(&joined(answers, search::as_table)))?;
    } else {
        let text = |of: &AnswerOf<Found>| match &of.answer {
            Ok(found) if !found.hits.is_empty() => {
                let end = if asked.shown.kwic { "\n" } else { "" };
                format!("{}\n{}{end}", heading(&of.study), search::as_text(found, asked))
            }
            _ => String::new(),
        };
        print::painted_stdout(&answers.iter().map(text).collect::<String>())?;
    }
    for of in answers {
        let name = &of.study.study;
        match &of.answer {
            Ok(found) => {
                for note in &found.notes {
                    print::note(&format!("{name}: {note}"));
                }
                print::note(&format!("{name}: {}", search::summary(found, asked, units)));
            }
            Err(why) => print::note(&left_out(name, why)),
        }
    }
    print::note(ORDER);
    Ok(())
}

fn counts(answers: &[AnswerOf<Vec<TallyRow>>], asked: &Asked<'_>) -> Result<(), Failure> {
    let by = &asked.shown.count_by;
    let units = search::units(asked.request.unit);
    if asked.shown.json {
        let own = |rows: &Vec<TallyRow>, _: &StudyName| search::counts_json(rows, by, units.0);
        return print::json(&json!({
            "schema": "themata.search-counts-list/1",
            "by": by,
            "unit": units.0,
            "studies": answers.iter().map(|of| listed(of, "counts", own)).collect::<Vec<_>>(),
        }));
    }
    let table = joined(answers, |rows| search::tallied(rows, by, units.1));
    if asked.shown.csv {
        print::stdout(&themata_workspace::csv_of(&table))?;
    } else {
        print::painted_stdout(&print::columns(&table))?;
    }
    for of in answers {
        if let Err(why) = &of.answer {
            print::note(&left_out(&of.study.study, why));
        }
    }
    print::note(search::COUNTING);
    Ok(())
}

fn left_out(name: &str, why: &str) -> String {
    format!("{name} was left out: {why}")
}

/// What a study answers, in its own schema below `field`; `null` with a note where it has no answer.
fn listed<T>(of: &AnswerOf<T>, field: &str, own: impl Fn(&T, &StudyName) -> Value) -> Value {
    let mut shown = json!(of.study);
    let (answer, note) = match &of.answer {
        Ok(answer) => (own(answer, &of.study), Value::Null),
        Err(why) => (Value::Null, json!(why)),
    };
    shown[field] = answer;
    shown["note"] = note;
    shown
}

/// The rows of all answers, the study in the first column.
fn joined<T>(answers: &[AnswerOf<T>], table: impl Fn(&T) -> Table) -> Table {
    let mut one = Table::new("studies", "Studies");
    for of in answers {
        let Ok(answer) = &of.answer else { continue };
        let own = table(answer);
        if one.columns.is_empty() {
            one.columns = std::iter::once(Column::text("study", "Study", 1.0)).chain(own.columns).collect();
        }
        for row in own.rows {
            if let Row::Body(cells) = row {
                one.rows.push(Row::Body(std::iter::once(Cell::text(&of.study.study)).chain(cells).collect()));
            }
        }
    }
    one
}

/// `key: Title`.
fn heading(name: &StudyName) -> String {
    let words =
        if name.title.is_empty() { name.study.clone() } else { format!("{}: {}", name.study, name.title) };
    format!("{}\n", painted(HEADING, &print::escaped(&words)))
}

pub(super) fn table(args: &TableArgs) -> Result<ExitCode, Failure> {
    let several = Several::open(&study::paths(&args.study, &args.beside)?)?;
    let options = args.choices.to_map()?;
    let answers = during("making the tables", || several.table(&args.kind, &options, args.quotations))?;
    let of_each = || answers.iter().zip(several.studies().map(|(_, workspace)| workspace));
    if args.json {
        let mut studies = Vec::new();
        for (of, workspace) in of_each() {
            let own = of.answer.as_ref().ok().map(|table| workspace.table_json(table)).transpose()?;
            let own: Option<Value> = own.and_then(|text| serde_json::from_str(&text).ok());
            studies.push(listed(of, "table", |_, _| json!(own)));
        }
        print::json(&json!({ "schema": "themata.table-list/1", "kind": args.kind, "studies": studies }))?;
    } else if let Some(path) = &args.output {
        // All are printed before one is written.
        let mut printed = Vec::new();
        for (number, (of, workspace)) in of_each().enumerate() {
            let Ok(table) = &of.answer else { continue };
            let own = named(path, of, number + 1);
            printed.push((workspace.print_table(table, &own)?, own));
        }
        for (artifact, own) in &printed {
            write(artifact, own)?;
        }
    } else {
        for (of, workspace) in of_each() {
            let Ok(table) = &of.answer else { continue };
            let text = print::escaped(&workspace.show_table(table)?);
            print::painted_stdout(&format!("{}\n{text}\n", heading(&of.study)))?;
        }
    }
    for of in &answers {
        if let Err(why) = &of.answer {
            print::note(&left_out(&of.study.study, why));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The name of the file of one of several studies: `table.docx` becomes `table-KEY.docx`; with the number
/// of the study where it goes by its path.
fn named<T>(path: &Path, of: &AnswerOf<T>, number: usize) -> PathBuf {
    let is_key = of.study.study.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if is_key { one_of_several(path, &of.study.study) } else { one_of_several(path, number) }
}

pub(super) fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let paths = study::paths(&args.study, &args.beside)?;
    let checked = during("checking the studies", || themata_workspace::check_several(&paths))?;
    let passes = checked.passes(args.strict);
    if args.json {
        print::json(&check_json(&checked, args.strict))?;
    } else {
        let studies: String = checked.studies.iter().map(|study| check_text(study, args.all)).collect();
        let between = check::text(&checked.between, args.all);
        let head = painted(HEADING, "Names of different studies");
        print::painted_stdout(&format!("{studies}{head}\n\n{between}"))?;
    }
    Ok(if passes { ExitCode::SUCCESS } else { ExitCode::from(check::FOUND) })
}

fn check_json(checked: &CheckedTogether, strict: bool) -> Value {
    let study = |of: &CheckedStudy| {
        let remarks = of.report.as_ref().map(|report| report.remarks.as_slice()).unwrap_or_default();
        let mut shown = json!(of.study);
        shown["check"] = check::as_json(of.passes(strict), &of.problems, remarks);
        shown
    };
    json!({
        "schema": "themata.check-list/1",
        "passes": checked.passes(strict),
        "studies": checked.studies.iter().map(study).collect::<Vec<_>>(),
        "between": checked.between.remarks.iter().map(check::remark_json).collect::<Vec<_>>(),
    })
}

fn check_text(of: &CheckedStudy, all: bool) -> String {
    let class = if of.report.is_some() { "warning" } else { "broken" };
    let problems: String = of.problems.iter().map(|p| check::line(class, &p.to_string())).collect();
    let remarks = match &of.report {
        Some(report) => check::text(report, all),
        None => format!("{}\n", painted(ERROR, "The folder cannot be read before this is mended.")),
    };
    format!("{}\n{problems}{remarks}\n", heading(&of.study))
}
