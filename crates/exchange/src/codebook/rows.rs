//! The codes that a spreadsheet lists, as it lists them: one row a code, or level by level in columns.

use themata_ingest::Sheet;
use themata_model::{Place, Problem};

use super::fields::{ATTRIBUTE, FACET, Field, of_heads};
use super::paths;

/// One code as it is listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// The line in which it stands.
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) above: Above,
    /// What else is told of it; each field once.
    pub(super) told: Vec<(Field, String)>,
    pub(super) facets: Vec<(String, String)>,
    pub(super) attributes: Vec<(String, String)>,
    /// How deep it stands among the columns of levels, the highest first.
    pub(super) column: Option<usize>,
}

/// What is told of the code above.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Above {
    /// Nothing.
    #[default]
    Untold,
    /// That there is none.
    Nothing,
    /// Its key, marker, name or path.
    Words(String),
    /// The row in which it is listed.
    Row(usize),
}

/// All that is listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Listed {
    pub(super) rows: Vec<Row>,
    /// The levels that columns are called after, the highest first; empty names where the columns have none.
    pub(super) columns: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

impl Row {
    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.told.iter().find(|(own, _)| *own == field).map(|(_, words)| words.as_str())
    }

    /// Adds what another row tells of the same code; what contradicts is returned.
    fn add(&mut self, other: Row) -> Vec<&'static str> {
        let mut against = Vec::new();
        for (field, words) in other.told {
            match self.told.iter().find(|(own, _)| *own == field) {
                Some((_, own)) if *own != words => against.push(field.word()),
                Some(_) => {}
                None => self.told.push((field, words)),
            }
        }
        let absent = |own: &Vec<(String, String)>, name: &str| own.iter().all(|(own, _)| own != name);
        self.facets.extend(
            other.facets.into_iter().filter(|(name, _)| absent(&self.facets, name)).collect::<Vec<_>>(),
        );
        let more: Vec<_> =
            other.attributes.into_iter().filter(|(name, _)| absent(&self.attributes, name)).collect();
        self.attributes.extend(more);
        against
    }
}

/// Reads what a spreadsheet lists; `is_level` tells whether a head names a level of the study.
pub(super) fn listed(file: &str, sheet: Sheet, is_level: &dyn Fn(&str) -> bool) -> Listed {
    let heads = sheet.head.clone();
    let fields = of_heads(&heads);
    let shape = Shape::of(&heads, &fields, &sheet.rows, is_level);
    let mut problems = sheet.problems;
    let mut rows = sheet.rows;
    if shape.headless {
        rows.insert(0, (1, heads.clone()));
    }
    let mut listed = match &shape.levels {
        Some(columns) => by_columns(file, &rows, columns, &shape, &heads, &fields),
        None => one_a_row(file, &rows, &heads, &fields),
    };
    problems.append(&mut listed.problems);
    let left_out: Vec<&str> = heads
        .iter()
        .zip(&fields)
        .filter(|(_, field)| **field == Some(Field::Counted))
        .map(|(head, _)| head.as_str())
        .collect();
    if !left_out.is_empty() && !shape.headless {
        let message = format!("left out: {}; codings are counted anew", left_out.join(", "));
        problems.push(Problem::warning(Place::file(file).line(1), message));
    }
    Listed { problems, ..listed }
}

/// How the columns are to be understood.
struct Shape {
    /// The columns that are levels, the highest first.
    levels: Option<Vec<usize>>,
    /// Whether the first row is no head.
    headless: bool,
}

/// Words that people write above columns of levels, by how high the level is.
const LEVELS: [(u8, &[&str]); 4] = [
    (
        3,
        &[
            "dimension",
            "aggregate dimension",
            "aggregate dimensions",
            "dimensions",
            "oberkategorie",
            "hauptkategorie",
        ],
    ),
    (
        2,
        &[
            "theme",
            "themes",
            "second-order theme",
            "second-order themes",
            "2nd order theme",
            "2nd-order theme",
            "thema",
            "kategorie",
        ],
    ),
    (
        1,
        &[
            "category",
            "categories",
            "first-order category",
            "first-order categories",
            "first-order concept",
            "1st order concept",
            "1st-order concept",
            "concept",
            "subkategorie",
            "unterkategorie",
        ],
    ),
    (0, &["code", "codes", "open code", "open codes", "subcode", "sub-code", "untercode"]),
];

fn height(head: &str) -> Option<u8> {
    let head = head.trim().to_lowercase();
    LEVELS.iter().find(|(_, words)| words.contains(&head.as_str())).map(|(height, _)| *height)
}

