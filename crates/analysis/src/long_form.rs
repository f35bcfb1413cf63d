//! A table told again with one row a quotation, for spreadsheets and statistics programs.

use std::collections::HashMap;

use themata_model::mark::{MarkValue, Marks};
use themata_model::table::{Block, Cell, CodingRef, Column, Row, Table};
use themata_model::{Excerpt, Study};

use crate::quotation::{Words, folded};
use crate::tree::Tree;

/// Returns one row for every cell of `table` and coding behind it: where in the table, the coding
/// with its place (offsets in code points), who speaks, the code with those above it, and the
/// quotation beside the words displayed in the cell.
///
/// Quotations, ids and offsets are empty when the study was loaded without codings.
pub fn long_form(table: &Table, study: &Study, marks: &Marks) -> Table {
    let tree = Tree::new(&study.codebook);
    let maker = Maker { study, marks, words: Words::new(study, marks), excerpts: excerpts(study), tree };
    let mut out = Table::new(format!("{}-long", table.kind), table.printed_title());
    out.draft = false;
    out.columns = maker.columns();
    let mut headings: Vec<String> = Vec::new();
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
                    for &coding in &cell.evidence {
                        out.rows.push(Row::Body(maker.row(&headings, &label, column, cell, coding)));
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
    out.landscape = true;
    out
}

/// The cells on the left that name the row: those before the first that states a number or rests on codings.
fn row_label(cells: &[Cell]) -> String {
    let named = cells.iter().take_while(|cell| cell.number.is_none() && cell.evidence.is_empty());
    let parts: Vec<String> = named.map(Cell::plain).filter(|text| !text.is_empty()).collect();
    parts.join(" | ")
}

/// The excerpts that each coding (by id) is in.
fn excerpts(study: &Study) -> HashMap<themata_model::RowId, Vec<&Excerpt>> {
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
    excerpts: HashMap<themata_model::RowId, Vec<&'a Excerpt>>,
    tree: Tree<'a>,
}

/// The columns before those of the study's levels and facets.
const COLUMNS: [(&str, &str); 19] = [
    ("heading", "Heading"),
    ("row", "Row"),
    ("column", "Column"),
    ("coding", "Coding"),
    ("source", "Source"),
    ("locator", "Locator"),
    ("start", "Start"),
    ("end", "End"),
    ("case", "Case"),
    ("side", "Side"),
    ("party", "Party"),
    ("informant", "Informant"),
    ("title", "Title"),
    ("coder", "Coder"),
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

    fn row(
        &self,
        headings: &[String],
        label: &str,
        column: &Column,
        cell: &Cell,
        coding: CodingRef,
    ) -> Vec<Cell> {
        let mut texts: Vec<String> = vec![headings.join(" > "), label.to_string(), column.label.clone()];
        texts.extend(self.place(coding));
        texts.extend(self.speaker(coding));
        texts.extend(self.code(coding));
        texts.extend(self.displayed(cell, coding));
        texts.extend(self.levels_and_facets(coding));
        texts.push(self.words.coding(coding).map(|coding| coding.quotation.clone()).unwrap_or_default());
        texts.into_iter().map(|text| Cell::text(text).with_evidence(Vec::new())).collect()
    }

    fn place(&self, coding: CodingRef) -> [String; 5] {
        let id = self.words.coding(coding).map(|coding| coding.id.to_string()).unwrap_or_default();
        let source = self.words.source(coding).map(|source| source.key.to_string()).unwrap_or_default();
        let locator = self.words.locator(&[coding]).unwrap_or_default();
        let (start, end) = match self.words.chars(coding) {
            Some((start, end)) => (start.to_string(), end.to_string()),
            None => Default::default(),
        };
        [id, source, locator, start, end]
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
        source=int-b1
        locator=int-b1:2
        start=74
        end=122
        case=R1
        side=user
        party=Bolt
        informant=b1
        title=buyer
        coder=ann
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
}
