//! The seal of an index: what its files looked like when they were written, so that a damaged index
//! is noticed when it is opened, without reading it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// Name of the file.
const NAME: &str = "seal.json";

#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Seal {
    format: u32,
    files: Vec<File>,
}

#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct File {
    name: String,
    length: u64,
    /// When it was last changed, in nanoseconds since 1970.
    changed: u128,
}

impl Seal {
    fn of(folder: &Path, format: u32, names: impl IntoIterator<Item = PathBuf>) -> Option<Seal> {
        let mut files = Vec::new();
        for name in names {
            let about = fs::metadata(folder.join(&name)).ok()?;
            let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
            files.push(File { name: name.to_str()?.to_string(), length: about.len(), changed });
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Some(Seal { format, files })
    }
}

/// Seals the files `names` of `folder` as they are now.
pub(crate) fn seal(
    folder: &Path,
    format: u32,
    names: impl IntoIterator<Item = PathBuf>,
) -> std::io::Result<()> {
    let seal = Seal::of(folder, format, names)
        .ok_or_else(|| std::io::Error::other("a file of the index is missing"))?;
    let text = serde_json::to_vec(&seal)?;
    let new = folder.join("seal.new");
    fs::write(&new, text)?;
    fs::rename(new, folder.join(NAME))
}

/// Whether the files of `folder` are as they were sealed in this format.
pub(crate) fn is_whole(folder: &Path, format: u32) -> bool {
    let Ok(text) = fs::read(folder.join(NAME)) else { return false };
    let Ok(sealed) = serde_json::from_slice::<Seal>(&text) else { return false };
    let names: Vec<PathBuf> = sealed.files.iter().map(|file| PathBuf::from(&file.name)).collect();
    !names.is_empty() && Seal::of(folder, format, names).is_some_and(|now| now == sealed)
}
