//! The codebook: a tree of codes on named levels.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;

use crate::{Attributes, CodeKey, FacetAssignment, FacetKey, FrameworkKey, LevelKey, RowId};

/// A level of the codebook, named by the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: LevelKey,
    /// The column head of the data structure, for example `Second-order themes`.
    pub name: String,
    /// Whether this is a level of open codes: below the first printed level, left out of figures.
    pub open: bool,
}

/// Where a code came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// From the data.
    Emergent,
    /// Shaped by theory while the analysis went on.
    TheoryLed,
    /// Fixed before the analysis.
    Predefined,
}

impl Origin {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Emergent => "emergent",
            Origin::TheoryLed => "theory-led",
            Origin::Predefined => "predefined",
        }
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "emergent" | "inductive" => Ok(Origin::Emergent),
            "theory-led" => Ok(Origin::TheoryLed),
            "predefined" | "deductive" => Ok(Origin::Predefined),
            other => Err(format!("`{other}` is not an origin; use `emergent`, `theory-led` or `predefined`")),
        }
    }
}

/// A colour, `#RRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02X}{g:02X}{b:02X}")
    }
}

impl FromStr for Colour {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a colour such as `#1F77B4`");
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        if digits.len() != 6 || !digits.is_ascii() {
            return Err(wrong());
        }
        let part = |i: usize| u8::from_str_radix(&digits[i..i + 2], 16).map_err(|_| wrong());
        Ok(Colour([part(0)?, part(2)?, part(4)?]))
    }
}

/// A value that the codebook gives a code before anybody has sorted it; shown as pre-filled.
pub type CodeFacet = (FacetKey, FacetAssignment);

/// A node of the codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: CodeKey,
    /// The level it stands on.
    pub level: LevelKey,
    /// The framework whose own code it is; codes of none are shared by all.
    pub framework: Option<FrameworkKey>,
    /// The code above.
    pub parent: Option<CodeKey>,
    /// Printed mark such as `A` or `6`; unique among the codes of one level.
    pub marker: Option<String>,
    /// What is printed.
    pub name: String,
    /// Other wordings of the name.
    pub aliases: Vec<String>,
    /// What the code means.
    pub definition: String,
    /// What belongs to it.
    pub inclusion: String,
    /// What does not.
    pub exclusion: String,
    /// Where it came from, when told.
    pub origin: Option<Origin>,
    /// Literature and documents that shaped it.
    pub references: Vec<String>,
    /// Colour on screen and in coloured figures.
    pub colour: Option<Colour>,
    /// Values given in advance.
    pub prefilled: BTreeMap<FacetKey, FacetAssignment>,
    /// Further entries.
    pub attributes: Attributes,
}

