//! Studies for tests: generated ones, a small hand-made one, and large ones for measurements.
//!
//! [`arbitrary_study`] is a proptest strategy for valid studies that lean to trouble: characters
//! beyond the basic plane, combining marks, joined emoji, right-to-left script, overlapping and
//! lost codings, several versions of a text, several parties to a side. [`small_study`] is small
//! enough to count by hand. [`big_study`] has as many codings as a measurement wants.
//!
//! For development only; no other crate depends on it outside its tests and benches.

mod big;
mod dice;
mod frameworks;
mod generated;
mod measure;
mod mutator;
mod notes;
mod parts;
mod small;

pub use big::{big_study, big_study_of};
pub use generated::{arbitrary_original, arbitrary_study};
pub use measure::{best_of, mixed_queries, quantiles, text_files};
pub use mutator::{Mutator, numbers_to_try};
pub use small::small_study;
