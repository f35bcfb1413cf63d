//! The whole chain: from a study folder to every printed table and figure.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use themata_model::OutputKind;
use themata_model::mark::Marks;

use crate::WorkspaceError;
use crate::build::{BuildOptions, Built, Outputs, build_with};
use crate::exhibits::{Exhibit, exhibit, own_formats, print_figure, print_table, waits};
use crate::expected::{Comparison, Difference, compare};
use crate::manifest::{FileEntry, Manifest, OutputEntry, codings_behind};
use crate::output::{FormatChoice, TableFile, can_draw, write_file};
use crate::pool;
use crate::progress::{Progress, Stage};
use crate::workspace::open_store;

/// How a study is replicated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicateOptions {
    /// Which formats are made; without a choice those that each output names in `formats`, else the
    /// usual ones.
    pub formats: Option<FormatChoice>,
    /// Keep codings whose quotation cannot be placed as lost ones instead of refusing.
    pub keep_unplaced: bool,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replication {
    /// The study file that was built.
    pub built: Built,
    /// Each table and figure with its files.
    pub outputs: Vec<ReplicatedOutput>,
    /// Codings whose words were edited and that nobody has confirmed since; tables hold their quotations back.
    pub unconfirmed: usize,
    /// How many numbers, values and cells were compared with `expected/`.
    pub compared: usize,
    /// What is not as the paper prints it.
    pub differences: Vec<Difference>,
    /// The manifest.
    pub manifest: PathBuf,
}

/// One table or figure with its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicatedOutput {
    /// Key of the exhibit; also the name of its files.
    pub exhibit: String,
    /// What the names of its files begin with, the folder included.
    pub stem: PathBuf,
    /// `table` or `figure` and its kind.
    pub kind: String,
    /// The caption.
    pub title: String,
    /// Whether the program assembled (part of) it.
    pub draft: bool,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Characters that no font could print.
    pub missing_glyphs: Vec<char>,
}

