//! The formats tables and figures are written in, chosen by file extension.

use std::str::FromStr;

/// A format a table can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableFormat {
    /// GitHub-flavoured Markdown.
    Markdown,
    /// The bare matrix as comma-separated values, without title and notes.
    Csv,
    /// One self-contained HTML page.
    Html,
    /// An Excel workbook.
    Xlsx,
    /// A Word document.
    Docx,
    /// A PDF as a journal would set it.
    Pdf,
    /// A fragment for LaTeX, with booktabs.
    Tex,
    /// One object with columns, rows and notes, for programs.
    Json,
}

/// A format a figure can be drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureFormat {
    /// Scalable vector graphics, one file a page, letters as outlines.
    Svg,
    /// One PDF with all pages.
    Pdf,
    /// A bitmap, one file a page, with its resolution noted inside.
    Png,
    /// Source for typst, one file with all data.
    Typ,
    /// A presentation with native shapes, a slide a page; of data structures and frameworks only.
    Pptx,
}

/// A file extension no format has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown format `{given}`; {what} are written as {known}")]
pub struct UnknownFormat {
    /// What was asked for.
    pub given: String,
    /// `tables` or `figures`.
    pub what: &'static str,
    /// The extensions that exist.
    pub known: String,
}

impl TableFormat {
    /// Every format, in the order of the documentation.
    pub const ALL: [TableFormat; 8] = [
        TableFormat::Markdown,
        TableFormat::Csv,
        TableFormat::Html,
        TableFormat::Xlsx,
        TableFormat::Docx,
        TableFormat::Pdf,
        TableFormat::Tex,
        TableFormat::Json,
    ];

    /// Returns the file extension without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            TableFormat::Markdown => "md",
            TableFormat::Csv => "csv",
            TableFormat::Html => "html",
            TableFormat::Xlsx => "xlsx",
            TableFormat::Docx => "docx",
            TableFormat::Pdf => "pdf",
            TableFormat::Tex => "tex",
            TableFormat::Json => "json",
        }
    }
}

impl FigureFormat {
    /// Every format, in the order of the documentation.
    pub const ALL: [FigureFormat; 5] =
        [FigureFormat::Svg, FigureFormat::Pdf, FigureFormat::Png, FigureFormat::Typ, FigureFormat::Pptx];

    /// Returns the file extension without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            FigureFormat::Svg => "svg",
            FigureFormat::Pdf => "pdf",
            FigureFormat::Png => "png",
            FigureFormat::Typ => "typ",
            FigureFormat::Pptx => "pptx",
        }
    }
}

impl FromStr for TableFormat {
    type Err = UnknownFormat;

    /// Reads a file extension, with or without the dot, in any case.
    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let found = match normalize(given).as_str() {
            "markdown" => Some(TableFormat::Markdown),
            "htm" => Some(TableFormat::Html),
            name => TableFormat::ALL.into_iter().find(|format| format.extension() == name),
        };
        found.ok_or_else(|| UnknownFormat {
            given: given.to_owned(),
            what: "tables",
            known: TableFormat::ALL.map(TableFormat::extension).join(", "),
        })
    }
}

impl FromStr for FigureFormat {
    type Err = UnknownFormat;

    /// Reads a file extension, with or without the dot, in any case.
    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let name = normalize(given);
        FigureFormat::ALL.into_iter().find(|format| format.extension() == name).ok_or_else(|| UnknownFormat {
            given: given.to_owned(),
            what: "figures",
            known: FigureFormat::ALL.map(FigureFormat::extension).join(", "),
        })
    }
}

fn normalize(extension: &str) -> String {
    extension.trim().trim_start_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_round_trip() {
        for format in TableFormat::ALL {
            assert_eq!(format.extension().parse(), Ok(format));
        }
        for format in FigureFormat::ALL {
            assert_eq!(format!(".{}", format.extension().to_uppercase()).parse(), Ok(format));
        }
        assert_eq!("markdown".parse(), Ok(TableFormat::Markdown));
    }

    #[test]
    fn an_unknown_format_names_the_known_ones() {
        let error = "doc".parse::<TableFormat>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown format `doc`; tables are written as md, csv, html, xlsx, docx, pdf, tex, json"
        );
        let error = "jpg".parse::<FigureFormat>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown format `jpg`; figures are written as svg, pdf, png, typ, pptx"
        );
    }
}