impl Code {
    /// Name with its marker in front, for example `A. Evaluate benefits`.
    pub fn marked_name(&self) -> String {
        match &self.marker {
            Some(marker) => format!("{marker}. {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Why codes do not make a codebook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodebookError {
    /// Two codes have one key.
    #[error("two codes have the key `{0}`; keys are unique in a codebook")]
    DuplicateKey(CodeKey),
    /// Two levels have one key.
    #[error("two levels have the key `{0}`")]
    DuplicateLevel(LevelKey),
    /// A code names a level that is not there.
    #[error("code `{code}` is on level `{level}`, which is not among the levels")]
    UnknownLevel {
        /// The code.
        code: CodeKey,
        /// The level it names.
        level: LevelKey,
    },
    /// A code names a parent that is not there.
    #[error("code `{code}` has the parent `{parent}`, which is not in the codebook")]
    UnknownParent {
        /// The code.
        code: CodeKey,
        /// The parent it names.
        parent: CodeKey,
    },
    /// A code lies below itself.
    #[error("code `{0}` lies below itself; follow the parents and break the circle")]
    Circle(CodeKey),
    /// A code hangs below a code that is not above it.
    #[error(
        "code `{code}` ({level}) cannot hang below `{parent}` ({parent_level}): a parent stands on a higher level"
    )]
    ParentNotAbove {
        /// The code.
        code: CodeKey,
        /// Its level.
        level: LevelKey,
        /// The parent it names.
        parent: CodeKey,
        /// The parent's level.
        parent_level: LevelKey,
    },
    /// An open level lies above a printed one.
    #[error("level `{0}` is marked open, but a printed level lies below it; open levels come first")]
    OpenAbovePrinted(LevelKey),
    /// There is no such framework.
    #[error("there is no framework `{0}`")]
    UnknownFramework(FrameworkKey),
}

impl CodebookError {
    /// The code at fault, where one is.
    pub fn code(&self) -> Option<&CodeKey> {
        match self {
            CodebookError::DuplicateKey(code)
            | CodebookError::UnknownLevel { code, .. }
            | CodebookError::UnknownParent { code, .. }
            | CodebookError::Circle(code)
            | CodebookError::ParentNotAbove { code, .. } => Some(code),
            CodebookError::DuplicateLevel(_)
            | CodebookError::OpenAbovePrinted(_)
            | CodebookError::UnknownFramework(_) => None,
        }
    }
}

/// The codes of a study in their print order, checked to form a forest over the levels.
///
/// A parent stands on a higher level than its children, or, on an open level, may stand on the
/// same one (open codes nest freely); so there are no cycles between levels, and cycles within an
/// open level are refused.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codebook {
    // Invariant: keys unique, parents and levels exist, parents above children.
    levels: Vec<Level>,
    codes: Vec<Code>,
    index: HashMap<CodeKey, usize>,
    children: Vec<Vec<usize>>,
}

impl Codebook {
    /// Returns the codebook of `codes` (print order) on `levels` (lowest first).
    ///
    /// # Errors
    /// Every fault found, not only the first.
    pub fn new(levels: Vec<Level>, codes: Vec<Code>) -> Result<Self, Vec<CodebookError>> {
        let mut errors = Vec::new();
        let mut ranks: HashMap<&LevelKey, usize> = HashMap::new();
        for (rank, level) in levels.iter().enumerate() {
            if ranks.insert(&level.key, rank).is_some() {
                errors.push(CodebookError::DuplicateLevel(level.key.clone()));
            }
            if level.open && levels[..rank].iter().any(|below| !below.open) {
                errors.push(CodebookError::OpenAbovePrinted(level.key.clone()));
            }
        }
        let mut index = HashMap::new();
        for (i, code) in codes.iter().enumerate() {
            if index.insert(code.key.clone(), i).is_some() {
                errors.push(CodebookError::DuplicateKey(code.key.clone()));
            }
            if !ranks.contains_key(&code.level) {
                errors
                    .push(CodebookError::UnknownLevel { code: code.key.clone(), level: code.level.clone() });
            }
        }
        let mut children = vec![Vec::new(); codes.len()];
        for (i, code) in codes.iter().enumerate() {
            let Some(parent_key) = &code.parent else {
                continue;
            };
            let Some(&parent) = index.get(parent_key) else {
                errors.push(CodebookError::UnknownParent {
                    code: code.key.clone(),
                    parent: parent_key.clone(),
                });
                continue;
            };
            children[parent].push(i);
            let above = &codes[parent];
            let (Some(&rank), Some(&parent_rank)) = (ranks.get(&code.level), ranks.get(&above.level)) else {
                continue;
            };
            let beside = parent_rank == rank && levels[rank].open;
            if beside && is_below(&codes, &index, parent, i) {
                errors.push(CodebookError::Circle(code.key.clone()));
            } else if parent_rank <= rank && !beside {
                errors.push(CodebookError::ParentNotAbove {
                    code: code.key.clone(),
                    level: code.level.clone(),
                    parent: parent_key.clone(),
                    parent_level: above.level.clone(),
                });
            }
        }
        if errors.is_empty() { Ok(Codebook { levels, codes, index, children }) } else { Err(errors) }
    }

    /// The levels, lowest first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The levels that are printed (not open), lowest first.
    pub fn printed_levels(&self) -> impl DoubleEndedIterator<Item = &Level> {
        self.levels.iter().filter(|level| !level.open)
    }

