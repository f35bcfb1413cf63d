//! Informants with one row a case: the sides are groups of columns, each with the facts of its parties and
//! its informants by title.

use std::collections::BTreeSet;

use themata_model::table::{Block, Cell, Column, Row, Table};
use themata_model::{Case, Informant, InformantKey, Party, SideKey, Study};

use super::{EMPTY, notes, passes, prettified};
use crate::options::PartyColumn;
use crate::roster::{Seat, people, seats};
use crate::rule::joined;
use crate::{Options, TableError};

/// What stands for the name of a party among its attributes.
const NAME: &str = "name";

pub(super) fn table(study: &Study, options: &Options) -> Result<Table, TableError> {
    let filter = &options.filter;
    let seats: Vec<Seat<'_>> = seats(study).into_iter().filter(|seat| passes(seat, filter)).collect();
    let groups = groups(study, options, &seats);
    let mut table = Table::new("informants", options.title(study, "Cases and their informants by side"));
    table.columns.push(Column::text("case", "Case", 1.0));
    for group in &groups {
        let named =
            |label: String| group.label.map_or_else(|| label.clone(), |side| format!("{side}: {label}"));
        let prefix = group.side.map_or(String::new(), |side| format!("{side}:"));
        for column in &group.columns {
            let names: Vec<String> = column.keys.iter().map(|key| head(key)).collect();
            let label = named(names.join(", "));
            table.columns.push(Column::text(format!("{prefix}{}", column.keys.join("+")), label, 1.5));
        }
        let key = group.side.map_or("informants".to_string(), ToString::to_string);
        table.columns.push(Column::text(key, named("Informants".to_string()), 3.0));
    }
    let mut rows: Vec<Option<&Case>> = Vec::new();
    for case in seats.iter().map(|seat| seat.case) {
        if !rows.iter().any(|known| known.map(|c| &c.key) == case.map(|c| &c.key)) {
            rows.push(case);
        }
    }
    for case in rows {
        let mut cells = vec![Cell {
            key: case.map(|case| case.key.to_string()),
            ..Cell::text(case.map_or(EMPTY, |case| &case.label))
        }];
        let here = |seat: &&Seat<'_>| seat.case.map(|c| &c.key) == case.map(|c| &c.key);
        let here: Vec<&Seat<'_>> = seats.iter().filter(here).collect();
        for group in &groups {
            let of_side = here.iter().filter(|seat| seat.side == group.side);
            cells.extend(group.cells(study, of_side.copied()));
        }
        table.rows.push(Row::Body(cells));
    }
    let total = heard(&seats, |_| true);
    table.rows.push(totals(&groups, &seats, total));
    table.notes = notes(study, filter, &seats, total);
    table.landscape = table.columns.len() > 4;
    Ok(table)
}

/// The columns of one side, or of those without one.
struct Group<'a> {
    side: Option<&'a SideKey>,
    label: Option<&'a str>,
    columns: Vec<PartyColumn>,
}

fn groups<'a>(study: &'a Study, options: &Options, seats: &[Seat<'a>]) -> Vec<Group<'a>> {
    let has = |side: Option<&SideKey>| seats.iter().any(|seat| seat.side == side);
    let mut groups: Vec<Group<'_>> = study
        .sides
        .iter()
        .filter(|side| has(Some(&side.key)))
        .map(|side| Group { side: Some(&side.key), label: Some(&side.name), columns: Vec::new() })
        .collect();
    if has(None) {
        let label = (!groups.is_empty()).then_some("No side");
        groups.push(Group { side: None, label, columns: Vec::new() });
    }
    for group in &mut groups {
        let parties: Vec<&Party> = parties(study, seats.iter().filter(|seat| seat.side == group.side));
        let known = |key: &str| parties.iter().any(|party| value(party, key).is_some());
        group.columns = if options.attributes.is_empty() {
            let keys: BTreeSet<&str> =
                parties.iter().flat_map(|p| p.attributes.keys()).map(String::as_str).collect();
            let keys = std::iter::once(NAME).chain(keys).filter(|key| known(key));
            keys.map(|key| PartyColumn { side: None, keys: vec![key.to_string()] }).collect()
        } else {
            let asked = options.attributes.iter().filter(|column| match &column.side {
                Some(side) => group.side == Some(side),
                None => column.keys.iter().any(|key| known(key)),
            });
            asked.cloned().collect()
        };
    }
    groups
}

impl Group<'_> {
    fn cells<'s>(&self, study: &Study, seats: impl Iterator<Item = &'s Seat<'s>>) -> Vec<Cell> {
        let seats: Vec<&Seat<'_>> = seats.collect();
        let parties = parties(study, seats.iter().copied());
        let mut cells: Vec<Cell> = self.columns.iter().map(|column| facts(column, &parties)).collect();
        let informants: Vec<&Informant> = seats.iter().flat_map(|seat| &seat.informants).copied().collect();
        cells.push(by_title(&informants));
        cells
    }
}

fn parties<'a, 's: 'a>(study: &'a Study, seats: impl Iterator<Item = &'s Seat<'s>>) -> Vec<&'a Party> {
    let mut out: Vec<&Party> = Vec::new();
    for party in seats.filter_map(|seat| study.party(seat.party?)) {
        if !out.iter().any(|known| known.key == party.key) {
            out.push(party);
        }
    }
    out
}

