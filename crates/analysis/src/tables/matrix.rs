//! `matrix`: any facet by any facet, with the codings where their values meet.

use themata_model::table::{Align, Cell, Column, Row, Table};

use crate::TableError;
use crate::axis::AxisValue;
use crate::context::Context;
use crate::crossing::Crossing;
use crate::tree::Headings;

/// What the key of the column of sums begins with; behind it stands the unit.
pub(crate) const ALL: &str = "all:";

/// From so many columns the table needs a page on its side.
const WIDE: usize = 7;

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let crossing = Crossing::new(context, "table")?;
    let mut table = Table::new("matrix", context.options.title(context.study, &crossing.title()));
    table.columns = vec![Column::text(crossing.rows.word.clone(), crossing.rows.name.clone(), 2.5)];
    let by_marker = crossing.shown_columns().all(|(_, value)| value.marker.is_some());
    let word = &crossing.columns.word;
    let head = |value: &AxisValue| match &value.marker {
        Some(marker) if by_marker => marker.clone(),
        _ => value.marked(),
    };
    table.columns.extend(crossing.shown_columns().map(|(_, value)| Column {
        align: Align::Right,
        ..Column::text(format!("{word}:{}", value.key), head(value), 1.0)
    }));
    table.columns.push(Column::number(format!("{ALL}{}", crossing.unit.column()), "All"));
    let mut headings =
        Headings::new(&context.tree, crossing.shown_rows().filter_map(|(_, value)| value.code));
    for (at, value) in crossing.shown_rows() {
        table.rows.extend(headings.next(value.code));
        table.rows.push(Row::Body(cells(&crossing, at, value)));
    }
    table.rows.push(total(&crossing));
    table.notes = crossing.notes(context);
    table.notes.push(
        "“All” counts anew and is no sum of its cells: what stands in several cells counts once.".to_string(),
    );
    if by_marker {
        let names: Vec<String> = crossing.shown_columns().map(|(_, value)| value.marked()).collect();
        table.notes.push(format!("Columns: {}.", names.join("; ")));
    }
    table.landscape = table.columns.len() > WIDE;
    Ok(table)
}

fn cells(crossing: &Crossing, row: u32, value: &AxisValue) -> Vec<Cell> {
    let cell = |column: Option<u32>| {
        Cell::number(i64::from(crossing.count(Some(row), column)))
            .with_evidence(crossing.evidence(row, column))
    };
    let columns = crossing.column_order.iter().map(|&column| cell(Some(column)));
    std::iter::once(Cell::named(value.key.clone(), value.marked()))
        .chain(columns)
        .chain([cell(None)])
        .collect()
}

