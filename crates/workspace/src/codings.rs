//! Codings as a list, and a source with its codings: what a person looks at before coding.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use themata_model::mark::Marks;
use themata_model::{CodeKey, Codebook, Coding, RowId, Source, SourceKey, Study, TextIndex};
use themata_store::Which;

use crate::verbs::look;
use crate::{Workspace, WorkspaceError};

/// Which codings are listed; what is left out does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodingQuery {
    /// Those in this source.
    pub source: Option<String>,
    /// Those of this code.
    pub code: Option<String>,
    /// With [`CodingQuery::code`]: those of the codes below it, too.
    pub below: bool,
    /// Those by this coder.
    pub coder: Option<String>,
    /// Those that count for this case.
    pub case: Option<String>,
    /// Only those that have lost their place.
    pub lost: bool,
    /// Only those whose words are no longer the ones first coded.
    pub unconfirmed: bool,
}

/// One coding of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedCoding {
    /// Its id.
    pub id: String,
    /// The digits by which it is called.
    pub short: String,
    /// Key of the source.
    pub source: String,
    /// Line (1-based) in which it begins; `None` when it is lost.
    pub line: Option<usize>,
    /// Key of the code; `None` when only facet values are given.
    pub code: Option<String>,
    /// The code's name with its marker.
    pub name: Option<String>,
    /// Facet values, each as `facet=value`.
    pub facets: Vec<String>,
    /// Key of the coder.
    pub coder: String,
    /// Weight, where there is one.
    pub weight: Option<u8>,
    /// The coder's remark.
    pub memo: String,
    /// The words.
    pub quotation: String,
    /// Whether the words are no longer the ones first coded and nobody has confirmed that.
    pub unconfirmed: bool,
}

impl ListedCoding {
    pub(crate) fn of(coding: &Coding, line: Option<usize>, book: &Codebook) -> ListedCoding {
        let code = coding.target.code();
        ListedCoding {
            id: coding.id.to_string(),
            short: look::short_id(coding.id),
            source: coding.source.to_string(),
            line,
            code: code.map(ToString::to_string),
            name: code.and_then(|key| book.get(key)).map(|code| code.marked_name()),
            facets: coding.target.facets().iter().map(|(facet, value)| format!("{facet}={value}")).collect(),
            coder: coding.coder.to_string(),
            weight: coding.weight.map(|weight| weight.get()),
            memo: coding.memo.clone(),
            quotation: coding.quotation.clone(),
            unconfirmed: coding.is_unconfirmed(),
        }
    }

    /// What is said of the words: the code's name, else the facet values.
    pub fn says(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.facets.join(", "))
    }

    /// Where it stands: `S1:3`; `S1 (lost)` when it is lost.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.source),
            None => format!("{} (lost)", self.source),
        }
    }
}

/// The words of a query as keys.
struct Selection {
    source: Option<SourceKey>,
    codes: Option<BTreeSet<CodeKey>>,
    coder: Option<String>,
    /// The ids of the codings that count for the case.
    of_case: Option<BTreeSet<RowId>>,
    lost: bool,
    unconfirmed: bool,
}

impl Selection {
    fn admits(&self, coding: &Coding) -> bool {
        self.source.as_ref().is_none_or(|source| coding.source == *source)
            && self
                .codes
                .as_ref()
                .is_none_or(|codes| coding.target.code().is_some_and(|key| codes.contains(key)))
            && self.coder.as_ref().is_none_or(|coder| coding.coder.as_str() == coder)
            && self.of_case.as_ref().is_none_or(|ids| ids.contains(&coding.id))
            && (!self.lost || coding.span.is_none())
            && (!self.unconfirmed || coding.is_unconfirmed())
    }

    /// A first choice that the file can make, and of which the rest is taken.
    fn which(&self) -> Which {
        match (&self.source, &self.codes) {
            _ if self.lost => Which::Lost,
            (Some(source), _) => Which::InSource(source.clone()),
            (None, Some(codes)) if codes.len() == 1 => {
                codes.first().map_or(Which::All, |code| Which::OfCode(code.clone()))
            }
            _ => Which::All,
        }
    }
}

