//! Tables and figures of an open study, and their bytes.

use std::collections::BTreeMap;
use std::path::Path;

use themata_analysis::{FIGURES, OPTIONS, Options, TABLES};
use themata_model::figure::Figure;
use themata_model::mark::Marks;
use themata_model::table::Table;
use themata_model::{Codebook, Framework, OutputKind, Study};
use themata_publish::{FigureFormat, FigureStyle, Imprint, Rendered, TableFormat};

use crate::output::{
    FormatChoice, TableFile, can_draw, figure_format, figure_words, table_file, table_words,
};
use crate::style::{STYLE_OPTIONS, figure_style};
use crate::{Workspace, WorkspaceError};

/// Tables that count and name, and so need neither texts nor quotations.
const LIGHT: [&str; 9] = [
    "informants",
    "frequency",
    "coverage",
    "codebook",
    "framework",
    "activities",
    "matrix",
    "co-occurrence",
    "saturation",
];

/// Options that say how something is drawn, not what stands in it.
const NOT_OF_THE_ANALYSIS: [&str; 6] = ["style", "connectors", "colour", "dpi", "page", "formats"];

/// The bytes of a table or figure, ready to be written or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// One file, or one a page.
    pub files: Vec<Vec<u8>>,
    /// Characters that no font could print.
    pub missing_glyphs: Vec<char>,
    /// What the analysis and the printing want to say.
    pub notes: Vec<String>,
}

/// The kinds of tables, each with a line on what it shows.
pub fn table_kinds() -> Vec<(&'static str, &'static str)> {
    TABLES.to_vec()
}

/// The kinds of figures, each with a line on what it shows.
pub fn figure_kinds() -> Vec<(&'static str, &'static str)> {
    FIGURES.to_vec()
}

/// The options of tables and figures, each with its meaning.
pub fn option_names() -> Vec<(&'static str, &'static str)> {
    OPTIONS.iter().chain(&STYLE_OPTIONS).copied().collect()
}

impl Workspace {
    /// Returns the table of `kind`.
    ///
    /// # Errors
    /// When there is no such table or option, or the study lacks what the table shows.
    pub fn table(&self, kind: &str, options: &BTreeMap<String, String>) -> Result<Table, WorkspaceError> {
        let (study, marks) = self.loaded_for(LIGHT.contains(&kind), options)?;
        table(study, marks, kind, options)
    }

    /// Returns the quotations behind the table of `kind`, one row a quotation.
    ///
    /// # Errors
    /// As [`Workspace::table`].
    pub fn quotations(
        &self,
        kind: &str,
        options: &BTreeMap<String, String>,
    ) -> Result<Table, WorkspaceError> {
        let (snapshot, marks) = self.full()?;
        let table = table(&snapshot.study, marks, kind, options)?;
        Ok(themata_analysis::long_form(&table, &snapshot.study, marks))
    }

    /// Returns `table` as the bytes of a file called `path`; the extension picks the format.
    ///
    /// # Errors
    /// When the extension is no format of tables.
    pub fn print_table(&self, table: &Table, path: &Path) -> Result<Artifact, WorkspaceError> {
        let (study, _) = self.light()?;
        let rendered = print_table(study, table, table_file(path)?)?;
        Ok(artifact(rendered, table.notes.clone()))
    }

    /// Returns `table` as JSON, the same bytes as a file with that extension has.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub fn table_json(&self, table: &Table) -> Result<String, WorkspaceError> {
        self.text_of(table, TableFormat::Json)
    }

    /// Returns `table` as Markdown, as shown on a terminal.
    ///
    /// # Errors
    /// When the table cannot be printed.
    pub fn show_table(&self, table: &Table) -> Result<String, WorkspaceError> {
        self.text_of(table, TableFormat::Markdown)
    }

    fn text_of(&self, table: &Table, format: TableFormat) -> Result<String, WorkspaceError> {
        let (study, _) = self.light()?;
        let rendered = print_table(study, table, TableFile::Printed(format))?;
        let bytes = rendered.files.into_iter().next().unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Returns the figure of `kind` as the bytes of a file called `path`; the extension picks the
    /// format.
    ///
    /// # Errors
    /// When there is no such figure, option or format.
    pub fn print_figure(
        &self,
        kind: &str,
        options: &BTreeMap<String, String>,
        path: &Path,
    ) -> Result<Artifact, WorkspaceError> {
        let format = figure_format(path)?;
        let style = figure_style(options)?;
        // Every figure but that of quotations counts and names.
        let (study, marks) = self.loaded_for(kind != "proof", options)?;
        let figure = figure(study, marks, kind, options)?;
        let rendered = themata_publish::figure(&figure, format, &style, &imprint(study))?;
        Ok(artifact(rendered, figure.notes().to_vec()))
    }

    /// The study with what an exhibit is made from: without texts and quotations for one that is
    /// `light`, unless its options ask what shares a passage or turn, for excerpts, or for findings.
    fn loaded_for(
        &self,
        light: bool,
        options: &BTreeMap<String, String>,
    ) -> Result<(&Study, &Marks), WorkspaceError> {
        let asks = |name: &str, usual: &[&str]| options.get(name).is_some_and(|v| !usual.contains(&v.trim()));
        let is_full = asks("within", &["span"])
            || options.get("unit").is_some_and(|unit| unit.trim() == "excerpts")
            || asks("findings", &["false", "no"]);
        if light && !is_full {
            return self.light();
        }
        let (snapshot, marks) = self.full()?;
        Ok((&snapshot.study, marks))
    }
}

