//! The levels that codes of other tools stand on, which know none.

use std::collections::{BTreeSet, HashMap};

use themata_model::{Code, CodeKey, Codebook, CodebookError, Level, LevelKey, Place, Problem, StudyId};

use crate::refi::options::Levels;
use crate::refi::project::Set;

/// Key and name of the printed levels of Gioia, lowest first.
const GIOIA: [(&str, &str); 3] = [
    ("category", "First-order categories"),
    ("theme", "Second-order themes"),
    ("dimension", "Aggregate dimensions"),
];

/// The codebook of `codes` with a level for each.
///
/// # Errors
/// When the levels asked for do not fit how the codes are nested.
pub(super) fn on_levels(
    study: StudyId,
    codes: &[Code],
    wanted: &Levels,
    sets: &[Set],
    problems: &mut Vec<Problem>,
) -> Result<Codebook, Vec<CodebookError>> {
    let mut codes = codes.to_vec();
    let parents = parents(&codes);
    let open = ("open", "Open codes");
    // Lowest first: key, name and whether it is open.
    let (levels, ranks): (Vec<(String, String, bool)>, Vec<usize>) = match wanted {
        Levels::Depth => {
            let depths = depths(&parents);
            let deepest = depths.iter().map(|depth| depth + 1).max().unwrap_or(1);
            let printed = deepest.min(GIOIA.len());
            let is_open = deepest > printed;
            let rank = |depth: &usize| (printed + usize::from(is_open)).saturating_sub(depth + 1);
            (gioia(printed, is_open, open), depths.iter().map(rank).collect())
        }
        Levels::Height => {
            let heights = heights(&parents);
            let highest = heights.iter().max().map_or(1, |height| height + 1);
            let mut levels = gioia(highest.min(GIOIA.len()), false, open);
            levels.extend(
                (GIOIA.len()..highest)
                    .map(|n| (format!("level {}", n + 1), format!("Level {}", n + 1), false)),
            );
            (levels, heights)
        }
        Levels::Sets(names) => {
            let mut members: Vec<(String, BTreeSet<themata_model::Uuid>)> = Vec::new();
            for name in names {
                let found: Vec<&Set> = sets.iter().filter(|set| same(&set.name, name)).collect();
                if found.is_empty() {
                    let known: Vec<&str> = sets
                        .iter()
                        .filter(|set| !set.codes.is_empty())
                        .map(|set| set.name.as_str())
                        .collect();
                    let message = format!("there is no set of codes `{name}`");
                    let hint = format!("the sets of codes are {}", quoted(&known));
                    problems.push(Problem::warning(Place::file("Sets"), message).hint(hint));
                }
                members
                    .push((name.clone(), found.iter().flat_map(|set| set.codes.iter().copied()).collect()));
            }
            let on = |code: &Code| members.iter().position(|(_, codes)| codes.contains(&code.id.0));
            named(names.iter().map(String::as_str), codes.iter().map(on).collect(), open)
        }
        Levels::Map(map) => {
            let on = |code: &Code| {
                map.iter().position(|(_, names)| {
                    names.iter().any(|name| same(name, &code.name) || same(name, code.key.as_str()))
                })
            };
            named(map.iter().map(|(name, _)| name.as_str()), codes.iter().map(on).collect(), open)
        }
    };
    let levels: Vec<Level> =
        levels.into_iter().filter_map(|(key, name, open)| level(study, &key, &name, open)).collect();
    for (code, rank) in codes.iter_mut().zip(ranks) {
        if let Some(level) = levels.get(rank) {
            code.level = level.key.clone();
        }
    }
    Codebook::new(levels, codes)
}

/// The levels of codes that are nested so deep: the lowest of Gioia's first, and open ones below where these do not
/// suffice.
pub(crate) fn gioia_levels(study: StudyId, deep: usize) -> Vec<Level> {
    let printed = deep.clamp(1, GIOIA.len());
    let levels = gioia(printed, deep > printed, ("open", "Open codes"));
    levels.into_iter().filter_map(|(key, name, open)| level(study, &key, &name, open)).collect()
}

/// Names in backticks for a sentence.
pub(super) fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_string() } else { names.join(", ") }
}

/// Whether two names are the same for a person.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn gioia(printed: usize, is_open: bool, open: (&str, &str)) -> Vec<(String, String, bool)> {
    let below = is_open.then(|| (open.0.to_string(), open.1.to_string(), true));
    let levels =
        GIOIA.iter().take(printed).map(|(key, name)| ((*key).to_string(), (*name).to_string(), false));
    below.into_iter().chain(levels).collect()
}

/// Levels of these names, and an open one below them where some code is on none.
fn named<'a>(
    names: impl Iterator<Item = &'a str>,
    on: Vec<Option<usize>>,
    open: (&str, &str),
) -> (Vec<(String, String, bool)>, Vec<usize>) {
    let below = usize::from(on.iter().any(Option::is_none));
    let mut levels = gioia(0, below == 1, open);
    levels.extend(names.map(|name| (super::names::clean(name), name.to_string(), false)));
    (levels, on.into_iter().map(|level| level.map_or(0, |level| level + below)).collect())
}

fn level(study: StudyId, key: &str, name: &str, open: bool) -> Option<Level> {
    let key: LevelKey = key.parse().ok()?;
    Some(Level { id: study.row("level", key.as_str()), key, name: name.to_string(), open })
}

fn parents(codes: &[Code]) -> Vec<Option<usize>> {
    let at: HashMap<&CodeKey, usize> = codes.iter().map(|code| &code.key).zip(0..).collect();
    codes.iter().map(|code| code.parent.as_ref().and_then(|key| at.get(key)).copied()).collect()
}

/// The codes above each, nearest first; a chain is never longer than the codebook.
fn above(parents: &[Option<usize>], at: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(parents[at], |at| parents[*at]).take(parents.len())
}

/// How many codes stand above each.
fn depths(parents: &[Option<usize>]) -> Vec<usize> {
    (0..parents.len()).map(|at| above(parents, at).count()).collect()
}

/// How many codes stand below each, one below the other.
fn heights(parents: &[Option<usize>]) -> Vec<usize> {
    let mut heights = vec![0; parents.len()];
    for at in 0..parents.len() {
        for (height, above) in above(parents, at).enumerate() {
            heights[above] = heights[above].max(height + 1);
        }
    }
    heights
}
