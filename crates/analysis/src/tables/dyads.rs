//! `dyads`: for each code and case one side's evidence beside the other's, with a judgement.
//!
//! Nothing in it knows of two: a case with three sides has three columns.

use themata_model::table::{Align, Block, Cell, Column, Row, Table};
use themata_model::{AttributionGrade, Case, Finding, SideKey};

use super::{EMPTY, is_for};
use crate::TableError;
use crate::context::Context;
use crate::frame::{Counts, Groups, Key, Roll};
use crate::plural::counted;
use crate::rule::Unit;
use crate::selection::{Pool, Want, finding_evidence};
use crate::tree::Headings;

/// Quotations shown for a side when nothing else is asked for.
const QUOTATIONS: usize = 2;

const UNITS: [Unit; 2] = [Unit::Codings, Unit::Informants];

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let study = context.study;
    let has_sides = |case: &Case| case.sides.iter().any(|side| side.side.is_some());
    let cases: Vec<(u32, &Case)> = context.cases().into_iter().filter(|(_, case)| has_sides(case)).collect();
    if cases.is_empty() {
        return Err(TableError::Lacks { kind: "dyads", what: "table", needs: "cases with sides" });
    }
    let sides: Vec<u32> = (0u32..)
        .zip(&study.sides)
        .filter(|(_, side)| cases.iter().any(|(_, case)| fills(case, &side.key)))
        .filter(|(_, side)| {
            context.options.filter.sides.is_empty() || context.options.filter.sides.contains(&side.key)
        })
        .map(|(position, _)| position)
        .collect();
    let groups = context.frame.group(&[Key::Code, Key::Case, Key::Side], Roll::Below, &UNITS)?;
    let sideless: Vec<&str> = context
        .cases()
        .iter()
        .filter(|(_, case)| !has_sides(case))
        .map(|(_, case)| case.label.as_str())
        .collect();
    let mut maker = Maker { context, groups, sides, pool: Pool::new(context), judged: 0, open: 0, quoted: 0 };
    let mut table = Table::new("dyads", context.options.title(study, "Evidence from each side"));
    table.columns = maker.columns();
    let codes = context.row_codes();
    let mut headings = Headings::new(&context.tree, codes.iter().copied());
    for code in codes {
        table.rows.extend(headings.next(Some(code)));
        maker.pool.new_row();
        for (n, (position, case)) in cases.iter().enumerate() {
            table.rows.push(Row::Body(maker.row(code, *position, case, n > 0)));
        }
    }
    table.notes = maker.notes();
    if !sideless.is_empty() {
        table.notes.push(format!("Left out, because no sides are told of them: {}.", sideless.join(", ")));
    }
    let placed = maker.pool.has_placed(context.options.exhibit.as_slice());
    table.draft = maker.quoted > 0 && !placed;
    table.landscape = true;
    Ok(table)
}

fn fills(case: &Case, side: &SideKey) -> bool {
    case.sides.iter().any(|s| s.side.as_ref() == Some(side))
}

struct Maker<'c, 'a> {
    context: &'c Context<'a>,
    groups: Groups,
    sides: Vec<u32>,
    pool: Pool<'c, 'a>,
    judged: usize,
    open: usize,
    quoted: usize,
}

impl Maker<'_, '_> {
    fn columns(&self) -> Vec<Column> {
        let mut columns =
            vec![Column::text("code", self.context.level_names(), 1.5), Column::text("case", "Case", 0.7)];
        for &side in &self.sides {
            let side = &self.context.study.sides[side as usize];
            columns.push(Column::number(format!("n:{}", side.key), format!("Codings, {}", side.name)));
            columns.push(Column::text(side.key.as_str(), format!("Evidence, {}", side.name), 3.0));
        }
        columns.push(Column { align: Align::Left, ..Column::text("judgement", "Judgement", 1.5) });
        columns
    }

    fn row(&mut self, code: usize, position: u32, case: &Case, merged: bool) -> Vec<Cell> {
        let mut cells = vec![
            Cell { merged_with_above: merged, ..self.context.head(code) },
            Cell::named(case.key.as_str(), case.label.clone()),
        ];
        let mut present: Vec<String> = Vec::new();
        let mut expected = 0;
        for side in self.sides.clone() {
            let filled = fills(case, &self.context.study.sides[side as usize].key);
            if !filled {
                cells.extend([Cell::default(), Cell::default()]);
                continue;
            }
            expected += 1;
            let counts = self.counts(code, position, side);
            if counts.codings > 0 {
                present.push(self.context.study.sides[side as usize].name.clone());
            }
            cells.extend(self.side_cells(code, position, side, counts));
        }
        cells.push(self.judgement(code, case, expected, &present));
        cells
    }