fn total(crossing: &Crossing) -> Row {
    let number = |column| Cell::number(i64::from(crossing.count(None, column)));
    let columns = crossing.column_order.iter().map(|&column| number(Some(column)));
    Row::Total(std::iter::once(Cell::text("All")).chain(columns).chain([number(None)]).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use themata_model::table::Row;
    use themata_model::{About, ExhibitKind};

    use crate::rule::Unit;
    use crate::testing::{Builder, print};
    use crate::{Frame, Options, long_form, table};

    fn study() -> Builder {
        let mut b = Builder::dyads();
        b.facet("team", &["front", "back"]);
        b.say("a1", 1, "c1");
        b.say("b1", 1, "o1");
        b.say("b1", 2, "c2");
        b.say("c1p", 3, "c3");
        b.mark("bob", "int-b1", "sentence 2", "c2");
        b.mark("bob", "int-c1p", "How did it begin?", "T1");
        b.study.sources[0].wave = "w1".parse().ok();
        b
    }

    fn options(b: &Builder, pairs: &[(&str, &str)]) -> Options {
        let map: BTreeMap<String, String> =
            pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Options::from_map(&b.study, &map, &[]).unwrap()
    }

    fn made(b: &Builder, pairs: &[(&str, &str)]) -> String {
        let made = table("matrix", &b.study, &b.marks(), &options(b, pairs));
        made.map_or_else(|error| error.to_string(), |table| print(&table))
    }

    #[test]
    fn codes_stand_by_cases_unless_asked_otherwise() {
        insta::assert_snapshot!(made(&study(), &[]));
    }

    #[test]
    fn what_stretches_over_all_values_counts_for_each() {
        insta::assert_snapshot!(made(&study(), &[("rows", "side"), ("columns", "phase")]));
    }

    #[test]
    fn what_stretches_over_all_values_stands_apart_when_asked_and_the_sums_add_up() {
        let b = study();
        let pairs = [("rows", "phase"), ("columns", "side"), ("all-apart", "true")];
        let told = [
            made(&b, &pairs),
            made(&b, &[("rows", "side"), ("columns", "phase"), ("all-apart", "true"), ("phase", "all")]),
        ];
        insta::assert_snapshot!(told.join("\n\n"));
        let keyed = table("matrix", &b.study, &b.marks(), &options(&b, &pairs)).unwrap();
        let keys: Vec<&str> = keyed
            .cells()
            .filter(|(_, at, _)| *at == 0)
            .filter_map(|(_, _, cell)| cell.key.as_deref())
            .collect();
        assert_eq!(keys, ["early", "late", "all", ""]);
        let only_values = [&pairs[..], &[("only-values", "true")]].concat();
        assert!(made(&b, &only_values).contains("\nAll values of phase ¦ 0 ¦ 1 ¦ 1\n"));
    }

    #[test]
    fn without_a_facet_nothing_stands_apart() {
        let mut b = study();
        let told = made(&b, &[("all-apart", "true")]);
        b.study.facets.clear();
        let told = [told, made(&b, &[("rows", "side"), ("all-apart", "true")])];
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn levels_waves_and_coders_are_rows_and_columns_too() {
        let b = study();
        let told = [
            made(&b, &[("rows", "themes"), ("columns", "wave"), ("unit", "sources")]),
            made(&b, &[("rows", "coder"), ("columns", "informant"), ("unit", "spans")]),
        ];
        insta::assert_snapshot!(told.join("\n\n"));
    }

    #[test]
    fn a_facet_cannot_be_crossed_with_itself() {
        let b = study();
        let told = [
            made(&b, &[("rows", "case"), ("columns", "case")]),
            made(&b, &[("rows", "code"), ("columns", "categories")]),
            Options::from_map(&b.study, &BTreeMap::from([("rows".into(), "phaze".into())]), &[])
                .unwrap_err()
                .to_string(),
            Options::from_map(&b.study, &BTreeMap::from([("unit".into(), "coding".into())]), &[])
                .unwrap_err()
                .to_string(),
            made(&b, &[("rows", "team"), ("columns", "source")]),
        ];
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn a_column_of_a_facet_is_what_the_filter_by_its_value_lets_through() {
        let mut b = study();
        b.settle("c1", Some("R1"), "late", "");
        let marks = b.marks();
        let crossed =
            table("matrix", &b.study, &marks, &options(&b, &[("rows", "case"), ("columns", "phase")]))
                .unwrap();
        let Some(Row::Total(sums)) = crossed.rows.last() else { panic!("no sums") };
        for (at, value) in ["early", "late"].iter().enumerate() {
            let filtered = options(&b, &[("phase", value)]);
            let count = Frame::new(&b.study, &marks, &filtered.filter).total(&[Unit::Codings]).unwrap();
            assert_eq!(sums[at + 1].number, Some(i64::from(count.codings)), "{value}");
        }
    }

    #[test]
    fn displayed_excerpts_count_once_where_their_codings_do() {
        let mut b = study();
        b.exhibit("body", ExhibitKind::Body).exhibit("appendix", ExhibitKind::Table);
        let [one, other, third] = [b.say("a1", 4, "c1"), b.say("a1", 5, "c1"), b.say("c1p", 6, "c2")];
        b.excerpt("e1", &[one, other], &["body"]).excerpt("e2", &[third], &["appendix"]);
        b.excerpt("unused", &[third], &[]);
        let told = [
            made(&b, &[("columns", "case-side"), ("unit", "excerpts")]),
            made(&b, &[("columns", "case-side"), ("unit", "excerpts"), ("excerpts", "appendix")]),
        ];
        insta::assert_snapshot!(told.join("\n\n"));
    }

    #[test]
    fn what_has_no_value_is_left_out_and_told_when_only_values_are_wanted() {
        let mut b = study();
        b.prefill("c2", "none");
        insta::assert_snapshot!(made(&b, &[("rows", "phase"), ("columns", "side"), ("only-values", "true")]));
    }

    #[test]
    fn what_is_said_of_a_case_without_a_side_has_a_column() {
        let mut b = study();
        let about = About { case: "R1".parse().ok(), side: None };
        b.mark_about("ann", "int-c1p", "This is sentence 7", "c1", about);
        let printed = made(&b, &[("columns", "case-side")]);
        assert!(
            printed.contains("R1, maker ¦ R1, user ¦ R1, — ¦ R2, maker ¦ R2, user ¦ — ¦ All"),
            "{printed}"
        );
    }

    #[test]
    fn heads_of_ones_own_stand_above_the_columns() {
        let b = study();
        let printed = made(&b, &[("heads", "Code;;The second")]);
        assert!(printed.contains("\nCode ¦ R1 ¦ The second ¦ — ¦ All\n"), "{printed}");
        let told = made(&b, &[("heads", "a;b;c;d;e;f")]);
        assert_eq!(told, "option `heads`: `a; b; c; d; e; f` is not at most 5 heads, one a column");
    }

    #[test]
    fn the_codings_of_a_cell_are_listed_with_what_the_rule_leaves_out() {
        let b = study();
        let made =
            table("matrix", &b.study, &b.marks(), &options(&b, &[("rows", "side"), ("columns", "case")]))
                .unwrap();
        let long = long_form(&made, &b.study, &b.marks());
        let counted = long.columns.iter().position(|column| column.key == "counted").unwrap();
        let words: Vec<String> = long
            .cells()
            .filter(|(_, column, _)| *column == counted)
            .map(|(_, _, cell)| cell.plain())
            .collect();
        assert_eq!(words.iter().filter(|word| *word == "overlaps").count(), 2, "{words:?}");
        let sources = options(&b, &[("rows", "side"), ("columns", "case"), ("unit", "sources")]);
        let long = long_form(&table("matrix", &b.study, &b.marks(), &sources).unwrap(), &b.study, &b.marks());
        assert!(
            long.cells()
                .filter(|(_, column, _)| *column == counted)
                .all(|(_, _, cell)| cell.plain().is_empty())
        );
    }
}
