//! The levels that listed codes stand on: as they are told, else by how the codes are nested.

use std::collections::BTreeMap;

use themata_model::{Level, LevelKey, Place, Problem, Study, slug};

use super::fields::Field;
use super::rows::Row;
use crate::refi::gioia_levels;

/// What is told of levels.
pub(super) struct Told<'a> {
    pub(super) file: &'a str,
    pub(super) rows: &'a [Row],
    /// The heads of columns of levels, the highest first.
    pub(super) columns: &'a [String],
}

/// The levels of the codebook, the lowest first, and the ranks of the listed codes among them.
pub(super) struct Ranks {
    pub(super) levels: Vec<Level>,
    told: Vec<Option<usize>>,
    /// The rank of codes that stand below nothing.
    top: usize,
}

impl Told<'_> {
    /// The word for the level of a row, where one is told.
    fn word(&self, row: &Row) -> Option<String> {
        let by_column = row.column.and_then(|at| self.columns.get(at)).map(String::as_str);
        let word = row.get(Field::Level).or(row.get(Field::LevelName)).or(by_column)?.trim();
        (!word.is_empty()).then(|| word.to_string())
    }
}

fn is(level: &Level, word: &str) -> bool {
    level.key.as_str() == word || level.name.to_lowercase() == word.to_lowercase()
}

impl Ranks {
    pub(super) fn of(
        told: &Told<'_>,
        study: &Study,
        order: &[usize],
        above: &dyn Fn(usize) -> Option<usize>,
        problems: &mut Vec<Problem>,
    ) -> Option<Ranks> {
        let mut depths = vec![0usize; told.rows.len()];
        for at in order {
            depths[*at] = above(*at).map_or(0, |above| depths[above] + 1);
        }
        let nested = depths.iter().map(|depth| depth + 1).max().unwrap_or(1);
        let known = study.codebook.levels();
        let levels = match (known.is_empty(), told.rows.iter().any(|row| told.word(row).is_some())) {
            (false, _) => known.to_vec(),
            (true, true) => made(told, study, &depths, problems)?,
            (true, false) => gioia_levels(study.id, nested),
        };
        let mut ranks = Vec::with_capacity(told.rows.len());
        let mut is_good = true;
        for row in told.rows {
            let rank = told.word(row).and_then(|word| {
                let found = levels.iter().position(|level| is(level, &word));
                // A head of a column need not be a level of the study.
                if found.is_none() && row.get(Field::Level).is_some() {
                    let keys: Vec<String> = levels.iter().map(|level| format!("`{}`", level.key)).collect();
                    let place = Place::file(told.file).line(row.line).column(Field::Level.word());
                    let problem = Problem::error(place, format!("there is no level `{word}`"));
                    let known = keys.join(", ");
                    problems.push(
                        problem.hint(format!("the levels are {known}; add one with `themata levels add`")),
                    );
                    is_good = false;
                }
                found
            });
            ranks.push(rank);
        }
        let lowest = levels.iter().position(|level| !level.open).unwrap_or(0);
        let highest = levels.len().checked_sub(1)?;
        let top = if nested >= levels.len() { highest } else { (lowest + nested - 1).min(highest) };
        is_good.then_some(Ranks { levels, told: ranks, top })
    }

    /// The rank that a row tells.
    pub(super) fn told(&self, row: usize) -> Option<usize> {
        self.told.get(row).copied().flatten()
    }

    /// The rank of a row below a code of rank `above`.
    pub(super) fn rank(&self, row: usize, above: Option<usize>) -> usize {
        let by_nesting = above.map_or(self.top, |above| above.saturating_sub(1));
        self.told(row).unwrap_or(by_nesting)
    }

    pub(super) fn of_level(&self, key: &LevelKey) -> Option<usize> {
        self.levels.iter().position(|level| level.key == *key)
    }

    pub(super) fn level(&self, rank: usize) -> LevelKey {
        self.levels[rank.min(self.levels.len() - 1)].key.clone()
    }
}

/// The levels that the rows of a codebook name, where the study has none.
fn made(told: &Told<'_>, study: &Study, depths: &[usize], problems: &mut Vec<Problem>) -> Option<Vec<Level>> {
    let mut levels: Vec<Level> = Vec::new();
    // By level: the number told, and the depth of its deepest code.
    let mut numbers: BTreeMap<LevelKey, (Option<f64>, usize)> = BTreeMap::new();
    let heads = told.columns.iter().filter(|head| !head.is_empty()).map(|head| (None, head.clone()));
    let words = told.rows.iter().enumerate().filter_map(|(at, row)| Some((Some((at, row)), told.word(row)?)));
    for (row, word) in heads.chain(words) {
        let found = levels.iter().find(|level| is(level, &word)).map(|level| level.key.clone());
        let key = match found {
            Some(key) => key,
            None => {
                let name =
                    row.and_then(|(_, row)| row.get(Field::LevelName)).map(|name| name.trim().to_string());
                let by_key = row.is_some_and(|(_, row)| row.get(Field::Level).is_some()) && name.is_some();
                let key = if by_key { word.clone() } else { slug(&word) };
                let key: LevelKey = match key.parse() {
                    Ok(key) => key,
                    Err(error) => {
                        let line = row.map_or(1, |(_, row)| row.line);
                        let place = Place::file(told.file).line(line).column(Field::Level.word());
                        problems.push(Problem::error(place, format!("{error}")));
                        return None;
                    }
                };
                let open =
                    row.and_then(|(_, row)| row.get(Field::Open)).is_some_and(|word| is_yes(word.trim()));
                let id = study.id.row("level", key.as_str());
                levels.push(Level { id, key: key.clone(), name: name.unwrap_or(word), open });
                key
            }
        };
        let own = numbers.entry(key).or_insert((None, 0));
        if let Some((at, row)) = row {
            own.0 =
                own.0.or_else(|| row.get(Field::LevelOrder).and_then(|number| number.trim().parse().ok()));
            own.1 = own.1.max(depths[at]);
        }
    }
    let number = |level: &Level| numbers.get(&level.key).copied().unwrap_or_default();
    if levels.iter().all(|level| number(level).0.is_some()) {
        levels.sort_by(|a, b| number(a).0.partial_cmp(&number(b).0).unwrap_or(std::cmp::Ordering::Equal));
    } else if told.columns.iter().any(|head| !head.is_empty()) {
        levels.reverse();
    } else {
        levels.reverse();
        levels.sort_by_key(|level| std::cmp::Reverse(number(level).1));
    }
    Some(levels)
}

fn is_yes(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "yes" | "true" | "1" | "x" | "ja")
}
