//! Why a table or figure cannot be made.

use crate::nearest::suggestion;

/// Why a table or figure cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// No table or figure of that kind.
    #[error("`{name}` is not a kind of {what}{}", suggestion(nearest))]
    UnknownKind {
        /// `table` or `figure`.
        what: &'static str,
        /// The kind as given.
        name: String,
        /// The kinds that come nearest.
        nearest: Vec<String>,
    },
    /// No option of that name, and no facet to restrict by.
    #[error(
        "there is no facet `{option}`, nor an option of tables and figures with that name{}",
        suggestion(nearest)
    )]
    UnknownOption {
        /// The option as given.
        option: String,
        /// The options that come nearest.
        nearest: Vec<String>,
    },
    /// An option names something that the study does not have.
    #[error("option `{option}`: the study has no {what} `{value}`{}", suggestion(nearest))]
    UnknownKey {
        /// The option.
        option: String,
        /// What was sought, for example `case`.
        what: &'static str,
        /// The key as given.
        value: String,
        /// The keys that come nearest.
        nearest: Vec<String>,
    },
    /// An option's value cannot be read.
    #[error("option `{option}`: `{value}` is not {expected}")]
    BadValue {
        /// The option.
        option: String,
        /// The value as given.
        value: String,
        /// What it should be, for example `a whole number`.
        expected: String,
    },
    /// The kind of table or figure cannot be restricted in this way.
    #[error("`{kind}` cannot be restricted by {by}")]
    NotRestricted {
        /// The kind of table or figure.
        kind: &'static str,
        /// The restriction, for example `side`.
        by: &'static str,
    },
    /// The option has no effect on the kind of table or figure.
    #[error("`{kind}` does not take the option `{option}`")]
    NotTaken {
        /// The kind of table or figure.
        kind: &'static str,
        /// The option.
        option: &'static str,
    },
    /// Nothing that the option keeps apart is compared.
    #[error(
        "option `all-apart` keeps apart what is of all values of a facet, and neither the rows nor the columns \
         are a facet; name one by `rows` or `columns`{}",
        example(facets)
    )]
    NoFacetToPart {
        /// The facets of the study.
        facets: Vec<String>,
    },
    /// The study lacks what the table compares.
    #[error("a `{kind}` {what} needs {needs}, and the study has none")]
    Lacks {
        /// The kind of table or figure.
        kind: &'static str,
        /// `table` or `figure`.
        what: &'static str,
        /// What is missing, with its article.
        needs: &'static str,
    },
    /// Sides are set against each other, and there are not two.
    #[error(
        "a `dyads` figure sets two sides against each other, and the cases asked for have {}; \
         choose cases with two sides by `case`",
        sides(found)
    )]
    NotTwoSides {
        /// The names of the sides there are.
        found: Vec<String>,
    },
    /// The table could not be written as Parquet; a fault of the program.
    #[error("the table could not be written as Parquet: {0}")]
    Parquet(String),
    /// The evidence frame could not be computed; a fault of the program.
    #[error("the codings could not be counted: {0}")]
    Frame(String),
}

fn example(facets: &[String]) -> String {
    match facets {
        [] => ": the study has none yet".to_string(),
        [first, ..] => format!(", for example `{first}`"),
    }
}

fn sides(names: &[String]) -> String {
    match names {
        [] => "none".to_string(),
        [one] => format!("only one ({one})"),
        several => format!("{} ({})", several.len(), several.join(", ")),
    }
}
