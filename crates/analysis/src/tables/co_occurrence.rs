//! `co-occurrence`: how often the codes of a level stand together.

use themata_model::table::{Cell, Column, Row, Table};

use super::EMPTY;
use crate::TableError;
use crate::co_occurrence::CoOccurrence;
use crate::context::Context;
use crate::tree::Headings;

/// From so many columns the table needs a page on its side.
const WIDE: usize = 7;

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let found = CoOccurrence::new(context, "table")?;
    let within = context.options.within;
    let mut table = Table::new("co-occurrence", context.options.title(context.study, &found.title(context)));
    let head = found.codes.first().map_or("Code", |&code| context.tree.level_name(code));
    table.columns = vec![Column::text("code", head, 2.5), Column::number("own", capital(within.unit()))];
    let by_marker = found.codes.iter().all(|&code| context.tree.code(code).marker.is_some());
    table.columns.extend(found.codes.iter().map(|&at| {
        let code = context.tree.code(at);
        let label = code.marker.clone().filter(|_| by_marker).unwrap_or_else(|| code.marked_name());
        Column::number(format!("code:{}", code.key), label)
    }));
    let mut headings = Headings::new(&context.tree, found.codes.iter().copied());
    let mut beyond = 0;
    for (a, &code) in found.codes.iter().enumerate() {
        table.rows.extend(headings.next(Some(code)));
        let own = Cell::number(i64::from(found.pairs.own(a)));
        let mut cells = vec![context.head(code), own.with_evidence(found.pairs.own_codings(a).to_vec())];
        for b in 0..found.codes.len() {
            if a == b {
                cells.push(Cell::default());
                continue;
            }
            let cell = if context.options.coefficient {
                let share = found.pairs.coefficient(a, b);
                beyond += usize::from(share.is_none() && found.pairs.count(a, b) > 0 && a < b);
                Cell::text(share.map_or_else(|| EMPTY.to_string(), |share| format!("{share:.3}")))
            } else {
                Cell::number(i64::from(found.pairs.count(a, b)))
            };
            cells.push(cell.with_evidence(found.pairs.codings(a, b).to_vec()));
        }
        table.rows.push(Row::Body(cells));
    }
    table.notes = found.notes(context);
    if context.options.coefficient {
        table.notes.push(coefficient_note(within.unit(), beyond));
    }
    table.landscape = table.columns.len() > WIDE;
    Ok(table)
}

fn coefficient_note(unit: &str, beyond: usize) -> String {
    let mut note = format!(
        "Cells give the coefficient c = n12 / (n1 + n2 − n12), where n1 and n2 are the {unit} of the two codes \
         and n12 is the count of the pair: 0 where they are never together, 1 where they always are."
    );
    if beyond > 0 {
        let pairs = crate::plural::counted(beyond, "pair");
        note.push_str(&format!(
            " {EMPTY}: no coefficient, since spans overlap several times and c would exceed 1 ({pairs}), or \
             neither code is there; passages and turns do not have this fault."
        ));
    }
    note
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, Within, figure, table};

    fn study() -> Builder {
        let mut b = Builder::dyads();
        b.interview("int-x", &[("b1", "One two three.\n\nFour five six."), ("b2", "Seven eight nine.")]);
        b.mark("ann", "int-x", "One two", "c1");
        b.mark("ann", "int-x", "One two", "o1");
        b.mark("ann", "int-x", "two three", "c2");
        b.mark("ann", "int-x", "Four five", "c2");
        b.mark("bob", "int-x", "Four", "c2");
        b.mark("ann", "int-x", "six", "c3");
        b.mark("ann", "int-x", "Seven eight nine.", "c1");
        b.mark("ann", "int-x", "Seven", "c3");
        b.mark("ann", "int-x", "nine", "c3");
        b.mark("ann", "int-x", "eight", "T1");
        b
    }

    fn made(within: Within, coefficient: bool) -> String {
        let b = study();
        let options = Options { within, coefficient, ..Options::default() };
        print(&table("co-occurrence", &b.study, &b.marks(), &options).unwrap())
    }

    #[test]
    fn spans_that_share_a_character_are_counted_in_pairs() {
        insta::assert_snapshot!(made(Within::Span, false));
    }

    #[test]
    fn passages_and_turns_are_counted_once_a_pair_of_codes() {
        insta::assert_snapshot!([made(Within::Passage, false), made(Within::Turn, true)].join("\n\n"));
    }

    #[test]
    fn without_texts_only_overlapping_spans_can_be_told() {
        let b = study();
        let marks = b.marks();
        let mut bare = b.study.clone();
        bare.sources.iter_mut().for_each(|source| source.texts.clear());
        let options = Options { within: Within::Turn, ..Options::default() };
        let error = table("co-occurrence", &bare, &marks, &options).unwrap_err();
        insta::assert_snapshot!(error, @"a `co-occurrence` table needs the text of each source, and the study has none");
        assert!(table("co-occurrence", &bare, &marks, &Options::default()).is_ok());
    }

    #[test]
    fn the_figure_shows_the_numbers_of_the_table_without_the_diagonal() {
        let b = study();
        let themata_model::Figure::HeatMap(drawn) =
            figure("co-occurrence", &b.study, &b.marks(), &Options::default()).unwrap()
        else {
            panic!("another figure");
        };
        assert_eq!(drawn.unit, "pairs of overlapping spans");
        assert_eq!(
            drawn.cells,
            [[None, Some(1), Some(2)], [Some(1), None, Some(0)], [Some(2), Some(0), None]]
        );
    }
}
