//! `evidence`: categories × cases, each cell with its supporting quotations.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::table::{Block, Cell, Column, Row, Table};
use themata_model::{AttributionGrade, Excerpt};

use super::{EMPTY, transpose::transposed};
use crate::context::Context;
use crate::plural::counted;
use crate::selection::{Pool, Want, is_in};
use crate::tree::Headings;
use crate::{Filter, TableError};

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let options = context.options;
    let mut table =
        Table::new("evidence", options.title(context.study, "Supporting quotations by category and case"));
    table.columns.push(Column::text("code", context.level_names(), 1.5));
    let mut columns: Vec<Want> = Vec::new();
    for (position, case) in context.cases() {
        columns.push(Want { case: Some(position), ..Want::default() });
        table.columns.push(Column::text(case.key.as_str(), head(&case.label), 2.5));
    }
    let codes = context.row_codes();
    let pool = Pool::new(context);
    if columns.is_empty() {
        columns.push(Want::default());
        table.columns.push(Column::text("quotation", "Supporting quotation", 5.0));
    } else {
        let want = Want { caseless: true, ..Want::default() };
        let shown = options.exhibits_shown();
        if codes.iter().any(|&code| pool.has_any(shown, Want { code, ..want })) {
            columns.push(want);
            table.columns.push(Column::text("caseless", "Supporting quotation without a case", 2.5));
        }
    }
    let chosen = choose(context, pool, &codes, &columns);
    let mut headings = Headings::new(&context.tree, codes.iter().copied());
    for (r, &code) in codes.iter().enumerate() {
        table.rows.extend(headings.next(Some(code)));
        let mut cells = vec![context.head(code)];
        cells.extend((0..columns.len()).map(|c| chosen.cell(context, (r, c))));
        table.rows.push(Row::Body(cells));
    }
    table.notes = chosen.notes(context, codes.len() * columns.len());
    table.draft = chosen.by_program > 0;
    table.landscape = columns.len() > 2;
    if options.transpose {
        let keys = codes.iter().map(|&code| context.tree.code(code).key.to_string()).collect();
        return Ok(transposed(table, keys));
    }
    Ok(table)
}

fn head(label: &str) -> String {
    let named = label.to_lowercase().starts_with("case");
    if named {
        format!("Supporting quotation from {label}")
    } else {
        format!("Supporting quotation from case {label}")
    }
}

/// What stands in each cell (row, column).
struct Chosen<'c, 'a> {
    pool: Pool<'c, 'a>,
    cells: BTreeMap<(usize, usize), Vec<usize>>,
    by_program: usize,
}

/// Placed excerpts first, all of them, so that none is chosen a second time; then, where nothing is
/// placed and filling is on, what the program chooses.
fn choose<'c, 'a>(
    context: &'c Context<'a>,
    mut pool: Pool<'c, 'a>,
    codes: &[usize],
    columns: &[Want],
) -> Chosen<'c, 'a> {
    let options = context.options;
    let mut cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    let exhibits = options.exhibits_shown();
    for (r, &code) in codes.iter().enumerate() {
        for (c, &column) in columns.iter().enumerate() {
            let placed = pool.placed(exhibits, Want { code, ..column });
            placed.iter().for_each(|&i| pool.take(i));
            cells.insert((r, c), placed);
        }
    }
    let has_placed = pool.has_placed(exhibits);
    let mut by_program = 0;
    if options.fill.unwrap_or(!has_placed) {
        let n = options.excerpts_per_cell.unwrap_or(1);
        for (r, &code) in codes.iter().enumerate() {
            pool.new_row();
            for (c, &column) in columns.iter().enumerate() {
                let cell = cells.entry((r, c)).or_default();
                if cell.is_empty() {
                    *cell = pool.choose(Want { code, ..column }, n);
                    by_program += cell.len();
                }
            }
        }
    }
    Chosen { pool, cells, by_program }
}

