//! A table told again with one row a quotation, for spreadsheets and statistics programs.

mod spot;

use std::collections::{BTreeSet, HashMap};

use themata_model::mark::{MarkValue, Marks};
use themata_model::table::{Block, Cell, CodingRef, Column, Row, Table};
use themata_model::{Excerpt, Finding, RowId, Stance, Study};

use self::spot::{Spot, counts_codings, findings, without_codings};
use crate::frame::counted;
use crate::quotation::{Words, folded};
use crate::tree::Tree;

/// Returns one row for every cell of `table` and coding behind it: where in the table, the coding
/// with its place (offsets in code points), who speaks, the code with those above it, and the
/// quotation beside the words displayed in the cell. In a cell made of findings a coding has a row
/// for each finding it bears on; in a table of counts it says whether the coder rule counts it.
///
/// Quotations, ids and offsets are empty when the study was loaded without codings.
pub fn long_form(table: &Table, study: &Study, marks: &Marks) -> Table {
    let tree = Tree::new(&study.codebook);
    let (excerpts, findings) = (excerpts(study), findings(study));
    let maker = Maker { study, marks, words: Words::new(study, marks), excerpts, findings, tree };
    let mut out = Table::new(format!("{}-long", table.kind), table.printed_title());
    out.draft = false;
    out.columns = maker.columns();
    let mut headings: Vec<String> = Vec::new();
    let counts = counts_codings(table);
    for row in &table.rows {
        match row {
            Row::Heading { depth, text } => {
                headings.truncate(usize::from(*depth));
                headings.push(text.clone());
            }
            Row::Total(_) => {}
            Row::Body(cells) => {
                let label = row_label(cells);
                for (cell, column) in cells.iter().zip(&table.columns) {
                    let spot = Spot { kind: &table.kind, counts, cells, column, cell };
                    let counting = maker.counting(&spot);
                    for &coding in &cell.evidence {
                        let counted = counting.as_ref().map(|counting| counting.contains(&coding));
                        out.rows.extend(maker.rows(&headings, &label, &spot, coding, counted).map(Row::Body));
                    }
                }
            }
        }
    }
    out.notes = table.notes.clone();
    out.notes.push(
        "One row for each coding behind a cell; start and end are code points of the source's text."
            .to_string(),
    );
    let silent = without_codings(table);
    if !silent.is_empty() {
        out.notes.push(format!(
            "Columns that count something else than codings have no rows: {}.",
            silent.join(", ")
        ));
    }
    out.landscape = true;
    out
}

/// The cells on the left that name the row: those before the first that states a number or rests on codings.
fn row_label(cells: &[Cell]) -> String {
    let named = cells.iter().take_while(|cell| cell.number.is_none() && cell.evidence.is_empty());
    let parts: Vec<String> =
        named.map(|cell| cell.plain().trim().to_string()).filter(|text| !text.is_empty()).collect();
    parts.join(" | ")
}

/// The excerpts that each coding (by id) is in.
fn excerpts(study: &Study) -> HashMap<RowId, Vec<&Excerpt>> {
    let mut out: HashMap<_, Vec<&Excerpt>> = HashMap::new();
    for excerpt in &study.excerpts {
        for piece in &excerpt.pieces {
            out.entry(piece.coding).or_default().push(excerpt);
        }
    }
    out
}

struct Maker<'a> {
    study: &'a Study,
    marks: &'a Marks,
    words: Words<'a>,
    excerpts: HashMap<RowId, Vec<&'a Excerpt>>,
    findings: HashMap<RowId, Vec<(&'a Finding, Stance)>>,
    tree: Tree<'a>,
}

/// The columns before those of the study's levels and facets.
const COLUMNS: [(&str, &str); 27] = [
    ("heading", "Heading"),
    ("row", "Row"),
    ("column", "Column"),
    ("part", "Part"),
    ("finding", "Finding"),
    ("stance", "Stance"),
    ("counted", "Counted"),
    ("coding", "Coding"),
    ("source", "Source"),
    ("kind", "Kind"),
    ("locator", "Locator"),
    ("start", "Start"),
    ("end", "End"),
    ("case", "Case"),
    ("side", "Side"),
    ("party", "Party"),
    ("informant", "Informant"),
    ("title", "Title"),
    ("coder", "Coder"),
    ("about", "About"),
    ("weight", "Weight"),
    ("memo", "Memo"),
    ("code", "Code"),
    ("marker", "Marker"),
    ("name", "Name"),
    ("excerpt", "Excerpt"),
    ("displayed", "Displayed"),
];

