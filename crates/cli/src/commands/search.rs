//! `themata search`, `quotes` and `index`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{
    Cell, Column, Found, FoundHit, IndexReport, Row, SearchRequest, SearchUnit, Searching, Table, TallyRow,
    columns,
};

use crate::args::{Asked, IndexArgs};
use crate::commands::several;
use crate::failure::Failure;
use crate::paint::{HEADING, HINT, painted};
use crate::progress::Bar;
use crate::{print, study};

/// Columns shown on each side of a match in a concordance.
const CONCORDANCE: usize = 42;

pub(crate) fn run(asked: &Asked<'_>) -> Result<ExitCode, Failure> {
    if !asked.beside.and.is_empty() {
        return several::search(asked);
    }
    let workspace = study::open(&asked.study)?;
    let searching = Bar::follow(|progress| workspace.searching(progress));
    let searching = searching?;
    if asked.shown.count_by.is_empty() {
        hits(&searching, asked)?;
    } else {
        counts(&searching, asked)?;
    }
    // All is said and the program ends: nothing of what was read is needed, and taking it apart takes time.
    std::mem::forget(searching);
    Ok(ExitCode::SUCCESS)
}

fn hits(searching: &Searching<'_>, asked: &Asked<'_>) -> Result<(), Failure> {
    let found = searching.search(&asked.request)?;
    let units = units(asked.request.unit);
    if asked.shown.json {
        return print::json(&as_json(&found, asked.request.unit));
    }
    if asked.shown.csv {
        print::stdout(&themata_workspace::csv_of(&as_table(&found)))?;
    } else {
        let text = as_text(&found, asked);
        if text.is_empty() && !found.hits.is_empty() {
            print::note(
                "the question names no words, so that there is nothing to stand in the middle; leave out `--kwic`",
            );
        }
        print::painted_stdout(&text)?;
    }
    for note in &found.notes {
        print::note(note);
    }
    print::note(&summary(&found, asked, units));
    Ok(())
}

/// The hits as `themata.search/1`.
pub(super) fn as_json(found: &Found, unit: SearchUnit) -> serde_json::Value {
    let mut shown = json!(found);
    shown["schema"] = json!("themata.search/1");
    shown["unit"] = json!(units(unit).0);
    shown
}

/// The hits one by one, or as a concordance.
pub(super) fn as_text(found: &Found, asked: &Asked<'_>) -> String {
    if asked.shown.kwic { concordance(found) } else { found.hits.iter().map(hit).collect() }
}

/// The word for one unit and for several.
pub(super) fn units(unit: SearchUnit) -> (&'static str, &'static str) {
    match unit {
        SearchUnit::Passage => ("passage", "passages"),
        SearchUnit::Turn => ("turn", "turns"),
        SearchUnit::Quotation => ("quotation", "quotations"),
    }
}

pub(super) fn summary(found: &Found, asked: &Asked<'_>, (one, several): (&str, &str)) -> String {
    let query = print::escaped(&found.understood);
    let shown = found.hits.len();
    match found.total {
        0 => format!("no {one} for {query}"),
        1 => format!("1 {one} for {query}"),
        n if n == shown => format!("{n} {several} for {query}"),
        n if shown == 0 => format!("{n} {several} for {query}; none is left after the first {n}"),
        n => {
            let first = asked.request.offset + 1;
            let last = asked.request.offset + shown;
            format!("{n} {several} for {query}; shown are {first} to {last}, `--limit 0` shows all")
        }
    }
}

