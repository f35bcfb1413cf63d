//! Tables of coded segments become codings, in a study that is there or in a new one.

use std::path::{Path, PathBuf};

use serde_json::json;
use themata_model::Op;
use themata_store::{Existing, Store};

use crate::verbs::{By, Done, ImportCodes, ImportSegments, look, segments_declared};
use crate::{NewStudy, Workspace, WorkspaceError, build, clock};

/// A table of coded segments, and how it is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentsWish {
    /// The table.
    pub table: PathBuf,
    /// What columns tell, as `column=field`.
    pub map: Vec<String>,
    /// Whether codes and documents that are not known are made.
    pub create: bool,
    /// What kind of document those made of segments are.
    pub kind: Option<String>,
    /// Key of a new study.
    pub key: Option<String>,
    /// The codebook of a new study.
    pub codebook: Option<PathBuf>,
}

impl SegmentsWish {
    fn verb(&self) -> Result<ImportSegments, WorkspaceError> {
        let shown = self.table.display();
        let bytes = std::fs::read(&self.table)
            .map_err(|error| WorkspaceError::refused(format!("`{shown}` cannot be read: {error}")))?;
        let file = self.table.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let kind = self.kind.clone().unwrap_or_else(|| "document".to_string());
        Ok(ImportSegments { file, map: self.map.clone(), create: self.create, kind, bytes })
    }

    /// What the new study begins with.
    fn study(&self, coder: Option<&str>) -> Result<NewStudy, WorkspaceError> {
        let mut new = NewStudy {
            key: self.key.clone(),
            coders: coder.map(str::to_string).into_iter().collect(),
            ..NewStudy::default()
        };
        match &self.codebook {
            Some(path) if ImportCodes::is_file(path) => {
                let book = ImportCodes::of_file(path, false)?;
                new.codebook_file = Some((book.file, book.bytes));
            }
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    WorkspaceError::refused(format!("`{}` cannot be read: {error}", path.display()))
                })?;
                new.codebook = Some(text);
            }
            None => {}
        }
        Ok(new)
    }

    /// Makes a new study of the table; where it is only rehearsed, nothing is written.
    ///
    /// # Errors
    /// When the table or the codebook cannot be read, something in them has to be mended first, or the study cannot be
    /// written.
    pub fn make(&self, out: &Path, replace: bool, by: &By) -> Result<Done, WorkspaceError> {
        let verb = self.verb()?;
        let mut content = self.study(by.coder.as_deref())?.content(out)?;
        let study = &mut content.study;
        let coder = match study.coders.first() {
            Some(coder) => coder.key.clone(),
            None => look::key("me")?,
        };
        let id = study.id;
        let make_codes = self.create || self.codebook.is_none();
        let reading = verb.read(study, coder, make_codes, &mut |kind, identity| id.row(kind, identity))?;
        let said = verb.said(&reading);
        segments_declared(study, &reading);
        let rows = reading.codings.len();
        study.codebook = reading.codebook.unwrap_or_default();
        study.coders.extend(reading.coders);
        study.sources.extend(reading.sources);
        study.codings.extend(reading.codings);
        study.sort_codings();
        for source in &study.sources {
            content.originals.insert(source.key.clone(), source.text().content.clone().into_bytes());
        }
        // The texts of these name other codes and attributes now.
        content.documents.clear();
        if !by.dry_run {
            let op = Op {
                seq: 1,
                id: clock::fresh_id(),
                verb: "import-segments".to_string(),
                coder: by.coder.clone(),
                at: Some(clock::now()),
                args: json!({ "said": said.sentence }).to_string(),
                undoes: None,
                changes: Vec::new(),
            };
            let mut snapshot = build::snapshot(content);
            snapshot.history.clear();
            let existing = if replace { Existing::Replace } else { Existing::Refuse };
            Store::write_new(out, &snapshot, Some(&op), existing)?;
        }
        let number = (!by.dry_run).then_some(1);
        Ok(Done::new(said, number, by.dry_run, rows))
    }
}

impl Workspace {
    /// Takes a table of coded segments into the study, as one entry of the history.
    ///
    /// # Errors
    /// When the table cannot be read, or something in it has to be mended first; nothing is then taken in.
    pub fn import_segments(&mut self, wish: &SegmentsWish, by: &By) -> Result<Done, WorkspaceError> {
        if wish.codebook.is_some() {
            return Err(WorkspaceError::refused("`--codebook` is of a new study")
                .hint("take it in first with `themata codes import FILE`"));
        }
        self.apply(&wish.verb()?.into(), by)
    }
}
