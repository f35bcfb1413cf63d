//! What every table is made from: study, codings, options, and the look-ups built from them once.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use themata_model::mark::Marks;
use themata_model::table::{Cell, CodingRef};
use themata_model::{Case, Study};

use crate::filter::Sieve;
use crate::quotation::Words;
use crate::rule::{Unit, joined};
use crate::tree::Tree;
use crate::{Frame, Key, Options};

/// What a table is made from.
pub(crate) struct Context<'a> {
    pub(crate) study: &'a Study,
    pub(crate) marks: &'a Marks,
    pub(crate) options: &'a Options,
    pub(crate) frame: Frame<'a>,
    pub(crate) tree: Tree<'a>,
    pub(crate) words: Words<'a>,
    // The codings of each code, case and side; built when first asked for.
    by_place: OnceCell<ByPlace>,
}

type ByPlace = BTreeMap<Vec<Option<u32>>, Vec<CodingRef>>;

impl<'a> Context<'a> {
    pub(crate) fn new(study: &'a Study, marks: &'a Marks, options: &'a Options) -> Self {
        Context {
            study,
            marks,
            options,
            frame: Frame::new(study, marks, &options.filter),
            tree: Tree::new(&study.codebook),
            words: Words::new(study, marks),
            by_place: OnceCell::new(),
        }
    }

    /// The positions of the codes that are rows: those of the level asked for, else of the lowest
    /// printed one, that the filter lets through, in tree order. Where facet values are asked for,
    /// codes of other values without such codings are no gaps and left out.
    pub(crate) fn row_codes(&self) -> Vec<usize> {
        self.row_rank().map(|rank| self.codes_on(rank)).unwrap_or_default()
    }

    /// The rank of the level asked for, else of the lowest printed one.
    pub(crate) fn row_rank(&self) -> Option<usize> {
        let asked = self.options.level.as_ref().and_then(|key| self.tree.rank_of(key));
        asked.or_else(|| self.tree.category_rank())
    }

    /// As [`Context::row_codes`], on the level of `rank`.
    pub(crate) fn codes_on(&self, rank: usize) -> Vec<usize> {
        let mut codes: Vec<usize> =
            self.tree.on_rank(rank).into_iter().filter(|&code| self.has_code(code)).collect();
        if !self.options.filter.facets.is_empty() {
            let sieve = Sieve::new(self.study, &self.options.filter);
            let coded = self.frame.evidence_by_code();
            let is_asked = |at: usize| sieve.passes_code(at) || !coded[at].is_empty();
            codes.retain(|&code| self.study.codebook.subtree(code).into_iter().any(is_asked));
        }
        codes
    }

    /// Whether the filter lets a code through: it, one above it or one below it is asked for.
    pub(crate) fn has_code(&self, code: usize) -> bool {
        let wanted = &self.options.filter.codes;
        let asked = |at: usize| wanted.contains(&self.tree.code(at).key);
        wanted.is_empty()
            || self.tree.upward(code).any(asked)
            || self.study.codebook.subtree(code).into_iter().any(asked)
    }

    /// The cases that the filter lets through, with their positions.
    pub(crate) fn cases(&self) -> Vec<(u32, &'a Case)> {
        (0u32..).zip(&self.study.cases).filter(|(_, case)| self.options.filter.has_case(&case.key)).collect()
    }

    /// The codings behind the count of a code with all below it, in one case and on one side where
    /// these are given, in the order of the study.
    pub(crate) fn evidence_of(&self, code: usize, case: Option<u32>, side: Option<u32>) -> Vec<CodingRef> {
        let by_place = self.by_place.get_or_init(|| self.frame.evidence(&[Key::Code, Key::Case, Key::Side]));
        let mut out = Vec::new();
        for at in self.study.codebook.subtree(code) {
            let at = u32::try_from(at).ok();
            let from = vec![at];
            let of_code = by_place.range(from..).take_while(|(group, _)| group[0] == at);
            let wanted = of_code.filter(|(group, _)| {
                case.is_none_or(|case| group[1] == Some(case))
                    && side.is_none_or(|side| group[2] == Some(side))
            });
            out.extend(wanted.flat_map(|(_, codings)| codings.iter().copied()));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The notes that every table of counts carries: rule, restriction, interviewers' words.
    pub(crate) fn counting_notes(&self, units: &[Unit]) -> Vec<String> {
        let names: Vec<&str> = units.iter().map(|unit| unit.as_str()).collect();
        self.counting_notes_on(&joined(&names), units)
    }

    /// The same for what is counted in other words than the `units` it is made of.
    pub(crate) fn counting_notes_on(&self, counted: &str, units: &[Unit]) -> Vec<String> {
        let mut notes = vec![self.frame.rule(&self.options.filter, units).sentence_on(counted)];
        notes.extend(self.options.filter.sentence(self.study));
        if !self.options.filter.sides.is_empty() {
            notes.push(
                "Speakers without a place in the case a coding is about stand under no side.".to_string(),
            );
        }
        let asked = self.frame.on_interviewers();
        if asked > 0 {
            let codings = crate::plural::counted(asked, "coding");
            notes.push(format!("On an interviewer's words, without informant and side: {codings}."));
        }
        if units.contains(&Unit::Informants) && self.study.informants.iter().any(|i| i.count > 1) {
            notes.push("Informants are rows of the roster; a row may stand for several people.".to_string());
        }
        notes
    }

    /// The head of a row of one code.
    pub(crate) fn head(&self, code: usize) -> Cell {
        let code = self.tree.code(code);
        Cell::named(code.key.as_str(), code.marked_name())
    }

    /// The names of the levels that stand in the rows and the headings above them, highest first, as one
    /// head: `Dimensions, themes and categories`. Rows of a level that is not printed have its name alone.
    pub(crate) fn level_names(&self) -> String {
        let levels = self.study.codebook.levels();
        let lowest = self.row_rank().unwrap_or_default();
        let printed = levels.iter().enumerate().rev().filter(|(rank, level)| *rank >= lowest && !level.open);
        let mut names: Vec<&str> = printed.map(|(_, level)| level.name.as_str()).collect();
        if let Some(level) = levels.get(lowest).filter(|level| level.open) {
            let has_above = self.row_codes().iter().any(|&code| self.tree.parent(code).is_some());
            if !has_above {
                names.clear();
            }
            names.push(&level.name);
        }
        let mut words: Vec<String> = names.iter().map(|name| name.to_string()).collect();
        words.iter_mut().skip(1).for_each(|word| *word = lower_first(word));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        joined(&words)
    }
}

/// The word with a small first letter, unless it is an abbreviation.
pub(crate) fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => word.to_string(),
    }
}
