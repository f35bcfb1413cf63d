//! Zip containers, with bounds on what comes out of them.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// Most entries of a container.
const ENTRIES: usize = 10_000;

/// Most bytes that one part may have when unpacked.
const PART: u64 = 256 << 20;

/// How many times its packed size a part may have, once it is larger than [`SMALL`].
const RATIO: u64 = 200;

/// A part of this size does no harm, however well it was packed.
const SMALL: u64 = 16 << 20;

/// A container of which parts are read by name.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Container<'a> {
    /// Opens the container.
    ///
    /// # Errors
    /// In words, when `bytes` are no zip container or one made to do harm.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        if !bytes.starts_with(b"PK") {
            return Err("it is no zip container, as such documents are".to_string());
        }
        // The directory stands at the end and says how many entries there are; so many must fit.
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| in_words(&error))?;
        if archive.len() > ENTRIES {
            return Err(format!("its container has more than {ENTRIES} parts"));
        }
        Ok(Container { archive })
    }

    /// The names of the parts, in the order of the container.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect()
    }

    /// The bytes of the part `name`; `None` where there is none.
    ///
    /// # Errors
    /// In words, when the part is damaged, locked or too large.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let mut file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(in_words(&error)),
        };
        let packed = file.compressed_size();
        let most = PART.min(packed.saturating_mul(RATIO).max(SMALL));
        let mut bytes = Vec::new();
        let read = file.by_ref().take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most {
            return Err(format!(
                "its part `{name}` is too large when unpacked (more than {} MB)",
                most >> 20
            ));
        }
        read.map_err(|_| format!("its part `{name}` is damaged"))?;
        Ok(Some(bytes))
    }
}

fn in_words(error: &ZipError) -> String {
    match error {
        ZipError::InvalidPassword => "it is protected by a password".to_string(),
        ZipError::UnsupportedArchive(what) if what.to_lowercase().contains("password") => {
            "it is protected by a password".to_string()
        }
        ZipError::Io(_) => "its container ends in the middle".to_string(),
        other => format!("its container is damaged ({other})"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    /// A container with these parts.
    pub(in crate::reader) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn parts_are_read_by_name() {
        let bytes = zip(&[("a.xml", b"<a/>"), ("b/c.xml", b"")]);
        let mut container = Container::open(&bytes).unwrap();
        assert_eq!(container.names(), ["a.xml", "b/c.xml"]);
        assert_eq!(container.part("a.xml").unwrap().as_deref(), Some(b"<a/>".as_slice()));
        assert_eq!(container.part("none").unwrap(), None);
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bytes = zip(&[("a.xml", &vec![b' '; 40 << 20])]);
        assert!(bytes.len() < 100_000);
        let error = Container::open(&bytes).unwrap().part("a.xml").unwrap_err();
        assert_eq!(error, "its part `a.xml` is too large when unpacked (more than 16 MB)");
    }

    #[test]
    fn a_truncated_container_is_an_error() {
        let bytes = zip(&[("a.xml", &[b'x'; 5000])]);
        for end in [0, 3, 30, bytes.len() / 2, bytes.len() - 1] {
            assert!(Container::open(&bytes[..end]).is_err());
        }
        assert_eq!(
            Container::open(b"hello").err().as_deref(),
            Some("it is no zip container, as such documents are")
        );
    }
}
