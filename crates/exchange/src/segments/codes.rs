//! Which codes a cell names: a list is taken apart by the codes that are known, not by its commas.

use std::collections::{BTreeSet, HashMap, HashSet};

use themata_model::{CodeKey, Codebook};

use crate::codebook::paths;

/// What stands between the codes of a list.
const BETWEEN: [char; 4] = ['\n', ';', '|', ','];

/// The bullets that some tools set before codes.
const BULLETS: [char; 5] = ['●', '○', '•', '◦', '◆'];

/// The words by which codes are known.
#[derive(Default)]
pub(super) struct Labels {
    by_words: HashMap<String, Vec<CodeKey>>,
    /// By their words as they are written: names first, then other wordings, then keys.
    as_written: [HashMap<String, Vec<CodeKey>>; 3],
    by_path: HashMap<Vec<String>, Vec<CodeKey>>,
    /// Codes that the table itself names, by their paths.
    listed: HashSet<Vec<String>>,
}

/// A code that a cell names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A code of the codebook.
    Known(CodeKey),
    /// One that is not in it: the names from the top down.
    New(Vec<String>),
    /// Words that several codes go by.
    Several(String, Vec<CodeKey>),
}

/// Words as they are compared: on one line, in lower case, without typography.
fn folded(words: &str) -> String {
    one_line(words)
        .to_lowercase()
        .replace(['’', '‘', 'ʼ'], "'")
        .replace(['“', '”', '„'], "\"")
        .replace(['–', '—', '‐'], "-")
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bare(words: &str) -> &str {
    words.trim().trim_start_matches(BULLETS).trim()
}

impl Labels {
    pub(super) fn of(book: &Codebook) -> Labels {
        let mut labels = Labels::default();
        for code in book.codes() {
            let mut path: Vec<String> = book.ancestors(code).map(|above| folded(&above.name)).collect();
            path.reverse();
            path.push(folded(&code.name));
            // An end of a path tells as well, where it tells one code.
            for from in 0..path.len() {
                labels.by_path.entry(path[from..].to_vec()).or_default().push(code.key.clone());
            }
            let mut written = |rank: usize, words: &str| {
                let keys: &mut Vec<CodeKey> = labels.as_written[rank].entry(one_line(words)).or_default();
                if !keys.contains(&code.key) {
                    keys.push(code.key.clone());
                }
            };
            written(0, &code.name);
            code.aliases.iter().chain([&code.marked_name()]).for_each(|words| written(1, words));
            written(2, code.key.as_str());
            let own = [code.key.to_string(), code.name.clone(), code.marked_name()];
            let words: BTreeSet<String> =
                own.iter().chain(&code.aliases).map(|words| folded(words)).collect();
            for words in words {
                labels.by_words.entry(words).or_default().push(code.key.clone());
            }
        }
        labels
    }

    /// The code of these words, whole; `None` where there is none.
    fn whole(&self, words: &str, mark: Option<&str>) -> Option<Named> {
        let words = bare(words);
        if words.is_empty() {
            return None;
        }
        let one = |keys: &Vec<CodeKey>| match keys.as_slice() {
            [only] => Named::Known(only.clone()),
            several => Named::Several(words.to_string(), several.to_vec()),
        };
        let written = one_line(words);
        let by_words = self.as_written.iter().find_map(|codes| codes.get(&written));
        if let Some(keys) = by_words.or_else(|| self.by_words.get(&folded(words))) {
            return Some(one(keys));
        }
        let steps = paths::steps(words, mark.or_else(|| paths::mark([words].into_iter())));
        let path: Vec<String> = steps.iter().map(|step| folded(step)).collect();
        if path.len() > 1
            && let Some(keys) = self.by_path.get(&path)
        {
            return Some(one(keys));
        }
        let listed = paths::steps(words, mark);
        let path: Vec<String> = listed.iter().map(|step| folded(step)).collect();
        self.listed.contains(&path).then_some(Named::New(listed))
    }

    /// The only code that goes by this name.
    pub(super) fn only(&self, name: &str) -> Option<CodeKey> {
        match self.by_words.get(&folded(name)).map(Vec::as_slice) {
            Some([only]) => Some(only.clone()),
            _ => None,
        }
    }

    /// The codes that a cell lists: the longest known ones that together are the whole cell.
    fn taken_apart(&self, cell: &str, mark: Option<&str>) -> Option<Vec<Named>> {
        if let Some(whole) = self.whole(cell, mark) {
            return Some(vec![whole]);
        }
        let borders = borders(cell, &BETWEEN);
        // From the end: what follows each border, where all of it is known.
        let mut behind: Vec<Option<Vec<Named>>> = vec![None; borders.len()];
        *behind.last_mut()? = Some(Vec::new());
        for from in (0..borders.len() - 1).rev() {
            let rest = (from + 1..borders.len()).rev().find_map(|to| {
                let words = cell.get(borders[from].1..borders[to].0)?;
                let rest = behind[to].as_ref()?;
                if bare(words).is_empty() {
                    return (to == from + 1).then(|| rest.clone());
                }
                let first = self.whole(words, mark)?;
                Some(std::iter::once(first).chain(rest.iter().cloned()).collect::<Vec<_>>())
            });
            behind[from] = rest;
        }
        behind.swap_remove(0).filter(|named| !named.is_empty())
    }

    /// The codes that a cell names. What is not known is taken apart by line breaks and semicolons, and by commas where
    /// the column holds `lists`.
    pub(super) fn named(&self, cell: &str, mark: Option<&str>, lists: bool) -> Vec<Named> {
        let mut out = Vec::new();
        if let Some(all) = self.taken_apart(cell, mark) {
            return unique(all);
        }
        for part in parts(cell, &['\n', ';', '|']) {
            if let Some(all) = self.taken_apart(part, mark) {
                out.extend(all);
                continue;
            }
            if !lists {
                out.push(Named::New(paths::steps(bare(part), mark)));
                continue;
            }
            out.extend(self.mostly(part, mark));
        }
        unique(out)
    }

    /// The codes of a list of which some are not known: as many known ones as there are, the longest first, and each piece
    /// between commas that is none is one of its own.
    fn mostly(&self, part: &str, mark: Option<&str>) -> Vec<Named> {
        let borders = borders(part, &[',']);
        let mut out = Vec::new();
        let mut from = 0;
        while from + 1 < borders.len() {
            let found = (from + 1..borders.len()).rev().find_map(|to| {
                let words = part.get(borders[from].1..borders[to].0)?;
                Some((self.whole(words, mark)?, to))
            });
            match found {
                Some((known, to)) => {
                    out.push(known);
                    from = to;
                }
                None => {
                    let words = part.get(borders[from].1..borders[from + 1].0).unwrap_or_default();
                    let steps = paths::steps(bare(words), mark);
                    if !steps.is_empty() {
                        out.push(Named::New(steps));
                    }
                    from += 1;
                }
            }
        }
        out
    }

    /// Learns the codes of cells that hold one each, by which lists are taken apart.
    pub(super) fn learn<'c>(
        &mut self,
        cells: impl Iterator<Item = &'c str>,
        mark: Option<&str>,
        lists: bool,
    ) {
        for cell in cells {
            if self.taken_apart(cell, mark).is_some() {
                continue;
            }
            let several = |part: &str| lists && part.contains(',');
            for part in parts(cell, &['\n', ';', '|']).filter(|part| !several(part)) {
                let path: Vec<String> =
                    paths::steps(bare(part), mark).iter().map(|step| folded(step)).collect();
                if !path.is_empty() {
                    self.listed.insert(path);
                }
            }
        }
    }
}

