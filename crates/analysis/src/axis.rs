//! What a matrix compares: the facets of a study and those that every study has, each with its
//! values in the study's order.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::mark::{Mark, MarkValue};
use themata_model::{FacetAssignment, FacetKey, LevelKey, Study, WaveKey};

use crate::context::Context;
use crate::facet_value::FacetValues;
use crate::frame::Spot;
use crate::nearest::nearest;
use crate::{TableError, Wanted};

/// What the rows or the columns of a matrix are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The codes of the level asked for, each with all below it.
    Code,
    /// The codes of one level, each with all below it.
    Level(LevelKey),
    /// The cases that codings count for.
    Case,
    /// The sides that speak.
    Side,
    /// The sides of each case that speak.
    CaseSide,
    /// The parties that speak.
    Party,
    /// The informants who speak.
    Informant,
    /// The sources.
    Source,
    /// The waves of data collection.
    Wave,
    /// The coders.
    Coder,
    /// The values of a facet of the study's own.
    Facet(FacetKey),
}

/// The built-in facets by the word used in options; they go before facets and levels of the same key.
const BUILT_IN: [(&str, Axis); 9] = [
    ("code", Axis::Code),
    ("case", Axis::Case),
    ("side", Axis::Side),
    ("case-side", Axis::CaseSide),
    ("party", Axis::Party),
    ("informant", Axis::Informant),
    ("source", Axis::Source),
    ("wave", Axis::Wave),
    ("coder", Axis::Coder),
];

impl Axis {
    /// Reads the value of the option `rows` or `columns`: a built-in facet, a facet of the study by
    /// its key or name, or a level of its codebook.
    pub(crate) fn read(study: &Study, option: &str, word: &str) -> Result<Axis, TableError> {
        if let Some((_, axis)) = BUILT_IN.iter().find(|(name, _)| *name == word) {
            return Ok(axis.clone());
        }
        let is = |key: &str, name: &str| key == word || name.eq_ignore_ascii_case(word);
        if let Some(facet) = study.facets.iter().find(|facet| is(facet.key.as_str(), &facet.name)) {
            return Ok(Axis::Facet(facet.key.clone()));
        }
        let levels = study.codebook.levels();
        if let Some(level) = levels.iter().find(|level| is(level.key.as_str(), &level.name)) {
            return Ok(Axis::Level(level.key.clone()));
        }
        let known = BUILT_IN.iter().map(|(name, _)| *name);
        let known = known.chain(study.facets.iter().map(|facet| facet.key.as_str()));
        Err(TableError::UnknownKey {
            option: option.to_string(),
            what: "facet or level",
            value: word.to_string(),
            nearest: nearest(word, known.chain(levels.iter().map(|level| level.key.as_str()))),
        })
    }

    /// The word used in options and column keys.
    pub(crate) fn word(&self) -> &str {
        match self {
            Axis::Facet(key) => key.as_str(),
            Axis::Level(key) => key.as_str(),
            other => BUILT_IN.iter().find(|(_, axis)| axis == other).map_or("", |(word, _)| word),
        }
    }
}

/// One value of an [`Axis`].
pub(crate) struct AxisValue {
    /// Its key; empty for what has no value.
    pub(crate) key: String,
    /// What is printed.
    pub(crate) label: String,
    /// The marker of a code.
    pub(crate) marker: Option<String>,
    /// The position of a code.
    pub(crate) code: Option<usize>,
    // Whether it is shown even when nothing is counted.
    always: bool,
}

impl AxisValue {
    fn new(key: &str, label: &str, always: bool) -> Self {
        AxisValue { key: key.to_string(), label: label.to_string(), marker: None, code: None, always }
    }

    /// The label with its marker in front.
    pub(crate) fn marked(&self) -> String {
        match &self.marker {
            Some(marker) => format!("{marker}. {}", self.label),
            None => self.label.clone(),
        }
    }
}

/// How the codings find their values.
enum Finder {
    // The value of each code (by position) and of those above it on the level.
    Code(Vec<Vec<u32>>),
    Case,
    Side,
    // The value of each case and side.
    CaseSide(BTreeMap<Spot, u32>),
    Party,
    Informant,
    Source,
    // The value of each source (by position).
    Wave(Vec<Option<u32>>),
    Coder,
    // The values a coding of all values counts for; one of their own where they stand apart.
    Facet(FacetValues, Vec<u32>),
}

/// An [`Axis`] resolved against a study: its values, and which of them a coding counts for.
pub(crate) struct AxisValues {
    /// The head that is printed, for example `Case`.
    pub(crate) name: String,
    /// The word of options and column keys, for example `case`.
    pub(crate) word: String,
    /// The values in the study's order; the last one stands for codings without a value.
    pub(crate) values: Vec<AxisValue>,
    /// The rank of the level, when the values are codes.
    pub(crate) rank: Option<usize>,
    /// The facet of the study's own.
    pub(crate) facet: Option<FacetKey>,
    finder: Finder,
}

