//! What each interview added to the codes, in the order in which they were held.

use std::collections::BTreeSet;

use themata_model::table::CodingRef;
use themata_model::{Case, Source};

use crate::TableError;
use crate::context::{Context, lower_first};
use crate::frame::{Key, Roll};
use crate::plural::counted;
use crate::roster::Encounter;
use crate::rule::Unit;

/// In which order interviews are gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceOrder {
    /// By date; those without one last, in the order of the study.
    #[default]
    Date,
    /// As the study lists them.
    Study,
}

impl SourceOrder {
    /// All of them by the word used in options.
    pub(crate) const WORDS: [(&str, SourceOrder); 2] =
        [("date", SourceOrder::Date), ("study", SourceOrder::Study)];
}

/// One interview and what it added.
pub(crate) struct Step<'a> {
    pub(crate) source: &'a Source,
    pub(crate) cases: Vec<&'a Case>,
    /// Codings under the coder rule.
    pub(crate) codings: u32,
    /// The codings behind that count.
    pub(crate) evidence: Vec<CodingRef>,
    /// The codes of the level that no earlier interview has, in tree order.
    pub(crate) new: Vec<usize>,
    /// The codings of this interview that bear out the new codes.
    pub(crate) new_evidence: Vec<CodingRef>,
    /// How many codes there are up to here.
    pub(crate) total: usize,
}

/// The interviews in order, each with what it added.
pub(crate) struct Saturation<'a> {
    pub(crate) steps: Vec<Step<'a>>,
    /// The name of the level in running text.
    pub(crate) level: String,
    // Codes of the level that the filter lets through.
    codes: usize,
    undated: usize,
    uncoded: usize,
    others: usize,
}

/// The interviews of the base and of a run, as proposed by Guest, Namey and Chen (2020).
const BASE: usize = 4;
const RUN: usize = 2;

impl<'a> Saturation<'a> {
    /// Goes through the interviews that pass the filter of `context`.
    ///
    /// # Errors
    /// When there is no level to take codes from, or no interview is coded.
    pub(crate) fn new(context: &Context<'a>, what: &'static str) -> Result<Saturation<'a>, TableError> {
        let lacks = |needs| TableError::Lacks { kind: "saturation", what, needs };
        let rank = context.row_rank().ok_or_else(|| lacks("a printed level of codes"))?;
        let codes = context.codes_on(rank);
        let level = context.study.codebook.levels().get(rank).map(|level| lower_first(&level.name));
        let mut out = Saturation {
            steps: Vec::new(),
            level: level.unwrap_or_default(),
            codes: codes.len(),
            undated: 0,
            uncoded: 0,
            others: 0,
        };
        let order = out.order(context);
        let counts = context.frame.group(&[Key::Source], Roll::Own, &[Unit::Codings])?;
        let evidence = context.frame.evidence(&[Key::Source]);
        let of_source = context.frame.evidence(&[Key::Source, Key::Code]);
        let places = context.tree.places();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for at in order {
            let key = vec![u32::try_from(at).ok()];
            let mut new: BTreeSet<(usize, usize)> = BTreeSet::new();
            let mut new_evidence: Vec<CodingRef> = Vec::new();
            let coded = of_source.range(key.clone()..).take_while(|(group, _)| group[0] == key[0]);
            for (group, codings) in coded {
                let Some(code) = group[1] else { continue };
                let above = context.tree.upward(code as usize);
                let fresh: Vec<usize> =
                    above.filter(|&at| context.tree.rank(at) == rank && !seen.contains(&at)).collect();
                if !fresh.is_empty() {
                    new_evidence.extend(codings);
                }
                new.extend(fresh.into_iter().map(|at| (places[at], at)));
            }
            seen.extend(new.iter().map(|(_, at)| *at));
            new_evidence.sort_unstable();
            let source = &context.study.sources[at];
            let cases = Encounter::of(context.study, source).cases;
            out.steps.push(Step {
                source,
                cases: context.study.cases.iter().filter(|case| cases.contains(&case.key)).collect(),
                codings: counts.get(&key).map_or(0, |counts| counts.codings),
                evidence: evidence.get(&key).cloned().unwrap_or_default(),
                new: new.into_iter().map(|(_, at)| at).collect(),
                new_evidence,
                total: seen.len(),
            });
        }
        if out.steps.is_empty() { Err(lacks("a coded interview among those asked for")) } else { Ok(out) }
    }

    /// The positions of the sources gone through, in order; what is left out is counted.
    fn order(&mut self, context: &Context<'_>) -> Vec<usize> {
        let (study, options) = (context.study, context.options);
        let asked: BTreeSet<u32> = (0u32..)
            .zip(&study.coders)
            .filter(|(_, coder)| {
                options.filter.coders.is_empty() || options.filter.coders.contains(&coder.key)
            })
            .map(|(at, _)| at)
            .collect();
        let of_asked = context.marks.marks.iter().filter(|mark| asked.contains(&mark.coder));
        let coded: BTreeSet<usize> = of_asked.map(|mark| context.marks.voice(mark).source as usize).collect();
        let mut order = Vec::new();
        for (at, source) in study.sources.iter().enumerate() {
            if !Encounter::of(study, source).passes(&options.filter) {
                continue;
            }
            if !options.all_sources && !source.kind.is_interview() {
                self.others += 1;
            } else if !coded.contains(&at) {
                self.uncoded += 1;
            } else {
                order.push(at);
            }
        }
        if options.order == SourceOrder::Date {
            let date = |at: &usize| study.sources[*at].date.as_deref().map(str::trim).filter(|d| is_date(d));
            // Stable: interviews of one day stay in the order of the study.
            order.sort_by_key(|at| (date(at).is_none(), date(at).unwrap_or_default()));
            self.undated = order.iter().filter(|at| date(at).is_none()).count();
        }
        order
    }

    /// How many codes there are in the end.
    pub(crate) fn total(&self) -> usize {
        self.steps.last().map_or(0, |step| step.total)
    }

    /// What the counts mean, one paragraph each.
    pub(crate) fn notes(&self, context: &Context<'_>) -> Vec<String> {
        let options = context.options;
        let mut notes = context.counting_notes(&[Unit::Codings]);
        notes.push(format!(
            "New are the {} that no interview above has, by any coder who counts; codings of codes below count \
             for the code above. Found in the end: {} of {}.",
            self.level,
            self.total(),
            self.codes
        ));
        let sources = if options.all_sources { "sources" } else { "interviews" };
        notes.push(match options.order {
            SourceOrder::Date => format!("The {sources} stand in the order of their dates."),
            SourceOrder::Study => format!("The {sources} stand in the order of the study."),
        });
        if self.undated > 0 {
            notes.push(format!("Without a date (such as 2024-03-31) and therefore last: {}.", self.undated));
        }
        if self.uncoded > 0 {
            notes.push(format!(
                "Left out, since nothing in them is coded: {}.",
                counted(self.uncoded, "source")
            ));
        }
        if self.others > 0 {
            notes.push(format!(
                "Left out, since they are no interviews: {}.",
                counted(self.others, "document")
            ));
        }
        notes.extend(self.reached());
        notes
    }

    /// Saturation by the method of Guest, Namey and Chen (2020).
    fn reached(&self) -> Option<String> {
        let new: Vec<usize> = self.steps.iter().map(|step| step.new.len()).collect();
        let base: usize = new.get(..BASE)?.iter().sum();
        new.get(BASE + RUN - 1)?;
        let words = |percent: usize| match saturated_at(&new, percent) {
            Some(at) => format!("after {at} (+{RUN})"),
            None => "not reached".to_string(),
        };
        Some(format!(
            "Saturation by Guest, Namey and Chen (2020), with the first {BASE} as base ({base} codes) and runs of \
             {RUN}: at most 5% new information {}, none {}.",
            words(5),
            words(0)
        ))
    }
}