/// Each code once, in the order of the cell.
fn unique(named: Vec<Named>) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    for one in named {
        let is_empty = matches!(&one, Named::New(steps) if steps.is_empty());
        if !is_empty && !out.contains(&one) {
            out.push(one);
        }
    }
    out
}

fn parts<'c>(cell: &'c str, between: &'c [char]) -> impl Iterator<Item = &'c str> {
    cell.split(between).map(str::trim).filter(|part| !bare(part).is_empty())
}

/// Where the cell can be cut: the byte before each mark and the byte behind it, its ends included.
fn borders(cell: &str, between: &[char]) -> Vec<(usize, usize)> {
    let mut borders = vec![(0, 0)];
    borders.extend(cell.match_indices(between).map(|(at, mark)| (at, at + mark.len())));
    borders.push((cell.len(), cell.len()));
    borders
}

/// The mark that parts paths in these cells; a slash only where some cell names the part before it.
pub(super) fn mark_of<'c>(cells: impl Iterator<Item = &'c str> + Clone) -> Option<&'static str> {
    let mark = paths::mark(cells.clone())?;
    if mark != "/" {
        return Some(mark);
    }
    let whole: HashSet<String> = cells.clone().map(|cell| folded(bare(cell))).collect();
    let named = |cell: &str| cell.match_indices('/').any(|(at, _)| whole.contains(&folded(&cell[..at])));
    cells.clone().any(named).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(labels: &Labels, cell: &str, lists: bool) -> Vec<String> {
        let show = |named: Named| match named {
            Named::Known(key) => format!("={key}"),
            Named::New(steps) => steps.join(" > "),
            Named::Several(words, keys) => format!("?{words} {}", keys.len()),
        };
        labels.named(cell, None, lists).into_iter().map(show).collect()
    }

    fn labels(words: &[&str]) -> Labels {
        let mut labels = Labels::default();
        for word in words {
            labels.by_words.insert(folded(word), vec![word.parse().unwrap()]);
        }
        labels
    }

    #[test]
    fn lists_are_taken_apart_by_the_codes_that_are_known_and_the_longest_win() {
        let known = labels(&["Trust", "Trust, early", "early", "Costs, risks, and fears", "risks"]);
        assert_eq!(shown(&known, "Trust, early", true), ["=Trust, early"]);
        assert_eq!(
            shown(&known, "Trust, Costs, risks, and fears, early", true),
            ["=Trust", "=Costs, risks, and fears", "=early"]
        );
        assert_eq!(shown(&known, "trust; EARLY\n● risks", true), ["=Trust", "=early", "=risks"]);
        assert_eq!(shown(&known, "Trust, Trust", true), ["=Trust"]);
        // A longer label that would leave something over gives way to one that does not.
        let tricky = labels(&["a, b", "a", "b, c"]);
        assert_eq!(shown(&tricky, "a, b, c", true), ["=a", "=b, c"]);
    }

    #[test]
    fn what_is_not_known_is_one_code_or_a_list_as_the_column_has_it() {
        let known = labels(&["Trust, early"]);
        assert_eq!(shown(&known, "New, Trust, early", true), ["New", "=Trust, early"]);
        assert_eq!(shown(&known, "New, other", false), ["New, other"]);
        assert_eq!(shown(&known, "New, other; third", false), ["New, other", "third"]);
        let mut learnt = Labels::default();
        learnt.learn(["Costs", "Time", "Costs, Time", "pros, and cons; Costs"].into_iter(), None, true);
        assert_eq!(shown(&learnt, "Costs, Time", true), ["Costs", "Time"]);
    }

    #[test]
    fn a_slash_parts_paths_only_where_what_stands_before_it_is_a_code() {
        assert_eq!(mark_of(["pros/cons", "Trust"].into_iter()), None);
        assert_eq!(mark_of(["Trust/Early", "Trust"].into_iter()), Some("/"));
        assert_eq!(mark_of(["Trust > Early"].into_iter()), Some(">"));
    }
}
