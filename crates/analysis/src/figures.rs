//! The figures, by the kind used on the command line; one file each.

mod activities;
mod co_occurrence;
mod data_structure;
mod dyads;
mod framework;
mod frequency;
mod matrix;
mod proof;
mod saturation;

use themata_model::figure::{BarGroup, BarRow};
use themata_model::mark::Marks;
use themata_model::{Figure, Study};

use crate::context::Context;
use crate::nearest::nearest;
use crate::tables::EMPTY;
use crate::takes::{Exhibit, refuse_others};
use crate::{Options, TableError};

/// The kinds of figure, each with what it shows, for help texts.
pub const FIGURES: &[(&str, &str)] = &[
    ("data-structure", "the codes of every printed level in columns, joined from left to right"),
    ("proof", "two or three quotations for each theme, in boxes beside it and its dimension"),
    ("framework", "themes × phases, with bars for what holds throughout"),
    ("activities", "facet × facet, the codes that stand where two values meet, in boxes with their evidence"),
    ("frequency", "codings of each code as bars, broken down with --by"),
    ("dyads", "codings of each code by the two sides, mirrored at one axis"),
    ("matrix", "any facet × any facet as shades"),
    ("co-occurrence", "how often the codes stand together, as shades"),
    ("saturation", "the codes that each interview added, and their running total"),
];

/// Makes the figure of `kind`.
///
/// # Errors
/// When there is no such kind, it does not take one of the options, or the study lacks what the
/// figure shows.
pub fn figure(kind: &str, study: &Study, marks: &Marks, options: &Options) -> Result<Figure, TableError> {
    refuse_others(Exhibit::Figure, kind, options)?;
    let context = || Context::new(study, marks, options);
    match kind {
        "data-structure" => data_structure::figure(&context()),
        "proof" => proof::figure(&context()),
        "framework" => framework::figure(&context()),
        "activities" => activities::figure(&context()),
        "frequency" => frequency::figure(&context()),
        "dyads" => dyads::figure(&context()),
        "matrix" => matrix::figure(&context()),
        "co-occurrence" => co_occurrence::figure(&context()),
        "saturation" => saturation::figure(&context()),
        other => Err(TableError::UnknownKind {
            what: "figure",
            name: other.to_string(),
            nearest: nearest(other, FIGURES.iter().map(|(kind, _)| *kind)),
        }),
    }
}

/// The rows of `codes`, grouped under the code above each.
fn code_groups(context: &Context<'_>, codes: &[usize], row: impl Fn(usize) -> BarRow) -> Vec<BarGroup> {
    let mut groups: Vec<(Option<usize>, BarGroup)> = Vec::new();
    for &code in codes {
        let parent = context.tree.parent(code);
        match groups.last_mut().filter(|(above, _)| *above == parent) {
            Some((_, group)) => group.rows.push(row(code)),
            None => {
                // A group without a name would be read as more of the one before.
                let none = || if groups.is_empty() { String::new() } else { EMPTY.to_string() };
                let label = parent.map_or_else(none, |above| context.tree.code(above).marked_name());
                groups.push((parent, BarGroup { label, rows: vec![row(code)] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// There is nothing to draw a bar for.
fn lacks_level(kind: &'static str) -> TableError {
    TableError::Lacks { kind, what: "figure", needs: "code on the level asked for" }
}
