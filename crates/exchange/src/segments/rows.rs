//! The rows of a table of coded segments, their words understood: codes, coder, weight.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use themata_model::{CodeKey, Codebook, Coder, CoderKey, Place, Problem, RowId, Severity, Study, Weight};

use super::codes::{Labels, Named, mark_of};
use super::columns::Columns;
use super::{SegmentOptions, SegmentReading, SegmentTold};
use crate::codebook::add_paths;

/// One row, understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub(super) line: usize,
    /// The document as the table calls it.
    pub(super) document: String,
    pub(super) codes: Vec<(CodeKey, Option<Weight>)>,
    pub(super) words: String,
    pub(super) coder: CoderKey,
    pub(super) memo: String,
    pub(super) date: String,
    pub(super) start: Option<usize>,
    /// What the further columns say, in their order.
    pub(super) others: Vec<String>,
}

/// What is needed to understand rows.
pub(super) struct Rows<'a> {
    pub(super) file: &'a str,
    pub(super) study: &'a Study,
    pub(super) options: &'a SegmentOptions,
    pub(super) columns: &'a Columns,
    pub(super) head: &'a [String],
    pub(super) reading: &'a mut SegmentReading,
}

type Cells = (usize, Vec<String>);

/// Words in a cell that say that a code is applied.
const APPLIED: [&str; 6] = ["true", "yes", "1", "x", "wahr", "ja"];

fn cell(row: &[String], at: Option<usize>) -> &str {
    at.and_then(|at| row.get(at)).map_or("", |cell| cell.trim())
}

