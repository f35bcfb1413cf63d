//! Single numbers and values: `expected/facts.csv`.
//!
//! `what` says what is counted, `value` what the paper prints. The columns between them restrict: `exhibit`,
//! `case`, `side`, `party`, `wave`, `code`, `level`, `facet`, and one for each facet of the study under its
//! key. A restriction that a fact does not take is an error, so that none is passed over.

use std::collections::{BTreeMap, BTreeSet};

use themata_analysis::{Filter, Options, admitted, derived_placements, roster_count};
use themata_model::mark::Marks;
use themata_model::table::{Block, CodingRef, Row, Table};
use themata_model::{Code, ExhibitKey, FacetAssignment, RowId, StatedTotal, Study, TotalOf};

use super::cells::quotations;
use super::{Comparison, Lines, names};
use crate::verbs::look::nearest;

/// The facts, each with the columns that restrict it; `facets` stands for those of the study's own.
const FACTS: [(&str, &[&str]); 10] = [
    ("informants", &["case", "side", "party", "wave"]),
    ("interviews", &["case", "side", "party", "wave"]),
    ("documents", &["case", "side", "party", "wave"]),
    ("cases", &["case", "side", "party"]),
    ("parties", &["case", "side", "party"]),
    ("codes", &["code", "level"]),
    ("codings", &["case", "side", "party", "code", "facets"]),
    ("excerpts", &["exhibit", "case", "side", "party", "code", "facets"]),
    ("cells", &["exhibit", "case", "side", "party", "code", "facets"]),
    ("value", &["code", "facet"]),
];

/// The columns of the file beside the facets, in the order in which they are told.
const COLUMNS: [&str; 10] =
    ["what", "exhibit", "case", "side", "party", "wave", "code", "level", "facet", "value"];

/// What the facts are about.
pub(super) struct Facts<'a> {
    pub(super) study: &'a Study,
    pub(super) marks: &'a Marks,
    pub(super) tables: &'a BTreeMap<String, Table>,
}

/// One line: the restrictions that are not empty, by column.
struct Asked<'a> {
    what: &'a str,
    by: Vec<(&'a str, &'a str)>,
}

impl<'a> Asked<'a> {
    fn get(&self, column: &str) -> &'a str {
        self.by.iter().find(|(name, _)| *name == column).map_or("", |(_, value)| value)
    }

    /// `excerpts, in figure-1, side provider`
    fn words(&self) -> String {
        let mut words = self.what.to_string();
        for (name, value) in &self.by {
            let name = if *name == "exhibit" { "in" } else { name };
            words.push_str(&format!(", {name} {value}"));
        }
        words
    }
}

