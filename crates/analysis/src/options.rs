//! What a table or figure is made with, read from a study's outputs or a command line.

mod written;

use std::collections::BTreeMap;

use themata_model::{AttributionGrade, ExhibitKey, FacetKey, LevelKey, Output, SideKey, Study};

pub(crate) use self::written::key_word;
use self::written::{KEYS, attributes, codes, exhibits, grade, keys, number, one, truth, wanted, word};
use crate::nearest::nearest;
use crate::{Axis, Filter, Key, SourceOrder, TableError, Tally, Within};

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
    /// The exhibits whose excerpts are printed or counted; else those of `exhibit` are printed, and all counted.
    pub excerpts: Vec<ExhibitKey>,
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
    pub unit: Option<Tally>,
    /// The row and the column of what has no value are left out.
    pub only_values: bool,
    /// What stretches over all values of a facet has a row or column of its own; else it counts for each value.
    pub all_apart: bool,
    /// The findings of the cells are printed.
    pub findings: bool,
    /// What stands at the heads of the columns, in their order; an empty one leaves the head as it is.
    pub heads: Vec<String>,
    /// The quotations stand in the first column, what they are evidence of behind them.
    pub quotations_first: bool,
    /// The attributes of parties that are columns, in this order; else all.
    pub attributes: Vec<PartyColumn>,
    /// What codings must share for their codes to stand together.
    pub within: Within,
    /// Whether the coefficient of co-occurrence is given in place of the count.
    pub coefficient: bool,
    /// In which order interviews are gone through.
    pub order: SourceOrder,
    /// Whether documents that are no interviews are gone through too.
    pub all_sources: bool,
}

/// A column of facts of parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyColumn {
    /// The side whose parties are meant; else those of every side.
    pub side: Option<SideKey>,
    /// The attributes, `name` for the name of the party.
    pub keys: Vec<String>,
}

impl std::fmt::Display for PartyColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(side) = &self.side {
            write!(f, "{side}/")?;
        }
        f.write_str(&self.keys.join("+"))
    }
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
    ("excerpts", "the exhibits whose excerpts are printed or counted, where they are not the own one's"),
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
        "what the rows of a matrix are: a facet, a level, code, case, side, case-side, party, informant, source, wave or coder",
    ),
    ("columns", "what the columns of a matrix are, named as the rows are"),
    ("unit", "what a matrix counts: codings, spans, informants, interviews, sources, cases or excerpts"),
    ("only-values", "leave out the row and the column of what has no value"),
    ("all-apart", "give what is of all values of a facet a row or column of its own"),
    ("findings", "print the findings of the cells"),
    ("heads", "what stands at the heads of the columns, in their order"),
    ("quotations-first", "quotations stand in the first column, what they are evidence of behind them"),
    ("attributes", "which facts of the companies are columns, in this order"),
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
            "excerpts" => self.excerpts = exhibits(study, name, value)?,
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
            "unit" => {
                self.unit = Some(word(name, value, &Tally::all().map(|tally| (tally.column(), tally)))?)
            }
            "only-values" => self.only_values = truth(name, value)?,
            "all-apart" => self.all_apart = truth(name, value)?,
            "findings" => self.findings = truth(name, value)?,
            "heads" => self.heads = value.split(';').map(|head| head.trim().to_string()).collect(),
            "quotations-first" => self.quotations_first = truth(name, value)?,
            "attributes" => self.attributes = attributes(study, name, value)?,
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
        let wanted = wanted(facet, value)?;
        if !wanted.values.is_empty() {
            self.filter.facets.insert(facet.key.clone(), wanted);
        }
        Ok(())
    }

    /// The caption: the option, else the exhibit's, else `default`.
    pub(crate) fn title(&self, study: &Study, default: &str) -> String {
        let of_exhibit = || self.exhibit.as_ref().and_then(|key| study.exhibit(key)).map(|e| e.title.clone());
        let title = self.title.clone().or_else(of_exhibit).filter(|title| !title.trim().is_empty());
        title.unwrap_or_else(|| default.to_string())
    }

    /// The exhibits whose excerpts are printed: those asked for, else the one that is printed.
    pub(crate) fn exhibits_shown(&self) -> &[ExhibitKey] {
        if self.excerpts.is_empty() { self.exhibit.as_slice() } else { &self.excerpts }
    }

    /// The facet of parts and columns: the one asked for, else the study's first ordered one.
    pub(crate) fn facet_of<'s>(&self, study: &'s Study) -> Option<&'s themata_model::Facet> {
        match &self.facet {
            Some(key) => study.facet(key),
            None => study.phase_facet(),
        }
    }
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
    fn a_value_may_be_meant_without_what_is_of_all_values() {
        let phase = |value: &str| {
            let options = read(&[("phase", value)]).unwrap();
            let (_, wanted) = options.filter.facets.into_iter().next().unwrap();
            (wanted.values.len(), wanted.exactly)
        };
        assert_eq!(phase("late"), (1, false));
        assert_eq!(phase("only:late"), (1, true));
        assert_eq!(phase("only:early; only: late; all"), (3, true));
        assert_eq!(phase("late; only:all"), (2, false));
        let mut b = Builder::dyads();
        b.facet("way", &["only:late", "late"]);
        let map = BTreeMap::from([("way".to_string(), "only:late".to_string())]);
        let options = Options::from_map(&b.study, &map, &[]).unwrap();
        let wanted = &options.filter.facets[&"way".parse().unwrap()];
        assert!(!wanted.exactly, "a value of that name is meant: {wanted:?}");
    }

    #[test]
    fn what_is_not_known_is_said_with_the_nearest() {
        insta::assert_snapshot!(read(&[("transposed", "true")]).unwrap_err(), @"there is no facet `transposed`, nor an option of tables and figures with that name; did you mean `transpose`?");
        insta::assert_snapshot!(read(&[("side", "makers")]).unwrap_err(), @"option `side`: the study has no side `makers`; did you mean `maker`?");
        insta::assert_snapshot!(read(&[("attribution", "titel")]).unwrap_err(), @"option `attribution`: `titel` is not `title-party`, `vague-party`, `title-side`, `title`, `party`, `side-case`, `respondent` or `none`; did you mean `title`?");
        assert_eq!(read(&[("phase", "all; none")]).unwrap().filter.facets.len(), 1);
        insta::assert_snapshot!(read(&[("phase", "only:lat")]).unwrap_err(), @"option `phase`: the study has no value `lat`; did you mean `late`?");
        insta::assert_snapshot!(read(&[("phase", "only:")]).unwrap_err(), @"option `phase`: the study has no value `only:`");
        insta::assert_snapshot!(read(&[("phase", "only:early;late")]).unwrap_err(), @"option `phase`: `only:early;late` is not a list with `only:` before each value or before none");
        insta::assert_snapshot!(read(&[("excerpts-per-cell", "0")]).unwrap_err(), @"option `excerpts-per-cell`: `0` is not a whole number from 1");
    }
}
