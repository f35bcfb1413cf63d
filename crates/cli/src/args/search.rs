//! `themata search`, `quotes` and `index`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use themata_workspace::{AutoUnit, SearchOrder, SearchRequest, SearchUnit};

use super::{BesideArgs, StudyArgs};

/// Find passages by their words, by who says them and by how they are coded
///
/// A query is words (any inflection), "exact phrases", "loose ones"~3, near/5, prefixes*, fuzzy~1,
/// /regular expressions/, AND OR NOT with parentheses, and filters such as theme:6 side:customer
/// case:R1 coded:none; docs/search.md tells all. The interviewer's turns are left out. With --and, several studies are
/// searched, each by itself: hits, codes and cases stand under the name of their study, and --limit holds for each.
///
/// Example: themata search 'penalt* AND side:customer' study.themata
#[derive(Args, Debug)]
pub(crate) struct SearchArgs {
    /// The query; may be left out when filters say it all
    #[arg(value_name = "QUERY", default_value = "", hide_default_value = true)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    #[command(flatten)]
    pub(crate) beside: BesideArgs,
    /// What is found: a paragraph, or all that somebody says in one go
    #[arg(long, value_enum, default_value_t = Whole::Passage)]
    pub(crate) unit: Whole,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
}

/// Find coded quotations by their words, by who says them and by how they are coded
///
/// The query language is that of `themata search`; filters hold for the quotation's own coding, and
/// the words must stand inside the quotation.
///
/// Example: themata quotes --theme 6 --side customer -s study.themata
#[derive(Args, Debug)]
pub(crate) struct QuotesArgs {
    /// The query; may be left out when filters say it all
    #[arg(value_name = "QUERY", default_value = "", hide_default_value = true)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    #[command(flatten)]
    pub(crate) beside: BesideArgs,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Whole {
    Passage,
    Turn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// What fits best first
    Relevance,
    /// Source by source
    Corpus,
}

/// The filters of the query language as options; several values with commas, any of which will do
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// With this code or one below it: a theme, dimension, category or open code
    #[arg(long, alias = "code", value_name = "CODE")]
    pub(crate) theme: Vec<String>,
    /// For this case: the speaker's, or the one the coding is about
    #[arg(long, value_name = "CASE")]
    pub(crate) case: Vec<String>,
    /// Said by somebody of this side
    #[arg(long, value_name = "SIDE")]
    pub(crate) side: Vec<String>,
    /// Said by somebody of this party
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: Vec<String>,
    /// Said by this informant
    #[arg(long, value_name = "INFORMANT")]
    pub(crate) informant: Vec<String>,
    /// Said under this label
    #[arg(long, value_name = "LABEL")]
    pub(crate) speaker: Vec<String>,
    /// In this source
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Vec<String>,
    /// In sources of this kind
    #[arg(long, value_name = "SOURCE-KIND")]
    pub(crate) kind: Vec<String>,
    /// In sources of this wave
    #[arg(long, value_name = "WAVE")]
    pub(crate) wave: Vec<String>,
    /// In sources of this time: 2019, 2019-03..2020, >2019-06
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Vec<String>,
    /// In sources in this language
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Vec<String>,
    /// Coded by this coder
    #[arg(long, value_name = "CODER")]
    pub(crate) coder: Vec<String>,
    /// With this value of a facet, such as phase=advanced
    #[arg(long, value_name = "FACET=VALUE")]
    pub(crate) facet: Vec<String>,
    /// Coded as about this case or side, which is not the speaker's own
    #[arg(long, value_name = "CASE-OR-SIDE")]
    pub(crate) about: Vec<String>,
    /// Coded with this weight: 80, 50-80, >50
    #[arg(long, value_name = "WEIGHT")]
    pub(crate) weight: Vec<String>,
    /// Used in this exhibit
    #[arg(long, value_name = "EXHIBIT")]
    pub(crate) exhibit: Vec<String>,
    /// Coded at all (any), or not (none)
    #[arg(long, value_name = "HOW", value_parser = ["any", "none"])]
    pub(crate) coded: Option<String>,
    /// The interviewer's words, too
    #[arg(long)]
    pub(crate) include_interviewer: bool,
}

impl FilterArgs {
    pub(crate) fn filters(&self) -> Vec<(String, Vec<String>)> {
        let mut filters = Vec::new();
        let lists = [
            ("theme", &self.theme),
            ("case", &self.case),
            ("side", &self.side),
            ("party", &self.party),
            ("informant", &self.informant),
            ("speaker", &self.speaker),
            ("source", &self.source),
            ("kind", &self.kind),
            ("wave", &self.wave),
            ("date", &self.date),
            ("language", &self.language),
            ("coder", &self.coder),
            ("about", &self.about),
            ("weight", &self.weight),
            ("exhibit", &self.exhibit),
        ];
        for (field, values) in lists {
            for value in values {
                filters.push((field.to_string(), split(value)));
            }
        }
        for pair in &self.facet {
            let (facet, value) = pair.split_once('=').unwrap_or((pair, ""));
            filters.push((facet.to_string(), split(value)));
        }
        filters.extend(self.coded.iter().map(|how| ("coded".to_string(), vec![how.clone()])));
        filters
    }
}

fn split(values: &str) -> Vec<String> {
    values.split([',', ';']).map(|value| value.trim().to_string()).filter(|value| !value.is_empty()).collect()
}

