//! Lists of what is kept without texts and codings: sides, parties, coders, facets, questions.

use std::collections::BTreeSet;

use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Attributes, Study};

use super::list;

pub(super) fn sides(s: &Study) -> Table {
    let mut table = list("Sides", &[("key", "Key"), ("name", "Name")]);
    let row =
        |side: &themata_model::Side| Row::Body(vec![Cell::text(side.key.as_str()), Cell::text(&side.name)]);
    table.rows.extend(s.sides.iter().map(row));
    table
}

pub(super) fn parties(s: &Study) -> Table {
    let rows = s.parties.iter().map(|r| (vec![r.key.to_string(), r.name.clone()], &r.attributes));
    with_attributes(list("Parties", &[("key", "Key"), ("name", "Name")]), rows.collect())
}

pub(super) fn coders(s: &Study) -> Table {
    let rows = s.coders.iter().map(|r| (vec![r.key.to_string(), r.name.clone()], &r.attributes));
    with_attributes(list("Coders", &[("key", "Key"), ("name", "Name")]), rows.collect())
}

pub(super) fn questions(s: &Study) -> Table {
    let rows = s.questions.iter().map(|r| (vec![r.key.to_string(), r.text.clone()], &r.attributes));
    with_attributes(list("Questions", &[("key", "Key"), ("text", "Question")]), rows.collect())
}

pub(super) fn facets(s: &Study) -> Table {
    let columns = [("key", "Key"), ("name", "Name"), ("values", "Values"), ("ordered", "Ordered")];
    let mut table = list("Facets", &columns);
    for facet in &s.facets {
        let values: Vec<&str> = facet.values.iter().map(|value| value.key.as_str()).collect();
        table.rows.push(Row::Body(vec![
            Cell::text(facet.key.as_str()),
            Cell::text(&facet.name),
            Cell::text(values.join(if facet.ordered { " < " } else { ", " })),
            Cell::text(if facet.ordered { "yes" } else { "no" }),
        ]));
    }
    table
}

/// The rows with a column for each attribute that one of them has.
fn with_attributes(mut table: Table, rows: Vec<(Vec<String>, &Attributes)>) -> Table {
    let names: BTreeSet<&String> = rows.iter().flat_map(|(_, attributes)| attributes.keys()).collect();
    table.columns.extend(names.iter().map(|name| Column::text(name.as_str(), name.as_str(), 1.0)));
    for (fields, attributes) in rows {
        let own = names.iter().map(|name| attributes.get(*name).cloned().unwrap_or_default());
        table.rows.push(Row::Body(fields.into_iter().chain(own).map(Cell::text).collect()));
    }
    table
}
