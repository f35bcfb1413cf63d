//! `informants`: who was spoken to, by case, side and party.

mod by_case;

use std::collections::{BTreeMap, BTreeSet};

use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{InformantKey, PartyKey, Study};

use super::EMPTY;
use crate::options::key_word;
use crate::roster::{Encounter, Seat, informants_text, people, seats, total_checks};
use crate::{Filter, Key, Options, TableError};

/// The party attribute that the field prints before all others.
const FIRST_ATTRIBUTE: &str = "industry";

pub(super) fn table(study: &Study, options: &Options) -> Result<Table, TableError> {
    match options.by {
        None => by_party(study, options),
        Some(Key::Case) => by_case::table(study, options),
        Some(other) => Err(TableError::BadValue {
            option: "by".to_string(),
            value: key_word(other).to_string(),
            expected: "`case`, by which alone informants are set out".to_string(),
        }),
    }
}

/// One row a party in a case.
fn by_party(study: &Study, options: &Options) -> Result<Table, TableError> {
    let filter = &options.filter;
    let seats: Vec<Seat<'_>> = seats(study).into_iter().filter(|seat| passes(seat, filter)).collect();
    let mut table = Table::new("informants", options.title(study, "Cases, parties and informants"));
    let attributes = attributes(study, options, &seats)?;
    let has_sides = seats.iter().any(|seat| seat.side.is_some());
    let has_cases = seats.iter().any(|seat| seat.case.is_some());
    if has_cases {
        table.columns.push(Column::text("case", "Case", 1.0));
    }
    if has_sides {
        table.columns.push(Column::text("side", "Side", 1.0));
    }
    table.columns.push(Column::text("party", "Company", 1.2));
    table.columns.extend(attributes.iter().map(|key| Column::text(*key, prettified(key), 1.3)));
    table.columns.push(Column::text("informants", "Informants", 4.0));
    let mut last_case = None;
    for seat in &seats {
        let mut cells = Vec::new();
        if has_cases {
            let case = seat.case.map(|case| &case.key);
            let mut cell = Cell {
                key: case.map(|key| key.to_string()),
                ..Cell::text(seat.case.map_or(EMPTY, |case| &case.label))
            };
            cell.merged_with_above = last_case == Some(case);
            last_case = Some(case);
            cells.push(cell);
        }
        if has_sides {
            let side = seat.side.and_then(|key| study.side(key));
            cells.push(Cell::text(side.map_or(EMPTY, |side| &side.name)));
        }
        let party = seat.party.and_then(|key| study.party(key));
        cells.push(Cell {
            key: party.map(|party| party.key.to_string()),
            ..Cell::text(party.map_or(EMPTY, |party| &party.name))
        });
        let value =
            |key: &&str| party.and_then(|party| party.attributes.get(*key)).map_or(EMPTY, String::as_str);
        cells.extend(attributes.iter().map(|key| Cell::text(value(key))));
        let mut cell = Cell::text(informants_text(&seat.informants));
        cell.number = Some(i64::from(people(seat.informants.iter().copied())));
        cells.push(cell);
        table.rows.push(Row::Body(cells));
    }
    let heard: BTreeSet<&InformantKey> =
        seats.iter().flat_map(|seat| &seat.informants).map(|i| &i.key).collect();
    let total = people(study.informants.iter().filter(|i| heard.contains(&i.key)));
    table.rows.push(total_row(&table.columns, total));
    table.notes = notes(study, filter, &seats, total);
    table.landscape = table.columns.len() > 5;
    Ok(table)
}

fn passes(seat: &Seat<'_>, filter: &Filter) -> bool {
    let among = |seat: Option<bool>, empty: bool| empty || seat == Some(true);
    among(seat.case.map(|case| filter.cases.contains(&case.key)), filter.cases.is_empty())
        && among(seat.side.map(|side| filter.sides.contains(side)), filter.sides.is_empty())
        && among(seat.party.map(|party| filter.parties.contains(party)), filter.parties.is_empty())
}

/// The attributes asked for; else those that any party has, industry first.
fn attributes<'a>(
    study: &'a Study,
    options: &'a Options,
    seats: &[Seat<'_>],
) -> Result<Vec<&'a str>, TableError> {
    if let Some(column) =
        options.attributes.iter().find(|column| column.side.is_some() || column.keys.len() != 1)
    {
        return Err(TableError::BadValue {
            option: "attributes".to_string(),
            value: column.to_string(),
            expected: "one attribute a column, since sides stand in rows; with `by = case` they are columns"
                .to_string(),
        });
    }
    if !options.attributes.is_empty() {
        return Ok(options.attributes.iter().flat_map(|column| &column.keys).map(String::as_str).collect());
    }
    let seated: BTreeSet<&PartyKey> = seats.iter().filter_map(|seat| seat.party).collect();
    let parties = study.parties.iter().filter(|party| seated.contains(&party.key));
    let keys: BTreeSet<&str> =
        parties.flat_map(|party| party.attributes.keys()).map(String::as_str).collect();
    let (mut first, rest): (Vec<&str>, Vec<&str>) = keys.into_iter().partition(|key| *key == FIRST_ATTRIBUTE);
    first.extend(rest);
    Ok(first)
}

