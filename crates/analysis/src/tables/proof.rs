//! `proof`: dimension, theme, category and two or three quotations each.

use themata_model::AttributionGrade;
use themata_model::table::{Block, Cell, Column, Row, Table};

use super::EMPTY;
use crate::TableError;
use crate::context::Context;
use crate::plural::counted;
use crate::selection::{Pool, Want};

/// Quotations chosen for a category when nothing else is asked for.
const QUOTATIONS: usize = 3;

/// The caption, and the head of the column of quotations.
pub(crate) const TITLE: &str = "Representative quotations";

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let options = context.options;
    let codes = context.row_codes();
    let mut table = Table::new("proof", options.title(context.study, TITLE));
    let ranks = ranks(context, &codes);
    let levels = context.study.codebook.levels();
    table.columns.extend(
        ranks.iter().map(|&rank| Column::text(levels[rank].key.as_str(), levels[rank].name.clone(), 1.3)),
    );
    table.columns.push(Column::text("quotation", TITLE, 5.0));
    let (chosen, by_program) = choose(context, &codes);
    let (grade, locator) = how(context, by_program);
    let mut above: Vec<Option<usize>> = Vec::new();
    let mut shown = 0;
    for (&code, list) in codes.iter().zip(&chosen.lists) {
        let path: Vec<Option<usize>> = ranks.iter().map(|&rank| context.tree.at_rank(code, rank)).collect();
        let mut cells: Vec<Cell> = Vec::new();
        for (level, at) in path.iter().enumerate() {
            // An empty cell would be read as merged with the one above.
            let mut cell = at.map_or_else(|| Cell::text(EMPTY), |at| context.head(at));
            // Cells are merged only below merged ones, else a theme would run over two dimensions.
            let same = above.len() > level && above[..=level] == path[..=level];
            cell.merged_with_above = same && at.is_some() && level + 1 < path.len();
            cells.push(cell);
        }
        let mut cell = Cell::default();
        for &i in list {
            cell.blocks.push(chosen.pool.block(i, &grade, locator));
            cell.evidence.extend(chosen.pool.get(i).codings.iter().copied());
        }
        shown += list.len();
        if list.is_empty() {
            cell.blocks.push(Block::Text(EMPTY.to_string()));
        }
        cells.push(cell);
        table.rows.push(Row::Body(cells));
        above = path;
    }
    table.notes = notes(context, &chosen, shown, by_program);
    table.draft = by_program > 0;
    table.landscape = true;
    if options.quotations_first {
        reversed(&mut table);
    }
    Ok(table)
}

/// Turns the columns around: quotations, what they are evidence of, and what that belongs to.
fn reversed(table: &mut Table) {
    table.columns.reverse();
    for row in &mut table.rows {
        if let Row::Body(cells) = row {
            cells.reverse();
        }
    }
}

/// The ranks that are columns, highest first: from the level of the rows up.
pub(crate) fn ranks(context: &Context<'_>, codes: &[usize]) -> Vec<usize> {
    let rank = codes.first().map_or(0, |&code| context.tree.rank(code));
    (rank..context.study.codebook.levels().len()).rev().collect()
}

/// How speakers are named, and whether it is said where they stand.
pub(crate) fn how(context: &Context<'_>, by_program: usize) -> (AttributionGrade, bool) {
    let grade = context.options.attribution.clone().unwrap_or(AttributionGrade::TitleAndParty);
    (grade, context.options.locator.unwrap_or(by_program > 0))
}

/// How much is shown, and what was chosen by the program or held back.
pub(crate) fn notes(
    context: &Context<'_>,
    chosen: &Chosen<'_, '_>,
    shown: usize,
    by_program: usize,
) -> Vec<String> {
    let filled = chosen.lists.iter().filter(|list| !list.is_empty()).count();
    let mut notes = vec![format!(
        "{filled} of {} with quotations; {}.",
        counted(chosen.lists.len(), "row"),
        counted(shown, "excerpt")
    )];
    if by_program > 0 {
        notes.push(format!(
            "{} chosen by the program, spread over informants and cases; look at them before print.",
            counted(by_program, "excerpt")
        ));
    }
    notes.extend(chosen.pool.notes());
    notes.extend(context.options.filter.sentence(context.study));
    notes
}

