//! Codebooks (`.qdc`): read however tools write them, written as the schema wants them.

use std::collections::HashMap;

use themata_model::{Codebook, Level, LevelKey, Place, Problem, Study, StudyId};

use super::Error;
use super::convention::Vendor;
use super::export::{marked, origin_of};
use super::import::import;
use super::options::Options;
use super::package::{Package, decoded};
use super::project::{Project, Set, add_codes, set};
use super::remainder::Remainder;
use super::tree::{Element, is_allowed};

/// What came of reading a codebook.
#[derive(Clone, Debug)]
pub struct CodebookReading {
    /// The codes, with the GUIDs of the file as ids.
    pub codebook: Codebook,
    /// The tool that wrote it, as it calls itself.
    pub origin: String,
    /// Attributes of codes that are in use, to be declared in the study.
    pub attributes: Vec<String>,
    /// Sets of codes that the file has; each code has theirs in its attribute `set`.
    pub sets: Vec<String>,
    /// What was left out or is odd.
    pub problems: Vec<Problem>,
}

/// Reads a codebook: a `.qdc`, or the codebook of a project (`.qde`, `.qdpx`).
///
/// # Errors
/// When there is no codebook in `bytes`, or one made to do harm.
pub fn read_codebook(bytes: &[u8], options: &Options) -> Result<CodebookReading, Error> {
    let mut problems = Vec::new();
    let root = root(bytes, &mut problems)?;
    let mut project =
        Project { origin: root.get("origin").unwrap_or_default().to_string(), ..Project::default() };
    let book = if root.name == "Project" { root.first("CodeBook") } else { Some(&root) };
    let codes = book.iter().flat_map(|book| book.all("Codes").chain(book.first("Code").map(|_| *book)));
    codes.for_each(|codes| add_codes(codes, None, &mut project.codes));
    let sets = [book, Some(&root)].into_iter().flatten().flat_map(|root| root.all("Sets"));
    let mut seen = Vec::new();
    for found in sets.flat_map(|sets| sets.all("Set")).filter(|found| found.first("MemberSource").is_none()) {
        if !seen.contains(&found) {
            seen.push(found);
        }
    }
    let is_own = Vendor::of(&project.origin) == Vendor::Themata;
    let (levels, others): (Vec<_>, Vec<_>) = seen
        .into_iter()
        .map(|found| (found, set(found)))
        .partition(|(found, _)| is_own && level_told(found).is_some());
    project.sets = others.into_iter().map(|(_, set)| set).collect();
    if project.codes.is_empty() {
        let message = "there is no code in it";
        problems.push(Problem::warning(Place::file("codebook.qdc"), message));
    }
    let imported = import(&Package::default(), &project, &Remainder::default(), options, problems);
    let mut codebook = imported.study.codebook;
    if is_own {
        codebook = restored(&codebook, &levels, imported.study.id).unwrap_or(codebook);
    }
    let attributes = imported.study.attributes.get("codes").into_iter().flatten().cloned().collect();
    let sets = project.sets.iter().map(|set| set.name.clone()).collect();
    Ok(CodebookReading {
        codebook,
        origin: project.origin.clone(),
        attributes,
        sets,
        problems: imported.problems,
    })
}

fn root(bytes: &[u8], problems: &mut Vec<Problem>) -> Result<Element, Error> {
    let no = |why: String| Error::NoCodebook { why };
    if bytes.starts_with(b"PK") {
        return Package::open("project.qdpx", bytes, problems).map(|package| package.project).map_err(no);
    }
    let (text, replaced) = decoded(bytes);
    if replaced {
        let message = "the codebook is not valid UTF-8; read with replacement characters";
        problems.push(Problem::warning(Place::file("codebook.qdc"), message));
    }
    let root = Element::parse(&text).map_err(no)?;
    match root.name.as_str() {
        "CodeBook" | "Project" | "Codes" => Ok(root),
        other => Err(no(format!("its document is a `{}`", other.escape_debug()))),
    }
}

