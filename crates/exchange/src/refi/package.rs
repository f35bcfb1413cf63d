//! The container of a project: its parts, taken out within bounds, and how a path of the project finds one.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use themata_ingest::Container;
use themata_model::{Place, Problem};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::tree::Element;

/// A project as it came: its document and the files beside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    /// The document `project.qde`.
    pub(crate) project: Element,
    /// The other parts by their path in the container.
    pub(crate) parts: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Opens a container (`.qdpx`) or a bare document (`.qde`).
    ///
    /// # Errors
    /// In words, when there is no project in it or it was made to do harm.
    pub(crate) fn open(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Self, String> {
        if !bytes.starts_with(b"PK") {
            let project = document(name, bytes, problems)?;
            return Ok(Package { project, parts: BTreeMap::new() });
        }
        let mut parts = unpacked(name, bytes, problems)?;
        let is_project = |path: &&String| path.to_lowercase().ends_with(".qde");
        let mut documents = parts.keys().filter(is_project);
        let path = match (documents.next().cloned(), documents.next()) {
            (None, _) => return Err("it holds no `project.qde`".to_string()),
            (Some(only), None) => only,
            (Some(first), Some(_)) => {
                let usual = |path: &&String| path.to_lowercase() == "project.qde";
                let taken = parts.keys().find(usual).cloned().unwrap_or(first);
                let others: Vec<&str> = parts
                    .keys()
                    .filter(is_project)
                    .filter(|path| **path != taken)
                    .map(String::as_str)
                    .collect();
                let message =
                    format!("it holds several projects; `{taken}` is taken, not `{}`", others.join("`, `"));
                problems.push(Problem::warning(Place::file(name), message));
                taken
            }
        };
        let bytes = parts.remove(&path).unwrap_or_default();
        Ok(Package { project: document(name, &bytes, problems)?, parts })
    }

    /// The part that a path of the project means: `internal://name`, a bare file name, or, where a tool packed
    /// the file all the same, `relative:///…`. Upper and lower case are the same; nothing outside is ever opened.
    pub(crate) fn part(&self, path: &str) -> Option<(&str, &[u8])> {
        let inside = without_scheme(path);
        let wanted = inside.to_lowercase();
        let file = wanted.rsplit('/').next().unwrap_or_default();
        if file.is_empty() {
            return None;
        }
        let exact = |(name, _): &(&String, &Vec<u8>)| {
            let name = name.to_lowercase();
            name == wanted || name == format!("sources/{wanted}")
        };
        let same_file =
            |(name, _): &(&String, &Vec<u8>)| name.to_lowercase().rsplit('/').next() == Some(file);
        let found = self.parts.iter().find(exact).or_else(|| self.parts.iter().find(same_file));
        found.map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// The container: always the same bytes for the same parts, with no time and nobody in it.
    ///
    /// # Errors
    /// When the container would be larger than its format allows.
    pub(crate) fn pack(&self) -> std::io::Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let deflated = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
        let mut add = |name: &str, bytes: &[u8]| -> std::io::Result<()> {
            writer.start_file(name, deflated)?;
            writer.write_all(bytes)
        };
        add("project.qde", self.project.document().as_bytes())?;
        for (name, bytes) in &self.parts {
            add(name, bytes)?;
        }
        // Some tools look into the folder before they know that nothing is in it.
        if !self.parts.keys().any(|name| name.to_lowercase().starts_with("sources/")) {
            writer.add_directory("sources", SimpleFileOptions::DEFAULT)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

/// The path of a source without how it is to be found, `/` between its parts.
pub(crate) fn without_scheme(path: &str) -> String {
    let lower = path.to_lowercase();
    let scheme = ["internal:", "relative:", "absolute:", "file:"].into_iter().find(|s| lower.starts_with(s));
    let rest = path.get(scheme.map_or(0, str::len)..).unwrap_or_default();
    rest.replace('\\', "/").trim_start_matches('/').to_string()
}

fn unpacked(
    name: &str,
    bytes: &[u8],
    problems: &mut Vec<Problem>,
) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let mut container = Container::open(name, bytes)?;
    let mut parts = BTreeMap::new();
    for part in container.names() {
        let path = part.replace('\\', "/");
        if path.ends_with('/') || path.is_empty() {
            continue;
        }
        if !is_inside(&path) {
            problems.push(left_out(name, &path, "its path leads out of the container"));
            continue;
        }
        match container.bytes(&part) {
            Ok(Some(_)) if parts.contains_key(&path) => {
                problems.push(left_out(name, &path, "another part has the same path"));
            }
            Ok(content) => parts.extend(content.map(|content| (path, content))),
            Err(why) if path.to_lowercase().ends_with(".qde") => return Err(why),
            Err(why) => problems.push(Problem::warning(Place::file(name), format!("left out: {why}"))),
        }
    }
    Ok(parts)
}

fn left_out(name: &str, path: &str, why: &str) -> Problem {
    Problem::warning(Place::file(name), format!("the part `{}` is left out: {why}", path.escape_debug()))
}

/// Whether a path of a part stays in the container.
fn is_inside(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    !path.starts_with('/') && !drive && !path.contains('\0') && path.split('/').all(|part| part != "..")
}

fn document(name: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Element, String> {
    let (text, replaced) = decoded(bytes);
    if replaced {
        let message = "the project is not valid UTF-8; read with replacement characters";
        problems.push(Problem::warning(Place::file(name), message));
    }
    Element::parse(&text)
}

/// The characters of `bytes` (UTF-8, or UTF-16 with a byte order mark) without their mark, and whether some had
/// to be replaced.
pub(crate) fn decoded(bytes: &[u8]) -> (String, bool) {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let replaced = bytes.len() % 2 == 1 || String::from_utf16(&units).is_err();
        (String::from_utf16_lossy(&units), replaced)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => match std::str::from_utf8(rest) {
            Ok(text) => (text.to_string(), false),
            Err(_) => (String::from_utf8_lossy(rest).into_owned(), true),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn open(parts: &[(&str, &[u8])]) -> (Result<Package, String>, Vec<String>) {
        let mut problems = Vec::new();
        let package = Package::open("p.qdpx", &zip(parts), &mut problems);
        (package, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn parts_are_found_by_every_spelling_of_their_path() {
        let (package, problems) = open(&[("Project.qde", b"<Project/>"), ("SOURCES/AB.txt", b"x")]);
        let package = package.unwrap();
        for path in
            ["internal://ab.TXT", "internal:/ab.txt", "AB.txt", "relative:///ab.txt", "sources/AB.txt"]
        {
            assert_eq!(package.part(path).map(|(_, bytes)| bytes), Some(&b"x"[..]), "{path}");
        }
        assert_eq!(package.part("internal://"), None);
        assert_eq!(package.part("absolute:///etc/passwd"), None);
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn what_leads_outside_is_left_out_and_told() {
        let parts: [(&str, &[u8]); 4] =
            [("project.qde", b"<Project/>"), ("../x.txt", b"x"), ("/etc/y", b"y"), ("C:/z", b"z")];
        let (package, problems) = open(&parts);
        assert!(package.unwrap().parts.is_empty());
        assert_eq!(problems.len(), 3);
        assert_eq!(
            problems[0],
            "p.qdpx: the part `../x.txt` is left out: its path leads out of the container"
        );
    }

    #[test]
    fn a_bomb_among_the_sources_is_left_out_and_one_as_the_project_is_refused() {
        let bomb = vec![b' '; 40 << 20];
        let (package, problems) = open(&[("project.qde", b"<Project/>"), ("sources/a.txt", &bomb)]);
        assert!(package.unwrap().parts.is_empty());
        assert_eq!(
            problems,
            ["p.qdpx: left out: its part `sources/a.txt` is too large when unpacked (more than 16 MB)"]
        );
        let (package, _) = open(&[("project.qde", &bomb)]);
        assert_eq!(
            package.err().as_deref(),
            Some("its part `project.qde` is too large when unpacked (more than 16 MB)")
        );
    }

    #[test]
    fn a_container_without_a_project_is_refused() {
        assert_eq!(open(&[("a.txt", b"")]).0.err().as_deref(), Some("it holds no `project.qde`"));
        assert!(Package::open("x", b"PK\x03\x04 cut", &mut Vec::new()).is_err());
        assert!(Package::open("x", b"hello", &mut Vec::new()).is_err());
    }

    #[test]
    fn of_several_projects_the_one_that_is_taken_is_told() {
        let (package, problems) = open(&[("a.qde", b"<Project/>"), ("sub/b.qde", b"<Project/>")]);
        assert!(package.is_ok());
        assert_eq!(problems, ["p.qdpx: it holds several projects; `a.qde` is taken, not `sub/b.qde`"]);
    }

    #[test]
    fn the_same_parts_are_packed_to_the_same_bytes() {
        let (package, _) = open(&[("project.qde", b"<Project a='1'/>"), ("sources/a.txt", b"x")]);
        let package = package.unwrap();
        assert_eq!(package.pack().unwrap(), package.pack().unwrap());
    }
}
