//! Lists of what a study holds: cases, sources, informants, codes, levels.

mod evidence;
mod frameworks;
mod plain;

use std::collections::HashMap;

use themata_model::mark::Marks;
use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Codebook, Study};

use crate::{Workspace, WorkspaceError};

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// The cases with their sides and parties.
    Cases,
    /// The sources with kind, case, informant and number of codings.
    Sources,
    /// The informants with title, party and cases.
    Informants,
    /// The codebook's tree with the number of codings.
    Codes,
    /// The codebook's levels, lowest first, with the number of codes.
    Levels,
    /// The frameworks, with which one is in use and why.
    Frameworks,
    /// The sides.
    Sides,
    /// The parties with their attributes.
    Parties,
    /// The coders.
    Coders,
    /// The facets with their values.
    Facets,
    /// The questions.
    Questions,
    /// The exhibits with what prints them.
    Exhibits,
    /// The excerpts.
    Excerpts,
    /// The findings with the number of codings behind them.
    Findings,
    /// The memos.
    Memos,
    /// The member checks.
    Members,
}

impl Workspace {
    /// Lists what the study holds.
    ///
    /// # Errors
    /// When the study cannot be read.
    pub fn list(&self, kind: ListKind) -> Result<Table, WorkspaceError> {
        match kind {
            ListKind::Cases => self.counted(cases),
            ListKind::Sources => self.counted(sources),
            ListKind::Informants => self.counted(informants),
            ListKind::Codes => self.counted(codes),
            ListKind::Levels => self.plain(levels),
            ListKind::Frameworks => self.plain(frameworks::frameworks),
            ListKind::Sides => self.plain(plain::sides),
            ListKind::Parties => self.plain(plain::parties),
            ListKind::Coders => self.plain(plain::coders),
            ListKind::Facets => self.plain(plain::facets),
            ListKind::Questions => self.plain(plain::questions),
            ListKind::Exhibits => self.plain(evidence::exhibits),
            ListKind::Excerpts => self.plain(evidence::excerpts),
            ListKind::Findings => self.plain(evidence::findings),
            ListKind::Memos => self.plain(evidence::memos),
            ListKind::Members => self.plain(evidence::members),
        }
    }

    fn counted(&self, list: fn(&Study, &Marks) -> Table) -> Result<Table, WorkspaceError> {
        let (study, marks) = self.light()?;
        Ok(list(study, marks))
    }

    fn plain(&self, list: fn(&Study) -> Table) -> Result<Table, WorkspaceError> {
        Ok(list(&*self.outline()?))
    }
}

fn list(title: &str, columns: &[(&str, &str)]) -> Table {
    let mut table = Table::new(title.to_lowercase(), title);
    let column = |(key, label): &(&str, &str)| match *key {
        "codings" | "codes" | "count" | "own" | "placed" => Column::number(*key, *label),
        _ => Column::text(*key, *label, 1.0),
    };
    table.columns = columns.iter().map(column).collect();
    table
}