/// The level that a set says to be, when Themata wrote it: its number, its key, and whether it is open.
fn level_told(found: &Element) -> Option<(usize, LevelKey, bool)> {
    let told = found.first("Description")?.words();
    let (number, rest) = told.strip_prefix("Level ")?.split_once(" (")?;
    let (key, rest) = rest.rsplit_once(')')?;
    Some((number.parse().ok()?, key.parse().ok()?, rest == ", open codes"))
}

/// Levels, markers and criteria as Themata writes them into sets, names and descriptions.
fn restored(book: &Codebook, sets: &[(&Element, Set)], study: StudyId) -> Option<Codebook> {
    let mut told: Vec<((usize, LevelKey, bool), &Set)> =
        sets.iter().filter_map(|(found, set)| Some((level_told(found)?, set))).collect();
    told.sort_by_key(|((number, ..), _)| *number);
    let mut of: HashMap<themata_model::Uuid, LevelKey> = HashMap::new();
    let mut levels = Vec::new();
    for ((_, key, open), set) in told {
        of.extend(set.codes.iter().map(|code| (*code, key.clone())));
        levels.push(Level { id: study.row("level", key.as_str()), key, name: set.name.clone(), open });
    }
    let mut codes = book.codes().to_vec();
    for code in &mut codes {
        code.level = of.get(&code.id.0).cloned().unwrap_or_else(|| code.level.clone());
        let mut paragraphs: Vec<&str> = code.definition.split("\n\n").collect();
        let mut last = |head: &str| {
            let at = paragraphs.iter().rposition(|words| words.starts_with(head))?;
            let words = paragraphs.split_off(at).join("\n\n");
            Some(words.get(head.len()..)?.to_string())
        };
        let (marker, exclusion, inclusion) = (last("Marker: "), last("Exclusion: "), last("Inclusion: "));
        let definition = paragraphs.join("\n\n");
        code.inclusion = inclusion.unwrap_or_default();
        code.exclusion = exclusion.unwrap_or_default();
        if let Some(marker) = marker
            && let Some(name) = code.name.strip_prefix(&format!("{marker}. "))
        {
            code.name = name.to_string();
            code.marker = Some(marker);
        }
        code.definition = definition;
    }
    Codebook::new(levels, codes).ok()
}

/// Writes the codebook of a study: codes nested, levels as sets.
pub fn write_codebook(study: &Study) -> Vec<u8> {
    let book = &study.codebook;
    let tops = (0..book.codes().len()).filter(|at| book.codes()[*at].parent.is_none());
    let codes = Element::new("Codes").holding(tops.map(|at| code(book, at)));
    let mut sets = Vec::new();
    for (level, number) in book.levels().iter().zip(1..) {
        let open = if level.open { ", open codes" } else { "" };
        let told = Element::new("Description").saying(&format!("Level {number} ({}){open}", level.key));
        let on = book.codes().iter().filter(|code| code.level == level.key);
        let members = on.map(|code| Element::new("MemberCode").with("guid", code.id));
        let name = if level.name.is_empty() { level.key.to_string() } else { level.name.clone() };
        sets.push(
            Element::new("Set").with("guid", level.id).with("name", name).holding([told]).holding(members),
        );
    }
    let root = Element::new("CodeBook").with("xmlns", "urn:QDA-XML:codebook:1.0").with("origin", origin_of());
    let sets = (!sets.is_empty()).then(|| Element::new("Sets").holding(sets));
    root.holding([codes]).holding(sets).document().into_bytes()
}

fn code(book: &Codebook, at: usize) -> Element {
    let code_row = &book.codes()[at];
    let below = book.children(at).iter().map(|below| code(book, *below));
    let (row, mut told) = marked(code_row);
    if let Some(marker) = code_row.marker.as_ref().filter(|marker| marker.chars().all(is_allowed)) {
        let gap = if told.is_empty() { "" } else { "\n\n" };
        told = format!("{told}{gap}Marker: {marker}");
    }
    let description = (!told.is_empty()).then(|| Element::new("Description").saying(&told));
    row.holding(description).holding(below)
}