/// What an output of the study is, before any format.
pub(crate) enum Exhibit {
    /// A table with the quotations behind it.
    Table { table: Table, long: Table },
    /// A figure and how it is drawn.
    Figure { figure: Figure, style: FigureStyle },
}

/// Makes one of the study's outputs.
pub(crate) fn exhibit(
    study: &Study,
    marks: &Marks,
    output: &themata_model::Output,
) -> Result<Exhibit, WorkspaceError> {
    let mut options = output.options.clone();
    // The usual outputs of a study that names none print no exhibit of the paper.
    if study.exhibit(&output.exhibit).is_some() {
        options.entry("exhibit".to_string()).or_insert_with(|| output.exhibit.to_string());
    }
    match &output.kind {
        OutputKind::Table(kind) => {
            let table = table(study, marks, kind, &options)?;
            let long = themata_analysis::long_form(&table, study, marks);
            Ok(Exhibit::Table { table, long })
        }
        OutputKind::Figure(kind) => {
            let style = figure_style(&options)?;
            Ok(Exhibit::Figure { figure: figure(study, marks, kind, &options)?, style })
        }
    }
}

/// The codes that an output asks for and that are not in `book`.
pub(crate) fn codes_missing<'o>(
    output: &'o themata_model::Output,
    book: &Codebook,
) -> impl Iterator<Item = &'o str> {
    let words = output.options.get("code").map(String::as_str).unwrap_or_default();
    words.split(';').map(str::trim).filter(|word| !word.is_empty() && book.find(word).is_none())
}

/// What an output asks for of a framework that is not in use: it cannot be made until that one is.
pub(crate) fn waits(study: &Study, output: &themata_model::Output) -> Option<String> {
    let has = |framework: &&Framework, word: &str| {
        study.codebook_in(&framework.key).is_ok_and(|book| book.find(word).is_some())
    };
    let aside = |word: &str| Some((word.to_string(), study.frameworks.iter().find(|one| has(one, word))?));
    let (word, framework) = codes_missing(output, &study.codebook).find_map(aside)?;
    let key = &framework.key;
    Some(format!(
        "the output asks for `{word}` of the framework `{key}`, which is not in use: it is left out"
    ))
}

/// What is wrong with an output before anything is made of it: an unknown kind or option.
pub(crate) fn fault(study: &Study, output: &themata_model::Output) -> Option<String> {
    let nearest = |word: &str, known: &[(&str, &str)]| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let meant = crate::verbs::look::nearest(word, names.iter().copied());
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        format!("`{word}` is not among {}{meant}", names.join(", "))
    };
    let kind = match &output.kind {
        OutputKind::Table(kind) if !TABLES.iter().any(|(name, _)| name == kind) => nearest(kind, TABLES),
        OutputKind::Figure(kind) if !FIGURES.iter().any(|(name, _)| name == kind) => nearest(kind, FIGURES),
        _ => String::new(),
    };
    if !kind.is_empty() {
        return Some(kind);
    }
    if let Err(error) = figure_style(&output.options).and(own_formats(output)) {
        return Some(error.to_string());
    }
    Options::from_map(study, &output.options, &NOT_OF_THE_ANALYSIS).err().map(|error| error.to_string())
}

/// The formats an output asks for itself, with the option `formats`.
///
/// # Errors
/// When a word is no format, or none of them is one of this output.
pub(crate) fn own_formats(output: &themata_model::Output) -> Result<Option<FormatChoice>, WorkspaceError> {
    let Some(list) = output.options.get("formats") else { return Ok(None) };
    let choice = FormatChoice::parse(list)?;
    let (made, what, known) = match &output.kind {
        OutputKind::Table(_) => (!choice.tables.is_empty(), "tables", table_words()),
        OutputKind::Figure(kind) => {
            let made = choice.figures.iter().any(|format| can_draw(kind, *format));
            (made, "this figure", figure_words(|format| can_draw(kind, format)))
        }
    };
    if made { Ok(Some(choice)) } else { Err(WorkspaceError::Format { format: list.clone(), what, known }) }
}

pub(crate) fn print_table(
    study: &Study,
    table: &Table,
    format: TableFile,
) -> Result<Rendered, WorkspaceError> {
    match format {
        TableFile::Printed(format) => Ok(themata_publish::table(table, format, &imprint(study))?),
        TableFile::Parquet => {
            Ok(Rendered { files: vec![themata_analysis::parquet(table)?], ..Rendered::default() })
        }
    }
}

pub(crate) fn print_figure(
    study: &Study,
    figure: &Figure,
    format: FigureFormat,
    style: &FigureStyle,
) -> Result<Rendered, WorkspaceError> {
    Ok(themata_publish::figure(figure, format, style, &imprint(study))?)
}

pub(crate) fn table(
    study: &Study,
    marks: &Marks,
    kind: &str,
    options: &BTreeMap<String, String>,
) -> Result<Table, WorkspaceError> {
    let options = Options::from_map(study, options, &NOT_OF_THE_ANALYSIS)?;
    Ok(themata_analysis::table(kind, study, marks, &options)?)
}

fn figure(
    study: &Study,
    marks: &Marks,
    kind: &str,
    options: &BTreeMap<String, String>,
) -> Result<Figure, WorkspaceError> {
    let options = Options::from_map(study, options, &NOT_OF_THE_ANALYSIS)?;
    Ok(themata_analysis::figure(kind, study, marks, &options)?)
}

fn imprint(study: &Study) -> Imprint {
    Imprint { synthetic: study.synthetic, study_title: study.title.clone() }
}

fn artifact(rendered: Rendered, notes: Vec<String>) -> Artifact {
    let Rendered { files, missing_glyphs, .. } = rendered;
    Artifact { files, missing_glyphs, notes }
}