    fn counts(&self, code: usize, case: u32, side: u32) -> Counts {
        let group = vec![u32::try_from(code).ok(), Some(case), Some(side)];
        self.groups.get(&group).copied().unwrap_or_default()
    }

    fn side_cells(&mut self, code: usize, case: u32, side: u32, counts: Counts) -> [Cell; 2] {
        let options = self.context.options;
        let evidence = self.context.evidence_of(code, Some(case), Some(side));
        let number = Cell::number(i64::from(counts.codings)).with_evidence(evidence.clone());
        let mut cell = Cell::default();
        if counts.codings == 0 {
            return [number, Cell::text(EMPTY)];
        }
        let people = counted(counts.informants as usize, "informant");
        cell.blocks.push(Block::Text(format!("{}, {people}", counted(counts.codings as usize, "coding"))));
        let want = Want { code, case: Some(case), side: Some(side), caseless: false };
        let grade = options.attribution.clone().unwrap_or(AttributionGrade::TitleAndParty);
        for i in self.pool.choose(want, options.excerpts_per_cell.unwrap_or(QUOTATIONS)) {
            cell.blocks.push(self.pool.block(i, &grade, options.locator.unwrap_or(false)));
            self.quoted += 1;
        }
        [number, cell.with_evidence(evidence)]
    }

