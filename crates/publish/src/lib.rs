//! Turns a [`Table`] or a [`Figure`] into bytes.
//!
//! Publishing is a pure function: [`table()`] and [`figure()`] take the data, a format and the
//! [`Imprint`] of the study and return a [`Rendered`]; the same input gives the same bytes on each
//! run. Markdown, CSV, HTML, XLSX, DOCX, TeX and JSON are written here; PDF, SVG and PNG are set by
//! typst with its embedded fonts, so that they look alike on every machine. Slides take their places
//! from the same layout, and a figure's source for typst sets to the same picture.
//!
//! ```no_run
//! use themata_model::Table;
//! use themata_publish::{Imprint, TableFormat};
//!
//! let table = Table::new("evidence", "Table 2. Evidence");
//! let imprint = Imprint { synthetic: false, study_title: "A study".into() };
//! let rendered = themata_publish::table(&table, TableFormat::Docx, &imprint)?;
//! assert_eq!(rendered.files.len(), 1);
//! # Ok::<(), themata_publish::PublishError>(())
//! ```
//!
//! What it does not do: it computes no cell, chooses no quotation and writes no file to disk.

mod container;
mod error;
mod figures;
mod format;
mod grid;
mod imprint;
mod rendered;
mod sheet;
mod style;
mod syllables;
mod tables;
#[cfg(test)]
mod testing;
mod text;
mod typeset;

use themata_model::{Figure, Table};

pub use crate::error::PublishError;
pub use crate::format::{FigureFormat, TableFormat, UnknownFormat};
pub use crate::imprint::{Imprint, SYNTHETIC_NOTE};
pub use crate::rendered::Rendered;
pub use crate::sheet::sheet;
pub use crate::style::{Connectors, FigureStyle, Layout, PageFit};

/// Writes `table` in `format`; always one file.
///
/// # Errors
///
/// When a row has not as many cells as the table has columns, and when a container or the
/// typesetter refuses the contents.
pub fn table(table: &Table, format: TableFormat, imprint: &Imprint) -> Result<Rendered, PublishError> {
    tables::render(table, format, imprint)
}

/// Draws `figure` in `format`.
///
/// PDF, typst and PowerPoint are one file. SVG and PNG are one file a page; a figure gets several
/// pages only when it is higher than `style.page` allows.
///
/// # Errors
///
/// When the figure has nothing to show or cannot be had in this format, and when the typesetter
/// refuses the contents.
pub fn figure(
    figure: &Figure,
    format: FigureFormat,
    style: &FigureStyle,
    imprint: &Imprint,
) -> Result<Rendered, PublishError> {
    figures::render(figure, format, style, imprint)
}
