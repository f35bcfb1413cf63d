//! Filters of a query as conditions on the study: fields and values looked up, and corrected where they
//! are not there.

use std::collections::BTreeSet;

use themata_model::{Code, Facet, FacetAssignment, FacetKey, Speaker, SpeakerRole, Study};
use themata_search::{Filter, Language, QueryError};

use super::range::{Dates, weights};
use crate::verbs::look;

/// What a filter asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    /// One of these sources (positions).
    Sources(BTreeSet<u32>),
    /// It counts for one of these cases (positions).
    Cases(BTreeSet<u32>),
    /// Somebody of one of these sides speaks (positions).
    Sides(BTreeSet<u32>),
    /// Somebody of one of these parties speaks (positions).
    Parties(BTreeSet<u32>),
    /// One of these informants speaks (positions).
    Informants(BTreeSet<u32>),
    /// A speaker with one of these labels speaks.
    Labels(BTreeSet<String>),
    /// A speaker of one of these roles speaks.
    Roles(Vec<SpeakerRole>),
    /// It is coded with one of these codes (positions, descendants included).
    Codes(BTreeSet<u32>),
    /// One of these coders coded it (positions).
    Coders(BTreeSet<u32>),
    /// It is said to be about one of these cases, or one of these sides (positions).
    About(BTreeSet<u32>, BTreeSet<u32>),
    /// Its weight lies here.
    Weight(u8, u8),
    /// It has one of these values of a facet.
    Facet(FacetKey, BTreeSet<FacetAssignment>),
    /// It is used in one of these exhibits.
    Exhibits(BTreeSet<String>),
    /// It is coded, or it is not.
    Coded(bool),
}

/// The fields there are besides the levels and facets of the study.
const FIELDS: [(&str, &str); 17] = [
    ("code", "a code, with all codes below it"),
    ("theme", "a code, with all codes below it"),
    ("case", "a case: the speaker's, or the one the coding is about"),
    ("side", "the side that speaks"),
    ("party", "the party that speaks"),
    ("informant", "the informant who speaks"),
    ("speaker", "the label of the speaker in the text"),
    ("role", "interviewer, informant or unknown"),
    ("source", "a source"),
    ("kind", "a kind of source"),
    ("wave", "a wave of data collection"),
    ("date", "the date of the source: 2019, 2019-03..2020, >2019-06"),
    ("language", "the language of the source"),
    ("coder", "who coded it"),
    ("about", "another case or side that the coding is about"),
    ("weight", "the weight of the coding: 80, 50-80, >50"),
    ("exhibit", "an exhibit that uses the coding"),
];