impl Chosen<'_, '_> {
    fn cell(&self, context: &Context<'_>, at: (usize, usize)) -> Cell {
        let options = context.options;
        let none = AttributionGrade::Nothing;
        let grade = options.attribution.as_ref().unwrap_or(&none);
        let locator = options.locator.unwrap_or(self.by_program > 0);
        let list = self.cells.get(&at).map(Vec::as_slice).unwrap_or_default();
        let mut cell = Cell::default();
        for &i in list {
            cell.blocks.push(self.pool.block(i, grade, locator));
            cell.evidence.extend(self.pool.get(i).codings.iter().copied());
        }
        if cell.blocks.is_empty() {
            cell.blocks.push(Block::Text(EMPTY.to_string()));
        }
        cell
    }

    fn notes(&self, context: &Context<'_>, cells: usize) -> Vec<String> {
        let filled = self.cells.values().filter(|cell| !cell.is_empty()).count();
        let excerpts: BTreeSet<usize> = self.cells.values().flatten().copied().collect();
        let shown: usize = self.cells.values().map(Vec::len).sum();
        let mut first = format!("{filled} of {cells} cells filled; {}", counted(excerpts.len(), "excerpt"));
        if shown > excerpts.len() {
            first.push_str(&format!(", some of them in several cells ({shown} in all)"));
        }
        let mut notes = vec![format!("{first}.")];
        if self.by_program > 0 {
            notes.push(format!(
                "{} chosen by the program: unused ones first, spread over informants; look at them before print.",
                counted(self.by_program, "excerpt")
            ));
        }
        let (homeless, left_out) = self.homeless(context, &excerpts);
        if left_out > 0 {
            notes.push(format!(
                "Placed in this exhibit, but left out by the restriction: {}.",
                counted(left_out, "excerpt")
            ));
        }
        if !homeless.is_empty() {
            notes.push(format!("Placed in this exhibit, but in no cell of it: {}.", homeless.join(", ")));
        }
        notes.extend(self.pool.notes());
        notes.push("An excerpt stands in the case its words are about, else in the speaker's.".to_string());
        notes.extend(context.options.filter.sentence(context.study));
        notes
    }
}

impl Chosen<'_, '_> {
    /// The excerpts placed in the exhibit whose codings lead to no cell (without a category, case
    /// or place), and the number of those that the filter left out.
    fn homeless(&self, context: &Context<'_>, shown: &BTreeSet<usize>) -> (Vec<String>, usize) {
        let exhibits = context.options.exhibits_shown();
        let shown: BTreeSet<usize> = shown.iter().filter_map(|&i| self.pool.get(i).excerpt).collect();
        let placed = context.study.excerpts.iter().enumerate();
        let placed = placed.filter(|(i, excerpt)| !shown.contains(i) && is_in(excerpt, exhibits));
        let passing: BTreeSet<_> = context.frame.marks().map(|mark| mark.coding).collect();
        let restricted = context.options.filter != Filter::default();
        let is_out = |excerpt: &Excerpt| {
            restricted && context.words.pieces(excerpt).iter().all(|coding| !passing.contains(coding))
        };
        let (out, homeless): (Vec<_>, Vec<_>) = placed.partition(|(_, excerpt)| is_out(excerpt));
        (homeless.into_iter().map(|(_, excerpt)| excerpt.key.to_string()).collect(), out.len())
    }
}

#[cfg(test)]
mod tests {
    use themata_model::{About, ExhibitKind};

    use crate::testing::{Builder, print};
    use crate::{Options, table};

    fn study() -> Builder {
        let mut b = Builder::dyads();
        b.exhibit("appendix", ExhibitKind::Table).exhibit("body", ExhibitKind::Body);
        b
    }

    fn options(exhibit: &str) -> Options {
        Options { exhibit: exhibit.parse().ok(), ..Options::default() }
    }