fn value<'p>(party: &'p Party, key: &str) -> Option<&'p str> {
    let text = if key == NAME { Some(&party.name) } else { party.attributes.get(key) };
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn head(key: &str) -> String {
    if key == NAME { "Companies".to_string() } else { prettified(key) }
}

/// The different values of all parties; several attributes stand below one another, each with its name.
fn facts(column: &PartyColumn, parties: &[&Party]) -> Cell {
    let mut cell = Cell::default();
    for key in &column.keys {
        let mut values: Vec<&str> = Vec::new();
        for text in parties.iter().filter_map(|party| value(party, key)) {
            if !values.contains(&text) {
                values.push(text);
            }
        }
        let text = joined(&values);
        match column.keys.len() {
            _ if text.is_empty() => {}
            1 => cell.blocks.push(Block::Text(text)),
            _ if key == NAME => cell.blocks.push(Block::Text(text)),
            _ => cell.blocks.push(Block::Text(format!("{}: {text}", head(key)))),
        }
    }
    if cell.blocks.is_empty() {
        cell.blocks.push(Block::Text(EMPTY.to_string()));
    }
    cell
}

/// The total, and `Key account manager (2), Technology lead (1)` in the order of the roster.
fn by_title(informants: &[&Informant]) -> Cell {
    let mut titles: Vec<(&str, u32)> = Vec::new();
    for informant in informants {
        let title =
            Some(informant.title.trim()).filter(|title| !title.is_empty()).unwrap_or("without a title");
        match titles.iter_mut().find(|(known, _)| *known == title) {
            Some((_, n)) => *n += informant.count,
            None => titles.push((title, informant.count)),
        }
    }
    let total = people(informants.iter().copied());
    let titles: Vec<String> = titles.into_iter().map(|(title, n)| format!("{title} ({n})")).collect();
    let mut cell = Cell { number: Some(i64::from(total)), ..Cell::text(format!("Total: {total}")) };
    if !titles.is_empty() {
        cell.blocks.push(Block::Text(titles.join(", ")));
    }
    cell
}

/// How many people sit on the seats that are `meant`, each counted once.
fn heard(seats: &[Seat<'_>], meant: impl Fn(&Seat<'_>) -> bool) -> u32 {
    let mut seen: BTreeSet<&InformantKey> = BTreeSet::new();
    let sitting = seats.iter().filter(|seat| meant(seat)).flat_map(|seat| seat.informants.iter().copied());
    people(sitting.filter(|informant| seen.insert(&informant.key)))
}

fn totals(groups: &[Group<'_>], seats: &[Seat<'_>], total: u32) -> Row {
    let mut cells = vec![Cell::text(format!("All: {total}"))];
    for group in groups {
        cells.extend(group.columns.iter().map(|_| Cell::default()));
        let n = heard(seats, |seat| seat.side == group.side);
        cells.push(Cell { number: Some(i64::from(n)), ..Cell::text(format!("Total: {n}")) });
    }
    Row::Total(cells)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::testing::{Builder, print};
    use crate::{Options, table};

    /// A company with two partners abroad on the other side.
    fn study() -> Builder {
        let mut b = Builder::new();
        b.side("back").side("front");
        b.party("Acme").party("Bolt").party("Coil");
        b.case("A", &[("back", "Acme"), ("front", "Bolt"), ("front", "Coil")]);
        for (at, [country, staff]) in [["Sweden", "900"], ["UK", ""], ["UAE", ""]].into_iter().enumerate() {
            let facts = &mut b.study.parties[at].attributes;
            facts.insert("country".into(), country.into());
            facts.insert("staff".into(), staff.into());
        }
        b.informant("a1", "Acme", "head of R&D", &[]).informant("a2", "Acme", "planner", &[]);
        b.informant("b1", "Bolt", "market manager", &[]).informant("c1", "Coil", "market manager", &[]);
        b.informant("c2", "Coil", "technician", &[]);
        b
    }

    fn made(b: &Builder, pairs: &[(&str, &str)]) -> String {
        let map: BTreeMap<String, String> =
            pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let made = Options::from_map(&b.study, &map, &[]);
        let made = made.and_then(|options| table("informants", &b.study, &b.marks(), &options));
        made.map_or_else(|error| error.to_string(), |table| print(&table))
    }

    #[test]
    fn sides_are_groups_of_columns_and_titles_are_summed_over_their_parties() {
        insta::assert_snapshot!(made(&study(), &[("by", "case")]));
    }

    #[test]
    fn facts_are_chosen_by_side_and_may_share_a_column() {
        let attributes = "back/name+staff; front/country";
        let b = study();
        let told = [
            made(&b, &[("by", "case"), ("attributes", attributes), ("heads", "; Company; ; Countries")]),
            made(&b, &[("attributes", "staff;country")]),
            made(&b, &[("attributes", attributes)]),
            made(&b, &[("by", "case"), ("attributes", "back/staf")]),
            made(&b, &[("by", "case"), ("attributes", "bak/staff")]),
            made(&b, &[("by", "side")]),
        ];
        insta::assert_snapshot!(told.join("\n\n"));
    }
}
