//! `activities`: facet × facet, the codes that stand where two values meet, with their evidence.

use themata_model::table::{Block, Cell, Column, Row, Table};

use super::EMPTY;
use crate::TableError;
use crate::activities::Activities;
use crate::context::{Context, lower_first};

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let activities = Activities::new(context, "table")?;
    let (rows, columns) = (activities.rows, activities.columns);
    let default = format!("{} by {}", rows.name, lower_first(&columns.name));
    let mut table = Table::new("activities", context.options.title(context.study, &default));
    table.columns.push(Column::text(rows.key.as_str(), rows.name.clone(), 1.3));
    let across = activities.column_lines();
    table.columns.extend(
        across
            .iter()
            .map(|line| Column::text(format!("{}:{}", columns.key, line.key), line.label.clone(), 2.0)),
    );
    for (r, row) in activities.row_lines().into_iter().enumerate() {
        let mut cells = vec![Cell::named(row.key, row.label)];
        cells.extend((0..across.len()).map(|c| cell(context, &activities, (r, c))));
        table.rows.push(Row::Body(cells));
    }
    table.notes = activities.notes(context);
    table.landscape = table.columns.len() > 3;
    Ok(table)
}

/// Each code with its count, and below them what was found.
fn cell(context: &Context<'_>, activities: &Activities<'_>, place: (usize, usize)) -> Cell {
    let findings = activities.findings(context, place);
    let mut cell = Cell::default();
    let mut sum = None;
    for (code, n) in activities.at(place) {
        let text = format!("{} ({n})", context.tree.code(code).marked_name());
        cell.blocks.push(if findings.is_empty() { Block::Text(text) } else { Block::Heading(text) });
        sum = Some(sum.unwrap_or(0) + i64::from(n));
    }
    cell.blocks.extend(findings.into_iter().map(|finding| Block::Text(finding.text.clone())));
    cell.number = sum;
    cell.evidence = activities.evidence(place);
    if cell.blocks.is_empty() {
        cell.blocks.push(Block::Text(EMPTY.to_string()));
    }
    cell
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use themata_model::FacetAssignment;

    use crate::testing::{Builder, print};
    use crate::{Options, table};

    /// Three categories in phases; `c1` is the front's, `c3` is everybody's in every phase.
    fn study() -> Builder {
        let mut b = Builder::dyads();
        b.facet("team", &["front", "back"]);
        let team = b.study.facets[1].key.clone();
        for (code, value) in [("c1", "front"), ("c3", "back")] {
            let value = FacetAssignment::Value(value.parse().unwrap());
            b.edit(code, |code| {
                code.prefilled.insert(team.clone(), value);
            });
        }
        b.say("a1", 1, "c1");
        b.say("b1", 2, "o1");
        b.say("b1", 3, "c3");
        b.say("c1p", 4, "c2");
        b
    }

    fn made(b: &Builder, pairs: &[(&str, &str)]) -> String {
        let map: BTreeMap<String, String> =
            pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let made = Options::from_map(&b.study, &map, &[]);
        let made = made.and_then(|options| table("activities", &b.study, &b.marks(), &options));
        made.map_or_else(|error| error.to_string(), |table| print(&table))
    }

    #[test]
    fn each_code_stands_where_its_values_meet_with_what_lies_below_it() {
        insta::assert_snapshot!(made(&study(), &[]));
    }

    #[test]
    fn a_coding_with_a_value_of_its_own_is_no_evidence_of_another_cell() {
        let mut b = study();
        let phase = b.study.facets[0].key.clone();
        let late = FacetAssignment::Value("late".parse().unwrap());
        let own = BTreeMap::from([(phase, late)]);
        let target = themata_model::Target::new("c1".parse().ok(), own).unwrap();
        b.study.codings[0].target = target;
        let printed = made(&b, &[]);
        assert!(printed.contains("Name c1 (1)"), "{printed}");
        assert!(printed.contains("and not counted: 1 coding."), "{printed}");
    }

    #[test]
    fn what_is_of_all_values_stands_apart_when_asked() {
        let mut b = study();
        insta::assert_snapshot!(made(&b, &[("all-apart", "true")]));
        b.prefill("c3", "late");
        let printed = made(&b, &[("all-apart", "true")]);
        assert!(!printed.contains("All values of phase ¦"), "no column without a code: {printed}");
    }

    #[test]
    fn findings_of_a_cell_stand_below_its_codes_when_they_are_asked_for() {
        let mut b = study();
        let facets = [("phase", "early"), ("team", "front")]
            .map(|(facet, value)| (facet.parse().unwrap(), FacetAssignment::Value(value.parse().unwrap())));
        b.finding("", "", "The front begins alone.", &[]).facets = facets.into_iter().collect();
        assert!(!made(&b, &[]).contains("begins alone"));
        let printed = made(&b, &[("findings", "true")]);
        assert!(printed.contains("Name c1 (2) | The front begins alone."), "{printed}");
    }

    #[test]
    fn rows_and_columns_are_two_facets() {
        let b = study();
        let told = [
            made(&b, &[("rows", "case")]),
            made(&b, &[("rows", "phase"), ("columns", "phase")]),
            made(&Builder::dyads(), &[]),
        ];
        insta::assert_snapshot!(told.join("\n"));
    }
}
