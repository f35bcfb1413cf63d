//! The figures, by the kind used on the command line; one file each.

mod data_structure;
mod framework;

use themata_model::mark::Marks;
use themata_model::{Figure, Study};

use crate::context::Context;
use crate::nearest::nearest;
use crate::takes::refuse_others;
use crate::{Options, TableError};

/// The kinds of figure, each with what it shows, for help texts.
pub const FIGURES: &[(&str, &str)] = &[
    ("data-structure", "the codes of every printed level in columns, joined from left to right"),
    ("framework", "themes × phases, with bars for what holds throughout"),
];

/// Makes the figure of `kind`.
///
/// # Errors
/// When there is no such kind, it does not take one of the options, or the study lacks what the
/// figure shows.
pub fn figure(kind: &str, study: &Study, marks: &Marks, options: &Options) -> Result<Figure, TableError> {
    refuse_others(kind, options)?;
    match kind {
        "data-structure" => data_structure::figure(&Context::new(study, marks, options)),
        "framework" => framework::figure(&Context::new(study, marks, options)),
        other => Err(TableError::UnknownKind {
            what: "figure",
            name: other.to_string(),
            nearest: nearest(other, FIGURES.iter().map(|(kind, _)| *kind)),
        }),
    }
}