/// The excerpts of each code.
pub(crate) struct Chosen<'c, 'a> {
    /// Where they are taken from.
    pub(crate) pool: Pool<'c, 'a>,
    /// One list a code.
    pub(crate) lists: Vec<Vec<usize>>,
}

/// The excerpts of `codes`, and how many of them the program chose.
pub(crate) fn choose<'c, 'a>(context: &'c Context<'a>, codes: &[usize]) -> (Chosen<'c, 'a>, usize) {
    let options = context.options;
    let mut pool = Pool::new(context);
    let mut lists: Vec<Vec<usize>> = vec![Vec::new(); codes.len()];
    let want = |code| Want { code, ..Want::default() };
    let exhibits = options.exhibits_shown();
    for (list, &code) in lists.iter_mut().zip(codes) {
        *list = pool.placed(exhibits, want(code));
        list.iter().for_each(|&i| pool.take(i));
    }
    let has_placed = pool.has_placed(exhibits);
    let mut by_program = 0;
    if options.fill.unwrap_or(!has_placed) {
        for (list, &code) in lists.iter_mut().zip(codes).filter(|(list, _)| list.is_empty()) {
            pool.new_row();
            *list = pool.choose(want(code), options.excerpts_per_cell.unwrap_or(QUOTATIONS));
            by_program += list.len();
        }
    }
    (Chosen { pool, lists }, by_program)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    #[test]
    fn the_upper_levels_are_merged_and_informants_take_turns() {
        let mut b = Builder::dyads();
        for n in 1..=3 {
            b.say("b1", n, "c1");
        }
        b.say("c1p", 4, "o1");
        b.say("a1", 5, "c1");
        b.say("a1", 6, "c2");
        insta::assert_snapshot!(print(&table("proof", &b.study, &b.marks(), &Options::default()).unwrap()), @r"
        DRAFT: Representative quotations
        dimensions ¦ themes ¦ categories ¦ Representative quotations
        Name D1 ¦ Name T1 ¦ Name c1 ¦ “This is sentence 1 that informant b1 said to us.” (buyer, Bolt) [int-b1:2] | “This is sentence 4 that informant c1p said to us.” (plant manager, Coil) [int-c1p:2] | “This is sentence 5 that informant a1 said to us.” (sales manager, Acme) [int-a1:2]
        ″ ¦ ″ ¦ Name c2 ¦ “This is sentence 6 that informant a1 said to us.” (sales manager, Acme) [int-a1:2]
        Name D2 ¦ Name T2 ¦ Name c3 ¦ —
        * 2 of 3 rows with quotations; 4 excerpts.
        * 4 excerpts chosen by the program, spread over informants and cases; look at them before print.
        ");
    }

    #[test]
    fn quotations_may_stand_first_under_heads_of_ones_own() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        let options = Options {
            level: "themes".parse().ok(),
            quotations_first: true,
            heads: vec!["First order quotations".into(), String::new(), "Aggregate dimensions".into()],
            ..Options::default()
        };
        insta::assert_snapshot!(print(&table("proof", &b.study, &b.marks(), &options).unwrap()));
    }

    #[test]
    fn the_same_words_stand_once_in_a_cell() {
        let mut b = Builder::dyads();
        b.mark("ann", "int-b1", "This is sentence 1", "c1");
        b.mark("bob", "int-b1", "is sentence 1 that", "c1");
        b.mark("bob", "int-a1", "This is sentence 1", "c1");
        b.mark("ann", "int-a1", "This is sentence 2", "c1");
        let printed = print(&table("proof", &b.study, &b.marks(), &Options::default()).unwrap());
        assert_eq!(printed.matches("entence 1").count(), 1, "{printed}");
        assert_eq!(printed.matches("entence 2").count(), 1, "{printed}");
    }
}