    /// The lowest printed level: first-order categories in a Gioia codebook.
    pub fn category_level(&self) -> Option<&Level> {
        self.printed_levels().next()
    }

    /// The highest level: aggregate dimensions in a Gioia codebook.
    pub fn top_level(&self) -> Option<&Level> {
        self.printed_levels().next_back()
    }

    /// The codes in print order.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// The position of a code in [`Codebook::codes`].
    pub fn position(&self, key: &CodeKey) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// The code with `key`.
    pub fn get(&self, key: &CodeKey) -> Option<&Code> {
        self.position(key).map(|i| &self.codes[i])
    }

    /// The level of a code.
    pub fn level_of(&self, code: &Code) -> Option<&Level> {
        self.levels.iter().find(|level| level.key == code.level)
    }

    /// Whether a code is an open code.
    pub fn is_open(&self, code: &Code) -> bool {
        self.level_of(code).is_some_and(|level| level.open)
    }

    /// The codes of one level in print order.
    pub fn on_level<'a>(&'a self, level: &'a LevelKey) -> impl Iterator<Item = &'a Code> {
        self.in_tree_order().into_iter().filter(move |code| code.level == *level)
    }

    /// The codes directly below the code at `position`, as positions in print order.
    pub fn children(&self, position: usize) -> &[usize] {
        &self.children[position]
    }

    /// The code at `position` and everything below it, as positions, parents first.
    pub fn subtree(&self, position: usize) -> Vec<usize> {
        let mut out = vec![position];
        let mut next = 0;
        while next < out.len() {
            out.extend_from_slice(&self.children[out[next]]);
            next += 1;
        }
        out
    }

    /// The codes above `code`, nearest first.
    pub fn ancestors<'a>(&'a self, code: &'a Code) -> impl Iterator<Item = &'a Code> {
        std::iter::successors(self.above(code), |code| self.above(code))
    }

    /// The ancestor of `code` (or the code itself) on `level`.
    pub fn on_level_above<'a>(&'a self, code: &'a Code, level: &LevelKey) -> Option<&'a Code> {
        if code.level == *level {
            return Some(code);
        }
        self.ancestors(code).find(|above| above.level == *level)
    }

    /// The codes in print order, depth first: each code followed by what is below it.
    pub fn in_tree_order(&self) -> Vec<&Code> {
        let mut out = Vec::with_capacity(self.codes.len());
        let mut stack: Vec<usize> =
            (0..self.codes.len()).rev().filter(|&i| self.codes[i].parent.is_none()).collect();
        while let Some(i) = stack.pop() {
            out.push(&self.codes[i]);
            stack.extend(self.children[i].iter().rev());
        }
        out
    }

    /// Finds a code by what a person types: key, marker, name or alias; the first of
    /// [`Codebook::matches`].
    pub fn find(&self, words: &str) -> Option<&Code> {
        self.matches(words).into_iter().next()
    }