impl AxisValues {
    /// Resolves `axis`; `None` when the codebook has no level to take codes from.
    pub(crate) fn new(context: &Context<'_>, axis: &Axis) -> Option<AxisValues> {
        let (study, filter) = (context.study, &context.options.filter);
        let plain = |name: &str, values: Vec<AxisValue>, finder| AxisValues {
            name: name.to_string(),
            word: String::new(),
            values,
            rank: None,
            facet: None,
            finder,
        };
        let mut out = match axis {
            Axis::Code => of_codes(context, context.row_rank()?),
            Axis::Level(level) => of_codes(context, context.tree.rank_of(level)?),
            Axis::Case => {
                let cases = study.cases.iter();
                let values = cases.map(|c| AxisValue::new(c.key.as_str(), &c.label, filter.has_case(&c.key)));
                plain("Case", values.collect(), Finder::Case)
            }
            Axis::Side => {
                let wanted = |key| filter.sides.is_empty() || filter.sides.contains(key);
                let sides = study.sides.iter();
                let values = sides.map(|s| AxisValue::new(s.key.as_str(), &s.name, wanted(&s.key)));
                plain("Side", values.collect(), Finder::Side)
            }
            Axis::CaseSide => of_cases_and_sides(context),
            Axis::Party => {
                let values = study.parties.iter().map(|p| AxisValue::new(p.key.as_str(), &p.name, false));
                plain("Party", values.collect(), Finder::Party)
            }
            Axis::Informant => {
                let informants = study.informants.iter();
                let values = informants.map(|i| AxisValue::new(i.key.as_str(), i.key.as_str(), false));
                plain("Informant", values.collect(), Finder::Informant)
            }
            Axis::Source => {
                let sources = study.sources.iter();
                let values = sources.map(|s| AxisValue::new(s.key.as_str(), s.key.as_str(), false));
                plain("Source", values.collect(), Finder::Source)
            }
            Axis::Coder => {
                let values = study.coders.iter().map(|c| AxisValue::new(c.key.as_str(), &c.name, false));
                plain("Coder", values.collect(), Finder::Coder)
            }
            Axis::Wave => {
                let mut waves: Vec<&WaveKey> = Vec::new();
                for wave in study.sources.iter().filter_map(|source| source.wave.as_ref()) {
                    if !waves.contains(&wave) {
                        waves.push(wave);
                    }
                }
                let at = |wave: &WaveKey| waves.iter().position(|known| *known == wave);
                let of_source =
                    study.sources.iter().map(|s| u32::try_from(at(s.wave.as_ref()?)?).ok()).collect();
                let values = waves.iter().map(|wave| AxisValue::new(wave.as_str(), wave.as_str(), false));
                plain("Wave", values.collect(), Finder::Wave(of_source))
            }
            Axis::Facet(key) => of_facet(context, key)?,
        };
        out.word = axis.word().to_string();
        out.values.push(AxisValue::new("", crate::tables::EMPTY, false));
        Some(out)
    }

    /// Whether both compare the same.
    pub(crate) fn is_same(&self, other: &AxisValues) -> bool {
        (&self.name, self.rank, &self.facet) == (&other.name, other.rank, &other.facet)
    }

    /// Fills `out` with the positions of the values that `mark` counts for in `spot`.
    pub(crate) fn of(&self, context: &Context<'_>, mark: &Mark, spot: Spot, out: &mut Vec<u32>) {
        out.clear();
        let voice = || context.marks.voice(mark);
        match &self.finder {
            Finder::Code(values) => {
                out.extend(mark.code.and_then(|code| values.get(code as usize)).into_iter().flatten())
            }
            Finder::Case => out.extend(spot.0),
            Finder::Side => out.extend(spot.1),
            Finder::CaseSide(values) => out.extend(values.get(&spot)),
            Finder::Party => out.extend(voice().party),
            Finder::Informant => out.extend(voice().informant),
            Finder::Source => out.push(voice().source),
            Finder::Wave(waves) => out.extend(waves.get(voice().source as usize).copied().flatten()),
            Finder::Coder => out.push(mark.coder),
            Finder::Facet(values, all) => match values.of(mark, spot.0) {
                Some(MarkValue::All) => out.extend(all),
                Some(MarkValue::Value(at)) => out.push(at),
                // The value before the last: outside the facet.
                Some(MarkValue::None) => out.extend(self.last().and_then(|last| last.checked_sub(1))),
                None => {}
            },
        }
        if out.is_empty() {
            out.extend(self.last());
        }
    }

