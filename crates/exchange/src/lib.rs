//! Studies in files: the study folder of plain text, read and written.
//!
//! [`read_folder`] turns a folder into a [`Folder`] (a study, the authored TOML texts, the original
//! documents and the history) and lists every problem of every file in one run;
//! [`render_folder`] turns it back into files. Reading what was rendered gives the same study, ids,
//! text versions and history included, and rendering what was read is idempotent.
//!
//! The crate does not store anything and does not judge the analysis; see `themata-store` and
//! `themata-analysis`.

mod codebook;
mod folder;
mod placing;
pub mod refi;
mod segments;

pub use codebook::{
    BookReading, CODEBOOK_ENDINGS, codebook_csv, codebook_outline, codebook_rows, is_codebook_file,
    read_codebook_file,
};
pub use folder::{
    Files, Folder, FolderError, KEPT_PROJECT, Reading, canonical_files, columns, informant_labelled,
    is_reserved_for_columns, read_files, read_folder, render_folder,
};
pub use placing::{Quoted, place_quotation};
pub use segments::{SegmentField, SegmentOptions, SegmentReading, SegmentReport, SegmentTold, read_segments};
