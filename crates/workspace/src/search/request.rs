//! What is asked for, in a person's own words.

use themata_search::query::{Filter, Query, QueryError};
use themata_search::{Order, SearchError, Unit};

use crate::WorkspaceError;

/// A question to the texts and the analysis of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRequest {
    /// The query, in the query language; empty when the filters say it all.
    pub query: String,
    /// Filters that come from options: the field, and the values of which one must hold.
    pub filters: Vec<(String, Vec<String>)>,
    /// What is found.
    pub unit: SearchUnit,
    /// In what order.
    pub order: SearchOrder,
    /// How many are shown at most.
    pub limit: usize,
    /// How many are left out before.
    pub offset: usize,
    /// Whether the interviewer's turns are searched, too.
    pub interviewer: bool,
    /// Paragraphs shown before and after each.
    pub context: usize,
    /// Whether an empty query without filters means everything.
    pub everything: bool,
}

impl Default for SearchRequest {
    fn default() -> Self {
        SearchRequest {
            query: String::new(),
            filters: Vec::new(),
            unit: SearchUnit::Passage,
            order: SearchOrder::Relevance,
            limit: 20,
            offset: 0,
            interviewer: false,
            context: 0,
            everything: false,
        }
    }
}

/// What is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchUnit {
    /// Paragraphs of turns.
    #[default]
    Passage,
    /// Turns.
    Turn,
    /// Codings.
    Quotation,
}

/// In what order it is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchOrder {
    /// What fits best first.
    #[default]
    Relevance,
    /// Source by source, from beginning to end.
    Corpus,
}

impl From<SearchUnit> for Unit {
    fn from(unit: SearchUnit) -> Unit {
        match unit {
            SearchUnit::Passage => Unit::Passage,
            SearchUnit::Turn => Unit::Turn,
            SearchUnit::Quotation => Unit::Quotation,
        }
    }
}

impl From<SearchOrder> for Order {
    fn from(order: SearchOrder) -> Order {
        match order {
            SearchOrder::Relevance => Order::Relevance,
            SearchOrder::Corpus => Order::Corpus,
        }
    }
}

impl SearchRequest {
    /// The query and the filters as one.
    pub(super) fn query(&self) -> Result<Query, WorkspaceError> {
        let asked = self.asked()?;
        // Who asks has said so when the question itself names roles.
        let silent = !self.interviewer && !names_roles(&asked, false);
        let interviewer =
            || Query::Not(Box::new(super::part(Filter::option("role", vec!["interviewer".into()]))));
        Ok(asked.narrowed(silent.then(interviewer)))
    }

    /// How the query was understood.
    pub(super) fn understood(&self) -> Result<String, WorkspaceError> {
        Ok(self.asked()?.to_string())
    }

    fn asked(&self) -> Result<Query, WorkspaceError> {
        if let Some((field, _)) = self.filters.iter().find(|(_, values)| values.is_empty()) {
            return Err(WorkspaceError::refused(format!("no value is given for `{field}`"))
                .hint(format!("write --{field} VALUE; a facet of the study as --facet {field}=VALUE")));
        }
        let filters: Vec<Query> = self
            .filters
            .iter()
            .map(|(field, values)| super::part(Filter::option(field, values.clone())))
            .collect();
        let query = if self.query.trim().is_empty() && (self.everything || !filters.is_empty()) {
            Query::everything()
        } else {
            Query::parse(&self.query).map_err(|error| explained(SearchError::Query(error), &self.query))?
        };
        Ok(if filters.is_empty() { query } else { query.narrowed(filters) })
    }
}

/// Whether a question says which roles it means; not to mean one speaker says nothing of roles.
fn names_roles(query: &Query, negated: bool) -> bool {
    match query {
        Query::All(parts) | Query::Any(parts) => parts.iter().any(|part| names_roles(part, negated)),
        Query::Not(part) => names_roles(part, !negated),
        Query::Filter(filter) => filter.field == "role" || filter.field == "speaker" && !negated,
        Query::Words(_) | Query::Pattern(_) | Query::Relation(_) => false,
    }
}

/// The error as a person reads it, with the query and carets under the mistake.
pub(super) fn explained(error: SearchError, query: &str) -> WorkspaceError {
    match error {
        SearchError::Query(error) => of_query(&error, query),
        other => WorkspaceError::refused(other.to_string()),
    }
}

fn of_query(error: &QueryError, query: &str) -> WorkspaceError {
    let caret = error.caret(query);
    let message =
        if caret.is_empty() { error.message.clone() } else { format!("{}\n{caret}", error.message) };
    let refused = WorkspaceError::refused(message);
    match &error.hint {
        Some(hint) => refused.hint(hint.clone()),
        None => refused,
    }
}