/// The names of all fields of a study.
pub(super) fn fields(study: &Study) -> Vec<String> {
    let fixed = FIELDS.iter().map(|(name, _)| (*name).to_string());
    let levels = study.codebook.levels().iter().map(|level| level.key.to_string());
    let facets = study.facets.iter().map(|facet| facet.key.to_string());
    let mut all: Vec<String> = fixed.chain(["coded".to_string()]).collect();
    for name in levels.chain(facets) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Looks up what `filter` names; `languages` are those of the sources' texts, told or detected, and `speakers` those
/// who speak in them.
pub(super) fn condition(
    study: &Study,
    languages: &[Option<Language>],
    speakers: &[Vec<Speaker>],
    filter: &Filter,
) -> Result<Condition, QueryError> {
    let lookup = Lookup { study, filter };
    let field = filter.field.to_lowercase();
    Ok(match field.as_str() {
        "source" => Condition::Sources(lookup.rows(&study.sources, |s| vec![s.key.as_str()])?),
        "case" => Condition::Cases(lookup.rows(&study.cases, |c| vec![c.key.as_str(), &c.label])?),
        "side" => Condition::Sides(lookup.rows(&study.sides, |s| vec![s.key.as_str(), &s.name])?),
        "party" => Condition::Parties(lookup.rows(&study.parties, |p| vec![p.key.as_str(), &p.name])?),
        "informant" => {
            Condition::Informants(lookup.rows(&study.informants, |i| vec![i.key.as_str(), &i.title])?)
        }
        "coder" => Condition::Coders(lookup.rows(&study.coders, |c| vec![c.key.as_str(), &c.name])?),
        "speaker" => lookup.labels(speakers)?,
        "role" => Condition::Roles(
            lookup.each(|value| role(value).ok_or(vec!["interviewer", "informant", "unknown"]))?,
        ),
        "kind" => lookup.sources(|s| Some(s.kind.as_str()))?,
        "wave" => lookup.sources(|s| s.wave.as_ref().map(|wave| wave.as_str()))?,
        "language" => lookup.languages(languages)?,
        "date" => lookup.dates()?,
        "weight" => {
            let range = weights(lookup.only()?);
            let (from, to) = range
                .ok_or_else(|| lookup.wrong("is no weight", "a weight is 0 to 100: 80, 50-80, >50, <=20"))?;
            Condition::Weight(from, to)
        }
        "about" => lookup.about()?,
        "exhibit" => {
            let keys = || study.exhibits.iter().map(|exhibit| exhibit.key.as_str());
            let known = |value: &str| match keys().find(|key| folded(key) == folded(value)) {
                Some(key) => Ok(key.to_string()),
                None => Err(keys().collect()),
            };
            Condition::Exhibits(lookup.each(known)?.into_iter().collect())
        }
        "coded" => Condition::Coded(match lookup.only()? {
            "none" | "no" => false,
            "any" | "yes" => true,
            _ => return Err(lookup.wrong("is not known", "write coded:none or coded:any")),
        }),
        "code" | "theme" => Condition::Codes(lookup.codes(None)?),
        name => lookup.of_study(name)?,
    })
}

struct Lookup<'a> {
    study: &'a Study,
    filter: &'a Filter,
}

impl<'a> Lookup<'a> {
    /// The values, each as `find` knows it; what it does not know is an error with what it does.
    fn each<T>(&self, find: impl Fn(&'a str) -> Result<T, Vec<&'a str>>) -> Result<Vec<T>, QueryError> {
        let one = |value: &'a String| find(value).map_err(|known| self.unknown(value, &known));
        self.filter.values.iter().map(one).collect()
    }

    /// The only value.
    fn only(&self) -> Result<&'a str, QueryError> {
        match self.filter.values.as_slice() {
            [one] => Ok(one),
            _ => Err(self.wrong("cannot be one of several", "name one value")),
        }
    }

    fn wrong(&self, what: &str, hint: &str) -> QueryError {
        let message = format!("`{}:{}` {what}", self.filter.field, self.filter.values.join(","));
        QueryError::new(message, self.filter.at.clone()).with_hint(hint)
    }

    fn unknown(&self, value: &str, known: &[&str]) -> QueryError {
        let error = QueryError::new(format!("no {} `{value}`", self.filter.field), self.filter.at.clone());
        // A name may be the key.
        let mut seen = BTreeSet::new();
        let known: Vec<&str> = known.iter().copied().filter(|word| seen.insert(*word)).collect();
        let near =
            begins(value, known.iter().copied()).or_else(|| look::nearest(value, known.iter().copied()));
        match (near, known.as_slice()) {
            (Some(near), _) => error.with_hint(format!("did you mean `{near}`?")),
            (None, []) => error.with_hint(format!("the study has no {}", self.filter.field)),
            (None, known) if known.len() <= 12 => error.with_hint(format!("there are {}", quoted(known))),
            (None, _) => error,
        }
    }

    /// Positions of the rows that the values name by any of their words.
    fn rows<T>(
        &self,
        rows: &'a [T],
        words: impl Fn(&'a T) -> Vec<&'a str>,
    ) -> Result<BTreeSet<u32>, QueryError> {
        let find = |value: &'a str| {
            let wanted = folded(value);
            let is = |row: &'a T| words(row).iter().any(|word| folded(word) == wanted);
            let found: Vec<u32> = (0u32..).zip(rows).filter(|(_, row)| is(row)).map(|(at, _)| at).collect();
            if found.is_empty() {
                Err(rows.iter().flat_map(&words).filter(|word| !word.is_empty()).collect())
            } else {
                Ok(found)
            }
        };
        Ok(self.each(find)?.into_iter().flatten().collect())
    }