impl Facts<'_> {
    /// Compares every line.
    pub(super) fn compare(&self, lines: &Lines, comparison: &mut Comparison) {
        for name in lines.header.iter().filter(|name| !self.is_column(name)) {
            comparison.compared += 1;
            let facets = self.study.facets.iter().map(|facet| facet.key.as_str());
            let near = nearest(name, COLUMNS.into_iter().chain(facets));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let sentence = format!("`{name}` is no column of facts, so nothing is restricted by it{near}");
            comparison.differ(&lines.file, 1, sentence);
        }
        for (line, row) in &lines.rows {
            comparison.compared += 1;
            let cell = |name: &str| {
                let position = lines.header.iter().position(|head| head == name);
                position.and_then(|at| row.get(at)).map_or("", String::as_str)
            };
            let by = lines.header.iter().zip(row).map(|(name, value)| (name.as_str(), value.as_str()));
            let by = by.filter(|(name, value)| !value.is_empty() && !["what", "value"].contains(name));
            let asked =
                Asked { what: cell("what"), by: by.filter(|(name, _)| self.is_column(name)).collect() };
            let wanted = cell("value");
            match self.answer(&asked) {
                Ok(_) if wanted.is_empty() => {
                    let sentence = format!("{}: no value is stated to compare with", asked.words());
                    comparison.differ(&lines.file, *line, sentence);
                }
                Ok(found) if found.eq_ignore_ascii_case(wanted) => {}
                Ok(found) => {
                    let sentence =
                        format!("{}: the paper prints {wanted}, the study gives {found}", asked.words());
                    comparison.differ(&lines.file, *line, sentence);
                }
                Err(why) => comparison.differ(&lines.file, *line, why),
            }
        }
    }

    fn is_column(&self, name: &str) -> bool {
        COLUMNS.contains(&name) || self.study.facets.iter().any(|facet| facet.key.as_str() == name)
    }

    fn answer(&self, asked: &Asked<'_>) -> Result<String, String> {
        let Some((_, takes)) = FACTS.iter().find(|(what, _)| *what == asked.what) else {
            let known: Vec<&str> = FACTS.iter().map(|(what, _)| *what).collect();
            return Err(format!("`{}` is not a fact; the facts are {}", asked.what, known.join(", ")));
        };
        let is_taken =
            |name: &str| takes.contains(&name) || !COLUMNS.contains(&name) && takes.contains(&"facets");
        if let Some((name, _)) = asked.by.iter().find(|(name, _)| !is_taken(name)) {
            let known: Vec<String> = takes.iter().map(|name| format!("`{name}`")).collect();
            return Err(format!(
                "`{}` cannot be restricted by `{name}`, only by {}",
                asked.what,
                known.join(", ")
            ));
        }
        match asked.what {
            "informants" => self.roster(asked, TotalOf::Informants),
            "interviews" => self.roster(asked, TotalOf::Interviews),
            "documents" => self.roster(asked, TotalOf::Documents),
            "cases" => self.roster(asked, TotalOf::Cases),
            "parties" => self.roster(asked, TotalOf::Parties),
            "codes" => self.codes(asked),
            "codings" => {
                let admitted = admitted(self.study, self.marks, &self.filter(asked)?);
                Ok(admitted.into_iter().filter(|counts| *counts).count().to_string())
            }
            "excerpts" => self.excerpts(asked).map(|(excerpts, _)| excerpts.to_string()),
            "cells" => match self.excerpts(asked)? {
                (_, Some(cells)) => Ok(cells.to_string()),
                (_, None) => {
                    Err(format!("cells are those of a table; the tables are {}", names(self.tables)))
                }
            },
            _ => self.value(asked),
        }
    }

    /// The restrictions that codings can have.
    fn filter(&self, asked: &Asked<'_>) -> Result<Filter, String> {
        let of_codings = |name: &str| !["exhibit", "wave", "level", "facet"].contains(&name);
        let pairs = asked.by.iter().filter(|(name, _)| of_codings(name));
        let map = pairs.map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let options = Options::from_map(self.study, &map, &[]).map_err(|error| error.to_string())?;
        Ok(options.filter)
    }

    /// What the roster gives, as for stated totals.
    fn roster(&self, asked: &Asked<'_>, of: TotalOf) -> Result<String, String> {
        let Filter { cases, sides, parties, .. } = self.filter(asked)?;
        let wave = match asked.get("wave") {
            "" => None,
            word => {
                let waves = self.study.sources.iter().filter_map(|source| source.wave.as_ref());
                let known = waves.into_iter().find(|wave| wave.as_str() == word);
                Some(known.cloned().ok_or_else(|| format!("no source is of wave `{word}`"))?)
            }
        };
        if cases.len() > 1 || sides.len() > 1 || parties.len() > 1 {
            return Err(format!("{}: one case, side or party at a time", asked.words()));
        }
        let total = StatedTotal {
            id: self.study.id.row("total", "asked"),
            of,
            case: cases.into_iter().next(),
            side: sides.into_iter().next(),
            party: parties.into_iter().next(),
            wave,
            value: 0,
        };
        Ok(roster_count(self.study, &total).to_string())
    }

    fn codes(&self, asked: &Asked<'_>) -> Result<String, String> {
        let book = &self.study.codebook;
        let word = asked.get("level");
        let level = book.levels().iter().find(|level| level.key.as_str() == word || level.name == word);
        if !word.is_empty() && level.is_none() {
            return Err(format!("the study has no level `{word}`"));
        }
        let above = self.code(asked)?;
        let fits = |code: &&Code| {
            level.is_none_or(|level| code.level == level.key)
                && above.is_none_or(|above| book.ancestors(code).any(|other| other.key == above.key))
        };
        Ok(book.codes().iter().filter(fits).count().to_string())
    }

    fn code(&self, asked: &Asked<'_>) -> Result<Option<&Code>, String> {
        match asked.get("code") {
            "" => Ok(None),
            word => match self.study.codebook.find(word) {
                Some(code) => Ok(Some(code)),
                None => Err(format!("the study has no code `{word}`")),
            },
        }
    }

    fn value(&self, asked: &Asked<'_>) -> Result<String, String> {
        let word = asked.get("facet");
        let facet = self.study.facets.iter().find(|facet| facet.key.as_str() == word);
        let facet = facet.ok_or_else(|| format!("the study has no facet `{word}`"))?;
        let code = self.code(asked)?.ok_or("the value of a code needs a `code`")?;
        let derived = derived_placements(self.study, facet).into_iter().find(|d| d.code == code.key);
        Ok(match derived.and_then(|derived| derived.value) {
            Some(FacetAssignment::All) => "all".to_string(),
            Some(FacetAssignment::None) => "none".to_string(),
            Some(FacetAssignment::Value(key)) => key.to_string(),
            None => "nothing".to_string(),
        })
    }

    /// Quotations displayed, and in a table the cells that hold one. In a table each is counted where it
    /// stands; in a passage, a figure, or the whole paper once.
    fn excerpts(&self, asked: &Asked<'_>) -> Result<(usize, Option<usize>), String> {
        let filter = self.filter(asked)?;
        let fits = Fits::new(self.study, self.marks, &filter);
        let exhibit = asked.get("exhibit");
        if let Some(table) = self.tables.get(exhibit) {
            let (shown, cells) = self.displayed(table, &filter, &fits);
            return Ok((shown, Some(cells)));
        }
        let exhibit: Option<ExhibitKey> = match exhibit {
            "" => None,
            word => {
                let known = self.study.exhibits.iter().find(|exhibit| exhibit.key.as_str() == word);
                let unknown = || {
                    let keys = self.study.exhibits.iter().map(|exhibit| exhibit.key.as_str());
                    let keys: BTreeSet<&str> = keys.chain(self.tables.keys().map(String::as_str)).collect();
                    let keys: Vec<String> = keys.into_iter().map(|key| format!("`{key}`")).collect();
                    format!("no exhibit is called `{word}`; there are {}", keys.join(", "))
                };
                Some(known.ok_or_else(unknown)?.key.clone())
            }
        };
        let positions: BTreeMap<RowId, CodingRef> = (0u32..)
            .zip(&self.study.codings)
            .map(|(position, coding)| (coding.id, CodingRef(position)))
            .collect();
        let is_used = |excerpt: &&themata_model::Excerpt| match &exhibit {
            Some(exhibit) => excerpt.exhibits.iter().any(|used| used.exhibit == *exhibit),
            None => !excerpt.exhibits.is_empty(),
        };
        let shown = self.study.excerpts.iter().filter(is_used).filter(|excerpt| {
            let codings = excerpt.pieces.iter().filter_map(|piece| positions.get(&piece.coding).copied());
            fits.any(&codings.collect::<Vec<_>>())
        });
        Ok((shown.count(), None))
    }

    /// The quotations of a table that the filter lets through, and the cells that hold one: those in the
    /// columns and rows of the case, and in rows of the codes or of codes above or below them.
    fn displayed(&self, table: &Table, filter: &Filter, fits: &Fits) -> (usize, usize) {
        let is_case = |key: &str| self.study.cases.iter().any(|case| case.key.as_str() == key);
        let by_case = table.columns.iter().any(|column| is_case(&column.key));
        let wanted_case =
            |key: &str| filter.cases.is_empty() || filter.cases.iter().any(|case| case.as_str() == key);
        let (mut shown, mut filled) = (0, 0);
        for cells in table.rows.iter().filter_map(|row| match row {
            Row::Body(cells) => Some(cells),
            Row::Heading { .. } | Row::Total(_) => None,
        }) {
            let heads = table.columns.iter().zip(cells);
            let mut heads = heads.filter_map(|(column, cell)| Some((column, cell.key.as_deref()?)));
            let other_case = heads.clone().any(|(column, key)| column.key == "case" && !wanted_case(key));
            if other_case || !self.is_row_of(filter, heads.by_ref().map(|(_, key)| key)) {
                continue;
            }
            for (column, cell) in table.columns.iter().zip(cells) {
                if by_case && !wanted_case(&column.key) {
                    continue;
                }
                let here = quotations(cell).filter(|block| fits.any(codings(block))).count();
                shown += here;
                filled += usize::from(here > 0);
            }
        }
        (shown, filled)
    }

    /// Whether the code of a row, the lowest of its heads, is a wanted one, or above or below one.
    fn is_row_of<'k>(&self, filter: &Filter, heads: impl Iterator<Item = &'k str>) -> bool {
        let book = &self.study.codebook;
        let codes = heads.filter_map(|key| book.codes().iter().find(|code| code.key.as_str() == key));
        let Some(code) = codes.max_by_key(|code| book.ancestors(code).count()) else { return true };
        let related = |wanted: &Code| {
            wanted.key == code.key
                || book.ancestors(code).any(|above| above.key == wanted.key)
                || book.ancestors(wanted).any(|above| above.key == code.key)
        };
        let wanted =
            filter.codes.iter().filter_map(|key| book.position(key)).filter_map(|at| book.codes().get(at));
        filter.codes.is_empty() || wanted.into_iter().any(related)
    }
}

/// The codings that a filter lets through; all of them where it restricts nothing.
struct Fits(Option<BTreeSet<CodingRef>>);

impl Fits {
    fn new(study: &Study, marks: &Marks, filter: &Filter) -> Fits {
        if *filter == Filter::default() {
            return Fits(None);
        }
        let flags = admitted(study, marks, filter);
        let passing = marks.marks.iter().zip(flags).filter(|(_, counts)| *counts);
        Fits(Some(passing.map(|(mark, _)| mark.coding).collect()))
    }

    fn any(&self, codings: &[CodingRef]) -> bool {
        self.0.as_ref().is_none_or(|passing| codings.iter().any(|coding| passing.contains(coding)))
    }
}

/// The codings that a quotation is taken from.
fn codings(block: &Block) -> &[CodingRef] {
    match block {
        Block::Quotation { codings, .. } => codings,
        _ => &[],
    }
}
