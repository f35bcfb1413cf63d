//! Comparing what was made with what the paper prints: `expected/` of a study folder.
//!
//! `expected/facts.csv` lists single numbers and values (columns `what`, `exhibit`, `case`, `side`,
//! `party`, `code`, `level`, `facet`, `value`); `expected/<exhibit>.csv` lists cells of a table by
//! row and column.

use std::collections::BTreeMap;

use themata_analysis::derived_placements;
use themata_exchange::Files;
use themata_model::mark::Marks;
use themata_model::table::{Block, Cell, Row, Table};
use themata_model::{Code, FacetAssignment, Study};

/// One thing that is not as the paper prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// File in `expected/`.
    pub file: String,
    /// Line, 1-based.
    pub line: usize,
    /// What differs, as one sentence.
    pub sentence: String,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// How many numbers, values and cells were compared.
    pub(crate) compared: usize,
    pub(crate) differences: Vec<Difference>,
}

/// Compares the study and its printed tables (by exhibit) with the files of `expected/`.
pub(crate) fn compare(
    expected: &Files,
    study: &Study,
    marks: &Marks,
    tables: &BTreeMap<String, Table>,
) -> Comparison {
    let mut comparison = Comparison::default();
    for (name, bytes) in expected {
        let Some(stem) = name.rsplit('/').next().and_then(|file| file.strip_suffix(".csv")) else { continue };
        let Some(lines) = Lines::read(name, bytes, &mut comparison) else { continue };
        if stem == "facts" {
            let facts = Facts { study, marks, tables };
            for line in &lines.rows {
                comparison.fact(&lines, line, &facts);
            }
        } else {
            match tables.get(stem) {
                Some(table) => comparison.table(&lines, table, study),
                None => comparison.differ(
                    name,
                    1,
                    format!("no table is called `{stem}`; the tables are {}", names(tables)),
                ),
            }
        }
    }
    comparison
}

fn names(tables: &BTreeMap<String, Table>) -> String {
    tables.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

struct Lines {
    file: String,
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

impl Lines {
    fn read(file: &str, bytes: &[u8], comparison: &mut Comparison) -> Option<Lines> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_string()).collect(),
            Err(error) => {
                comparison.differ(file, 1, format!("the file cannot be read: {error}"));
                return None;
            }
        };
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    let line = usize::try_from(line).unwrap_or(usize::MAX);
                    rows.push((line, record.iter().map(|field| field.trim().to_string()).collect()));
                }
                Err(error) => comparison.differ(file, 1, format!("a row cannot be read: {error}")),
            }
        }
        Some(Lines { file: file.to_string(), header, rows })
    }

    fn get<'a>(&'a self, row: &'a [String], column: &str) -> &'a str {
        let position = self.header.iter().position(|name| name == column);
        position.and_then(|i| row.get(i)).map_or("", String::as_str)
    }
}

impl Comparison {
    fn differ(&mut self, file: &str, line: usize, sentence: String) {
        self.differences.push(Difference { file: file.to_string(), line, sentence });
    }

    fn fact(&mut self, lines: &Lines, (line, row): &(usize, Vec<String>), facts: &Facts<'_>) {
        self.compared += 1;
        let get = |column: &str| lines.get(row, column);
        let asked = Asked {
            what: get("what"),
            exhibit: get("exhibit"),
            case: get("case"),
            side: get("side"),
            party: get("party"),
            code: get("code"),
            level: get("level"),
            facet: get("facet"),
        };
        if let Some(stranger) = facts.stranger(&asked) {
            self.differ(&lines.file, *line, stranger);
            return;
        }
        match facts.answer(&asked) {
            Ok(found) if found.eq_ignore_ascii_case(get("value")) => {}
            Ok(found) => {
                let sentence =
                    format!("{}: the paper prints {}, the study gives {found}", asked.words(), get("value"));
                self.differ(&lines.file, *line, sentence);
            }
            Err(why) => self.differ(&lines.file, *line, why),
        }
    }

    fn table(&mut self, lines: &Lines, table: &Table, study: &Study) {
        for (line, row) in &lines.rows {
            let label = row.first().map_or("", String::as_str);
            let Some(cells) = find_row(table, label, study) else {
                self.compared += 1;
                self.differ(&lines.file, *line, format!("the table has no row `{label}`"));
                continue;
            };
            for (head, wanted) in lines.header.iter().zip(row).skip(1) {
                self.compared += 1;
                let position =
                    table.columns.iter().position(|column| column.key == *head || column.label == *head);
                let Some(cell) = position.and_then(|i| cells.get(i)) else {
                    self.differ(&lines.file, *line, format!("the table has no column `{head}`"));
                    continue;
                };
                let found = value_of(cell, wanted);
                if found != *wanted {
                    let sentence = format!(
                        "row `{label}`, column `{head}`: the paper prints `{wanted}`, the study gives `{found}`"
                    );
                    self.differ(&lines.file, *line, sentence);
                }
            }
        }
    }
}