/// `no_of_employees` → `No of employees`.
fn prettified(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn total_row(columns: &[Column], total: u32) -> Row {
    let mut cells = vec![Cell::default(); columns.len()];
    cells[0] = Cell::text("All");
    if let Some(last) = cells.last_mut() {
        *last = Cell { number: Some(i64::from(total)), ..Cell::text(format!("Total: {total}")) };
    }
    Row::Total(cells)
}

fn notes(study: &Study, filter: &Filter, seats: &[Seat<'_>], total: u32) -> Vec<String> {
    let mut notes = vec!["Counts are informants, each counted once in the total.".to_string()];
    notes.extend(filter.sentence(study));
    let rows: u32 = seats.iter().map(|seat| people(seat.informants.iter().copied())).sum();
    if rows != total {
        notes.push(format!(
            "The rows add up to {rows}, since some informants speak for several cases or sides; the total is {total}."
        ));
    }
    let sides = by_side(study, seats);
    if !sides.is_empty() {
        notes.push(format!("By side: {}.", sides.join(", ")));
    }
    let spoken = study.sources.iter().filter(|source| Encounter::of(study, source).passes(filter));
    let (interviews, others): (Vec<_>, Vec<_>) = spoken.partition(|source| source.kind.is_interview());
    let differ = if interviews.is_empty() || interviews.len() == total as usize {
        ""
    } else {
        "; the two are not the same"
    };
    notes.push(format!(
        "Informants: {total}; interviews: {}{differ}; other sources: {}.",
        interviews.len(),
        others.len()
    ));
    for check in total_checks(study).into_iter().filter(|check| !check.holds()) {
        notes.push(format!("Stated {}: {}; the roster gives {}.", check.of, check.stated, check.found));
    }
    notes
}

/// The people on each side, each counted once a side.
fn by_side(study: &Study, seats: &[Seat<'_>]) -> Vec<String> {
    let mut people_on: BTreeMap<usize, BTreeMap<&InformantKey, u32>> = BTreeMap::new();
    for seat in seats {
        let side = seat.side.and_then(|key| study.sides.iter().position(|side| side.key == *key));
        let Some(side) = side else { continue };
        people_on.entry(side).or_default().extend(seat.informants.iter().map(|i| (&i.key, i.count)));
    }
    let one = |(side, people): (usize, BTreeMap<&InformantKey, u32>)| {
        format!("{} {}", study.sides[side].name, people.values().sum::<u32>())
    };
    people_on.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Builder, print};

    #[test]
    fn a_party_in_two_cases_counts_those_who_speak_for_each() {
        let mut b = Builder::dyads();
        b.study.parties[0].attributes.insert("industry".into(), "Anvils".into());
        b.study.parties[0].attributes.insert("founded_in".into(), "1949".into());
        insta::assert_snapshot!(print(&table(&b.study, &Options::default()).unwrap()), @r"
        Cases, parties and informants
        Case ¦ Side ¦ Company ¦ Industry ¦ Founded in ¦ Informants
        R1 ¦ maker ¦ Acme ¦ Anvils ¦ 1949 ¦ Total: 1 (1 sales manager)
        ″ ¦ user ¦ Bolt ¦ — ¦ — ¦ Total: 2 (2 buyers)
        R2 ¦ maker ¦ Acme ¦ Anvils ¦ 1949 ¦ Total: 1 (1 head of sales)
        ″ ¦ user ¦ Coil ¦ — ¦ — ¦ Total: 1 (1 plant manager)
        = All ¦  ¦  ¦  ¦  ¦ Total: 5
        * Counts are informants, each counted once in the total.
        * By side: maker 2, user 3.
        * Informants: 5; interviews: 5; other sources: 0.
        ");
    }

    #[test]
    fn an_informant_for_two_cases_is_counted_once_in_the_total() {
        let mut b = Builder::dyads();
        b.informant("both", "Acme", "director", &[]);
        let table = table(&b.study, &Options::default()).unwrap();
        assert!(
            table.notes.iter().any(|n| n.contains("add up to 7") && n.contains("total is 6")),
            "{:?}",
            table.notes
        );
    }

    #[test]
    fn a_case_has_its_documents_too() {
        let mut b = Builder::dyads();
        b.source("report", themata_model::SourceKind::Report, &[("x", "In short: yes.")]);
        let last = b.study.sources.last_mut().unwrap();
        last.cases = vec!["R1".parse().unwrap()];
        last.informants.clear();
        let mut options = Options::default();
        options.filter.cases.insert("R1".parse().unwrap());
        let notes = table(&b.study, &options).unwrap().notes;
        assert!(
            notes.iter().any(
                |n| n.contains("interviews: 3; the two") || n.contains("interviews: 3; other sources: 1")
            ),
            "{notes:?}"
        );
        assert!(notes.iter().any(|n| n.contains("other sources: 1")), "{notes:?}");
    }

    #[test]
    fn cases_without_sides_and_parties_without_cases_have_rows() {
        let mut b = Builder::new();
        b.party("North").party("South").party("Outside").case("K", &[("", "North"), ("", "South")]);
        b.informant("n", "North", "nurse", &[]).informant("o", "Outside", "expert", &[]).informant(
            "x",
            "",
            "",
            &[],
        );
        insta::assert_snapshot!(print(&table(&b.study, &Options::default()).unwrap()), @r"
        Cases, parties and informants
        Case ¦ Company ¦ Informants
        K ¦ North ¦ Total: 1 (1 nurse)
        ″ ¦ South ¦ Total: 0
        — ¦ Outside ¦ Total: 1 (1 expert)
        ″ ¦ — ¦ Total: 1 (1 informant without a title)
        = All ¦  ¦ Total: 3
        * Counts are informants, each counted once in the total.
        * Informants: 3; interviews: 0; other sources: 0.
        ");
    }
}