    /// The sources of which `word` is one of the values.
    fn sources(
        &self,
        word: impl Fn(&'a themata_model::Source) -> Option<&'a str>,
    ) -> Result<Condition, QueryError> {
        self.sources_with(self.study.sources.iter().map(word).collect())
    }

    /// The sources in one of the languages: as the source or the study tells it, else as it was detected.
    fn languages(&self, detected: &[Option<Language>]) -> Result<Condition, QueryError> {
        let detected = detected.iter().copied().chain(std::iter::repeat(None));
        let told = self.study.sources.iter().zip(detected).map(|(source, detected)| {
            let told = source.language.as_deref().or(self.study.language.as_deref());
            told.or(detected.map(Language::tag))
        });
        self.sources_with(told.collect())
    }

    /// The sources whose word, of those given for each, is one of the values.
    fn sources_with(&self, words: Vec<Option<&'a str>>) -> Result<Condition, QueryError> {
        let find = |value: &'a str| {
            let wanted = folded(value);
            let all = || (0u32..).zip(&words).filter_map(|(at, word)| Some((at, (*word)?)));
            let found: Vec<u32> =
                all().filter(|(_, word)| folded(word) == wanted).map(|(at, _)| at).collect();
            let known: BTreeSet<&str> = all().map(|(_, word)| word).collect();
            if found.is_empty() { Err(known.into_iter().collect()) } else { Ok(found) }
        };
        Ok(Condition::Sources(self.each(find)?.into_iter().flatten().collect()))
    }

