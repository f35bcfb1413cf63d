//! Bringing together two copies of a study on which people worked apart.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use themata_model::table::{Cell, Column, Row, Table};
use themata_publish::{Imprint, TableFormat};
use themata_store::{Headway, MergeReport, Merging, OpenError, Settling, Store};

use crate::history::new_op;
use crate::verbs::{By, look};
use crate::{Progress, Stage, WorkspaceError};

pub use themata_store::{Carried, MergeConflict, MergeSide};

/// What shall be merged, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeRequest {
    /// The file from which both copies were made; found along their histories when it is not given.
    pub base: Option<PathBuf>,
    /// The copy into which the other one is merged.
    pub ours: PathBuf,
    /// The other copy.
    pub theirs: PathBuf,
    /// The file to make.
    pub output: PathBuf,
    /// Conflicts that are settled one by one, by their numbers.
    pub settled: BTreeMap<usize, MergeSide>,
    /// How all other conflicts are settled; they stay open when nothing is told.
    pub rest: Option<MergeSide>,
    /// Who merges, and whether for good.
    pub by: By,
}

/// What came of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// One sentence, as in the logbook.
    pub said: String,
    /// Every conflict, settled or not.
    pub conflicts: Vec<MergeConflict>,
    /// What a person should know.
    pub notes: Vec<String>,
    /// How codings came over to a text that the other copy has edited.
    pub carried: Carried,
    /// How many entries of the history were taken over.
    pub entries: usize,
    /// How many rows of ours were changed, added and removed.
    pub rows: usize,
    /// The file that was made; `None` in a dry run, or when a conflict is open.
    pub written: Option<PathBuf>,
}

impl Merged {
    /// How many conflicts are still to be settled.
    pub fn open(&self) -> usize {
        self.conflicts.iter().filter(|conflict| conflict.settled.is_none()).count()
    }

    /// The conflicts as a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new("conflicts", "Conflicts");
        table.columns = vec![
            Column::number("number", "Number"),
            Column::text("kind", "Kind", 1.0),
            Column::text("row", "Row", 2.0),
            Column::text("field", "Field", 1.0),
            Column::text("base", "Before", 2.0),
            Column::text("ours", "Ours", 2.0),
            Column::text("theirs", "Theirs", 2.0),
            Column::text("settled", "Settled for", 1.0),
        ];
        let row = |conflict: &MergeConflict| {
            let settled = conflict.settled.map(MergeSide::word).unwrap_or_default();
            Row::Body(vec![
                Cell::number(i64::try_from(conflict.number).unwrap_or(i64::MAX)),
                Cell::text(&conflict.kind),
                Cell::text(&conflict.label),
                Cell::text(&conflict.field),
                Cell::text(conflict.base.clone().unwrap_or_default()),
                Cell::text(&conflict.ours),
                Cell::text(&conflict.theirs),
                Cell::text(settled),
            ])
        };
        table.rows = self.conflicts.iter().map(row).collect();
        table
    }

    /// Writes the conflicts to a CSV file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_conflicts(&self, path: &Path) -> Result<(), WorkspaceError> {
        let imprint = Imprint { synthetic: false, study_title: String::new() };
        let printed = themata_publish::table(&self.table(), TableFormat::Csv, &imprint)?;
        let bytes = printed.files.first().cloned().unwrap_or_default();
        std::fs::write(path, bytes)
            .map_err(|source| WorkspaceError::Write { path: path.to_path_buf(), source })
    }
}

/// Merges two copies of a study into a new file. The copies are only read; the new file is made when no
/// conflict is open, and appears only when it is complete.
///
/// # Errors
/// When a copy cannot be read, they are not copies of one study, or the new file cannot be made.
pub fn merge(request: &MergeRequest, progress: &dyn Fn(&Progress)) -> Result<Merged, WorkspaceError> {
    if !request.by.dry_run && request.output.symlink_metadata().is_ok() {
        let message = format!("there is a file `{}` already", request.output.display());
        return Err(WorkspaceError::refused(message).hint("give the merged study another name"));
    }
    let (ours, theirs) = (open(&request.ours)?, open(&request.theirs)?);
    let base = request.base.as_deref().map(open).transpose()?;
    let by = actor(&request.by, &ours, &theirs)?;
    let merging = Merging { base: base.as_ref(), ours: &ours, theirs: &theirs };
    let settling = Settling { each: request.settled.clone(), rest: request.rest };
    let copy = request.theirs.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let hear = Progress::in_hundredths(Stage::Merging, progress);
    let headway = Headway::of(&hear);
    let report = if by.dry_run {
        merging.rehearse(&settling, headway)?
    } else {
        let describe = |report: &MergeReport| args(request, &said(&copy, report));
        merging.write(&settling, &request.output, &new_op("merge", &by), describe, headway)?
    };
    let written = (!by.dry_run && !report.is_open()).then(|| request.output.clone());
    Ok(Merged {
        said: said(&copy, &report),
        rows: report.tally.values().map(|tally| tally.added + tally.changed + tally.removed).sum(),
        conflicts: report.conflicts,
        notes: report.notes,
        carried: report.carried,
        entries: report.entries,
        written,
    })
}