/// Builds the study of `folder`, prints all its outputs into `out` and compares them with
/// `expected/`.
///
/// # Errors
/// When the folder has errors, or something cannot be made or written. Differences from `expected/`
/// are no error: they are listed.
pub fn replicate(
    folder: &Path,
    out: &Path,
    options: &ReplicateOptions,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<Replication, WorkspaceError> {
    let key = study_file_name(folder);
    let file = out.join(format!("{key}.themata"));
    std::fs::create_dir_all(out)
        .map_err(|source| WorkspaceError::Write { path: out.to_path_buf(), source })?;
    let build_options = BuildOptions { replace: true, keep_unplaced: options.keep_unplaced };
    let built = build_with(folder, &file, build_options, Outputs::MustWork, progress)?;
    // What is printed is read from the study file, so that the chain has no gap.
    let snapshot = open_store(&file)?.read_all()?;
    let study = &snapshot.study;
    let marks = Marks::of(study);
    let mut planned = if study.outputs.is_empty() { usual_outputs(study) } else { study.outputs.clone() };
    planned.retain(|output| waits(study, output).is_none());

    let mut jobs: Vec<(usize, Format)> = Vec::new();
    for (i, output) in planned.iter().enumerate() {
        let choice = match &options.formats {
            Some(choice) => choice.clone(),
            None => own_formats(output)?.unwrap_or_default(),
        };
        jobs.extend(formats_of(output, &choice).into_iter().map(|format| (i, format)));
    }
    progress(&Progress { stage: Stage::Printing, done: 0, of: jobs.len(), what: String::new() });
    let exhibits = pool::map(&planned, |_, output| exhibit(study, &marks, output));
    let exhibits: Vec<Exhibit> = exhibits.into_iter().collect::<Result<_, _>>()?;
    let done = std::sync::atomic::AtomicUsize::new(0);
    let printed = pool::map(&jobs, |_, (i, format)| {
        let printed = print(study, &exhibits[*i], *format);
        let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        progress(&Progress {
            stage: Stage::Printing,
            done,
            of: jobs.len(),
            what: planned[*i].exhibit.to_string(),
        });
        printed
    });

    let mut entries: Vec<OutputEntry> = Vec::new();
    let mut outputs: Vec<ReplicatedOutput> = Vec::new();
    for (output, exhibit) in planned.iter().zip(&exhibits) {
        let entry = entry(output, exhibit, study);
        outputs.push(ReplicatedOutput {
            stem: out.join(stem(&entry.exhibit)),
            exhibit: entry.exhibit.clone(),
            kind: entry.kind.clone(),
            title: entry.title.clone(),
            draft: entry.draft,
            files: Vec::new(),
            missing_glyphs: Vec::new(),
        });
        entries.push(entry);
    }
    for ((i, format), printed) in jobs.iter().zip(printed) {
        let Printed { files, missing_glyphs, fallback_fonts } = printed?;
        let names = file_names(&entries[*i].exhibit, *format, files.len());
        for (name, bytes) in names.into_iter().zip(files) {
            write_file(&out.join(&name), &bytes)?;
            entries[*i].files.push(FileEntry::of(name.clone(), &bytes));
            outputs[*i].files.push(out.join(name));
        }
        for glyph in missing_glyphs {
            if !outputs[*i].missing_glyphs.contains(&glyph) {
                outputs[*i].missing_glyphs.push(glyph);
                entries[*i].missing_glyphs.push(format!("U+{:04X} {glyph}", u32::from(glyph)));
            }
        }
        for font in fallback_fonts {
            if !entries[*i].fallback_fonts.contains(&font) {
                entries[*i].fallback_fonts.push(font);
            }
        }
    }
    progress(&Progress { stage: Stage::Comparing, done: 0, of: 1, what: String::new() });
    let tables: BTreeMap<_, _> = planned
        .iter()
        .zip(&exhibits)
        .filter_map(|(output, exhibit)| match exhibit {
            Exhibit::Table { table, .. } => Some((output.exhibit.to_string(), table.clone())),
            Exhibit::Figure { .. } => None,
        })
        .collect();
    let Comparison { compared, differences } = compare(&expected_files(folder)?, study, &marks, &tables);
    let manifest = out.join("manifest.json");
    write_file(&manifest, &Manifest::new(study, entries).bytes())?;
    let unconfirmed = study.codings.iter().filter(|coding| coding.is_unconfirmed()).count();
    Ok(Replication { built, outputs, unconfirmed, compared, differences, manifest })
}

/// The folder's name, which is the study's key in all but odd cases; the file must have a name
/// before the folder is read.
fn study_file_name(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    absolute.file_name().map_or_else(|| "study".to_string(), |name| name.to_string_lossy().into_owned())
}

/// What is printed of a study that names no outputs: all that it has the data for.
fn usual_outputs(study: &themata_model::Study) -> Vec<themata_model::Output> {
    let mut kinds: Vec<OutputKind> = Vec::new();
    let mut table = |kind: &str, wanted: bool| {
        if wanted {
            kinds.push(OutputKind::Table(kind.to_string()));
        }
    };
    let coded = !study.codings.is_empty();
    let facet = study.phase_facet().is_some();
    table("informants", !study.informants.is_empty());
    table("evidence", coded);
    table("proof", coded);
    table("cross-case", coded && !study.cases.is_empty());
    table("dyads", coded && study.sides.len() > 1);
    table("framework", facet);
    table("coverage", coded);
    table("frequency", coded);
    table("codebook", !study.codebook.codes().is_empty());
    if study.codebook.category_level().is_some() {
        kinds.push(OutputKind::Figure("data-structure".to_string()));
    }
    if facet {
        kinds.push(OutputKind::Figure("framework".to_string()));
    }
    let output = |kind: OutputKind| {
        let name = match &kind {
            OutputKind::Table(kind) => kind.clone(),
            OutputKind::Figure(kind) => format!("figure-{kind}"),
        };
        let exhibit = name.parse().ok()?;
        Some(themata_model::Output {
            id: study.id.row("output", &name),
            exhibit,
            kind,
            options: BTreeMap::new(),
        })
    };
    kinds.into_iter().filter_map(output).collect()
}

const CSV: TableFile = TableFile::Printed(themata_publish::TableFormat::Csv);

#[derive(Clone, Copy)]
enum Format {
    Table(TableFile),
    /// The quotations behind a table, as CSV.
    Quotations,
    Figure(themata_publish::FigureFormat),
}

fn formats_of(output: &themata_model::Output, choice: &FormatChoice) -> Vec<Format> {
    match output.kind {
        OutputKind::Table(_) => {
            let mut formats: Vec<Format> = choice.tables.iter().copied().map(Format::Table).collect();
            if choice.tables.contains(&CSV) {
                formats.push(Format::Quotations);
            }
            formats
        }
        OutputKind::Figure(ref kind) => {
            let drawn = choice.figures.iter().copied().filter(|format| can_draw(kind, *format));
            drawn.map(Format::Figure).collect()
        }
    }
}

struct Printed {
    files: Vec<Vec<u8>>,
    missing_glyphs: Vec<char>,
    fallback_fonts: Vec<String>,
}

fn print(study: &themata_model::Study, exhibit: &Exhibit, format: Format) -> Result<Printed, WorkspaceError> {
    let rendered = match (exhibit, format) {
        (Exhibit::Table { table, .. }, Format::Table(format)) => print_table(study, table, format)?,
        (Exhibit::Table { long, .. }, Format::Quotations) => print_table(study, long, CSV)?,
        (Exhibit::Figure { figure, style }, Format::Figure(format)) => {
            print_figure(study, figure, format, style)?
        }
        _ => themata_publish::Rendered::default(),
    };
    let themata_publish::Rendered { files, missing_glyphs, fallback_fonts } = rendered;
    Ok(Printed { files, missing_glyphs, fallback_fonts })
}

/// What the names of an exhibit's files begin with: its key, without what a path could trip over.
fn stem(exhibit: &str) -> String {
    exhibit.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}

fn file_names(exhibit: &str, format: Format, pages: usize) -> Vec<String> {
    let safe = stem(exhibit);
    let extension = match format {
        Format::Quotations => return vec![format!("{safe}.quotations.csv")],
        Format::Table(format) => format.extension(),
        Format::Figure(format) => format.extension(),
    };
    match pages {
        1 => vec![format!("{safe}.{extension}")],
        n => (1..=n).map(|page| format!("{safe}-{page}.{extension}")).collect(),
    }
}

fn entry(output: &themata_model::Output, exhibit: &Exhibit, study: &themata_model::Study) -> OutputEntry {
    let (kind, title, draft, rule, codings) = match (exhibit, &output.kind) {
        (Exhibit::Table { table, .. }, OutputKind::Table(kind) | OutputKind::Figure(kind)) => {
            let codings = codings_behind(table, study);
            (format!("table {kind}"), table.title.clone(), table.draft, table.notes.clone(), codings)
        }
        (Exhibit::Figure { figure, .. }, OutputKind::Table(kind) | OutputKind::Figure(kind)) => {
            (format!("figure {kind}"), figure.title().to_string(), false, figure.notes().to_vec(), Vec::new())
        }
    };
    OutputEntry {
        exhibit: output.exhibit.to_string(),
        kind,
        title,
        draft,
        rule,
        files: Vec::new(),
        codings,
        missing_glyphs: Vec::new(),
        fallback_fonts: Vec::new(),
    }
}

fn expected_files(folder: &Path) -> Result<themata_exchange::Files, WorkspaceError> {
    let folder = folder.join("expected");
    let mut files = themata_exchange::Files::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    let fail = |path: &Path, source| {
        WorkspaceError::Folder(themata_exchange::FolderError::Read { path: path.to_path_buf(), source })
    };
    for entry in std::fs::read_dir(&folder).map_err(|e| fail(&folder, e))? {
        let path = entry.map_err(|e| fail(&folder, e))?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let bytes = std::fs::read(&path).map_err(|e| fail(&path, e))?;
            files.insert(format!("expected/{name}"), bytes);
        }
    }
    Ok(files)
}
