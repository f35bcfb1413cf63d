//! The words of one row of `codings/*.csv`: source, code, coder, facet values, what it is about.

use std::collections::BTreeMap;

use themata_model::{
    About, Attributes, CharOffset, CodeKey, CoderKey, FacetValues, Problem, RowId, Study, Target, Weight,
};

use super::codebook_toml::assignment;
use super::codings::find_code;
use super::notes::find_coder;
use super::sheet::{Row, unknown};

/// One row, its words understood, its quotation not yet placed.
pub(super) struct CodingRow {
    pub(super) id: Option<RowId>,
    /// Position of the source in the study.
    pub(super) source: usize,
    /// One a code given; a row may give several.
    pub(super) targets: Vec<Target>,
    pub(super) coder: CoderKey,
    pub(super) quote: String,
    pub(super) typed: String,
    pub(super) start: Option<CharOffset>,
    pub(super) end: Option<CharOffset>,
    pub(super) lost: bool,
    pub(super) context: Option<(String, String)>,
    pub(super) about: About,
    pub(super) weight: Option<Weight>,
    pub(super) memo: String,
    pub(super) attributes: Attributes,
}

/// Understands the words of `row`; `file_coder` is the coder whose file it is.
pub(super) fn understand(
    study: &Study,
    sources: &BTreeMap<String, usize>,
    facets: &[String],
    row: &Row<'_>,
    file_coder: &str,
    problems: &mut Vec<Problem>,
) -> Option<CodingRow> {
    let before = problems.iter().filter(|p| p.severity == themata_model::Severity::Error).count();
    let source = find_source(study, sources, row, problems);
    let coder_word = row.some("coder").unwrap_or_else(|| file_coder.to_string());
    let coder = find_coder(study, &coder_word, row, "coder", problems);
    let facet_values = facet_values(study, facets, row, problems);
    let mut targets = Vec::new();
    for word in codes_in(study, row.get("code")) {
        targets.extend(
            find_code(study, word, row, problems).map(|code| Target::Code(code, facet_values.clone())),
        );
    }
    if row.get("code").is_empty() {
        match Target::new(None, facet_values) {
            Ok(target) => targets.push(target),
            // Without a facet there is no column in which `none` could stand.
            Err(_) if study.facets.is_empty() => {
                let problem =
                    Problem::error(row.at("code"), "the coding has no code, and the study no facet");
                problems
                    .push(problem.hint(
                        "give it a code; one on a level marked `open` stays out of the data structure",
                    ));
            }
            Err(error) => problems.push(Problem::error(row.at("code"), error.to_string())),
        }
    }
    let about = about(study, row, problems);
    let weight = row.number("weight", problems).and_then(|number| {
        match Weight::new(i64::try_from(number).unwrap_or(i64::MAX)) {
            Ok(weight) => Some(weight),
            Err(error) => {
                problems.push(Problem::error(row.at("weight"), error.to_string()));
                None
            }
        }
    });
    let mut offset = |column: &str| {
        row.number(column, problems).map(|number| CharOffset(usize::try_from(number).unwrap_or(usize::MAX)))
    };
    let (start, end) = (offset("start"), offset("end"));
    if let (Some(start), Some(end)) = (start, end)
        && start >= end
    {
        let message = format!("the coding starts at {}, which is not before its end at {}", start.0, end.0);
        problems.push(Problem::error(row.at("start"), message));
    }
    let quote = row.raw("quote").to_string();
    let places = [row.get("start"), row.get("end")];
    if quote.trim().is_empty() && places.iter().any(|place| place.is_empty()) {
        let problem = Problem::error(row.at("quote"), "the row says neither what is coded nor where");
        problems.push(problem.hint("give `quote`, or `start` and `end`, or both"));
    }
    let lost = match row.get("status") {
        "" => false,
        "lost" => true,
        other => {
            problems.push(Problem::error(
                row.at("status"),
                format!("`{other}` is not a status; use `lost` or nothing"),
            ));
            false
        }
    };
    let id = row.id(problems);
    let after = problems.iter().filter(|p| p.severity == themata_model::Severity::Error).count();
    if after > before {
        return None;
    }
    let typed = if row.raw("typed").is_empty() { quote.clone() } else { row.raw("typed").to_string() };
    let context = [row.raw("before"), row.raw("after")];
    Some(CodingRow {
        id,
        source: source?,
        targets,
        coder: coder?,
        quote,
        typed,
        start,
        end,
        lost,
        context: context
            .iter()
            .any(|c| !c.is_empty())
            .then(|| (context[0].to_string(), context[1].to_string())),
        about,
        weight,
        memo: row.raw("memo").to_string(),
        attributes: row.attributes(),
    })
}

