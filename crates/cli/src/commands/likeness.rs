//! `themata suggest`, `similar` and `words`.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{
    Cell, Column, LocatedPlace, LocatedQuotation, Row, SimilarPair, SimilarText, Suggested, Table, WordTable,
    Workspace,
};

use super::search;
use crate::args::{SimilarArgs, SuggestArgs, WordsArgs};
use crate::failure::Failure;
use crate::paint::{HEADING, HINT, painted};
use crate::progress::{Bar, during};
use crate::{print, study};

/// Characters of a quotation that are shown.
const SHOWN: usize = 160;
/// The same in a table.
const QUOTED: usize = 60;

pub(crate) fn suggest(args: &SuggestArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    let suggested = searching(&workspace)?.suggest(&args.code, args.coded, &args.request())?;
    if args.json {
        let mut shown = json!(suggested);
        shown["schema"] = json!("themata.suggest/1");
        print::json(&shown)?;
        return Ok(ExitCode::SUCCESS);
    }
    print::painted_stdout(&suggestions(&suggested))?;
    let n = suggested.hits.len();
    if suggested.total == 0 && !args.coded && !suggested.words.is_empty() {
        print::note(
            "no passage that holds any of these words is without a coding; `--coded` shows those that are coded, too",
        );
        return Ok(ExitCode::SUCCESS);
    }
    print::note(&format!("{n} of {} passages that hold any of these words", suggested.total));
    Ok(ExitCode::SUCCESS)
}

fn searching(workspace: &Workspace) -> Result<themata_workspace::Searching<'_>, Failure> {
    let searching = Bar::follow(|progress| workspace.searching(progress));
    Ok(searching?)
}

fn suggestions(suggested: &Suggested) -> String {
    let words: Vec<String> = suggested
        .words
        .iter()
        .map(|word| format!("{} ({}/{})", word.word, word.quotations, word.passages))
        .collect();
    let head = format!(
        "Passages like the {} of {}, by the words (in how many of them / in how many passages):",
        if suggested.quotations == 1 {
            "quotation".to_string()
        } else {
            format!("{} quotations", suggested.quotations)
        },
        suggested.code
    );
    let mut out =
        format!("{}\n{}\n\n", painted(HEADING, &print::escaped(&head)), print::escaped(&words.join(", ")));
    for hit in &suggested.hits {
        out.push_str(&search::hit(hit));
    }
    out
}

