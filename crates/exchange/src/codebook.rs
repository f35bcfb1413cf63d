//! Codebooks as people keep them: spreadsheets with one row a code or with a column for each level, Markdown
//! outlines, and codebooks of other tools (`.qdc`).
//!
//! [`read_codebook_file`] reads one against the codebook of a study, which may be empty, and says what is new and what would
//! change; nothing is taken away. [`codebook_rows`], [`codebook_csv`] and [`codebook_outline`] write one, so that reading it
//! gives the same codes.

mod fields;
mod levels;
mod outline;
pub(crate) mod paths;
mod resolve;
mod rows;
mod write;

use themata_ingest::read_sheet;
use themata_model::{CodeKey, Codebook, Place, Problem, RowId, Study};

use crate::refi;
use fields::Field;
pub use outline::codebook_outline;
use rows::{Above, Listed, Row};
pub use write::{codebook_csv, codebook_rows};

/// What came of reading a codebook against a study.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookReading {
    /// The codebook of the study with what was read in it; `None` where something has to be mended first.
    pub codebook: Option<Codebook>,
    /// The codes that are new, in the order of the file.
    pub added: Vec<CodeKey>,
    /// The codes that the file tells something else of.
    pub changed: Vec<CodeKey>,
    /// The codes that are told as they are.
    pub same: Vec<CodeKey>,
    /// The codes of the study that the file does not name; they stay as they are.
    pub untold: Vec<CodeKey>,
    /// What has to be mended, was left out or is odd.
    pub problems: Vec<Problem>,
}

/// Endings of files that [`read_codebook_file`] reads.
pub const CODEBOOK_ENDINGS: [&str; 7] = ["csv", "tsv", "xlsx", "ods", "md", "markdown", "qdc"];

/// Whether a file is such a codebook, by its name.
pub fn is_codebook_file(name: &str) -> bool {
    let lower = name.to_lowercase();
    CODEBOOK_ENDINGS.iter().any(|ending| lower.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.')))
}

/// Reads the codebook in `bytes`, whose file is called `name`, against that of `study`; `fresh` gives new codes their ids.
///
/// A row is a code of the study where it has its key, or its name below the same code. What a row leaves empty stays as
/// it is.
pub fn read_codebook_file(
    name: &str,
    bytes: &[u8],
    study: &Study,
    fresh: &mut dyn FnMut(&CodeKey) -> RowId,
) -> BookReading {
    let lower = name.to_lowercase();
    let listed = if lower.ends_with(".md") || lower.ends_with(".markdown") {
        of_text(name, bytes)
    } else if lower.ends_with(".qdc") {
        of_other_tool(name, bytes)
    } else {
        let is_level = |head: &str| {
            let head = head.trim();
            let is = |level: &themata_model::Level| {
                level.key.as_str() == head || level.name.to_lowercase() == head.to_lowercase()
            };
            study.codebook.levels().iter().any(is)
        };
        read_sheet(name, bytes)
            .map(|sheet| rows::listed(name, sheet, &is_level))
            .map_err(|error| Problem::error(Place::file(name), error.to_string()))
    };
    let listed = match listed {
        Ok(listed) => listed,
        Err(problem) => return BookReading { problems: vec![problem], ..BookReading::default() },
    };
    if listed.rows.is_empty() {
        let mut problems = listed.problems;
        let problem = Problem::error(Place::file(name), "there is no code in it");
        problems.push(
            problem.hint(
                "give it a column `name`, or a column for each level, or an outline with a name a line",
            ),
        );
        return BookReading { problems, ..BookReading::default() };
    }
    resolve::resolved(name, listed, study, fresh)
}

/// Adds codes to the codebook of `study` that are told by their paths, the names from the top down; each is made where the study
/// has none there.
pub(crate) fn add_paths(
    name: &str,
    codes: &[Vec<String>],
    study: &Study,
    fresh: &mut dyn FnMut(&CodeKey) -> RowId,
) -> BookReading {
    let mut listed = Listed::default();
    for path in codes {
        listed.ensure(path, 1);
    }
    resolve::resolved(name, listed, study, fresh)
}

fn of_text(name: &str, bytes: &[u8]) -> Result<Listed, Problem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(outline::listed(text.trim_start_matches('\u{feff}'))),
        Err(_) => Err(Problem::error(Place::file(name), "it is not UTF-8").hint("save it as UTF-8")),
    }
}

/// The codes of a codebook of another tool, without its levels, which are not those of the study.
fn of_other_tool(name: &str, bytes: &[u8]) -> Result<Listed, Problem> {
    let reading = refi::read_codebook(bytes, &refi::Options::default())
        .map_err(|error| Problem::error(Place::file(name), error.to_string()))?;
    let mut listed = Listed { problems: reading.problems, ..Listed::default() };
    let book = &reading.codebook;
    let order = book.in_tree_order();
    for code in &order {
        let above = code.parent.as_ref().and_then(|key| order.iter().position(|other| other.key == *key));
        let told = [
            (Field::Definition, code.definition.clone()),
            (Field::Colour, code.colour.map(|colour| colour.to_string()).unwrap_or_default()),
            (Field::Marker, code.marker.clone().unwrap_or_default()),
        ];
        listed.rows.push(Row {
            line: 1,
            name: code.name.clone(),
            above: above.map_or(Above::Nothing, Above::Row),
            told: told.into_iter().filter(|(_, words)| !words.is_empty()).collect(),
            attributes: code.attributes.clone().into_iter().collect(),
            ..Row::default()
        });
    }
    Ok(listed)
}
