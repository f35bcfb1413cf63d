//! Zip containers, with bounds on what comes out of them: of documents, and of projects of other tools.

use std::io::{Cursor, Read};

use themata_model::{Place, Problem};
use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{Xml, decode_xml};

/// Most entries of a container.
const ENTRIES: usize = 50_000;

/// Most bytes that one part may have when unpacked.
const PART: u64 = 256 << 20;

/// Most bytes that all parts together may have when unpacked.
const PARTS: u64 = 1 << 30;

/// How many times its packed size a part may have, once it is larger than [`SMALL`].
const RATIO: u64 = 200;

/// A part of this size does no harm, however well it was packed.
const SMALL: u64 = 16 << 20;

/// A container of which parts are read by name.
pub struct Container<'a> {
    /// The name of the document.
    name: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still come out.
    left: u64,
    /// What was odd in the parts that were read.
    problems: Vec<Problem>,
}

impl<'a> Container<'a> {
    /// Opens the container that the document `name` is.
    ///
    /// # Errors
    /// In words, when `bytes` are no zip container or one made to do harm.
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, String> {
        if !bytes.starts_with(b"PK") {
            return Err("it is no zip container, as such documents are".to_string());
        }
        // The directory stands at the end and says how many entries there are; so many must fit.
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| in_words(&error))?;
        if archive.len() > ENTRIES {
            return Err(format!("its container has more than {ENTRIES} parts"));
        }
        Ok(Container { name, archive, left: PARTS, problems: Vec::new() })
    }

    /// The names of the parts, in the order of the container.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| name.ok().map(|name| name.into_owned())).collect()
    }

    /// The XML of the part `part`; `None` where there is none.
    ///
    /// # Errors
    /// In words, when the part is damaged, locked or too large.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, String> {
        let Some(bytes) = self.bytes(part)? else { return Ok(None) };
        let decoded = decode_xml(self.name, &bytes, None).map_err(|error| error.to_string())?;
        self.problems.extend(decoded.problems);
        Ok(Some(decoded.text))
    }

    /// Hands a part that the document can be read without to `read`, and says where it is damaged.
    pub(super) fn aside(&mut self, part: &str, read: impl FnOnce(&mut Xml<'_>) -> Result<(), String>) {
        let message = match self.text(part) {
            Ok(text) => text
                .and_then(|text| read(&mut Xml::new(&text)).err())
                .map(|why| format!("its part `{part}` is used only as far as it is sound: {why}")),
            Err(why) => Some(format!("passed over: {why}")),
        };
        self.problems.extend(message.map(|message| Problem::warning(Place::file(self.name), message)));
    }

    /// What was odd in the parts that were read.
    pub(super) fn problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The bytes of the part `name`; `None` where there is none.
    ///
    /// # Errors
    /// In words, when the part is damaged, locked or too large.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let mut file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(in_words(&error)),
        };
        let packed = file.compressed_size();
        let own = PART.min(packed.saturating_mul(RATIO).max(SMALL));
        let most = own.min(self.left);
        let mut bytes = Vec::new();
        let read = file.by_ref().take(most + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > most && most < own {
            return Err(format!("its parts are too large when unpacked (more than {} MB)", PARTS >> 20));
        }
        if bytes.len() as u64 > most {
            return Err(format!(
                "its part `{name}` is too large when unpacked (more than {} MB)",
                most >> 20
            ));
        }
        self.left = self.left.saturating_sub(bytes.len() as u64);
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
        let mut container = Container::open("x", &bytes).unwrap();
        assert_eq!(container.names(), ["a.xml", "b/c.xml"]);
        assert_eq!(container.text("a.xml").unwrap().as_deref(), Some("<a/>"));
        assert_eq!(container.text("none").unwrap(), None);
        assert_eq!(container.problems(), []);
    }

    #[test]
    fn what_is_odd_in_a_part_is_kept_to_be_said() {
        let bytes = zip(&[
            ("a.xml", "<a>ä\u{fc}ö</a>".as_bytes()),
            ("b.xml", b"<a>\xc3\xa4\xff\xc3\xa4\xc3\xa4\xc3\xa4</a>"),
        ]);
        let mut container = Container::open("x.docx", &bytes).unwrap();
        container.text("a.xml").unwrap();
        container.aside("b.xml", |xml| xml.skip());
        container.aside("none", |_| Err("never".to_string()));
        container.aside("a.xml", |_| Err("so".to_string()));
        let problems: Vec<String> = container.problems().iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "x.docx:1: one place is not valid UTF-8; read with a replacement character",
                "x.docx: its part `a.xml` is used only as far as it is sound: so"
            ]
        );
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bytes = zip(&[("a.xml", &vec![b' '; 40 << 20])]);
        assert!(bytes.len() < 100_000);
        let error = Container::open("x", &bytes).unwrap().text("a.xml").unwrap_err();
        assert_eq!(error, "its part `a.xml` is too large when unpacked (more than 16 MB)");
    }

    #[test]
    fn many_parts_together_are_bounded_too() {
        let bytes = zip(&[("a.xml", b"<a>one</a>"), ("b.xml", b"<a>two</a>")]);
        let mut container = Container::open("x", &bytes).unwrap();
        container.left = 15;
        assert!(container.text("a.xml").is_ok());
        let error = container.text("b.xml").unwrap_err();
        assert_eq!(error, "its parts are too large when unpacked (more than 1024 MB)");
    }

    #[test]
    fn a_truncated_container_is_an_error() {
        let bytes = zip(&[("a.xml", &[b'x'; 5000])]);
        for end in [0, 3, 30, bytes.len() / 2, bytes.len() - 1] {
            assert!(Container::open("x", &bytes[..end]).is_err());
        }
        assert_eq!(
            Container::open("x", b"hello").err().as_deref(),
            Some("it is no zip container, as such documents are")
        );
    }
}