/// After how many interviews the next run of [`RUN`] brings at most `percent` new codes, as a share of
/// those of the first [`BASE`]; `new` holds the new codes of each interview. Runs overlap: each begins
/// one interview after the one before (Guest, Namey and Chen 2020, PLOS ONE 15(5), e0232076).
fn saturated_at(new: &[usize], percent: usize) -> Option<usize> {
    let base: usize = new.get(..BASE)?.iter().sum();
    let is_enough = |run: &[usize]| base > 0 && run.iter().sum::<usize>() * 100 <= percent * base;
    new.get(BASE..)?.windows(RUN).position(is_enough).map(|runs| BASE + runs)
}

/// Whether a date can be put in order by its characters: `2024`, `2024-03` or `2024-03-31`, perhaps with a time.
fn is_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let number = |at: usize, digits: usize| {
        let part = parts.get(at).filter(|part| part.len() == digits)?;
        if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse::<u32>().ok() } else { None }
    };
    let has = |at: usize, most: u32| {
        parts.len() <= at || number(at, 2).is_some_and(|number| (1..=most).contains(&number))
    };
    number(0, 4).is_some() && parts.len() <= 3 && has(1, 12) && has(2, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saturation_is_reached_where_a_run_brings_little_beside_the_base() {
        // Worked by hand: the base of four has 37 codes; the runs bring 7 (19%), 4 (11%) and 1 (3%).
        let new = [18, 9, 6, 4, 4, 3, 1, 0, 0];
        assert_eq!(saturated_at(&new, 5), Some(6));
        assert_eq!(saturated_at(&new, 0), Some(7));
        assert_eq!(saturated_at(&new[..7], 5), None);
        assert_eq!(saturated_at(&[1, 2], 5), None);
        assert_eq!(saturated_at(&[0; 9], 5), None);
    }

    #[test]
    fn dates_that_can_be_ordered_are_told_from_others() {
        for date in ["2012", "2012-03", "2012-03-31", "2012-03-31T10:15"] {
            assert!(is_date(date), "{date}");
        }
        for date in ["", "spring 2012", "12", "2012-13", "31.03.2012", "2012-3-1", "2012-03-31-1"] {
            assert!(!is_date(date), "{date}");
        }
    }
}
