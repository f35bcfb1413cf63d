//! `manifest.json`: every file that was made, with its hash, its rule and the codings behind it.

use std::collections::BTreeSet;

use serde::Serialize;
use themata_model::table::Table;
use themata_model::{Study, TextHash};

/// Version of the manifest's form; raised when a field changes its meaning.
const SCHEMA: &str = "themata.manifest/1";

#[derive(Serialize)]
pub(crate) struct Manifest {
    schema: &'static str,
    study: String,
    title: String,
    synthetic: bool,
    program: String,
    sources: Vec<SourceEntry>,
    outputs: Vec<OutputEntry>,
}

#[derive(Serialize)]
struct SourceEntry {
    key: String,
    text_sha256: String,
}

/// One exhibit with its files.
#[derive(Serialize)]
pub(crate) struct OutputEntry {
    pub(crate) exhibit: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) draft: bool,
    pub(crate) rule: Vec<String>,
    pub(crate) files: Vec<FileEntry>,
    pub(crate) codings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) missing_glyphs: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fallback_fonts: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct FileEntry {
    pub(crate) path: String,
    pub(crate) bytes: usize,
    pub(crate) sha256: String,
}

impl FileEntry {
    pub(crate) fn of(path: String, bytes: &[u8]) -> Self {
        FileEntry { path, bytes: bytes.len(), sha256: TextHash::of_bytes(bytes).to_string() }
    }
}

impl Manifest {
    pub(crate) fn new(study: &Study, outputs: Vec<OutputEntry>) -> Self {
        let source = |source: &themata_model::Source| SourceEntry {
            key: source.key.to_string(),
            text_sha256: source.text().hash.to_string(),
        };
        Manifest {
            schema: SCHEMA,
            study: study.key.to_string(),
            title: study.title.clone(),
            synthetic: study.synthetic,
            program: format!("themata {}", env!("CARGO_PKG_VERSION")),
            sources: study.sources.iter().map(source).collect(),
            outputs,
        }
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        // Plain structs of texts and numbers always serialise.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// The ids of all codings behind a table, in the study's order.
pub(crate) fn codings_behind(table: &Table, study: &Study) -> Vec<String> {
    let refs: BTreeSet<_> = table.cells().flat_map(|(_, _, cell)| cell.evidence.iter().copied()).collect();
    refs.into_iter()
        .filter_map(|coding| study.codings.get(coding.0 as usize))
        .map(|c| c.id.to_string())
        .collect()
}