    /// The codes that a person may mean: the one with this key, else all with this marker, else
    /// with this marked name, else with this name or alias, upper and lower case being the same. More
    /// than one means that the words do not tell.
    pub fn matches(&self, words: &str) -> Vec<&Code> {
        let words = words.trim();
        let lower = words.to_lowercase();
        let by = |wanted: &dyn Fn(&Code) -> bool| -> Vec<&Code> {
            self.codes.iter().filter(|code| wanted(code)).collect()
        };
        let called = |code: &Code| {
            code.name.to_lowercase() == lower
                || code.aliases.iter().any(|alias| alias.to_lowercase() == lower)
        };
        let rules: [&dyn Fn(&Code) -> bool; 4] = [
            &|code| code.key.as_str() == words,
            &|code| code.marker.as_deref() == Some(words),
            &|code| code.marker.is_some() && code.marked_name() == words,
            &called,
        ];
        rules.into_iter().map(by).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Markers used by more than one code of a level, each with the codes.
    pub fn repeated_markers(&self) -> Vec<(String, Vec<CodeKey>)> {
        let mut by_marker: BTreeMap<(&LevelKey, &str), BTreeSet<CodeKey>> = BTreeMap::new();
        for code in &self.codes {
            if let Some(marker) = &code.marker {
                by_marker.entry((&code.level, marker)).or_default().insert(code.key.clone());
            }
        }
        let repeated = by_marker.into_iter().filter(|(_, codes)| codes.len() > 1);
        repeated.map(|((_, marker), codes)| (marker.to_string(), codes.into_iter().collect())).collect()
    }

    fn above(&self, code: &Code) -> Option<&Code> {
        self.get(code.parent.as_ref()?)
    }
}

/// Whether the code at `start` is `sought` or lies below it, following parents within `codes`.
fn is_below(codes: &[Code], index: &HashMap<CodeKey, usize>, start: usize, sought: usize) -> bool {
    let mut at = Some(start);
    // A chain longer than the codebook runs in a circle that may leave out `sought`.
    for _ in 0..=codes.len() {
        match at {
            None => return false,
            Some(i) if i == sought => return true,
            Some(i) => at = codes[i].parent.as_ref().and_then(|key| index.get(key)).copied(),
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StudyId;

    fn level(key: &str, open: bool) -> Level {
        let id = StudyId::of_key("t").row("level", key);
        Level { id, key: key.parse().unwrap(), name: key.into(), open }
    }

    fn code(key: &str, level: &str, parent: &str) -> Code {
        Code {
            id: StudyId::of_key("t").row("code", key),
            key: key.parse().unwrap(),
            level: level.parse().unwrap(),
            framework: None,
            parent: parent.parse().ok(),
            marker: None,
            name: format!("name of {key}"),
            aliases: vec![],
            definition: String::new(),
            inclusion: String::new(),
            exclusion: String::new(),
            origin: None,
            references: vec![],
            colour: None,
            prefilled: BTreeMap::new(),
            attributes: Attributes::new(),
        }
    }

    fn levels() -> Vec<Level> {
        vec![level("open", true), level("category", false), level("theme", false)]
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let codes = vec![
            code("t", "theme", ""),
            code("t", "theme", ""),
            code("a", "category", "nowhere"),
            code("b", "chapter", ""),
            code("u", "theme", "a"),
        ];
        let errors = Codebook::new(levels(), codes).unwrap_err();
        assert_eq!(errors.len(), 4, "{errors:?}");
    }

    #[test]
    fn open_codes_nest_but_not_in_circles() {
        let nested = vec![code("x", "open", ""), code("y", "open", "x")];
        assert!(Codebook::new(levels(), nested).is_ok());
        let circle = vec![code("x", "open", "y"), code("y", "open", "x")];
        assert!(Codebook::new(levels(), circle).is_err());
        let own_parent = vec![code("a", "category", "a")];
        assert!(Codebook::new(levels(), own_parent).is_err());
    }

    #[test]
    fn tree_order_puts_children_after_their_parent() {
        let codes = vec![
            code("a", "category", "t"),
            code("t", "theme", ""),
            code("u", "theme", ""),
            code("b", "category", "t"),
        ];
        let book = Codebook::new(levels(), codes).unwrap();
        let keys: Vec<&str> = book.in_tree_order().iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["t", "a", "b", "u"]);
        assert_eq!(book.subtree(1), [1, 0, 3]);
    }

    #[test]
    fn a_code_is_found_by_key_marker_name_and_alias() {
        let mut codes = vec![code("a", "category", "")];
        codes[0].marker = Some("A".into());
        codes[0].aliases = vec!["Old wording".into()];
        let book = Codebook::new(levels(), codes).unwrap();
        for words in ["a", "A", "NAME of a", "A. name of a", "old wording"] {
            assert!(book.find(words).is_some(), "{words}");
        }
        assert!(book.find("b").is_none());
    }

    #[test]
    fn words_that_fit_several_codes_find_them_all() {
        let mut codes = vec![code("t", "theme", ""), code("a", "category", "t"), code("b", "category", "t")];
        codes[1].name = "Trust".into();
        codes[2].aliases = vec!["trust".into()];
        let book = Codebook::new(levels(), codes).unwrap();
        let keys: Vec<&str> = book.matches("Trust").iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["a", "b"]);
    }
}
