//! `codebook`: every code with definition, criteria and values.

use std::collections::BTreeMap;

use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Code, Facet, Study};

use crate::TableError;
use crate::context::Context;
use crate::frame::{Key, Roll};
use crate::placement::{Basis, Derived, derived_placements};
use crate::rule::Unit;

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let study = context.study;
    let values: Vec<(&Facet, BTreeMap<&str, String>)> = study
        .facets
        .iter()
        .map(|facet| (facet, values(study, facet)))
        .filter(|(_, map)| !map.is_empty())
        .collect();
    let optional = optional_columns(study);
    let mut table = Table::new("codebook", context.options.title(study, "Codebook"));
    table.columns = vec![
        Column::text("marker", "Marker", 0.5),
        Column::text("key", "Key", 1.0),
        Column::text("level", "Level", 1.2),
        Column::text("name", "Name", 2.5),
        Column::text("definition", "Definition", 3.0),
    ];
    table.columns.extend(optional.iter().map(|(key, label, _)| Column::text(*key, *label, 1.5)));
    table.columns.extend(
        values.iter().map(|(facet, _)| Column::text(format!("facet:{}", facet.key), facet.name.clone(), 1.0)),
    );
    table.columns.push(Column::number("codings", "Codings"));
    let counts = context.frame.group(&[Key::Code], Roll::Own, &[Unit::Codings])?;
    let by_code = context.frame.evidence_by_code();
    for &at in context.tree.order() {
        if !context.has_code(at) {
            continue;
        }
        let code = context.tree.code(at);
        let mut cells = vec![
            Cell::text(code.marker.clone().unwrap_or_default()),
            Cell::text(code.key.as_str()),
            Cell::text(context.tree.level_name(at)),
            Cell::text(code.name.clone()),
            Cell::text(code.definition.clone()),
        ];
        cells.extend(optional.iter().map(|(_, _, value)| Cell::text(value(code))));
        cells.extend(
            values.iter().map(|(_, map)| Cell::text(map.get(code.key.as_str()).cloned().unwrap_or_default())),
        );
        let n = counts.get(&vec![u32::try_from(at).ok()]).map_or(0, |counts| counts.codings);
        cells.push(Cell::number(i64::from(n)).with_evidence(by_code[at].clone()));
        table.rows.push(Row::Body(cells));
    }
    table.notes = context.counting_notes(&[Unit::Codings]);
    table.notes.push("Codings are those of the code itself, without codes below it.".to_string());
    table.landscape = true;
    Ok(table)
}

type CodeColumn = (&'static str, &'static str, fn(&Code) -> String);

/// The columns that at least one code fills.
fn optional_columns(study: &Study) -> Vec<CodeColumn> {
    let all: [CodeColumn; 6] = [
        ("parent", "Below", |code| code.parent.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("inclusion", "Include", |code| code.inclusion.clone()),
        ("exclusion", "Exclude", |code| code.exclusion.clone()),
        ("aliases", "Other wordings", |code| code.aliases.join("; ")),
        ("origin", "Origin", |code| {
            code.origin.map(|origin| origin.as_str().to_string()).unwrap_or_default()
        }),
        ("references", "References", |code| code.references.join("; ")),
    ];
    let filled = |column: &CodeColumn| study.codebook.codes().iter().any(|code| !column.2(code).is_empty());
    all.into_iter().filter(filled).collect()
}

/// The value of each code, with a word where it is not the raters' own.
fn values<'s>(study: &'s Study, facet: &Facet) -> BTreeMap<&'s str, String> {
    let text = |derived: &Derived| {
        let value = derived.value.as_ref().map(|value| facet.label(value));
        match (value, derived.basis) {
            (Some(value), Basis::Prefilled) => Some(format!("{value} (pre-filled)")),
            (Some(value), Basis::Unsettled) => Some(format!("{value} (pre-filled, not settled)")),
            (Some(value), _) => Some(value),
            (None, Basis::Unsettled) => Some("not settled".to_string()),
            (None, _) => None,
        }
    };
    let derived = derived_placements(study, facet);
    derived.iter().filter_map(|d| Some((study.code(&d.code)?.key.as_str(), text(d)?))).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    #[test]
    fn only_columns_with_something_in_them_are_printed() {
        let mut b = Builder::dyads();
        b.edit("c1", |code| code.marker = Some("A".into()))
            .edit("c1", |code| code.aliases = vec!["Old".into()]);
        b.say("b1", 1, "c1");
        insta::assert_snapshot!(print(&table("codebook", &b.study, &b.marks(), &Options::default()).unwrap()), @r"
        Codebook
        Marker ¦ Key ¦ Level ¦ Name ¦ Definition ¦ Below ¦ Other wordings ¦ phase ¦ Codings
         ¦ D1 ¦ dimensions ¦ Name D1 ¦ What D1 means. ¦  ¦  ¦  ¦ 0
         ¦ T1 ¦ themes ¦ Name T1 ¦ What T1 means. ¦ D1 ¦  ¦  ¦ 0
        A ¦ c1 ¦ categories ¦ Name c1 ¦ What c1 means. ¦ T1 ¦ Old ¦ early (pre-filled) ¦ 1
         ¦ o1 ¦ open ¦ Name o1 ¦ What o1 means. ¦ c1 ¦  ¦  ¦ 0
         ¦ c2 ¦ categories ¦ Name c2 ¦ What c2 means. ¦ T1 ¦  ¦ late (pre-filled) ¦ 0
         ¦ D2 ¦ dimensions ¦ Name D2 ¦ What D2 means. ¦  ¦  ¦  ¦ 0
         ¦ T2 ¦ themes ¦ Name T2 ¦ What T2 means. ¦ D2 ¦  ¦  ¦ 0
         ¦ c3 ¦ categories ¦ Name c3 ¦ What c3 means. ¦ T2 ¦  ¦ all values of phase (pre-filled) ¦ 0
        * Counts are codings. A coding counts for the case it is about, else for the speaker's case.
        * Codings are those of the code itself, without codes below it.
        ");
    }
}
