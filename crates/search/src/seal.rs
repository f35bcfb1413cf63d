//! The seal of an index: what its files looked like when they were written, so that a damaged index
//! is noticed when it is opened, without reading it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// Name of the file.
const NAME: &str = "seal.json";

/// What the files of an index looked like.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Seal {
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
    /// The seal of `folder`, when its files are as they were sealed in this format.
    pub(crate) fn whole(folder: &Path, format: u32) -> Option<Seal> {
        let text = fs::read(folder.join(NAME)).ok()?;
        let sealed: Seal = serde_json::from_slice(&text).ok()?;
        let names: Vec<PathBuf> = sealed.files.iter().map(|file| PathBuf::from(&file.name)).collect();
        (!names.is_empty() && Seal::of(folder, format, names)? == sealed).then_some(sealed)
    }

    /// Whether none of the files was written over since. One that was removed can be read by whoever opened it before.
    pub(crate) fn holds(&self, folder: &Path) -> bool {
        let holds = |file: &File| match File::of(folder, PathBuf::from(&file.name)) {
            Some(now) => now == *file,
            None => true,
        };
        // This one is read once, and replaced by every change.
        self.files.iter().filter(|file| file.name != "meta.json").all(holds)
    }

    fn of(folder: &Path, format: u32, names: impl IntoIterator<Item = PathBuf>) -> Option<Seal> {
        let mut files =
            names.into_iter().map(|name| File::of(folder, name)).collect::<Option<Vec<File>>>()?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Some(Seal { format, files })
    }
}

impl File {
    fn of(folder: &Path, name: PathBuf) -> Option<File> {
        let about = fs::metadata(folder.join(&name)).ok()?;
        let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(File { name: name.to_str()?.to_string(), length: about.len(), changed })
    }
}

/// Seals the files `names` of `folder` as they are now.
pub(crate) fn seal(
    folder: &Path,
    format: u32,
    names: impl IntoIterator<Item = PathBuf>,
) -> std::io::Result<Seal> {
    let seal = Seal::of(folder, format, names)
        .ok_or_else(|| std::io::Error::other("a file of the index is missing"))?;
    let text = serde_json::to_vec(&seal)?;
    let new = folder.join("seal.new");
    fs::write(&new, text)?;
    fs::rename(new, folder.join(NAME))?;
    Ok(seal)
}

/// Whether the files of `folder` are as they were sealed in this format.
pub(crate) fn is_whole(folder: &Path, format: u32) -> bool {
    Seal::whole(folder, format).is_some()
}