/// A cell may name several codes, joined by `;`, unless the whole cell is one code's name.
fn codes_in<'w>(study: &Study, cell: &'w str) -> Vec<&'w str> {
    if cell.is_empty() {
        return Vec::new();
    }
    if study.codebook.find(cell).is_some() {
        return vec![cell];
    }
    cell.split(';').map(str::trim).filter(|word| !word.is_empty()).collect()
}

fn find_source(
    study: &Study,
    sources: &BTreeMap<String, usize>,
    row: &Row<'_>,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let word = row.get("source");
    if word.is_empty() {
        problems.push(Problem::error(row.at("source"), "`source` is empty"));
        return None;
    }
    if let Some(&position) = sources.get(word) {
        return Some(position);
    }
    // A file name says as well which document is meant.
    let by_file =
        study.sources.iter().position(|s| s.file == word || s.file.rsplit('/').next() == Some(word));
    if by_file.is_none() {
        problems.push(unknown("source", word, sources.keys().map(String::as_str), row.at("source")));
    }
    by_file
}

fn facet_values(study: &Study, facets: &[String], row: &Row<'_>, problems: &mut Vec<Problem>) -> FacetValues {
    let mut values = FacetValues::new();
    for facet in facets {
        let word = row.get(facet);
        if word.is_empty() {
            continue;
        }
        if let Some((facet, value)) = assignment(study, facet, word, row.at(facet), problems) {
            values.insert(facet, value);
        }
    }
    values
}

/// `R2`, `customer` or `R2/customer`: another case, another side, or both; `R2/` is the case and `/customer`
/// the side where a word is the key of both. Keys may hold a slash, so every slash is tried as the separator.
fn about(study: &Study, row: &Row<'_>, problems: &mut Vec<Problem>) -> About {
    let cell = row.get("about");
    let case_of = |word: &str| study.cases.iter().find(|c| c.key.as_str() == word).map(|c| c.key.clone());
    let side_of = |word: &str| study.sides.iter().find(|s| s.key.as_str() == word).map(|s| s.key.clone());
    let mut readings: Vec<About> = Vec::new();
    readings.extend(case_of(cell).map(|case| About { case: Some(case), side: None }));
    readings.extend(side_of(cell).map(|side| About { case: None, side: Some(side) }));
    for (at, slash) in cell.match_indices('/') {
        let (first, second) = (cell[..at].trim(), cell[at + slash.len()..].trim());
        let (case, side) = (case_of(first), side_of(second));
        let fits = (case.is_some() || first.is_empty()) && (side.is_some() || second.is_empty());
        let swapped = (case_of(second), side_of(first));
        if fits && (case.is_some() || side.is_some()) {
            readings.push(About { case, side });
        } else if let (Some(case), Some(side)) = swapped {
            readings.push(About { case: Some(case), side: Some(side) });
        }
    }
    readings.dedup();
    match readings.as_slice() {
        [one] => one.clone(),
        [] if cell.is_empty() => About::default(),
        [] => {
            problems.push(not_about(study, row, cell));
            About::default()
        }
        _ => {
            let problem = Problem::error(row.at("about"), format!("`{cell}` is both a case and a side"));
            problems.push(problem.hint("write `case/` for the case, `/side` for the side, or `case/side`"));
            About::default()
        }
    }
}

/// Why `cell` names no case and no side.
fn not_about(study: &Study, row: &Row<'_>, cell: &str) -> Problem {
    let known: Vec<&str> = study
        .cases
        .iter()
        .map(|c| c.key.as_str())
        .chain(study.sides.iter().map(|s| s.key.as_str()))
        .collect();
    let words: Vec<&str> = cell.split('/').map(str::trim).filter(|word| !word.is_empty()).collect();
    match words.iter().find(|word| !known.contains(word)) {
        Some(word) if words.len() <= 2 => {
            unknown("case or side", word, known.iter().copied(), row.at("about"))
        }
        _ => Problem::error(row.at("about"), format!("`{cell}` names more than a case and a side"))
            .hint("write a case, a side, or `case/side`"),
    }
}

/// What makes a coding this one and no other, but for its ordinal: source, coder, code, the
/// quotation as typed (normalised, white space folded; offsets when there is none), facet values.
pub(super) fn coding_identity(
    source: &str,
    coder: &CoderKey,
    target: &Target,
    typed: &str,
    offsets: Option<(usize, usize)>,
) -> String {
    let code = target.code().map_or("", CodeKey::as_str);
    let facets: Vec<String> =
        target.facets().iter().map(|(facet, value)| format!("{facet}={value}")).collect();
    let words = themata_model::fold_typed(typed);
    let place = match offsets {
        Some((start, end)) if words.is_empty() => format!("{start}-{end}"),
        _ => words,
    };
    super::ids::identity(&[source, coder.as_str(), code, &place, &facets.join(";")])
}
