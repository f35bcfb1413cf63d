//! Codes as they are listed become codes of a study: what stands above them, which of them the study knows, what
//! is new.

use std::collections::{BTreeSet, HashMap};

use themata_model::{Code, CodeKey, Codebook, Place, Problem, RowId, Severity, Study, slug};

use super::fields::{Field, items};
use super::levels::{Ranks, Told};
use super::rows::{Above, Listed, Row};
use super::{BookReading, paths};
use crate::folder::assignment_in;
use crate::refi::colour;

/// The code above a listed one.
#[derive(Clone, Debug, PartialEq)]
enum Parent {
    Nothing,
    Row(usize),
    Known(CodeKey),
}

/// Makes the codes of `listed` codes of `study`.
pub(super) fn resolved(
    file: &str,
    listed: Listed,
    study: &Study,
    fresh: &mut dyn FnMut(&CodeKey) -> RowId,
) -> BookReading {
    let Listed { rows, columns, problems } = listed;
    let mut work = Work { file, rows, study, book: &study.codebook, problems };
    work.leave_out_unknown_facets();
    let parents = work.parents();
    let Some(order) = work.order(&parents) else { return work.refused() };
    let known = work.known(&parents, &order);
    let Some(keys) = work.keys(&known) else { return work.refused() };
    let told = Told { file, rows: &work.rows, columns: &columns };
    let above = |at: usize| match &parents[at] {
        Parent::Row(row) => Some(*row),
        _ => None,
    };
    let Some(ranks) = Ranks::of(&told, study, &order, &above, &mut work.problems) else {
        return work.refused();
    };
    let mut codes: Vec<Code> = work.book.codes().to_vec();
    let mut reading = BookReading::default();
    let mut lines: HashMap<CodeKey, usize> = HashMap::new();
    for at in &order {
        let row = work.rows[*at].clone();
        let key = keys[*at].clone();
        lines.insert(key.clone(), row.line);
        let old = known[*at].as_ref().and_then(|key| work.book.get(key));
        let parent = match &parents[*at] {
            Parent::Nothing => None,
            Parent::Row(above) => Some(keys[*above].clone()),
            Parent::Known(key) => Some(key.clone()),
        };
        let rank_above = parent.as_ref().and_then(|key| codes.iter().find(|code| code.key == *key));
        let rank_above = rank_above.and_then(|code| ranks.of_level(&code.level));
        let mut code = match old {
            Some(old) => old.clone(),
            None => Code {
                id: fresh(&key),
                key: key.clone(),
                level: ranks.level(ranks.rank(*at, rank_above)),
                framework: None,
                parent: None,
                marker: None,
                name: row.name.clone(),
                aliases: Vec::new(),
                definition: String::new(),
                inclusion: String::new(),
                exclusion: String::new(),
                origin: None,
                references: Vec::new(),
                colour: None,
                prefilled: Default::default(),
                attributes: Default::default(),
            },
        };
        if let (Some(_), Some(rank)) = (old, ranks.told(*at)) {
            code.level = ranks.level(rank);
        }
        if row.above != Above::Untold || old.is_none() {
            code.parent = parent;
        }
        work.tell(&mut code, &row);
        match (old, codes.iter_mut().find(|code| code.key == key)) {
            (Some(old), Some(_)) if *old == code => reading.same.push(key),
            (Some(_), Some(place)) => {
                *place = code;
                reading.changed.push(key);
            }
            _ => {
                codes.push(code);
                reading.added.push(key);
            }
        }
    }
    reading.untold = work
        .book
        .codes()
        .iter()
        .map(|code| code.key.clone())
        .filter(|key| !lines.contains_key(key))
        .collect();
    match Codebook::new(ranks.levels, codes) {
        Ok(book) => reading.codebook = Some(book),
        Err(faults) => {
            for fault in faults {
                let line = fault.code().and_then(|key| lines.get(key));
                let place = line.map_or_else(|| Place::file(file), |line| Place::file(file).line(*line));
                work.problems.push(Problem::error(place, fault.to_string()));
            }
        }
    }
    if work.problems.iter().any(|problem| problem.severity == Severity::Error) {
        return work.refused();
    }
    reading.problems = work.problems;
    reading
}

struct Work<'a> {
    file: &'a str,
    rows: Vec<Row>,
    study: &'a Study,
    book: &'a Codebook,
    problems: Vec<Problem>,
}