fn number(n: usize) -> Cell {
    Cell::number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn joined<T: ToString>(items: &[T]) -> Cell {
    Cell::text(items.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

fn cases(study: &Study, marks: &Marks) -> Table {
    let mut table = list(
        "Cases",
        &[
            ("key", "Key"),
            ("label", "Label"),
            ("sides", "Sides and parties"),
            ("sources", "Sources"),
            ("codings", "Codings"),
        ],
    );
    for (position, case) in (0u32..).zip(&study.cases) {
        let sides: Vec<String> = case
            .sides
            .iter()
            .map(|side| {
                let parties: Vec<&str> = side
                    .parties
                    .iter()
                    .filter_map(|key| study.party(key))
                    .map(|party| party.name.as_str())
                    .collect();
                match side.side.as_ref().and_then(|key| study.side(key)) {
                    Some(side) if parties.is_empty() => side.name.clone(),
                    Some(side) => format!("{}: {}", side.name, parties.join(", ")),
                    None => parties.join(", "),
                }
            })
            .collect();
        let own = study.sources.iter().filter(|source| source.cases.contains(&case.key)).count();
        let codings =
            marks.marks.iter().filter(|mark| marks.places(mark).iter().any(|(case, _)| *case == position));
        table.rows.push(Row::Body(vec![
            Cell::text(case.key.as_str()),
            Cell::text(&case.label),
            joined(&sides),
            number(own),
            number(codings.count()),
        ]));
    }
    table.notes.push("A coding counts for the case it is about, else for the speaker's case.".to_string());
    table
}

fn sources(study: &Study, marks: &Marks) -> Table {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for mark in &marks.marks {
        *counts.entry(marks.voice(mark).source).or_default() += 1;
    }
    let mut table = list(
        "Sources",
        &[
            ("key", "Key"),
            ("kind", "Kind"),
            ("case", "Case"),
            ("side", "Side"),
            ("party", "Party"),
            ("informant", "Informant"),
            ("date", "Date"),
            ("codings", "Codings"),
        ],
    );
    for (position, source) in (0u32..).zip(&study.sources) {
        table.rows.push(Row::Body(vec![
            Cell::text(source.key.as_str()),
            Cell::text(source.kind.as_str()),
            joined(&source.cases),
            joined(&source.sides),
            joined(&source.parties),
            joined(&source.informants),
            Cell::text(source.date.clone().unwrap_or_default()),
            number(counts.get(&position).copied().unwrap_or(0)),
        ]));
    }
    table.notes.push("Codings of all coders are counted one by one.".to_string());
    table
}

fn informants(study: &Study, marks: &Marks) -> Table {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for mark in &marks.marks {
        if let Some(informant) = marks.voice(mark).informant {
            *counts.entry(informant).or_default() += 1;
        }
    }
    let mut table = list(
        "Informants",
        &[
            ("key", "Key"),
            ("title", "Title"),
            ("party", "Party"),
            ("case", "Case"),
            ("count", "People"),
            ("interviews", "Interviews"),
            ("codings", "Codings"),
        ],
    );
    for (position, informant) in (0u32..).zip(&study.informants) {
        let interviews = study
            .sources
            .iter()
            .filter(|s| s.kind.is_interview() && s.informants.contains(&informant.key))
            .count();
        let cases: Vec<&str> =
            study.cases_of_informant(informant).iter().map(|case| case.key.as_str()).collect();
        table.rows.push(Row::Body(vec![
            Cell::text(informant.key.as_str()),
            Cell::text(&informant.title),
            Cell::text(informant.party.as_ref().map(ToString::to_string).unwrap_or_default()),
            joined(&cases),
            Cell::number(i64::from(informant.count)),
            number(interviews),
            number(counts.get(&position).copied().unwrap_or(0)),
        ]));
    }
    table.notes.push("Codings of all coders are counted one by one.".to_string());
    table
}

fn codes(study: &Study, marks: &Marks) -> Table {
    let book: &Codebook = &study.codebook;
    let mut own = vec![0usize; book.codes().len()];
    for code in marks.marks.iter().filter_map(|mark| mark.code) {
        own[code as usize] += 1;
    }
    let mut table = list(
        "Codes",
        &[
            ("key", "Key"),
            ("level", "Level"),
            ("parent", "Parent"),
            ("name", "Name"),
            ("own", "Own codings"),
            ("codings", "With codes below"),
        ],
    );
    for code in book.in_tree_order() {
        let Some(position) = book.position(&code.key) else { continue };
        let depth = book.ancestors(code).count();
        let below: usize = book.subtree(position).into_iter().map(|i| own[i]).sum();
        table.rows.push(Row::Body(vec![
            Cell::text(code.key.as_str()),
            Cell::text(code.level.as_str()),
            Cell::text(code.parent.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::text(format!("{}{}", "  ".repeat(depth), code.marked_name())),
            number(own[position]),
            number(below),
        ]));
    }
    table.notes.push("Codings of all coders are counted one by one.".to_string());
    table
}

fn levels(study: &Study) -> Table {
    let columns = [("key", "Key"), ("name", "Name"), ("printed", "Printed"), ("codes", "Codes")];
    let mut table = list("Levels", &columns);
    for level in study.codebook.levels() {
        table.rows.push(Row::Body(vec![
            Cell::text(level.key.as_str()),
            Cell::text(&level.name),
            Cell::text(if level.open { "no, open codes" } else { "yes" }),
            number(study.codebook.on_level(&level.key).count()),
        ]));
    }
    table.notes.push("The lowest level comes first.".to_string());
    table
}