    #[test]
    fn placed_excerpts_stand_in_their_cells_and_gaps_stay_visible() {
        let mut b = study();
        let one = b.say("b1", 1, "c1");
        let two = b.say("b1", 2, "o1");
        let three = b.say("a2", 3, "c3");
        b.say("c1p", 4, "c2");
        b.excerpt("e1", &[one], &["appendix"]).excerpt("e2", &[two], &["appendix"]).excerpt(
            "e3",
            &[three],
            &["appendix"],
        );
        insta::assert_snapshot!(print(&table("evidence", &b.study, &b.marks(), &options("appendix")).unwrap()), @r"
        Title of appendix
        dimensions, themes and categories ¦ Supporting quotation from case R1 ¦ Supporting quotation from case R2
        # Name D1
        ## Name T1
        Name c1 ¦ “This is sentence 1 that informant b1 said to us.” | “This is sentence 2 that informant b1 said to us.” ¦ —
        Name c2 ¦ — ¦ —
        # Name D2
        ## Name T2
        Name c3 ¦ — ¦ “This is sentence 3 that informant a2 said to us.”
        * 2 of 6 cells filled; 3 excerpts.
        * An excerpt stands in the case its words are about, else in the speaker's.
        ");
    }

    #[test]
    fn what_the_program_chooses_is_a_draft_spread_over_informants_without_body_excerpts() {
        let mut b = study();
        let used = b.say("b1", 1, "c1");
        b.say("b1", 2, "c1");
        b.say("b1", 2, "c2");
        b.say("b2", 3, "c2");
        b.excerpt("power", &[used], &["body"]);
        b.mark("ann", "int-b1", "How did it begin?", "c3");
        insta::assert_snapshot!(print(&table("evidence", &b.study, &b.marks(), &Options::default()).unwrap()), @r"
        DRAFT: Supporting quotations by category and case
        dimensions, themes and categories ¦ Supporting quotation from case R1 ¦ Supporting quotation from case R2
        # Name D1
        ## Name T1
        Name c1 ¦ “This is sentence 2 that informant b1 said to us.” [int-b1:2] ¦ —
        Name c2 ¦ “This is sentence 3 that informant b2 said to us.” [int-b2:2] ¦ —
        # Name D2
        ## Name T2
        Name c3 ¦ — ¦ —
        * 2 of 6 cells filled; 2 excerpts.
        * 2 excerpts chosen by the program: unused ones first, spread over informants; look at them before print.
        * An excerpt stands in the case its words are about, else in the speaker's.
        ");
    }

    #[test]
    fn words_that_nobody_confirmed_are_held_back() {
        let mut b = study();
        let edited = b.say("b1", 1, "c1");
        let cut = b.say("b1", 2, "c2");
        b.say("a2", 3, "c3");
        b.study
            .codings
            .iter_mut()
            .take(2)
            .for_each(|coding| coding.typed = format!("{} Well.", coding.quotation));
        b.excerpt("e1", &[edited], &["appendix"]).excerpt("e2", &[cut], &["appendix"]);
        b.study.excerpts[1].text = Some("This is … sentence 2".into());
        for options in [options("appendix"), Options::default()] {
            let t = table("evidence", &b.study, &b.marks(), &options).unwrap();
            let printed = print(&t);
            assert!(!printed.contains("sentence 1") && printed.contains("This is … sentence 2"), "{printed}");
            let told: Vec<&String> = t.notes.iter().filter(|note| note.contains("confirm")).collect();
            assert!(told[0].starts_with("Held back") && told[0].contains("since: 1 quotation;"), "{told:?}");
            assert!(told[1].starts_with("Resting on") && told[1].contains("since: 1 excerpt;"), "{told:?}");
        }
        let counts = table("frequency", &b.study, &b.marks(), &Options::default()).unwrap();
        assert!(print(&counts).contains("All ¦  ¦  ¦ 3"), "{}", print(&counts));
    }

    #[test]
    fn an_excerpt_that_leads_to_no_cell_is_told() {
        let mut b = study();
        let high = b.say("b1", 1, "T1");
        b.excerpt("e1", &[high], &["appendix"]);
        let t = table("evidence", &b.study, &b.marks(), &options("appendix")).unwrap();
        assert!(
            t.notes.contains(&"Placed in this exhibit, but in no cell of it: e1.".to_string()),
            "{:?}",
            t.notes
        );
    }

    #[test]
    fn what_a_filter_leaves_out_is_a_number() {
        let mut b = study();
        let one = b.say("b1", 1, "c1");
        b.excerpt("e1", &[one], &["appendix"]);
        let mut options = options("appendix");
        options.filter.cases.insert("R2".parse().unwrap());
        let notes = table("evidence", &b.study, &b.marks(), &options).unwrap().notes;
        let note = "Placed in this exhibit, but left out by the restriction: 1 excerpt.";
        assert!(notes.contains(&note.to_string()), "{notes:?}");
    }

    #[test]
    fn words_about_another_case_stand_there() {
        let mut b = study();
        let about = About { case: "R2".parse().ok(), side: None };
        let quote = "This is sentence 1 that informant b1 said to us.";
        b.mark_about("ann", "int-b1", quote, "c1", about);
        let t = table("evidence", &b.study, &b.marks(), &Options::default()).unwrap();
        let filled: Vec<_> =
            t.cells().filter(|(_, _, cell)| !cell.evidence.is_empty()).map(|(_, c, _)| c).collect();
        assert_eq!(filled, [2]);
    }

    #[test]
    fn an_excerpt_that_counts_for_no_case_has_a_column() {
        let mut b = study();
        b.source("seminar", themata_model::SourceKind::Report, &[("x", "It is the same everywhere.")]);
        b.study.sources.last_mut().unwrap().informants.clear();
        b.study.sources.last_mut().unwrap().texts[0].speakers[0].informant = None;
        let said = [b.mark("ann", "seminar", "the same everywhere", "c1"), b.say("b1", 1, "c1")];
        b.excerpt("e1", &said[..1], &["appendix"]).excerpt("e2", &said[1..], &["appendix"]);
        let t = table("evidence", &b.study, &b.marks(), &options("appendix")).unwrap();
        assert_eq!(t.columns.last().unwrap().key, "caseless");
        let printed = print(&t);
        assert!(printed.contains("informant b1 said to us.” ¦ — ¦ “the same everywhere”"), "{printed}");
        assert!(!printed.contains("in no cell"), "{printed}");
    }

    #[test]
    fn the_excerpts_of_another_exhibit_can_be_shown_by_case() {
        let mut b = study();
        let one = b.say("b1", 1, "c1");
        b.excerpt("e1", &[one], &["body"]);
        let options = Options { excerpts: vec!["body".parse().unwrap()], ..options("appendix") };
        let t = table("evidence", &b.study, &b.marks(), &options).unwrap();
        assert!(!t.draft && print(&t).contains("1 excerpt"), "{}", print(&t));
    }

    #[test]
    fn the_head_names_the_levels_that_are_printed() {
        let b = study();
        let head = |level: &str| {
            let options = Options { level: level.parse().ok(), ..Options::default() };
            table("evidence", &b.study, &b.marks(), &options).unwrap().columns[0].label.clone()
        };
        assert_eq!(head("themes"), "dimensions and themes");
        assert_eq!(head("open"), "dimensions, themes, categories and open");
    }

    #[test]
    fn transposed_it_has_a_row_a_case() {
        let mut b = study();
        b.say("b1", 1, "c1");
        let options = Options { transpose: true, ..Options::default() };
        let t = table("evidence", &b.study, &b.marks(), &options).unwrap();
        assert_eq!((t.columns.len(), t.rows.len()), (4, 2));
        assert_eq!(t.columns[1].key, "c1");
    }
}