impl Work<'_> {
    fn refused(self) -> BookReading {
        BookReading { problems: self.problems, ..BookReading::default() }
    }

    /// Values in facets that the study does not have are left out, and told once a facet.
    fn leave_out_unknown_facets(&mut self) {
        let is_known = |facet: &str| self.study.facets.iter().any(|own| own.key.as_str() == facet);
        let told =
            self.rows.iter().flat_map(|row| row.facets.iter().map(move |(facet, _)| (facet, row.line)));
        let unknown: Vec<(String, usize)> =
            told.filter(|(facet, _)| !is_known(facet)).map(|(facet, line)| (facet.clone(), line)).collect();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (facet, line) in unknown {
            if names.insert(facet.clone()) {
                let place = Place::file(self.file).line(line).column(format!("facet:{facet}"));
                let message = format!("left out: values in `{facet}`, which is no facet of the study");
                let problem = Problem::warning(place, message);
                self.problems.push(
                    problem.hint(format!("add it with `--facet {facet}=…` or `themata facets add {facet}`")),
                );
            }
        }
        for row in &mut self.rows {
            row.facets.retain(|(facet, _)| !names.contains(facet));
        }
    }

    fn place(&self, at: usize, field: Field) -> Place {
        Place::file(self.file).line(self.rows[at].line).column(field.word())
    }

    fn parents(&mut self) -> Vec<Parent> {
        let mut parents = Vec::with_capacity(self.rows.len());
        for at in 0..self.rows.len() {
            let parent = match &self.rows[at].above {
                Above::Untold | Above::Nothing => Parent::Nothing,
                Above::Row(row) => Parent::Row(*row),
                Above::Words(words) => {
                    let words = words.clone();
                    self.named(at, &words)
                }
            };
            parents.push(parent);
        }
        parents
    }

    /// The code that words in a row mean as the one above.
    fn named(&mut self, at: usize, words: &str) -> Parent {
        let mut found = self.meant(words, self.rows.len());
        found.retain(|other| *other != at);
        match found.as_slice() {
            [only] => return Parent::Row(*only),
            [] => {}
            several => {
                let lines: Vec<String> =
                    several.iter().map(|row| format!("line {}", self.rows[*row].line)).collect();
                let message = format!("`{words}` may be the code of {}", lines.join(" or "));
                let problem = Problem::error(self.place(at, Field::Parent), message);
                self.problems.push(
                    problem
                        .hint("name the code above by its key, or by its path with ` > ` between the names"),
                );
                return Parent::Nothing;
            }
        }
        match self.book.matches(words).as_slice() {
            [only] => return Parent::Known(only.key.clone()),
            [] => {}
            several => {
                let keys: Vec<String> = several.iter().map(|code| format!("`{}`", code.key)).collect();
                let message = format!("`{words}` may mean any of the codes {}", keys.join(", "));
                let problem = Problem::error(self.place(at, Field::Parent), message);
                self.problems.push(problem.hint("name the code above by its key"));
                return Parent::Nothing;
            }
        }
        let known = self.rows.iter().map(|row| row.name.as_str());
        let known: Vec<&str> = known.chain(self.book.codes().iter().map(|code| code.name.as_str())).collect();
        let lower = words.to_lowercase();
        let nearest = known
            .iter()
            .map(|name| (strsim::osa_distance(&name.to_lowercase(), &lower), *name))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, _)| *distance <= 2.max(words.chars().count() / 3));
        let problem = Problem::error(self.place(at, Field::Parent), format!("there is no code `{words}`"));
        self.problems.push(match nearest {
            Some((_, name)) => problem.hint(format!("did you mean `{name}`?")),
            None => problem.hint("name the code above by its key, marker, name or path"),
        });
        Parent::Nothing
    }

    /// The rows that words may mean: by key, else by marker, else by name or alias, else by path.
    fn meant(&self, words: &str, patience: usize) -> Vec<usize> {
        let lower = words.to_lowercase();
        let by = |fits: &dyn Fn(&Row) -> bool| -> Vec<usize> {
            self.rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect()
        };
        let called = |row: &Row| {
            let marked = row.get(Field::Marker).map(|marker| format!("{marker}. {}", row.name));
            row.name.to_lowercase() == lower
                || marked.is_some_and(|name| name == words)
                || row
                    .get(Field::Aliases)
                    .is_some_and(|cell| items(cell).iter().any(|own| own.to_lowercase() == lower))
        };
        let rules: [&dyn Fn(&Row) -> bool; 3] = [
            &|row| row.get(Field::Key).is_some_and(|key| key.trim() == words),
            &|row| row.get(Field::Marker) == Some(words),
            &called,
        ];
        if let Some(found) = rules.into_iter().map(by).find(|found| !found.is_empty()) {
            return found;
        }
        if patience == 0 {
            return Vec::new();
        }
        for (above, name) in paths::cuts(words).filter(|(above, name)| !above.is_empty() && !name.is_empty())
        {
            let above = self.meant(above, patience - 1);
            let lower = name.to_lowercase();
            let stands_below = |row: &Row| match &row.above {
                Above::Row(at) => above.contains(at),
                Above::Words(words) => self.meant(words, patience - 1).iter().any(|at| above.contains(at)),
                Above::Untold | Above::Nothing => false,
            };
            let found = by(&|row| row.name.to_lowercase() == lower && stands_below(row));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The rows so that each comes after the one above it, else in their order.
    fn order(&mut self, parents: &[Parent]) -> Option<Vec<usize>> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
        let mut waiting: Vec<usize> = Vec::new();
        for (at, parent) in parents.iter().enumerate() {
            match parent {
                Parent::Row(above) => below[*above].push(at),
                _ => waiting.push(at),
            }
        }
        waiting.reverse();
        let mut order = Vec::with_capacity(parents.len());
        while let Some(at) = waiting.pop() {
            order.push(at);
            waiting.extend(below[at].iter().rev());
        }
        let done: BTreeSet<usize> = order.iter().copied().collect();
        if let Some(at) = (0..parents.len()).find(|at| !done.contains(at)) {
            let message = format!("the code `{}` lies below itself", self.rows[at].name);
            let problem = Problem::error(self.place(at, Field::Parent), message);
            self.problems.push(problem.hint("follow the codes above and break the circle"));
            return None;
        }
        Some(order)
    }

    /// The code of the study that each row means, if it has one.
    fn known(&self, parents: &[Parent], order: &[usize]) -> Vec<Option<CodeKey>> {
        let mut known: Vec<Option<CodeKey>> = vec![None; self.rows.len()];
        let mut taken: BTreeSet<CodeKey> = BTreeSet::new();
        for at in order {
            let row = &self.rows[*at];
            let found = match row.get(Field::Key) {
                Some(key) => key.parse().ok().filter(|key| self.book.get(key).is_some()),
                None if row.above == Above::Untold => match self.book.matches(&row.name).as_slice() {
                    [only] => Some(only.key.clone()),
                    _ => None,
                },
                None => {
                    let parent = match &parents[*at] {
                        Parent::Nothing => Some(None),
                        Parent::Row(above) => known[*above].clone().map(Some),
                        Parent::Known(key) => Some(Some(key.clone())),
                    };
                    let lower = row.name.to_lowercase();
                    let is = |code: &&Code| {
                        code.name.to_lowercase() == lower && parent.as_ref() == Some(&code.parent)
                    };
                    self.book.codes().iter().find(is).map(|code| code.key.clone())
                }
            };
            known[*at] = found.filter(|key| taken.insert(key.clone()));
        }
        known
    }

    /// The key of each row.
    fn keys(&mut self, known: &[Option<CodeKey>]) -> Option<Vec<CodeKey>> {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut given: Vec<Option<CodeKey>> = Vec::with_capacity(self.rows.len());
        let mut is_good = true;
        for (at, known) in known.iter().enumerate() {
            let key = match (known, self.rows[at].get(Field::Key)) {
                (Some(key), _) => Some(key.clone()),
                (None, None) => None,
                (None, Some(words)) => match words.parse::<CodeKey>() {
                    Ok(key) => Some(key),
                    Err(error) => {
                        self.problems.push(Problem::error(self.place(at, Field::Key), error.to_string()));
                        is_good = false;
                        None
                    }
                },
            };
            if let Some(key) = &key
                && let Some(first) = taken.insert(key.to_string(), at)
            {
                let message = format!("`{key}` is listed in line {} already", self.rows[first].line);
                self.problems
                    .push(Problem::error(self.place(at, Field::Key), message).hint("each code has one row"));
                is_good = false;
            }
            given.push(key);
        }
        let mut keys = Vec::with_capacity(given.len());
        for (row, given) in self.rows.iter().zip(given) {
            let key = given.or_else(|| {
                let stem = slug(&row.name);
                let numbered = (2..).map(|n| format!("{stem}-{n}"));
                let is_free = |key: &String| {
                    !taken.contains_key(key) && self.book.codes().iter().all(|code| code.key.as_str() != key)
                };
                let free = std::iter::once(stem.clone()).chain(numbered).find(is_free)?;
                taken.insert(free.clone(), row.line);
                free.parse().ok()
            });
            keys.push(key?);
        }
        is_good.then_some(keys)
    }

    /// Puts into a code what its row tells; what is left empty stays as it is.
    fn tell(&mut self, code: &mut Code, row: &Row) {
        let told: Vec<(Field, String)> = row.told.clone();
        let tells_aliases = row.get(Field::Aliases).is_some();
        if code.name != row.name {
            let old = std::mem::replace(&mut code.name, row.name.clone());
            if !tells_aliases && !code.aliases.contains(&old) {
                code.aliases.push(old);
            }
        }
        let at = |field: Field| Place::file(self.file).line(row.line).column(field.word());
        for (field, words) in told {
            match field {
                Field::Marker => code.marker = Some(words.trim().to_string()),
                Field::Aliases => code.aliases = items(&words),
                Field::Definition => code.definition = words,
                Field::Inclusion => code.inclusion = words,
                Field::Exclusion => code.exclusion = words,
                Field::References => code.references = items(&words),
                Field::Origin => match words.trim().parse() {
                    Ok(origin) => code.origin = Some(origin),
                    Err(error) => self.problems.push(Problem::error(at(field), error)),
                },
                Field::Colour => match colour(words.trim()) {
                    Some(colour) => code.colour = Some(colour),
                    None => {
                        let message =
                            format!("left out: `{}` is not a colour such as `#1F77B4`", words.trim());
                        self.problems.push(Problem::warning(at(field), message));
                    }
                },
                _ => {}
            }
        }
        for (facet, value) in &row.facets {
            let place = Place::file(self.file).line(row.line).column(format!("facet:{facet}"));
            if let Some((facet, value)) = assignment_in(self.study, facet, value, place, &mut self.problems) {
                code.prefilled.insert(facet, value);
            }
        }
        code.attributes.extend(row.attributes.iter().cloned());
    }
}
