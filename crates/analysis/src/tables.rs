//! The tables, by the kind used on the command line; one file each.

mod activities;
mod co_occurrence;
mod codebook;
mod coverage;
mod cross_case;
mod dyads;
mod evidence;
pub(crate) mod framework;
pub(crate) mod frequency;
mod informants;
pub(crate) mod matrix;
pub(crate) mod proof;
mod saturation;
mod transpose;

use themata_model::mark::Marks;
use themata_model::table::Table;
use themata_model::{Finding, OutputKind, Study};

use crate::context::Context;
use crate::nearest::nearest;
use crate::takes::{Exhibit, refuse_others};
use crate::{Options, TableError};

/// The kinds of table, each with what it shows, for help texts.
pub const TABLES: &[(&str, &str)] = &[
    ("informants", "cases with sides, parties and their informants by title"),
    ("evidence", "categories × cases, each cell with its supporting quotations"),
    ("proof", "dimension, theme, category and two or three quotations each"),
    ("cross-case", "cases × dimensions, what was found in each, by phase"),
    ("dyads", "for each code and case one side's evidence beside the other's, with a judgement"),
    ("framework", "themes × phases, as derived from settled placements"),
    ("activities", "facet × facet, the codes that stand where two values meet, with their evidence"),
    ("coverage", "in how many cases, sides and sources each code is borne out, and the gaps"),
    ("frequency", "how often each code was given, alone and with the codes below it"),
    ("matrix", "any facet × any facet, with the codings where they meet"),
    ("co-occurrence", "how often the codes of a level stand together"),
    ("saturation", "the codes that each interview added, in the order of their dates"),
    ("codebook", "every code with definition, criteria and values"),
];

/// Makes the table of `kind`.
///
/// # Errors
/// When there is no such kind, it does not take one of the options, or the study lacks what the
/// table compares.
pub fn table(kind: &str, study: &Study, marks: &Marks, options: &Options) -> Result<Table, TableError> {
    refuse_others(Exhibit::Table, kind, options)?;
    let mut table = made(kind, study, marks, options)?;
    head(&mut table, &options.heads)?;
    Ok(table)
}

/// Puts `heads` above the columns; an empty one leaves the head as it is.
fn head(table: &mut Table, heads: &[String]) -> Result<(), TableError> {
    if heads.len() > table.columns.len() {
        let n = crate::plural::counted(table.columns.len(), "head");
        return Err(TableError::BadValue {
            option: "heads".to_string(),
            value: heads.join("; "),
            expected: format!("at most {n}, one a column"),
        });
    }
    for (column, head) in table.columns.iter_mut().zip(heads).filter(|(_, head)| !head.is_empty()) {
        column.label.clone_from(head);
    }
    Ok(())
}

fn made(kind: &str, study: &Study, marks: &Marks, options: &Options) -> Result<Table, TableError> {
    let context = || Context::new(study, marks, options);
    match kind {
        "informants" => informants::table(study, options),
        "evidence" => evidence::table(&context()),
        "proof" => proof::table(&context()),
        "cross-case" => cross_case::table(&context()),
        "dyads" => dyads::table(&context()),
        "framework" => framework::table(&context()),
        "activities" => activities::table(&context()),
        "coverage" => coverage::table(&context()),
        "frequency" => frequency::table(&context()),
        "matrix" => matrix::table(&context()),
        "co-occurrence" => co_occurrence::table(&context()),
        "saturation" => saturation::table(&context()),
        "codebook" => codebook::table(&context()),
        other => Err(TableError::UnknownKind {
            what: "table",
            name: other.to_string(),
            nearest: nearest(other, TABLES.iter().map(|(kind, _)| *kind)),
        }),
    }
}

/// What an empty cell prints, so that a gap is seen.
pub(crate) const EMPTY: &str = "—";

/// Whether a finding is for a table of `kind`: it belongs to the exhibit asked for; without one,
/// to an exhibit printed by that kind of table, or to none.
fn is_for(study: &Study, options: &Options, kind: &str, finding: &Finding) -> bool {
    match (&finding.exhibit, &options.exhibit) {
        (None, _) => true,
        (Some(own), Some(asked)) => own == asked,
        (Some(own), None) => {
            let mut outputs = study.outputs.iter().filter(|output| output.exhibit == *own).peekable();
            outputs.peek().is_none()
                || outputs.any(|output| output.kind == OutputKind::Table(kind.to_string()))
        }
    }
}
