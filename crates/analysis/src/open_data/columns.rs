//! The columns of the open data: those that every study has, and those of its levels, facets and attributes.

use std::collections::BTreeSet;

use themata_model::{Attributes, FacetKey, Study};

use super::OpenValue;
use super::place::Row;

/// A column of the open data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenColumn {
    /// Its name, unique.
    pub name: String,
    /// What stands in it.
    pub kind: OpenKind,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenKind {
    /// Words.
    Words,
    /// Whole numbers.
    Whole,
    /// Yes or no.
    Flag,
    /// Lists of keys.
    Keys,
}

/// A column with where its value comes from.
pub(super) struct Named<'a> {
    pub(super) column: OpenColumn,
    from: From<'a>,
}

enum From<'a> {
    /// A column that every study has.
    Fixed(fn(&Row<'_>) -> OpenValue),
    /// The name of the code itself or the one above it on the level with this rank.
    Level(usize),
    /// The value given in this facet.
    Facet(&'a FacetKey),
    /// An attribute.
    Attribute(Of, &'a str),
}

/// Whose attribute it is.
#[derive(Clone, Copy)]
enum Of {
    Source,
    Party,
    Informant,
    Coding,
}

type Fixed = (&'static str, OpenKind, fn(&Row<'_>) -> OpenValue);

/// Who says what where.
const BEFORE: [Fixed; 29] = [
    ("id", OpenKind::Words, |row| OpenValue::words(row.coding.id.to_string())),
    ("state", OpenKind::Words, |row| OpenValue::words(row.state())),
    ("source", OpenKind::Words, |row| OpenValue::words(row.coding.source.as_str())),
    ("kind", OpenKind::Words, |row| OpenValue::some(row.source.map(|source| source.kind.as_str()))),
    ("date", OpenKind::Words, |row| OpenValue::some(row.source.and_then(|source| source.date.clone()))),
    ("wave", OpenKind::Words, |row| {
        OpenValue::some(row.source.and_then(|source| source.wave.as_ref()).map(ToString::to_string))
    }),
    ("language", OpenKind::Words, |row| OpenValue::some(row.language())),
    ("case", OpenKind::Keys, |row| keys(row.cases())),
    ("side", OpenKind::Keys, |row| keys(row.sides())),
    ("party", OpenKind::Words, |row| OpenValue::some(row.party().map(|party| party.key.to_string()))),
    ("informant", OpenKind::Words, |row| OpenValue::some(row.informant().map(|who| who.key.to_string()))),
    ("title", OpenKind::Words, |row| OpenValue::some(row.informant().map(|who| who.title.clone()))),
    ("speaker", OpenKind::Words, |row| OpenValue::some(row.speaker())),
    ("interviewer", OpenKind::Flag, |row| row.interviewer().map_or(OpenValue::Nothing, OpenValue::Flag)),
    ("turn", OpenKind::Whole, |row| OpenValue::number(row.turn())),
    ("start", OpenKind::Whole, |row| OpenValue::number(row.chars.map(|(start, _)| start))),
    ("end", OpenKind::Whole, |row| OpenValue::number(row.chars.map(|(_, end)| end))),
    ("line", OpenKind::Whole, |row| OpenValue::number(row.locator.as_ref().map(|at| at.line))),
    ("page", OpenKind::Words, |row| OpenValue::some(row.locator.as_ref().and_then(|at| at.page.clone()))),
    ("number", OpenKind::Words, |row| OpenValue::some(row.locator.as_ref().and_then(|at| at.number.clone()))),
    ("timestamp_ms", OpenKind::Whole, |row| {
        OpenValue::number(row.locator.as_ref().and_then(|at| at.timestamp).map(|time| time.0))
    }),
    ("locator", OpenKind::Words, |row| OpenValue::some(row.locator.as_ref().map(ToString::to_string))),
    ("text", OpenKind::Words, |row| OpenValue::words(row.coding.quotation.as_str())),
    ("code", OpenKind::Words, |row| OpenValue::some(row.code().map(|code| code.key.to_string()))),
    ("marker", OpenKind::Words, |row| OpenValue::some(row.code().and_then(|code| code.marker.clone()))),
    ("label", OpenKind::Words, |row| OpenValue::some(row.code().map(|code| code.name.clone()))),
    ("level", OpenKind::Words, |row| OpenValue::some(row.code().map(|code| code.level.to_string()))),
    ("path", OpenKind::Words, |row| OpenValue::some(row.path())),
    ("coder", OpenKind::Words, |row| OpenValue::words(row.coding.coder.as_str())),
];

/// What the coder says of it, and what of the paper rests on it; after levels and before facets.
const AFTER: [Fixed; 8] = [
    ("time", OpenKind::Words, |row| OpenValue::some(row.time())),
    ("weight", OpenKind::Whole, |row| OpenValue::number(row.coding.weight.map(|weight| weight.get()))),
    ("about_case", OpenKind::Words, |row| {
        OpenValue::some(row.coding.about.case.as_ref().map(ToString::to_string))
    }),
    ("about_side", OpenKind::Words, |row| {
        OpenValue::some(row.coding.about.side.as_ref().map(ToString::to_string))
    }),
    ("memo", OpenKind::Words, |row| OpenValue::words(row.coding.memo.as_str())),
    ("exhibit", OpenKind::Keys, |row| keys(row.uses().map(|uses| uses.exhibits.iter().copied()))),
    ("excerpt", OpenKind::Keys, |row| keys(row.uses().map(|uses| uses.excerpts.iter().copied()))),
    ("finding", OpenKind::Keys, |row| keys(row.uses().map(|uses| uses.findings.iter().copied()))),
];

fn keys<'k>(keys: impl IntoIterator<Item = impl IntoIterator<Item = &'k str>>) -> OpenValue {
    let keys: Vec<String> = keys.into_iter().flatten().map(str::to_string).collect();
    if keys.is_empty() { OpenValue::Nothing } else { OpenValue::Keys(keys) }
}

/// The columns of `study`.
pub(super) fn of(study: &Study) -> Vec<Named<'_>> {
    let fixed = |(name, kind, value): &Fixed| named((*name).to_string(), *kind, From::Fixed(*value));
    let mut columns: Vec<Named<'_>> = BEFORE.iter().map(fixed).collect();
    let levels = study.codebook.levels().iter().enumerate();
    columns.extend(
        levels.map(|(rank, level)| named(format!("level:{}", level.key), OpenKind::Words, From::Level(rank))),
    );
    columns.extend(AFTER.iter().map(fixed));
    columns.extend(
        study
            .facets
            .iter()
            .map(|facet| named(format!("facet:{}", facet.key), OpenKind::Words, From::Facet(&facet.key))),
    );
    let declared = |kind: &str| study.attributes.get(kind).into_iter().flatten().map(String::as_str);
    let kinds: [(Of, &str, &str, Vec<&Attributes>); 4] = [
        (Of::Source, "source", "sources", study.sources.iter().map(|row| &row.attributes).collect()),
        (Of::Party, "party", "parties", study.parties.iter().map(|row| &row.attributes).collect()),
        (Of::Informant, "informant", "informants", study.informants.iter().map(|r| &r.attributes).collect()),
        (Of::Coding, "coding", "codings", study.codings.iter().map(|row| &row.attributes).collect()),
    ];
    for (of, word, kind, rows) in kinds {
        let names: BTreeSet<&str> =
            rows.into_iter().flat_map(|row| row.keys().map(String::as_str)).chain(declared(kind)).collect();
        columns.extend(
            names
                .into_iter()
                .map(|name| named(format!("{word}:{name}"), OpenKind::Words, From::Attribute(of, name))),
        );
    }
    columns
}

fn named(name: String, kind: OpenKind, from: From<'_>) -> Named<'_> {
    Named { column: OpenColumn { name, kind }, from }
}

/// What stands in a column of a row.
pub(super) fn value(row: &Row<'_>, named: &Named<'_>) -> OpenValue {
    match named.from {
        From::Fixed(value) => value(row),
        From::Level(rank) => OpenValue::some(row.on_level(rank)),
        From::Facet(facet) => OpenValue::some(row.coding.target.facets().get(facet).map(ToString::to_string)),
        From::Attribute(of, name) => {
            let attributes = match of {
                Of::Source => row.source.map(|source| &source.attributes),
                Of::Party => row.party().map(|party| &party.attributes),
                Of::Informant => row.informant().map(|who| &who.attributes),
                Of::Coding => Some(&row.coding.attributes),
            };
            OpenValue::some(attributes.and_then(|attributes| attributes.get(name)).cloned())
        }
    }
}