/// What is shown of it
#[derive(Args, Debug)]
#[command(next_help_heading = "What is shown")]
pub(crate) struct ShownArgs {
    /// In what order; a concordance is shown as in the corpus
    #[arg(long, value_enum)]
    pub(crate) order: Option<Order>,
    /// How many at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Leave out the first ones
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,
    /// Paragraphs before and after each
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) context: usize,
    /// A concordance: one line a match, the words aligned
    #[arg(long, conflicts_with_all = ["count_by", "context"])]
    pub(crate) kwic: bool,
    /// Numbers instead of words: hits by case, side, party, informant, speaker, source, wave, code or coder
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) count_by: Vec<String>,
    /// Print as JSON
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print as CSV
    #[arg(long)]
    pub(crate) csv: bool,
}

/// A query on the command line and the study it is put to.
pub(crate) struct Asked<'a> {
    pub(crate) request: SearchRequest,
    pub(crate) study: StudyArgs,
    /// Further studies beside it.
    pub(crate) beside: &'a BesideArgs,
    pub(crate) shown: &'a ShownArgs,
}

impl SearchArgs {
    pub(crate) fn asked(&self) -> Asked<'_> {
        let unit = match self.unit {
            Whole::Passage => SearchUnit::Passage,
            Whole::Turn => SearchUnit::Turn,
        };
        asked(&self.query, (&self.study, &self.beside), &self.filters, &self.shown, unit)
    }
}

impl QuotesArgs {
    pub(crate) fn asked(&self) -> Asked<'_> {
        asked(&self.query, (&self.study, &self.beside), &self.filters, &self.shown, SearchUnit::Quotation)
    }
}

fn asked<'a>(
    query: &str,
    (study, beside): (&StudyArgs, &'a BesideArgs),
    filters: &FilterArgs,
    shown: &'a ShownArgs,
    unit: SearchUnit,
) -> Asked<'a> {
    let mut study = StudyArgs { positional: study.positional.clone(), named: study.named.clone() };
    let mut query = query.to_string();
    // With filters alone, the only word on the line is the study.
    if study.positional.is_none() && study.named.is_none() && query.ends_with(".themata") {
        study.positional = Some(PathBuf::from(std::mem::take(&mut query)));
    }
    let order = match shown.order {
        Some(Order::Relevance) => SearchOrder::Relevance,
        Some(Order::Corpus) => SearchOrder::Corpus,
        None if shown.kwic || query.is_empty() => SearchOrder::Corpus,
        None => SearchOrder::Relevance,
    };
    let request = SearchRequest {
        query,
        filters: filters.filters(),
        unit,
        order,
        limit: if shown.limit == 0 { usize::MAX } else { shown.limit },
        offset: shown.offset,
        interviewer: filters.include_interviewer,
        context: shown.context,
        everything: false,
    };
    Asked { request, study, beside, shown }
}

/// Code all that a search finds
#[derive(Args, Debug)]
#[command(next_help_heading = "Coding what a search finds")]
pub(crate) struct AutoArgs {
    /// Code all that this query finds, instead of words of a source
    #[arg(long, value_name = "QUERY", requires = "as_code", conflicts_with_all = ["source", "codes", "in_vivo", "weight", "memo", "memo_file", "about_case", "about_side", "set"])]
    pub(crate) auto: Option<String>,
    /// The code that is given
    #[arg(long = "as", id = "as_code", value_name = "CODE", requires = "auto")]
    pub(crate) as_code: Option<String>,
    /// What of each hit is coded
    #[arg(long, value_enum, requires = "auto", default_value_t = Piece::Passage, hide_default_value = true)]
    pub(crate) unit: Piece,
    /// The interviewer's words, too
    #[arg(long, requires = "auto")]
    pub(crate) include_interviewer: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Piece {
    /// The words that were found
    Match,
    /// The sentence that holds them
    Sentence,
    /// The paragraph (when nothing is said)
    Passage,
    /// The turn
    Turn,
}

impl AutoArgs {
    /// The request and what is done with it, where it is asked for.
    pub(crate) fn wish(&self) -> Option<(SearchRequest, AutoUnit, &str)> {
        let query = self.auto.clone()?;
        let unit = match self.unit {
            Piece::Match => AutoUnit::Match,
            Piece::Sentence => AutoUnit::Sentence,
            Piece::Passage => AutoUnit::Passage,
            Piece::Turn => AutoUnit::Turn,
        };
        let request =
            SearchRequest { query, interviewer: self.include_interviewer, ..SearchRequest::default() };
        Some((request, unit, self.as_code.as_deref().unwrap_or_default()))
    }
}

/// Look after the index that search goes by
///
/// The index lies beside the study file and holds its texts, nothing of what was coded. It is made
/// and mended as needed; there is no need to call this.
///
/// Example: themata index --status study.themata
#[derive(Args, Debug)]
pub(crate) struct IndexArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// What it holds, and whether it is whole (when nothing else is asked)
    #[arg(long, group = "deed")]
    pub(crate) status: bool,
    /// Make it anew
    #[arg(long, group = "deed")]
    pub(crate) rebuild: bool,
    /// Remove it
    #[arg(long, group = "deed")]
    pub(crate) drop: bool,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}