/// A number wanted of a cell of quotations means how many stand in it.
fn value_of(cell: &Cell, wanted: &str) -> String {
    let quotations = quotations_in(cell);
    match (cell.number, wanted.parse::<i64>()) {
        (Some(number), Ok(_)) => number.to_string(),
        (None, Ok(_))
            if quotations > 0 || cell.evidence.is_empty() && cell.plain().parse::<i64>().is_err() =>
        {
            quotations.to_string()
        }
        _ => cell.plain(),
    }
}

fn quotations_in(cell: &Cell) -> usize {
    cell.blocks.iter().filter(|block| matches!(block, Block::Quotation { .. })).count()
}

/// The row whose first cell is `label`, or the marked name of the code that `label` means.
fn find_row<'t>(table: &'t Table, label: &str, study: &Study) -> Option<&'t [Cell]> {
    let code = study.codebook.find(label).map(Code::marked_name);
    table.rows.iter().find_map(|row| match row {
        Row::Body(cells) | Row::Total(cells) => {
            let first = cells.first()?.plain();
            (first == label || code.as_ref() == Some(&first)).then_some(cells.as_slice())
        }
        Row::Heading { .. } => None,
    })
}

struct Asked<'a> {
    what: &'a str,
    exhibit: &'a str,
    case: &'a str,
    side: &'a str,
    party: &'a str,
    code: &'a str,
    level: &'a str,
    facet: &'a str,
}

impl Asked<'_> {
    fn words(&self) -> String {
        let of = [
            ("in", self.exhibit),
            ("case", self.case),
            ("side", self.side),
            ("party", self.party),
            ("code", self.code),
            ("level", self.level),
            ("facet", self.facet),
        ];
        let mut words = self.what.to_string();
        for (name, value) in of.iter().filter(|(_, value)| !value.is_empty()) {
            words.push_str(&format!(", {name} {value}"));
        }
        words
    }
}

struct Facts<'a> {
    study: &'a Study,
    marks: &'a Marks,
    tables: &'a BTreeMap<String, Table>,
}

