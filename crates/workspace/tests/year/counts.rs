//! Every number of the tables that count, against a count with pencil and paper.

use std::collections::BTreeMap;

use themata_model::{Code, Coding, Study};
use themata_workspace::{Row, Table};

use crate::desk::Desk;
use crate::dice::Dice;
use crate::naive::{self, voice};
use crate::progress::Progress;
use crate::{seed, size, wishes};

/// The rows below the headings: what stands in each column, by its key.
fn rows(table: &Table) -> Vec<BTreeMap<String, String>> {
    let body = |row: &Row| match row {
        Row::Body(cells) => {
            let named = table.columns.iter().zip(cells);
            Some(named.map(|(column, cell)| (column.key.clone(), cell.plain())).collect())
        }
        _ => None,
    };
    table.rows.iter().filter_map(body).collect()
}

fn table(desk: &Desk, kind: &str, options: &[(&str, &str)]) -> Table {
    let options = options.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    desk.workspace.table(kind, &options).unwrap_or_else(|error| panic!("{kind} {options:?}: {error}"))
}

fn number(row: &BTreeMap<String, String>, column: &str) -> usize {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?} is no number"))
}

fn own<'s>(s: &'s Study, code: &Code) -> Vec<&'s Coding> {
    let is = |coding: &&Coding| coding.span.is_some() && coding.target.code() == Some(&code.key);
    s.codings.iter().filter(is).collect()
}

fn frequency(desk: &Desk, s: &Study) {
    let rows = rows(&table(desk, "frequency", &[]));
    assert_eq!(rows.len(), s.codebook.codes().len());
    for row in rows {
        let code = s.code(&row["key"].parse().unwrap()).unwrap();
        let below = naive::below(s, code);
        let counted = [
            ("own", naive::codings(s, &own(s, code))),
            ("below", naive::codings(s, &below)),
            ("spans", naive::spans(s, &below)),
            ("informants", naive::informants(s, &below)),
            ("interviews", naive::sources(s, &below, true)),
            ("sources", naive::sources(s, &below, false)),
            ("cases", naive::cases(s, &below)),
        ];
        for (column, counted) in counted {
            assert_eq!(number(&row, column), counted, "frequency, {column} of {}", code.key);
        }
    }
}

/// The codes of a level by their names with markers.
fn by_name<'s>(s: &'s Study, level: &str) -> BTreeMap<String, Option<&'s Code>> {
    let mut codes: BTreeMap<String, Option<&Code>> = BTreeMap::new();
    for code in s.codebook.codes().iter().filter(|code| code.level.as_str() == level) {
        // Two codes of one name cannot be told apart in a table.
        codes.entry(code.marked_name()).and_modify(|known| *known = None).or_insert(Some(code));
    }
    codes
}

fn coverage(desk: &Desk, s: &Study, level: &str) {
    let codes = by_name(s, level);
    for row in rows(&table(desk, "coverage", &[("level", level)])) {
        let Some(Some(code)) = codes.get(&row["code"]) else { continue };
        let below = naive::below(s, code);
        let counted = [
            ("informants", naive::informants(s, &below)),
            ("interviews", naive::sources(s, &below, true)),
            ("cases", naive::cases(s, &below)),
        ];
        for (column, counted) in counted {
            assert_eq!(number(&row, column), counted, "coverage, {column} of {}", code.key);
        }
    }
}

/// Codes by cases and by sources.
fn matrices(desk: &Desk, s: &Study, level: &str) {
    let codes = by_name(s, level);
    for (unit, count) in
        [("codings", naive::codings as fn(&Study, &[&Coding]) -> usize), ("spans", naive::spans)]
    {
        let made = table(desk, "matrix", &[("rows", level), ("columns", "case"), ("unit", unit)]);
        for row in rows(&made) {
            let Some((_, Some(code))) = codes.iter().find(|(name, _)| row.values().any(|cell| cell == *name))
            else {
                continue;
            };
            let below = naive::below(s, code);
            for column in made.columns.iter().filter_map(|column| column.key.strip_prefix("case:")) {
                // The column without a key is of those who speak for no case.
                let counts = |c: &&Coding| match voice(s, c).places.as_slice() {
                    [] => column.is_empty(),
                    places => places.iter().any(|(case, _)| case == column),
                };
                let there: Vec<&Coding> = below.iter().copied().filter(counts).collect();
                let found = number(&row, &format!("case:{column}"));
                assert_eq!(found, count(s, &there), "matrix of {unit}, {} × {column}", code.key);
            }
        }
    }
}

#[test]
fn every_number_of_the_tables_is_what_a_slow_count_finds() {
    let years = size(1, 6);
    let mut progress = Progress::of("counts: verbs", years * size(40, 800));
    for year in 0..years {
        let mut desk = Desk::begun(size(200, 1_200));
        let mut dice = Dice::new(90 + seed() + 100 * year as u64);
        for n in 0..size(40, 800) {
            progress.at(year * size(40, 800) + n);
            let study = desk.study();
            if let Some(verb) = wishes::wish(&mut dice, &study) {
                let _ = desk.apply(&verb, crate::desk::CODERS[n % 3]);
            }
        }
        desk.holds_together();
        let s = desk.study();
        frequency(&desk, &s);
        for level in s.codebook.levels() {
            let any = s.codebook.codes().iter().any(|code| code.level == level.key);
            if any {
                coverage(&desk, &s, level.key.as_str());
                matrices(&desk, &s, level.key.as_str());
            }
        }
    }
}
