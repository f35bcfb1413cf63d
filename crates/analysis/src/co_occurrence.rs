//! Which codes stand together: in overlapping spans, in one passage, in one turn.

mod pairs;

use std::collections::BTreeMap;

use themata_model::{Text, Turn, passages};

pub(crate) use self::pairs::Pairs;
use self::pairs::{Item, Stretch};
use crate::TableError;
use crate::context::{Context, lower_first};
use crate::frame::counted;
use crate::plural;
use crate::rule::Unit;

/// What two codings must share for their codes to stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// At least one character.
    #[default]
    Span,
    /// A passage: a paragraph of a turn, or of a document without turns.
    Passage,
    /// A turn, label included.
    Turn,
}

impl Within {
    /// All of them by the word used in options.
    pub(crate) const WORDS: [(&str, Within); 3] =
        [("span", Within::Span), ("passage", Within::Passage), ("turn", Within::Turn)];

    /// What one code is counted in.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Within::Span => "distinct spans",
            Within::Passage => "passages",
            Within::Turn => "turns",
        }
    }

    /// What a pair of codes is counted in.
    pub(crate) fn pair_unit(self) -> &'static str {
        match self {
            Within::Span => "pairs of overlapping spans",
            Within::Passage => "passages with both codes",
            Within::Turn => "turns with both codes",
        }
    }
}

/// How often the codes of one level stand together.
///
/// The codings that count under the coder rule, each standing for its code or the nearest one above
/// on the level, are first made distinct: a span that a code has twice is one. In overlapping
/// spans, a unit is a pair of one span of each code that shares at least one character, so that a
/// long span over three short ones of the other code makes three. In passages and turns, a unit is a
/// passage or turn that spans of both codes touch, however many they are.
pub(crate) struct CoOccurrence {
    /// The codes by position in the codebook, in tree order.
    pub(crate) codes: Vec<usize>,
    /// The counts, by place in `codes`.
    pub(crate) pairs: Pairs,
    within: Within,
    // Codings that have no code on the level, and those that touch no passage or turn.
    elsewhere: usize,
    outside: usize,
}

impl CoOccurrence {
    /// Counts the codings of `context`.
    ///
    /// # Errors
    /// When there is no level to take codes from, or passages and turns are asked for of a study
    /// whose texts are not loaded.
    pub(crate) fn new(context: &Context<'_>, what: &'static str) -> Result<CoOccurrence, TableError> {
        let lacks = |needs| TableError::Lacks { kind: "co-occurrence", what, needs };
        let rank = context.row_rank().ok_or_else(|| lacks("a printed level of codes"))?;
        let codes = context.codes_on(rank);
        let (items, elsewhere) = items(context, rank, &codes);
        let within = context.options.within;
        let mut pairs = Pairs::new(codes.len());
        let mut outside = 0;
        for of_source in items.chunk_by(|a, b| a.source == b.source) {
            let Some(first) = of_source.first() else { continue };
            if within == Within::Span {
                pairs.add_overlaps(of_source);
                continue;
            }
            let source = context.study.sources.get(first.source as usize);
            let text = source.and_then(|source| source.texts.last());
            let text = text.ok_or_else(|| lacks("the text of each source"))?;
            outside += pairs.add_shared(of_source, &stretches(text, within));
        }
        pairs.finish();
        Ok(CoOccurrence { codes, pairs, within, elsewhere, outside })
    }

    /// What the counts mean, one paragraph each.
    pub(crate) fn notes(&self, context: &Context<'_>) -> Vec<String> {
        let counted = match self.within {
            Within::Span => {
                "pairs of distinct spans, one of each code, that share at least one character; the same span \
                 coded twice with one code is one span"
            }
            Within::Passage => {
                "passages (paragraphs of a turn, or of a document without turns) that codings of both codes touch"
            }
            Within::Turn => "turns that codings of both codes touch",
        };
        let mut notes = context.counting_notes_on(counted, &[Unit::Codings]);
        notes.push(
            "A coding stands for its code, or for the nearest code above it on this level.".to_string(),
        );
        if self.elsewhere > 0 {
            let codings = plural::counted(self.elsewhere, "coding");
            notes.push(format!("Left out, without a code on or below this level: {codings}."));
        }
        if self.outside > 0 {
            let codings = plural::counted(self.outside, "coding");
            notes.push(format!("Left out, outside any {}: {codings}.", self.within.word()));
        }
        notes
    }

    /// `Co-occurrence of first-order categories`.
    pub(crate) fn title(&self, context: &Context<'_>) -> String {
        let level = self.codes.first().map(|&code| lower_first(context.tree.level_name(code)));
        format!("Co-occurrence of {}", level.as_deref().unwrap_or("codes"))
    }
}

impl Within {
    fn word(self) -> &'static str {
        Within::WORDS.iter().find(|(_, within)| *within == self).map_or("", |(word, _)| word)
    }
}

/// The codings that count, by source, place and code; and how many have no code on the level.
fn items(context: &Context<'_>, rank: usize, codes: &[usize]) -> (Vec<Item>, usize) {
    let places: BTreeMap<usize, u32> = codes.iter().copied().zip(0u32..).collect();
    let counts =
        context.frame.several_coders().then(|| counted(context.marks, context.frame.marks().collect()));
    let mut elsewhere = 0;
    let mut items = Vec::new();
    for mark in context.frame.marks() {
        if counts.as_ref().is_some_and(|counts| !counts.contains(&mark.coding)) {
            continue;
        }
        let on_level = mark.code.and_then(|code| context.tree.at_rank(code as usize, rank));
        let Some(&code) = on_level.and_then(|code| places.get(&code)) else {
            elsewhere += 1;
            continue;
        };
        let source = context.marks.voice(mark).source;
        items.push(Item { source, start: mark.start, end: mark.end, code, coding: mark.coding });
    }
    items.sort_unstable();
    (items, elsewhere)
}

/// The passages or turns of a text, in order.
fn stretches(text: &Text, within: Within) -> Vec<Stretch> {
    let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    match within {
        Within::Turn => {
            let stretch = |turn: &Turn| (narrow(turn.start().0), narrow(turn.body_end().0));
            text.turns.iter().map(stretch).collect()
        }
        _ => {
            let found = passages(&text.content, &text.turns);
            found.iter().map(|span| (narrow(span.start().0), narrow(span.end().0))).collect()
        }
    }
}
