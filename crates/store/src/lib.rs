//! The study file `name.themata`: a SQLite database that holds every fact of a study and the trail
//! of what was done to it.
//!
//! [`Store`] is an open file. [`Store::write_new`] writes a whole [`Snapshot`] to a new file, which
//! appears only when it is complete; [`Store::read_all`] returns it, equal in all its parts. For
//! counting there is a light way: [`Store::read_outline`] reads the study without texts and
//! codings, and [`Store::marks`] all codings as integers.
//!
//! ```no_run
//! use themata_model::Study;
//! use themata_store::{Existing, Snapshot, Store};
//!
//! let study = Study::new("demo".parse()?, "A demonstration");
//! Store::write_new("demo.themata", &Snapshot::of(study), None, Existing::Refuse)?;
//! let store = Store::open("demo.themata")?;
//! assert_eq!(store.read_outline()?.title, "A demonstration");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Positions are Unicode code points in the file and bytes in memory. Row numbers are private to
//! one file; the trail and everything outside know rows by UUID. Every table of facts has triggers
//! that write each changed row, before and after, into the trail, and that refuse a change while no
//! op is open. The views `quotations`, `codes`, `evidence` and a few more are for R, Python and SQL
//! and are described in `docs/views.md`.
//!
//! What it does not do: it knows no verbs and no rules of the method, and reads no clock; times and
//! ids of ops come in as arguments.

mod apply;
mod content;
mod edit;
mod error;
mod foreign;
mod headway;
mod holder;
mod image;
mod lines;
mod marks;
mod merge;
mod migration;
mod naming;
mod new_file;
mod past;
mod read;
mod recover;
mod snapshot;
mod standing;
mod store;
mod trail;
mod trigger;
mod turn_digest;
mod undo;
mod write;

pub use edit::{AroundCode, Edit, Edited, Kind, Record, Resting, Which};
pub use error::{DatabaseError, OpenError, ReadError, WriteError};
pub use headway::Headway;
pub use holder::Holder;
pub use marks::RowNumbers;
pub use merge::{Carried, MergeConflict, MergeReport, MergeSide, Merging, Settling, Tally};
pub use new_file::Existing;
pub use read::{CodingPlace, Part, Placed, PlacedChoice, Spot, TextVersion};
pub use recover::{RecoveredTable, Recovery};
pub use snapshot::Snapshot;
pub use store::{OpenWarning, Store};
pub use trail::Commit;
pub use undo::{Conflict, Later, NotUndone, Reason, Target, Undone, undone_by};