impl Shape {
    fn of(
        heads: &[String],
        fields: &[Option<Field>],
        rows: &[(usize, Vec<String>)],
        is_level: &dyn Fn(&str) -> bool,
    ) -> Shape {
        let told = fields.iter().any(Option::is_some);
        let is_filled = |row: &[String], at: usize| row.get(at).is_some_and(|cell| !cell.trim().is_empty());
        let width = rows.iter().map(|(_, row)| row.len()).chain([heads.len()]).max().unwrap_or(0);
        let used: Vec<usize> = (0..width)
            .filter(|at| is_filled(heads, *at) || rows.iter().any(|(_, row)| is_filled(row, *at)))
            .collect();
        let by_word = |at: &usize| {
            let head = heads.get(*at).map_or("", String::as_str);
            !head.trim().is_empty() && (is_level(head) || height(head).is_some())
        };
        let levels: Vec<usize> = used.iter().copied().filter(by_word).collect();
        let above =
            fields.iter().any(|field| matches!(field, Some(Field::Parent | Field::Path | Field::Level)));
        if levels.len() > 1 && !above {
            let mut levels = levels;
            let heights: Vec<Option<u8>> = levels.iter().map(|at| height(&heads[*at])).collect();
            // From the code upward, as some people write it.
            if heights.iter().all(Option::is_some) && heights.is_sorted() {
                levels.reverse();
            }
            return Shape { levels: Some(levels), headless: false };
        }
        if !told {
            let in_head = heads.iter().filter(|head| !head.trim().is_empty()).count();
            let headless = in_head <= 1 && !heads.iter().any(|head| is_level(head) || height(head).is_some());
            return Shape { levels: Some(used), headless };
        }
        // Columns before the one with the names, or without a head, are levels as well.
        let name = fields.iter().position(|field| *field == Some(Field::Name));
        let before: Vec<usize> = used
            .iter()
            .copied()
            .filter(|at| fields.get(*at).copied().flatten().is_none() && name.is_none_or(|name| *at <= name))
            .collect();
        let plain = |at: &usize| {
            !heads.get(*at).is_some_and(|head| head.starts_with(ATTRIBUTE) || head.starts_with(FACET))
        };
        match name {
            Some(name) if !above && before.first() == Some(&0) && before.iter().all(plain) => {
                Shape { levels: Some(before.into_iter().chain([name]).collect()), headless: false }
            }
            None if !above && !before.is_empty() => {
                let levels = before.iter().zip(0..).take_while(|(at, n)| **at == *n).map(|(at, _)| *at);
                let levels: Vec<usize> = levels.filter(|at| plain(at)).collect();
                Shape { levels: Some(levels).filter(|levels| !levels.is_empty()), headless: false }
            }
            _ => Shape { levels: None, headless: false },
        }
    }
}

/// What the cells beside the name tell.
fn told(line: usize, cells: &[String], heads: &[String], fields: &[Option<Field>], without: &[usize]) -> Row {
    let mut row = Row { line, ..Row::default() };
    for (at, cell) in
        cells.iter().enumerate().filter(|(at, cell)| !without.contains(at) && !cell.trim().is_empty())
    {
        let head = heads.get(at).map_or("", |head| head.trim());
        match fields.get(at).copied().flatten() {
            Some(Field::Counted | Field::Name | Field::Parent | Field::Path) => {}
            Some(field) => row.told.push((field, cell.clone())),
            None if head.is_empty() => {}
            None => match (head.strip_prefix(FACET), head.strip_prefix(ATTRIBUTE)) {
                (Some(facet), _) => row.facets.push((facet.to_string(), cell.trim().to_string())),
                (_, Some(name)) => row.attributes.push((name.to_string(), cell.clone())),
                _ => row.attributes.push((head.to_string(), cell.clone())),
            },
        }
    }
    row
}