impl Rows<'_> {
    /// The rows with their codes, and the codebook with those that are new.
    pub(super) fn understood(
        &mut self,
        rows: &[Cells],
        fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> Option<(Codebook, Vec<Segment>)> {
        let cells: Vec<Vec<(String, Option<usize>)>> =
            rows.iter().map(|(_, row)| self.code_cells(row)).collect();
        let all = || cells.iter().flatten().map(|(cell, _)| cell.as_str());
        let mark = mark_of(all());
        // Commas part codes only in lists that nothing else parts.
        let lists = self.columns.codes.iter().any(|at| is_plural(&self.head[*at]))
            && !all().any(|cell| cell.contains(['\n', ';']));
        let mut labels = Labels::of(&self.study.codebook);
        if self.options.create_codes {
            labels.learn(all(), mark, lists);
        }
        let named: Vec<Vec<(Named, Option<usize>)>> = cells
            .iter()
            .map(|cells| {
                let of = |(cell, weight): &(String, Option<usize>)| {
                    let weight = *weight;
                    labels.named(cell, mark, lists).into_iter().map(move |named| (named, weight))
                };
                cells.iter().flat_map(of).collect()
            })
            .collect();
        let (book, paths) = self.with_new(&named, fresh)?;
        let weights = self.weights(rows);
        let several = self.in_several_groups(rows);
        let mut coders: HashMap<String, CoderKey> = HashMap::new();
        let mut out = Vec::new();
        for ((line, row), named) in rows.iter().zip(&named) {
            let words = clean(cell(row, Some(self.columns.segment)));
            if words.is_empty() {
                self.leave_out(*line, "it has no words");
                continue;
            }
            let mut codes: Vec<(CodeKey, Option<Weight>)> = Vec::new();
            for (named, weight_at) in named {
                let weight = weight_at.or(self.columns.weight).filter(|_| weights);
                let weight = self.weight(*line, cell(row, weight));
                let Some(key) = self.key(*line, named, &labels, &paths) else { continue };
                if codes.iter().all(|(own, _)| *own != key) {
                    codes.push((key, weight));
                }
            }
            if codes.is_empty() {
                if named.is_empty() {
                    self.leave_out(*line, "it names no code");
                }
                continue;
            }
            let coder = self.coder(cell(row, self.columns.coder), &mut coders, fresh);
            out.push(Segment {
                line: *line,
                document: self.document(row, &several),
                codes,
                words,
                coder,
                memo: clean(cell(row, self.columns.memo)),
                date: cell(row, self.columns.date).to_string(),
                start: cell(row, self.columns.start).parse().ok(),
                others: self.columns.others.iter().map(|(at, _)| cell(row, Some(*at)).to_string()).collect(),
            });
        }
        self.reading.report.taken = out.len();
        Some((book, out))
    }

    /// The names of documents that stand in several groups, so that they are names of several documents.
    fn in_several_groups(&mut self, rows: &[Cells]) -> BTreeMap<String, BTreeSet<String>> {
        let (Some(group), Some(document)) = (self.columns.group, self.columns.document) else {
            return BTreeMap::new();
        };
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, row) in rows {
            let name = cell(row, Some(document)).to_string();
            groups.entry(name).or_default().insert(cell(row, Some(group)).to_string());
        }
        groups.retain(|name, groups| !name.is_empty() && groups.len() > 1);
        for (name, groups) in &groups {
            let groups: Vec<String> = groups.iter().map(|group| format!("`{group}`")).collect();
            let message = format!(
                "`{name}` stands in the groups {}; these are taken for different documents, `{name} (GROUP)`",
                groups.join(", ")
            );
            self.reading.problems.push(Problem::warning(Place::file(self.file).line(1), message));
        }
        groups
    }

    /// The document of a row, with its group where others have its name.
    fn document(&self, row: &[String], several: &BTreeMap<String, BTreeSet<String>>) -> String {
        let name = cell(row, self.columns.document);
        match cell(row, self.columns.group) {
            "" => name.to_string(),
            // A slash would part a folder from a file.
            group if several.contains_key(name) => format!("{name} ({})", group.replace(['/', '\\'], "-")),
            _ => name.to_string(),
        }
    }

    fn leave_out(&mut self, line: usize, why: &str) {
        self.reading.report.left_out.push(SegmentTold::new(line, why));
    }

    /// The cells of a row that name codes, each with the column of its weight where it has one of its own.
    fn code_cells(&self, row: &[String]) -> Vec<(String, Option<usize>)> {
        let above = cell(row, self.columns.above);
        let with_above = |words: &str| match above {
            "" => words.to_string(),
            above => format!("{above} > {words}"),
        };
        let named =
            self.columns.codes.iter().map(|at| cell(row, Some(*at))).filter(|words| !words.is_empty());
        let mut cells: Vec<(String, Option<usize>)> = named.map(|words| (with_above(words), None)).collect();
        for one in &self.columns.applied {
            if APPLIED.contains(&cell(row, Some(one.at)).to_lowercase().as_str()) {
                cells.push((one.code.clone(), one.weight));
            }
        }
        cells
    }

    /// The codebook with the codes that the table names and it does not have, and where these are.
    fn with_new(
        &mut self,
        named: &[Vec<(Named, Option<usize>)>],
        fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> Option<(Codebook, HashMap<Vec<String>, CodeKey>)> {
        let mut new: Vec<Vec<String>> = Vec::new();
        let mut seen: BTreeSet<&Vec<String>> = BTreeSet::new();
        for (named, _) in named.iter().flatten() {
            if let Named::New(steps) = named
                && seen.insert(steps)
            {
                new.push(steps.clone());
            }
        }
        if !self.options.create_codes || new.is_empty() {
            return Some((self.study.codebook.clone(), HashMap::new()));
        }
        let made = add_paths(self.file, &new, self.study, &mut |key| fresh("code", key.as_str()));
        let (added, problems) = (made.added, made.problems);
        let is_bad = problems.iter().any(|problem| problem.severity == Severity::Error);
        self.reading.problems.extend(problems);
        let book = made.codebook.filter(|_| !is_bad)?;
        self.reading.new_codes = added;
        let mut paths = HashMap::new();
        for code in book.codes() {
            let mut path: Vec<String> = book.ancestors(code).map(|above| above.name.clone()).collect();
            path.reverse();
            path.push(code.name.clone());
            paths.entry(path).or_insert_with(|| code.key.clone());
        }
        Some((book, paths))
    }

    /// The code that is named; what cannot be told is reported.
    fn key(
        &mut self,
        line: usize,
        named: &Named,
        labels: &Labels,
        paths: &HashMap<Vec<String>, CodeKey>,
    ) -> Option<CodeKey> {
        match named {
            Named::Known(key) => Some(key.clone()),
            Named::Several(words, keys) => {
                let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                self.leave_out(line, &format!("`{words}` may mean any of the codes {}", keys.join(", ")));
                None
            }
            Named::New(steps) => {
                if let Some(key) = paths.get(steps) {
                    return Some(key.clone());
                }
                // The table may know the code below others than the study does.
                if let Some(key) = steps.last().and_then(|name| labels.only(name)).filter(|_| steps.len() > 1)
                {
                    return Some(key);
                }
                let why = format!("there is no code `{}`", steps.join(" > "));
                self.leave_out(line, &why);
                None
            }
        }
    }

    /// Whether the weights tell anything: some tools write 0 throughout.
    fn weights(&self, rows: &[Cells]) -> bool {
        let at =
            self.columns.weight.into_iter().chain(self.columns.applied.iter().filter_map(|one| one.weight));
        at.into_iter().any(|at| rows.iter().any(|(_, row)| !["", "0", "0.0"].contains(&cell(row, Some(at)))))
    }

    fn weight(&mut self, line: usize, words: &str) -> Option<Weight> {
        if words.is_empty() {
            return None;
        }
        let number = words.parse::<f64>().ok().filter(|number| number.fract() == 0.0 && number.abs() < 1e6);
        #[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
        let weight = number.and_then(|number| Weight::new(number as i64).ok());
        if weight.is_none() {
            let message = format!("left out: the weight `{words}` is not between 0 and 100");
            self.reading.problems.push(Problem::warning(Place::file(self.file).line(line), message));
        }
        weight
    }

    /// The coder who is named, made where nobody is called so.
    fn coder(
        &mut self,
        words: &str,
        known: &mut HashMap<String, CoderKey>,
        fresh: &mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> CoderKey {
        if words.is_empty() {
            return self.options.coder.clone();
        }
        let lower = words.to_lowercase();
        if let Some(key) = known.get(&lower) {
            return key.clone();
        }
        let is =
            |coder: &&Coder| coder.key.as_str().to_lowercase() == lower || coder.name.to_lowercase() == lower;
        let key = match self.study.coders.iter().find(is) {
            Some(coder) => coder.key.clone(),
            None => {
                let plain: String =
                    words.chars().map(|c| if c == ';' || c.is_control() { ' ' } else { c }).collect();
                let key: CoderKey = plain.parse().unwrap_or_else(|_| self.options.coder.clone());
                let is_there =
                    key == self.options.coder || self.reading.coders.iter().any(|coder| coder.key == key);
                if !is_there {
                    let id = fresh("coder", key.as_str());
                    let name = words.to_string();
                    self.reading.coders.push(Coder {
                        id,
                        key: key.clone(),
                        name,
                        attributes: Default::default(),
                    });
                }
                key
            }
        };
        known.insert(lower, key.clone());
        key
    }
}

/// Whether the head of a column says that its cells are lists.
fn is_plural(head: &str) -> bool {
    let head = head.trim().to_lowercase();
    head.ends_with('s') || head.ends_with("s)") || head.contains("codes") || head.contains("codierungen")
}

/// The words of a cell as a text holds them.
fn clean(words: &str) -> String {
    words
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n")
        .replace('\0', "")
        .trim()
        .to_string()
}
