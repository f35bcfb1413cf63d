//! What a table or figure is made with, read from a study's outputs or a command line.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use themata_model::{
    AttributionGrade, ExhibitKey, FacetAssignment, FacetKey, LevelKey, Output, Study, ValueKey,
};

use crate::nearest::{nearest, suggestion};
use crate::{Axis, Filter, Key, SourceOrder, TableError, Unit, Within};

/// What a table or figure is made with. The default makes every table from all codings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The caption; else that of the exhibit, else the kind's own.
    pub title: Option<String>,
    /// Which codings count.
    pub filter: Filter,
    /// The facet of parts and columns; else the study's first ordered one.
    pub facet: Option<FacetKey>,
    /// The exhibit that is printed: its excerpts and findings come first.
    pub exhibit: Option<ExhibitKey>,
    /// The level whose codes are the rows; else the lowest printed one.
    pub level: Option<LevelKey>,
    /// Rows and columns change places.
    pub transpose: bool,
    /// Excerpts that the body of the paper uses may be repeated.
    pub allow_repeats: bool,
    /// How speakers are named; else as the kind of table does.
    pub attribution: Option<AttributionGrade>,
    /// How many excerpts the program chooses for a cell.
    pub excerpts_per_cell: Option<usize>,
    /// Whether locators are printed; else in drafts only.
    pub locator: Option<bool>,
    /// Whether the program fills cells without a placed excerpt; else only when the exhibit has none at all.
    pub fill: Option<bool>,
    /// Whether the program assembles a draft where there is no finding; else it does.
    pub draft: Option<bool>,
    /// What counts are broken down by, one column a value.
    pub by: Option<Key>,
    /// What the rows of a matrix are; else codes, or cases where the columns are codes.
    pub rows: Option<Axis>,
    /// What the columns of a matrix are; else cases, or codes where the rows are something else.
    pub columns: Option<Axis>,
    /// What a matrix counts; else codings.
    pub unit: Option<Unit>,
    /// What codings must share for their codes to stand together.
    pub within: Within,
    /// Whether the coefficient of co-occurrence is given in place of the count.
    pub coefficient: bool,
    /// In which order interviews are gone through.
    pub order: SourceOrder,
    /// Whether documents that are no interviews are gone through too.
    pub all_sources: bool,
}

/// The options by their command-line name, each with its meaning, for help texts. Beside these the
/// key of any facet is an option that restricts the codings to some of its values.
pub const OPTIONS: &[(&str, &str)] = &[
    ("title", "the caption"),
    ("case", "only codings that count for these cases"),
    ("side", "only codings of speakers on these sides"),
    ("party", "only codings of speakers from these parties"),
    ("coder", "only codings of these coders"),
    ("code", "only codings of these codes and of those below them"),
    ("facet", "the facet of parts and columns, for example the phases"),
    ("exhibit", "the exhibit whose excerpts and findings are printed"),
    ("level", "the level of the codebook whose codes are the rows"),
    ("transpose", "rows and columns change places"),
    ("allow-repeats", "excerpts used in the body may be repeated"),
    ("attribution", "title-party, vague-party, title-side, title, party, side-case, respondent or none"),
    ("excerpts-per-cell", "how many excerpts are chosen for a cell"),
    ("locator", "print where each quotation stands"),
    ("fill", "fill cells for which no excerpt was chosen"),
    ("draft", "assemble a draft where there is no finding"),
    ("by", "break counts down by case, side, party, informant, coder or source"),
    (
        "rows",
        "what the rows of a matrix are: a facet, a level, code, case, side, party, informant, source, wave or coder",
    ),
    ("columns", "what the columns of a matrix are, named as the rows are"),
    ("unit", "what a matrix counts: codings, spans, informants, interviews, sources or cases"),
    ("within", "what codings share for their codes to stand together: span, passage or turn"),
    ("coefficient", "give the coefficient of co-occurrence in place of the count"),
    ("order", "go through the interviews by date or as the study lists them: date or study"),
    ("all-sources", "go through documents that are no interviews too"),
];

impl Options {
    /// Reads options by name, values as text: `true` or `false`, numbers, keys, lists with `;`.
    /// Options named in `others` belong to somebody else (the format, say) and are passed over.
    ///
    /// # Errors
    /// The first option that is not known, or that names something the study does not have, each
    /// with the nearest that is.
    pub fn from_map(
        study: &Study,
        map: &BTreeMap<String, String>,
        others: &[&str],
    ) -> Result<Options, TableError> {
        let mut options = Options::default();
        for (name, value) in map {
            if !others.contains(&name.as_str()) {
                options.set(study, name, value.trim(), others)?;
            }
        }
        Ok(options)
    }

    /// Reads the options of an output that the study lists, the exhibit it prints included.
    ///
    /// # Errors
    /// As [`Options::from_map`].
    pub fn of_output(study: &Study, output: &Output, others: &[&str]) -> Result<Options, TableError> {
        let mut options = Options::from_map(study, &output.options, others)?;
        options.exhibit.get_or_insert_with(|| output.exhibit.clone());
        Ok(options)
    }