    /// The labels, each of which somebody has.
    fn labels(&self, speakers: &'a [Vec<Speaker>]) -> Result<Condition, QueryError> {
        let known: BTreeSet<String> =
            speakers.iter().flatten().map(|speaker| folded(&speaker.label)).collect();
        let find = |value: &'a str| match known.get(&folded(value)) {
            Some(label) => Ok(label.clone()),
            None => Err(speakers.iter().flatten().map(|speaker| speaker.label.as_str()).collect()),
        };
        Ok(Condition::Labels(self.each(find)?.into_iter().collect()))
    }

    /// The sources whose date lies in one of the ranges.
    fn dates(&self) -> Result<Condition, QueryError> {
        let mut found = BTreeSet::new();
        for value in &self.filter.values {
            let range = Dates::of(value).ok_or_else(|| {
                self.wrong(
                    "is no date",
                    "write 2019, 2019-03, 2019-03-15, 2019..2020 (the earlier first), >2019-06 or <=2020",
                )
            })?;
            let sources = (0u32..).zip(&self.study.sources);
            found.extend(
                sources.filter(|(_, s)| s.date.as_ref().is_some_and(|d| range.has(d))).map(|(at, _)| at),
            );
        }
        Ok(Condition::Sources(found))
    }

    fn about(&self) -> Result<Condition, QueryError> {
        let (mut cases, mut sides) = (BTreeSet::new(), BTreeSet::new());
        for value in &self.filter.values {
            let wanted = folded(value);
            let of_case = (0u32..)
                .zip(&self.study.cases)
                .filter(|(_, c)| folded(c.key.as_str()) == wanted || folded(&c.label) == wanted);
            let of_side = (0u32..)
                .zip(&self.study.sides)
                .filter(|(_, s)| folded(s.key.as_str()) == wanted || folded(&s.name) == wanted);
            let before = cases.len() + sides.len();
            cases.extend(of_case.map(|(at, _)| at));
            sides.extend(of_side.map(|(at, _)| at));
            if cases.len() + sides.len() == before {
                let known = self.study.cases.iter().map(|c| c.key.as_str());
                let known: Vec<&str> = known.chain(self.study.sides.iter().map(|s| s.key.as_str())).collect();
                return Err(self.unknown(value, &known));
            }
        }
        Ok(Condition::About(cases, sides))
    }

    /// Positions of the codes that the values name, with all below them; on one level where it is given.
    fn codes(&self, level: Option<&str>) -> Result<BTreeSet<u32>, QueryError> {
        let book = &self.study.codebook;
        let on_level = |code: &&Code| level.is_none_or(|level| code.level.as_str() == level);
        let mut found = BTreeSet::new();
        for value in &self.filter.values {
            let matching: Vec<&Code> = book.matches(value).into_iter().filter(on_level).collect();
            let code = match matching.as_slice() {
                [one] => *one,
                [] => return Err(self.no_code(value, book.codes().iter().filter(on_level))),
                several => {
                    let keys: Vec<String> = several.iter().map(|code| format!("`{}`", code.key)).collect();
                    let message = format!("`{value}` may mean {}", keys.join(" or "));
                    return Err(QueryError::new(message, self.filter.at.clone())
                        .with_hint("name the code by its key"));
                }
            };
            let position = book.position(&code.key);
            found.extend(
                position.into_iter().flat_map(|at| book.subtree(at)).filter_map(|at| u32::try_from(at).ok()),
            );
        }
        Ok(found)
    }

    fn no_code<'c>(&self, value: &str, codes: impl Iterator<Item = &'c Code> + Clone) -> QueryError {
        let error = QueryError::new(format!("no {} `{value}`", self.filter.field), self.filter.at.clone());
        // Codes of the level that the field names come first.
        let on_level = codes.clone().filter(|code| code.level.as_str() == self.filter.field);
        let first = on_level.chain(codes.clone());
        let named = first.into_iter().find(|code| begins(value, [code.name.as_str()]).is_some());
        let near = named.or_else(|| {
            let near =
                look::nearest(value, codes.clone().flat_map(|code| [code.key.as_str(), code.name.as_str()]))?;
            codes.clone().find(|code| code.key.as_str() == near || code.name == near)
        });
        match near {
            Some(code) => error.with_hint(format!("did you mean `{}`?", code.marked_name())),
            None => error.with_hint("`themata codes` lists the codes"),
        }
    }

    /// A level or a facet of the study.
    fn of_study(&self, name: &str) -> Result<Condition, QueryError> {
        let levels = self.study.codebook.levels();
        if let Some(level) =
            levels.iter().find(|l| folded(l.key.as_str()) == folded(name) || folded(&l.name) == folded(name))
        {
            return Ok(Condition::Codes(self.codes(Some(level.key.as_str()))?));
        }
        let facet = self
            .study
            .facets
            .iter()
            .find(|f| folded(f.key.as_str()) == folded(name) || folded(&f.name) == folded(name));
        let Some(facet) = facet else {
            let fields = fields(self.study);
            let known: Vec<&str> = fields.iter().map(String::as_str).collect();
            let error =
                QueryError::new(format!("`{}` is no field", self.filter.field), self.filter.at.clone());
            return Err(match look::nearest(name, known.iter().copied()) {
                Some(near) => error.with_hint(format!("did you mean `{near}:`?")),
                None => error.with_hint(format!(
                    "the fields are {}; to search for the words themselves, put them in quotation marks",
                    quoted(&known)
                )),
            });
        };
        let values = self.each(|value| value_of(facet, value))?;
        Ok(Condition::Facet(facet.key.clone(), values.into_iter().collect()))
    }
}

fn value_of<'a>(facet: &'a Facet, value: &str) -> Result<FacetAssignment, Vec<&'a str>> {
    let wanted = folded(value);
    match wanted.as_str() {
        "all" => return Ok(FacetAssignment::All),
        "none" => return Ok(FacetAssignment::None),
        _ => {}
    }
    let found = facet.values.iter().find(|v| folded(v.key.as_str()) == wanted || folded(&v.name) == wanted);
    found
        .map(|value| FacetAssignment::Value(value.key.clone()))
        .ok_or_else(|| facet.values.iter().map(|value| value.key.as_str()).collect())
}

fn role(value: &str) -> Option<SpeakerRole> {
    match folded(value).as_str() {
        "interviewer" => Some(SpeakerRole::Interviewer),
        "informant" => Some(SpeakerRole::Informant),
        "unknown" => Some(SpeakerRole::Unknown),
        _ => None,
    }
}

/// The first of `known` in which a word begins with `value`.
fn begins<'k>(value: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = folded(value);
    let has = |name: &&str| folded(name).split_whitespace().any(|word| word.starts_with(&wanted));
    known.into_iter().find(has).filter(|_| wanted.chars().count() >= 2)
}

pub(super) fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