impl Maker<'_> {
    fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> =
            COLUMNS.iter().map(|(key, label)| Column::text(*key, *label, 1.0)).collect();
        let levels = self.study.codebook.printed_levels();
        columns.extend(
            levels.map(|level| Column::text(format!("level:{}", level.key), level.name.clone(), 1.0)),
        );
        let facets = self.study.facets.iter();
        columns.extend(
            facets.map(|facet| Column::text(format!("facet:{}", facet.key), facet.name.clone(), 1.0)),
        );
        columns.push(Column::text("quotation", "Quotation", 4.0));
        columns
    }

    /// The rows of one coding in one cell: one for each finding there that it bears on, else one.
    fn rows(
        &self,
        headings: &[String],
        label: &str,
        spot: &Spot<'_>,
        coding: CodingRef,
        counted: Option<bool>,
    ) -> impl Iterator<Item = Vec<Cell>> {
        let counted = counted.map_or("", |counted| if counted { "yes" } else { "overlaps" });
        let displayed = self.displayed(spot.cell, coding);
        let mut rest: Vec<String> = vec![counted.to_string()];
        rest.extend(self.place(coding));
        rest.extend(self.speaker(coding));
        rest.extend(self.remarks(coding));
        rest.extend(self.code(coding));
        rest.extend(displayed.clone());
        rest.extend(self.levels_and_facets(coding));
        rest.push(self.words.coding(coding).map(|coding| coding.quotation.clone()).unwrap_or_default());
        let mut stands = self.stands(spot, coding);
        if stands.is_empty() {
            let is_shown =
                |block: &Block| matches!(block, Block::Quotation { text, .. } if *text == displayed[1]);
            stands.push([spot.part_of(is_shown).unwrap_or_default(), String::new(), String::new()]);
        }
        let first = [headings.join(" > "), label.to_string(), spot.column.label.clone()];
        stands.into_iter().map(move |stand| first.iter().chain(&stand).chain(&rest).map(Cell::text).collect())
    }

    /// The codings of a cell that the coder rule counts; `None` where the cell counts no codings.
    fn counting(&self, spot: &Spot<'_>) -> Option<BTreeSet<CodingRef>> {
        let marks = spot.cell.evidence.iter().filter_map(|&coding| self.words.mark(coding));
        spot.counts_codings().then(|| counted(self.marks, marks.collect()))
    }

    /// Part, key and stance of each finding of the cell that the coding bears on.
    fn stands(&self, spot: &Spot<'_>, coding: CodingRef) -> Vec<[String; 3]> {
        let id = self.words.coding(coding).map(|row| row.id);
        let linked = id.and_then(|id| self.findings.get(&id)).into_iter().flatten();
        let here = linked.filter_map(|(finding, stance)| {
            let part = spot.part_of_finding(self.study, finding)?;
            Some([part, finding.key.to_string(), stance.as_str().to_string()])
        });
        here.collect()
    }

    /// What the words are about, the weight and the coder's memo.
    fn remarks(&self, coding: CodingRef) -> [String; 3] {
        let Some(row) = self.words.coding(coding) else { return Default::default() };
        let case = row.about.case.as_ref().map(ToString::to_string);
        let side = row.about.side.as_ref().map(ToString::to_string);
        let about: Vec<String> = case.into_iter().chain(side).collect();
        let weight = row.weight.map(|weight| weight.get().to_string()).unwrap_or_default();
        [about.join(";"), weight, row.memo.clone()]
    }

    fn place(&self, coding: CodingRef) -> [String; 6] {
        let id = self.words.coding(coding).map(|coding| coding.id.to_string()).unwrap_or_default();
        let source = self.words.source(coding).map(|source| source.key.to_string()).unwrap_or_default();
        let kind = self.words.source(coding).map(|source| source.kind.as_str().to_string());
        let locator = self.words.locator(&[coding]).unwrap_or_default();
        let (start, end) = match self.words.chars(coding) {
            Some((start, end)) => (start.to_string(), end.to_string()),
            None => Default::default(),
        };
        [id, source, kind.unwrap_or_default(), locator, start, end]
    }

    fn speaker(&self, coding: CodingRef) -> [String; 6] {
        let study = self.study;
        let (Some(mark), Some(voice)) = (self.words.mark(coding), self.words.voice(coding)) else {
            return Default::default();
        };
        let places = self.marks.places(mark);
        let cases: Vec<&str> =
            places.iter().map(|(case, _)| study.cases[*case as usize].key.as_str()).collect();
        let mut sides: Vec<&str> = Vec::new();
        for side in places.iter().filter_map(|(_, side)| *side) {
            let side = study.sides[side as usize].key.as_str();
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
        let party = voice.party.map(|at| study.parties[at as usize].key.to_string());
        let informant = voice.informant.map(|at| &study.informants[at as usize]);
        [
            cases.join(";"),
            sides.join(";"),
            party.unwrap_or_default(),
            informant.map(|i| i.key.to_string()).unwrap_or_default(),
            informant.map(|i| i.title.clone()).unwrap_or_default(),
            study.coders[mark.coder as usize].key.to_string(),
        ]
    }

    fn code(&self, coding: CodingRef) -> [String; 3] {
        let code = self.words.mark(coding).and_then(|mark| mark.code);
        let Some(code) = code.map(|at| self.tree.code(at as usize)) else { return Default::default() };
        [code.key.to_string(), code.marker.clone().unwrap_or_default(), code.name.clone()]
    }

    /// Key of the excerpt and the words, where the cell displays this coding.
    fn displayed(&self, cell: &Cell, coding: CodingRef) -> [String; 2] {
        let shown: Vec<&str> = cell
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Quotation { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let Some(row) = self.words.coding(coding).filter(|_| !shown.is_empty()) else {
            return Default::default();
        };
        for excerpt in self.excerpts.get(&row.id).into_iter().flatten() {
            let words = self.words.displayed(excerpt);
            if shown.contains(&words.as_str()) {
                return [excerpt.key.to_string(), words];
            }
        }
        let own = folded(&row.quotation);
        if shown.contains(&own.as_str()) { [String::new(), own] } else { Default::default() }
    }

    fn levels_and_facets(&self, coding: CodingRef) -> Vec<String> {
        let study = self.study;
        let Some(mark) = self.words.mark(coding) else {
            return vec![String::new(); study.codebook.printed_levels().count() + study.facets.len()];
        };
        let above = |level: &themata_model::Level| {
            let rank = self.tree.rank_of(&level.key)?;
            let at = self.tree.at_rank(mark.code? as usize, rank)?;
            Some(self.tree.code(at).marked_name())
        };
        let mut out: Vec<String> =
            study.codebook.printed_levels().map(|l| above(l).unwrap_or_default()).collect();
        for (position, facet) in (0u32..).zip(&study.facets) {
            let value = mark.facets.iter().find(|(at, _)| *at == position).map(|(_, value)| *value);
            out.push(match value {
                None => String::new(),
                Some(MarkValue::All) => "all".to_string(),
                Some(MarkValue::None) => "none".to_string(),
                Some(MarkValue::Value(at)) => facet.values[at as usize].key.to_string(),
            });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;
    use crate::{Options, table};

    #[test]
    fn every_coding_behind_a_cell_has_a_row_with_place_speaker_and_words() {
        let mut b = Builder::dyads();
        let one = b.say("b1", 2, "o1");
        b.exhibit("appendix", themata_model::ExhibitKind::Table);
        b.excerpt("e1", &[one], &["appendix"]);
        b.study.excerpts[0].text = Some("This is sentence 2 … said to us.".into());
        let options = Options { exhibit: "appendix".parse().ok(), ..Options::default() };
        let long =
            long_form(&table("evidence", &b.study, &b.marks(), &options).unwrap(), &b.study, &b.marks());
        assert_eq!(long.rows.len(), 1);
        let cells: Vec<String> = long.cells().map(|(_, _, cell)| cell.plain()).collect();
        let named: Vec<String> = long
            .columns
            .iter()
            .zip(cells)
            .filter(|(c, _)| c.key != "coding")
            .map(|(c, t)| format!("{}={t}", c.key))
            .collect();
        insta::assert_snapshot!(named.join("\n"), @r"
        heading=Name D1 > Name T1
        row=Name c1
        column=Supporting quotation from case R1
        part=
        finding=
        stance=
        counted=
        source=int-b1
        kind=transcript
        locator=int-b1:2
        start=74
        end=122
        case=R1
        side=user
        party=Bolt
        informant=b1
        title=buyer
        coder=ann
        about=
        weight=
        memo=
        code=o1
        marker=
        name=Name o1
        excerpt=e1
        displayed=This is sentence 2 … said to us.
        level:categories=Name c1
        level:themes=Name T1
        level:dimensions=Name D1
        facet:phase=
        quotation=This is sentence 2 that informant b1 said to us.
        ");
    }

    /// The values of some columns, one line a row.
    fn lines(long: &Table, wanted: &[&str]) -> String {
        let mut out = Vec::new();
        for row in &long.rows {
            let Row::Body(cells) = row else { continue };
            let pairs = long.columns.iter().zip(cells);
            let texts =
                pairs.filter(|(column, _)| wanted.contains(&column.key.as_str())).map(|(_, c)| c.plain());
            out.push(texts.collect::<Vec<_>>().join(" ¦ "));
        }
        out.join("\n")
    }

    #[test]
    fn a_coding_has_a_row_for_each_finding_with_part_and_stance() {
        let mut b = Builder::dyads();
        let one = b.say("b1", 1, "c1");
        let two = b.say("b1", 2, "c2");
        b.finding("R1", "c1", "They began with a pilot.", &[one, two]).evidence[1].stance =
            Stance::Contradicts;
        b.finding("R1", "c2", "They went on.", &[two]);
        b.finding("R2", "c2", "They went on.", &[two]);
        let made = table("cross-case", &b.study, &b.marks(), &Options::default()).unwrap();
        let long = long_form(&made, &b.study, &b.marks());
        insta::assert_snapshot!(lines(&long, &["row", "part", "finding", "stance", "start"]), @r"
        R1 | Acme (maker) | Bolt (user) ¦ early ¦ f3 ¦ supports ¦ 25
        R1 | Acme (maker) | Bolt (user) ¦ early ¦ f3 ¦ contradicts ¦ 74
        R1 | Acme (maker) | Bolt (user) ¦ late ¦ f4 ¦ supports ¦ 74
        R2 | Acme (maker) | Coil (user) ¦ late ¦ f5 ¦ supports ¦ 74
        ");
    }

    #[test]
    fn codings_that_the_coder_rule_leaves_out_are_marked_and_breakdowns_have_rows() {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        b.mark("bob", "int-b1", "sentence 1", "c1");
        let options =
            Options { level: "categories".parse().ok(), by: Some(crate::Key::Coder), ..Options::default() };
        let made = table("frequency", &b.study, &b.marks(), &options).unwrap();
        let long = long_form(&made, &b.study, &b.marks());
        insta::assert_snapshot!(lines(&long, &["row", "column", "counted", "coder"]), @r"
        categories | c1 | Name c1 ¦ Codings ¦ yes ¦ ann
        categories | c1 | Name c1 ¦ Codings ¦ overlaps ¦ bob
        categories | c1 | Name c1 ¦ Codings with codes below ¦ yes ¦ ann
        categories | c1 | Name c1 ¦ Codings with codes below ¦ overlaps ¦ bob
        categories | c1 | Name c1 ¦ ann ¦ yes ¦ ann
        categories | c1 | Name c1 ¦ bob ¦ yes ¦ bob
        ");
        let plain = table("frequency", &b.study, &b.marks(), &Options::default()).unwrap();
        let note = "Columns that count something else than codings have no rows: Distinct spans, Informants, Interviews, Sources, Cases.";
        assert!(long_form(&plain, &b.study, &b.marks()).notes.contains(&note.to_string()));
    }
}
