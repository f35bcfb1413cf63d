//! `saturation`: the codes that each interview added, in the order of their dates.

use themata_model::table::{Cell, Column, Row, Table};

use super::EMPTY;
use crate::TableError;
use crate::context::Context;
use crate::saturation::{Saturation, Step};

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let found = Saturation::new(context, "table")?;
    let title = format!("New {} by interview", found.level);
    let mut table = Table::new("saturation", context.options.title(context.study, &title));
    let source = if context.options.all_sources { "Source" } else { "Interview" };
    table.columns = vec![
        Column::text("interview", source, 1.6),
        Column::text("date", "Date", 1.2),
        Column::text("case", "Case", 1.0),
        Column::number("step", "No."),
        Column::number("codings", "Codings"),
        Column::number("new", "New"),
        Column::number("cumulative", "Cumulative"),
        Column::number("share", "Share (%)"),
        Column::text("names", "New codes", 4.0),
    ];
    let rows = found.steps.iter().enumerate();
    table.rows = rows.map(|(at, step)| Row::Body(cells(context, at + 1, step, found.total()))).collect();
    table.notes = found.notes(context);
    table.landscape = true;
    Ok(table)
}

fn cells(context: &Context<'_>, at: usize, step: &Step<'_>, total: usize) -> Vec<Cell> {
    let number = |n: usize| Cell::number(i64::try_from(n).unwrap_or(i64::MAX));
    let or_gap = |text: &str| Cell::text(if text.is_empty() { EMPTY } else { text });
    let cases: Vec<&str> = step.cases.iter().map(|case| case.label.as_str()).collect();
    let names: Vec<String> = step.new.iter().map(|&code| context.tree.code(code).marked_name()).collect();
    // Rounded to the nearest whole number.
    let share = (step.total * 200 + total).checked_div(total * 2).unwrap_or_default();
    vec![
        Cell::text(step.source.key.as_str()),
        or_gap(step.source.date.as_deref().unwrap_or_default().trim()),
        or_gap(&cases.join(", ")),
        number(at),
        Cell::number(i64::from(step.codings)).with_evidence(step.evidence.clone()),
        number(step.new.len()).with_evidence(step.new_evidence.clone()),
        number(step.total),
        number(share),
        Cell::text(names.join("; ")),
    ]
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, SourceOrder, figure, table};

    fn study() -> Builder {
        let mut b = Builder::dyads();
        b.say("a1", 1, "c1");
        b.say("a1", 2, "c1");
        b.say("b1", 1, "o1");
        b.say("b1", 2, "c3");
        b.say("c1p", 1, "c2");
        b.say("c1p", 2, "c3");
        b.source("memo", themata_model::SourceKind::Report, &[("x", "In short: yes.")]);
        b.mark("ann", "memo", "In short", "c3");
        for (key, date) in [("int-a1", "2012-05-02"), ("int-c1p", "2012-03"), ("int-b1", "spring")] {
            let source = b.study.sources.iter_mut().find(|source| source.key.as_str() == key);
            source.unwrap().date = Some(date.to_string());
        }
        b
    }

    #[test]
    fn codes_are_new_where_they_first_appear_by_date() {
        let b = study();
        insta::assert_snapshot!(print(
            &table("saturation", &b.study, &b.marks(), &Options::default()).unwrap()
        ));
    }

    #[test]
    fn a_higher_level_counts_the_codes_below_in_the_order_of_the_study() {
        let b = study();
        let options = Options {
            level: "themes".parse().ok(),
            order: SourceOrder::Study,
            all_sources: true,
            ..Options::default()
        };
        insta::assert_snapshot!(print(&table("saturation", &b.study, &b.marks(), &options).unwrap()));
    }

    #[test]
    fn the_figure_shows_the_numbers_of_the_table() {
        let b = study();
        let made = table("saturation", &b.study, &b.marks(), &Options::default()).unwrap();
        let themata_model::Figure::Accumulation(drawn) =
            figure("saturation", &b.study, &b.marks(), &Options::default()).unwrap()
        else {
            panic!("another figure");
        };
        let of_table = |column: usize| -> Vec<u64> {
            made.cells()
                .filter(|(_, c, _)| *c == column)
                .map(|(_, _, cell)| cell.number.unwrap() as u64)
                .collect()
        };
        assert_eq!(drawn.steps.iter().map(|step| step.new).collect::<Vec<_>>(), of_table(5));
        assert_eq!(drawn.steps.iter().map(|step| step.total).collect::<Vec<_>>(), of_table(6));
        assert_eq!(drawn.steps[0].detail, "2012-03");
    }

    #[test]
    fn without_a_coded_interview_the_error_says_so() {
        let b = Builder::dyads();
        let error = table("saturation", &b.study, &b.marks(), &Options::default()).unwrap_err();
        insta::assert_snapshot!(error, @"a `saturation` table needs a coded interview among those asked for, and the study has none");
    }
}