/// A hit with its head: where it stands, who says it, how it is coded.
pub(super) fn hit(hit: &FoundHit) -> String {
    let mut head = painted(HEADING, &print::escaped(&hit.locator()));
    if let Some(short) = &hit.short {
        head.push_str(&format!("  {short}"));
    }
    let speaker = speaker(hit);
    if !speaker.is_empty() {
        head.push_str(&format!("  {}", print::escaped(&speaker)));
    }
    let mut out = format!("{head}\n");
    for before in &hit.before {
        out.push_str(&format!("      {}\n", print::escaped(&one_line(before))));
    }
    out.push_str(&format!("    {}\n", marked(&hit.text, &hit.marks)));
    for after in &hit.after {
        out.push_str(&format!("      {}\n", print::escaped(&one_line(after))));
    }
    if !hit.codes.is_empty() {
        let codes: Vec<&str> = hit.codes.iter().map(|code| code.name.as_str()).collect();
        let by = hit.coder.as_ref().map(|coder| format!(" ({coder})")).unwrap_or_default();
        out.push_str(&format!(
            "    {}\n",
            painted(HINT, &print::escaped(&format!("= {}{by}", codes.join("; "))))
        ));
    }
    out.push('\n');
    out
}

/// `CEO, Alpha (R1, provider)`; the label where nobody is known by it.
fn speaker(hit: &FoundHit) -> String {
    let who = &hit.speaker;
    let mut names: Vec<&str> = Vec::new();
    match (&who.title, &who.informant) {
        (Some(title), _) => names.push(title),
        (None, Some(informant)) => names.push(informant),
        (None, None) => names.extend(who.label.as_deref()),
    }
    names.extend(who.party.as_deref());
    let mut of: Vec<&str> = hit.cases.iter().map(String::as_str).collect();
    of.extend(hit.side.as_deref());
    if who.role == Some("interviewer") {
        of.push("interviewer");
    }
    match of.is_empty() {
        true => names.join(", "),
        false => format!("{} ({})", names.join(", "), of.join(", ")),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words on one line, those asked for standing out on a terminal.
fn marked(text: &str, marks: &[(usize, usize)]) -> String {
    let style = anstyle::Style::new().bold().underline();
    let mut out = String::new();
    let mut marks = marks.iter().peekable();
    let mut open = String::new();
    let mut inside = false;
    let flush = |open: &mut String, inside: bool, out: &mut String| {
        let words = print::escaped(open);
        out.push_str(&if inside { painted(style, &words) } else { words });
        open.clear();
    };
    for (at, c) in text.chars().enumerate() {
        while marks.next_if(|(_, to)| *to <= at).is_some() {}
        let now = marks.peek().is_some_and(|(from, to)| (*from..*to).contains(&at));
        if now != inside {
            flush(&mut open, inside, &mut out);
            inside = now;
        }
        open.push(if c.is_whitespace() { ' ' } else { c });
    }
    flush(&mut open, inside, &mut out);
    out
}

/// One line a match, the matches below one another.
fn concordance(found: &Found) -> String {
    let lines: Vec<_> = found.hits.iter().flat_map(|hit| hit.concordance(CONCORDANCE)).collect();
    let place = lines.iter().map(|line| columns(&line.place)).max().unwrap_or(0);
    let keyword = anstyle::Style::new().bold();
    let line = |line: &themata_workspace::KwicLine| {
        let pad = |n: usize, text: &str| " ".repeat(n.saturating_sub(columns(text)));
        format!(
            "{}{}  {}{}{}{}\n",
            print::escaped(&line.place),
            pad(place, &line.place),
            pad(CONCORDANCE, &line.left),
            print::escaped(&line.left),
            painted(keyword, &print::escaped(&line.keyword)),
            print::escaped(&line.right)
        )
    };
    lines.iter().map(line).collect()
}

/// The hits as a table, a row each.
pub(super) fn as_table(found: &Found) -> Table {
    let mut table = Table::new("hits", "Hits");
    let columns = [
        "source",
        "line",
        "page",
        "number",
        "time",
        "start",
        "end",
        "speaker",
        "role",
        "informant",
        "title",
        "party",
        "case",
        "side",
        "codes",
        "coder",
        "coding",
        "matches",
        "text",
    ];
    table.columns = columns.map(|key| Column::text(key, key, 1.0)).to_vec();
    for hit in &found.hits {
        let optional = |word: &Option<String>| word.clone().unwrap_or_default();
        let codes: Vec<&str> = hit.codes.iter().map(|code| code.key.as_str()).collect();
        let all: Vec<char> = hit.text.chars().collect();
        let words =
            |&(from, to): &(usize, usize)| all.get(from..to).unwrap_or_default().iter().collect::<String>();
        let matches: Vec<String> = hit.matches.iter().map(words).collect();
        let cells = [
            hit.source.clone(),
            hit.line.to_string(),
            optional(&hit.page),
            optional(&hit.number),
            optional(&hit.timestamp),
            hit.start.to_string(),
            hit.end.to_string(),
            optional(&hit.speaker.label),
            hit.speaker.role.unwrap_or_default().to_string(),
            optional(&hit.speaker.informant),
            optional(&hit.speaker.title),
            optional(&hit.speaker.party),
            hit.cases.join(";"),
            optional(&hit.side),
            codes.join(";"),
            optional(&hit.coder),
            optional(&hit.coding),
            matches.join(";"),
            hit.text.clone(),
        ];
        table.rows.push(Row::Body(cells.map(Cell::text).to_vec()));
    }
    table
}

fn counts(searching: &Searching<'_>, asked: &Asked<'_>) -> Result<(), Failure> {
    let by = &asked.shown.count_by;
    // Without a question, all there is is counted.
    let request = SearchRequest { everything: true, ..asked.request.clone() };
    let rows = searching.count_by(&request, by)?;
    let units = units(asked.request.unit);
    if asked.shown.json {
        return print::json(&counts_json(&rows, by, units.0));
    }
    let table = tallied(&rows, by, units.1);
    if asked.shown.csv {
        return print::stdout(&themata_workspace::csv_of(&table));
    }
    print::painted_stdout(&print::columns(&table))?;
    print::note(COUNTING);
    Ok(())
}

/// How hits are counted.
pub(super) const COUNTING: &str = "what belongs to several counts for each of them";

/// The counts as `themata.search-counts/1`.
pub(super) fn counts_json(rows: &[TallyRow], by: &[String], unit: &str) -> serde_json::Value {
    json!({ "schema": "themata.search-counts/1", "by": by, "unit": unit, "rows": rows })
}

pub(super) fn tallied(rows: &[TallyRow], by: &[String], units: &str) -> Table {
    let mut table = Table::new("counts", "Counts");
    table.columns = by.iter().map(|word| Column::text(word, print::capitalised(word), 1.0)).collect();
    table.columns.push(Column::number("hits", print::capitalised(units)));
    table.columns.push(Column::number("sources", "Sources"));
    for row in rows {
        let mut cells: Vec<Cell> =
            row.values.iter().map(|value| Cell::text(if value.is_empty() { "–" } else { value })).collect();
        let number = |n: usize| Cell::number(i64::try_from(n).unwrap_or(i64::MAX));
        cells.extend([number(row.hits), number(row.sources)]);
        table.rows.push(Row::Body(cells));
    }
    table
}

pub(crate) fn index(args: &IndexArgs) -> Result<ExitCode, Failure> {
    let workspace = study::open(&args.study)?;
    if args.drop {
        let was = workspace.drop_index()?;
        print::done(if was { "Removed the index" } else { "There is no index" })?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = if args.rebuild {
        let report = Bar::follow(|progress| workspace.rebuild_index(progress));
        report?
    } else {
        workspace.index_report()?
    };
    if args.json {
        let mut shown = json!(report);
        shown["schema"] = json!("themata.index/1");
        print::json(&shown)?;
    } else {
        print::stdout(&told(&report))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(report: &IndexReport) -> String {
    let state = match report.state {
        "ready" => "ready",
        "behind" => "behind the study; the next search mends it",
        "missing" => "not there; the next search makes it",
        _ => "damaged; the next search makes it anew",
    };
    let languages: Vec<String> = report.languages.iter().map(|(tag, n)| format!("{tag} {n}")).collect();
    let languages = if languages.is_empty() { "–".to_string() } else { languages.join(", ") };
    let kilobytes = report.bytes.div_ceil(1024);
    format!(
        "The index is {state}.\nFolder     {}\nTexts      {} of {}\nPassages   {}\nSize       {kilobytes} kB\nLanguages  {}\n",
        report.folder,
        report.texts,
        report.texts + report.missing,
        report.passages,
        languages
    )
}