impl Facts<'_> {
    /// A word of the fact that names nothing in the study: a question that can have no answer.
    fn stranger(&self, asked: &Asked<'_>) -> Option<String> {
        let study = self.study;
        let named = |word: &str, known: bool| word.is_empty() || known;
        let known = [
            ("case", asked.case, study.cases.iter().any(|c| c.key.as_str() == asked.case)),
            ("side", asked.side, study.sides.iter().any(|s| s.key.as_str() == asked.side)),
            (
                "party",
                asked.party,
                study.parties.iter().any(|p| p.key.as_str() == asked.party || p.name == asked.party),
            ),
            ("code", asked.code, study.codebook.find(asked.code).is_some()),
            (
                "level",
                asked.level,
                study
                    .codebook
                    .levels()
                    .iter()
                    .any(|l| l.key.as_str() == asked.level || l.name == asked.level),
            ),
        ];
        let (what, word, _) = known.into_iter().find(|(_, word, known)| !named(word, *known))?;
        Some(format!("the study has no {what} `{word}`"))
    }

    fn answer(&self, asked: &Asked<'_>) -> Result<String, String> {
        let study = self.study;
        Ok(match asked.what {
            "informants" => self.informants(asked).to_string(),
            "interviews" => self.sources(asked, true).to_string(),
            "documents" => self.sources(asked, false).to_string(),
            "cases" => study.cases.len().to_string(),
            "parties" => study.parties.len().to_string(),
            "codes" => self.codes(asked).to_string(),
            "codings" => self.codings(asked)?.to_string(),
            "excerpts" => self.excerpts(asked)?.0.to_string(),
            "cells" => self.excerpts(asked)?.1.to_string(),
            "value" => self.value(asked)?,
            other => {
                return Err(format!(
                    "`{other}` is not a fact; use informants, interviews, documents, cases, parties, codes, codings, excerpts, cells or value"
                ));
            }
        })
    }

    fn informants(&self, asked: &Asked<'_>) -> u32 {
        let study = self.study;
        let fits = |informant: &&themata_model::Informant| {
            let cases = study.cases_of_informant(informant);
            let party = informant.party.as_ref();
            let in_case = asked.case.is_empty() || cases.iter().any(|case| case.key.as_str() == asked.case);
            let of_party = asked.party.is_empty()
                || party.is_some_and(|key| {
                    key.as_str() == asked.party || study.party(key).is_some_and(|p| p.name == asked.party)
                });
            let on_side = asked.side.is_empty()
                || cases.iter().filter(|case| asked.case.is_empty() || case.key.as_str() == asked.case).any(
                    |case| {
                        party
                            .and_then(|party| case.side_of(party))
                            .is_some_and(|side| side.as_str() == asked.side)
                    },
                );
            in_case && of_party && on_side
        };
        study.informants.iter().filter(fits).map(|informant| informant.count).sum()
    }

    fn sources(&self, asked: &Asked<'_>, interviews: bool) -> usize {
        let fits = |source: &&themata_model::Source| {
            source.kind.is_interview() == interviews
                && (asked.case.is_empty() || source.cases.iter().any(|key| key.as_str() == asked.case))
                && (asked.party.is_empty() || source.parties.iter().any(|key| key.as_str() == asked.party))
                && (asked.side.is_empty() || source.sides.iter().any(|key| key.as_str() == asked.side))
        };
        self.study.sources.iter().filter(fits).count()
    }

    fn codes(&self, asked: &Asked<'_>) -> usize {
        let book = &self.study.codebook;
        let level = |code: &Code| {
            asked.level.is_empty()
                || code.level.as_str() == asked.level
                || book.level_of(code).is_some_and(|level| level.name == asked.level)
        };
        let below = |code: &Code| {
            asked.code.is_empty()
                || book
                    .find(asked.code)
                    .is_some_and(|above| book.ancestors(code).any(|other| other.key == above.key))
        };
        book.codes().iter().filter(|code| level(code) && below(code)).count()
    }

    /// Codings of the code and all below it, every coder's.
    fn codings(&self, asked: &Asked<'_>) -> Result<usize, String> {
        let book = &self.study.codebook;
        let wanted = match asked.code {
            "" => None,
            word => {
                let code = book.find(word).ok_or_else(|| format!("there is no code `{word}`"))?;
                Some(book.position(&code.key).map(|i| book.subtree(i)).unwrap_or_default())
            }
        };
        let case = self.study.cases.iter().position(|case| case.key.as_str() == asked.case);
        let fits = |mark: &&themata_model::mark::Mark| {
            let under = wanted
                .as_ref()
                .is_none_or(|codes| mark.code.is_some_and(|code| codes.contains(&(code as usize))));
            let places = self.marks.places(mark);
            let in_case =
                asked.case.is_empty() || places.iter().any(|(place, _)| Some(*place as usize) == case);
            let side = |position: u32| self.study.sides[position as usize].key.as_str() == asked.side;
            let on_side = asked.side.is_empty() || self.marks.voice(mark).side.is_some_and(side);
            under && in_case && on_side
        };
        Ok(self.marks.marks.iter().filter(fits).count())
    }

    /// Quotations displayed in an exhibit, and cells that hold one; restricted to a case's column
    /// and to the rows of a code and those below it.
    fn excerpts(&self, asked: &Asked<'_>) -> Result<(usize, usize), String> {
        let table = self.tables.get(asked.exhibit);
        let table = table.ok_or_else(|| {
            format!("no table is called `{}`; the tables are {}", asked.exhibit, names(self.tables))
        })?;
        let book = &self.study.codebook;
        let code = book.find(asked.code);
        let (mut shown, mut filled) = (0, 0);
        for row in &table.rows {
            let Row::Body(cells) = row else { continue };
            if let Some(code) = code {
                let own = cells.first().and_then(|cell| book.find(&cell.plain()));
                let under = own
                    .is_some_and(|own| own.key == code.key || book.ancestors(own).any(|a| a.key == code.key));
                if !under {
                    continue;
                }
            }
            for (column, cell) in table.columns.iter().zip(cells) {
                if asked.case.is_empty() || column.key == asked.case {
                    let here = quotations_in(cell);
                    shown += here;
                    filled += usize::from(here > 0);
                }
            }
        }
        Ok((shown, filled))
    }

    fn value(&self, asked: &Asked<'_>) -> Result<String, String> {
        let facet = self.study.facets.iter().find(|facet| facet.key.as_str() == asked.facet);
        let facet = facet.ok_or_else(|| format!("there is no facet `{}`", asked.facet))?;
        let code = self
            .study
            .codebook
            .find(asked.code)
            .ok_or_else(|| format!("there is no code `{}`", asked.code))?;
        let derived = derived_placements(self.study, facet).into_iter().find(|d| d.code == code.key);
        Ok(match derived.and_then(|derived| derived.value) {
            Some(FacetAssignment::All) => "all".to_string(),
            Some(FacetAssignment::None) => "none".to_string(),
            Some(FacetAssignment::Value(key)) => key.to_string(),
            None => "nothing".to_string(),
        })
    }
}
