//! Makes the tables and figures of a study from its codings, and checks what the study says of itself.
//!
//! [`table`] and [`figure`] turn a `Study` and its `Marks` (codings as integers) into a `Table` or
//! `Figure` in which every cell knows the codings behind it; [`long_form`] lists these, one row a
//! quotation. [`Frame`] holds the codings as a long table of integers and counts them by code,
//! case, side and so on under a [`CountingRule`]; polars does the grouping and stays inside. [`check()`]
//! says what does not hold together.
//!
//! Tables of counts need no texts: `frequency`, `coverage`, `informants`, `codebook`, `framework`,
//! `matrix` (but of excerpts), `saturation` and the co-occurrence of overlapping spans are made from a study that was
//! loaded without codings and texts.
//!
//! The crate reads no file and writes none; formats are the publisher's concern, but for
//! [`parquet()`], the columns of a table for programs that count on.

mod activities;
mod attribution;
mod axis;
mod check;
mod co_occurrence;
mod columnar;
mod context;
mod crossing;
mod error;
mod facet_value;
mod figures;
mod filter;
mod frame;
mod long_form;
mod nearest;
mod open_data;
mod options;
mod placement;
mod plural;
mod quotation;
mod roster;
mod rule;
mod saturation;
mod selection;
mod tables;
mod takes;
#[cfg(test)]
mod testing;
mod title;
mod tree;

pub use axis::Axis;
pub use check::{Class, Remark, check, taken_for_one};
pub use co_occurrence::Within;
pub use columnar::parquet;
pub use error::TableError;
pub use figures::{FIGURES, figure};
pub use filter::{Filter, Wanted, admitted};
pub use frame::{Counts, Frame, Groups, Key, Roll};
pub use long_form::long_form;
pub use open_data::{OpenColumn, OpenData, OpenKind, OpenValue};
pub use options::{OPTIONS, Options, PartyColumn};
pub use placement::{Agreement, Basis, Derived, Deviation, agreement, derived_placements};
pub use roster::{TotalCheck, roster_count, total_checks};
pub use rule::{CoderRule, CountingRule, Tally, Unit};
pub use saturation::SourceOrder;
pub use tables::{TABLES, table};
