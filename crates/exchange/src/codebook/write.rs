//! A codebook as the rows of a spreadsheet.

use std::collections::BTreeSet;

use themata_model::{Code, Codebook, Study};

use super::fields::{ATTRIBUTE, FACET, Field, cell_of};

/// The columns that every codebook has.
const FIELDS: [Field; 15] = [
    Field::Key,
    Field::Level,
    Field::LevelName,
    Field::LevelOrder,
    Field::Open,
    Field::Parent,
    Field::Marker,
    Field::Name,
    Field::Aliases,
    Field::Definition,
    Field::Inclusion,
    Field::Exclusion,
    Field::Origin,
    Field::References,
    Field::Colour,
];

/// The codebook of `study` as rows, the head first: one row a code, each followed by what is below it.
pub fn codebook_rows(study: &Study) -> Vec<Vec<String>> {
    let book = &study.codebook;
    let facets: Vec<_> = study
        .facets
        .iter()
        .filter(|facet| book.codes().iter().any(|c| c.prefilled.contains_key(&facet.key)))
        .collect();
    let attributes: BTreeSet<&str> =
        book.codes().iter().flat_map(|code| code.attributes.keys().map(String::as_str)).collect();
    let head = FIELDS.iter().map(|field| field.word().to_string());
    let head = head.chain(facets.iter().map(|facet| format!("{FACET}{}", facet.key)));
    let mut rows: Vec<Vec<String>> =
        vec![head.chain(attributes.iter().map(|name| format!("{ATTRIBUTE}{name}"))).collect()];
    for code in book.in_tree_order() {
        let mut row: Vec<String> = FIELDS.iter().map(|field| value(book, code, *field)).collect();
        row.extend(
            facets
                .iter()
                .map(|facet| code.prefilled.get(&facet.key).map(ToString::to_string).unwrap_or_default()),
        );
        row.extend(attributes.iter().map(|name| code.attributes.get(*name).cloned().unwrap_or_default()));
        rows.push(row);
    }
    rows
}

/// What a code says in a field.
pub(super) fn value(book: &Codebook, code: &Code, field: Field) -> String {
    let level = book.level_of(code);
    match field {
        Field::Key => code.key.to_string(),
        Field::Level => code.level.to_string(),
        Field::LevelName => level.map(|level| level.name.clone()).unwrap_or_default(),
        Field::LevelOrder => {
            let rank = book.levels().iter().position(|level| level.key == code.level);
            rank.map(|rank| (rank + 1).to_string()).unwrap_or_default()
        }
        Field::Open => if level.is_some_and(|level| level.open) { "yes" } else { "" }.to_string(),
        Field::Parent => code.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
        Field::Marker => code.marker.clone().unwrap_or_default(),
        Field::Name => code.name.clone(),
        Field::Aliases => cell_of(&code.aliases),
        Field::Definition => code.definition.clone(),
        Field::Inclusion => code.inclusion.clone(),
        Field::Exclusion => code.exclusion.clone(),
        Field::Origin => code.origin.map(|origin| origin.as_str().to_string()).unwrap_or_default(),
        Field::References => cell_of(&code.references),
        Field::Colour => code.colour.map(|colour| colour.to_string()).unwrap_or_default(),
        Field::Path | Field::Counted => String::new(),
    }
}

/// The codebook of `study` as CSV.
pub fn codebook_csv(study: &Study) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in codebook_rows(study) {
        // Writing into memory does not fail.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}