/// Opens a copy so that nothing is written to it or beside it.
fn open(path: &Path) -> Result<Store, WorkspaceError> {
    if path.is_dir() {
        let message = format!("`{}` is a study folder; copies are merged as study files", path.display());
        let build = format!("build a study file first: `themata build {0} -o {0}.themata`", path.display());
        return Err(WorkspaceError::refused(message).hint(build));
    }
    Store::open_to_look(path).map_err(|error| match error {
        OpenError::NeedsMigration { .. } => WorkspaceError::refused(error.to_string())
            .hint(format!("`themata status {}` opens it and makes a backup copy first", path.display())),
        other => other.into(),
    })
}

/// Who merges: the coder named, whom one of the copies must know, else the only one there is.
fn actor(by: &By, ours: &Store, theirs: &Store) -> Result<By, WorkspaceError> {
    let mut known = ours.coders()?;
    for coder in theirs.coders()? {
        if !known.contains(&coder) {
            known.push(coder);
        }
    }
    let coder = match (&by.coder, known.as_slice()) {
        (Some(key), known) if known.iter().any(|coder| coder.as_str() == key) => Some(key.clone()),
        (Some(key), known) => {
            return Err(look::unknown("coder", key, known.iter().map(|coder| coder.as_str())));
        }
        (None, [only]) => Some(only.to_string()),
        (None, _) => None,
    };
    Ok(By { coder, dry_run: by.dry_run })
}

/// The arguments of the op.
fn args(request: &MergeRequest, said: &str) -> Map<String, Value> {
    let settled: Map<String, Value> =
        request.settled.iter().map(|(number, side)| (number.to_string(), side.word().into())).collect();
    let given = json!({ "settled": settled, "rest": request.rest.map(MergeSide::word) });
    Map::from_iter([("said".to_string(), said.into()), ("given".to_string(), given)])
}

/// Kinds of rows that are told apart in the logbook: table, one, several.
const COUNTED: [(&str, &str, &str); 6] = [
    ("coding", "coding", "codings"),
    ("code", "code", "codes"),
    ("source", "source", "sources"),
    ("memo", "memo", "memos"),
    ("excerpt", "excerpt", "excerpts"),
    ("finding", "finding", "findings"),
];

/// What was merged, as the logbook says it.
fn said(copy: &str, report: &MergeReport) -> String {
    let counted = |n: usize, one: &str, several: &str| match n {
        0 => None,
        n => Some(themata_model::counted_as(n, one, several)),
    };
    let tally = |table: &str| report.tally.get(table).copied().unwrap_or_default();
    let joined = |parts: Vec<String>, did: &str| match parts.as_slice() {
        [] => None,
        [one] => Some(format!("{one} {did}")),
        [most @ .., last] => Some(format!("{} and {last} {did}", most.join(", "))),
    };
    let told = |number: &dyn Fn(themata_store::Tally) -> usize, did: &str| {
        let parts =
            COUNTED.iter().filter_map(|(table, one, several)| counted(number(tally(table)), one, several));
        joined(parts.collect(), did)
    };
    let lost = counted(report.carried.lost, "coding", "codings").map(|n| format!("{n} lost their place"));
    let settled = report.conflicts.iter().filter(|conflict| conflict.settled.is_some()).count();
    let settled = counted(settled, "conflict", "conflicts").map(|n| format!("{n} settled"));
    let parts = [
        told(&|t| t.added, "taken over"),
        told(&|t| t.changed, "changed"),
        told(&|t| t.removed, "taken out"),
        lost,
        settled,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match (parts.is_empty(), report.tally.is_empty()) {
        (false, _) => format!("merged the copy *{copy}*: {}", parts.join("; ")),
        (true, false) => format!("merged the copy *{copy}*"),
        (true, true) => format!("merged the copy *{copy}*, which had nothing new"),
    }
}