    /// Whether `mark` stretches over all values of the facet where it counts for `case`.
    pub(crate) fn is_of_all(&self, mark: &Mark, case: Option<u32>) -> bool {
        match &self.finder {
            Finder::Facet(values, _) => values.of(mark, case) == Some(MarkValue::All),
            _ => false,
        }
    }

    /// The positions of the values that are shown: `present` holds those with something counted.
    pub(crate) fn shown(&self, present: &BTreeSet<u32>) -> Vec<u32> {
        let all = (0u32..).zip(&self.values);
        all.filter(|(at, value)| value.always || present.contains(at)).map(|(at, _)| at).collect()
    }

    /// Whether the value at `position` is one: neither “no value” of a facet nor what has none.
    pub(crate) fn is_value(&self, position: u32) -> bool {
        let empty = if self.facet.is_some() { 2 } else { 1 };
        (position as usize) < self.values.len().saturating_sub(empty)
    }

    /// The position of the value of those that have none.
    pub(crate) fn last(&self) -> Option<u32> {
        u32::try_from(self.values.len().checked_sub(1)?).ok()
    }
}

fn of_codes(context: &Context<'_>, rank: usize) -> AxisValues {
    let tree = &context.tree;
    let shown: BTreeSet<usize> = context.codes_on(rank).into_iter().collect();
    let codes = tree.on_rank(rank);
    let value = |&at: &usize| AxisValue {
        marker: tree.code(at).marker.clone(),
        code: Some(at),
        ..AxisValue::new(tree.code(at).key.as_str(), &tree.code(at).name, shown.contains(&at))
    };
    let place = |at: usize| u32::try_from(codes.iter().position(|&code| code == at)?).ok();
    let of_code = |code: usize| tree.upward(code).filter_map(place).collect();
    AxisValues {
        name: context.study.codebook.levels().get(rank).map(|level| level.name.clone()).unwrap_or_default(),
        word: String::new(),
        values: codes.iter().map(value).collect(),
        rank: Some(rank),
        facet: None,
        finder: Finder::Code((0..context.study.codebook.codes().len()).map(of_code).collect()),
    }
}

/// The sides of each case in the study's order, each case followed by what has no side in it. The key is
/// that of a column `about`: `case/side`.
fn of_cases_and_sides(context: &Context<'_>) -> AxisValues {
    let (study, filter) = (context.study, &context.options.filter);
    let mut values = Vec::new();
    let mut places = BTreeMap::new();
    let mut push = |spot: Spot, value: AxisValue| {
        places.extend(u32::try_from(values.len()).ok().map(|at| (spot, at)));
        values.push(value);
    };
    for (position, case) in context.cases() {
        for (at, side) in (0u32..).zip(&study.sides) {
            let filled = case.sides.iter().any(|seat| seat.side.as_ref() == Some(&side.key));
            let wanted = filter.sides.is_empty() || filter.sides.contains(&side.key);
            let key = format!("{}/{}", case.key, side.key);
            let label = format!("{}, {}", case.label, side.name);
            push((Some(position), Some(at)), AxisValue::new(&key, &label, filled && wanted));
        }
        let label = format!("{}, {}", case.label, crate::tables::EMPTY);
        push((Some(position), None), AxisValue::new(&format!("{}/", case.key), &label, false));
    }
    AxisValues {
        name: "Case and side".to_string(),
        word: String::new(),
        values,
        rank: None,
        facet: None,
        finder: Finder::CaseSide(places),
    }
}

fn of_facet(context: &Context<'_>, key: &FacetKey) -> Option<AxisValues> {
    let facet = context.study.facet(key)?;
    let wanted = context.options.filter.facets.get(key);
    let apart = context.options.all_apart;
    let is_wanted = |value: FacetAssignment| {
        let of_all = |wanted: &Wanted| !apart && wanted.values.contains(&FacetAssignment::All);
        wanted.is_none_or(|wanted| wanted.has(&value) || of_all(wanted))
    };
    let value = |value: &themata_model::FacetValue| {
        AxisValue::new(value.key.as_str(), &value.name, is_wanted(FacetAssignment::Value(value.key.clone())))
    };
    let mut values: Vec<AxisValue> = facet.values.iter().map(value).collect();
    let mut all: Vec<u32> =
        (0u32..).zip(&values).filter(|(_, value)| value.always).map(|(at, _)| at).collect();
    if apart {
        all = u32::try_from(values.len()).into_iter().collect();
        let label = format!("All values of {}", facet.name);
        values.push(AxisValue::new("all", &label, is_wanted(FacetAssignment::All)));
    }
    values.push(AxisValue::new("none", &format!("No value of {}", facet.name), false));
    Some(AxisValues {
        name: facet.name.clone(),
        word: String::new(),
        values,
        rank: None,
        facet: Some(key.clone()),
        finder: Finder::Facet(FacetValues::new(context.study, key)?, all),
    })
}