impl Workspace {
    /// Lists codings, by coder, then source, then place.
    ///
    /// # Errors
    /// When the query names something that does not exist, or the study cannot be read.
    pub fn codings(&self, query: &CodingQuery) -> Result<Vec<ListedCoding>, WorkspaceError> {
        let outline = self.outline()?;
        let selection = self.selection(&outline, query)?;
        let mut read: (Vec<Coding>, HashMap<RowId, usize>);
        let (codings, lines) = match (self.store(), &query.case) {
            (Some(store), None) => {
                let which = selection.which();
                read = (store.codings(&which)?, store.lines(&which)?);
                read.0.retain(|coding| selection.admits(coding));
                (read.0.iter().collect::<Vec<_>>(), &read.1)
            }
            _ => {
                let study = &self.full()?.0.study;
                let codings: Vec<&Coding> = study.codings.iter().filter(|c| selection.admits(c)).collect();
                read = (Vec::new(), lines_of(study, &codings));
                (codings, &read.1)
            }
        };
        let mut listed: Vec<&Coding> = codings;
        sort(&mut listed, &outline);
        let book = &outline.codebook;
        Ok(listed.iter().map(|c| ListedCoding::of(c, lines.get(&c.id).copied(), book)).collect())
    }

    fn selection(&self, study: &Study, query: &CodingQuery) -> Result<Selection, WorkspaceError> {
        let source = query.source.as_ref().map(|words| look::source(study, words)).transpose()?;
        let codes = match &query.code {
            None => None,
            Some(words) => {
                let book = &study.codebook;
                let code = look::code(book, words)?;
                let below = book.position(&code.key).filter(|_| query.below).map(|at| book.subtree(at));
                let mut codes: BTreeSet<CodeKey> =
                    below.into_iter().flatten().map(|at| book.codes()[at].key.clone()).collect();
                codes.insert(code.key.clone());
                Some(codes)
            }
        };
        let coder = query.coder.as_ref().map(|words| look::coder(study, words)).transpose()?;
        let of_case = match &query.case {
            None => None,
            Some(words) => Some(self.codings_of_case(look::case(study, words)?.key.as_str())?),
        };
        Ok(Selection {
            source: source.map(|source| source.key.clone()),
            codes,
            coder: coder.map(|coder| coder.key.to_string()),
            of_case,
            lost: query.lost,
            unconfirmed: query.unconfirmed,
        })
    }

    fn codings_of_case(&self, case: &str) -> Result<BTreeSet<RowId>, WorkspaceError> {
        let (snapshot, marks): (_, &Marks) = self.full()?;
        let study = &snapshot.study;
        let position = (0u32..).zip(&study.cases).find(|(_, c)| c.key.as_str() == case).map(|(at, _)| at);
        let counts = |mark: &&themata_model::mark::Mark| {
            marks.places(mark).iter().any(|(case, _)| Some(*case) == position)
        };
        let ids =
            marks.marks.iter().filter(counts).filter_map(|mark| study.codings.get(mark.coding.0 as usize));
        Ok(ids.map(|coding| coding.id).collect())
    }

    /// The source that `words` name, with its current text, and its codings.
    pub(crate) fn source_and_codings(
        &self,
        words: &str,
    ) -> Result<(Source, Vec<Coding>, Codebook), WorkspaceError> {
        let outline = self.outline()?;
        let key = look::source(&outline, words)?.key.clone();
        let (source, mut codings) = match self.store() {
            Some(store) => (store.source(&key)?, store.codings(&Which::InSource(key.clone()))?),
            None => {
                let study = &self.full()?.0.study;
                let own = study.codings.iter().filter(|coding| coding.source == key).cloned().collect();
                (study.source(&key).cloned(), own)
            }
        };
        let source = source.ok_or_else(|| look::unknown("source", words, []))?;
        codings.sort_by_key(|coding| coding.span);
        Ok((source, codings, outline.codebook.clone()))
    }
}

/// By coder, then source, then place; lost ones last.
fn sort(codings: &mut [&Coding], study: &Study) {
    let coders: HashMap<&str, usize> =
        study.coders.iter().enumerate().map(|(at, coder)| (coder.key.as_str(), at)).collect();
    let sources: HashMap<&SourceKey, usize> =
        study.sources.iter().enumerate().map(|(at, source)| (&source.key, at)).collect();
    codings.sort_by_key(|coding| {
        let coder = coders.get(coding.coder.as_str()).copied();
        (coder, sources.get(&coding.source).copied(), coding.span.is_none(), coding.span)
    });
}

/// The line in which each coding begins.
fn lines_of(study: &Study, codings: &[&Coding]) -> HashMap<RowId, usize> {
    let mut indices: HashMap<&SourceKey, TextIndex<'_>> = HashMap::new();
    let mut lines = HashMap::new();
    for coding in codings {
        let (Some(span), Some(source)) = (coding.span, study.source(&coding.source)) else { continue };
        let index = indices.entry(&source.key).or_insert_with(|| TextIndex::new(&source.text().content));
        lines.insert(coding.id, index.line_of(span.start()));
    }
    lines
}