/// A table with one row a code.
fn one_a_row(
    file: &str,
    rows: &[(usize, Vec<String>)],
    heads: &[String],
    fields: &[Option<Field>],
) -> Listed {
    let mut listed = Listed::default();
    let column = |field: Field| fields.iter().position(|own| *own == Some(field));
    let (name_at, path_at, parent_at) = (column(Field::Name), column(Field::Path), column(Field::Parent));
    let cell = |row: &[String], at: Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
    let paths: Vec<String> = rows.iter().map(|(_, row)| cell(row, path_at)).collect();
    let mark = paths::mark(paths.iter().map(String::as_str));
    let is_nested = path_at.is_none() && parent_at.is_none();
    // How far the names above are set in, with their rows.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for ((line, cells), path) in rows.iter().zip(&paths) {
        let mut row = told(*line, cells, heads, fields, &[]);
        let typed = cell(cells, name_at);
        let mut steps = paths::steps(path, mark);
        let key = row.get(Field::Key).unwrap_or_default().to_string();
        row.name = match (typed.trim(), steps.last(), key.trim()) {
            ("", Some(last), _) => last.clone(),
            ("", None, "") => {
                let place = Place::file(file).line(*line);
                listed.problems.push(
                    Problem::error(place, "the row names no code")
                        .hint("give it a name, or take the row out"),
                );
                continue;
            }
            ("", None, key) => key.to_string(),
            (typed, ..) => typed.to_string(),
        };
        if steps.last() == Some(&row.name) {
            steps.pop();
        }
        let parent = cell(cells, parent_at);
        row.above = if !parent.trim().is_empty() {
            Above::Words(parent.trim().to_string())
        } else if !path.trim().is_empty() {
            listed.ensure(&steps, *line).map_or(Above::Nothing, Above::Row)
        } else if is_nested {
            let set_in = typed.chars().take_while(|c| c.is_whitespace()).count();
            while open.last().is_some_and(|(other, _)| *other >= set_in) {
                open.pop();
            }
            let above = open.last().map(|(_, at)| *at);
            open.push((set_in, listed.rows.len()));
            above.map_or(Above::Untold, Above::Row)
        } else {
            Above::Nothing
        };
        // A path may have been needed before its own row came.
        let implied = |own: &Row| own.above == row.above && own.name == row.name && own.told.is_empty();
        match listed.rows.iter().position(implied).filter(|_| !path.trim().is_empty()) {
            Some(at) => {
                listed.rows[at].add(row);
            }
            None => listed.rows.push(row),
        }
    }
    listed
}

impl Listed {
    /// The row of the code with this path, made where there is none.
    pub(super) fn ensure(&mut self, path: &[String], line: usize) -> Option<usize> {
        let mut above: Option<usize> = None;
        for name in path {
            let wanted = above.map_or(Above::Nothing, Above::Row);
            let found = self.rows.iter().position(|row| row.above == wanted && row.name == *name);
            above = Some(found.unwrap_or_else(|| {
                self.rows.push(Row { line, name: name.clone(), above: wanted, ..Row::default() });
                self.rows.len() - 1
            }));
        }
        above
    }
}

/// A table in which each level has a column; what a row leaves empty on the left is as in the row above.
fn by_columns(
    file: &str,
    rows: &[(usize, Vec<String>)],
    columns: &[usize],
    shape: &Shape,
    heads: &[String],
    fields: &[Option<Field>],
) -> Listed {
    let names = columns.iter().map(|at| heads.get(*at).map_or("", |head| head.trim()).to_string());
    let names: Vec<String> =
        if shape.headless { vec![String::new(); columns.len()] } else { names.collect() };
    let mut listed = Listed { columns: names, ..Listed::default() };
    // The codes of the row above, by column.
    let mut open: Vec<Option<usize>> = vec![None; columns.len()];
    for (line, cells) in rows {
        let words: Vec<&str> =
            columns.iter().map(|at| cells.get(*at).map_or("", |cell| cell.trim())).collect();
        let Some(first) = words.iter().position(|word| !word.is_empty()) else {
            let beside = told(*line, cells, heads, fields, columns);
            if beside.told.iter().any(|(field, _)| *field == Field::Definition)
                || !beside.attributes.is_empty()
            {
                let message = "the row tells something, but names no code";
                listed.problems.push(Problem::warning(Place::file(file).line(*line), message));
            }
            continue;
        };
        open[first..].fill(None);
        let mut last = None;
        for (depth, word) in words.iter().enumerate().skip(first).filter(|(_, word)| !word.is_empty()) {
            let above = open[..depth].iter().rev().find_map(|at| *at);
            let above = above.map_or(Above::Nothing, Above::Row);
            let same = |row: &Row| row.above == above && row.name == *word && row.column == Some(depth);
            let at = listed.rows.iter().position(same).unwrap_or_else(|| {
                let row = Row {
                    line: *line,
                    name: (*word).to_string(),
                    above,
                    column: Some(depth),
                    ..Row::default()
                };
                listed.rows.push(row);
                listed.rows.len() - 1
            });
            open[depth..].fill(None);
            open[depth] = Some(at);
            last = Some(at);
        }
        if let Some(row) = last.and_then(|at| listed.rows.get_mut(at)) {
            for field in row.add(told(*line, cells, heads, fields, columns)) {
                let message =
                    format!("`{}` has another {field} in a row above; the first one is kept", row.name);
                listed.problems.push(Problem::warning(Place::file(file).line(*line).column(field), message));
            }
        }
    }
    listed
}