pub(crate) fn similar(args: &SimilarArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    if let Some(list) = &args.quotations {
        return located(&workspace, list, args);
    }
    let other = args.against.as_ref().map(|path| Workspace::open(path)).transpose()?;
    let here = searching(&workspace)?;
    let there = other.as_ref().map(searching).transpose()?;
    let pairs = during("comparing quotations", || here.similar(there.as_ref()))?;
    if args.json {
        print::json(&json!({ "schema": "themata.similar/1", "pairs": pairs }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let shown: String = pairs.iter().map(|pair| paired(pair, there.is_some())).collect();
    print::painted_stdout(&shown)?;
    for warning in warnings(&pairs) {
        print::warning(&warning);
    }
    print::note(
        match pairs.len() {
            0 => "no two quotations are alike".to_string(),
            1 => "1 pair is alike".to_string(),
            n => format!("{n} pairs are alike"),
        }
        .as_str(),
    );
    Ok(ExitCode::SUCCESS)
}

/// Where the quotations of a list stand.
fn located(workspace: &Workspace, list: &Path, args: &SimilarArgs) -> Result<ExitCode, Failure> {
    let quotations = themata_workspace::quotations_in(list)?;
    let searching = searching(workspace)?;
    let located = during("looking for quotations", || searching.locate(&quotations))?;
    if args.json {
        print::json(&json!({ "schema": "themata.located/1", "quotations": located }))?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.csv {
        print::stdout(&themata_workspace::csv_of(&located_table(&located, false)))?;
        return Ok(ExitCode::SUCCESS);
    }
    print::painted_stdout(&print::columns(&located_table(&located, true)))?;
    let count = |is: &dyn Fn(&LocatedQuotation) -> bool| located.iter().filter(|one| is(one)).count();
    print::note(&format!(
        "{} of {} stand there as they are or with other signs, {} with cuts, {} are only similar, {} are not found; {} have several places",
        count(&|one| one.found == "same" || one.found == "typography"),
        located.len(),
        count(&|one| one.found == "cut"),
        count(&|one| one.found == "edited"),
        count(&|one| one.found == "none"),
        count(&|one| one.places.len() > 1),
    ));
    Ok(ExitCode::SUCCESS)
}

/// One row a quotation; `short` for the screen.
fn located_table(located: &[LocatedQuotation], short: bool) -> Table {
    let mut table = Table::new("located", "Quotations");
    table.columns.push(Column::number("number", "No."));
    for (key, label) in
        [("quotation", "Quotation"), ("found", "Found"), ("score", "Score"), ("place", "Place")]
    {
        table.columns.push(Column::text(key, label, 1.0));
    }
    if !short {
        for key in ["start", "end", "text", "others"] {
            table.columns.push(Column::text(key, key, 1.0));
        }
    }
    let place = |place: &LocatedPlace| format!("{}:{}", place.source, place.line);
    for one in located {
        let best = one.places.first();
        let others: Vec<String> = one.places.iter().skip(1).map(place).collect();
        let quotation = if short { print::shortened(&one.quotation, QUOTED) } else { one.quotation.clone() };
        let score = best.map_or_else(String::new, |best| format!("{:.2}", best.score));
        let mut at = best.map_or_else(String::new, place);
        if short && !others.is_empty() {
            at.push_str(&format!(" or {}", others.join(", ")));
            if one.further > 0 {
                at.push_str(&format!(" and {} more", one.further));
            }
        }
        let mut cells = vec![
            Cell::number(i64::try_from(one.number).unwrap_or(i64::MAX)),
            Cell::text(quotation),
            Cell::text(one.found),
            Cell::text(score),
            Cell::text(at),
        ];
        if !short {
            let number = |n: fn(&LocatedPlace) -> usize| {
                Cell::text(best.map_or_else(String::new, |b| n(b).to_string()))
            };
            cells.extend([number(|b| b.start), number(|b| b.end)]);
            cells.push(Cell::text(best.map_or("", |best| best.text.as_str())));
            cells.push(Cell::text(others.join(";")));
        }
        table.rows.push(Row::Body(cells));
    }
    table
}

fn paired(pair: &SimilarPair, two_studies: bool) -> String {
    let how = match pair.alike {
        "same" => "the same".to_string(),
        "typography" => "the same words, set otherwise".to_string(),
        "shortened" => "the first is a piece of the second".to_string(),
        "joined" => "the first is joined with others in the second".to_string(),
        _ => format!("edited: {:.0} % of the shorter one's words stand in the other", pair.shared * 100.0),
    };
    let side = |text: &SimilarText| {
        let study = match (two_studies, text.study) {
            (false, _) => "",
            (true, 0) => "here, ",
            (true, _) => "there, ",
        };
        let codes =
            if text.codes.is_empty() { String::new() } else { format!(" [{}]", text.codes.join(", ")) };
        let words = print::shortened(&text.text, SHOWN);
        format!("  {study}{}{codes}\n    {}\n", print::escaped(&text.place), print::escaped(&words))
    };
    format!("{}\n{}{}\n", painted(HINT, &how), side(&pair.one), side(&pair.other))
}

/// What pairs of two studies give away, each once.
fn warnings(pairs: &[SimilarPair]) -> Vec<String> {
    let mut told: Vec<&str> = pairs.iter().filter_map(|pair| pair.relinks.as_deref()).collect();
    told.sort_unstable();
    told.dedup();
    told.into_iter().map(|what| format!("the same words stand under two pseudonyms: {what}")).collect()
}

pub(crate) fn words(args: &WordsArgs) -> Result<ExitCode, Failure> {
    let (request, study) = args.request();
    let workspace = study::open(&study)?;
    let counted = searching(&workspace)?.words(&request)?;
    let all = counted.rows.len();
    let mut shown = counted;
    if args.limit > 0 {
        shown.rows.truncate(args.limit);
    }
    if args.json {
        let mut json = json!(shown);
        json["schema"] = json!("themata.words/1");
        print::json(&json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let table = table(&shown, args);
    if args.csv {
        print::stdout(&themata_workspace::csv_of(&table))?;
        return Ok(ExitCode::SUCCESS);
    }
    print::painted_stdout(&print::columns(&table))?;
    if shown.rows.len() < all {
        print::note(&format!("{} of {all}; `--limit 0` shows all", shown.rows.len()));
    }
    Ok(ExitCode::SUCCESS)
}

fn table(counted: &WordTable, args: &WordsArgs) -> Table {
    let mut table = Table::new("words", "Words");
    table.columns.push(Column::text("words", if args.ngrams == 1 { "Word" } else { "Words" }, 1.0));
    let number = |n: u64| Cell::number(i64::try_from(n).unwrap_or(i64::MAX));
    let names: Vec<String> = match (args.against.is_some(), counted.groups.as_slice()) {
        (true, _) => vec!["here".into(), "there".into()],
        (false, [_]) => vec![String::new()],
        (false, groups) => {
            groups.iter().map(|group| if group.is_empty() { "–".into() } else { group.clone() }).collect()
        }
    };
    for name in &names {
        let label = if name.is_empty() { "Times".to_string() } else { name.clone() };
        table.columns.push(Column::number(label.to_lowercase(), label));
    }
    if names.len() == 1 {
        table.columns.push(Column::number("units", if args.quotes { "Quotations" } else { "Passages" }));
    }
    if args.against.is_some() {
        table.columns.push(Column::number("g2", "G²"));
    }
    for row in &counted.rows {
        let mut cells = vec![Cell::text(&row.words)];
        cells.extend(row.counts.iter().map(|n| number(*n)));
        if names.len() == 1 {
            cells.extend(row.units.iter().map(|n| number(*n)));
        }
        if let Some(keyness) = row.keyness {
            cells.push(Cell::text(format!("{keyness:.2}")));
        }
        table.rows.push(Row::Body(cells));
    }
    let totals: Vec<String> = names
        .iter()
        .zip(&counted.totals)
        .map(|(name, n)| if name.is_empty() { n.to_string() } else { format!("{name} {n}") })
        .collect();
    if !totals.is_empty() {
        let what = match args.ngrams {
            1 => "Words in all".to_string(),
            n => format!("Runs of {n} words in all"),
        };
        table.notes.push(format!("{what}, stop words included: {}.", totals.join(", ")));
    }
    if args.against.is_some() {
        table.notes.push(
            "G² is the log-likelihood ratio (Dunning 1993; Rayson & Garside 2000), negative where the word is typical of the other; 6.63 is what chance exceeds once in a hundred words."
                .to_string(),
        );
    }
    table
}