    fn set(&mut self, study: &Study, name: &str, value: &str, others: &[&str]) -> Result<(), TableError> {
        match name {
            "title" => self.title = Some(value.to_string()),
            "case" => {
                self.filter.cases = keys(name, "case", value, &study.cases, |r| (r.key.as_str(), &r.label))?
            }
            "side" => {
                self.filter.sides = keys(name, "side", value, &study.sides, |r| (r.key.as_str(), &r.name))?
            }
            "party" => {
                self.filter.parties =
                    keys(name, "party", value, &study.parties, |r| (r.key.as_str(), &r.name))?
            }
            "coder" => {
                self.filter.coders = keys(name, "coder", value, &study.coders, |r| (r.key.as_str(), &r.name))?
            }
            "code" => self.filter.codes = codes(study, value)?,
            "facet" => self.facet = one(name, "facet", value, &study.facets, |r| (r.key.as_str(), &r.name))?,
            "exhibit" => {
                self.exhibit = one(name, "exhibit", value, &study.exhibits, |r| (r.key.as_str(), &r.title))?
            }
            "level" => {
                self.level =
                    one(name, "level", value, study.codebook.levels(), |r| (r.key.as_str(), &r.name))?
            }
            "transpose" => self.transpose = truth(name, value)?,
            "allow-repeats" => self.allow_repeats = truth(name, value)?,
            "attribution" => self.attribution = Some(grade(name, value)?),
            "excerpts-per-cell" => self.excerpts_per_cell = Some(number(name, value)?),
            "locator" => self.locator = Some(truth(name, value)?),
            "fill" => self.fill = Some(truth(name, value)?),
            "draft" => self.draft = Some(truth(name, value)?),
            "by" => self.by = Some(word(name, value, &KEYS)?),
            "rows" => self.rows = Some(Axis::read(study, name, value)?),
            "columns" => self.columns = Some(Axis::read(study, name, value)?),
            "unit" => self.unit = Some(word(name, value, &Unit::ALL.map(|unit| (unit.column(), unit)))?),
            "within" => self.within = word(name, value, &Within::WORDS)?,
            "coefficient" => self.coefficient = truth(name, value)?,
            "order" => self.order = word(name, value, &SourceOrder::WORDS)?,
            "all-sources" => self.all_sources = truth(name, value)?,
            other => return self.set_facet(study, other, value, others),
        }
        Ok(())
    }

    fn set_facet(
        &mut self,
        study: &Study,
        name: &str,
        value: &str,
        others: &[&str],
    ) -> Result<(), TableError> {
        let Some(facet) = study.facets.iter().find(|facet| facet.key.as_str() == name) else {
            let known = OPTIONS.iter().map(|(name, _)| *name).chain(others.iter().copied());
            let known = known.chain(study.facets.iter().map(|facet| facet.key.as_str()));
            return Err(TableError::UnknownOption {
                option: name.to_string(),
                nearest: nearest(name, known),
            });
        };
        let mut values = BTreeSet::new();
        for piece in pieces(value) {
            match piece {
                "all" => values.extend([FacetAssignment::All]),
                "none" => values.extend([FacetAssignment::None]),
                piece => {
                    let named: BTreeSet<ValueKey> =
                        keys(name, "value", piece, &facet.values, |r| (r.key.as_str(), &r.name))?;
                    values.extend(named.into_iter().map(FacetAssignment::Value));
                }
            }
        }
        if !values.is_empty() {
            self.filter.facets.insert(facet.key.clone(), values);
        }
        Ok(())
    }

    /// The caption: the option, else the exhibit's, else `default`.
    pub(crate) fn title(&self, study: &Study, default: &str) -> String {
        let of_exhibit = || self.exhibit.as_ref().and_then(|key| study.exhibit(key)).map(|e| e.title.clone());
        let title = self.title.clone().or_else(of_exhibit).filter(|title| !title.trim().is_empty());
        title.unwrap_or_else(|| default.to_string())
    }

    /// The facet of parts and columns: the one asked for, else the study's first ordered one.
    pub(crate) fn facet_of<'s>(&self, study: &'s Study) -> Option<&'s themata_model::Facet> {
        match &self.facet {
            Some(key) => study.facet(key),
            None => study.phase_facet(),
        }
    }
}

/// A written list: separated by `;`.
fn pieces(value: &str) -> impl Iterator<Item = &str> {
    value.split(';').map(str::trim).filter(|piece| !piece.is_empty())
}

/// The keys that `value` names, by key or by printed name.
fn keys<T, K: FromStr + Ord>(
    option: &str,
    what: &'static str,
    value: &str,
    rows: &[T],
    names: impl Fn(&T) -> (&str, &String),
) -> Result<BTreeSet<K>, TableError> {
    let mut out = BTreeSet::new();
    for piece in pieces(value) {
        let exact = rows.iter().find(|row| names(row).0 == piece);
        let found = exact.or_else(|| rows.iter().find(|row| names(row).1.eq_ignore_ascii_case(piece)));
        let key = found.and_then(|row| names(row).0.parse().ok());
        out.insert(key.ok_or_else(|| TableError::UnknownKey {
            option: option.to_string(),
            what,
            value: piece.to_string(),
            nearest: nearest(piece, rows.iter().map(|row| names(row).0)),
        })?);
    }
    Ok(out)
}