    /// What the researchers judged; else what follows from the presence of evidence alone.
    fn judgement(&mut self, code: usize, case: &Case, sides: usize, present: &[String]) -> Cell {
        if let Some((finding, rating)) = rated(self.context, code, case) {
            self.judged += 1;
            let reason =
                finding.attributes.get("reason").map_or(finding.text.as_str(), String::as_str).trim();
            let text = if reason.is_empty() { rating.to_string() } else { format!("{rating}: {reason}") };
            return Cell::text(text).with_evidence(finding_evidence(self.context, finding));
        }
        match present {
            [] => Cell::text("no evidence"),
            [one] if sides > 1 => Cell::text(format!("one-sided (only {one})")),
            _ => {
                self.open += 1;
                Cell::text(EMPTY)
            }
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.context.counting_notes(&UNITS);
        let frame = &self.context.frame;
        let spots = frame.spots();
        let sideless = |mark: &&themata_model::mark::Mark| {
            !self.context.marks.voice(mark).interviewer
                && spots.get(&mark.coding).is_some_and(|spots| spots.iter().all(|(_, side)| side.is_none()))
        };
        let sideless: Vec<_> = frame.marks().filter(sideless).map(|mark| mark.coding).collect();
        let outside = frame.counted(&sideless).len();
        if outside > 0 {
            notes.push(format!(
                "{} on a case in which the speaker's side is not known, or which is not the speaker's own, stand under no side.",
                counted(outside, "coding")
            ));
        }
        notes.push(format!("Judged by the researchers: {}.", counted(self.judged, "row")));
        let filter = &self.context.options.filter;
        let in_part = !filter.parties.is_empty() || !filter.coders.is_empty() || !filter.facets.is_empty();
        if self.judged > 0 && in_part {
            notes.push("Judgements rest on all evidence, not on the restricted one alone.".to_string());
        }
        if self.open > 0 {
            notes.push(format!(
                "Evidence from several sides and not judged yet: {} (“—”).",
                counted(self.open, "row")
            ));
        }
        if self.quoted > 0 {
            notes.push(format!(
                "{} chosen by the program, spread over informants.",
                counted(self.quoted, "quotation")
            ));
        }
        notes.extend(self.pool.notes());
        notes
    }
}

/// The finding on a code in a case that carries a rating, with the rating.
fn rated<'a>(context: &Context<'a>, code: usize, case: &Case) -> Option<(&'a Finding, &'a str)> {
    let key = &context.tree.code(code).key;
    context.study.findings.iter().find_map(|finding| {
        let here = finding.case.as_ref() == Some(&case.key) && finding.code.as_ref() == Some(key);
        let rating = finding.rating.as_deref().map(str::trim).filter(|rating| !rating.is_empty())?;
        (here && is_for(context.study, context.options, "dyads", finding)).then_some((finding, rating))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    #[test]
    fn judgements_are_the_researchers_and_else_only_what_presence_tells() {
        let mut b = Builder::dyads();
        let one = b.say("a1", 1, "c1");
        b.say("b1", 2, "c1");
        b.say("b1", 3, "o1");
        b.say("c1p", 4, "c1");
        b.say("a1", 5, "c2");
        b.say("b2", 6, "c2");
        let finding = b.finding("R1", "c1", "Both tell it.", &[one]);
        finding.rating = Some("converge".into());
        let options = Options { excerpts_per_cell: Some(1), ..Options::default() };
        insta::assert_snapshot!(print(&table("dyads", &b.study, &b.marks(), &options).unwrap()), @r"
        DRAFT: Evidence from each side
        dimensions, themes and categories ¦ Case ¦ Codings, maker ¦ Evidence, maker ¦ Codings, user ¦ Evidence, user ¦ Judgement
        # Name D1
        ## Name T1
        Name c1 ¦ R1 ¦ 1 ¦ 1 coding, 1 informant | “This is sentence 1 that informant a1 said to us.” (sales manager, Acme) ¦ 2 ¦ 2 codings, 1 informant | “This is sentence 2 that informant b1 said to us.” (buyer, Bolt) ¦ converge: Both tell it.
        ″ ¦ R2 ¦ 0 ¦ — ¦ 1 ¦ 1 coding, 1 informant | “This is sentence 4 that informant c1p said to us.” (plant manager, Coil) ¦ one-sided (only user)
        Name c2 ¦ R1 ¦ 1 ¦ 1 coding, 1 informant | “This is sentence 5 that informant a1 said to us.” (sales manager, Acme) ¦ 1 ¦ 1 coding, 1 informant | “This is sentence 6 that informant b2 said to us.” (buyer, Bolt) ¦ —
        ″ ¦ R2 ¦ 0 ¦ — ¦ 0 ¦ — ¦ no evidence
        # Name D2
        ## Name T2
        Name c3 ¦ R1 ¦ 0 ¦ — ¦ 0 ¦ — ¦ no evidence
        ″ ¦ R2 ¦ 0 ¦ — ¦ 0 ¦ — ¦ no evidence
        * Counts are codings and informants. A coding counts for the case it is about, else for the speaker's case.
        * Judged by the researchers: 1 row.
        * Evidence from several sides and not judged yet: 1 row (“—”).
        * 5 quotations chosen by the program, spread over informants.
        ");
    }

    #[test]
    fn codings_without_a_side_are_counted_once_where_coders_overlap() {
        let mut b = Builder::dyads();
        let about = || themata_model::About { case: "R2".parse().ok(), side: None };
        b.mark_about("ann", "int-b1", "This is sentence 1", "c1", about());
        b.mark_about("bob", "int-b1", "is sentence 1", "c1", about());
        let t = table("dyads", &b.study, &b.marks(), &Options::default()).unwrap();
        assert!(t.notes.iter().any(|note| note.starts_with("1 coding on a case")), "{:?}", t.notes);
        assert!(!t.draft, "nothing is quoted");
    }

    #[test]
    fn three_sides_make_three_columns() {
        let mut b = Builder::new();
        b.level("codes", false).side("x").side("y").side("z").party("X").party("Y").party("Z");
        b.case("K", &[("x", "X"), ("y", "Y"), ("z", "Z")]).informant("i", "Z", "clerk", &[]);
        b.code("k", "codes", "").interview("int", &[("i", "Word for word.")]);
        b.mark("ann", "int", "Word for word.", "k");
        let t = table("dyads", &b.study, &b.marks(), &Options::default()).unwrap();
        assert_eq!(t.columns.len(), 2 + 3 * 2 + 1);
        assert!(print(&t).contains("one-sided (only z)"));
    }

    #[test]
    fn cases_without_sides_are_named_in_the_note() {
        let mut b = Builder::dyads();
        b.case("R3", &[("", "Bolt")]).say("a1", 1, "c1");
        let t = table("dyads", &b.study, &b.marks(), &Options::default()).unwrap();
        assert!(
            t.notes.contains(&"Left out, because no sides are told of them: R3.".into()),
            "{:?}",
            t.notes
        );
    }

    #[test]
    fn without_sides_there_is_nothing_to_compare() {
        let mut b = Builder::new();
        b.party("X").case("K", &[("", "X")]);
        let error = table("dyads", &b.study, &b.marks(), &Options::default()).unwrap_err();
        assert_eq!(error.to_string(), "a `dyads` table needs cases with sides, and the study has none");
    }
}
