//! `removed/`: texts and originals of what was removed from the study. Only the history names them,
//! and they are needed to bring it back; each file has its SHA-256 hash for a name.

use std::collections::BTreeMap;

use themata_model::{Place, Problem, TextHash};

use super::Files;

const FOLDER: &str = "removed/";

/// Reads the contents; a file whose name is not its hash was changed.
pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> BTreeMap<TextHash, Vec<u8>> {
    let mut contents = BTreeMap::new();
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix(FOLDER) else { continue };
        let hash = TextHash::of_bytes(bytes);
        if name == hash.to_string() {
            contents.insert(hash, bytes.clone());
        } else {
            let problem =
                Problem::error(Place::file(path), format!("the file was changed: its hash is {hash}"));
            problems
                .push(problem.hint("put it back as `unpack` wrote it, or delete it with `history.jsonl`"));
        }
    }
    contents
}

/// Writes the contents.
pub(super) fn render(contents: &BTreeMap<TextHash, Vec<u8>>, files: &mut Files) {
    files.extend(contents.iter().map(|(hash, bytes)| (format!("{FOLDER}{hash}"), bytes.clone())));
}
