//! Takes away problems that only follow from another one, and folds rows with the same mistake.

use std::collections::BTreeMap;

use themata_model::{Problem, Severity};

use super::Files;
use super::sheet::first_column;

/// How many rows of the same mistake are told with their line each.
const TOLD: usize = 3;

/// Leaves the mistakes that a person has to mend, in the order of files and lines.
pub(super) fn tidy(files: &Files, problems: Vec<Problem>) -> Vec<Problem> {
    let mut kept = without_consequences(files, problems);
    // A stable sort: problems of one line stay in the order in which they were found.
    kept.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
    folded(kept)
}

/// What could not be read makes every reference to it fail; that is told once, at its root.
fn without_consequences(files: &Files, problems: Vec<Problem>) -> Vec<Problem> {
    let broken = |wanted: &dyn Fn(&Problem) -> bool| {
        problems.iter().any(|p| p.severity == Severity::Error && wanted(p))
    };
    let codes_unread = broken(&|p| {
        p.message.starts_with("there is no codebook")
            || p.message.starts_with("not valid TOML") && p.place.file != "study.toml"
            || p.message.starts_with("the codebook names no levels")
    });
    let codes_missing = broken(&|p| p.message == "`level` is missing" || p.message == "`key` is missing");
    let codings_unread = broken(&|p| p.place.file.starts_with("codings/") || p.place.file == "sources.csv")
        || codes_unread
        || codes_missing;
    // Keys that stand in the tables, whatever became of their rows.
    let listed = |file: &str| files.get(file).map(|bytes| first_column(bytes)).unwrap_or_default();
    let tables: BTreeMap<&str, Vec<String>> = [
        ("source", "sources.csv"),
        ("party", "parties.csv"),
        ("case", "cases.csv"),
        ("informant", "informants.csv"),
        ("coder", "coders.csv"),
    ]
    .into_iter()
    .map(|(what, file)| (what, listed(file)))
    .collect();
    let follows = |problem: &Problem| {
        let message = problem.message.as_str();
        let missing_code =
            message.starts_with("there is no code `") || message.contains("which is not in the codebook");
        let words =
            message.starts_with("no coding has the words") || message.starts_with("there is no coding ");
        let listed = tables.iter().any(|(what, keys)| {
            let key = message
                .strip_prefix(&format!("there is no {what} `"))
                .and_then(|rest| rest.strip_suffix('`'));
            key.is_some_and(|key| keys.iter().any(|known| known == key))
        });
        missing_code && (codes_unread || codes_missing) || words && codings_unread || listed
    };
    problems.into_iter().filter(|problem| !follows(problem)).collect()
}

/// The first rows of the same mistake in the same column stand for all; the last of them says how
/// many more there are.
fn folded(problems: Vec<Problem>) -> Vec<Problem> {
    let mut seen: BTreeMap<(String, Option<String>, String), (usize, usize)> = BTreeMap::new();
    let mut kept: Vec<Problem> = Vec::new();
    for problem in problems {
        let same = (problem.place.file.clone(), problem.place.column.clone(), problem.message.clone());
        let (count, last) = seen.entry(same).or_insert((0, 0));
        *count += 1;
        if *count <= TOLD {
            *last = kept.len();
            kept.push(problem);
        }
    }
    for (count, last) in seen.into_values().filter(|(count, _)| *count > TOLD) {
        let more = count - TOLD;
        let rows = if more == 1 { "row" } else { "rows" };
        kept[last].message.push_str(&format!(" (and in {more} more {rows})"));
    }
    kept
}