fn one<T, K: FromStr + Ord>(
    option: &str,
    what: &'static str,
    value: &str,
    rows: &[T],
    names: impl Fn(&T) -> (&str, &String),
) -> Result<Option<K>, TableError> {
    Ok(keys(option, what, value, rows, names)?.into_iter().next())
}

fn codes(study: &Study, value: &str) -> Result<BTreeSet<themata_model::CodeKey>, TableError> {
    let find = |piece: &str| {
        let known = study.codebook.codes().iter().flat_map(|code| [code.key.as_str(), code.name.as_str()]);
        study.codebook.find(piece).map(|code| code.key.clone()).ok_or_else(|| TableError::UnknownKey {
            option: "code".to_string(),
            what: "code",
            value: piece.to_string(),
            nearest: nearest(piece, known),
        })
    };
    pieces(value).map(find).collect()
}

fn bad(option: &str, value: &str, expected: &str) -> TableError {
    TableError::BadValue {
        option: option.to_string(),
        value: value.to_string(),
        expected: expected.to_string(),
    }
}

fn truth(option: &str, value: &str) -> Result<bool, TableError> {
    match value {
        // A flag without a value is on.
        "" | "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        other => Err(bad(option, other, "`true` or `false`")),
    }
}

fn number(option: &str, value: &str) -> Result<usize, TableError> {
    value.parse().ok().filter(|n| *n > 0).ok_or_else(|| bad(option, value, "a whole number from 1"))
}

/// The grades by name. Words of one's own name one speaker; for a whole table they are a typing error.
const GRADES: [&str; 8] =
    ["title-party", "vague-party", "title-side", "title", "party", "side-case", "respondent", "none"];

fn grade(option: &str, value: &str) -> Result<AttributionGrade, TableError> {
    let Ok(grade) = value.parse();
    match grade {
        AttributionGrade::Words(words) => {
            let near = suggestion(&nearest(&words, GRADES));
            let quoted: Vec<String> = GRADES.iter().map(|grade| format!("`{grade}`")).collect();
            let (last, first) = quoted.split_last().map_or(("", &[][..]), |(last, first)| (last.as_str(), first));
            Err(bad(option, &words, &format!("{} or {last}{near}", first.join(", "))))
        }
        grade => Ok(grade),
    }
}

/// What counts are broken down by, by name.
const KEYS: [(&str, Key); 6] = [
    ("case", Key::Case),
    ("side", Key::Side),
    ("party", Key::Party),
    ("informant", Key::Informant),
    ("coder", Key::Coder),
    ("source", Key::Source),
];

/// One of a few words.
fn word<T: Copy>(option: &str, value: &str, words: &[(&str, T)]) -> Result<T, TableError> {
    if let Some((_, found)) = words.iter().find(|(word, _)| *word == value) {
        return Ok(*found);
    }
    let quoted: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    let expected = match quoted.as_slice() {
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
        [] => String::new(),
    };
    let near = suggestion(&nearest(value, words.iter().map(|(word, _)| *word)));
    Err(bad(option, value, &format!("{expected}{near}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    fn read(pairs: &[(&str, &str)]) -> Result<Options, String> {
        let map = pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
        Options::from_map(&Builder::dyads().study, &map, &["style"]).map_err(|e| e.to_string())
    }

    #[test]
    fn options_are_read_by_name() {
        let options = read(&[
            ("case", "R1;r2"),
            ("phase", "late"),
            ("transpose", "true"),
            ("style", "boxes"),
            ("code", "Name T1"),
            ("attribution", "title"),
        ])
        .unwrap();
        assert_eq!(options.filter.cases.len(), 2);
        assert_eq!(options.filter.facets.len(), 1);
        assert!(options.transpose);
        assert_eq!(options.attribution, Some(AttributionGrade::Title));
        assert!(options.filter.codes.contains(&"T1".parse().unwrap()));
    }

    #[test]
    fn what_is_not_known_is_said_with_the_nearest() {
        insta::assert_snapshot!(read(&[("transposed", "true")]).unwrap_err(), @"there is no facet `transposed`, nor an option of tables and figures with that name; did you mean `transpose`?");
        insta::assert_snapshot!(read(&[("side", "makers")]).unwrap_err(), @"option `side`: the study has no side `makers`; did you mean `maker`?");
        insta::assert_snapshot!(read(&[("attribution", "titel")]).unwrap_err(), @"option `attribution`: `titel` is not `title-party`, `vague-party`, `title-side`, `title`, `party`, `side-case`, `respondent` or `none`; did you mean `title`?");
        assert_eq!(read(&[("phase", "all; none")]).unwrap().filter.facets.len(), 1);
        insta::assert_snapshot!(read(&[("excerpts-per-cell", "0")]).unwrap_err(), @"option `excerpts-per-cell`: `0` is not a whole number from 1");
    }
}
