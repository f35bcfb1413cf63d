//! Tables and figures for the tests of this crate.

mod charts;
pub(crate) mod container;
mod figures;
mod tables;

use crate::imprint::Imprint;

pub(crate) use charts::{co_occurrence, dyads, frequency, saturation};
pub(crate) use figures::{deep, framework, many, relational};
pub(crate) use tables::{empty, evidence, features, informants, one_column};

/// An imprint whose notes are printed.
pub(crate) fn imprint() -> Imprint {
    Imprint { synthetic: true, study_title: "Relational transformation in digital servitization".into() }
}
