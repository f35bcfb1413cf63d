//! `themata suggest`, `similar` and `words`.

use std::path::PathBuf;

use clap::Args;
use themata_workspace::{SearchOrder, SearchRequest, SearchUnit, WordsRequest};

use super::StudyArgs;
use super::search::{FilterArgs, Whole};

/// Suggest passages like those coded with a code, and show the words that made them alike
///
/// The words that tell the code's quotations from the rest of the corpus (tf-idf) are looked for in
/// passages that nobody has coded yet.
///
/// Example: themata suggest A --limit 10 -s study.themata
#[derive(Args, Debug)]
pub(crate) struct SuggestArgs {
    /// The code; what is coded with codes below it counts, too
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Passages, too, that are coded with other codes
    #[arg(long)]
    pub(crate) coded: bool,
    /// How many at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Print as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl SuggestArgs {
    pub(crate) fn request(&self) -> SearchRequest {
        let limit = if self.limit == 0 { usize::MAX } else { self.limit };
        SearchRequest { limit, ..SearchRequest::default() }
    }
}

/// Find quotations that are the same words twice: joined, shortened, edited, or set with other signs
///
/// Coded quotations and printed excerpts are compared. With --against, those of two studies are, and
/// a warning says where the same words stand under two pseudonyms: whoever has both studies can tell
/// that they are one.
///
/// With --quotations, each quotation of a list is looked for in the texts: found as it stands, set with
/// other signs, with marked cuts, or only similar (with how much, 0 to 1). Cuts (`…`, `[...]`) and
/// insertions (`[the provider]`) are understood.
///
/// Example: themata similar study.themata --against other.themata
#[derive(Args, Debug)]
pub(crate) struct SimilarArgs {
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Another study
    #[arg(long, value_name = "STUDY")]
    pub(crate) against: Option<PathBuf>,
    /// Where these quotations stand in the texts, such as those of a paper: a CSV file with a column
    /// `quotation`, or a text with one a line
    #[arg(long, value_name = "FILE", conflicts_with = "against")]
    pub(crate) quotations: Option<PathBuf>,
    /// Print as JSON
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print as CSV
    #[arg(long, requires = "quotations")]
    pub(crate) csv: bool,
}

/// Count words and runs of words, by case, side or code, or against another selection
///
/// Stop words are left out, and runs that begin or end with one. With --against, the words are ordered
/// by how typical they are of the first selection (log-likelihood G², Dunning 1993).
///
/// Example: themata words --theme 6 --by side --quotes -s study.themata
#[derive(Args, Debug)]
pub(crate) struct WordsArgs {
    /// A query that says in which passages; may be left out
    #[arg(value_name = "QUERY", default_value = "", hide_default_value = true)]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) study: StudyArgs,
    /// Count in whole turns
    #[arg(long, value_enum, default_value_t = Whole::Passage)]
    pub(crate) unit: Whole,
    /// Count in coded quotations only
    #[arg(long, conflicts_with = "unit")]
    pub(crate) quotes: bool,
    /// Part the counts by case, side, party, informant, speaker, source, wave, code or coder
    #[arg(long, value_name = "BY", conflicts_with = "against")]
    pub(crate) by: Option<String>,
    /// Hold them against what this query finds
    #[arg(long, value_name = "QUERY")]
    pub(crate) against: Option<String>,
    /// Words in a row
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=6))]
    pub(crate) ngrams: u8,
    /// Keep stop words
    #[arg(long)]
    pub(crate) stop_words: bool,
    /// The fewest occurrences that are shown
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) least: u64,
    /// How many at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    /// Print as JSON
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print as CSV
    #[arg(long)]
    pub(crate) csv: bool,
}

impl WordsArgs {
    /// The request, and the study it is put to.
    pub(crate) fn request(&self) -> (WordsRequest, StudyArgs) {
        let mut study =
            StudyArgs { positional: self.study.positional.clone(), named: self.study.named.clone() };
        let mut query = self.query.clone();
        // With options alone, the only word on the line is the study.
        if study.positional.is_none() && study.named.is_none() && query.ends_with(".themata") {
            study.positional = Some(PathBuf::from(std::mem::take(&mut query)));
        }
        let unit = match (self.quotes, self.unit) {
            (true, _) => SearchUnit::Quotation,
            (false, Whole::Passage) => SearchUnit::Passage,
            (false, Whole::Turn) => SearchUnit::Turn,
        };
        let selection = |query: String, filters| SearchRequest {
            query,
            filters,
            unit,
            order: SearchOrder::Corpus,
            limit: usize::MAX,
            interviewer: self.filters.include_interviewer,
            everything: true,
            ..SearchRequest::default()
        };
        let request = WordsRequest {
            of: selection(query, self.filters.filters()),
            against: self.against.clone().map(|query| selection(query, Vec::new())),
            by: self.by.clone(),
            length: usize::from(self.ngrams),
            stop_words: self.stop_words,
            least: self.least,
        };
        (request, study)
    }
}
